"""What the files hold: one frozen Struct for each kind of record, checked as it is decoded.

A field's type says who may see it (``Public``, ``Members`` or ``Private``) and the text below it
what it means. Dates and times are TOML's own: a local date is a whole day, a local date-time is wall
time in the record's zone, an offset date-time is an instant. ``id`` is the file's name and never
stands in the file.

Here is what every command needs: the group and its series. The other kinds' types are in modules of their own, as to
make them takes a part of every start; they can be imported from here, too.
"""

# No "from __future__ import annotations" here: msgspec would have to evaluate every field's text
# again at each start of the program.
import datetime as dt
import re
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, get_args

import msgspec

if TYPE_CHECKING:
    from lacwg.records.contact import *  # noqa: F403
    from lacwg.records.event import *  # noqa: F403
    from lacwg.records.issue import *  # noqa: F403
    from lacwg.records.meeting import *  # noqa: F403

T = TypeVar("T")

AudienceName = Literal["public", "members", "private"]
DateOrder = Literal["MDY", "DMY"]
Language = Literal["en", "es", "pt", "fr", "ht"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es", "pt", "fr", "ht")
"""The languages of the page, as BCP 47 tags: records may carry a table of words in each but the group's own."""
Public = Annotated[T, "public"]
Members = Annotated[T, "members"]
Private = Annotated[T, "private"]

Format = Literal["online", "in-person", "hybrid"]
EventStatus = Literal["confirmed", "tentative", "cancelled"]
MinutesState = Literal["planned", "draft", "approved"]
ACTION_ID: Final = r"^[a-z]{4}\Z"

LONGEST_EVENT: Final = dt.timedelta(days=366)
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9000
"""Of dates in records. Nearer to the ends of Python's calendar, every zone and sum would need care."""


FORMER: Final = "a former member"
"""What stands in the place of somebody who was forgotten."""
PEOPLE: Final = frozenset({"chair", "present", "regrets", "who", "from", "contact", "invited"})
"""The keys that hold a contact's id or, failing that, a plain name."""

_ID_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def is_id(text: str) -> bool:
    """Whether a text can be an id: small letters, digits, and single hyphens between them."""
    return bool(text) and _ID_CHARACTERS.issuperset(text) and "" not in text.split("-")


class DayOrTime:
    """A whole day (``date``), wall time (naive ``datetime``) or an instant (``datetime`` with an offset)."""

    __slots__ = ("value",)

    def __init__(self, value: dt.date | dt.datetime) -> None:
        if not isinstance(value, dt.date):
            raise TypeError("expected a date or a date-time, such as 2026-12-09 or 2026-12-09T17:00:00, without quotes")
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"years go from {FIRST_YEAR} to {LAST_YEAR}")
        self.value = value

    @property
    def all_day(self) -> bool:
        return not isinstance(self.value, dt.datetime)

    @property
    def has_offset(self) -> bool:
        """Whether it is an instant."""
        return isinstance(self.value, dt.datetime) and self.value.tzinfo is not None

    @property
    def day(self) -> dt.date:
        """The date as it is written."""
        return self.value.date() if isinstance(self.value, dt.datetime) else self.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DayOrTime) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"DayOrTime({self.value!r})"


def decode_hook(kind: type, value: Any) -> Any:
    """msgspec's hook for the one type that it does not know."""
    if kind is DayOrTime:
        return DayOrTime(value)
    raise NotImplementedError(kind)


def encode_hook(value: Any) -> Any:
    """The way back: TOML's own date or date-time."""
    if isinstance(value, DayOrTime):
        return value.value
    raise NotImplementedError(type(value))


class _Translated(msgspec.StructMeta):
    """A table that has ``words`` gets an optional one of these for each language, behind its own fields: ``[es]``."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, words: Any = None, **options: Any
    ) -> Any:
        if words is not None:
            namespace |= dict.fromkeys(LANGUAGES)
            namespace["__annotations__"] |= dict.fromkeys(LANGUAGES, Annotated[words | None, "public"])
        return super().__new__(cls, name, bases, namespace, **options)


class Table(
    msgspec.Struct, metaclass=_Translated, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Common to every table of a file: unknown keys are an error, what is at its default is not written."""


