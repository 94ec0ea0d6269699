"""What properties are tried on: texts, days and hours, zones, languages, rules, and records of each kind.

A record has anything that its kind may have in every field. What cannot hold as much, as a card or a cell of a
spreadsheet, says by the field's name what it can: ``contacts(phone=st.none())``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st

from lacwg.records import (
    LANGUAGES,
    Action,
    AgendaItem,
    Assignment,
    Away,
    Bill,
    BillWords,
    CoHost,
    Consent,
    Contact,
    ContactPrivateTable,
    ContactWords,
    DayOrTime,
    Decision,
    DecisionWords,
    Duty,
    DutyWords,
    EditWords,
    Event,
    EventWords,
    Issue,
    IssueWords,
    Link,
    MeetingRecord,
    MembersTable,
    Photo,
    PhotoWords,
    PrivateTable,
    Record,
    Register,
    Role,
    RoleWords,
    Rsvp,
    Sent,
    Series,
    SeriesChange,
    SeriesException,
    SeriesWords,
    Speaker,
    SpeakerWords,
    Table,
    TopicWords,
)
from lacwg.schedule import rules as schedule_rules
from lacwg.schedule import zones
from lacwg.schedule.span import Span

T = TypeVar("T")
Made = st.SearchStrategy[T]
Texts = st.SearchStrategy[str]

# Texts


def texts(min_size: int = 0, max_size: int | None = None, *, without: Sequence[str] = (), but: str = "") -> Texts:
    """Text of all characters but lone surrogates, which no file holds, and but some categories and characters."""
    characters = st.characters(exclude_categories=["Cs", *without], exclude_characters=but)  # type: ignore[list-item]
    return st.text(characters, min_size=min_size, max_size=max_size)


def filled_texts(max_size: int | None = 40) -> Texts:
    """Text with something in it beside blanks."""
    return texts(1, max_size).filter(str.strip)


def as_line(text: str) -> str:
    """A text as one line with plain blanks."""
    return " ".join(text.split())


def lines(max_size: int | None = 60) -> Texts:
    """One line with something in it and no control characters."""
    return texts(1, max_size, without=["Cc"]).map(as_line).filter(bool)


def paragraphs(max_size: int | None = 60) -> Texts:
    """A few lines."""
    return st.lists(lines(max_size), min_size=1, max_size=3).map("\n".join)


def toml_values(keys: Sequence[str]) -> Made[Any]:
    """Whatever a key of a TOML file may have as its value; tables within it have some of the keys."""
    return st.recursive(
        st.text(max_size=8) | st.integers(0, 9) | st.booleans() | st.dates() | st.datetimes() | st.floats(0, 1),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=3),
        max_leaves=10,
    )


# Days and hours

FIRST, LAST = dt.date(1970, 1, 2), dt.date(2100, 1, 1)
MINUTE = dt.timedelta(minutes=1)


def days(first: dt.date = FIRST, last: dt.date = LAST) -> Made[dt.date]:
    return st.dates(first, last)


def moments(first: dt.date = FIRST, last: dt.date = LAST) -> Made[dt.datetime]:
    """Wall times to the second, from the one day to the other."""
    begin, end = (dt.datetime.combine(each, dt.time()) for each in (first, last))
    return st.datetimes(begin, end).map(lambda each: each.replace(microsecond=0))


def in_utc(walls: Made[dt.datetime]) -> Made[dt.datetime]:
    return walls.map(lambda each: each.replace(tzinfo=dt.UTC))


hours = st.times().map(lambda each: each.replace(microsecond=0))
lengths = st.timedeltas(dt.timedelta(seconds=1), dt.timedelta(days=60)).map(lambda each: each - each % MINUTE + MINUTE)
"""Whole minutes, at least one."""
offsets = st.integers(-840, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
walls = st.datetimes(dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(LAST, dt.time()))
"""Wall times to the microsecond."""
any_times = st.one_of(days(), walls, st.builds(lambda wall, offset: wall.replace(tzinfo=offset), walls, offsets))
"""Whole days, wall times and moments with an offset, as TOML has them."""


def starts_and_ends(
    starts: Made[Any] = any_times, most: dt.timedelta = dt.timedelta(days=300)
) -> Made[tuple[DayOrTime, DayOrTime | None]]:
    """When an event starts and, where that is known, ends."""

    def both(start: Any, length: dt.timedelta | None) -> tuple[DayOrTime, DayOrTime | None]:
        return DayOrTime(start), None if length is None else DayOrTime(start + length)

    lasting = st.timedeltas(dt.timedelta(), most).map(lambda each: dt.timedelta(each.days, each.seconds))
    return st.builds(both, starts, st.none() | lasting)


# Zones, languages and rules

ZONES = (
    "America/New_York", "America/Havana", "America/Mexico_City", "America/Asuncion", "America/Santiago", "Africa/Accra",
    "America/Sao_Paulo", "Europe/Madrid", "Asia/Tehran", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", "Etc/UTC",
)  # fmt: skip
"""Zones whose clocks differ in what they do, and by how much."""
zone_names = st.sampled_from(ZONES)
languages = st.sampled_from(LANGUAGES)

RULES = (
    "2nd Wednesday", "1st and 3rd Thursday", "last Friday", "every Saturday", "every Sunday", "every other Monday",
    "1st Tuesday", "1st Tuesday and Thursday",
)  # fmt: skip
RRULES = (
    "FREQ=DAILY;INTERVAL=5", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "FREQ=WEEKLY;BYDAY=TU;COUNT=20",
)  # fmt: skip
rules_in_words = st.sampled_from(RULES)
rules = st.sampled_from([*RULES, *RRULES])
weekdays = st.lists(st.sampled_from(schedule_rules.CODES), min_size=1, max_size=3, unique=True)


@st.composite
def plain_rules(draw: st.DrawFn) -> str:
    """RRULEs that are worked out without dateutil."""
    interval = draw(st.integers(1, 5))
    some = draw(weekdays)
    if draw(st.booleans()):
        return f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(some)}"
    ordinals = draw(st.lists(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5]), min_size=1, max_size=3, unique=True))
    return f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={','.join(f'{n}{day}' for n in ordinals for day in some)}"


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Whole days, or hours in any of the zones; near each other, so that some overlap."""
    zone = zones.zone(draw(zone_names))
    day = draw(days(dt.date(2026, 3, 6), dt.date(2026, 3, 10)))
    if draw(st.booleans()):
        return Span(day, draw(st.none() | st.integers(0, 3).map(lambda more: day + dt.timedelta(days=more))), zone)
    return Span.by_rule(day, draw(hours), draw(st.none() | st.integers(0, 3000)), zone)


