"""The promises the book makes about its own form.

usage: checks.py book | light [PYTHON ...] | repeatable | NAME ...
"""

import ast
import base64
import contextlib
import copy
import filecmp
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted(p for p in (ROOT / "nbs").glob("*.ipynb") if not p.name.startswith("_"))
MAX_BYTES = 1_000_000


def code_cells(path):
    "Each code cell of a notebook: its id, its source and, where it is Python, its syntax tree."
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and source.strip():
            python = re.sub(r"^[ \t]*(?:%|!(?!=)).*$", "pass", source, flags=re.M)
            yield cell["id"], source, ast.parse(python)


def module_of(path):
    "The module a chapter exports to, or None."
    for _, source, _ in code_cells(path):
        if found := re.search(r"^#\|\s*default_exp\s+(\S+)", source, re.M):
            return found.group(1)


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def tool(name):
    return Path(sys.executable).parent / name


def copied(folder):
    "A copy of the project, without what is made from it."
    ignore = shutil.ignore_patterns(
        ".venv*", ".git", "_text", "demo", "build", "*.egg-info", "__pycache__"
    )
    return Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=ignore, symlinks=True))


def clean():
    "notebooks are clean (make export)"
    from execnb.nbio import nb2str, read_nb
    from nbdev.clean import clean_nb

    for path in NOTEBOOKS:
        nb = read_nb(path)
        clean_nb(nb)
        if nb2str(nb) != path.read_text(encoding="utf-8"):
            yield f"{path.name} is not as nbdev_clean leaves it"


def exported():
    "the package and the README are what the notebooks say (make export)"
    with tempfile.TemporaryDirectory() as folder:
        there = copied(folder)
        shutil.rmtree(there / "mp3net")
        run(tool("nbdev_export"), cwd=there)
        run(sys.executable, ".ci/readme.py", cwd=there)
        names = {p.relative_to(r) for r in (ROOT, there) for p in r.glob("mp3net/**/*.py")} | {
            Path("README.md")
        }
        for name in sorted(names):
            a, b = ROOT / name, there / name
            if not a.exists() or not b.exists() or not filecmp.cmp(a, b, shallow=False):
                yield f"{name} differs from what its notebook exports"


def downwards():
    "chapters import only from lower numbers"
    number = {module_of(p): p.name for p in NOTEBOOKS if module_of(p)}
    for path in NOTEBOOKS:
        for cell, _, tree in code_cells(path):
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module == "mp3net":
                    used = [a.name for a in node.names]
                elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mp3net."):
                    place = node.module[len("mp3net.") :]
                    within = [f"{place}.{a.name}" for a in node.names]
                    used = [place] if place in number else within
                elif isinstance(node, ast.Import):
                    used = [
                        a.name[len("mp3net.") :] for a in node.names if a.name.startswith("mp3net.")
                    ]
                else:
                    continue
                for name in used:
                    if name in number and path.name[0].isdigit() and number[name] > path.name:
                        yield f"{path.name}, cell {cell}: imports {name}, which is {number[name]}"
                    if name not in number and name not in ("data", "__version__"):
                        yield f"{path.name}, cell {cell}: imports {name}, which no chapter exports"