def words_of(name: str, of: str, *fields: str) -> Any:
    """A table of what is said of something in another language than the group's own: these fields, as text."""
    namespace = {
        "__module__": __name__,
        "__doc__": f"{of} in another language.",
        "__annotations__": dict.fromkeys(fields, Annotated[str | None, "public"]),
        **dict.fromkeys(fields),
    }
    return _Translated(name, (Table,), namespace, frozen=True, kw_only=True)


EditWords = words_of(
    "EditWords", "What differs on one date or from a date on,", "title", "place", "description", "reason"
)
SeriesWords = words_of("SeriesWords", "A series", "title", "place", "description")
DutyWords = words_of("DutyWords", "A duty", "role")
TopicWords = words_of("TopicWords", "A topic", "title")
PhotoWords = words_of("PhotoWords", "What stands below the picture,", "caption", "alt")
GroupWords = words_of("GroupWords", "Who we are,", "name", "short_name", "parent", "mission", "history", "get_involved")


class MembersTable(Table, frozen=True, kw_only=True):
    """``[members]``: for members only."""

    join_url: Members[str | None] = None
    """The link to join by."""
    dial_in: Members[str | None] = None
    """The phone number to join by, with its code."""
    recording: Members[str | None] = None
    """The link to a recording that only members may see."""


class PrivateTable(Table, frozen=True, kw_only=True):
    """``[private]``: for coordinators only; it never leaves the folder."""

    note: Private[str | None] = None
    """A note for coordinators."""
    host_key: Private[str | None] = None
    """The key that makes one the host of an online meeting."""


class Duty(Table, frozen=True, kw_only=True, rename={"from_": "from"}, words=DutyWords):
    """Something that somebody does on each date, such as taking notes."""

    role: Members[str] = ""
    """What it is called, such as "notes"; never empty in a file."""
    count: Members[Annotated[int, msgspec.Meta(ge=1, le=100)]] = 1
    """How many people it takes."""
    from_: Members[tuple[str, ...]] = ()
    """Who takes turns: contacts' ids. Absent: those of the list "members"."""


class Assignment(Table, frozen=True, kw_only=True):
    """Who does what on one date."""

    date: Members[dt.date]
    """The date that the rule gives; of an event its day."""
    role: Members[str]
    """The duty."""
    who: Members[str]
    """Who does it: a contact's id, or any name."""


class Photo(Table, frozen=True, kw_only=True, words=PhotoWords):
    """The photo on the group's page, or one more picture of an event."""

    caption: Public[str | None] = None
    """The text below the picture."""
    credit: Public[str | None] = None
    """Who made the picture."""
    image: Public[str | None] = None
    """The picture itself: a file in the folder's ``images``, or a web address that begins with https://."""
    alt: Public[str | None] = None
    """What the picture shows, for people who cannot see it."""

    def __post_init__(self) -> None:
        check_image("image", self.image)


class Record(Table, frozen=True, kw_only=True):
    """Common to the records that have a file of their own."""

    id: Public[str]
    """The file's name without ``.toml``; for life."""
    audience: Public[AudienceName] = "public"
    """Who may see the record."""
    uid: Public[str | None] = None
    """The calendar identity (RFC 5545, 3.8.4.7). Absent: it is made from the id."""
    updated: Public[dt.datetime | None] = None
    """When the record last changed in a way that subscribers must see, with an offset. The program writes it."""
    sequence: Public[Annotated[int, msgspec.Meta(ge=0, lt=2**31)]] = 0
    """How often it changed in such a way (RFC 5545, 3.8.7.4). The program writes it."""
    members: Members[MembersTable] = MembersTable()
    """What only members see."""
    private: Private[PrivateTable] = PrivateTable()
    """What only coordinators see."""

    def __post_init__(self) -> None:
        if self.updated is not None and self.updated.tzinfo is None:
            raise ValueError("updated: needs an offset, such as 2026-11-24T17:00:00Z")


