"""Who comes: answers to invitations come in, or are noted by hand; members see how many, coordinators who."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import tomli
from conftest import GROUP, Run

from lacwg.identity import invitation_uid

sys.path.append(str(Path(__file__).parents[1] / "importers"))
import test_replies as mails

NEXT = "meetings/2026/2026-12-09-monthly-meeting.toml"
SENT = """state = "planned"

[[sent]]
id = "kqzt"
state = "done"
on = 2026-11-24T15:00:00Z
what = "announcement"
count = 2
sequence = 1
invited = ["ana-perez", "john-ratliff"]
"""


@pytest.fixture
def invited(data: Path) -> Path:
    """A folder in which Ana and John have an invitation to the next meeting, and Bo has none."""
    (data / "contacts/ana-perez.toml").write_text('name = "Ana P\u00e9rez"\nemail = "Ana@example.org"\n')
    (data / "contacts/bo-liu.toml").write_text('name = "Bo Liu"\nemail = "bo@example.org"\n')
    (data / "meetings/2026").mkdir(parents=True)
    (data / NEXT).write_text(SENT)
    return data


def namespace(data: Path) -> str:
    """The group's."""
    return str(tomli.loads((data / "group.toml").read_text())["uid_namespace"])


def reply(
    data: Path, calendar: str, sender: str = "Ana <ana@example.org>", occurrence: str = "monthly-meeting/2026-12-09"
) -> bytes:
    """A message with an answer to our invitation."""
    return mails.mail(calendar.replace(mails.UID, invitation_uid(namespace(data), occurrence)), sender)


def calendar(answer: str, stamp: str, *, email: str = "ana@example.org", sequence: int = 1) -> str:
    """An answer."""
    return mails.ics(f"ATTENDEE;PARTSTAT={answer}:mailto:{email}", stamp=stamp, more=f"SEQUENCE:{sequence}\r\n")


def rsvp(data: Path, path: str = NEXT) -> str:
    """What a record says of the answers."""
    return "[[rsvp]]".join(["", *(data / path).read_text().split("[[rsvp]]")[1:]])


YES, NO = "ACCEPTED", "DECLINED"


def test_an_answer_is_taken_over_once_and_never_goes_back(invited: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "yes.eml").write_bytes(reply(invited, calendar(YES, "20261124T100000Z")))
    (tmp_path / "no.eml").write_bytes(reply(invited, calendar(NO, "20261124T110000Z")))
    shown = run("import", "replies", "yes.eml", "--dry-run")
    assert shown.out == "Ana P\u00e9rez   yes   monthly-meeting/2026-12-09\n1 new, 0 changed. Nothing was saved.\n"
    assert rsvp(invited) == ""
    assert run("import", "replies", "yes.eml").out.endswith("1 new, 0 changed. Saved \u00b7 undo: lacwg undo\n")
    assert rsvp(invited) == '[[rsvp]]\ncontact = "ana-perez"\nanswer = "yes"\non = 2026-11-24\n'
    assert run("import", "replies", "yes.eml").out == "0 new, 0 changed, 1 the same.\n"
    assert run("import", "replies", "no.eml").out.startswith("Ana P\u00e9rez   no, was yes   monthly")
    assert run("import", "replies", "yes.eml").out == "0 new, 0 changed, 1 older than what is here.\n"
    assert run("import", "replies", "yes.eml", "no.eml").out == "0 new, 0 changed, 1 the same.\n"
    assert 'answer = "no"' in rsvp(invited)
    run("undo")
    assert 'answer = "yes"' in rsvp(invited)
    assert run("import", "replies", "no.eml", "--json").json["changed"][0]["before"] == "yes"
    (invited / ".lacwg/imports.json").unlink()  # another machine: the days alone say which is older
    (tmp_path / "old.eml").write_bytes(reply(invited, calendar(YES, "20261123T100000Z")))
    assert "1 older" in run("import", "replies", "old.eml").out
    assert run("import", "replies", "yes.eml", "old.eml", "no.eml").out == "0 new, 0 changed, 1 the same.\n"
    (invited / ".lacwg/imports.json").unlink()
    assert run("import", "replies", "no.eml", "yes.eml").out == "0 new, 0 changed, 1 the same.\n"


