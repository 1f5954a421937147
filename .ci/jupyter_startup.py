"""In JupyterLab as `make lab` starts it, cells that nbdev_test skips are skipped, too.

Take the flag out to run one.
"""

import re
from configparser import ConfigParser
from pathlib import Path


def _skip_flagged():
    ini = ConfigParser(delimiters=["="])
    ini.read(Path(__file__).resolve().parent.parent / "settings.ini", encoding="utf-8")
    flags = "|".join(ini["DEFAULT"]["tst_flags"].split())
    flagged = re.compile(rf"^#\|\s*({flags})\s*$", re.M)

    def skip(lines):
        "Silently, so that a saved notebook is the same"
        return ["pass\n"] if flagged.search("".join(lines)) else lines

    get_ipython().input_transformers_cleanup.append(skip)  # noqa: F821  IPython provides it


_skip_flagged()
