from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.series.show import PLAIN, rule_and_hour, series_json
from lacwg.commands.shared.output import show_all
from lacwg.run import Run


@verb
def list_(run: Run, private: PrivateToo = False) -> None:
    """List all series.

    Example: lacwg series list
    """
    show_all(
        run,
        run.store.series.all(),
        lambda each: [
            each.id,
            each.title,
            rule_and_hour(each, run.voice, queries.now(run).date()),
            run.voice.gettext("until {day}", day=run.voice.long_date(each.until)) if each.until else "",
        ],
        none="No series yet.",
        json=lambda each: series_json(each, private=private),
        plain=PLAIN,
        breaking=(1, 2),
    )
