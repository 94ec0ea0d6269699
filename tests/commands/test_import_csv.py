"""``lacwg import csv``."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from conftest import Run, tree

GOOGLE = """\
Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private
Webinar on Cuba,12/03/2026,7:00 PM,12/03/2026,8:30 PM,False,"Talk
https://us02web.zoom.us/j/8123?pwd=abc",Online,False
LA/CWG monthly meeting,12/09/2026,5:00 PM,,,False,,,False
Conference,12/04/2026,,12/06/2026,,True,,"City Hall, Boston",False
Odd,12/04/2026
"""


def write(data: Path, text: str | bytes, name: str = "in.csv") -> str:
    (data.parent / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def test_import_once_and_again(data: Path, run: Run) -> None:
    name = write(data, GOOGLE)
    before = tree(data)
    planned = run("import", "csv", name, "--dry-run", "--json").json
    assert tree(data) == before
    assert [each["title"] for each in planned["new"]] == ["Webinar on Cuba", "Conference"]
    assert [(each["title"], each["source"]) for each in planned["skipped"]] == [
        ("Odd", "in.csv, line 6"), ("monthly-meeting", "in.csv, line 4"),
    ]  # fmt: skip
    done = run("import", "csv", name)
    assert done.code == 0
    assert done.out.splitlines()[-1] == "2 new, 0 changed, 0 the same, 2 skipped."
    shown = run("events", "show", "webinar-on-cuba", "--json").json
    assert (shown["start"], shown["end"]) == ("2026-12-03T19:00:00-05:00", "2026-12-03T20:30:00-05:00")
    assert shown["description"] == "Talk"
    assert shown["members"] == {"join_url": "https://us02web.zoom.us/j/8123?pwd=abc"}
    after = tree(data)
    assert run("import", "csv", name).out.splitlines()[-1] == "0 new, 0 changed, 2 the same, 2 skipped."
    assert tree(data) == after


def test_our_spreadsheet_comes_back_changed(data: Path, run: Run) -> None:
    run("import", "csv", write(data, GOOGLE))
    run("export", "csv", "--for", "spreadsheet", "-o", "sheet.csv")
    before = tree(data)
    same = run("import", "csv", "sheet.csv", "--json").json
    assert (len(same["same"]), same["new"], same["changed"]) == (2, [], [])
    assert [each["title"] for each in same["skipped"]] == ["monthly-meeting"]
    assert tree(data) == before
    text = (data.parent / "sheet.csv").read_text(encoding="utf-8-sig")
    text = text.replace("2026-12-04,2026-12-06", "2026-12-11,2026-12-13").replace("City Hall", "=Town Hall")
    # as Excel saves it in Germany
    cells = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(cells)
    changed = run("import", "csv", write(data, out.getvalue().encode("cp1252"), "saved.csv"), "--json").json
    assert [(each["id"], each["fields"]) for each in changed["changed"]] == [
        ("2026-12-11-conference", ["when", "place"])
    ]
    assert changed["new"] == []
    webinar = run("events", "show", "webinar-on-cuba", "--json").json
    assert webinar["members"]["join_url"] == "https://us02web.zoom.us/j/8123?pwd=abc"  # the file has no such column
    again = run("export", "csv", "--for", "spreadsheet").out
    assert "'=Town Hall, Boston" in again


def test_any_columns_with_map(data: Path, run: Run) -> None:
    name = write(data, "Was;Wann\nVigil;5.12.2026 12:00\n")
    refused = run("import", "csv", name)
    assert refused.code == 1
    assert 'its columns are: "Was", "Wann"' in refused.err
    assert "Vigil" in run("import", "csv", name, "--map", "Was=title", "--map", "wann=start", "--plain").out
    assert run("events", "show", "vigil", "--json").json["start"] == "2026-12-05T12:00:00-05:00"
    assert run("import", "csv", name, "--map", "Wo=place").code == 2


def test_dates_that_may_be_either(data: Path, run: Run) -> None:
    name = write(data, "Subject,Start Date\nA,3/12/2026\nB,13/12/2026\n")
    before = tree(data)
    refused = run("import", "csv", name)
    assert refused.code == 2
    assert "--dates mdy" in refused.err
    assert tree(data) == before
    assert run("import", "csv", name, "--dates", "dmy").code == 0
    assert run("events", "show", "2026-12-03-a").code == 0


def test_standard_input_and_several_files(data: Path, run: Run) -> None:
    one, two = (
        write(data, "Subject,Start Date\nA,2026-12-03\n", "1.csv"),
        write(data, "Subject,Start Date\nB,2026-12-03\n", "2.csv"),
    )
    assert run("import", "csv", one, two).out == "2 new, 0 changed, 0 the same.\n"


@pytest.mark.parametrize(("text", "said"), [("", "there is nothing"), ("BEGIN:VCALENDAR\n", "lacwg import ics")])
def test_other_files_are_refused(data: Path, run: Run, text: str, said: str) -> None:
    refused = run("import", "csv", write(data, text))
    assert refused.code == 1
    assert said in refused.err
    assert run("import", "csv", "none.csv").code == 1


def test_hostile_rows_are_shown_harmlessly(data: Path, run: Run) -> None:
    name = write(data, 'Subject,Start Date\n"\x1b[31m=cmd\u202e[bold]\r\nx\x00",2026-12-03\n"\x1b]0;x",never\u202e\n')
    planned = run("import", "csv", name, "--dry-run")
    assert planned.code == 0
    assert not set("\x1b\u202e\x00") & set(planned.out + planned.err)
    assert run("import", "csv", name).code == 0
    assert not set("\x1b\u202e\x00") & set(run("events", "list").out)


@pytest.mark.parametrize("reader", ["public", "members"])
@pytest.mark.parametrize("program", ["google", "the-events-calendar", "spreadsheet"])
def test_what_we_exported_changes_nothing(data: Path, run: Run, program: str, reader: str) -> None:
    """Though the file says in one text what a record has in many fields, and in the group's zone."""
    folder = data / "events" / "2026"
    folder.mkdir()
    (folder / "2026-12-03-talk.toml").write_text(
        'title = "Cuba talk"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:00:00\nformat = "online"\n'
        'url = "https://example.org/a"\ndescription = "One\\n\\nTwo <b>"\nissues = ["cuba"]\n'
        '[[speakers]]\nname = "Ana"\nabout = "poet"\n'
        '[members]\njoin_url = "https://zoom.us/j/123456789"\ndial_in = "+1 617 555 0100"\n'
    )
    (folder / "2026-12-04-off.toml").write_text(
        'title = "Off =1+1, -x"\nstart = 2026-12-04\nend = 2026-12-05\nstatus = "cancelled"\nreason = "snow"\n'
    )
    (folder / "2026-12-05-havana.toml").write_text(
        'title = "=HYPERLINK(1)"\nstart = 2026-12-05T10:00:00\nstatus = "tentative"\ntimezone = "America/Havana"\n'
        "format = \"hybrid\"\nplace = 'C:\\temp'\n"
    )
    span = ["--from", "2021-01-01", "--to", "2027-01-01"]
    assert run("export", "csv", "--for", program, "--audience", reader, "-o", "out.csv", *span).code == 0
    before = tree(data)
    assert run("import", "csv", "out.csv").out.splitlines()[-1] == "0 new, 0 changed, 4 the same, 1 skipped."
    assert tree(data) == before


