"""``lacwg series`` and ``lacwg meetings change``: gatherings with a rule, and what holds from a date on."""

from __future__ import annotations

import itertools
from typing import Annotated, Any, Literal

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.meetings.dates import By, DryRun, Minutes, Reason
from lacwg.commands.shared import asking, placing, translations
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared.options import Data, Json, Plain, PrivateToo, SeriesId, ids, series_ids
from lacwg.commands.shared.output import NO_CHANGE, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.placing import (
    Description,
    DialIn,
    FormatOption,
    HostKey,
    JoinUrl,
    Note,
    Place,
    PublicLink,
    Title,
    Url,
)
from lacwg.commands.shared.translations import Lang
from lacwg.dates_in.when import read_time
from lacwg.errors import UsageError
from lacwg.records import AudienceName, MembersTable, PrivateTable, Series, SeriesChange
from lacwg.run import Run
from lacwg.schedule import occurrences, rules, series_edits
from lacwg.schedule.wording import clock_time, long_date
from lacwg.text.fold import slug
from lacwg.voice.stale_translations import Followed, followed

app = typer.Typer()

Id = Annotated[
    str, typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(series_ids))
]
RuleOption = Annotated[
    str | None, typer.Option("--rule", metavar="RULE", help='As "1st Tuesday", "every Saturday" or an RRULE.')
]
At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="At what hour, as 5pm or 17:00.")]
KeepDates = Annotated[
    bool, typer.Option("--keep-dates", help="Keep dates that no longer fit the rule as dates of their own.")
]
DropDates = Annotated[bool, typer.Option("--drop-dates", help="Remove what happened to dates that no longer fit.")]
AudienceOption = Annotated[AudienceName | None, typer.Option("--audience", help="Who may see it at all.")]


