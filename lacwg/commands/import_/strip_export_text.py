"""What comes back of our own exports: texts that an export has put together are not what the record lacks."""

from __future__ import annotations

from msgspec.structs import replace

from lacwg.audience.view import redacted
from lacwg.errors import LacwgError
from lacwg.exporters.spreadsheet import cells
from lacwg.importers.import_updates import Importable
from lacwg.importers.incoming import Incoming
from lacwg.importers.plain_words import from_html, has_markup
from lacwg.records import Event, Group
from lacwg.schedule import occurrences
from lacwg.voice.voice import voice


def taken_apart(incoming: Incoming, here: Importable, group: Group) -> Incoming:
    """The entry with the description of ``here``, where its own is that one with what an export adds to it.

    Google's calendar and The Events Calendar have no columns for speakers, reasons and the like, so that these
    stand in the description that they get.
    """
    theirs = incoming.record
    if not isinstance(here, Event) or not isinstance(theirs, Event):
        return incoming
    if theirs.description != here.description and _adds_to(theirs, here, group):
        theirs = replace(theirs, description=here.description)
    if here.place and theirs.place == here.place.replace("\\", ""):  # The Events Calendar has no backslash in names
        theirs = replace(theirs, place=here.place)
    return incoming if theirs is incoming.record else incoming._replace(record=theirs)


def _adds_to(theirs: Event, here: Event, group: Group) -> bool:
    """Whether the one description is the other with what an export adds to it."""
    if not theirs.description:
        return False
    try:
        occurrence = occurrences.of_event(redacted(here, "public"), group)
    except LacwgError:
        return False
    told = [*cells.paragraphs(occurrence, voice(group.language))]
    found = _words(theirs.description)
    texts = ["\n\n".join(told), "\n\n".join([*told, here.url or ""])]
    return any(found in (_words(each), _words(from_html(each) if has_markup(each) else each)) for each in texts)


def _words(text: str) -> list[str]:
    return text.split()
