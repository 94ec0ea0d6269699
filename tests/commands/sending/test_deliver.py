"""Sending, from the server on: nobody gets a message twice, and what did not get there is told."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_server import ABOUT, MEETING, Box, send, sent, to

from lacwg import clock
from lacwg.commands.sending import deliver as module
from lacwg.commands.sending.deliver import deliver, refuse_incomplete
from lacwg.commands.sending.outgoing import About, Delivered
from lacwg.errors import LacwgError
from lacwg.run import Run

NAMES = ["ana", "bo", "cai", "dee", "eli", "fay", "gus", "hal", "ida", "jon"]


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For how long a command waited: no test does."""
    waits: list[float] = []
    monkeypatch.setattr(clock, "sleep", waits.append)
    monkeypatch.setattr(clock, "seconds", lambda: sum(waits))
    return waits


def refuse(box: Box, at: str, whom: str, said: str, times: int = 1000) -> None:
    """Says no to one of them, so many times."""
    left = [times]

    def answer(step: str, address: str) -> str | None:
        if (step, address.partition("@")[0]) != (at, whom) or not left[0]:
            return None
        left[0] -= 1
        return said

    box.answer = answer


def test_each_gets_it_once_and_the_record_tells_the_others(data: Path, yoav: None, mailbox: Box) -> None:
    done = send(data)
    assert done == Delivered(sent=["ana", "bo", "cai"])
    assert mailbox.recipients == ["ana@example.org", "bo@example.org", "cai@example.org"]
    assert {message["To"]: message.get_content().strip() for message in mailbox.messages}["bo@example.org"] == "ñ" * 10
    [entry] = sent(data)
    assert (entry["state"], entry["count"], entry["by"], entry["lists"]) == ("done", 3, "Yoav", ["members"])
    assert (entry["what"], entry["sequence"]) == ("announcement", 1)
    assert "sequence = 1" not in (data / "series/monthly-meeting.toml").read_text()
    assert send(data, NAMES[:4]) == Delivered(sent=["dee"], already=["ana", "bo", "cai"]), "whoever came later"
    assert [(each["state"], each["count"]) for each in sent(data)] == [("done", 4)]
    assert send(data, NAMES[:4]).sent == []
    newer = About("announcement", ABOUT.record, ABOUT.subject_id, "v", 2, ("members",))
    assert deliver(Run(data), newer, [to("ana", version=2)], per_minute=0).sent == ["ana"]
    assert [each["sequence"] for each in sent(data)] == [1, 2]


def test_a_record_that_goes_meanwhile_is_only_warned_about(
    data: Path, mailbox: Box, capfd: pytest.CaptureFixture[str]
) -> None:
    path = data / "meetings" / "2026" / f"{MEETING}.toml"
    mailbox.answer = lambda step, to: (
        path.unlink(missing_ok=True) if (step, to) == ("RCPT", "cai@example.org") else None
    )
    assert len(send(data, about=About("announcement", ("meeting", MEETING), "x", "v", 1)).sent) == 3
    assert sent(data)[0]["count"] == 3, "a meeting's is made anew"
    path.write_text(
        'state = "planned"\n[[sent]]\nid = "bcdf"\nstate = "done"\nwhat = "x"\non = 9999-12-31T23:59:59-12:00\n'
    )
    with pytest.raises(LacwgError, match="somebody else has sent this x on December 31, 9999"):
        send(data, NAMES, About("x", ABOUT.record, "x", "v"))
    mailbox.answer = lambda step, _: path.write_text("no record") and None if step == "RCPT" else None
    assert send(data, ["dee"], About("y", ABOUT.record, "x", "v")).sent == ["dee"]
    assert "warning: data/meetings" in capfd.readouterr().err


def test_who_is_invited_is_kept_for_a_cancellation(data: Path, mailbox: Box) -> None:
    refuse(mailbox, "RCPT", "bo", "550 no such user")
    send(data, about=About("invitation", ABOUT.record, "x", "v", 1, invitation="u"))
    assert sent(data)[0]["invited"] == ["ana", "cai"]


def test_a_test_is_not_remembered(data: Path, mailbox: Box) -> None:
    about = About("announcement", None, "x", "v", 1)
    for _ in range(2):
        assert deliver(Run(data), about, [to("ana")._replace(key="")], per_minute=0).sent == ["ana"]
    assert not (data / "meetings").exists()


