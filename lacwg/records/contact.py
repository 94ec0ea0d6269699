"""Contacts: people to write to, or to remember."""

import datetime as dt

from lacwg.records import (
    LANGUAGES,
    AudienceName,
    Members,
    Private,
    PrivateTable,
    Public,
    Record,
    Table,
    check_list_name,
    check_not_blank,
    words_of,
)

ContactWords = words_of("ContactWords", "A contact", "role")
RoleWords = words_of("RoleWords", "A role", "role")


class Consent(Table, frozen=True, kw_only=True):
    """How somebody agreed to be written to."""

    on: Private[dt.date | None] = None
    """When."""
    how: Private[str | None] = None
    """How, such as "sign-up sheet"."""


class ContactPrivateTable(PrivateTable, frozen=True, kw_only=True):
    """``[private]`` of a contact: for coordinators only; it never leaves the folder."""

    joined: Private[dt.date | None] = None
    """Since when they have been with the group."""
    consented: Private[Consent | None] = None
    """When and how they agreed to be written to."""
    no_mail: Private[dt.date | None] = None
    """When they asked to get no more mail. Nothing is sent to them from then on, whatever is imported later."""


class Role(Table, frozen=True, kw_only=True, rename={"from_": "from"}, words=RoleWords):
    """What a contact does in the group, for a time."""

    role: Public[str]
    """What it is called."""
    from_: Public[dt.date | None] = None
    """The first day. Absent: from the beginning."""
    to: Public[dt.date | None] = None
    """The last day. Absent: until further notice."""

    def __post_init__(self) -> None:
        check_not_blank("role", self.role)
        _in_order(self.from_, self.to)

    def overlaps(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Whether it has a day in common with a time."""
        begins = self.from_ is None or last is None or self.from_ <= last
        return begins and (self.to is None or first is None or first <= self.to)


class Away(Table, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When a contact is away."""

    from_: Private[dt.date]
    """The first day."""
    to: Private[dt.date]
    """The last day."""

    def __post_init__(self) -> None:
        _in_order(self.from_, self.to)


class Contact(Record, frozen=True, kw_only=True, words=ContactWords):
    """A person to write to, or to remember."""

    audience: Public[AudienceName] = "private"
    name: Public[str]
    """The person's name."""
    role: Public[str | None] = None
    """What they do in the group, at all times; else ``[[roles]]``."""
    roles: Public[tuple[Role, ...]] = ()
    """What they do in the group, each for a time; ``role`` or these, not both."""
    pronouns: Public[str | None] = None
    """As the person gives them, such as "she/her"."""
    email: Public[str | None] = None
    """Their e-mail address."""
    phone: Members[str | None] = None
    """Their phone number. Even where a contact is public, it goes to members only."""
    address: Members[str | None] = None
    """Their postal address, on several lines."""
    languages: Public[tuple[str, ...]] = ()
    """The languages they speak, as BCP 47 tags, such as "en" or "es"."""
    lists: Private[tuple[str, ...]] = ()
    """The lists that they are on, such as "members" or "press"."""
    away: Private[tuple[Away, ...]] = ()
    """When they are away, and take no duties."""
    private: Private[ContactPrivateTable] = ContactPrivateTable()
    """What only coordinators see."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_blank("name", self.name)
        if self.role is not None and self.roles:
            raise ValueError("role: stands in [[roles]] already; keep one of the two")
        for number, each in enumerate(self.lists):
            check_list_name(f"lists[{number}]", each)

    @property
    def all_roles(self) -> tuple[Role, ...]:
        """What they do, did or will do in the group, in the order of the file."""
        if self.role is None:
            return self.roles
        words = {tag: RoleWords(role=own.role) for tag in LANGUAGES if (own := getattr(self, tag)) is not None}
        return (Role(role=self.role, **words),)

    def roles_on(self, day: dt.date) -> tuple[Role, ...]:
        """What they do in the group on a day."""
        return tuple(each for each in self.all_roles if each.overlaps(day, day))

    def role_on(self, day: dt.date) -> str:
        """The same as a text; several with a comma between them."""
        return ", ".join(each.role for each in self.roles_on(day))


def _in_order(first: dt.date | None, last: dt.date | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValueError("to: is before from")
