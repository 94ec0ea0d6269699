"""Which pages there are in a language, what each of them needs, and where the files of the site stand.

Paths are below the root of a language's pages, but for ``MISSING`` and ``STYLE``.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Literal, NamedTuple

from lacwg.records import Contact, Language, Role
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.embedding import EMBED, SCRIPT, SCRIPT_HASH, next_dates
from lacwg.site.month_grid import grids
from lacwg.site.page_formatter import PageFormatter
from lacwg.site.page_input import Facts, SiteInput, elsewhere
from lacwg.site.social_picture import HEIGHT, WIDTH, Card, card
from lacwg.text.fold import fold

ON_HOME: Final = 8
"""How many events the home page shows."""
MANY: Final = 40
"""With more events in the past, each year has a page of its own."""
LATEST: Final = 12
"""How many of many past events the first page shows."""
MOST_LINKED: Final = 20
"""How many dates of a list are told to search engines: each has a page that says more."""
ALSO: Final = 3
"""How many more dates of a series are told beside the next one."""

FEED: Final = "calendar.ics"
NEWS: Final = "news.xml"
"""The Atom feed, where the site's address is known."""
QR_CODE: Final = "subscribe.svg"
"""The address of the links to subscribe, for paper; where it is known."""
MISSING: Final = "404.html"
STYLE: Final = "style.css"
ICONS: Final = ("icon.svg", "icon.png", "favicon.ico")
"""What the group's icon may be called, in its folder for the page; the first is ours, where it has none."""
SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
"""What search engines ask for, where the site's address is known."""

Folder = Literal["events", "series", "issues"]
"""Where the records stand that have a page and a calendar of their own."""


class Page(NamedTuple):
    """One page: its path below its language's root, its template and what that needs."""

    path: str
    template: str
    title: str
    values: dict[str, Any]
    dates: tuple[Occurrence, ...] = ()
    """Those whose JSON-LD stands in it: that of an event, or what a list shows as coming."""
    card: Card | None = None
    """What stands on the picture that a link to it has elsewhere, if one is drawn."""


def navigation(told: Facts, say: PageFormatter, *, has_history: bool) -> Iterator[tuple[str, str]]:
    """Paths and names of the pages that every page leads to."""
    _ = say.voice.gettext
    yield "index.html", _("Home")
    yield "meetings.html", _("Meetings")
    yield "events.html", _("Events")
    yield "calendar.html", _("Calendar")
    if told.positions:
        yield "issues.html", _("Issues")
    if told.minutes:
        yield "minutes.html", _("Minutes")
    if has_history:
        yield "history.html", _("History")


def all_pages(source: SiteInput, told: Facts, say: PageFormatter) -> Iterator[Page]:
    """Every page of a language, in which the view is, but the one for what is missing."""
    group, _ = source.view.group, say.voice.gettext
    regular = {each.rule.series.id: each.rule.words for each in told.gatherings}
    coming, beside = _coming(told.coming, regular, say)
    following = [each.occurrence for each in (told.next_meeting,) if each is not None]
    yield Page("index.html", "home.html", group.name, {
        "next_meeting": told.next_meeting, "cancelled": told.cancelled, "coming": coming[:ON_HOME],
        "rules": told.rules,
        "contacts": _contacts(source),
        "beside": beside,
        "as_of": source.now,
    }, _linked([*told.cancelled, *following, *coming[:ON_HOME]]))  # fmt: skip
    minutes = {each.meeting: each.record.id for each in told.minutes}
    years: list[tuple[int | None, list[Occurrence]]] = [*sorted(_by_year(told.ahead).items())]
    if told.earlier:
        years.append((None, list(told.earlier)))
    usual = [each.series.title for each in told.rules]
    listed = [  # with what a date is called, where that is not the title of the only series
        (year, [(each, minutes.get(each.id), len(usual) > 1 or each.title not in usual) for each in dates])
        for year, dates in years
    ]
    values = {"rules": told.rules, "years": listed, "as_of": source.now}
    yield Page("meetings.html", "meetings.html", _("Meetings"), values, _linked(told.ahead))
    yield from _event_lists(told, regular, source, say)
    yield from _calendars(source, told, say)
    if group.history:
        yield Page("history.html", "history.html", _("History"), {})
    if told.positions:
        yield Page("issues.html", "issues.html", _("Issues"), {"issues": [each.issue for each in told.positions]})
    for position in told.positions:
        (ahead, of_ahead), (past, of_past) = _coming(position.coming, regular, say), _past(position.past, say)
        values = {**position._asdict(), "coming": ahead, "past": past, "beside": of_ahead | of_past}
        yield Page(page_of("issues", position.issue.id), "issue.html", position.issue.title, values, _linked(ahead))
    if told.minutes:
        of = [(each.record.id, each.day, each.title) for each in told.minutes]
        yield Page("minutes.html", "minutes.html", _("Minutes"), {"all_minutes": of})
    for each in told.minutes:
        title = _("Minutes: {title}", title=each.title)
        yield Page(f"minutes/{each.record.id}.html", "meeting-minutes.html", title, {"minutes": each})
    for gathering in told.gatherings:
        series = gathering.rule.series
        dates_of = _linked(gathering.coming)
        yield Page(page_of("series", series.id), "series.html", series.title, gathering._asdict(), dates_of)
    titles = {each.issue.id: each.issue.title for each in told.positions}
    dates = {each.id: each for each in (*told.coming, *told.past)}
    pages = sorted((dates[each.id] for each in source.events if each.id in dates), key=lambda each: each.order)
    soon = _linked(each for each in pages if each.span.over_utc > source.now) if source.base_url else ()
    for before, event, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        page = _event(event, source, titles, say, before=before, after=after)
        yield _with_card(page, event, group.name, say) if event in soon and not page.values["picture"] else page


