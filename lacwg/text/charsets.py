"""Bytes of files that come from elsewhere, as text. Pure."""

from __future__ import annotations

import codecs


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file without the mark before it, and what its encoding is called.

    UTF-16 where a mark says so, or where most of every other byte of the beginning are zero; else UTF-8; and what is
    none is as old Windows programs write it, in which any byte is a letter.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "UTF-16"
    for codec, zeros in (("utf-16-be", 0), ("utf-16-le", 1)):
        odd, even = data[zeros:512:2], data[1 - zeros : 512 : 2]
        if len(data) > 8 and odd.count(0) * 4 > len(odd) * 3 and even.count(0) * 10 < len(even):
            return data.decode(codec, "replace"), "UTF-16"
    for codec, name in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "Latin-1"


def decode_as(data: bytes, charset: str) -> str:
    """The text of bytes that are said to be in a charset, which there may not be, or which they may not be in."""
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return decode(data)[0]
