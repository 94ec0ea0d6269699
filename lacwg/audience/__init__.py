"""Who may see what: the redacted view that outputs draw on (``view``), and the last look at what goes out."""

from lacwg.audience.view import (
    MinutesView,
    OfMeeting,
    Reader,
    View,
    WithheldError,
    audiences,
    dated,
    in_language,
    is_as_wide,
    may_see,
    minutes_view,
    redacted,
    view_of,
)

__all__ = [
    "MinutesView",
    "OfMeeting",
    "Reader",
    "View",
    "WithheldError",
    "audiences",
    "dated",
    "in_language",
    "is_as_wide",
    "may_see",
    "minutes_view",
    "redacted",
    "view_of",
]
