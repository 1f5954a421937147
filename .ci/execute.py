"""Runs notebooks as JupyterLab would and keeps what they show.  usage: execute.py NOTEBOOK ...

Cells with a flag that nbdev_test skips (`tst_flags` in settings.ini) are skipped here as well
and keep what they showed.
"""

import re
import subprocess
import sys
import time
from configparser import ConfigParser
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
ini = ConfigParser(delimiters=["="])
ini.read(ROOT / "settings.ini", encoding="utf-8")
FLAGS = set(ini["DEFAULT"]["tst_flags"].split())


class Client(NotebookClient):
    async def async_execute_cell(self, cell, *arguments, **options):
        if cell.cell_type == "code" and FLAGS & set(
            re.findall(r"^#\|\s*(\w+)\s*$", cell.source, re.M)
        ):
            return cell
        return await super().async_execute_cell(cell, *arguments, **options)


def without_widgets(notebook):
    "Without what is kept of widgets: they live in a running kernel, and differ every time"
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                o
                for o in cell.outputs
                if "application/vnd.jupyter.widget-view+json" not in o.get("data", {})
            ]


def main(paths):
    for path in map(Path, paths):
        start = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        client = Client(
            notebook,
            timeout=1800,
            kernel_name="python3",
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute(stderr=subprocess.DEVNULL)  # of the kernel's own process, not of the cells
        without_widgets(notebook)
        nbformat.write(notebook, path)
        print(f"{path}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
