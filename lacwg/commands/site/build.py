"""``lacwg site build``: the group's page, as plain files for any web server."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from lacwg import clock, render
from lacwg.commands.export import exporting
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.site import making, site_keeping
from lacwg.errors import FieldError, UsageError
from lacwg.remotes import browser
from lacwg.run import Run
from lacwg.schedule.wording import listed, plural
from lacwg.site.memo import Memo
from lacwg.store import site_deploy, site_memo

USUAL: Final = Path("public")
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_BASE: Final = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::(?P<port>\d{{1,5}}))?"
    r"(?:/(?!(?:\.|%2e){1,2}(?:/|$))(?:[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.IGNORECASE,
)
"""An address in ASCII (RFC 3986), without a part that leads up again."""
_MOST_PORTS: Final = 65535


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
    site, kept = _made(run, output, _base(base_url))
    folder = run.store.folder
    difference = site_deploy.compare(folder, output, site)
    if not (run.dry_run or difference.nothing):
        site_deploy.replace(folder, output, site, difference)
        run.done = "The page was built."
    if not run.dry_run:
        site_memo.save(folder, output, kept)
    _report(run, output, len(site), difference)
    if open_ and not run.dry_run and not browser.show(output / "index.html"):
        run.message(f"No browser can be opened here; the page is {output / 'index.html'}")


def _made(run: Run, output: Path, base: str | None) -> tuple[dict[str, bytes], site_memo.Kept]:
    """The files of the page, which tell nobody what is not for everybody, and what is to be kept for the next build.

    Ends the command where a record cannot be told of. Raises ``LeakError``, and what ``site_making.made`` does.
    """
    failed: list[FieldError] = []
    drawn = exporting.draw(run, "public", also=("contacts", "issues", "meetings"))
    with ExitStack() as stack:

        def begin(pages: int) -> Callable[[], None]:
            shown = run.mode == "people" and run.terminal
            return stack.enter_context(
                render.Progress("Making the page", pages, shown=shown, seconds=clock.seconds)
            ).tick

        kept = site_keeping.load(run.store.folder, output)
        memo = Memo(kept.units)
        made = making.made(run, drawn.view, output, base, memo, failed, begin)
        kept = site_keeping.looked_through(drawn.scanner, kept, memo, made.around)
    for error in failed:
        run.store.problems.add(run.store.located(error))
    if run.store.problems:  # a page without what cannot be read would say that there is no such thing
        run.message(render.one_line(f"Nothing was built; {output} is as it was"))
        run.complete()
    return made.files, kept


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
    shown = render.one_line(directory)
    if run.mode == "json":
        shape = {"directory": directory, "files": count, "dry_run": run.dry_run, **difference.kinds}
        run.out(render.json_text(shape))
    elif run.mode == "plain":
        rows = [(kind, path) for kind, paths in difference.kinds.items() for path in paths]
        run.out(render.plain_text(rows))
    elif difference.nothing:
        run.out(f"{shown} is up to date: {plural(count, 'file')}, none changed\n")
    else:
        parts = [f"{len(paths)} {kind}" for kind, paths in difference.kinds.items() if paths]
        would = "Would write" if run.dry_run else "Wrote"
        run.out(f"{would} {plural(count, 'file')} to {shown}: {listed(parts)}\n")