class _Edits(Table, frozen=True, kw_only=True, words=EditWords):
    """What may differ on one date of a series, or from a date on; absent: as before."""

    title: Public[str | None] = None
    """Another title."""
    start_time: Public[dt.time | None] = None
    """Another hour, in the series' time zone."""
    minutes: Public[Annotated[int, msgspec.Meta(ge=0, le=366 * 24 * 60)] | None] = None
    """Another length in minutes; 0 if it is no longer known."""
    format: Public[Format | None] = None
    """Another way to meet."""
    place: Public[str | None] = None
    """Another place; an empty text: none."""
    url: Public[str | None] = None
    """Another public web page; an empty text: none."""
    description: Public[str | None] = None
    """Another description; an empty text: none."""
    reason: Public[str | None] = None
    """Why; shown wherever the date is shown."""
    by: Members[str | None] = None
    """Who decided it."""
    on: Members[dt.date | None] = None
    """When it was decided."""
    members: Members[MembersTable] = MembersTable()
    """What only members see."""
    private: Private[PrivateTable] = PrivateTable()
    """What only coordinators see."""

    def __post_init__(self) -> None:
        if self.start_time is not None and self.start_time.tzinfo is not None:
            raise ValueError("start_time: is wall time and takes no offset")


class SeriesException(_Edits, frozen=True, kw_only=True):
    """What happened to one date of a series: cancelled, moved, extra or, with none of them, edited."""

    date: Public[dt.date]
    """The date that the rule gives; of an extra date, its own."""
    moved_to: Public[DayOrTime | None] = None
    """The new day (at the same hour), or the new date-time. For an extra date, its own start_time holds beside it."""
    cancelled: Public[bool] = False
    """Whether it is cancelled; with ``moved_to``, on the day to which it had been moved."""
    extra: Public[bool] = False
    """Whether it is a date that the rule does not give."""

    def __post_init__(self) -> None:
        super().__post_init__()
        _in_years("date", self.date)
        timed = self.moved_to is not None and not self.moved_to.all_day
        if timed and self.start_time is not None and not self.extra:  # an extra date has an hour of its own
            raise ValueError("start_time: moved_to gives the hour already; keep one of the two")


