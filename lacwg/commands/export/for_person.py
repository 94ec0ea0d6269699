"""``lacwg export ics --for-person``: one's own meetings, duties and actions, and nothing that is another's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Bounds, Drawn, Target
from lacwg.commands.sending.recipients import language_of
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.errors import FieldError
from lacwg.exporters.ics import feed
from lacwg.records import Contact, Event, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.voice.translation import translated


def calendar(run: Run, text: str, target: Target, bounds: Bounds) -> tuple[bytes, Drawn]:
    """The feed of the contact that ``text`` means, and what is withheld from it.

    It has what the contact's lists may be sent, or the audience of ``target`` where that is wider.
    """
    store, names = run.store, contact_names(run)
    who, lists = store.contacts.get(text), store.group.lists
    reader = target.audience
    if any(each in lists and lists[each].audience == "members" for each in who.lists):
        reader = "members"
    elif reader == "public":
        left = "to put it in: --audience members"
        run.message(f"{who.name} is on no list for members, and what is for them is left out; {left}")
    own = {
        each.id: each
        for each in chain[Series | Event](store.series.all(), store.events.holding("assignments", "rsvp"))
        if _is_whole(each, who) or any(names.one(one.who) == who.id for one in each.assignments)
    }
    drawn = exporting.draw(
        run,
        reader,
        series=[each for each in own.values() if isinstance(each, Series)],
        events=[each for each in own.values() if isinstance(each, Event)],
        language=target.lang or language_of(who, store.group),
    )
    group, language, parts = drawn.view.group, drawn.view.language, list[feed.Part]()
    for record in chain[Series | Event](drawn.view.series, drawn.view.events):
        dates = partial(occurrences.told, record, group, bounds.start, drawn.view.problems.append)
        try:
            if _is_whole(own[record.id], who) and bounds.hold(dates):
                parts.append(feed.part(record, group, language))
            parts += _duties(record, own[record.id], who, names, bounds, drawn)
        except FieldError as error:
            drawn.view.problems.append(error)
    for meeting in store.meetings.holding("actions"):
        for action in meeting.actions:
            if names.one(action.who) == who.id and (action.open or bounds.start is None):
                parts.append(feed.action_part(action, group, meeting.updated))
                drawn.scanner.permit(action.what, action.reason or "")
    drawn.scanner.permit(who.name)
    return feed.assembled(group, parts, who, language), drawn


def _is_whole(record: Series | Event, who: Contact) -> bool:
    """Whether a contact has all of a record in the feed, on duty or not: meetings, and events to which they come."""
    if isinstance(record, Series):
        return record.kind == "meeting"
    return any(each.contact == who.id and each.answer != "no" for each in record.rsvp)


def _duties(
    record: Series | Event, own: Series | Event, who: Contact, names: ContactNames, bounds: Bounds, drawn: Drawn
) -> Iterator[feed.Part]:
    """Their duties on the dates of ``record``, which is what they may see of ``own``."""
    group, language = drawn.view.group, drawn.view.language
    for each, said in zip(own.assignments, translated(own, language).assignments, strict=True):
        if names.one(each.who) != who.id:
            continue
        if isinstance(record, Series):
            dates = occurrences.of_day(record, group, each.date)
        else:
            dates = [occurrences.of_event(record, group)]
        for found in dates:
            there = found.id in (record.id, f"{record.id}/{each.date}")
            if there and found.status != "cancelled" and bounds.has(found):
                drawn.scanner.permit(said.role)
                yield feed.duty_part(each.role, said.role, found, who, group, language)