def formatted():
    "ruff finds nothing to mend, and no line of code is longer than 100 columns (make export)"
    for command in (("check", "--output-format", "concise"), ("format", "--check")):
        told = subprocess.run(
            [tool("ruff"), *command, "--quiet"],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        yield from (told.stdout + told.stderr).splitlines()


def needed():
    "a module imports what it needs, and no more: what only its chapter needs has a cell of its own"
    names = sorted(str(path) for path in ROOT.glob("mp3net/**/*.py") if path.name[0] != "_")
    rules = ["--isolated", "--select", "F401,F811,F821", "--output-format", "concise"]
    told = subprocess.run(
        [tool("ruff"), "check", "--quiet", *rules, *names], capture_output=True, text=True
    )
    yield from told.stdout.replace(f"{ROOT}/", "").splitlines()


def doors():
    "from the engines on, nothing knows a kind of model: neither its modules nor its fields"
    models = {"layers", "networks", "playing", "adversaries", "pieces", "sequences", "endless"}
    fields = {
        *("octaves", "base_blocks", "base_bands", "n_blocks", "levels", "emphasis", "headroom"),
        *("latent", "discriminator_updates", "penalty_weight", "time_split"),
    }
    rooms = [p for p in NOTEBOOKS if "43" <= p.name[:2] < "60" or p.name[:2] == "90"]
    chapters = [p for p in rooms if module_of(p)]
    for path in chapters:
        source = ROOT / "mp3net" / f"{module_of(path)}.py"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                used = {(node.module or "").removeprefix("mp3net."), *(a.name for a in node.names)}
                for name in sorted(used & models):
                    yield f"{source.name}, line {node.lineno}: imports {name}, of a kind of model"
            # exploring is about models that play from a latent, whatever they are
            if isinstance(node, ast.Attribute) and node.attr in fields and "51" != path.name[:2]:
                yield f"{source.name}, line {node.lineno}: knows the field {node.attr}"


def imports_alone():
    "cells that import only import"
    for path in NOTEBOOKS:
        for cell, source, tree in code_cells(path):
            if source.startswith("%%writefile"):  # a module of its own
                continue
            kinds = {isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body}
            if kinds == {True, False}:
                yield f"{path.name}, cell {cell}: imports and does something else"


def small():
    "every notebook is under 1 MB and was committed executed, without errors or leftovers"
    for path in NOTEBOOKS:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        if set(metadata) != {"kernelspec"}:
            yield f"{path.name} has metadata {sorted(metadata)} besides its kernelspec"
        if path.stat().st_size >= MAX_BYTES:
            yield f"{path.name} has {path.stat().st_size} bytes"
        every = json.loads(path.read_text(encoding="utf-8"))["cells"]
        if any(not "".join(c["source"]).strip() for c in every):
            yield f"{path.name} has a cell with nothing in it"
        cells = [c for c in every if c["cell_type"] == "code"]
        outputs = [o for c in cells for o in c["outputs"]]
        if cells and not outputs:
            yield f"{path.name} has no outputs: make book CHAPTERS=nbs/{path.name}"
        if any(o["output_type"] == "error" for o in outputs):
            yield f"{path.name} shows an error"


def text():
    "make text and make notebooks round-trip: sources, outputs and cell ids"
    with tempfile.TemporaryDirectory() as folder:
        there = copied(folder)
        (there / "nbs/_text").mkdir(exist_ok=True)
        with contextlib.chdir(there):  # where jupytext finds its settings
            for path in NOTEBOOKS:
                yield from text_of(path, there)


def text_of(path, there):
    "What an edit of the text of a chapter does to it that it should not, in a copy of the project"
    from jupytext.cli import jupytext  # the command, in one process for all chapters

    nb, py = there / "nbs" / path.name, there / "nbs/_text" / f"{path.stem}.py"
    jupytext(["--quiet", "--to", "py:percent", "--output", str(py), str(nb)])
    edited = py.read_text(encoding="utf-8") + "\n# %%\nan_edit = True\n"
    py.write_text(edited, encoding="utf-8")
    jupytext(["--quiet", "--to", "ipynb", "--update", "--output", str(nb), str(py)])
    before, after = (json.loads(p.read_text(encoding="utf-8"))["cells"] for p in (path, nb))
    if len(after) != len(before) + 1 or "an_edit" not in "".join(after[-1]["source"]):
        yield f"{path.name}: an edit of its text does not arrive"
    for old, new in zip(before, after):
        for part in ("id", "source", "outputs"):
            if old.get(part) != new.get(part):
                yield f"{path.name}, cell {old['id']}: its {part} did not survive"


def light(*pythons):
    "import mp3net loads no framework and takes under half a second, and so does mp3net --help"
    heavy = "tensorflow jax keras numpy matplotlib"
    ask = f"import sys, mp3net.cli; print([m for m in '{heavy}'.split() if m in sys.modules])"
    clock = (
        "import subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run([sys.executable, '-c', sys.argv[1]], check=True, "
        "stdout=subprocess.DEVNULL); "
        "print(time.perf_counter() - t)"
    )
    for python in pythons or (sys.executable,):
        loaded = run(python, "-c", ask).strip()
        if loaded != "[]":
            yield f"{python}: importing mp3net also loads {loaded}"
        for what in (
            "import mp3net",
            "import sys; sys.argv = ['mp3net', '--help']; from mp3net.cli import main; main()",
        ):
            seconds = sorted(float(run(python, "-c", clock, what)) for _ in range(5))[2]
            if seconds >= 0.5:
                yield f"{python}: {what} takes {seconds:.2f} s"


def outputs(path):
    "What a notebook shows, pictures as pixels: their compressed form may differ between versions."
    import matplotlib.image

    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in copy.deepcopy(cell.get("outputs", [])):
            png = output.get("data", {}).pop("image/png", None)
            shown = json.dumps(output, sort_keys=True)
            if png:
                shown += str(
                    matplotlib.image.imread(io.BytesIO(base64.b64decode("".join(png)))).tobytes()
                )
            yield cell["id"], shown


def repeatable():
    "running every chapter again changes nothing that it shows"
    with tempfile.TemporaryDirectory() as folder:
        there = copied(folder)
        for path in NOTEBOOKS:
            nb = there / "nbs" / path.name
            run(sys.executable, ".ci/execute.py", nb, cwd=there)
            run(tool("nbdev_clean"), "--fname", nb, cwd=there)
            for (cell, before), (_, after) in zip(outputs(path), outputs(nb)):
                if before != after:
                    yield f"{path.name}, cell {cell}: shows something else when run again"


BOOK = [formatted, clean, exported, needed, downwards, doors, imports_alone, small, text]


def main(argv):
    if argv[:1] == ["book"]:
        todo = [(check, ()) for check in BOOK]
    elif argv[:1] == ["light"]:
        todo = [(light, (sys.executable, *argv[1:]))]
    else:
        known = {check.__name__: check for check in (*BOOK, light, repeatable)}
        if not argv or set(argv) - set(known):
            raise SystemExit(f"{__doc__}\nNAME is one of {', '.join(known)}")
        todo = [(known[name], ()) for name in argv]
    for path in NOTEBOOKS:
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SystemExit(f"{path.name} is not a notebook: {error}") from None
    failed = 0
    for check, arguments in todo:
        problems = list(check(*arguments))
        failed += bool(problems)
        print(
            f"{'FAILED' if problems else 'ok':7} {check.__doc__}",
            *("        " + p for p in problems),
            sep="\n",
            flush=True,
        )
    print(f"checks: {len(todo) - failed} passed, {failed} failed", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