# Records

TEXT = filled_texts()
WORDS = st.none() | TEXT
KEYS = st.lists(TEXT, max_size=3).map(tuple)
statuses = st.sampled_from(["confirmed", "tentative", "cancelled"])
formats = st.sampled_from([None, "online", "in-person", "hybrid"])
audiences = st.sampled_from(["public", "members", "private"])
images = st.sampled_from([None, "images/a.jpg", "https://example.org/a.jpg"])
emails = st.sampled_from(["ana@example.org", "a.b+c@münchen.example", "x_y@sub.example.co.uk"])


def words_of(kind: type[Table], text: Texts = TEXT) -> Made[Any]:
    """A table of words in another language, with something in it, or none."""
    made = st.fixed_dictionaries({}, optional=dict.fromkeys(kind.__struct_fields__, text))
    return st.none() | made.filter(bool).map(lambda each: kind(**each))


def translations(kind: type[Table]) -> dict[str, Made[Any]]:
    return {language: words_of(kind) for language in LANGUAGES}


members_tables = st.builds(MembersTable, join_url=WORDS, dial_in=WORDS, recording=WORDS)
private_tables = st.builds(PrivateTable, note=WORDS, host_key=WORDS)
list_names = st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), max_size=2, unique=True).map(tuple)
four_letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=4)


def _duty_in(language: str, duty: Duty) -> str:
    return getattr(getattr(duty, language, None), "role", None) or duty.role


duties = st.lists(
    st.builds(Duty, role=TEXT, count=st.integers(1, 3), from_=KEYS, **translations(DutyWords)),
    max_size=2,
    unique_by=tuple(partial(_duty_in, language) for language in ("", *LANGUAGES)),
).map(tuple)
assignments = st.lists(st.builds(Assignment, date=days(), role=TEXT, who=TEXT), max_size=3, unique=True).map(tuple)
mailings = st.lists(
    st.builds(
        Sent, id=four_letters, state=st.sampled_from(["begun", "done"]), on=in_utc(walls), by=WORDS, what=TEXT,
        lists=list_names, count=st.integers(0, 99), sequence=st.integers(0, 9), invited=KEYS,
    ),
    max_size=2,
    unique_by=lambda each: each.id,
).map(tuple)  # fmt: skip
rsvps = st.lists(
    st.builds(Rsvp, contact=TEXT, answer=st.sampled_from(["yes", "no", "maybe"]), on=days()),
    max_size=2,
    unique_by=lambda each: each.contact,
).map(tuple)


