"""``lacwg search``: in everything that the folder holds."""

from __future__ import annotations

import itertools
from typing import Final

from lacwg import render
from lacwg.commands.options.ids import Limit
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.search.criteria import Narrowing, criteria
from lacwg.commands.search.sources import OF_RECORDS, Result, all_results
from lacwg.commands.shared.output import more_than, show_result
from lacwg.run import Run
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.voice import Voice

DEFAULT_LIMIT: Final = 20


@verb
def search(
    run: Run,
    narrowing: Narrowing,
    text: list[str] | None = argument("TEXT...", 'Words; in double quotes, "as they stand together".', default=None),
    limit: Limit = None,
) -> None:
    """Look for words in everything: events of all years, decisions, actions, agendas, minutes, issues, contacts.

    All words must be there, anywhere in a word, in any case, with or without accents; what stands in double
    quotes must be there as whole words that stand together. First what has no date, then the newest.

    Example: lacwg search webinar --kind decision
    """
    asked = criteria(run, text or [], narrowing)
    count = DEFAULT_LIMIT if limit is None else limit
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
