from __future__ import annotations

import contextlib

from msgspec.structs import replace

from lacwg import clock
from lacwg.commands import queries
from lacwg.commands.actions import recorded
from lacwg.commands.actions.recorded import RecordedAction
from lacwg.commands.options.ids import Issues, persons
from lacwg.commands.options.verb import WritingRun, argument, needing, option, verb
from lacwg.commands.shared import asking, lookup, meeting_records
from lacwg.commands.shared.contact_names import contact_names, named
from lacwg.commands.shared.meeting_records import Meeting, WhichMeeting
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Action, MeetingRecord
from lacwg.run import Run


@needing(who="")
@verb
def add(
    run: WritingRun,
    which: WhichMeeting,
    what: str = argument("WHAT", "What somebody promised to do."),
    who: str | None = option("NAME", "Who does it: a contact, or any name.", autocompletion=persons),
    due: str | None = option("WHEN", 'The last day, such as "Jan 6".'),
    issue: Issues = None,
) -> None:
    """Add an action: what somebody promised to do.

    It goes into the record of the latest meeting, unless --meeting names another.

    Example: lacwg actions add "Ask the church hall" --who Yoav --due "Jan 6"
    """
    said = asking.needed("what is to be done", what, hint="say it in a few words")
    does = named(contact_names(run), "--who", who)
    if does is None:
        raise UsageError("--who is missing", hint='an action has somebody who does it: --who "Ana"')
    day = None if due is None else queries.day(due, "--due", run)
    about = lookup.issues(run, issue)
    meeting = _meeting(run, which)

    def added(old: MeetingRecord) -> MeetingRecord:
        meeting_records.refuse_approved(old, meeting, hint=f"add it to another meeting: --meeting next{meeting.option}")
        taken = {each.action.id for each in recorded.all_actions(run)}
        letters = clock.new_letters()
        while letters in taken:
            letters = clock.new_letters()
        action = Action(id=letters, what=said, who=does, due=day, issues=about)
        return replace(old, actions=(*old.actions, action))

    record = meeting_records.change(run, meeting.record_id, added)
    action = record.actions[-1]
    told = f"Added to {meeting.said} · lacwg actions done {action.id}"
    if run.dry_run:
        told = f"Would be added to {meeting.said}; nothing was."
    recorded.show(run, RecordedAction(record.id, action), told)


def _meeting(run: Run, which: WhichMeeting) -> Meeting:
    """The meeting that is named, else the latest one; of a series that has not begun the next one."""
    if which.meeting is None:
        with contextlib.suppress(NoSuchRecordError):
            return meeting_records.latest(run, which.series)
    return which.meant(run)
