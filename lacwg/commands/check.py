"""``lacwg check``: whether every record of the folder is right."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from typing import Annotated, Any

import typer

from lacwg import checks, render
from lacwg.commands import gather
from lacwg.commands.options import Data, Json, Plain
from lacwg.commands.output import show as show_result
from lacwg.context import Context, unlike
from lacwg.errors import COULD_NOT, DONE, FieldError, LacwgError, RecordError, UsageError
from lacwg.records import LONGEST_EVENT, Event, Series
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.wording import plural
from lacwg.store.collection import Store
from lacwg.store.folder import KINDS

app = typer.Typer()

COMING = dt.timedelta(days=366)
"""How far ahead holidays and clashes are looked for."""
ALIGNED = 48
"""Columns up to which places line up; a longer one pushes its own line only."""


@app.command("check")
def check(
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="What a code means.", autocompletion=lambda: list(checks.CODES)),
    ] = None,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> int:
    """Read every record and say what is wrong, where, and how to mend it.

    Example: lacwg check --explain C101
    """
    context = Context(data, json=json, plain=plain)
    if explain is not None:
        _explain(context, explain)
        return DONE
    found, count, ignored = _findings(context)
    errors = sum(1 for each in found if _severity(each) == "error")
    show_result(
        context,
        people=lambda: _text(found, count, errors, ignored),
        json=lambda: [_json(each) for each in found],
        plain=lambda: [
            (_path(each), _line(each), each.code, _severity(each), each.message, each.hint) for each in found
        ],
    )
    return COULD_NOT if errors or (strict and found) else DONE


def _findings(context: Context) -> tuple[list[RecordError], int, int]:
    """What was found, in how many records, and how many warnings the group wants to ignore."""
    store = context.store
    store.problems.tolerant = True
    try:
        ignore = store.group.ignore
    except RecordError as error:
        # Without the group nothing can be looked at; the error is the finding.
        return [error], 1, 0
    records = 1
    fields: list[FieldError] = []
    series, contacts, issues = list(store.series.all()), list(store.contacts.all()), list(store.issues.all())
    issue_ids = store.issues.ids()
    records += len(series) + len(contacts) + len(issues)
    fields += checks.of_group(store.group, store.series.ids())
    fields += checks.of_contacts(contacts)
    minutes = list(store.meetings.all())
    records += len(minutes)
    fields += checks.of_meetings(minutes)
    fields += checks.of_minutes(minutes, series, store.series.ids(), store.group)
    for each in series:
        fields += checks.of_series(each, store.group, issue_ids)
    recent: list[Event] = []
    now = _now(context)
    for day, event in store.events.since(None):
        records += 1
        fields += checks.of_event(event, store.group, issue_ids)
        if now is not None and day >= now.date() - LONGEST_EVENT:
            recent.append(event)
    if now is not None:
        fields += _of_coming(context, series, recent, now)
    located = [*(store.located(error) for error in fields), *_strays(store)]
    found = [each for each in unlike([*store.problems, *located]) if isinstance(each, RecordError)]
    records += len({_path(each) for each in found} - {_path(each) for each in located})
    kept = [each for each in found if each.code not in ignore or _severity(each) == "error"]
    kept.sort(key=lambda each: (_path(each), each.where.line or 0 if each.where else 0, each.code))
    return kept, records, len(found) - len(kept)


def _now(context: Context) -> dt.datetime | None:
    """The present moment; None where the group's zone is none, which ``checks.of_group`` says."""
    try:
        return gather.now(context)
    except RecordError:
        return None


def _of_coming(
    context: Context, all_series: list[Series], events: list[Event], now: dt.datetime
) -> Iterator[FieldError]:
    """What is odd about the times of what is to come in the next twelve months."""
    group, last = context.store.group, now + COMING
    coming: list[Occurrence] = []
    # what cannot be worked out is passed over: checks.of_series and checks.of_event have said why
    for series in all_series:
        with contextlib.suppress(FieldError):
            coming += takewhile(lambda each: each.starts < last, occurrences.expand(series, group, now))
    for event in events:
        with contextlib.suppress(FieldError):
            coming.append(occurrences.of_event(event, group))
    coming = [each for each in coming if each.ends > now and each.starts < last and each.status != "cancelled"]
    coming.sort(key=lambda each: each.order)
    warned = [gather.warned(context, each) for each in coming]
    yield from checks.of_coming(warned, {each.id: each for each in all_series}, group.main_series)


def _strays(store: Store) -> Iterator[RecordError]:
    """Files and folders that nothing reads."""
    for path in store.folder.strays(store.problems):
        yield RecordError(
            "nothing reads this",
            where=store.folder.where(path),
            hint=f"records are kept in {', '.join(KINDS)}; events and meetings in a folder a year: events/2026/",
            code="F107",
        )


def _severity(error: RecordError) -> checks.Severity:
    code = checks.CODES.get(error.code)
    return "error" if code is None else code.severity


def _path(error: LacwgError) -> str:
    return error.where.path if error.where is not None else ""


def _line(error: LacwgError) -> str | None:
    return str(error.where.line) if error.where is not None and error.where.line is not None else None


def _text(found: list[RecordError], count: int, errors: int, ignored: int) -> str:
    places = [f"{_path(each)}{f', line {_line(each)}' if _line(each) else ''}" for each in found]
    width = max((len(place) for place in places if len(place) <= ALIGNED), default=0)
    lines = []
    for place, each in zip(places, found, strict=True):
        lines.append(f"{place.ljust(width)}   {each.code}  {each.message}")
        if each.hint:
            lines += [f"  {line}" for line in each.hint.splitlines()]
    warnings = len(found) - errors
    said = [plural(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    tail = f"{' and '.join(said) or 'Nothing wrong'} in {plural(count, 'record')}"
    if ignored:
        tail += f", {plural(ignored, 'warning')} ignored by group.toml"
    if found:
        tail += f" · what a code means: lacwg check --explain {found[0].code}"
    return render.harmless("\n".join([*lines, tail])) + "\n"


def _json(error: RecordError) -> dict[str, Any]:
    return {
        "code": error.code,
        "severity": _severity(error),
        "file": _path(error) or None,
        "line": error.where.line if error.where is not None else None,
        "message": error.message,
        "hint": error.hint,
    }


def _explain(context: Context, name: str) -> None:
    code = checks.CODES.get(name.upper())
    if code is None:
        raise UsageError(f'there is no code "{name}"', hint=f"the codes are {', '.join(checks.CODES)}")
    show_result(
        context,
        people=lambda: render.labelled(
            [(name.upper(), f"{code.severity}: {code.meaning}"), ("To mend", code.mend)], width=context.width
        ),
        json=lambda: {"code": name.upper(), **code._asdict()},
        plain=lambda: [(name.upper(), *code)],
    )
