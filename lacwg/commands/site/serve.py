from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from lacwg import render
from lacwg.commands.options.verb import flag, option, verb
from lacwg.commands.shared.output import show_result
from lacwg.commands.site.build import base_of, build_in, changes_in_words
from lacwg.errors import IncompleteError, LacwgError
from lacwg.remotes import browser
from lacwg.run import Run
from lacwg.store.disk.write import scratch
from lacwg.store.site_deploy import content
from lacwg.store.site_folder import stamps
from lacwg.text.english import listed

_PORT: Final = 8000
_FEW: Final = 3
"""Files of the folder that are named; of more, how many there are."""


@verb
def serve(
    run: Run,
    port: int = option("NUMBER", "The port; 0 for any that is free.", default=_PORT, min=0, max=65535),
    no_open: bool = flag("Do not open the browser."),
) -> None:
    """Show the group's web page in the browser as you change it.

    It is built into a temporary folder, again whenever a file of the data folder changes, and nobody but this machine
    can see it. Load it anew in the browser to see what changed. Ctrl-C ends it.

    Example: lacwg site serve
    """
    from lacwg.remotes.preview import Preview
    from lacwg.site.pages import MISSING

    folder = run.store.folder
    with scratch({}) as place:
        seen = stamps(folder)
        paths, _ = build_in(run, place, base_of(run, None))

        def read(name: str) -> bytes | None:
            return content(place / "page", name) if name in paths else None

        with Preview(port, read, MISSING) as server, contextlib.suppress(KeyboardInterrupt):
            show_result(
                run,
                text=lambda: f"The page is at {server.address} until you press Ctrl-C\n",
                json=lambda: {"address": server.address},
                plain=lambda: [(server.address,)],
            )
            if not no_open and not browser.show_address(server.address):
                run.message("No browser can be opened here")
            while True:
                server.handle_request()
                if (now := stamps(folder)) != seen:
                    names = sorted(name for name in now.keys() | seen if now.get(name) != seen.get(name))
                    seen, paths = now, _again(run, place, names) or paths
        run.message("The page is no longer shown")


def _again(run: Run, place: Path, names: list[str]) -> set[str] | None:
    """Builds the page once more and says what became of it; None where that cannot be done: it is as it was."""
    named = names if len(names) <= _FEW else [*names[:_FEW], f"{len(names) - _FEW} more"]
    changed = f"{listed([render.one_line(each) for each in named])} changed"
    new = run.anew(run.store.folder.root)
    try:
        paths, difference = build_in(new, place, base_of(new, None))
    except LacwgError as error:
        for each in error.problems if isinstance(error, IncompleteError) else [error]:
            run.warn(each)
        run.message(f"{changed}; the page is as it was")
        return None
    finally:
        new.close()
    run.message(f"{changed}; of the page {changes_in_words(difference) or 'nothing'}")
    return paths
