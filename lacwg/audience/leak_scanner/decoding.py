"""Reading what goes out as its readers do."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import unquote_plus

from lacwg.text import content_lines
from lacwg.text.controls import INVISIBLE

_JSON_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
BREAK: Final = re.compile(r"</?(?:p|br|li|ul|ol|div|h\d|t[drh]|table|hr)\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}\s*/?>", re.IGNORECASE)
"""HTML within a text; what has attributes stays, as these may tell something."""
_BLANKS: Final = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": ""}
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_QUOTED: Final = re.compile(r"\S*%[0-9a-fA-F]{2}\S*")
_MARKDOWN: Final = "\\_"
_USUAL_BLANKS: Final = "\n\r\t\xa0\u202f\u2009"
"""What can be seen as a blank, and cannot be printed either."""


def decoded(output: str) -> str:
    r"""What people and programs read out of an output: unfolded, without escapes, entities and percent signs.

    iCalendar and vCard are folded and escaped (RFC 5545, 3.1 and 3.3.11); JSON has ``\uXXXX``; a line of
    CSV has doubled quotes.
    """
    text = output
    if output.startswith("BEGIN:V"):
        text = content_lines.unescaped("\n".join(line for _, line in content_lines.unfolded(text.split("\r\n"))))
    elif "\\" in text and text[:1] in ("{", "["):
        text = _JSON_ESCAPE.sub(_unescaped, text)
        if _SURROGATES.search(text):  # JSON writes a character beyond 16 bits as two
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif "\\_" in text:  # Markdown, or as it stands; every other sign is between words anyway
        text = f"{text}\n{text.replace(_MARKDOWN, '_')}"
    if "<" in text:
        text = BREAK.sub("\n", text)
        bare = _TAG.sub("", text)
        text = text if bare == text else f"{text}\n{bare}"
    if "&" in text:
        text = html.unescape(text)
    if '""' in text:
        text = text.replace('""', '"')
    if "%" in text:
        text += "".join(f"\n{unquote_plus(each)}" for each in _QUOTED.findall(text))
    return INVISIBLE.sub("", text) if _may_hide_something(text) else text


def _may_hide_something(text: str) -> bool:
    """Whether signs that cannot be seen may stand in a text: all of them are such as cannot be printed.

    Asking that takes a tenth of the time of looking for them.
    """
    for blank in _USUAL_BLANKS:
        text = text.replace(blank, "")
    return not text.isprintable()


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _BLANKS.get(match[2], match[2])