class SeriesChange(_Edits, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What differs from a date on."""

    from_: Public[dt.date]
    """The first day on which it holds."""
    rule: Public[str | None] = None
    """Another rule."""

    def __post_init__(self) -> None:
        super().__post_init__()
        _in_years("from", self.from_)


class Series(Record, frozen=True, kw_only=True, words=SeriesWords):
    """A gathering with a rule: when it takes place, and what happened to single dates."""

    title: Public[str]
    """Its title."""
    kind: Public[Literal["meeting", "event"]] = "meeting"
    """Whether its dates are listed as meetings or as events."""
    rule: Public[str]
    """When it takes place: plain words ("2nd Wednesday") or an RRULE (RFC 5545, 3.3.10)."""
    start_time: Public[dt.time | None] = None
    """The hour, in the series' time zone. Absent: whole days."""
    minutes: Public[Annotated[int, msgspec.Meta(ge=1, le=366 * 24 * 60)] | None] = None
    """The length in minutes; for whole days, 1440 a day. Absent: not known, or one day."""
    since: Public[dt.date]
    """It starts on the first date that fits the rule, on this day or after it."""
    until: Public[dt.date | None] = None
    """The last day on which it may still take place."""
    timezone: Public[str | None] = None
    """The time zone (IANA) of its times. Default: the group's."""
    format: Public[Format | None] = None
    """How people meet."""
    place: Public[str | None] = None
    """Where it is."""
    url: Public[str | None] = None
    """A public web page about it. A link to join by belongs in ``[members]``."""
    issues: Public[tuple[str, ...]] = ()
    """The ids of the issues that it is about."""
    description: Public[str | None] = None
    """What it is about."""
    exceptions: Public[tuple[SeriesException, ...]] = ()
    """What happened to single dates."""
    changes: Public[tuple[SeriesChange, ...]] = ()
    """What is different from a date on."""
    duties: Members[tuple[Duty, ...]] = ()
    """What people do in turns."""
    assignments: Members[tuple[Assignment, ...]] = ()
    """Who does it on which date."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_blank("title", self.title)
        check_duties(self.duties, self.assignments)
        if self.start_time is not None and self.start_time.tzinfo is not None:
            raise ValueError("start_time: is wall time and takes no offset")
        _in_years("since", self.since)
        if self.until is not None and self.until < self.since:
            raise ValueError("until: is before since")
        _once("exceptions", "date", [exception.date for exception in self.exceptions])
        _once("changes", "from", [change.from_ for change in self.changes])
        for number, change in enumerate(self.changes):
            if change.from_ <= self.since:
                raise ValueError(f"changes[{number}].from: is not after since ({self.since})")


class AgendaTopic(Table, frozen=True, kw_only=True, words=TopicWords):
    """An item that every meeting's agenda begins with."""

    title: Public[str]
    """What it is about. Everybody who may see the minutes sees it."""
    minutes: Members[Annotated[int, msgspec.Meta(ge=1, le=24 * 60)] | None] = None
    """The planned length in minutes. Absent: not known."""
    who: Members[str | None] = None
    """Who leads it: a contact's id, or any name."""

    def __post_init__(self) -> None:
        check_not_blank("title", self.title)


class SiteTable(Table, frozen=True, kw_only=True):
    """Where the group's page stands."""

    base_url: Public[str | None] = None
    """The web address of the page; links to subscribe need it."""
    output: Private[str | None] = None
    """The folder for the page, as a path from the data folder, such as "../public"."""
    remote: Private[str | None] = None
    """The page's own git repository, never a remote of the data folder; or "rsync:USER@HOST:DIR"."""
    branch: Private[str | None] = None
    """The branch of that repository, such as "gh-pages"."""

    def __post_init__(self) -> None:
        for key in ("output", "remote", "branch"):
            if (said := getattr(self, key)) is not None:
                check_not_blank(key, said)


class PublishTable(Table, frozen=True, kw_only=True):
    """Where the calendar is kept. The user name is in each person's config.toml, the password in no file."""

    address: Private[str | None] = None
    """The CalDAV address of the server or of a calendar."""
    calendar: Private[str | None] = None
    """The calendar's name."""
    audience: Private[Literal["public", "members"] | None] = None
    """Who will read it. Default: the public."""


class MailTable(Table, frozen=True, kw_only=True, rename={"from_": "from"}):
    """``[mail]``: what stands at the head and the foot of the mails that are sent."""

    name: Public[str | None] = None
    """The sender's name, such as "LA/CWG". Default: the group's."""
    from_: Public[str | None] = None
    """The sender's address, one that the mail server lets you send from."""
    reply_to: Public[str | None] = None
    """Where answers go. Default: to the sender."""
    unsubscribe: Public[str | None] = None
    """The address to write to for getting no more mail."""
    footer: Public[str | None] = None
    """The text below each mail, such as the group's postal address."""


class ListTable(Table, frozen=True, kw_only=True):
    """``[lists.NAME]``: who is on a list of contacts."""

    audience: Private[Literal["public", "members"]] = "public"
    """What its people may be sent."""
    address: Private[str | None] = None
    """The address of an existing mailing list, which gets one message for all."""


Days = tuple[Annotated[int, msgspec.Meta(ge=0, le=366)], ...]


class RemindersTable(Table, frozen=True, kw_only=True):
    """``[reminders]``: when people are reminded of what is due, in days; an empty list: never."""

    installation: Private[str | None] = None
    """The installation that sends timed reminders; ``lacwg config`` shows its id."""
    meeting: Private[Days] = (7, 1)
    """Before a meeting."""
    actions: Private[Days] = (2, 0)
    """Before an action is due; then each week after."""
    agenda: Private[Days] = (7, 3)
    """Before a meeting that has no agenda."""
    minutes: Private[Days] = (3,)
    """After a meeting whose minutes are missing or a draft; then each week."""
    duties: Private[Days] = (7, 1)
    """Before a date, to those who are on, and where nobody is."""
    bills: Private[Days] = (30,)
    """After the status of a bill was last looked up; then each week."""


class FollowTable(Table, frozen=True, kw_only=True):
    """``[follow]``: how people stay in touch."""

    newsletter: Public[str | None] = None
    """The web page on which one signs up for the newsletter."""
    donate: Public[str | None] = None
    """The web page on which one donates."""
    social: Public[tuple[str, ...]] = ()
    """The group's pages on social networks."""


class Group(Table, frozen=True, kw_only=True, words=GroupWords):
    """Who we are: ``group.toml``."""

    name: Public[str]
    """The group's full name."""
    short_name: Public[str | None] = None
    """A short name, such as "LA/CWG"."""
    parent: Public[str | None] = None
    """The organisation that the group is part of."""
    formed: Public[int | None] = None
    """The year in which it was formed."""
    timezone: Public[str]
    """Its time zone (IANA), such as "America/New_York"; for every time that names no other."""
    country: Public[str | None] = None
    """Where the group is, by its code (ISO 3166-1 alpha-2), such as "US". Default: the country of its time zone."""
    language: Public[str] = "en"
    """The language of the records' own texts, as a BCP 47 tag."""
    clock: Public[Literal["12", "24"] | None] = None
    """A 12- or 24-hour clock for texts in the group's own language. Default: as in its country."""
    languages: Public[tuple[Language, ...]] = LANGUAGES
    """The languages of the page, beside the group's own. Default: all five."""
    date_order: Public[DateOrder | None] = None
    """How 12/3 is read: "MDY" is December 3, "DMY" is March 12."""
    main_series: Public[str | None] = None
    """The id of the series that ``lacwg meetings`` is about."""
    uid_namespace: Public[str]
    """A UUID that calendar identities are made from. ``lacwg init`` writes it; it never changes."""
    holidays: Public[tuple[str, ...]] = ()
    """Countries ("US") or their parts ("US-MA") whose public holidays to warn about."""
    holiday_names: Public[dict[str, str]] = {}
    """What the group calls a public holiday, by the name that its country gives it."""
    zones: Public[tuple[str, ...]] = ()
    """Other time zones (IANA) in which the hours of meetings are shown."""
    ignore: Private[tuple[str, ...]] = ()
    """Codes of warnings that ``lacwg check`` leaves out."""
    meeting_hosts: Private[tuple[str, ...]] = ()
    """The group's own hosts of online meetings, such as "meet.example.org". Links there stay out of public fields."""
    get_involved: Public[str | None] = None
    """How people are asked to join in."""
    mission: Public[str | None] = None
    """The mission statement."""
    history: Public[str | None] = None
    """The group's history."""
    quorum: Public[Annotated[int, msgspec.Meta(ge=1)] | None] = None
    """How many must be present for a meeting to decide. Absent: the group sets none."""
    photo: Public[Photo | None] = None
    """A photo for the page."""
    agenda: Public[tuple[AgendaTopic, ...]] = ()
    """What each meeting's agenda begins with."""
    site: Public[SiteTable] = SiteTable()
    """Where the page stands, so that `lacwg site build` needs no options."""
    publish: Private[PublishTable] = PublishTable()
    """Where the calendar is kept, so that `lacwg publish caldav` needs no options."""
    mail: Public[MailTable] = MailTable()
    """What stands at the head and the foot of the mails that are sent."""
    lists: Private[dict[str, ListTable]] = {}
    """What the people of each list may be sent. A list without a table gets what is public."""
    reminders: Private[RemindersTable] = RemindersTable()
    """When to remind."""
    follow: Public[FollowTable] = FollowTable()
    """How people stay in touch."""

    def __post_init__(self) -> None:
        check_not_blank("name", self.name)
        for each in self.lists:
            check_list_name(f"lists.{each}", each)
        for number, host in enumerate(self.meeting_hosts):
            if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/[\w./-]*)?", host):
                raise ValueError(f"meeting_hosts[{number}]: is a host without https://, as meet.example.org")
        digits = self.uid_namespace.split("-")
        if [*map(len, digits)] != [8, 4, 4, 4, 12] or not set("".join(digits)) <= set("0123456789abcdef"):
            raise ValueError("uid_namespace: is not a UUID, such as 123e4567-e89b-12d3-a456-426614174000")


