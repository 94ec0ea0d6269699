"""A mail server on the loopback, for tests: it keeps what it takes, and says no where a test wants that."""
# ruff: noqa: ARG002, N802 - the names and parameters are aiosmtpd's

from __future__ import annotations

import asyncio
import email.policy
import shutil
import ssl
import subprocess
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import tomli
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from lacwg.commands.sending.deliver import deliver
from lacwg.commands.sending.outgoing import About, Delivered, Outgoing
from lacwg.commands.sending.recipients import Recipient
from lacwg.run import Run

PASSWORD = "pässword of ana's"
Answer = Callable[[str, str], str | None]
"""By the step (``CONNECT``, ``AUTH``, ``MAIL``, ``RCPT``, ``DATA``, ``DOT``) and the address what to say to it.

None: yes. ``cut``: the connection breaks; of ``DOT`` the message was taken, unless it is ``cut before``.
"""


class Box:
    """What was taken, in its order, and how the server is to behave."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[tuple[str, bytes]] = []
        """The recipient of each message, and its bytes."""
        self.steps: list[tuple[str, str]] = []
        """What was asked for, with addresses."""
        self.answer: Answer = lambda _step, _address: None

    @property
    def recipients(self) -> list[str]:
        """Who got something, one entry a message."""
        return [address for address, _ in self.taken]

    @property
    def messages(self) -> list[EmailMessage]:
        """What they got, as a mail program reads it."""
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        return [parser.parsebytes(data) for _, data in self.taken]

    def asked(self, step: str, address: str) -> str | None:
        self.steps.append((step, address))
        return self.answer(step, address)


class _Server(SMTP):
    """aiosmtpd's, which answers to every step as the box has it."""

    @property
    def box(self) -> Box:
        return self.event_handler.box  # type: ignore[no-any-return]

    async def _said(self, step: str, address: str = "") -> bool:
        """Whether something else was answered than usual."""
        said = self.box.asked(step, address)
        if said is not None and said.startswith("cut"):
            self.transport.abort()
            await asyncio.sleep(3600)  # until the connection is seen to be lost
        if said is not None:
            await super().push(said)
        return said is not None

    async def push(self, status: Any) -> None:
        if self.session is not None and status == f"220 {self.hostname} {self.__ident__}":
            if await self._said("CONNECT"):
                return
        await super().push(status)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self._said("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self._said("MAIL", (arg or "").partition("<")[2].partition(">")[0]):
            await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._said("DATA", " ".join(self.envelope.rcpt_tos)):
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, box: Box) -> None:
        self.box = box

    async def handle_RCPT(self, server: _Server, session: Any, envelope: Any, address: str, options: Any) -> str:
        said = self.box.asked("RCPT", address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: _Server, session: Any, envelope: Any) -> str:
        to = " ".join(envelope.rcpt_tos)
        said = self.box.asked("DOT", to)
        if said in (None, "cut"):
            self.box.taken.append((to, envelope.content))
        if said is not None and said.startswith("cut"):
            server.transport.abort()
            await asyncio.sleep(3600)
        return said or "250 OK"


class _Controller(Controller):
    def factory(self) -> SMTP:
        with warnings.catch_warnings(action="ignore"):  # that TLS is there before SMTP begins is not seen there
            return _Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # which the system has chosen
        super()._trigger_server()


def certificate(folder: Path) -> Path:
    """A certificate for the loopback that its owner has signed, and its key behind it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    path = folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
         "90", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-keyout", folder / "key.pem", "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes((folder / "key.pem").read_bytes() + path.read_bytes())
    return path


@contextmanager
def serving(security: str = "none", signed: Path | None = None, **more: Any) -> Iterator[Box]:
    """A server; with a ``signed`` certificate ana may sign in by PASSWORD, and nobody else may send."""
    box = Box()
    options: dict[str, Any] = {"data_size_limit": 1 << 20, **more}
    if signed is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(signed)
        options |= {"auth_required": True, "authenticator": _is_ana}
        if security == "tls":
            options |= {"ssl_context": context, "auth_require_tls": False}  # it is, before SMTP begins
        else:
            options |= {"tls_context": context, "require_starttls": True}
    controller = _Controller(_Handler(box), hostname="127.0.0.1", port=0, **options)
    controller.start()
    box.steps.clear()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def _is_ana(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"ana", PASSWORD.encode()), handled=False)


def settings(box: Box, **more: str) -> str:
    """The table of config.toml for it."""
    said = {"server": "127.0.0.1", "security": "none", **more}
    return "\n".join(["[mail]", f"port = {box.port}", *(f'{key} = "{value}"' for key, value in said.items()), ""])


MEETING = "2026-12-09-monthly-meeting"
ABOUT = About("announcement", ("meeting", MEETING), "monthly-meeting/2026-12-09", "v", 1, ("members",))


def to(name: str, size: int = 10, version: int = 1) -> Outgoing:
    """A message to one of them."""
    message = EmailMessage()
    message["From"], message["To"] = "group@example.org", f"{name}@example.org"
    message["Subject"] = "The meeting"
    message.set_content("ñ" * size, cte="quoted-printable")
    return Outgoing(Recipient(name, name.title(), f"{name}@example.org", None, "members"), message, f"{version} {name}")


def send(
    data: Path, names: Sequence[str] = ("ana", "bo", "cai"), about: About = ABOUT, per_minute: int = 0, **more: Any
) -> Delivered:
    """Sends each a message, as a verb does."""
    return deliver(Run(data), about, [to(name) for name in names], per_minute=per_minute, **more)


def sent(data: Path, kind: str = "meetings", record_id: str = MEETING) -> list[dict[str, Any]]:
    """What the record tells of it."""
    found: list[dict[str, Any]] = tomli.loads((data / kind / "2026" / f"{record_id}.toml").read_text()).get("sent", [])
    return found
