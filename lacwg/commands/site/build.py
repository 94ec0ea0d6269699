from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from lacwg import clock, render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import View, in_language
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import show_result
from lacwg.commands.site.processes import spread
from lacwg.errors import FieldError, FolderError, RecordError, UsageError
from lacwg.records import LANGUAGES, Event, Issue, Series
from lacwg.remotes import browser
from lacwg.run import Run
from lacwg.store import site_deploy, site_folder
from lacwg.store.disk.write import clear_old_caches
from lacwg.store.folder import TEMPLATES, Folder, folders_above
from lacwg.store.known_places import is_known, remember
from lacwg.store.site_deploy import Deployment, State
from lacwg.text.english import listed, plural
from lacwg.voice.translation import languages

if TYPE_CHECKING:
    from lacwg.exporters.ics.feed import Part
    from lacwg.schedule.occurrences import Occurrence
    from lacwg.site.building import File, Linked
    from lacwg.site.page_input import SiteInput
    from lacwg.site.pictures import Picture

USUAL: Final = Path("public")
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_BASE: Final = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::(?P<port>\d{{1,5}}))?"
    r"(?:/(?!(?:\.|%2e){1,2}(?:/|$))(?:[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.IGNORECASE,
)
"""An address in ASCII (RFC 3986), without a part that leads up again."""
_MOST_PORTS: Final = 65535
_OWN_ADDRESS: Final = re.compile(r'<link rel="self"[^<>]{1,99}href="([^"<>]{1,2000}?)news\.xml"')
"""What a news feed says of where it stands."""
_MOST_FEEDS: Final = 5
_AT_ONCE: Final = 25
"""Files that a process makes before it asks for more."""


@verb
def build(
    run: WritingRun,
    output: Path | None = option(
        "DIR",
        "The folder for the page; each build replaces it. Default: group.toml's, else public or ../public.",
        "-o",
        "--output",
    ),
    base_url: str | None = option(
        "URL", "The web address of the page; links to subscribe need it. Default: that of group.toml."
    ),
    open_: bool = flag("Show it in the browser."),
    yes: bool = flag("Do not ask, even if the folder is new here, or feeds of the last build go."),
) -> None:
    """Build the group's web page from what everybody may see.

    Plain files, which any web server can show. What you do not say is taken from [site] in group.toml. Templates in the
    folder "site" of the data folder replace ours of the same names.

    Example: lacwg site build -o public --base-url https://example.org/la-cwg/
    """
    from lacwg.site.pages import NEWS

    base = base_of(run, base_url)
    if output is None:
        output = _output_of_group(run, yes=yes)
    with site_deploy.Deployment(run.store.folder, output, dry_run=run.dry_run) as deployment:
        states = put_site(run, deployment, base)
        if run.store.problems:  # a page without what cannot be read would say that there is no such thing
            run.message(render.one_line(f"Nothing was built; {output} is as it was"))
            run.complete()
        agree_to_drop(run, deployment.held(NEWS), deployment.gone(states), base, yes=yes)
        difference = deployment.finish(states)
    if not run.dry_run:
        clear_old_caches()
        if not difference.nothing:
            run.done = "The page was built."
    directory = str(output).encode("utf-8", "replace").decode()  # a name may be no text
    about = {"directory": directory}
    report(run, ("Wrote", "Would write"), render.one_line(directory), len(states), difference, about)
    if open_ and not run.dry_run and not browser.show(output / "index.html"):
        run.message(f"No browser can be opened here; the page is {output / 'index.html'}")


def build_in(run: Run, place: Path, base: str | None) -> tuple[set[str], site_deploy.Difference]:
    """Builds the page into the folder "page" of a place of our own, whole; its paths, and what is new of it.

    Raises ``LacwgError``: what was there is as it was.
    """
    with Deployment(run.store.folder, place / "page") as deployment:
        states = put_site(run, deployment, base)
        run.complete()
        return set(states), deployment.finish(states)


