"""What is to come: public holidays and conflicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from lacwg.errors import FieldError
from lacwg.records import Series
from lacwg.schedule import conflicts, explanation
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import long_date


def of_coming(
    coming: Sequence[Occurrence], series: Mapping[str, Series], main_series: str | None
) -> Iterator[FieldError]:
    """W101, W102 and W103: holidays and conflicts of what is to come.

    ``coming`` is in the order of time and has its warnings of holidays; of a conflict the later
    occurrence is named.
    """
    for occurrence, found in conflicts.conflicts(coming, lambda _: coming):
        kind, record_id, see = "event", occurrence.id, f"lacwg events show {occurrence.id}"
        path: tuple[str | int, ...] = ("start",)
        if occurrence.series is not None:
            kind, record_id, date = "series", occurrence.series, occurrence.id.rsplit("/", 1)[1]
            path = explanation.path_of(series[record_id], dt.date.fromisoformat(date))
            see = f"lacwg meetings explain {occurrence.span.day}"
            see += "" if record_id == main_series else f" --series {record_id}"
        said = [("W101", warning.message) for warning in occurrence.warnings if warning.code == "holiday"]
        for conflict in found:
            if conflict.other.order < occurrence.order:
                code = "W102" if conflict.code == "overlap" else "W103"
                said.append((code, conflicts.message(occurrence, conflict)))
        for code, what in said:
            message = f"{long_date(occurrence.span.day)}: {what}"
            yield FieldError(message, kind=kind, record_id=record_id, path=path, hint=f"see: {see}", code=code)
