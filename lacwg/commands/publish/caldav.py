"""``lacwg publish caldav``: the group's calendar, kept on a CalDAV server.

Ours is what bears the group's mark. Nothing else is ever changed or deleted, and no state is kept on this
machine: whoever publishes next, here or elsewhere, goes on from what the server has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import typer

from lacwg import render
from lacwg.audience.view import Reader
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.options.verb import WritingRun, argument, flag, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import show_result
from lacwg.commands.shared.saving import settle_external_edits
from lacwg.errors import FieldError, LacwgError, UsageError
from lacwg.exporters.ics import comparing
from lacwg.exporters.ics.comparing import Difference, Reading
from lacwg.exporters.ics.feed import CalendarObject
from lacwg.records import Event, Group, Series
from lacwg.remotes import caldav
from lacwg.remotes.caldav import Calendar, RejectedError, StaleError, Stored, TakenError
from lacwg.remotes.webdav import Address, read_address
from lacwg.run import Run
from lacwg.schedule.span import Moment, day_of, has_hour
from lacwg.store.known_places import is_known, remember
from lacwg.text.english import first_of, listed
from lacwg.voice.voice import Voice

_MANY = 20
"""Changes that take long enough to say so first."""
_KINDS = ("moved", "gone", "new", "changed")
_TRIES: Final = 4
"""How often an object is read again that others change at the same time."""
_ENOUGH: Final = 3
"""How many refusals, from the first change on, mean that the calendar cannot be written at all."""
_MOST_WAYS: Final = 6
"""Lines that are told of how to mend what could not be published."""
_RESTLESS: Final = "somebody else changes it all the time; publish again"
_FOREIGN: Final = "an event that is not ours has its uid"
_ELSEWHERE: Final = "another calendar of this account has it"


class Change(NamedTuple):
    """One step: an object that is put, or one that goes."""

    uid: str
    title: str
    wanted: CalendarObject | None
    """None: it goes."""
    stored: Stored | None
    """What the server has; None: nothing yet."""
    differences: list[Difference]


class LeftAlone(NamedTuple):
    """An entry that could not be published, and why."""

    uid: str
    title: str
    reason: str
    mend: tuple[str, ...] = ()
    """Ways to mend it."""


class Plan(NamedTuple):
    """What is to be done, puts before removals: something that has got another uid is never away."""

    changes: list[Change]
    same: int
    left_alone: list[LeftAlone]
    ours: int
    """How many objects of ours the server has."""
    audiences: frozenset[str]
    """Whom these were published for."""
    newer: list[str]
    """The titles of those that have been changed there, by somebody whose folder knows more than this one."""

    @property
    def going(self) -> list[Change]:
        """What goes."""
        return [each for each in self.changes if each.wanted is None]


@verb
def caldav_(
    run: WritingRun,
    url: str | None = argument(
        "[URL]", "The CalDAV address of the server or of a calendar. Default: that of group.toml.", default=None
    ),
    user: str | None = option("NAME", "The user name. Default: LACWG_CALDAV_USER, then that of config.toml."),
    insecure: bool = flag("Allow plain http to another machine: anybody on the way can read the password."),
    calendar: str | None = option("NAME", "The calendar's name; it is made if there is none."),
    for_: Reader | None = option(None, "Who is to read it.", "--audience"),
    yes: bool = flag("Do not ask, even if the address is new here, many entries go, or members' become public."),
) -> None:
    """Bring a calendar on a CalDAV server up to date.

    What is new, moved, changed or gone is changed there; nothing else in that calendar is touched. What you do not say
    is taken from [publish] in group.toml. The password comes from LACWG_CALDAV_PASSWORD or the keyring; otherwise you
    are asked for it.

    Example: lacwg publish caldav https://cloud.example.org/dav/ --user ana --dry-run
    """
    address = None if url is None else read_address(url, insecure=insecure)
    if run.store.folder.embedded:
        raise UsageError(
            "the records that came with lacwg are nobody's to publish", hint="make a folder: lacwg init DIR"
        )
    address, typed = address or _address_of_group(run, insecure=insecure), for_
    group = run.store.group
    for_ = for_ or group.publish.audience or "public"
    named, usual = _calendar_name(group.publish.calendar if calendar is None else calendar), _usual_name(group, for_)
    signed_in = _user(run, address, user)
    if url is None:
        about = f"the password of {render.one_line(signed_in)} would go to {address.url}, which is new here"
        _agree_once(run, address.url, about, yes=yes)
    if typed is None and for_ == "members":
        about = f"what is for members would go to {address.url}, as group.toml says"
        _agree_once(run, f"{address.url} members", about, yes=yes)
    remember(address.url)
    if not run.dry_run:
        _settle(run)
    wanted, mark = _wanted(run, for_), group.uid_namespace
    with caldav.Server(
        address, signed_in, asking.password(run, address.host, signed_in, "LACWG_CALDAV_PASSWORD")
    ) as server:
        found = server.calendar(named, usual)
        plan = _plan(wanted, found.objects() if found else (), mark)
        kept = len(plan.going) if run.store.problems else 0
        if kept:  # of a record that cannot be read nobody knows whether it is gone
            plan = plan._replace(changes=[each for each in plan.changes if each.wanted is not None])
        left_alone = list(plan.left_alone)
        if not run.dry_run:
            _agree(run, plan, for_, yes=yes)
            found = found or server.make(named or usual)
            if run.terminal and len(plan.changes) > _MANY:
                run.message(f"Sending {len(plan.changes)} changes …")
            left_alone += _carry_out(run, found, plan, mark)
            run.done = "The calendar was published."
    calendar, at = (found.name, found.url) if found else (named or usual, None)
    _show_published(run, plan, left_alone, {"calendar": calendar, "url": at, "audience": for_, "dry_run": run.dry_run})
    _tell_of_rest(run, kept, left_alone)


def _tell_of_rest(run: Run, kept: int, left_alone: list[LeftAlone]) -> None:
    """Says what stayed there, and raises ``LacwgError`` where something could not be published."""
    if kept:
        run.message(f"Of what would go all stayed ({kept}): a record that cannot be read may be it")
    run.complete()
    if left_alone:
        raise _not_published(left_alone)


# What goes out


def _settle(run: Run) -> None:
    """What was changed by hand gets a new ``sequence`` first, without which calendars may keep the old."""
    journal = run.store.journal
    if journal.is_kept and not journal.may_be_written:  # another user's, whose folder may be for this one to read only
        run.message("What was changed by hand is not counted: it takes who may write to the folder")
    elif journal.paths():  # else nothing was written on this machine
        for path in settle_external_edits(run, run.store):
            run.message(f"{render.one_line(path)} was changed by hand: its number of changes is raised")


def _wanted(run: Run, reader: Reader) -> list[CalendarObject]:
    """The objects for an audience; the leak scanner has looked at all of them."""
    from lacwg.exporters.ics import feed

    drawn = exporting.draw(run, reader)
    found = list(feed.objects(drawn.view))
    drawn.scanner.refuse_leaks("".join(each.data.decode() for each in found))
    exporting.name_problems(run, drawn)
    return found


def _calendar_name(typed: str | None) -> str | None:
    if typed is None:
        return None
    name = " ".join(typed.split())
    if not name or not name.isprintable() or len(name) > 200:
        raise UsageError("the calendar's name is none", hint="for example: --calendar 'Peace Action'")
    return name


def _usual_name(group: Group, reader: Reader) -> str:
    name = " ".join((group.short_name or group.name).split())
    return f"{name} (members)" if reader == "members" else name


# Where to, and who signs in


def _address_of_group(run: Run, *, insecure: bool) -> Address:
    """The address that the group's file names. Raises ``RecordError`` for one that is none."""
    named = run.store.group.publish.address
    if named is None and run.interactive and run.mode == "people":
        question = "The address of the server, or of a calendar on it"
        return read_address(asking.ask(question, lambda text: read_address(text, insecure=insecure)), insecure=insecure)
    if named is None:
        raise UsageError(
            "no address is named",
            hint="say it: lacwg publish caldav https://cloud.example.org/remote.php/dav/\n"
            'or write it in group.toml, under [publish]: address = "…"',
        )
    try:
        address = read_address(named, insecure=insecure)
        if address.user is not None:
            raise UsageError("the address names who signs in", hint='that stands in config.toml: [publish] user = "…"')
    except UsageError as error:
        field = FieldError.of(error, "group", "group", ("publish", "address"), "L104")
        raise run.store.located(field) from None
    return address


