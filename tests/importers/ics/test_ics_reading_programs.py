"""A file of each program, as it writes them: head, zones, order and oddities."""

from __future__ import annotations

import datetime as dt

from lacwg.importers.ics import reading
from lacwg.importers.incoming import Found
from lacwg.records import DayOrTime, Event, MembersTable, Series, SeriesException
from lacwg.schedule import zones

NEW_YORK = zones.zone("America/New_York")


def read(text: str) -> Found:
    found = reading.read(text.encode(), "c.ics", zone=NEW_YORK)
    assert found.skipped == ()
    return found


def test_google() -> None:
    found = read(
        "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nX-WR-CALNAME:LA/CWG\r\nX-WR-TIMEZONE:America/New_York\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nX-LIC-LOCATION:America/New_York\r\nBEGIN:DAYLIGHT\r\n"
        "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nDTSTART:19700308T020000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nDTSTART:20261204T000000Z\r\nDTEND:20261204T013000Z\r\nDTSTAMP:20261124T170000Z\r\n"
        "UID:abc@google.com\r\nCREATED:20261001T120000Z\r\nDESCRIPTION:<b>Haiti</b> tonight<br>Free\r\n"
        "LAST-MODIFIED:20261002T120000Z\r\nLOCATION:\r\nSEQUENCE:1\r\nSTATUS:CONFIRMED\r\nSUMMARY:Webinar\r\nTRANSP:OPAQUE\r\n"
        "END:VEVENT\r\n"
        "BEGIN:VEVENT\r\nDTSTART;TZID=America/New_York:20261111T170000\r\nDTEND;TZID=America/New_York:20261111T183000\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=2WE\r\nEXDATE;TZID=America/New_York:20270113T170000\r\nUID:m@google.com\r\nSUMMARY:Meeting\r\n"
        "END:VEVENT\r\n"
        "BEGIN:VEVENT\r\nDTSTART;TZID=America/New_York:20261118T170000\r\nDTEND;TZID=America/New_York:20261118T183000\r\n"
        "UID:m@google.com\r\nRECURRENCE-ID;TZID=America/New_York:20261111T170000\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )
    event, series = (each.record for each in found.records)
    assert isinstance(event, Event)
    assert isinstance(series, Series)
    assert (event.start, event.timezone) == (DayOrTime(dt.datetime(2026, 12, 3, 19)), None)
    assert (event.description, event.place) == ("Haiti tonight\nFree", None)
    assert (series.rule, series.minutes) == ("2nd Wednesday of the month", 90)
    assert series.exceptions == (
        SeriesException(date=dt.date(2026, 11, 11), moved_to=DayOrTime(dt.date(2026, 11, 18))),
        SeriesException(date=dt.date(2027, 1, 13), cancelled=True),
    )


def test_a_new_time_of_export_alone_is_no_change() -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTAMP:2026{}T170000Z\nDTSTART:20261204\nSUMMARY:X\nEND:VEVENT\nEND:VCALENDAR\n"
    first, second = read(text.format("1124")), read(text.format("1125"))
    assert first.records[0].digest == second.records[0].digest
    known = {first.records[0].key: first.records[0].digest}
    again = reading.read(text.format("1126").encode(), "c.ics", zone=NEW_YORK, known=known)
    assert (again.records, [each.key for each in again.same]) == ((), ["a"])


def test_apple() -> None:
    found = read(
        "BEGIN:VCALENDAR\nCALSCALE:GREGORIAN\nPRODID:-//Apple Inc.//macOS 15.1//EN\nVERSION:2.0\nX-APPLE-CALENDAR-COLOR:#FF2968\n"
        "BEGIN:VEVENT\nCREATED:20261001T000000Z\nDTEND;TZID=America/Mexico_City:20261203T200000\nDTSTAMP:20261001T000000Z\n"
        "DTSTART;TZID=America/Mexico_City:20261203T190000\nLOCATION:Casa\\nCalle 1\\, México\nSUMMARY:Charla\nUID:0A-1\n"
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Calle 1";X-TITLE="Casa: la nuestra":geo:19.4,-99.1\n'
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Reminder\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    )
    event = found.records[0].record
    assert isinstance(event, Event)
    assert (event.place, event.timezone, event.description) == ("Casa, Calle 1, México", "America/Mexico_City", None)


def test_outlook() -> None:
    found = read(
        "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:Eastern Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16011104T020000\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nCLASS:PUBLIC\r\nDTEND;TZID=\"Eastern Standard Time\":20261203T203000\r\n"
        "DTSTART;TZID=\"Eastern Standard Time\":20261203T190000\r\nLOCATION:Microsoft Teams Meeting\r\n"
        "SUMMARY;LANGUAGE=en-us:Planning\r\nUID:040000008200E00074C5B7101A82E008\r\n"
        "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Plan the rally</p></body></html>\r\n"
        "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/x\r\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )  # fmt: skip
    event = found.records[0].record
    assert isinstance(event, Event)
    assert (event.title, event.description, event.timezone) == ("Planning", "Plan the rally", None)
    assert event.start == DayOrTime(dt.datetime(2026, 12, 3, 19))
    assert event.place is None
    assert event.members == MembersTable(join_url="https://teams.microsoft.com/l/meetup-join/x")


def test_the_events_calendar() -> None:
    found = read(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Massachusetts Peace Action - ECPv6.8.2//NONSGML v1.0//EN\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nX-ORIGINAL-URL:https://masspeaceaction.org\r\nX-Robots-Tag:noindex\r\nX-PUBLISHED-TTL:PT1H\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\n"
        "DTSTART:20260308T070000\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\n"
        "DTSTART:20261101T060000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nDTSTART;TZID=America/New_York:20261203T190000\r\nDTEND;TZID=America/New_York:20261203T203000\r\n"
        "DTSTAMP:20261124T080000\r\nCREATED:20261001T120000Z\r\nLAST-MODIFIED:20261002T120000Z\r\n"
        "UID:4711-1796342400-1796347800@masspeaceaction.org\r\nSUMMARY:Haiti: solidarity; not occupation\r\n"
        f"DESCRIPTION:A talk\\, with time for questions; C:\\\\x {'and more ' * 30}\r\n"
        "URL:https://masspeaceaction.org/event/haiti/\r\nLOCATION:11 Garden St\\, Cambridge\\, MA\\, 02138\\, United States\r\n"
        "CATEGORIES:Latin America\r\nATTACH;FMTTYPE=image/png:https://masspeaceaction.org/a.png\r\n"
        'ORGANIZER;CN="Brian Garvey: MAPA":MAILTO:info@masspeaceaction.org\r\nEND:VEVENT\r\nEND:VCALENDAR'
    )
    event = found.records[0].record
    assert isinstance(event, Event)
    assert event.title == "Haiti: solidarity; not occupation"
    assert (event.description or "").startswith("A talk, with time for questions; C:\\x and more")
    assert (event.image, event.place) == (
        "https://masspeaceaction.org/a.png",
        "11 Garden St, Cambridge, MA, 02138, United States",
    )
    assert found.records[0].key == "4711@masspeaceaction.org"
    assert "info@masspeaceaction.org" not in repr(found)


def test_mobilizon() -> None:
    found = read(
        "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nVERSION:2.0\r\nPRODID:-//Mobilizon//EN\r\nBEGIN:VEVENT\r\nCATEGORIES:MEETING\r\n"
        "DESCRIPTION:<p>Ven con <strong>velas</strong></p>\r\nDTEND:20261204T013000Z\r\nDTSTAMP:20261101T090000Z\r\n"
        "DTSTART:20261204T000000Z\r\nGEO:42.35\\;-71.06\r\nLOCATION:Boston Common\\, Boston\r\nSTATUS:TENTATIVE\r\nSUMMARY:Vigilia\r\n"
        "UID:https://mobilizon.example/events/9f\r\nURL:https://mobilizon.example/events/9f\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    event = found.records[0].record
    assert isinstance(event, Event)
    assert (event.description, event.status, event.start) == (
        "Ven con velas",
        "tentative",
        DayOrTime(dt.datetime(2026, 12, 3, 19)),
    )