@app.command("list")
def list_(private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """All series, by id.

    Example: lacwg series list
    """
    run = Run(data, json=json, plain=plain)
    found = list(run.store.series.all())
    show_result(
        run,
        people=lambda: (
            render.columns(
                [[each.id, each.title, _when(each), _until(each)] for each in found],
                width=run.width,
                colour=run.colour,
                breaking=(1, 2),
            )
            if found
            else "No series yet.\n"
        ),
        json=lambda: [_json(each, private=private) for each in found],
        plain=lambda: [_plain(each) for each in found],
    )
    run.complete()


def _plain(series: Series) -> tuple[str | None, ...]:
    time = None if series.start_time is None else series.start_time.isoformat()
    return series.id, series.kind, series.rule, time, render.iso(series.since), render.iso(series.until), series.title


def _when(series: Series) -> str:
    """``2nd Wednesday of the month, 5:00 PM``."""
    return _rule_and_hour(series.rule, series)


def _rule_and_hour(rule: str, of: Series | SeriesChange) -> str:
    try:
        words = rules.words(rules.parse(rule))
    except rules.RuleError:
        words = rule  # check says so
    return words if of.start_time is None else f"{words}, {clock_time(of.start_time)}"


def _until(series: Series) -> str:
    return f"until {long_date(series.until)}" if series.until is not None else ""


@app.command("show")
def show(series: Id, private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """One series: its rule, what changes, and what happened to single dates.

    Example: lacwg series show monthly-meeting
    """
    run = Run(data, json=json, plain=plain)
    found = run.store.series.get(series)
    show_result(
        run,
        people=lambda: _text(run, found),
        json=lambda: _json(found, private=private),
        plain=lambda: [_plain(found)],
    )
    run.complete()


def _text(run: Run, series: Series) -> str:
    about = [
        ("When", _when(series)),
        ("Length", f"{series.minutes} minutes" if series.minutes else None),
        ("Since", long_date(series.since)),
        ("Until", None if series.until is None else long_date(series.until)),
        ("Zone", series.timezone),
        ("Format", series.format),
        ("Place", series.place),
        ("Page", series.url),
        ("Join", f"{series.members.join_url} (members)" if series.members.join_url else None),
        ("Dial in", f"{series.members.dial_in} (members)" if series.members.dial_in else None),
        ("About", series.description),
        ("Changes", "\n".join(_change_words(each) for each in series.changes)),
        ("Dates", "\n".join(f"{long_date(each.date)}: {series_edits.words_of(each)}" for each in series.exceptions)),
        ("Id", series.id),
    ]
    return render.heading(series.title, colour=run.colour) + render.labelled(about, width=run.width)


def _change_words(change: SeriesChange) -> str:
    said = []
    if change.rule is not None:
        said.append(_rule_and_hour(change.rule, change))
    elif change.start_time is not None:
        said.append(clock_time(change.start_time))
    if change.minutes is not None:
        said.append(f"{change.minutes} minutes")
    said += [text for text in (change.title, change.place, change.url) if text]
    reason = f": {change.reason}" if change.reason else ""
    return f"from {long_date(change.from_)} {', '.join(said) or 'something else'}{reason}"


def _json(series: Series, *, private: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": series.id,
        "kind": series.kind,
        "title": series.title,
        "rule": series.rule,
        "start_time": None if series.start_time is None else series.start_time.isoformat(),
        "minutes": series.minutes,
        "since": render.iso(series.since),
        "until": render.iso(series.until),
        "timezone": series.timezone,
        "format": series.format,
        "place": series.place,
        "url": series.url,
        "description": series.description,
        "issues": list(series.issues),
        "changes": [_edits_json(each) for each in series.changes],
        "exceptions": [_edits_json(each) for each in series.exceptions],
        "audience": series.audience,
        "members": render.table_json(series.members),
    }
    return {**shape, "private": render.table_json(series.private)} if private else shape


def _edits_json(table: Any) -> dict[str, Any]:
    """An exception or a change: what it says, without ``[private]``."""
    return render.record_json(table, without=("private",))


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    rule: Annotated[
        str, typer.Option("--rule", metavar="RULE", help='As "1st Tuesday", "every Saturday" or an RRULE.')
    ],
    at: At = None,
    minutes: Minutes = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From when on; else from today.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day it may be on.")] = None,
    kind: Annotated[Literal["meeting", "event"], typer.Option("--kind", help="Among what it is listed.")] = "meeting",
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Where its clock is, as America/Havana.")
    ] = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    note: Note = None,
    format_: FormatOption = None,
    description: Description = None,
    audience: AudienceOption = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add a gathering with a rule.

    Example: lacwg series add "Vigil on the Common" --kind event --rule "every Saturday" --at noon --minutes 60
    """
    run = Run(data, json=json, plain=plain)
    if timezone is not None:
        queries.zone(timezone, "--timezone")
    if minutes is not None and at is None:
        raise UsageError("whole days have no minutes", hint="give it an hour too, as: --at 5pm")
    edits = placing.edits(
        place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    members = MembersTable(**edits.pop("members", {}))
    private = PrivateTable(**edits.pop("private", {}))
    today = queries.now(run).date()
    placing.refuse_meeting_links({"the title": title}, public_link=public_link)
    said = asking.one_line("the title", title)
    try:
        series = Series(
            id=free_id(run, slug(said, kind)),
            title=said,
            kind=kind,
            rule=checked_rule(rule),
            start_time=None if at is None else queries.parse_option("--at", at, read_time, run),
            minutes=minutes,
            since=today if since is None else queries.day(since, "--since", run),
            until=None if until is None else queries.day(until, "--until", run),
            timezone=timezone,
            audience=audience or "public",
            uid=clock.new_uid(),
            members=members,
            private=private,
            **edits,
        )
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None
    create(run, series, dry_run=dry_run)


def create(run: Run, series: Series, *, dry_run: bool) -> None:
    """Saves a new series and shows its next dates. Raises ``UsageError`` where it has none."""
    with dates.refused(run, series):
        if next(occurrences.expand(series, run.store.group), None) is None:
            raise UsageError(
                f'no date follows: the rule "{series.rule}" gives none from {long_date(series.since)} on'
                + (f" up to {long_date(series.until)}" if series.until else ""),
                hint="see which of --rule, --since and --until is meant",
            )
    if not dry_run:
        run.writable().create(series)
        run.done = f"The series is saved as {series.id}."
    _show_next(run, series, dry_run=dry_run, told=undoable(f"Saved as {series.id}"))


def free_id(run: Run, wanted: str) -> str:
    """An id that no series has: the one that is wanted, or with the first number behind it that is free."""
    taken = set(run.store.series.ids())
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([wanted], numbered) if each not in taken)


def checked_rule(rule: str, option: str = "--rule") -> str:
    """The rule as it was typed. Raises ``UsageError`` for one that cannot be read."""
    try:
        rules.parse(rule)
    except rules.RuleError as error:
        raise UsageError(error.message, hint=f'you typed   {option} "{rule}"\n{error.hint}') from None
    return rule


def _show_next(run: Run, series: Series, *, dry_run: bool, told: str, start: Any = None) -> None:
    """The next three dates, and that it is saved."""
    with dates.refused(run, series):
        stream = queries.of_series_as_typed(run, series, start or queries.now(run))
        found = list(itertools.islice(stream, 3))
    rows = [[render.date_column(each), render.hours(each), render.happened(each)] for each in found]
    show_result(
        run,
        people=lambda: (
            (render.columns(rows, width=run.width, colour=run.colour) if rows else "No date follows.\n")
            + ("Nothing was saved.\n" if dry_run else f"{told}\n")
        ),
        json=lambda: [render.occurrence_json(each) for each in found],
        plain=lambda: [render.occurrence_plain(each) for each in found],
    )


@app.command("edit")
def edit(
    series: Id,
    title: Title = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    note: Note = None,
    format_: FormatOption = None,
    description: Description = None,
    audience: AudienceOption = None,
    lang: Lang = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Change what a series says of all its dates, past ones too; from a date on: lacwg meetings change.

    With --lang the texts are those of another language, and the series' own stay; an empty one is taken out.

    Example: lacwg series edit monthly-meeting --join-url https://meet.example.org/x
    """
    run = Run(data, json=json, plain=plain)
    edits = placing.edits(
        title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    if audience is not None:
        edits["audience"] = audience
    texts = {"title": title, "place": place, "description": description}
    if lang is not None:
        others = {
            "--url": url, "--join-url": join_url, "--dial-in": dial_in, "--host-key": host_key, "--note": note,
            "--format": format_, "--audience": audience,
        }  # fmt: skip
        translations.refuse(run, lang, Series, {f"--{key}": text for key, text in texts.items()} | others)
    elif not edits:
        raise UsageError("nothing is to be changed", hint="name what differs, as: --place TEXT; see --help")
    loaded = dates.load(run, run.store.series.find(series))
    had = loaded.record
    told_of: list[Followed] = []
    if lang is not None:
        new = translations.worded(had, lang, {key: edits.get(key) for key, text in texts.items() if text is not None})
    else:
        inner = [name for name in ("members", "private") if name in edits]
        tables = {name: replace(getattr(had, name), **edits.pop(name)) for name in inner}
        new, told_of = followed(had, replace(had, **edits, **tables))
    same = new == had
    if not same:
        new = dates.touched(run, new)
    if not dry_run and not same:
        dates.write(run, new, loaded.base_text)
    _show_next(run, new, dry_run=dry_run, told=NO_CHANGE if same else undoable())
    translations.tell(run, told_of, f"lacwg series edit {new.id}")


@app.command("end")
def end(
    series: Id,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The last day that it may be on.")],
    keep_dates: KeepDates = False,
    drop_dates: DropDates = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """End a series: no date after this day.

    Example: lacwg series end vigil --on 2027-06-30
    """
    run = Run(data, json=json, plain=plain)
    loaded = dates.load(run, run.store.series.find(series))
    last = queries.day(on, "--on", run, queries.series_zone(run, loaded.record))
    ended = series_edits.end(loaded.record, run.store.group, last, keep=keep_dates, drop=drop_dates)
    new = dates.touched(run, ended)
    if not dry_run:
        dates.write(run, new, loaded.base_text)
    _show_next(run, new, dry_run=dry_run, told=undoable(f"{new.id} ends on {long_date(last)}"))


@app.command("change")
def change(
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")],
    rule: RuleOption = None,
    at: At = None,
    minutes: Minutes = None,
    title: Title = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    note: Note = None,
    format_: FormatOption = None,
    description: Description = None,
    reason: Reason = None,
    by: By = None,
    keep_dates: KeepDates = False,
    drop_dates: DropDates = False,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """From a date on another rule, hour, length, place or title. What lies before stays as it was.

    Example: lacwg meetings change --from 2027-03-01 --rule "1st Tuesday" --at 6pm
    """
    run = Run(data, json=json, plain=plain)
    edits = placing.edits(
        title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    if rule is not None:
        edits["rule"] = checked_rule(rule)
    if at is not None:
        edits["start_time"] = queries.parse_option("--at", at, read_time, run)
    if minutes is not None:
        edits["minutes"] = minutes
    if not edits:
        raise UsageError("nothing is to be changed", hint='name what differs, as: --rule "1st Tuesday"; see --help')
    loaded = dates.load(run, queries.main_series(run, series).id)
    first = queries.day(start, "--from", run, queries.series_zone(run, loaded.record))
    decided = dates.decision(run, reason, by, public_link=public_link)
    with dates.refused(run, loaded.record):
        changed, before = series_edits.change(
            loaded.record, run.store.group, first, edits, decided, keep=keep_dates, drop=drop_dates,
        )  # fmt: skip
    changed, told_of = followed(loaded.record, changed)
    new = dates.touched(run, changed)
    if not dry_run:
        dates.write(run, new, loaded.base_text)
    told = undoable(f"Saved; from {long_date(first)} on")
    if before is not None:
        told += f"\nBefore: {_change_words(before)}"
    _show_next(run, new, dry_run=dry_run, told=told, start=queries.midnight(run, first))
    translations.tell(run, told_of)
