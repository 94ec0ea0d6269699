"""``lacwg events edit | move | restore`` of events of their own."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import pytest
from conftest import Run, tree
from haiti_event import OLD, TEXT, only, write

from lacwg import revision
from lacwg import run as this_run
from lacwg.commands import queries
from lacwg.errors import FolderError

pytestmark = pytest.mark.usefixtures("yoav")


def edit_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n{code}\n")
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")


# Single fields


def test_each_field_and_an_empty_value_takes_it_out(data: Path, run: Run) -> None:
    path = write(data)
    texts = {
        "place": "Hall", "url": "https://example.org", "description": "About it", "format": "hybrid", "alt": "A crowd",
        "caption": "We", "credit": "Ana", "join-url": "https://zoom.us/j/1", "dial-in": "+1 555", "host-key": "123",
        "note": "N",
    }  # fmt: skip
    options = [word for key, value in texts.items() for word in (f"--{key}", value)]
    options += ["--title", "Haiti now", "--status", "tentative", "--audience", "members", "--issue", "cuba"]
    options += ["--speaker", "Ana: poet", "--speaker", "Bo"]
    assert run("events", "edit", "haiti", *options).code == 0
    shown = run("events", "show", "haiti", "--json", "--private").json
    assert [shown[key] for key in ("title", "place", "format", "status", "issues", "alt", "caption", "credit")] == [
        "Haiti now", "Hall", "hybrid", "tentative", ["cuba"], "A crowd", "We", "Ana",
    ]  # fmt: skip
    assert shown["speakers"] == [{"name": "Ana", "about": "poet"}, {"name": "Bo", "about": None}]
    assert shown["members"] == {"join_url": "https://zoom.us/j/1", "dial_in": "+1 555"}
    assert shown["private"] == {"note": "N", "host_key": "123"}
    assert "# ours" in path.read_text()
    empty = [word for key in texts for word in (f"--{key}", "")] + ["--speaker", "", "--issue", "", "--end", ""]
    assert run("events", "edit", "haiti", *empty, "--status", "confirmed", "--audience", "public").code == 0
    lines = [line for line in path.read_text().splitlines() if line]
    assert lines[:3] == [
        "# ours",
        'title = "Haiti now"                  # the working title',
        "start = 2026-12-03T19:00:00      # after the vigil",
    ]
    assert {line.partition(" = ")[0] for line in lines[3:]} == {"uid", "updated", "sequence"}
    assert "sequence = 2" in lines


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--place", "Hall"], ["# ours", "# the working title", "# after the vigil", "# room 2", "# soon"]),
        (["--start", "2027-01-07"], ["# ours", "# the working title", "# after the vigil", "# room 2", "# soon"]),
        (["--note", ""], ["# ours", "# the working title", "# after the vigil", "# room 2"]),
        (["--speaker", "Ana"], ["# ours", "# the working title", "# after the vigil", "# room 2", "# soon"]),
    ],
)
def test_remarks_survive(data: Path, run: Run, options: list[str], kept: list[str]) -> None:
    write(data)
    assert run("events", "edit", "haiti", *options).code == 0
    text = next((data / "events").rglob("*haiti.toml")).read_text()
    for remark in kept:
        assert remark in text


def test_what_subscribers_do_not_see_leaves_the_sequence(data: Path, run: Run) -> None:
    path = write(data)
    run("events", "edit", "haiti", "--note", "else")
    assert "sequence" not in path.read_text()
    run("events", "edit", "haiti", "--join-url", "https://zoom.us/j/1")
    assert "sequence = 1" in path.read_text()
    assert "updated = 2026-11-24T17:00:00Z" in path.read_text()


def test_nothing_changed_writes_nothing(data: Path, run: Run) -> None:
    write(data)
    before = tree(data)
    for argv in (
        ["edit", "haiti", "--place", "Library"],
        ["edit", "haiti", "--start", "2026-12-03"],
        ["edit", "haiti", "--start", "7pm"],
        ["move", "haiti", "--to", "Dec 3 7pm"],
        ["restore", "haiti"],
        ["edit", "haiti", "--url", ""],
    ):
        same = run("events", *argv)
        assert (same.code, "nothing changed" in same.out) == (0, True), argv
    for argv in (
        ["edit", "haiti", "--start", "2027-01-02"],
        ["remove", "haiti"],
        ["copy", "haiti", "--start", "Jan 2"],
    ):
        assert run("events", *argv, "--dry-run").code == 0
    assert tree(data) == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--title", " "], "the title is empty"),
        (["--url", "https://zoom.us/j/1"], "--join-url"),
        (["--caption", "see https://zoom.us/j/1"], "--caption"),
        (["--speaker", ": poet"], "no name"),
        (["--issue", "atlantis"], 'no issue has an id or a title that fits "atlantis"'),
        (["--format", "paper"], "--format is online"),
        (["--timezone", "EST"], "not a time zone"),
        (["--end", "6pm", "--duration", "1h"], "exclude each other"),
        (["--end", "2026-12-02 7pm"], "before the start"),
        (["--minutes", "60"], "--duration 60m"),
        (["--reason", "x"], "is not"),
        (["--by", "x"], "--by is for a date of a series"),
        (["--start", "2027-03-14 02:30"], "does not exist"),
        (["--start", "Dec 4 to Dec 6"], "--all-day"),
        (["--start", "Dec 4 5pm", "--all-day"], "keep one of the two"),
        ([], "set EDITOR"),
        (["--dry-run"], "none is given"),
    ],
)
def test_refusals_change_nothing(data: Path, run: Run, argv: list[str], said: str) -> None:
    write(data)
    before = tree(data)
    refused = run("events", "edit", "haiti", *argv)
    assert refused.code in (1, 2)
    assert said in refused.err
    assert tree(data) == before


# Times


def test_the_file_is_renamed_and_what_names_it_goes_along(data: Path, run: Run) -> None:
    write(data, TEXT + 'host_key = "x"\n')
    uid = run("events", "show", OLD, "--json").json["uid"]
    issue = data / "issues/haiti.toml"
    issue.write_text(
        issue.read_text()
        + f'\n[private] # of {OLD}\nnote = "see {OLD}, events/2026/{OLD}.toml, {OLD}-2, not-{OLD}, {OLD}."\n'
        + f'host_key = "https://x.org/{OLD}, x.org/2026/{OLD}/, {OLD}@x.org"\n'
    )
    meeting = data / "meetings/2026/2026-11-11-monthly-meeting.toml"
    meeting.parent.mkdir(parents=True)
    meeting.write_text(f'state = "approved"\nnotes = "[it](../../events/2026/{OLD}.toml)"\n')
    other = write(
        data,
        f'title = "O"\nstart = 2026-12-20\nimage = "images/{OLD}.jpg"\nurl = "https://x.org/{OLD}"\n',
        "2026-12-20-o",
    )
    (data / "images").mkdir()
    (data / "images" / f"{OLD}.jpg").write_bytes(b"\xff\xd8\xff")
    saved = run("events", "edit", "haiti", "--start", "2027-01-07")
    assert saved.code == 0, saved.err
    new = "2027-01-07-haiti"
    assert f"Saved as {new}, which was {OLD}" in saved.out
    assert "data/issues/haiti.toml" in saved.err
    assert not (data / "events/2026" / f"{OLD}.toml").exists()
    shown = run("events", "show", new, "--json").json
    assert (shown["uid"], shown["start"], shown["end"]) == (
        uid, "2027-01-07T19:00:00-05:00", "2027-01-07T20:30:00-05:00",
    )  # fmt: skip
    assert f"# of {new}\n" in issue.read_text()
    assert f'"see {new}, events/2027/{new}.toml, {OLD}-2, not-{OLD}, {new}."' in issue.read_text()
    assert f'"https://x.org/{OLD}, x.org/2026/{OLD}/, {OLD}@x.org"' in issue.read_text()  # nor what is in a text
    assert f"events/2027/{new}.toml" in meeting.read_text()
    assert f'image = "images/{new}.jpg"' in other.read_text()
    assert f'url = "https://x.org/{OLD}"' in other.read_text()  # another server's page keeps its address
    assert "sequence = 1" in other.read_text()
    assert [each.name for each in (data / "images").iterdir()] == [f"{new}.jpg"]
    assert run("check").code == 0


def test_a_rename_is_all_or_nothing(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(data)
    issue = data / "issues/haiti.toml"
    issue.write_text(issue.read_text() + f'\n[private]\nnote = "{OLD}"\n')
    before = tree(data)
    from lacwg.store.history import transaction

    real, count = transaction.replace_file, []

    def failing(path: Path, *args: object, **options: object) -> None:
        count.append(path)
        if path == issue and len([each for each in count if each == issue]) == 1:
            raise OSError(28, "No space left on device")
        real(path, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(transaction, "replace_file", failing)
    failed = run("events", "edit", "haiti", "--start", "2027-01-07")
    assert failed.code == 1
    assert "No space left" in failed.err
    assert tree(data) == before


def test_a_taken_name_gets_a_number(data: Path, run: Run) -> None:
    write(data)
    write(data, 'title = "Other"\nstart = 2026-12-10\n', "2026-12-10-haiti")
    assert run("events", "move", OLD, "--to", "Dec 10").code == 0
    assert sorted(each.stem for each in (data / "events/2026").iterdir()) == ["2026-12-10-haiti", "2026-12-10-haiti-2"]


@pytest.mark.parametrize(
    ("own", "options", "start", "end"),
    [
        # a day keeps the hour, an hour the day, and the end moves along
        ("start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00", ["--start", "6pm"],
         "2026-12-03T18:00:00-05:00", "2026-12-03T19:30:00-05:00"),
        ("start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00", ["--start", "8–9:00 PM"],
         "2026-12-03T20:00:00-05:00", "2026-12-03T21:00:00-05:00"),
        # whole days
        ("start = 2026-12-03\nend = 2026-12-05", ["--start", "2026-12-10"], "2026-12-10", "2026-12-12"),
        ("start = 2026-12-03\nend = 2026-12-05", ["--end", "2026-12-06"], "2026-12-03", "2026-12-06"),
        ("start = 2026-12-03\nend = 2026-12-05", ["--duration", "2d"], "2026-12-03", "2026-12-04"),
        ("start = 2026-12-03\nend = 2026-12-05", ["--end", ""], "2026-12-03", None),
        ("start = 2026-12-03", ["--start", "7pm"], "2026-12-03T19:00:00-05:00", None),
        ("start = 2026-12-03\nend = 2026-12-05", ["--start", "Dec 3 7pm", "--end", "Dec 5 5pm"],
         "2026-12-03T19:00:00-05:00", "2026-12-05T17:00:00-05:00"),
        ("start = 2026-12-03T19:00:00\nend = 2026-12-05T00:00:00", ["--all-day"], "2026-12-03", "2026-12-04"),
        # the night on which the clocks are set forward or back: the length is what really passes
        ("start = 2027-03-06T22:00:00\nend = 2027-03-07T04:00:00", ["--start", "2027-03-13"],
         "2027-03-13T22:00:00-05:00", "2027-03-14T05:00:00-04:00"),
        ("start = 2027-10-30T22:00:00\nend = 2027-10-31T01:30:00", ["--start", "2027-11-06"],
         "2027-11-06T22:00:00-04:00", "2027-11-07T01:30:00-04:00"),
        ("start = 2027-10-30T22:00:00\nend = 2027-10-31T02:30:00", ["--start", "2027-11-06"],
         "2027-11-06T22:00:00-04:00", "2027-11-07T01:30:00-05:00"),
        # in another zone
        ('timezone = "America/Havana"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:00:00',
         ["--start", "2027-04-01"], "2027-04-01T19:00:00-04:00", "2027-04-01T20:00:00-04:00"),
        ("start = 2026-12-03T19:00:00\nend = 2026-12-03T20:00:00", ["--timezone", "America/Bogota"],
         "2026-12-03T19:00:00-05:00", "2026-12-03T20:00:00-05:00"),
        ('timezone = "Asia/Tokyo"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:00:00', ["--timezone", ""],
         "2026-12-03T19:00:00-05:00", "2026-12-03T20:00:00-05:00"),
        ('timezone = "Asia/Tokyo"\nstart = 2026-12-03T19:00:00Z', ["--start", "2026-12-06"],
         "2026-12-06T04:00:00+09:00", None),
    ],
)  # fmt: skip
def test_times(data: Path, run: Run, own: str, options: list[str], start: str, end: str | None) -> None:
    first = own.partition("start = ")[2][:10]
    if "03T19:00:00Z" in own:
        first = "2026-12-04"
    write(data, f'title = "X"\n{own}\n', f"{first}-x")
    saved = run("events", "edit", "x", *options, "--json")
    assert saved.code == 0, saved.err
    assert (saved.json["start"], saved.json["end"]) == (start, end)
    assert saved.json["id"] == f"{start[:10]}-x"
    shown = run("events", "show", "x", "--json").json
    assert (shown["start"], shown["end"], shown["id"]) == (start, end, saved.json["id"])
    assert run("check", "--plain").code == 0


def test_several_days_get_no_hour_without_an_end(data: Path, run: Run) -> None:
    write(data, 'title = "X"\nstart = 2026-12-03\nend = 2026-12-05\n', "2026-12-03-x")
    refused = run("events", "move", "x", "--to", "Dec 3 7pm")
    assert (refused.code, "--end WHEN" in refused.err) == (2, True)


def test_holidays_and_clashes_are_told(data: Path, run: Run) -> None:
    write(data)
    moved = run("events", "move", "haiti", "--to", "Dec 9 5pm")
    assert 'Note: overlaps "LA/CWG monthly meeting" (5:00 PM EST)' in moved.out
    assert "Note: Christmas Day" in run("events", "move", "haiti", "--to", "Dec 25").out
    assert "overlaps" not in run("events", "edit", "haiti", "--place", "X", "--dry-run").out  # not with itself


def test_move_and_restore_of_an_event_of_its_own(data: Path, run: Run) -> None:
    write(data)
    assert "Thursday, December 10, 2026 · 7:00–8:30 PM EST" in run("events", "move", "haiti", "--to", "Dec 10").out
    for option in ("--reason", "--by"):
        refused = run("events", "move", "haiti", "--to", "Dec 11", option, "x")
        assert (refused.code, option in refused.err) == (2, True)
    run("events", "cancel", "haiti", "--reason", "snow")
    assert "Nothing" not in run("events", "edit", "haiti", "--reason", "ice").out
    assert run("events", "show", "haiti", "--json").json["reason"] == "ice"
    back = run("events", "restore", "haiti", "--json").json
    assert (back["status"], back["reason"]) == ("confirmed", None)
    assert "sequence = 4" in only(data).read_text()


def test_what_is_for_single_events_is_refused_for_dates(data: Path, run: Run) -> None:
    run("events", "add", "Vigil", "--repeat", "every Saturday", "--start", "Dec 5 noon")
    before = tree(data)
    for options, said in (
        (["--start", "Dec 6"], "lacwg events move vigil/2026-12-05 --to WHEN"),
        (["--duration", "1h"], "--minutes"),
        (["--all-day"], "--all-day is for an event of its own"),
        (["--speaker", "A"], "lacwg events copy vigil/2026-12-05 --start WHEN"),
        (["--image", "x"], "--image is for an event of its own"),
    ):
        refused = run("events", "edit", "vigil/2026-12-05", *options)
        assert (refused.code, said in refused.err) == (2, True), refused.err
    assert tree(data) == before
    edited = run("events", "edit", "vigil/2026-12-05", "--format", "online", "--minutes", "30", "--json").json
    assert (edited["format"], edited["end"]) == ("online", "2026-12-05T12:30:00-05:00")


# The editor


def test_the_editor_saves_the_text_as_it_was_typed(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(data)
    edit_with(tmp_path, monkeypatch, "path.write_text(text.replace('\"Library\"', '\"Hall\"  # by  hand\\n # so'))")
    saved = run("events", "edit", "haiti")
    assert (saved.code, "Saved · undo" in saved.out) == (0, True)
    assert 'place = "Hall"  # by  hand\n # so                # room 2\n' in path.read_text()
    assert "sequence = 1" in path.read_text()
    before = path.read_text()
    edit_with(tmp_path, monkeypatch, "")
    assert "Nothing was changed." in run("events", "edit", "haiti").out
    assert path.read_text() == before
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))
    edit_with(tmp_path, monkeypatch, "path.write_text(text + '# only a remark\\n')")
    assert run("events", "edit", "haiti").code == 0
    assert path.read_text() == before + "# only a remark\n"


def test_pictures_that_change_places_are_not_said_to_be_left(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "images").mkdir()
    for each in "ab":
        (data / "images" / f"{each}.jpg").write_bytes(b"\xff\xd8\xff")
    write(data, TEXT.replace("place =", 'image = "images/a.jpg"\nplace =') + '[[pictures]]\nimage = "images/b.jpg"\n')
    edit_with(
        tmp_path, monkeypatch, "path.write_text(text.replace('/b.', '/x.').replace('/a.', '/b.').replace('/x.', '/a.'))"
    )
    swapped = run("events", "edit", "haiti")
    assert (swapped.code, swapped.err) == (0, "")
    assert re.search(r"Pictures +images/b.jpg\n\n +images/a.jpg\n", run("events", "show", "haiti").out)
    assert run("events", "show", "haiti", "--json").json["pictures"][0]["image"] == "images/a.jpg"
    left = run("events", "edit", "haiti", "--image", "").err
    assert left.count("nothing else uses it: data/images/b.jpg") == left.count("stays in the folder") == 1
    assert "data/images/a.jpg" in run("events", "remove", "haiti", "--yes").err


def test_another_day_in_the_editor_renames(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data, TEXT.replace("ask Ana", f"ask Ana of {OLD}"))
    uid = run("events", "show", "haiti", "--json").json["uid"]
    edit_with(tmp_path, monkeypatch, "path.write_text(text.replace('2026-12-03T', '2026-12-17T'))")
    saved = run("events", "edit", "haiti")
    assert "Saved as 2026-12-17-haiti, which was 2026-12-03-haiti" in saved.out
    assert "ask Ana of 2026-12-17-haiti" in only(data).read_text()
    assert run("events", "show", "haiti", "--json").json["uid"] == uid
    assert not list((data / ".lacwg/drafts").glob("*[!k]"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("text.replace('Haiti\"', 'Haiti')", "line 2"),
        ("text.replace('2026-12-03T19', '2027-03-14T02')", "line 4"),
        ("text.replace('T19:00:00', 'T19:00:00').replace('2026-12-03T19:00:00', '2027-11-07T01:30:00').replace('2026-12-03T20:30:00', '2027-11-07T03:00:00')", "line 3: 1:30 AM on Sunday, November 7, 2027 comes twice"),
        ("text.replace('\"haiti\"', '\"atlantis\"')", 'line 6: there is no issue "atlantis"'),
        ("text.replace('place = ', 'image = \"images/no.png\"\\nplace = ')", 'there is no picture "images/no.png"'),
        ("text + '[[pictures]]\\nimage = \"images/no.png\"\\n'", 'line 11: there is no picture "images/no.png"'),
        ("text.replace('place = ', 'image = \"../../etc/passwd\"\\nplace = ')", "image"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_kept_and_gone_on_with(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    path = write(data)
    edit_with(tmp_path, monkeypatch, f"path.write_text({code})")
    refused = run("events", "edit", "haiti")
    assert refused.code == 1
    assert said in refused.err
    assert f"data/.lacwg/drafts/event-{OLD}.toml" in refused.err
    assert f"go on with it: lacwg events edit {OLD}" in refused.err
    assert path.read_text() == TEXT
    kept = data / f".lacwg/drafts/event-{OLD}.toml"
    assert kept.read_text() != TEXT
    edit_with(tmp_path, monkeypatch, f"path.write_text({TEXT.replace('Library', 'Hall')!r})")
    again = run("events", "edit", "haiti")
    assert "Going on with the draft" in again.err
    assert 'place = "Hall"' in path.read_text()
    assert not kept.exists()


def test_an_editor_does_not_undo_what_others_wrote(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(data)
    theirs = TEXT.replace("Library", "Church")
    edit_with(
        tmp_path, monkeypatch,
        f"path.write_text(text.replace('2026-12-03T', '2026-12-17T'))\npathlib.Path({str(path)!r}).write_text({theirs!r})",
    )  # fmt: skip
    refused = run("events", "edit", "haiti")
    assert refused.code == 1
    assert "somebody changed this file meanwhile" in refused.err
    assert only(data).read_text() == theirs
    assert "2026-12-17T" in (data / f".lacwg/drafts/event-{OLD}.toml").read_text()
    moved = run("events", "move", "haiti", "--to", "Dec 20")
    assert f"stays in data/.lacwg/drafts/event-{OLD}.toml" in moved.err


# Hostile text


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", "[bold]x[/bold]", "a\u202eb", "a\r\nb", '"""\n[x]\n', "=cmd()"])
def test_hostile_text_is_shown_harmlessly_and_kept(data: Path, run: Run, text: str) -> None:
    write(data)
    for key in ("place", "description", "caption", "alt", "credit", "note", "title"):
        done = run("events", "edit", OLD, f"--{key}", text)
        assert done.code == 0, done.err
        assert "\x1b" not in done.out + done.err
    shown = run("events", "show", OLD)
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out
    assert run("events", "show", OLD, "--json").json["description"] == text.replace("\r\n", "\n").strip()
    assert "\x1b" not in run("events", "copy", OLD, "--start", "Jan 2").out
    assert "\x1b" not in run("events", "remove", OLD).out


