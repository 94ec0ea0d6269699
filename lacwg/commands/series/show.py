"""``lacwg series show``."""

from __future__ import annotations

from lacwg import render
from lacwg.commands.options.ids import PrivateToo, SeriesArgument
from lacwg.commands.options.verb import verb
from lacwg.commands.series import display
from lacwg.commands.shared.output import show_result, whereabouts
from lacwg.records import Series
from lacwg.run import Run


@verb
def show(run: Run, series: SeriesArgument, private: PrivateToo = False) -> None:
    """One series: its rule, what changes, and what happened to single dates.

    Example: lacwg series show monthly-meeting
    """
    found = run.store.series.get(series)
    show_result(
        run,
        text=lambda: _series_text(run, found),
        json=lambda: display.series_json(found, private=private),
        plain=lambda: [display.series_plain(found)],
    )
    run.complete()


def _series_text(run: Run, series: Series) -> str:
    say = run.voice
    about = [
        ("When", display.rule_and_hour(series, say)),
        ("Length", f"{series.minutes} minutes" if series.minutes else None),
        ("Since", say.long_date(series.since)),
        ("Until", None if series.until is None else say.long_date(series.until)),
        ("Zone", series.timezone),
        ("Format", series.format),
        *whereabouts(series),
        ("About", series.description),
        ("Changes", "\n".join(display.change_said(each, say) for each in series.changes)),
        ("Dates", "\n".join(f"{say.long_date(each.date)}: {say.exception_note(each)}" for each in series.exceptions)),
        ("Id", series.id),
    ]
    return render.heading(series.title, colour=run.colour) + render.labelled(about, width=run.width)
