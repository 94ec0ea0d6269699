"""Sending that is killed at each of its writes: each has it once, or it is told that they may have it."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import DATA
from mail_server import ABOUT, About, Box, send, sent

from lacwg.commands.sending import deliver

NAMES = ["ana", "bo", "cai", "dee", "eli", "fay", "gus", "hal", "ida", "jon"]
WRITES = ((socket.socket, "sendall"), (os, "write"), (os, "fsync"), (os, "replace"))
"""What a sending writes by: to the server, to its own list, and to records."""
ALONE = About("reminder", None, "x", "v")


def killed_at(number: int, data: Path, names: Sequence[str], about: About) -> bool:
    """Sends in a process that is killed before its n-th write; whether it came to that."""
    child = os.fork()
    if child == 0:
        left = [number]

        def counted(write: Callable[..., Any]) -> Callable[..., Any]:
            def first(*given: Any, **more: Any) -> Any:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return write(*given, **more)

            return first

        for where, name in WRITES:
            setattr(where, name, counted(getattr(where, name)))
        try:
            os._exit(0 if len(send(data, names, about).sent) == len(names) else 1)
        except BaseException:
            os._exit(2)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), (number, code)
    return code != 0


@pytest.mark.parametrize(("names", "about", "points"), [(NAMES, ALONE, 70), (NAMES[:1], ABOUT, 20)])
def test_killed_at_each_write(
    names: Sequence[str], about: About, points: int, tmp_path: Path, mailbox: Box, yoav: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """To ten, of whom no record tells, and to one with a record that does."""
    monkeypatch.setattr(deliver, "synced", lambda _: ("", ()))  # without git, whose processes take longer than all else
    data, number, unsure = tmp_path / "data", 1, 0
    while True:
        mailbox.taken.clear()
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(DATA, data)
        if not killed_at(number, data, names, about):
            break
        with smtplib.SMTP("127.0.0.1", mailbox.port) as last:  # by then the server has seen to what was cut
            last.noop()
        then = send(data, names, about)
        assert len(then.unsure) <= 1, number
        assert sorted([*then.sent, *then.already, *then.unsure]) == list(names), number
        for name in names:
            times = mailbox.recipients.count(f"{name}@example.org")
            assert times == 1 or (times == 0 and name in then.unsure), (number, name, times, then)
        if about.record and (data / "meetings").exists():
            assert [each["state"] for each in sent(data)] == ["begun" if then.unsure else "done"], number
        unsure += len(then.unsure)
        number += 1
    assert number > points
    assert unsure == len(names) * 3, "before it is on the disk, before the last line, and before what is said to that"
    assert sorted(mailbox.recipients) == [f"{name}@example.org" for name in names]


def test_two_at_once_on_one_machine(data: Path, mailbox: Box, yoav: None) -> None:
    """One waits, and then sends only what the other has not."""
    children = []
    for names in (NAMES, NAMES[::-1]):
        children.append(os.fork())
        if not children[-1]:
            try:
                done = send(data, names)
                os._exit(0 if sorted([*done.sent, *done.already]) == NAMES else 1)
            except BaseException:
                os._exit(2)
    assert [os.waitpid(each, 0)[1] for each in children] == [0, 0]
    assert sorted(mailbox.recipients) == [f"{name}@example.org" for name in NAMES]
    assert [(each["state"], each["count"]) for each in sent(data)] == [("done", 10)]
