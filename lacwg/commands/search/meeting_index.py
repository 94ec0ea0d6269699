"""When the meetings of records took place, and what they are called."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable

from lacwg.commands.shared import meeting_records
from lacwg.errors import LacwgError
from lacwg.run import Run


class MeetingIndex:
    """The days and titles of meetings by their records' ids; each series is read once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[str, tuple[str, Callable[[dt.date], dt.date]]] = {}

    def day(self, record_id: str) -> dt.date:
        """The day, also where the meeting was moved."""
        return self._of(record_id[11:])[1](dt.date.fromisoformat(record_id[:10]))

    def title(self, record_id: str) -> str:
        """The title of its series."""
        return self._of(record_id[11:])[0]

    def _of(self, series_id: str) -> tuple[str, Callable[[dt.date], dt.date]]:
        if series_id not in self._known:
            self._known[series_id] = series_id, lambda date: date
            with contextlib.suppress(LacwgError):  # lacwg check tells of a series that is gone or wrong
                series = self._run.store.series.read(series_id)
                self._known[series_id] = series.title, meeting_records.days(self._run, series)
        return self._known[series_id]
