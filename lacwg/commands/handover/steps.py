"""What changes hands, each thing asked on a terminal: roles, actions and duties, all of it one step to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import typer
from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.actions.recorded import all_actions, standing
from lacwg.commands.handover.telling import checklist
from lacwg.commands.shared import asking, on_duty, saving
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import NO_CHANGE
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.kinds import CONTACT, MEETING, Kind, of_record
from lacwg.records import LANGUAGES, Assignment, Contact, MeetingRecord, Role
from lacwg.run import Run
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.text.controls import escape_controls
from lacwg.text.english import plural

_DAY = dt.timedelta(days=1)
_LATER = dt.timedelta(days=366)
"""By how much a date may have been moved on."""


class Step(NamedTuple):
    """One thing that was agreed to: what becomes of a record."""

    kind: Kind[Any]
    record_id: str
    changed: Callable[[Any], Any]


def walk(run: Run, to: str, giver: str | None) -> None:
    """Asks of each thing, saves what was agreed to, and goes through the checklist.

    Raises ``UsageError`` where nobody is there to answer.
    """
    if not run.interactive:
        raise UsageError(
            "--to asks about each thing, and there is nobody here to answer",
            hint="run it in a terminal; or one by one: lacwg contacts edit, lacwg actions, lacwg duties assign",
        )
    names = contact_names(run)
    new = _contact(run, names, to, "--to")
    old = _contact(run, names, giver or run.who(None) or asking.ask("Who hands over", names.meant), "--from")
    if new.id == old.id:
        raise UsageError(f"{new.name} cannot hand over to themselves", hint="say who hands over: --from NAME")
    steps = [step for question, agreed in _offers(run, old, new) if _says_yes(question) for step in agreed]
    _save(run, steps)
    left = [text for _, text in checklist(run, walking=True) if not _says_yes(f"{text.rstrip('.')}. Done?")]
    run.message("\n[ ] ".join(["Still to do:", *left]) if left else "Nothing is left to do.")


def _says_yes(question: str) -> bool:
    return typer.confirm(escape_controls(question), default=False, err=True)


def _save(run: Run, steps: list[Step]) -> None:
    """Writes all that was agreed to, at once."""
    if not steps:
        run.message(NO_CHANGE)
        return

    def made(store: Store) -> tuple[None, list[FileChange]]:
        was = {(kind, name): store.collection_of(kind).load(name) for kind, name, _ in steps}
        now = {key: loaded.record for key, loaded in was.items()}
        for kind, name, changed in steps:
            now[kind, name] = changed(now[kind, name])
        return None, [store.change(now[key], text) for key, (record, text) in was.items() if now[key] != record]

    saving.write(run, made)
    run.message(f"{plural(len(steps), 'change')}. {saving.told(run)}")


def _contact(run: Run, names: ContactNames, typed: str, option: str) -> Contact:
    found = names.meant(typed)
    if found not in run.store.contacts:
        raise NoSuchRecordError(
            f'{option} "{typed}" is not a contact', hint=f'add them first: lacwg contacts add "{typed}"'
        )
    return run.store.contacts.read(found)


def _offers(run: Run, old: Contact, new: Contact) -> Iterator[tuple[str, list[Step]]]:
    """What can change hands: each a question, and what a yes does."""
    today = queries.now(run).date()
    for role in old.roles_on(today):
        yield (
            f'Is {new.name} "{role.role}" from today on, in place of {old.name}?',
            [
                Step(CONTACT, old.id, partial(_ended, run, role, today)),
                Step(CONTACT, new.id, partial(_taken_on, run, replace(role, from_=today))),
            ],
        )
    for each in all_actions(run):
        if each.action.open and each.action.who == old.id:
            question = f'Does {new.name} take on "{each.action.what}" ({standing(each, today, run.english)})?'
            yield question, [Step(MEETING, each.record_id, partial(_given, each.action.id, new.id))]
    for record in on_duty.dutied(run, None, today):
        yield from _duties(run, record, old, new, today)


def _with(run: Run, contact: Contact, roles: Sequence[Role]) -> Contact:
    """The contact with these roles, whose words in other languages they have themselves."""
    return queries.touched(run, replace(contact, role=None, roles=tuple(roles), **dict.fromkeys(LANGUAGES)))


def _ended(run: Run, role: Role, today: dt.date, contact: Contact) -> Contact:
    """The contact whose role ended yesterday; one that began today they never had."""
    ended = [replace(role, to=today - _DAY)] if role.from_ is None or role.from_ < today else []
    return _with(run, contact, [one for each in contact.all_roles for one in (ended if each == role else [each])])


def _taken_on(run: Run, role: Role, contact: Contact) -> Contact:
    return _with(run, contact, [*contact.all_roles, role])


def _given(action_id: str, who: str, record: MeetingRecord) -> MeetingRecord:
    actions = (replace(each, who=who) if each.id == action_id and each.open else each for each in record.actions)
    return replace(record, actions=tuple(actions))


def _duties(run: Run, record: Dutied, old: Contact, new: Contact, today: dt.date) -> Iterator[tuple[str, list[Step]]]:
    """Who takes turns, and whose turns are planned anew; both are asked before either is done."""
    kind = of_record(record)
    for duty in record.duties:
        if old.id in duty.from_:
            turn = Step(kind, record.id, partial(_in_turn, duty.role, old.id, new.id))
            yield f'Does {new.name} take turns at "{duty.role}" of {record.title}, in place of {old.name}?', [turn]
    coming = [each for each in record.assignments if each.who == old.id and each.date >= today]
    if coming:
        turns = {each.date for each in coming}
        days = on_duty.dates(run, record, today, max(turns) + _LATER)
        anew = [one for one in days if one.date in turns]
        contacts = {each.id: each for each in run.store.contacts.all() if each.id != old.id}
        question = f"Plan anew the {plural(len(coming), 'turn')} of {old.name} to come at {record.title}?"
        yield question, [Step(kind, record.id, partial(_planned, coming, anew, contacts))]


def _in_turn(role: str, old: str, new: str, record: Dutied) -> Dutied:
    taking = [
        replace(each, from_=tuple(dict.fromkeys(new if who == old else who for who in each.from_)))
        if each.role == role
        else each
        for each in record.duties
    ]
    return replace(record, duties=tuple(taking))


def _planned(gone: list[Assignment], turns: list[Occurrence], contacts: dict[str, Contact], record: Dutied) -> Dutied:
    left = replace(record, assignments=tuple(each for each in record.assignments if each not in gone))
    return replace(left, assignments=(*left.assignments, *duties.plan(left, turns, contacts, left.assignments)))
