"""What ``--json`` prints, of every command: one type for each shape, from which the JSON Schema is made.

Nothing is made by these types when a command runs; a test holds what the commands print against them. A key may be
added, and none goes away: with that ``VERSION`` would be raised. What is printed as a record has it is taken from the
record's type; here stands what commands add to it.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from lacwg import records, render
from lacwg.records import LANGUAGES, AudienceName, Table
from lacwg.schedule import occurrences

VERSION: Final = 1

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day, such as 2026-12-09.")]
When = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}(:\d{2})?)?)?$",
        description="A day, which is a whole one, or a moment with its offset, such as 2026-12-09T17:00:00-05:00.",
    ),
]
Given = dict[str, Any]
"""A table of a record: what is given in it, by the keys of its file."""
Text = str | None
_UNIONS: Final = (Union, types.UnionType)


def _array(kind: Any) -> Any:
    return list.__class_getitem__(kind)


def _by_name(kind: Any) -> Any:
    return dict.__class_getitem__((str, kind))


def _printed(hint: Any) -> Any:
    """As what a value of a record is printed."""
    inner = get_args(hint)
    if get_origin(hint) is Annotated:
        return _printed(inner[0])
    if get_origin(hint) is tuple:
        return _array(_printed(inner[0]))
    if get_origin(hint) in _UNIONS:
        return reduce(or_, map(_printed, inner))
    if isinstance(hint, type) and issubclass(hint, Table):
        return Given
    return {dt.date: Day, dt.time: str}.get(hint, hint)


def _of(kind: type[Struct], *keys: str) -> dict[str, Any]:
    """What is printed as a record has it: these keys, else those of ``render.keys_of``."""
    shown = keys or render.keys_of(kind)
    return {each.name: _printed(each.type) for each in fields(kind) if each.encode_name in shown}


def _maybe(**keys: Any) -> dict[str, Any]:
    """Keys that are absent where nothing is known."""
    kinds = {key: get_args(kind) if get_origin(kind) in _UNIONS else (kind,) for key, kind in keys.items()}
    return {
        key: reduce(or_, [each for each in (UnsetType, *some) if each is not types.NoneType])
        for key, some in kinds.items()
    }


def _shape(name: str, about: str, /, *parts: Mapping[str, Any] | type[Struct], **own: Any) -> Any:
    """The keys of all parts, then its own; behind a key that Python would not have stands ``_``. Unknown: null."""
    keys: dict[str, Any] = {}
    for part in parts:
        keys |= part if isinstance(part, Mapping) else {each.name: each.type for each in fields(part)}
    kinds = [(key, kind, *([UNSET] if UnsetType in get_args(kind) else [])) for key, kind in (keys | own).items()]
    return defstruct(
        name, kinds, namespace={"__doc__": about}, module=__name__,
        kw_only=True, forbid_unknown_fields=True, rename=lambda key: key.removesuffix("_"),
    )  # fmt: skip


# fmt: off
Worded = _shape(
    "Worded", "A record with its words in other languages; what is private comes with ``--private`` alone.",
    _maybe(private=Given, **dict.fromkeys(LANGUAGES, Given)),
)
Warned = _shape("Warned", "Something that is odd, though not wrong.", _of(occurrences.ScheduleWarning))
Speaker = _shape("Speaker", "Who speaks.", _of(records.Speaker))
Picture = _shape("Picture", "One more picture.", _of(records.Photo))
Coming = _shape("Coming", "How many answered what.", yes=int, no=int, maybe=int)
Invited = _shape("Invited", "Who has an invitation.", contact=str, name=str)
AnswerBy = _shape("AnswerBy", "Who answered what.", Invited, answer=Literal["yes", "no", "maybe"], on=Day)
Person = _shape("Person", "Somebody by the id or the plain name of the record, and by their name.", who=str, name=str)
Doing = _shape("Doing", "A duty, and who does it.", role=str, who=_array(Person))
OnDuty = _shape("OnDuty", "The same of one date.", Doing, id=str, title=str, start=When, missing=int)
Occurrence = _shape(
    "Occurrence", "Whatever takes place: a meeting, an event, one date of a series.",
    _of(occurrences.Occurrence), _maybe(**_of(occurrences.Occurrence, *render.MORE)),
    _maybe(private=Given, in_=_by_name(When), rsvp=Coming, answers=_array(AnswerBy), duties=_array(Doing)),
    _maybe(pictures=_array(Picture)),
    start=When, end=When | None, all_day=bool, timezone=str, original_start=When | None, format=Text,
    speakers=_array(Speaker), uid=str, members=Given, warnings=_array(Warned),
)
OfMeeting = _shape("OfMeeting", "Which meeting it is about.", id=str, title=str, start=When, end=When | None)
Rsvp = _shape(
    "Rsvp", "Who comes to one meeting or event.",
    OfMeeting, rsvp=Coming, answers=_array(AnswerBy), waiting=_array(Invited),
)
Series = _shape(
    "Series", "A series, its changes and its exceptions by the keys of its file.",
    Worded, _of(records.Series), format=Text, changes=list[Given], exceptions=list[Given], audience=AudienceName,
    members=Given,
)
AgendaItem = _shape("AgendaItem", "What an item of an agenda says in the record.", _of(records.AgendaItem))
TimedItem = _shape(
    "TimedItem", "An item with its number, its hour and the name of who leads it.",
    AgendaItem, number=int, at=When | None, name=Text,
)
Agenda = _shape(
    "Agenda", "The agenda of a meeting.",
    meeting=OfMeeting, duties=_array(Doing), record=str, state=str, items=_array(TimedItem), minutes=int,
    without_minutes=int, warnings=_array(Warned),
)
Action = _shape(
    "Action", "What somebody promised to do.",
    _of(records.Action), name=Text, status=Literal["open", "done", "dropped"], overdue=bool,
)
RecordedAction = _shape("RecordedAction", "The same with the record that it is in.", Action, record=str)
Decision = _shape("Decision", "What was decided.", _of(records.Decision))
Minutes = _shape(
    "Minutes", "The minutes of a meeting.",
    _of(records.MeetingRecord), meeting=OfMeeting, record=str, state=str, present=_array(Person), guests=int | None,
    newcomers=int | None, regrets=_array(Person), agenda=_array(AgendaItem), decisions=_array(Decision),
    actions=_array(Action),
)
MinutesText = _shape(
    "MinutesText", "Minutes or an agenda to be handed on; ``text`` is null where they went to a file.",
    record=str, audience=AudienceName, format=str, file=Text, language=str, text=Text,
)
Printed = _shape("Printed", "A sheet that was made.", kind=str, file=str, audience=AudienceName, languages=list[str])
Contact = _shape(
    "Contact", "A contact.",
    _of(records.Contact), _maybe(lists=list[str], away=list[Given], private=Given), id=str, name=str,
    role=Annotated[Text, Meta(description="What they do today; several with a comma between them.")], roles=list[Given],
    members=Given,
)
Issue = _shape("Issue", "An issue.", Worded, _of(records.Issue), bills=list[Given], members=Given)
ThreadEntry = _shape(
    "ThreadEntry", "Something that was about an issue.", kind=str, id=str, date=Day | None, text=str, status=Text
)
NextBill = _shape(
    "NextBill", "A bill that wants something of people, or to be looked up.",
    _of(records.Bill, "name", "ask", "checked"), stale=bool,
)
NextOfIssue = _shape(
    "NextOfIssue", "What comes next about an issue.",
    event=Occurrence | None, actions=_array(RecordedAction), bills=_array(NextBill),
)
IssueWithThread = _shape(
    "IssueWithThread", "The same with all that was about it, and what comes next.",
    Issue, thread=_array(ThreadEntry), next=NextOfIssue,
)
Found = _shape(
    "Found", "Something that was found, and the words around it.",
    kind=str, id=str, date=Day | None, title=str, text=str, language=Text,
)
Reminder = _shape(
    "Reminder", "Something that is due.",
    kind=Literal["meeting", "duty", "agenda", "minutes", "action", "bill"], id=str, about=str, date=Day | None,
    since=Day, start=When | None, who=list[str], names=list[str], text=str, command=str,
)
CalendarDay = _shape(
    "CalendarDay", "A day on which there is something.",
    date=Day, holidays=list[str], occurrences=_array(Occurrence), moved_away=_array(Occurrence),
)
Fact = _shape(
    "Fact", "A sentence of an explanation, and the file and line that it is from.",
    kind=str, text=str, file=Text, line=int | None,
)
Explanation = _shape(
    "Explanation", "Why a day is a meeting, or is not.",
    date=Day, series=str, takes_place=bool, summary=str, occurrences=_array(Occurrence), facts=_array(Fact),
)
Hour = _shape("Hour", "An hour elsewhere, and whether it is another than at the date before.", start=When, changed=bool)
Hours = _shape("Hours", "A date with its hours elsewhere, by zone.", id=str, start=When, hours=_by_name(Hour))
Announcement = _shape(
    "Announcement", "An announcement.", id=str, audience=AudienceName, language=str, subject=str, text=str
)
Addressee = _shape(
    "Addressee", "One who gets a message.", contact=str, name=str, email=str, language=str, audience=AudienceName
)
MessageFile = _shape("MessageFile", "What is attached to a message.", name=Text, type=str, size=int)
Mail = _shape(
    "Mail", "A message as its reader has it.",
    headers=dict[str, str], text=str, html=str, attachments=_array(MessageFile),
)
NotTaken = _shape("NotTaken", "Somebody whom the mail server will not send to.", contact=str, reason=str)
Delivery = _shape(
    "Delivery", "What became of each message, by contacts' ids or addresses.",
    sent=list[str], already=list[str], refused=_array(NotTaken), later=list[str], unsure=list[str],
)
Mailing = _shape(
    "Mailing", "To whom something goes, who gets nothing, by contacts' ids, and the first message.",
    what=str, about=str, to=_array(Addressee), lists=list[str], without_address=list[str], no_mail=list[str],
    without_consent=list[str], message=Mail, delivered=Delivery | None,
)
Checked = _shape(
    "Checked", "A finding, and whether it can be or was mended.",
    code=str, severity=Literal["error", "warning"], file=Text, line=int | None, message=str, hint=Text, fixable=bool,
    fixed=bool, fix=Text,
)
Code = _shape("Code", "What a code means.", code=str, severity=Literal["error", "warning"], meaning=str, mend=str)
ChangedRecord = _shape("ChangedRecord", "What a step did to a record.", record=str, file=str, what=str, diff=list[str])
Entry = _shape(
    "Entry", "An entry of the log.",
    entry=int, at=When, who=Text, command=str, kind=str, undoes=int | None, undone_by=int | None,
    changes=_array(ChangedRecord),
)
Undone = _shape(
    "Undone", "A step that was taken back; ``redo`` is the number by which to have it again.",
    Entry, along=list[int], redo=int | None,
)
Actions = _shape("Actions", "How many actions are open.", open=int, overdue=int, overdue_since=Day | None)
UnfinishedMinutes = _shape("UnfinishedMinutes", "Minutes that are not approved.", record=str, state=str)
Home = _shape(
    "Home", "The first screen.",
    date=Day, next_meeting=Occurrence | None, coming_up=_array(Occurrence), agenda_unseen_by_members=bool,
    minutes=_array(UnfinishedMinutes), actions=Actions, problems=list[str], contacts_without_address=list[str],
)
Mission = _shape(
    "Mission", "What the group says of itself, and of each text the language that it is in.",
    _of(records.Group, "name", "short_name", "parent", "formed", "mission", "history", "get_involved"),
    photo=Given | None, languages=dict[str, str],
)
Removed = _shape(
    "Removed", "A record that was removed, or would be, and what names it.",
    picture_left=Text | UnsetType, id=str, title=str, removed=bool, named_in=list[str],
)
Unlinked = _shape("Unlinked", "An issue that was removed, and what named it.", id=str, title=str, unlinked=list[str])
Spot = _shape(
    "Spot", "A place in a file; ``line`` is null where it is the file's name.",
    file=str, line=int | None, what=str, text=str,
)
Forgotten = _shape(
    "Forgotten", "Where somebody was named, what people must look at, and what stays.",
    id=Text, name=str, forgotten=bool, places=_array(Spot), look=_array(Spot), kept=_array(Spot),
    out_of_reach=list[str],
)
Incoming = _shape(
    "Incoming", "A record that comes in; ``fields`` are those that change.",
    id=str, kind=str, title=str, start=When | None, fields=list[str], notes=list[str], source=str,
)
Skipped = _shape("Skipped", "What does not come in, and why.", title=str, why=str, source=str)
ReplyBy = _shape(
    "ReplyBy", "An answer to an invitation, and what it was before.",
    Invited, id=str, answer=Literal["yes", "no", "maybe"], before=Literal["yes", "no", "maybe"] | None, source=str,
)
Replies = _shape(
    "Replies", "What became of the answers; ``others``: messages that are none.",
    dry_run=bool, new=_array(ReplyBy), changed=_array(ReplyBy), same=_array(ReplyBy), older=_array(ReplyBy),
    skipped=_array(Skipped), others=int,
)
Imported = _shape(
    "Imported", "What an import brings.",
    dry_run=bool, new=_array(Incoming), changed=_array(Incoming), same=_array(Incoming), skipped=_array(Skipped),
    notes=list[str],
)
Built = _shape(
    "Built", "What a build of the page writes, by paths below its folder.",
    directory=str, files=int, dry_run=bool, new=list[str], changed=list[str], gone=list[str],
)
SiteServed = _shape("SiteServed", "Where the page is shown.", address=str)
SitePublished = _shape(
    "SitePublished", "What is put on the web, by paths below the page's root.",
    address=str, branch=Text, files=int, dry_run=bool, new=list[str], changed=list[str], gone=list[str],
)
Difference = _shape(
    "Difference", "What subscribers see of a change.",
    uid=str, title=str, was=When | None, now=When | None, what=list[str],
)
LeftAlone = _shape(
    "LeftAlone", "An entry that could not be published, why, and ways to mend it.",
    uid=str, title=str, reason=str, mend=list[str],
)
Published = _shape(
    "Published", "What goes to a calendar.",
    calendar=str, url=Text, audience=AudienceName, dry_run=bool, moved=_array(Difference), gone=_array(Difference),
    new=_array(Difference), changed=_array(Difference), same=int, left_alone=_array(LeftAlone),
)
Received = _shape(
    "Received", "A record that came from the others.", record=str, file=str, what=Literal["added", "removed", "changed"]
)
By = _shape("By", "Who changed a record last, and when.", who=Text, at=Text)
Clash = _shape("Clash", "A field with two values.", path=list[str | int], mine=Any, theirs=Any)
Conflict = _shape(
    "Conflict", "A record that was changed on both sides.",
    record=str, file=str, reason=Text, mine=By, theirs=By, fields=_array(Clash),
)
Synced = _shape(
    "Synced", "What was shared.",
    state=Literal["conflict", "alone", "unreachable", "synced"], dry_run=bool, remote=Text, committed=Text,
    received=_array(Received), sent=bool, conflicts=_array(Conflict), notes=list[str],
)
Made = _shape(
    "Made", "A new group's folder.",
    _of(records.Group, "name", "timezone", "main_series", "uid_namespace", "country", "language", "holidays"),
    directory=str, files=list[str], date_order=Text, clock=Text,
)
Setting = _shape(
    "Setting", "What a setting is, and where that comes from.", value=Any, from_=str, file=Text, line=int | None
)
Config = _shape("Config", "The settings that hold.", file=str, settings=_by_name(Setting))
Page = _shape("Page", "A page of the manual.", topic=str, text=str)
PartOfPage = _shape("PartOfPage", "Where words stand in the manual.", topic=str, heading=str, text=str)
Report = _shape(
    "Report",
    "What a report counts; what no record says is null, and of attendance and actions the public gets nothing.",
    from_=Day, to=Day, audience=AudienceName, meetings=dict[str, int], attendance=list[Given], decisions=int,
    actions=Given, events=Given, days=list[Given], bills=list[Given], announced=list[Given],
)
Block = _shape(
    "Block", "A table with its headings; of a list or a text each line is a row.",
    columns=list[str], rows=list[list[str | int]],
)
HandoverSection = _shape(
    "HandoverSection", "A part of what the next coordinator needs.", heading=str, blocks=_array(Block)
)
Version = _shape(
    "Version", "Versions: of the program, of the zones' data, and of what is described here.",
    lacwg=str, tzdata=str, json=int,
)
Message = _shape(
    "Message", "A line on standard error. ``code`` is that of ``lacwg check`` or a word, as usage, of a note null.",
    level=Literal["error", "warning", "note"], code=Text, message=str, hint=Text, file=Text, line=int | None,
)
# fmt: on

Dates = Occurrence | _array(Occurrence) | None
"""One date; of a series or of a stretch several."""

_OF_ONE: Final = ("add", "cancel", "move", "edit", "restore")

SHAPES: Final[dict[str, Any]] = {
    each: shape
    for shape, commands in (
        (Home, [""]),
        (Occurrence | None, ["meetings next", "meetings show", "events show"]),
        (_array(Occurrence), ["meetings list", "events list", "meetings change"]),
        (Dates, ["events copy", *(f"{noun} {verb}" for noun in ("meetings", "events") for verb in _OF_ONE)]),
        (Explanation, ["meetings explain"]),
        (_array(Hours), ["meetings hours"]),
        (Announcement, ["meetings announce", "events announce"]),
        (Mailing, ["meetings announce --send", "events announce --send", "agenda show --send"]),
        (Mailing, ["minutes export --send", "actions list --send", "remind --send"]),
        (_array(Series), ["series list"]),
        (Series, ["series show"]),
        (_array(Occurrence), [f"series {verb}" for verb in ("add", "edit", "rename", "end")]),
        (Removed, ["series remove", "events remove"]),
        (Agenda, [f"agenda {verb}" for verb in ("prepare", "show", "add", "remove", "reorder")]),
        (Minutes, [f"minutes {verb}" for verb in ("start", "attendance", "edit", "show", "approve")]),
        (MinutesText, ["minutes export", "agenda export"]),
        (
            Printed,
            [f"print {verb}" for verb in ("flyer", "agenda", "minutes", "sign-in", "calendar", "contacts", "duties")],
        ),
        (_array(RecordedAction), ["actions list"]),
        (RecordedAction, ["actions add", "actions done", "actions drop"]),
        (_array(OnDuty), [f"duties {verb}" for verb in ("list", "plan", "assign", "clear", "add")]),
        (_array(Contact), ["contacts list"]),
        (Contact, [f"contacts {verb}" for verb in ("show", "add", "edit", "remove")]),
        (Forgotten, ["contacts forget"]),
        (_array(Issue), ["issues list"]),
        (IssueWithThread, ["issues show"]),
        (Issue, ["issues add", "issues edit"]),
        (Unlinked, ["issues remove"]),
        (_array(Found), ["search"]),
        (_array(CalendarDay), ["calendar"]),
        (_array(Reminder), ["remind"]),
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
        (_array(HandoverSection), ["handover"]),
        (_array(Checked), ["check"]),
        (Code, ["check --explain"]),
        (_array(Entry), ["log"]),
        (Undone | _array(Entry), ["undo"]),
        (Synced, ["sync"]),
        (Made, ["init"]),
        (Config, ["config"]),
        (Page, ["help"]),
        (_array(PartOfPage), ["help --search"]),
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
