"""Records to a members' feed and back: nothing is lost that iCalendar can hold (see ``reading``)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from conftest import GROUP
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import days, events, in_utc, languages, lines, moments, paragraphs, starts_and_ends, zone_names

from lacwg.audience import view as audience
from lacwg.exporters.ics import feed
from lacwg.importers.ics import reading
from lacwg.records import (
    LANGUAGES,
    DayOrTime,
    Event,
    Language,
    MembersTable,
    PrivateTable,
    Series,
    SeriesChange,
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


def back(record: Event | Series, language: Language = "en") -> list[Event | Series]:
    """The records that a members' feed of one record comes back as, that of a group which speaks a language."""
    group = msgspec.structs.replace(GROUP, language=language)
    some = {"series": [record]} if isinstance(record, Series) else {"events": [record]}
    view = audience.view_of("members", group, **some)
    text = feed.calendar(view)
    if view.problems:
        return []
    found = reading.read(text, "feed.ics", zone=NEW_YORK)
    assert found.skipped == ()
    return [msgspec.structs.replace(each.record, id=record.id) for each in found.records]  # type: ignore[misc]


def held(each: occurrences.Occurrence) -> dict[str, Any]:
    """What iCalendar can hold of an occurrence."""
    shape = {name: getattr(each, name) for name in each.__struct_fields__}
    for name in ("format", "issues", "audience", "private", "warnings", "kind", "id"):
        del shape[name]
    del shape["span"]
    shape["start"] = each.start
    shape["zone"] = None if each.all_day else each.zone.key
    shape["identity"] = each.identity.uid
    shape["end"] = None if each.end == each.start else each.end
    if isinstance(each.start, dt.datetime):  # two times of one zone are compared by their wall time else
        shape["start"] = each.span.start_utc
        shape["end"] = each.end.astimezone(dt.UTC) if isinstance(shape["end"], dt.datetime) else None
    return shape


@given(feeds_hold, languages)
@settings(max_examples=300)
def test_an_event_comes_back(event: Event, language: Language) -> None:
    found = back(event, language)
    if found:
        before, after = occurrences.of_event(event, GROUP), occurrences.of_event(found[0], GROUP)  # type: ignore[arg-type]
        assert held(after) == held(before)


@st.composite
def many(draw: st.DrawFn) -> Series:
    timed = draw(st.booleans())
    hours = st.sampled_from([dt.time(17), dt.time(19, 30), dt.time(2, 30)])
    rule = draw(st.sampled_from(
        ["2nd Wednesday", "1st and 3rd Thursday", "last Friday", "every Saturday", "every other Monday",
         "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
         "FREQ=WEEKLY;BYDAY=TU;COUNT=20", "1st Tuesday and Thursday"]
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
        what = draw(st.sampled_from(["cancelled", "moved", "hour", "edited", "extra"]))
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
            case "extra":
                free = next(d for n in range(1, 9) if (d := day + dt.timedelta(days=n)) not in dates)
                if all(each.date != free for each in exceptions):
                    exceptions.append(SeriesException(date=free, extra=True, reason=reason, place=draw(words)))
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


@given(many(), languages)
@settings(max_examples=300)
def test_a_series_comes_back(series: Series, language: Language) -> None:
    if not (found := back(series, language)):
        return
    assert [type(each).__name__ for each in found] == ["Series"]
    assert isinstance(found[0], Series)
    assert shown(found[0]) == shown(series)


@pytest.mark.parametrize("rule", [None, "1st Tuesday", "1st and 3rd Thursday"])
def test_a_series_with_a_change_comes_back(rule: str | None) -> None:
    change = SeriesChange(
        from_=dt.date(2027, 3, 1), rule=rule, start_time=dt.time(18), place="City Hall", title="Vigil at six"
    )
    series = Series(
        id="vigil", title="Vigil", kind="event", rule="2nd Wednesday", since=dt.date(2026, 1, 1), start_time=dt.time(17),
        minutes=60, uid="6ba7b810-9dad-11d1-80b4-00c04fd430c8", changes=(change,),
        exceptions=(
            SeriesException(date=dt.date(2026, 11, 11), moved_to=DayOrTime(dt.date(2026, 11, 18)), reason="Veterans Day"),
            SeriesException(date=dt.date(2027, 3, 20), extra=True, place="Common"),
        ),
    )  # fmt: skip
    found = back(series)
    assert len(found) == 1
    assert isinstance(found[0], Series)
    assert shown(found[0]) == shown(series)


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr", "ht"])
@pytest.mark.parametrize(
    "exception",
    [
        SeriesException(date=dt.date(2026, 7, 3), extra=True, moved_to=DayOrTime(dt.date(2026, 7, 10)), reason="rain"),
        SeriesException(date=dt.date(2026, 7, 3), extra=True, moved_to=DayOrTime(dt.datetime(2026, 7, 3, 9))),
        SeriesException(date=dt.date(2026, 7, 3), extra=True, start_time=dt.time(9), minutes=30, title="Early"),
        SeriesException(date=dt.date(2026, 7, 3), extra=True, start_time=dt.time(9), cancelled=True, reason="rain"),
        SeriesException(date=dt.date(2026, 11, 1), extra=True, moved_to=DayOrTime(dt.datetime(2026, 11, 2, 1, 30))),
        SeriesException(date=dt.date(2027, 3, 20), extra=True, title="Vigil"),
    ],
)
def test_an_extra_date_comes_back_whatever_became_of_it(exception: SeriesException, language: Language) -> None:
    series = Series(
        id="vigil", title="Vigil", kind="event", rule="2nd Wednesday", since=dt.date(2026, 1, 1), start_time=dt.time(17),
        minutes=60, uid="6ba7b810-9dad-11d1-80b4-00c04fd430c8", exceptions=(exception,),
        changes=(SeriesChange(from_=dt.date(2027, 3, 1), title="Vigil at six", start_time=dt.time(18)),
                 SeriesChange(from_=dt.date(2027, 3, 10), rule="every Thursday", title="Vigil")),
    )  # fmt: skip
    [found] = back(series, language)
    assert isinstance(found, Series)
    assert shown(found) == shown(series)
