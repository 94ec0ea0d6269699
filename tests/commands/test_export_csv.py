"""``lacwg export csv``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


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
