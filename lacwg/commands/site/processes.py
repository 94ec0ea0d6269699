"""Work that is shared out among processes, one a core: where there is enough of it, and where they can be forked."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_MOST: Final = 8
"""Processes: more of them wait for the disk."""
_FEW: Final = 4
"""Parts for which a process more is not worth its start."""


def spread(parts: Sequence[T], work: Callable[[T], R]) -> Generator[R, None, None]:
    """What ``work`` gives for each part, which must be able to travel between processes; in any order.

    A part that another process did not get done, as it failed or as the process was ended, is done here once more,
    in order: so the first part that fails is the one whose error is raised, as if there were one process.
    """
    left = dict(enumerate(parts))
    count = min(_cores(), _MOST, len(parts) // _FEW)
    if count > 1:
        for number, made in _from_others(parts, work, count):
            del left[number]
            yield made
    for part in left.values():
        yield work(part)


def _cores() -> int:
    """How many processes can be at work; one where what is in memory cannot be handed on as it is.

    On macOS libraries of the system do not bear a fork, nor do threads anywhere.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - where there is no sched_getaffinity


def _from_others(parts: Sequence[T], work: Callable[[T], R], count: int) -> Iterator[tuple[int, R]]:
    """What other processes give, with the number of its part: each gets the next part when it has done one."""
    from multiprocessing import connection, get_context

    forking = get_context("fork")
    numbers, started = iter(range(len(parts))), []
    waiting: list[Connection] = []
    try:
        for _ in range(count):
            ours, theirs = forking.Pipe()
            process = forking.Process(target=_serve, args=(theirs, parts, work), daemon=True)
            with contextlib.suppress(OSError):  # there may be no room for one more
                process.start()
                started.append(process)
                waiting.append(ours)
                ours.send(next(numbers))
            theirs.close()
        while waiting:
            for each in connection.wait(waiting):
                assert isinstance(each, connection.Connection)
                try:
                    done = each.recv()
                except (EOFError, OSError):  # it has ended: what it was at is left
                    waiting.remove(each)
                    continue
                with contextlib.suppress(OSError):
                    each.send(next(numbers, None))
                yield done
    finally:
        for process in started:
            process.terminate()
            process.join()


def _serve(pipe: Connection, parts: Sequence[T], work: Callable[[T], R]) -> None:
    """What another process does: the parts that it is told to, until one fails."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it sees to that
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what is shared is not looked through, and so not copied
    with contextlib.suppress(BaseException):
        while (number := pipe.recv()) is not None:
            pipe.send((number, work(parts[number])))
