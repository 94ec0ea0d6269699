from __future__ import annotations

from lacwg.commands.options.details import Audience, Details, Lang, Title
from lacwg.commands.options.ids import SeriesArgument
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.series.show import show_next
from lacwg.commands.shared.one_date import save_series
from lacwg.commands.shared.typed_fields import by_field, refuse_nothing, series_edits, tell_stale, typed_texts, worded
from lacwg.records import Series
from lacwg.schedule.series_edits import overlaid
from lacwg.voice.stale_translations import without_stale


@verb
def edit(
    run: WritingRun,
    series: SeriesArgument,
    details: Details,
    title: Title = None,
    audience: Audience = None,
    lang: Lang = None,
) -> None:
    """Change what a series says of all its dates, past ones too; from a date on: lacwg meetings change.

    With --lang the texts are those of another language, and the series' own stay; an empty one is taken out.

    Example: lacwg series edit monthly-meeting --join-url https://meet.example.org/x
    """
    typed = by_field(details, title=title, audience=audience)
    edits = refuse_nothing(series_edits(typed)) if lang is None else {}
    texts = {} if lang is None else typed_texts(run, lang, Series, typed)
    loaded = run.store.series.load(run.store.series.find(series))
    had = loaded.record
    new, told_of = without_stale(had, overlaid(had, edits) if lang is None else worded(had, lang, texts))
    saved, told = save_series(run, loaded, new)
    show_next(run, saved, told)
    tell_stale(run, told_of, f"lacwg series edit {saved.id}")
