"""Bills whose status has not been looked up lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from lacwg.checks.finding import Path, finding
from lacwg.errors import FieldError
from lacwg.records import Issue
from lacwg.text.english import full_date, plural

LONGEST: Final = 60
"""Days that a bill's status may go without being looked up."""


def of_bills(issue: Issue, today: dt.date) -> Iterator[FieldError]:
    """I102: bills that were not checked for 60 days, or have a status and were never checked."""
    for number, bill in enumerate(issue.bills):
        path: Path = ("bills", number, "status")
        hint = f"look it up, then write: checked = {today}"
        if bill.checked is None:
            if bill.status:
                message = f'it is not said when the status of "{bill.name}" was looked up'
                yield finding(issue, path, message, hint, "I102")
        elif (days := (today - bill.checked).days) > LONGEST:
            message = f'"{bill.name}" was last looked up on {full_date(bill.checked)}, {plural(days, "day")} ago'
            yield finding(issue, ("bills", number, "checked"), message, hint, "I102")
