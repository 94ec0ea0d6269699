"""What people changed with an editor, settled before anything goes out: for every way out but ``lacwg sync``."""

from __future__ import annotations

from lacwg.commands import queries
from lacwg.run import Run
from lacwg.store.store import Store


def settle(run: Run, store: Store) -> list[str]:
    """Puts changes by hand into the journal and counts them for subscribers; gives the files that were raised.

    In a folder that is kept in git, only what differs from the last commit: what came by ``git pull`` was
    counted by whoever did it.
    """
    return store.settle_external_edits(queries.now(run), run.repository(store.folder.root).uncommitted())
