from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lacwg import render
from lacwg.audience.view import redacted
from lacwg.commands import queries
from lacwg.commands.options.ids import contact_ids
from lacwg.commands.options.verb import WritingRun, argument, flag, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.contact_names import ContactNames
from lacwg.commands.shared.output import show_result
from lacwg.errors import UsageError, Where
from lacwg.records import Contact, Event, MeetingRecord, Record, Series
from lacwg.run import Run
from lacwg.store.disk.contents import Loaded
from lacwg.store.ids import whole_titles
from lacwg.store.store import Store
from lacwg.text.english import plural
from lacwg.text.fold import slug

if TYPE_CHECKING:
    from lacwg.store.forgetting import Finish, Plan, Spot
    from lacwg.store.person_redaction import Person

OUT_OF_REACH = (
    "git's history of this folder",
    "other people's copies of it and remotes",
    "pages that were built and files that were exported",
    "calendars that have subscribed, feeds and mails that went out",
)
_OUT_OF_REACH = f"Out of reach: {', '.join(OUT_OF_REACH)}.\n"
_SHOWN = 20
"""Lines of a list that a person is to go through; --json has all."""


@verb
def forget(
    run: WritingRun,
    contact: str = argument("ID", "A contact's id, or the full name of somebody else.", autocompletion=contact_ids),
    speakers: bool = flag("Also where events name them as a speaker or co-host, which was public."),
    yes: Yes = False,
) -> None:
    """Remove a person from every record. Cannot be undone.

    From approved minutes and comments too. To see every place first: --dry-run.

    Example: lacwg contacts forget john --dry-run
    """
    from lacwg.store import forgetting

    if not (run.dry_run or yes or run.interactive):
        raise UsageError(
            "to forget somebody cannot be undone", hint="see what it would do: --dry-run\nif it is meant: --yes"
        )
    contact_id, name = _meant(run, contact)

    def made(store: Store) -> Plan:
        own = None if contact_id is None else store.contacts.load(contact_id)
        person = _person(store, own, name)
        return forgetting.plan(store, person, own, _finish(run), speakers=speakers)

    if run.dry_run:
        told = "Nothing was changed; once done, it cannot be undone."
        _show_plan(run, contact_id, name, made(run.store), told)
        return
    if not yes:
        about = _plan_text(contact_id, name, made(run.store), done=False, told="It cannot be undone.").rstrip("\n")
        if not agreed(run, f"Forget {render.one_line(name)}?", yes=False, about=about):
            return
    planned = forgetting.carry_out(run.writable(), lambda: made(run.store))
    run.done = "They are forgotten."
    told = "It cannot be undone." if planned.changes else "Nothing was changed."
    if not yes and run.mode == "people":  # they have just read where
        run.out(f"{render.one_line(name)} is taken out of {_within(planned)}. {told}\n{_OUT_OF_REACH}")
    else:
        _show_plan(run, contact_id, name, planned, told)


def _meant(run: Run, text: str) -> tuple[str | None, str]:
    """Whom a text means: a contact's id and name; of a full name that is no contact's, the name alone."""
    name = asking.one_line("the name", text) or ""
    contacts = run.store.contacts
    if len(name.split()) > 1 and not whole_titles(name, contacts.titles()):
        return None, name  # who is no contact is no part of another one's name
    contact_id = contacts.find(name)
    return contact_id, contacts.read(contact_id).name


def _person(store: Store, own: Loaded[Contact] | None, name: str) -> Person:
    from lacwg.store.person_redaction import Person

    contacts = list(store.contacts.all())
    contact = Contact(id=slug(name, "contact"), name=name) if own is None else own.record
    among = ContactNames(contacts if own is not None else [*contacts, contact])

    def is_meant(text: str) -> bool | None:
        fitting = [contact.id] if text == contact.id else among.fitting(text)
        return None if contact.id in fitting and len(fitting) > 1 else fitting == [contact.id]

    others = tuple(each.name for each in contacts if own is None or each.id != own.record.id)
    return Person(contact.id, contact.name, contact.email, contact.phone, contact.address, others, is_meant)


def _finish(run: Run) -> Finish:
    """Of what subscribers see, the identity is written down, and sequence and time of change are raised.

    Their answers and invitations go: how many come is no number of former members.
    """
    from lacwg.store.person_redaction import FORMER
    from lacwg.store.toml.encode import seen_to_differ

    def finish(old: Record, new: Record) -> Record:
        if isinstance(new, Event | MeetingRecord):
            sent = (replace(each, invited=tuple(who for who in each.invited if who != FORMER)) for each in new.sent)
            new = replace(new, sent=tuple(sent), rsvp=tuple(each for each in new.rsvp if each.contact != FORMER))
        if isinstance(new, Event | Series) and seen_to_differ(redacted(old, "members"), redacted(new, "members")):
            return queries.touched(run, new)
        return new

    return finish


def _show_plan(run: Run, contact_id: str | None, name: str, plan: Plan, told: str) -> None:
    done = not run.dry_run
    show_result(
        run,
        text=lambda: _plan_text(contact_id, name, plan, done=done, told=told),
        json=lambda: {
            "id": contact_id,
            "name": name,
            "forgotten": done,
            **{kind: [each._asdict() for each in getattr(plan, kind)] for kind in ("places", "look", "kept")},
            "out_of_reach": list(OUT_OF_REACH),
        },
        plain=lambda: [
            (kind, each.file, "" if each.line is None else str(each.line), each.what, each.text)
            for kind, spots in (("place", plan.places), ("look", plan.look), ("kept", plan.kept))
            for each in spots
        ],
    )


def _plan_text(contact_id: str | None, name: str, plan: Plan, *, done: bool, told: str) -> str:
    """What is or would be done, and what people must know of it."""
    shown = render.one_line(name)
    if plan.places:
        lines = [f"{shown} {'is taken' if done else 'would be taken'} out of {_within(plan)}:"]
    else:
        lines = [f"No {'record' if contact_id is None else 'other record'} names {shown}."]
    lines += _lines(plan.places, all_=True)
    if contact_id is not None:
        lines.append(f"The contact's own file {'is' if done else 'would be'} deleted.")
    if plan.look:
        lines += [
            "Look at these yourself: a part of the name, a link or a file that may be somebody else's",
            *_lines(plan.look),
        ]
    if plan.kept:
        lines += ["Kept, as it was public: an event at which they spoke", *_lines(plan.kept)]
        again = f'lacwg contacts forget "{shown}" --speakers' if done else "--speakers"
        lines.append(f"To take them out of that too: {again}")
    return "".join(f"{line}\n" for line in [*lines, told]) + _OUT_OF_REACH


def _within(plan: Plan) -> str:
    return f"{plural(len(plan.places), 'place')} in {plural(len({each.file for each in plan.places}), 'file')}"


def _lines(spots: list[Spot], *, all_: bool = False) -> list[str]:
    shown = spots if all_ else spots[:_SHOWN]
    lines = [
        f"  {render.one_line(str(Where(each.file, each.line)))}   {each.what}: {render.one_line(each.text[:200])}"
        for each in shown
    ]
    return lines if len(shown) == len(spots) else [*lines, f"  and {len(spots) - len(shown)} more: --json shows all"]
