"""Invitations: what calendar programs are to make of them (RFC 5546)."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from conftest import GROUP, event, series

from lacwg.exporters.ics.invitation import Invitation, invitation
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.voice import voice

NOW = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
MONTHLY = 'rule = "2nd Wednesday"\nstart_time = 17:00:00\nminutes = 90\nsince = 2026-01-01\n'


def dates(text: str = MONTHLY) -> dict[str, Occurrence]:
    """The dates of a series around December, by their ids."""
    found = occurrences.expand(series(text), GROUP, NOW)
    return {each.id[-10:]: each for each, _ in zip(found, range(3), strict=False)}


def made(occurrence: Occurrence, sequence: int = 1, name: str = "Ana") -> Invitation:
    """The invitation of Ana."""
    parties = ('The "Group"', "info@example.org"), (name, "ana@example.org")
    return invitation(occurrence, "u-1", *parties, sequence=sequence, now=NOW, voice=voice("en"))


CASES = {
    "a date": dates()["2026-12-09"],
    "moved": dates(f'{MONTHLY}[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-10T18:00:00\nreason = "snow"\n')["2026-12-09"],
    "cancelled": dates(f'{MONTHLY}[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "snow"\n')["2026-12-09"],
    "whole days": occurrences.of_event(event('start = 2026-12-03\nend = 2026-12-04\ndescription = """a;b,c\\\\d\né"""'), GROUP),
    "no end": occurrences.of_event(event("start = 2026-12-03T17:00:00"), GROUP),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_invitation_is_of_one_person_to_one_date(case: str) -> None:
    invited = made(
        CASES[case], 3, "Ana Pérez; of the very long name that is folded in the middle of a line: with signs"
    )
    off = case == "cancelled"
    assert invited.method == ("CANCEL" if off else "REQUEST")
    calendar = icalendar.Calendar.from_ical(invited.text)
    assert calendar["METHOD"] == invited.method
    (entry,) = calendar.events
    assert not entry.errors
    assert (entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == ("u-1", 3, "CANCELLED" if off else "CONFIRMED")
    assert (entry["ORGANIZER"], entry["ORGANIZER"].params["CN"]) == ("mailto:info@example.org", "The 'Group'")
    assert entry["ATTENDEE"] == "mailto:ana@example.org"
    assert entry["ATTENDEE"].params["CN"].startswith("Ana Pérez; of")
    assert entry["ATTENDEE"].params.get("RSVP") == (None if off else "TRUE")
    assert entry["DTSTAMP"].dt == NOW
    assert entry.start == CASES[case].start
    assert "RRULE" not in entry
    assert "RECURRENCE-ID" not in entry
    assert all(len(line) <= 75 for line in invited.text.encode().split(b"\r\n"))
