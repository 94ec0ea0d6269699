"""A series as people and programs are shown it."""

from __future__ import annotations

from typing import Any

from lacwg import render
from lacwg.records import Series, SeriesChange
from lacwg.schedule import rules
from lacwg.voice.voice import Voice


def when(series: Series, voice: Voice) -> str:
    """``2nd Wednesday of the month, 5:00 PM``."""
    return _rule_and_hour(series.rule, series, voice)


def _rule_and_hour(rule: str, of: Series | SeriesChange, voice: Voice) -> str:
    try:
        words = voice.rule(rules.parse(rule))
    except rules.RuleError:
        words = rule  # check says so
    return words if of.start_time is None else f"{words}, {voice.clock_time(of.start_time)}"


def change(changed: SeriesChange, voice: Voice) -> str:
    """What holds from a date on: ``from March 1, 2027 1st Tuesday of the month, 6:00 PM: the library is closed``."""
    said = []
    if changed.rule is not None:
        said.append(_rule_and_hour(changed.rule, changed, voice))
    elif changed.start_time is not None:
        said.append(voice.clock_time(changed.start_time))
    if changed.minutes is not None:
        said.append(f"{changed.minutes} minutes")
    said += [text for text in (changed.title, changed.place, changed.url) if text]
    reason = f": {changed.reason}" if changed.reason else ""
    return f"from {voice.long_date(changed.from_)} {', '.join(said) or 'something else'}{reason}"


def plain(series: Series) -> tuple[str | None, ...]:
    """The plain line: id, kind, rule, start_time, since, until, title."""
    time = None if series.start_time is None else series.start_time.isoformat()
    return series.id, series.kind, series.rule, time, render.iso(series.since), render.iso(series.until), series.title


def json(series: Series, *, private: bool) -> dict[str, Any]:
    """The JSON shape. What exceptions and changes have under ``[private]`` is never in it."""
    shape: dict[str, Any] = {
        **render.values_json(series, "id", "kind", "title", "rule", "start_time", "minutes", "since", "until"),
        **render.values_json(series, "timezone", "format", "place", "url", "description", "issues"),
        "changes": [render.record_json(each, without=("private",)) for each in series.changes],
        "exceptions": [render.record_json(each, without=("private",)) for each in series.exceptions],
        "audience": series.audience,
        "members": render.table_json(series.members),
    }
    return {**shape, "private": render.table_json(series.private)} if private else shape
