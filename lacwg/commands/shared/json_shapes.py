"""What ``--json`` prints, of every command: one type for each shape, from which the JSON Schema is made.

Nothing is made by these types when a command runs; a test holds what the commands print against them. A key may be
added, and none goes away: with that ``VERSION`` would be raised.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

VERSION: Final = 1

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day, such as 2026-12-09.")]
When = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}(:\d{2})?)?)?$",
        description="A day, which is a whole one, or a moment with its offset, such as 2026-12-09T17:00:00-05:00.",
    ),
]
Table = dict[str, Any]
"""A table of a record: what is given in it, by the keys of its file."""
Audience = Literal["public", "members", "private"]


class Shape(Struct, forbid_unknown_fields=True):
    """What all have: what is not known is null, and keys that may be absent are not required."""


class Worded(Shape, kw_only=True):
    """A record with its words in other languages; what is private comes with ``--private`` alone."""

    private: Table | UnsetType = UNSET
    es: Table | UnsetType = UNSET
    pt: Table | UnsetType = UNSET
    fr: Table | UnsetType = UNSET
    ht: Table | UnsetType = UNSET
    en: Table | UnsetType = UNSET


class Warned(Shape):
    """Something that is odd, though not wrong."""

    code: str
    message: str


class Speaker(Shape):
    """Who speaks."""

    name: str
    about: str | None


class Coming(Shape):
    """How many answered what."""

    yes: int
    no: int
    maybe: int


class Invited(Shape):
    """Who has an invitation."""

    contact: str
    name: str


class AnswerBy(Invited):
    """Who answered what."""

    answer: Literal["yes", "no", "maybe"]
    on: Day


class Person(Shape):
    """Somebody by the id or the plain name of the record, and by their name."""

    who: str
    name: str


class Doing(Shape):
    """A duty, and who does it."""

    role: str
    who: list[Person]


class OnDuty(Doing):
    """The same of one date."""

    id: str
    title: str
    start: When
    missing: int


class Occurrence(Shape):
    """Whatever takes place: a meeting, an event, one date of a series."""

    id: str
    kind: Literal["meeting", "event"]
    series: str | None
    title: str
    start: When
    end: When | None
    all_day: bool
    timezone: str
    status: Literal["confirmed", "tentative", "cancelled"]
    change: Literal["moved", "cancelled", "edited", "extra"] | None
    original_start: When | None
    reason: str | None
    format: str | None
    place: str | None
    url: str | None
    description: str | None
    image: str | None
    alt: str | None
    caption: str | None
    credit: str | None
    speakers: list[Speaker]
    issues: list[str]
    uid: str
    members: Table
    warnings: list[Warned]
    register: Table | UnsetType = UNSET
    recording: str | UnsetType = UNSET
    slides: str | UnsetType = UNSET
    links: list[Table] | UnsetType = UNSET
    geo: list[float] | UnsetType = UNSET
    access: str | UnsetType = UNSET
    cost: str | UnsetType = UNSET
    private: Table | UnsetType = UNSET
    in_: dict[str, When] | UnsetType = field(name="in", default=UNSET)
    rsvp: Coming | UnsetType = UNSET
    """Of ``show``, where somebody has answered."""
    answers: list[AnswerBy] | UnsetType = UNSET
    duties: list[Doing] | UnsetType = UNSET


class OfMeeting(Shape):
    """Which meeting it is about."""

    id: str
    title: str
    start: When
    end: When | None


class Rsvp(OfMeeting):
    """Who comes to one meeting or event."""

    rsvp: Coming
    answers: list[AnswerBy]
    waiting: list[Invited]


class Series(Worded):
    """A series, its changes and its exceptions by the keys of its file."""

    id: str
    kind: Literal["meeting", "event"]
    title: str
    rule: str
    start_time: str | None
    minutes: int | None
    since: Day
    until: Day | None
    timezone: str | None
    format: str | None
    place: str | None
    url: str | None
    description: str | None
    issues: list[str]
    changes: list[Table]
    exceptions: list[Table]
    audience: Audience
    members: Table


class AgendaItem(Shape):
    """What an item of an agenda says in the record."""

    title: str
    minutes: int | None
    who: str | None
    done: bool
    issues: list[str]


class TimedItem(AgendaItem, kw_only=True):
    """An item with its number, its hour and the name of who leads it."""

    number: int
    at: When | None
    name: str | None


class Agenda(Shape):
    """The agenda of a meeting."""

    meeting: OfMeeting
    duties: list[Doing]
    record: str
    state: str
    items: list[TimedItem]
    minutes: int
    without_minutes: int
    warnings: list[Warned]


class Action(Shape):
    """What somebody promised to do."""

    id: str
    what: str
    who: str | None
    due: Day | None
    done: Day | None
    dropped: Day | None
    reason: str | None
    issues: list[str]
    name: str | None
    status: Literal["open", "done", "dropped"]
    overdue: bool


class RecordedAction(Action, kw_only=True):
    """The same with the record that it is in."""

    record: str


class Decision(Shape):
    """What was decided."""

    text: str
    for_: int | None = field(name="for")
    against: int | None
    abstain: int | None
    issues: list[str]


class Minutes(Shape):
    """The minutes of a meeting."""

    meeting: OfMeeting
    record: str
    state: str
    approved_at: Day | None
    audience: Audience
    chair: str | None
    notes: str | None
    present: list[Person]
    guests: int | None
    newcomers: int | None
    regrets: list[Person]
    agenda: list[AgendaItem]
    decisions: list[Decision]
    actions: list[Action]


class MinutesText(Shape):
    """Minutes or an agenda to be handed on; ``text`` is null where they went to a file."""

    record: str
    audience: Audience
    format: str
    file: str | None
    language: str
    text: str | None


class Printed(Shape):
    """A sheet that was made."""

    kind: str
    file: str
    audience: Audience
    languages: list[str]


class Contact(Shape):
    """A contact."""

    id: str
    name: str
    role: Annotated[str | None, Meta(description="What they do today; several with a comma between them.")]
    roles: list[Table]
    pronouns: str | None
    email: str | None
    phone: str | None
    address: str | None
    languages: list[str]
    audience: Audience
    members: Table
    lists: list[str] | UnsetType = UNSET
    away: list[Table] | UnsetType = UNSET
    private: Table | UnsetType = UNSET


class Issue(Worded):
    """An issue."""

    id: str
    title: str
    summary: str | None
    stance: str | None
    countries: list[str]
    partners: list[str]
    audience: Audience
    bills: list[Table]
    members: Table


class ThreadEntry(Shape):
    """Something that was about an issue."""

    kind: str
    id: str
    date: Day | None
    text: str
    status: str | None


class NextBill(Shape):
    """A bill that wants something of people, or to be looked up."""

    name: str
    ask: str | None
    checked: Day | None
    stale: bool


class NextOfIssue(Shape):
    """What comes next about an issue."""

    event: Occurrence | None
    actions: list[RecordedAction]
    bills: list[NextBill]


class IssueWithThread(Issue, kw_only=True):
    """The same with all that was about it, and what comes next."""

    thread: list[ThreadEntry]
    next: NextOfIssue


class Found(Shape):
    """Something that was found, and the words around it."""

    kind: str
    id: str
    date: Day | None
    title: str
    text: str
    language: str | None


class Reminder(Shape):
    """Something that is due."""

    kind: Literal["meeting", "duty", "agenda", "minutes", "action", "bill"]
    id: str
    """Of the occurrence, the action or the issue."""
    about: str
    date: Day | None
    since: Day
    start: When | None
    who: list[str]
    names: list[str]
    text: str
    command: str


class CalendarDay(Shape):
    """A day on which there is something."""

    date: Day
    holidays: list[str]
    occurrences: list[Occurrence]
    moved_away: list[Occurrence]


class Fact(Shape):
    """A sentence of an explanation, and the file and line that it is from."""

    kind: str
    text: str
    file: str | None
    line: int | None


class Explanation(Shape):
    """Why a day is a meeting, or is not."""

    date: Day
    series: str
    takes_place: bool
    summary: str
    occurrences: list[Occurrence]
    facts: list[Fact]


class Hour(Shape):
    """An hour elsewhere, and whether it is another than at the date before."""

    start: When
    changed: bool


class Hours(Shape):
    """A date with its hours elsewhere, by zone."""

    id: str
    start: When
    hours: dict[str, Hour]


class Announcement(Shape):
    """An announcement."""

    id: str
    audience: Audience
    language: str
    subject: str
    text: str


class Addressee(Shape):
    """One who gets a message."""

    contact: str
    name: str
    email: str
    language: str
    audience: Audience


class MessageFile(Shape):
    """What is attached to a message."""

    name: str | None
    type: str
    size: int


class Mail(Shape):
    """A message as its reader has it."""

    headers: dict[str, str]
    text: str
    html: str
    attachments: list[MessageFile]


class NotTaken(Shape):
    """Somebody whom the mail server will not send to."""

    contact: str
    reason: str


class Delivery(Shape):
    """What became of each message, by contacts' ids or addresses."""

    sent: list[str]
    already: list[str]
    refused: list[NotTaken]
    later: list[str]
    unsure: list[str]


