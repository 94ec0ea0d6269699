"""``lacwg minutes``: one meeting's record, typed, edited, approved and exported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Run, tree
from meeting_files import NOVEMBER, titles, write

pytestmark = pytest.mark.usefixtures("letters")


def started(run: Run, *argv: str) -> None:
    assert run("minutes", "start").code == 0
    if argv:
        assert run("minutes", "edit", *argv).code == 0


def test_minutes_by_flags(data: Path, run: Run) -> None:
    text = (data / "group.toml").read_text()
    (data / "group.toml").write_text(text.replace("formed = 2019", "formed = 2019\nquorum = 3"))
    started(run, "--present", "Ana", "--present", "Yoav", "--notes", "First.")
    assert "2 present, quorum 3: not met: Ana, Yoav Elinevsky" in run("minutes", "show").out
    run("minutes", "edit", "--present", "ana", "--chair", "John", "--present", "Yoav", "--notes", "*Second.*")
    run("minutes", "edit", "--decision", "A webinar", "--for", "7", "--against", "1", "--abstain", "0")
    shape = run("minutes", "show", "2026-11-11", "--json").json
    assert shape["state"] == "draft"
    assert shape["chair"] == "john-ratliff"
    assert [each["who"] for each in shape["present"]][:2] == ["Ana", "yoav-elinevsky"]
    assert shape["decisions"] == [{"text": "A webinar", "for": 7, "against": 1, "abstain": 0, "issues": []}]
    assert shape["notes"] == "First.\n\n*Second.*"
    text = (data / NOVEMBER).read_text()
    assert "for = 7" in text
    assert "uid" not in text
    assert "sequence" not in text
    before = tree(data)
    assert "started before" in run("minutes", "start").out
    assert run("minutes", "edit", "--chair", "X", "--dry-run").code == 0
    for argv, said in (
        (["edit", "--for", "7"], "--decision"),
        (["edit", "--done", "1"], "no item 1"),
        (["edit", "--decision", " "], "empty"),
        (["edit"], "set EDITOR"),
        (["edit", "--dry-run"], "--dry-run"),
        (["show", "2026-10-14"], "lacwg minutes start 2026-10-14"),
        (["approve", "2026-11-11"], "at a later meeting"),
        (["approve", "2026-11-11", "--at", "next"], "still to come"),
        (["start", "2026-11-12"], "is not a meeting"),
    ):
        refused = run("minutes", *argv)
        assert refused.code in (1, 2)
        assert said in refused.err, refused.err
    assert tree(data) == before


@pytest.mark.parametrize(
    ("typed", "present"),
    [
        ("John, Yoav and María López", ["john-ratliff", "yoav-elinevsky", "María López"]),
        ("John y Yoav", ["john-ratliff", "yoav-elinevsky"]),
        ("Bo; Cy & Di, e Ev et Flo ak Gil,", ["Bo", "Cy", "Di", "Ev", "Flo", "Gil"]),
        ("  Bo ,and  Cy", ["Bo", "Cy"]),
        ("Peace and Justice Coalition", ["peace-and-justice-coalition"]),
        ("Peace and Justice Coalition, Bo and Cy", ["peace-and-justice-coalition", "Bo", "Cy"]),
        ("Martin King, Jr., and Ana Ruiz, MD", ["Martin King, Jr.", "Ana Ruiz, MD"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
        ("Maria E Lopez", ["Maria E Lopez"]),
        ("350 Mass, Bo", ["350 Mass", "Bo"]),
        ("Yoav, yoav-elinevsky and Yoav Elinevsky", ["yoav-elinevsky"]),
    ],
)
def test_several_names_in_one_text(data: Path, run: Run, typed: str, present: list[str]) -> None:
    run("contacts", "add", "Peace and Justice Coalition")
    started(run, "--present", typed)
    assert [each["who"] for each in run("minutes", "show", "--json").json["present"]] == present


def test_guests_and_regrets(data: Path, run: Run) -> None:
    text = (data / "group.toml").read_text()
    (data / "group.toml").write_text(text.replace("formed = 2019", "formed = 2019\nquorum = 4"))
    started(
        run, "--present", "John, Yoav and Ana", "--guests", "20", "--regrets", "Bo and Luis", "--audience", "members"
    )
    shown = run("minutes", "show")
    assert "Present   3 present and 20 guests, quorum 4: not met: John Ratliff, Yoav Elinevsky, Ana\n" in shown.out
    assert "Regrets   Bo, Luis\n" in shown.out
    shape = run("minutes", "show", "--json").json
    assert (shape["guests"], shape["regrets"][0]) == (20, {"who": "Bo", "name": "Bo"})
    for language, attended in {
        "en": "3 present and 20 guests, quorum 4: not met", "es": "3 presentes y 20 personas invitadas, quórum de 4: no alcanzado",
        "pt": "3 presentes e 20 pessoas convidadas", "fr": "3 personnes présentes et 20 personnes invitées", "ht": " ak 20 envite",
    }.items():  # fmt: skip
        argv = [] if language == "en" else ["--lang", language]
        minutes = run("minutes", "export", "--audience", "members", *argv).out
        assert attended in minutes
        assert ": Bo, Luis\n" in minutes
    run("minutes", "edit", "--present", "Bo", "--regrets", "Ana", "--guests", "1")  # what was said last holds
    shape = run("minutes", "show", "--json").json
    assert [each["who"] for each in shape["present"]] == ["john-ratliff", "yoav-elinevsky", "Bo"]
    assert [each["who"] for each in shape["regrets"]] == ["Luis", "Ana"]
    assert "3 present and 1 guest, quorum" in run("minutes", "show").out
    run("minutes", "edit", "--guests", "0")
    assert "guests" not in (data / NOVEMBER).read_text()


def test_regrets_come_before_the_meeting(data: Path, run: Run) -> None:
    sent = run("minutes", "edit", "next", "--regrets", "Ana and Bo")
    assert "State     not started" in sent.out
    assert "Regrets   Ana, Bo\n" in sent.out
    run("minutes", "start", "next")
    run("minutes", "edit", "next", "--present", "Ana")
    assert "Regrets   Bo\n" in run("minutes", "show", "next").out
    assert run("minutes", "edit", "2027-01-13", "--present", "Ana", "--regrets", "Bo").code == 1  # not started


def test_guests_alone(data: Path, run: Run) -> None:
    started(run, "--guests", "20", "--audience", "members")
    assert "Present   20 guests\n" in run("minutes", "show").out
    assert "- 20 guests\n" in run("minutes", "export", "--audience", "members").out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--present", "23"], "--guests 23\n"),
        (["--present", "John and 20 guests"], "--guests 20\n"),
        (["--present", "Bo, ~15 others"], "--guests 15\n"),
        (["--regrets", "5"], "is a number"),
        (["--present", " , and"], "--present is empty"),
        (["--present", "Ana and Bo", "--regrets", "bo, Ana"], "Ana is typed under --present too"),
        (["--chair", "John", "--regrets", "John"], "John Ratliff led the meeting"),
        (["--guests", "-1"], "--guests"),
    ],
)
def test_what_is_nobody_s_name_is_refused(data: Path, run: Run, argv: list[str], said: str) -> None:
    started(run)
    before = tree(data)
    refused = run("minutes", "edit", *argv)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert tree(data) == before


def test_who_sent_regrets_is_named_there(data: Path, run: Run) -> None:
    run("contacts", "add", "Ana Pérez")
    started(run, "--regrets", "Ana")
    refused = run("contacts", "remove", "ana")
    assert (refused.code, "2026-11-11-monthly-meeting.toml, line 2: regrets" in refused.err) == (1, True), refused.err
    assert run("contacts", "forget", "ana", "--yes").code == 0
    assert 'regrets = ["a former member"]' in (data / NOVEMBER).read_text()


def test_all_that_is_added_is_kept_in_its_order(data: Path, run: Run) -> None:
    started(run)
    texts = ["Plan a webinar", "Write to Neal", "Rent the hall"]
    given = [word for text in texts for word in ("--decision", text)]
    added = run("minutes", "edit", *given, "--notes", "First.", "--notes", "Second.", "--issue", "haiti", "--json").json
    assert [each["text"] for each in added["decisions"]] == texts
    assert [each["issues"] for each in added["decisions"]] == [["haiti"]] * 3
    assert added["notes"] == "First.\n\nSecond."
    again = run("minutes", "edit", "--notes", "Third.", "--decision", "Adjourn", "--json").json
    assert again["notes"] == "First.\n\nSecond.\n\nThird."
    assert [each["text"] for each in again["decisions"]] == [*texts, "Adjourn"]


def test_votes_are_of_one_decision(data: Path, run: Run) -> None:
    started(run)
    before = run("minutes", "show", "--json").json
    refused = run("minutes", "edit", "--decision", "One", "--decision", "Two", "--for", "7")
    assert (refused.code, "belong to one --decision" in refused.err) == (2, True)
    assert run("minutes", "edit", "--chair", "Ana", "--chair", "Bo").code == 2
    assert run("minutes", "show", "--json").json == before


def test_approved_minutes_stay_as_they_are(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("agenda", "add", "A", "--meeting", "2026-11-11")
    run("actions", "add", "Do it", "--who", "Ana")
    started(run, "--decision", "Yes", "--done", "1")
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T19:00")
    assert run("minutes", "approve", "2026-11-11").code == 0
    assert "approved_at = 2026-12-09" in (data / NOVEMBER).read_text()
    assert titles(run, "2026-12-09") == []
    before = tree(data)
    for argv in (
        ["minutes", "edit", "2026-11-11", "--chair", "X"],
        ["minutes", "approve", "2026-11-11"],
        ["agenda", "add", "X", "--meeting", "2026-11-11"],
        ["agenda", "prepare", "2026-11-11"],
        ["agenda", "remove", "1", "--meeting", "2026-11-11"],
        ["actions", "add", "X", "--who", "Y", "--meeting", "2026-11-11"],
    ):
        refused = run(*argv)
        assert refused.code == 1
        assert "approved" in refused.err
    assert tree(data) == before
    assert run("actions", "done", "aaaa").code == 0  # what was promised is still done
    assert run("minutes", "edit", "2026-11-11", "--chair", "X", "--amend").code == 0
    assert run("minutes", "show", "2026-11-11", "--json").json["state"] == "approved"


EDITOR = """
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text().replace({old!r}, {new!r}))
"""


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    script = tmp_path / "an editor.py"
    script.write_text(EDITOR.format(old=old, new=new))
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")


def test_the_editor_gets_the_text_and_its_remarks_stay(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data, NOVEMBER, '# ours\nstate = "planned"\n')
    editor(tmp_path, monkeypatch, 'state = "draft"\n', 'state = "draft"  # by hand\nchair = "Ana"\n')
    saved = run("minutes", "edit")
    assert saved.code == 0
    assert (data / NOVEMBER).read_text() == '# ours\nstate = "draft"  # by hand\nchair = "Ana"\n'
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))
    editor(tmp_path, monkeypatch, "nothing", "else")
    assert "Nothing was changed." in run("minutes", "edit").out
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))


def test_what_does_not_decode_is_kept_and_gone_on_with(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(data, NOVEMBER, 'state = "draft"\n')
    editor(tmp_path, monkeypatch, "\n", '\nchiar = "Ana"\n')
    refused = run("minutes", "edit")
    assert refused.code == 1
    assert ".lacwg/drafts/meeting-2026-11-11-monthly-meeting.toml, line 2" in refused.err
    assert 'did you mean "chair"?' in refused.err
    assert "kept" in refused.err
    assert path.read_text() == 'state = "draft"\n'
    editor(tmp_path, monkeypatch, "chiar", "chair")
    again = run("minutes", "edit")
    assert again.code == 0
    assert "Going on with the draft" in again.err
    assert path.read_text() == 'state = "draft"\nchair = "Ana"\n'
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))


def test_a_draft_does_not_undo_what_others_wrote(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(data, NOVEMBER, 'state = "draft"\n')
    editor(tmp_path, monkeypatch, "\n", "\nx\n")
    run("minutes", "edit")
    path.write_text('state = "draft"\nchair = "Bo"\n')
    refused = run("minutes", "edit")
    assert refused.code == 1
    assert "changed since" in refused.err
    assert path.read_text() == 'state = "draft"\nchair = "Bo"\n'
    assert (data / ".lacwg/drafts/meeting-2026-11-11-monthly-meeting.toml").read_text() == 'state = "draft"\nx\n'


@pytest.mark.parametrize(
    ("program", "said"), [("/no/such/editor", "cannot be started"), ("false", "ended with 1"), ("'x", "not closed")]
)
def test_an_editor_that_fails(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, program: str, said: str) -> None:
    write(data, NOVEMBER, 'state = "draft"\n')
    before = tree(data)
    monkeypatch.setenv("VISUAL", program)
    refused = run("minutes", "edit")
    assert refused.code in (1, 2)
    assert said in refused.err
    assert tree(data) == before
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))


def test_export(data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("agenda", "prepare", "2026-11-11")
    run("actions", "add", "Ask", "--who", "Yoav")
    started(run, "--present", "Yoav", "--decision", "A webinar", "--for", "7")
    private = run("minutes", "export")
    assert private.code == 1
    assert "are private" in private.err
    assert run("minutes", "edit", "--audience", "public").code == 0
    draft = run("minutes", "export")
    assert (draft.code, draft.out) == (1, "")
    assert "not approved yet" in draft.err
    assert "Yoav Elinevsky" in run("minutes", "export", "--audience", "members").out
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T19:00")
    run("minutes", "approve", "2026-11-11")
    public = run("minutes", "export", "2026-11-11")
    assert "A webinar\n" in public.out
    assert "Yoav" not in public.out
    assert "7" not in public.out
    assert run("minutes", "export", "2026-11-11", "--json").json["text"] == public.out
    wrote = run("minutes", "export", "2026-11-11", "--format", "html", "-o", "m.html")
    assert (wrote.code, wrote.out) == (0, "")
    assert (tmp_path / "m.html").read_text().startswith("<!DOCTYPE html>")