def test_hours_are_shown_as_the_groups_clock_has_them(data: Path, run: Run, tmp_path: Path) -> None:
    rows = ["Title,Start", "Range,2026-12-03 10:00-12:00", "Honolulu,2026-12-03T22:00-10:00", "Dot,2026-12-03 19.30"]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    shown = run("import", "csv", str(tmp_path / "a.csv"), "--dry-run").out
    assert re.findall(r"new +(.+?) {2,}(\w+)$", shown.replace("  Dec", " Dec").replace("Dec  ", "Dec "), re.MULTILINE) == [
        ("Thu Dec 3, 2026 10:00 AM", "Range"), ("Fri Dec 4, 2026 3:00 AM", "Honolulu"), ("Thu Dec 3, 2026 7:30 PM", "Dot"),
    ]  # fmt: skip


def test_what_is_said_of_many_is_said_once(data: Path, run: Run) -> None:
    (data.parent / "people.csv").write_text("Nombre,Listas\n" + "".join(f"P{n},{n % 2 or 'x'}\n" for n in range(24)))
    told = run("import", "csv", "people.csv").out
    assert [line.partition(", as no")[0] for line in told.splitlines() if line.startswith("Note: ")] == [
        "Note: P0 (people.csv, line 2) and 11 more (--json): left out: x",
        "Note: P1 (people.csv, line 3) and 11 more (--json): left out: 1",
    ]  # fmt: skip
