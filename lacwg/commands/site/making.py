"""All files of the group's page, from the folder: pages, feeds and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from lacwg import audience
from lacwg.audience import View
from lacwg.commands import queries
from lacwg.commands.site import images
from lacwg.errors import FieldError, FolderError
from lacwg.records import Event, Group, Language, Series
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence, ScheduleWarning
from lacwg.schedule.span import Moment
from lacwg.store import site_deploy, site_folder
from lacwg.store.folder import TEMPLATES
from lacwg.voice.translation import languages

if TYPE_CHECKING:
    from lacwg.exporters.ics.feed import Part
    from lacwg.site.memo import Memo
    from lacwg.site.pictures import Picture

_FIRST: Final = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
_LAST: Final = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


class Made(NamedTuple):
    """A site that nobody has looked through yet."""

    files: dict[str, bytes]
    """The bytes of its files by their paths."""
    around: list[str]
    """The texts in it that are no units of the memo."""


def made(
    run: Run,
    view: View,
    output: Path,
    base: str | None,
    memo: Memo,
    failed: list[FieldError],
    begin: Callable[[int], Callable[[], None]],
) -> Made:
    """All files; ``memo`` knows what was made before. Records whose times cannot be told go to ``failed``."""
    from lacwg.site import building, paths
    from lacwg.site.source import Source

    events = tuple(view.events)
    pictures = dict(images.shown(run, view, events, output, memo))
    own = site_folder.own_files(run.store.folder)
    source = Source(
        view=view,
        events=events,
        now=queries.now(run),
        warned=_warned(run),
        pictures=pictures,
        linked=_linked(view, {each.id: each for each in events}, base, pictures),
        base_url=base,
        icon=next((each for each in paths.ICONS if each in own), None),
        templates=site_folder.templates(run.store.folder),
    )
    spoken = languages(view.group)
    ticks: list[Callable[[], None]] = []

    def begun(count: int) -> Callable[[], None]:
        ticks.append(begin(count + len(events) * len(spoken)))  # an event's calendar file is a step too
        return ticks[0]

    files = building.build(source, memo, failed, begun)
    heads: list[bytes] = []
    for number, language in enumerate(spoken):
        told = audience.in_language(replace(view, events=iter(events)), language)
        root = paths.root_of(language, spoken)
        for path, feed in _feeds(told, memo, heads, [] if number else failed, ticks[0]):
            files[f"{root}{path}"] = feed
    _refuse_doubles(run, own, files)
    texts = [each.decode("utf-8", "replace") for each in (files[paths.STYLE], *heads, *own.values())]
    return Made(files | own, ["\n".join(_names([*files, *own])), *texts])


def _names(paths: Iterable[str]) -> Iterable[str]:
    """What paths say, each word of them once: a page and its calendar are called alike, in each language."""
    return dict.fromkeys(part.removesuffix(".html").removesuffix(".ics") for path in paths for part in path.split("/"))


def _warned(run: Run) -> Callable[[Occurrence], Occurrence]:
    """Adds the holidays and the changes of clocks that a date meets: the same in each language."""
    known: dict[tuple[str, Moment, Moment | None, str], tuple[ScheduleWarning, ...]] = {}

    def warned(each: Occurrence) -> Occurrence:
        key = (each.id, each.start, each.end, each.status)
        if key not in known:
            known[key] = queries.warned(run, each).warnings
        return replace(each, warnings=known[key]) if known[key] else each

    return warned


def _refuse_doubles(run: Run, own: Iterable[str], files: Iterable[str]) -> None:
    """Raises ``FolderError`` for a file of the folder's own that stands where a file or a folder of the page does."""
    folders = site_deploy.folders(files)
    taken = {*files, *folders}
    for path in own:
        if path in taken or not taken.isdisjoint(site_deploy.folders([path]) - folders):
            folder = run.store.folder
            raise FolderError(
                "the page has a file of this name already",
                where=folder.where(folder.root / TEMPLATES / path),
                hint="give it another name",
            )


