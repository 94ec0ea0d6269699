"""Records to a feed and back, as any program's: the same gatherings at the same times, with their links."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from conftest import GROUP
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import days, events, in_utc, lines, moments, paragraphs, starts_and_ends, zone_names

from lacwg.audience import view as audience
from lacwg.exporters.ics import feed
from lacwg.importers.ics import reading
from lacwg.records import (
    LANGUAGES,
    DayOrTime,
    Event,
    MembersTable,
    PrivateTable,
    Series,
    SeriesException,
    Speaker,
)
from lacwg.schedule import occurrences, zones

NEW_YORK = zones.zone("America/New_York")
line, words = lines(), st.none() | lines()
links = st.sampled_from([None, "https://zoom.us/j/1?pwd=a;b,c", "https://meet.jit.si/LA"])
members = st.builds(MembersTable, join_url=links, dial_in=words)
some_days = days(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
walls = moments(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
some_zones = st.none() | zone_names.filter(lambda name: "UTC" not in name)  # a moment in UTC names no zone
common = {
    "title": line, "place": words, "url": st.sampled_from([None, "https://example.org/x?a=1,2;3"]),
    "description": st.none() | paragraphs(), "members": members, "uid": st.uuids().map(str), "sequence": st.integers(0, 9),
    "updated": st.none() | in_utc(walls),
}  # fmt: skip


feeds_hold = events(
    starts_and_ends(st.one_of(some_days, walls, in_utc(walls))), **common, timezone=some_zones,
    format=st.none(), issues=st.just(()), audience=st.just("public"), private=st.just(PrivateTable()),
    speakers=st.lists(st.builds(Speaker, name=line, about=words), max_size=3).map(tuple),
    **dict.fromkeys(["image", "alt", "caption", "credit", "reason", *LANGUAGES], st.none()),
).flatmap(
    lambda each: st.builds(
        msgspec.structs.replace, st.just(each), id=st.just(f"{each.start.day}-x"),
        reason=words if each.status == "cancelled" else st.none(),
    )
)  # fmt: skip


def back(record: Event | Series) -> list[Event | Series]:
    """The records that a members' feed of one record comes back as."""
    some = {"series": [record]} if isinstance(record, Series) else {"events": [record]}
    view = audience.view_of("members", GROUP, **some)
    text = feed.calendar(view)
    if view.problems:
        return []
    found = reading.read(text, "feed.ics", zone=NEW_YORK)
    assert found.skipped == ()
    return [msgspec.structs.replace(each.record, id=record.id) for each in found.records]  # type: ignore[misc]


def held(each: occurrences.Occurrence) -> dict[str, Any]:
    """What iCalendar has properties for, of an occurrence."""
    shape: dict[str, Any] = {name: getattr(each, name) for name in ("title", "status", "url", "sequence")}
    shape["start"] = each.start
    shape["zone"] = None if each.all_day else each.zone.key
    shape["identity"] = each.identity.uid
    shape["end"] = None if each.end == each.start else each.end
    if isinstance(each.start, dt.datetime):  # two times of one zone are compared by their wall time else
        shape["start"] = each.span.start_utc
        shape["end"] = each.end.astimezone(dt.UTC) if isinstance(shape["end"], dt.datetime) else None
    return shape


@given(feeds_hold)
@settings(max_examples=60)
def test_an_event_comes_back(event: Event) -> None:
    found = back(event)
    if found:
        before, after = occurrences.of_event(event, GROUP), occurrences.of_event(found[0], GROUP)  # type: ignore[arg-type]
        assert held(after) == held(before)


@st.composite
def many(draw: st.DrawFn) -> Series:
    timed = draw(st.booleans())
    hours = st.sampled_from([dt.time(17), dt.time(19, 30), dt.time(2, 30)])
    rule = draw(st.sampled_from(
        ["2nd Wednesday", "last Friday", "every Saturday", "every other Monday",
         "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
         "FREQ=WEEKLY;BYDAY=TU;COUNT=20"]
    ))  # fmt: skip
    series = Series(
        id="vigil", rule=rule, start_time=draw(hours) if timed else None, kind="event",
        minutes=draw(st.none() | st.integers(1, 300)) if timed else None, since=draw(some_days), timezone=draw(some_zones),
        **{key: draw(value) for key, value in common.items()},
    )  # fmt: skip
    given_ = occurrences.expand(series, GROUP)
    dates = [each.span.day for _, each in zip(range(12), given_, strict=False)]
    if draw(st.booleans()):
        series = msgspec.structs.replace(series, until=dates[-1] + dt.timedelta(days=3))
    other = line.filter(lambda text, title=series.title: text != title)  # what differs in nothing is no edit
    exceptions = []
    for day in draw(st.lists(st.sampled_from(dates), unique=True, max_size=4)):
        what = draw(st.sampled_from(["cancelled", "moved", "hour", "edited"]))
        reason = draw(words)
        match what:
            case "cancelled":
                exceptions.append(SeriesException(date=day, cancelled=True, reason=reason))
            case "moved":
                exceptions.append(
                    SeriesException(date=day, moved_to=DayOrTime(day + dt.timedelta(days=1)), reason=reason)
                )
            case "hour" if timed:
                to = DayOrTime(dt.datetime.combine(day + dt.timedelta(days=draw(st.integers(0, 1))), dt.time(12, 15)))
                exceptions.append(SeriesException(date=day, moved_to=to, reason=reason))
            case _:
                exceptions.append(
                    SeriesException(
                        date=day, title=draw(other), place=draw(words), reason=reason, members=draw(members)
                    )
                )
    return msgspec.structs.replace(series, exceptions=tuple(exceptions))


def shown(series: Series) -> list[dict[str, Any]]:
    shapes = []
    for _, each in zip(range(25), occurrences.expand(series, GROUP), strict=False):
        shape = held(each)
        if each.status == "cancelled":  # its own hour is not told
            shape["original_start"] = None
        shapes.append(shape)
    return shapes


@given(many())
@settings(max_examples=60)
def test_a_series_comes_back(series: Series) -> None:
    if not (found := back(series)):
        return
    assert [type(each).__name__ for each in found] == ["Series"]
    assert isinstance(found[0], Series)
    assert shown(found[0]) == shown(series)
