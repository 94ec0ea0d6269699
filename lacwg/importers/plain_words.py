"""HTML that calendars and web sites put into descriptions, as plain text; and text without what harms."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TAG: Final = re.compile(
    r"</?(?:a|b|body|br|div|em|h[1-6]|head|html|i|li|ol|p|script|span|strong|style|table|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PARAGRAPHS: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"))
_LINES: Final = frozenset(("br", "div", "tr", "li", "pre"))
_SILENT: Final = frozenset(("script", "style", "head", "title"))


def clean(text: str) -> str:
    """Text of several lines without control characters and without blanks around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text if text.isprintable() else _CONTROL.sub("", text)).strip()


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())


def has_markup(text: str) -> bool:
    """Whether a text is meant as HTML."""
    return "<" in text and _TAG.search(text) is not None


def from_html(text: str) -> str:
    """What HTML says: paragraphs, lists as lines with a hyphen, links with their address behind them."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._link: str | None = None
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n- " if tag == "li" else "\n")
        elif tag == "a":
            self._link, self._link_from = dict(attrs).get("href"), len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag == "div":
            self.pieces.append("\n")
        elif tag == "a" and self._link is not None:
            said = "".join(self.pieces[self._link_from :])
            href = self._link.removeprefix("mailto:").strip()
            # of javascript: and the like nothing is kept
            if href not in said and re.match(r"https?://|[^:]+@", href):
                self.pieces.append(f" ({href})" if said.strip() else href)
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
