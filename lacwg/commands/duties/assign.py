from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.options.ids import Date, SeriesId, persons
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.errors import LacwgError
from lacwg.records import Assignment
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
    names, day, what = contact_names(run), occurrence.date, on_duty.role_of(record, role)
    person = names.meant(somebody("WHO", who) or "")

    def changed(old: Dutied) -> Dutied:
        there = [each for each in duties.on_date(old, day) if each.role == what]
        off = [each for each in there if instead is not None and names.is_meant(instead, each.who)]
        if instead is not None and not off:
            raise LacwgError(f"{names.said(instead)} is not on duty then", hint="see who is: lacwg duties list")
        if person in [each.who for each in there]:
            return old
        count = next((each.count for each in old.duties if each.role == what), 1)
        if len(there) - len(off) >= count:
            shown = ", ".join(names.shown(each.who) for each in there)
            again = f'lacwg duties assign {occurrence.id} "{what}" "{person}" --instead "{there[0].who}"'
            raise LacwgError(f"{shown} already: {what} takes {count}", hint=f"in their place: {again}")
        kept = [each for each in old.assignments if each not in off]
        return replace(old, assignments=(*kept, Assignment(date=day, role=what, who=person)))

    on_duty.change(run, record, changed, lambda new: duties.of_date(new, occurrence))
    for contact in run.store.contacts.try_read(person) if person in run.store.contacts else ():
        if why := duties.absence(contact, occurrence.span.day):
            run.message(f"{contact.name} {why} on {long_date(occurrence.span.day)}")