def put_site(run: Run, deployment: Deployment, base: str | None) -> dict[str, State]:
    """Makes all files and writes them to where they wait, and says what becomes of each.

    Ends where records cannot be told of: the store's ``problems`` has them. Raises ``LeakError``, and ``LacwgError``
    for a template of the folder's that is wrong.
    """
    from lacwg.site import rendering

    drawn = exporting.draw(run, "public", also=("contacts", "issues", "meetings"))
    scanner, states = drawn.scanner, dict[str, State]()
    scanner.permit(*rendering.our_words())
    with ExitStack() as stack:
        progress: render.Progress | None = None
        for batch in _batches(run, drawn.view, base):
            if run.store.problems:
                break
            if progress is None:
                shown, total = run.mode == "people" and run.terminal, batch.of * len(batch.files)
                progress = render.Progress("Making the page", total, shown=shown, seconds=clock.seconds)
                stack.enter_context(progress)
            scanner.refuse_leaks("\n".join(_names(batch)))
            states |= {each.path: deployment.put(each.path, each.data) for each in batch.pictures}
            parts = [batch.files[start : start + _AT_ONCE] for start in range(0, len(batch.files), _AT_ONCE)]
            with closing(spread(parts, partial(_put_files, scanner, deployment))) as done:
                for some in done:
                    states |= some
                    progress.tick(len(some))
    return states


def _names(batch: _Batch) -> Iterable[str]:
    """What the paths of files say, each part once: a page and its calendar are called alike."""
    paths = [each.path for each in batch.files] + [each.path for each in batch.pictures]
    return dict.fromkeys(part.removesuffix(".html").removesuffix(".ics") for path in paths for part in path.split("/"))


def _put_files(scanner: LeakScanner, deployment: Deployment, files: list[File]) -> dict[str, State]:
    """Makes files and writes them, each looked at before. Raises ``LeakError``."""
    states: dict[str, State] = {}
    for file in files:
        data = file.make()
        scanner.refuse_leaks(data.decode("utf-8", "replace"))
        states[file.path] = deployment.put(file.path, data)
    return states


def _base(typed: str) -> str:
    """The address of the site, with a slash at its end. Raises ``UsageError``."""
    match = _BASE.fullmatch(typed)
    if match is None or not 0 < int(match["port"] or 80) <= _MOST_PORTS:
        raise UsageError(
            "--base-url is the address at which the page will stand",
            hint=f'you typed   --base-url "{typed}"\ntry         --base-url https://example.org/la-cwg/',
        )
    return typed if typed.endswith("/") else f"{typed}/"


def base_of(run: Run, typed: str | None) -> str | None:
    """The address that was typed, else that of the group's file, with a slash at its end. Raises ``LacwgError``."""
    if typed is not None:
        return _base(typed)
    named = run.store.group.site.base_url
    try:
        return None if named is None else _base(named)
    except UsageError:
        raise run.store.located(
            FieldError(
                "base_url is not an address at which a page can stand", hint='such as: base_url = "https://example.org/la-cwg/"',
                kind="group", record_id="group", path=("site", "base_url"), code="L104",
            )
        ) from None  # fmt: skip


def _output_of_group(run: Run, *, yes: bool) -> Path:
    """The folder that the group's file names, seen from the data folder; else the usual one.

    Whoever may write that file could have files put anywhere: all but a folder beside the data folder is agreed to.
    """
    named, root = run.store.group.site.output, Path(os.path.normpath(run.store.folder.root))
    if named is None:  # beside the data folder, for who is in it
        within = Path.cwd().is_relative_to(root.resolve())
        return Path(os.path.relpath(root.resolve().parent / USUAL)) if within else USUAL
    output = Path(os.path.normpath(root / Path(named).expanduser()))
    place = str(output)
    if (output.parent != root.parent or output.name.startswith(".")) and not is_known(place):
        about = f"the page would be put into {render.one_line(place)}, which is new here"
        asking.insist(run, about, yes=yes, nothing="nothing was built")
        remember(place)
    return output


