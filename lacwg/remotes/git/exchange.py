"""Fetching from where a branch is shared, and pushing there."""

from __future__ import annotations

from typing import Final

from lacwg.errors import LacwgError, UnreachableError
from lacwg.remotes.git.repository import Remote, Repository
from lacwg.remotes.git.running import GitError

_NOT_THERE: Final = "couldn't find remote ref"
_LOST: Final = (
    "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value",
)  # fmt: skip
_UNWANTED: Final = ("[remote rejected]", "denied", "not allowed")


class SharedRepository(Repository):
    """A repository of which a branch is shared by a remote."""

    def fetch(self, remote: Remote) -> str | None:
        """Brings in what is shared, and gives its commit; None where nothing was pushed yet.

        Raises ``UnreachableError``.
        """
        try:
            self.git(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--",
                remote.name, f"+{remote.branch}:{remote.tracking}",
            )  # fmt: skip
        except GitError as error:
            if _NOT_THERE in error.said:
                return None
            raise UnreachableError(error.message, hint=error.hint) from None
        return self.commit(remote.tracking)

    def push(self, remote: Remote) -> bool:
        """Shares the branch, and says whether that was done: not where somebody was quicker.

        Raises ``UnreachableError``, and ``LacwgError`` where the other side does not want it.
        """
        try:
            self.git("push", "--quiet", "--set-upstream", "--", remote.name, f"{self.branch}:{remote.branch}")
        except GitError as error:
            if any(each in error.said for each in _LOST):
                return False
            if any(each in error.said for each in _UNWANTED):
                raise LacwgError(
                    f"{remote.name} did not take it: {_reason(error.said)}",
                    hint="it is committed here; see who may push there, then: lacwg sync",
                ) from None
            raise UnreachableError(error.message, hint=error.hint) from None
        return True


def _reason(said: str) -> str:
    """The line that says why."""
    return next(line for line in said.splitlines() if any(each in line for each in _UNWANTED)).strip("! \t")
