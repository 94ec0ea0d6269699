"""What people do in the group and which lists they are on, as it is typed: +TEXT and -TEXT beside what is there."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.shared import asking
from lacwg.errors import UsageError
from lacwg.records import LANGUAGES, Contact, ContactWords, Role, is_id
from lacwg.run import Run
from lacwg.text.fold import fold_line, slug

Edit = Callable[[Contact], Contact]
_ENDS: Final = ("until", "till", "to", "hasta", "até", "jusqu'au")
_WITH_DAYS: Final = rf"(?i)(.+?) (from|since|desde|depuis|{'|'.join(_ENDS)}) (.+)"


def typed_roles(run: Run, typed: Sequence[str] | None, first: str | None, last: str | None) -> Edit:
    """What makes of a contact one with the roles that were typed. Raises ``UsageError``."""
    if typed is None and (first is not None or last is not None):
        hint = 'name it: --role chair --from DATE\nof days away: --away "March 1 to March 14"'
        raise UsageError(f"{'--to' if first is None else '--from'} is a day of a role, and none is named", hint=hint)
    if typed is None:
        return lambda contact: contact
    said = [*_signed("--role", typed)]
    for sign, name in said:
        _refuse_days(run, sign, name)
    if (first or last) and any(sign == "-" for sign, _ in said):
        raise UsageError("a role that is taken out has no days", hint="to let it end on a day: --role +chair --to DATE")
    ends = queries.day(last, "--to", run, choose=queries.nearest) if last and not first else None  # it may be over
    days = queries.days(run, first, last or None) if first else (None, ends)

    def edited(contact: Contact) -> Contact:
        held = [*contact.all_roles] if said and all(sign for sign, _ in said) else []
        for sign, name in said:
            same = [each for each in contact.all_roles if fold_line(each.role) == fold_line(name)]
            if sign == "-" and not same:
                raise UsageError(f"{contact.name} is not {name}", hint=_there("roles", (each.role for each in held)))
            role = replace(same[-1] if same else Role(role=name), from_=days[0], to=days[1])  # translated as before
            if sign == "+":  # one that goes on, or lies beside it, gets the days that were typed
                same = [each for each in same if each.overlaps(*days)]
                for each in same:
                    more = {"from_": each.from_} if first is None else {}
                    role = replace(role, **more, **({"to": each.to} if last is None else {}))
            else:
                role = replace(role, role=name)
            held = [each for each in held if each not in same] + ([] if sign == "-" else [role])
        return _with_roles(contact, held)

    return edited


def _with_roles(contact: Contact, held: list[Role]) -> Contact:
    """The contact with these roles; one without days is the contact's own key."""
    if len(held) == 1 and held[0].from_ is held[0].to is None:
        words = {tag: ContactWords(role=own.role) for tag in LANGUAGES if (own := getattr(held[0], tag)) is not None}
        return replace(contact, role=held[0].role, roles=(), **(dict.fromkeys(LANGUAGES) | words))
    held.sort(key=lambda each: each.from_ or dt.date.min)
    return replace(contact, role=None, roles=tuple(held), **dict.fromkeys(LANGUAGES))


def typed_lists(run: Run, typed: Sequence[str] | None) -> Edit:
    """The same of lists; one that is new here is said. Raises ``UsageError``."""
    said = [*_signed("--list", typed or ())]
    known = queries.lists(run) if said else {}
    for sign, name in said:
        if not is_id(name):
            hint = f"small letters, digits and hyphens: {slug(name, 'members')}"
            raise UsageError(f'a list cannot be called "{name}"', hint=hint)
        if sign != "-" and name not in known:
            run.message(f"Note: {name} is a new list{'; the lists so far: ' if known else ''}{', '.join(known)}")
    if typed is not None and not said:
        return lambda contact: replace(contact, lists=())

    def edited(contact: Contact) -> Contact:
        lists = [*contact.lists]
        for sign, name in said:
            if sign == "-" and name not in lists:
                raise UsageError(f"{contact.name} is not on {name}", hint=_there("lists", lists))
            lists = [each for each in lists if each != name] + ([] if sign == "-" else [name])
        return replace(contact, lists=tuple(lists)) if sorted(lists) != sorted(contact.lists) else contact

    return edited


def _signed(option: str, typed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each with the sign before it, if it has one; nothing for an empty text, which is alone then."""
    if len(typed) > 1 and "" in map(str.strip, typed):
        raise UsageError(f'{option} "" takes all out, and stands alone', hint="leave out one of them")
    for text in typed:
        said = asking.one_line(option, text)
        if said:
            sign = said[0] if said[0] in "+-" else ""
            yield sign, asking.needed(option, said[len(sign) :], hint="say which, behind the sign")


def _there(what: str, names: Iterable[str]) -> str:
    return f"their {what}: {', '.join(names) or 'none yet'}"


def _refuse_days(run: Run, sign: str, name: str) -> None:
    """Raises ``UsageError`` for a role that is typed with its days behind it."""
    from lacwg.dates_in.date_errors import WhenError
    from lacwg.dates_in.when import read, read_month

    if (match := re.fullmatch(_WITH_DAYS, name)) is None:
        return
    option = "--to" if match[2].lower() in _ENDS else "--from"
    for reading in (
        lambda: read_month(match[3], queries.today(run)),
        lambda: read(match[3], queries.parse_context(run)),
    ):
        with contextlib.suppress(WhenError):
            reading()
            hint = f'its days have options of their own: --role "{sign}{match[1]}" {option} DATE'
            raise UsageError(f'"{name}" has a day in it, and a role is a name', hint=hint)
