from __future__ import annotations

import contextlib
import datetime as dt
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.options.ids import country_names, zone_names
from lacwg.commands.options.verb import FolderlessRun, argument, flag, option, verb
from lacwg.commands.shared import asking, typed_fields
from lacwg.commands.shared.committed import committed, here, named
from lacwg.commands.shared.output import show_result
from lacwg.dates_in import when
from lacwg.errors import UsageError
from lacwg.records import DateOrder, Group, MembersTable, Series
from lacwg.remotes.git import Repository
from lacwg.run import Run
from lacwg.schedule import countries, public_holidays, rules, zones
from lacwg.store.folder import Folder
from lacwg.store.store import create_folder, refuse_folder
from lacwg.text import addresses
from lacwg.text.calendar_names import month_first
from lacwg.text.controls import one_line
from lacwg.text.fold import fold_line, slug
from lacwg.voice import known
from lacwg.voice.voice import phrase, voice

NO_HOLIDAYS: Final = "-"
"""What is typed for the public holidays of no country."""
NAMES: Final = {
    "monthly": phrase("{group} monthly meeting"),
    "weekly": phrase("{group} weekly meeting"),
    "": phrase("{group} meeting"),
}


@dataclass
class NewGroup:
    """What was typed of the group; what is missing is asked for on a terminal."""

    name: str | None = option("TEXT", "What the group is called.")
    short_name: str | None = option("TEXT", "Its short name.")
    parent: str | None = option("TEXT", "The organisation it is part of.")
    timezone: str | None = option("ZONE", "Its time zone, such as America/New_York.", autocompletion=zone_names)
    country: str | None = option(
        "COUNTRY", "The country it is in. Default: its time zone's.", autocompletion=country_names
    )
    language: str | None = option("LANGUAGE", "The language it writes in, such as en or Spanish.")
    date_order: DateOrder | None = option(None, "How 12/3 is read: MDY is December 3, DMY is March 12.")
    clock: Literal["12", "24"] | None = option(None, "A 12- or 24-hour clock. Default: its country's.")
    rule: str | None = option("RULE", 'When it meets, such as "2nd Wednesday", in any of five languages.')
    at: str | None = option("TIME", "The hour, such as 5pm or 17:00.")
    minutes: int | None = option("N", "The length of a meeting in minutes.", min=1, max=10000)
    place: str | None = option("TEXT", "Where it meets.")
    join_url: str | None = option("URL", "The link to join by (members).")
    holidays: list[str] | None = option(
        "REGION", "Whose public holidays to warn about, such as US-MA; may be repeated."
    )


