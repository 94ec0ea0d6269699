"""Options by the names of before: they are in ``commands/options``."""

from lacwg.commands.options.common import Data as Data
from lacwg.commands.options.common import Json as Json
from lacwg.commands.options.common import Plain as Plain
from lacwg.commands.options.ids import Issues as Issues
from lacwg.commands.options.ids import SeriesId as SeriesId
from lacwg.commands.options.ids import contact_ids as contact_ids
from lacwg.commands.options.ids import event_ids as event_ids
from lacwg.commands.options.ids import ids as ids
from lacwg.commands.options.ids import issue_ids as issue_ids
from lacwg.commands.options.ids import meeting_dates as meeting_dates
from lacwg.commands.options.ids import series_ids as series_ids
from lacwg.commands.options.window import From as From
from lacwg.commands.options.window import Limit as Limit
from lacwg.commands.options.window import PrivateToo as PrivateToo
from lacwg.commands.options.window import To as To
from lacwg.run import Run

IssuesOption = Issues


def issues_meant(run: Run, typed: list[str] | None) -> tuple[str, ...]:
    """The ids of the issues that were typed, each once. Raises ``NoSuchRecordError``."""
    return tuple(dict.fromkeys(run.store.issues.find(each) for each in typed or []))