def _with_card(page: Page, event: Occurrence, group: str, say: PageFormatter) -> Page:
    """The page of a coming event with the picture that a link to it has elsewhere, if it can be drawn."""
    hours = "" if event.all_day else say.voice.hours_abroad(event.span)
    drawn = card(group, say.voice.headline(event), say.day(event), hours, event.place or say.form(event))
    if drawn is None:
        return page
    said = " · ".join(filter(None, drawn[1:]))
    return page._replace(card=drawn, values={**page.values, "card": (f"social/{event.id}.png", WIDTH, HEIGHT, said)})


def _calendars(source: SiteInput, told: Facts, say: PageFormatter) -> Iterator[Page]:
    """Twelve months as tables, and the next dates for a frame of another website."""
    from markupsafe import Markup

    weekdays, months = grids(source, told, say)
    listed = [each._replace(dates=[(at, one, target_of(one)) for at, one in each.dates]) for each in months]  # type: ignore[misc]
    values = {"weekdays": weekdays, "months": listed, "as_of": source.now}
    every = _linked([*told.coming, *told.ahead])
    yield Page("calendar.html", "calendar.html", say.voice.gettext("Calendar"), values, every)
    dates = [(each, target_of(each)) for each in next_dates(told)]
    shown = {"dates": dates, "script": Markup(SCRIPT), "script_hash": SCRIPT_HASH}
    yield Page(EMBED, "embed.html", say.voice.gettext("Upcoming"), shown)


def _contacts(source: SiteInput) -> list[tuple[Contact, tuple[Role, ...]]]:
    """Whom visitors may ask, with what they do today."""
    return [(each, each.roles_on(source.now.date())) for each in source.view.contacts]


def target_of(each: Occurrence) -> str:
    """Where a date stands on the pages: an event has one of its own."""
    if each.kind == "meeting":
        return f"meetings.html#{each.id}"
    return page_of("events", each.id) if each.series is None else page_of("series", each.series)