class Mailing(Shape):
    """To whom something goes, who gets nothing, by contacts' ids, and the first message."""

    what: str
    about: str
    to: list[Addressee]
    lists: list[str]
    without_address: list[str]
    no_mail: list[str]
    without_consent: list[str]
    message: Mail
    delivered: Delivery | None


class Checked(Shape):
    """A finding, and whether it can be or was mended."""

    code: str
    severity: Literal["error", "warning"]
    file: str | None
    line: int | None
    message: str
    hint: str | None
    fixable: bool
    fixed: bool
    fix: str | None


class Code(Shape):
    """What a code means."""

    code: str
    severity: Literal["error", "warning"]
    meaning: str
    mend: str


class ChangedRecord(Shape):
    """What a step did to a record."""

    record: str
    file: str
    what: str
    diff: list[str]


class Entry(Shape):
    """An entry of the log."""

    entry: int
    at: When
    who: str | None
    command: str
    kind: str
    undoes: int | None
    undone_by: int | None
    changes: list[ChangedRecord]


class Undone(Entry, kw_only=True):
    """A step that was taken back; ``redo`` is the number by which to have it again."""

    along: list[int]
    redo: int | None


class Actions(Shape):
    """How many actions are open."""

    open: int
    overdue: int
    overdue_since: Day | None


