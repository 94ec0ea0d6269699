"""A series: its rule, hours and exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from lacwg.checks.finding import Path, finding
from lacwg.errors import FieldError
from lacwg.records import Group, Series
from lacwg.schedule import occurrences
from lacwg.text.english import long_date


def of_series(series: Series, group: Group) -> Iterator[FieldError]:
    """S101, S102, S103, T101 and T102: a series' rule, hours and exceptions."""
    try:
        occurrences.expand(series, group)
        strays = list(occurrences.stray_exceptions(series, group))
    except FieldError as error:
        if error.kind != "group":  # of_group has said so
            yield error
        return
    for number, exception, regular in strays:
        message, hint = f"the rule gives no {long_date(exception.date)}", "mend the date, or write extra = true"
        if regular:
            message, hint = f"the rule gives {long_date(exception.date)} anyway", "delete the line extra = true"
        path: Path = ("exceptions", number, "extra" if regular else "date")
        yield finding(series, path, message, hint, "S102" if regular else "S101")