def test_a_pace_is_kept_on_one_connection(data: Path, mailbox: Box, slept: list[float]) -> None:
    send(data, NAMES, per_minute=30)
    assert slept == [2.0] * 9
    assert mailbox.steps.count(("CONNECT", "")) == 1


def test_after_a_refusal_for_now_it_goes_on_with_the_others_and_comes_back(data: Path, mailbox: Box) -> None:
    for number, step in enumerate(("MAIL", "RCPT", "DATA", "DOT")):
        refuse(mailbox, step, "group" if step == "MAIL" else "bo", "450 greylisted", times=2)
        about = About(step, ABOUT.record, "x", "v", 1)
        assert deliver(Run(data), about, [to(each, version=number) for each in NAMES[:3]], per_minute=0).later == []
    assert sorted(mailbox.recipients) == sorted(f"{each}@example.org" for each in NAMES[:3] * 4)


@pytest.mark.parametrize("step", ["CONNECT", "RCPT"])
def test_a_server_that_wants_no_more_now_is_asked_again_later(
    step: str, data: Path, mailbox: Box, slept: list[float]
) -> None:
    refuse(mailbox, step, "" if step == "CONNECT" else "bo", "421 too many", times=3)
    assert send(data).sent == ["ana", "bo", "cai"]
    assert slept == list(module.PAUSES[:3])


def test_a_server_that_never_wants_them(data: Path, mailbox: Box, slept: list[float]) -> None:
    refuse(mailbox, "RCPT", "bo", "450 try later")
    done = send(data)
    assert (done.sent, done.later, sent(data)[0]["state"]) == (["ana", "cai"], ["bo"], "begun")
    assert slept == list(module.PAUSES)
    with pytest.raises(LacwgError, match="not yet, as the server wants to wait: bo"):
        refuse_incomplete(done)
    mailbox.answer = lambda *_: None
    assert send(data) == Delivered(sent=["bo"], already=["ana", "cai"])
    assert (sent(data)[0]["state"], sent(data)[0]["count"]) == ("done", 3)


def test_who_is_refused_for_good_is_told_with_the_way_to_mend_it(data: Path, mailbox: Box) -> None:
    refuse(mailbox, "RCPT", "bo", "550 5.1.1 no such user")
    done = send(data)
    assert done.sent == ["ana", "cai"]
    with pytest.raises(LacwgError) as error:
        refuse_incomplete(done)
    assert "Bo <bo@example.org>: 550 5.1.1 no such user" in str(error.value)
    assert "lacwg contacts edit bo --email ADDRESS" in str(error.value)
    assert (sent(data)[0]["state"], sent(data)[0]["count"]) == ("done", 2)
    mailbox.answer = lambda *_: None
    assert send(data).sent == ["bo"], "once the address is right, the same command sends what is left"


def test_a_sender_that_the_server_does_not_let_send_stops_it_all(data: Path, mailbox: Box) -> None:
    refuse(mailbox, "MAIL", "group", "553 not yours")
    with pytest.raises(LacwgError, match=r"does not let you send as group@example\.org: 553 not yours") as error:
        send(data)
    assert "0 of 3 went out; the same command goes on with the others" in str(error.value)
    assert mailbox.taken == []
    assert sent(data) == [], "nobody else is asked because of what never went"
    refuse(mailbox, "MAIL", "group", "530 5.7.0 authentication required")
    with pytest.raises(LacwgError) as error:
        send(data)
    assert error.value.hint.startswith('see user = "…" under [mail] in config.toml')


def test_a_message_that_is_too_large_is_told_before_anything_goes(data: Path, mailbox: Box) -> None:
    with pytest.raises(LacwgError, match=r"the message has \d\.\d MB, and 127.0.0.1:\d+ takes 1\.0 at most"):
        deliver(Run(data), ABOUT, [to("ana", 700_000)], per_minute=0)
    done = deliver(Run(data), ABOUT, [to("ana"), to("bo", 700_000)], per_minute=0)
    assert (done.sent, [each.recipient.contact for each in done.refused]) == (["ana"], ["bo"])
    assert "too large" in done.refused[0].mend


