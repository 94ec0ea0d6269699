"""Calendar servers of our own, on the loopback and with a password: Radicale, and Xandikos by https."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PASSWORD = "pässword of ana's"


class Answer(NamedTuple):
    status: int
    body: bytes


class Radicale:
    """The server; whoever has a name with letters and digits may sign in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._config = folder / "config"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        users = folder / "users"
        users.write_text("".join(f"user{number}:{PASSWORD}\n" for number in range(200)), encoding="utf-8")
        self._config.write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {users}\n"
            f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder / 'store'}\n"
            "[web]\ntype = none\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(self._config)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _await("Radicale", self.port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Xandikos:
    """The server; ana may sign in. Its certificate is its own: whoever asks it has to be told of ``certificate``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
        (folder / "users").write_text(f"ana:{{SHA}}{digest}\n")
        certificates = folder / "state" / "certs"
        certificates.mkdir(parents=True)
        self.certificate = certificates / "selfsigned.crt"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificates / "selfsigned.key",
             "-out", self.certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/"

    @property
    def home(self) -> Path:
        return self.folder / "data" / "ana" / "calendars"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "xandikos", "serve", "-d", self.folder / "data", "--defaults",
             "--current-user-principal", "/ana/", "--htpasswd", self.folder / "users", "--autocert",
             "--state-dir", self.folder / "state", "-l", "127.0.0.1", "-p", str(self.port), "--no-detect-systemd"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _await("Xandikos", self.port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _await(name: str, port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise AssertionError(f"{name} did not start")


class User:
    """One user of the server, as a program of another hand sees its calendars."""

    def __init__(self, server: Radicale, name: str) -> None:
        self.server, self.name = server, name

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        token = base64.b64encode(f"{self.name}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"{self.server.url}{self.name}/{path}",
            body or None,
            {"Content-Type": "text/calendar; charset=utf-8", "Authorization": f"Basic {token}", **headers},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read())

    @property
    def calendars(self) -> list[Path]:
        home = self.server.folder / "store" / "collection-root" / self.name
        return sorted(each.parent for each in home.glob("*/.Radicale.props"))

    def objects(self) -> dict[str, bytes]:
        """The files of the calendars by their names."""
        return {path.name: path.read_bytes() for each in self.calendars for path in each.glob("*.ics")}

    def put(self, uid: str, text: str, name: str | None = None) -> None:
        """An event of somebody else's, in the one calendar that there is."""
        (calendar,) = self.calendars
        body = (
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:other\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
            f"DTSTAMP:20260101T000000Z\r\nDTSTART:20261201T100000Z\r\n{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        assert self.ask("PUT", f"{calendar.name}/{name or uid}.ics", body.encode()).status == 201


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    server = Radicale(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
