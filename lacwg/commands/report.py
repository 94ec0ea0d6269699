from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lacwg import render
from lacwg.audience.view import Reader, in_language, may_see
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Drawn, Lang, MissingTranslations
from lacwg.commands.options.ids import From, To
from lacwg.commands.options.verb import argument, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.contact_names import contact_names
from lacwg.records import Event, MeetingRecord
from lacwg.run import Run
from lacwg.text.english import plural
from lacwg.voice.translation import Untranslated
from lacwg.voice.voice import voice_of

if TYPE_CHECKING:
    from lacwg.exporters.documents.counts import Numbers, Period, Sending


@verb
def report(
    run: Run,
    year: int | None = argument("[YEAR]", "Such as 2026. Default: this year.", default=None, min=1000, max=9000),
    start: From = None,
    end: To = None,
    output: Path | None = option("FILE", "Write to this file: .html, .pdf or .md, as its name ends.", "-o", "--output"),
    reader: Reader = option(None, "Who will read it.", "--audience", default="members"),
    lang: Lang = None,
) -> None:
    """Show what the group did in a year.

    Meetings, attendance, decisions, actions, events and bills, counted from the records, with plots. What no record
    says is said to be unknown. The public gets neither attendance nor actions.

    Example: lacwg report 2026 -o report.html
    """
    from lacwg.commands.shared import documents
    from lacwg.exporters.documents import report as telling
    from lacwg.exporters.documents.counts import count

    form, period, drawn = documents.form_of(output), _period(run, year, start, end), _drawn(run, reader, lang)
    numbers = count(drawn.view, period, _sendings(run, drawn) if reader == "members" else ())
    names = contact_names(run).names if reader == "members" else {}
    drawn.scanner.permit(*names.values())
    exporting.name_problems(run, drawn)
    told = telling.document(numbers, drawn.view.group, names, voice_of(run.store.group, lang))
    documents.look_through(told, form, drawn.scanner, drawn.missing)
    documents.hand_out(run, told, output, lambda: _json(numbers))
    _tell_of_left_out(run, drawn, period)
    drawn.missing.tell(run)
    run.complete()


def _period(run: Run, year: int | None, start: str | None, end: str | None) -> Period:
    from lacwg.exporters.documents.counts import Period

    now = queries.now(run)
    asking.exclude("a year and --from or --to", year is not None and (start or end))
    latest = queries.latest(now.date())  # a report looks back
    first, last = queries.days(run, start, end, choose=latest)
    if start is None and end is not None:
        last = queries.day(end, "--to", run, choose=latest)
    first = first or dt.date(year or (last or now).year, 1, 1)
    return Period(first, last or max(first, dt.date(first.year, 12, 31)), now)


def _drawn(run: Run, reader: Reader, lang: Any) -> Drawn:
    drawn = exporting.draw(run, reader, also=("issues", "meetings"))
    if lang is None:
        return drawn
    missing = MissingTranslations(run.store.group, lang)
    view = in_language(drawn.view, lang, lambda text: Untranslated(missing.mark(text)))
    return Drawn(view, drawn.scanner, missing)


def _sendings(run: Run, drawn: Drawn) -> Iterator[Sending]:
    """What was sent, to how many: of a private table that alone, and of what members may see."""
    from lacwg.exporters.documents.counts import Sending

    store, here = run.store, queries.group_zone(run)
    titles = {each.id: each.title for each in drawn.view.series}
    found: list[tuple[str, str, Event | MeetingRecord]] = [
        (f"{each.id[11:]}/{each.id[:10]}", titles[each.id[11:]], each)
        for each in store.meetings.holding("[[sent]]")
        if each.id[11:] in titles
    ]
    events = store.events.holding("[[sent]]")
    found += ((each.id, each.title, each) for each in events if may_see("members", each.audience))
    told = [(each.on.astimezone(here).date(), of, title, each) for of, title, one in found for each in one.sent]
    for day, of, title, each in sorted(told, key=lambda one: one[:2]):
        if each.state == "done" and each.what == "announcement":
            yield Sending(day, of, title, each.count)


def _tell_of_left_out(run: Run, drawn: Drawn, period: Period) -> None:
    """Says how many minutes of the period are not for its readers: the report counts nothing of them."""
    meetings = run.store.meetings
    there = {each[:10] + each[11:] for each in meetings.dated(period.first, period.until)}
    left = len(there - {each.id[:10] + each.id[11:] for each in drawn.view.meetings})
    if left:
        run.message(
            f"{plural(left, 'meeting')} left out whose records are not for {drawn.view.audience}"
            f"{' or not approved' if drawn.view.audience == 'public' else ' or not begun'}; "
            f"to let them in: lacwg minutes edit DATE --audience {drawn.view.audience}"
        )


def _json(numbers: Numbers) -> dict[str, Any]:
    def by(counts: Mapping[str | None, int], key: str) -> list[dict[str, Any]]:
        return [{key: name, "events": number} for name, number in sorted(counts.items(), key=lambda e: e[0] or "")]

    quorum, totals = numbers.quorum, numbers.totals
    return {
        "from": render.iso(numbers.period.first),
        "to": render.iso(numbers.period.last),
        "audience": numbers.reader,
        "meetings": totals["meetings"],
        "attendance": [
            {
                "date": render.iso(each.day), "present": each.present, "guests": each.guests,
                "newcomers": each.newcomers, "first_named": list(each.first_named),
                "quorum": None if quorum is None or each.present is None else each.present >= quorum,
            }
            for each in numbers.held
            if each.record is not None and numbers.reader == "members"
        ],
        "decisions": len(numbers.decisions),
        "actions": {
            **{name: len(getattr(numbers, name)) for name in ("opened", "done", "dropped", "open")},
            "days": sorted(each.days for each in numbers.done),
            "open_by_month": [
                {"month": f"{month.year}-{month.month:02}", "open": count} for month, count in numbers.open_by_month
            ],
        },
        "events": {
            **totals["events"],
            "by_issue": by(numbers.by_issue, "issue"),
            "by_format": by(numbers.by_format, "format"),
            "by_place": by(numbers.by_place, "place"),
        },
        "days": [
            {"date": render.iso(day), "meetings": meetings, "events": events}
            for day, (meetings, events) in numbers.days.items()
        ],
        "bills": [
            {"issue": issue.id, **render.values_json(bill, "name", "number", "status", "checked")}
            for issue in numbers.issues
            for bill in issue.bills
        ],
        "announced": [
            {"date": render.iso(each.day), "id": each.of, "people": each.people} for each in numbers.sendings
        ],
    }  # fmt: skip
