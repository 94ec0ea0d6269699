"""``lacwg search``: in everything that the folder holds."""

from __future__ import annotations

import itertools
from typing import Final

from lacwg import render
from lacwg.commands.options.ids import Limit
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.search import results, sources
from lacwg.commands.search.criteria import Narrowing, criteria
from lacwg.commands.shared.output import more_than, show_result
from lacwg.run import Run

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
    found = list(itertools.islice(sources.all_results(run, asked), count + 1))
    more = len(found) > count
    del found[count:]
    show_result(
        run,
        text=lambda: "".join(results.result_text(each, run.voice) for each in found) or "Nothing found.\n",
        json=lambda: [results.result_json(each) for each in found],
        plain=lambda: [(each.kind, each.id, render.iso(each.date), each.title, each.text) for each in found],
    )
    if more:
        run.message(more_than(count, "--kind", "--from", "--to"))
    run.complete()
