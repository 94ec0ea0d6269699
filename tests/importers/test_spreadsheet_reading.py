"""Rows to events: each program's columns, encodings, separators, dates, and what is passed over."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import pytest
import strategies
from conftest import GROUP
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.audience import view as audience
from lacwg.errors import LacwgError, UsageError
from lacwg.exporters.spreadsheet import events_calendar, tables
from lacwg.importers.incoming import LONGEST, Found
from lacwg.importers.spreadsheet import columns, grid, reading
from lacwg.records import LANGUAGES, CoHost, DayOrTime, Event, Issue, MembersTable, PrivateTable, Speaker
from lacwg.schedule import zones
from lacwg.schedule.occurrences import of_event
from lacwg.voice.voice import voice

MDY, DMY = replace(GROUP, date_order="MDY"), replace(GROUP, date_order="DMY")

GOOGLE = b"""\
Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private
Webinar,12/03/2026,7:00 PM,12/03/2026,8:30 PM,False,"Two
lines",Online,False
Conference,12/04/2026,,12/06/2026,,True,,"City Hall, Boston",False
Coordinators,12/07/2026,12:00 AM,12/07/2026,12:30 AM,FALSE,,,True
"""
OUTLOOK = (
    b'"Subject","Start Date","Start Time","End Date","End Time","All day event","Reminder on/off","Reminder Date",'
    b'"Reminder Time","Meeting Organizer","Required Attendees","Optional Attendees","Meeting Resources",'
    b'"Billing Information","Categories","Description","Location","Mileage","Priority","Private","Sensitivity",'
    b'"Show time as"\r\n'
    b'"Vigil","12/5/2026","12:00:00 PM","12/5/2026","1:00:00 PM","False","True","12/5/2026","11:45:00 AM",'
    b'"Ana","x@example.org",,,,"Cuba;Rallies","Bring candles\r\n","Park Street",,"Normal","False","Normal","2"\r\n'
    b'"Retreat","12/11/2026","12:00:00 AM","12/13/2026","12:00:00 AM","True","False",,,,,,,,,,,,"Normal","False",'
    b'"Private","1"\r\n'
)
CALENDAR = b"""\
Event Name,Event Description,Event Start Date,Event Start Time,Event End Date,Event End Time,Event Time Zone,\
All Day Event,Event Venue Name,Event Organizer Name,Event Category,Event Website,Event Featured Image
Cuba &#8211; <em>now</em>,<p>A &amp; B</p><ul><li>one</li></ul>,2026-12-03,19:00:00,2026-12-03,20:30:00,America/Havana,,\
City Hall,Group,"Cuba,Rallies",https://example.org/c,https://example.org/i.jpg
Camp,,2026-12-04,,2026-12-06,,,yes,,,,,
"""


def read(data: bytes | str, group: Any = MDY, issues: Mapping[str, str] = {}, **wishes: Any) -> Found:
    text = data.encode() if isinstance(data, str) else data
    sheet = grid.read(text, "file.csv", columns.weight)
    return reading.read(sheet, "file.csv", group, issues, reading.CsvOptions(**wishes))


def events(data: bytes | str, group: Any = MDY, **wishes: Any) -> list[Event]:
    found = read(data, group, **wishes)
    assert found.skipped == ()
    return [each.record for each in found.records]  # type: ignore[misc]


def moments(event: Event) -> tuple[Any, Any]:
    return event.start.value, None if event.end is None else event.end.value


# What programs write


def test_google() -> None:
    webinar, conference, coordinators = events(GOOGLE)
    assert (webinar.title, webinar.description) == ("Webinar", "Two\nlines")
    assert (webinar.place, webinar.format) == (None, "online")
    assert moments(webinar) == (dt.datetime(2026, 12, 3, 19), dt.datetime(2026, 12, 3, 20, 30))
    assert moments(conference) == (dt.date(2026, 12, 4), dt.date(2026, 12, 6))
    assert conference.place == "City Hall, Boston"
    assert moments(coordinators) == (dt.datetime(2026, 12, 7), dt.datetime(2026, 12, 7, 0, 30))
    assert [each.audience for each in (webinar, conference, coordinators)] == ["public", "public", "private"]


def test_outlook() -> None:
    found = read(OUTLOOK, issues={"cuba": "Cuba"})
    vigil, retreat = (each.record for each in found.records)
    assert isinstance(vigil, Event)
    assert isinstance(retreat, Event)
    assert moments(vigil) == (dt.datetime(2026, 12, 5, 12), dt.datetime(2026, 12, 5, 13))
    assert (vigil.description, vigil.issues) == ("Bring candles", ("cuba",))
    assert found.records[0].notes == ("no issue of the group's is called Rallies",)
    # a whole day lasts there until the midnight that ends it
    assert moments(retreat) == (dt.date(2026, 12, 11), dt.date(2026, 12, 12))
    assert (retreat.audience, retreat.status) == ("private", "tentative")
    # people's names and addresses are not taken over, and that is said
    assert found.notes == (
        'Not taken over: 2 columns, "Meeting Organizer" and "Required Attendees"; --map COLUMN=FIELD says what one means',
    )


def test_the_events_calendar() -> None:
    found = read(CALENDAR, issues={"cuba": "Cuba"})
    cuba, camp = (each.record for each in found.records)
    assert isinstance(cuba, Event)
    assert isinstance(camp, Event)
    assert (cuba.title, cuba.description) == ("Cuba – now", "A & B\n\n- one")
    assert moments(cuba) == (dt.datetime(2026, 12, 3, 19), dt.datetime(2026, 12, 3, 20, 30))
    assert (cuba.timezone, cuba.place, cuba.url, cuba.image, cuba.issues) == (
        "America/Havana", "City Hall", "https://example.org/c", "https://example.org/i.jpg", ("cuba",),
    )  # fmt: skip
    assert (camp.timezone, moments(camp)) == (None, (dt.date(2026, 12, 4), dt.date(2026, 12, 6)))
    assert "Event Organizer Name" in found.notes[0]


def test_headings_in_any_order_and_case() -> None:
    (event,) = events("  all_day EVENT ,start date,SUBJECT\nyes,2026-12-03,A\n")
    assert (event.title, moments(event)) == ("A", (dt.date(2026, 12, 3), None))


def test_what_a_file_has_no_columns_for_stays_as_it_is() -> None:
    (one,) = read("Subject,Start Date\nA,2026-12-03\n").records
    assert one.fields == {"title", "start", "timezone"}
    (one,) = read(tables.spreadsheet([], members=False) + b"2026-12-03,,,A" + b"," * 19 + b"\r\n").records
    assert "members" not in one.fields
    assert {"description", "speakers", "issues", "end", "status"} <= one.fields


# Columns of other files


def test_columns_can_be_told() -> None:
    text = "What,When,Until,Secret\nA,12/3/2026 7pm,12/3/2026 20:30,x\n"
    (event,) = events(text, mapping=["What=title", "when = start", "Until=end", "Secret="])
    assert moments(event) == (dt.datetime(2026, 12, 3, 19), dt.datetime(2026, 12, 3, 20, 30))
    # what was told comes before what headings say
    (event,) = events("Subject,Name,Start Date\nA,B,2026-12-03\n", mapping=["Name=title"])
    assert event.title == "B"


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (["Wen=start"], 'the columns are: "When", '),
        (["When=strt"], "the fields are: start, "),
        (["When"], "names no field"),
        (["What=title", "When=title"], 'two columns are to be "title"'),
    ],
)
def test_wrong_mappings(mapping: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read("What,When\nA,2026-12-03\n", mapping=mapping)
    assert said in str(refused.value)


def test_a_file_whose_columns_are_not_known_is_refused() -> None:
    with pytest.raises(LacwgError) as refused:
        read("What,When\nA,2026-12-03\n")
    assert "known as the title and start" in refused.value.message
    assert 'its columns are: "What", "When"' in str(refused.value)
    assert "--map" in str(refused.value)


def test_lines_before_the_heading_may_be_empty() -> None:
    assert events("\n,\nSubject,Start Date,\nA,2026-12-03,\n")[0].title == "A"


# Bytes


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = 'Subject,Start Date,Location\r\n"Simón; y, Ñandú\tx",2026-12-03,Plaza\r\n'
    rows = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    (event,) = events(out.getvalue().encode(encoding))
    assert event.title == "Simón; y, Ñandú x"


def test_what_is_unusual_is_said() -> None:
    assert read("Subject;Start Date\nSimón;2026-12-03\n".encode("cp1252")).notes == (
        "file.csv is not UTF-8: read as Windows-1252", "file.csv: its values are separated by semicolons",
    )  # fmt: skip
    assert read(b"Subject,Start Date\nB\x81,2026-12-03\n\xff").notes[0].endswith("Latin-1")


def test_excel_s_first_line_may_name_the_separator() -> None:
    found = read("sep=;\r\nSubject;Start Date\r\nA;2026-12-03\r\n;2026-12-03\r\n")
    assert [each.source for each in (*found.records, *found.skipped)] == ["file.csv, line 3", "file.csv, line 4"]


def test_rows_of_another_length_are_named_and_passed_over() -> None:
    found = read(
        'Subject,Start Date,Location\nA,2026-12-03\nB,2026-12-03,x,y\n"C\n1",2026-12-03,x,\n\n,,\nD,2026-12-04,\n'
    )
    assert [(each.what, each.why, each.source) for each in found.skipped] == [
        ("A", "it has 2 cells, and the heading 3 columns", "file.csv, line 2"),
        ("B", "it has 4 cells, and the heading 3 columns", "file.csv, line 3"),
    ]
    assert [each.source for each in found.records] == ["file.csv, line 4", "file.csv, line 8"]


def test_quotation_marks_that_do_not_fit() -> None:
    found = read('Subject,Start Date\n"A" x,2026-12-03\nB,2026-12-04\n"C,2026-12-05\nD,2026-12-06\n')
    assert [each.record.title for each in found.records] == ["B"]  # type: ignore[union-attr]
    assert [(each.why, each.source) for each in found.skipped] == [
        ("its quotation marks do not fit", "file.csv, line 2"),
        ("its quotation marks do not fit, down to line 5", "file.csv, line 4"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "there is nothing in this file"),
        (b"\n\n", "there is nothing in this file"),
        (b"\xef\xbb\xbf", "there is nothing in this file"),
        (b"PK\x03\x04....", "damaged"),
        (b"BEGIN:VCALENDAR\r\n", "lacwg import ics"),
        (b"\xef\xbb\xbfBEGIN:VCARD\r\n", "lacwg import vcf"),
    ],
)
def test_files_that_are_no_spreadsheets(data: bytes, said: str) -> None:
    with pytest.raises(LacwgError) as refused:
        read(data)
    assert said in str(refused.value)


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    assert len(events("Subject,Start Date\n" + "A,2026-12-03\n" * 3)) == 3
    with pytest.raises(LacwgError, match="more than 3 rows"):
        read("Subject,Start Date\n" + "A,2026-12-03\n" * 4)
    monkeypatch.setattr(grid, "LARGEST", 30)
    with pytest.raises(LacwgError, match="larger than"):
        read("Subject,Start Date\nA,2026-12-03\n")


def test_a_long_text_is_cut_and_named() -> None:
    before = csv.field_size_limit()
    (one,) = read(f"Subject,Start Date,Description\nA,2026-12-03,{'x' * 1_000_000}\n").records
    assert isinstance(one.record, Event)
    assert len(one.record.description or "") == LONGEST["description"] + 4
    assert one.notes == ("its description has 1,000,000 characters and was cut to 100,000",)
    assert csv.field_size_limit() == before


# Dates and hours


@pytest.mark.parametrize(
    "text",
    ["2026-12-03", "2026/12/3", "20261203", "12/3/2026", "12/03/26", "12-3-2026", "3.12.2026", "Dec 3, 2026",
     "Thursday, December 3, 2026", "3 December 2026", "3 de diciembre de 2026"],
)  # fmt: skip
def test_dates(text: str) -> None:
    (event,) = events(f'Subject,Start Date\nA,"{text}"\n')
    assert event.start.value == dt.date(2026, 12, 3)


@pytest.mark.parametrize("text", ["12/3", "Dec 3", "46359", "2026-13-01", "2/30/2026", "Friday, December 3, 2026", "soon",
                                  "13/12/2026", "1/1/0001", "99999999", "12/3/2026" * 50])  # fmt: skip
def test_what_is_no_date_is_named_and_passed_over(text: str) -> None:
    found = read(f'Subject,Start Date\nA,"{text}"\nB,2026-12-03\n', order="MDY")
    assert [each.record.title for each in found.records] == ["B"]  # type: ignore[union-attr]
    assert [(each.what, each.source) for each in found.skipped] == [("A", "file.csv, line 2")]


@pytest.mark.parametrize(
    ("text", "hour"),
    [("6:00 PM", 18), ("6 pm", 18), ("6:00 p. m.", 18), ("6:00\u202fPM", 18), ("18:00", 18), ("18:00:00", 18),
     ("18:00:00.000", 18), ("06:00", 6), ("6:00", 6), ("12:00 AM", 0)],
)  # fmt: skip
def test_hours(text: str, hour: int) -> None:
    (event,) = events(f"Subject,Start Date,Start Time\nA,2026-12-03,{text}\n")
    assert event.start.value == dt.datetime(2026, 12, 3, hour)


@pytest.mark.parametrize("text", ["25:00", "6", "13:00 PM", "evening", "2026-12-03"])
def test_what_is_no_hour_is_named_and_passed_over(text: str) -> None:
    assert len(read(f"Subject,Start Date,Start Time\nA,2026-12-03,{text}\n").skipped) == 1


def test_an_hour_that_may_be_either_is_passed_over_where_others_say_which() -> None:
    found = read("Subject,Start Date,Start Time\nA,2026-12-03,6:00\nB,2026-12-03,6:00 PM\n")
    assert [each.what for each in found.skipped] == ["A"]


def test_which_comes_first_follows_the_group() -> None:
    for group, day in ((MDY, dt.date(2026, 12, 3)), (DMY, dt.date(2026, 3, 12))):
        assert events("Subject,Start Date\nA,12/3/2026\n", group)[0].start.value == day


def test_which_comes_first_follows_the_file_where_the_group_has_no_habit() -> None:
    found = read("Subject,Start Date\nA,12/3/2026\nB,13/3/2026\n", GROUP)
    assert [each.record.start.value for each in found.records] == [dt.date(2026, 3, 12), dt.date(2026, 3, 13)]  # type: ignore[union-attr]
    assert found.notes == ("file.csv has the day first in 13/3/2026: so all are read",)


@pytest.mark.parametrize(
    ("group", "dates", "said"),
    [
        (GROUP, ["12/3/2026"], "may begin with the day or with the month"),
        (MDY, ["12/3/2026", "13/3/2026"], "13/3/2026 (line 3); the group has not"),
        (GROUP, ["13/3/2026", "3/13/2026"], "the day first in 13/3/2026 (line 2) and the month in 3/13/2026 (line 3)"),
    ],
)
def test_which_comes_first_is_never_guessed(group: Any, dates: list[str], said: str) -> None:
    text = "Subject,Start Date\n" + "".join(f"A,{each}\n" for each in dates)
    with pytest.raises(UsageError) as refused:
        read(text, group)
    assert said in refused.value.message
    assert "--dates mdy" in str(refused.value)
    assert read(text, group, order="DMY").records[0].record.start.day.month == 3  # type: ignore[union-attr]


def test_ends() -> None:
    head = "Subject,Start Date,Start Time,End Date,End Time\n"
    assert moments(events(f"{head}A,2026-12-03,19:00,,20:00\n")[0])[1] == dt.datetime(2026, 12, 3, 20)
    assert moments(events(f"{head}A,2026-12-03,19:00,2026-12-03,\n")[0])[1] is None
    assert moments(events(f"{head}A,2026-12-03,19:00,2026-12-03,19:00\n")[0])[1] is None
    (late,) = read(f"{head}A,2026-12-03,22:00,,01:00\n").records
    assert moments(late.record)[1] == dt.datetime(2026, 12, 4, 1)  # type: ignore[arg-type]
    assert late.notes == ("its end is before its start: taken for the next day, December 4, 2026",)
    (lost,) = read(f"{head}A,2026-12-03,19:00,2026-12-04,\n").records
    assert lost.notes == ("its end has no hour and was left out: December 4, 2026",)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("A,2026-12-03,19:00,2026-12-03,18:00", "it ends before it starts"),
        ("A,2026-12-03,,2026-12-02,", "end: is before the start"),
        ("A,2026-12-03,,2028-12-03,", "end: an event lasts a year at most"),
        ("A,2027-03-14,02:30,,", "2:30 AM on Sunday, March 14, 2027 does not exist"),
        ("A,2026-11-01,01:30,,", "comes twice"),
        ("A,,19:00,,", "it has no start"),
        (" ,2026-12-03,,,", "it has no title"),
    ],
)
def test_rows_that_cannot_be_events(row: str, why: str) -> None:
    found = read(f"Subject,Start Date,Start Time,End Date,End Time\n{row}\n")
    assert found.records == ()
    assert why in found.skipped[0].why


def test_zones() -> None:
    head = "Event Name,Event Start Date,Event Start Time,Event Timezone\n"
    found = read(f"{head}A,2026-12-03,19:00,America/New_York\nB,2026-12-03,19:00,UTC+25\nC,2026-12-03,19:00,EST\n")
    assert [each.record.timezone for each in found.records] == [None]  # type: ignore[union-attr]
    assert [each.why.split(";")[0] for each in found.skipped] == [
        '"UTC+25" is not a time zone',
        '"EST" is not a time zone',
    ]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("UTC-5", "-05:00"), ("UTC+0", "+00:00"), ("UTC-4.5", "-04:30"), ("UTC+5:45", "+05:45"), ("GMT+1", "+01:00")],
)
def test_a_site_without_a_place_for_its_zone(zone: str, offset: str) -> None:
    head = "Event Name,Event Start Date,Event Start Time,Event End Time,Event All Day,Event Timezone\n"
    found = read(f"{head}A,2026-12-03,19:00,20:30,,{zone}\nB,2026-12-03,,,yes,{zone}\n")
    assert found.skipped == ()
    starts = [each.record.start for each in found.records]  # type: ignore[union-attr]
    assert starts == [
        DayOrTime(dt.datetime.fromisoformat(f"2026-12-03T19:00{offset}")), DayOrTime(dt.date(2026, 12, 3)),
    ]  # fmt: skip
    assert starts[0].value.utcoffset() == dt.datetime.fromisoformat(f"2026-12-03T19:00{offset}").utcoffset()


# Private and hostile


@pytest.mark.parametrize("field", ["Description", "Location", "Subject"])
def test_links_to_join_by_go_to_members(field: str) -> None:
    text = "Talk with us\nJoin: https://us02web.zoom.us/j/812?pwd=abc\nPasscode: 991122"
    found = read(
        f'Name,Start Date,{field}\nWebinar,2026-12-03,"{text}"\n', mapping=["Name=title"] if field != "Subject" else []
    )
    (one,) = found.records
    assert isinstance(one.record, Event)
    assert one.record.members.join_url == "https://us02web.zoom.us/j/812?pwd=abc"
    assert "zoom.us" not in f"{one.record.title}{one.record.place}{one.record.description}"
    assert "members" in one.fields
    assert "[members]" in one.notes[0]
    kept = read(f'Name,Start Date,{field}\nWebinar,2026-12-03,"{text}"\n', mapping=["Name=title"] if field != "Subject" else [],
                public_link=True)  # fmt: skip
    assert kept.records[0].record.members == MembersTable()


def test_a_website_that_is_a_meeting_goes_to_members() -> None:
    (one,) = read(
        "Event Name,Event Start Date,Event Website\nA,2026-12-03,https://meet.google.com/abc-defg-hij\n"
    ).records
    assert isinstance(one.record, Event)
    assert (one.record.url, one.record.members.join_url) == (None, "https://meet.google.com/abc-defg-hij")
    assert {"url", "members"} <= one.fields


def test_links_that_are_none_are_left_out_and_named() -> None:
    head = "Event Name,Event Start Date,Event Website,Featured Image,Event Venue Name"
    (one,) = read(f"{head}\nA,2026-12-03,javascript:x,77,12\n").records
    assert isinstance(one.record, Event)
    assert (one.record.url, one.record.image, one.record.place, len(one.notes)) == (None, None, None, 3)
    data = tables.spreadsheet([], members=False) + b"2026-12-03,,,A,,,,,,,javascript:x" + b"," * 12 + b"\r\n"
    (ours,) = read(data).records
    assert isinstance(ours.record, Event)
    assert (ours.record.url, len(ours.notes)) == (None, 1)


def test_hostile_text() -> None:
    nasty = '\'=HYPERLINK(""x"")\r\n\x1b[31mA\x00<script>alert(1)</script>[bold]'
    (event,) = events(f'Subject,Start Date,Description\n"{nasty}",2026-12-03,"{nasty}"\n')
    assert event.title == '=HYPERLINK("x") [31mA<script>alert(1)</script>[bold]'
    assert event.description == '=HYPERLINK("x")\n[31mA[bold]'


def test_a_picture_stays_in_its_folder() -> None:
    data = tables.spreadsheet([], members=False) + b"2026-12-03,,,A,,,,,,,,,,,,../../etc/passwd,,,,,,,\r\n"
    assert "images" in read(data).skipped[0].why


@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: f"Subject,Start Date\n{text}".encode("utf-8", "replace"))
)
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(LacwgError):
        assert all(each.why for each in read(data).skipped)


PIECES = st.sampled_from(
    "0 1 12 13 31 2026 / - . : T Z +05:00 AM p.m. Dec midnight noon ٣ ² \u202f , ' \x00 Wednesday".split()
)


@given(st.lists(st.lists(PIECES, max_size=6).map("".join), min_size=7, max_size=7), st.sampled_from([MDY, DMY, GROUP]))
def test_whatever_stands_in_a_cell_is_read_or_passed_over(cells: list[str], group: Any) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "start", "end", "start time", "end date", "end time", "timezone"], cells])
    with contextlib.suppress(UsageError):
        found = read(out.getvalue(), group)
        assert len(found.records) + len(found.skipped) == 1 or not any(map(str.strip, cells))


# Round trips

CONTROLS = [chr(each) for each in (*range(9), *range(11, 32), *range(127, 160))]
TEXT = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS), min_size=1, max_size=20)
    | st.text("'=+-@\t \n\",;:\\a", min_size=1, max_size=6)
).filter(str.strip)
LINE = TEXT.map(strategies.as_line).filter(bool)
FROM, TO = dt.date(2020, 1, 1), dt.date(2030, 1, 1)


def no_change_of_clocks(times: tuple[DayOrTime, DayOrTime | None]) -> bool:
    """What the clocks show never or twice is tested below."""
    given_ = [each.value for each in times if each is not None]
    return not any(isinstance(each, dt.datetime) and each.month in (3, 11) and each.hour < 4 for each in given_)


cells_hold = strategies.events(
    strategies.starts_and_ends(strategies.days(FROM, TO) | strategies.moments(FROM, TO)).filter(no_change_of_clocks),
    id=st.just("2026-12-03-e"), title=TEXT, timezone=st.sampled_from([None, "America/Bogota", "America/Caracas", "UTC"]),
    reason=st.none() | TEXT, place=st.none() | TEXT, url=st.sampled_from([None, "https://example.org/x?a=1&b=2"]),
    issues=st.lists(st.sampled_from(["cuba", "arms-sales", "gone"]), unique=True).map(tuple),
    **{field: st.none() | TEXT for field in ("description", "alt", "caption", "credit")},
    audience=st.sampled_from(["public", "members"]),
    speakers=st.lists(
        st.builds(Speaker, name=LINE.filter(lambda text: ":" not in text), about=st.none() | LINE), max_size=2
    ).map(tuple),
    co_hosts=st.lists(
        st.builds(
            CoHost, name=LINE.filter(lambda text: ": " not in text), url=st.sampled_from([None, "https://example.org/é"])
        ),
        max_size=2,
    ).map(tuple),
    uid=st.uuids().map(lambda each: each.hex), updated=st.none(), sequence=st.just(0),
    members=st.builds(
        MembersTable, join_url=st.sampled_from([None, "https://zoom.us/j/1"]), dial_in=st.sampled_from([None, "+1 617"])
    ),
    private=st.just(PrivateTable(note="secret")), **dict.fromkeys(LANGUAGES, st.none()),
    **dict.fromkeys(["register", "recording", "slides", "geo", "access", "cost"], st.none()),
    **dict.fromkeys(["pictures", "links", "duties", "assignments", "sent", "rsvp"], st.just(())),
)  # fmt: skip


@given(st.lists(cells_hold, max_size=3))
def test_our_spreadsheet_gives_back_all_that_it_can_hold(ones: list[Event]) -> None:
    issues = [Issue(id=each, title=each) for each in ("cuba", "arms-sales", "gone")]  # of others nothing is told
    view = audience.view_of("members", GROUP, [], ones, issues=issues)
    data = tables.spreadsheet([of_event(each, GROUP) for each in view.events], members=True)
    assert b"secret" not in data
    found = read(data, GROUP, issues={"cuba": "Cuba"})
    assert (found.skipped, found.notes) == ((), ())
    assert [each.record for each in found.records] == [replace(each, id="", private=PrivateTable()) for each in ones]
    assert all(not each.notes for each in found.records)


def test_a_date_with_an_offset_keeps_its_moment() -> None:
    one = Event(id="2026-11-01-e", title="A", start=DayOrTime(dt.datetime(2026, 11, 1, 6, 30, tzinfo=zones.UTC)))
    (back,) = events(tables.spreadsheet([of_event(one, GROUP)], members=False))
    assert back.start.value == one.start.value


def test_dates_of_series_are_not_taken_for_events() -> None:
    row = b"2026-12-09 17:00,,,Meeting" + b"," * 17 + b",monthly-meeting/2026-12-09,\r\n"
    found = read(tables.spreadsheet([], members=False) + row + row)
    assert found.records == ()
    assert [(each.what, each.source) for each in found.skipped] == [
        ("monthly-meeting", "file.csv, line 2 and 1 row more")
    ]


@given(cells_hold)
def test_the_other_formats_give_back_what_they_hold(one: Event) -> None:
    one = replace(one, title=" ".join(one.title.split()), members=MembersTable())
    if one.title.startswith(("'", "=", "+", "-", "@")) or one.title.casefold().startswith("cancel"):
        one = replace(one, title=f"A {one.title}")
    occurrence = of_event(one, GROUP)
    view = audience.view_of("members", GROUP, [], [one])
    for data in (
        events_calendar.files(view, [occurrence], dt.date(2026, 11, 24)).events,
        tables.google(replace(GROUP, timezone=occurrence.zone.key), [occurrence], voice("en")),
    ):
        (back,) = read(data, replace(MDY, timezone=occurrence.zone.key)).records
        assert isinstance(back.record, Event)
        again = of_event(replace(back.record, id=one.id), replace(GROUP, timezone=occurrence.zone.key))
        assert again.start == occurrence.start
        # both give an end where none is known, or where it is no later; that is none again
        assert (again.end or again.start) == (occurrence.end or occurrence.start)
        assert (again.status == "cancelled") is (one.status == "cancelled")
