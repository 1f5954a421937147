"""Opens every page of a folder of web pages in Chromium, in light and in dark, wide and narrow.

usage: pages.py FOLDER CHROMIUM

A page is refused if it complains (in its console, or by asking another machine for something), if a
formula, a table or a picture of it is not drawn, if it is wider than the screen, or if a picture
stands on a ground on which it cannot be read.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

LOOK = r"""() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const drawn = (node) => node.getClientRects().length > 0;
    const size = (node) => node.getBoundingClientRect();
    const prose = all("article p, article li, article td").filter((node) => !node.closest("pre"));
    const isText = (node) => node.nodeType === Node.TEXT_NODE;
    const words = (node) => [...node.childNodes].filter(isText).map((text) => text.data).join(" ");
    const within = document.querySelector("article") ? "article " : "";
    const images = all(within + "img"), formulas = all(within + "math");
    const invisible = (node) => !(size(node).width > 2 && size(node).height > 2);
    const canvas = document.body.appendChild(document.createElement("div"));
    canvas.style.background = "Canvas";
    const paper = getComputedStyle(canvas).backgroundColor;
    canvas.remove();
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const found = getComputedStyle(node).backgroundColor;
            if (!/^rgba.*, 0\)$/.test(found)) return found;
        }
        return paper;
    };
    const unwritten = /\$[^$]+\$|\\(frac|sum|cos|left|mathrm)\b|\|[-—]+\|/;
    const title = document.querySelector("h1"), page = document.documentElement;
    return {
        title: title && title.textContent,
        formulas: formulas.length,
        pictures: images.length,
        raw: prose.map(words).filter((text) => unwritten.test(text)),
        empty: formulas.filter((f) => drawn(f) && invisible(f)).map((f) => f.textContent),
        unnamed: images.filter((image) => !image.alt).map((image) => image.src),
        missing: images.filter((i) => !i.complete || !i.naturalWidth).map((i) => i.src),
        ground: [...new Set(images.filter((i) => i.closest(".cell_output")).map(ground))],
        page: ground(document.querySelector("article") || document.body),
        ink: title && getComputedStyle(title).color,
        overflow: page.scrollWidth - page.clientWidth,
    };
}"""


def lightness(colour):
    "How light a CSS colour rgb(…) is: 0 to 1"
    red, green, blue = (int(value) / 255 for value in re.findall(r"\d+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def wrong(seen, scheme):
    "What is wrong with a page, of what was seen of it"
    for name in ("raw", "empty", "unnamed", "missing"):
        yield from (f"{name}: {what}" for what in seen[name])
    if seen["overflow"] > 0:
        yield f"it is {seen['overflow']} pixels wider than the screen"
    if (lightness(seen["page"]) < 0.5) != (scheme == "dark"):
        yield f"its ground is {seen['page']}"
    if not seen["title"]:
        yield "it has no heading"
    elif abs(lightness(seen["page"]) - lightness(seen["ink"])) < 0.5:
        yield f"{seen['ink']} on {seen['page']} cannot be read"
    yield from (
        f"a picture stands on {ground}" for ground in seen["ground"] if lightness(ground) < 0.9
    )


def visit(browser, paths, scheme, width):
    "What is wrong with pages in these colours at this width; and how much there is to see"
    page, complaints, counts = (
        browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme),
        [],
        [0, 0],
    )
    page.on(
        "console",
        lambda message: message.type in ("error", "warning") and complaints.append(message.text),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:", "blob:"))
            or complaints.append(f"asks for {request.url}")
        ),
    )
    found = []
    for path in paths:
        page.goto(path.as_uri())
        seen = page.evaluate(LOOK)
        counts = [counts[0] + seen["formulas"], counts[1] + seen["pictures"]]
        found += [
            f"{path.parent.name}/{path.name}, {scheme}, {width} pixels: {what}"
            for what in [*complaints, *wrong(seen, scheme)]
        ]
        complaints.clear()
    page.close()
    return found, counts


def main(folder, chromium):
    paths = sorted(path for path in folder.rglob("*.html") if path.name != "search.html")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visits = [
            visit(browser, paths, scheme, width)
            for scheme, width in (("light", 1200), ("dark", 390))
        ]
        browser.close()
    found = [what for problems, _ in visits for what in problems]
    formulas, pictures = visits[0][1]
    if not (paths and formulas and pictures):
        found.append(
            f"{len(paths)} pages, {formulas} formulas, {pictures} pictures: something is missing"
        )
    print(
        *found
        or [
            f"pages: {len(paths)} open without a complaint, with {formulas} formulas and "
            f"{pictures} pictures, in light and in dark, wide and narrow"
        ],
        sep="\n",
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