def stretches(kind: type[T], **fields: Made[Any]) -> Made[tuple[T, ...]]:
    """Tables with a first and a last day."""
    first_and_last = st.tuples(days(), days()).map(sorted)
    made = st.builds(lambda both, **more: kind(from_=both[0], to=both[1], **more), first_and_last, **fields)
    return st.lists(made, max_size=2).map(tuple)


def common(record_id: str) -> dict[str, Made[Any]]:
    """The fields that records of every kind have."""
    return {
        "id": st.just(record_id), "audience": audiences, "uid": WORDS, "updated": st.none() | in_utc(walls),
        "sequence": st.integers(0, 99), "members": members_tables, "private": private_tables,
    }  # fmt: skip


def speakers(**fields: Made[Any]) -> Made[Speaker]:
    return st.builds(Speaker, **{"name": TEXT, "about": WORDS, **translations(SpeakerWords), **fields})


def events(
    times: Made[tuple[DayOrTime, DayOrTime | None]] = starts_and_ends(),  # noqa: B008
    **fields: Made[Any],
) -> Made[Event]:
    """Events that take place at some of the times."""
    values = {
        **common("2026-12-03-x"), "title": TEXT, "timezone": st.none() | zone_names, "status": statuses, "reason": WORDS,
        "format": formats, "place": WORDS, "url": WORDS, "issues": KEYS, "description": WORDS, "image": images,
        "alt": WORDS, "caption": WORDS, "credit": WORDS, "speakers": st.lists(speakers(), max_size=3).map(tuple),
        "register": st.none() | st.builds(Register, url=TEXT, label=WORDS), "recording": WORDS, "slides": WORDS,
        "pictures": st.lists(
            st.builds(
                Photo, image=images.filter(bool), alt=WORDS, caption=WORDS, credit=WORDS, **translations(PhotoWords)
            ),
            max_size=2,
        ).map(tuple),
        "co_hosts": st.lists(st.builds(CoHost, name=TEXT, url=WORDS), max_size=2).map(tuple),
        "links": st.lists(st.builds(Link, url=TEXT, label=WORDS), max_size=2).map(tuple),
        "geo": st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)), "access": WORDS, "cost": WORDS,
        "duties": duties, "assignments": assignments, "sent": mailings, "rsvp": rsvps,
        **translations(EventWords), **fields,
    }  # fmt: skip
    return st.builds(lambda both, **more: Event(start=both[0], end=both[1], **more), times, **values)


def edits() -> dict[str, Made[Any]]:
    """What may differ on one date of a series, or from a date on."""
    return {
        "title": WORDS, "minutes": st.none() | st.integers(0, 999), "format": formats, "place": WORDS, "url": WORDS,
        "description": WORDS, "reason": WORDS, "by": WORDS, "on": st.none() | days(), "members": members_tables,
        "private": private_tables, **translations(EditWords),
    }  # fmt: skip


def exceptions() -> Made[SeriesException]:
    """What became of a date: it may be cancelled, moved or both, and be an extra one."""
    whole, timed = days().map(DayOrTime), moments().map(DayOrTime)
    became = st.one_of(
        st.fixed_dictionaries({"cancelled": st.booleans(), "start_time": st.none() | st.times()}),
        st.fixed_dictionaries({"moved_to": whole, "start_time": st.none() | st.times(), "cancelled": st.booleans()}),
        st.fixed_dictionaries({"moved_to": timed, "cancelled": st.booleans()}),
    )
    return st.builds(
        lambda how, **more: SeriesException(**how, **more), became, date=days(), extra=st.booleans(), **edits()
    )


def changes() -> Made[SeriesChange]:
    return st.builds(
        SeriesChange, from_=days(FIRST + dt.timedelta(days=1)), rule=WORDS, start_time=st.none() | st.times(), **edits()
    )


