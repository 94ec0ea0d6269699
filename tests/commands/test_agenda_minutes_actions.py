"""``lacwg agenda``, ``minutes`` and ``actions``: one meeting's record from its agenda to its minutes."""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from conftest import Run, tree
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lacwg import clock
from lacwg.audience import view as audience
from lacwg.exporters.minutes import document
from lacwg.records import (
    LANGUAGES,
    Action,
    AgendaItem,
    Decision,
    DecisionWords,
    Group,
    MeetingRecord,
    MembersTable,
    PrivateTable,
    Series,
    Table,
    TopicWords,
)

DECEMBER = "meetings/2026/2026-12-09-monthly-meeting.toml"
NOVEMBER = "meetings/2026/2026-11-11-monthly-meeting.toml"


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters in the order of the alphabet, each two times, and no editor."""
    given = (f"aaa{chr(97 + number // 2)}" for number in itertools.count())
    monkeypatch.setattr(clock, "new_letters", lambda: next(given))
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


# Agenda


def test_prepare_gathers_all_that_is_to_be_talked_about_once(data: Path, run: Run) -> None:
    append(data / "group.toml", '\n[[agenda]]\ntitle = "Welcome"\nminutes = 10\nwho = "yoav-elinevsky"\n')
    write(
        data,
        NOVEMBER,
        'state = "draft"\n[[agenda]]\ntitle = "Budget"\nminutes = 15\n[[agenda]]\ntitle = "Settled"\ndone = true\n'
        '[[agenda]]\ntitle = "Coming up: Old"\n'
        '[[actions]]\nid = "kqzt"\nwhat = "Ask the hall"\nwho = "Ana"\n[[actions]]\nid = "zzzz"\nwhat = "X"\ndone = 2026-11-12\n',
    )
    run("events", "add", "Haiti", "--start", "Dec 3 7pm")
    run("events", "add", "Far off", "--start", "2027-01-24")
    run("events", "add", "Secret", "--start", "Dec 20 7pm", "--audience", "members")
    prepared = run("agenda", "prepare")
    assert prepared.code == 0
    expected = [
        "Welcome", "Budget", "Action kqzt: Ask the hall", "Coming up: Haiti",
        "Berta Caceres Human Rights in Honduras Act: support its passage",
    ]  # fmt: skip
    assert titles(run) == expected
    assert "1 event or bill that is not public stayed out" in prepared.err
    text = (data / DECEMBER).read_text()
    assert text.startswith('state = "planned"\n')
    assert "Ask the hall" not in text
    before = tree(data)
    assert "Nothing was missing" in run("agenda", "prepare").out
    assert tree(data) == before
    run("agenda", "remove", "2")
    run("agenda", "add", "Own", "--minutes", "5")
    run("agenda", "prepare", "2026-12-09")
    assert titles(run) == [expected[0], *expected[2:], "Own", "Budget"]
    assert run("check").code == 0


def test_the_clock_runs_until_a_length_is_not_known(data: Path, run: Run) -> None:
    for title, minutes in (("A", "10"), ("B", "20"), ("C", None), ("D", "20")):
        run("agenda", "add", title, *(["--minutes", minutes] if minutes else []))
    shown = run("agenda", "show")
    lines = shown.out.splitlines()
    assert lines[3].split() == ["1", "5:00", "A", "10", "min"]
    assert lines[4].split() == ["2", "5:10", "B", "20", "min"]
    assert lines[5].split() == ["3", "5:30", "C"]
    assert lines[6].split() == ["4", "D", "20", "min"]
    assert "4 items, 50 minutes and 1 without a length" in shown.out
    assert "Agenda: 4 items, 50 minutes and 1 without a length · lacwg agenda show\n" in run("meetings", "next").out
    assert [line[1] for line in run("agenda", "show", "--plain").lines] == ["5:00", "5:10", "5:30", ""]


def test_an_agenda_longer_than_the_meeting(data: Path, run: Run) -> None:
    path = data / "series/monthly-meeting.toml"
    path.write_text("minutes = 60\n" + path.read_text())
    run("agenda", "add", "A", "--minutes", "60")
    assert run("agenda", "show", "--json").json["warnings"] == []
    assert (
        "Note: the agenda is 15 minutes longer than the meeting, which ends at 6:00 PM"
        in run("agenda", "add", "B", "--minutes", "15").out
    )
    assert run("agenda", "show", "--json").json["warnings"][0]["code"] == "agenda-too-long"


def test_reorder_and_remove(data: Path, run: Run) -> None:
    for title in "ABC":
        run("agenda", "add", title)
    path = data / DECEMBER
    path.write_text(path.read_text().replace('"C"', '"C" # a remark'))
    assert run("agenda", "reorder", "3", "1").code == 0
    assert titles(run) == ["C", "A", "B"]
    assert run("agenda", "remove", "2").code == 0
    assert titles(run, "next") == ["C", "B"]
    assert "# a remark" in (data / DECEMBER).read_text()
    before = tree(data)
    for argv, code, said in (
        (["reorder", "1", "1"], 2, "stands twice"),
        (["reorder", "3"], 1, "has 2 items"),
        (["remove", "9"], 1, "no item 9"),
        (["remove", "0"], 2, "range"),
        (["add", " "], 2, "the title is empty"),
        (["add", "X", "--meeting", "2026-12-10"], 1, "is not a meeting"),
    ):
        refused = run("agenda", *argv)
        assert (refused.code, refused.out) == (code, "")
        assert said in refused.err
    for argv in (["remove", "1"], ["reorder", "2"], ["add", "X"], ["prepare"]):
        assert run("agenda", *argv, "--dry-run").code == 0
    assert tree(data) == before


def test_a_moved_meeting_keeps_its_record(data: Path, run: Run) -> None:
    append(data / "series/monthly-meeting.toml", "\n[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-16\n")
    run("agenda", "add", "A", "--meeting", "2026-12-16")
    assert (data / DECEMBER).is_file()
    assert titles(run, "2026-12-09") == titles(run, "2026-12-16") == titles(run, "2026-12-09-monthly-meeting") == ["A"]


def test_a_record_whose_date_the_series_no_longer_has(data: Path, run: Run) -> None:
    write(data, "meetings/2026/2026-12-08-monthly-meeting.toml", 'state = "planned"\n[[agenda]]\ntitle = "A"\n')
    assert titles(run, "2026-12-08") == ["A"]
    assert "Tuesday, December 8, 2026" in run("minutes", "show", "2026-12-08").out


# Actions


def test_actions_stay_open_until_done(data: Path, run: Run) -> None:
    assert "Actions" not in run().out
    added = run("actions", "add", "Ask the church hall", "--who", "Yoav", "--due", "2026-11-20")
    assert added.out == (
        "aaaa · Ask the church hall · Yoav Elinevsky · overdue since November 20\n"
        "Added to the meeting of November 11, 2026 · lacwg actions done aaaa\n"
    )
    assert 'who = "yoav-elinevsky"' in (data / NOVEMBER).read_text()
    run("actions", "add", "Later", "--who", "Jo", "--due", "Jan 6", "--meeting", "next")
    run("actions", "add", "Some day", "--who", "Ana Pérez")
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["aaaa", "aaab", "aaac"]
    assert "Actions        3 open, 1 overdue since November 20: lacwg actions list\n" in run().out
    assert run("--json").json["actions"] == {"open": 3, "overdue": 1, "overdue_since": "2026-11-20"}
    assert [each["name"] for each in run("actions", "list", "--who", "elinevsky", "--json").json] == ["Yoav Elinevsky"]
    assert [each["who"] for each in run("actions", "list", "--who", "ana", "--json").json] == ["Ana Pérez"]
    assert [each["who"] for each in run("actions", "list", "--who", "jo", "--json").json] == ["Jo"]
    assert [each["id"] for each in run("actions", "list", "--overdue", "--json").json] == ["aaaa"]
    assert run("actions", "done", "aaaa").out.endswith("done on November 24\nDone · undo: lacwg undo\n")
    dropped = run("actions", "drop", "aaac", "--reason", "too dear")
    assert "dropped on November 24: too dear" in dropped.out
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["aaab"]
    assert len(run("actions", "list", "--all", "--plain").lines) == 3
    assert run("actions", "done", "a").code == 0  # the only open one that begins like this
    assert run("actions", "list").out == "Nothing to do.\n"
    assert run("check").code == 0


def test_what_cannot_be_done_with_actions(data: Path, run: Run) -> None:
    run("actions", "add", "A", "--who", "Ana")
    run("actions", "add", "B", "--who", "Ana")
    before = tree(data)
    for argv, code, said in (
        (["add", "X"], 2, "--who is missing"),
        (["add", " ", "--who", "Ana"], 2, "empty"),
        (["add", "X", "--who", "Ana", "--due", "Thu Sep 22"], 2, "--due"),
        (["done", "aa"], 1, "fits 2 open actions: aaaa (A), aaab (B)"),
        (["done", "q"], 1, "no action has an id"),
        (["drop", "aaaa"], 2, "--reason is missing"),
        (["list", "--all", "--overdue"], 2, "exclude"),
    ):
        refused = run("actions", *argv)
        assert (refused.code, refused.out) == (code, "")
        assert said in refused.err
    for argv in (["add", "X", "--who", "A"], ["done", "aaaa"], ["drop", "aaaa", "--reason", "x"]):
        assert run("actions", *argv, "--dry-run").code == 0
    assert tree(data) == before
    run("actions", "done", "aaaa")
    assert "aaaa is settled: done on November 24" in run("actions", "done", "aaaa").err


def test_old_actions_are_listed_and_counted_too(data: Path, run: Run) -> None:
    write(
        data, "meetings/2020/2020-12-09-monthly-meeting.toml", 'state = "draft"\n[[actions]]\nid = "oldd"\nwhat = "X"\n'
    )
    assert run("--json").json["actions"]["open"] == 1
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["oldd"]
    run("agenda", "prepare")
    assert "Action oldd: X" in titles(run)


def test_check_finds_letters_and_people_and_files_that_are_wrong(english: Path, run: Run) -> None:
    data = english
    action = '[[actions]]\nid = "kqzt"\nwhat = "X"\nwho = "nobody-such"\n'
    write(data, NOVEMBER, f'state = "draft"\n{action}')
    path = write(data, DECEMBER, f'state = "planned"\n\n{action}')
    write(data, "meetings/2026/notes.toml", 'state = "draft"\n')
    write(data, "meetings/2026/2025-12-10-monthly-meeting.toml", 'state = "draft"\n')
    write(data, "meetings/old/2025-12-10-monthly-meeting.toml", 'state = "draft"\n')
    found = {line[2]: line for line in run("check", "--plain").lines if line[2] != "C101"}
    assert set(found) == {"M101", "F102", "F103", "F107", "L103"}
    assert found["M101"][0] == f"data/{DECEMBER}"
    assert found["M101"][1] == "4"
    path.write_text('state = "planed"\n')
    assert 'did you mean "planned"?' in run("check").out
    path.write_text('state = "draft"\napproved_at = 2027-01-13\n[[actions]]\nid = "abc"\nwhat = ""\n')
    assert run("check").code == 1


# Minutes


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


def test_a_name_is_known_without_its_accents(data: Path, run: Run) -> None:
    run("contacts", "add", "Jørgen Bjørk")
    assert run("actions", "add", "Ask", "--who", "jorgen", "--json").json["who"] == "jorgen-bjork"
    assert run("agenda", "add", "Hall", "--who", "BJORK", "--json").json["items"][-1]["who"] == "jorgen-bjork"
    assert [line[3] for line in run("actions", "list", "--who", "jorgen bjork", "--plain").lines] == ["jorgen-bjork"]


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


# What goes out

CANARY = "canary"
SERIES = Series(id="monthly-meeting", title="Seen", rule="2nd Wednesday", since=dt.date(2019, 1, 1))
GROUP = Group(name="Group", timezone="UTC", uid_namespace="123e4567-e89b-12d3-a456-426614174000", quorum=7373)


def planted() -> MeetingRecord:
    """A record with something that can be told in every field."""
    return MeetingRecord(
        id="2026-11-11-monthly-meeting", audience="public", state="approved", approved_at=dt.date(2026, 12, 9),
        chair=f"{CANARY} chair", present=(f"{CANARY} present",), notes=f"{CANARY} notes", uid="seen",
        agenda=(AgendaItem(title="Seen item", minutes=7373, who=f"{CANARY} who", done=True, issues=("seen",), **dict.fromkeys(LANGUAGES, TopicWords(title="Seen"))),),
        decisions=(Decision(text="Seen decision", for_=7373, against=7373, abstain=7373, issues=("seen",), **dict.fromkeys(LANGUAGES, DecisionWords(text="Seen"))),),
        actions=(
            Action(id="kqzt", what=f"{CANARY} what", who=f"{CANARY} who", due=dt.date(7373, 1, 1), done=dt.date(7373, 1, 1), issues=(f"{CANARY} issue",)),
            Action(id="kqzs", what=f"{CANARY} what", dropped=dt.date(7373, 1, 1), reason=f"{CANARY} reason"),
        ),
        members=MembersTable(join_url=f"{CANARY} join", dial_in=f"{CANARY} dial"),
        private=PrivateTable(note=f"{CANARY} note", host_key=f"{CANARY} key"),
    )  # fmt: skip


def unplanted(value: Any) -> list[str]:
    """The fields of a record, and of what is in it, that nothing is planted in."""
    kind = type(value)
    hints = get_type_hints(kind)
    empty = []
    for field in msgspec.structs.fields(kind):
        inner = getattr(value, field.name)
        tables = inner if isinstance(inner, tuple) and inner and isinstance(inner[0], Table) else ()
        if not tables and field.default is not msgspec.NODEFAULT and inner == field.default:
            empty.append(f"{kind.__name__}.{field.name}: {get_args(hints[field.name])}")
        for each in tables[:1]:
            empty += unplanted(each)
    return empty


def test_something_is_planted_in_every_field() -> None:
    left = [each for each in unplanted(planted()) if not each.startswith("Action.")]
    assert [each.split(":")[0] for each in left] == ["MeetingRecord.updated", "MeetingRecord.sequence"]


def view(reader: audience.Reader, record: MeetingRecord) -> audience.MinutesView:
    meeting = audience.OfMeeting(SERIES, SERIES.title, "Wednesday")
    return audience.minutes_view(reader, record, GROUP, meeting, {f"{CANARY} who": "Named"})


@pytest.mark.parametrize("form", [document.markdown, document.html])
def test_nothing_but_public_fields_in_public_minutes(form: Any) -> None:
    text = form(view("public", planted()))
    assert CANARY not in text
    assert "Named" not in text
    assert text.count("7373") == 0
    assert "kqzt" not in text
    assert "Seen item" in text
    assert "Seen decision" in text
    assert "December 9, 2026" in text
    for_members = form(view("members", planted()))
    for each in ("chair", "present", "notes", "what", "reason"):
        assert f"{CANARY} {each}" in for_members
    for each in ("join", "dial", "note<", "note\n", "key"):
        assert f"{CANARY} {each}" not in for_members
    assert "7373 for" in for_members
    assert "Named" in for_members


@pytest.mark.parametrize(
    ("reader", "own", "state", "given"),
    [
        (reader, own, state, state != "planned" and (own == "public" or (reader, own) == ("members", "members")) and (reader == "members" or state == "approved"))
        for reader in ("public", "members") for own in ("public", "members", "private") for state in ("planned", "draft", "approved")
    ],
)  # fmt: skip
def test_who_gets_which_minutes(reader: Any, own: Any, state: Any, given: bool) -> None:
    record = MeetingRecord(id="2026-11-11-monthly-meeting", audience=own, state=state)
    if given:
        view(reader, record)
    else:
        with pytest.raises(audience.WithheldError):
            view(reader, record)


def test_the_title_of_a_series_that_is_not_public_stays_inside() -> None:
    hidden = msgspec.structs.replace(SERIES, audience="members")
    seen = audience.minutes_view("public", planted(), GROUP, audience.OfMeeting(hidden, "Hidden", "Hidden"), {})
    assert "Hidden" not in document.markdown(seen)


HOSTILE = st.text(st.sampled_from("ab1 .)#+-=*_`[]()<>&!|~\\\"'/:"), min_size=1, max_size=20).filter(
    lambda each: each.strip()
)


@given(HOSTILE)
def test_text_shows_as_it_was_typed(text: str) -> None:
    record = MeetingRecord(
        id="2026-11-11-x", audience="public", state="approved", decisions=(Decision(text=text),), notes=None
    )
    plain = " ".join(text.split())
    rendered = MarkdownIt("commonmark").render(document.markdown(view("public", record)))
    import html
    import re

    item = re.search(r"<ol>\n<li>(.*?)</li>\n</ol>", rendered, re.DOTALL)
    assert item is not None
    assert html.unescape(item[1]) == plain
    assert f"<li>{html.escape(plain)}</li>" in document.html(view("public", record))


def test_notes_become_html_without_html_in_them() -> None:
    notes = (
        "**bold** <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://tracker/)\n\n<img src=x onerror=y>"
    )
    record = MeetingRecord(
        id="2026-11-11-x", audience="members", state="draft", chair="<b>", present=("<i>",), notes=notes
    )
    page = document.html(view("members", record))
    assert "<strong>bold</strong>" in page
    for each in ("<script", "<img", "<b>", "<i>", 'href="javascript'):
        assert each not in page


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


def test_the_embedded_copy_becomes_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    added = run("actions", "add", "X", "--who", "Ana")
    assert "The group's records are now kept in" in added.err
    assert (tmp_path / "user-data/lacwg" / NOVEMBER).is_file()