def test_what_is_too_long_is_refused(data: Path, run: Run) -> None:
    write(data)
    before = tree(data)
    refused = run("events", "edit", OLD, "--description", "x" * (1 << 17) * 9)
    assert (refused.code, "longer than 1,000,000 characters" in refused.err) == (1, True)
    assert tree(data) == before


def test_writing_goes_through_the_store(data: Path) -> None:
    store = this_run.Run(data).store
    with pytest.raises(FolderError, match="already"):
        store.write([store.creation(store.events.read(store.events.ids()[0]))])
    assert revision.moment(queries.now(this_run.Run(data))) == dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)


def test_a_command_that_is_suggested_can_be_pasted(data: Path, run: Run) -> None:
    run("series", "add", "Walk", "--kind", "event", "--rule", "every Saturday", "--at", "noon")
    assert "lacwg events move 'walk/Dec 5' --to WHEN" in run("events", "edit", "walk/Dec 5", "--start", "Dec 6").err
    assert "lacwg events cancel 'walk/Dec 5' --reason TEXT" in run("events", "remove", "walk/Dec 5", "--yes").err
    assert "lacwg init 'no such dir'" in run("events", "list", "--data", "no such dir").err


def test_signing_up_recordings_and_a_place_on_the_map(data: Path, run: Run) -> None:
    run("events", "add", "Film", "--start", "2026-12-03 19:00", "--register", "https://zoom.us/webinar/register/WN_1",
        "--recording", "https://example.org/r", "--link", "The film: https://example.org/f", "--link", "https://example.org/g",
        "--geo", "42.358, -71.064", "--access", "Ramp", "--cost", "Free", "--slides", "https://example.org/s")  # fmt: skip
    path = data / "events" / "2026" / "2026-12-03-film.toml"
    for each in ('[register]\nurl = "https://zoom.us/webinar/register/WN_1"', '[members]\nrecording = "https://example.org/r"',
                 'url = "https://example.org/f"\nlabel = "The film"', "geo = [42.358, -71.064]", 'access = "Ramp"'):  # fmt: skip
        assert each in path.read_text(), each
    shown = run("events", "show", "film")
    assert re.search(r"Sign up +https://zoom.us/webinar/register/WN_1\nRecording +https://example.org/r\n", shown.out)
    assert run("events", "show", "film", "--json").json["geo"] == [42.358, -71.064]
    assert "V101" not in run("check").out
    run("events", "edit", "film", "--recording", "https://example.org/p", "--public-link", "--geo", "", "--link", "")
    assert '\nrecording = "https://example.org/p"\n' in path.read_text()
    assert not re.search("geo|links", path.read_text())
    run("events", "edit", "film", "--recording", "", "--register", "")
    assert not re.search("recording|register", path.read_text())