IMAGES: Final = "images"
"""The folder for pictures, in the data folder."""


def check_image(key: str, image: str | None) -> None:
    """A picture is a file below ``images`` or on the web; no path leads anywhere else."""
    if image is None or image.startswith("https://"):
        return
    parts = image.split("/")
    if parts[0] != IMAGES or len(parts) < 2 or "\\" in image or not all(part.strip(". ") for part in parts):
        raise ValueError(
            f'{key}: is a file in the folder "{IMAGES}", such as {IMAGES}/vigil.jpg, or begins with https://'
        )


def check_list_name(key: str, name: str) -> None:
    if not is_id(name):
        raise ValueError(f"{key}: a list's name is made of small letters, digits and hyphens, such as members")


def check_duties(duties: tuple[Duty, ...], assignments: tuple[Assignment, ...]) -> None:
    for number, duty in enumerate(duties):
        check_not_blank(f"duties[{number}].role", duty.role)
    for language in ("", *LANGUAGES) if len(duties) > 1 else ():  # in each, so that they can be told apart there
        roles = [getattr(getattr(each, language, None), "role", None) or each.role for each in duties]
        for number, role in enumerate(roles):
            if role in roles[:number]:
                raise ValueError(f"duties[{number}].role: {role} stands twice; keep one [[duties]] of that role")
    known = set()
    for number, each in enumerate(assignments):
        _in_years(f"assignments[{number}].date", each.date)
        if (each.date, each.role, each.who) in known and is_id(each.who):
            raise ValueError(f"assignments[{number}]: stands twice; keep one of that date, role and person")
        known.add((each.date, each.role, each.who))


