"""What templates of the folder's may take of a machine: folders are shared, and one line of a template can take all."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

SECONDS = 5.0
"""Of a processor, for a page: our own take a hundredth of one."""
ROOM = 1 << 30
"""Bytes of addresses, beside those that were taken before a page is begun."""


class TooLongError(Exception):
    """A template takes longer than it may."""


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Raises ``TooLongError`` or ``MemoryError`` in what takes more than it may; what is begun within goes along.

    Windows has neither bound, and macOS no bound of memory.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed or signal.getitimer(signal.ITIMER_PROF)[0]:
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1.0)  # again and again: Jinja2 drops what is raised while it compiles
    try:
        with _room():
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError(f"it takes longer than {SECONDS:g} seconds")


@contextlib.contextmanager
def _room() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as read:  # noqa: PTH123
        used = int(read.readline().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bounds = [used + ROOM, *(each for each in (soft, hard) if each != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