def test_who_holds_it_with_us(data: Path, run: Run) -> None:
    hosts = ("--co-host", "Casa Cuba: https://example.org/casa", "--co-host", " Red:Alba ")
    run("events", "add", "Film", "--start", "2026-12-03 19:00", *hosts)
    shown = run("events", "show", "film")
    assert re.search(r"\nWith +Casa Cuba: https://example.org/casa\n +Red:Alba\n", shown.out)
    casa, red = run("events", "show", "film", "--json").json["co_hosts"]
    assert (casa, red) == ({"name": "Casa Cuba", "url": "https://example.org/casa"}, {"name": "Red:Alba"})
    assert run("search", "casa cuba", "--plain").lines
    zoom = run("events", "edit", "film", "--co-host", "Casa: https://zoom.us/j/1")
    assert "error: --co-host is for everybody, and has a link to zoom.us" in zoom.err
    for wrong in (
        ": https://example.org",
        "https://example.org",
        "Casa: javascript:x",
        "Casa: example",
        "a: https://a: b",
    ):
        assert run("events", "edit", "film", "--co-host", wrong).err.startswith("error: --co-host"), wrong
    assert run("events", "show", "film", "--json").json["co_hosts"] == [casa, red]
    path = data / "events" / "2026" / "2026-12-03-film.toml"
    path.write_text(path.read_text().replace("example.org/casa", "zoom.us/j/1"))
    assert "V101" in run("check").out
    run("events", "edit", "film", "--co-host", "")
    assert "co_hosts" not in path.read_text()


@pytest.mark.parametrize("geo", ["Boston", "91,0", "0,181", "42.358", "1,2,3", "nan,0"])
def test_what_is_no_place_on_the_map(data: Path, run: Run, geo: str) -> None:
    refused = run("events", "add", "Film", "--start", "2026-12-03 19:00", "--geo", geo)
    assert (refused.code, f'--geo: "{geo}" is no place on the map' in refused.err) == (2, True)
