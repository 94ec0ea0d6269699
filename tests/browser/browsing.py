"""A visitor with a browser: what one looks at on every page."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright
from serving import AXE, CHROMIUM

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
SIZES = ((320, 800), (390, 844), (768, 800), (1280, 800), (1920, 1080))
"""Pixels: a small telephone (and a laptop at 400 %), a telephone, a tablet, a laptop, a desk."""
FIRST_LOOK = (390, 1280)
"""On which of these one asks what is in sight before anything is moved."""
PAPER = 642
"""A4 without margins of 2 cm, in the pixels of CSS."""
LARGE = "html { font-size: 212.5% !important }"
"""WCAG 2.2, 1.4.4: twice the size of the page's own text."""
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
"""WCAG 2.2, 1.4.12."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKING = Path(__file__).with_name("looking.js")


@functools.cache
def _axe() -> str:
    return AXE.read_text()


def launched(playwright: Playwright) -> Browser:
    """Debian's own Chromium, of the kind that has no window. Nothing but the loopback has an address for it."""
    return playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS])


class Visitor:
    """Looks at pages one after the other; ``found`` is what was wrong, each with its page.

    ``usual``: the texts of the site are of the lengths that texts have, so that what matters is in sight at once.
    """

    def __init__(self, browser: Browser, root: str, *, usual: bool) -> None:
        self.found: list[str] = []
        self._root, self._path, self._usual = root, "", usual
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(20_000)
        # by the browser's own door: the page's policy, which stands, lets none in
        context.add_init_script(path=LOOKING)
        self.page = context.new_page()
        self._listen(self.page)
        # the page as a program without scripts and without the style sheet has it
        bare = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
        bare.set_default_timeout(20_000)
        bare.route(re.compile(r"\.css$"), lambda route: route.abort())
        self.bare = bare.new_page()

    def close(self) -> None:
        self.page.context.close()
        self.bare.context.close()

    def look(self, path: str, status: int = 200, *, closely: bool = True, first: bool = True) -> None:
        """Visits one page and looks at it in every way; else only at what longer words can change of it.

        ``first``: of its kind. Its colours, its elements, and where Tab goes in it, are those of the others: no page has
        a style or an order of its own (``inert`` and ``order`` look for them on each), and where focus is seen is asked
        of each. The others are looked at in every other width.
        """
        self._path, page = path, self.page
        page.emulate_media(media="screen", color_scheme="light")
        self._size(*SIZES[0])
        answer = page.goto(self._root + path)
        if answer is None or answer.status != status:
            self._add("status", [str(answer and answer.status)])
        language = _language(path)
        self._see(("inert",), ("motion",), *[("language", "", language)] * bool(language))
        if self._usual and path == "index.html":
            self._see(("weight",))
        for width, height in (SIZES if first else SIZES[::2]) if closely else SIZES[:1]:
            self._size(width, height)
            sight = [("sight", f"{width} px", self._usual)] * (first and width in FIRST_LOOK)
            self._see(*[(each, f"{width} px") for each in ("width", "overlaps", "text")], *sight)
        if not closely:
            return
        if first:
            self._colours(page)
        self._spaced()
        if first:
            self._barriers(page, "light", TAGS, [])
            self._keyboard(page)
        self._paper(page)
        self._unstyled(page)
        if Path(path).name == "index.html":
            self._bare(path)

    def _spaced(self) -> None:
        """As people who read with difficulty set their text: twice as large, then with more room around it."""
        self._size(640, 800)
        for where, text in (("large", LARGE), ("spaced", SPACED)):
            self._see(("restyle", "", text), ("width", where), ("overlaps", where))
        self._see(("restyle", "", ""))

    def _colours(self, page: Page) -> None:
        """What colours and a wide screen can change of axe-core's rules; and the few colours that a system forces."""
        page.emulate_media(color_scheme="dark")
        self._barriers(page, "dark", None, ["color-contrast", "target-size"])
        page.emulate_media(color_scheme="light", forced_colors="active")
        self._see(("forced",), ("text", "in forced colours"))
        page.emulate_media(forced_colors="none")

    def _barriers(self, page: Page, *asked: Any) -> None:
        """What axe-core knows: all of it on a narrow screen."""
        page.evaluate(_axe())
        self._see(("barriers", *asked))

    def _keyboard(self, page: Page) -> None:
        """Tab from the top to the end and beyond, the skip link, and a month's grid."""
        count = page.evaluate("look.keys()")
        for _ in range(count + 1):
            page.keyboard.press("Tab")
        self._see(("stepped",))
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.focus(".skip")
        page.keyboard.press("Enter")
        self._see(("skipped",))
        if page.evaluate("look.gridded()"):  # the last of its days has focus
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            self._see(("landed",))

    def _paper(self, page: Page) -> None:
        page.emulate_media(media="print")
        self._size(PAPER, 900)
        self._see(("order",), *[(each, "paper") for each in ("width", "overlaps", "print")])

    def _unstyled(self, page: Page) -> None:
        page.emulate_media(media="screen")
        self._see(("plain",), ("overlaps", "without style"), ("text", "without style"))

    def _bare(self, path: str) -> None:
        """As it comes where scripts are off and the style sheet does not arrive; and as a PDF."""
        if not self.page.pdf(format="A4").startswith(b"%PDF-"):
            self._add("pdf", ["is no PDF"])
        self.bare.goto(self._root + path)
        self.bare.evaluate(LOOKING.read_text())
        for each in ("overlaps", "text"):
            self._add(f"{each} of the bare page", self.bare.evaluate(f"look.{each}()"))

    def _size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def _see(self, *asked: tuple[Any, ...]) -> None:
        """Asks the page several things at once: the name of each, where that is, and what else it is to be told."""
        for check, where, found in self.page.evaluate("asked => look.all(asked)", [[*each] for each in asked]):
            self._add(f"{check} {where}".strip(), found)

    def _add(self, check: str, found: list[str]) -> None:
        self.found += [f"{self._path}: {check}: {each}" for each in found]

    def _listen(self, page: Page) -> None:
        """What a page says on the console, and what it asks for beside what stands on the loopback."""
        page.on("console", lambda said: self._said(said.type, said.text, said.location.get("url", "")))
        page.on("pageerror", lambda error: self._add("error", [str(error)]))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        page.on("request", lambda request: self._elsewhere(request.url))
        page.on("response", lambda response: self._answered(response.status, response.url))

    def _said(self, kind: str, text: str, url: str) -> None:
        if kind in ("error", "warning", "assert") and not (url == self._root + self._path and "404" in text):
            self._add("console", [f"{text} ({url})"])

    def _failed(self, url: str, why: str) -> None:
        """What was not loaded, but for the icon and lazy pictures: on to the next page, a browser does not wait for them."""
        if "ERR_ABORTED" not in why or not url.endswith(("/icon.svg", "/images/rally.jpg")):
            self._add("not loaded", [url])

    def _elsewhere(self, url: str) -> None:
        if not url.startswith(self._root):
            self._add("asks elsewhere", [url])

    def _answered(self, status: int, url: str) -> None:
        if status >= 400 and url != self._root + self._path:
            self._add("status", [f"{status} {url}"])


def pages(folder: Path) -> list[str]:
    """The pages of a built site, in whatever languages it has; the one for missing addresses is asked for otherwise."""
    others = {"404.html", "embed.html"}  # the latter stands in other websites' pages alone, and is looked at there
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html") if path.name not in others)


def closely(paths: list[str]) -> set[str]:
    """The pages to be looked at in every way: all of the group's own language, and the home page in each other.

    A language changes the words of a page, and neither its frame nor its style.
    """
    return {path for path in paths if _is_own_or_home(path)}


def firsts(paths: list[str]) -> set[str]:
    """One page of each kind in the group's own language, and the home page in each other."""
    kinds: dict[str, str] = {}
    for path in filter(_is_own_or_home, paths):
        folder, _, name = path.rpartition("/")
        kinds.setdefault(folder or name, path)
    return {*kinds.values()}


def _is_own_or_home(path: str) -> bool:
    return not _language(path) or path == f"{_language(path)}/index.html"


def _language(path: str) -> str:
    """The language of a page below a folder of its own; empty: the group's."""
    top, slash, _ = path.partition("/")
    return top if slash and len(top) == 2 else ""
