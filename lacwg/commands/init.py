"""``lacwg init``: a new group's folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from lacwg import clock
from lacwg.commands import queries
from lacwg.commands.shared import asking
from lacwg.commands.shared.options import Json, Plain
from lacwg.commands.shared.output import show as show_result
from lacwg.dates_in import when
from lacwg.errors import UsageError
from lacwg.records import Group, Series
from lacwg.run import Run
from lacwg.schedule import public_holidays, rules, zones
from lacwg.store.collection import create_folder, refuse_folder
from lacwg.text.controls import one_line
from lacwg.text.fold import slug

app = typer.Typer()


@app.command("init")
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where the folder is to be.")],
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What the group is called.")] = None,
    short_name: Annotated[
        str | None, typer.Option("--short-name", metavar="TEXT", help="What it is called for short.")
    ] = None,
    parent: Annotated[str | None, typer.Option("--parent", metavar="TEXT", help="What it is part of.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="As America/New_York.")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="RULE", help='When it meets, as "2nd Wednesday".')
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="At what hour, as 5pm or 17:00.")] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", min=1, max=10_000, help="How long a meeting is.")
    ] = None,
    holidays: Annotated[
        list[str] | None, typer.Option("--holidays", metavar="REGION", help="As US-MA; may be repeated.")
    ] = None,
    git: Annotated[bool, typer.Option("--git", help="Make it a git repository too, to be shared with others.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, but make nothing.")] = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Make a new group's folder. On a terminal it asks for what no option says.

    Example: lacwg init our-group --name "Peace Group" --timezone America/New_York --rule "1st Monday" --at 7pm
    """
    run = Run(json=json, plain=plain)
    refuse_folder(directory)
    root = directory.expanduser().absolute()
    if git:
        run.repository(Path()).refuse_nobody()
    asked = run.interactive and not json and not plain
    if asked and name is None:
        name = asking.ask("What is the group called", lambda text: text)
        short_name = short_name or asking.ask("For short (empty for none)", lambda text: text, optional=True)
    if asked and timezone is None:
        timezone = asking.ask("Its time zone (as America/New_York)", zones.zone)
    if asked and rule is None:
        rule = asking.ask("When does it meet (as 2nd Wednesday; empty for later)", rules.parse, optional=True)
    if asked and rule is not None and at is None:
        at = asking.ask("At what hour (as 5pm; empty for whole days)", when.read_time, optional=True)
    if name is None or timezone is None:
        missing = "--name" if name is None else "--timezone"
        raise UsageError(
            f"{missing} is missing", hint='as: lacwg init DIR --name "Peace Group" --timezone America/New_York'
        )
    if (at or minutes) and not rule:
        raise UsageError(
            "--at and --minutes are about meetings, and --rule is missing", hint='as: --rule "2nd Wednesday"'
        )
    zone = queries.zone(timezone, "--timezone")
    said = asking.one_line("--name", name)
    if not said:
        raise UsageError("--name is empty", hint="say what the group is called")
    short = asking.one_line("--short-name", short_name)
    for region in holidays or ():
        try:
            public_holidays.compute(region, 2020)
        except public_holidays.UnknownRegionError as error:
            raise UsageError(error.message, hint=f'you typed   --holidays "{region}"\n{error.hint}') from None
    series = None if rule is None else _series(run, short or said, rule, at, minutes, clock.now(zone).date())
    group = Group(
        name=said,
        short_name=short,
        parent=asking.one_line("--parent", parent),
        timezone=timezone,
        languages=("en",),  # until there is somebody to translate: else check asks for four more
        main_series=None if series is None else series.id,
        uid_namespace=clock.new_uid(),
        holidays=tuple(holidays or ()),
    )
    made = ["group.toml", *([f"series/{series.id}.toml"] if series else [])]
    if not dry_run:
        _make(run, root, group, series, git=git)
        run.done = f"{directory} is made."
    show_result(
        run,
        people=lambda: _told(directory, made, git=git, dry_run=dry_run),
        json=lambda: _json(directory, group, made),
        plain=lambda: [(str(directory / each),) for each in made],
    )


def _make(run: Run, root: Path, group: Group, series: Series | None, *, git: bool) -> None:
    create_folder(root, group, series)
    if git:
        repository = run.repository(root)
        repository.create()
        first = repository.record(repository.look(keep=True), [], f"A folder for {one_line(group.name)}")
        repository.move(first, None)


def _series(run: Run, group: str, rule: str, at: str | None, minutes: int | None, since: dt.date) -> Series:
    """The group's main series, from today on."""
    try:
        parsed = rules.parse(rule)
        if rules.first_date(parsed, since) is None:
            raise rules.RuleError(
                f'the rule "{rule}" gives no date from today on', hint=f"write it as {rules.EXAMPLES}"
            )
        words = rules.words(parsed)
    except rules.RuleError as error:
        raise UsageError(error.message, hint=f'you typed   --rule "{rule}"\n{error.hint}') from None
    title = f"{group} meeting"
    return Series(
        id="monthly-meeting" if "of the month" in words else slug("meeting", "meeting"),
        title=title,
        rule=rule if "=" in rule else words.removesuffix(" of the month"),
        start_time=None if at is None else queries.parse_option("--at", at, when.read_time, run),
        minutes=minutes,
        since=since,
        uid=clock.new_uid(),
    )


def _told(directory: Path, made: list[str], *, git: bool, dry_run: bool) -> str:
    if dry_run:
        return f"Would make {' and '.join(str(directory / each) for each in made)}; nothing was made.\n"
    lines = [f"Made {' and '.join(str(directory / each) for each in made)}", f"See it: lacwg --data {directory}"]
    if git:
        lines.append(f"Share it: git -C {directory} remote add origin ADDRESS, then: lacwg sync --data {directory}")
    return "".join(f"{line}\n" for line in lines)


def _json(directory: Path, group: Group, made: list[str]) -> dict[str, Any]:
    return {
        "directory": str(directory),
        "files": made,
        "name": group.name,
        "timezone": group.timezone,
        "main_series": group.main_series,
        "uid_namespace": group.uid_namespace,
    }
