"""Zones: only tzdata's, wall times that are none, changes of clocks."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zoneinfo
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.schedule import zones

NEW_YORK = zones.zone("America/New_York")
ALL = sorted(name for name in zoneinfo.available_timezones() if "/" in name)


def _data(name: str) -> bytes:
    return Path(zoneinfo.TZPATH[0], name).read_bytes()


DIFFERENT = sorted({_data(name): name for name in ALL}.values())
"""Each of them once, without those that are another name of the same."""


def test_tzdata_is_the_only_source() -> None:
    code = "from lacwg.schedule import zones; import zoneinfo, tzdata, pathlib; print(zoneinfo.TZPATH == (str(pathlib.Path(tzdata.__file__).parent / 'zoneinfo'),))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"


def test_havana_in_january_2027_is_what_tzdata_2026f_says() -> None:
    # the system's older data, and the footer of the zone's own file, have -5
    assert dt.datetime(2027, 1, 13, 17, tzinfo=zones.zone("America/Havana")).utcoffset() == dt.timedelta(hours=-4)


@pytest.mark.parametrize(
    "name",
    ["EST", "EST5EDT", "Boston", "", "America/Bostn", "../../etc/passwd", "America/New_York\0", "/etc/localtime"],
)
def test_what_is_no_iana_zone_is_refused(name: str) -> None:
    with pytest.raises(zones.UnknownZoneError) as caught:
        zones.zone(name)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("havana", "America/Havana"), ("America/new_york", "America/New_York"), ("Mexico City", "America/Mexico_City")],
)
def test_the_zone_that_was_meant_is_named(typed: str, meant: str) -> None:
    with pytest.raises(zones.UnknownZoneError) as caught:
        zones.zone(typed)
    assert meant in (caught.value.hint or "")


def test_a_skipped_time_names_the_hours_around_it() -> None:
    with pytest.raises(zones.SkippedTimeError) as caught:
        zones.resolve(dt.datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert caught.value.hint == "try 2027-03-14 01:30 or 2027-03-14 03:30"


def test_a_repeated_time_names_both_offsets() -> None:
    with pytest.raises(zones.RepeatedTimeError) as caught:
        zones.resolve(dt.datetime(2027, 11, 7, 1, 30), NEW_YORK)
    assert caught.value.hint == "say which one: 2027-11-07T01:30-04:00 or 2027-11-07T01:30-05:00"


@given(st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 12, 30)), st.sampled_from(ALL))
def test_what_is_resolved_shows_the_wall_time_it_was_given(wall: dt.datetime, name: str) -> None:
    tz = zones.zone(name)
    try:
        moment = zones.resolve(wall, tz)
    except zones.SkippedTimeError:
        assert zones.is_skipped(wall, tz)
        later = zones.resolve_by_rule(wall, tz)
        assert later.replace(tzinfo=None) > wall
    except zones.RepeatedTimeError:
        assert zones.is_repeated(wall.replace(tzinfo=tz))
        assert zones.resolve_by_rule(wall, tz).fold == 0
    else:
        assert moment.astimezone(zones.UTC).astimezone(tz).replace(tzinfo=None) == wall
        assert moment == zones.resolve_by_rule(wall, tz)


@pytest.mark.parametrize("name", DIFFERENT)
def test_no_change_of_clocks_is_overlooked(name: str) -> None:
    """Every zone, second by second around each change and by ten days in between, 1970 to 2040."""
    tz = zones.zone(name)
    first, last = dt.date(1970, 1, 1), dt.date(2040, 12, 31)
    found = list(zones.transitions(tz, first, last))
    for change in found:
        before = (change.at - dt.timedelta(seconds=1)).astimezone(tz)
        after = change.at.astimezone(tz)
        assert before.utcoffset() == change.before
        assert after.utcoffset() == change.after
        assert after.tzname() == change.name
    assert all(one.at < other.at for one, other in pairwise(found))
    moment, end = dt.datetime(1970, 1, 1, tzinfo=zones.UTC), dt.datetime(2041, 1, 1, tzinfo=zones.UTC)
    changes = 0
    state = _state(moment, tz)
    while (moment := moment + dt.timedelta(days=10)) < end:
        if (now := _state(moment, tz)) != state:
            changes, state = changes + 1, now
    assert changes == len(found)


def _state(moment: dt.datetime, tz: dt.tzinfo) -> tuple[object, ...]:
    local = moment.astimezone(tz)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def test_abbreviations_are_what_people_can_read() -> None:
    assert zones.abbreviation(dt.datetime(2026, 12, 9, 17, tzinfo=NEW_YORK)) == "EST"
    assert zones.abbreviation(dt.datetime(2026, 12, 9, 17, tzinfo=zones.zone("America/Santiago"))) == "UTC-3"
