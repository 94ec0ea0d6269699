"""What can be said of a contact, as it is typed and as it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.contacts.roles_and_lists import typed_lists, typed_roles
from lacwg.commands.options.ids import contact_ids, role_names, signed_lists
from lacwg.commands.options.verb import flag, option
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import details, show_whole
from lacwg.errors import UsageError
from lacwg.records import Away, Consent, Contact, Role
from lacwg.run import Run
from lacwg.schedule.span import has_hour
from lacwg.text import addresses
from lacwg.text.addresses import Fault
from lacwg.text.english import DateStyle

ContactId = Annotated[
    str, typer.Argument(metavar="ID", help="The id, its beginning, or the name.", autocompletion=contact_ids)
]

PLAIN: Final = "id name role email phone audience"
"""Of a contact what its plain line has."""


@dataclass(frozen=True)
class ContactFields:
    """What was typed of a contact. None: nothing; an empty text: what is there goes out."""

    role: list[str] | None = option(
        "TEXT", "What they do in the group. +TEXT: beside what they do already; -TEXT: no longer. May be repeated.",
        autocompletion=role_names,
    )  # fmt: skip
    first: str | None = option("DATE", "The first day of that role.", "--from")
    last: str | None = option("DATE", "The last day of that role.", "--to")
    lists: list[str] | None = option(
        "+NAME|-NAME", "Put them on a list, or take them off it; may be repeated.", "--list",
        autocompletion=signed_lists,
    )  # fmt: skip
    away: list[str] | None = option("DAYS", 'When they are away, such as "March 1 to March 14"; may be repeated.')
    joined: str | None = option("DATE", "When they joined (private).")
    consent: str | None = option("TEXT", 'How they agreed to get mail, today, such as "sign-up sheet" (private).')
    no_mail: bool = flag("Never send them mail again, whatever is imported later.")
    mail_again: bool = flag("Send them mail again: they asked for it.")
    pronouns: str | None = option("TEXT", 'Their pronouns, such as "she/her".')
    email: str | None = option("ADDRESS", "Their e-mail address.")
    phone: str | None = option("NUMBER", "Their phone number (members).")
    address: str | None = option("TEXT", "Their postal address (members).")
    language: list[str] | None = option("TAG", 'A language they speak, such as "es" or "pt-BR"; may be repeated.')
    note: str | None = option("TEXT", "A note for coordinators (private).")

    def read(self, run: Run) -> Callable[[Contact], Contact]:
        """What makes of a contact one with what was typed, cleaned. Raises ``UsageError``."""
        given = asking.cleaned(self, "pronouns email phone", asking.one_line)
        given |= asking.cleaned(self, "address", asking.text)
        if self.language is not None:
            tags = [addresses.language(tag) for text in self.language for tag in text.split(",") if tag.strip()]
            for tag in tags:
                if isinstance(tag, Fault):
                    raise UsageError(f"--language: {tag.message}", hint=tag.hint)
            given["languages"] = tuple(dict.fromkeys(tags))
        if given.get("email") and (fault := addresses.email_fault(given["email"])):
            raise UsageError(f"--email: {fault.message}", hint=fault.hint)
        private = self._private(run)
        roles = typed_roles(run, self.role, self.first, self.last)
        lists, away = typed_lists(run, self.lists), self._away(run)

        def edited(contact: Contact) -> Contact:
            new = replace(contact, **given, private=replace(contact.private, **private))
            return away(lists(roles(new)))

        return edited

    def _private(self, run: Run) -> dict[str, Any]:
        """What goes into ``[private]``."""
        today = queries.today(run)
        found = asking.cleaned(self, "note", asking.text)
        if self.joined is not None:
            text = self.joined.strip()
            found["joined"] = day = queries.day(text, "--joined", run, choose=queries.latest(today)) if text else None
            if day and day > today:
                raise UsageError(f"--joined {day} is to come", hint="say when they joined")
        if self.consent is not None:
            how = asking.one_line("--consent", self.consent)
            found["consented"] = Consent(on=today, how=how) if how else None
        asking.exclude("--no-mail and --mail-again", self.no_mail and self.mail_again)
        if self.no_mail or self.mail_again:
            found["no_mail"] = today if self.no_mail else None
        return found

    def _away(self, run: Run) -> Callable[[Contact], Contact]:
        """When they are away, beside what is known of that."""
        spans = []
        for text in self.away or ():
            if text.strip():
                found = queries.when(text, "--away", run)
                last = found.end or found
                if has_hour(found.moment) or has_hour(last.moment):
                    raise UsageError(f'--away takes days, and "{text}" has an hour', hint='write "March 1 to March 14"')
                spans.append(Away(from_=found.moment, to=last.moment))
        kept = self.away is None or "" not in map(str.strip, self.away)
        return lambda contact: replace(
            contact,
            away=tuple(sorted({*(contact.away if kept else ()), *spans}, key=lambda each: (each.from_, each.to))),
        )


def tell_of_phone(run: Run, contact: Contact) -> None:
    """Says what ``check`` will warn of."""
    if contact.phone and (fault := addresses.phone_fault(contact.phone)):
        run.message(f"Note: {fault.message}; {fault.hint}")


def cleaned_name(typed: str) -> str:
    """A name as it is kept. Raises ``UsageError`` for an empty one."""
    return asking.needed("the name", typed, hint="say what they are called")


def show_contact(run: Run, contact: Contact, told: str | None, *, private: bool = False) -> None:
    """Prints a contact, and what was done to it."""
    today = queries.today(run)
    own, english = contact.private, run.english
    about = [
        ("Role", "; ".join(_role_text(each, english) for each in contact.all_roles)),
        ("Pronouns", contact.pronouns),
        ("E-mail", contact.email or "none yet"),
        ("Phone", contact.phone),
        ("Address", contact.address),
        ("Languages", ", ".join(contact.languages)),
        ("Lists", ", ".join(contact.lists)),
        ("Away", "; ".join(english.day_span(each.from_, each.to) for each in contact.away)),
        ("Joined", english.long_date(own.joined) if own.joined else None),
        ("Consent", _consent_text(own.consented, english) if own.consented else None),
        ("No mail", f"since {english.long_date(own.no_mail)}, whatever is imported" if own.no_mail else None),
        ("Note", own.note if private else None),
        ("Audience", contact.audience),
        ("Id", contact.id),
    ]
    show_whole(
        run,
        text=lambda: details(run, contact.name, about),
        json=lambda: contact_json(contact, today, private=private),
        plain=PLAIN,
        done=told,
    )


def _role_text(role: Role, english: DateStyle) -> str:
    first = f" from {english.long_date(role.from_)}" if role.from_ else ""
    return f"{role.role}{first}{f' until {english.long_date(role.to)}' if role.to else ''}"


def _consent_text(consent: Consent, english: DateStyle) -> str:
    return ", ".join(filter(None, [english.long_date(consent.on) if consent.on else None, consent.how]))


def contact_json(contact: Contact, today: dt.date, *, private: bool) -> dict[str, Any]:
    """A contact's JSON shape; its role is that of ``today``, its roles are all there are."""
    shape = {
        "id": contact.id,
        "name": contact.name,
        "role": contact.role_on(today) or None,
        "roles": [render.record_json(each) for each in contact.all_roles],
        **render.values_json(contact),
        "members": render.record_json(contact.members),
    }
    if not private:
        return shape
    away = [render.record_json(each) for each in contact.away]
    return {**shape, "lists": list(contact.lists), "away": away, "private": render.record_json(contact.private)}
