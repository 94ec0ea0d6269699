from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from lacwg.audience.view import may_see
from lacwg.commands import queries
from lacwg.commands.minutes.edit import with_counts, with_people
from lacwg.commands.minutes.show import as_draft, show_minutes
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.shared import meeting_records, saving, text_editing
from lacwg.commands.shared.contact_names import contact_names, people
from lacwg.commands.shared.meeting_records import Amend, Meeting
from lacwg.commands.shared.output import NO_CHANGE
from lacwg.errors import LacwgError, RecordError, UsageError, Where
from lacwg.records import MeetingRecord
from lacwg.remotes import editor
from lacwg.run import Run
from lacwg.schedule.duties import MEMBERS
from lacwg.store.disk.read import read_input
from lacwg.store.drafts import Draft
from lacwg.text.charsets import decode
from lacwg.text.controls import one_line
from lacwg.text.fold import fold_line

_LINE = re.compile(r"[-*]?\s*\[(?P<mark>[^\]]*)\]\s*(?P<name>.*)")
_LARGEST = 1 << 20
_MARKS = "[x] was there, [r] sent regrets, [ ] neither"
Marks = Mapping[str, str]
"""Of whom which mark is set: ``x`` was there, ``r`` sent regrets, nothing is neither."""


@verb
def attendance(
    run: WritingRun,
    date: OptionalDate = None,
    guests: int | None = option("N", "How many more people were there.", min=0, max=1_000_000),
    newcomers: int | None = option("N", "How many of all were there for the first time.", min=0, max=1_000_000),
    ticked: Path | None = option("FILE", "Read the ticked list from a file; - is standard input.", "--from-file"),
    amend: Amend = False,
    series: SeriesId = None,
) -> None:
    """Tick off in your editor who was there.

    The list has the members: those of the list members, else the contacts that members may see. New names go below,
    a line each. --dry-run prints it, to be ticked elsewhere and read with --from-file; there, who has no line stays as
    recorded.

    Example: lacwg minutes attendance --guests 20 --newcomers 3
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    if meeting.occurrence.status == "cancelled":
        raise LacwgError(f"{meeting.said} is cancelled", hint="name another date")
    old = meeting_records.recorded(run, meeting) or MeetingRecord(id=meeting.record_id, state="planned")
    meeting_records.refuse_approved(old, meeting, amend=amend)
    labels = _labels(run, old)
    form, counted = _form(meeting, old, labels), (guests, newcomers) != (None, None)

    def save(marks: Marks) -> MeetingRecord:
        def changed(record: MeetingRecord) -> MeetingRecord:
            meeting_records.refuse_approved(record, meeting, amend=amend)
            new = with_counts(_with_marks(record, marks), guests, newcomers)
            begins = bool(new.present or counted)
            if begins and new.state == "planned" and meeting.occurrence.span.start_utc > queries.now(run):
                hint = "regrets alone come before it; if somebody was there, name its date"
                raise UsageError(f"{meeting.said} has not begun", hint=hint)
            return as_draft(new) if begins else new

        return meeting_records.change(run, meeting.record_id, changed)

    if ticked is not None:
        file = None if str(ticked) == "-" else ticked
        text, _ = decode(read_input(file, _LARGEST))
        new = save(_read(run, text, str(file or "standard input"), labels))
    elif run.dry_run and not counted and run.mode == "people":
        run.out(form)
        return
    elif run.dry_run or (counted and not (run.interactive or editor.is_set())):
        new = save({})
    else:
        found = _in_editor(run, meeting, form, labels, save)
        new = found or (save({}) if counted else old)
    show_minutes(run, meeting, new, NO_CHANGE if new == old else saving.told(run))
    known = {*contact_names(run).names, *old.present, *old.regrets}
    if unknown := [each for each in (*new.present, *new.regrets) if each not in known]:
        lines = "".join(f"\n  lacwg contacts add {shlex.quote(each)}" for each in unknown)
        run.message(f"No contact has these names, which are kept as names. To add them as contacts:{lines}")


def _in_editor(
    run: Run, meeting: Meeting, form: str, labels: Mapping[str, str], save: Callable[[Marks], MeetingRecord]
) -> MeetingRecord | None:
    """The record as somebody has ticked and saved it; who has no line any more was not there."""
    if not (run.interactive or editor.is_set()):
        raise UsageError(
            "nobody is there to tick the list",
            hint="set EDITOR, or read it from a file: --from-file FILE; to get one: --dry-run > FILE",
        )
    draft = Draft(run.writable().folder, run.store.meetings.kind, f"attendance-{meeting.record_id}")

    def saved() -> MeetingRecord:
        marks = _read(run, draft.text(), draft.shown, labels)
        return save(dict.fromkeys(labels.values(), "") | marks)

    again = f"lacwg minutes attendance {meeting.reference}"
    with draft.used():
        return text_editing.edited_draft(run, draft, form, lambda: form, again, saved)


def _labels(run: Run, record: MeetingRecord) -> dict[str, str]:
    """Who is on the list, by what stands there: names, with the id of those who share theirs."""
    contacts = list(run.store.contacts.all())
    some = [each for each in contacts if MEMBERS in each.lists]
    some = some or [each for each in contacts if may_see("members", each.audience)] or contacts
    some.sort(key=lambda each: fold_line(each.name))
    names = contact_names(run)
    who = dict.fromkeys([*(each.id for each in some), *record.present, *record.regrets])
    shown = {each: one_line(names.shown(each)) for each in who}
    often = Counter(shown.values())
    return {f"{name} ({each})" if often[name] > 1 else name: each for each, name in shown.items()}


def _form(meeting: Meeting, record: MeetingRecord, labels: Mapping[str, str]) -> str:
    marks = dict.fromkeys(record.regrets, "r") | dict.fromkeys(record.present, "x")
    lines = [f"[{marks.get(who, ' ')}] {label}" for label, who in labels.items()]
    head = [f"# Who was at {meeting.said}? {_MARKS}.", "# New names: a line each below.", ""]
    return "\n".join([*head, *lines, "", ""])


def _read(run: Run, text: str, where: str, labels: Mapping[str, str]) -> dict[str, str]:
    """The marks of a text. Raises ``RecordError`` that names each line that cannot be understood."""
    names, wrong = contact_names(run), []
    marks: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        match = _LINE.fullmatch(said)
        mark, name = (match["mark"].strip().lower(), match["name"]) if match else ("x", said)
        try:
            if mark not in ("", "x", "r") or not name or not said.isprintable():
                raise UsageError(f'"{said}" is no line of the list', hint=_MARKS)
            for who in [labels[name]] if name in labels else people(names, "the list", name, labels):
                if mark and marks.get(who, mark) not in ("", mark):
                    raise UsageError(f"{names.shown(who)} has [x] and [r]", hint="keep one of the two")
                marks[who] = mark or marks.get(who, "")
        except LacwgError as error:
            wrong.append(f"line {number}: {error.message}")
    if wrong:
        raise RecordError("\n".join(wrong), hint=_MARKS, where=Where(where))
    return marks


def _with_marks(record: MeetingRecord, marks: Marks) -> MeetingRecord:
    """The record with those who have a mark where it says, and all others as they were."""
    if marks.get(record.chair or "") == "r":
        raise UsageError("who led the meeting cannot have sent regrets", hint="see which is meant")
    there, away, neither = ([who for who, its in marks.items() if its == mark] for mark in ("x", "r", ""))
    return replace(
        record,
        present=with_people(record.present, there, without=away + neither),
        regrets=with_people(record.regrets, away, without=there + neither),
    )
