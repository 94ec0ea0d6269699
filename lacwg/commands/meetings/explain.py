from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from typing import Any, NamedTuple

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import PrivateToo, SeriesId, meeting_dates
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.shared import lookup
from lacwg.commands.shared.output import show_whole
from lacwg.errors import FieldError, NoSuchRecordError, Where
from lacwg.records import Series, SeriesChange, SeriesException
from lacwg.run import Run
from lacwg.schedule import conflicts, explanation, rules, zones
from lacwg.schedule.explanation import ExceptionFact, Explanation, RuleFact
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
from lacwg.text.english import listed, long_date, month_day
from lacwg.voice.voice import ENGLISH, Voice


class Fact(NamedTuple):
    """One sentence of an explanation."""

    kind: str
    """Rule, change, exception, holiday, other or warning."""
    text: str
    """Without its full stop."""
    where: Where | None = None

    @property
    def json(self) -> dict[str, Any]:
        """With the file and the line that it is from, where it is from one."""
        path, line = (self.where.path, self.where.line) if self.where else (None, None)
        return {"kind": self.kind, "text": self.text, "file": path, "line": line}


@verb
def explain(
    run: Run,
    date: str = argument("DATE", 'Any day, or "next".', autocompletion=meeting_dates),
    series: SeriesId = None,
    private: PrivateToo = False,
) -> None:
    """Explain why a day is a meeting, or is not.

    The rule, what was changed and by whom, public holidays, and what else is on.

    Example: lacwg meetings explain 2026-11-11
    """
    record, day = lookup.series_and_day(run, date, series)
    if day is None:
        following, _ = lookup.upcoming(run, record)
        if following is None:
            raise NoSuchRecordError("no meeting is to come", hint="name a day: lacwg meetings explain 2026-11-11")
        day = following.span.day
    with queries.located(run):
        found = explanation.explain(record, run.store.group, day)
    facts = list(_facts(run, record, found))
    head = _head(record, found, run.english)

    def lines() -> Iterator[str]:
        width = None if run.width is None else max(20, run.width - 2)
        for fact in facts:
            place = "" if fact.where is None else f" ({fact.where})"
            yield from (f"  {line}" for line in render.wrapped(f"{fact.text}{place}.", width=width).split("\n"))

    show_whole(
        run,
        text=lambda: render.escape_controls("\n".join([head, *lines()])) + "\n",
        json=lambda: {
            "date": day.isoformat(),
            "series": record.id,
            "takes_place": bool(found.takes_place),
            "summary": head,
            "occurrences": [
                render.occurrence_json(queries.with_all_warnings(run, each), private=private)
                for each in (*found.takes_place, *found.cancelled)
            ],
            "facts": [each.json for each in facts],
        },
        plain=lambda: [
            ("summary", head, None, None),
            *(tuple(None if value is None else str(value) for value in each.json.values()) for each in facts),
        ],
    )


def _head(series: Series, found: Explanation, say: Voice) -> str:
    """``November 18, 2026 is a meeting, 5:00 PM EST.``"""
    noun = "a meeting" if series.kind == "meeting" else "an event"
    day = long_date(found.day)
    if found.takes_place:
        hours = listed([say.hours(each.span) for each in found.takes_place])
        return f"{day} is {noun if len(found.takes_place) == 1 else f'{noun} twice'}, {hours}."
    moved = next((each.became for each in found.exceptions if each.exception.date == found.day and each.became), None)
    if found.cancelled:
        return f"{day} is not {noun}: it is cancelled."
    if moved is not None:
        off = ", and cancelled" if moved.status == "cancelled" else ""
        return f"{day} is not {noun}: it was moved to {long_date(moved.span.day)}{off}."
    return f"{day} is not {noun}."


def _facts(run: Run, series: Series, found: Explanation) -> Iterator[Fact]:
    place = partial(_where, run, "series", series.id)
    arrived = [each.exception.date for each in found.exceptions if each.exception.date != found.day]
    ruled = [found] if not arrived or found.rule.gives else []
    for each in [*ruled, *(explanation.explain(series, run.store.group, day) for day in arrived)]:
        text = _rule_text(series, each.rule, each.day, queries.holidays(run, each.day))
        yield Fact("rule", text, place(each.rule.path))
    if found.change is not None:
        change, path = found.change
        yield Fact("change", _change_text(change, run.english), place(path))
    for fact in found.exceptions:
        yield Fact("exception", _exception_text(fact, found.day, run.english), place(fact.path))
    if not found.rule.gives and (names := queries.holidays(run, found.day)):
        yield Fact("holiday", f"{month_day(found.day)} is {listed(names)}")
    for occurrence in found.takes_place:
        for warning in queries.warned(run, occurrence).warnings:
            if warning.code != "holiday":
                yield Fact("warning", warning.message[:1].upper() + warning.message[1:])
    others = list(_others(run, found))
    yield from others or [Fact("other", "Nothing else that day")]


