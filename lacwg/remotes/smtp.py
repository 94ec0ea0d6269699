"""One mail server (RFC 5321, 6409): signing in, and one message at a time. Nothing that it says is believed.

Each step has its time, and each answer a bound. What it says of a message is shown, on one line; what it says of a
password is not, as it could repeat that.
"""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, Literal, NamedTuple, Self

from lacwg import clock
from lacwg.errors import LacwgError, UnreachableError
from lacwg.text.controls import one_line

Security = Literal["tls", "starttls", "none"]
Step = Literal["MAIL", "RCPT", "DATA", "end"]
Outcome = Literal["sent", "refused", "later", "unsure"]
PATIENCE: Final = 60
"""Seconds for each step; twice as many for the first answer, as some servers let strangers wait."""
PATIENCE_AT_END: Final = 600
"""Seconds for a whole message, and for its end (RFC 5321, 4.5.3.2.6): who gives up too soon is unsure."""
LARGEST_ANSWER: Final = 1 << 16
_SHOWN: Final = 200
_APP: Final = "many providers want an app password here, not the one that you sign in with: lacwg help announce-remind"


class MailServer(NamedTuple):
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    security: Security
    user: str | None

    def __str__(self) -> str:
        return self.host if self.port in (25, 465, 587) else f"{self.host}:{self.port}"


class Reply(NamedTuple):
    """What became of a message."""

    outcome: Outcome
    """``later``: nobody has it, and it may be tried again. ``unsure``: it may have gone out."""
    step: Step
    code: int = 0
    """0: the connection broke."""
    text: str = ""


class LaterError(UnreachableError):
    """The server wants to be asked again later."""


