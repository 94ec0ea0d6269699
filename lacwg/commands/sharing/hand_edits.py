"""What people changed with an editor, settled before anything goes out: for every way out but ``lacwg sync``."""

from __future__ import annotations

from lacwg.commands.shared import gather
from lacwg.context import Context
from lacwg.store.collection import Store
from lacwg.store.hand_edits import settle as settle_in


def settle(context: Context, store: Store) -> list[str]:
    """Puts changes by hand into the journal and counts them for subscribers; gives the files that were raised.

    In a folder that is kept in git, only what differs from the last commit: what came by ``git pull`` was
    counted by whoever did it.
    """
    return settle_in(store, gather.now(context), context.repository(store.folder.root).uncommitted())
