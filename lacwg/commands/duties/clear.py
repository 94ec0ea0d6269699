from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.options.ids import Date, SeriesId, persons
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied


@verb
def clear(
    run: WritingRun,
    date: Date,
    role: str | None = argument("[ROLE]", "Only this duty.", default=None, autocompletion=on_duty.roles),
    who: str | None = argument("[WHO]", "Only this person.", default=None, autocompletion=persons),
    series: SeriesId = None,
) -> None:
    """Take people off duty on one date.

    DATE may be an event, too.

    Example: lacwg duties clear 2026-12-09 notes Ana
    """
    record, occurrence = on_duty.on(run, date, series)
    names, day = contact_names(run), occurrence.date
    what = None if role is None else on_duty.role_of(record, role)

    def changed(old: Dutied) -> Dutied:
        off = [
            each
            for each in duties.on_date(old, day)
            if what in (None, each.role) and (who is None or names.is_meant(who, each.who))
        ]
        return replace(old, assignments=tuple(each for each in old.assignments if each not in off))

    on_duty.change(run, record, changed, lambda new: duties.of_date(new, occurrence))
