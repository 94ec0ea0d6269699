"""``lacwg export csv`` and ``lacwg import csv`` from the command line."""

from __future__ import annotations

import csv
import io
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


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


# Export


@pytest.mark.parametrize(
    ("program", "first"), [("the-events-calendar", "Event Name"), ("google", "Subject"), ("spreadsheet", "start")]
)
def test_export_today_to_twelve_months_on(data: Path, run: Run, program: str, first: str) -> None:
    exported = run("export", "csv", "--for", program)
    assert (exported.code, exported.err) == (0, "")
    assert next(iter(rows(exported.out)[0])) == first
    assert len(rows(exported.out)) == 12
    assert exported.out.startswith("\ufeff") is (program == "spreadsheet")
    one = run("export", "csv", "--for", program, "--from", "2026-12-01", "--to", "2026-12-31")
    assert rows(one.out) == rows(exported.out)[:1]


def test_the_events_calendar_s_three_files(data: Path, run: Run) -> None:
    run("events", "add", "Rally", "--start", "2026-12-05 12:00", "--place", "Park Street, Boston", "--issue", "cuba")
    made = run(
        "export", "csv", "--for", "the-events-calendar", "--venues", "v.csv", "--organizers", "o.csv", "-o", "e.csv"
    )
    assert made.err.splitlines() == [
        "Wrote v.csv", "Wrote o.csv", "Wrote e.csv", "Import them in this order: venues, organizers, events.",
    ]  # fmt: skip
    venues, organizers, events = (rows((data.parent / name).read_text()) for name in ("v.csv", "o.csv", "e.csv"))
    assert events[0]["Event Name"] == "Rally"
    assert events[0]["Event Category"] == "Cuba"
    assert [events[0]["Event Venue Name"]] == [venue["Venue Name"] for venue in venues]
    assert events[0]["Event Organizer Name"] == organizers[0]["Organizer Name"]
    assert [each["Organizer Name"] for each in organizers[1:]] == ["John Ratliff", "Yoav Elinevsky"]


def test_what_the_site_may_still_show_is_said(data: Path, run: Run) -> None:
    run("meetings", "cancel", "next", "--reason", "snow")
    run("meetings", "move", "2027-01-13", "--to", "2027-01-20")
    made = run("export", "csv", "--for", "the-events-calendar", "-o", "e.csv")
    assert '"LA/CWG monthly meeting", December 9; "LA/CWG monthly meeting", January 13' in made.err
    first, second, *_ = rows((data.parent / "e.csv").read_text())
    assert first["Event Name"] == "CANCELLED: LA/CWG monthly meeting"
    assert second["Event Start Date"] == "2027-01-20"


def test_private_things_stay(data: Path, run: Run) -> None:
    run("events", "add", "Open", "--start", "2026-12-05", "--join-url", "https://zoom.us/j/77", "--note", "canary")
    run("events", "add", "Closed", "--start", "2026-12-06", "--audience", "private")
    run("events", "add", "Among us", "--start", "2026-12-06", "--audience", "members")
    for program in ("the-events-calendar", "google", "spreadsheet"):
        public, members = (
            run("export", "csv", "--for", program, *more).out for more in ([], ["--audience", "members"])
        )
        assert "Open" in public
        assert not any(word in public for word in ("zoom", "canary", "Closed", "Among us"))
        assert all(word in members for word in ("zoom.us/j/77", "Among us"))
        assert not any(word in members for word in ("canary", "Closed"))


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "missing option '--for'"),
        (["--for", "excel"], "'excel'"),
        (["--for", "google", "--venues", "v.csv"], "--for the-events-calendar"),
        (["--for", "the-events-calendar", "--venues", "v.csv", "-o", "v.csv"], "the same name"),
        (["--for", "google", "--from", "2026-12-02", "--to", "2026-12-01"], "is before"),
    ],
)
def test_wrong_words(data: Path, run: Run, argv: list[str], said: str) -> None:
    refused = run("export", "csv", *argv)
    assert refused.code == 2
    assert said in refused.err
    assert refused.out == ""
    assert not (data.parent / "v.csv").exists()


def test_what_could_not_be_told_is_named(data: Path, run: Run) -> None:
    (data / "series" / "bad.toml").write_text('title = "A"\nrule = "x"\nsince = 2026-01-01\n')
    exported = run("export", "csv", "--for", "google")
    assert exported.code == 1
    assert len(rows(exported.out)) == 12
    assert "data/series/bad.toml, line 2" in exported.err


# Import


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