def agree_to_drop(
    run: Run, news: str | None, gone: Iterable[str], base: str | None, *, yes: bool, nothing: str = "nothing was built"
) -> None:
    """Says which feeds of the last build go; of those that go with an address or a language somebody is to agree.

    ``news``: the news feed that is there; ``gone``: the files of which there would be none.
    """
    from lacwg.site.pages import FEED, NEWS

    before = None if news is None else _OWN_ADDRESS.search(news)
    there = None if before is None else unescape(before[1])
    if there is not None and base is not None and there != base:
        run.message(f"The last build was for {render.one_line(there)}")
    gone = [path for path in gone if path.endswith((".ics", NEWS))]
    if not gone:
        return
    named = listed([render.one_line(each) for each in gone[:_MOST_FEEDS]])
    if len(gone) > _MOST_FEEDS:
        named += f" and {len(gone) - _MOST_FEEDS} more"
    editions = {f"{folder}{name}" for folder in ("", *(f"{each}/" for each in LANGUAGES)) for name in (FEED, NEWS)}
    if run.dry_run or editions.isdisjoint(gone):
        run.message(f"Feeds that people may follow {'would go' if run.dry_run else 'go'}: {named}")
        return
    known = f"--base-url {shlex.quote(there)}" if there is not None and base is None else "the language in group.toml"
    about = f"feeds that people may follow would go: {named}"
    asking.insist(run, about, yes=yes, nothing=nothing, mend=f"to keep them: {known}; ")


def report(
    run: Run,
    done: tuple[str, str],
    place: str,
    count: int,
    difference: site_deploy.Difference,
    about: Mapping[str, str | None],
) -> None:
    """Says what became of the page at a place; ``done``: what was done, and what would be; ``about``: it, in JSON."""
    said = f"{done[run.dry_run]} {plural(count, 'file')} to {place}: {changes_in_words(difference)}\n"
    if difference.nothing:
        said = f"{place} is up to date: {plural(count, 'file')}, none changed\n"
    show_result(
        run,
        text=lambda: said,
        json=lambda: {**about, "files": count, "dry_run": run.dry_run, **difference._asdict()},
        plain=lambda: [(kind, path) for kind, paths in difference._asdict().items() for path in paths],
    )


def changes_in_words(difference: site_deploy.Difference) -> str:
    """``2 new and 1 changed``; "" for nothing."""
    return listed([f"{len(paths)} {kind}" for kind, paths in difference._asdict().items() if paths])


# What the page is made of


class _Batch(NamedTuple):
    """The files of one language; with the first of all go those that all share."""

    files: list[File]
    pictures: list[Picture]
    """What holds no text."""
    of: int
    """How many batches there are."""


def _batches(run: Run, view: View, base: str | None) -> Iterator[_Batch]:
    """All files, language by language, as one at a time takes memory: each batch is emptied when the next is asked for.

    Records whose times cannot be told are among the store's problems then. Raises ``FolderError``.
    """
    from lacwg.site.building import File, Site
    from lacwg.site.page_input import SiteInput
    from lacwg.site.pages import ICONS, root_of

    events = tuple(view.events)
    pictures = dict(_pictures(run, view, events))
    own = site_folder.own_files(run.store.folder)
    for problem in site_folder.left_out(run.store.folder):
        run.message(render.one_line(f"The page is without {problem.where}: {problem.message}"))
    source = SiteInput(
        view=view,
        events=events,
        now=queries.now(run),
        with_holidays=partial(queries.with_holidays, run),
        pictures=pictures,
        base_url=base,
        icon=next((each for each in ICONS if each in own), None),
        templates=site_folder.templates(run.store.folder),
    )
    site = Site(source)
    for language in site.languages:
        told = in_language(view, language)
        edition = site.edition(language, _linked(told, source))
        feeds, problems = _feeds(told, edition.events, root_of(language, site.languages))
        files = [*edition.files, *feeds]
        first = language == site.languages[0]
        shared = list(pictures.values()) if first else []
        _refuse_doubles(run, own, [*(each.path for each in files), *(each.path for each in shared)])
        if first:  # the problems are the same in each language
            for error in [*edition.problems, *problems]:
                run.store.problems.add(run.store.located(error))
            files += [File(path, partial(bytes, data)) for path, data in own.items()]
        yield _Batch(files, shared, len(site.languages))
        files.clear()


