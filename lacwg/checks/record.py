"""Everything that can be said of one record by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

from lacwg.checks.addresses import of_addresses
from lacwg.checks.bills import of_bills
from lacwg.checks.events import of_event
from lacwg.checks.exposed_links import of_openness
from lacwg.checks.finding import texts
from lacwg.checks.pictures import of_pictures
from lacwg.checks.references import of_references
from lacwg.checks.series import of_series
from lacwg.checks.translations import of_translations
from lacwg.errors import FieldError
from lacwg.records import Event, Group, Issue, Record, Series


class Known(NamedTuple):
    """What records may name, and the day on which they are looked at."""

    group: Group
    issues: Collection[str]
    """Ids; of those that cannot be read too. Looked into for every record: no lists."""
    contacts: Collection[str]
    images: Collection[str]
    """The files of the folder's ``images``, as ``images/vigil.jpg``."""
    today: dt.date | None
    """None where it cannot be told."""


def of_record(record: Record | Group, known: Known) -> Iterator[FieldError]:
    """What is wrong with a record by itself: its references, addresses, pictures, openness, translations and times."""
    found = texts(record)
    yield from chain(
        of_references(record, found, known.issues, known.contacts),
        of_addresses(record, found),
        of_pictures(record, found, known.images),
        of_openness(record, found),
        of_translations(record, known.group, known.today),
    )
    if isinstance(record, Series):
        yield from of_series(record, known.group)
    elif isinstance(record, Event):
        yield from of_event(record, known.group)
    elif isinstance(record, Issue) and known.today is not None:
        yield from of_bills(record, known.today)
