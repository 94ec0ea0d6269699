from __future__ import annotations

from msgspec.structs import replace

from lacwg import kinds
from lacwg.commands import queries
from lacwg.commands.options.verb import WritingRun, needed, verb
from lacwg.commands.shared import on_duty, saving
from lacwg.commands.shared.output import undoable
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Assignment, Event
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.text.english import listed, plural


@verb
def plan(
    run: WritingRun, series: on_duty.Gathering = None, end: str = needed("DATE", "Until this day, included.", "--to")
) -> None:
    """Share out the duties that nobody has yet, fairly.

    Whoever has done it least often comes first, then whoever did it longest ago; nobody twice in a row, or two things
    on one date, while others can. Who is away then is left out, and what is assigned stays.

    Example: lacwg duties plan --to 2027-06-30 --dry-run
    """
    now, last = queries.now(run), queries.day(end, "--to", run)
    if last < now.date():
        raise UsageError(f'--to "{end}" is past', hint="a plan is of dates to come")
    if last > now.date() + on_duty.LONGEST:
        raise UsageError("a plan is for three years at most", hint=f"you typed   --to {end}")
    records = [each for each in on_duty.dutied(run, series, now.date()) if each.duties]
    if not records:
        raise NoSuchRecordError("there are no duties to plan", hint="add one: lacwg duties add ROLE --from NAMES")
    contacts = {each.id: each for each in run.store.contacts.all()}
    new: list[Assignment] = []

    def made(store: Store) -> tuple[list[Dutied], list[FileChange]]:
        planned, changes = [], []
        for each in records:
            record, text = store.collection_of(kinds.of_record(each)).load(each.id)
            coming = (one for one in on_duty.dates(run, record, now.date(), last) if one.span.over_utc > now)
            others = record.assignments
            if isinstance(record, Event):  # a duty of one name is shared out over all of them
                events = store.events.holding("assignments")
                others = (*(one for event in events for one in event.assignments), *new)
            own = duties.plan(record, coming, contacts, others)
            planned.append(replace(record, assignments=(*record.assignments, *own)))
            changes += [store.change(planned[-1], text)] if own else []
            new.extend(own)
        return planned, changes

    found = [one for record in saving.write(run, made) for one in on_duty.coming(run, record, None, last)]
    count = plural(len(new), "turn")
    told = f"Would assign {count}; nothing was saved." if run.dry_run else undoable(f"Assigned {count}")
    if new and not run.dry_run:
        run.done = "The plan is saved."
    on_duty.show(run, found, f"{told if new else 'Nobody was assigned; nothing changed.'}\n")
    if lacking := {each.duty.role for each in found if each.missing and not duties.takes_turns(each.duty, contacts)}:
        run.message(
            f"Nobody takes turns at {listed(sorted(lacking))}: put people on the list members, "
            "or name them: lacwg duties add ROLE --from NAMES"
        )
