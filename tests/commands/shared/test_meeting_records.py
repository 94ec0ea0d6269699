"""Meeting records that several people write, read and approve: what must not be lost, and what must not be seen."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import filelock
import pytest
from conftest import Run, at_once, tell_in_zones, tree

DECEMBER = "meetings/2026/2026-12-09-monthly-meeting.toml"
NOVEMBER = "meetings/2026/2026-11-11-monthly-meeting.toml"
OCTOBER = "meetings/2026/2026-10-14-monthly-meeting.toml"
DRAFT = ".lacwg/drafts/meeting-2026-11-11-monthly-meeting.toml"
ZOE, YOAV, C1 = (f'who = "{name}"\n' for name in ("Zoe", "Yoav", "c1"))
MOVED = "\n[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\n"


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def write(data: Path, name: str, text: str) -> Path:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def titles(run: Run, *argv: str) -> list[str]:
    return [item["title"] for item in run("agenda", "show", *argv, "--json").json["items"]]


def action(letters: str, what: str = "X", more: str = "") -> str:
    return f'[[actions]]\nid = "{letters}"\nwhat = "{what}"\n{more}'


def edit_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n")
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")


# What is for fewer people


def test_words_of_private_actions_stay_out_of_a_members_export(data: Path, run: Run) -> None:
    write(data, OCTOBER, f'state = "draft"\n{action("aaaa", "Secret")}')
    write(data, NOVEMBER, f'state = "draft"\naudience = "members"\n{action("bbbb", "Known")}')
    agenda = '[[agenda]]\ntitle = "Action aaaa"\n[[agenda]]\ntitle = "Action bbbb"\n'
    write(data, DECEMBER, f'state = "draft"\naudience = "members"\n{agenda}')
    for form in ("markdown", "html"):
        text = run("minutes", "export", "next", "--audience", "members", "--format", form).out
        assert "Secret" not in text
        assert "Action aaaa" in text
        assert "Action bbbb: Known" in text


@pytest.mark.parametrize(
    ("old", "new", "carried"),
    [
        ("private", "private", True), ("private", "members", False), ("private", "public", False),
        ("members", "private", True), ("members", "members", True), ("members", "public", False),
        ("public", "members", True), ("public", "public", True),
    ],
)  # fmt: skip
def test_unfinished_items_go_to_no_wider_audience(data: Path, run: Run, old: str, new: str, carried: bool) -> None:
    text = f'state = "draft"\naudience = "{old}"\n[[agenda]]\ntitle = "Delicate"\n{action("aaaa", "X", ZOE)}'
    write(data, NOVEMBER, text)
    path = write(data, DECEMBER, f'state = "planned"\naudience = "{new}"\n')
    prepared = run("agenda", "prepare")
    assert prepared.code == 0
    assert ("Delicate" in path.read_text()) == carried
    assert ("Zoe" in path.read_text()) == carried
    assert ("1 unfinished item of 2026-11-11-monthly-meeting stayed out" in prepared.err) != carried


# Several at once


def test_ten_at_once_are_all_saved(data: Path, run: Run) -> None:
    for verb in (["actions", "add", "--who", "Ana"], ["agenda", "add"]):
        assert at_once(*([*verb, f"Thing {number}"] for number in range(10))) == [0] * 10
    found = run("actions", "list", "--json").json
    assert sorted(each["what"] for each in found) == [f"Thing {number}" for number in range(10)]
    assert len({each["id"] for each in found}) == 10
    assert sorted(titles(run)) == [f"Thing {number}" for number in range(10)]


def test_an_id_that_stands_twice_settles_nothing(data: Path, run: Run) -> None:
    write(data, OCTOBER, f'state = "draft"\n{action("aaaa", "One")}{action("bbbb", "Two")}{action("cccc", "C")}')
    path = write(
        data, NOVEMBER, f'state = "draft"\n{action("aaaa", "Three")}{action("dddd", "D")}{action("dddd", "E")}'
    )
    before = tree(data)
    for argv in (["done", "aaaa"], ["done", "aaa"], ["drop", "dddd", "--reason", "x"]):
        refused = run("actions", *argv)
        assert (refused.code, refused.out) == (1, "")
        assert "lacwg check (M101)" in refused.err
    assert tree(data) == before
    append(path, action("ffff", "F"))
    assert run("actions", "done", "ffff").code == 0  # others that stand twice are left as they are
    assert path.read_text().startswith(
        'state = "draft"\n' + action("dddd", "D").join([action("aaaa", "Three"), action("dddd", "E")])
    )
    assert path.read_text().count("done = ") == 1


def test_a_draft_in_use_refuses_a_second_editor(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(data, NOVEMBER, 'state = "draft"\n')
    edit_with(tmp_path, monkeypatch, "path.write_text(path.read_text() + 'chair = \"Mine\"\\n')")
    draft = write(data, DRAFT, 'state = "draft"\nchair = "Theirs"\n')
    draft.with_suffix(".base").write_text(record.read_text())
    with filelock.FileLock(draft.with_suffix(".lock")):
        refused = run("minutes", "edit")
        assert refused.code == 1
        assert "is open in another editor" in refused.err
        assert draft.read_text() == 'state = "draft"\nchair = "Theirs"\n'
        assert record.read_text() == 'state = "draft"\n'
    draft.write_text('state = "draft"\n')
    assert run("minutes", "edit").code == 0
    assert "Mine" in record.read_text()
    assert not draft.exists()


def test_a_text_without_what_it_began_from_is_not_overwritten(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data, NOVEMBER, 'state = "draft"\n')
    draft = write(data, DRAFT, "precious")
    edit_with(tmp_path, monkeypatch, "path.write_text('')")
    refused = run("minutes", "edit")
    assert refused.code == 1
    assert DRAFT in refused.err
    assert draft.read_text() == "precious"


@pytest.mark.parametrize("where", ["own", "other"])
def test_the_editor_saves_no_id_twice(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    record = write(data, NOVEMBER, f'state = "draft"\n{action("aaaa")}')
    write(data, OCTOBER, f'state = "draft"\n{action("bbbb")}')
    letters = "aaaa" if where == "own" else "bbbb"
    edit_with(tmp_path, monkeypatch, f"path.write_text(path.read_text() + {action(letters)!r})")
    before = record.read_text()
    refused = run("minutes", "edit")
    assert refused.code == 1
    assert f"{DRAFT}, line 6: another action has the id" in refused.err
    assert "go on with it: lacwg minutes edit 2026-11-11\n" in refused.err
    assert record.read_text() == before


def test_a_kept_draft_is_told_of_with_the_whole_command(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data, "series/vigil.toml", 'title = "Vigil"\nrule = "every Saturday"\nsince = 2026-01-03\n')
    write(data, "meetings/2026/2026-11-21-vigil.toml", 'state = "draft"\n')
    edit_with(tmp_path, monkeypatch, "path.write_text(path.read_text() + 'x')\nsys.exit(3)")
    whole = "lacwg minutes edit 2026-11-21 --series vigil"
    failed = run("minutes", "edit", "--series", "vigil")
    assert "ended with 3" in failed.err
    assert (
        f"your text is kept in data/.lacwg/drafts/meeting-2026-11-21-vigil.toml; go on with it: {whole}\n" in failed.err
    )
    shown = run("minutes", "show", "--series", "vigil")
    assert shown.code == 0
    assert f"is kept in data/.lacwg/drafts/meeting-2026-11-21-vigil.toml; go on with it: {whole}\n" in shown.err
    monkeypatch.setenv("LACWG_NOW", "2026-11-29T12:00")
    approved = run("minutes", "approve", "2026-11-21", "--series", "vigil")
    assert approved.code == 0
    assert (
        "is kept in data/.lacwg/drafts/meeting-2026-11-21-vigil.toml, and the record was changed since" in approved.err
    )
    assert "lacwg minutes start 2026-11-28 --series vigil" in run("minutes", "show", "--series", "vigil").err


def test_a_text_that_the_editor_deleted_is_not_said_to_be_kept(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(data, NOVEMBER, 'state = "draft"\n')
    edit_with(tmp_path, monkeypatch, "path.unlink()")
    failed = run("minutes", "edit")
    assert failed.code == 1
    assert "there is no such file" in failed.err
    assert "kept" not in failed.err
    assert record.read_text() == 'state = "draft"\n'
    edit_with(tmp_path, monkeypatch, "")
    assert "Nothing was changed." in run("minutes", "edit").out


def test_an_editor_that_is_set_to_nothing_is_not_one(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(data, NOVEMBER, 'state = "draft"\n')
    for value in ("", " ", "''", '""'):
        monkeypatch.setenv("VISUAL", value)
        assert "set EDITOR" in run("minutes", "edit").err
        monkeypatch.setenv("EDITOR", "true")
        assert "Nothing was changed." in run("minutes", "edit").out
        monkeypatch.delenv("EDITOR")


# The days on which meetings take place


def test_the_last_meeting_is_the_last_that_took_place_and_has_an_agenda(data: Path, run: Run) -> None:
    append(
        data / "series/monthly-meeting.toml",
        "\n[[exceptions]]\ndate = 2026-10-14\nmoved_to = 2026-11-20\n\n[[exceptions]]\ndate = 2026-12-01\nextra = true\n",
    )
    write(data, OCTOBER, 'state = "draft"\n[[agenda]]\ntitle = "Of November 20"\n')
    write(data, NOVEMBER, 'state = "draft"\n[[agenda]]\ntitle = "Of November 11"\n')
    write(data, "meetings/2026/2026-12-01-monthly-meeting.toml", f'state = "draft"\n{action("aaaa")}')
    run("agenda", "prepare", "2026-12-09")
    assert titles(run, "2026-12-09")[:2] == ["Of November 20", "Action aaaa: X"]


def test_approved_at_the_day_on_which_the_meeting_took_place(
    english: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = english
    append(data / "series/monthly-meeting.toml", MOVED)
    path = write(data, OCTOBER, 'state = "draft"\naudience = "public"\n')
    monkeypatch.setenv("LACWG_NOW", "2026-11-18T16:59")
    early = run("minutes", "approve", "2026-10-14", "--at", "2026-11-18")
    assert early.code == 1
    assert "still to come" in early.err
    monkeypatch.setenv("LACWG_NOW", "2026-11-18T17:00")
    approved = run("minutes", "approve", "2026-10-14", "--at", "2026-11-18")
    assert "approved at the meeting of November 18, 2026" in approved.out
    assert "approved_at = 2026-11-11" in path.read_text()
    for reader in ("public", "members"):
        assert "meeting of November 18, 2026" in run("minutes", "export", "2026-10-14", "--audience", reader).out
    assert "November 18, 2026 already" in run("minutes", "approve", "2026-10-14").err
    found = [each["code"] for each in run("check", "--json").json]
    assert [each for each in found if each != "N101"] == ["C101", "C101"]


# What people type, and what they see


def test_names(data: Path, run: Run) -> None:
    for number, name in enumerate(("John Ratliff", "John Smith", "Ana Pérez")):
        write(data, f"contacts/c{number}.toml", f'name = "{name}"\n')
    (data / "contacts/john-ratliff.toml").unlink()
    write(data, NOVEMBER, f'state = "draft"\n{action("aaaa", "A", YOAV)}{action("bbbb", "B", C1)}')
    before = tree(data)
    for argv in (["actions", "add", "X", "--who", "John"], ["agenda", "add", "X", "--who", "john"]):
        refused = run(*argv)
        assert refused.code == 1
        assert "fits 2 contacts: c0 (John Ratliff), c1 (John Smith)" in refused.err
    assert tree(data) == before

    def listed(who: str) -> list[str]:
        return [each["id"] for each in run("actions", "list", "--who", who, "--json").json]

    assert listed("yoav-elinevsky") == listed("Yoav") == listed("Elinevsky") == ["aaaa"]
    assert listed("John") == listed("Smith") == ["bbbb"]
    assert run("actions", "list", "--who", "ana").out == "Nothing to do for Ana Pérez.\n"
    assert run("actions", "list", "--who", "Bo", "--overdue").out == "Nothing is overdue for Bo.\n"
    assert run("actions", "list", "--who", " ").code == 2


@pytest.mark.parametrize("width", ["60", "80"])
def test_nothing_is_cut_in_a_narrow_terminal(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    reason, what = (
        " ".join(f"reason{number}" for number in range(20)),
        " ".join(f"what{number}" for number in range(20)),
    )
    done = f'dropped = 2026-11-12\nreason = "{reason}"\nwho = "Somebody With A Rather Long Name Of Many Words"\n'
    agenda = f'[[agenda]]\ntitle = "{what}"\nminutes = 1000\nwho = "{reason}"\ndone = true\n'
    write(data, NOVEMBER, f'state = "draft"\n{agenda}{action("aaaa", what, done)}')
    monkeypatch.setenv("COLUMNS", width)
    for argv in (["actions", "list", "--all"], ["agenda", "show", "2026-11-11"]):
        out = run(*argv).out
        for word in (*reason.split(), *what.split()):
            assert re.search(rf"\b{word}\b", out), (word, out)
        assert max(map(len, out.splitlines())) <= int(width)


def test_approved_minutes_change_with_amend_alone(data: Path, run: Run) -> None:
    text = f'state = "approved"\napproved_at = 2026-11-11\n{action("aaaa")}'
    write(data, OCTOBER, text)
    refused = run("minutes", "edit", "2026-10-14", "--audience", "public")
    assert refused.code == 1
    assert "--amend" in refused.err
    assert (data / OCTOBER).read_text() == text
    assert "--audience members --amend" in run("minutes", "export", "2026-10-14", "--audience", "members").err
    assert run("minutes", "edit", "2026-10-14", "--audience", "public", "--amend").code == 0
    assert run("actions", "done", "aaaa").code == 0
    assert "without it" in run("minutes", "edit", "--help").out


def test_what_was_written_is_done_whatever_else_cannot_be_read(data: Path, run: Run) -> None:
    write(data, "contacts/x.toml", "name = 3\n")
    write(data, OCTOBER, f'state = "draf"\n{action("aaaa")}')
    for argv in (
        ["actions", "add", "X", "--who", "Ana", "--meeting", "next"],
        ["agenda", "prepare"],
        ["agenda", "add", "Y"],
        ["minutes", "start", "2026-11-11"],
        ["minutes", "edit", "2026-11-11", "--chair", "Ana"],
    ):
        written = run(*argv)
        assert written.code == 0, argv
        assert "warning: data/contacts/x.toml" in written.err, argv
    assert run("actions", "list").code == 1
    assert run("minutes", "show").code == 1


def test_what_is_no_name(data: Path, run: Run) -> None:
    write(data, NOVEMBER, 'state = "draft"\n')
    for option in ("--present", "--chair"):
        refused = run("minutes", "edit", option, "")
        assert refused.code == 2
        assert f"{option} is empty" in refused.err


def test_an_id_that_is_none_is_explained(data: Path, run: Run) -> None:
    write(data, NOVEMBER, f'state = "draft"\n{action("AB")}')
    refused = run("minutes", "show")
    assert "four small letters" in refused.err
    assert "country" not in refused.err


# Announcing


def test_no_zones_means_none(data: Path, run: Run) -> None:
    assert "Elsewhere" in run("meetings", "announce").out
    tell_in_zones(data)
    assert "Elsewhere" not in run("meetings", "announce").out
    group = data / "group.toml"
    group.write_text(group.read_text().replace("zones = []", ""))  # nobody's zones are told unasked
    assert "Elsewhere" not in run("meetings", "announce").out


def test_what_is_private_is_announced_to_nobody(data: Path, run: Run) -> None:
    path = data / "series/monthly-meeting.toml"
    path.write_text(f'audience = "private"\n{path.read_text()}')
    for reader in ("members", "public"):
        refused = run("meetings", "announce", "--audience", reader)
        assert refused.code == 1
        assert "is private" in refused.err
        assert "--audience members" not in refused.err
