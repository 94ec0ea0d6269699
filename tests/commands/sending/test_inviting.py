"""Who is invited by mail, and who hears of a change: each person, those who were invited before, and no mailing list."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from test_letters import mailing, write

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
    assert "3 have an invitation" in run("meetings", "announce", "--send", "ana", "--dry-run").err
    run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    assert shown(run, "2026-12-09") == own
    # who has none is told so, and is sent no end of it
    assert shown(run, "2026-12-09", "--send", "eve")["files"] == ["monthly-meeting.ics"]


@pytest.mark.parametrize("argv", ["--as short", "--eml a.eml", "--copy"])
def test_an_invitation_is_a_mail(mailing: Path, run: Run, argv: str) -> None:
    assert run("meetings", "announce", "--invite", "--send", "members", *argv.split()).code == 2
