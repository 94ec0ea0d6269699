"""``lacwg site build``: the group's page, as plain files for any web server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.audience import View
from lacwg.commands.outgoing import exporting
from lacwg.commands.shared import gather
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.context import Context
from lacwg.errors import FieldError, UsageError
from lacwg.guard import LeakError, Watch
from lacwg.records import Event
from lacwg.remotes import browser
from lacwg.schedule.wording import listed, plural
from lacwg.store import published

if TYPE_CHECKING:
    from lacwg.site.pictures import Picture

app = typer.Typer()

USUAL: Final = Path("public")
_AT_ONCE: Final = 250
"""Files that the guard looks through in one go."""
_BASE: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]*)*", re.IGNORECASE)
_FIRST: Final = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
_LAST: Final = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


@app.command("build")
def build(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder for the page; a build replaces it.")
    ] = USUAL,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where the page will stand; links to subscribe need it."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, but write nothing.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Make the group's page from what everybody may see: plain files, which any web server can show.

    A folder "site" in the data folder may hold templates of your own, which come before ours of the same names.

    Example: lacwg site build -o public --base-url https://example.org/la-cwg/
    """
    context = Context(data, json=json, plain=plain)
    base = _base(base_url)
    failed: list[FieldError] = []
    drawn = exporting.draw(context, "public", also=("contacts", "issues", "meetings"))
    files = _files(context, drawn.view, drawn.watch, base, failed)
    for error in failed:
        context.store.problems.add(context.store.located(error))
    if context.store.problems:  # a page without what cannot be read would say that there is no such thing
        context.message(render.one_line(f"Nothing was built; {output} is as it was"))
        context.complete()
    folder = context.store.folder
    difference = published.compare(folder, output, files)
    if not (dry_run or difference.nothing):
        published.replace(folder, output, files)
        context.done = "The page was built."
    _report(context, output, len(files), difference, dry_run=dry_run)
    if open_ and not dry_run and not browser.show(output / "index.html"):
        context.message(f"No browser can be opened here; the page is {output / 'index.html'}")


def _files(context: Context, view: View, watch: Watch, base: str | None, failed: list[FieldError]) -> dict[str, bytes]:
    """All files of the site, looked through for what is not for everybody. Raises ``LeakError``."""
    from lacwg.exporters.linked import graph
    from lacwg.site import facts, pages, rendering

    events = tuple(view.events)
    pictures = dict(_pictures(context, view, events))
    linked = {}
    for event in events:
        there = event if base is None else _with_addresses(event, base, pictures)
        linked[event.id] = graph.graph(_of(view, [there]), _FIRST, _LAST, []).decode()
    source = facts.Source(
        view=view,
        events=events,
        now=gather.now(context),
        warned=partial(gather.warned, context),
        pictures=pictures,
        linked=linked,
        base_url=base,
        templates=published.templates(context.store.folder),
    )
    files = pages.build(source, failed)
    files |= _feeds(view, events, failed)
    watch.allow(*rendering.our_words())
    shown = {each.path for each in pictures.values()}
    _refuse_leaks(watch, list(linked.values()))
    _refuse_leaks(watch, list(files))
    _refuse_leaks(watch, [content.decode() for name, content in files.items() if name.endswith(".ics")])
    others = [content.decode() for name, content in files.items() if not name.endswith(".ics") and name not in shown]
    _refuse_leaks(watch, others)
    return files


def _with_addresses(event: Event, base: str, pictures: Mapping[str, Picture]) -> Event:
    """The event as search engines are told of it: with the addresses of its page and of its picture."""
    from lacwg.site import pages

    if event.image is not None and event.image in pictures:
        event = replace(event, image=f"{base}{quote(pictures[event.image].path)}")
    return event if event.url else replace(event, url=f"{base}{pages.event_page(event.id)}")


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


def _feeds(view: View, events: tuple[Event, ...], failed: list[FieldError]) -> Iterator[tuple[str, bytes]]:
    """The calendar, one of each issue, and each event alone."""
    from lacwg.exporters.ics import feed
    from lacwg.site import pages

    yield pages.FEED, feed.calendar(replace(view, events=iter(events)), failed)
    for issue in view.issues:
        about = [each for each in events if issue.id in each.issues]
        series = tuple(each for each in view.series if issue.id in each.issues)
        yield pages.issue_feed(issue.id), feed.calendar(replace(_of(view, about), series=series), [], issue)
    for event in events:
        yield pages.event_feed(event.id), feed.calendar(_of(view, [event]), [], event)


def _of(view: View, events: list[Event]) -> View:
    """The view with these events and no series."""
    return replace(view, series=(), events=iter(events))


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


def _base(typed: str | None) -> str | None:
    """The address of the site, with a slash at its end. Raises ``UsageError``."""
    if typed is None:
        return None
    if not _BASE.fullmatch(typed):
        raise UsageError(
            "--base-url is the address at which the page will stand",
            hint=f'you typed   --base-url "{typed}"\ntry         --base-url https://example.org/la-cwg/',
        )
    return typed if typed.endswith("/") else f"{typed}/"


def _report(context: Context, output: Path, count: int, difference: published.Difference, *, dry_run: bool) -> None:
    if context.mode == "json":
        shape = {"directory": str(output), "files": count, "dry_run": dry_run, **difference._asdict()}
        context.out(render.json_text(shape))
    elif context.mode == "plain":
        rows = [(kind, path) for kind, paths in difference._asdict().items() for path in paths]
        context.out(render.plain_text(rows))
    elif difference.nothing:
        context.out(f"{output} is up to date: {plural(count, 'file')}, none changed\n")
    else:
        parts = [f"{len(paths)} {kind}" for kind, paths in difference._asdict().items() if paths]
        would = "Would write" if dry_run else "Wrote"
        context.out(f"{would} {plural(count, 'file')} to {output}: {listed(parts)}\n")
