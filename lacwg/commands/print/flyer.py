from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from lacwg import render
from lacwg.audience.view import Reader, may_see
from lacwg.commands import queries
from lacwg.commands.export.exporting import Drawn, For
from lacwg.commands.meetings.announce import announcement_of, record_for
from lacwg.commands.options.ids import event_ids
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import lookup
from lacwg.commands.site.build import made_picture
from lacwg.errors import NoSuchRecordError
from lacwg.records import Language, Series
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.translation import languages
from lacwg.voice.voice import Voice, headed, phrase

if TYPE_CHECKING:
    from lacwg.exporters.announcement.message import Announcement
    from lacwg.exporters.paper.sheets import Part


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
    occurrence = _next(run, audience) if event == "next" else lookup.event(run, event)
    record = record_for(run, occurrence, audience)
    many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
    link, scan = _link(run, occurrence, press.languages[0])
    picture = _picture(run, occurrence)

    def told(drawn: Drawn, say: Voice) -> Part:
        seen = drawn.view.series[0] if drawn.view.series else next(drawn.view.events)
        here = announcement_of(run, drawn, seen, occurrence, say.code, lambda _: None)
        if occurrence.format == "in-person":  # who comes has the hour of the place
            here = here._replace(zones=())
        return _part(here, say, link, scan, pictured=picture is not None)

    parts = press.parts(told, series=many, events=ones)
    press.put("flyer", occurrence.id.replace("/", "-"), parts, picture=picture, link=link)


def _next(run: Run, reader: Reader) -> Occurrence:
    """What of events and meetings begins first, is not cancelled, and may be seen by the reader."""
    start = queries.now(run)
    found = [next((each for each in queries.coming_events(run, start) if _tells(each, reader)), None)]
    found += [lookup.upcoming(run, each)[0] for each in run.store.series.all() if each.kind == "meeting"]
    coming = [each for each in found if each is not None and _tells(each, reader)]
    if not coming:
        raise NoSuchRecordError(
            f"nothing is to come that {'everybody' if reader == 'public' else 'members'} may know of",
            hint="add an event: lacwg events add",
        )
    return min(coming, key=lambda each: each.order)


def _tells(occurrence: Occurrence, reader: Reader) -> bool:
    return occurrence.status != "cancelled" and may_see(reader, occurrence.audience)


def _part(told: Announcement, say: Voice, link: str | None, scan: str, *, pictured: bool) -> Part:
    """What the flyer says in one language."""
    from lacwg.exporters.announcement import message

    occurrence = told.occurrence
    off, note = occurrence.status == "cancelled", say.status_note(occurrence)
    _, *facts = message.facts(told, say)
    more = "" if link is None else say.gettext("More: {link}", link=link)
    speakers = () if off else occurrence.speakers
    return {
        "note": note,
        "title": render.one_line(say.headline(occurrence)),
        "day": headed(say.day(occurrence.span)),
        "hours": "" if occurrence.all_day else say.hours(occurrence.span),
        "facts": [each for each in facts if each not in (note, more)],
        "description": "" if off else (occurrence.description or "").strip(),
        "speaker_heading": say.gettext("Speakers") if len(speakers) > 1 else say.gettext("Speaker"),
        "speakers": [f"{each.name} — {each.about}" if each.about else each.name for each in speakers],
        "caption": " · ".join(filter(None, (occurrence.caption, occurrence.credit))) if pictured else "",
        "alt": (occurrence.alt or "").strip(),
        "scan": say.gettext(scan) if scan else "",
        "link": link or "" if scan else more,
        "by": told.group.parent or "",
    }


def home_link(run: Run, language: Language) -> tuple[str | None, str]:
    """Where the page of all dates is, with the links to subscribe, and what is said of that."""
    from lacwg.site import subscribing

    base = run.store.group.site.base_url
    return base and subscribing.on_paper(base, _root(run, language)), phrase("Subscribe in your calendar")


def _root(run: Run, language: Language) -> str:
    from lacwg.site import pages

    every = languages(run.store.group)
    return pages.root_of(language, every) if language in every else ""


def _link(run: Run, occurrence: Occurrence, language: Language) -> tuple[str | None, str]:
    """Where its page on the site is, and what is said of that; nothing is of its own page, or of what is cancelled."""
    from lacwg.site import pages, subscribing

    base = run.store.group.site.base_url
    if base is None:
        return occurrence.url, ""
    if occurrence.kind != "event" or occurrence.audience != "public":
        return home_link(run, language)
    page = pages.page_of("series" if occurrence.series else "events", occurrence.series or occurrence.id)
    said = "" if occurrence.status == "cancelled" else phrase("Add to your calendar")
    return subscribing.address(base, f"{_root(run, language)}{page}"), said


def _picture(run: Run, occurrence: Occurrence) -> tuple[str, bytes] | None:
    """The event's picture, where the folder has it; says so where there is none to print, or it has no words."""
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
    return f"picture{PurePath(made.path).suffix}", made.data
