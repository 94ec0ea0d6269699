"""The files of the site: which pages there are, where they stand, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from lacwg.errors import FieldError
from lacwg.records import Event
from lacwg.schedule.occurrences import Occurrence
from lacwg.site import wording
from lacwg.site.facts import Facts, Source, facts
from lacwg.site.rendering import Templates

FEED: Final = "calendar.ics"
MISSING: Final = "404.html"
LANGUAGE: Final = "en"


class Page(NamedTuple):
    """One page: its path below the site's root, its template and what that needs."""

    path: str
    template: str
    title: str
    values: dict[str, Any]


def event_page(event_id: str) -> str:
    """The path of the page of one event."""
    return f"events/{event_id}.html"


def event_feed(event_id: str) -> str:
    """The path of the calendar file of one event."""
    return f"events/{event_id}.ics"


def issue_feed(issue_id: str) -> str:
    """The path of the feed of one issue."""
    return f"issues/{issue_id}.ics"


def build(source: Source, failed: list[FieldError]) -> dict[str, bytes]:
    """The pages, the style sheet and the pictures by their paths; the feeds are for the exporters to make.

    Records whose times cannot be told go to ``failed`` and are left out. Raises ``LacwgError`` for a template
    of the folder's that is wrong.
    """
    from markupsafe import Markup

    view, told = source.view, facts(source, failed)
    base = source.base_url
    templates = Templates(
        source.templates,
        group=view.group,
        name=view.group.short_name or view.group.name,
        language=LANGUAGE,
        contacts=view.contacts,
        facts=told,
        titles={each.id: each.title for each in view.issues},
        event_ids=frozenset(each.id for each in source.events),
        minutes={each.meeting: each.record.id for each in told.minutes},
        series={each.id: each.title for each in view.series},
        pictures=source.pictures,
        feed=FEED,
        event_feed=event_feed,
        issue_feed=issue_feed,
        base=base,
        webcal=None if base is None else f"webcal://{base.split('://', 1)[1]}",
        navigation=_navigation(told, has_history=bool(view.group.history)),
    )
    style = templates.source("style.css")
    files = {"style.css": style.encode()}
    for page in _pages(source, told):
        # the page that stands for those that are missing is shown at any depth: it holds its style itself
        lost = page.path == MISSING
        root = (urlsplit(base).path if base else "") if lost else "../" * page.path.count("/")
        files[page.path] = templates.text(
            page.template,
            path=page.path,
            title=page.title,
            root=root,
            style=Markup(style.replace("</", "<\\/")) if lost else "",
            **page.values,
        ).encode()
    return files | {each.path: each.data for each in source.pictures.values()}


def _navigation(told: Facts, *, has_history: bool) -> list[tuple[str, str]]:
    """Paths and names of the pages that every page leads to."""
    found = [("index.html", "Home"), ("meetings.html", "Meetings"), ("events.html", "Events")]
    if told.positions:
        found.append(("issues.html", "Issues"))
    if told.minutes:
        found.append(("minutes.html", "Minutes"))
    if has_history:
        found.append(("history.html", "History"))
    return found


def _pages(source: Source, told: Facts) -> Iterator[Page]:
    group = source.view.group
    yield Page("index.html", "home.html", group.name, {})
    yield Page("meetings.html", "meetings.html", "Meetings", {})
    yield Page("events.html", "events.html", "Events", {})
    if group.history:
        yield Page("history.html", "history.html", "History", {})
    if told.positions:
        yield Page("issues.html", "issues.html", "Issues", {})
    for position in told.positions:
        yield Page(f"issues/{position.issue.id}.html", "issue.html", position.issue.title, {"position": position})
    if told.minutes:
        yield Page("minutes.html", "minutes.html", "Minutes", {})
    for each in told.minutes:
        yield Page(
            f"minutes/{each.record.id}.html", "meeting-minutes.html", f"Minutes: {each.title}", {"minutes": each}
        )
    shown = {each.id: each for each in (*told.coming, *(each for _, past in told.past for each in past))}
    for event in source.events:
        if event.id in shown:
            yield _event(event, shown[event.id], source)
    yield Page(MISSING, "missing.html", "Not found", {})


def _event(event: Event, occurrence: Occurrence, source: Source) -> Page:
    from markupsafe import Markup

    linked = source.linked.get(event.id, "")
    if "<" in linked:
        raise ValueError("JSON-LD in a page must not hold a <")
    linked = str(wording.shown(linked))
    return Page(
        event_page(event.id),
        "event.html",
        event.title,
        {"event": occurrence, "over": occurrence.ends <= source.now, "linked": Markup(linked)},
    )