@verb
def init(
    run: FolderlessRun,
    typed: NewGroup,
    directory: Path = argument("DIR", "The folder to make."),
    git: bool = flag("Make it a git repository too, to share it with others."),
) -> None:
    """Make a new group's folder.

    On a terminal it asks for what no option says.

    Example: lacwg init our-group --name "Peace Group" --timezone America/New_York
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
            _commit(run.repository(root), Folder(root), f"A folder for {one_line(group.name)}")
        run.done = f"{directory} is made."
    show_result(
        run,
        text=lambda: _init_text(directory, made, git=git, dry_run=run.dry_run),
        json=lambda: {
            "directory": str(directory),
            "files": made,
            **render.values_json(group, "name", "timezone", "main_series", "uid_namespace"),
            **render.values_json(group, "country", "language", "date_order", "clock", "holidays"),
        },
        plain=lambda: [(str(directory / each),) for each in made],
    )


def _commit(repository: Repository, folder: Folder, message: str) -> None:
    """Makes the repository with a first commit of all that is there."""
    repository.create()
    shared, files, _ = here(folder, repository, {})
    first = committed(repository, shared, None, files, message)
    repository.expect(named(files), ())
    repository.move(first, None)


def _ask(typed: NewGroup) -> None:
    """Asks for what no option has said; what this machine knows of zone, language and country is kept by Enter."""
    if typed.name is None:
        typed.name = asking.ask("What is the group called", lambda text: text)
        short = "For short (empty for none)"
        typed.short_name = typed.short_name or asking.ask(short, lambda text: text, optional=True)
    language, country = clock.language()
    if typed.timezone is None:
        here = clock.zone_name()
        with contextlib.suppress(zones.UnknownZoneError):
            here = here and zones.zone(here).key
        typed.timezone = asking.ask("Its time zone (as America/New_York)", zones.zone, default=here)
    _ask_when(typed, language or "en")
    country = typed.country or zones.country(typed.timezone) or (country if country in zones.countries() else None)
    typed.country = country and queries.parse_option("--country", country, countries.code)
    if typed.language is None:
        typed.language = asking.ask("Its language (as en or Spanish)", _language, default=language or "en")
    if typed.date_order is None:
        spoken = _language(typed.language).partition("-")[0]
        usual = "MDY" if month_first(spoken, typed.country) else "DMY"
        order = asking.ask("Is 12/3 the 3rd of December (MDY) or the 12th of March (DMY)", _date_order, default=usual)
        typed.date_order = _date_order(order)
    if typed.holidays is None:
        question = f"Whose public holidays to warn about (as US-MA or ES; {NO_HOLIDAYS} for none)"
        kept = NO_HOLIDAYS
        with contextlib.suppress(public_holidays.UnknownRegionError):
            kept = ",".join(_holidays(typed.country or NO_HOLIDAYS))
        typed.holidays = [asking.ask(question, _holidays, default=kept)]


def _ask_when(typed: NewGroup, language: str) -> None:
    """Asks when and where the group meets."""
    if typed.rule is None:
        example = voice(language).rule(rules.parse("2nd Wednesday"))
        typed.rule = (
            asking.ask(f"When does it meet (as {example}; empty for later)", rules.parse, optional=True) or None
        )
    if typed.rule is None:
        return
    if typed.at is None:
        typed.at = (
            asking.ask("At what hour (as 5pm or 17:00; empty for whole days)", when.read_time, optional=True) or None
        )
    if typed.minutes is None and typed.at is not None:
        question = "How long is it (as 90 or 1h30m; empty if that is not known)"
        length = asking.ask(question, _minutes, optional=True)
        typed.minutes = _minutes(length) if length else None
    if typed.place is None and typed.join_url is None:
        question = "Where (a place, or a link to join by, which only members see; empty if that is not known)"
        where = asking.ask(
            question, lambda text: asking.link("the link", text) if "://" in text else text, optional=True
        )
        typed.place, typed.join_url = (None, where) if "://" in where else (where, None)


def _language(text: str) -> str:
    """The tag of a language, by that or by its name. Raises ``UsageError``."""
    found = addresses.language(addresses.NAMES.get(fold_line(text), text))
    if isinstance(found, addresses.Fault):
        raise UsageError(found.message, hint=found.hint)
    return found


def _date_order(text: str) -> DateOrder:
    order: DateOrder = "MDY" if text.upper() == "MDY" else "DMY"
    if text.upper() != order:
        raise UsageError(f'"{text}" is neither MDY nor DMY', hint="type one of the two")
    return order


def _minutes(text: str) -> int:
    """How many minutes a length is. Raises ``LacwgError``."""
    noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    zone = zones.zone("UTC")
    end = when.read_length(text, when.When(noon, noon.astimezone(zone)), zone).moment
    return (end - noon) // dt.timedelta(minutes=1)


def _holidays(text: str) -> tuple[str, ...]:
    """The regions that were typed. Raises ``UnknownRegionError`` for one whose holidays are not known."""
    regions = [] if text.strip() == NO_HOLIDAYS else [each.upper() for each in text.replace(" ", "").split(",") if each]
    for each in regions:
        public_holidays.compute(each, 2020)
    return tuple(regions)


def _records(run: Run, typed: NewGroup) -> tuple[Group, Series | None]:
    """The group, and its series where a rule was given. Raises ``UsageError``."""
    if typed.name is None or typed.timezone is None:
        missing = "--name" if typed.name is None else "--timezone"
        raise UsageError(
            f"{missing} is missing", hint='as: lacwg init DIR --name "Peace Group" --timezone America/New_York'
        )
    if not typed.rule and (typed.at or typed.minutes or typed.place or typed.join_url):
        raise UsageError(
            "--at, --minutes, --place and --join-url are about meetings, and --rule is missing",
            hint='as: --rule "2nd Wednesday"',
        )
    today = clock.now(queries.zone(typed.timezone, "--timezone")).date()
    name = asking.needed("--name", typed.name, hint="say what the group is called")
    short = asking.one_line("--short-name", typed.short_name)
    language = queries.parse_option("--language", typed.language or "en", _language)
    country = typed.country and queries.parse_option("--country", typed.country, countries.code)
    spoken = known(language)
    regions = [queries.parse_option("--holidays", each, _holidays) for each in typed.holidays or ()]
    group = Group(
        name=name,
        short_name=short,
        parent=asking.one_line("--parent", typed.parent),
        timezone=typed.timezone,
        country=None if country == zones.country(typed.timezone) else country,
        language=language,
        languages=()
        if spoken is None
        else (spoken,),  # until there is somebody to translate: else check asks for four more
        date_order=typed.date_order,
        clock=typed.clock,
        uid_namespace=clock.new_uid(),
        holidays=tuple(dict.fromkeys(each for some in regions for each in some)),
    )
    if typed.rule is None:
        return group, None
    series = _series(run, group, typed.rule, typed, today)
    return replace(group, main_series=series.id), series


def _series(run: Run, group: Group, rule: str, typed: NewGroup, since: dt.date) -> Series:
    """The group's main series, from today on, called after what it is."""
    meant = queries.parse_option("--rule", rule, lambda text: _with_dates(text, since))
    if typed.minutes and not typed.at:
        raise UsageError("whole days have no minutes", hint="give an hour too, as: --at 5pm")
    typed_fields.refuse_meeting_links(None, {"--place": typed.place}, public_link=False)
    join_url = asking.link("--join-url", typed.join_url)
    say, frequency = voice(group.language), meant.part("FREQ")
    once = meant.interval == 1 and "," not in (meant.part("BYDAY") or "") and "BYDAY" in dict(meant.parts)
    name = NAMES[{"MONTHLY": "monthly", "WEEKLY": "weekly"}.get(frequency or "", "") if once else ""]
    return Series(
        id=slug(re.sub(r"( de)? ?\{group\}", "", say.template(name)), "meeting"),
        title=say.gettext(name, group=group.short_name or group.name),
        rule=rule.strip() if "=" in rule else rules.words(meant).removesuffix(" of the month"),
        start_time=None if typed.at is None else queries.parse_option("--at", typed.at, when.read_time, run),
        minutes=typed.minutes,
        since=since,
        format="online" if join_url and not typed.place else None,
        place=asking.one_line("--place", typed.place),
        members=MembersTable(join_url=join_url),
        uid=clock.new_uid(),
    )


def _with_dates(text: str, since: dt.date) -> rules.Rule:
    """The rule. Raises ``RuleError``."""
    rule = rules.parse(text)
    if rules.first_date(rule, since) is None:
        raise rules.RuleError(f'the rule "{text}" gives no date from today on', hint=f"write it as {rules.EXAMPLES}")
    return rule


def _init_text(directory: Path, made: list[str], *, git: bool, dry_run: bool) -> str:
    files = " and ".join(str(directory / each) for each in made)
    if dry_run:
        return f"Would make {files}; nothing was made.\n"
    typed = shlex.quote(str(directory))
    lines = [f"Made {files}", f"See it: lacwg --data {typed}"]
    if git:
        lines.append("The remote must be private: all goes there, contacts, telephone numbers, notes, host keys")
        lines.append(f"Share it: git -C {typed} remote add origin ADDRESS, then: lacwg sync --data {typed}")
    return "".join(f"{line}\n" for line in lines)
