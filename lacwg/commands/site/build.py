"""``lacwg site build``: the group's page, as plain files for any web server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lacwg import clock, render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.commands.export import exporting
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared.output import show_result
from lacwg.commands.site import making
from lacwg.commands.site.processes import spread
from lacwg.errors import UsageError
from lacwg.remotes import browser
from lacwg.run import Run
from lacwg.store import site_deploy
from lacwg.store.disk.write import clear_old_caches
from lacwg.store.site_deploy import Deployment, State
from lacwg.text.english import listed, plural

if TYPE_CHECKING:
    from lacwg.site.building import File

USUAL: Final = Path("public")
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_BASE: Final = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::(?P<port>\d{{1,5}}))?"
    r"(?:/(?!(?:\.|%2e){1,2}(?:/|$))(?:[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.IGNORECASE,
)
"""An address in ASCII (RFC 3986), without a part that leads up again."""
_MOST_PORTS: Final = 65535
_AT_ONCE: Final = 25
"""Files that a process makes before it asks for more."""


@verb
def build(
    run: WritingRun,
    output: Path = option("DIR", "The folder for the page; a build replaces it.", "-o", "--output", default=USUAL),
    base_url: str | None = option("URL", "Where the page will stand; links to subscribe need it."),
    open_: bool = flag("Show it in the browser."),
) -> None:
    """Make the group's page from what everybody may see: plain files, which any web server can show.

    A folder "site" in the data folder may hold templates of your own, which come before ours of the same names.

    Example: lacwg site build -o public --base-url https://example.org/la-cwg/
    """
    base = _base(base_url)
    with site_deploy.Deployment(run.store.folder, output, dry_run=run.dry_run) as deployment:
        states = _put(run, deployment, base)
        if run.store.problems:  # a page without what cannot be read would say that there is no such thing
            run.message(render.one_line(f"Nothing was built; {output} is as it was"))
            run.complete()
        difference = deployment.finish(states)
    if not run.dry_run:
        clear_old_caches()
        if not difference.nothing:
            run.done = "The page was built."
    _report(run, output, len(states), difference)
    if open_ and not run.dry_run and not browser.show(output / "index.html"):
        run.message(f"No browser can be opened here; the page is {output / 'index.html'}")


def _put(run: Run, deployment: Deployment, base: str | None) -> dict[str, State]:
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
        for batch in making.batches(run, drawn.view, base):
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


def _names(batch: making.Batch) -> Iterable[str]:
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


def _base(typed: str | None) -> str | None:
    """The address of the site, with a slash at its end. Raises ``UsageError``."""
    if typed is None:
        return None
    match = _BASE.fullmatch(typed)
    if match is None or not 0 < int(match["port"] or 80) <= _MOST_PORTS:
        raise UsageError(
            "--base-url is the address at which the page will stand",
            hint=f'you typed   --base-url "{typed}"\ntry         --base-url https://example.org/la-cwg/',
        )
    return typed if typed.endswith("/") else f"{typed}/"


def _report(run: Run, output: Path, count: int, difference: site_deploy.Difference) -> None:
    directory = str(output).encode("utf-8", "replace").decode()  # a name may be no text
    show_result(
        run,
        text=lambda: _report_text(run, render.one_line(directory), plural(count, "file"), difference),
        json=lambda: {"directory": directory, "files": count, "dry_run": run.dry_run, **difference._asdict()},
        plain=lambda: [(kind, path) for kind, paths in difference._asdict().items() for path in paths],
    )


def _report_text(run: Run, directory: str, files: str, difference: site_deploy.Difference) -> str:
    if difference.nothing:
        return f"{directory} is up to date: {files}, none changed\n"
    parts = [f"{len(paths)} {kind}" for kind, paths in difference._asdict().items() if paths]
    return f"{'Would write' if run.dry_run else 'Wrote'} {files} to {directory}: {listed(parts)}\n"
