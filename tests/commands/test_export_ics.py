"""``lacwg export ics`` of a part of the folder."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import days

SERIES = {
    "vigil": 'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nsince = 2026-10-03\nuntil = 2026-12-19\nstart_time = 12:00:00\n'
    "[[exceptions]]\ndate = 2026-12-19\nmoved_to = 2027-01-20\n",
    "old": 'title = "Old"\nrule = "1st Monday"\nsince = 2025-01-01\nuntil = 2026-08-31\n[[changes]]\nfrom = 2026-05-01\nrule = "1st Friday"\n',
    "later": 'title = "Later"\nrule = "1st and 3rd Thursday"\nsince = 2027-02-01\nstart_time = 23:30:00\nminutes = 120\ntimezone = "America/Los_Angeles"\n'
    "[[exceptions]]\ndate = 2027-01-02\nextra = true\n",
}
EVENTS = {
    "2026-11-24-now": "start = 2026-11-24T11:00:00\nend = 2026-11-24T12:30:00\n",
    "2026-11-24-over": "start = 2026-11-24T09:00:00\nend = 2026-11-24T10:00:00\n",
    "2026-11-20-days": "start = 2026-11-20\nend = 2026-11-26\n",
    "2026-12-31-night": "start = 2026-12-31T22:00:00\nend = 2027-01-01T02:00:00\n",
    "2027-01-01-abroad": 'start = 2027-01-01T08:00:00\ntimezone = "Asia/Tokyo"\n',
    "2027-03-01-off": 'start = 2027-03-01\nstatus = "cancelled"\n',
    "2025-06-01-long": "start = 2025-06-01\nend = 2026-05-31\n",
    "2026-12-24-ours": 'start = 2026-12-24\naudience = "members"\n[members]\njoin_url = "https://zoom.us/j/1"\n',
    "2026-12-25-mine": 'start = 2026-12-25\naudience = "private"\n',
}
NAMES = ["monthly-meeting", *SERIES]


@pytest.fixture
def folder(data: Path) -> Path:
    for name, text in SERIES.items():
        (data / "series" / f"{name}.toml").write_text(text)
    for name, text in EVENTS.items():
        path = data / "events" / name[:4] / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "{name}"\n{text}')
    return data


def entries(text: str) -> set[str]:
    """The VEVENTs, each as its text."""
    return set(re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL))


def titles(text: str) -> list[str]:
    return sorted(set(re.findall(r"SUMMARY:(?:CANCELLED: )?(.*)\r\n", text)))


some_days = days(dt.date(2024, 6, 1), dt.date(2028, 6, 1))


@pytest.fixture
def known() -> dict[str, set[str]]:
    return {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.tuples(some_days, some_days).map(sorted), st.sampled_from(["both", "from", "to"]))
@example([dt.date(2027, 1, 1), dt.date(2027, 1, 1)], "both")
@example([dt.date(2026, 12, 31), dt.date(2026, 12, 31)], "both")
@example([dt.date(2027, 1, 20), dt.date(2027, 1, 20)], "both")
def test_a_range_has_what_has_a_date_in_it_and_has_it_whole(
    folder: Path, run: Run, known: dict[str, set[str]], span: list[dt.date], bounds: str
) -> None:
    options = [("--from", str(span[0])), ("--to", str(span[1]))]
    used = [*(options[0] if bounds != "to" else ()), *(options[1] if bounds != "from" else ())]
    # lists begin now where they are not told otherwise, feeds at the beginning
    listing = [
        *(options[0] if bounds != "to" else ("--from", "1990-01-01")),
        *(options[1] if bounds != "from" else ("--to", "2029-01-01")),
    ]
    members = ("--audience", "members")
    expected: set[str] = set()

    def whole(option: str, name: str) -> set[str]:
        """All of a series or an event, which no range changes."""
        if name not in known:
            known[name] = entries(run("export", "ics", option, name, *members).out)
        return known[name]

    for name in NAMES:
        if run("meetings", "list", "--series", name, *listing, "-n", "1", "--json").json:
            expected |= whole("--series", name)
    for each in run("events", "list", *listing, "--json").json:
        if each["series"] is None and not each["id"].endswith("mine"):
            expected |= whole("--event", each["id"])
    made = run("export", "ics", *used, *members)
    assert made.code == 0
    assert entries(made.out) == expected
    assert ("no entries" in made.err) == (not expected)


def test_an_event_and_a_series_by_name(folder: Path, run: Run) -> None:
    whole = run("export", "ics").out
    one = run("export", "ics", "--event", "night", "--event", "2026-12-31", "--series", "vigil")
    assert one.code == 0
    assert titles(one.out) == ["2026-12-31-night", "Vigil"]
    assert entries(one.out) < entries(whole)
    assert titles(run("export", "ics", "--series", "vigil", "--series", "old").out) == ["Old", "Vigil"]
    both = run("export", "ics", "--event", "night", "--series", "old", "--from", "2026-12-01")
    assert titles(both.out) == ["2026-12-31-night"]


def test_a_series_keeps_its_first_date(folder: Path, run: Run) -> None:
    made = run("export", "ics", "--from", "2026-12-11", "--to", "2026-12-12").out
    assert titles(made) == ["Vigil"]
    assert "DTSTART;TZID=America/New_York:20261003T120000" in made


def test_without_what_is_past(folder: Path, run: Run) -> None:
    made = run("export", "ics", "--no-past").out
    found = titles(made)
    assert {"2026-11-24-now", "2026-11-20-days", "Vigil", "Later", "LA/CWG monthly meeting"} <= set(found)
    assert not {"2026-11-24-over", "2025-06-01-long", "Old"} & set(found)
    assert "2026-11-24-over" in titles(run("export", "ics", "--from", "2026-11-24").out)
    assert titles(run("export", "ics", "--no-past", "--to", "2026-11-24").out) == ["2026-11-20-days", "2026-11-24-now"]


def test_a_part_with_everything_in_it_is_the_whole(folder: Path, run: Run) -> None:
    assert run("export", "ics", "--from", "1990-01-01", "--to", "2100-01-01").out == run("export", "ics").out


def test_a_past_that_is_not_asked_for_is_not_read(folder: Path, run: Run) -> None:
    (folder / "events" / "2021" / "2021-05-01-bad.toml").write_text("title = 3\n")
    (folder / "events" / "2027" / "2027-08-01-bad.toml").write_text("title = 3\n")
    assert run("export", "ics").code == 1
    assert run("export", "ics", "--no-past").err.count("bad.toml") == 1
    part = run("export", "ics", "--from", "2026-01-01", "--to", "2026-12-31")
    assert (part.code, part.err) == (0, "")


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--event", "zzz"], 1, "no event has an id or a title that fits"),
        (["--event", "2026-11-24"], 1, "fits 2 events: 2026-11-24-now (2026-11-24-now), 2026"),
        (["--series", "zzz"], 1, "no series has an id"),
        (["--from", "2026-12-02", "--to", "2026-12-01"], 2, "is before"),
        (["--no-past", "--from", "2026-12-01"], 2, "exclude each other"),
        (["--no-past", "--to", "2026-11-23"], 2, "is over already"),
        (["--from", "someday"], 2, "--from"),
        (["--event", "ours"], 1, "is for members\n  to write a feed for them: --audience members"),
        (["--event", "mine", "--audience", "members"], 1, "is private and goes out in no feed"),
        (["--audience", "private"], 2, "private"),
    ],
)
def test_what_is_refused(folder: Path, run: Run, argv: list[str], code: int, said: str) -> None:
    refused = run("export", "ics", *argv, "-o", "out.ics")
    assert refused.code == code
    assert said in refused.err
    assert not Path("out.ics").exists()


def test_an_empty_part_says_so(folder: Path, run: Run) -> None:
    made = run("export", "ics", "--from", "2010-01-01", "--to", "2010-01-02")
    assert (made.code, entries(made.out)) == (0, set())
    assert made.err == "Nothing fits: the feed has no entries\n"


def test_members_and_public(folder: Path, run: Run) -> None:
    span = ("--from", "2026-12-24", "--to", "2026-12-25")
    assert "ours" not in run("export", "ics", *span).out
    members = run("export", "ics", *span, "--audience", "members").out
    assert "zoom.us" in members
    assert "mine" not in members


def test_what_cannot_be_told_is_named(folder: Path, run: Run) -> None:
    (folder / "series" / "bad.toml").write_text('title = "A"\nrule = "x"\nsince = 2026-01-01\n')
    made = run("export", "ics", "--no-past")
    assert made.code == 1
    assert "data/series/bad.toml, line 2" in made.err
    assert "Vigil" in titles(made.out)


def test_a_picture_on_the_web_is_in_the_feed(folder: Path, run: Run) -> None:
    path = folder / "events" / "2026" / "2026-11-24-now.toml"
    text = path.read_text()
    for image, line in (("https://example.org/x.png?a=1,2", True), ("images/x.png", False)):
        path.write_text(f'{text}image = "{image}"\n')
        made = run("export", "ics", "--event", "now").out.replace("\r\n ", "")
        assert (f"IMAGE;VALUE=URI;DISPLAY=BADGE:{image}\r\n" in made) == line
        assert ("IMAGE" in made) == line
