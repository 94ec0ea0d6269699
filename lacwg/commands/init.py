"""``lacwg init``: a new group's folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.options.verb import FolderlessRun, argument, flag, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import show_result
from lacwg.dates_in import when
from lacwg.errors import UsageError
from lacwg.records import Group, Series
from lacwg.run import Run
from lacwg.schedule import public_holidays, rules, zones
from lacwg.store.store import create_folder, refuse_folder
from lacwg.text.controls import one_line


@dataclass
class NewGroup:
    """What was typed of the group; what is missing is asked for on a terminal."""

    name: str | None = option("TEXT", "What the group is called.")
    short_name: str | None = option("TEXT", "What it is called for short.")
    parent: str | None = option("TEXT", "What it is part of.")
    timezone: str | None = option("ZONE", "As America/New_York.")
    rule: str | None = option("RULE", 'When it meets, as "2nd Wednesday".')
    at: str | None = option("TIME", "At what hour, as 5pm or 17:00.")
    minutes: int | None = option("N", "How long a meeting is.", min=1, max=10000)
    holidays: list[str] | None = option("REGION", "As US-MA; may be repeated.")


@verb
def init(
    run: FolderlessRun,
    typed: NewGroup,
    directory: Path = argument("DIR", "Where the folder is to be."),
    git: bool = flag("Make it a git repository too, to be shared with others."),
) -> None:
    """Make a new group's folder. On a terminal it asks for what no option says.

    Example: lacwg init our-group --name "Peace Group" --timezone America/New_York --rule "1st Monday" --at 7pm
    """
    refuse_folder(directory)
    root = directory.expanduser().absolute()
    if git:
        run.repository(Path()).refuse_nobody()
    if run.interactive and run.mode == "people":
        _ask(typed)
    group, series = _records(run, typed)
    made = ["group.toml", *([f"series/{series.id}.toml"] if series else [])]
    if not run.dry_run:
        create_folder(root, group, series)
        if git:
            repository = run.repository(root)
            repository.create()
            first = repository.record(repository.look(keep=True), [], f"A folder for {one_line(group.name)}")
            repository.move(first, None)
        run.done = f"{directory} is made."
    show_result(
        run,
        text=lambda: _init_text(directory, made, git=git, dry_run=run.dry_run),
        json=lambda: {
            "directory": str(directory),
            "files": made,
            **render.values_json(group, "name", "timezone", "main_series", "uid_namespace"),
        },
        plain=lambda: [(str(directory / each),) for each in made],
    )


def _ask(typed: NewGroup) -> None:
    """Asks for what no option has said."""
    if typed.name is None:
        typed.name = asking.ask("What is the group called", lambda text: text)
        short = "For short (empty for none)"
        typed.short_name = typed.short_name or asking.ask(short, lambda text: text, optional=True)
    if typed.timezone is None:
        typed.timezone = asking.ask("Its time zone (as America/New_York)", zones.zone)
    if typed.rule is None:
        typed.rule = asking.ask("When does it meet (as 2nd Wednesday; empty for later)", rules.parse, optional=True)
    if typed.rule is not None and typed.at is None:
        typed.at = asking.ask("At what hour (as 5pm; empty for whole days)", when.read_time, optional=True)


def _records(run: Run, typed: NewGroup) -> tuple[Group, Series | None]:
    """The group, and its series where a rule was given. Raises ``UsageError``."""
    if typed.name is None or typed.timezone is None:
        missing = "--name" if typed.name is None else "--timezone"
        raise UsageError(
            f"{missing} is missing", hint='as: lacwg init DIR --name "Peace Group" --timezone America/New_York'
        )
    if (typed.at or typed.minutes) and not typed.rule:
        raise UsageError(
            "--at and --minutes are about meetings, and --rule is missing", hint='as: --rule "2nd Wednesday"'
        )
    today = clock.now(queries.zone(typed.timezone, "--timezone")).date()
    name = asking.needed("--name", typed.name, hint="say what the group is called")
    short = asking.one_line("--short-name", typed.short_name)
    for region in typed.holidays or ():
        queries.parse_option("--holidays", region, lambda each: public_holidays.compute(each, 2020))
    series = None if typed.rule is None else _series(run, short or name, typed.rule, typed, today)
    group = Group(
        name=name,
        short_name=short,
        parent=asking.one_line("--parent", typed.parent),
        timezone=typed.timezone,
        languages=("en",),  # until there is somebody to translate: else check asks for four more
        main_series=None if series is None else series.id,
        uid_namespace=clock.new_uid(),
        holidays=tuple(typed.holidays or ()),
    )
    return group, series


def _series(run: Run, group: str, rule: str, typed: NewGroup, since: dt.date) -> Series:
    """The group's main series, from today on."""
    words = queries.parse_option("--rule", rule, lambda text: _words(text, since))
    return Series(
        id="monthly-meeting" if "of the month" in words else "meeting",
        title=f"{group} meeting",
        rule=rule if "=" in rule else words.removesuffix(" of the month"),
        start_time=None if typed.at is None else queries.parse_option("--at", typed.at, when.read_time, run),
        minutes=typed.minutes,
        since=since,
        uid=clock.new_uid(),
    )


def _words(text: str, since: dt.date) -> str:
    """The rule in words. Raises ``RuleError``."""
    rule = rules.parse(text)
    if rules.first_date(rule, since) is None:
        raise rules.RuleError(f'the rule "{text}" gives no date from today on', hint=f"write it as {rules.EXAMPLES}")
    return rules.words(rule)


def _init_text(directory: Path, made: list[str], *, git: bool, dry_run: bool) -> str:
    files = " and ".join(str(directory / each) for each in made)
    if dry_run:
        return f"Would make {files}; nothing was made.\n"
    lines = [f"Made {files}", f"See it: lacwg --data {directory}"]
    if git:
        lines.append(f"Share it: git -C {directory} remote add origin ADDRESS, then: lacwg sync --data {directory}")
    return "".join(f"{line}\n" for line in lines)
