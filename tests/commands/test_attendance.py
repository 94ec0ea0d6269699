"""``lacwg minutes attendance``: a list of names, ticked in an editor or elsewhere."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from conftest import Run, tree
from meeting_files import NOVEMBER, write

FORM = """\
# Who was at the meeting of November 11, 2026? [x] was there, [r] sent regrets, [ ] neither.
# New names: a line each below.

[ ] Ana Pérez (ana-perez)
[ ] Ana Pérez (ana-perez-2)
[ ] Bo
"""


@pytest.fixture
def forty(data: Path) -> Path:
    """A folder with a few members, of whom two have one name."""
    for each, name in (("ana-perez", "Ana Pérez"), ("ana-perez-2", "Ana Pérez"), ("bo", "Bo")):
        write(data, f"contacts/{each}.toml", f'name = "{name}"\nlists = ["members"]\n')
    return data


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return "-"


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *changes: tuple[str, str]) -> None:
    script = tmp_path / "editor.py"
    body = "".join(f"text = text.replace({old!r}, {new!r})\n" for old, new in changes)
    script.write_text(
        f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n{body}path.write_text(text)\n"
    )
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")


def people(run: Run) -> tuple[list[str], list[str]]:
    shape = run("minutes", "show", "2026-11-11", "--json").json
    return [each["who"] for each in shape["present"]], [each["who"] for each in shape["regrets"]]


def test_the_form_is_printed_ticked_elsewhere_and_read(forty: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(forty)
    form = run("minutes", "attendance", "--dry-run").out
    assert form == f"{FORM}\n"
    assert tree(forty) == before
    ticked = form.replace("[ ] Ana Pérez (ana-perez-2)", "* [X] Ana Pérez (ana-perez-2)").replace("[ ] Bo", "[r]  Bo")
    file = forty.parent / "list.txt"
    file.write_text(f"\ufeff{ticked}María López\nZoe and Kim\n".replace("\n", "\r\n"))
    saved = run("minutes", "attendance", "--from-file", str(file), "--guests", "20", "--newcomers", "3")
    assert "Present   4 present and 20 guests, 3 for the first time: Ana Pérez, María López, Zoe, Kim\n" in saved.out
    assert people(run) == (["ana-perez-2", "María López", "Zoe", "Kim"], ["bo"])
    assert saved.err.splitlines() == [
        "No contact has these names, which are kept as names. To add them as contacts:",
        "  lacwg contacts add 'María López'", "  lacwg contacts add Zoe", "  lacwg contacts add Kim",
    ]  # fmt: skip
    assert run("minutes", "attendance", "--from-file", str(file)).err == "", "they have been told of"
    again = run("minutes", "attendance", "--dry-run").out
    assert "[x] Ana Pérez (ana-perez-2)\n[r] Bo\n[x] María López\n[x] Zoe\n[x] Kim\n" in again
    # who has no line stays; who is unticked goes
    run("minutes", "attendance", "--from-file", typed(monkeypatch, "[x] Bo\n[ ] Zoe\n"))
    assert people(run) == (["ana-perez-2", "María López", "Kim", "bo"], [])
    assert "nothing changed" in run("minutes", "attendance", "--from-file", typed(monkeypatch, "[x] bo\n")).out
    file.write_bytes(b"[x] Jos\xe9\n")  # as old Windows programs write it
    run("minutes", "attendance", "--from-file", str(file))
    assert people(run)[0][-1] == "José"


def test_the_lines_that_are_broken_are_named(forty: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(forty)
    text = "[z] Bo\n[x]\n[x] Bo\n# [x] x\n[r] bo\n20\nAna Pérez\n"
    refused = run("minutes", "attendance", "--from-file", typed(monkeypatch, text))
    assert refused.code == 1
    for said in (
        'standard input: line 1: "[z] Bo" is no line', 'line 2: "[x]" is no line', "line 5: Bo has [x] and [r]",
        'line 6: the list takes names, and "20" is a number', "line 7:",
    ):  # fmt: skip
        assert said in refused.err, refused.err
    (forty.parent / "list.txt").write_bytes(b"%PDF-1.7\n\x80\x00\x01\n")
    for argv, said in (
        (["--from-file", "list.txt"], "line 2: "),
        (["--from-file", "gone.txt"], "gone.txt"),
        (["--guests", "-1"], "--guests"),
        ([], "--dry-run > FILE"),
    ):
        refused = run("minutes", "attendance", *argv)
        assert refused.code in (1, 2)
        assert said in refused.err
    assert tree(forty) == before


def test_the_editor_opens_the_list_and_keeps_what_is_broken(
    forty: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(forty, NOVEMBER, 'state = "draft"\npresent = ["Mraia", "bo"]\nregrets = ["Zoe"]\n')
    editor(tmp_path, monkeypatch, ("[x] Mraia", "María"), ("[ ] Ana Pérez (ana-perez)", "[y] Ana Pérez (ana-perez)"))
    refused = run("minutes", "attendance")
    assert refused.code == 1
    assert "[y] Ana Pérez (ana-perez)" in refused.err
    assert "go on with it: lacwg minutes attendance 2026-11-11" in refused.err
    assert people(run) == (["Mraia", "bo"], ["Zoe"])
    assert "not saved" not in run().out  # it is no draft of the minutes
    editor(tmp_path, monkeypatch, ("[y]", "[x]"))
    assert run("minutes", "attendance").code == 0  # goes on with the draft
    assert people(run) == (["bo", "ana-perez", "María"], ["Zoe"])
    assert not list((forty / ".lacwg/drafts").glob("*[!k]"))
    editor(tmp_path, monkeypatch)
    assert "nothing changed" in run("minutes", "attendance").out
    assert "3 present and 5 guests" in run("minutes", "attendance", "--guests", "5").out
    run("undo")
    assert "3 present:" in run("minutes", "show").out


def test_approved_and_cancelled_meetings_have_no_list(forty: Path, run: Run) -> None:
    write(forty, NOVEMBER, 'state = "approved"\n')
    assert "approved" in run("minutes", "attendance", "--dry-run").err
    assert run("minutes", "attendance", "--dry-run", "--amend").code == 0
    run("meetings", "cancel", "next", "--reason", "snow")
    assert "is cancelled" in run("minutes", "attendance", "2026-12-09").err


def test_head_counts_are_of_those_who_were_there(forty: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(forty)
    for argv in (["--guests", "20"], ["--newcomers", "0"], ["--from-file", typed(monkeypatch, "[x] Bo\n")]):
        assert "the meeting of December 9, 2026 has not begun" in run("minutes", "attendance", "next", *argv).err
    assert tree(forty) == before
    run("minutes", "attendance", "next", "--from-file", typed(monkeypatch, "[r] Bo\n"))
    assert 'state = "planned"' in (forty / "meetings/2026/2026-12-09-monthly-meeting.toml").read_text()
    run("minutes", "attendance", "--guests", "2", "--from-file", typed(monkeypatch, "[x] Bo\n"))
    for verb in ("attendance", "edit"):
        assert "4 for the first time are more than the 3 who" in run("minutes", verb, "--newcomers", "4").err
        assert run("minutes", verb, "--newcomers", "3").code == 0
        assert run("minutes", verb, "--guests", "1").code == 2


def test_without_a_list_those_whom_members_may_see(data: Path, run: Run) -> None:
    write(data, "contacts/zoe.toml", 'name = "Zoe"\n')
    assert run("minutes", "attendance", "--dry-run").out.count("[ ]") == 3  # John, Yoav, and the sign's own line
    run("minutes", "attendance", "--guests", "7", "--newcomers", "2")
    run("minutes", "edit", "--audience", "members")
    for language, said in {
        "en": "7 guests, 2 for the first time", "es": "2 por primera vez", "pt": "2 pela primeira vez",
        "fr": "2 pour la première fois", "ht": "2 pou premye fwa",
    }.items():  # fmt: skip
        assert said in run("minutes", "export", "--audience", "members", "--lang", language).out
