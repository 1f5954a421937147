"""Writes README.md from nbs/index.ipynb, as nbdev_readme does but without needing Quarto."""

import base64
import json
import re
from pathlib import Path

root = Path(__file__).resolve().parent.parent
cells = json.loads((root / "nbs/index.ipynb").read_text(encoding="utf-8"))["cells"]
parts = ["<!-- Made from nbs/index.ipynb by `make export`; edit that. -->"]
for cell in cells:
    source = "".join(cell["source"]).strip()
    directives = re.findall(r"^#\|\s*(.*?)\s*$", source, re.M)
    if cell["cell_type"] == "markdown":
        # links are relative to nbs/ in the notebook, to the root in the README
        parts.append(re.sub(r"\]\((?!https?:|#|\.\./)", "](nbs/", source).replace("](../", "]("))
    elif not {"hide", "default_exp"} & set(directives):
        code = re.sub(r"^#\|.*\n?", "", source, flags=re.M).strip()
        if code and "echo: false" not in directives:
            parts.append(f"```python\n{code}\n```")
        for number, output in enumerate(cell["outputs"]):
            data = output.get("data", {})
            if "image/png" in data:
                picture = root / "nbs/images" / f"index-{cell['id']}-{number}.png"
                picture.parent.mkdir(exist_ok=True)
                picture.write_bytes(base64.b64decode("".join(data["image/png"])))
                alt = next((d[5:] for d in directives if d.startswith("alt: ")), "picture")
                parts.append(f"![{alt}]({picture.relative_to(root).as_posix()})")
            elif "text/markdown" in data:
                parts.append("".join(data["text/markdown"]))
            elif text := "".join(output.get("text", data.get("text/plain", ""))):
                parts.append(f"```\n{text.strip()}\n```")
(root / "README.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
