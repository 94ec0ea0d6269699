"""The files of the site: which pages there are, where they stand, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from lacwg import audience
from lacwg.audience import View
from lacwg.errors import FieldError
from lacwg.languages import phrases, wording
from lacwg.languages.translating import Untranslated, languages
from lacwg.records import Event, Language
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.facts import Facts, Told, facts
from lacwg.site.memo import Memo, digest
from lacwg.site.rendering import Templates
from lacwg.site.source import Source
from lacwg.site.telling import Telling, shown

FEED: Final = "calendar.ics"
MISSING: Final = "404.html"
STYLE: Final = "style.css"
ON_HOME: Final = 8
"""How many events the home page shows."""
MANY: Final = 40
"""With more events in the past, each year has a page of its own."""
LATEST: Final = 12
"""How many of many past events the first page shows."""

Step = Callable[[int, int], None]
"""Told after each page: how many are done, and of how many."""


class Page(NamedTuple):
    """One page: its path below its language's root, its template and what that needs."""

    path: str
    template: str
    title: str
    values: dict[str, Any]
    event_id: str | None = None
    """The event whose JSON-LD stands in it."""


class Edition(NamedTuple):
    """The pages of one language."""

    language: Language
    root: str
    """The folder of its pages, below the site's root: empty, or with a slash at its end."""
    frame: dict[str, Any]
    """What all its pages need."""
    key: bytes
    """The digest of that."""
    pages: list[Page]


def event_page(event_id: str) -> str:
    """The path of the page of one event."""
    return f"events/{event_id}.html"


def event_feed(event_id: str) -> str:
    """The path of the calendar file of one event."""
    return f"events/{event_id}.ics"


def series_page(series_id: str) -> str:
    """The path of the page of a series of events."""
    return f"series/{series_id}.html"


def series_feed(series_id: str) -> str:
    """The path of the feed of a series of events."""
    return f"series/{series_id}.ics"


def issue_page(issue_id: str) -> str:
    """The path of the page of one issue."""
    return f"issues/{issue_id}.html"


def issue_feed(issue_id: str) -> str:
    """The path of the feed of one issue."""
    return f"issues/{issue_id}.ics"


def year_page(year: int) -> str:
    """The path of the page of a year's events."""
    return f"events/{year}.html"


def root_of(language: Language, all_languages: Iterable[Language]) -> str:
    """The folder of a language's pages, below the site's root: none for the first language."""
    return "" if language == next(iter(all_languages)) else f"{language}/"


def build(
    source: Source, memo: Memo, failed: list[FieldError], step: Step = lambda _done, _all: None
) -> dict[str, bytes]:
    """The pages, the style sheet and the pictures by their paths; the feeds are for the exporters to make.

    Records whose times cannot be told go to ``failed`` and are left out. Raises ``LacwgError`` for a template
    of the folder's that is wrong.
    """
    templates = Templates(source.templates)
    style = templates.source(STYLE)
    files = {STYLE: style.encode()}
    common = digest(templates.sources(), source.base_url)
    editions = [_edition(source, language, common, failed) for language in languages(source.view.group)]
    count, done = sum(len(each.pages) for each in editions), 0
    for edition in editions:
        for page in edition.pages:
            files[f"{edition.root}{page.path}"] = _made(page, edition, source, templates, memo)
            step(done := done + 1, count)
    files[MISSING] = _missing(editions, source, templates, style, memo)
    return files | {each.path: each.data for each in source.pictures.values()}


def _edition(source: Source, language: Language, common: bytes, failed: list[FieldError]) -> Edition:
    view = audience.in_language(source.view, language, Untranslated)
    own = msgspec.structs.replace(source.view, events=iter(source.events))
    events = tuple(audience.in_language(own, language, Untranslated).events)
    words = wording.wording(language)
    say = Telling(words, source.view.group.language)
    first = language == languages(source.view.group)[0]
    met: list[FieldError] = []  # the same in each language
    told = facts(
        Told(view=view, events=events, now=source.now, warned=source.warned, wording=words), failed if first else met
    )
    root = root_of(language, languages(source.view.group))
    base = source.base_url
    plain = {
        "group": view.group,
        "name": view.group.short_name or view.group.name,
        "language": language,
        "languages": [
            (each, wording.wording(each).own_name, root_of(each, languages(source.view.group)))
            for each in languages(source.view.group)
        ],
        "folder": root,
        "base": base,
        "home_url": None if base is None else f"{base}{root}",
        "webcal": None if base is None else f"webcal://{base.split('://', 1)[1]}",
        "feed": FEED,
        "navigation": list(_navigation(told, say, has_history=bool(view.group.history))),
    }
    pages = list(_pages(source, view, told, events, say))
    return Edition(
        language, root, {**plain, "say": say, "_": say.phrase}, digest(common, plain, phrases.catalog(language)), pages
    )


def _made(page: Page, edition: Edition, source: Source, templates: Templates, memo: Memo) -> bytes:
    """A page's bytes: kept, or rendered."""

    def rendered() -> bytes:
        from markupsafe import Markup

        linked = source.linked(edition.language, page.event_id) if page.event_id else ""
        if "<" in linked:
            raise ValueError("JSON-LD in a page must not hold a <")
        root = "../" * f"{edition.root}{page.path}".count("/")
        values = {
            **edition.frame,
            "path": page.path,
            "title": page.title,
            "root": root,
            "home": f"{root}{edition.root}",
            "style": "",
            "linked": Markup(str(shown(linked))),  # no < stands in it
            **page.values,
        }
        return templates.text(page.template, values).encode()

    return memo.unit(digest(edition.key, page), rendered)


