"""Why what was typed as a date or a time is refused, and how it would be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lacwg.errors import UsageError

EXAMPLES: Final = (
    '"2026-12-03 19:00", "2026-12-03" for a whole day, "Dec 3 7pm" or "Thursday, December 3, 2026 7:00 PM"'
)


class WhenError(UsageError):
    """What was typed is no date or time, or contradicts itself."""


class NotUnderstoodError(WhenError):
    """The words are unknown, or make no date together: in another language they may."""

    def __init__(self, message: str, *, hint: str = f"write {EXAMPLES}") -> None:
        super().__init__(message, hint=hint)

    @classmethod
    def of(cls, text: str) -> NotUnderstoodError:
        """Where there is nothing to be said of a text but that."""
        return NotUnderstoodError(f'"{text}" is not understood as a date or time')


class AmbiguousWhenError(WhenError):
    """What was typed can mean several things. ``choices`` are texts that say each of them, and can be typed."""

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        named = " or ".join(f'"{each}"' for each in choices)
        super().__init__(message, hint=f"try {named}")
        self.choices = tuple(choices)