def test_a_spoofed_answer_is_named_and_left(
    invited: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.mbox").write_bytes(
        b"".join(
            b"From x Tue Nov 24 10:00:00 2026\n%b\n" % each
            for each in (
                reply(invited, calendar(NO, "20990101T000000Z", sequence=99), "Mallory <m@evil.example>"),
                reply(invited, calendar(YES, "20261124T100000Z", email="bo@example.org"), "bo@example.org"),
                reply(invited, calendar(YES, "20261124T100000Z", email="eve@example.org"), "eve@example.org"),
                reply(invited, calendar(YES, "20261124T100000Z"), occurrence="elsewhere"),
                mails.mail(None),
            )
        )
    )
    ran = run("import", "replies", "a.mbox")
    assert ran.code == 0
    assert ran.out == (
        "Skipped: ana@example.org (a.mbox, message 1): it comes from m@evil.example; if it is right: lacwg meetings rsvp monthly-meeting/2026-12-09 --no ana-perez\n"
        "Skipped: bo@example.org (a.mbox, message 2): Bo Liu has no invitation; if it is right: lacwg meetings rsvp monthly-meeting/2026-12-09 --yes bo-liu\n"
        "Skipped: eve@example.org (a.mbox, message 3): no contact has this address\n"
        "0 new, 0 changed, 3 skipped, 2 messages without an answer to an invitation of ours.\n"
    )  # fmt: skip
    assert rsvp(invited) == ""
    run("meetings", "rsvp", "next", "--no", "ana")
    assert "Skipped: ana" not in run("import", "replies", "a.mbox").out, "it is noted"
    # what is forged to say what is noted stands in no true answer's way
    (tmp_path / "b.eml").write_bytes(reply(invited, calendar(YES, "20261124T100000Z", sequence=99)))
    (invited / ".lacwg/imports.json").unlink()
    assert "1 changed" in run("import", "replies", "b.eml", "a.mbox", "--dry-run").out
    # of the future, and of a version that never went out, an answer does not outlast the next one
    (tmp_path / "b.eml").write_bytes(reply(invited, calendar(NO, "20990101T000000Z", sequence=99)))
    assert "1 the same" in run("import", "replies", "b.eml").out
    monkeypatch.setenv("LACWG_NOW", "2026-11-25T12:00")
    (tmp_path / "b.eml").write_bytes(reply(invited, calendar(YES, "20261125T100000Z")))
    assert "1 changed" in run("import", "replies", "b.eml").out


def test_files_of_all_kinds(invited: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = reply(invited, calendar(YES, "20261124T100000Z"))
    for name, each in (("new/1", message), ("cur/2", mails.mail(None)), ("cur/.x", message), ("tmp/3", b"")):
        (tmp_path / "box" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "box" / name).write_bytes(each)
    assert "1 new, 0 changed, 1 message without" in run("import", "replies", "box", "--dry-run").out
    (tmp_path / "a.ics").write_text(
        calendar(YES, "20261124T100000Z").replace(
            mails.UID, invitation_uid(namespace(invited), "monthly-meeting/2026-12-09")
        )
    )
    assert "1 new" in run("import", "replies", "a.ics", "--dry-run").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(message)))
    assert "1 new" in run("import", "replies", "-").out
    (tmp_path / "folder").mkdir()
    for name, why in (("folder", "not a Maildir"), ("none", "no such file")):
        ran = run("import", "replies", name)
        assert (ran.code, why in ran.err) == (1, True)


