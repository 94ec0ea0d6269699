"""What other programs write into calendar files, one quirk each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lacwg.importers.ics import reading
from lacwg.importers.ics.components import NotACalendarError
from lacwg.importers.incoming import Found
from lacwg.records import DayOrTime, Event, Series, SeriesChange, SeriesException
from lacwg.schedule import zones

NEW_YORK = zones.zone("America/New_York")
EVENT = "UID:u@example.org\nSUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261203T190000\n"
CUSTOM = (
    "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n"
    "BEGIN:STANDARD\nDTSTART:16010101T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\n"
    "TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\n"
    "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
)
ODD = CUSTOM.replace("-0500", "-0437").replace("-0400", "-0337")


def read(body: str, head: str = "", *, wrap: bool = True) -> Found:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n" if wrap else body
    return reading.read(text.encode(), "c.ics", zone=NEW_YORK)


def vevent(lines: str) -> str:
    return f"BEGIN:VEVENT\n{lines}END:VEVENT\n"


def one(lines: str, head: str = "") -> Event:
    found = read(vevent(lines), head)
    assert found.skipped == ()
    assert len(found.records) == 1
    assert isinstance(found.records[0].record, Event)
    return found.records[0].record


def series(lines: str, more: str = "", head: str = "") -> Series:
    found = read(vevent(lines) + more, head)
    assert found.skipped == ()
    assert isinstance(found.records[0].record, Series)
    return found.records[0].record


def why(lines: str, head: str = "") -> str:
    found = read(vevent(lines), head)
    assert found.records == ()
    return " ".join(each.why for each in found.skipped)


def wall(*numbers: int) -> DayOrTime:
    return DayOrTime(dt.datetime(*numbers))  # type: ignore[arg-type]


# Times


@pytest.mark.parametrize(
    ("start", "head", "expected", "zone"),
    [
        (";TZID=America/New_York:20261203T190000", "", wall(2026, 12, 3, 19), None),
        (";TZID=America/Havana:20261203T190000", "", wall(2026, 12, 3, 19), "America/Havana"),
        (";TZID=Eastern Standard Time:20261203T190000", "", wall(2026, 12, 3, 19), None),
        (';TZID="Central Standard Time":20261203T190000', "", wall(2026, 12, 3, 19), "America/Chicago"),
        (";TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Madrid:20261203T190000", "", wall(2026, 12, 3, 19), "Europe/Madrid"),
        (";TZID=Customized Time Zone:20261203T190000", CUSTOM, wall(2026, 12, 3, 19), None),
        (";TZID=Customized Time Zone:20260703T190000", CUSTOM.replace("-0500", "-0600").replace("-0400", "-0500"), wall(2026, 7, 3, 19), "America/Chicago"),
        (":20261203T190000", "", wall(2026, 12, 3, 19), None),
        (":20261203T190000", "X-WR-TIMEZONE:America/Havana\n", wall(2026, 12, 3, 19), None),
        (":20261204T000000Z", "", wall(2026, 12, 3, 19), None),
        (":20261204T000000Z", "X-WR-TIMEZONE:America/Mexico_City\n", wall(2026, 12, 3, 18), "America/Mexico_City"),
        (";VALUE=DATE:20261203", "", DayOrTime(dt.date(2026, 12, 3)), None),
        (":20261203", "", DayOrTime(dt.date(2026, 12, 3)), None),
    ],
)  # fmt: skip
def test_a_start_in_every_form(start: str, head: str, expected: DayOrTime, zone: str | None) -> None:
    event = one(f"UID:u\nSUMMARY:Vigil\nDTSTART{start}\n", head)
    assert (event.start, event.timezone) == (expected, zone)


def test_a_zone_that_no_place_keeps_is_kept_as_instants() -> None:
    event = one("UID:u\nSUMMARY:V\nDTSTART;TZID=Customized Time Zone:20261203T190000\nDURATION:PT1H\n", ODD)
    assert event.start == DayOrTime(
        dt.datetime(2026, 12, 3, 19, tzinfo=dt.timezone(-dt.timedelta(hours=4, minutes=37)))
    )
    assert event.end is not None
    assert event.end.value - event.start.value == dt.timedelta(hours=1)


def test_an_unknown_zone_is_refused_by_name_and_never_read_without_one() -> None:
    assert '"Nowhere/Land" is not known' in why("UID:u\nSUMMARY:V\nDTSTART;TZID=Nowhere/Land:20261203T190000\n")
    assert '"-95:00" is not known' in why("UID:u\nSUMMARY:V\nDTSTART;TZID=-95:00:20261203T190000\n")
    # an offset is one, though its colon stands in no quotes
    assert one("UID:u\nSUMMARY:V\nDTSTART;TZID=-05:00:20261203T190000\n").start == wall(2026, 12, 3, 19)


def test_an_hour_that_comes_twice_is_its_first_coming_and_one_that_is_skipped_is_shown_later() -> None:
    twice = one("UID:u\nSUMMARY:V\nDTSTART;TZID=America/New_York:20261101T013000\n")
    assert twice.start == DayOrTime(dt.datetime.fromisoformat("2026-11-01T01:30-04:00"))
    second = one("UID:u\nSUMMARY:V\nDTSTART:20261101T063000Z\n")
    assert second.start == DayOrTime(dt.datetime.fromisoformat("2026-11-01T01:30-05:00"))
    assert one("UID:u\nSUMMARY:V\nDTSTART;TZID=America/New_York:20260308T023000\n").start == wall(2026, 3, 8, 3, 30)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (":20261203T190000", "DTEND:20261203T203000", wall(2026, 12, 3, 20, 30)),
        (":20261203T190000", "DURATION:PT1H30M", wall(2026, 12, 3, 20, 30)),
        (":20261203T190000", "DTEND:20261203T190000", None),
        (":20261031T190000", "DURATION:P1D", wall(2026, 11, 1, 19)),
        (":20261031T190000", "DURATION:PT24H", wall(2026, 11, 1, 18)),
        (":20261203T190000", "DTEND;TZID=America/Chicago:20261203T193000", wall(2026, 12, 3, 20, 30)),
        (";VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261204", None),
        (";VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261206", DayOrTime(dt.date(2026, 12, 5))),
        (";VALUE=DATE:20261203", "DURATION:P1W", DayOrTime(dt.date(2026, 12, 9))),
        (":20261203T000000", "DTEND:20261205T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", DayOrTime(dt.date(2026, 12, 4))),
    ],
)  # fmt: skip
def test_an_end_in_every_form(start: str, end: str, expected: DayOrTime | None) -> None:
    assert one(f"UID:u\nSUMMARY:V\nDTSTART{start}\n{end}\n").end == expected


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("DTSTART:20261203T190000\nDTEND:20261203T180000\n", "ends before it starts"),
        ("DTSTART:20261203T190000\nDTEND;VALUE=DATE:20261204\n", "both days or both times"),
        ("DTSTART:99990101T000000\n", "years go from 1000 to 9000"),
        ("DTSTART:20261345T000000\n", "DTSTART is not a date"),
        ("DTSTART:20261203\nDTEND:20290101\n", "a year at most"),
        ("SUMMARY:no start\n", "no start"),
        ("DTSTART:20261203T190000\nDURATION:-PT1H\n", "ends before it starts"),
        ("DTSTART:20261203T190000\nDURATION:soon\n", "not a length"),
    ],
)
def test_what_cannot_be_told_is_passed_over_and_named(lines: str, said: str) -> None:
    found = read(vevent(f"UID:u\n{lines}") + vevent(EVENT))
    assert [said in each.why for each in found.skipped] == [True]
    assert found.skipped[0].source == "c.ics, line 4"
    assert [each.record.title for each in found.records] == ["Vigil"]  # type: ignore[union-attr]


# Series

WEEKLY = "UID:s\nSUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261107T160000\nDTEND;TZID=America/New_York:20261107T170000\nRRULE:FREQ=WEEKLY;BYDAY=SA\n"


def override(of: str, lines: str) -> str:
    return vevent(f"UID:s\nRECURRENCE-ID;TZID=America/New_York:{of}\n{lines}")


def test_a_series_with_all_that_can_happen_to_its_dates() -> None:
    found = series(
        WEEKLY + "EXDATE;TZID=America/New_York:20261114T160000,20261121T160000\nEXDATE:20261128T210000Z\n"
        "RDATE;TZID=America/New_York:20261210T180000\n",
        override("20261205T160000", "SUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261206T160000\nDURATION:PT1H\n")
        + override("20261212T160000", "SUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261212T190000\nDURATION:PT2H\n")
        + override("20261219T160000", "SUMMARY:Carols\nLOCATION:Common\nDTSTART;TZID=America/New_York:20261219T160000\nDURATION:PT1H\n")
        + override("20261226T160000", "SUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261226T160000\nSTATUS:CANCELLED\n"),
    )  # fmt: skip
    assert (found.kind, found.rule, found.start_time, found.minutes) == ("event", "every Saturday", dt.time(16), 60)
    off = [SeriesException(date=dt.date(2026, 11, day), cancelled=True) for day in (14, 21, 28)]
    assert list(found.exceptions) == [
        *off,
        SeriesException(date=dt.date(2026, 12, 5), moved_to=DayOrTime(dt.date(2026, 12, 6))),
        SeriesException(date=dt.date(2026, 12, 10), extra=True, start_time=dt.time(18)),
        SeriesException(date=dt.date(2026, 12, 12), moved_to=wall(2026, 12, 12, 19), minutes=120),
        SeriesException(date=dt.date(2026, 12, 19), title="Carols", place="Common"),
        SeriesException(date=dt.date(2026, 12, 26), cancelled=True),
    ]


@pytest.mark.parametrize(
    ("rule", "expected", "until"),
    [
        ("FREQ=MONTHLY;BYDAY=1SA", "1st Saturday of the month", None),
        ("FREQ=WEEKLY", "every Saturday", None),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=1;BYDAY=SA", "every Saturday", None),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=SU", "every other Saturday", None),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=SU", None),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=7", None),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=7", None),
        ("FREQ=WEEKLY;BYDAY=SA;COUNT=5", "FREQ=WEEKLY;BYDAY=SA;COUNT=5", None),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261219T210000Z", "every Saturday", dt.date(2026, 12, 19)),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261219T205959Z", "every Saturday", dt.date(2026, 12, 18)),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=99991231T000000Z", "every Saturday", None),
        ("FREQ=WEEKLY;BYDAY=SA;BYHOUR=16;BYMINUTE=0", "every Saturday", None),
    ],
)
def test_rules_in_the_words_that_people_use(rule: str, expected: str, until: dt.date | None) -> None:
    found = series(WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", rule))
    assert (found.rule, found.until) == (expected, until)


def test_a_start_that_does_not_fit_its_rule_is_an_extra_date() -> None:
    found = read(vevent(WEEKLY.replace("BYDAY=SA", "BYDAY=SU;COUNT=3")))
    record = found.records[0].record
    assert isinstance(record, Series)
    assert record.rule == "FREQ=WEEKLY;BYDAY=SU;COUNT=2"
    assert record.exceptions == (SeriesException(date=dt.date(2026, 11, 7), extra=True),)
    assert "does not fit its rule" in found.records[0].notes[0]


def test_dates_that_no_series_can_have_come_in_as_events() -> None:
    found = read(vevent(WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", "FREQ=HOURLY;INTERVAL=6;COUNT=3")))
    assert [each.record.start for each in found.records] == [
        wall(2026, 11, 7, 16),
        wall(2026, 11, 7, 22),
        wall(2026, 11, 8, 4),
    ]  # type: ignore[union-attr]
    assert len({each.record.uid for each in found.records}) == 3
    found = read(vevent(WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", "FREQ=WEEKLY;BYHOUR=9,16;COUNT=3")))
    assert [each.record.start for each in found.records] == [
        wall(2026, 11, 7, 16),
        wall(2026, 11, 14, 9),
        wall(2026, 11, 14, 16),
    ]  # type: ignore[union-attr]
    listed = read(vevent(EVENT + "RDATE;TZID=America/New_York:20261210T190000,20261217T190000\n"))
    assert [each.record.start.day.day for each in listed.records] == [3, 10, 17]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", "FREQ=SECONDLY"), "more than 400 dates"),
        (WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), "by the hour"),
        (WEEKLY.replace("BYDAY=SA", "BYDAY=SA;COUNT=1000000"), "1,000,000 dates"),
        (WEEKLY.replace("FREQ=WEEKLY;BYDAY=SA", "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2"), "no such day"),
        (WEEKLY.replace("BYDAY=SA", "BYDAY=XX"), "not a weekday"),
        (WEEKLY + "RRULE:FREQ=DAILY\n", "several rules"),
        (WEEKLY + "STATUS:CANCELLED\n", "lacwg series end"),
        (WEEKLY + "RDATE:" + ",".join(["20261210T180000"] * 100_000) + "\n", "longer than"),
        (WEEKLY + "".join(f"RDATE:2026{n // 28 % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}0000\n" for n in range(100_000)), "more than 1,000"),
        (WEEKLY.replace("America/New_York", "Customized Time Zone"), "a series needs one"),
    ],
    ids=range(10),
)  # fmt: skip
def test_rules_that_cannot_be_taken_over(lines: str, said: str) -> None:
    assert said in why(lines, ODD)


THIS_AND_FUTURE = "UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20261219T160000\n"


def test_an_override_without_its_series_is_an_event() -> None:
    lines = "SUMMARY:V\nDTSTART;TZID=America/New_York:20261205T180000\n"
    alone = read(override("20261205T160000", lines)).records
    assert [(each.record.uid, each.record.start) for each in alone] == [("s-20261205T160000", wall(2026, 12, 5, 18))]  # type: ignore[union-attr]


def test_this_and_future_is_a_change_of_the_series() -> None:
    later = (
        f"{THIS_AND_FUTURE}SUMMARY:Vigil in winter\nLOCATION:Church\n"
        "DTSTART;TZID=America/New_York:20261219T150000\nDURATION:PT30M\n"
    )
    moved = override("20270102T160000", "SUMMARY:Vigil in winter\nLOCATION:Hall\nDTSTART;TZID=America/New_York:20270103T150000\nDURATION:PT30M\n")  # fmt: skip
    found = series(WEEKLY, vevent(later) + moved)
    change = SeriesChange(
        from_=dt.date(2026, 12, 19), start_time=dt.time(15), minutes=30, title="Vigil in winter", place="Church"
    )
    assert found.changes == (change,)
    day = dt.date(2027, 1, 2)
    assert found.exceptions == (SeriesException(date=day, moved_to=DayOrTime(dt.date(2027, 1, 3)), place="Hall"),)


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:V\nDTSTART;TZID=America/New_York:20261220T160000\n",
        "SUMMARY:V\nDTSTART;VALUE=DATE:20261219\n",
    ],
)
def test_this_and_future_on_other_days_leaves_the_whole_series_out(lines: str) -> None:
    found = read(vevent(WEEKLY) + vevent(THIS_AND_FUTURE + lines))
    assert found.records == ()
    assert [each.what for each in found.skipped] == ["Vigil"]
    assert "December 19, 2026" in found.skipped[0].why


def test_a_series_whose_later_dates_are_cancelled_ends_before_them() -> None:
    later = f"{THIS_AND_FUTURE}SUMMARY:V\nSTATUS:CANCELLED\nDTSTART;TZID=America/New_York:20261219T160000\n"
    assert series(WEEKLY, vevent(later)).until == dt.date(2026, 12, 18)


# Texts


def test_folded_escaped_text_with_line_ends_of_every_kind_and_a_byte_order_mark() -> None:
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:u\nDTSTART:20261203\n"
        "SUMMARY:Cuba\\, Haiti\\; a \\\\ and Mé\n xico\nDESCRIPTION:One\\nTwo\\NThr\n\tee\nEND:VEVENT\nEND:VCALENDAR"
    )
    for data in (
        text.encode(),
        text.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
    ):
        event = reading.read(data, "c", zone=NEW_YORK).records[0].record
        assert isinstance(event, Event)
        assert (event.title, event.description) == ("Cuba, Haiti; a \\ and México", "One\nTwo\nThree")
    windows = reading.read(text.encode("cp1252"), "c", zone=NEW_YORK)
    assert windows.records[0].record.title == "Cuba, Haiti; a \\ and México"  # type: ignore[union-attr]
    assert "Windows-1252" in windows.notes[0]


def test_a_character_that_is_folded_in_its_middle_is_whole() -> None:
    data = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20261203\r\nSUMMARY:Méx\r\nEND:VEVENT\r\nEND:VCALENDAR".encode()
    broken = data.replace("é".encode(), b"\xc3\r\n \xa9")
    assert reading.read(broken, "c", zone=NEW_YORK).records[0].record.title == "Méx"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DESCRIPTION:<p>Bring <b>candles</b> &amp\\; songs</p><ul><li>one</li><li>two</li></ul>\n", "Bring candles & songs\n\n- one\n- two"),
        ("X-ALT-DESC;FMTTYPE=text/html:<html><head><title>x</title></head><body>A<br>B<script>alert(1)</script></body></html>\n", "A\nB"),
        ("DESCRIPTION:plain\nX-ALT-DESC;FMTTYPE=text/html:<b>rich</b>\n", "plain"),
        ('DESCRIPTION:See <a href="https://x.org/a">this</a> <a href="javascript:alert(1)">that</a>\n', "See this (https://x.org/a) that"),
        ("DESCRIPTION:1 < 2 and 3 > 2\n", "1 < 2 and 3 > 2"),
        ("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:M=C3=A9xico\n", "México"),
        ("DESCRIPTION;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=E9=\nxico=0D=0A=\nDF\n", "México\nDF"),
        ("DESCRIPTION:a\x1b[31mb\x00c\n", "a[31mbc"),
    ],
)  # fmt: skip
def test_descriptions_as_plain_text(lines: str, expected: str) -> None:
    assert one(EVENT + lines).description == expected


def test_fields_of_an_event() -> None:
    event = one(
        EVENT + "STATUS:TENTATIVE\nLOCATION:Church\\n12 Main St\\, Boston\nURL:https://example.org/x\n"
        "ATTACH;FMTTYPE=application/pdf:https://example.org/a.pdf\nATTACH;FMTTYPE=image/jpeg:http://example.org/a.jpg\n"
        "ATTACH;FMTTYPE=image/jpeg:https://example.org/b.jpg\nCLASS:CONFIDENTIAL\nSEQUENCE:4\nLAST-MODIFIED:20260101T120000Z\n"
    )  # fmt: skip
    assert (event.status, event.place, event.url) == (
        "tentative",
        "Church, 12 Main St, Boston",
        "https://example.org/x",
    )
    assert (event.image, event.audience, event.sequence) == ("https://example.org/b.jpg", "private", 4)
    assert event.updated == dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def test_what_is_no_event_is_said_once_and_alarms_are_not_taken_for_the_event() -> None:
    found = read(
        vevent(EVENT + "BEGIN:VALARM\nTRIGGER:-PT2H\nDESCRIPTION:ring\nSUMMARY:ring\nEND:VALARM\nLOCATION:Common\n")
        + "BEGIN:VTODO\nUID:t\nSUMMARY:Buy\nEND:VTODO\n" * 3 + "BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\n"
    )  # fmt: skip
    event = found.records[0].record
    assert isinstance(event, Event)
    assert (event.title, event.place, event.description) == ("Vigil", "Common", None)
    assert [each.what for each in found.skipped] == ["3 tasks", "1 journal entries"]


# Links to join by

ZOOM = (
    "What the news leaves out.\\n\\nAna is inviting you to a scheduled Zoom meeting.\\n\\nJoin Zoom Meeting\\n"
    "https://us02web.zoom.us/j/812?pwd=QWE\\n\\nMeeting ID: 812 3456 7890\\nPasscode: 314159\\n\\n---\\n\\nOne tap mobile\\n"
    "+13126266799\\,\\,81234567890#\\,\\,\\,\\,*314159# US (Chicago)\\n\\nDial by your location\\n        +1 312 626 6799 US (Chicago)\\n"
    "Meeting ID: 812 3456 7890\\nFind your local number: https://us02web.zoom.us/u/kdw\\n\\nBring a friend."
)
MEET = (
    "Study circle\\n\\n-::~:~::~:~:~:~:~:~:~:~:~::~:~::-\\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\\n"
    "Or dial: (US) +1 402-555-0123 PIN: 123456789#\\n\\nLearn more about Meet at: https://support.google.com/a/users/answer/9282720\\n\\n"
    "Please do not edit this section.\\n-::~:~::~:~:~:~:~:~:~:~:~::~:~::-"
)
TEAMS = (
    "Agenda below.\\n________________________________________\\nMicrosoft Teams meeting\\nJoin on your computer\\, mobile app or room device\\n"
    "Click here to join the meeting<https://teams.microsoft.com/l/meetup-join/19%3ameeting>\\nMeeting ID: 234 567\\nPasscode: aB3\\n"
    "Or call in (audio only)\\n+1 857-555-0100\\,\\,987654321#   United States\\, Boston\\nPhone Conference ID: 987 654 321#\\n"
    "________________________________________"
)


@pytest.mark.parametrize(
    ("lines", "join", "dial_in", "description"),
    [
        (f"DESCRIPTION:{ZOOM}\n", "https://us02web.zoom.us/j/812?pwd=QWE", ["314159", "812 3456 7890", "+13126266799"], "What the news leaves out.\n\nBring a friend."),
        (f"DESCRIPTION:{MEET}\n", "https://meet.google.com/abc-defg-hij", ["402-555-0123", "123456789"], "Study circle"),
        (f"DESCRIPTION:{TEAMS}\n", "https://teams.microsoft.com/l/meetup-join/19%3ameeting", ["aB3", "857-555-0100", "987 654 321"], "Agenda below."),
        ("LOCATION:https://zoom.us/j/1\nDESCRIPTION:Hi\n", "https://zoom.us/j/1", [], "Hi"),
        ("URL:https://zoom.us/j/1\nDESCRIPTION:Passcode: 99\\nHi\n", "https://zoom.us/j/1", ["99"], "Hi"),
        ("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/x\nDESCRIPTION:Hi\n", "https://meet.example.org/x", [], "Hi"),
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc\nDESCRIPTION:Hi\n", "https://meet.google.com/abc", [], "Hi"),
        ("DESCRIPTION:We meet at https://zoom.us/j/5 and then walk.\n", "https://zoom.us/j/5", [], "We meet at (link: members) and then walk."),
        ("DESCRIPTION:Join us at the State House; call 617-555-0100.\n", None, [], "Join us at the State House; call 617-555-0100."),
    ],
)  # fmt: skip
def test_links_to_join_by_go_to_members(lines: str, join: str | None, dial_in: list[str], description: str) -> None:
    found = read(vevent(EVENT + lines)).records[0]
    event = found.record
    assert isinstance(event, Event)
    assert (event.members.join_url, event.description) == (join, description)
    assert all(each in (event.members.dial_in or "") for each in dial_in)
    assert ("[members]" in " ".join(found.notes)) == (join is not None)
    public = " ".join(filter(None, (event.title, event.place, event.url, event.description)))
    assert not [each for each in (*dial_in, join) if each and each in public]


def test_a_place_beside_a_link_stays() -> None:
    event = one(EVENT + "LOCATION:Community Church\\; https://zoom.us/j/1\n")
    assert (event.place, event.members.join_url) == ("Community Church", "https://zoom.us/j/1")


# Files that are not what they should be


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x00\x01\xff", b"BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VEVENT".encode("utf-16-le")]
)
def test_no_calendar(data: bytes) -> None:
    with pytest.raises(NotACalendarError):
        reading.read(data, "c.ics", zone=NEW_YORK)


def test_what_is_cut_off_or_never_closed_is_named_and_the_rest_is_read() -> None:
    found = read(f"BEGIN:VCALENDAR\n{vevent(EVENT)}BEGIN:VEVENT\nUID:x\nSUMMARY:Cut\n", wrap=False)
    assert [each.record.title for each in found.records] == ["Vigil"]  # type: ignore[union-attr]
    assert [(each.what, each.source) for each in found.skipped] == [("Cut", "c.ics, line 7")]
    never = read(f"BEGIN:VEVENT\nUID:x\nSUMMARY:Open\nDTSTART:20261203\n{vevent(EVENT)}")
    assert [each.record.title for each in never.records] == ["Vigil"]  # type: ignore[union-attr]
    assert "no END" in never.skipped[0].why


def test_deep_and_long_things_take_little_time() -> None:
    deep = "BEGIN:VEVENT\n" + "BEGIN:X\n" * 100_000 + "END:X\n" * 100_000 + EVENT + "END:VEVENT\n"
    assert len(read(deep).records) == 1
    long = read(vevent(EVENT + f"DESCRIPTION:{'x' * 10_000_000}\n") + vevent(EVENT.replace("u@", "v@")))
    assert len(long.records) == 1
    assert "longer than 1024 KiB" in long.skipped[0].why
    folded = read(vevent(EVENT + "DESCRIPTION:x\n" + " x\n" * 200_000))
    assert "was cut to 100,000" in folded.records[0].notes[0]
    blanks = vevent(EVENT + f"DESCRIPTION:https://zoom.us/j/1\\n{' ,;-' * 100_000}\n")
    assert len(read(blanks).records) == 1


def test_hostile_titles_come_in_on_one_line() -> None:
    event = one(EVENT.replace("Vigil", "Vi\\ngil\\r\\n=HYPERLINK(1)\x1b]0;x\x07 <script> [bold]\u202e"))
    assert event.title.isprintable() or "\u202e" in event.title
    assert event.title.startswith("Vi gil")
    assert "\x1b" not in event.title


def test_two_calendars_in_one_file_and_one_uid_for_two_gatherings() -> None:
    twice = f"BEGIN:VCALENDAR\n{vevent(EVENT)}END:VCALENDAR\nBEGIN:VCALENDAR\n{vevent(EVENT.replace('u@', 'v@'))}END:VCALENDAR\n"
    assert len(read(twice, wrap=False).records) == 2
    found = read(
        vevent(EVENT) + vevent(EVENT.replace("Vigil", "Rally")) + vevent(EVENT + "SEQUENCE:2\nLOCATION:Common\n")
    )
    shapes: list[Any] = [(each.record.title, each.record.uid, each.record.place) for each in found.records]  # type: ignore[union-attr]
    # none of them has the UID itself: the next time another one may come first
    start = "u@example.org-20261203T190000"
    assert shapes == [("Rally", f"{start}-Rally", None), ("Vigil", f"{start}-Vigil", "Common")]


@pytest.mark.parametrize("bad", ["<a ", "<!--", "</", "<a b='", "<a href=x>", "&#", "<script>"])
def test_html_that_is_never_closed_takes_little_time(bad: str) -> None:
    assert len(read(vevent(EVENT + f"DESCRIPTION:<b>x</b>{bad * (900_000 // len(bad))}\n")).records) == 1


@pytest.mark.parametrize(
    ("text", "left", "dial_in"),
    [
        ("join https://zoom.us/j/9?pwd=zz passcode 777", "join (link: members) (code: members)", "passcode 777"),
        ("See https://zoom.us/j/9 (the password is cuba26).", "See (link: members) (the (code: members)).", "password is cuba26"),
        ("Bring pins.\\nhttps://zoom.us/j/9\\nPasscode 777\\nPIN=4321", "Bring pins.", "Passcode 777; PIN=4321"),
        ("Em https://zoom.us/j/9, a senha é cuba26", "Em (link: members) a (code: members)", "senha é cuba26"),
        ("https://zoom.us/j/9\\nMot de passe : 4711\\nCode d’accès: 99", "", "Mot de passe : 4711; Code d’accès: 99"),
        ("https://zoom.us/j/9\\nID da reunião: 123 456\\nContrasena: x1", "", "ID da reunião: 123 456; Contrasena: x1"),
        ("On password safety: https://zoom.us/j/9", "On password safety: (link: members)", None),
    ],
)  # fmt: skip
def test_a_code_in_a_sentence_goes_to_members_too(text: str, left: str, dial_in: str | None) -> None:
    event = one(f"UID:u\nSUMMARY:V\nDTSTART:20261203T190000\nDESCRIPTION:{text}\n")
    assert (event.description or "", event.members.dial_in) == (left, dial_in)


def test_a_link_in_one_date_of_a_series_is_named() -> None:
    lines = (
        "SUMMARY:Vigil\nDTSTART;TZID=America/New_York:20261205T160000\nDURATION:PT1H\nLOCATION:https://zoom.us/j/9\n"
    )
    found = read(vevent(WEEKLY) + override("20261205T160000", lines))
    assert found.records[0].notes == (
        "Saturday, December 5, 2026: the link to join by went to [members], out of the place",
    )


def test_of_a_date_that_is_private_only_its_time_comes_in() -> None:
    secret = (
        "CLASS:PRIVATE\nSUMMARY:Talk to the landlord\nLOCATION:His house\nDESCRIPTION:Secret\n"
        "DTSTART;TZID=America/New_York:20261206T160000\nDURATION:PT1H\n"
    )
    found = read(vevent(WEEKLY) + override("20261205T160000", secret))
    record = found.records[0].record
    assert isinstance(record, Series)
    assert record.exceptions == (SeriesException(date=dt.date(2026, 12, 5), moved_to=DayOrTime(dt.date(2026, 12, 6))),)
    assert found.records[0].notes == (
        "Saturday, December 5, 2026: it is marked as private there: only its time was taken over",
    )
    whole = read(vevent(WEEKLY + "CLASS:PRIVATE\n") + override("20261205T160000", secret)).records[0].record
    assert isinstance(whole, Series)
    assert (whole.audience, whole.exceptions[0].title) == ("private", "Talk to the landlord")


def test_what_teams_adds_goes() -> None:
    text = (
        "Hello\\n\\n________________\\nMicrosoft Teams meeting\\nClick here to join the meeting"
        "<https://teams.microsoft.com/l/meetup-join/19%3a>\\nMeeting ID: 234 567\\n"
        "Download Teams<https://www.microsoft.com/x> | Join on the web<https://www.microsoft.com/y>\\n"
        "Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>\\nSee https://www.microsoft.com/report"
    )
    event = one(f"UID:u\nSUMMARY:V\nDTSTART:20261203T190000\nDESCRIPTION:{text}\n")
    assert event.description == "Hello\n\nSee https://www.microsoft.com/report"


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/url?q=https://us02web.zoom.us/j/812%3Fpwd%3Dabc&sa=D&usg=x",
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F812%3Fpwd%3Dabc&data=05",
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3D"
        "https%253A%252F%252Fus02web.zoom.us%252Fj%252F812%253Fpwd%253Dabc&data=05",
    ],
)
@pytest.mark.parametrize("field", ["DESCRIPTION:Talk\\n", "URL:", "LOCATION:"])
def test_a_link_to_join_by_within_another_link(field: str, link: str) -> None:
    event = one(f"UID:u\nSUMMARY:V\nDTSTART:20261203T190000\n{field}{link}\n")
    assert event.members.join_url == "https://us02web.zoom.us/j/812?pwd=abc"
    assert (event.url, event.place) == (None, None)
    assert event.description == ("Talk" if field.startswith("D") else None)


def test_a_link_of_google_s_to_something_else_stays() -> None:
    event = one("UID:u\nSUMMARY:V\nDTSTART:20261203\nDESCRIPTION:https://www.google.com/url?q=https://x.org/zoom.us\n")
    assert event.description == "https://www.google.com/url?q=https://x.org/zoom.us"


def test_entities_of_sites_in_plain_texts() -> None:
    event = one(
        "UID:u\nDTSTART:20261203\nSUMMARY:Cuba &#8211; Q&amp;A\nLOCATION:Hall &amp; yard\n"
        "DESCRIPTION:Peace &#8217;n&nbsp;bread\\n&nbsp\\;\n"
    )
    assert (event.title, event.place, event.description) == ("Cuba – Q&A", "Hall & yard", "Peace ’n bread")
    assert one("UID:u\nDTSTART:20261203\nSUMMARY:R&D; Q&A\n").title == "R&D; Q&A"
