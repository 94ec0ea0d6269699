"""``lacwg events``."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from conftest import Run, at_once, tree

HAITI = ["events", "add", "Haiti: solidarity, not occupation", "--start", "Dec 3 7pm"]
CUBA = "2021-09-22-cuba-confronting-the-us-blockade-and-covid-19"


def test_add_says_the_full_date_and_the_id(data: Path, run: Run) -> None:
    added = run(*HAITI, "--duration", "90m", "--issue", "hai", "--speaker", "Ana Pérez: a poet", "--speaker", "Bo")
    assert added.out == (
        "Thursday, December 3, 2026 · 7:00–8:30 PM EST\n"
        "Saved as 2026-12-03-haiti-solidarity-not-occupation · "
        "undo: lacwg undo\n"
    )
    shown = run("events", "show", "haiti", "--json").json
    assert shown["start"] == "2026-12-03T19:00:00-05:00"
    assert shown["end"] == "2026-12-03T20:30:00-05:00"
    assert shown["issues"] == ["haiti"]
    assert shown["speakers"] == [{"name": "Ana Pérez", "about": "a poet"}, {"name": "Bo", "about": None}]
    assert run("check").code == 0
    text = (data / "events/2026/2026-12-03-haiti-solidarity-not-occupation.toml").read_text()
    assert f'uid = "{shown["uid"]}"' in text
    assert "updated = 2026-11-24T17:00:00Z" in text


def test_a_second_of_the_same_name_and_date_has_an_id_of_its_own(data: Path, run: Run) -> None:
    ids = [run(*HAITI, "--plain").lines[0][0] for _ in range(3)]
    assert [each[-2:] for each in ids] == ["on", "-2", "-3"]
    uids = {run("events", "show", each, "--json").json["uid"] for each in ids}
    assert len(uids) == 3


def test_add_in_every_form(data: Path, run: Run) -> None:
    added = run(
        "events", "add", "Marcha", "--start", "2026-12-05 10:00", "--end", "1am", "--timezone", "America/Havana",
        "--place", "Malecón", "--url", "https://example.org/x", "--join-url", "https://zoom.us/j/1", "--dial-in", "+1 5",
        "--host-key", "123456", "--format", "hybrid", "--description", "Uno\nDos", "--note", "bring water",
        "--audience", "members", "--status", "tentative", "--json",
    )  # fmt: skip
    shape = added.json
    assert (shape["start"], shape["end"]) == ("2026-12-05T10:00:00-04:00", "2026-12-06T01:00:00-04:00")
    assert shape["members"] == {"join_url": "https://zoom.us/j/1", "dial_in": "+1 5"}
    assert (shape["timezone"], shape["status"], shape["format"]) == ("America/Havana", "tentative", "hybrid")
    assert "bring water" not in added.out
    assert run("events", "show", "marcha", "--private", "--json").json["private"] == {
        "note": "bring water", "host_key": "123456",
    }  # fmt: skip
    assert "Marcha" not in run("export", "ics").out
    assert "Marcha" in run("export", "ics", "--audience", "members").out


def test_a_whole_day_and_several(data: Path, run: Run) -> None:
    day = run("events", "add", "Day", "--start", "2026-12-05").out
    days = run("events", "add", "Days", "--start", "2026-12-05", "--duration", "3d").out
    assert day.startswith("Saturday, December 5, 2026\n")
    assert days.startswith("Saturday, December 5 – Monday, December 7, 2026\n")
    assert run("events", "show", "days", "--json").json["end"] == "2026-12-07"


def test_dry_run_saves_nothing(data: Path, run: Run) -> None:
    before = tree(data)
    assert "Would be saved as 2026-12-03-haiti" in run(*HAITI, "--dry-run").out
    assert tree(data) == before


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--start", "Thu Sep 22"], 2, ["September 22, 2027 is a Wednesday", 'you typed   --start "Thu Sep 22"', 'try         "Wed Sep 22" or "Thu Sep 23"']),
        (["--start", "2027-03-14 02:30"], 2, ["does not exist", "01:30", "03:30"]),
        (["--start", "2027-11-07 01:30"], 2, ["comes twice", "-04:00", "-05:00"]),
        (["--start", "July 4 7pm EST"], 2, ["is EDT"]),
        (["--start", "Dec 3 7pm", "--timezone", "EST"], 2, ["not a time zone", "--timezone"]),
        (["--start", "Dec 3 7pm", "--end", "2026-12-02 19:00"], 2, ["before the start", "--end"]),
        (["--start", "Dec 3 7pm", "--end", "9pm", "--duration", "2h"], 2, ["exclude each other"]),
        (["--start", "Dec 3 7pm", "--duration", "long"], 2, ["not a length", "--duration"]),
        (["--start", "Dec 3 7pm", "--url", "https://us02web.zoom.us/j/1"], 2, ["us02web.zoom.us", "--join-url", "--public-link"]),
        (["--start", "Dec 3 7pm", "--url", "javascript:x"], 2, ["--url", "does not begin with https://"]),
        (["--start", "Dec 3 7pm", "--issue", "cubba"], 1, ['no issue has an id or a title that fits "cubba"', "cuba"]),
        (["--start", "Dec 3 7pm", "--speaker", ": a poet"], 2, ["--speaker has no name"]),
        (["--start", "Dec 3 7pm", "--format", "onlin"], 2, ["onlin"]),
        ([], 2, ["--start is missing", 'lacwg events add "']),
    ],
)  # fmt: skip
def test_what_cannot_be_added_says_why_and_changes_nothing(
    data: Path, run: Run, argv: list[str], code: int, said: list[str]
) -> None:
    before = tree(data)
    refused = run("events", "add", "Rally", *argv)
    assert (refused.code, refused.out) == (code, "")
    assert all(each in refused.err for each in said), refused.err
    assert tree(data) == before


def test_a_link_that_everybody_may_have(data: Path, run: Run) -> None:
    added = run(*HAITI, "--url", "https://zoom.us/webinar/1", "--public-link", "--json")
    assert added.json["url"] == "https://zoom.us/webinar/1"


def test_without_a_title_off_a_terminal_it_never_asks(data: Path, run: Run) -> None:
    refused = run("events", "add")
    assert refused.code == 2
    assert "the title is missing" in refused.err


def test_titles_of_any_kind_make_ids(data: Path, run: Run) -> None:
    for title, end in (
        ("¡Ñandú! Ürün", "nandu-urun"),
        ("会议", "event"),
        ("a\nb\r\nc", "a-b-c"),
        ("x" * 200, "x" * 60),
    ):
        assert run("events", "add", title, "--start", "2026-12-05", "--plain").lines[0][0] == f"2026-12-05-{end}"
    assert run("events", "add", "  ", "--start", "2026-12-05").code == 2
    assert run("check").code == 0


def test_list(data: Path, run: Run) -> None:
    assert run("events", "list").out == "Nothing to come.\n"
    assert run("events", "list", "--past").out == (
        "Wed  Sep 22, 2021   all day   Cuba: Confronting the U.S. Blockade and Covid-19   online\n"
    )
    run(*HAITI, "--issue", "haiti")
    assert [line[0] for line in run("events", "list", "--all", "--plain").lines] == [
        CUBA, "2026-12-03-haiti-solidarity-not-occupation",
    ]  # fmt: skip
    assert [line[0] for line in run("events", "list", "--all", "--issue", "cuba", "--plain").lines] == [CUBA]
    assert run("events", "list", "--from", "2021-09-22", "--to", "2021-09-22", "--plain").lines[0][0] == CUBA
    assert run("events", "list", "--past", "--all").code == 2


def many(data: Path, count: int) -> None:
    for number in range(count):
        day = f"2027-{number % 12 + 1:02}-{number // 12 + 1:02}"
        path = data / "events" / "2027" / f"{day}-event-{number}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "Event {number}"\nstart = {day}T19:00:00\n')


def test_there_are_more(data: Path, run: Run) -> None:
    many(data, 50)
    first = run("events", "list", "--plain")
    assert len(first.lines) == 20
    assert "There are more than these 20" in first.err
    assert first.code == 0
    starts = [line[1] for line in run("events", "list", "-n", "50", "--plain").lines]
    assert starts == sorted(starts)
    assert len(starts) == 50
    assert run("events", "list", "-n", "50").err == ""


def test_past_shows_the_latest_oldest_first(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    many(data, 30)
    monkeypatch.setenv("LACWG_NOW", "2028-01-01T00:00")
    ids = [line[0] for line in run("events", "list", "--past", "-n", "2", "--plain").lines]
    assert ids == ["2027-12-01-event-11", "2027-12-02-event-23"]


def test_what_began_last_year_and_lasts_is_still_to_come(data: Path, run: Run) -> None:
    path = data / "events" / "2025" / "2025-12-20-camp.toml"
    path.parent.mkdir()
    path.write_text('title = "Camp"\nstart = 2025-12-20\nend = 2026-12-01\n')
    assert run("events", "list", "--plain").lines[0][0] == "2025-12-20-camp"
    path.write_text('title = "Camp"\nstart = 2025-12-20\n"end" = 2026-12-01\n')
    assert run("events", "list", "--plain").lines[0][0] == "2025-12-20-camp"


def test_a_series_of_events_is_listed_among_them(data: Path, run: Run) -> None:
    (data / "series" / "vigil.toml").write_text(
        'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nsince = 2026-11-01\n'
    )
    listed = run("events", "list", "-n", "2", "--plain").lines
    assert [line[0] for line in listed] == ["vigil/2026-11-28", "vigil/2026-12-05"]
    assert [line[0] for line in run("events", "list", "--past", "-n", "2", "--plain").lines] == [
        "vigil/2026-11-14",
        "vigil/2026-11-21",
    ]
    assert len(run("events", "list", "--all", "--plain").lines) == 1 + 55
    assert "vigil" not in run("meetings", "list", "--plain").out


def test_ids_by_any_beginning_that_fits_one(data: Path, run: Run) -> None:
    for text in (CUBA, CUBA[:12], "cuba", "cuba-conf", "2021"):
        assert run("events", "show", text, "--plain").lines[0][0] == CUBA
    run(*HAITI)
    run("events", "add", "Haiti again", "--start", "2026-12-04")
    refused = run("events", "show", "haiti")
    assert refused.code == 1
    assert "fits 2 events" in refused.err
    nothing = run("events", "show", "cubba")
    assert nothing.code == 1
    assert f'did you mean "{CUBA}"' in nothing.err


def test_a_title_that_fits_one_event_will_do_wherever_its_id_does(data: Path, run: Run) -> None:
    run("events", "add", "Película: Cuba y el bloqueo", "--start", "Dec 3 7pm")
    run("events", "add", "Cuba film night", "--start", "Dec 10 7pm")
    film, night = "2026-12-03-pelicula-cuba-y-el-bloqueo", "2026-12-10-cuba-film-night"
    for text, record_id in (
        ("CUBA FILM", night),
        ("night film", night),
        ("bloqueo", film),
        ("pelicula: cuba y el bloqueo", film),
        ("el Blóqueo", film),
    ):
        assert run("events", "show", text, "--plain").lines[0][0] == record_id
    assert run("events", "edit", "film night", "--place", "Library").code == 0
    assert run("events", "cancel", "el bloqueo", "--reason", "rain").code == 0
    assert run("events", "copy", "film night", "--start", "Dec 17").out.endswith("lacwg undo\n")
    assert run("export", "ics", "--event", "cuba y el").out.count("BEGIN:VEVENT") == 1
    several = run("events", "move", "film night", "--to", "Dec 12")
    assert several.code == 1
    assert several.err.startswith(
        f'error: "film night" fits 2 events: {night} (Cuba film night), 2026-12-17-cuba-film-night (Cuba film night)'
    )
    assert run("events", "remove", "Pelicula cuba", "--yes").code == 0
    assert run("log", "FILM NIGHT").code == 1
    assert "events edit" in run("log", "2026-12-10").out


def test_a_title_with_a_slash_is_no_date_of_a_series(data: Path, run: Run) -> None:
    run("events", "add", "AC/DC night", "--start", "Dec 3 7pm")
    for text in ("AC/DC night", "ac/dc", "night ac/dc"):
        assert run("events", "show", text, "--plain").lines[0][0] == "2026-12-03-ac-dc-night"
    assert run("events", "cancel", "ac/dc", "--reason", "rain").code == 0
    assert "its next date: monthly-meeting/2026-12-09" in run("events", "show", "LA/CWG monthly meeting").err
    assert run("meetings", "show", "next", "--series", "la/cwg").code == 0


def test_a_series_where_an_event_is_asked_for_is_answered_with_its_next_date(data: Path, run: Run) -> None:
    vigil = ["series", "add", "Vigil on the Common", "--kind", "event", "--rule", "every Saturday", "--at", "noon"]
    run(*vigil, "--since", "2026-11-28")
    run("events", "add", "Vigil on the Common for Haiti", "--start", "Dec 3 7pm")
    run("events", "cancel", "vigil-on-the-common/2026-11-28", "--reason", "rain")
    before = tree(data)
    for text in ("vigil-on-the-common", "Vigil-on-the-Common", "vigil on the COMMON"):
        for argv in (["show"], ["edit", "--place", "X"], ["cancel", "--reason", "x"], ["remove", "--yes"]):
            refused = run("events", argv[0], text, *argv[1:])
            assert (refused.code, refused.out) == (1, "")
            assert refused.err == (
                f'error: "{text}" is a series of events, not one event\n'
                "  its next date: vigil-on-the-common/2026-12-05\n"
                "  what all of them say: lacwg series show vigil-on-the-common\n"
            )
    assert tree(data) == before
    assert run("events", "show", "vigil").out.startswith("Vigil on the Common for Haiti")  # a beginning of an event's
    assert "its next date: monthly-meeting/2026-12-09" in run("events", "show", "Monthly").err
    assert run("events", "show", "vigil-on-the-common/2026-12-05").code == 0
    assert "--series vigil-on-the-common" in run("export", "ics", "--event", "vigil-on-the-common").err
    run("series", "end", "vigil on", "--on", "2026-11-28")
    assert "it has no dates to come" in run("events", "show", "vigil-on-the-common").err


def test_narrow_wide_and_in_a_pipe(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        "events",
        "add",
        "A title that is long enough to need more than one line on most terminals there are",
        "--start",
        "Dec 3 7pm",
    )
    in_pipe = run("events", "list").out
    assert len(in_pipe.splitlines()) == 1
    for width in ("60", "80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        lines = run("events", "list").out.splitlines()
        assert all(len(line) <= int(width) for line in lines)
        assert " ".join(" ".join(lines).split()).count("terminals there are") == 1


def test_twenty_at_once_each_get_a_file(data: Path) -> None:
    assert at_once(*[["events", "add", "Rally", "--start", "2026-12-05"]] * 20) == [0] * 20
    assert len(list((data / "events" / "2026").iterdir())) == 20


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Œuvre collective de Łódź", "oeuvre-collective-de-lodz"),
        ("Straße", "strasse"),
        ("Jørgen’s talk — Oslo", "jorgens-talk-oslo"),
        ("Встреча", "event"),
        ("會議 2027", "2027"),
    ],
)
def test_an_id_is_made_of_letters_that_everybody_can_type(data: Path, run: Run, title: str, words: str) -> None:
    shape = run("events", "add", title, "--start", "2027-01-05", "--json").json
    assert shape["id"] == f"2027-01-05-{words}"
    assert tomli.loads((data / "events" / "2027" / f"2027-01-05-{words}.toml").read_text())["title"] == title
