"""NeoMutt, which shares no code with us, reads what is sent: its head, its text, and what is attached."""

from __future__ import annotations

import os
import pty
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Run
from mail_server import Box

NEOMUTT = shutil.which("neomutt")
REQUIRED = os.environ.get("LACWG_PEERS") == "required"
pytestmark = pytest.mark.skipif(NEOMUTT is None and not REQUIRED, reason="neomutt is not installed")
SETTINGS = (
    "set folder=~\nset pipe_decode=yes\nset wait_key=no\nset charset=utf-8\nset confirmappend=no\nset print_decode=no\n"
)
LINK = "https://meet.example.org/" + "x" * 300


def typed(folder: Path, keys: str) -> None:
    """Opens the mailbox at a terminal, and types."""
    (folder / "neomuttrc").write_text(SETTINGS)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        environment = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": os.environ["PATH"]}
        os.execve(
            NEOMUTT or "", ["neomutt", "-n", "-F", "neomuttrc", "-f", "mbox", "-e", f'push "{keys}<quit>"'], environment
        )
    with suppress(OSError):  # the end of a terminal
        while os.read(terminal, 4096):
            pass
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_neomutt_reads_a_message_as_it_was_meant(data: Path, run: Run, mailbox: Box, tmp_path: Path) -> None:
    with (data / "group.toml").open("a") as file:
        file.write(
            '[mail]\nname = "Grupo, América Latina"\nfrom = "info@example.org"\n[lists.m]\naudience = "members"\n'
        )
    with (data / "series" / "monthly-meeting.toml").open("a") as file:
        file.write(f'\n[members]\njoin_url = "{LINK}"\n')
    (data / "contacts" / "ana.toml").write_text(
        'name = "Pérez Núñez, Ana (la jefa)"\nemail = "ana@bücher.example"\nlanguages = ["es"]\nlists = ["m"]\n'
    )
    (tmp_path / "acta «ñ».pdf").write_bytes(b"%PDF\x00")
    ran = run("meetings", "announce", "--send", "m", "--intro", "¡Hola!", "--attach", "acta «ñ».pdf", "--yes")
    assert ran.code == 0, ran.err
    [(address, taken)] = mailbox.taken
    assert address == "ana@xn--bcher-kva.example"
    (tmp_path / "mbox").write_bytes(b"From x Tue Nov 24 12:00:00 2026\n" + taken.replace(b"\r\n", b"\n") + b"\n")
    typed(tmp_path, "<pipe-entry>tee read.txt<enter>")
    head, _, text = (tmp_path / "read.txt").read_text().partition("\n\n")
    head = head.replace("\n ", " ").replace("\n\t", " ")
    assert 'From: "Grupo, América Latina" <info@example.org>' in head
    assert 'To: "Pérez Núñez, Ana (la jefa)" <ana@xn--bcher-kva.example>' in head.replace("bücher", "xn--bcher-kva")
    assert (
        "Subject: Reunión mensual de LA/CWG: miércoles, 9 de diciembre de 2026, 5:00 p.m. (hora de Nueva York, EST)"
        in head
    )
    assert text.startswith("¡Hola!\n\nReunión mensual de LA/CWG\n\nCuándo: miércoles, 9 de diciembre")
    assert f"Para conectarte: {LINK}\n" in text
    typed(tmp_path, "<view-attachments><last-entry><save-entry><kill-line>saved.pdf<enter><exit>")
    assert (tmp_path / "saved.pdf").read_bytes() == b"%PDF\x00"
