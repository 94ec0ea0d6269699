"""Lines as iCalendar and vCard fold them (RFC 5545, 3.1; RFC 6350, 3.2)."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 74
"""Octets of a line, without its end: the RFCs allow 75, and some readers count one more."""


def folded(line: str) -> bytes:
    r"""A content line in UTF-8, broken into lines of at most ``LONGEST`` octets; each further one begins with a blank.

    No character is broken, and no escape: neither ``\\n`` (RFC 5545, 3.3.11) nor ``^n`` (RFC 6868).
    """
    data = line.encode()
    if len(data) <= LONGEST:
        return data
    parts = []
    start, size = 0, len(data)
    while size - start > LONGEST:
        end = start + LONGEST
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if data[end - 1] in b"\\^" and end - 1 > start:
            end -= 1
        parts.append(data[start:end])
        start = end
    parts.append(data[start:])
    return b"\r\n ".join(parts)
