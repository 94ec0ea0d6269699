"""Who comes: the answers that stand in a meeting's record or an event, shown, and taken over.

Coordinators see who said what, members how many; nobody's answer leaves the folder by name.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

from msgspec.structs import replace

from lacwg import kinds
from lacwg.commands import queries
from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import option
from lacwg.commands.shared import saving
from lacwg.commands.shared.contact_names import ContactNames, contact_names, people
from lacwg.commands.shared.meeting_records import meeting_json
from lacwg.commands.shared.output import NO_CHANGE, details, show_whole
from lacwg.errors import NoSuchRecordError, RecordError, UsageError
from lacwg.records import Event, MeetingRecord, Rsvp
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence, record_id
from lacwg.store import imports
from lacwg.store.disk.contents import FileChange
from lacwg.store.imports import Imported
from lacwg.store.store import Store

Reply = Literal["yes", "no", "maybe"]
REPLIES: Final[tuple[Reply, ...]] = get_args(Reply)
_SAID: Final = {"yes": "coming", "no": "not", "maybe": "maybe"}
_NAMES: Final = "{about}; several names in one text, or repeated."


class Heard(NamedTuple):
    """What somebody said."""

    occurrence: str
    """The id of what they are asked to."""
    contact: str
    answer: Reply
    at: dt.datetime
    sequence: int
    """Of the invitation that they answer."""
    source: str = ""


class Outcome(NamedTuple):
    """What became of it."""

    heard: Heard
    what: Literal["new", "changed", "same", "older"]
    before: Reply | None = None


def counts(answers: Iterable[Rsvp]) -> dict[str, int]:
    """How many said what."""
    found = Counter(each.answer for each in answers)
    return {each: found[each] for each in REPLIES}


def told(answers: Iterable[Rsvp]) -> str:
    """``12 coming, 3 not, 2 maybe``; empty where nobody has answered."""
    return ", ".join(f"{count} {_SAID[each]}" for each, count in counts(answers).items() if count)


def record_of(store: Store, occurrence_id: str) -> Event | MeetingRecord:
    """The record in which the answers to an occurrence stand, or the new one in which they will."""
    if (own := record_id(occurrence_id)) == occurrence_id:
        return store.events.read(own)
    return store.meetings.read(own) if own in store.meetings else MeetingRecord(id=own, state="planned")


def last_sequence(record: Event | MeetingRecord) -> int:
    """Of the last invitation that went out; -1: none did."""
    return max((each.sequence for each in record.sent if each.invited), default=-1)


def take(run: Run, heard: Sequence[Heard]) -> tuple[list[Outcome], dict[str, Event | MeetingRecord]]:
    """Writes down what was said, all of it or nothing; says what became of each, and gives the records.

    An older answer never takes the place of a newer one: by their days, and on this machine by the order in which
    they were given (RFC 5546, 2.1.5).
    """

    def made(store: Store) -> tuple[tuple[list[Outcome], dict[str, Event | MeetingRecord]], list[FileChange]]:
        known, outcomes = imports.load(store.folder), list[Outcome]()
        was = {each.occurrence: record_of(store, each.occurrence) for each in heard}
        new = dict(was)
        for each in heard:
            record, outcome = _taken(new[each.occurrence], each, known, queries.group_zone(run))
            new[each.occurrence] = record
            outcomes.append(outcome)
        changes = [_change(store, new[each]) for each in was if new[each] != was[each]]
        if not run.dry_run and not store.folder.embedded:
            known.save(store.folder)
        return (outcomes, new), changes

    outcomes, records = saving.write(run, made)
    if any(each.what in ("new", "changed") for each in outcomes) and not run.dry_run:
        run.done = "The answers are saved."
    return outcomes, records


def _taken(
    record: Event | MeetingRecord, heard: Heard, known: imports.Imports, zone: dt.tzinfo
) -> tuple[Event | MeetingRecord, Outcome]:
    """The record with what somebody said."""
    key = f"rsvp\n{record.id}\n{heard.contact}"
    order = f"{heard.sequence + 1:010} {heard.at.astimezone(dt.UTC).isoformat(timespec='seconds')}"
    before = next((each for each in record.rsvp if each.contact == heard.contact), None)
    answer, day = before.answer if before else None, heard.at.astimezone(zone).date()
    if order < known.get(key, "") or (before is not None and day < before.on):
        return record, Outcome(heard, "older", answer)
    known.add(key, Imported(kinds.CONTACT.name, heard.contact, order, {}))
    if answer == heard.answer and (before is None or before.on == day):
        return record, Outcome(heard, "same", answer)
    others = tuple(each for each in record.rsvp if each is not before)
    at = record.rsvp.index(before) if before is not None else len(others)
    new = (*others[:at], Rsvp(contact=heard.contact, answer=heard.answer, on=day), *others[at:])
    return replace(record, rsvp=new), Outcome(heard, "new" if before is None else "changed", answer)


def _change(store: Store, record: Event | MeetingRecord) -> FileChange:
    collection: Any = store.collection_of(kinds.of_record(record))
    return store.change(record, collection.text(record.id)) if record.id in collection else store.creation(record)


# By hand


@dataclass(frozen=True)
class Typed:
    """Who said what."""

    yes: list[str] | None = option("NAMES", _NAMES.format(about="Who comes"), autocompletion=persons)
    no: list[str] | None = option("NAMES", _NAMES.format(about="Who does not come"), autocompletion=persons)
    maybe: list[str] | None = option("NAMES", _NAMES.format(about="Who may come"), autocompletion=persons)

    def heard(self, run: Run, occurrence_id: str, sequence: int) -> list[Heard]:
        """The same, now. Raises ``LacwgError`` for who is no contact, and for who says two things."""
        names, said = contact_names(run), dict[str, Reply]()
        for answer in REPLIES:
            for who in (who for text in getattr(self, answer) or () for who in people(names, f"--{answer}", text)):
                if who not in names.names:
                    new = f"{'NAME --email ' if '@' in who else ''}{shlex.quote(who)}"
                    hint = f"add them: lacwg contacts add {new}\nor see those there are: lacwg contacts list"
                    raise NoSuchRecordError(f'"{who}" is no contact', hint=hint)
                if said.setdefault(who, answer) != answer:
                    raise UsageError(f"{names.shown(who)} is typed with two answers", hint="see which is meant")
        return [Heard(occurrence_id, who, answer, queries.now(run), sequence) for who, answer in said.items()]


def by_hand(run: Run, occurrence: Occurrence, typed: Typed) -> None:
    """Writes down what was typed, and shows who comes; without anything typed it shows that alone."""
    record, names, done = record_of(run.store, occurrence.id), contact_names(run), None
    heard = typed.heard(run, occurrence.id, last_sequence(record))
    if heard:
        outcomes, records = take(run, heard)
        record = records[occurrence.id]
        done = saving.told(run) if any(each.what in ("new", "changed") for each in outcomes) else NO_CHANGE
    asked = dict.fromkeys(who for each in record.sent for who in each.invited)
    waiting = [who for who in asked if who not in {each.contact for each in record.rsvp}]
    show_whole(
        run,
        text=lambda: _text(run, occurrence, record.rsvp, names, waiting),
        json=lambda: {
            **meeting_json(occurrence),
            "rsvp": counts(record.rsvp),
            "answers": answers_json(record.rsvp, names),
            "waiting": [{"contact": who, "name": names.shown(who)} for who in waiting],
        },
        plain=lambda: [(each.contact, names.shown(each.contact), each.answer, str(each.on)) for each in record.rsvp],
        done=done,
    )


def answers_json(answers: Iterable[Rsvp], names: ContactNames) -> list[dict[str, str]]:
    """Who said what, and when."""
    return [
        {"contact": each.contact, "name": names.shown(each.contact), "answer": each.answer, "on": str(each.on)}
        for each in answers
    ]


def _text(
    run: Run, occurrence: Occurrence, answers: Sequence[Rsvp], names: ContactNames, waiting: Sequence[str]
) -> str:
    groups = [[each.contact for each in answers if each.answer == reply] for reply in REPLIES]
    rows = zip(("Coming", "Not coming", "Maybe", "No answer"), (*groups, waiting), strict=True)
    who = [(label, f"{len(some)}: {', '.join(map(names.shown, some))}") for label, some in rows if some]
    about = [("When", run.voice.when(occurrence.span)), *(who or [("Answers", "none yet")])]
    return details(run, occurrence.title, about)


def of(run: Run, occurrence: Occurrence, *, private: bool) -> tuple[str, dict[str, Any]]:
    """What ``show`` tells of the answers, and programs; ``private``: by name, too."""
    try:
        answers = record_of(run.store, occurrence.id).rsvp
    except RecordError as error:
        run.store.problems.add(error)
        answers = ()
    named = {"answers": answers_json(answers, contact_names(run))} if private and answers else {}
    return told(answers), {"rsvp": counts(answers), **named} if answers else {}
