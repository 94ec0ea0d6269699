"""Who is invited by mail, and who hears of a change: each person, those who were invited before, and no mailing list."""

from __future__ import annotations

import sys
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest
import tomli
from conftest import Run
from mail_server import Box
from test_letters import LINK, mailing, write

sys.path.append(str(Path(__file__).parents[2] / "importers"))
import test_replies as mails

__all__ = ["mailing"]
RECORD = "meetings/2026/2026-12-09-monthly-meeting.toml"
SENT = """state = "planned"

[[sent]]
id = "kqzt"
state = "done"
on = 2026-11-23T15:00:00Z
what = "announcement"
sequence = 4
invited = ["ana", "cy", "gone"]
"""


def shown(run: Run, *argv: str) -> dict[str, list[str]]:
    """To which addresses it would go, and what is attached to the first."""
    told = run("meetings", "announce", *argv, "--invite", "--dry-run", "--json").json
    files = [each["name"] for each in told["message"]["attachments"]]
    return {"to": sorted(each["email"] for each in told["to"]), "files": files, "no_mail": told["no_mail"]}


def test_each_person_is_invited_and_no_list(mailing: Path, run: Run) -> None:
    assert shown(run, "--send", "members")["files"] == ["invite.ics"]
    assert shown(run, "--send", "everybody") == {
        "to": ["everybody@lists.example.org"], "files": ["monthly-meeting.ics"], "no_mail": [],
    }  # fmt: skip
    assert shown(run, "--test", "me@example.org")["files"] == ["invite.ics"]
    nobody = run("meetings", "announce", "--invite", "--dry-run")
    assert (nobody.code, "say whom to invite: --send LIST" in nobody.err) == (2, True)


def test_who_was_invited_hears_of_it_whoever_else_does(mailing: Path, run: Run) -> None:
    write(mailing, RECORD, SENT)
    own = {"to": ["ana@example.org"], "files": ["invite.ics"], "no_mail": ["cy"]}
    assert shown(run, "next") == own
    assert shown(run, "next", "--send", "eve")["to"] == ["ana@example.org", "eve@example.org"]
    assert "to tell their calendars too: --invite" in run("meetings", "announce", "--send", "ana", "--dry-run").err
    run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    assert shown(run, "2026-12-09") == own
    write(mailing, "contacts/ana-too.toml", 'name = "Ana"\nemail = "ANA@example.org"\nlists = ["two"]\n')
    assert shown(run, "2026-12-09", "--send", "two") == own, "by whatever contact of one address"
    # who has none is told so, and is sent no end of it
    assert shown(run, "2026-12-09", "--send", "eve")["files"] == ["monthly-meeting.ics"]


def announced(run: Run, box: Box, *argv: str) -> dict[str, EmailMessage]:
    """What each gets of an announcement."""
    box.taken.clear()
    ran = run("meetings", "announce", *argv, "--yes", "--per-minute", "0")
    assert ran.code == 0, ran.err
    return {str(each["To"].addresses[0].addr_spec): each for each in box.messages}