class _Connection(smtplib.SMTP):
    """smtplib's, with a bound to each answer in time and size, and TLS from the beginning where that is wanted."""

    def __init__(self, server: MailServer, context: ssl.SSLContext | None) -> None:
        super().__init__(local_hostname="[127.0.0.1]", timeout=PATIENCE)  # the machine's name is nobody's business
        self._host = server.host  # what starttls() holds the certificate against
        self._context = context if server.security == "tls" else None
        self._unread = b""
        self.patience = 2 * PATIENCE

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the last line of a message is not held back
        return self._context.wrap_socket(plain, server_hostname=host) if self._context else plain

    def send(self, s: str | bytes) -> None:  # type: ignore[override]
        """As smtplib, with time for what is large."""
        if self.sock is not None:
            self.sock.settimeout(PATIENCE_AT_END)
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer: its code and its lines."""
        until, left, lines = clock.seconds() + self.patience, LARGEST_ANSWER, []
        while True:
            line = self._line(until)
            left -= len(line)
            if left < 0 or len(line) < 3 or not line[:3].isdigit() or line[3:4] not in (b"", b" ", b"-"):
                self.close()
                raise smtplib.SMTPServerDisconnected("this is no answer of a mail server")
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._unread:
            rest = until - clock.seconds()
            if rest <= 0 or self.sock is None:
                raise TimeoutError
            self.sock.settimeout(rest)
            more = self.sock.recv(4096)
            self._unread += more
            if not more or len(self._unread) > LARGEST_ANSWER:
                self.close()
                raise smtplib.SMTPServerDisconnected("the connection is closed")
        line, _, self._unread = self._unread.partition(b"\n")
        return line.rstrip(b"\r")

    def encrypt(self, context: ssl.SSLContext) -> bool:
        """STARTTLS; whether the server has it, and said nothing out of turn that would count as said in secret."""
        if not self.has_extn("starttls") or self.docmd("STARTTLS")[0] != 220 or self._unread:
            return False
        assert self.sock is not None
        self.sock = context.wrap_socket(self.sock, server_hostname=self._host)
        self.ehlo_resp = self.helo_resp = None
        self.ehlo()
        return True


class Mailer:
    """Somebody who hands in mail at a server. To be used with ``with``."""

    def __init__(self, server: MailServer, password: str | None) -> None:
        self.server, self._password = server, password
        self._connection: _Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether the connection stands, as far as is known."""
        return self._connection is not None and self._connection.sock is not None

    @property
    def largest(self) -> int | None:
        """The bytes that a message may have (RFC 1870); None: the server does not say."""
        said = (self._connection.esmtp_features.get("size", "") if self._connection else "").split(" ")[0]
        return int(said) if said.isdecimal() and 0 < len(said) < 16 and int(said) else None

    def connect(self) -> None:
        """Connects and signs in. Raises ``LacwgError``: ``LaterError`` where it may be tried again."""
        context = None if self.server.security == "none" else ssl.create_default_context()
        connection = _Connection(self.server, context)
        try:
            with self._failures_told():
                self._enter(connection, context)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        """Lets go of the server."""
        if self._connection is not None and self._connection.sock is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.patience = 2
                self._connection.docmd("QUIT")
            self._connection.close()

    def _enter(self, connection: _Connection, context: ssl.SSLContext | None) -> None:
        self._check("greeting", connection.connect(self.server.host, self.server.port)[0])
        connection.patience = PATIENCE
        self._check("EHLO", connection.ehlo()[0])
        if self.server.security == "starttls" and context and not connection.encrypt(context):
            raise LacwgError(
                f"{self.server} does not encrypt the connection",
                hint='no password was sent; if it has TLS on port 465, write in config.toml: security = "tls"',
            )
        if self.server.user is not None:
            self._sign_in(connection, self.server.user, self._password or "")

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Whatever the network does in here is told as a ``LacwgError``."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise LacwgError(
                f"the connection to {self.server} is not safe: its certificate is not accepted"
                f" ({one_line(error.verify_message)[:_SHOWN]})",
                hint="no password was sent; see whether the server's name is right, and the machine's clock\n"
                "for a server of your own name its certificate: SSL_CERT_FILE",
            ) from None
        except ssl.SSLError:
            raise LacwgError(
                f"{self.server} does not speak TLS there",
                hint='no password was sent; port 465 goes with security = "tls", port 587 with "starttls"',
            ) from None
        except (OSError, smtplib.SMTPException, ValueError):  # a host that is none, no answer, one that is no server's
            raise UnreachableError(
                f"{self.server} cannot be reached, or is no mail server",
                hint="see whether you are online, and what [mail] in config.toml says: lacwg config",
            ) from None

    def _check(self, step: str, code: int) -> None:
        """Raises where the server does not let anybody in."""
        if 200 <= code < 300:
            return
        message = f"{self.server} takes no mail now ({step}: {code})"
        if 400 <= code < 500:
            raise LaterError(message, hint="try again later")
        raise LacwgError(message, hint="see whether it is the right server: lacwg config")

    def _sign_in(self, connection: _Connection, user: str, password: str) -> None:
        """By PLAIN or LOGIN (RFC 4616), in UTF-8; smtplib's own way takes ASCII alone."""
        ways = connection.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in ways:
            code, _ = connection.docmd("AUTH PLAIN " + _coded(f"\0{user}\0{password}"))
        elif "LOGIN" in ways:
            code, _ = connection.docmd(f"AUTH LOGIN {_coded(user)}")
            if code == 334:
                code, _ = connection.docmd(_coded(password))
        else:
            raise LacwgError(f"{self.server} takes no passwords", hint=_APP)
        if 400 <= code < 500:
            self._check("AUTH", code)
        if not 200 <= code < 300:
            raise LacwgError(f"{self.server} does not accept this user and password", hint=_APP)

    def send(self, sender: str, recipient: str, data: bytes, before_end: Callable[[], None]) -> Reply:
        """Hands in one message. ``before_end`` is called when only the last line is left: until then nobody has it."""
        connection = self._connection
        step: Step = "MAIL"
        if connection is None or connection.sock is None:
            return Reply("later", "MAIL")
        size = f" SIZE={len(data)}" if connection.has_extn("size") else ""
        lines: tuple[tuple[Step, str], ...] = (
            ("MAIL", f"MAIL FROM:<{sender}>{size}"), ("RCPT", f"RCPT TO:<{recipient}>"), ("DATA", "DATA"),
        )  # fmt: skip
        try:
            for step, line in lines:
                code, text = connection.docmd(line)
                if not (code == 354 if step == "DATA" else 200 <= code < 300):
                    if code == 421:
                        connection.close()
                    else:
                        connection.docmd("RSET")
                    return self._reply(step, code, text)
            connection.send(smtplib.quotedata(data.decode("latin-1")).encode("latin-1"))
        except (OSError, smtplib.SMTPException):
            connection.close()
            return Reply("later", step)
        before_end()
        try:
            connection.patience = PATIENCE_AT_END
            connection.send(b".\r\n")
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPException):
            connection.close()
            return Reply("unsure", "end")
        connection.patience = PATIENCE
        if code == 421:
            connection.close()
        return self._reply("end", code, text)

    def _reply(self, step: Step, code: int, text: bytes) -> Reply:
        outcome: dict[int, Outcome] = {2: "sent", 4: "later", 5: "refused"}
        said = one_line(text.decode("utf-8", "replace"))[:_SHOWN]
        if self._password and self._password in said:
            said = ""
        return Reply(outcome.get(code // 100, "unsure" if step == "end" else "later"), step, code, said)


def _coded(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode()
