"""``lacwg events copy``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from haiti_event import OLD, TEXT, only, write

pytestmark = pytest.mark.usefixtures("yoav")


def test_a_copy_is_another_event(data: Path, run: Run) -> None:
    write(
        data, TEXT.replace("[private]", 'status = "cancelled"\nreason = "snow"\nuid = "old"\nsequence = 7\n\n'
        '[members]\njoin_url = "https://zoom.us/j/1"\n\n[private]'),
    )  # fmt: skip
    before = (data / "events/2026" / f"{OLD}.toml").read_bytes()
    copied = run("events", "copy", "haiti", "--start", "2027-01-07", "--json").json
    assert copied["id"] == "2027-01-07-haiti"
    assert (copied["start"], copied["end"]) == ("2027-01-07T19:00:00-05:00", "2027-01-07T20:30:00-05:00")
    assert (copied["status"], copied["reason"], copied["place"]) == ("confirmed", None, "Library")
    assert copied["uid"] != "old"
    assert copied["members"] == {"join_url": "https://zoom.us/j/1"}
    text = only(data, "2027").read_text()
    assert 'note = "ask Ana"' in text
    assert "sequence" not in text
    assert (data / "events/2026" / f"{OLD}.toml").read_bytes() == before
    titled = run("events", "copy", OLD, "--start", "Jan 8", "--title", "Cuba: now")
    assert "Saved as 2027-01-08-cuba-now" in titled.out
    assert run("events", "copy", OLD, "--start", "Dec 3").code == 2
    again = run("events", "copy", OLD, "--start", "2027-01-07")
    assert "Saved as 2027-01-07-haiti-2" in again.out
    assert "Note: overlaps" in again.out


def test_a_date_of_a_series_is_copied_to_an_event_of_its_own(data: Path, run: Run) -> None:
    run("events", "add", "Vigil", "--repeat", "every Saturday", "--start", "Dec 5 noon", "--duration", "1h",
        "--join-url", "https://zoom.us/j/1", "--issue", "haiti")  # fmt: skip
    run("events", "edit", "vigil/2026-12-12", "--place", "City Hall")
    copied = run("events", "copy", "vigil/2026-12-12", "--start", "Dec 15", "--json").json
    assert (copied["id"], copied["series"], copied["place"]) == ("2026-12-15-vigil", None, "City Hall")
    assert (copied["start"], copied["end"]) == ("2026-12-15T12:00:00-05:00", "2026-12-15T13:00:00-05:00")
    assert (copied["issues"], copied["members"]) == (["haiti"], {"join_url": "https://zoom.us/j/1"})
