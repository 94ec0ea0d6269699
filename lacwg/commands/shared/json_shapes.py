"""What ``--json`` prints, of every command: one type for each shape, from which the JSON Schema is made.

Nothing is made by these types when a command runs; a test holds what the commands print against them. A key may be
added, and none goes away: with that ``VERSION`` would be raised.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

VERSION: Final = 1

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day, as 2026-12-09.")]
When = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}(:\d{2})?)?)?$",
        description="A day, which is a whole one, or a moment with its offset, as 2026-12-09T17:00:00-05:00.",
    ),
]
Table = dict[str, Any]
"""A table of a record: what is given in it, by the keys of its file."""
Audience = Literal["public", "members", "private"]


class Shape(Struct, forbid_unknown_fields=True):
    """What all have: what is not known is null, and keys that may be absent are not required."""


class Warned(Shape):
    """Something that is odd, though not wrong."""

    code: str
    message: str


class Speaker(Shape):
    """Who speaks."""

    name: str
    about: str | None


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
    private: Table | UnsetType = UNSET
    in_: dict[str, When] | UnsetType = field(name="in", default=UNSET)


class OfMeeting(Shape):
    """Which meeting it is about."""

    id: str
    title: str
    start: When
    end: When | None


class Series(Shape):
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
    private: Table | UnsetType = UNSET
    es: Table | UnsetType = UNSET
    pt: Table | UnsetType = UNSET
    fr: Table | UnsetType = UNSET
    ht: Table | UnsetType = UNSET
    en: Table | UnsetType = UNSET


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


class Person(Shape):
    """Somebody by the id or the plain name of the record, and by their name."""

    who: str
    name: str


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
    regrets: list[Person]
    agenda: list[AgendaItem]
    decisions: list[Decision]
    actions: list[Action]


class MinutesText(Shape):
    """The minutes to be handed on; ``text`` is null where they went to a file."""

    record: str
    audience: Audience
    format: str
    file: str | None
    language: str
    text: str | None


class Contact(Shape):
    """A contact."""

    id: str
    name: str
    role: str | None
    pronouns: str | None
    email: str | None
    phone: str | None
    address: str | None
    languages: list[str]
    audience: Audience
    members: Table
    private: Table | UnsetType = UNSET


class Issue(Shape):
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
    private: Table | UnsetType = UNSET
    es: Table | UnsetType = UNSET
    pt: Table | UnsetType = UNSET
    fr: Table | UnsetType = UNSET
    ht: Table | UnsetType = UNSET
    en: Table | UnsetType = UNSET


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


SHAPES: Final[dict[str, Any]] = {
    "": Home,
    "meetings next": Occurrence | None,
    **dict.fromkeys(("meetings list", "events list"), list[Occurrence]),
    **dict.fromkeys(
        (f"{noun} {verb}" for noun in ("meetings", "events") for verb in ("show", "move", "edit")), Occurrence | None
    ),
    "actions list": list[RecordedAction],
    **dict.fromkeys(("actions add", "actions done", "actions drop"), RecordedAction),
    **dict.fromkeys((f"agenda {verb}" for verb in ("prepare", "show", "add", "remove", "reorder")), Agenda),
    **dict.fromkeys((f"minutes {verb}" for verb in ("start", "edit", "show", "approve")), Minutes),
    "minutes export": MinutesText,
    "contacts list": list[Contact],
    **dict.fromkeys((f"contacts {verb}" for verb in ("show", "add", "edit")), Contact),
    "issues list": list[Issue],
    "issues show": IssueWithThread,
    **dict.fromkeys(("issues add", "issues edit"), Issue),
    "series list": list[Series],
    "series show": Series,
    "meetings explain": Explanation,
    "meetings hours": list[Hours],
    **dict.fromkeys(("meetings announce", "events announce"), Announcement),
    "search": list[Found],
    "calendar": list[CalendarDay],
    "check": list[Checked],
    "check --explain": Code,
    "log": list[Entry],
    "undo": Undone,
    "version": Version,
    "standard error": Message,
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
