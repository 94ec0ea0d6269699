"""Every page of the site in Debian's Chromium: at five widths, in the dark, by keyboard, on paper, without style."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import serving
from building import Site, sites

playwright = (pytest.importorskip if not serving.REQUIRED else __import__)("playwright.sync_api")
import browsing  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

PARTS = {"own": 1, "full": 2, "bare": 1, "many": 1}
"""In how many parts the pages of a site are looked at, so that processes share them evenly."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    return sites(tmp_path_factory)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all; it goes with the module, as its event loop would be in the way of other tests'."""
    if serving.CHROMIUM is None or not serving.AXE.exists():
        missing = "not installed: Debian's chromium, or axe-core (npm ci --prefix tests/browser)"
        (pytest.fail if serving.REQUIRED else pytest.skip)(missing)
    with sync_playwright() as driver:
        launched = browsing.launched(driver)
        yield launched
        launched.close()


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, of in PARTS.items() for number in range(of)])
def test_nothing_is_in_anybodys_way(built: dict[str, Site], browser: Browser, name: str, number: int) -> None:
    site = built[name]
    with serving.served(site.folder, site.base) as root:
        visitor = browsing.Visitor(browser, root, usual=name in ("own", "many"))
        paths = browsing.pages(site.folder)
        if name == "many":  # three hundred pages of one kind, and words that the other sites have
            paths = [
                path for path in paths if path in browsing.firsts(paths) or (path[2] != "/" and "gathering" not in path)
            ]
        closely, firsts = browsing.closely(paths), browsing.firsts(paths)
        if name != "full":  # whose pages have all that the others' have but for their number
            closely, firsts = firsts, firsts & {"index.html", "calendar.html", "events.html"}
        for path in paths[number :: PARTS[name]]:
            visitor.look(path, closely=path in closely, first=path in firsts)
        if number == 0:
            visitor.look("nothing-here.html", status=404)
            if site.base != "/":  # a site that knows its address finds its way home from any depth
                visitor.look("nothing/stands/here.html", status=404)
        visitor.close()
    assert not visitor.found, "\n".join(visitor.found)


def test_the_next_dates_stand_in_a_page_of_another_origin(
    built: dict[str, Site], browser: Browser, tmp_path: Path
) -> None:
    site, widths = built["full"], (280, 800)
    (tmp_path / "404.html").touch()
    with serving.served(site.folder, site.base) as root, serving.served(tmp_path) as other:
        (tmp_path / "index.html").write_text(
            "<script>addEventListener('message', each => { for (const frame of document.querySelectorAll('iframe'))"
            " if (frame.contentWindow === each.source) frame.height = each.data['lacwg-height'] })</script>"
            + "".join(
                f"<iframe title=dates width={width} height=50 style='border:0' src='{root}embed.html'></iframe>"
                for width in widths
            )
        )
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(other)
        page.wait_for_function("[...document.querySelectorAll('iframe')].every(each => each.height > 100)")
        for frame, width in zip(page.frames[1:], widths, strict=True):
            assert frame.locator("li").count() == 5
            assert frame.evaluate("[innerWidth, document.scrollingElement.scrollWidth]") == [width, width]
            assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
            assert frame.evaluate("document.scrollingElement.scrollHeight - innerHeight") == 0
        page.close()


FAULTS = {
    "width": {
        "<p style='width: 900px'>wide</p>": "width 320 px: is 9",
        "<div style='overflow: hidden; width: 9rem; white-space: nowrap'>cut off, as it has no room</div>": "is cut off",
        "<p style='margin-bottom: -2em'>below</p><p>above</p>": "lies on other text",
        "<p style='display: none'>hidden</p>": "text 320 px: shows",
        "<p style='width: 36rem'>wide where it is large</p>": "width large: is",
        "<div style='width: 5.5rem; height: 1.6em'>of a length</div><div>that just fits</div>": "overlaps spaced",
    },
    "barriers": {
        "<p style='color: light-dark(#000, #333)'>dim in the dark</p>": "barriers dark: color-contrast",
        "<p style='color: #999'>dim</p>": "barriers light: color-contrast",
        "<img src='x.png' width='9' height='9'>": "image-alt",
        "<h5>deep</h5>": "heading-order",
        "<p lang='xx-nothing'>a</p>": "valid-lang",
        "<style>.b { display: block; font-size: 6px }</style>": "",
        "<div><a class='b' href='x.png?1'>b</a><a class='b' href='x.png?2'>c</a></div>": "target-size",
    },
    "sight": {
        "<style>header { height: 99px }</style>": "sight 390 px: has a head of",
        "<style>.columns { display: block !important }</style>": "has the wrong number of columns",
        "<style>.card { padding-top: 900px !important }</style>": "is not in sight, as it ends at",
        "<a href='x.png?7' class='u'>a</a><style>.u { text-decoration: none }</style>": "is known by its colour alone",
    },
    "loading": {
        "<p style='transition: all 3s'>a</p>": "motion: moves",
        "<p onclick='x()'>a</p>": "is not inert",
        "<script>x()</script>": "console: ",
        "<img alt='x' src='http://elsewhere.example/x.png'>": "asks elsewhere",
        "<img alt='x' src='gone.png'>": "status: 404",
    },
    "keyboard": {
        "<p>a <a href='#content' style='outline: none'>b</a></p>": "no mark of focus",
        "<p>a <a href='#content' style='outline-color: var(--ground)'>b</a></p>": "hardly seen",
        "<p>a <a href='x.png' style='position: absolute; top: -99px'>b</a></p>": "focus outside the screen",
        "<table class='month'><tr><td><a href='#gone'>9</a></td></tr></table>": "a day of the grid does not bring",
    },
    "order": {
        "<p>a <a href='#content' tabindex='5'>b</a></p>": "Tab 1 goes to",
        "<p>a <a href='x.png?5' tabindex='1'>c</a></p>": "order: has a place of its own",
        "<p style='color: #eee'>a</p>": "order: has a style of its own",
        "<p>a <a href='x.png?6' style='outline: none'>d</a></p>": "order: has no mark of focus",
    },
    "paper": {
        "<style>@media print { .h { display: none } }</style><p class='h'>a</p>": "is not printed whole",
        "<style>@media print { .pages, nav { display: block !important } }</style>": "is printed",
        "<style>@media print { .w { width: 50rem } }</style><p class='w'>a</p>": "width paper: is",
    },
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_is_in_the_way_is_found(built: dict[str, Site], browser: Browser, tmp_path: Path, kind: str) -> None:
    page = (built["bare"].folder / "index.html").read_text()
    (tmp_path / "style.css").write_bytes((built["bare"].folder / "style.css").read_bytes())
    (tmp_path / "x.png").write_bytes(b"")
    (tmp_path / "404.html").write_text("gone")
    (tmp_path / "page.html").write_text(page.replace("</main>", f"{''.join(FAULTS[kind])}</main>"))
    with serving.served(tmp_path) as root:
        visitor = browsing.Visitor(browser, root, usual=True)
        visitor.look("page.html")
        visitor.close()
    missed = [(fault, said) for fault, said in FAULTS[kind].items() if not any(said in each for each in visitor.found)]
    assert not missed, "\n".join(visitor.found)
