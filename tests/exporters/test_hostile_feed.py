"""The feed of records that have something hostile in every text."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import icalendar
import pytest

from lacwg.audience import view as audience
from lacwg.exporters.ics import feed

sys.path.insert(0, str(Path(__file__).parent))
from filled import HOSTILE, Filled


@pytest.mark.parametrize("reader", ["public", "members"])
def test_hostile_text_stays_text_and_what_is_withheld_is_not_there(reader: audience.Reader) -> None:
    plain, hostile = (feed.calendar(Filled(text).view(reader)).decode().replace("\r\n ", "") for text in ("", HOSTILE))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", hostile)
    names = [re.findall(r"^([A-Z-]+)[;:]", text, re.MULTILINE) for text in (plain, hostile)]
    assert names[0] == names[1]  # no line more
    for text in (plain, hostile):
        assert "private-canary" not in text
        assert ("members-canary" in text) == ("members-join" in text) == (reader == "members")
    assert (
        len(icalendar.Calendar.from_ical(hostile).walk("VEVENT"))
        == len(icalendar.Calendar.from_ical(plain).walk("VEVENT"))
        > 2
    )
