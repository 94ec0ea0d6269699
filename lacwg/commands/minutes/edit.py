from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from lacwg import kinds
from lacwg.commands.minutes.show import as_draft, show_minutes
from lacwg.commands.options.ids import Issues, OptionalDate, SeriesId, persons
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.shared import asking, lookup, meeting_records, text_editing
from lacwg.commands.shared.contact_names import ContactNames, contact_names, named, people
from lacwg.commands.shared.meeting_records import Amend, Meeting
from lacwg.commands.shared.saving import told
from lacwg.commands.shared.text_editing import Edited, Steps
from lacwg.errors import FieldError, UsageError
from lacwg.records import AudienceName, Decision, MeetingRecord
from lacwg.run import Run


@dataclass(frozen=True)
class Additions:
    """What is added to the minutes; None: nothing."""

    present: list[str] | None = option(
        "NAMES", "Who was there; several names in one text, or repeated.", autocompletion=persons
    )
    guests: int | None = option("N", "How many more people were there.", min=0, max=1_000_000)
    newcomers: int | None = option("N", "How many of all were there for the first time.", min=0, max=1_000_000)
    regrets: list[str] | None = option(
        "NAMES", "Who sent regrets; several names in one text, or repeated.", autocompletion=persons
    )
    chair: str | None = option("NAME", "Who chaired it.", autocompletion=persons)
    decision: list[str] | None = option("TEXT", "A decision to add; may be repeated.")
    for_: int | None = option("N", "Votes for the decision.", min=0)
    against: int | None = option("N", "Votes against it.", min=0)
    abstain: int | None = option("N", "Abstentions.", min=0)
    issue: Issues = None
    notes: list[str] | None = option("TEXT", "Notes to add, in Markdown; may be repeated.")
    done: list[int] | None = option("NUMBER", "The number of an agenda item that is settled; may be repeated.", min=1)

    @property
    def anything(self) -> bool:
        """Whether there is something to add."""
        return bool(self.regrets) or self.of_the_meeting

    @property
    def of_the_meeting(self) -> bool:
        """Whether something is added that the meeting brought about; regrets come before it."""
        lists = (self.present, self.decision, self.notes, self.done)
        return any(lists) or (self.chair, self.guests, self.newcomers) != (None, None, None)

    def refuse_what_is_of_no_decision(self) -> None:
        """Raises ``UsageError`` for votes, or an issue, without the decision that they are of."""
        votes = (self.for_, self.against, self.abstain) != (None, None, None)
        if votes and not self.decision:
            raise UsageError("--for, --against and --abstain belong to a --decision", hint='add: --decision "TEXT"')
        if votes and len(self.decision or ()) > 1:
            raise UsageError(
                "--for, --against and --abstain belong to one --decision",
                hint="give each decision in a step of its own",
            )
        if self.issue and not self.decision:
            raise UsageError("--issue belongs to a --decision", hint='add: --decision "TEXT"')