def _linked(dates: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """The next of the dates that a list shows as coming."""
    return tuple(sorted(dates, key=lambda each: each.order)[:MOST_LINKED])


def _once(dates: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """The dates, of a series the first."""
    known: set[str] = set()
    for each in dates:
        if each.series is None or each.series not in known:
            yield each
        known.add(each.series or "")


Beside = dict[str, list[str]]
"""What is said beside some of the dates of a list, by their ids."""


def _coming(
    coming: Iterable[Occurrence], rules: Mapping[str, str], say: PageFormatter
) -> tuple[list[Occurrence], Beside]:
    """What is coming; of a series the next date, with its rule, and those to which something happened.

    The others of a weekly vigil would hide everything else; they stand on its own page.
    """
    found: list[Occurrence] = []
    first: dict[str, str] = {}
    also: dict[str, list[str]] = {}
    for each in coming:
        if each.series is None or each.change is not None:
            found.append(each)
        elif each.series not in first:
            found.append(each)
            first[each.series] = each.id
        elif len(days := also.setdefault(each.series, [])) < ALSO:
            days.append(say.voice.month_day(each.span.day))
    beside = {first[series]: [words] for series, words in rules.items() if series in first}
    for series, days in also.items():
        beside.setdefault(first[series], []).append(
            say.voice.gettext("also on {days}", days=say.voice.list_format(days))
        )
    return found, beside


def _past(past: Iterable[Occurrence], say: PageFormatter) -> tuple[list[Occurrence], Beside]:
    """What is past, of a series the last date and how many there were; those that were something of their own stay."""
    found: list[Occurrence] = []
    of_series: dict[str, list[str]] = {}
    for each in past:
        if each.series is None or each.change is not None:
            found.append(each)
            continue
        ids = of_series.setdefault(each.series, [])
        ids.append(each.id)
        if len(ids) == 1:
            found.append(each)
    return found, {
        ids[0]: [say.voice.ngettext("and {count} date before it", "and {count} dates before it", len(ids) - 1)]
        for ids in of_series.values()
        if len(ids) > 1
    }


def _event_lists(told: Facts, regular: dict[str, str], source: SiteInput, say: PageFormatter) -> Iterator[Page]:
    """The events: all that is past on one page, or a page for each year."""
    _, coming = say.voice.gettext, _coming(told.coming, regular, say)
    years = [(year, *_past(dates, say)) for year, dates in sorted(_by_year(told.past).items(), reverse=True)]
    many = sum(len(dates) for _year, dates, _beside in years) > MANY
    latest = _past(told.past, say) if many else ([], {})
    places = _by_place(_once(told.coming), _once(told.past))
    yield Page("events.html", "events.html", _("Events"), {
        "by_place": len(places) > 1,
        "coming": coming[0], "latest": latest[0][:LATEST],
        "past": () if many else [(year, dates) for year, dates, _beside in years],
        "beside": dict(ChainMap(coming[1], latest[1] if many else {}, *([] if many else [each[2] for each in years]))),
        "years": [(year, len(dates)) for year, dates, _beside in years] if many else [],
        "as_of": source.now,
    }, _linked(coming[0]))  # fmt: skip
    if len(places) > 1:
        placed = _linked(each for each in _once(told.coming) if (each.place or "").strip())
        yield Page("places.html", "places.html", _("By place"), {"places": places, "beside": {}}, placed)
    if many:
        for year, dates, beside in years:
            title = _("Past events: {year}", year=year)
            yield Page(f"events/{year}.html", "year.html", title, {"year": year, "dates": dates, "beside": beside})


def _by_year(found: Iterable[Occurrence]) -> dict[int, list[Occurrence]]:
    """The years and their dates; of each year, as its own zone has it: in Tokyo it begins while in Boston it is old."""
    years: dict[int, list[Occurrence]] = {}
    for each in found:
        years.setdefault(each.span.day.year, []).append(each)
    return years


def _by_place(coming: Iterable[Occurrence], past: Iterable[Occurrence]) -> list[tuple[str, list[Occurrence]]]:
    """The places of events by name, each with what is coming and then what is past; "Hall" and "hall" are one."""
    found: dict[str, tuple[str, list[Occurrence]]] = {}
    for each in chain(coming, past):
        if each.place and each.place.strip():
            found.setdefault(fold(each.place).strip(), (each.place, []))[1].append(each)
    return [found[each] for each in sorted(found)]


def _event(
    occurrence: Occurrence, source: SiteInput, titles: dict[str, str], say: PageFormatter, **beside: Occurrence | None
) -> Page:
    over = occurrence.span.over_utc <= source.now
    values = {
        **beside,
        "event": occurrence,
        "over": over,
        "elsewhere": () if over else elsewhere(occurrence, source.view.group.zones, say.voice),
        "contacts": _contacts(source),
        "picture": picture(occurrence, source),
        "pictures": [(picture(each, source), each) for each in occurrence.pictures],
        "card": None,
        "topics": [(each, titles[each]) for each in occurrence.issues if each in titles],
        "file": feed_of("events", occurrence.id),
    }
    return Page(page_of("events", occurrence.id), "event.html", occurrence.title, values, (occurrence,))


def picture(owner: Any, source: SiteInput) -> Any:
    """The picture of a record as templates have it: path, width, height, whether it is clear; None where it is none."""
    found = source.pictures.get(owner.image) if owner is not None and owner.image else None
    return None if found is None else (found.path, found.width, found.height, found.clear)


def page_of(folder: Folder, record_id: str) -> str:
    """The path of the page of one event, series of events or issue."""
    return f"{folder}/{record_id}.html"


def feed_of(folder: Folder, record_id: str) -> str:
    """The path of the calendar of one of these."""
    return f"{folder}/{record_id}.ics"


def root_of(language: Language, all_languages: Iterable[Language]) -> str:
    """The folder of a language's pages, below the site's root: none for the first language."""
    return "" if language == next(iter(all_languages)) else f"{language}/"