# Feeds


def _feeds(
    view: View, memo: Memo, heads: list[bytes], failed: list[FieldError], tick: Callable[[], None]
) -> Iterator[tuple[str, bytes]]:
    """The calendar, one of each issue and of each series of events, and each event alone, in the view's language.

    What the feeds say beside their parts goes to ``heads``; ``tick`` is called after each event's.
    """
    from lacwg.exporters.ics import feed
    from lacwg.site import paths
    from lacwg.site.memo import digest

    group, parts = view.group, list(_parts(view, memo, failed))
    common = digest(view.language, _named(group))

    def assembled(of: Iterable[Part], about: Any = None) -> bytes:
        heads.append(feed.assembled(group, (), about, view.language))
        return feed.assembled(group, of, about, view.language)

    yield paths.FEED, assembled(part for _, _, part in parts)
    for issue in view.issues:
        about = [part for record, _, part in parts if issue.id in record.issues]
        yield paths.issue_feed(issue.id), assembled(about, issue)
    for record, key, part in parts:
        if isinstance(record, Event):
            alone = memo.unit(digest(common, key), partial(feed.assembled, group, [part], record, view.language))
            yield paths.event_feed(record.id), alone
            tick()
        elif record.kind == "event":
            yield paths.series_feed(record.id), assembled([part], record)


def _parts(view: View, memo: Memo, failed: list[FieldError]) -> Iterator[tuple[Series | Event, bytes, Part]]:
    """Each record of a view, the digest of what it is in a feed, and that."""
    from lacwg.exporters.ics import feed
    from lacwg.site.memo import digest

    group = view.group
    common = digest(view.language, group.timezone, group.uid_namespace)
    records: list[Series | Event] = [*view.series, *view.events]
    for record in records:
        key = digest(common, type(record).__name__, record)
        try:
            yield record, key, _read(memo.unit(key, lambda: _written(feed.part(record, group, view.language))))  # noqa: B023
        except FieldError as error:
            failed.append(error)


def _written(part: Part) -> bytes:
    """A part as it is kept: its lines, which the guard looks through, then a line with the rest."""
    return part.lines + msgspec.json.encode((part.spans, part.in_utc))


def _read(kept: bytes) -> Part:
    from lacwg.exporters.ics.feed import Part

    lines, end, rest = kept.rpartition(b"\r\n")
    return msgspec.convert((lines + end, *msgspec.json.decode(rest)), Part)


def _named(group: Group) -> tuple[str | None, ...]:
    """What of the group decides what stands in each feed around its parts."""
    return group.name, group.short_name, group.parent, group.timezone, group.uid_namespace, group.language


# What search engines read


def _linked(
    view: View, events: Mapping[str, Event], base: str | None, pictures: Mapping[str, Picture]
) -> Callable[[Language, str], str]:
    """The JSON-LD of an event, by the language and its id."""
    from lacwg.exporters.jsonld import graph

    bare = replace(view, series=(), contacts=(), issues=(), meetings=())

    def linked(language: Language, event_id: str) -> str:
        told = audience.in_language(replace(bare, events=iter([events[event_id]])), language)
        event = next(told.events)
        there = event if base is None else _with_addresses(event, base, pictures, language, view.group)
        return graph.graph(replace(told, events=iter([there])), _FIRST, _LAST).decode()

    return linked


def _with_addresses(
    event: Event, base: str, pictures: Mapping[str, Picture], language: Language, group: Group
) -> Event:
    """The event as search engines are told of it: with the addresses of its page and of its picture."""
    from lacwg.site import paths

    if event.image is not None and event.image in pictures:
        event = replace(event, image=f"{base}{quote(pictures[event.image].path)}")
    root = paths.root_of(language, languages(group))
    return event if event.url else replace(event, url=f"{base}{root}{paths.event_page(event.id)}")
