"""Work that several processes share: all of it is done, and the first fault is the one that is raised."""

from __future__ import annotations

import os

import pytest

from lacwg.commands.site import processes
from lacwg.commands.site.processes import spread

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process where none can be forked")


def _pid_or_fault(part: int) -> tuple[int, int]:
    if part < 0:
        raise ValueError(part)
    return part, os.getpid()


@forks
def test_what_another_process_does_not_get_done_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 3)
    here = os.getpid()

    def work(part: int) -> tuple[int, bool]:
        if part in (5, 20) and os.getpid() != here:
            os._exit(9)  # as one that the system ends for want of memory
        return part, os.getpid() == here

    made = dict(spread(range(40), work))
    assert sorted(made) == list(range(40))
    assert (made[5], made[20], made[0]) == (True, True, False)


@forks
def test_of_faults_the_first_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 3)
    parts = [number if number not in (11, 30) else -number for number in range(40)]
    with pytest.raises(ValueError, match="-11"):
        list(spread(parts, _pid_or_fault))


def test_a_little_is_done_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 8)
    assert {pid for _, pid in spread(range(7), _pid_or_fault)} == {os.getpid()}


def test_where_there_are_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert {pid for _, pid in spread(range(100), _pid_or_fault)} == {os.getpid()}


@forks
def test_where_no_process_can_be_started_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 4)

    def fork() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fork)
    assert {pid for _, pid in spread(range(100), _pid_or_fault)} == {os.getpid()}
