"""``lacwg`` alone, contacts, issues and the mission."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, Run

SEED_MISSION = (
    "The focus of the Latin America and Caribbean Working Group is to stand in opposition to US regime change"
)


def test_alone(data: Path, run: Run) -> None:
    assert run().out == (
        "LA/CWG · Tuesday, November 24, 2026\n\n"
        "Next meeting   Wednesday, December 9 · 5:00 PM EST · in 15 days\n"
        "Coming up      nothing else yet; add one: lacwg events add\n"
        "To look at     2 contacts without an address: lacwg check\n"
    )
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    assert "Coming up      Tuesday, January 5, 2027 · 4:00 PM EST · Vigil\n" in run().out
    shape = run("--json").json
    assert shape["next_meeting"]["id"] == "monthly-meeting/2026-12-09"
    assert [each["title"] for each in shape["coming_up"]] == ["Vigil"]
    assert [line[4] for line in run("--plain").lines] == ["LA/CWG monthly meeting", "Vigil"]
    assert run("--data", str(data)).code == 0


def test_alone_says_what_cannot_be_read(data: Path, run: Run) -> None:
    (data / "contacts" / "bad.toml").write_text("name = 3\n")
    shown = run()
    assert shown.code == 1
    assert "1 record that cannot be read, 2 contacts without an address: lacwg check" in shown.out
    assert 'data/contacts/bad.toml, line 1: "name" is a number' in shown.err


def test_alone_in_narrow_columns(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    run("events", "add", "A film about the coup and what came after", "--start", "Jan 5 4pm")
    run("events", "add", "Another", "--start", "Jan 6 4pm")
    lines = run().out.splitlines()
    assert all(len(line) <= 60 for line in lines)
    assert "               in 15 days" in lines
    assert "                 film about the coup and what came after" in lines


def test_contacts(data: Path, run: Run) -> None:
    assert run("contacts", "list").out == "John Ratliff     no address\nYoav Elinevsky   no address\n"
    assert [each["id"] for each in run("contacts", "list", "--json").json] == ["john-ratliff", "yoav-elinevsky"]
    assert run("contacts", "show", "yoav").out.startswith("Yoav Elinevsky\nE-mail     none yet\n")
    assert run("contacts", "show", "john", "--plain").out == "john-ratliff\tJohn Ratliff\t\t\t\tpublic\n"
    assert run("contacts", "show", "ann").code == 1


def test_issues(data: Path, run: Run) -> None:
    assert len(run("issues", "list", "--plain").lines) == 9
    honduras = run("issues", "show", "hond", "--json").json
    assert honduras["bills"][0]["name"] == "Berta Caceres Human Rights in Honduras Act"
    assert honduras["countries"] == ["HN"]
    assert "Stop Arms to Mexico" in run("issues", "show", "arms").out


def test_mission(data: Path, run: Run) -> None:
    assert run("mission").out.startswith(SEED_MISSION)
    assert len(run("mission").out.splitlines()) == 1
    assert run("mission", "--section", "history").out.startswith("Massachusetts Peace Action members formed")
    assert "EFE/Miguel Gutierrez" in run("mission", "--section", "photo").out
    assert run("mission", "--json").json["formed"] == 2019
    assert run("mission", "--section", "poem").code == 2
    group = data / "group.toml"
    group.write_text(group.read_text().replace("[photo]", "[unused]").split("[unused]")[0])
    nothing = run("mission", "--section", "photo")
    assert (nothing.code, "data/group.toml" in nothing.err) == (1, True)


def test_every_fact_of_the_page_is_in_the_data() -> None:
    page = (Path(__file__).parents[1] / "site" / "group-page.txt").read_text()
    held = "\n".join(path.read_text() for path in sorted(DATA.rglob("*.toml")))
    facts = [
        *[line for line in page.splitlines() if len(line) > 200],
        "Supporters of Venezuela’s leftist government rally in Caracas on Friday, Aug. 4, to celebrate the start of a constitutional convention.",
        "EFE/Miguel Gutierrez", "Latin America and Caribbean Working Group", "LA/CWG", "Massachusetts Peace Action",
        "2nd Wednesday", "17:00:00", "If you’d like to get involved please email", "John Ratliff", "Yoav Elinevsky",
        "Avi Chomsky and Gail Walker", "Cuba: Confronting the U.S. Blockade and Covid-19", "2021-09-22", "Wed Sep 22",
        "A Virtual presentation and Q&A exchange for Massachusetts, Connecticut and Maine Aviva Chomsky — author, "
        "A History of the Cuban Revolution and co-editor, The ...",
        "Berta Caceres Human Rights in Honduras Act", "Stop Arms to Mexico",
    ]  # fmt: skip
    for fact in facts:  # the page has no-break spaces here and there
        assert fact.replace("\xa0", " ") in held.replace("\xa0", " "), fact
