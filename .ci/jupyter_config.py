"""JupyterLab for the book: what it saves is clean, so that a diff shows what somebody changed."""
from nbdev.clean import clean_jupyter

c.ContentsManager.pre_save_hook = clean_jupyter  # noqa: F821  Jupyter provides `c`