class UnfinishedMinutes(Shape):
    """Minutes that are not approved."""

    record: str
    state: str


class Home(Shape):
    """The first screen."""

    date: Day
    next_meeting: Occurrence | None
    coming_up: list[Occurrence]
    agenda_unseen_by_members: bool
    minutes: list[UnfinishedMinutes]
    actions: Actions
    problems: list[str]
    contacts_without_address: list[str]


class Mission(Shape):
    """What the group says of itself, and of each text the language that it is in."""

    name: str
    short_name: str | None
    parent: str | None
    formed: int | None
    mission: str | None
    history: str | None
    get_involved: str | None
    photo: Table | None
    languages: dict[str, str]


class Removed(Shape):
    """A record that was removed, or would be, and what names it."""

    id: str
    title: str
    removed: bool
    named_in: list[str]
    picture_left: str | UnsetType | None = UNSET


class Unlinked(Shape):
    """An issue that was removed, and what named it."""

    id: str
    title: str
    unlinked: list[str]


class Spot(Shape):
    """A place in a file; ``line`` is null where it is the file's name."""

    file: str
    line: int | None
    what: str
    text: str


class Forgotten(Shape):
    """Where somebody was named, what people must look at, and what stays."""

    id: str | None
    name: str
    forgotten: bool
    places: list[Spot]
    look: list[Spot]
    kept: list[Spot]
    out_of_reach: list[str]


class Incoming(Shape):
    """A record that comes in; ``fields`` are those that change."""

    id: str
    kind: str
    title: str
    start: When | None
    fields: list[str]
    notes: list[str]
    source: str


class Skipped(Shape):
    """What does not come in, and why."""

    title: str
    why: str
    source: str


