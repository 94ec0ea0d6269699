"""All files of the group's page, from the folder: pages, feeds and pictures, looked through before they go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from lacwg import audience, render
from lacwg.audience import View
from lacwg.commands.outgoing.exporting import Drawn
from lacwg.commands.shared import gather
from lacwg.context import Context
from lacwg.errors import FieldError
from lacwg.guard import LeakError, Watch
from lacwg.languages.translating import languages
from lacwg.records import Event, Group, Language, Series
from lacwg.store import published

if TYPE_CHECKING:
    from lacwg.exporters.ics.feed import Part
    from lacwg.site.memo import Memo
    from lacwg.site.pictures import Picture

_AT_ONCE: Final = 250
"""Texts that the guard looks through in one go."""
_FIRST: Final = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
_LAST: Final = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


def made(
    context: Context,
    drawn: Drawn,
    base: str | None,
    memo: Memo,
    failed: list[FieldError],
    step: Callable[[int, int], None],
) -> dict[str, bytes]:
    """The bytes of all files by their paths; ``memo`` knows what was made before.

    Records whose times cannot be told go to ``failed``. Raises ``LeakError``.
    """
    from lacwg.site import pages
    from lacwg.site.source import Source

    view, watch = drawn.view, drawn.watch
    events = tuple(view.events)
    pictures = dict(_pictures(context, view, events))
    source = Source(
        view=view,
        events=events,
        now=gather.now(context),
        warned=partial(gather.warned, context),
        pictures=pictures,
        linked=_linked(view, {each.id: each for each in events}, base, pictures),
        base_url=base,
        templates=published.templates(context.store.folder),
    )
    files = pages.build(source, memo, failed, step)
    heads: list[bytes] = []
    for number, language in enumerate(languages(view.group)):
        told = audience.in_language(replace(view, events=iter(events)), language)
        root = pages.root_of(language, languages(view.group))
        files |= {f"{root}{path}": feed for path, feed in _feeds(told, memo, heads, [] if number else failed)}
    _look_through(watch, [*files], [files[pages.STYLE]], heads, memo.fresh)
    return files


# Feeds


def _feeds(view: View, memo: Memo, heads: list[bytes], failed: list[FieldError]) -> Iterator[tuple[str, bytes]]:
    """The calendar, one of each issue and of each series of events, and each event alone, in the view's language.

    What the feeds say beside their parts goes to ``heads``.
    """
    from lacwg.exporters.ics import feed
    from lacwg.site import pages
    from lacwg.site.memo import digest

    group, parts = view.group, list(_parts(view, memo, failed))
    common = digest(view.language, _named(group))

    def assembled(of: Iterable[Part], about: Any = None) -> bytes:
        heads.append(feed.assembled(group, (), about, view.language))
        return feed.assembled(group, of, about, view.language)

    yield pages.FEED, assembled(part for _, _, part in parts)
    for issue in view.issues:
        about = [part for record, _, part in parts if issue.id in record.issues]
        yield pages.issue_feed(issue.id), assembled(about, issue)
    for record, key, part in parts:
        if isinstance(record, Event):
            alone = memo.unit(digest(common, key), partial(feed.assembled, group, [part], record, view.language))
            yield pages.event_feed(record.id), alone
        elif record.kind == "event":
            yield pages.series_feed(record.id), assembled([part], record)


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
    """What of the group stands in each feed."""
    return group.name, group.short_name, group.parent, group.timezone, group.uid_namespace


# What search engines read


def _linked(
    view: View, events: Mapping[str, Event], base: str | None, pictures: Mapping[str, Picture]
) -> Callable[[Language, str], str]:
    """The JSON-LD of an event, by the language and its id."""
    from lacwg.exporters.linked import graph

    bare = replace(view, series=(), contacts=(), issues=(), meetings=())

    def linked(language: Language, event_id: str) -> str:
        told = audience.in_language(replace(bare, events=iter([events[event_id]])), language)
        event = next(told.events)
        there = event if base is None else _with_addresses(event, base, pictures, language, view.group)
        return graph.graph(replace(told, events=iter([there])), _FIRST, _LAST, []).decode()

    return linked


def _with_addresses(
    event: Event, base: str, pictures: Mapping[str, Picture], language: Language, group: Group
) -> Event:
    """The event as search engines are told of it: with the addresses of its page and of its picture."""
    from lacwg.site import pages

    if event.image is not None and event.image in pictures:
        event = replace(event, image=f"{base}{quote(pictures[event.image].path)}")
    root = pages.root_of(language, languages(group))
    return event if event.url else replace(event, url=f"{base}{root}{pages.event_page(event.id)}")


# Pictures


def _pictures(context: Context, view: View, events: tuple[Event, ...]) -> Iterator[tuple[str, Picture]]:
    """The pictures of the folder that the page shows; one that cannot be shown is told of and left out."""
    from lacwg.site import pictures

    folder = context.store.folder
    named = [each.image for each in events if each.image]
    if view.group.photo is not None and view.group.photo.image:
        named.append(view.group.photo.image)
    for name in dict.fromkeys(each for each in named if not each.startswith("https://")):
        content = published.picture(folder, name)
        if content is None:
            context.message(render.one_line(f"The page is without {name}: there is no such picture"))
            continue
        try:
            yield name, pictures.made(name, content)
        except pictures.PictureError as error:
            context.message(render.one_line(f"The page is without {name}: {error.message}"))


# The guard


def _look_through(watch: Watch, paths: list[str], *made: list[bytes]) -> None:
    """Looks for what is not for everybody. Raises ``LeakError``."""
    from lacwg.site import rendering

    watch.allow(*rendering.our_words())
    _refuse_leaks(watch, paths)
    calendars: list[str] = []
    others: list[str] = []
    for text in (each.decode() for texts in made for each in texts):
        (calendars if text.startswith("BEGIN:V") else others).append(text)
    _refuse_leaks(watch, calendars)
    _refuse_leaks(watch, others)


def _refuse_leaks(watch: Watch, texts: list[str]) -> None:
    """Looks through texts of one kind. Raises ``LeakError``.

    Many go at once, as each look costs as much as there is to look for; what is then found is looked for in
    each alone, as the end of one and the beginning of the next are no words in a row.
    """
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        try:
            watch.refuse_leaks("\n".join(some))
        except LeakError:
            for text in some:
                watch.refuse_leaks(text)
