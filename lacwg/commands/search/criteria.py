"""What is looked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import From, To, issue_ids
from lacwg.commands.options.verb import flag, option
from lacwg.errors import UsageError
from lacwg.records import Issue, PrivateTable
from lacwg.run import Run
from lacwg.text.query import Query, query

Kind = StrEnum("Kind", "EVENT MEETING DECISION ACTION AGENDA MINUTES ISSUE CONTACT SERIES GROUP")
"""What can be found. A date of a series counts as what the series is: a meeting or an event."""


class Criteria(NamedTuple):
    """What is looked for."""

    query: Query
    speaker: Query
    kinds: frozenset[str]
    issue: Issue | None
    first: dt.date | None
    last: dt.date | None
    private: bool

    def takes(self, kind: str) -> bool:
        """Whether a kind is looked through."""
        return not self.kinds or kind in self.kinds

    def in_time(self, day: dt.date) -> bool:
        """Whether a day is one of ``--from`` and ``--to``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def secrets(self, table: PrivateTable) -> list[str]:
        """What of a ``[private]`` table is looked through."""
        return list(render.record_json(table).values()) if self.private else []


@dataclass(frozen=True)
class Narrowing:
    """The options that leave something out."""

    kind: list[Kind] | None = option(None, "Only what is of this kind; may be repeated.")
    issue: str | None = option("ID", "Only about this issue.", autocompletion=issue_ids)
    speaker: str | None = option("NAME", "Only events with them.")
    start: From = None
    end: To = None
    private: bool = flag("Look through what is [private], too.")


def criteria(run: Run, text: list[str], typed: Narrowing) -> Criteria:
    """What was typed. Raises ``UsageError`` where that says nothing to look for, or what cannot be."""
    kinds = typed.kind or []
    words, who = query(" ".join(text)), query(typed.speaker or "")
    if not any(words) and (text or not (kinds or typed.issue or typed.speaker)):
        raise UsageError("there is nothing to look for", hint="as: lacwg search haiti webinar")
    if typed.speaker is not None:
        if not any(who):
            raise UsageError("--speaker is empty", hint="name somebody: --speaker Chomsky")
        if kinds and "event" not in kinds:
            raise UsageError("only events have speakers", hint="take out --speaker or --kind")
    first, last = queries.days(run, typed.start, typed.end)
    return Criteria(
        words,
        who,
        frozenset(["event"] if typed.speaker is not None else map(str, kinds)),
        None if typed.issue is None else run.store.issues.get(typed.issue),
        first,
        last,
        typed.private,
    )