def test_by_hand(invited: Path, run: Run) -> None:
    assert run("meetings", "rsvp", "next", "--json").json["waiting"] == [
        {"contact": "ana-perez", "name": "Ana P\u00e9rez"}, {"contact": "john-ratliff", "name": "John Ratliff"},
    ]  # fmt: skip
    ran = run("meetings", "rsvp", "next", "--yes", "Ana and Yoav", "--no", "john")
    assert ran.out == (
        "LA/CWG monthly meeting\n"
        "When         Wednesday, December 9, 2026 \u00b7 5:00 PM EST\n"
        "Coming       2: Ana P\u00e9rez, Yoav Elinevsky\n"
        "Not coming   1: John Ratliff\n"
        "Saved \u00b7 undo: lacwg undo\n"
    )  # fmt: skip
    assert run("meetings", "rsvp", "next", "--yes", "ana").out.endswith("Already so; nothing changed.\n")
    assert "Answers   2 coming, 1 not\n" in run("meetings", "show", "next").out
    assert run("meetings", "rsvp", "next", "--maybe", "ana", "--json").json == {
        "id": "monthly-meeting/2026-12-09", "title": "LA/CWG monthly meeting", "start": "2026-12-09T17:00:00-05:00", "end": None,
        "rsvp": {"yes": 1, "no": 1, "maybe": 1},
        "answers": [
            {"contact": "ana-perez", "name": "Ana P\u00e9rez", "answer": "maybe", "on": "2026-11-24"},
            {"contact": "yoav-elinevsky", "name": "Yoav Elinevsky", "answer": "yes", "on": "2026-11-24"},
            {"contact": "john-ratliff", "name": "John Ratliff", "answer": "no", "on": "2026-11-24"},
        ],
        "waiting": [],
    }  # fmt: skip
    shown = run("meetings", "show", "next", "--json").json
    assert (shown["rsvp"]["maybe"], "answers" in shown) == (1, False)
    assert len(run("meetings", "show", "next", "--json", "--private").json["answers"]) == 3
    for argv, why in (
        (["--yes", "ana", "--no", "Ana"], "two answers"),
        (["--yes", "Zoe"], "add them: lacwg contacts add Zoe\n"),
        (["--yes", "zoe@x.org"], "add them: lacwg contacts add NAME --email zoe@x.org\n"),
        (["--yes", "ANA@example.org", "--no", "ana"], "Ana P\u00e9rez is typed with two answers"),
        (["--no", "3"], "is a number"),
    ):
        ran = run("meetings", "rsvp", "next", *argv)
        assert why in ran.err
        assert ran.code
    # where nobody was invited there is no record yet
    assert run("meetings", "rsvp", "2027-01-13", "--yes", "ana").code == 0
    assert 'state = "planned"' in (invited / "meetings/2027/2027-01-13-monthly-meeting.toml").read_text()
    assert run("check").code == 0


def test_of_an_event_nothing_is_new_to_subscribers(invited: Path, run: Run) -> None:
    run("events", "add", "Vigil", "--start", "2026-12-05 17:00")
    path = invited / "events/2026/2026-12-05-vigil.toml"
    before, feed = path.read_text(), run("export", "ics", "--audience", "members").out
    assert run("events", "rsvp", "vigil", "--yes", "Ana", "--maybe", "john").code == 0
    assert path.read_text().startswith(before.rstrip("\n"))
    assert run("export", "ics", "--audience", "members").out == feed
    assert "Answers   1 coming, 1 maybe\n" in run("events", "show", "vigil").out
    for argv in (["export", "json", "--audience", "members"], ["export", "jsonld"], ["events", "list", "--json"]):
        assert "ana-perez" not in run(*argv).out


def test_regrets_are_taken_from_answers_only_where_somebody_says_so(
    invited: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T18:00")
    run("meetings", "rsvp", "2026-12-09", "--no", "Ana, John", "--yes", "yoav")
    assert "ana" not in run("minutes", "start", "--dry-run").out.lower()
    asked: list[str] = []
    monkeypatch.setattr("lacwg.run.interactive", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or len(asked) > 1)
    ran = run("minutes", "start")
    assert "Ana P\u00e9rez and John Ratliff answered that they would not come." in ran.err
    assert asked == ["Note it as regrets, which members see?"]
    assert "regrets" not in (invited / NEXT).read_text()
    run("undo")
    assert run("minutes", "start").code == 0
    assert 'regrets = ["ana-perez", "john-ratliff"]' in (invited / NEXT).read_text()


def test_who_is_forgotten_is_no_answer_and_has_no_invitation(invited: Path, run: Run) -> None:
    run("meetings", "rsvp", "next", "--yes", "ana", "--no", "john")
    assert run("contacts", "forget", "ana", "--yes").code == 0
    text = (invited / NEXT).read_text()
    assert 'invited = ["john-ratliff"]' in text
    assert rsvp(invited) == '[[rsvp]]\ncontact = "john-ratliff"\nanswer = "no"\non = 2026-11-24\n'
    assert "former" not in text


def test_uids_of_invitations_are_their_own() -> None:
    made = {invitation_uid(GROUP.uid_namespace, each) for each in ("a/2026-12-09", "a/2027-01-13", "2026-12-05-vigil")}
    assert len(made) == 3