def _agree_once(run: Run, place: str, about: str, *, yes: bool) -> None:
    """Has somebody agree, for good, to what others may have written into the group's file. Raises ``LacwgError``."""
    if not is_known(place):
        asking.insist(run, about, yes=yes, nothing="nothing was sent")
        remember(place)


def _user(run: Run, address: Address, typed: str | None) -> str:
    user = typed or address.user or os.environ.get("LACWG_CALDAV_USER", "").strip() or run.settings.publish.user
    if not user and run.interactive:
        user = typer.prompt(f"User at {address.host}", err=True).strip()
    if not user:
        raise UsageError(
            "nobody is named who signs in",
            hint='say --user NAME, set LACWG_CALDAV_USER, or write in config.toml, under [publish]: user = "…"',
        )
    if not user.isprintable() or ":" in user:
        raise UsageError("the user's name has signs in it that no name has", hint="a name has no : in it")
    return user


def _agree(run: Run, plan: Plan, reader: Reader, *, yes: bool) -> None:
    """Asks before much goes, before members' entries go where public ones are, and before newer ones are put back.

    Off a terminal only ``--yes`` will do: a wrong folder in a nightly run would empty everybody's calendar.
    """
    doubts = []
    if len(plan.going) * 2 > plan.ours:
        doubts.append(f"{len(plan.going)} of the {plan.ours} entries of ours there would go")
    if reader == "members" and "public" in plan.audiences:
        doubts.append("this calendar has been public, and would show what is for members")
    if plan.newer:
        some = ", ".join(plan.newer[:3]) + (" …" if len(plan.newer) > 3 else "")
        doubts.append(f"the calendar is newer than this folder ({some}): bring the folder up to date first")
    for doubt in doubts:
        asking.insist(run, doubt, yes=yes, nothing="nothing was sent", mend="see it with --dry-run, and ")


