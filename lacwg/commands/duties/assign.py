"""``lacwg duties assign``: somebody takes on a duty on one date."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from lacwg.commands.options.ids import Date, SeriesId, persons
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.errors import LacwgError
from lacwg.records import Assignment
from lacwg.run import Run
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied
from lacwg.text.english import long_date


@verb
def assign(
    run: WritingRun,
    date: Date,
    role: str = argument("ROLE", "The duty.", autocompletion=on_duty.roles),
    who: str = argument("WHO", "Who takes it on: a contact, or any name.", autocompletion=persons),
    instead: str | None = option("NAME", "Whom they stand in for.", autocompletion=persons),
    series: SeriesId = None,
) -> None:
    """Put somebody on duty on one date.

    DATE may be an event, too.

    Example: lacwg duties assign next notes Ana --instead John
    """
    record, occurrence = on_duty.on(run, date, series)
    names, day = contact_names(run), on_duty.date_of(occurrence)
    what = on_duty.role_of(record, role)
    person = names.meant(somebody("WHO", who) or "")

    def changed(old: Dutied) -> Dutied:
        there = [each for each in duties.on_date(old, day) if each.role == what]
        off = [each for each in there if instead is not None and names.is_meant(instead, each.who)]
        if instead is not None and not off:
            raise LacwgError(f"{names.said(instead)} is not on duty then", hint="see who is: lacwg duties list")
        count = next((each.count for each in old.duties if each.role == what), 1)
        if len(there) - len(off) >= count and person not in [each.who for each in there]:
            whom = there[0].who
            raise LacwgError(
                f"{', '.join(names.shown(each.who) for each in there)} already: {what} takes {count}",
                hint=f'in their place: lacwg duties assign {occurrence.id} "{what}" "{person}" --instead "{whom}"',
            )
        new = Assignment(date=day, role=what, who=person)
        kept = tuple(each for each in old.assignments if each not in off)
        return old if new in kept else replace(old, assignments=(*kept, new))

    new, told = on_duty.change(run, record, changed)
    on_duty.show(run, on_duty.of_date(new, occurrence), told)
    _tell_of_away(run, person, occurrence.span.day)


def _tell_of_away(run: Run, person: str, day: dt.date) -> None:
    for contact in run.store.contacts.try_read(person) if person in run.store.contacts else ():
        if duties.is_away(contact, day):
            run.message(f"{contact.name} is away on {long_date(day)}")
