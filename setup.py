"""Packaging: everything that is said here is read from settings.ini."""
from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
ini = ConfigParser(delimiters=["="])
ini.read(here / "settings.ini", encoding="utf-8")
cfg = ini["DEFAULT"]
extras = {kind: cfg[kind + "_requirements"].split() for kind in ("dev", "jax", "site", "studio", "export", "cluster", "play")}

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    long_description=(here / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    keywords=cfg["keywords"].split(),
    author=cfg["author"],
    url=cfg["git_url"],
    license="Apache-2.0",
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Intended Audience :: Science/Research",
        "Natural Language :: English",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Multimedia :: Sound/Audio :: Sound Synthesis",
    ],
    python_requires=">=" + cfg["min_python"],
    install_requires=cfg["requirements"].split(),
    extras_require=extras | {"dev": extras["dev"] + extras["studio"] + extras["export"] + extras["cluster"]},
    entry_points={"console_scripts": cfg["console_scripts"].split()},
    # data/ stands beside the chapters and ships as mp3net.data
    packages=[*find_packages(include=["mp3net", "mp3net.*"]), "mp3net.data", "mp3net.data.results", "mp3net.data.runtime"],
    package_dir={"mp3net.data": "data"},
    package_data={"mp3net.data": ["*", "*/card.json", "*/*.weights.h5"], "mp3net.data.results": ["*"], "mp3net.data.runtime": ["*"]},
    zip_safe=False,
)