@verb
def edit(
    run: WritingRun,
    additions: Additions,
    date: OptionalDate = None,
    for_whom: AudienceName | None = option(None, "Who may see the minutes.", "--audience"),
    amend: Amend = False,
    series: SeriesId = None,
) -> None:
    """Add to the minutes, or edit them in your editor.

    Approved minutes, and who may see them, change only with --amend; their actions can be done or dropped without it.

    Example: lacwg minutes edit --present "Yoav, John and Ana" --guests 20
    Example: lacwg minutes edit --decision "Plan a webinar" --for 7 --against 1
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    additions.refuse_what_is_of_no_decision()
    if not additions.anything and for_whom is None:
        _in_editor(run, meeting, amend=amend)
        return
    if additions.of_the_meeting or not additions.anything:
        meeting_records.started(run, meeting)

    def changed(old: MeetingRecord) -> MeetingRecord:
        meeting_records.refuse_approved(old, meeting, amend=amend)
        new = _with_additions(run, old, meeting, additions)
        return new if for_whom is None else replace(new, audience=for_whom)

    record = meeting_records.change(run, meeting.record_id, changed)
    show_minutes(run, meeting, record, told(run))


def _with_additions(run: Run, old: MeetingRecord, meeting: Meeting, typed: Additions) -> MeetingRecord:
    """The record with what was typed; what was planned is a draft from then on, unless it is regrets alone."""
    if not typed.anything:
        return old
    record = _with_people(old, contact_names(run), typed)
    about = lookup.issues(run, typed.issue)
    for text in typed.decision or ():
        said = asking.text("--decision", text)
        if said is None:
            raise UsageError("--decision is empty", hint="say what was decided")
        made = Decision(text=said, for_=typed.for_, against=typed.against, abstain=typed.abstain, issues=about)
        record = replace(record, decisions=(*record.decisions, made))
    more = [said for text in typed.notes or () if (said := asking.text("--notes", text))]
    if more:
        record = replace(record, notes="\n\n".join([*([record.notes.rstrip()] if record.notes else []), *more]))
    done = typed.done or ()
    meeting_records.refuse_numbers(record, meeting, done)
    agenda = tuple(replace(item, done=True) if number in done else item for number, item in enumerate(old.agenda, 1))
    record = replace(record, agenda=agenda)
    return as_draft(record) if typed.of_the_meeting else record


def _with_people(record: MeetingRecord, names: ContactNames, typed: Additions) -> MeetingRecord:
    """The record with more people, each once: who led it was there, and who was there sent no regrets."""
    led, known = named(names, "--chair", typed.chair), {*record.present, *record.regrets}
    there = [who for each in typed.present or [] for who in people(names, "--present", each, known)]
    there += [led] if led else []
    away = [who for each in typed.regrets or [] for who in people(names, "--regrets", each, known)]
    for who in away:
        if who in there or who == (led or record.chair):
            said = "led the meeting" if who == (led or record.chair) else "is typed under --present too"
            raise UsageError(f"{names.shown(who)} {said}, and cannot have sent regrets", hint="see which is meant")
    # those who were there before stay as they are: several may be "a former member"
    new = replace(
        record,
        present=with_people(record.present, there, without=away),
        regrets=with_people(record.regrets, away, without=there),
        chair=led or record.chair,
    )
    return with_counts(new, typed.guests, typed.newcomers)


def with_counts(record: MeetingRecord, guests: int | None, newcomers: int | None) -> MeetingRecord:
    """The record with the head counts that were typed; 0 takes one out. Raises ``UsageError`` for too many."""
    if guests is not None:
        record = replace(record, guests=guests or None)
    if newcomers is not None:
        record = replace(record, newcomers=newcomers or None)
    there = len(record.present) + (record.guests or 0)
    if (guests, newcomers) != (None, None) and (record.newcomers or 0) > there:
        hint = "say how many there were: --guests N beside those who are named; or how many were new: --newcomers N"
        raise UsageError(f"{record.newcomers} for the first time are more than the {there} who were there", hint=hint)
    return record


def with_people(had: tuple[str, ...], more: list[str], *, without: list[str]) -> tuple[str, ...]:
    """Those who had been noted, ``without`` some, and ``more``, each once."""
    new = dict.fromkeys(each for each in more if each not in had)
    return (*(each for each in had if each not in without), *new)


def _in_editor(run: Run, meeting: Meeting, *, amend: bool) -> None:
    """Lets somebody edit the record's text. What does not decode stays as a draft, and can be gone on with."""
    allowed = partial(meeting_records.refuse_approved, meeting=meeting, amend=amend)
    allowed(meeting_records.started(run, meeting))
    steps = Steps(allowed=allowed, opening=as_draft, check=partial(_same_ids, run))
    again, instead = meeting_records.go_on(meeting, amend=amend), "--present NAME"
    edited = text_editing.in_editor(run, kinds.MEETING, meeting.record_id, instead=instead, again=again, steps=steps)
    show_minutes(run, meeting, *edited)


def _same_ids(run: Run, edited: Edited[MeetingRecord]) -> Iterator[FieldError]:
    """The actions of the text that have the letters of another one."""
    from lacwg.checks.across import of_meetings  # all checks come along, and options need none

    meetings, own = run.store.meetings, edited.record
    others = meetings.holding("actions", ids=(each for each in meetings.ids() if each != own.id))
    return (error for error in of_meetings([*others, own]) if error.record_id == own.id)