class ReplyBy(Invited):
    """An answer to an invitation, and what it was before."""

    id: str
    answer: Literal["yes", "no", "maybe"]
    before: Literal["yes", "no", "maybe"] | None
    source: str


class Replies(Shape):
    """What became of the answers; ``others``: messages that are none."""

    dry_run: bool
    new: list[ReplyBy]
    changed: list[ReplyBy]
    same: list[ReplyBy]
    older: list[ReplyBy]
    skipped: list[Skipped]
    others: int


class Imported(Shape):
    """What an import brings."""

    dry_run: bool
    new: list[Incoming]
    changed: list[Incoming]
    same: list[Incoming]
    skipped: list[Skipped]
    notes: list[str]


class Built(Shape):
    """What a build of the page writes, by paths below its folder."""

    directory: str
    files: int
    dry_run: bool
    new: list[str]
    changed: list[str]
    gone: list[str]


class SiteServed(Shape):
    """Where the page is shown."""

    address: str


class SitePublished(Shape):
    """What is put on the web, by paths below the page's root."""

    address: str
    branch: str | None
    files: int
    dry_run: bool
    new: list[str]
    changed: list[str]
    gone: list[str]


class Difference(Shape):
    """What subscribers see of a change."""

    uid: str
    title: str
    was: When | None
    now: When | None
    what: list[str]


class LeftAlone(Shape):
    """An entry that could not be published, why, and ways to mend it."""

    uid: str
    title: str
    reason: str
    mend: list[str]


class Published(Shape):
    """What goes to a calendar."""

    calendar: str
    url: str | None
    audience: Audience
    dry_run: bool
    moved: list[Difference]
    gone: list[Difference]
    new: list[Difference]
    changed: list[Difference]
    same: int
    left_alone: list[LeftAlone]


class Received(Shape):
    """A record that came from the others."""

    record: str
    file: str
    what: Literal["added", "removed", "changed"]


class By(Shape):
    """Who changed a record last, and when."""

    who: str | None
    at: str | None


class Clash(Shape):
    """A field with two values."""

    path: list[str | int]
    mine: Any
    theirs: Any


class Conflict(Shape):
    """A record that was changed on both sides."""

    record: str
    file: str
    reason: str | None
    mine: By
    theirs: By
    fields: list[Clash]


class Synced(Shape):
    """What was shared."""

    state: Literal["conflict", "alone", "unreachable", "synced"]
    dry_run: bool
    remote: str | None
    committed: str | None
    received: list[Received]
    sent: bool
    conflicts: list[Conflict]
    notes: list[str]


class Made(Shape):
    """A new group's folder."""

    directory: str
    files: list[str]
    name: str
    timezone: str
    main_series: str | None
    uid_namespace: str
    country: str | None
    language: str
    date_order: str | None
    clock: str | None
    holidays: list[str]


class Setting(Shape):
    """What a setting is, and where that comes from."""

    value: Any
    from_: str = field(name="from")
    file: str | None
    line: int | None


class Config(Shape):
    """The settings that hold."""

    file: str
    settings: dict[str, Setting]


class Page(Shape):
    """A page of the manual."""

    topic: str
    text: str


class PartOfPage(Shape):
    """Where words stand in the manual."""

    topic: str
    heading: str
    text: str


class Report(Shape):
    """What a report counts; what no record says is null, and of attendance and actions the public gets nothing."""

    from_: Day = field(name="from")
    to: Day
    audience: Audience
    meetings: dict[str, int]
    attendance: list[Table]
    decisions: int
    actions: Table
    events: Table
    days: list[Table]
    bills: list[Table]
    announced: list[Table]


class Block(Shape):
    """A table with its headings; of a list or a text each line is a row."""

    columns: list[str]
    rows: list[list[str | int]]


class HandoverSection(Shape):
    """A part of what the next coordinator needs."""

    heading: str
    blocks: list[Block]


class Version(Shape):
    """Versions: of the program, of the zones' data, and of what is described here."""

    lacwg: str
    tzdata: str
    json: int


