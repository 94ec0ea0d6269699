"""Twice as much text takes at most about twice the time: every pattern of the package, every importer, list and screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pumping import PUMPED, beginnings, patterns, spent, used

from lacwg.store.person_redaction import Person, _alternatives, _contact_patterns, _name_patterns
from lacwg.store.references import _whole
from lacwg.text.links import _links_to

SIZE = 20_000
PROBE, QUICK = 4_000, 0.015
"""A pattern that takes fewer seconds of CPU for so many characters is no trouble for ten times as many."""
SLOW = 0.5
"""What takes as many is not waited for."""
BO = Person("ana-bo", "Ana Bo", "ana@example.org", "+1 202 555 0123", "12 Main Street, Springfield")
MADE: dict[re.Pattern[Any], set[str]] = {
    _links_to(("meet.example.org",)): {"finditer"},
    _whole("2026-12-03-rally"): {"sub"},
    re.compile("|".join([*_name_patterns("ana bo"), *_contact_patterns(BO)])): {"finditer"},
    _alternatives([r"ana\s+bo"], _name_patterns("ana")) or re.compile(""): {"finditer"},
}
"""Patterns that are made of what a folder holds."""
PATTERNS = {**patterns(), **MADE}


def grows(act: Callable[[int], object]) -> str | None:
    """How the time grows from one size to twice that, if more than text does."""
    tried = [[spent(lambda size=size: act(size), SLOW) for size in (SIZE, 2 * SIZE)] for _ in range(2)]  # type: ignore[misc]
    shorter, longer = (min(each) for each in zip(*tried, strict=True))
    return f"{longer:.2f} s after {shorter:.2f} s" if longer > 2.5 * max(shorter, QUICK) or longer >= SLOW else None


def slow_for(pattern: re.Pattern[Any], use: str) -> Iterator[tuple[str, ...]]:
    """Texts that a pattern takes too long for: what it begins with, and then one thing again and again."""
    for before in beginnings(pattern):
        for pumped in dict.fromkeys((*PUMPED.values(), before or " ")):

            def act(size: int, before: str = before, pumped: str = pumped) -> None:
                used(pattern, use, before + pumped * (size // len(pumped)) + "\0")

            if spent(lambda act=act: act(PROBE), SLOW) >= QUICK and (grown := grows(act)):  # type: ignore[misc]
                yield pattern.pattern, use, before, pumped, grown


def test_a_pattern_that_is_not_linear_is_found() -> None:
    bad = re.compile(r"\s+$")
    assert next(slow_for(bad, "search"))[3] == " "
    assert not [*slow_for(bad, "match")]
    assert beginnings(re.compile(r"(?i:https?)://[^/]{1,9}(?P<path>/.*)"))[-1] == "http://a/"


def test_the_ways_in_which_a_pattern_is_used_are_found() -> None:
    by_pattern = {each.pattern: uses for each, uses in PATTERNS.items()}
    assert len(by_pattern) > 150
    assert by_pattern[r"\w+"] >= {"findall", "search", "fullmatch"}
    assert by_pattern["[\ud800-\udfff]"] == {"search"}
    assert by_pattern[r"\d{4}-"] == {"match"}


def test_every_pattern_is_linear() -> None:
    assert not [each for pattern, uses in PATTERNS.items() for use in uses for each in slow_for(pattern, use)]
