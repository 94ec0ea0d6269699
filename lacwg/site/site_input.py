"""What a site is built from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import msgspec

from lacwg.audience.view import View
from lacwg.records import Event
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.pictures import Picture


class SiteInput(msgspec.Struct, frozen=True, kw_only=True):
    """Records, pictures and templates; everything comes in, nothing is looked up."""

    view: View
    """What everybody may see, in the group's own language; of its ``events`` nothing is read."""
    events: tuple[Event, ...]
    """The events of the view, which itself can give them only once."""
    now: dt.datetime
    """The present moment in the group's zone: what is past stands elsewhere than what is to come."""
    warned: Callable[[Occurrence], Occurrence] = lambda each: each
    """Adds the public holidays and the changes of clocks that a date meets."""
    pictures: Mapping[str, Picture] = {}
    """The pictures that records name, by the path that they name."""
    base_url: str | None = None
    """Where the site will stand, with a slash at its end; None: nobody has said."""
    icon: str | None = None
    """The path of the icon that browsers show, below the site's root."""
    templates: Mapping[str, str] = {}
    """The folder's own templates, which come before ours of the same names."""