def _pictures(run: Run, view: View, events: Iterable[Event]) -> Iterator[tuple[str, Picture]]:
    """The pictures of the folder that the page shows; one that cannot be shown is told of and left out."""
    named = [image for each in events for image in each.images]
    if view.group.photo is not None and view.group.photo.image:
        named.append(view.group.photo.image)
    names = list(dict.fromkeys(each for each in named if not each.startswith("https://")))
    made = dict(spread(names, partial(made_picture, run.store.folder)))
    taken: set[str] = set()
    for name in names:
        picture = made[name]
        if not isinstance(picture, str) and picture.path in taken:
            picture = f"another picture is called {picture.path} there"
        if isinstance(picture, str):
            run.message(render.one_line(f"The page is without {name}: {picture}"))
            continue
        taken.add(picture.path)
        yield name, picture


def made_picture(folder: Folder, name: str) -> tuple[str, Picture | str]:
    """A picture's name, and the picture as the page has it, or why it has none."""
    from lacwg.site import pictures

    try:
        content = site_folder.picture(folder, name)
    except RecordError as error:
        return name, error.message
    if content is None:
        return name, "there is no such picture"
    try:
        return name, pictures.made(name, content)
    except pictures.PictureError as error:
        return name, error.message


def _refuse_doubles(run: Run, own: Iterable[str], files: Iterable[str]) -> None:
    """Raises ``FolderError`` for a file of the folder's own that stands where a file or a folder of the page does."""
    above = folders_above(files)
    taken = {*files, *above}
    for path in own:
        if path in taken or not taken.isdisjoint(folders_above([path]) - above):
            folder = run.store.folder
            raise FolderError(
                "the page has a file of this name already",
                where=folder.where(folder.root / TEMPLATES / path),
                hint="give it another name",
            )


def _feeds(view: View, events: Iterable[Event], root: str) -> tuple[list[File], list[FieldError]]:
    """The calendar, one of each issue and of each series of events, and each event alone, in the view's language.

    ``events``: those of the view, which are read already. With them come the records whose times cannot be told.
    """
    from lacwg.exporters.ics import feed
    from lacwg.exporters.ics.vtimezone import zone_lines
    from lacwg.site import pages
    from lacwg.site.building import File
    from lacwg.site.page_input import made

    group, language = view.group, view.language
    records: list[Series | Event] = [*view.series, *events]
    parts, problems = made(records, lambda record: (record, feed.part(record, group, language)))
    for zone in {zone for _, part in parts for zone in part.zones}:
        zone_lines(*zone)  # known here, all processes know them

    def file(path: str, of: list[Part], about: Issue | Series | Event | None = None) -> File:
        return File(f"{root}{path}", partial(feed.assembled, group, of, about, language))

    files = [file(pages.FEED, [part for _, part in parts])]
    files += [
        file(pages.feed_of("issues", issue.id), [part for each, part in parts if issue.id in each.issues], issue)
        for issue in view.issues
    ]
    for record, part in parts:
        if isinstance(record, Event):
            files.append(file(pages.feed_of("events", record.id), [part], record))
        elif record.kind == "event":
            files.append(file(pages.feed_of("series", record.id), [part], record))
    return files, problems


def _linked(view: View, source: SiteInput) -> Linked:
    """What search engines read: the JSON-LD of dates that a page shows, in the view's language.

    They are told the addresses of their pages and of their pictures, where the site has one.
    """
    from lacwg.exporters.jsonld import graph
    from lacwg.site import pages
    from lacwg.site.subscribing import address

    base, root = source.base_url, pages.root_of(view.language, languages(view.group))
    pictures = {} if base is None else {name: f"{base}{quote(each.path)}" for name, each in source.pictures.items()}

    def linked(dates: Sequence[Occurrence], in_full: bool) -> str:
        told = [(each, base and address(base, f"{root}{pages.target_of(each)}")) for each in dates]
        return graph.on_page(view, told, base and address(base, root), pictures, in_full=in_full)

    return linked
