"""``lacwg print flyer``: one page for a door, with a code to scan."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from lacwg import render
from lacwg.audience.view import Reader, may_see
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For
from lacwg.commands.meetings.announce import announcement_of, record_for
from lacwg.commands.options.ids import event_ids
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import finding
from lacwg.commands.site.build import made_picture
from lacwg.errors import NoSuchRecordError
from lacwg.records import Language, Series
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.translation import languages
from lacwg.voice.voice import Voice, headed, phrase, voice_of

if TYPE_CHECKING:
    from lacwg.exporters.announcement.message import Announcement
    from lacwg.exporters.paper.sheets import Code, Part, Picture


@verb
def flyer(
    run: Run,
    printing: Printing,
    event: str = argument(
        "[EVENT]", 'An event, SERIES/DATE, or "next": whatever comes first.', default="next",
        autocompletion=event_ids,
    ),
    audience: For = "public",
) -> None:  # fmt: skip
    """Print a flyer: what, when, where, and a code to scan.

    Letters as large as fit on one page. The code leads to the event's page on the group's site, or to its --url.

    Example: lacwg print flyer next --two-languages es --open
    """
    press = Press(run, printing, audience)
    occurrence = _next(run, audience) if event == "next" else finding.event(run, event)
    record = record_for(run, occurrence, audience)
    many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
    parts: list[Part] = []
    picture: Picture | None = None
    link = _link(run, occurrence, press.languages[0])
    scanner = None
    for number, language in enumerate(press.languages):
        drawn = exporting.draw(run, audience, series=many, events=ones, language=language)
        seen = drawn.view.series[0] if drawn.view.series else next(drawn.view.events)
        told = announcement_of(run, drawn, seen, occurrence, language, lambda _: None)
        if occurrence.format == "in-person":  # who comes has the hour of the place
            told = told._replace(zones=())
        scanner = scanner or drawn.scanner
        press.missing[number] = drawn.missing
        picture = picture if number else _picture(run, told.occurrence)
        parts.append(_part(told, link, pictured=picture is not None))
    name = f"flyer-{occurrence.id.replace('/', '-')}"
    code = link.code(voice_of(run.store.group, press.languages[0]))
    press.put("flyer", name, parts[0]["title"], parts, scanner, picture=picture, code=code)


def _next(run: Run, reader: Reader) -> Occurrence:
    """What of events and meetings begins first, is not cancelled, and may be seen by the reader."""
    start = queries.now(run)
    found = [next((each for each in queries.coming_events(run, start) if _tells(each, reader)), None)]
    found += [finding.upcoming(run, each)[0] for each in run.store.series.all() if each.kind == "meeting"]
    coming = [each for each in found if each is not None and _tells(each, reader)]
    if not coming:
        raise NoSuchRecordError(
            f"nothing is to come that {'everybody' if reader == 'public' else 'members'} may know of",
            hint="add an event: lacwg events add",
        )
    return min(coming, key=lambda each: each.order)


def _tells(occurrence: Occurrence, reader: Reader) -> bool:
    return occurrence.status != "cancelled" and may_see(reader, occurrence.audience)


def _part(told: Announcement, link: Link, *, pictured: bool) -> Part:
    """What the flyer says in one language."""
    from lacwg.exporters.announcement import message

    occurrence, group, say = told.occurrence, told.group, voice_of(told.group, told.language)
    off, note = occurrence.status == "cancelled", say.status_note(occurrence)
    _, *facts = message.facts(told, say)
    more = "" if link.url is None else say.gettext("More: {link}", link=link.url)
    speakers = () if off else occurrence.speakers
    return {
        "lang": say.code,
        "group": group.name,
        "note": note,
        "title": render.one_line(say.headline(occurrence)),
        "day": headed(say.day(occurrence.span)),
        "hours": "" if occurrence.all_day else say.hours(occurrence.span),
        "facts": [each for each in facts if each not in (note, more)],
        "description": "" if off else (occurrence.description or "").strip(),
        "speaker_heading": say.gettext("Speakers") if len(speakers) > 1 else say.gettext("Speaker"),
        "speakers": [f"{each.name} — {each.about}" if each.about else each.name for each in speakers],
        "caption": " · ".join(filter(None, (occurrence.caption, occurrence.credit))) if pictured else "",
        "scan": say.gettext(link.phrase) if link.phrase else "",
        "link": link.url or "" if link.phrase else more,
        "by": group.parent or "",
    }


class Link(NamedTuple):
    """Where a code leads, and what is said of that; nothing of an event's own page."""

    url: str | None
    phrase: str = ""

    def code(self, say: Voice) -> Code | None:
        """The code to scan."""
        from lacwg.exporters.paper.sheets import Code
        from lacwg.site import subscribing

        if self.url is None:
            return None
        alt = say.gettext("QR code: {link}", link=self.url)
        return Code(alt, subscribing.qr_code(self.url, alt))


def home_link(run: Run, language: Language) -> Link:
    """To the page of all dates, with the links to subscribe."""
    from lacwg.site import subscribing

    base = run.store.group.site.base_url
    return Link(base and subscribing.on_paper(base, _root(run, language)), phrase("Subscribe in your calendar"))


def _root(run: Run, language: Language) -> str:
    from lacwg.site import pages

    every = languages(run.store.group)
    return pages.root_of(language, every) if language in every else ""


def _link(run: Run, occurrence: Occurrence, language: Language) -> Link:
    """To the event's page on the site; without a site to the event's own."""
    from lacwg.site import pages, subscribing

    base = run.store.group.site.base_url
    if base is None:
        return Link(occurrence.url)
    if occurrence.kind != "event" or occurrence.audience != "public":
        return home_link(run, language)
    page = pages.page_of("series" if occurrence.series else "events", occurrence.series or occurrence.id)
    return Link(subscribing.address(base, f"{_root(run, language)}{page}"), phrase("Add to your calendar"))


def _picture(run: Run, occurrence: Occurrence) -> Picture | None:
    """The event's picture, where the folder has it; says so where there is none to print, or it has no words."""
    from lacwg.exporters.paper.sheets import Picture

    name = occurrence.image
    if not name:
        return None
    made: Any = "only pictures of the folder are printed"
    if not name.startswith("https://"):
        _, made = made_picture(run.store.folder, name)
    if isinstance(made, str):
        run.message(render.one_line(f"The flyer is without {name}: {made}"))
        return None
    if not (occurrence.alt or "").strip():
        run.message(
            "Who cannot see the picture is told nothing of it; to say what it shows: "
            f"lacwg events edit {occurrence.id} --alt TEXT"
        )
    return Picture(f"picture{PurePath(made.path).suffix}", made.data, occurrence.alt or None)
