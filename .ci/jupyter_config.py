"""JupyterLab for the book: what it saves is clean, so that a diff shows what somebody changed."""

import warnings

from nbdev.clean import clean_nb

# Jupyter sets the hook more than once, always to this one
warnings.filterwarnings("ignore", message="Overriding existing pre_save_hook")


def clean(model, **_):
    if model["type"] == "notebook" and model["content"]["nbformat"] == 4:
        clean_nb(model["content"])


c.ContentsManager.pre_save_hook = clean  # noqa: F821  Jupyter provides `c`