def _rule_text(series: Series, rule: RuleFact, day: dt.date, holidays: list[str]) -> str:
    if rule.reach == "before":
        return f"The series goes from {long_date(series.since)} on"
    if rule.reach == "after" and series.until is not None:
        return f"The series goes up to {long_date(series.until)}"
    if rule.gives:
        return f"The rule ({rule.words}) gives {', '.join([month_day(day), *holidays])}"
    if not rule.near:
        return f"The rule ({rule.words}) gives no date near {month_day(day)}"
    near = listed([ENGLISH.date_near(each, day) for each in rule.near])
    return f"The rule ({rule.words}) gives {near}, not {month_day(day)}"


def _change_text(change: SeriesChange, say: Voice) -> str:
    """``Since March 1, 2027 it is 1st Tuesday of the month, at 6:00 PM; Yoav decided it on …: "…"``."""
    parts = [] if change.rule is None else [rules.words(rules.parse(change.rule))]
    if change.start_time is not None:
        parts.append(f"at {say.clock_time(change.start_time)}")
    if change.minutes is not None:
        parts.append(f"{change.minutes} minutes long")
    named = {"titled": change.title, "at": change.place, "on": change.url}
    parts += [f'{word} "{value}"' for word, value in named.items() if value]
    parts += [change.format] if change.format else []
    what = f"it is {', '.join(parts)}" if parts else "something differs"
    since = f"Since {long_date(change.from_)} {what}"
    if not (change.by or change.on or change.reason):
        return since
    return f"{since}; {_decided(change, 'decided it', 'it was decided', change.from_)}"


def _decided(what: SeriesException | SeriesChange, active: str, passive: str, day: dt.date) -> str:
    """``Yoav moved it on October 14: "Veterans Day"``: who, when and why, as far as is known."""
    said = f"{what.by} {active}" if what.by else passive
    if what.on is not None:
        said += f" on {ENGLISH.date_near(what.on, day)}"
    return f'{said}: "{render.one_line(what.reason)}"' if what.reason else said


def _exception_text(fact: ExceptionFact, day: dt.date, say: Voice) -> str:
    exception, became = fact.exception, fact.became
    if became is None:
        return f"An exception for {month_day(exception.date)} does nothing: the rule does not give that date"
    if became.status == "cancelled":
        return _decided(exception, "cancelled it", "It was cancelled", day)
    if became.change == "moved":
        to = f" to {say.date_near(became.span.day, day)}, {say.hours(became.span)}"
        to = "" if exception.date != day else f"{to}," if exception.on else to
        return _decided(exception, f"moved it{to}", f"It was moved{to}", day)
    verb = "added" if became.change == "extra" else "changed"
    return _decided(exception, f"{verb} it", f"It was {verb}", day)


def _others(run: Run, found: Explanation) -> Iterator[Fact]:
    """What else is on that day, and what the meeting overlaps or comes close to."""
    here = queries.group_zone(run)
    begins = midnight(found.day, here).astimezone(zones.UTC)
    ends = midnight(found.day + dt.timedelta(days=1), here).astimezone(zones.UTC)
    own = {each.id for each in (*found.takes_place, *found.cancelled)}
    stream = queries.everything(run, begins - conflicts.NEAR)
    for other in takewhile(lambda each: each.span.start_utc < ends + conflicts.NEAR, stream):
        related = next(filter(None, (conflicts.relation(each, other) for each in found.takes_place)), None)
        covers = other.span.start_utc < ends and other.span.over_utc > begins
        if other.id in own or not (covers or related):
            continue
        said = run.english.hours(other.span)
        if other.span.day != found.day:
            said = run.english.when(other.span)
        cancelled = ", cancelled" if other.status == "cancelled" else ""
        relation = {"overlap": ", which overlaps it", "near": ", within two hours of it"}.get(related or "", "")
        first = "Also that day: " if covers else "The day beside: "
        text = f'{first}"{render.one_line(other.title)}", {said}{cancelled}{relation}'
        yield Fact("other", text, _place_of(run, other))


def _place_of(run: Run, occurrence: Occurrence) -> Where | None:
    if occurrence.series is None:
        return _where(run, "event", occurrence.id, ("start",))
    path = explanation.path_of(run.store.series.read(occurrence.series), occurrence.date)
    return _where(run, "series", occurrence.series, path)


def _where(run: Run, kind: str, record_id: str, path: explanation.Path) -> Where | None:
    return run.store.located(FieldError("", kind=kind, record_id=record_id, path=path)).where
