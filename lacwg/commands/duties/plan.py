"""``lacwg duties plan``: the turns of those to come, shared out fairly."""

from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.options.verb import WritingRun, needed, verb
from lacwg.commands.shared import on_duty, saving
from lacwg.commands.shared.on_duty import Gatherings, OnDuty
from lacwg.commands.shared.output import undoable
from lacwg.errors import NoSuchRecordError
from lacwg.records import Assignment, Event
from lacwg.run import Run
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied, Turn
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.text.english import plural


@verb
def plan(
    run: WritingRun,
    series: Gatherings = None,
    end: str = needed("DATE", "Until this day, included.", "--to"),
) -> None:
    """Share out the duties that nobody has yet, fairly.

    Whoever has done it least often comes first, then whoever did it longest ago; nobody twice in a row, or two things
    on one date, while others can. Who is away then is left out, and what is assigned stays.

    Example: lacwg duties plan --to 2027-06-30 --dry-run
    """
    now, last = queries.now(run), queries.day(end, "--to", run)
    ids = [each.id for each in on_duty.dutied(run, series, now.date()) if each.duties]
    if not ids:
        raise NoSuchRecordError("there are no duties to plan", hint="add one: lacwg duties add ROLE --from NAMES")

    def made(store: Store) -> tuple[list[tuple[Dutied, list[Assignment]]], list[FileChange]]:
        contacts = {each.id: each for each in store.contacts.all()}
        done: list[tuple[Dutied, list[Assignment]]] = []
        changes = []
        for each in ids:
            records = store.series if each in store.series else store.events
            record, text = records.load(each)
            others = _of_events(store, each) if isinstance(record, Event) else []
            turns = [
                Turn(on_duty.date_of(one), one.span.day)
                for one in on_duty.dates(run, record, now.date(), last)
                if one.span.over_utc > now
            ]
            new = duties.plan(record, turns, contacts, others)
            planned = replace(record, assignments=(*record.assignments, *new))
            done.append((planned, new))
            if new:
                changes.append(store.change(planned, text))
        return done, changes

    done = saving.write(run, made)
    count = sum(len(new) for _, new in done)
    if count and not run.dry_run:
        run.done = "The plan is saved."
    told = f"Assigned {plural(count, 'turn')}"
    if not count:
        told = "Nobody was assigned; nothing changed."
    elif run.dry_run:
        told = f"{told.replace('A', 'Would a', 1)}; nothing was saved."
    else:
        told = undoable(told)
    found = [one for record, _ in done for one in on_duty.coming(run, record, last)]
    on_duty.show(run, sorted(found, key=lambda each: each.occurrence.order), told)
    _tell_lacking(run, [record for record, _ in done], found)


def _of_events(store: Store, event_id: str) -> list[Assignment]:
    """What people did at other events: a duty of the same name is shared out over all of them."""
    events = store.events
    others = (record for each in events.dated() if each != event_id for record in events.try_read(each, "assignments"))
    return [each for record in others for each in record.assignments]


def _tell_lacking(run: Run, records: list[Dutied], found: list[OnDuty]) -> None:
    """Says at which duties nobody takes turns, so that no plan can be made."""
    contacts = {each.id: each for each in run.store.contacts.all()}
    lacking = {each.duty.role for each in found if each.missing}
    for record in records:
        for duty in record.duties:
            if duty.role in lacking and not duties.takes_turns(duty, contacts):
                run.message(
                    f'Nobody takes turns at "{duty.role}": put people on the list members, '
                    f'or name them: lacwg duties add "{duty.role}" {record.id} --from NAMES'
                )
