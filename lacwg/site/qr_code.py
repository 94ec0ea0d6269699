"""A QR code (ISO/IEC 18004) as a picture for paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.text.controls import escape_markup, one_line

QUIET: Final = 4
"""The white modules around a code, as the standard asks for."""


def svg(text: str, title: str) -> str:
    """The code of a text as an SVG file, which may also stand within a page; ``title`` says what it is.

    Black on white whatever is around it, with its quiet zone, and a millimetre a module: an address of sixty
    characters takes some four centimetres on paper. A fold or a stain does not harm: 15 % of it can be lost
    (level M), or more where a higher level takes no more room. The same text gives the same bytes.
    Raises ``LacwgError`` for a text that no code can hold: more than 2,331 bytes.
    """
    import segno
    from segno.encoder import DataOverflowError

    try:
        code = segno.make(text, error="m", micro=False)
    except DataOverflowError:
        raise LacwgError(
            f"the address is too long for a QR code: {len(text.encode())} bytes",
            hint="a code holds 2,331 bytes; use a shorter address",
        ) from None
    side = len(code.matrix) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{side}mm" height="{side}mm"'
        f' viewBox="0 0 {side} {side}" shape-rendering="crispEdges">\n'
        f"<title>{escape(escape_markup(one_line(title)))}</title>\n"
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>\n'
        f'<path fill="#000" d="{"".join(_bars(code.matrix))}"/>\n'
        "</svg>\n"
    )


def _bars(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    """The dark modules, those side by side as one bar."""
    for row, modules in enumerate(matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                yield f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
            column += length
