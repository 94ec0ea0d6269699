"""A visitor with a browser: what one looks at on every page."""

from __future__ import annotations

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
WIDTHS = (320, 768, 1280)
"""Pixels: a telephone (and a laptop at 400 %), a tablet, a laptop."""
PAPER = 642
"""A4 without margins of 2 cm, in the pixels of CSS."""
LARGE = "html { font-size: 212.5% !important }"
"""WCAG 2.2, 1.4.4: twice the size of the page's own text."""
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
"""WCAG 2.2, 1.4.12."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKING = Path(__file__).with_name("looking.js")


def launched(playwright: Playwright) -> Browser:
    """Debian's own Chromium, without a window. Nothing but the loopback has an address for it."""
    return playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS])


class Visitor:
    """Looks at pages one after the other; ``found`` is what was wrong, each with its page."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.found: list[str] = []
        self._root, self._path = root, ""
        context = browser.new_context(reduced_motion="reduce", viewport={"width": WIDTHS[0], "height": 800})
        context.set_default_timeout(20_000)
        for script in (AXE, LOOKING):  # by the browser's own door: the page's policy, which stands, lets none in
            context.add_init_script(path=script)
        self.page = context.new_page()
        self._listen(self.page)
        # the page as a program without scripts and without the style sheet has it
        bare = browser.new_context(java_script_enabled=False, viewport={"width": WIDTHS[0], "height": 800})
        bare.set_default_timeout(20_000)
        bare.route(re.compile(r"\.css$"), lambda route: route.abort())
        self.bare = bare.new_page()

    def close(self) -> None:
        self.page.context.close()
        self.bare.context.close()

    def look(self, path: str, status: int = 200, *, closely: bool = True, first: bool = True) -> None:
        """Visits one page and looks at it in every way; else only at what longer words can change of it.

        ``first``: of its kind. Its colours, and where Tab goes in it, are those of the others: no page has a style or
        an order of its own (``inert`` and ``order`` look for them on each), and where focus is seen is asked of each.
        """
        self._path, page = path, self.page
        page.emulate_media(media="screen", color_scheme="light")
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = page.goto(self._root + path)
        if answer is None or answer.status != status:
            self._add("status", [str(answer and answer.status)])
        top, *more = path.split("/")
        language = top if more and len(top) == 2 else ""
        if language:
            self._wrong("language", "", language)
        self._wrong("inert")
        self._wrong("motion")
        for width in WIDTHS if closely else WIDTHS[:1]:
            page.set_viewport_size({"width": width, "height": 800})
            for each in ("width", "overlaps", "text"):
                self._wrong(each, f"{width} px")
        if not closely:
            return
        self._spaced(page)
        if first and (not language or more == ["index.html"]):
            self._dark(page)
        self._barriers(page)
        if first:
            self._keyboard(page)
        self._wrong("order")
        self._paper(page)
        self._unstyled(page)
        if Path(path).name == "index.html":
            self._bare(path)

    def _spaced(self, page: Page) -> None:
        """As people who read with difficulty set their text: twice as large, then with more room around it."""
        page.set_viewport_size({"width": WIDTHS[0] * 2, "height": 800})
        for text in LARGE, SPACED:
            page.evaluate("text => look.restyle(text)", text)
            for each in ("width", "overlaps"):
                self._wrong(each, "large" if text is LARGE else "spaced")
        page.evaluate("look.restyle('')")

    def _dark(self, page: Page) -> None:
        """What colours and a wide screen can change of axe-core's rules. No colour is a language's own."""
        page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
        page.emulate_media(color_scheme="dark")
        self._wrong("barriers", "dark", None, ["color-contrast", "target-size"])
        page.emulate_media(color_scheme="light")

    def _barriers(self, page: Page) -> None:
        """All that axe-core knows, on the narrowest screen."""
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        self._wrong("barriers", "light", TAGS, None)

    def _keyboard(self, page: Page) -> None:
        """Tab from the top to the end and beyond, then the skip link."""
        count = page.evaluate("look.keys()")
        for _ in range(count + 1):
            page.keyboard.press("Tab")
        self._wrong("stepped")
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.focus(".skip")
        page.keyboard.press("Enter")
        self._wrong("skipped")

    def _paper(self, page: Page) -> None:
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 900})
        for each in ("width", "overlaps", "print"):
            self._wrong(each, "paper")

    def _unstyled(self, page: Page) -> None:
        page.emulate_media(media="screen")
        page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
        for each in ("overlaps", "text"):
            self._wrong(each, "without style")

    def _bare(self, path: str) -> None:
        """As it comes where scripts are off and the style sheet does not arrive; and as a PDF."""
        if not self.page.pdf(format="A4").startswith(b"%PDF-"):
            self._add("pdf", ["is no PDF"])
        self.bare.goto(self._root + path)
        self.bare.evaluate(LOOKING.read_text())
        for each in ("overlaps", "text"):
            self._add(f"{each} of the bare page", self.bare.evaluate(f"look.{each}()"))

    def _wrong(self, check: str, where: str = "", *given: Any) -> None:
        self._add(f"{check} {where}".strip(), self.page.evaluate(f"given => look.{check}(...given)", [*given]))

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
        """What was not loaded, but for the icon, for which a browser that goes on to the next page does not wait."""
        if "ERR_ABORTED" not in why or not url.endswith("/icon.svg"):
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
    """The pages to be looked at in every way: all of the group's own language, and of each other one of each kind.

    A language changes the words of a page, and neither its frame nor its style.
    """
    return {path for path in paths if len(path.partition("/")[0]) != 2} | firsts(paths)


def firsts(paths: list[str]) -> set[str]:
    """Of each language one page of each kind."""
    kinds: dict[tuple[str, str], str] = {}
    for path in paths:
        language, slash, rest = path.partition("/")
        if not slash or len(language) != 2:
            language, rest = "", path
        folder, _, name = rest.rpartition("/")
        kinds.setdefault((language, folder or name), path)
    return {*kinds.values()}
