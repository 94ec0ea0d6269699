"""What happens to dates: ``meetings cancel | move | edit | add | restore | change``, ``series``, ``events`` alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tell_in_zones, tree

pytestmark = pytest.mark.usefixtures("yoav")


@pytest.fixture
def monthly(data: Path) -> Path:
    """The file of the monthly meeting."""
    return data / "series" / "monthly-meeting.toml"


VETERANS = ["meetings", "move", "2026-11-11", "--to", "2026-11-18", "--reason", "Veterans Day"]


def test_move_writes_what_a_person_would(monthly: Path, run: Run) -> None:
    before = monthly.read_text()
    assert run(*VETERANS).out == (
        "Wednesday, November 18, 2026 · 5:00 PM EST · moved from November 11, 2026: Veterans Day\n"
        "Saved · undo: lacwg undo\n"
    )
    assert monthly.read_text() == before + (
        'uid = "15a5e983-060f-5a20-9a9c-8bfe3165e34f"\nupdated = 2026-11-24T17:00:00Z\nsequence = 1\n\n'
        '[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\nby = "Yoav"\non = 2026-11-24\n'
    )
    assert run("check").code == 0


def test_a_day_keeps_the_hour_and_an_hour_the_day(data: Path, run: Run) -> None:
    assert run("meetings", "move", "next", "--to", "6:30pm").out.startswith("Wednesday, December 9, 2026 · 6:30 PM EST")
    moved = run("meetings", "move", "Jan 13", "--to", "Jan 20", "--json").json
    assert (moved["start"], moved["original_start"]) == ("2027-01-20T17:00:00-05:00", "2027-01-13T17:00:00-05:00")
    again = run("meetings", "move", "Jan 20", "--to", "2027-01-21 18:00", "--json").json
    assert (again["id"], again["start"]) == ("monthly-meeting/2027-01-13", "2027-01-21T18:00:00-05:00")


def test_cancel_shows_everywhere_and_restore_takes_it_back(monthly: Path, run: Run) -> None:
    cancelled = run("meetings", "cancel", "2027-01-13", "--reason", "snow", "--by", "Ana")
    assert cancelled.out == ("Wednesday, January 13, 2027 · 5:00 PM EST · cancelled: snow\nSaved · undo: lacwg undo\n")
    assert 'by = "Ana"' in monthly.read_text()
    assert "cancelled: snow" in run("meetings", "list").out
    assert "CANCELLED: LA/CWG monthly meeting" in run("export", "ics").out
    again = run("meetings", "cancel", "2027-01-13", "--reason", "the hall is taken")
    assert again.out.endswith("Before: cancelled: snow\nSaved · undo: lacwg undo\n")
    restored = run("meetings", "restore", "2027-01-13")
    assert restored.out == (
        "Wednesday, January 13, 2027 · 5:00 PM EST\nBefore: cancelled: the hall is taken\nSaved · undo: lacwg undo\n"
    )
    assert "[[exceptions]]" not in monthly.read_text()
    assert "sequence = 3" in monthly.read_text()


def test_what_was_moved_is_cancelled_on_the_day_that_people_know(monthly: Path, run: Run) -> None:
    run("meetings", "move", "2027-01-13", "--to", "2027-01-20 6pm", "--reason", "snow")
    off = run("meetings", "cancel", "2027-01-20", "--reason", "flu")
    assert off.out.startswith(
        "Wednesday, January 20, 2027 · 6:00 PM EST · cancelled: flu\nBefore: moved to January 20,"
    )
    [told] = [each for each in run("meetings", "list", "--json").json if each["id"].endswith("2027-01-13")]
    assert (told["start"], told["status"], told["change"]) == ("2027-01-20T18:00:00-05:00", "cancelled", "moved")
    assert told["original_start"] == "2027-01-13T17:00:00-05:00"
    said = run("meetings", "announce", "2027-01-20").out
    assert said.startswith("Subject: Cancelled: LA/CWG monthly meeting: Wednesday, January 20, 2027, 6:00 PM EST\n")
    ics = run("export", "ics").out.replace("\r\n", "\n")
    [entry] = [
        each for each in ics.split("BEGIN:VEVENT") if "RECURRENCE-ID;TZID=America/New_York:20270113T170000\n" in each
    ]
    assert "DTSTART;TZID=America/New_York:20270120T180000\n" in entry
    assert "STATUS:CANCELLED\n" in entry
    assert "moved" not in run("calendar", "2027-01").out
    was = run("meetings", "explain", "2027-01-13").out
    assert was.startswith("January 13, 2027 is not a meeting: it was moved to January 20, 2027, and cancelled.\n")
    assert 'cancelled it on November 24, 2026: "flu"' in was
    back = run("meetings", "restore", "2027-01-20")
    assert back.out.startswith("Wednesday, January 20, 2027 · 6:00 PM EST · moved from January 13, 2027")
    assert run("meetings", "restore", "2027-01-20").out.startswith("Wednesday, January 13, 2027 · 5:00 PM EST\n")


def test_extra_dates(data: Path, run: Run) -> None:
    added = run(
        "meetings", "add", "Jan 20 6pm", "--reason", "in place of January 13", "--place", "Library", "--json"
    ).json
    assert (added["change"], added["place"], added["start"]) == ("extra", "Library", "2027-01-20T18:00:00-05:00")
    assert run("meetings", "add", "2027-01-20", "--reason", "again").code == 1
    assert run("meetings", "add", "2027-01-13", "--reason", "again").code == 1
    off = run("meetings", "cancel", "2027-01-20", "--reason", "flu")
    assert "cancelled: flu" in off.out
    gone = run("meetings", "restore", "2027-01-20")
    assert gone.out.startswith("January 20, 2027 is gone: it was an extra date.\n")


def test_edit_keeps_the_time(data: Path, run: Run) -> None:
    run("meetings", "edit", "Feb 10", "--place", "Church hall", "--minutes", "90", "--note", "key at the deli")
    more = run(
        "meetings", "edit", "Feb 10", "--title", "With a guest", "--join-url", "https://zoom.us/j/1", "--json"
    ).json
    assert (more["place"], more["title"], more["change"]) == ("Church hall", "With a guest", "edited")
    assert (more["start"], more["end"]) == ("2027-02-10T17:00:00-05:00", "2027-02-10T18:30:00-05:00")
    assert more["members"] == {"join_url": "https://zoom.us/j/1"}
    shown = run("meetings", "show", "Feb 10", "--json", "--private").json
    assert shown["private"] == {"note": "key at the deli"}
    assert "deli" not in run("export", "ics", "--audience", "members").out


def test_a_change_from_a_date_on(monthly: Path, run: Run) -> None:
    before = run("meetings", "list", "--from", "2026-01-01", "--to", "2027-02-28", "--plain").out
    changed = run(
        "meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday", "--at", "6pm", "--minutes", "90"
    )
    assert changed.out == (
        "Tue  Mar  2, 2027   6:00–7:30 PM EST\nTue  Apr  6, 2027   6:00–7:30 PM EDT\n"
        "Tue  May  4, 2027   6:00–7:30 PM EDT\nSaved; from March 1, 2027 on · undo: lacwg undo\n"
    )
    assert run("meetings", "list", "--from", "2026-01-01", "--to", "2027-02-28", "--plain").out == before
    again = run("meetings", "change", "--from", "2027-03-01", "--at", "7pm")
    assert "Before: from March 1, 2027 1st Tuesday of the month, 6:00 PM, 90 minutes\n" in again.out
    assert monthly.read_text().count("[[changes]]") == 1


def test_a_change_that_unsettles_dates(data: Path, run: Run) -> None:
    run("meetings", "cancel", "2027-04-14", "--reason", "snow")
    change = ["meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday"]
    refused = run(*change)
    assert (refused.code, refused.out) == (1, "")
    assert "April 14, 2027 (cancelled: snow)" in refused.err
    assert "--keep-dates" in refused.err
    assert run(*change, "--drop-dates").code == 0
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (
            ["cancel", "2027-01-14", "--reason", "x"],
            1,
            ["January 14, 2027 is not a meeting", "January 13", "February 10"],
        ),
        (["cancel", "next"], 2, ["missing option '--reason'"]),
        (["move", "next", "--to", "2027-01-13"], 1, ["has January 13, 2027 already"]),
        (["move", "next", "--to", "2026-12-09"], 1, ["that is when the rule has it"]),
        (["move", "next", "--to", "2027-03-14 02:30"], 2, ["does not exist", '--to "2027-03-14 02:30"']),
        (["edit", "next"], 2, ["nothing is to be changed"]),
        (["edit", "next", "--url", "https://zoom.us/j/1"], 2, ["--join-url"]),
        (["add", "2027-01-13", "--reason", "x"], 1, ["has January 13, 2027 already"]),
        (["add", "2027-03-14 02:30", "--reason", "x"], 2, ["does not exist"]),
        (["restore", "next"], 1, ["nothing has happened to December 9, 2026"]),
        (["change", "--from", "2027-03-01"], 2, ["nothing is to be changed"]),
        (["change", "--from", "2018-03-01", "--at", "6pm"], 1, ["the series begins on January 1, 2019"]),
        (["change", "--from", "2027-03-01", "--rule", "sometimes"], 2, ["cannot be read", "--rule"]),
        (["change", "--from", "2027-03-01", "--at", "noonish"], 2, ["not an hour", "--at"]),
    ],
)
def test_what_cannot_happen_says_why_and_changes_nothing(
    data: Path, run: Run, argv: list[str], code: int, said: list[str]
) -> None:
    before = tree(data)
    refused = run("meetings", *argv)
    assert (refused.code, refused.out) == (code, "")
    assert all(each in refused.err for each in said), refused.err
    assert tree(data) == before


@pytest.mark.parametrize(
    "argv",
    [
        VETERANS,
        ["meetings", "change", "--from", "2027-03-01", "--at", "6pm"],
        ["series", "end", "monthly", "--on", "2027-12-31"],
        ["series", "add", "A", "--rule", "every Monday"],
        ["events", "cancel", "cuba", "--reason", "x"],
    ],
)
def test_dry_run(data: Path, run: Run, argv: list[str]) -> None:
    before = tree(data)
    tried = run(*argv, "--dry-run")
    assert tried.code == 0
    told = "Would be saved as a; nothing was." if argv[1] == "add" else "Nothing was saved."
    assert tried.out.endswith(f"\n{told}\n")
    assert tree(data) == before


def test_somebody_else_was_quicker(monthly: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from lacwg.store.store import Store

    save = Store.save

    def late(self: Store, record: object, base_text: str) -> None:
        monthly.write_text(monthly.read_text() + "# theirs\n")
        save(self, record, base_text)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "save", late)
    refused = run(*VETERANS)
    assert refused.code == 1
    assert "data/series/monthly-meeting.toml: somebody changed this file meanwhile" in refused.err
    assert monthly.read_text().endswith("# theirs\n")
    assert "moved_to" not in monthly.read_text()


def test_the_package_copy_is_copied_first(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    moved = run(*VETERANS)
    assert moved.code == 0
    assert "moved_to = 2026-11-18" in (tmp_path / "user-data/lacwg/series/monthly-meeting.toml").read_text()


def test_series(data: Path, run: Run) -> None:
    vigil = ["series", "add", "Vigil", "--kind", "event", "--rule", "every Saturday", "--at", "12pm", "--minutes", "60"]
    assert run(*vigil, "--place", "The Common").out.endswith("Saved as vigil · undo: lacwg undo\n")
    assert run(*vigil).out.endswith("Saved as vigil-2 · undo: lacwg undo\n")
    run("series", "end", "vigil-2", "--on", "2026-11-25")
    assert run("series", "list").out == (
        "monthly-meeting   LA/CWG monthly meeting   2nd Wednesday of the month, 5:00 PM\n"
        "vigil             Vigil                    every Saturday, 12:00 PM\n"
        "vigil-2           Vigil                    every Saturday, 12:00 PM              until November 25, 2026\n"
    )
    assert run("events", "cancel", "vigil/2026-11-28", "--reason", "rain").code == 0
    assert run("events", "move", "vigil/2026-12-05", "--to", "1pm").code == 0
    assert run("events", "edit", "vigil/2026-12-12", "--place", "City Hall").code == 0
    listed = run("events", "list", "-n", "3")
    assert "Vigil   cancelled: rain" in listed.out
    assert "moved from 12:00 PM" in listed.out
    assert run("events", "show", "vigil/2026-12-12", "--json").json["place"] == "City Hall"
    assert "December 5, 2026: moved to December 5, 1:00 PM" in run("series", "show", "vigil").out
    shape = run("series", "show", "vigil", "--json").json
    assert shape["exceptions"][0] == {
        "date": "2026-11-28",
        "cancelled": True,
        "reason": "rain",
        "by": "Yoav",
        "on": "2026-11-24",
    }
    run("series", "edit", "vigil", "--title", "Silent vigil")
    assert run("events", "show", "vigil/2026-12-19", "--json").json["title"] == "Silent vigil"
    assert run("meetings", "next", "--series", "vigil").code == 0


def test_an_event_of_its_own(data: Path, run: Run) -> None:
    cancelled = run("events", "cancel", "cuba", "--reason", "the speaker is ill")
    assert "cancelled: the speaker is ill" in cancelled.out
    path = next((data / "events" / "2021").iterdir())
    assert 'status = "cancelled"' in path.read_text()
    assert "# The description ends where the page cuts it off." in path.read_text()
    assert "CANCELLED: Cuba" in run("export", "ics").out


@pytest.fixture
def vigil(data: Path, run: Run) -> Path:
    """The file of a series of events."""
    run("series", "add", "Vigil", "--kind", "event", "--rule", "every Saturday", "--at", "12pm", "--minutes", "60")
    return data / "series" / "vigil.toml"


def test_an_hour_with_the_name_of_its_zone(data: Path, run: Run) -> None:
    added = run("meetings", "add", "Dec 16 5pm EST", "--reason", "x")
    assert added.out.startswith("Wednesday, December 16, 2026 · 5:00 PM EST · extra: x\nSaved"), added.err
    again = run("meetings", "add", "Nov 7, 2027 1:30 AM EST", "--reason", "x")
    assert (again.code, "the hour that comes again" in again.err) == (2, True)
    assert run("meetings", "add", "Nov 7 2027 1:30 AM EDT", "--reason", "x", "--json").json["start"][10:] == (
        "T01:30:00-04:00"
    )


def test_an_event_that_was_moved_is_found_by_its_new_date(vigil: Path, run: Run) -> None:
    run("events", "move", "vigil/2026-12-05", "--to", "2026-12-06")
    for day in ("2026-12-05", "2026-12-06"):
        assert run("events", "show", f"vigil/{day}", "--json").json["id"] == "vigil/2026-12-05"
    assert run("events", "announce", "vigil/2026-12-06").code == 0
    assert run("events", "edit", "vigil/2026-12-06", "--place", "City Hall").code == 0
    assert "cancelled: rain" in run("events", "cancel", "vigil/2026-12-06", "--reason", "rain").out
    refused = run("events", "show", "vigil/2026-12-08")
    assert "December 8, 2026 is not an event" in refused.err
    assert "Saturday, December 12, 2026" in refused.err


def test_an_hour_in_a_date_must_be_the_meetings(data: Path, run: Run) -> None:
    for fitting in ("Jan 13 5pm", "2027-01-13 17:00", "Wednesday, January 13, 2027 · 5:00 PM EST"):
        assert run("meetings", "show", fitting, "--json").json["id"] == "monthly-meeting/2027-01-13"
    refused = run("meetings", "cancel", "Jan 13 6pm", "--reason", "x")
    assert (refused.code, refused.out) == (2, "")
    assert "the meeting of January 13, 2027 is at another time: Wednesday, January 13, 2027 · 5:00 PM" in refused.err
    assert run("meetings", "show", "Jan 13 – Jan 14").code == 2
    run("meetings", "edit", "Jan 13", "--minutes", "90")
    assert run("meetings", "show", "Wednesday, January 13, 2027 · 5:00–6:30 PM EST").code == 0
    assert run("meetings", "show", "Jan 13 5:00–7:00 PM").code == 2


@pytest.mark.parametrize(
    "typed",
    ["12/9", "12/9/2026", "dec 9", "2026/12/09", "Wed 12/9", "12/9 5pm", "9 de diciembre", "monthly-meeting/12/9",
     "monthly/dec 9", "monthly-meeting/2026-12-09"],
)  # fmt: skip
def test_a_date_argument_takes_what_start_takes(data: Path, run: Run, typed: str) -> None:
    run("agenda", "add", "Welcome", "--meeting", typed)
    assert run("meetings", "show", typed, "--json").json["id"] == "monthly-meeting/2026-12-09"
    assert run("meetings", "explain", typed.removesuffix(" 5pm"), "--json").json["date"] == "2026-12-09"
    assert "Welcome" in run("agenda", "show", typed).out
    assert run("meetings", "cancel", typed, "--reason", "snow", "--json").json["status"] == "cancelled"


def test_the_group_s_own_language_comes_before_the_others(data: Path, run: Run) -> None:
    group = data / "group.toml"
    asked = run("calendar", "out 2027")
    assert (asked.code, '"October 2027" or "August 2027"' in asked.err) == (2, True)
    group.write_text(group.read_text().replace('language = "en"', 'language = "ht"'))
    assert run("calendar", "out 2027").code == 0
    added = run("events", "add", "Y", "--start", "3 out 2027 19:00", "--json").json
    assert added["start"] == "2027-08-03T19:00:00-04:00"
    moved = run("events", "move", "2027-08-03-y", "--to", "madi 10 out", "--json").json
    assert moved["start"] == "2027-08-10T19:00:00-04:00"


def test_a_date_with_slashes_is_no_date_of_a_series_for_events(data: Path, run: Run) -> None:
    for argv in (["show"], ["cancel", "--reason", "x"], ["move", "--to", "2027-01-05"], ["restore"], ["remove"]):
        refused = run("events", argv[0], "12/9", *argv[1:])
        assert (refused.code, refused.out) == (1, "")
        assert 'no event has an id or a title that fits "12/9"' in refused.err
    assert 'no series has an id or a title that fits "nosuch"' in run("events", "show", "nosuch/12/9").err


def test_a_range_gives_the_length(data: Path, run: Run) -> None:
    moved = run("meetings", "move", "Jan 13", "--to", "Jan 20 7:00–8:30 PM", "--json").json
    assert (moved["start"], moved["end"]) == ("2027-01-20T19:00:00-05:00", "2027-01-20T20:30:00-05:00")
    hours = run("meetings", "move", "Feb 10", "--to", "6:00–7:00 PM EST", "--json").json
    assert (hours["start"], hours["end"]) == ("2027-02-10T18:00:00-05:00", "2027-02-10T19:00:00-05:00")
    added = run("meetings", "add", "Jan 27 6-8pm", "--reason", "x", "--json").json
    assert (added["start"], added["end"]) == ("2027-01-27T18:00:00-05:00", "2027-01-27T20:00:00-05:00")
    assert run("meetings", "add", "Feb 3 6-8pm", "--reason", "x", "--minutes", "90").code == 2
    assert run("meetings", "move", "Mar 10", "--to", "Mar 11 – Mar 12").code == 2
    assert run("meetings", "add", "Mar 11 – Mar 12", "--reason", "x").code == 2


@pytest.mark.parametrize(
    "argv",
    [
        ["change", "--from", "2027-03-01 6pm", "--minutes", "60"],
        ["change", "--from", "March 1 – March 3, 2027", "--minutes", "60"],
        ["explain", "2027-01-13 6pm"],
        ["hours", "2027-01-13 6pm"],
        ["list", "--from", "2027-01-13 6pm"],
    ],
)
def test_where_a_day_is_meant(data: Path, run: Run, argv: list[str]) -> None:
    refused = run("meetings", *argv)
    assert (refused.code, "a day is meant" in refused.err) == (2, True), refused.err


def test_an_hour_names_its_zone(data: Path, run: Run) -> None:
    assert "6:00 PM EST" in run("meetings", "move", "Jan 13", "--to", "6:00 PM EST").out
    refused = run("meetings", "move", "Feb 10", "--to", "6:00 PM EDT")
    assert (refused.code, "is EST on Wednesday, February 10, 2027, not EDT" in refused.err) == (2, True)


def test_a_series_in_another_zone_is_read_and_told_in_it(data: Path, run: Run) -> None:
    run("series", "add", "Tokyo", "--rule", "every Wednesday", "--at", "9am", "--timezone", "Asia/Tokyo")
    # noon of November 24 in Boston is November 25, 2 AM in Tokyo
    shown = run("meetings", "show", "today", "--series", "tokyo", "--json").json
    assert shown["id"] == "tokyo/2026-11-25"
    added = run("meetings", "add", "tomorrow 9am", "--reason", "x", "--series", "tokyo", "--json").json
    assert added["start"] == "2026-11-26T09:00:00+09:00"
    assert run("meetings", "move", "tokyo/2026-12-02", "--to", "10:00 AM JST").code == 0
    assert run("meetings", "show", "Dec 9 9am JST", "--series", "tokyo").code == 0
    announced = run("meetings", "announce", "Dec 9", "--series", "tokyo").out
    assert "7:00 PM on December 8, 2026 in New York" in announced
    assert announced.index("New York") < announced.index("Havana")
    assert run("meetings", "hours", "--series", "tokyo").out.split("\n")[0].split("   ")[1:3] != ["Tokyo", "Havana"]
    assert next(iter(run("meetings", "hours", "--series", "tokyo", "--json").json[0]["hours"])) == "America/New_York"
    tell_in_zones(data)
    assert "Havana" not in run("meetings", "announce").out
    assert "Havana" not in run("meetings", "hours").out


LINKED = "here: https://us02web.zoom.us/j/1"


@pytest.mark.parametrize(
    "argv",
    [
        ["meetings", "edit", "next", "--place", LINKED],
        ["meetings", "edit", "next", "--title", "zoom.us/j/1"],
        ["meetings", "edit", "next", "--description", "[join](https://meet.google.com/abc)"],
        ["meetings", "edit", "next", "--place", "x", "--reason", LINKED],
        ["meetings", "cancel", "next", "--reason", LINKED],
        ["meetings", "move", "next", "--to", "6pm", "--reason", LINKED],
        ["meetings", "add", "2026-12-16", "--reason", LINKED],
        ["meetings", "change", "--from", "2027-03-01", "--place", LINKED],
        ["events", "add", "Rally", "--start", "2026-12-03", "--place", LINKED],
        ["events", "add", LINKED, "--start", "2026-12-03"],
        ["events", "add", "Rally", "--start", "2026-12-03", "--speaker", f"Ana: {LINKED}"],
        ["events", "cancel", "cuba", "--reason", LINKED],
        ["series", "add", "A", "--rule", "every Monday", "--description", LINKED],
        ["series", "add", LINKED, "--rule", "every Monday"],
        ["series", "edit", "monthly-meeting", "--place", LINKED],
    ],
)
def test_a_link_to_join_by_in_a_public_text(data: Path, run: Run, argv: list[str]) -> None:
    before = tree(data)
    refused = run(*argv)
    assert (refused.code, refused.out) == (2, ""), refused.err
    assert "is for everybody" in refused.err
    assert "--public-link" in refused.err
    assert tree(data) == before
    assert run(*argv, "--public-link").code == 0


def test_other_links_and_names_are_no_matter(data: Path, run: Run) -> None:
    text = "On Zoom (zoom.us); see https://masspeaceaction.org/zoom.us/ and notzoom.us/x"
    assert run("meetings", "edit", "next", "--description", text).code == 0


def test_hints_are_commands_that_can_be_pasted(vigil: Path, run: Run) -> None:
    run("series", "add", "Reading", "--rule", "every Monday", "--at", "7pm")
    for argv, command in (
        (["meetings", "cancel", "2027-01-13"], "lacwg meetings restore 2027-01-13"),
        (["meetings", "cancel", "reading/2027-01-11"], "lacwg meetings restore 2027-01-11 --series reading"),
        (["events", "cancel", "vigil/2026-12-05"], "lacwg events restore vigil/2026-12-05"),
    ):
        run(*argv, "--reason", "snow")
        refused = run(argv[0], "move", argv[2], "--to", "8pm")
        assert (refused.code, refused.err.endswith(f"restore it first: {command}\n")) == (1, True), refused.err
        assert run(*command.split()[1:]).code == 0
    run("meetings", "cancel", "2027-01-13", "--reason", "snow")
    taken = run("meetings", "add", "2027-01-13", "--reason", "x")
    assert taken.err.endswith("to have it again: lacwg meetings restore 2027-01-13\n")


def test_no_date_follows(data: Path, run: Run) -> None:
    before = tree(data)
    refused = run("series", "add", "A", "--rule", "2nd Wednesday", "--since", "2027-01-14", "--until", "2027-02-01")
    assert (refused.code, "no date follows" in refused.err) == (2, True)
    assert tree(data) == before
    assert run("series", "end", "monthly", "--on", "2026-11-30").out.startswith("No date follows.\n")


def test_cancelling_again_for_the_same_reason(data: Path, run: Run) -> None:
    for argv in (["meetings", "cancel", "2027-01-13"], ["events", "cancel", "cuba"]):
        run(*argv, "--reason", "snow")
        before = tree(data)
        again = run(*argv, "--reason", "snow")
        assert (again.code, "nothing changed" in again.out + again.err) == (0, True)
        assert tree(data) == before
        assert run(*argv, "--reason", " ").code == 2


def test_whole_days_have_no_minutes(data: Path, run: Run) -> None:
    assert run("series", "add", "Fair", "--rule", "every Saturday", "--minutes", "60").code == 2
    run("series", "add", "Fair", "--rule", "every Saturday")
    before = tree(data)
    for argv in (
        ["edit", "fair/2026-12-05", "--minutes", "60"],
        ["add", "2026-12-07", "--series", "fair", "--reason", "x", "--minutes", "60"],
        ["change", "--from", "2027-03-01", "--series", "fair", "--minutes", "60"],
    ):
        refused = run("meetings", *argv)
        assert (refused.code, "no minutes" in refused.err) == (1, True), refused.err
    assert tree(data) == before
    assert run("meetings", "add", "Dec 7 6–7pm", "--series", "fair", "--reason", "x").code == 0


def test_to_say_of_a_series_what_it_says_changes_nothing(data: Path, run: Run) -> None:
    before = tree(data)
    same = run("series", "edit", "monthly-meeting", "--title", "LA/CWG monthly meeting")
    assert same.out.endswith("Already so; nothing changed.\n")
    assert tree(data) == before


# What is moved counts from where it was


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Saturday."""
    monkeypatch.setenv("LACWG_NOW", "2026-11-28T12:00")


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("to", "start"),
    [
        ("dec 16", "2026-12-16T17:00:00-05:00"),
        ("12/16 6pm", "2026-12-16T18:00:00-05:00"),
        ("dec 16 18:00-19:30", "2026-12-16T18:00:00-05:00"),
        ("2026-12-16 10:00-12:00", "2026-12-16T10:00:00-05:00"),
        ("19.30", "2026-12-09T19:30:00-05:00"),
        ("jan 5", "2027-01-05T17:00:00-05:00"),
        ("nov 25", "2026-11-25T17:00:00-05:00"),
        ("Thu Dec 10", "2026-12-10T17:00:00-05:00"),
        ("2nd Thursday of December", "2026-12-10T17:00:00-05:00"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_to_where_it_was(data: Path, run: Run, to: str, start: str) -> None:
    assert run("meetings", "move", "12/9", "--to", to, "--json").json["start"] == start
    later = run("meetings", "move", "2028-12-13", "--to", "dec 20", "--json").json
    assert later["start"] == "2028-12-20T17:00:00-05:00"
    past = run("meetings", "move", "2026-11-11", "--to", "nov 18", "--json").json
    assert past["start"] == "2026-11-18T17:00:00-05:00"


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("to", "named"),
    [
        ("thursday", ["December 3", "December 10"]),
        ("sunday 6pm", ["December 6", "December 13"]),
        ("wednesday", ["December 2", "December 16"]),
        ("wednesday 6pm", ["December 2", "December 9", "December 16"]),
        ("el jueves a las 18:00", ["December 3", "December 10"]),
        ("in 2 weeks", ["December 12", "December 23"]),
        ("thursday next week", ["December 3", "December 17"]),
        ("next thursday", ["December 3", "December 10"]),
    ],
)
def test_a_weekday_alone_names_the_one_before_and_the_one_after(
    data: Path, run: Run, to: str, named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(data)
    refused = run("meetings", "move", "12/9", "--to", to)
    assert refused.code == 2
    assert all(each in refused.err for each in named)
    assert tree(data) == before
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: str(len(named)))
    assert named[-1] in run("meetings", "move", "12/9", "--to", to).out


def test_a_weekday_alone_of_this_week_is_that_one(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_NOW", "2026-12-08T12:00")  # a Tuesday, and the meeting is on the day after
    assert "December 10, 2026" in run("meetings", "move", "next", "--to", "thursday", "--dry-run").out
    assert "December 13, 2026 · 6:00 PM" in run("meetings", "move", "next", "--to", "sunday 6pm", "--dry-run").out


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("dec 2", "That is 7 days earlier than it was.\n"),
        ("dec 8", "That is 1 day earlier than it was.\n"),
        ("2026-01-16", "That is 327 days earlier than it was.\n"),
        ("jan 10", "That is 32 days later than it was.\n"),
        ("jan 9", ""),
        ("dec 16", ""),
        ("4pm", ""),
    ],
)
def test_a_move_that_is_earlier_or_far_off_says_so(data: Path, run: Run, to: str, told: str) -> None:
    run("events", "add", "Film", "--start", "2026-12-09 12:00")
    for argv in (
        ["meetings", "move", "12/9", "--to", to],
        ["events", "move", "film", "--to", to],
    ):
        out = run(*argv, "--dry-run").out
        assert ("That is" in out, told in out) == (bool(told), True)


@pytest.mark.usefixtures("november")
def test_events_count_from_where_they_are_too(data: Path, run: Run) -> None:
    run("events", "add", "Film", "--start", "2026-10-03 19:00-21:00")
    assert "Saturday, October 10, 2026" in run("events", "move", "film", "--to", "oct 10", "--dry-run").out
    assert "Saturday, October 10, 2026" in run("events", "edit", "film", "--start", "oct 10", "--dry-run").out
    refused = run("events", "move", "film", "--to", "sunday 6pm")
    assert '"sunday 6pm" may be September 27 or October 4' in refused.err
