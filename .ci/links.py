"""Follows every link inside a folder of web pages, and sees that nothing is loaded from elsewhere.

usage: links.py FOLDER
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {
    ("script", "src"),
    ("img", "src"),
    ("audio", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("link", "href"),
}


class Page(HTMLParser):
    "The ids of a page and where it leads: (tag, attribute, address)."

    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name"):
                self.ids.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append((tag, name, value))


def problems(folder):
    "What is wrong with the links of all pages."
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        yield f"there is no page in {folder}"
    reached = set()
    for path, page in pages.items():
        where = path.relative_to(folder)
        for tag, name, address in page.links:
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            if parts.scheme or parts.netloc:
                if (tag, name) in LOADS:
                    yield f"{where}: <{tag}> is loaded from {address}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target != path:
                reached.add(target)
            if not target.is_file() or not target.is_relative_to(folder):
                yield f"{where}: {address} leads nowhere"
            elif (
                parts.fragment
                and target in pages
                and unquote(parts.fragment) not in pages[target].ids
            ):
                yield f"{where}: {address}: there is no such place on that page"
    yield from (
        f"nothing leads to {path.relative_to(folder)}"
        for path in pages
        if path not in reached and path.name != "search.html" and path != folder / "index.html"
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    found = list(problems(folder))
    print(*found or ["links: all lead somewhere, and nothing is loaded from elsewhere"], sep="\n")
    sys.exit(bool(found))
