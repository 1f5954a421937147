"""The book as web pages.

Sphinx reads the notebooks as they were committed, executed; nothing is run, and no page asks the
network for anything.
"""

import json
import re
from configparser import ConfigParser
from pathlib import Path

import ziamath
from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util import logging

ROOT = Path(__file__).resolve().parent.parent
ini = ConfigParser(delimiters=["="])
ini.read(ROOT / "settings.ini", encoding="utf-8")

project, author, release = (ini["DEFAULT"][key] for key in ("lib_name", "author", "version"))
copyright = ini["DEFAULT"]["copyright"]
language = "en"

extensions = ["myst_nb"]
exclude_patterns = ["_*", "**.ipynb_checkpoints"]
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "myst"
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "mathml"

html_theme = "furo"
html_title = project
pygments_dark_style = "github-dark"
html_static_path = [
    "style.css",
    str(Path(ziamath.__file__).parent / "fonts/STIXTwoMath-Regular.ttf"),
]
html_css_files = ["style.css"]
html_copy_source = False
html_use_index = False

# The first digit of a chapter's number is its part.
PARTS = {
    "0": "A sound",
    "1": "What is in it",
    "2": "Data",
    "3": "The model",
    "4": "Training",
    "5": "Listening",
    "6": "Rivals",
    "8": "A minute and more",
    "9": "The command, the figures",
}

# What a chapter leads to that is a page of the site and no chapter (`make site` puts it there).
BESIDE = {
    "97_compared": "Here are both pages of it: "
    '<a href="compared/comparison.html">the table and the sounds</a>, and '
    '<a href="compared/listening.html">a listening test</a>.'
}


def contents() -> str:
    "The table of contents, for the sidebar: all chapters there are, part by part."
    chapters = sorted(path.stem for path in (ROOT / "nbs").glob("[0-9]*.ipynb"))
    parts = {part: [name for name in chapters if name[0] == digit] for digit, part in PARTS.items()}
    return "\n\n".join(
        "\n".join(["```{toctree}", ":hidden:", f":caption: {part}", "", *names, "```"])
        for part, names in parts.items()
        if names
    )


def directives(cell) -> dict:
    "What the lines `#| name: value` of a cell say."
    return {
        name: value
        for name, value in re.findall(r"^#\|\s*(\w+):?[ \t]*(.*)$", cell["source"], re.M)
    }


def for_readers(cell) -> dict:
    "A code cell without the lines that speak to nbdev, which become what Sphinx understands."
    said = directives(cell)
    metadata = {
        "mystnb": {"image": {"alt": said.get("alt", "what the code above draws")}},
        "tags": ["remove-input"] if said.get("echo") == "false" else [],
    }
    return cell | {
        "metadata": metadata,
        "source": re.sub(r"^#\|.*\n?", "", cell["source"], flags=re.M).strip("\n"),
    }


def read(app, name, source):
    "A notebook as it is shown: numbered, without what is hidden; the first one with the contents"
    notebook, number = json.loads(source[0]), name[:2] if name[0].isdigit() else ""
    cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
    cells = [
        for_readers(cell) if cell["cell_type"] == "code" else cell
        for cell in cells
        if "hide" not in directives(cell)
    ]
    cells = [cell for cell in cells if cell["source"] or cell.get("outputs")]
    if number:
        cells[0]["source"] = re.sub("^# ", f"# {number} · ", cells[0]["source"])
    if more := BESIDE.get(name) if number else contents():
        cells.append({"cell_type": "markdown", "id": "more", "metadata": {}, "source": more})
    notebook["metadata"]["language_info"] = {"name": "python"}
    source[0] = json.dumps(notebook | {"cells": cells})


def mathml(node, display) -> str:
    "A formula as MathML, which browsers draw and screen readers read by themselves."
    tex = re.sub(r"\\tag\{.*?\}", "", node.astext())
    found = convert(tex, display=display)
    if "\\" in found:
        logging.getLogger(__name__).warning(
            "a formula that latex2mathml does not know: %s", tex, location=node
        )
    return found


def inline(self, node):
    self.body.append(mathml(node, "inline"))
    raise nodes.SkipNode


def block(self, node):
    number = re.search(r"\\tag\{(.*?)\}", node.astext())
    aside = f"<span>({number[1]})</span>" if number else ""
    formula = f'<div tabindex="0">{mathml(node, "block")}</div>'  # a wide one can be scrolled
    self.body.append(f'<div class="formula">{formula}{aside}</div>\n')
    raise nodes.SkipNode


def setup(app):
    app.connect("source-read", read)
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
