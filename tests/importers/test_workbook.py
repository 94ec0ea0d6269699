"""Workbooks: Excel's own files as openpyxl writes them, and files that are no such thing, or mean harm."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, tree

from lacwg.errors import LacwgError
from lacwg.importers.spreadsheet import columns, grid, workbook

try:
    import openpyxl
except ImportError:
    openpyxl = None

if os.environ.get("LACWG_PEERS") == "required":
    assert openpyxl is not None
needs_openpyxl = pytest.mark.skipif(openpyxl is None, reason="openpyxl is not installed: .[spreadsheets]")


def made(*rows: list[Any], formats: dict[str, str] | None = None, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with these rows in its first sheet; ``formats`` by cell."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, pattern in (formats or {}).items():
        book.active[cell].number_format = pattern
    if change is not None:
        change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def archive(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)
    return kept.getvalue()


def cells(data: bytes) -> list[list[str]]:
    return [row for _, row in workbook.read(data, "plan.xlsx", columns.weight)[0]]


@needs_openpyxl
@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (dt.date(2026, 12, 3), "yyyy-mm-dd", "2026-12-03"),
        (dt.datetime(2026, 12, 3), "DD/MM/YYYY", "2026-12-03"),
        (dt.datetime(2026, 12, 3), 'd\\ "de" mmmm', "2026-12-03"),
        (dt.datetime(2026, 12, 3), "[$-C0A]d mmm", "2026-12-03"),
        (dt.datetime(2026, 12, 3), "m/d/yyyy h:mm", "2026-12-03 00:00"),
        (dt.datetime(2026, 12, 3, 19, 30), "m/d/yyyy h:mm", "2026-12-03 19:30"),
        (dt.datetime(2026, 12, 3, 19, 30), "m/d/yyyy", "2026-12-03 19:30"),
        (dt.datetime(2026, 12, 3, 19, 30, 15), "m/d/yyyy", "2026-12-03 19:30:15"),
        (dt.datetime(2026, 12, 3, 19, 30), "h:mm AM/PM", "19:30"),  # the day is not seen
        (dt.datetime(2026, 12, 3, 19, 30), '[$-es-ES]HH"h"MM', "19:30"),
        (dt.time(19, 0), "h:mm", "19:00"),
        (dt.time(9, 5, 30), "h:mm:ss", "09:05:30"),
        (0.7916666666, "h:mm", "19:00"),
        (46359 + 2 / 3, "d/m/yyyy h:mm", "2026-12-03 16:00"),
        (dt.timedelta(hours=21, minutes=30), "[h]:mm", "21:30"),
        (7, "General", "7"),
        (7.5, "0.0", "7.5"),
        (True, "General", "TRUE"),
        ("Café_x000D_\n", "General", "Café\r\n"),
        ("  as it is ", "@", "  as it is "),
    ],
)
def test_a_cell_is_read_as_what_it_is(value: object, pattern: str, text: str) -> None:
    assert cells(made([value], formats={"A1": pattern})) == [[text]]


@needs_openpyxl
def test_days_count_from_where_the_workbook_has_them_begin() -> None:
    def since_1904(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert cells(made([dt.datetime(2026, 12, 3, 19)], change=since_1904)) == [["2026-12-03 19:00"]]


@needs_openpyxl
def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    data = made(["title", "start"], [], [None, ""], ["A", dt.date(2026, 12, 3), None], ["B"])
    found = grid.read(data, "plan.xlsx", columns.weight)
    assert found.headings == ["title", "start"]
    assert [(row.line, row.cells) for row in found.rows] == [(4, ["A", "2026-12-03"]), (5, ["B", ""])]


@needs_openpyxl
def test_the_sheet_that_has_events_is_read_and_hidden_ones_are_not() -> None:
    def more(book: Any) -> None:
        plan, old, _ = book.create_sheet("Plan"), book.create_sheet("Old"), book.create_sheet("Empty")
        for sheet in (plan, old):
            sheet.append(["What", "to do"])
            sheet.append(["Title", "Start", "Place"])
            sheet.append([f"{sheet.title} film", "2026-12-03"])
        old.sheet_state = "hidden"

    rows, notes = workbook.read(made(["Dear all, here is the plan"], change=more), "plan.xlsx", columns.weight)
    assert list(rows)[2][1] == ["Plan film", "2026-12-03", ""]
    assert notes == ['plan.xlsx: only its sheet "Plan" is read, not "Sheet"']


@needs_openpyxl
def test_a_workbook_and_the_same_rows_as_text_give_the_same_events(data: Path, run: Run) -> None:
    Path("plan.csv").write_text(
        "Title,Start date,Start time,End time,Location\n"
        "Film,2026-12-03,19:00,21:00,Library\n"
        "Day of action,2026-12-05,,,\n"
        "Talk,2027-03-14,2:30,,\n"
    )
    Path("plan").write_bytes(  # its name says nothing
        made(
            ["Title", "Start date", "Start time", "End time", "Location"],
            ["Film", dt.date(2026, 12, 3), dt.time(19), dt.datetime(1900, 1, 1, 21), "Library"],
            ["Day of action", dt.date(2026, 12, 5)],
            ["Talk", dt.date(2027, 3, 14), dt.time(2, 30)],
            formats={"D2": "h:mm"},
        )
    )
    as_text = run("import", "csv", "plan.csv", "--dry-run", "--json").json
    as_book = run("import", "csv", "plan", "--dry-run", "--json").json
    assert str(as_book).replace("plan, line", "plan.csv, line") == str(as_text)
    assert len(as_book["new"]) == 2
    assert [each["source"] for each in as_book["skipped"]] == ["plan, line 4"]  # 2:30 is jumped over that night
    assert run("import", "csv", "plan").code == 0
    shown = run("events", "show", "film", "--json").json
    assert (shown["start"], shown["end"]) == ("2026-12-03T19:00:00-05:00", "2026-12-03T21:00:00-05:00")
    assert run("import", "csv", "plan").out.startswith("Skipped")
    assert "2 the same" in run("import", "csv", "plan").out


@needs_openpyxl
def test_a_workbook_may_come_through_a_pipe(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(made(["Title", "Start"], ["Film", dt.datetime(2026, 12, 3, 19)])))
    monkeypatch.setattr("sys.stdin", piped)
    assert run("import", "csv", "-", "--plain").lines[0][1:3] == ["2026-12-03-film", "2026-12-03T19:00:00"]


@needs_openpyxl
def test_a_workbook_as_it_is_written_by_hand(data: Path, run: Run) -> None:
    """Without dimensions, styles and shared strings, as small programs write it; and cut off."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def small(sheet: str) -> bytes:
        return archive(
            **{
                "[Content_Types].xml": (
                    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                    f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                    f'<Override PartName="/xl/a.xml" ContentType="{kind}.worksheet+xml"/></Types>'
                ).encode(),
                "_rels/.rels": (
                    f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument" '
                    'Target="xl/workbook.xml"/></Relationships>'
                ).encode(),
                "xl/_rels/workbook.xml.rels": (
                    f'<Relationships xmlns="{relations}"><Relationship Id="s" Type="{office}/worksheet" '
                    'Target="a.xml"/></Relationships>'
                ).encode(),
                "xl/workbook.xml": (
                    f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="s"/>'
                    "</sheets></workbook>"
                ).encode(),
                "xl/a.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>'.encode(),
            }
        )

    def cell(at: str, text: str) -> str:
        return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'

    whole = "".join(
        [
            f'<dimension ref="A1"/><sheetData><row r="1">{cell("A1", "Title")}{cell("B1", "Start")}</row>',
            f'<row r="3">{cell("A3", "Film")}{cell("B3", "2026-12-03 19:00")}</row></sheetData>',
        ]
    )
    assert cells(small(whole)) == [["Title", "Start"], ["Film", "2026-12-03 19:00"]]
    far = f'<sheetData><row r="999999999999">{cell("A1", "Title")}</row></sheetData>'
    wide = f'<sheetData><row r="1">{cell("XFD1", "Title")}</row></sheetData>'
    for sheet, said in ((far, "nothing in this"), (whole[:200], "cannot be read"), (wide, "nothing in this")):
        Path("x.xlsx").write_bytes(small(sheet))
        before = tree(data)
        refused = run("import", "csv", "x.xlsx")
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith("error: x.xlsx: ")
        assert said in refused.err
        assert tree(data) == before


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old one (.xls)", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password", "save it without"),
        (archive(**{"mimetype": b"", "content.xml": b"<x/>"}), "OpenDocument (.ods)", "Text CSV (.csv)"),
        (archive(**{"xl/workbook.bin": b""}), "Excel's binary form (.xlsb)", "save it as .xlsx"),
        (archive(**{"Index/Document.iwa": b""}), "Apple Numbers", "Export To > CSV"),
        (archive(**{"word/document.xml": b""}), "a Word document", "copy it"),
        (archive(**{"events.csv": b"Title,Start\n"}), "a zip archive", "unpack it"),
        (b"PK\x03\x04....", "damaged", "once more"),
        (archive(**{"xl/workbook.xml": bytes(65 << 20)}), "larger than 64 MiB when it is unpacked", "in parts"),
    ],
)
def test_what_is_no_workbook_that_can_be_read(data: bytes, said: str, hint: str) -> None:
    with pytest.raises(LacwgError) as refused:
        grid.read(data, "plan.ods", columns.weight)
    assert said in refused.value.message
    assert hint in str(refused.value.hint)
    assert str(refused.value.where) == "plan.ods"


def test_without_openpyxl_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(LacwgError) as refused:
        grid.read(archive(**{"xl/workbook.xml": b""}), "plan.xlsx", columns.weight)
    assert "openpyxl is needed" in refused.value.message
    assert f"install it: {sys.executable} -m pip install openpyxl" in str(refused.value.hint)
    assert "CSV UTF-8" in str(refused.value.hint)
