"""``lacwg import ics``, and with it what every import does: once, all or nothing, and never over what people changed."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, tree

from lacwg import render
from lacwg.store.history import transaction

VIGIL = (
    "UID:vigil@example.org\r\nSUMMARY:Vigil for Cuba\r\nDTSTART;TZID=America/New_York:20261205T160000\r\n"
    "DTEND;TZID=America/New_York:20261205T170000\r\nLOCATION:Boston Common\r\nDESCRIPTION:Bring candles.\r\n"
)
ID = "2026-12-05-vigil-for-cuba"
WEEKLY = (
    "UID:weekly@example.org\r\nSUMMARY:Picket\r\nDTSTART;TZID=America/New_York:20261204T160000\r\nDURATION:PT1H\r\n"
    "RRULE:FREQ=WEEKLY;BYDAY=FR\r\n"
)


def calendar(path: str | Path, *events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{each}END:VEVENT\r\n" for each in events)
    Path(path).write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{body}END:VCALENDAR\r\n".encode())
    return str(path)


def text_of(data: Path, record_id: str = ID) -> str:
    return (data / "events" / record_id[:4] / f"{record_id}.toml").read_text()


def test_what_is_new_comes_in_and_the_same_file_changes_nothing(data: Path, run: Run) -> None:
    file = calendar("c.ics", VIGIL, WEEKLY)
    dry = run("import", "ics", file, "--dry-run")
    assert "new   Sat  Dec  5, 2026 4:00 PM" in dry.out
    assert "2 new, 0 changed, 0 the same; nothing was written." in dry.out
    assert not (data / "series" / "picket.toml").exists()
    assert run("import", "ics", file).out == "2 new, 0 changed, 0 the same.\n"
    assert text_of(data) == (
        'title = "Vigil for Cuba"\nstart = 2026-12-05T16:00:00\nend = 2026-12-05T17:00:00\nplace = "Boston Common"\n'
        'description = "Bring candles."\nuid = "vigil@example.org"\nupdated = 2026-11-24T17:00:00Z\n'
    )
    series = (data / "series" / "picket.toml").read_text()
    assert 'kind = "event"' in series
    assert 'rule = "every Friday"' in series
    assert run("check").code == 0
    before = tree(data)
    assert run("import", "ics", file).out == "0 new, 0 changed, 2 the same.\n"
    assert run("import", "ics", file, "--dry-run", "--plain").lines == [
        ["same", ID, "", "Vigil for Cuba", ""], ["same", "picket", "", "Picket", ""],
    ]  # fmt: skip
    assert tree(data) == before


def test_without_what_this_machine_knows_nothing_is_changed_either(data: Path, run: Run) -> None:
    file = calendar("c.ics", VIGIL, WEEKLY)
    run("import", "ics", file)
    before = tree(data)
    (data / ".lacwg" / "imports.json").write_text("{broken")
    assert run("import", "ics", file).out == "0 new, 0 changed, 2 the same.\n"
    assert tree(data) == before


def test_a_change_in_the_file_is_taken_over_and_what_was_changed_here_stays(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", VIGIL))
    path = data / "events" / "2026" / f"{ID}.toml"
    path.write_text(path.read_text().replace("Boston Common", "City Hall") + '[private]\nnote = "ask for a permit"\n')
    assert run("import", "ics", "c.ics").out == "0 new, 0 changed, 1 the same.\n"
    assert 'place = "City Hall"' in text_of(data)
    calendar("c.ics", VIGIL.replace("Bring candles.", "Bring songs."))
    changed = run("import", "ics", "c.ics", "--json").json
    assert [(each["id"], each["fields"]) for each in changed["changed"]] == [(ID, ["description"])]
    text = text_of(data)
    assert 'place = "City Hall"' in text
    assert "Bring songs." in text
    assert "sequence = 1" in text
    assert "ask for a permit" in text
    calendar("c.ics", VIGIL.replace("Boston Common", "State House"))
    both = run("import", "ics", "c.ics")
    assert 'place = "State House"' in text_of(data)
    assert "place had been changed here too" in both.out


def test_an_event_that_moved_keeps_its_uid_and_its_file_bears_the_new_date(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", VIGIL))
    calendar("c.ics", VIGIL.replace("20261205", "20270109"))
    assert run("import", "ics", "c.ics").out == "0 new, 1 changed, 0 the same.\n"
    assert not (data / "events" / "2026" / f"{ID}.toml").exists()
    assert 'uid = "vigil@example.org"' in text_of(data, "2027-01-09-vigil-for-cuba")
    assert run("import", "ics", "c.ics").out == "0 new, 0 changed, 1 the same.\n"


def test_by_title_and_start_where_there_is_no_such_uid(data: Path, run: Run) -> None:
    added = run("events", "add", "Vigil  for cuba", "--start", "2026-12-05 16:00", "--issue", "cuba", "--json")
    record_id = added.json["id"]
    changed = run("import", "ics", calendar("c.ics", VIGIL), "--json").json
    assert [each["id"] for each in changed["changed"]] == [record_id]
    assert 'issues = ["cuba"]' in text_of(data, record_id)
    assert "vigil@example.org" not in text_of(data, record_id)
    two = calendar("d.ics", VIGIL.replace("vigil@", "a@"), VIGIL.replace("vigil@", "b@"))
    outcome = run("import", "ics", two, "--json").json
    assert [each["id"] for each in outcome["new"]] == [f"{ID}-2"]


def test_what_was_removed_here_does_not_come_back_unasked(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", VIGIL))
    (data / "events" / "2026" / f"{ID}.toml").unlink()
    assert "removed here" in run("import", "ics", "c.ics").out
    calendar("c.ics", VIGIL.replace("candles", "songs"))
    assert "removed here" in run("import", "ics", "c.ics").out
    assert run("import", "ics", "c.ics", "--again").out == "1 new, 0 changed, 0 the same.\n"
    moved = data / "events" / "2026" / f"{ID}.toml"
    moved.rename(moved.with_name("2026-12-05-renamed.toml"))  # it keeps its UID, and is the same
    assert run("import", "ics", "c.ics").out == "0 new, 0 changed, 1 the same.\n"


def test_exceptions_are_held_against_each_other_date_by_date(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", WEEKLY + "EXDATE;TZID=America/New_York:20261225T160000\r\n"))
    run("events", "cancel", "picket/2026-12-11", "--reason", "snow", "--by", "Ana")
    calendar("c.ics", WEEKLY + "EXDATE;TZID=America/New_York:20270101T160000\r\n")
    changed = run("import", "ics", "c.ics", "--json").json["changed"]
    assert changed[0]["fields"] == ["exceptions/2027-01-01", "exceptions/2026-12-25"]
    text = (data / "series" / "picket.toml").read_text()
    assert 'date = 2026-12-11\ncancelled = true\nreason = "snow"' in text
    assert "2026-12-25" not in text
    assert "date = 2027-01-01\ncancelled = true" in text


def test_the_events_calendar_changes_the_uid_of_what_moves(data: Path, run: Run) -> None:
    post = VIGIL.replace("vigil@", "4711-1765918800-1765922400@") + "URL:https://example.org/event/vigil/\r\n"
    run("import", "ics", calendar("c.ics", post))
    moved = post.replace("4711-1765918800-1765922400", "4711-1766005200-1766008800").replace("20261205", "20261206")
    calendar("c.ics", moved)
    changed = run("import", "ics", "c.ics", "--json").json
    assert [each["id"] for each in changed["changed"]] == ["2026-12-06-vigil-for-cuba"]
    (data / ".lacwg" / "imports.json").unlink()
    calendar("c.ics", moved.replace("4711-1766005200-1766008800", "4711-1766091600-1766095200").replace("1206", "1207"))
    assert [each["id"] for each in run("import", "ics", "c.ics", "--json").json["changed"]] == [
        "2026-12-07-vigil-for-cuba"
    ]


def test_what_we_exported_is_the_same(data: Path, run: Run) -> None:
    run(
        "events",
        "add",
        "Online",
        "--start",
        "2026-12-08 19:00",
        "--join-url",
        "https://zoom.us/j/1",
        "--dial-in",
        "+1 5",
    )
    run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    run("meetings", "move", "2027-01-13", "--to", "2027-01-20", "--reason", "room")
    run("meetings", "add", "2026-12-16 18:00", "--reason", "the budget")
    run("meetings", "change", "--from", "2027-06-01", "--rule", "1st and 3rd Tuesday")
    run("export", "ics", "--audience", "members", "-o", "ours.ics")
    before = tree(data)
    done = run("import", "ics", "ours.ics", "--json").json
    assert (done["new"], done["changed"]) == ([], [])
    # what goes out as an entry of its own: the extra date, and what follows the change
    (ours,) = done["skipped"]
    assert ours["why"] == "it belongs to monthly-meeting here, by its UID, which stays as it is"
    assert ours["source"].endswith(" and 2 more")
    assert len(done["same"]) == 3
    assert tree(data) == before


def test_for_new_ones_audience_issue_and_kind(data: Path, run: Run) -> None:
    private = VIGIL.replace("vigil@", "p@").replace("Vigil for Cuba", "Quiet") + "CLASS:PRIVATE\r\n"
    file = calendar("c.ics", VIGIL, private, WEEKLY)
    run("import", "ics", file, "--audience", "members", "--issue", "cub", "--kind", "meeting")
    assert 'issues = ["cuba"]' in text_of(data)
    assert 'audience = "members"' in text_of(data)
    assert 'audience = "private"' in text_of(data, "2026-12-05-quiet")
    series = (data / "series" / "picket.toml").read_text()
    assert "kind" not in series  # a meeting is what a series is by default
    assert 'audience = "members"' in series


def test_links_to_join_by_are_named_and_reach_no_public_feed(data: Path, run: Run) -> None:
    file = calendar(
        "c.ics", VIGIL.replace("Bring candles.", "Join Zoom Meeting\\nhttps://zoom.us/j/9?pwd=x\\nPasscode: 271828")
    )
    done = run("import", "ics", file)
    assert "went to [members]" in done.out
    assert 'join_url = "https://zoom.us/j/9?pwd=x"' in text_of(data)
    public = run("export", "ics").out
    assert "Vigil for Cuba" in public
    assert "zoom.us" not in public
    assert "271828" not in public


def test_the_meeting_s_number_in_a_uid_does_not_go_out(data: Path, run: Run) -> None:
    zoom = (
        "UID:20261101T000000Z-81234567890@fe80:0:0:0:31\nSUMMARY:Webinar\n"
        "DTSTART;TZID=America/New_York:20261203T190000\nLOCATION:https://us02web.zoom.us/j/81234567890?pwd=Zkd2\n"
        "DESCRIPTION:Meeting ID: 812 3456 7890\\nPasscode: 998877\n"
    )
    file = calendar("zoom.ics", zoom)
    assert run("import", "ics", file).out.endswith("1 new, 0 changed, 0 the same.\n")
    assert "81234567890" in text_of(data, "2026-12-03-webinar")
    for argv in (["ics"], ["json"], ["csv", "--for", "spreadsheet"]):
        ran = run("export", *argv)
        assert (ran.code, "Webinar" in ran.out, "81234567890" in ran.out) == (0, True, False), ran.err
    assert run("import", "ics", file).out == "0 new, 0 changed, 1 the same.\n"
    shutil.rmtree(data / ".lacwg")  # another machine, and it moved
    moved = calendar("zoom.ics", zoom.replace("20261203", "20261210"))
    assert run("import", "ics", moved).out.endswith("0 new, 1 changed, 0 the same.\n")


def test_what_is_passed_over_is_named_with_its_line(data: Path, run: Run) -> None:
    file = calendar("c.ics", "UID:x\r\nSUMMARY:Bad\r\nDTSTART;TZID=No/Where:20261205T160000\r\n", VIGIL)
    done = run("import", "ics", file)
    assert done.code == 0
    assert 'Skipped: Bad (c.ics, line 4): its zone "No/Where" is not known' in done.out
    assert done.out.endswith("1 new, 0 changed, 0 the same, 1 skipped.\n")
    shape: dict[str, Any] = run("import", "ics", file, "--json").json
    assert [each["source"] for each in shape["skipped"]] == ["c.ics, line 4"]


def test_several_files_and_standard_input(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calendar("a.ics", VIGIL)
    stream = io.TextIOWrapper(io.BytesIO(Path(calendar("b.ics", WEEKLY, VIGIL)).read_bytes()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert run("import", "ics", "a.ics", "-").out == "2 new, 0 changed, 1 the same.\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no.ics"], "no.ics: there is no such file"),
        (["https://example.org/events/?ical=1"], "https://example.org/events/?ical=1: this is an address on the web"),
        (["."], "this is a folder"),
        (["text.ics"], "text.ics: this is not a calendar file"),
        (["large.ics"], "larger than 32 MiB"),
        (["c.ics", "--issue", "none"], "no issue has an id"),
    ],
)
def test_what_cannot_be_imported(data: Path, run: Run, argv: list[str], said: str) -> None:
    calendar("c.ics", VIGIL)
    Path("text.ics").write_text("hello")
    with open("large.ics", "wb") as file:
        file.truncate(200 << 20)
    before = tree(data)
    done = run("import", "ics", *argv)
    assert done.code == 1
    assert said in done.err
    assert tree(data) == before


def test_an_endless_stream_is_not_read_whole(data: Path, run: Run) -> None:
    assert "larger than 32 MiB" in run("import", "ics", "/dev/zero").err


def test_all_or_nothing(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write, calls = tree(data), transaction.replace_file, iter(range(100))

    def fail(path: Path, text: str | bytes, **options: bool) -> None:
        if path.suffix == ".toml" and next(calls) == 2:
            raise OSError(28, "No space left on device")
        write(path, text, **options)

    monkeypatch.setattr(transaction, "replace_file", fail)
    many = [VIGIL.replace("vigil@", f"{n}@").replace("Vigil", f"Vigil {n}") for n in range(5)]
    done = run("import", "ics", calendar("c.ics", *many))
    assert done.code == 1
    assert "No space left" in done.err
    assert tree(data) == before
    monkeypatch.undo()


def test_hostile_text_comes_in_harmlessly(data: Path, run: Run) -> None:
    hostile = VIGIL.replace("Vigil for Cuba", "\x1b]0;x\x07[red]Vi\\ngil\u202e=HYPERLINK(1)").replace(
        "Bring candles.", "x" * 1_000_000
    )
    done = run("import", "ics", calendar("c.ics", hostile), "--dry-run")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    done = run("import", "ics", "c.ics")
    assert "was cut to 100,000" in done.out
    assert "\x1b" not in done.out
    assert run("check").code == 0


def test_an_unreadable_record_is_told_of_and_nothing_is_written_over_it(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", VIGIL))
    path = data / "events" / "2026" / f"{ID}.toml"
    path.write_text("tilte = 1\n")
    calendar("c.ics", VIGIL.replace("candles", "songs"))
    done = run("import", "ics", "c.ics")
    assert "Skipped: Vigil for Cuba" in done.out
    assert path.read_text() == "tilte = 1\n"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_bar_comes_after_a_second_and_only_where_it_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    for shown in (True, False):
        clock = iter(range(1000))
        with render.Progress("Importing", 64, shown=shown, seconds=lambda: float(next(clock))) as bar:  # noqa: B023
            for _ in range(64):
                bar.tick()
            assert (bar._bar is not None) == shown
    quick = iter([0.0] * 1000)
    with render.Progress("Importing", 64, shown=True, seconds=lambda: next(quick)) as bar:
        for _ in range(64):
            bar.tick()
        assert bar._bar is None


def test_in_a_narrow_terminal_the_reasons_stand_below(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file = calendar("c.ics", VIGIL + "URL:https://zoom.us/j/812\n")
    said = "the link to join by went to [members], out of the URL"
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("import", "ics", file, "--dry-run").out.splitlines()
    assert lines[0].split("   ") == ["new", "Sat  Dec  5, 2026 4:00 PM", "Vigil for Cuba"]
    assert lines[1] == f"new, Vigil for Cuba: {said}"
    monkeypatch.setenv("COLUMNS", "160")
    assert run("import", "ics", file, "--dry-run").out.splitlines()[0].endswith(said)


def test_what_was_changed_here_stays_though_the_file_has_another_name_now(data: Path, run: Run) -> None:
    run("import", "ics", calendar("c.ics", VIGIL))
    assert run("events", "edit", ID, "--start", "2026-12-06 18:00", "--title", "Our own title").code == 0
    moved = ID.replace("2026-12-05", "2026-12-06")
    changed = VIGIL.replace("Bring candles.", "Bring songs.")
    assert run("import", "ics", calendar("c.ics", changed)).out == "0 new, 1 changed, 0 the same.\n"
    text = text_of(data, moved)
    assert 'title = "Our own title"\nstart = 2026-12-06T18:00:00' in text
    assert "Bring songs." in text
    said = run("import", "ics", calendar("c.ics", changed.replace("20261205", "20261212"))).out
    assert "when had been changed here too; what the file says now holds" in said


GOOGLE = (
    "UID:abc@google.com\r\nSUMMARY:LACWG Zoom\r\nDTSTART;TZID=America/New_York:20260909T170000\r\n"
    "DTEND;TZID=America/New_York:20260909T180000\r\nRRULE:FREQ=MONTHLY;BYDAY=2WE\r\nLOCATION:Somewhere else\r\n"
    "EXDATE;TZID=America/New_York:20261209T170000\r\n"
)
MOVED = (
    "UID:abc@google.com\r\nSUMMARY:LACWG Zoom\r\nRECURRENCE-ID;TZID=America/New_York:20270113T170000\r\n"
    "DTSTART;TZID=America/New_York:202701{day}T180000\r\nDTEND;TZID=America/New_York:202701{day}T190000\r\n"
    "LOCATION:City Hall\r\n"
)
OURS = "monthly-meeting"


def dates(run: Run) -> dict[str, tuple[Any, ...]]:
    found = run("meetings", "list", "-n", "4", "--json").json
    return {each["id"][-10:]: (each["start"][:16], each["status"], each["place"], each["title"]) for each in found}


def test_a_series_with_the_rule_and_hour_of_one_that_is_here_is_pointed_out(data: Path, run: Run) -> None:
    file = calendar("our calendar.ics", GOOGLE, MOVED.format(day=20), VIGIL, WEEKLY)
    joined = f"lacwg import ics 'our calendar.ics' --into {OURS}"
    dry = run("import", "ics", file, "--dry-run", "--json").json
    notes = {each["title"]: each["notes"] for each in dry["new"]}
    assert [each for each in notes["LACWG Zoom"] if OURS in each] == [
        f"it has the rule and hour of {OURS}; if it is that one, join what happened to its dates: {joined}"
    ]
    assert not notes["Picket"]
    assert joined in run("import", "ics", file).out
    joining = run("import", "ics", file, "--into", "monthly")
    assert "it came in before as lacwg-zoom, which is still here: lacwg series remove lacwg-zoom" in joining.out
    assert run("series", "remove", "lacwg-zoom", "--yes").code == 0
    assert run("import", "ics", file).out.startswith("0 new, 0 changed, 3 the same")


def test_what_happened_to_dates_there_joins_a_series_here(data: Path, run: Run) -> None:
    run("meetings", "move", "2027-02-10", "--to", "2027-02-17", "--reason", "snow")
    before = (data / f"series/{OURS}.toml").read_text()
    file = calendar("c.ics", GOOGLE, MOVED.format(day=20), VIGIL)
    dry = run("import", "ics", file, "--into", OURS, "--dry-run", "--json").json
    assert [(each["id"], each["fields"]) for each in dry["changed"]] == [
        (OURS, ["exceptions/2026-12-09", "exceptions/2027-01-13"])
    ]
    assert [each["title"] for each in dry["new"]] == ["Vigil for Cuba"]
    assert (data / f"series/{OURS}.toml").read_text() == before
    assert run("import", "ics", file, "--into", OURS).code == 0
    title = "LA/CWG monthly meeting"
    assert dates(run) == {
        "2026-12-09": ("2026-12-09T17:00", "cancelled", None, title),
        "2027-01-13": ("2027-01-20T18:00", "confirmed", "City Hall", title),
        "2027-02-10": ("2027-02-17T17:00", "confirmed", None, title),  # what was changed here stays
        "2027-03-10": ("2027-03-10T17:00", "confirmed", None, title),
    }
    assert [each.name for each in (data / "series").iterdir()] == [f"{OURS}.toml"]
    after = tree(data)
    for argv in (["--into", OURS], []):
        assert run("import", "ics", file, *argv).out == "0 new, 0 changed, 2 the same.\n"
        assert tree(data) == after
    # from now on the entry is known as ours, and what is changed there is changed here
    calendar("c.ics", GOOGLE.replace("Somewhere else", "Online"), MOVED.format(day=21), VIGIL)
    assert run("import", "ics", file).code == 0
    assert dates(run)["2027-01-13"][0] == "2027-01-21T18:00"
    assert run("check", "--plain").code == 0


def test_dates_that_are_none_of_ours_do_not_join(data: Path, run: Run) -> None:
    series = data / f"series/{OURS}.toml"
    series.write_text(series.read_text().replace("since = 2019-01-01", "since = 2026-10-01"))
    early = "EXDATE;TZID=America/New_York:20260909T170000\r\nRDATE;TZID=America/New_York:20261216T170000\r\n"
    file = calendar("c.ics", GOOGLE + early)
    told = run("import", "ics", file, "--into", OURS)
    assert f"left out what happened to September 9, 2026: not in {OURS}" in told.out
    assert list(dates(run)) == ["2026-12-09", "2026-12-16", "2027-01-13", "2027-02-10"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("T170000", "T180000"), '"LACWG Zoom": 2nd Wednesday of the month, 6:00 PM'),
        (("2WE", "3WE"), '"LACWG Zoom": 3rd Wednesday'),
        ((";TZID=America/New_York:", ";TZID=America/Havana:"), '"LACWG Zoom"'),
        (("RRULE:FREQ=MONTHLY;BYDAY=2WE\r\n", ""), "those there are: none"),
    ],
)
def test_another_series_does_not_join(data: Path, run: Run, change: tuple[str, str], said: str) -> None:
    event = GOOGLE.replace(*change).replace("20260909T", "20260916T" if "3WE" in change else "20260909T")
    file = calendar("c.ics", event, VIGIL)
    before = tree(data)
    refused = run("import", "ics", file, "--into", OURS)
    assert (refused.code, refused.out) == (2, "")
    assert f"no series in the file has the rule and hour of {OURS}: 2nd Wednesday, 5:00 PM" in refused.err
    assert said in refused.err
    assert tree(data) == before
    assert OURS not in run("import", "ics", file, "--dry-run").out
    assert run("import", "ics", file, "--into", "nosuch").code == 1


def test_what_would_make_a_record_too_large_takes_nothing_of_an_earlier_file_along(data: Path, run: Run) -> None:
    entry = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:u@x\nDTSTAMP:20261101T000000Z\n"
        "DTSTART:20261204T190000Z\nSUMMARY:Vigil\nLOCATION:Hall\n{}END:VEVENT\nEND:VCALENDAR\n"
    )
    Path("one.ics").write_text(entry.format(""))
    Path("two.ics").write_text(
        entry.format(f"DESCRIPTION:{'word ' * 150_000}\nURL:https://example.org/{'x' * 990_000}\n")
    )
    ran = run("import", "ics", "one.ics", "two.ics")
    assert "its record would be larger than" in ran.out + ran.err
    assert run("events", "show", "2026-12-04-vigil", "--json").json["place"] == "Hall"
