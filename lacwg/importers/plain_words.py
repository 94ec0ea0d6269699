"""HTML that calendars and web sites put into descriptions, as plain text."""

from __future__ import annotations

import html
import re
from typing import Final

from lacwg.text.addresses import email_fault
from lacwg.text.links import is_web

_TAG: Final = re.compile(
    r"</?(?:a|b|body|br|div|em|h[1-6]|head|html|i|li|ol|p|script|span|strong|style|table|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ELEMENT: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+|!|\?)([^<>]*+)>")
_HREF: Final = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_PARAGRAPHS: Final = dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"), "\n\n")
_BEFORE: Final = {**_PARAGRAPHS, **dict.fromkeys(("br", "div", "tr", "pre"), "\n"), "li": "\n- "}
_AFTER: Final = {**_PARAGRAPHS, "div": "\n"}
ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|nbsp|hellip|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_SILENT: Final = frozenset(("script", "style", "head", "title"))


def has_markup(text: str) -> bool:
    """Whether a text is meant as HTML."""
    return "<" in text and _TAG.search(text) is not None


def without_entities(text: str) -> str:
    """A text with the signs that sites write as ``&#8211;`` and ``&nbsp;`` in plain texts too."""
    return html.unescape(text).replace("\xa0", " ") if "&" in text and ENTITY.search(text) else text


def from_html(text: str) -> str:
    """What HTML says: paragraphs, lists as lines with a hyphen, links with their address behind them.

    In one pass: Python's own parser takes minutes over tags that are never closed.
    """
    reader, at = _Reader(), 0
    text = _without_comments(text)
    for match in _ELEMENT.finditer(text):
        reader.say(text[at : match.start()])
        at = match.end()
        if match[1]:
            reader.end(match[2].lower())
        else:
            reader.start(match[2].lower(), match[3])
    reader.say(text[at:])
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join([*kept, text[at:]]) if kept else text


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._silent = 0
        self._link: str | None = None
        self._link_from = 0

    def start(self, tag: str, attributes: str) -> None:
        """A tag begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BEFORE:
            self.pieces.append(_BEFORE[tag])
        elif tag == "a":
            match = _HREF.search(attributes)
            self._link = html.unescape(match[1] or match[2] or match[3] or "").strip() if match else None
            self._link_from = len(self.pieces)

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _AFTER:
            self.pieces.append(_AFTER[tag])
        elif tag == "a" and self._link is not None:
            said = "".join(self.pieces[self._link_from :])
            href = self._link.removeprefix("mailto:")
            # of javascript: and the like nothing is kept
            if href not in said and (is_web(href) or email_fault(href) is None):
                self.pieces.append(f" ({href})" if said.strip() else href)
            self._link = None

    def say(self, text: str) -> None:
        """What stands between two tags."""
        if text and not self._silent:
            self.pieces.append(html.unescape(text))