def check_not_blank(key: str, text: str) -> None:
    if not text.strip():
        raise ValueError(f"{key}: is empty")


def _in_years(key: str, day: dt.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{key}: years go from {FIRST_YEAR} to {LAST_YEAR}")


def _once(table: str, key: str, days: list[dt.date]) -> None:
    for number, day in enumerate(days):
        if day in days[:number]:
            raise ValueError(f"{table}[{number}].{key}: {day} stands twice; keep one [[{table}]] of that date")


def types_in(hint: Any) -> list[Any]:
    """A type and all that it is made of."""
    return [hint, *(inner for argument in get_args(hint) for inner in types_in(argument))]


def table_in(hint: Any) -> type[Table] | None:
    """The kind of table that a type is made of."""
    return next((each for each in types_in(hint) if isinstance(each, type) and issubclass(each, Table)), None)


_ELSEWHERE: Final = {
    "event": "Event EventWords Speaker SpeakerWords CoHost Register Link Sent Rsvp",
    "contact": "Contact ContactWords ContactPrivateTable Consent Role RoleWords Away",
    "issue": "Issue IssueWords Bill BillWords",
    "meeting": "MeetingRecord AgendaItem Decision DecisionWords Action",
}


def __getattr__(name: str) -> Any:
    """A type of one of this package's modules, which is imported when somebody asks for it."""
    for module, names in _ELSEWHERE.items():
        if name in names.split():
            found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