def test_a_connection_that_is_cut_at_the_end_is_asked_about(
    data: Path, mailbox: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(mailbox, "DOT", "bo", "cut", times=1)
    done = send(data)
    assert (done.sent, done.unsure) == (["ana", "cai"], ["bo"])
    with pytest.raises(LacwgError, match="may have it: bo; ask them; to send it to them again, add --again"):
        refuse_incomplete(done)
    assert sent(data)[0]["state"] == "begun"
    assert send(data) == Delivered(already=["ana", "cai"], unsure=["bo"]), "nobody is asked off a terminal"
    monkeypatch.setattr(Run, "interactive", True)
    for answer in (False, True):
        monkeypatch.setattr("typer.confirm", lambda *_, answer=answer, **__: answer)
        assert send(data) == Delivered(already=["ana", "cai"], **{"sent" if answer else "unsure": ["bo"]})
    assert mailbox.recipients.count("bo@example.org") == 2
    assert sent(data)[0]["state"] == "done"


def test_a_connection_that_is_cut_before_goes_on(data: Path, mailbox: Box) -> None:
    refuse(mailbox, "DATA", "bo", "cut", times=1)
    assert send(data).sent == ["ana", "bo", "cai"]


def test_ctrl_c_stops_after_the_message_that_is_on_its_way(
    data: Path, mailbox: Box, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(step: str, address: str) -> None:
        if (step, address) == ("DATA", "bo@example.org"):
            os.kill(os.getpid(), signal.SIGINT)

    mailbox.answer = answer  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        send(data, NAMES)
    assert "2 of 10 went out; the same command goes on with the others" in capfd.readouterr().err
    assert mailbox.recipients == ["ana@example.org", "bo@example.org"]
    assert (sent(data)[0]["state"], sent(data)[0]["count"]) == ("begun", 2)
    mailbox.answer = lambda *_: None

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(clock, "sleep", interrupted)
        with pytest.raises(KeyboardInterrupt):
            send(data, NAMES, per_minute=1)
    assert len(mailbox.taken) == 3
    assert send(data, NAMES).sent == NAMES[3:]
    assert sorted(mailbox.recipients) == [f"{name}@example.org" for name in NAMES]


def test_the_servers_are_refused_that_are_none(data: Path, mailbox: Box, tmp_path: Path) -> None:
    config = tmp_path / "user-config" / "lacwg" / "config.toml"
    for text, message in [
        ("", "no mail server is named"),
        ('[mail]\nserver = "smtp.example.org"\nsecurity = "none"\n', "line 3: mail and password would go over"),
        *(
            (f'[mail]\nserver = "{each}"\n', "line 2: this is not the name of a server")
            for each in ("smtp.example.org:465", "smtps://example.org", "a b", "a\\nb")
        ),
        (f'[mail]\nserver = "127.0.0.1"\nport = {mailbox.port}\nuser = "ana"\nsecurity = "none"\n', "no password for"),
        ('[mail]\nserver = "127.0.0.1"\nport = 1\nsecurity = "none"\n', "127.0.0.1:1 cannot be reached"),
    ]:
        config.write_text(text)
        with pytest.raises(LacwgError, match=message):
            send(data)
    assert not (data / "meetings").exists()


FAULTS = st.tuples(
    st.sampled_from(["ana", "bo", "cai"]),
    st.sampled_from(["RCPT", "DATA", "DOT"]),
    st.sampled_from(["421 closing", "450 later", "550 never", "cut", "cut before"]),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=st.lists(FAULTS, max_size=3), stopped=st.booleans())
def test_whatever_the_server_says_each_has_it_once_or_is_told(
    faults: list[tuple[str, str, str]], stopped: bool, data: Path, mailbox: Box, yoav: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Each fault comes once; then all who are not told as unsure have it exactly once, and they at most once."""
    monkeypatch.setattr(module, "synced", lambda _: ("", ()))
    shutil.rmtree(data / ".lacwg", ignore_errors=True)
    mailbox.taken.clear()
    left = list(faults)

    def answer(step: str, address: str) -> str | None:
        for fault in left:
            if (step, address) == (fault[1], f"{fault[0]}@example.org"):
                left.remove(fault)
                if stopped:
                    os.kill(os.getpid(), signal.SIGINT)
                return None if fault[1] == "RCPT" and fault[2].startswith("cut") else fault[2]
        return None

    mailbox.answer = answer
    about = About("announcement", None, "x", "v")
    for _ in range(len(faults) + 2):
        with contextlib.suppress(KeyboardInterrupt):
            done = send(data, about=about)
    assert sorted([*done.already, *done.unsure]) == ["ana", "bo", "cai"]
    for name in ("ana", "bo", "cai"):
        times = mailbox.recipients.count(f"{name}@example.org")
        assert times == 1 or (times == 0 and name in done.unsure)
    mailbox.answer = lambda *_: None
    assert send(data, about=about, again=True).sent == done.unsure