# What differs, and each step of it


def _plan(wanted: Iterable[CalendarObject], stored: Iterable[Stored], group: str) -> Plan:
    """What is to be done so that the calendar holds what is wanted; ``group`` is the mark of ours."""
    ours: dict[str, tuple[Stored, Reading]] = {}
    twice: list[tuple[Stored, Reading]] = []
    foreign: set[str] = set()
    for each in stored:
        reading = comparing.read(each.text)
        if reading is None:
            continue
        if reading.group != group:
            foreign.add(reading.uid)
        elif reading.uid in ours:
            twice.append((each, reading))
        else:
            ours[reading.uid] = (each, reading)
    audiences = frozenset(reading.audience for _, reading in ours.values() if reading.audience)
    count, same = len(ours) + len(twice), 0
    changes, left_alone, newer = [], [], []
    for obj in wanted:
        reading = _reading(obj)
        title = _title(reading)
        there, was = ours.pop(obj.uid, (None, None))
        if was is None and obj.uid in foreign:
            left_alone.append(LeftAlone(obj.uid, title, _FOREIGN))
        elif was is not None and comparing.is_same(reading, was):
            same += 1
        else:
            changes.append(Change(obj.uid, title, obj, there, comparing.differences(was, reading)))
            newer += [title] if was is not None and comparing.is_newer(was, reading) else []
    changes += [
        Change(reading.uid, _title(reading), None, each, comparing.differences(reading, None))
        for each, reading in [*ours.values(), *twice]
    ]
    return Plan(changes, same, left_alone, count, audiences, newer)


