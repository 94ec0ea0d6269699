"""Sendings between two coordinators' clones: what one has sent, the other is asked about before it goes again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from mail_server import About, Box, send, sent
from shared_folders import MEETING, RALLY, Clone, git, hub_and_clones

from lacwg.commands.sending import deliver
from lacwg.errors import LacwgError
from lacwg.remotes.smtp import MailServer
from lacwg.run import Run as ThisRun

EVENT = About(
    "announcement", ("event", "2026-12-03-rally"), "2026-12-03-rally", "v", 3, ("members",), invitation="as-it-went-out"
)


@pytest.fixture
def clones(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Clone]:
    monkeypatch.chdir(tmp_path)
    return hub_and_clones(tmp_path, run)


def test_that_it_is_sent_is_shared_before_the_first_message(clones: list[Clone], mailbox: Box) -> None:
    ana, berta = clones
    ana.synced(), berta.synced()
    seen = []

    def answer(step: str, _: str) -> None:
        if step == "MAIL":
            seen.append(berta.synced() and sent(berta.root)[0]["state"])

    mailbox.answer = answer  # type: ignore[assignment]
    assert send(ana.root).sent == ["ana", "bo", "cai"]
    assert seen == ["begun"] * 3
    mailbox.answer = lambda *_: None
    with pytest.raises(LacwgError) as error:
        send(berta.root)
    assert "has sent this announcement to members on November 24" in str(error.value)
    assert "if it is meant, say --again" in str(error.value)
    assert len(mailbox.taken) == 3
    assert [each["state"] for each in sent(berta.root)] == ["done"], "nothing of hers is in it"
    assert send(ana.root, ["ana", "dee"]).sent == ["dee"], "whose it is goes on"
    berta.synced()
    assert send(berta.root, ["bo"], again=True).sent == ["bo"]
    berta.synced(), ana.synced()
    assert [each["count"] for each in sent(ana.root)] == [4, 1]
    assert ana.files == berta.files


def test_of_two_who_begin_at_once_one_sees_the_other(
    clones: list[Clone], mailbox: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, berta = clones
    ana.synced(), berta.synced()
    look = deliver.server_of

    def ana_is_quicker(run: ThisRun) -> MailServer:  # Berta has looked, and has not written anything yet
        monkeypatch.setattr(deliver, "server_of", look)
        send(ana.root)
        return look(run)

    monkeypatch.setattr(deliver, "server_of", ana_is_quicker)
    with pytest.raises(LacwgError, match="has sent this announcement"):
        send(berta.root)
    assert len(mailbox.taken) == 3
    ana.synced()
    assert len(sent(ana.root)) == 1, "what she had begun is taken out again"


def test_a_merge_brings_the_sendings_together_and_raises_no_number(clones: list[Clone], mailbox: Box) -> None:
    ana, berta = clones
    ana.synced(), berta.synced()
    send(ana.root, about=EVENT)
    before = berta.read(RALLY)
    berta.write(
        RALLY,
        before
        + """
[[sent]]
id = "bcdf"
state = "done"
on = 2026-11-23T17:00:00Z
what = "announcement"
sequence = 2
""",
    )
    berta.synced(), ana.synced()
    assert [each["sequence"] for each in sent(ana.root, "events", "2026-12-03-rally")] in ([2, 3], [3, 2])
    assert "sequence = 3\n\n[private]" in ana.read(RALLY)
    assert ana.read(RALLY) == berta.read(RALLY)
    known = {each["id"] == "bcdf": each.get("uid") for each in sent(berta.root, "events", "2026-12-03-rally")}
    assert known == {True: None, False: "as-it-went-out"}, "by which their calendars know it"


def test_what_others_have_changed_is_looked_at_first(clones: list[Clone], mailbox: Box) -> None:
    ana, berta = clones
    ana.synced(), berta.synced()
    ana.edit(MEETING, "Hall", "Church")
    ana.synced()
    with pytest.raises(LacwgError, match="others have changed what is to be sent"):
        send(berta.root)
    assert mailbox.taken == []
    assert len(send(berta.root).sent) == 3


def test_out_of_step_nothing_goes_unless_it_is_said(clones: list[Clone], mailbox: Box, tmp_path: Path) -> None:
    ana, berta = clones
    ana.synced()
    with pytest.raises(LacwgError, match="the folder was never synced with origin from here"):
        send(berta.root)
    berta.synced()
    (tmp_path / "hub.git").rename(tmp_path / "away")
    with pytest.raises(LacwgError, match="origin could not be reached, and others may be sending the same"):
        send(berta.root)
    assert mailbox.taken == []
    assert not (berta.root / "meetings").exists()
    assert send(berta.root, again=True).sent == ["ana", "bo", "cai"]


def test_a_reminder_is_of_what_all_know(clones: list[Clone], mailbox: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another has cancelled meanwhile is no longer due; where that cannot be known, nothing goes."""
    ana, berta = clones
    own = ana.run("config", "--json").json["settings"]["installation"]["value"]
    group = ana.root / "group.toml"
    more = (
        f'[mail]\nfrom = "i@example.org"\n[lists.members]\naudience = "members"\n[reminders]\ninstallation = "{own}"\n'
    )
    group.write_text(group.read_text() + more)
    (ana.root / "contacts").mkdir(exist_ok=True)
    (ana.root / "contacts/bo.toml").write_text('name = "Bo"\nemail = "bo@example.org"\nlists = ["members"]\n')
    ana.synced(), berta.synced()
    berta.run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    berta.synced()
    monkeypatch.setenv("LACWG_NOW", "2026-12-02T09:00")
    argv = "remind", "--send", "members", "--yes"
    assert (ana.run(*argv).code, mailbox.taken) == (0, [])
    berta.run("meetings", "restore", "2026-12-09")
    berta.synced()
    assert (ana.run(*argv).code, mailbox.recipients) == (0, ["bo@example.org"])
    Path(git(ana.root, "remote", "get-url", "origin").strip()).rename(ana.root.parent / "away")
    monkeypatch.setenv("LACWG_NOW", "2026-12-08T09:00")
    away = ana.run(*argv)
    assert (away.code, len(mailbox.taken)) == (1, 1)
    assert "a date may have changed" in away.err
    assert (ana.run(*argv, "--again").code, len(mailbox.taken)) == (0, 2)
