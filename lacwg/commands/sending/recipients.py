"""Who gets what is sent: the people of lists, or single ones."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple, TypeGuard

from lacwg.audience.view import Reader, may_see
from lacwg.commands import queries
from lacwg.commands.sending.options import Sending
from lacwg.errors import FieldError, LacwgError, NoSuchRecordError, UsageError
from lacwg.records import Contact, Group, Language, ListTable
from lacwg.run import Run
from lacwg.text.addresses import email_fault, email_key
from lacwg.text.controls import clean_line, quoted
from lacwg.voice import known
from lacwg.voice.translation import languages, own_language


class Recipient(NamedTuple):
    """One who gets one message."""

    contact: str
    """The contact's id; empty where it is the address of a mailing list, or of a test."""
    name: str
    email: str
    language: Language | None
    """The first of theirs in which the group has words; None: they speak none of these, or did not say."""
    reader: Reader
    """What they may be told."""
    also: tuple[str, ...] = ()
    """Other contacts with the same address, who are reached by the same message."""


class Recipients(NamedTuple):
    """All who get it, each address once, and those of the same lists who do not."""

    people: tuple[Recipient, ...]
    lists: tuple[str, ...] = ()
    without_address: tuple[str, ...] = ()
    """Contacts, as all below by their ids."""
    no_mail: tuple[str, ...] = ()
    """They have asked to get no mail."""
    without_consent: tuple[str, ...] = ()
    """Of those who get it: nobody has noted that they agreed to."""


def meant(run: Run, options: Sending, audience: Reader | None = None) -> Recipients:
    """Who is meant by names of lists, and by contacts as people type them; of a test alone nobody of these.

    ``audience``: what all of them are told, else each what their lists may be. Raises ``NoSuchRecordError`` for what
    is neither, and ``UsageError`` for an audience that is wider than a list's.
    """
    if not options.send:
        return Recipients((Recipient("", "", options.test or "", None, audience or "members"),))
    there = sorted(queries.lists(run))
    lists: list[str] = []
    named: list[str] = []
    for text in dict.fromkeys(options.send):
        if text in there and text in run.store.contacts:
            raise UsageError(f'"{text}" is a list and a contact', hint="rename the list, or type the contact's name")
        if text in there:
            lists.append(text)
        else:
            named.append(_contact(run, text, there))
    return of(run, lists, named, audience)


def _contacts(run: Run) -> list[Contact]:
    """All contacts. Raises ``RecordError`` where one cannot be read: who is forgotten would not know."""
    before = len(run.store.problems)
    found = list(run.store.contacts.all())
    for problem in run.store.problems[before:]:
        raise problem
    return found


def _contact(run: Run, text: str, lists: Sequence[str]) -> str:
    try:
        return run.store.contacts.find(text)
    except NoSuchRecordError as error:
        if run.store.contacts.fitting(text):
            raise
        from lacwg.checks.finding import nearest

        to_put = "to put somebody on one: lacwg contacts edit ID --list +NAME"
        if {*(parts := text.split(","))} <= {*lists}:
            raise UsageError("--send takes one list", hint=" ".join(f"--send {each}" for each in parts)) from None
        hint = f"{nearest(text.lower(), lists, 'lists')}\n{to_put}\n{error.hint}"
        raise NoSuchRecordError(f"{quoted(text)} is neither a list nor a contact", hint=hint) from None