def _carry_out(run: Run, calendar: Calendar, plan: Plan, group: str) -> list[LeftAlone]:
    """Does what is planned. Gives what could not be done, and goes on with the rest.

    Raises ``LacwgError`` where the server itself fails; what was done until then stays, and is said.
    """
    left_alone: list[LeftAlone] = []
    refused = 0
    for done, change in enumerate(plan.changes):
        mend: tuple[str, ...] = ()
        try:
            reason = _apply(calendar, change, group)
        except RejectedError as error:
            reason = error.message
            if change.wanted and error.by_form and not _reading(change.wanted).has_end:
                reason += ", perhaps because it has no end"
                mend = _ways_to_an_end(run, change.wanted.record)
            refused += not error.alone
            if refused == done + 1 == _ENOUGH:
                kept = "what was published before is there still" if plan.ours else "nothing was published"
                hints = [f"{kept}; see whether this user may write to the calendar", *mend]
                raise LacwgError(
                    f"of {len(plan.changes)} changes the first {_ENOUGH} were refused: {reason}", hint="\n".join(hints)
                ) from None
        except LacwgError as error:
            made = f"{done - len(left_alone)} of {len(plan.changes)} changes were made"
            made += f", {len(left_alone)} refused" if left_alone else ""
            so_far = f"{made}; publish again, and it goes on from there"
            raise LacwgError(error.message, hint=f"{error.hint}\n{so_far}" if error.hint else so_far) from None
        if reason is not None:
            left_alone.append(LeftAlone(change.uid, change.title, reason, mend))
    return left_alone


def _ways_to_an_end(run: Run, record: Event | Series) -> tuple[str, ...]:
    """How a record gets the end that it has not."""
    if isinstance(record, Event):
        return (f"to give it an end: lacwg events edit {record.id} --duration 90m",)
    dates, now = queries.expanded(run, record, None), queries.now(run)
    first = next(dates, None)
    if first is None or first.span.start_utc > now:
        return (f"to give it an end: lacwg series edit {record.id} --minutes 90",)
    coming = next((each.date for each in dates if each.span.start_utc > now), now.date())
    named = queries.series_option(run, record.id)
    return (
        f"to give it an end from then on: lacwg meetings change --from {coming} --minutes 90{named}",
        f"what is past too, in your editor: lacwg series edit {record.id}",
    )


def _not_published(left_alone: list[LeftAlone]) -> LacwgError:
    """The error that something could not be published, with what mends it."""
    count = "1 entry" if len(left_alone) == 1 else f"{len(left_alone)} entries"
    hints = ["see above which, and why"]
    if any(each.reason == _ELSEWHERE for each in left_alone):
        hints.append("this server takes an entry into one calendar of an account: keep this one in another account")
    ways = list(dict.fromkeys(way for each in left_alone for way in each.mend))
    return LacwgError(f"{count} could not be published", hint="\n".join(hints + ways[:_MOST_WAYS]))


def _apply(calendar: Calendar, change: Change, group: str) -> str | None:
    """Puts one object, or takes it away; None: it is there, or gone or not ours any more; else why it is not."""
    wanted, stored, absent = change.wanted, change.stored, False
    for _ in range(_TRIES):
        if wanted is None and _ours(stored, change.uid, group) is None:
            return None
        try:
            if wanted is None and stored is not None:
                calendar.remove(stored)
            elif wanted is not None and stored is not None:
                calendar.replace(stored, wanted.data)
            elif wanted is not None:
                calendar.add(wanted.uid, wanted.data)
        except TakenError as error:
            return _FOREIGN if _is_here(calendar, change.uid, error.url) else _ELSEWHERE
        except StaleError:
            stored = calendar.read(stored.url if stored else calendar.place(change.uid))
        else:
            return None
        reading = _ours(stored, change.uid, group)
        if wanted is not None:
            absent = stored is None
            if stored is not None and reading is None:
                return "what is not ours stands in its place"
            if reading is not None and comparing.is_same(_reading(wanted), reading):
                return None
    return "the server does not take it" if absent else _RESTLESS


