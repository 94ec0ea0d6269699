"""What the tests need of the data that libraries carry, which may call things otherwise with each release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

HOLIDAYS: Final = {
    ("US-MA", dt.date(2026, 4, 20)): "Patriots' Day",
    ("US-MA", dt.date(2026, 11, 11)): "Veterans Day",
    ("US-MA", dt.date(2026, 11, 26)): "Thanksgiving Day",
    ("US-MA", dt.date(2026, 12, 25)): "Christmas Day",
    ("US-MA", dt.date(2027, 1, 1)): "New Year's Day",
    ("MX", dt.date(2027, 1, 1)): "New Year's Day",
    ("MX", dt.date(2027, 9, 16)): "Independence Day",
}
"""Days that must be public holidays, and what the tests call them."""


def named(compute: Callable[..., dict[dt.date, str]]) -> Callable[..., dict[dt.date, str]]:
    """The holidays that ``compute`` finds, those of the table by its names in English."""

    def holidays(region: str, year: int, language: str = "en") -> dict[dt.date, str]:
        ours = HOLIDAYS if language == "en" else {}
        return {day: ours.get((region, day), name) for day, name in compute(region, year, language).items()}

    return holidays
