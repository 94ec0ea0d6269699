from __future__ import annotations

import datetime as dt
import shlex
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.verb import flag, verb
from lacwg.commands.remind.found import KINDS, due_of, gathered, told
from lacwg.commands.sending.options import Sending
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import show_result
from lacwg.records import Group
from lacwg.run import Run
from lacwg.schedule.occurrences import record_id
from lacwg.schedule.reminders import Due


@verb
def remind(
    run: Run,
    sending: Sending,
    schedule: bool = flag("Print what makes this machine send them each morning: for systemd, cron or launchd."),
) -> None:
    """Show what is due: meetings, duties, actions, minutes, bills.

    When that is, says [reminders] in group.toml, in days; an empty list is never. Each thing stands there from the
    first of its days until it is done or over, with the command for it. Where nothing is due, nothing is said.

    With --send each person gets what is theirs, in one message, and no reminder twice: the meetings that they may
    know of, their duties and actions; who is on the list "coordinators", also what is nobody's in particular.

    Example: lacwg remind
    Example: lacwg remind --send members --dry-run
    """
    if schedule:
        from lacwg.commands.remind import letters, timetable
        from lacwg.commands.sending import recipients

        if sending.send:
            recipients.meant(run, sending)  # no timer that fails each morning
        made = timetable.parts(run, sending.send or [_members(run.store.group) or "members"])
        show_result(run, text=lambda: timetable.text(made), json=lambda: made, plain=lambda: made.items())
        if why := letters.elsewhere(run):
            run.message(f"It will send nothing yet: {why}")
        return
    if sending.wanted:
        from lacwg.commands.remind import letters

        letters.send_reminders(run, sending)
        return
    now, found, names = queries.now(run), due_of(run, gathered(run)), contact_names(run)

    def text() -> str:
        lines = {
            label: "\n".join(
                f"{told(each, run.voice, now.date(), names)}: {render.unbroken(_command(run, each))}"
                for each in found
                if each.kind == kind
            )
            for kind, label in KINDS.items()
        }
        return render.labelled(lines.items(), width=run.width)

    show_result(
        run,
        text=text,
        json=lambda: [_due_json(run, each, names, now.date()) for each in found],
        plain=lambda: [
            (each.kind, render.iso(each.date), each.id, ",".join(each.who), each.about, _command(run, each))
            for each in found
        ],
    )
    run.complete()


def _command(run: Run, due: Due) -> str:
    """What to type for it."""
    series = due.id.rpartition("/")[0]
    meeting = queries.reference_of(run, record_id(due.id)) if series else ""
    if due.kind == "meeting":
        members = _members(run.store.group)
        return f"lacwg meetings announce {meeting}{f' --send {members}' if members else ''}"
    about = shlex.quote(render.one_line(due.about))
    if due.kind == "duty":
        return f"lacwg duties list {series or due.id}" if due.who else f"lacwg duties assign {due.id} {about}"
    if due.kind == "bill":
        return f"lacwg issues edit {due.id} --bill {about} --checked today"
    minutes = {"draft": "edit", "to approve": "approve"}.get(due.state, "start")
    return {
        "agenda": f"lacwg agenda prepare {meeting}",
        "minutes": f"lacwg minutes {minutes} {meeting}",
        "action": f"lacwg actions done {due.id}",
    }[due.kind]


def _members(group: Group) -> str | None:
    """The group's list of its members."""
    return next((name for name, each in sorted(group.lists.items()) if each.audience == "members"), None)


def _due_json(run: Run, due: Due, names: ContactNames, today: dt.date) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "id": due.id,
        "about": due.about,
        "date": render.iso(due.date),
        "since": due.since.isoformat(),
        "start": None if due.occurrence is None else render.iso(due.occurrence.start),
        "who": list(due.who),
        "names": [names.shown(each) for each in due.who],
        "text": told(due, run.voice, today, names),
        "command": _command(run, due),
    }
