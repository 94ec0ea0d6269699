"""Completion in bash, zsh and fish themselves, each at a terminal: what is typed, Tab, and what the command gets."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import store_at

from lacwg.records import Contact

REQUIRED = os.environ.get("LACWG_PEERS") == "required"  # where all is installed, nothing may be skipped
PROMPT = "READY> "
SHELLS = {
    "bash": (".bashrc", f"PS1='{PROMPT}'\nbind 'set bell-style none'\nbind 'set enable-bracketed-paste off'\n", ["-i"]),
    "zsh": (".zshrc", f"PS1='{PROMPT}'\nunsetopt prompt_sp\nzle_bracketed_paste=()\n", ["-i"]),
    "fish": (".config/fish/config.fish", f"function fish_prompt; echo -n '{PROMPT}'; end\nset fish_greeting\n", ["-i"]),
}
PATIENCE = 20
"""Seconds that a machine with much to do may take."""
_SEEN = re.compile(
    r"\x1b(?:\[[0-9;?>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78MPk]|P[^\x1b]*\x1b\\)"
)
"""What moves the cursor, colours and asks, and is no text."""


class Terminal:
    """A shell at a terminal, as somebody sits before it."""

    def __init__(self, shell: str, home: Path) -> None:
        self.said = ""
        program = shutil.which(shell) or ""
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(home)
            os.execve(program, [shell, *SHELLS[shell][2]], environment(home, program))
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.until(PROMPT)

    def type(self, text: str) -> None:
        """Types, a line or a part of one."""
        self.said = ""
        os.write(self.terminal, text.encode())

    def until(self, *wanted: str) -> str:
        """Waits until all of this stands on the screen, and gives what does."""
        end = time.monotonic() + PATIENCE
        while not all(each in self.text for each in wanted):
            assert time.monotonic() < end, f"{wanted} is not in {self.text!r}"
            self.read(0.2)
        return self.text

    def quiet(self) -> str:
        """Waits until nothing more comes, and gives what stands on the screen."""
        while self.read(1.5):
            pass
        return self.text

    @property
    def text(self) -> str:
        return _SEEN.sub("", self.said)

    def read(self, seconds: float) -> bool:
        """Reads what comes within some time; False for nothing."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            more = os.read(self.terminal, 65536)
        except OSError:
            return False
        if b"\x1b[c" in more or b"\x1b[0c" in more:  # fish asks what the terminal can do, and waits
            os.write(self.terminal, b"\x1b[?62;22c")
        self.said += more.decode("utf-8", "replace")
        return bool(more)

    def close(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.child, 0)


def environment(home: Path, shell: str) -> dict[str, str]:
    """A user's, with the program on the path and nothing of this one's."""
    here = str(Path(sys.executable).parent)
    return {
        "HOME": str(home), "PATH": f"{here}:/usr/local/bin:/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8",
        "LACWG_NOW": "2026-11-24T12:00", "SHELL": shell,
    }  # fmt: skip


@pytest.fixture(params=sorted(SHELLS), scope="module")
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A shell and somebody's home in which lacwg has installed its completion, as they are told to do it."""
    shell = str(request.param)
    if shutil.which(shell) is None:
        assert not REQUIRED, f"{shell} is missing"
        pytest.skip(f"{shell} is missing")
    home = tmp_path_factory.mktemp(shell)
    rc, text, _ = SHELLS[shell]
    (home / rc).parent.mkdir(parents=True, exist_ok=True)
    (home / rc).write_text(text)
    terminal = Terminal(shell, home)
    terminal.type("lacwg --install-completion\r")
    terminal.until("completion installed in", PROMPT)
    terminal.close()
    return shell, home


@pytest.fixture
def at(installed: tuple[str, Path], data: Path) -> Iterator[Terminal]:
    """A new terminal of theirs, in a group's folder with a name that shells would take for something else."""
    shell, home = installed
    shutil.rmtree(home / "data", ignore_errors=True)
    shutil.copytree(data, home / "data")
    store = store_at(home / "data")
    store.write([store.creation(Contact(id="ana", name="Ana: O'Brien $HOME `x`", audience="private"))])
    store.write([store.creation(Contact(id="evil", name="Evil\x1b]0;title\x07", audience="private"))])
    terminal = Terminal(shell, home)
    yield terminal
    terminal.close()


def words(terminal: Terminal, home: Path) -> list[str]:
    """What the command on the line would get: another is put before it, which notes that."""
    noted = home / "noted"
    noted.unlink(missing_ok=True)
    (home / "note").write_text('#!/bin/sh\nprintf "%s\\n" "$@" >noted.new\nmv noted.new noted\n')
    (home / "note").chmod(0o755)
    terminal.type("\x01./note \r")
    end = time.monotonic() + PATIENCE
    while not noted.exists():
        assert time.monotonic() < end, terminal.text
        terminal.read(0.1)
    return noted.read_text().splitlines()


def test_the_first_tab_completes(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg mee\t")
    at.until("lacwg meetings")
    assert words(at, installed[1])[:2] == ["lacwg", "meetings"]


def test_verbs_ids_and_options(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg contacts sh\t")
    at.until("show ")
    at.type("y\t")
    at.until("yoav-elinevsky")
    at.type("\r")
    at.until("Yoav Elinevsky")
    at.type("lacwg events list --iss\t")
    at.until("--issue ")
    at.type("ven\t")
    at.until("venezuela")
    assert words(at, installed[1]) == ["lacwg", "events", "list", "--issue", "venezuela"]


def test_values_behind_a_sign_of_equality_and_a_colon(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg meetings list --in=America/Hav\t")
    at.until("America/Havana")
    assert words(at, installed[1])[-1] == "--in=America/Havana"


def test_a_name_with_blanks_quotes_and_colons_is_one_word(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg agenda add x --who Ana\t")
    at.until("Brien")
    assert words(at, installed[1])[-1] == "Ana: O'Brien $HOME `x`"


def test_control_characters_do_not_reach_the_terminal(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg agenda add x --who Evi\t\t")
    at.quiet()
    assert "title" not in at.said


def test_many_candidates_are_shown_with_what_they_are_for(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg m\t\t")
    shown = at.until("meetings", "minutes", "mission")
    if installed[0] != "bash":  # which has no place for it
        at.until("What a meeting decided")
    assert "actions" not in shown


def test_files_are_completed_where_files_are_meant(at: Terminal, installed: tuple[str, Path]) -> None:
    at.type("lacwg import ics dat\t")
    at.until("data/")
    at.type("\x15")
    at.quiet()
    at.type("lacwg meetings cancel --reason dat\t")
    assert "data/" not in at.quiet()
