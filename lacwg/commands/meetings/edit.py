from __future__ import annotations

from lacwg.commands.options.details import Decided, Details, Lang, Minutes, Title
from lacwg.commands.options.ids import Date, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.typed_fields import by_field


@verb
def edit(
    run: WritingRun,
    date: Date,
    details: Details,
    decided: Decided,
    title: Title = None,
    minutes: Minutes = None,
    lang: Lang = None,
    series: SeriesId = None,
) -> None:
    """Change the place, link, title or length of one date.

    To move it: lacwg meetings move. With --lang the texts translate what already differs on that date.

    Example: lacwg meetings edit 2027-02-10 --place "Church hall" --minutes 90
    """
    typed = by_field(details, title=title, minutes=minutes)
    if lang is not None:
        one_date.translate(run, date, series, lang, by_field(decided, **typed))
    else:
        one_date.edit(run, date, series, typed, decided)
