"""``lacwg undo``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli
from conftest import Run, tree
from mail_server import About, Box, send, sent
from steps import add

pytestmark = pytest.mark.usefixtures("yoav")


def test_steps_are_taken_back_one_after_the_other_and_done_again(data: Path, run: Run) -> None:
    before = tree(data)
    first, second = add(run), add(run, "Vigil")
    after = tree(data)
    assert "2026-12-03-vigil.toml" in run("undo").out
    assert (data / "events" / "2026" / f"{first}.toml").exists()
    run("undo")
    assert {k: v for k, v in tree(data).items() if k != "events/2026"} == before
    assert run("undo").code == 1
    assert run("undo", "1").code == 1
    assert run("undo", "3").code == run("undo", "4").code == 0
    for record_id in (first, second):
        name = f"events/2026/{record_id}.toml"
        was, now = (tomli.loads(str(each[name], "utf-8")) for each in (after, tree(data)))  # type: ignore[arg-type]
        assert now["uid"] == was["uid"]
        assert now.pop("sequence") == was.pop("sequence", 0) + 1
        assert now == was


def test_sequence_and_updated_never_go_back(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(f"# ours\n{path.read_text()}")
    text = path.read_text()
    run("meetings", "move", "2026-11-11", "--to", "2026-11-18", "--reason", "Veterans Day")
    monkeypatch.setenv("LACWG_NOW", "2026-11-25T12:00")
    run("undo")
    record = tomli.loads(path.read_text())
    assert record.pop("sequence") == 2
    assert str(record.pop("updated")) == "2026-11-25 17:00:00+00:00"
    record.pop("uid")
    assert record == tomli.loads(text)
    added = re.sub(r"^(?:uid|updated|sequence) = .*\n", "", path.read_text(), flags=re.MULTILINE)
    assert added == text  # remarks too
    monkeypatch.setenv("LACWG_NOW", "2026-11-23T12:00")
    run("undo", "2")
    again = tomli.loads(path.read_text())
    assert again["sequence"] == 3
    assert str(again["updated"]) == "2026-11-25 17:00:00+00:00"
    assert again["exceptions"][0]["reason"] == "Veterans Day"


def test_what_was_changed_since_is_refused_and_named(data: Path, run: Run) -> None:
    record_id = add(run)
    path = data / "events" / "2026" / f"{record_id}.toml"
    text = path.read_text()
    path.write_text(text + "# by hand\n")
    refused = run("undo")
    assert refused.code == 1
    assert f"{record_id}.toml: this record was changed since" in refused.err
    assert path.read_text() == text + "# by hand\n"
    assert run("undo", "--force").code == 0
    assert not path.exists()
    assert [line[4] for line in run("log", "--plain").lines] == ["undo", "hand", "command"]
    assert run("undo", "2", "--force").code == 0
    assert "# by hand" not in path.read_text()


def test_a_later_step_is_named(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    record_id = add(run)
    monkeypatch.setenv("LACWG_USER", "Ana")
    run("events", "cancel", record_id, "--reason", "rain")
    monkeypatch.setenv("LACWG_USER", "Yoav")
    refused = run("undo")
    assert refused.code == 1
    assert "entry 2 by Ana (events cancel)" in refused.err


def test_an_event_that_was_renamed_since_is_not_there_twice(data: Path, run: Run) -> None:
    add(run)
    run("events", "edit", "rally", "--place", "Hall")
    run("events", "edit", "rally", "--start", "2026-12-05 19:00")
    run("events", "edit", "rally", "--place", "Park")
    before = tree(data)
    for option in ((), ("--force",)):
        refused = run("undo", "2", *option)
        assert refused.code == 1
        assert "lacwg undo 3\n" in refused.err or not option
        assert tree(data) == before
    assert "this event is 2026-12-05-rally since entry 3" in run("undo", "2", "--force").err
    run("events", "remove", "2026-12-05-rally", "--yes")
    assert run("undo", "2", "--force").code == 0  # there is no other one now
    assert [path.stem for path in (data / "events" / "2026").iterdir()] == ["2026-12-03-rally"]


def test_a_dry_run_changes_nothing(data: Path, run: Run) -> None:
    add(run)
    before = tree(data)
    assert run("undo", "--dry-run").out.startswith("Would take back 1 ·")
    assert tree(data) == before
    assert len(run("log", "--json").json) == 1


def test_an_import_is_one_step_and_can_be_done_again(data: Path, run: Run, tmp_path: Path) -> None:
    before = tree(data)
    feed = tmp_path / "feed.ics"
    entries = "".join(
        f"BEGIN:VEVENT\r\nUID:x{number}@example.org\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART:202612{number + 1:02}T190000Z\r\nSUMMARY:Rally {number}\r\nEND:VEVENT\r\n"
        for number in range(25)
    )
    feed.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{entries}END:VCALENDAR\r\n", newline="")
    assert run("import", "ics", str(feed)).code == 0
    assert len(run("events", "list", "--json", "-n", "100").json) == 25
    assert "… and 20 more records: lacwg log 1" in run("log").out
    assert run("log", "1").out.count("new events/2026/") == 25
    run("undo")
    assert tree(data) == before
    assert "25 new" in run("import", "ics", str(feed)).out
    assert len(run("events", "list", "--json", "-n", "100").json) == 25


def test_several_steps_on_one_event_are_taken_back_one_after_the_other(data: Path, run: Run) -> None:
    record_id = add(run)
    path = data / "events" / "2026" / f"{record_id}.toml"
    first = tomli.loads(path.read_text())
    run("events", "cancel", record_id, "--reason", "rain")
    run("events", "edit", record_id, "--place", "City Hall")
    run("events", "edit", record_id, "--start", "Dec 4")
    for number in (4, 3, 2):
        assert run("undo").out.startswith(f"Took back {number} ·")
    now = tomli.loads(path.read_text())
    assert now.pop("sequence") > 3
    assert {**now, "updated": None} == {**first, "updated": None}
    assert run("undo").out.startswith("Took back 1 ·")
    assert not path.exists()


def test_a_change_by_hand_after_an_undo_is_not_lost(data: Path, run: Run) -> None:
    record_id = add(run)
    path = data / "events" / "2026" / f"{record_id}.toml"
    run("events", "cancel", record_id, "--reason", "rain")
    run("undo")
    path.write_text(f"# ours\n{path.read_text()}")
    assert run("undo").code == 1
    assert path.read_text().startswith("# ours\n")


def test_to_forget_somebody_cannot_be_undone(data: Path, run: Run) -> None:
    add(run)
    run("contacts", "add", "Ana Pérez")
    run("contacts", "forget", "ana-perez", "--yes")
    refused = run("undo")
    assert (refused.code, refused.out) == (2, "")
    assert "to forget somebody cannot be undone" in refused.err
    assert "lacwg undo 1\n" in refused.err
    assert "what it changed is forgotten" in run("undo", "2").err
    assert run("undo", "1").code == 0


# An old step


def test_what_other_records_name_is_not_taken_away(data: Path, run: Run) -> None:
    run("contacts", "add", "Ana Pérez")
    run("minutes", "start", "2026-11-11")
    run("minutes", "edit", "2026-11-11", "--present", "Ana", "--regrets", "Bo")
    before = tree(data)
    for option in ((), ("--force",), ("--dry-run",)):
        refused = run("undo", "1", *option)
        assert (refused.code, refused.out) == (1, "")
        assert "2026-11-11-monthly-meeting.toml, line 2: present\n" in refused.err
        assert "entry 3 by Yoav (minutes edit) did: take that back first, lacwg undo 3\n" in refused.err
        assert "entry 2" not in refused.err
        assert "lacwg contacts remove ana-perez --keep-name\n" in refused.err
        assert tree(data) == before
    assert run("undo", "3").code == run("undo", "1").code == 0
    assert not (data / "contacts" / "ana-perez.toml").exists()


def test_a_name_of_what_is_gone_does_not_come_back(data: Path, run: Run) -> None:
    run("contacts", "add", "Ana Pérez")
    run("minutes", "start", "2026-11-11")
    run("minutes", "edit", "2026-11-11", "--chair", "Ana")
    run("contacts", "remove", "ana", "--keep-name", "--yes")
    run("undo", "4")
    run("minutes", "edit", "2026-11-11", "--chair", "John")
    run("contacts", "remove", "ana", "--keep-name", "--yes")
    assert "entry 7 by Yoav (contacts remove)" in run("undo", "6", "--force").err  # it is one of those present still
    before = tree(data)
    refused = run("undo", "6", "--force")
    assert (refused.code, "lacwg undo 7\n" in refused.err) == (1, True), refused.err
    assert tree(data) == before
    assert run("undo", "7").code == run("undo", "6").code == 0


@pytest.mark.parametrize(
    ("first", "then", "place"),
    [
        (
            ["series", "add", "Assembly", "--rule", "1st Monday", "--since", "2026-11-01"],
            ["agenda", "prepare", "2026-11-02", "--series", "assembly"],
            "meetings/2026/2026-11-02-assembly.toml",
        ),
        (
            ["meetings", "add", "2026-11-20", "--reason", "a talk"],
            ["agenda", "prepare", "2026-11-20"],
            "meetings/2026/2026-11-20-monthly-meeting.toml",
        ),
        (
            ["meetings", "change", "--from", "2026-11-01", "--rule", "every Friday"],
            ["agenda", "prepare", "2026-11-20"],
            "meetings/2026/2026-11-20-monthly-meeting.toml",
        ),
        (
            ["issues", "add", "Puerto Rico"],
            ["events", "add", "Rally", "--start", "2026-12-03 19:00", "--issue", "puerto-rico"],
            "events/2026/2026-12-03-rally.toml, line 3: issues",
        ),
    ],
)
def test_what_a_later_record_is_of_stays(data: Path, run: Run, first: list[str], then: list[str], place: str) -> None:
    assert run(*first).code == run(*then).code == 0
    before = tree(data)
    refused = run("undo", "1")
    assert (refused.code, place in refused.err, "lacwg undo 2\n" in refused.err) == (1, True, True), refused.err
    assert tree(data) == before
    assert run("undo", "2").code == run("undo", "1").code == 0


def test_a_picture_that_a_later_event_has_stays(data: Path, run: Run, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    add(run, "Rally", "--image", "a.png", "--alt", "a square")
    assert run("events", "copy", "rally", "--start", "2026-12-10 19:00").code == 0
    refused = run("undo", "1")
    assert (refused.code, "2026-12-10-rally.toml" in refused.err) == (1, True), refused.err
    assert run("undo", "2").code == run("undo", "1").code == 0


def test_what_goes_along_is_shown_and_how_to_have_it_back(data: Path, run: Run) -> None:
    record_id = add(run)
    run("events", "edit", record_id, "--place", "Hall")
    run("events", "edit", record_id, "--place", "Park")
    before = tree(data)
    refused = run("undo", "1")
    along = "entry 3 by Yoav (events edit), entry 2 by Yoav (events edit)"
    assert f"--force takes along: {along}\n" in refused.err
    assert f"Would take back with it what was done since: {along}\n" in run("undo", "1", "--force", "--dry-run").out
    assert tree(data) == before
    gone = run("undo", "1", "--force")
    assert gone.out.endswith(f"Took back with it what was done since: {along}\nTo have it back: lacwg undo 4\n")
    assert run("undo", "4").code == 0
    assert 'place = "Park"' in (data / "events" / "2026" / f"{record_id}.toml").read_text()
    shape = run("undo", "5", "--json").json
    assert (shape["along"], shape["redo"]) == ([], 6)


def test_after_a_step_by_its_number_the_last_one_is_asked_for(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run)
    add(run, "Vigil")
    add(run, "March")
    run("undo", "1")
    before = tree(data)
    refused = run("undo")
    assert (refused.code, refused.out) == (2, "")
    assert "the newest that stands: lacwg undo 3 (events add)\n" in refused.err
    assert "to have entry 1 again: lacwg undo 4\n" in refused.err
    assert run("undo", "--dry-run").out.startswith("Would take back 3 ·")
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    asked = run("undo")
    assert (asked.code, asked.out) == (0, "")
    assert "The newest step that stands: 3 ·" in asked.err
    assert tree(data) == before
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert run("undo").out.startswith("Took back 3 ·")
    monkeypatch.undo()


def test_a_step_in_between_makes_the_last_one_plain_again(data: Path, run: Run) -> None:
    add(run)
    run("undo", "1")
    add(run, "Vigil")
    assert run("undo").out.startswith("Took back 3 ·")
    assert run("undo").code == 1  # there is none left
    run("undo", "2")
    assert run("undo").code == 2
    assert run("undo", "--yes").out.startswith("Took back 1 ·")


def test_what_was_sent_stays(data: Path, run: Run, mailbox: Box) -> None:
    """No undo takes it out, nor is it in the way of one; subscribers see nothing of it."""
    event = add(run)
    path = data / "events" / "2026" / f"{event}.toml"
    run("events", "edit", event, "--place", "Church")
    before = path.read_text()
    about = About("announcement", ("event", event), event, "v", 1)
    send(data, about=about)
    [entry] = sent(data, "events", event)
    assert path.read_text().startswith(before.rstrip())
    assert tomli.loads(path.read_text())["sequence"] == tomli.loads(before)["sequence"]
    assert "events edit" in run("undo").out, "the last step is the one before"
    assert "Church" not in path.read_text()
    assert sent(data, "events", event) == [entry]
    assert run("undo", "3").err.startswith("error: what was sent cannot be undone\n")
    refused = run("undo", "1", "--force")
    assert f"mails about this event went out\n  cancel it instead: lacwg events cancel {event}" in refused.err
    run("undo", "5")
    assert "Church" in path.read_text()
    assert sent(data, "events", event) == [entry]
    assert send(data, about=about).sent == []
    copied = run("events", "copy", event, "--start", "2027-01-07", "--json").json["id"]
    assert "[[sent]]" not in (data / "events" / "2027" / f"{copied}.toml").read_text()


def test_what_was_sent_of_a_meeting_stays_when_its_record_goes(data: Path, run: Run, mailbox: Box) -> None:
    run("agenda", "add", "Welcome", "--meeting", "2026-12-09")
    send(data)
    entries = sent(data)
    run("agenda", "add", "Cuba", "--meeting", "2026-12-09")
    for _ in range(2):
        assert run("undo").code == 0
    assert sent(data) == entries
    assert "agenda" not in (data / "meetings/2026/2026-12-09-monthly-meeting.toml").read_text()
