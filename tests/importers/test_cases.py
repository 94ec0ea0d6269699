"""Files as other programs write them (``cases/``), and values like theirs: what must come of each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Run, tree

CASES = Path(__file__).parent / "cases"
HEAD, END = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X//EN\r\n", "END:VCALENDAR\r\n"


def case(run: Run, name: str, *more: str) -> list[str]:
    """Imports a case and gives what is said of it, on one line each."""
    verb = {"ics": "ics", "csv": "csv", "vcf": "vcf"}[name[-3:]]
    found = run("import", verb, str(CASES / name), *more)
    assert found.code == 0
    return (found.out + found.err).replace(f"{CASES}/", "").splitlines()


def typed(run: Run, text: str, *more: str, verb: str = "ics") -> list[str]:
    """The same of a text."""
    path = Path(f"typed.{verb}")
    path.write_text(text, newline="")
    found = run("import", verb, str(path), *more)
    assert found.code == 0
    return (found.out + found.err).splitlines()


def vevent(*lines: str) -> str:
    inner = "".join(f"{line}\r\n" for line in lines)
    return f"BEGIN:VEVENT\r\n{inner}END:VEVENT\r\n"


def calendar(*events: str) -> str:
    return "".join([HEAD, *events, END])


def dates(run: Run, title: str, *, most: int = 100) -> list[str]:
    """When something of a title takes place, as ``start/end`` without what both share."""
    listed = run("events", "list", "--from", "2026-12-01", "--to", "2028-12-31", "-n", "2000", "--json").json
    found = [each for each in listed if each["title"] == title and each["status"] != "cancelled"]
    return [span(each["start"], each["end"]) for each in found[:most]]


def span(start: str, end: str | None) -> str:
    first = start[:16]
    if end is None:
        return first
    return f"{first}/{end[11:16] if end[:10] == start[:10] and len(end) > 10 else end[:16]}"


def days(run: Run, title: str, *, most: int = 100) -> list[str]:
    return [each[:10] for each in dates(run, title, most=most)]


@pytest.fixture
def folder(data: Path) -> Path:
    shutil.rmtree(data / "series")
    shutil.rmtree(data / "events")
    return data


pytestmark = pytest.mark.usefixtures("folder")

# Rules


def test_04_the_week_begins_where_the_rule_says(run: Run) -> None:
    case(run, "04-weekly-bysetpos-wkst.ics")
    assert days(run, "Leafleting") == [
        "2027-01-06", "2027-01-13", "2027-01-20", "2027-01-27", "2027-02-03", "2027-02-10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # Tuesday and Sunday of every other week: with weeks from Sunday on, the Sunday is of the next one
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=MO", ["01-05", "01-10", "01-19", "01-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=SU", ["01-05", "01-17", "01-19", "01-31"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,SU;BYSETPOS=1;WKST=MO;COUNT=3", ["01-05", "01-11", "01-18"]),
        ("FREQ=WEEKLY;BYDAY=TU,SU;BYSETPOS=-1;WKST=SU;COUNT=3", ["01-05", "01-12", "01-19"]),
    ],
)
def test_weeks_that_begin_on_another_day(rule: str, expected: list[str], run: Run) -> None:
    typed(run, calendar(vevent("UID:w", "SUMMARY:W", "DTSTART;TZID=America/New_York:20270105T180000", f"RRULE:{rule}")))
    assert days(run, "W") == [f"2027-{each}" for each in expected]


def test_07_a_start_that_does_not_fit_counts(run: Run) -> None:
    case(run, "07-misfit-count.ics")
    assert days(run, "Misfit with COUNT") == ["2027-01-07", "2027-01-13", "2027-01-20"]
    assert days(run, "Misfit biweekly", most=3) == ["2027-01-07", "2027-01-19", "2027-02-02"]
    assert days(run, "Misfit every third month", most=3) == ["2027-01-20", "2027-04-14", "2027-07-14"]
    assert days(run, "Misfit with the first left out") == ["2027-01-13", "2027-01-27"]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20270105", "FREQ=WEEKLY;BYDAY=WE;COUNT=1", ["2027-01-05"]),
        ("20270105", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270105", ["2027-01-05"]),
        ("20270105", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=8", ["2027-01-05", "2027-03-08"]),
        ("20270331", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=30;COUNT=3", ["2027-03-31", "2027-05-30", "2027-07-30"]),
        ("20270107", "FREQ=DAILY;INTERVAL=3;BYDAY=SA,SU;COUNT=3", ["2027-01-07", "2027-01-10", "2027-01-16"]),
    ],
)
def test_intervals_are_counted_from_the_start(start: str, rule: str, expected: list[str], run: Run) -> None:
    typed(run, calendar(vevent("UID:w", "SUMMARY:W", f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}")))
    assert days(run, "W", most=3) == expected


def test_10_exdate_and_recurrence_id_in_other_forms(run: Run) -> None:
    case(run, "10-exdate-date-for-timed.ics")
    sundays = ["2027-01-03", "2027-01-10", "2027-01-24", "2027-02-07", "2027-02-21", "2027-02-28"]
    assert days(run, "Sunday vigil") == sundays
    assert days(run, "Floating vigil") == [f"2027-01-{day:02}" for day in (4, 7, 11, 21, 25, 28)]
    camp = ["07", "15", "21", "22", "28", "29"]
    assert dates(run, "Two day camp") == [f"2027-01-{day}/2027-01-{int(day) + 1:02}" for day in camp]
    assert dates(run, "All day fast") == ["2027-03-02", "2027-03-12", "2027-03-30"]
    assert dates(run, "All day fast, three days") == ["2027-03-16/2027-03-18"]
    assert dates(run, "All day fast by time") == ["2027-03-24"]


def test_11_periods(run: Run) -> None:
    said = case(run, "11-rdate-period.ics")
    clinic = dates(run, "Clinic")
    assert clinic[:2] == ["2027-03-24T08:00/09:00", "2027-03-25T08:00/09:00"]
    assert "2027-03-25T12:00/15:00" in clinic
    assert clinic[-2:] == ["2027-04-04T12:00/15:00", "2027-04-05T08:00/11:00"]
    assert len(clinic) == 8
    assert dates(run, "Podcast hour") == ["2027-03-22T16:00/17:00", "2027-04-22T16:00/18:00"]
    assert dates(run, "Groupwise meeting", most=3) == [f"2027-01-{day}T11:30/12:30" for day in ("04", "11", "18")]
    assert any("a second time on one day" in line for line in said)
    before = days(run, "Clinic")
    case(run, "11-rdate-period.ics", "--again")
    assert days(run, "Clinic") == before


def test_12_a_change_from_a_date_on(run: Run) -> None:
    case(run, "12-thisandfuture.ics")
    assert dates(run, "Rehearsal") == [f"2027-01-{day}T19:00/20:00" for day in ("05", "12", "19")]
    later = ["2027-01-26", "2027-02-02", "2027-02-09", "2027-02-16", "2027-02-23"]
    assert dates(run, "Rehearsal, later") == [f"{day}T20:00/22:00" for day in later]


def test_a_change_to_other_days_leaves_the_whole_series_out_and_names_it(run: Run) -> None:
    text = (
        (CASES / "12-thisandfuture.ics")
        .read_text()
        .replace("DTSTART;TZID=America/New_York:20270126", "DTSTART;TZID=America/New_York:20270127")
    )
    said = typed(run, text.replace("DTEND;TZID=America/New_York:20270126", "DTEND;TZID=America/New_York:20270127"))
    assert "January 26, 2027" in said[0]
    assert said[-1] == "0 new, 0 changed, 0 the same, 1 skipped; nothing was written."


def test_13_what_is_in_utc_stays_there(folder: Path, run: Run) -> None:
    said = case(run, "13b-utc-series.ics")
    assert sum("--timezone ZONE" in line for line in said) == 4
    assert dates(run, "Weekly in UTC", most=1) == ["2027-01-06T01:00/02:00"]
    assert days(run, "Monthly by its day in UTC", most=3) == ["2027-01-14", "2027-02-11", "2027-03-11"]
    assert 'timezone = "UTC"' in (folder / "series" / "weekly-in-utc.toml").read_text()
    case(run, "13b-utc-series.ics", "--timezone", "America/Havana")
    assert 'timezone = "America/Havana"' in (folder / "series" / "weekly-in-utc.toml").read_text()
    assert 'timezone = "America/Havana"' in (folder / "series" / "etc-utc-by-name.toml").read_text()


def test_a_calendar_s_zone_does_not_move_what_repeats_in_utc(run: Run) -> None:
    event = vevent("UID:w", "SUMMARY:W", "DTSTART:20270106T010000Z", "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2")
    alone = vevent("UID:a", "SUMMARY:A", "DTSTART:20270106T010000Z")
    typed(run, calendar(event, alone).replace("PRODID", "X-WR-TIMEZONE:America/Mexico_City\r\nPRODID"))
    assert days(run, "W") == ["2027-01-06", "2027-01-13"]
    assert dates(run, "A") == ["2027-01-05T19:00"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Cuba", "America/Havana"), ("EST5EDT", None), ("(UTC-03:00) Brasilia", "America/Sao_Paulo"),
        ("(UTC-05:00) Eastern Time (US & Canada)", None), ("\"(UTC-05:00) Bogota, Lima, Quito, Rio Branco\"", "America/Bogota"),
        ("Zulu", "UTC"), ("GMT-0300", "Etc/GMT+3"), ("UTC+2", "Etc/GMT-2"), ("W. Europe Standard Time", "Europe/Berlin"),
    ],
)  # fmt: skip
def test_zones_by_other_names(zone: str, expected: str | None, folder: Path, run: Run) -> None:
    typed(
        run,
        calendar(vevent("UID:w", "SUMMARY:W", f"DTSTART;TZID={zone}:20270106T190000", "RRULE:FREQ=WEEKLY;BYDAY=WE")),
    )
    text = (folder / "series" / "w.toml").read_text()
    assert ("timezone" not in text) if expected is None else f'timezone = "{expected}"' in text
    assert "start_time = 19:00:00" in text


@pytest.mark.parametrize("zone", ["EST", "GMT+1900", "Nowhere"])
def test_a_zone_that_nobody_knows_is_named(zone: str, run: Run) -> None:
    said = typed(run, calendar(vevent("UID:w", "SUMMARY:W", f"DTSTART;TZID={zone}:20270106T190000")))
    assert f'its zone "{zone}" is not known' in said[0]


def test_days_of_a_duration_go_by_the_calendar_and_hours_as_they_pass(run: Run) -> None:
    start = "DTSTART;TZID=America/New_York:20270313T220000"
    typed(run, calendar(
        vevent("UID:a", "SUMMARY:A", start, "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2"),
        vevent("UID:b", "SUMMARY:B", start, "DURATION:PT24H", "RRULE:FREQ=WEEKLY;COUNT=2"),
        vevent("UID:c", "SUMMARY:C", "DTSTART;TZID=America/New_York:20270306T220000",
               "DTEND;TZID=America/New_York:20270308T000000", "RRULE:FREQ=WEEKLY;COUNT=2"),
        vevent("UID:d", "SUMMARY:D", start, "DURATION:P1DT2H", "RRULE:FREQ=WEEKLY;COUNT=2"),
    ))  # fmt: skip
    assert dates(run, "A") == ["2027-03-13T22:00/2027-03-14T22:00", "2027-03-20T22:00/2027-03-21T22:00"]
    assert dates(run, "B") == ["2027-03-13T22:00/2027-03-14T23:00", "2027-03-20T22:00/2027-03-21T22:00"]
    assert dates(run, "C") == ["2027-03-06T22:00/2027-03-08T00:00", "2027-03-13T22:00/2027-03-15T01:00"]
    assert dates(run, "D") == ["2027-03-13T22:00/2027-03-15T00:00", "2027-03-20T22:00/2027-03-22T00:00"]


# Lines


@pytest.mark.parametrize(
    ("name", "lines", "kept"),
    [
        ("15-raw-newline.ics", "2 lines of it could not be read and went nowhere: 10, 11", ['place = "Hall"']),
        (
            "15b-raw-newline-property.ics",
            "3 lines of it could not be read and went nowhere: 9, 10, 11",
            ['place = "Union Hall"', 'url = "https://example.org/right"', 'description = "Where we start"'],
        ),
    ],
)
def test_15_lines_that_are_no_property(name: str, lines: str, kept: list[str], folder: Path, run: Run) -> None:
    assert f"Note: {name}: {lines}" in case(run, name)
    text = next((folder / "events" / "2027").iterdir()).read_text()
    assert all(each in text for each in kept)


def test_a_text_s_lines_in_capitals_come_after_what_programs_write(folder: Path, run: Run) -> None:
    event = vevent(
        "UID:w", "DESCRIPTION:Where", "SUMMARY: is it", "DTSTART: soon", "SUMMARY:W", "DTSTART:20270106T190000"
    )
    typed(run, calendar(event))
    assert dates(run, "W") == ["2027-01-06T19:00"]


def test_16_an_event_whose_begin_stands_behind_something(run: Run) -> None:
    case(run, "16-none-begin.ics")
    assert dates(run, "Interim") == ["2027-01-24T20:00"]
    assert dates(run, "Second") == ["2027-01-25T20:00"]


def test_an_event_without_a_begin_is_named(run: Run) -> None:
    said = typed(
        run,
        calendar(
            "UID:x\r\nSUMMARY:Lost\r\nDTSTART:20270106T190000\r\nEND:VEVENT\r\n",
            vevent("UID:w", "SUMMARY:W", "DTSTART:20270106T190000"),
        ),
    )
    assert any("Lost" in line and "no BEGIN" in line for line in said)
    assert dates(run, "W") == ["2027-01-06T19:00"]


def test_19_nothing_of_a_meeting_goes_out_to_everybody(folder: Path, run: Run) -> None:
    case(run, "19-zoom-html.ics")
    public = run("export", "ics", "--audience", "public").out.replace("\r\n ", "")
    assert "hackmd.io" in public
    for secret in ("4620968510", "462 096", "911aBc", "6465550100", "646 555", "877 555", "zoom.us"):
        assert secret not in public
    assert "+16465550100,,4620968510#" in run("export", "ics", "--audience", "members").out.replace(
        "\r\n ", ""
    ).replace("\\,", ",")


def test_a_number_with_a_meeting_s_behind_it_is_found_by_check(run: Run) -> None:
    made = run(
        "events", "add", "Planning", "--start", "2027-03-10 15:00", "--description", "Call +16465550100,,4620968510# US"
    )
    assert made.code == 0
    assert "V102" in run("check").out + run("check").err


def test_22_one_uid_for_several_dates(folder: Path, run: Run) -> None:
    said = case(run, "22-same-uid-each-date.ics")
    assert said[-1] == "3 new, 0 changed, 0 the same."
    assert days(run, "Karaoke") == ["2027-07-16", "2027-07-17", "2027-07-18"]
    before = tree(folder)
    # the first of them is over, and no longer in the file
    text = (CASES / "22-same-uid-each-date.ics").read_text()
    again = typed(run, text.replace(text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT") + 11], "", 1))
    assert again[-1].startswith("0 new, 0 changed, 2 the same")
    assert tree(folder) == before


def test_25_answers_older_versions_and_cancellations(folder: Path, run: Run) -> None:
    case(run, "25a-request.ics")
    before = tree(folder)
    assert "answer to an invitation" in case(run, "25c-reply.ics")[0]
    assert "SEQUENCE 1 after 3" in case(run, "25d-older.ics")[0]
    assert tree(folder) == before
    case(run, "25b-cancel.ics")
    listed = run("events", "list", "--from", "2027-01-01", "--json").json
    assert [(each["title"], each["status"]) for each in listed] == [("Coalition call", "cancelled")]
    # what was sent before it was cancelled does not bring it back
    assert "SEQUENCE 3 after 4" in case(run, "25a-request.ics")[0]


def test_a_cancellation_of_what_is_not_here_makes_nothing(run: Run) -> None:
    assert case(run, "25b-cancel.ics")[-1] == "0 new, 0 changed, 0 the same, 1 skipped."


def test_26_status_and_class(folder: Path, run: Run) -> None:
    case(run, "26-status.ics")
    listed = {each["title"]: each for each in run("events", "list", "--from", "2027-01-01", "-n", "100", "--json").json}
    assert listed["Film night"]["status"] == "cancelled"
    private = folder / "events" / "2027" / "2027-01-22-private-by-microsoft.toml"
    assert 'audience = "private"' in private.read_text()
    case(run, "45-canceled.csv")
    again = run("events", "list", "--from", "2027-01-01", "-n", "100", "--json").json
    assert {each["status"] for each in again if each["title"] == "Film night"} == {"cancelled"}


def test_28_quoted_printable(folder: Path, run: Run) -> None:
    case(run, "28-qp-charset.ics")
    text = next((folder / "events" / "2027").iterdir()).read_text()
    assert 'title = "Reunión de año"' in text
    assert "Traiga comida\ny bebida para todos" in text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1252"])
def test_any_encoding(encoding: str, folder: Path, run: Run) -> None:
    text = calendar(vevent("UID:w", "SUMMARY:Reunión\0 de año", "DTSTART:20270106T190000"))
    Path("coded.ics").write_bytes(text.encode(encoding))
    assert run("import", "ics", "coded.ics").code == 0
    assert dates(run, "Reunión de año") == ["2027-01-06T19:00"]


# Spreadsheets


def test_30_titles_above_the_heading(run: Run) -> None:
    said = case(run, "30-title-rows.csv")
    assert "Note: 30-title-rows.csv: the heading seems to be line 4, and it is read from there" in said
    assert dates(run, "Teach-in") == ["2027-03-03T18:00"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_title_alone_above_the_heading(separator: str, run: Run) -> None:
    rows = (("Title", "Start date", "Start time"), ("Talk", "2027-03-03", "18:00"))
    said = typed(run, "Spring, summer; all\n\n" + "".join(f"{separator.join(row)}\n" for row in rows), verb="csv")
    assert any("the heading seems to be line 3" in line for line in said)
    assert dates(run, "Talk") == ["2027-03-03T18:00"]


def test_33_and_38_hours_and_days_as_people_write_them(run: Run) -> None:
    said = case(run, "33-noon.csv") + case(run, "38-two-digit-dmy.csv")
    for title in ("Lunch", "Lunch two", "Lunch three", "Lunch four", "Lunch five"):
        assert dates(run, title)[0][11:] == "12:00/13:00"
    assert dates(run, "Lunch eight") == dates(run, "Lunch eight")[:1] == ["2027-03-10T19:00/21:00"]
    assert dates(run, "Lunch nine") == ["2027-03-11T19:00/21:00"]
    hours = {"ten": "19:30", "eleven": "19:30", "twelve": "19:30", "13": "19:00", "15": "19:00", "16": "19:00"}
    assert {title: dates(run, f"Lunch {title}")[0][11:] for title in hours} == hours
    named = [line for line in said if line.startswith("Skipped")]
    assert [line.split(" (")[0] for line in named] == [f"Skipped: Lunch {which}" for which in ("six", "seven", "14")]
    assert "EDT" in named[2]
    expected = dict(zip("ABCDEFGHI", ("13", "14", "13", "05", "06", "05", "05", "05", "05"), strict=True))
    assert {title: days(run, title)[0] for title in expected} == {
        title: f"2027-03-{day}" for title, day in expected.items()
    }


def test_43_and_44_ranges_in_a_cell(run: Run) -> None:
    said = case(run, "43-time-range-cell.csv") + case(run, "44-start-range.csv")
    named = [line.split(" (")[0] for line in said if line.startswith("Skipped")]
    assert named == [f"Skipped: Film {which}" for which in (3, 6, 7, 8)]
    for title in ("Film", "Film 2", "Film 5", "Film 9", "X", "Y"):
        assert dates(run, title)[0][11:] == "19:00/21:00"
    assert dates(run, "Film 4") == ["2027-03-15T09:00/17:00"]
    assert dates(run, "Z") == ["2027-03-16T10:00/12:00"]


@pytest.mark.parametrize(
    ("date", "start", "end", "expected"),
    [
        ("2027-03-11", "7p-9p", "", "2027-03-11T19:00/21:00"),
        ("2027-03-11", "1900-2130", "", "2027-03-11T19:00/21:30"),
        ("2027-03-11", "de 19.30 a 21 h", "", "2027-03-11T19:30/21:00"),
        ("2027-03-11", "22:00-01:00", "", "2027-03-11T22:00/2027-03-12T01:00"),
        ("2027-03-11", "7:00 PM - 9:00 PM", "9 pm", "2027-03-11T19:00/21:00"),
        ("2027-03-11 - 2027-03-13", "", "", "2027-03-11/2027-03-13"),
        ("2027-03-11", "3/11/2027 7:00 PM", "", "2027-03-11T19:00"),
        ("2027-03-11", "7:00 PM - 9:00 PM", "10 pm", "two ends"),
        ("2027-03-11", "7:00 PM", "9 pm - 10 pm", "its end is a range"),
        ("3/11/2027 and 3/18/2027", "19:00", "", "not understood"),
        ("46457", "19:00", "", "how Excel keeps 2027-03-11"),
        ("2027-03-11", "0.791666666", "", "how Excel keeps 19:00"),
        ("46457.75", "", "", "how Excel keeps 2027-03-11 18:00"),
        ("2027-03-11", "2500", "", "no time"),
    ],
)  # fmt: skip
def test_other_cells(date: str, start: str, end: str, expected: str, run: Run) -> None:
    said = typed(run, f"Title,Start date,Start time,End time\nFilm,{date},{start},{end}\n", verb="csv")
    found = dates(run, "Film")
    assert (found == [expected]) if expected[:2] == "20" else (found == [] and expected in said[0]), said


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Cuba", "America/Havana"), ("(UTC-03:00) Brasilia", "America/Sao_Paulo"), ("Eastern Standard Time", None)],
)
def test_zones_by_other_names_in_a_cell(zone: str, expected: str | None, folder: Path, run: Run) -> None:
    typed(run, f"Title,Start,Time zone\nFilm,2027-03-11 19:00,{zone}\n", "--map", "Time zone=timezone", verb="csv")
    text = next((folder / "events" / "2027").iterdir()).read_text()
    assert ("timezone" not in text) if expected is None else f'timezone = "{expected}"' in text


# Address books


def test_55_each_card_is_decoded_by_itself(folder: Path, run: Run) -> None:
    case(run, "55-mixed-bytes.vcf")
    names = {path.stem: path.read_text() for path in (folder / "contacts").iterdir()}
    assert 'name = "Lucía Peña"' in names["lucia-pena"]
    assert 'name = "José Núñez"' in names["jose-nunez"]


def test_57_a_character_that_is_folded_in_its_middle(folder: Path, run: Run) -> None:
    case(run, "57-fold-utf8.vcf")
    assert 'name = "Luía Peña"' in (folder / "contacts" / "luia-pena.toml").read_text()


# Again


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_the_same_file_again_changes_nothing(name: str, folder: Path, run: Run) -> None:
    case(run, name)
    before = tree(folder)
    if name.endswith(".ics"):
        case(run, name, "--again")
    said = case(run, name)
    assert tree(folder) == before, said
    assert said[-1].startswith("0 new, 0 changed")