def all_series(**fields: Made[Any]) -> Made[Series]:
    """Series, with what became of some dates."""
    values = {
        **common("x"), "title": TEXT, "kind": st.sampled_from(["meeting", "event"]), "rule": TEXT, "since": st.just(FIRST),
        "until": st.none() | days(), "start_time": st.none() | st.times(), "minutes": st.none() | st.integers(1, 999),
        "timezone": st.none() | zone_names, "format": formats, "place": WORDS, "url": WORDS, "issues": KEYS,
        "description": WORDS, "exceptions": st.lists(exceptions(), max_size=3, unique_by=lambda each: each.date).map(tuple),
        "changes": st.lists(changes(), max_size=2, unique_by=lambda each: each.from_).map(tuple),
        "duties": duties, "assignments": assignments, **translations(SeriesWords), **fields,
    }  # fmt: skip
    return st.builds(Series, **values)


def contacts(**fields: Made[Any]) -> Made[Contact]:
    values = {
        **common("x"), "name": TEXT, "role": WORDS, "pronouns": WORDS, "email": WORDS, "phone": WORDS, "address": WORDS,
        "languages": KEYS, "lists": list_names, "away": stretches(Away), **translations(ContactWords),
        "private": st.builds(
            ContactPrivateTable, note=WORDS, host_key=WORDS, joined=st.none() | days(), no_mail=st.none() | days(),
            consented=st.none() | st.builds(Consent, on=days(), how=WORDS),
        ), **fields,
    }  # fmt: skip
    roles = st.fixed_dictionaries({"role": WORDS}) | st.fixed_dictionaries(
        {"roles": stretches(Role, role=TEXT, **translations(RoleWords))}
    )
    if "role" in fields:
        return st.builds(Contact, **values)
    del values["role"]
    return st.builds(lambda what, **more: Contact(**what, **more), roles, **values)


def bills(**fields: Made[Any]) -> Made[Bill]:
    values = {
        "name": TEXT, "number": WORDS, "chamber": WORDS, "session": WORDS, "sponsors": KEYS, "status": WORDS,
        "checked": st.none() | days(), "ask": WORDS, "url": WORDS, **translations(BillWords), **fields,
    }  # fmt: skip
    return st.builds(Bill, **values)


def issues(**fields: Made[Any]) -> Made[Issue]:
    values = {
        **common("x"), "title": TEXT, "summary": WORDS, "stance": WORDS, "partners": KEYS,
        "countries": st.lists(st.from_regex("[A-Z]{2}", fullmatch=True), max_size=2).map(tuple),
        "bills": st.lists(bills(), max_size=2).map(tuple), **translations(IssueWords), **fields,
    }  # fmt: skip
    return st.builds(Issue, **values)


def actions() -> Made[Action]:
    """What somebody has to do, open, done or dropped."""
    became = st.sampled_from([None, "done", "dropped"]).flatmap(
        lambda key: st.just({}) if key is None else st.fixed_dictionaries({key: days(), "reason": WORDS})
    )
    return st.builds(
        lambda how, **more: Action(**how, **more), became,
        id=four_letters, what=TEXT, who=WORDS, due=st.none() | days(),
        issues=KEYS,
    )  # fmt: skip


def meeting_records(**fields: Made[Any]) -> Made[MeetingRecord]:
    votes = st.none() | st.integers(0, 99)
    items = st.builds(
        AgendaItem, title=TEXT, minutes=st.none() | st.integers(1, 99), who=WORDS, done=st.booleans(), issues=KEYS,
        **translations(TopicWords),
    )  # fmt: skip
    decisions = st.builds(
        Decision, text=TEXT, for_=votes, against=votes, abstain=votes, issues=KEYS, **translations(DecisionWords)
    )
    states = st.sampled_from([{"state": "planned"}, {"state": "draft"}]) | st.fixed_dictionaries(
        {"state": st.just("approved"), "approved_at": st.none() | days()}
    )
    values = {
        **common("2026-12-09-x"), "chair": WORDS, "present": KEYS, "guests": votes, "newcomers": votes, "sent": mailings, "rsvp": rsvps, "regrets": KEYS, "notes": WORDS,
        "agenda": st.lists(items, max_size=3).map(tuple), "decisions": st.lists(decisions, max_size=3).map(tuple),
        "actions": st.lists(actions(), max_size=3, unique_by=lambda each: each.id).map(tuple), **fields,
    }  # fmt: skip
    return st.builds(lambda state, **more: MeetingRecord(**state, **more), states, **values)


KINDS: list[Made[Any]] = [meeting_records(), events(), all_series(), contacts(), issues()]
records: Made[Record] = st.one_of(KINDS)
pairs = st.one_of([st.tuples(kind, kind) for kind in KINDS])
"""Two records of one kind."""
