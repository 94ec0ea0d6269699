"""``lacwg import vcf``: contacts come in, private and once."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from conftest import Run, tree


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


ANA = card(
    "UID:u-1", "FN:Ana López", "EMAIL:ana@example.org", "TEL:617 555 0100", "NOTE:from the vigil", "BDAY:1980-01-01"
)


@pytest.fixture
def put(tmp_path: Path, data: Path) -> Path:
    """A file with one card, beside the folder."""
    path = tmp_path / "a.vcf"
    path.write_text(ANA)
    return path


def held(data: Path, record_id: str) -> dict[str, object]:
    return tomli.loads((data / "contacts" / f"{record_id}.toml").read_text())


def test_a_contact_comes_in_once(data: Path, put: Path, run: Run) -> None:
    before = tree(data)
    shown = run("import", "vcf", "a.vcf", "--dry-run")
    assert shown.out == "new   Ana López   left out: a birthday\n1 new, 0 changed, 0 the same; nothing was written.\n"
    assert tree(data) == before
    assert run("import", "vcf", "a.vcf").out == (
        "Note: Ana López (a.vcf, line 1): left out: a birthday\n1 new, 0 changed, 0 the same.\n"
    )
    contact = held(data, "ana-lopez")
    assert contact.pop("updated").isoformat() == "2026-11-24T17:00:00+00:00"  # type: ignore[attr-defined]
    assert contact == {
        "name": "Ana López", "email": "ana@example.org", "phone": "617 555 0100", "uid": "u-1",
        "private": {"note": "from the vigil"},
    }  # fmt: skip
    assert run("contacts", "show", "ana", "--json").json["audience"] == "private"
    before = tree(data)
    assert run("import", "vcf", "a.vcf").out == "0 new, 0 changed, 1 the same.\n"
    (data / ".lacwg" / "imports.json").unlink()
    assert run("import", "vcf", "a.vcf").out == "0 new, 0 changed, 1 the same.\n"
    assert tree(data) == before


def test_what_the_card_changes_is_changed_and_the_rest_stays(data: Path, put: Path, run: Run) -> None:
    run("import", "vcf", "a.vcf")
    run("contacts", "edit", "ana", "--role", "treasurer", "--note", "ours", "--language", "es", "--audience", "members")
    put.write_text(card("UID:u-1", "FN:Ana María López", "EMAIL:ana@new.example", "TITLE:Professor", "NOTE:theirs"))
    assert run("import", "vcf", "a.vcf", "--json").json["changed"][0]["fields"] == ["email", "name"]
    contact = held(data, "ana-lopez")
    assert contact["name"] == "Ana María López"
    assert contact["email"] == "ana@new.example"
    assert contact["phone"] == "617 555 0100"
    assert contact["role"] == "treasurer"
    assert contact["private"] == {"note": "ours"}
    assert contact["audience"] == "members"


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (["FN:john  ratliff", "EMAIL:John@Example.org"], True),
        (["FN:Jóhn Ratliff"], True),
        (["FN:J. Ratliff", "EMAIL:john@example.org"], True),
        (["FN:John Ratliff", "EMAIL:another@example.org"], False),
        (["FN:Mary Smith", "EMAIL:john@example.org"], False),
        (["FN:John Ratliff", "EMAIL:another@example.org", "EMAIL:john@example.org"], True),
    ],
)
def test_a_contact_that_is_there_is_known(data: Path, put: Path, run: Run, lines: list[str], known: bool) -> None:
    run("contacts", "edit", "john", "--email", "john@example.org")
    put.write_text(card(*lines, "TEL:617 555 0100"))
    run("import", "vcf", "a.vcf")
    assert ("phone" in held(data, "john-ratliff")) == known
    assert len(list((data / "contacts").iterdir())) == (2 if known else 3)
    assert held(data, "john-ratliff")["name"] == "John Ratliff"


def test_two_people_of_one_name_do_not_become_one(data: Path, put: Path, run: Run) -> None:
    put.write_text(card("FN:Ana López", "EMAIL:a@example.org") + card("FN:Ana López", "EMAIL:b@example.org"))
    assert run("import", "vcf", "a.vcf").out == "2 new, 0 changed, 0 the same.\n"
    assert [held(data, each)["email"] for each in ("ana-lopez", "ana-lopez-2")] == ["a@example.org", "b@example.org"]
    assert run("import", "vcf", "a.vcf").out == "0 new, 0 changed, 2 the same.\n"


def test_what_was_exported_is_known_again(data: Path, run: Run) -> None:
    run("contacts", "edit", "john", "--email", "john@example.org", "--phone", "1 617 555 0100", "--language", "es")
    run("export", "vcf", "--audience", "members", "-o", "all.vcf")
    before = tree(data)
    assert run("import", "vcf", "all.vcf").out == "0 new, 0 changed, 2 the same.\n"
    assert tree(data) == before


def test_one_who_was_forgotten_leaves_no_trace_of_the_import(data: Path, put: Path, run: Run) -> None:
    run("import", "vcf", "a.vcf")
    assert "ana-lopez" in (data / ".lacwg" / "imports.json").read_text()
    assert run("contacts", "forget", "ana", "--yes").code == 0
    assert "ana-lopez" not in (data / ".lacwg" / "imports.json").read_text()


def test_hostile_cards_are_shown_harmlessly(data: Path, put: Path, run: Run) -> None:
    put.write_text(card("FN:Eve \x1b[31m[red]\u202e", "NOTE:\x1b]0;x\x07", "EMAIL:e\x1b@x", "TITLE:=HYPERLINK(1)\\nx"))
    for argv in (["import", "vcf", "a.vcf", "--dry-run"], ["import", "vcf", "a.vcf"], ["contacts", "show", "eve"]):
        shown = run(*argv)
        assert shown.code == 0
        assert "\x1b" not in shown.out
        assert "\u202e" not in shown.out


def test_files_that_cannot_be_read(data: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.vcf").write_bytes(b"")
    assert "there is no vCard in this file" in run("import", "vcf", "empty.vcf").out
    assert run("import", "vcf", "none.vcf").code == 1
    with (tmp_path / "large.vcf").open("wb") as file:
        file.truncate((32 << 20) + 1)
    assert run("import", "vcf", "large.vcf").code == 1


def test_what_others_may_see_of_a_card_is_said(data: Path, put: Path, run: Run) -> None:
    put.write_text(card("FN:John Ratliff", "EMAIL:john@home.example", "TEL:617 555 0100", "NOTE:mine"))
    for argv in (["--dry-run"], []):
        ran = run("import", "vcf", "a.vcf", *argv)
        assert "everybody may see its email" in ran.out
        assert "members may see its phone" in ran.out
    assert "may see" not in run("import", "vcf", "a.vcf").out
