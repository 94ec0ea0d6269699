"""``lacwg contacts``: listing, adding, changing and removing."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import tomli
from conftest import Run, tree

from lacwg.text import addresses
from lacwg.text.addresses import Fault, email_fault


def values(data: Path, record_id: str = "ana-lopez") -> dict[str, object]:
    return tomli.loads((data / "contacts" / f"{record_id}.toml").read_text())


@pytest.fixture
def ana(data: Path, run: Run) -> Path:
    """A folder with a contact that has everything."""
    shown = run(
        "contacts", "add", "Ana  López", "--role", "treasurer", "--pronouns", "she/her", "--email", "ana@example.org",
        "--phone", "+1 617 555 0100", "--address", "12 Elm St\nBoston", "--language", "es", "--language", "pt-br,ht",
        "--note", "owes us 5",
    )  # fmt: skip
    assert shown.code == 0
    assert shown.out.endswith("Audience    private\nId          ana-lopez\nSaved as ana-lopez · undo: lacwg undo\n")
    return data


def named(data: Path) -> None:
    (data / "meetings" / "2026").mkdir(parents=True)
    (data / "meetings" / "2026" / "2026-11-11-monthly-meeting.toml").write_text(
        'state = "approved"\nchair = "ana-lopez"\npresent = [\n  "ana-lopez", # late\n  "yoav-elinevsky"]\n'
        'notes = "ana-lopez stays here"\n[[agenda]]\ntitle = "x"\nwho = "ana-lopez"\n'
        '[[actions]]\nid = "kqzt"\nwhat = "y"\nwho = \'ana-lopez\'\n'
    )


def test_add(ana: Path, run: Run) -> None:
    held = values(ana)
    assert held.pop("uid")
    assert held.pop("updated").isoformat() == "2026-11-24T17:00:00+00:00"  # type: ignore[attr-defined]
    assert held == {
        "name": "Ana López", "role": "treasurer", "pronouns": "she/her", "email": "ana@example.org",
        "phone": "+1 617 555 0100", "address": "12 Elm St\nBoston", "languages": ["es", "pt-BR", "ht"],
        "private": {"note": "owes us 5"},
    }  # fmt: skip
    assert (
        "Ana López (she/her)   treasurer   ana@example.org   +1 617 555 0100   es, pt-BR, ht\n"
        in run("contacts", "list").out
    )
    shape = run("contacts", "show", "ana", "--json").json
    assert (shape["pronouns"], shape["address"], shape["audience"]) == ("she/her", "12 Elm St\nBoston", "private")
    assert "private" not in shape
    assert "owes" not in run("contacts", "show", "ana").out
    assert "owes us 5" in run("contacts", "show", "ana", "--private").out
    again = run("contacts", "add", "ana lópez")
    assert again.err == "Note: ana-lopez has the same name\n"
    assert again.out.endswith("Saved as ana-lopez-2 · undo: lacwg undo\n")
    assert run("contacts", "add", "Anita", "--email", "ANA@example.org").err == "Note: ana-lopez has the same address\n"


def test_add_can_be_tried(data: Path, run: Run) -> None:
    before = tree(data)
    shown = run("contacts", "add", "John Ratliff", "--dry-run")
    assert shown.out.endswith("Would be saved as john-ratliff-2; nothing was.\n")
    assert tree(data) == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["", ], "the name is empty"),
        (["X", "--email", "añá@example.org"], "before the @"),
        (["X", "--email", "Ana <ana@example.org>"], 'did you mean "ana@example.org"?'),
        (["X", "--email", "ana@localhost"], "after the @"),
        (["X", "--language", "Spanish"], 'did you mean "es"?'),
        (["X", "--language", "es,qq"], '"qq" is not the tag'),
        (["X", "--audience", "all"], "--audience"),
    ],
)  # fmt: skip
def test_what_is_refused(data: Path, run: Run, argv: list[str], said: str) -> None:
    before = tree(data)
    refused = run("contacts", "add", *argv)
    assert refused.code == 2
    assert said in refused.err
    assert tree(data) == before


def test_edit_changes_single_fields_and_keeps_the_rest(data: Path, run: Run) -> None:
    path = data / "contacts" / "john-ratliff.toml"
    before = path.read_text()
    assert run("contacts", "edit", "john", "--email", "john@example.org", "--role", "chair").code == 0
    text = path.read_text()
    assert text.startswith(before)
    assert (values(data, "john-ratliff")["email"], values(data, "john-ratliff")["role"]) == (
        "john@example.org",
        "chair",
    )
    assert values(data, "john-ratliff")["uid"]
    assert run("contacts", "edit", "john", "--email", "", "--role", "", "--language", "").code == 0
    assert "email" not in values(data, "john-ratliff")
    assert "role" not in values(data, "john-ratliff")
    kept = tree(data)
    assert "nothing changed" in run("contacts", "edit", "john", "--role", "").out
    assert "Nothing was saved." in run("contacts", "edit", "john", "--role", "clerk", "--dry-run").out
    assert run("contacts", "edit", "john", "--name", " ").code == 2
    assert tree(data) == kept


def test_an_identity_stays_what_it_was_derived_to(data: Path, run: Run) -> None:
    before = [line for line in run("export", "vcf").out.splitlines() if line.startswith("UID")]
    run("contacts", "edit", "john", "--role", "chair")
    assert [line for line in run("export", "vcf").out.splitlines() if line.startswith("UID")] == before


def test_edit_in_an_editor(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("contacts", "edit", "ana").code == 2  # nobody is there
    monkeypatch.setenv("EDITOR", "sed -i 's/treasurer/chair/'")
    monkeypatch.setenv("LACWG_NOW", "2026-11-25T12:00")
    assert run("contacts", "edit", "ana").out.endswith("Saved · undo: lacwg undo\n")
    assert values(ana)["role"] == "chair"
    assert "2026-11-25T17:00:00Z" in (ana / "contacts" / "ana-lopez.toml").read_text()
    assert run("contacts", "edit", "ana").out.endswith("Nothing was changed.\n")
    before = tree(ana)
    monkeypatch.setenv("EDITOR", "sed -i 's/ana@example.org/not an address/'")
    refused = run("contacts", "edit", "ana")
    assert refused.code == 1
    assert "contact-ana-lopez.toml, line 4" in refused.err
    assert "go on with it: lacwg contacts edit ana-lopez" in refused.err
    assert tree(ana) == before
    monkeypatch.setenv("EDITOR", "sed -i 's/not an address/ana@new.example/'")
    assert run("contacts", "edit", "ana").code == 0
    assert values(ana)["email"] == "ana@new.example"
    monkeypatch.setenv("EDITOR", 'sed -i \'s/"es"/"Spanish"/\'')
    assert 'did you mean "es"?' in run("contacts", "edit", "ana").err


def test_remove(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(ana)
    assert run("contacts", "remove", "ana", "--dry-run").out.endswith("Would be removed; nothing was.\n")
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert "Nothing was changed." in run("contacts", "remove", "ana").err
    assert tree(ana) == before
    assert run("contacts", "remove", "ana", "--yes").out.endswith("Removed · undo: lacwg undo\n")
    assert not (ana / "contacts" / "ana-lopez.toml").exists()


def test_off_a_terminal_nobody_is_asked(ana: Path, run: Run) -> None:
    before = tree(ana)
    assert run("contacts", "remove", "ana").code == 0
    assert run("undo").code == 0
    assert tree(ana) == before


def test_one_who_is_named_elsewhere_is_not_removed(ana: Path, run: Run) -> None:
    named(ana)
    before = tree(ana)
    refused = run("contacts", "remove", "ana", "--yes")
    assert refused.code == 1
    assert refused.err == (
        "error: ana-lopez is named in other records\n"
        "  data/meetings/2026/2026-11-11-monthly-meeting.toml, line 2: chair\n"
        "  data/meetings/2026/2026-11-11-monthly-meeting.toml, line 4: present\n"
        "  data/meetings/2026/2026-11-11-monthly-meeting.toml, line 9: who\n"
        "  data/meetings/2026/2026-11-11-monthly-meeting.toml, line 13: who\n"
        "  to leave the plain name there: --keep-name\n"
        "  to take the person out of everything, for good: lacwg contacts forget ana-lopez\n"
    )
    assert tree(ana) == before


def test_a_plain_name_can_be_left_behind(ana: Path, run: Run) -> None:
    named(ana)
    text = (ana / "meetings" / "2026" / "2026-11-11-monthly-meeting.toml").read_text()
    group = ana / "group.toml"
    group.write_text(f'{group.read_text()}\n[[agenda]]\ntitle = "Money" # hers\nwho = "ana-lopez"\n')
    gone = run("contacts", "remove", "ana", "--keep-name", "--yes")
    assert gone.out.endswith("Removed; 2 records keep the plain name · undo: lacwg undo\n")
    after = (ana / "meetings" / "2026" / "2026-11-11-monthly-meeting.toml").read_text()
    assert after == text.replace('"ana-lopez"', '"Ana López"').replace("'ana-lopez'", '"Ana López"')
    assert 'title = "Money" # hers\nwho = "Ana López"\n' in group.read_text()
    assert run("check").code == 0


def test_nothing_is_removed_where_a_record_cannot_be_read(ana: Path, run: Run) -> None:
    named(ana)
    (ana / "meetings" / "2026" / "2026-10-14-monthly-meeting.toml").write_text('state = "ana-lopez"\n')
    before = tree(ana)
    assert "2026-10-14" in run("contacts", "remove", "ana", "--keep-name", "--yes").err
    assert tree(ana) == before


@pytest.mark.parametrize(
    "address", ["a@b.org", "a.b+c'd@x-y.example.co.uk", "A_1@münchen.example", "a@xn--mnchen-3ya.example"]
)
def test_addresses(address: str) -> None:
    assert email_fault(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "", "@", "a@", "@b.org", "a@b", "a@b..org", "a@-b.org", "a@b-.org", ".a@b.org", "a.@b.org", "a..b@b.org", "a b@c.org",
        "a@b.org,c@d.org", "a@b.org\nBcc: c@d.org", "a@[127.0.0.1]", "a@127.0.0.1", "ñ@b.org", "a" * 65 + "@b.org",
        "a@" + "b." * 130 + "org", "a@b.org\u202e", "a@b@c.org", '"a"@b.org', "a@\u3002.org",
    ],
)  # fmt: skip
def test_no_addresses(address: str) -> None:
    assert email_fault(address) is not None


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("ES", "es"),
        ("pt_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("quc", "quc"),
        ("en-x-priv", "en-x-priv"),
    ],
)
def test_tags_of_languages(typed: str, tag: str) -> None:
    assert addresses.language(typed) == tag


@pytest.mark.parametrize("typed", ["", "e", "xx", "español", "en--US", "en-", "spanish", "es-EEE-US-x"])
def test_no_tags_of_languages(typed: str) -> None:
    assert isinstance(addresses.language(typed), Fault)


@pytest.mark.parametrize(
    ("key", "value", "right"),
    [
        ("email", "ana@example.xn--p1ai", True), ("email", "ana@пример.рф", True), ("email", "o'neil+x@example.museum", True),
        ("email", "bo@b.c", False), ("email", "ána@example.org", False), ("email", "ana@localhost", False),
        ("email", "Ana <ana@example.org>", False), ("email", "ana@my_site.org", False), ("email", "ana..b@example.org", False),
        ("languages", "zh-cmn-Hans", True), ("languages", "sl-rozaj-biske", True), ("languages", "quc", True),
        ("languages", "en-u-hc-h12", True),
        ("languages", "xx", False), ("languages", "english", False), ("languages", "en-u", False), ("languages", "x-plain", False),
    ],
)  # fmt: skip
def test_what_is_typed_and_what_is_checked_is_one_rule(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, key: str, value: str, right: bool
) -> None:
    """Added, edited with options or in an editor, imported, found by ``check``: the same answer."""
    option = "--email" if key == "email" else "--language"
    assert run("contacts", "add", "Bo", option, value).code == (0 if right else 2)
    assert run("contacts", "edit", "john", option, value).code == (0 if right else 2)
    toml = f'"{value}"' if key == "email" else f'["{value}"]'
    (data / "contacts" / "ana.toml").write_text(f'name = "Ana"\n{key} = {toml}\n')
    codes = [each["code"] for each in run("check", "--json").json if each["file"].endswith("/ana.toml")]
    assert codes == ([] if right else ["C102" if key == "email" else "C103"])
    (data / "contacts" / "ana.toml").write_text('name = "Ana"\nrole = "clerk"\n')
    script = shlex.quote(f"printf '%s\\n' {shlex.quote(f'{key} = {toml}')} >> \"$0\"")
    monkeypatch.setenv("EDITOR", f"sh -c {script}")
    assert run("contacts", "edit", "ana").code == (0 if right else 1)
    name = "EMAIL" if key == "email" else "LANG"
    card = data.parent / "a.vcf"
    card.write_text(f"BEGIN:VCARD\nVERSION:4.0\nFN:Cy\n{name}:{value}\nEND:VCARD\n")
    assert run("import", "vcf", str(card)).code == 0
    assert (key in values(data, "cy")) == right


def test_a_short_telephone_number_is_kept_and_said(data: Path, run: Run) -> None:
    told = run("contacts", "add", "Bo", "--phone", "555 01")
    assert told.code == 0
    assert told.err == 'Note: the telephone number "555 01" has only 5 digits; write the area\'s code too\n'
    assert run("contacts", "edit", "bo", "--role", "clerk").err == ""
    assert [each["file"] for each in run("check", "--json").json if each["code"] == "C104"] == ["data/contacts/bo.toml"]


def test_contacts(data: Path, run: Run) -> None:
    assert run("contacts", "list").out == "John Ratliff     no address\nYoav Elinevsky   no address\n"
    assert [each["id"] for each in run("contacts", "list", "--json").json] == ["john-ratliff", "yoav-elinevsky"]
    assert run("contacts", "show", "yoav").out.startswith("Yoav Elinevsky\nE-mail     none yet\n")
    assert run("contacts", "show", "john", "--plain").out == "john-ratliff\tJohn Ratliff\t\t\t\tpublic\n"
    assert run("contacts", "show", "ann").code == 1


def test_a_name_will_do_where_an_id_is_asked_for(ana: Path, run: Run) -> None:
    ratliff = "Ratliff"
    for text in ("john", "John Ratliff", ratliff, "RATLÍFF john"):
        assert run("contacts", "show", text, "--plain").lines[0][0] == "john-ratliff"
    assert run("contacts", "edit", ratliff, "--role", "treasurer").code == 0
    run("contacts", "add", "John Ratliff Smith")
    run("contacts", "add", "Elinor Ratliff")
    several = run("contacts", "edit", ratliff, "--role", "x")
    assert several.code == 1
    assert "fits 3 contacts: elinor-ratliff (Elinor Ratliff), john-ratliff (John Ratliff), john-ratliff-smith" in (
        several.err
    )
    assert run("contacts", "show", "john ratliff", "--plain").lines[0][0] == "john-ratliff"  # the whole name wins
    assert run("contacts", "show", "ratliff smith", "--plain").lines[0][0] == "john-ratliff-smith"
    assert run("contacts", "remove", "elinor r", "--yes").code == 0
    nobody = run("contacts", "show", "Jonh")
    assert 'no contact has an id or a name that fits "Jonh"' in nobody.err
    assert 'did you mean "john-ratliff' in nobody.err


def test_a_time_of_change_that_is_typed_by_hand_does_not_hold_for_ever(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("contacts", "add", "Ana").code == 0
    typed = r'updated = 2030-01-01T00:00:00Z\nrole = "chair"'
    monkeypatch.setenv("EDITOR", f"sed -i -e 's/^updated.*/{typed}/'")
    assert run("contacts", "edit", "ana").code == 0
    text = (data / "contacts" / "ana.toml").read_text()
    assert 'role = "chair"\n' in text
    assert "updated = 2026-11-24T17:00:00Z\n" in text
