"""Reading what goes out as its readers do."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import unquote_plus

from lacwg.text import content_lines
from lacwg.text.controls import without_invisible

_JSON_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_BREAKING: Final = r"(?:p|br|li|ul|ol|div|h\d|t[drh]|table|hr)\s*/?>"
BREAK: Final = re.compile(rf"</?{_BREAKING}", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}\s*/?>", re.IGNORECASE)
"""HTML within a text; what has attributes stays, as these may tell something."""
_IN_WORDS: Final = r"[\w&#;%\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\U0010ffff]"
"""What is in words, or may be once the text is decoded."""
_INLINE: Final = rf"/?(?!{_BREAKING})[a-z][a-z0-9]{{0,9}}\s*/?>"
_JOINING: Final = re.compile(
    rf"<(?:(?<={_IN_WORDS}<){_INLINE}(?:<{_INLINE})*+(?={_IN_WORDS})"
    rf"|/?(?=[a-z]+[0-9])(?!{_BREAKING})[a-z]+[0-9][a-z0-9]*\s*/?>)",
    re.IGNORECASE,
)
"""Tags that make one word of two when they are taken out, or of which the name would stand among digits."""
_BLANKS: Final = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": ""}
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_MARKDOWN: Final = "\\_"


def decoded(output: str) -> str:
    r"""What people and programs read out of an output: unfolded, without escapes, entities and percent signs.

    iCalendar and vCard are folded and escaped (RFC 5545, 3.1 and 3.3.11); JSON has ``\uXXXX``; a line of
    CSV has doubled quotes.
    """
    text = _unfolded(output)
    if "<" in text:
        text = BREAK.sub("\n", text)
        bare = _TAG.sub("", text)
        text = text if bare == text else f"{text}\n{bare}"
    return _without_signs(text)


def skimmed(output: str) -> str:
    """Much quicker, a text with all words of what is ``decoded``, and more of them; so with all runs of digits."""
    text = _unfolded(output)
    if "<" in text and _JOINING.search(text):
        return decoded(output)
    return _without_signs(text)


def _unfolded(output: str) -> str:
    """An output without what its format puts into lines and texts, but tags."""
    text = output
    if output.startswith("BEGIN:V"):
        text = content_lines.unescaped("\n".join(line for _, line in content_lines.unfolded(text.split("\r\n"))))
    elif "\\" in text and text[:1] in ("{", "["):
        text = _JSON_ESCAPE.sub(_unescaped, text)
        if _SURROGATES.search(text):  # JSON writes a character beyond 16 bits as two
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif _MARKDOWN in text:  # of Markdown, or as it stands; every other sign is between words anyway
        text = f"{text}\n{text.replace(_MARKDOWN, '_')}"
    return text


def _without_signs(text: str) -> str:
    """A text without entities, percent signs and what cannot be seen."""
    if "&" in text:
        text = html.unescape(text)
    if '""' in text:
        text = text.replace('""', '"')
    if "%" in text:
        text += "".join(f"\n{unquote_plus(line)}" for line in text.split("\n") if "%" in line)
    return without_invisible(text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _BLANKS.get(match[2], match[2])
