"""Which characters are drawn by the fonts that come with typst: others are not asked, so that sheets are alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from lacwg.text.controls import escape_controls

_DRAWN: Final = (
    "20-7e a0-34e 350-377 37a-37f 384-38a 38c 38e-3a1 3a3-4ff 510-513 51a-51d 531-556 559-58a 591-5c7 5d0-5ea"
    " 5ef-5f4 60c 615 61b 61f 621-63a 640-655 660-66d 674 679-67b 67e-680 683-684 686-687 691 698 6a4 6a9 6af 6be"
    " 6cc 6f0-6f9 10d0-10ff 1d00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f5f-1f7d 1f80-1fb4 1fb6-1fc4"
    " 2000-200a 200e-2027 202f-2037 2039-203f 2044 2060 2070-2071 2074-208e 2090-209c 20a0-20c0 2100-2103 2109 2113"
    " 2116-2117 2120 2122 2126 2150-2151 2153-215f 2190-2199 21d0-21d5 2200-2220 2248 2260-2265 2500-2600 2605-2606"
    " 2610-2612 2639-263b 2660-2667 2669-266f 2701-2704 2706-2709 270c-2727 2729-274b 2761-2767 2794 2c60-2c71"
    " fb00-fb06"
)
"""In Unicode's own numbers: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, and signs."""
INSTEAD: Final = "□"
_UNSEEN: Final = "[\xad\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]"
"""What says how its neighbours look: without it they are drawn all the same."""
_OTHERS: Final = re.compile(
    f"[^\\n\\t{''.join('-'.join(chr(int(end, 16)) for end in each.split('-')) for each in _DRAWN.split())}]+"
    .replace(" -~", r"\x20-~")
)  # fmt: skip


def drawn(text: str, missing: dict[str, None]) -> str:
    """The text as fonts draw it; ``missing`` gets what they do not, for which ``INSTEAD`` stands.

    Letters that are written as signs of mathematics, as social networks have them, become plain ones.
    """
    if text.isascii() and text.isprintable():
        return text
    return _OTHERS.sub(
        lambda match: _instead(match[0], missing),
        re.sub(_UNSEEN, "", unicodedata.normalize("NFC", escape_controls(text))),
    )


def _instead(text: str, missing: dict[str, None]) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if not _OTHERS.search(plain):
        return plain
    missing[text] = None
    return INSTEAD