def _is_here(calendar: Calendar, uid: str, url: str | None) -> bool:
    """Whether what has a UID already is of this calendar; ``url``: where it is, if the server has said so."""
    if url is not None:
        return calendar.is_within(url)
    readings = [comparing.read(each.text) for each in calendar.with_uid(uid)]
    return any(each is not None and each.uid == uid for each in readings)


def _ours(stored: Stored | None, uid: str, group: str) -> Reading | None:
    """What an object holds if it is the group's, of this UID."""
    reading = comparing.read(stored.text) if stored else None
    return reading if reading is not None and (reading.group, reading.uid) == (group, uid) else None


def _reading(obj: CalendarObject) -> Reading:
    reading = comparing.read(obj.data)
    assert reading is not None  # we have made it ourselves
    return reading


def _title(reading: Reading) -> str:
    part = reading.parts.get("") or next(iter(reading.parts.values()), None)
    return part.title if part else ""


# What is shown


def _show_published(run: Run, plan: Plan, left_alone: list[LeftAlone], about: dict[str, Any]) -> None:
    """What was done, or would be: what subscribers see of it, by kind. ``about``: the calendar, for programs."""
    missed = {each.uid for each in left_alone}
    changes = [each for change in plan.changes if change.uid not in missed for each in change.differences]
    by_kind = {kind: [each for each in changes if each.kind == kind] for kind in _KINDS}
    seen = [each for some in by_kind.values() for each in some]
    counts = [f"{len(some)} {kind}" for kind, some in by_kind.items() if some] + [f"{plan.same} the same"]
    told = (
        f'"{render.one_line(str(about["calendar"]))}": {listed(counts)}.{" Nothing was sent." if run.dry_run else ""}\n'
    )
    rows = [(str(each.kind), each.title, _difference_text(each, run.english)) for each in seen]
    reasons = {each.reason: [one.title for one in left_alone if one.reason == each.reason] for each in left_alone}
    rows += [("left alone", first_of(titles, 1), reason) for reason, titles in reasons.items()]
    show_result(
        run,
        text=lambda: render.columns(rows, width=run.width, colour=run.colour) + told,
        json=lambda: {
            **about,
            **{kind: [_difference_json(each) for each in some] for kind, some in by_kind.items()},
            "same": plan.same,
            "left_alone": [each._asdict() for each in left_alone],
        },
        plain=lambda: [
            *((each.kind, each.uid, each.title, render.iso(each.was), render.iso(each.now), ", ".join(each.what))
              for each in seen),
            *(("left alone", each.uid, each.title, None, None, each.reason) for each in left_alone),
        ],
    )  # fmt: skip


def _difference_json(each: Difference) -> dict[str, Any]:
    shape = each._asdict() | {"was": render.iso(each.was), "now": render.iso(each.now)}
    del shape["kind"]
    return shape


def _difference_text(each: Difference, say: Voice) -> str:
    """When it was and will be, and what else is different."""
    text = _moment_text(each.now or each.was, say)
    if each.kind == "moved":
        same_day = each.was is not None and has_hour(each.now) and day_of(each.was) == each.now.date()
        new = say.clock_time(each.now) if has_hour(each.now) and same_day else text
        text = f"{_moment_text(each.was, say)} to {new}"
    return f"{text}: {', '.join(each.what)}" if each.what else text


def _moment_text(moment: Moment | None, say: Voice) -> str:
    if moment is None:
        return ""
    return f"{say.full_date(moment)}, {say.clock_time(moment)}" if has_hour(moment) else say.full_date(moment)
