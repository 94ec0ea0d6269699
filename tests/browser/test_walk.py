"""Every link of the built site, followed over HTTP as a static host answers: it leads somewhere, and to all pages."""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import serving
from building import Site, sites

SCHEMES = ("https://", "http://", "webcal://", "mailto:", "data:,", "data:image/")
OURS = re.compile(r"(?:https|webcal)://example\.org/la/")
"""The address that the full site was built for; what is said to stand there stands on the loopback."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    return sites(tmp_path_factory)


class Links(HTMLParser):
    """The addresses that a page names, and the places in it that an address can name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            if name in ("href", "src", "poster", "action", "data") or (name == "content" and OURS.match(value or "")):
                self.links.append(value or "")
            elif name == "srcset":
                self.links += [each.split()[0] for each in (value or "").split(",")]
            elif name == "id":
                self.places.append(value or "")


def get(address: str) -> tuple[int, str, bytes]:
    """The status, the media type and the content that stand at an address."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read()


@pytest.mark.parametrize("name", ["own", "full", "bare"])
def test_links(built: dict[str, Site], name: str) -> None:
    folder, base = built[name]
    wrong: list[str] = []
    with serving.served(folder, base) as root:
        fragments: list[tuple[str, str, str]] = []
        pages: dict[str, Links] = {}
        reached, waiting = {f"{root}index.html"}, [(f"{root}index.html", "")]
        lost = [f"{root}nothing.html"] + [f"{root}nothing/stands/here.html"] * (base != "/")
        waiting += [(address, "") for address in lost]
        while waiting:
            address, source = waiting.pop()
            status, kind, content = get(address)
            if status != (404 if address in lost else 200):
                wrong.append(f"{status} {address} (from {source})")
                continue
            if kind != "text/html":
                continue
            page = pages[address] = Links(content.decode())
            for link in page.links:
                target, fragment = urldefrag(urljoin(address, OURS.sub(root, link)))
                if not target.startswith(root):
                    if not link.startswith(SCHEMES):
                        wrong.append(f"{link} (from {address})")
                    continue
                fragments.append((target, fragment, address))
                if target not in reached and target not in lost:
                    reached.add(target)
                    waiting.append((target, address))
        for target, fragment, source in fragments:
            if fragment and unquote(fragment) not in pages[target].places:
                wrong.append(f"#{fragment} is not in {target} (from {source})")
        files = {unquote(address.removeprefix(root)) for address in reached}
        there = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file()}
        asked_for = ("404.html", "embed.html", "next.json", "sitemap.xml", "robots.txt")  # by others, not by a link
        nobodys = {each for each in there - files if not each.startswith(".") and not each.endswith(asked_for)}
    assert not wrong, "\n".join(wrong)
    assert not nobodys, "no link leads there"
