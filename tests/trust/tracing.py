"""Commands that strace (Debian's ``strace``) kills, or makes fail, at a call that writes.

Python and the package are loaded once, by a server that forks for each command: only what the command itself
does is traced. Run as a program, this file is that server.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lacwg.app import UNFORESEEN

CALLS = ("mkdir", "rmdir", "rename", "unlink", "write", "pwrite64", "ftruncate", "chmod")
OWN = {"LACWG_NOW": "2026-11-24T12:00", "LACWG_USER": "Yoav"}
ANYBODY_MAY_TRACE = (0x59616D61, ctypes.c_ulong(-1))  # prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY), where Yama asks


def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        if os.environ.get("LACWG_PEERS") == "required":
            pytest.fail("strace is missing")
        pytest.skip("strace is missing")
    return found


@dataclass(frozen=True)
class Ran:
    code: int  # negative: the signal that ended it
    err: str


class Tracer:
    """Runs commands of lacwg in ``folder``, on its ``data``, under strace."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    def _run(self, argv: Sequence[str], folder: Path, options: Sequence[str], *, children: bool) -> Ran:
        command = [strace(), *(["-f"] if children else []), *options]
        asked = {"argv": argv, "folder": str(folder), "strace": command, "variables": {**os.environ, **OWN}}
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        ran = Ran(**json.loads(self._server.stdout.readline()))
        assert "Traceback" not in ran.err, (argv, options, ran.err)
        assert UNFORESEEN not in ran.err, (argv, options, ran.err)
        return ran

    def counted(
        self, argv: Sequence[str], folder: Path, calls: Sequence[str] = CALLS, *, children: bool = True
    ) -> Counter[str]:
        """How often a command, with those that it runs, makes each of the calls."""
        log = folder / "calls"
        ran = self._run(argv, folder, ["-o", str(log), "-e", f"trace={','.join(calls)}"], children=children)
        assert ran.code == 0, ran.err
        return Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text(), re.MULTILINE))

    def killed(self, argv: Sequence[str], folder: Path, call: str, number: int, *, children: bool = True) -> bool:
        """Runs a command and kills it, or one that it runs, on its n-th call; whether it came to that."""
        inject = ["-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        return self._run(argv, folder, inject, children=children).code < 0

    def failed(
        self, argv: Sequence[str], folder: Path, call: str, number: int, error: str, *, children: bool = True
    ) -> Ran:
        """Runs a command whose n-th call fails, and every later one of its kind."""
        inject = ["-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}+"]
        return self._run(argv, folder, inject, children=children)


@cache
def tracer() -> Tracer:
    """One for all tests of a process."""
    own = {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    server = subprocess.Popen(
        [sys.executable, __file__], env={**os.environ, **own}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    atexit.register(server.communicate)  # which ends it, as there is nothing more to read
    return Tracer(server)


def points(counts: Counter[str], calls: Sequence[str], first: int) -> Iterator[tuple[str, int]]:
    """Each call of each kind; of SQLite's many writes to its journal every fourth, beginning with ``first`` modulo four.

    Commands begin with different ones, so that between them they come to each.
    """
    for call in calls:
        step = 4 if call == "pwrite64" else 1
        for number in range(1 + first % step, counts[call] + 1, step):
            yield call, number


def command(argv: list[str], folder: str, variables: dict[str, str], go: int, err: int) -> None:
    """What the forked child does: the command, as soon as somebody watches."""
    from lacwg.__main__ import main

    ctypes.CDLL(None).prctl(*ANYBODY_MAY_TRACE, 0, 0, 0)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables, LACWG_DATA=os.path.join(folder, "data"))
    os.dup2(err, 2)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    os.dup2(1, 0)
    os.read(go, 1)
    sys.argv = ["lacwg", *argv]
    main()


def ran(asked: dict[str, Any]) -> dict[str, Any]:
    go, begin = os.pipe()
    reading, err = os.pipe()
    pid = os.fork()
    if pid == 0:
        command(asked["argv"], asked["folder"], asked["variables"], go, err)
    os.close(err)
    watching = subprocess.Popen([*asked["strace"], "-p", str(pid)], stderr=subprocess.PIPE, text=True)
    assert watching.stderr is not None
    attached = watching.stderr.readline()
    if "attached" not in attached:
        raise OSError(attached + watching.stderr.read())
    os.write(begin, b"x")
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    _, status = os.waitpid(pid, 0)
    watching.communicate()
    for each in (go, begin):
        os.close(each)
    return {"code": os.waitstatus_to_exitcode(status), "err": told.decode()}


def serve() -> None:
    import lacwg

    for module in pkgutil.walk_packages(lacwg.__path__, "lacwg."):
        importlib.import_module(module.name)
    for line in sys.stdin:
        print(json.dumps(ran(json.loads(line))), flush=True)


if __name__ == "__main__":
    serve()