def invitation(message: EmailMessage) -> icalendar.Event:
    """What a calendar program finds in a message, wherever it looks."""
    kinds = [each.get_content_type() for each in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    part, file = [*message.walk()][4:]
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    assert file.get_content().decode() == part.get_content().replace("\n", "\r\n").replace("\r\r", "\r")
    (event,) = calendar.events
    assert event["ATTENDEE"] == f"mailto:{message['To'].addresses[0].addr_spec}"
    assert event["ORGANIZER"] == f"mailto:{message['From'].addresses[0].addr_spec}"
    return event


def answer(event: icalendar.Event, said: str) -> bytes:
    """The mail with which a calendar program answers it."""
    who = event["ATTENDEE"].removeprefix("mailto:")
    calendar = mails.ics(f"ATTENDEE;PARTSTAT={said}:mailto:{who}", more=f"SEQUENCE:{event['SEQUENCE']}\r\n")
    return mails.mail(calendar.replace(mails.UID, event["UID"]).replace(mails.AT, "20261124T165900Z"), who)


def test_from_the_invitation_to_its_end(mailing: Path, run: Run, mailbox: Box, tmp_path: Path) -> None:
    first = announced(run, mailbox, "--send", "members", "--invite")
    assert sorted(first) == ["ana@example.org", "bo@xn--bcher-kva.example"]
    ana = invitation(first["ana@example.org"])
    assert str(ana["SUMMARY"]) == "Reunión mensual de LA/CWG"
    assert LINK in str(ana["DESCRIPTION"])
    assert "SEQUENCE:0" in ana.to_ical().decode()
    assert tomli.loads((mailing / RECORD).read_text())["sent"][0]["invited"] == ["ana", "bo-again"]
    assert not announced(run, mailbox, "--send", "members", "--invite"), "nobody is invited twice"
    box = [answer(invitation(each), said) for each, said in zip(first.values(), ("ACCEPTED", "DECLINED"), strict=True)]
    (tmp_path / "in.mbox").write_bytes(b"".join(b"From x Tue Nov 24 10:00:00 2026\n" + each for each in box))
    assert run("import", "replies", "in.mbox").out.endswith("2 new, 0 changed. Saved · undo: lacwg undo\n")
    assert "Answers   1 coming, 1 not\n" in run("meetings", "show", "next").out
    # who was moved hears of it, and who was invited since; the press gets no update of what it never had
    run("meetings", "move", "2026-12-09", "--to", "Dec 16", "--reason", "snow")
    update = announced(run, mailbox, "2026-12-16", "--send", "eve", "--invite")
    moved = invitation(update["ana@example.org"])
    assert LINK not in invitation(update["eve@example.org"]).to_ical().decode().replace("\r\n ", "")
    assert (moved["UID"], moved["SEQUENCE"] > ana["SEQUENCE"], moved.start.day) == (ana["UID"], True, 16)
    assert run("import", "replies", "in.mbox").out == "0 new, 0 changed, 2 the same.\n"
    # by another id, of the series or the group, it is the same to their calendars, and their answers to us
    assert run("series", "rename", "monthly-meeting", "assembly").code == 0
    assert run("import", "replies", "in.mbox").out == "0 new, 0 changed, 2 the same.\n"
    run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    ended = announced(run, mailbox, "2026-12-09", "--invite")
    assert sorted(ended) == ["ana@example.org", "bo@xn--bcher-kva.example", "eve@example.org"]
    assert {str(invitation(each)["STATUS"]) for each in ended.values()} == {"CANCELLED"}
    assert {str(invitation(each)["UID"]) for each in ended.values()} == {ana["UID"]}
    assert invitation(ended["ana@example.org"])["SEQUENCE"] > moved["SEQUENCE"]


def test_an_event_that_is_moved_to_another_day_keeps_its_invitations(mailing: Path, run: Run, mailbox: Box) -> None:
    run("events", "add", "Vigil", "--start", "2026-12-05 17:00")

    def sent(*argv: str) -> icalendar.Event:
        mailbox.taken.clear()
        assert run("events", "announce", *argv, "--invite", "--yes", "--per-minute", "0").code == 0
        return invitation(mailbox.messages[0])

    first = sent("vigil", "--send", "ana")
    run("events", "add", "Vigil", "--start", "2026-12-07 12:00")
    run("events", "edit", "2026-12-05-vigil", "--start", "2026-12-07 17:00")
    assert (mailing / "events/2026/2026-12-07-vigil-2.toml").exists()
    second = sent("2026-12-07-vigil-2")
    assert (second["UID"], second["SEQUENCE"] > first["SEQUENCE"]) == (first["UID"], True)
    Path("a.eml").write_bytes(answer(second, "TENTATIVE"))
    assert run("import", "replies", "a.eml", "--json").json["new"][0]["id"] == "2026-12-07-vigil-2"


@pytest.mark.parametrize("argv", ["--as short", "--eml a.eml", "--copy"])
def test_an_invitation_is_a_mail(mailing: Path, run: Run, argv: str) -> None:
    assert run("meetings", "announce", "--invite", "--send", "members", *argv.split()).code == 2
