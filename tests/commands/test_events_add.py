"""``lacwg events add --repeat``: an event of every week or month is a series."""

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
        (["--repeat", "every Friday"], 'Saturday, December 5, 2026 is no date of "every Friday"'),
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
