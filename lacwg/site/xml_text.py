"""Text as an XML file may hold it."""

from __future__ import annotations

from lacwg.text.controls import escape_markup, with_line_feeds


def xml_text(text: str, *, lines: bool = True) -> str:
    r"""A text with nothing for a reader to obey, and no character that XML does not know; not escaped yet.

    Line ends become ``\n``; without ``lines``, all stands on one.
    """
    if text.isprintable():
        return text if lines else " ".join(text.split())
    return escape_markup(with_line_feeds(text) if lines else " ".join(text.split()))
