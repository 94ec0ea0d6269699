"""Invitations (iTIP, RFC 5546): who has one to an occurrence, and what the next mail makes of it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from lacwg.audience.view import Reader
from lacwg.commands import queries
from lacwg.commands.sending import recipients
from lacwg.commands.sending.options import Sending
from lacwg.commands.sending.recipients import Recipient, Recipients
from lacwg.commands.sending.send import sender_of
from lacwg.commands.shared import rsvp
from lacwg.errors import UsageError
from lacwg.exporters.announcement.message import Announcement
from lacwg.exporters.ics.invitation import Invitation, Party, invitation
from lacwg.identity import invitation_uid
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.addresses import email_key, in_ascii
from lacwg.voice.voice import voice_of


class Inviting(NamedTuple):
    """The invitations to an occurrence."""

    invited: frozenset[str]
    """Who has one, by contacts' ids."""
    off: bool
    """It is cancelled: they are told so, and nobody is invited any more."""
    uid: str
    sequence: int
    organizer: Party
    now: dt.datetime

    def is_for(self, one: Recipient, sending: Sending) -> bool:
        """Whether somebody gets one, or the end of theirs; a mailing list, which is many, never does."""
        return one.contact in self.invited or (not self.off and bool(one.contact or sending.test))

    def made(self, told: Announcement, one: Recipient) -> Invitation:
        """That of one person, with what they may know."""
        email = in_ascii(one.email)
        return invitation(
            told.occurrence, self.uid, self.organizer, (one.name or email, email),
            sequence=self.sequence, now=self.now, voice=voice_of(told.group, told.language),
        )  # fmt: skip


def inviting(run: Run, occurrence: Occurrence) -> Inviting:
    """The invitations to an occurrence as they are; what goes out now is a later version of them (RFC 5546, 2.1.4)."""
    record, sender, off = rsvp.record_of(run.store, occurrence.id), sender_of(run), occurrence.status == "cancelled"
    return Inviting(
        frozenset(who for each in record.sent for who in each.invited),
        off,
        invitation_uid(run.store.group.uid_namespace, occurrence.id, record.sent),
        max(occurrence.sequence, rsvp.last_sequence(record) + off),
        (sender.name, in_ascii(sender.address)),
        queries.now(run),
    )


def meant(run: Run, known: Inviting, sending: Sending, audience: Reader | None) -> Recipients:
    """Who is meant, and all who have an invitation: each learns what becomes of it.

    Raises ``UsageError`` where that is nobody.
    """
    if not (sending.send or sending.test or known.invited):
        raise UsageError("nobody has an invitation yet", hint="say whom to invite: --send LIST")
    if sending.test is not None:
        return recipients.meant(run, sending, audience)
    own = recipients.of(run, (), sorted(known.invited), audience)
    to = recipients.meant(run, sending, audience) if sending.send else own
    by_address = {email_key(each.email): each for each in own.people}
    people = [
        by_address.pop(key)._replace(reader=each.reader) if (key := email_key(each.email)) in by_address else each
        for each in to.people
    ]
    return to._replace(
        people=(*people, *by_address.values()),
        **{name: tuple(dict.fromkeys((*getattr(to, name), *getattr(own, name)))) for name in Recipients._fields[2:]},
    )