class Message(Shape):
    """A line on standard error. ``code`` is that of ``lacwg check`` or a word, as usage, of a note null."""

    level: Literal["error", "warning", "note"]
    code: str | None
    message: str
    hint: str | None
    file: str | None
    line: int | None


Dates = Occurrence | list[Occurrence] | None
"""One date; of a series or of a stretch several."""

_OF_ONE: Final = ("add", "cancel", "move", "edit", "restore")

SHAPES: Final[dict[str, Any]] = {
    each: shape
    for shape, commands in (
        (Home, [""]),
        (Occurrence | None, ["meetings next", "meetings show", "events show"]),
        (list[Occurrence], ["meetings list", "events list", "meetings change"]),
        (Dates, [f"{noun} {verb}" for noun in ("meetings", "events") for verb in _OF_ONE]),
        (Dates, ["events copy"]),
        (Explanation, ["meetings explain"]),
        (list[Hours], ["meetings hours"]),
        (Announcement, ["meetings announce", "events announce"]),
        (Mailing, ["meetings announce --send", "events announce --send", "agenda show --send"]),
        (Mailing, ["minutes export --send", "actions list --send", "remind --send"]),
        (list[Series], ["series list"]),
        (Series, ["series show"]),
        (list[Occurrence], [f"series {verb}" for verb in ("add", "edit", "rename", "end")]),
        (Removed, ["series remove"]),
        (Removed, ["events remove"]),
        (Agenda, [f"agenda {verb}" for verb in ("prepare", "show", "add", "remove", "reorder")]),
        (Minutes, [f"minutes {verb}" for verb in ("start", "attendance", "edit", "show", "approve")]),
        (MinutesText, ["minutes export", "agenda export"]),
        (
            Printed,
            [f"print {verb}" for verb in ("flyer", "agenda", "minutes", "sign-in", "calendar", "contacts", "duties")],
        ),
        (list[RecordedAction], ["actions list"]),
        (RecordedAction, ["actions add", "actions done", "actions drop"]),
        (list[OnDuty], [f"duties {verb}" for verb in ("list", "plan", "assign", "clear", "add")]),
        (list[Contact], ["contacts list"]),
        (Contact, [f"contacts {verb}" for verb in ("show", "add", "edit", "remove")]),
        (Forgotten, ["contacts forget"]),
        (list[Issue], ["issues list"]),
        (IssueWithThread, ["issues show"]),
        (Issue, ["issues add", "issues edit"]),
        (Unlinked, ["issues remove"]),
        (list[Found], ["search"]),
        (list[CalendarDay], ["calendar"]),
        (list[Reminder], ["remind"]),
        (dict[str, str], ["remind --schedule"]),
        (Mission, ["mission"]),
        (Rsvp, ["meetings rsvp", "events rsvp"]),
        (Replies, ["import replies"]),
        (Imported, [f"import {form}" for form in ("ics", "csv", "vcf", "json")]),
        (Published, ["publish caldav"]),
        (Built, ["site build"]),
        (SitePublished, ["site publish"]),
        (SiteServed, ["site serve"]),
        (Report, ["report"]),
        (list[HandoverSection], ["handover"]),
        (list[Checked], ["check"]),
        (Code, ["check --explain"]),
        (list[Entry], ["log"]),
        (Undone | list[Entry], ["undo"]),
        (Synced, ["sync"]),
        (Made, ["init"]),
        (Config, ["config"]),
        (Page, ["help"]),
        (list[PartOfPage], ["help --search"]),
        (Version, ["version"]),
        (Message, ["standard error"]),
    )
    for each in commands
}
"""By the command that prints it."""


def schema() -> dict[str, Any]:
    """The JSON Schema: what a command prints is described by the definition of its name."""
    import msgspec

    made, definitions = msgspec.json.schema_components(SHAPES.values(), ref_template="#/$defs/{name}")
    for each in definitions.values():
        each.pop("additionalProperties", None)  # a key may be added
    commands = {command.replace(" ", "-") or "lacwg": each for command, each in zip(SHAPES, made, strict=True)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What lacwg --json prints, version {VERSION}",
        "version": VERSION,
        "$defs": {**commands, **definitions},
    }
