"""One mail server: what it may say at each step, and what becomes of a message then."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import mail_server
import pytest
from mail_server import PASSWORD, Box

from lacwg.errors import LacwgError, UnreachableError
from lacwg.remotes import smtp
from lacwg.remotes.smtp import LaterError, Mailer, MailServer, Reply, Security

MESSAGE = b"From: group@example.org\r\nTo: bo@example.org\r\nSubject: x\r\n\r\n.a line that begins with a dot\r\n"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mail_server.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server.serving() as box:
        yield box


def mailer(box: Box, security: Security = "none", user: str | None = None, password: str = PASSWORD) -> Mailer:
    return Mailer(MailServer("127.0.0.1", box.port, security, user), password)


def sent(box: Box, data: bytes = MESSAGE) -> tuple[Reply, list[bool]]:
    """What is said of a message, and whether its last line was about to go."""
    told: list[bool] = []
    with mailer(box) as each:
        each.connect()
        return each.send("group@example.org", "bo@example.org", data, lambda: told.append(True)), told


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_message_goes_encrypted_and_signed_in(
    security: Security, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(signed))
    with mail_server.serving(security, signed) as box:
        with mailer(box, security, "ana") as each:
            each.connect()
            assert each.largest == 1 << 20
            for _ in range(2):
                assert each.send("group@example.org", "bo@example.org", MESSAGE, lambda: None).outcome == "sent"
        assert box.taken == [("bo@example.org", MESSAGE)] * 2
        with mailer(box, security, "ana", "hunter2") as each, pytest.raises(LacwgError) as error:
            each.connect()
        assert "does not accept this user and password" in str(error.value)
        assert "hunter2" not in str(error.value)
        monkeypatch.delenv("SSL_CERT_FILE")
        with mailer(box, security, "ana") as each, pytest.raises(LacwgError, match="certificate is not accepted"):
            each.connect()
        assert box.steps.count(("AUTH", "")) == 2, "no password goes where nobody knows who it is"


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
def test_signing_in(way: str, signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one way or the other; what is only refused for now is tried again later."""
    monkeypatch.setenv("SSL_CERT_FILE", str(signed))
    with mail_server.serving("tls", signed, auth_exclude_mechanism=[{"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[way]]) as box:
        with mailer(box, "tls", "ana") as each:
            each.connect()
            assert each.send("group@example.org", "bo@example.org", MESSAGE, lambda: None).outcome == "sent"
        for code, error in {421: LaterError, 454: LaterError, 535: LacwgError, 550: LacwgError}.items():
            box.answer = lambda at, _, code=code: f"{code} {PASSWORD}" if at == "AUTH" else None  # type: ignore[misc]
            with mailer(box, "tls", "ana") as each, pytest.raises(error) as raised:
                each.connect()
            assert type(raised.value) is error
            assert PASSWORD not in str(raised.value)


def test_a_server_that_does_not_encrypt_gets_no_password(box: Box) -> None:
    with mailer(box, "starttls", "ana") as each, pytest.raises(LacwgError, match="does not encrypt"):
        each.connect()
    with mailer(box, "tls", "ana") as each, pytest.raises(LacwgError, match="does not speak TLS"):
        each.connect()
    with mailer(box, "none", "ana") as each, pytest.raises(LacwgError, match="takes no passwords"):
        each.connect()
    assert "AUTH" not in [step for step, _ in box.steps]


@pytest.mark.parametrize("code", [421, 450, 550, 552])
@pytest.mark.parametrize("step", ["CONNECT", "MAIL", "RCPT", "DATA", "DOT"])
def test_a_server_that_says_no(step: str, code: int, box: Box) -> None:
    box.answer = lambda at, _: f"{code} \x1b[2J no" if at == step else None
    if step == "CONNECT":
        with pytest.raises(LaterError if code < 500 else LacwgError, match=f"greeting: {code}"):
            sent(box)
        return
    reply, about_to_go = sent(box)
    assert reply == ("later" if code < 500 else "refused", "end" if step == "DOT" else step, code, "\\x1b[2J no")
    assert about_to_go == ([True] if step == "DOT" else []), "it is on the disk before, and only then"
    assert box.taken == []
    box.answer = lambda *_: None
    with mailer(box) as each:  # what went wrong is over
        each.connect()
        box.answer = lambda at, to: "550 no" if (at, to) == ("RCPT", "bo@example.org") else None
        assert each.send("group@example.org", "bo@example.org", MESSAGE, lambda: None).outcome == "refused"
        assert each.send("group@example.org", "ana@example.org", MESSAGE, lambda: None).outcome == "sent"


@pytest.mark.parametrize(
    ("step", "how", "outcome"),
    [("RCPT", "cut", "later"), ("DATA", "cut", "later"), ("DOT", "cut", "unsure"), ("DOT", "cut before", "unsure")],
)
def test_a_connection_that_is_cut(step: str, how: str, outcome: str, box: Box) -> None:
    box.answer = lambda at, _: how if at == step else None
    if step == "RCPT":
        box.answer = lambda at, _: "cut" if at == "MAIL" else None
    reply, _ = sent(box)
    assert reply.outcome == outcome


@pytest.mark.parametrize(
    "said",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220-" + b"x" * 100 + b"\r\n", b"220 " + b"x" * 4096, b"22\r\n", b"", b"2"],
)
def test_what_is_no_mail_server(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says something else, too much, or nothing; no answer takes longer, and none is larger, than it may."""
    monkeypatch.setattr(smtp, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            connection, _ = server.accept()
            with connection, pytest.MonkeyPatch.context():
                try:
                    for _ in range(1 if len(said) < 50 else 1000):
                        connection.sendall(said)
                    connection.recv(1)
                except OSError:
                    pass

        speaking = threading.Thread(target=speak)
        speaking.start()
        each = Mailer(MailServer("127.0.0.1", server.getsockname()[1], "none", None), None)
        with pytest.raises(UnreachableError, match="cannot be reached, or is no mail server"):
            each.connect()
        speaking.join()


def test_what_the_server_says_never_shows_the_password(box: Box) -> None:
    box.answer = lambda at, _: f"550 {PASSWORD}" if at == "RCPT" else None
    reply, _ = sent(box)
    assert reply == ("refused", "RCPT", 550, "")
