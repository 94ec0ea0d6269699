from __future__ import annotations

import itertools
from enum import StrEnum
from typing import Final

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import From, Limit, To, issue_ids
from lacwg.commands.options.verb import argument, flag, needing, option, verb
from lacwg.commands.search.sources import OF_RECORDS, Criteria, Result, all_results
from lacwg.commands.shared.output import more_than, show_result
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.text.query import query
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.voice import Voice

DEFAULT_LIMIT: Final = 20
Kind = StrEnum("Kind", "EVENT MEETING DECISION ACTION AGENDA MINUTES ISSUE CONTACT SERIES GROUP")
"""What can be found. A date of a series counts as what the series is: a meeting or an event."""


@needing(text="kind issue speaker")
@verb
def search(
    run: Run,
    kind: list[Kind] | None = option(None, "Only this kind; may be repeated."),
    issue: str | None = option("ID", "Only about this issue.", autocompletion=issue_ids),
    speaker: str | None = option("NAME", "Only events with this speaker."),
    start: From = None,
    end: To = None,
    private: bool = flag("Search [private] tables, too."),
    text: list[str] | None = argument("TEXT...", 'Words; "in double quotes" for words side by side.', default=None),
    limit: Limit = None,
) -> None:
    """Search everything for words.

    Events of all years, decisions, actions, agendas, minutes, issues and contacts. All words must be there: anywhere in
    a word, upper or lower case, with or without accents. Words in double quotes must be there as whole words side by
    side. What has no date comes first, then the newest.

    Example: lacwg search webinar --kind decision
    """
    words, who = query(" ".join(text or ())), query(speaker or "")
    if not any(words) and (text or not (kind or issue or speaker)):
        raise UsageError("there is nothing to look for", hint="for example: lacwg search haiti webinar")
    if speaker is not None:
        if not any(who):
            raise UsageError("--speaker is empty", hint="name somebody: --speaker Chomsky")
        if kind and "event" not in kind:
            raise UsageError("only events have speakers", hint="take out --speaker or --kind")
    kinds = frozenset(["event"] if speaker is not None else map(str, kind or ()))
    first, last = queries.days(run, start, end)
    about = None if issue is None else run.store.issues.get(issue)
    asked = Criteria(words, who, kinds, about, first, last, private)
    count = run.limit(DEFAULT_LIMIT) if limit is None else limit
    found = list(itertools.islice(all_results(run, asked), count + 1))
    more = len(found) > count
    del found[count:]
    show_result(
        run,
        text=lambda: "".join(_result_text(each, run.voice) for each in found) or "Nothing found.\n",
        json=lambda: [each._asdict() for each in found],
        plain=lambda: [(each.kind, each.id, render.iso(each.date), each.title, each.text) for each in found],
    )
    if more:
        run.message(more_than(count, "--kind", "--from", "--to"))
    run.complete()


def _result_text(found: Result, voice: Voice) -> str:
    """``September 22, 2021 · event · ID``, and below that what it is called and the words around the find."""
    language = f"in {ENGLISH_NAMES[found.language]}" if found.language else None
    head = " · ".join(
        filter(None, [voice.full_date(found.date) if found.date else None, found.kind, found.id, language])
    )
    own = found.kind in OF_RECORDS  # whose title is only that of the meeting
    said = [found.text] if own or found.text == " ".join(found.title.split()) else [found.title, found.text]
    return f"{render.one_line(head)}\n" + "".join(f"  {render.one_line(each)}\n" for each in said if each.strip())
