"""Workbooks: rows of text out of Excel's ``.xlsx``, read by openpyxl where that is installed; others are refused.

What a file is, is known by the names of the parts inside it, never by its own: it may come through a pipe.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shlex
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from lacwg.errors import LacwgError, Where
from lacwg.schedule.span import has_hour
from lacwg.text.english import listed

MOST_UNPACKED: Final = 64 << 20
"""Bytes of all parts of a workbook together."""
MOST_COLUMNS: Final = 200
_KEPT: Final = 100_200
"""Rows; a few more than are taken over, so that who goes through them tells that there are too many."""
_MOST_EMPTY: Final = 10_000
"""Empty rows one after the other, behind which nothing is looked for: a sheet may have a million of them."""
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_AS_CSV: Final = 'in Excel: File > Save As > "CSV UTF-8"'
_OTHERS: Final = {
    "xl/workbook.bin": ("Excel's binary form (.xlsb)", f"save it as .xlsx; or {_AS_CSV}"),
    "Index/Document.iwa": ("Apple Numbers", "in Numbers: File > Export To > CSV"),
    "word/document.xml": ("a Word document", "only tables of spreadsheets are read: copy it into one"),
    "content.xml": (
        "OpenDocument (.ods)",
        'in LibreOffice: File > Save As > "Text CSV (.csv)", character set Unicode (UTF-8); or save it as .xlsx',
    ),
}
"""By a part of it that tells: what else is an archive, and how it is saved as what can be read."""


Sheet = tuple[Iterator[tuple[int, list[str]]], list[str]]
"""The rows of a sheet, each with its number and the text of its cells, all as many; and what people must know."""


def is_workbook(data: bytes) -> bool:
    """Whether a file is no text but a workbook, or an archive of any kind."""
    return data.startswith((_ZIP, _OLE))


def read(data: bytes, name: str, weight: Callable[[str], int]) -> Sheet:
    """The sheet whose heading says most. Raises ``LacwgError`` for what is no workbook that can be read."""
    _refuse_others(data, name)
    try:
        import openpyxl
    except ImportError:
        raise LacwgError(
            "to read a workbook, openpyxl is needed, which is not installed",
            where=Where(name),
            hint=f"install it: {shlex.quote(sys.executable)} -m pip install openpyxl\nor {_AS_CSV}",
        ) from None
    try:
        with warnings.catch_warnings(action="ignore"):  # what it says of styles and the like is no concern of ours
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return _best(book, name, weight)
    except Exception as error:  # a file may be broken in any way, and openpyxl fails in as many
        raise LacwgError(
            "this workbook cannot be read", where=Where(name), hint=f"it may be damaged; open it, and {_AS_CSV}"
        ) from error


def _refuse_others(data: bytes, name: str) -> None:
    """Raises ``LacwgError`` for archives that are no ``.xlsx``, and for one that is too large when it is unpacked."""
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what = "has a password" if locked else "is an old one (.xls)"
        hint = "open it, and save it without" if locked else f"open it, and save it as .xlsx; or {_AS_CSV}"
        raise LacwgError(f"this workbook {what}", where=Where(name), hint=hint)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {each.filename: each.file_size for each in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise LacwgError(
            "this workbook is damaged, or not there as a whole", where=Where(name), hint="get it once more"
        ) from None
    if "xl/workbook.xml" not in parts:
        what, hint = next((_OTHERS[each] for each in _OTHERS if each in parts), ("a zip archive", "unpack it first"))
        raise LacwgError(f"this is {what}, which is not read", where=Where(name), hint=hint)
    if sum(parts.values()) > MOST_UNPACKED:
        raise LacwgError(
            f"this workbook is larger than {MOST_UNPACKED >> 20} MiB when it is unpacked",
            where=Where(name),
            hint=f"import it in parts; or {_AS_CSV}",
        )


def _best(book: Any, name: str, weight: Callable[[str], int]) -> Sheet:
    """Of the sheets that are not hidden the one with the row that says most among its first ones."""
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    for each in shown:
        each.reset_dimensions()  # which programs write wrongly
    weights = [max((sum(map(weight, row)) for _, row in islice(_rows(each), 20)), default=0) for each in shown]
    best = shown[weights.index(max(weights))] if shown else None
    rows = [] if best is None else list(islice(_rows(best), _KEPT))
    width = max((len(cells) for _, cells in rows), default=0)
    padded = ((number, cells + [""] * (width - len(cells))) for number, cells in rows)
    others = [f'"{each.title}"' for each, much in zip(shown, weights, strict=True) if each is not best and much]
    notes = [f'{name}: only its sheet "{best.title}" is read, not {listed(others)}'] if best and others else []
    return padded, notes


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers, and without what is empty at their ends."""
    last = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        cells = ["" if cell.value is None else _text(cell.value, cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            last = number
            yield number, cells
        elif number - last > _MOST_EMPTY:
            return


def _text(value: Any, cell: Any) -> str:
    """What a cell holds, as it is read from a text too: days as 2026-12-03, hours as 19:00."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, dt.time):
        return value.isoformat("seconds").removesuffix(":00")
    if isinstance(value, dt.date):
        return _moment(value, cell.number_format or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))


_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL: Final = re.compile(r'"[^"]*+"?|\\.|\[[^\]]*+\]?')


def _moment(value: dt.date, pattern: str) -> str:
    """A day with its hour, if it has or shows one; the hour alone where no day is shown."""
    if not has_hour(value):
        return value.isoformat()
    value = (value + dt.timedelta(seconds=0.5)).replace(microsecond=0)
    letters = _LITERAL.sub("", pattern.partition(";")[0]).lower()
    hour = value.time().isoformat().removesuffix(":00")
    if "h" in letters and not {"d", "y"} & set(letters):
        return hour
    return f"{value.date()} {hour}" if "h" in letters or value.time() != dt.time() else value.date().isoformat()
