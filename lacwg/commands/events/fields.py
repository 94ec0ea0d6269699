"""An event as it was typed, for the verbs that make one and those that change one: its fields and its times."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.options.details import Ending
from lacwg.commands.shared import asking, lookup
from lacwg.commands.shared.typed_fields import Typed, cleaned, in_tables
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import When, read, read_end, read_length
from lacwg.errors import FieldError, UsageError
from lacwg.records import CoHost, DayOrTime, Event, Link, Register, Speaker
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import as_written, has_hour
from lacwg.store import pictures
from lacwg.store.pictures import Picture


def edits(run: Run, typed: Typed) -> tuple[dict[str, Any], Picture | None]:
    """What was typed, as ``series_edits.overlaid`` takes it, and a picture to be copied.

    An empty text takes a field out, an empty picture its description too. Raises ``UsageError`` for what they
    cannot hold, and for links to join by in those that everybody sees.
    """
    fields = cleaned(run, typed)
    if "title" in fields:
        fields["title"] = asking.title(fields["title"] or "")
    for name, read_one in (("speakers", _speaker), ("co_hosts", _co_host), ("links", _link)):
        if name in fields:  # one empty text alone is none
            fields[name] = () if fields[name] == [""] else tuple(map(read_one, fields[name]))
    if fields.get("register"):
        fields["register"] = Register(url=fields["register"])
    if fields.get("geo") is not None:
        fields["geo"] = _geo(fields["geo"])
    if "recording" in fields and (fields["recording"] is None or not typed.get("public_link")):
        fields["members_recording"] = fields["recording"]
        if fields["recording"] is not None:
            del fields["recording"]
    if "issues" in fields:
        fields["issues"] = lookup.issues(run, fields["issues"])
    picture = None
    if "image" in fields:
        picture = fields["image"] = _image(run, fields["image"])
        if picture is None:
            fields.setdefault("alt", None)  # what was to be seen in it goes with it
        elif isinstance(picture, Picture):
            del fields["image"]
    return in_tables(fields), picture if isinstance(picture, Picture) else None


def said_alike(of: Event | Occurrence) -> dict[str, Any]:
    """What an event, a series and an occurrence say by the same names."""
    names = ("title", "format", "place", "url", "issues", "description", "audience", "members", "private")
    return {name: getattr(of, name) for name in names}


def _speaker(text: str) -> Speaker:
    """``NAME`` or ``NAME: ABOUT``. Raises ``UsageError``."""
    name, _, about = text.partition(":")
    said = asking.one_line("--speaker", name)
    if not said:
        raise UsageError("--speaker has no name", hint='write "NAME" or "NAME: ABOUT"')
    return Speaker(name=said, about=asking.one_line("--speaker", about))


def _co_host(text: str) -> CoHost:
    """``NAME: URL`` or ``NAME``. Raises ``UsageError``."""
    name, _, url = text.rpartition(": ") if ": " in text else (text, "", "")
    said = asking.one_line("--co-host", name)
    if not said or "://" in said:
        raise UsageError("--co-host has no name", hint='write "NAME: URL" or "NAME"')
    return CoHost(name=said, url=asking.link("--co-host", url))


def _link(text: str) -> Link:
    """``LABEL: URL`` or ``URL``. Raises ``UsageError``."""
    label, colon, url = text.rpartition(": ")
    address = asking.link("--link", url)
    if address is None:
        raise UsageError("--link has no address", hint='write "LABEL: URL" or "URL"')
    return Link(url=address, label=asking.one_line("--link", label) if colon else None)


def _geo(text: str) -> tuple[float, float] | None:
    """Degrees as ``42.358,-71.064``, which maps on the web show; None for an empty text. Raises ``UsageError``."""
    degrees = r"([+-]?\d{1,3}(?:\.\d{1,12})?)"
    found = re.fullmatch(rf"{degrees}(?: ?[,;] ?| ){degrees}", " ".join(text.split()))
    if not text.strip():
        return None
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise UsageError(
            f'--geo: "{text}" is no place on the map',
            hint="write latitude and longitude in degrees: --geo 42.358,-71.064",
        )
    return float(found[1]), float(found[2])


def _image(run: Run, typed: str) -> str | Picture | None:
    """A picture: a link, the path of one in the folder, or one to be copied there; None for an empty text.

    Raises ``UsageError`` for what is no picture.
    """
    text = asking.text("--image", typed)
    if text is None:
        return None
    if "://" not in text:
        return pictures.taken(run.store.folder, text)
    link = asking.link("--image", text) or ""
    if not link.startswith("https://"):
        raise UsageError(f'--image: a link begins with https://: "{link}"', hint="or write the path of a file")
    return link


def tell_of_alt(run: Run, before: Event | None, event: Event, *, given: bool) -> None:
    """Says, of a picture that was just given, what people who cannot see it lack. ``given``: with a description."""
    if given or (before is not None and before.image == event.image and event.alt):
        return
    if event.alt:
        run.message(f'The picture is new, and its description the one before: "{event.alt}"; another: --alt TEXT')
    else:
        run.message("People who cannot see the picture need a description of it: --alt TEXT")


class Times(NamedTuple):
    """What was typed; None: was not."""

    start: str | None
    ending: Ending = Ending()
    all_day: bool = False
    option: str = "--start"
    """The option that ``start`` was typed for."""
    anew: bool = False
    """Whether it is another event that starts then, and not the same that moves."""


def as_typed(run: Run, event: Event) -> Occurrence:
    """An event that is not saved yet at its time: what is wrong with that is about what was typed."""
    try:
        return occurrences.of_event(event, run.store.group)
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None


def end(run: Run, context: ParseContext, begins: When, ending: Ending) -> When | None:
    """The end or the length that was typed, else the end that was typed with the start."""
    if ending.end:
        return queries.parse_option("--end", ending.end, lambda text: read_end(text, begins, context), run)
    if ending.duration:
        return queries.parse_option("--duration", ending.duration, lambda text: read_length(text, begins, context.zone))
    return begins.end


def spanned(event: Event, begins: When, ends: When | None) -> Event:
    """The event at this time. Raises ``UsageError`` for an end before the start."""
    # a whole day that ends on its first one has no end to be written
    one_day = ends is not None and not has_hour(ends.moment) and ends.moment == begins.moment
    last = None if ends is None or one_day else DayOrTime(ends.written)
    try:
        return replace(event, start=DayOrTime(begins.written), end=last)
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None


def retimed(run: Run, event: Event, occurrence: Occurrence, times: Times) -> Event:
    """The event with the times that were typed. What is not typed stays: of a day the hour, of an hour the day.

    Where the start moves, the end moves along. An empty end or length takes the end out, an empty zone makes it
    the group's. Raises ``UsageError``.
    """
    ending = times.ending
    asking.exclude("--end and --duration", None not in (ending.end, ending.duration))
    zone = occurrence.zone
    if ending.timezone is not None:
        zone = queries.zone(ending.timezone, "--timezone") if ending.timezone else queries.group_zone(run)
        event = replace(event, timezone=ending.timezone or None)
    context = queries.parse_context(run, zone)
    begins = _begins(run, event, occurrence, context, times)
    if ending.end is None and ending.duration is None and begins.end is None:
        if begins.moment == occurrence.start and begins.written == event.start.value and zone == occurrence.zone:
            return event
        last = occurrence.span.moved_to(begins.moment).end
        return spanned(event, begins, None if last is None else When(as_written(last), last))
    taken_out = "" in (ending.end, ending.duration)
    return spanned(event, begins, None if taken_out else end(run, context, begins, ending))


def _begins(run: Run, event: Event, occurrence: Occurrence, context: ParseContext, times: Times) -> When:
    """When the event starts, as it was typed or as it was."""
    day, zone = occurrence.span.day, context.zone
    starts_at = None if times.all_day else occurrence.span.starts_at
    if times.start is None:
        return When(day, day) if times.all_day else _begins_in_zone(run, event, occurrence, context)

    def reading(text: str) -> When:
        found = read(text, context._replace(day=day) if times.anew else context.of_moved(day))
        if has_hour(found.moment):
            if times.all_day:
                raise UsageError(f"{times.option} has an hour, and --all-day takes it out", hint="keep one of the two")
            return found
        if starts_at is None:
            return found
        if found.end is not None:
            raise UsageError(
                f"{times.option} names whole days, and it has an hour", hint="name the hours, or add --all-day"
            )
        if found.moment == day and zone == occurrence.zone:
            return When(event.start.value, occurrence.start)
        return read(f"{found.moment} {starts_at:%H:%M:%S}", context)

    return queries.parse_option(times.option, times.start, reading, run)


def _begins_in_zone(run: Run, event: Event, occurrence: Occurrence, context: ParseContext) -> When:
    """When the event starts in another zone than before: its clock shows the same hour there."""
    old = event.start.value
    if context.zone == occurrence.zone or not has_hour(old):
        return When(old, occurrence.start)
    if old.tzinfo is not None:
        return When(old, old.astimezone(context.zone))
    wall = f"{old:%Y-%m-%d %H:%M:%S}"
    typed = event.timezone or context.zone.key
    # where that hour comes twice, what is chosen is read
    return queries.parse_option("--timezone", typed, lambda text: read(wall if text == typed else text, context), run)
