"""``lacwg duties``: declared, planned, assigned, cleared and listed; who is told of it, and what check says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, tree
from meeting_files import write
from test_app import complete

from lacwg import kinds
from lacwg.store.merge.texts import merged_text

SERIES = "series/monthly-meeting.toml"


@pytest.fixture
def notes(data: Path, run: Run) -> Path:
    """A folder whose monthly meeting has somebody who takes notes."""
    assert run("duties", "add", "notes", "--from", "John and Yoav").code == 0
    return data


def rows(run: Run, *argv: str) -> list[tuple[str, str, str]]:
    return [(id_, role, who) for id_, _, role, who, _ in run("duties", "list", *argv, "--plain").lines]


def test_a_plan_is_shown_made_and_taken_back(notes: Path, run: Run) -> None:
    assert complete("lacwg duties assign next n", notes) == ["notes"]
    before = tree(notes)
    argv = ("duties", "plan", "--to", "2027-03-31")
    shown = run(*argv, "--dry-run")
    assert "Would assign 4 turns; nothing was saved." in shown.out
    assert tree(notes) == before
    made = run(*argv)
    assert made.out.startswith("Wed  Dec  9, 2026   notes   John Ratliff\nWed  Jan 13, 2027   notes   Yoav Elinevsky\n")
    text = (notes / SERIES).read_text()
    assert text.count("[[assignments]]") == 4
    assert "sequence" not in text  # subscribers see nothing of it
    assert "Nobody was assigned; nothing changed." in run(*argv).out
    run("undo")
    assert tree(notes) == before


def test_one_date_is_assigned_swapped_and_cleared(notes: Path, run: Run) -> None:
    run("duties", "plan", "--to", "2027-01-31")
    refused = run("duties", "assign", "next", "note", "Ana")
    assert (refused.code, "John Ratliff already: notes takes 1" in refused.err) == (1, True)
    hint = 'lacwg duties assign monthly-meeting/2026-12-09 "notes" "Ana" --instead "john-ratliff"'
    assert hint in refused.err
    assert "notes   Ana\nSaved" in run("duties", "assign", "12/9", "Notes", "Ana", "--instead", "John").out
    assert "is not on duty then" in run("duties", "assign", "next", "notes", "Bo", "--instead", "John").err
    assert "nothing changed" in run("duties", "assign", "next", "notes", "Ana").out
    assert rows(run, "--who", "Ana") == [("monthly-meeting/2026-12-09", "notes", "Ana")]
    assert "nothing changed" in run("duties", "clear", "next", "notes", "Yoav").out
    assert "notes   nobody yet\nSaved" in run("duties", "clear", "next").out
    assert rows(run, "--to", "2027-01-31") == [
        ("monthly-meeting/2026-12-09", "notes", ""), ("monthly-meeting/2027-01-13", "notes", "yoav-elinevsky"),
    ]  # fmt: skip


def test_what_is_not_there_is_refused(notes: Path, run: Run) -> None:
    (notes / SERIES).write_text((notes / SERIES).read_text() + '\n[duties.es]\nrole = "acta"\n')
    before = tree(notes)
    for argv, said in (
        (["add", "doors", "--from", "Zoe"], 'there is no contact "Zoe"'),
        (["add", " "], "ROLE is empty"),
        (["assign", "next", "doors", "Ana"], "there are: notes"),
        (["assign", "2026-12-10", "notes", "Ana"], "is not a meeting"),
        (["assign", "next", "notes", " "], "WHO is empty"),
        (["clear", "next", "doors"], 'no duty of monthly-meeting is called "doors"'),
        (["plan"], "--to"),
        (["plan", "--to", "2040-01-01"], "three years at most"),
        (["plan", "--to", "2026-11-23"], '--to "2026-11-23" is past'),
        (["add", "acta"], "acta stands twice"),
        (["plan", "cuba", "--to", "2027-01-01"], "DATE"),
    ):
        refused = run("duties", *argv)
        assert refused.code or said == "DATE", argv
        assert said in refused.err or said == "DATE", refused.err
    assert tree(notes) == before


def test_an_event_has_duties_shared_out_over_all_events(data: Path, run: Run) -> None:
    for name, day in (("Haiti march", "2026-12-03"), ("Rally", "2026-12-24")):
        run("events", "add", name, "--start", day)
        assert run("duties", "add", "driver", name, "--from", "John, Yoav").code == 0
    run("duties", "plan", "haiti-march", "--to", "2026-12-31")
    run("duties", "plan", "--to", "2026-12-31")
    assert rows(run) == [
        ("2026-12-03-haiti-march", "driver", "john-ratliff"), ("2026-12-24-rally", "driver", "yoav-elinevsky"),
    ]  # fmt: skip
    assert "On duty   driver: John Ratliff" in run("events", "show", "haiti-march").out
    run("duties", "assign", "rally", "driver", "Bo", "--instead", "Yoav")
    run("events", "move", "rally", "--to", "2026-12-26", "--reason", "snow")  # whoever is on stays on
    assert rows(run, "rally")[0][2] == "Bo"
    assert "driver: Bo" in run("events", "announce", "rally", "--audience", "members").out
    run("events", "copy", "rally", "--start", "2027-01-07")
    assert rows(run, "2027-01-07-rally")[0][2] == ""


def test_members_are_told_in_their_language_and_the_public_never(notes: Path, run: Run) -> None:
    (notes / SERIES).write_text((notes / SERIES).read_text() + '\n[duties.es]\nrole = "acta"\n')
    run("duties", "plan", "--to", "2026-12-31")
    assert "Who does what\nnotes: John Ratliff\n" in run("meetings", "announce").out
    assert "Quién hace qué\nacta: John Ratliff\n" in run("meetings", "announce", "--lang", "es").out
    for argv in (["meetings", "announce", "--audience", "public"], ["export", "json"], ["export", "ics"]):
        out = run(*argv).out
        assert "Wed" in out or "BEGIN" in out or "{" in out
        assert not {"acta", "assignments", "Who does what", "notes: John"} & {*out.split('"'), *out.splitlines()}
    assert '"assignments"' in run("export", "json", "--audience", "members").out
    assert "On duty   notes: John Ratliff\n" in run("meetings", "show", "next").out
    assert run("meetings", "show", "next", "--json").json["duties"][0]["who"][0]["name"] == "John Ratliff"
    assert "5:00 PM EST\nnotes: John Ratliff\n" in run("agenda", "show").out
    run("meetings", "cancel", "next", "--reason", "snow")
    assert "On duty" not in run("meetings", "show", "2026-12-09").out


def test_the_members_take_turns_but_those_who_are_away(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("duties", "add", "notes")
    nobody = run("duties", "plan", "--to", "2027-01-31")
    assert nobody.code == 0
    assert "Nobody takes turns" in nobody.err
    away = "[[away]]\nfrom = 2026-12-01\nto = 2026-12-31\n"
    write(data, "contacts/ana.toml", f'name = "Ana"\nlists = ["members"]\n{away}')
    write(data, "contacts/bo.toml", 'name = "Bo"\nlists = ["members"]\n')
    run("duties", "plan", "--to", "2027-01-31")
    assert [who for _, _, who in rows(run)][:2] == ["bo", "ana"]
    assert "Ana is away on December 9, 2026" in run("duties", "assign", "next", "notes", "Ana", "--instead", "Bo").err
    run("series", "edit", "monthly-meeting", "--place", "Hall")
    text = (data / SERIES).read_text().replace("2027-01-13", "2027-01-14")
    (data / SERIES).write_text(text)
    monkeypatch.setenv("LACWG_NOW", "2027-01-01T12:00")
    found = {each["code"]: each["message"] for each in run("check", "--json").json if each["code"][0] == "D"}
    assert found == {"D101": "January 13, 2027: nobody yet for notes", "D103": "the rule gives no January 14, 2027"}
    monkeypatch.setenv("LACWG_NOW", "2026-12-01T12:00")
    found = {each["code"]: each["message"] for each in run("check", "--json").json if each["code"] == "D102"}
    assert found == {"D102": "December 9, 2026: Ana is away, and is on duty for notes"}


def test_who_is_removed_or_forgotten_goes_from_duties_too(notes: Path, run: Run) -> None:
    run("duties", "add", "notes", "--count", "2")
    run("duties", "plan", "--to", "2027-01-31")
    assert "series/monthly-meeting.toml, line" in run("contacts", "remove", "john").err
    run("contacts", "forget", "john", "--yes")
    run("contacts", "forget", "yoav", "--yes")
    text = (notes / SERIES).read_text()
    assert text.count("a former member") == 6
    assert run("duties", "list", "--json").json[0]["missing"] == 2
    run("series", "rename", "monthly-meeting", "assembly")
    assert rows(run)[0] == ("assembly/2026-12-09", "notes", "a former member,a former member")


def test_the_plans_of_two_coordinators_both_stay(notes: Path, run: Run) -> None:
    def planned(date: str, who: str) -> str:
        run("duties", "assign", date, "notes", who)
        text = (notes / SERIES).read_text()
        run("undo")
        return text

    base = (notes / SERIES).read_text()
    mine, theirs = planned("2026-12-09", "John"), planned("2026-12-09", "Yoav")
    merged = merged_text(base, mine, theirs, kinds.SERIES, "monthly-meeting")
    assert merged.text is not None
    (notes / SERIES).write_text(merged.text)
    assert rows(run)[0][2] == "john-ratliff,yoav-elinevsky"
    without = merged_text(merged.text, base, merged.text.replace("2026-12-09", "2027-01-13"), kinds.SERIES, "x")
    assert without.text is not None
    assert "2026-12-09" not in without.text


def test_json_of_a_list(notes: Path, run: Run) -> None:
    far = '\n[[assignments]]\ndate = 8999-12-29\nrole = "notes"\nwho = "Bo"\n'
    (notes / SERIES).write_text((notes / SERIES).read_text() + far)
    assert len(rows(run)) == 3  # nobody waits for what was mistyped
    assert json.loads(run("duties", "list", "--json").out)[0] == {
        "id": "monthly-meeting/2026-12-09", "title": "LA/CWG monthly meeting", "start": "2026-12-09T17:00:00-05:00",
        "role": "notes", "who": [], "missing": 1,
    }  # fmt: skip


def test_the_last_date_is_listed_where_it_was_moved_to(notes: Path, run: Run) -> None:
    run("duties", "plan", "--to", "2027-06-30")
    run("meetings", "move", "2027-06-09", "--to", "2027-06-16")
    assert rows(run)[-1][0] == "monthly-meeting/2027-06-09"
    assert "Wed  Jun 16, 2027" in run("duties", "list").out
    assert run("duties", "list", "--who", "Zoe").out == 'No duties of "Zoe" then.\n'


def test_what_is_under_way_after_midnight_is_listed(notes: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    night = "start = 2026-11-24T22:00:00\nend = 2026-11-25T02:00:00\n"
    write(notes, "events/2026/2026-11-24-vigil.toml", f'title = "Vigil"\n{night}[[duties]]\nrole = "candles"\n')
    for now, there in (("2026-11-24T23:59", True), ("2026-11-25T01:00", True), ("2026-11-25T02:00", False)):
        monkeypatch.setenv("LACWG_NOW", now)
        assert ("candles" in run("duties", "list").out) == there
    for argv in (["list", "xyz"], ["add", "door", "xyz"], ["plan", "xyz", "--to", "2027-01-01"]):
        assert 'no series and no event has an id or a title that fits "xyz"' in run("duties", *argv).err
