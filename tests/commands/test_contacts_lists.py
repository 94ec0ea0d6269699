"""``lacwg contacts``: roles that begin and end, lists, days away, consent, and no mail for good."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import tomli
from conftest import Run, tree


def held(data: Path, record_id: str = "ana-lopez") -> dict[str, object]:
    found = tomli.loads((data / "contacts" / f"{record_id}.toml").read_text())
    return {key: value for key, value in found.items() if key not in ("name", "uid", "updated")}


@pytest.fixture
def ana(data: Path, run: Run) -> Path:
    assert run("contacts", "add", "Ana López", "--email", "ana@example.org", "--list", "members").code == 0
    return data


def edited(run: Run, *options: str) -> str:
    shown = run("contacts", "edit", "ana", *options)
    assert shown.code == 0, shown.err
    return " ".join(shown.out.split())


def test_roles_begin_and_end(ana: Path, run: Run) -> None:
    edited(run, "--role", "chair", "--to", "2026-12-31")
    shown = edited(run, "--role", "+treasurer", "--from", "March 1, 2027")
    assert "Role chair until December 31, 2026; treasurer from March 1, 2027" in shown
    assert held(ana)["roles"] == [
        {"role": "chair", "to": dt.date(2026, 12, 31)},
        {"role": "treasurer", "from": dt.date(2027, 3, 1)},
    ]
    assert "   chair   ana@" in run("contacts", "list").out
    shape = run("contacts", "show", "ana", "--json").json
    assert shape["role"] == "chair"
    assert shape["roles"][1] == {"role": "treasurer", "from": "2027-03-01"}
    assert "ana-lopez" in run("search", "chair", "--plain").out
    assert "ana-lopez" not in run("search", "treasurer", "--plain").out
    run("contacts", "edit", "ana", "--audience", "public")
    for verb in (["vcf"], ["csv", "--for", "contacts"], ["csv", "--for", "outlook"]):
        out = run("export", *verb).out
        assert "chair" in out
        assert "treasurer" not in out
        assert "members" not in out
    lost = "1 contact has roles with dates, which such a file cannot hold: it has the roles of today, Tuesday, November"
    told = run("export", "vcf")
    assert (lost in told.err, "away" in told.err, told.err.count("export json --everything")) == (True, False, 1)
    run("contacts", "edit", "ana", "--away", "2027-03-01 to 2027-03-14")
    assert "away" not in run("export", "csv", "--for", "contacts").err, "that is nobody's to know"
    for verb in (["vcf"], ["csv", "--for", "google-contacts"]):
        suffix = verb[0]
        told = run("export", *verb, "--everything", "--yes", "-o", f"people.{suffix}")
        assert told.err.startswith("1 contact has roles with dates or times away, which")
    assert "has roles" not in run("export", "csv", "--for", "spreadsheet").err
    # the days of a role that is there are changed, and a later term is one of its own
    edited(run, "--role", "+Chair", "--from", "2026-01-01")
    assert len(held(ana)["roles"]) == 2  # type: ignore[arg-type]
    edited(run, "--role", "+chair", "--from", "2028-01-01")
    assert [str(each["role"]) for each in held(ana)["roles"]] == ["chair", "treasurer", "chair"]  # type: ignore
    edited(run, "--role", "-chair")
    assert "clerk until November 20, 2026;" in edited(run, "--role", "+clerk", "--to", "Nov 20")
    edited(run, "--role", "-Clerk")
    edited(run, "--role", "+treasurer", "--from", "")
    assert held(ana)["role"] == "treasurer"
    assert "roles" not in held(ana)
    edited(run, "--role", "")
    assert "role" not in held(ana)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2027-03-01"], "--from is a day of a role, and none is named"),
        (["--role", "-chair"], "Ana López is not chair"),
        (["--role", "chair", "--from", "2027-03-01", "--to", "2027-02-01"], "--to 2027-02-01 is before --from"),
        (["--role", "chair", "--from", "2027-13-01"], "2027-13-01"),
        (["--role", "+"], "--role is empty"),
        (["--role", "", "--role", "chair"], "takes all out, and stands alone"),
        (["--list", "-press"], "Ana López is not on press"),
        (["--list", "-press"], "their lists: "),
        (["--role", "treasurer from March 2027"], '--role "treasurer" --from DATE'),
        (["--role", "+vice chair until 2027-12-31"], '--role "+vice chair" --to DATE'),
        (["--role", "tesorera desde el 1 de marzo"], '--role "tesorera" --from DATE'),
        (["--list", "The Press"], 'a list cannot be called "The Press"'),
        (["--away", "March 1 10am to noon"], "takes days"),
        (["--away", "soon"], "soon"),
        (["--no-mail", "--mail-again"], "exclude each other"),
    ],
)
def test_what_cannot_be_is_refused(ana: Path, run: Run, options: list[str], said: str) -> None:
    before = tree(ana)
    shown = run("contacts", "edit", "ana", *options)
    assert shown.code == 2
    assert said in shown.err
    assert tree(ana) == before


@pytest.mark.parametrize("role", ["liaison to District 4", "delegate from Boston", "chair until further notice"])
def test_a_role_may_have_such_words(ana: Path, run: Run, role: str) -> None:
    edited(run, "--role", role)
    assert held(ana)["role"] == role


def test_lists(ana: Path, run: Run) -> None:
    shown = run("contacts", "edit", "ana", "--list", "+press", "--list", "-members")
    assert shown.err == "Note: press is a new list; the lists so far: members\n"
    assert "\nLists      press\n" in shown.out
    run("contacts", "edit", "john", "--list", "press", "--list", "+members", "--role", "vice chair")
    assert run("contacts", "list", "--list", "press", "--plain").out.count("\n") == 2
    assert run("contacts", "list", "--list", "press", "--role", "Chair", "--plain").out.startswith("john-ratliff\t")
    assert run("contacts", "list", "--list", "members", "--role", "treasurer").out == (
        "Nobody on members is treasurer today.\n"
    )
    refused = run("contacts", "list", "--list", "pres")
    assert refused.code == 1
    assert refused.err.endswith('there is no list "pres"\n  did you mean "press"?\n')
    assert edited(run, "--list", "press").count("Already so") == 1  # twice is once
    edited(run, "--list", "")
    assert "lists" not in held(ana)


def test_away_joined_and_consent(ana: Path, run: Run) -> None:
    shown = edited(
        run,
        "--away",
        "March 1 to March 14",
        "--away",
        "2026-12-24",
        "--joined",
        "March 1",
        "--consent",
        "sign-up sheet",
    )
    assert "Away Thursday, December 24, 2026; Monday, March 1 – Sunday, March 14, 2027" in shown
    assert "Joined March 1, 2026 Consent November 24, 2026, sign-up sheet " in shown
    assert "lists" not in run("contacts", "show", "ana", "--json").json
    private = run("contacts", "show", "ana", "--json", "--private").json
    assert private["lists"] == ["members"]
    assert private["away"][0] == {"from": "2026-12-24", "to": "2026-12-24"}
    assert private["private"] == {
        "joined": "2026-03-01", "consented": {"on": "2026-11-24", "how": "sign-up sheet"},
    }  # fmt: skip
    edited(run, "--away", "", "--joined", "", "--consent", "")
    assert held(ana) == {"email": "ana@example.org", "lists": ["members"]}


@pytest.mark.parametrize("form", ["vcf", "contacts", "google-contacts", "outlook", "json"])
def test_no_import_sends_mail_again(ana: Path, run: Run, form: str) -> None:
    edited(run, "--note", "ours")
    verb = form if form in ("vcf", "json") else "csv"
    made = ["export", verb, "--everything", "--yes", "-o", f"all.{verb}", *([] if verb == form else ["--for", form])]
    assert run(*made).code == 0
    run("import", verb, f"all.{verb}")
    shown = edited(run, "--no-mail", "--consent", "by phone")
    assert "No mail since November 24, 2026, whatever is imported " in shown
    text = Path(f"all.{verb}").read_text()
    changed = ("example.org", "new.example") if form in ("vcf", "contacts", "json") else ("es", "es")
    Path(f"all.{verb}").write_text(text.replace("ours", "theirs").replace(*changed))
    assert "1 changed" in run("import", verb, f"all.{verb}").out
    private = held(ana)["private"]
    assert isinstance(private, dict)
    assert str(private["no_mail"]) == "2026-11-24"
    assert private["consented"]["how"] == "by phone"
    edited(run, "--mail-again")
    assert "no_mail" not in str(held(ana))


@pytest.mark.parametrize("form", ["vcf", "contacts", "google-contacts", "outlook"])
def test_another_folder_has_the_same_people(ana: Path, run: Run, form: str) -> None:
    edited(
        run, "--role", "chair", "--to", "2026-12-31", "--phone", "+1 617 555 0100", "--note", "=1+1", "--list", "press"
    )
    edited(run, "--address", "12 Elm St\nBoston", "--consent", "by phone", "--audience", "members")
    verb = "vcf" if form == "vcf" else "csv"
    options = ["--everything", "--yes", *([] if form == verb else ["--for", form])]
    shutil.copytree(ana, "other")
    for each in Path("other/contacts").iterdir():
        each.unlink()
    assert run("export", verb, *options, "-o", f"a.{verb}").code == 0
    Path("other/group.toml").write_text(f"{Path('other/group.toml').read_text()}\n[lists.members]\n[lists.press]\n")
    assert "3 new" in run("import", verb, f"a.{verb}", "--data", "other").out
    assert run("import", verb, f"a.{verb}", "--data", "other").out.startswith("0 new, 0 changed, 3 the same")
    run("export", verb, *options, "-o", f"b.{verb}", "--data", "other")
    first, second = ([line for line in Path(f"{x}.{verb}").read_text().split("\n") if "REV:" not in line] for x in "ab")
    assert first == second