def of(run: Run, lists: Sequence[str], named: Sequence[str], audience: Reader | None = None) -> Recipients:
    """The same of lists by their names and of contacts by their ids."""
    group, contacts = run.store.group, _contacts(run)
    names = {*lists, *(name for each in contacts for name in each.lists)}
    tables = {name: group.lists.get(name, ListTable()) for name in names}
    for name in lists:
        _refuse_empty(name, tables[name], contacts)
        in_file = f'if they may know it, write in group.toml: [lists.{name}] audience = "{audience}"'
        _refuse_wider(audience, tables[name].audience, f"the list {name}", in_file)
    found: dict[str, Recipient] = {}
    for name in lists:
        if address := tables[name].address:
            refuse_address(run, address, "group", "group", ("lists", name, "address"))
            table = tables[name]
            # without its name: what a list is called here is private
            found[email_key(address)] = Recipient("", "", address, None, audience or table.audience)
    by_address = {name: tables[name].audience for name in lists if tables[name].address}
    off = {email_key(each.email) for each in contacts if each.private.no_mail is not None and _is_right(each.email)}
    told: dict[str, list[str]] = {"without_address": [], "no_mail": [], "without_consent": []}
    for contact in contacts:
        own = [tables[each].audience for each in contact.lists if contact.id in named or each in lists]
        if contact.id not in named and not own:
            continue
        reader: Reader = "members" if "members" in own else "public"
        if contact.id in named:
            mend = f"if they may know it, put them on a list: lacwg contacts edit {contact.id} --list +members"
            _refuse_wider(audience, reader, contact.name, mend)
        reached = [by_address[each] for each in contact.lists if each in by_address]
        reader = audience or reader
        if any(may_see(each, reader) for each in reached) and contact.id not in named:
            continue  # by that list's own address
        if why := _why_not(contact, off):
            told[why].append(contact.id)
            continue
        address = contact.email or ""
        refuse_address(run, address, "contact", contact.id, ("email",))
        if contact.private.consented is None:
            told["without_consent"].append(contact.id)
        there = found.get(email_key(address))
        one = Recipient(contact.id, clean_line(contact.name), address, language_of(contact, group), reader)
        found[email_key(address)] = one if there is None else _shared(there, one)
    return Recipients(tuple(found.values()), tuple(lists), **{key: tuple(ids) for key, ids in told.items()})


def spoken(one: Recipient, group: Group, has: Callable[[Language], bool]) -> Language | None:
    """The language of somebody's letter, where its text ``has`` it; None: another one."""
    language = one.language
    return language if language is not None and (language == own_language(group) or has(language)) else None


def _shared(there: Recipient, one: Recipient) -> Recipient:
    """One message for two contacts of one address; a mailing list with a contact's is told no more than it may."""
    reader: Reader = "members" if there.contact and "members" in (there.reader, one.reader) else there.reader
    return there._replace(reader=reader, also=(*there.also, one.contact))


def _why_not(contact: Contact, off: Container[str]) -> str | None:
    """``off``: the addresses of those who asked for no mail, whoever else has them: an import may have made another."""
    if contact.private.no_mail is not None or (_is_right(contact.email) and email_key(contact.email) in off):
        return "no_mail"
    return None if (contact.email or "").strip() else "without_address"


def _is_right(address: str | None) -> TypeGuard[str]:
    return address is not None and email_fault(address) is None


def language_of(contact: Contact, group: Group) -> Language | None:
    """The first language of somebody's that the group speaks."""
    ours = languages(group)
    return next((each for tag in contact.languages if (each := known(tag)) in ours), None)


def _refuse_empty(name: str, table: ListTable, contacts: Iterable[Contact]) -> None:
    if not table.address and not any(name in each.lists for each in contacts):
        raise LacwgError(
            f"nobody is on the list {name}", hint=f"to put somebody on it: lacwg contacts edit ID --list +{name}"
        )


def _refuse_wider(audience: Reader | None, own: Reader, whom: str, mend: str) -> None:
    if audience is not None and not may_see(own, audience):
        raise UsageError(f"{whom} is told what is {own}, and --audience {audience} is wider than that", hint=mend)


def refuse_address(run: Run, address: str, kind: str, record_id: str, path: tuple[str, ...]) -> None:
    """Raises ``RecordError``, with the line, for an address that no mail gets to."""
    if fault := email_fault(address):
        raise run.store.located(FieldError(fault.message, kind=kind, record_id=record_id, path=path, hint=fault.hint))
