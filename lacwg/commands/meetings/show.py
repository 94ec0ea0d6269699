from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.events.show import show_gathering
from lacwg.commands.options.ids import Date, PrivateToo, SeriesId, Zones
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import lookup
from lacwg.run import Run


@verb
def show(run: Run, date: Date, series: SeriesId = None, zone: Zones = None, private: PrivateToo = False) -> None:
    """Show one meeting.

    Example: lacwg meetings show 2026-12-09
    """
    there = queries.zones_typed(run, zone)
    found = lookup.series_date(run, date, series)
    status = run.voice.status_note(found, "list") or found.status
    notes = "; ".join(warning.message for warning in found.warnings)
    show_gathering(run, found, [("Status", status), ("Note", notes)], there=there, private=private)