def _missing(editions: list[Edition], source: Source, templates: Templates, style: str, memo: Memo) -> bytes:
    """The page for addresses at which there is none. It is shown at any depth: so it holds its style itself."""
    from markupsafe import Markup

    first = editions[0]
    root = urlsplit(source.base_url).path if source.base_url else ""
    own = Markup(style.replace("</", "<\\/"))
    values = {
        **first.frame, "path": MISSING, "title": str(first.frame["_"]("Not found")), "root": root, "home": root,
        "linked": "", "style": own, "editions": [(each.frame["say"], each.root, each.language) for each in editions],
    }  # fmt: skip
    key = digest([each.key for each in editions], MISSING)
    return memo.unit(key, lambda: templates.text("missing.html", values).encode())


def _navigation(told: Facts, say: Telling, *, has_history: bool) -> Iterator[tuple[str, str]]:
    """Paths and names of the pages that every page leads to."""
    _ = say.wording.say
    yield "index.html", _("Home")
    yield "meetings.html", _("Meetings")
    yield "events.html", _("Events")
    if told.positions:
        yield "issues.html", _("Issues")
    if told.minutes:
        yield "minutes.html", _("Minutes")
    if has_history:
        yield "history.html", _("History")


def _pages(source: Source, view: View, told: Facts, events: tuple[Event, ...], say: Telling) -> Iterator[Page]:
    group, _ = view.group, say.wording.say
    yield Page("index.html", "home.html", group.name, {
        "next_meeting": told.next_meeting, "cancelled": told.cancelled, "coming": told.coming[:ON_HOME],
        "rules": told.rules, "contacts": view.contacts, "photo": _picture(group.photo, source),
    })  # fmt: skip
    minutes = {each.meeting: each.record.id for each in told.minutes}
    years = told.ahead if not told.earlier else (*told.ahead, (None, told.earlier))
    listed = [
        (year, [(each, minutes.get(each.id), _says_title(each, told)) for each in dates]) for year, dates in years
    ]
    yield Page("meetings.html", "meetings.html", _("Meetings"), {"rules": told.rules, "years": listed})
    yield from _event_lists(told, say)
    if group.history:
        yield Page("history.html", "history.html", _("History"), {})
    if told.positions:
        yield Page("issues.html", "issues.html", _("Issues"), {"issues": [each.issue for each in told.positions]})
    for position in told.positions:
        yield Page(issue_page(position.issue.id), "issue.html", position.issue.title, position._asdict())
    if told.minutes:
        of = [(each.record.id, each.day, each.title) for each in told.minutes]
        yield Page("minutes.html", "minutes.html", _("Minutes"), {"all_minutes": of})
    for each in told.minutes:
        title = _("Minutes: {title}", title=each.title)
        yield Page(f"minutes/{each.record.id}.html", "meeting-minutes.html", title, {"minutes": each})
    for gathering in told.gatherings:
        series = gathering.rule.series
        yield Page(series_page(series.id), "series.html", series.title, gathering._asdict())
    titles = {each.issue.id: each.issue.title for each in told.positions}
    dates = {each.id: each for each in (*told.coming, *(each for _year, past in told.past for each in past))}
    for event in events:
        if event.id in dates:
            yield _event(dates[event.id], source, titles)


def _says_title(meeting: Occurrence, told: Facts) -> bool:
    """Whether a list of meetings needs to say what a date is called."""
    return len(told.rules) > 1 or all(meeting.title != each.series.title for each in told.rules)


def _event_lists(told: Facts, say: Telling) -> Iterator[Page]:
    """The events: all that is past on one page, or a page for each year."""
    _, many = say.wording.say, sum(len(dates) for _year, dates in told.past) > MANY
    latest = [each for _year, dates in told.past for each in dates][:LATEST] if many else []
    yield Page("events.html", "events.html", _("Events"), {
        "coming": told.coming, "latest": latest, "past": () if many else told.past,
        "years": [(year, len(dates)) for year, dates in told.past] if many else [],
    })  # fmt: skip
    if many:
        for year, dates in told.past:
            yield Page(
                year_page(year), "year.html", _("Past events: {year}", year=year), {"year": year, "dates": dates}
            )


def _event(occurrence: Occurrence, source: Source, titles: dict[str, str]) -> Page:
    values = {
        "event": occurrence,
        "over": occurrence.ends <= source.now,
        "picture": _picture(occurrence, source),
        "topics": [(each, titles[each]) for each in occurrence.issues if each in titles],
        "file": event_feed(occurrence.id),
    }
    return Page(event_page(occurrence.id), "event.html", occurrence.title, values, occurrence.id)


def _picture(owner: Any, source: Source) -> Any:
    """The picture of a record as templates have it: its path and its size; None where there is none."""
    found = source.pictures.get(owner.image) if owner is not None and owner.image else None
    return None if found is None else (found.path, found.width, found.height)
