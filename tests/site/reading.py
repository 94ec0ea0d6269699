"""What the tests read off built pages."""

from __future__ import annotations

import re
import warnings
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib


def parsed(page: bytes | str) -> Element:
    """A page's tree. Raises where it is not HTML that a strict parser accepts."""
    text = page.decode() if isinstance(page, bytes) else page
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def text_of(page: bytes) -> str:
    """What people read on a page, with single blanks."""
    body = parsed(page).find(".//body")
    assert body is not None
    return " ".join("".join(body.itertext()).split())


def links(page: bytes) -> list[str]:
    """Every address that a page names for a browser to follow or to load."""
    return [
        element.attrib[name]
        for element in parsed(page).iter()
        for name in ("href", "src", "srcset", "action", "data", "poster")
        if name in element.attrib
    ]


def target(path: str, link: str) -> str | None:
    """The file that a relative link on the page ``path`` means; None for one that leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return path
    found: list[str] = []
    for part in (PurePosixPath(path).parent / unquote(parts.path)).parts:
        if part == "..":
            found.pop()  # fails for what leads out of the site
        else:
            found.append(part)
    return "/".join(found)


def headings(page: bytes) -> list[int]:
    """The levels of a page's headings, in order."""
    return [
        int(each.tag[1])
        for each in parsed(page).iter()
        if isinstance(each.tag, str) and re.fullmatch(r"h[1-6]", each.tag)
    ]
