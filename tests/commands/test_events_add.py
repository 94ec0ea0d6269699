"""``lacwg events add``: its times as people type them, and with --repeat a series."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tree

pytestmark = pytest.mark.usefixtures("yoav")


def test_repeat_makes_a_series(data: Path, run: Run) -> None:
    made = run(
        "events", "add", "Vigil", "--repeat", "every Saturday", "--start", "Dec 5 noon", "--end", "1pm", "--until",
        "2026-12-19", "--issue", "haiti", "--place", "Common", "--timezone", "America/Havana", "--audience", "members",
        "--join-url", "https://zoom.us/j/1", "--note", "N", "--json",
    )  # fmt: skip
    assert [each["id"] for each in made.json] == ["vigil/2026-12-05", "vigil/2026-12-12", "vigil/2026-12-19"]
    assert (made.json[0]["start"], made.json[0]["end"]) == ("2026-12-05T12:00:00-04:00", "2026-12-05T13:00:00-04:00")
    shown = run("series", "show", "vigil", "--json", "--private").json
    assert (shown["kind"], shown["place"], shown["issues"], shown["minutes"]) == ("event", "Common", ["haiti"], 60)
    assert (shown["audience"], shown["timezone"], shown["private"]) == ("members", "America/Havana", {"note": "N"})
    assert run("events", "list", "--plain").lines[0][0] == "vigil/2026-12-05"
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--speaker", "Ana"], "--speaker"),
        (["--image", "https://example.org/x.png"], "--image"),
        (["--caption", "x"], "--caption"),
        (["--status", "tentative"], "--status"),
        (["--until", "2026-12-01"], "before the start"),
        (["--repeat", "now and then"], 'you typed   --repeat "now and then"'),
        (["--repeat", "every Friday"], 'Saturday, December 5, 2026 is not a date of "every Friday"'),
        (["--start", "Dec 5 to Dec 6", "--end", "Dec 6"], "one day"),
    ],
)
def test_what_no_series_holds_is_refused_by_name(data: Path, run: Run, options: list[str], said: str) -> None:
    before = tree(data)
    usual = {"--start": "Dec 5 noon", "--repeat": "every Saturday"}
    own = [word for name, value in usual.items() if name not in options for word in (name, value)]
    refused = run("events", "add", "Vigil", *own, *options)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert tree(data) == before
    assert run("events", "add", "X", "--start", "Dec 5", "--until", "Dec 6").code == 2


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-12-03 19:00-21:00", "2026-12-03T19:00:00-05:00", "2026-12-03T21:00:00-05:00"),
        ("2026-12-03 10:00-12:00", "2026-12-03T10:00:00-05:00", "2026-12-03T12:00:00-05:00"),
        ("2026-12-03T10:00-12:00", "2026-12-03T17:00:00-05:00", None),
        ("2026-12-03 10:00:00-12:00", "2026-12-03T17:00:00-05:00", None),
        ("2026-12-03T10:00+14:00", "2026-12-02T15:00:00-05:00", None),
        ("2026-12-03 19:00+01:00", "2026-12-03T13:00:00-05:00", None),
        ("3 dic 19.30", "2026-12-03T19:30:00-05:00", None),
        ("3 dic 19.30-21.00", "2026-12-03T19:30:00-05:00", "2026-12-03T21:00:00-05:00"),
    ],
)
def test_a_range_is_never_an_offset(data: Path, run: Run, typed: str, start: str, end: str | None) -> None:
    added = run("events", "add", "Film", "--start", typed, "--json").json
    assert (added["start"], added["end"]) == (start, end)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("2026-12-03 19:00-05:00", ['"2026-12-03 19:00 – 2026-12-04 05:00"', '"2026-12-03T19:00-05:00"']),
        ("2026-12-03T19:00-21:00", ["not an offset", "a range is written"]),
        ("2027-03-14 02:30-04:00", ["does not exist"]),
        ("2027-11-07 01:30-03:00", ['"2027-11-07T01:30-04:00 – 03:00"', '"2027-11-07T01:30-05:00 – 03:00"']),
        ("12.10", ["an hour, 12:10", "a day, October 12"]),
    ],
)
def test_what_may_be_either_is_refused_with_both_forms(data: Path, run: Run, typed: str, named: list[str]) -> None:
    before = tree(data)
    refused = run("events", "add", "Film", "--start", typed)
    assert refused.code == 2
    assert all(each in refused.err for each in named)
    assert tree(data) == before


@pytest.mark.parametrize("length", ["90", "90m", "1.5 hours", "1,5h", "1h30"])
def test_lengths_as_people_type_them(data: Path, run: Run, length: str) -> None:
    added = run("events", "add", "Film", "--start", "Dec 3 7pm", "--duration", length, "--json").json
    assert added["end"] == "2026-12-03T20:30:00-05:00"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("every first thursday", "1st Thursday of the month"),
        ("every month on the 1st Thursday", "1st Thursday of the month"),
    ],
)
def test_rules_as_people_type_them(data: Path, run: Run, rule: str, words: str) -> None:
    assert run("events", "add", "Film", "--start", "2026-12-03 19:00-21:00", "--repeat", rule).code == 0
    assert words in run("series", "show", "film").out
