"""What ``group.toml`` names: zones, regions, languages, the main series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacwg.checks.finding import finding
from lacwg.errors import FieldError
from lacwg.records import Group
from lacwg.schedule import public_holidays, zones


def of_group(group: Group, series_ids: Sequence[str]) -> Iterator[FieldError]:
    """T101, T103, L102 and N104: what the group's file names."""
    for number, language in enumerate(group.languages):
        if language in group.languages[:number]:
            message = f'"{language}" stands twice among the languages of the page'
            yield finding(group, ("languages",), message, "delete one of the two", "N104")
            break
    for key, names in (("timezone", (group.timezone,)), ("zones", group.zones)):
        for name in names:
            try:
                zones.zone(name)
            except zones.UnknownZoneError as error:
                yield finding(group, (key,), error.message, error.hint, "T101")
    for region in group.holidays:
        try:
            public_holidays.compute(region, group.formed or 2020)
        except public_holidays.UnknownRegionError as error:
            yield finding(group, ("holidays",), error.message, error.hint, "T103")
    if group.main_series is not None and group.main_series not in series_ids:
        hint = f"the series are: {', '.join(series_ids) or 'none yet'}"
        yield finding(group, ("main_series",), f'there is no series "{group.main_series}"', hint, "L102")
