"""Two series by one rule at one hour."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import GROUP, series

from lacwg.schedule.twins import same_rule_and_hour

NOW = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
OURS = 'rule = "2nd Wednesday"\nsince = 2019-01-01\nstart_time = 17:00:00'
WEEKLY = 'rule = "every Tuesday"\nsince = 2026-09-01\nstart_time = 18:00:00'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (OURS, OURS, True),
        (
            OURS,
            'rule = "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2"\nsince = 2026-09-09\nstart_time = 17:00:00\nminutes = 60',
            True,
        ),
        (OURS, f'{OURS}\nplace = "x"\n[[exceptions]]\ndate = 2026-12-09\ncancelled = true', True),
        (OURS, f'{OURS}\n[[changes]]\nfrom = 2027-03-01\nrule = "1st Tuesday"', False),
        (OURS, OURS.replace("17:00", "17:30"), False),
        (OURS, OURS.replace("\nstart_time = 17:00:00", ""), False),
        (OURS, OURS.replace("2nd", "3rd"), False),
        (OURS, f'{OURS}\ntimezone = "America/Havana"', False),
        (OURS, f'{OURS}\ntimezone = "America/Detroit"', True),
        (OURS, f"{OURS}\nuntil = 2026-10-30", True),  # as long as both went on
        (OURS, f"{OURS}\nuntil = 2019-01-20", False),  # one date is none
        (WEEKLY, WEEKLY, True),
        (WEEKLY, 'rule = "every other Tuesday"\nsince = 2026-09-01\nstart_time = 18:00:00', False),
        (WEEKLY, 'rule = "every Tuesday"\nsince = 2026-11-03\nstart_time = 23:00:00\ntimezone = "UTC"', False),
        (  # it has had the rule since then
            'rule = "1st Monday"\nsince = 2019-01-01\nstart_time = 17:00:00\n'
            '[[changes]]\nfrom = 2025-01-01\nrule = "2nd Wednesday"',
            OURS,
            True,
        ),
    ],
)
def test_what_is_the_same_gathering(one: str, other: str, same: bool) -> None:
    for first, second in ((one, other), (other, one)):
        assert same_rule_and_hour(series(first), series(second), GROUP, NOW) is same
