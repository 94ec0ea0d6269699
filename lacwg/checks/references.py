"""Records that name others: issues and contacts that are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from lacwg.checks.finding import Text, finding, nearest
from lacwg.errors import FieldError
from lacwg.records import Group, MeetingRecord, Record, is_id
from lacwg.text.controls import quoted

_PEOPLE: Final = frozenset({"chair", "present", "who"})
"""The keys under which a contact's id or, failing that, a plain name stands."""


def of_references(
    record: Record | Group, found: Iterable[Text], issues: Collection[str], contacts: Collection[str]
) -> Iterator[FieldError]:
    """L101 and L103: what a record names, in whichever of its tables. ``found`` are its texts."""
    people = isinstance(record, MeetingRecord | Group)
    for path, _, key, text in found:
        if key == "issues" and text not in issues:
            yield finding(record, path, f"there is no issue {quoted(text)}", nearest(text, issues, "issues"), "L101")
        elif people and key in _PEOPLE and is_id(text) and text not in contacts:
            hint = "a plain name is written as people write it, with a capital letter or a space"
            close = nearest(text, contacts, "contacts")
            hint = f"{close}\n{hint}" if close.startswith("did you mean") else hint
            yield finding(record, path, f"there is no contact {quoted(text)}", hint, "L103")
