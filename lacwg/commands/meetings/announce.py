from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from lacwg.audience.view import Reader, may_see, redacted
from lacwg.commands import queries
from lacwg.commands.agenda.topics import with_actions_in_full
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Drawn, Lang
from lacwg.commands.options.ids import SeriesId, meeting_dates
from lacwg.commands.options.verb import argument, flag, option, verb
from lacwg.commands.sending.options import Sending
from lacwg.commands.shared import asking, lookup, meeting_records, on_duty
from lacwg.commands.shared.contact_names import contact_names
from lacwg.commands.shared.output import show_result
from lacwg.errors import LacwgError, UsageError
from lacwg.records import AgendaItem, Event, Language, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import own_language, translated

if TYPE_CHECKING:
    from lacwg.commands.sending.invitations import Inviting
    from lacwg.commands.sending.outgoing import Letter
    from lacwg.commands.sending.recipients import Recipient
    from lacwg.exporters.announcement.message import Announcement


@dataclass(frozen=True)
class Announcing:
    """Who is to read it, in which language, and in which form."""

    reader: Reader | None = option(
        None, "Who will read it. Default: members; with --send each what their list may be sent.", "--audience"
    )
    eml: Path | None = option("FILE", "Write a draft for a mail program, with a calendar file.")
    form: Literal["text", "short"] = option(None, "The whole text, or a short message.", "--as", default="text")
    limit: int | None = option("N", "Characters of a short message. Default: 300.", min=40, max=10_000)
    lang: Lang = None
    invite: bool = flag("Invite them, so that their calendars answer. Without --send: those who are invited already.")
    copy: bool = flag("Put it into the clipboard, too; over ssh into that of your terminal.")


@verb
def announce(
    run: Run,
    options: Announcing,
    sending: Sending,
    date: str = argument("[DATE]", "Its date. Default: the next one.", default="next", autocompletion=meeting_dates),
    series: SeriesId = None,
) -> None:
    """Write the announcement of a meeting to paste, or send it.

    What, when here and elsewhere, how to join, the agenda, and what changed.

    Example: lacwg meetings announce --audience public
    Example: lacwg meetings announce --as short --limit 160
    Example: lacwg meetings announce --send members --dry-run
    """
    announce_occurrence(run, lookup.series_date(run, date, series), options, sending)


def announce_occurrence(run: Run, occurrence: Occurrence, options: Announcing, sending: Sending) -> None:
    """Prints the announcement of an occurrence, writes it as a draft, or sends it."""
    from lacwg.exporters.announcement import message
    from lacwg.exporters.ics import feed
    from lacwg.exporters.mail import message as mail

    exporting.refuse_other_suffix("a draft of a mail", options.eml)
    if options.form == "text" and options.limit is not None:
        raise UsageError("--limit is for a short message", hint="add --as short")
    if options.form == "short" and options.eml is not None:
        raise UsageError("a draft of a mail is never short", hint="keep --eml or --as short")
    asking.exclude("--copy and --eml", options.copy and options.eml is not None)
    if options.invite or sending.wanted:
        if options.form == "short" or options.eml is not None or options.copy:
            raise UsageError("--send sends the whole text", hint="leave out --as, --eml and --copy, or --send")
        send_announcement(run, occurrence, options.reader, options.lang, sending, invite=options.invite)
        return
    reader, language, series = options.reader or "members", options.lang or run.settings.language, occurrence.series
    record = record_for(run, occurrence, reader)
    drawn, events, made = _drawn(run, record, occurrence, reader, language, run.message)
    _warn_of_nowhere(run, made, run.message)
    scanner, missing = drawn.scanner, drawn.missing
    head = message.subject(made)
    body = message.text(made) if options.form == "text" else message.short(made, options.limit or 300)
    scanner.refuse_leaks(f"{head}\n\n{body}")
    missing.look_through(f"{head}\n\n{body}")
    if options.eml is not None:
        calendar = feed.calendar(replace(drawn.view, events=iter(events)))
        scanner.refuse_leaks(calendar.decode())
        named = [] if language is None else [language, *([run.store.group.language] if missing.anything else [])]
        draft = mail.draft(head, body, mail.Attachment(f"{record.id}.ics", "text/calendar", calendar), named)
        if exporting.is_standard_output(options.eml):
            run.out_as_it_is(draft.decode())
        else:
            write_output(options.eml, draft)
            run.message(f"Wrote {options.eml}; open it in your mail program")
        missing.tell(run)
        return
    shape = {"id": occurrence.id, "audience": reader, "language": made.language, "subject": head, "text": body}
    shown = body if options.form == "short" else f"Subject: {head}\n\n{body}"
    copied = ""
    if options.copy:
        from lacwg.remotes import clipboard

        short = " --as short" if options.form == "short" else ""
        noun = "events" if series is None else "meetings"
        copied = clipboard.copy(shown, f"lacwg {noun} announce {occurrence.id}{short}")
    show_result(run, text=lambda: shown, json=lambda: shape, plain=lambda: [(occurrence.id, head, body)])
    if copied:
        run.message(f"Copied to {copied}")
    missing.tell(run)
    run.complete()


def record_for(run: Run, occurrence: Occurrence, reader: Reader) -> Event | Series:
    """The record of an occurrence. Raises ``LacwgError`` where the reader may not know of it."""
    series = occurrence.series
    record = run.store.events.read(occurrence.id) if series is None else run.store.series.read(series)
    if not may_see(reader, record.audience):
        if record.audience == "private":
            raise LacwgError(
                f"{occurrence.id} is private, and is announced to nobody",
                hint='if members may know of it, write in its file: audience = "members"',
            )
        raise LacwgError(
            f"{occurrence.id} is for {record.audience} only", hint="announce it to members: --audience members"
        )
    return record


def _drawn(
    run: Run,
    record: Event | Series,
    occurrence: Occurrence,
    reader: Reader,
    language: Language | None,
    tell: Callable[[str], None],
) -> tuple[Drawn, list[Event], Announcement]:
    """The view of an occurrence's record, the event where it is one, and what is told of it."""
    many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
    drawn = exporting.draw(run, reader, series=many, events=ones, language=language)
    events = list(drawn.view.events)
    told = drawn.view.series[0] if drawn.view.series else events[0]
    return drawn, events, announcement_of(run, drawn, told, occurrence, language, tell)


def send_announcement(
    run: Run,
    occurrence: Occurrence,
    audience: Reader | None,
    lang: Language | None,
    sending: Sending,
    *,
    invite: bool = False,
) -> None:
    """Sends the announcement of an occurrence."""
    from lacwg.commands.sending import invitations, recipients
    from lacwg.commands.sending.send import About, digest, send

    known = invitations.inviting(run, occurrence)
    meant = partial(invitations.meant, run, known) if invite else partial(recipients.meant, run)
    to, tell = meant(sending, audience), cache(run.message)
    if known.invited and not invite:
        have = "1 has" if len(known.invited) == 1 else f"{len(known.invited)} have"
        tell(f"{have} an invitation to it; to tell their calendars too: --invite")
    otherwise = lang or run.settings.language or own_language(run.store.group)
    record = record_for(run, occurrence, "members")

    def titled(language: Language) -> bool:
        return getattr(getattr(record, language), "title", None) is not None

    def compose(one: Recipient) -> Letter:
        spoken = recipients.spoken(one, run.store.group, titled)
        return letter(one.reader, spoken or otherwise, known if invite and known.is_for(one, sending) else None)

    @cache
    def letter(reader: Reader, language: Language | None, inviting: Inviting | None) -> Letter:
        return _letter(run, occurrence, reader, language, tell, inviting)

    version = [occurrence.title, *occurrence.span.iso, occurrence.status, occurrence.place, occurrence.members.join_url]
    version += ["invite"] if invite else []
    kept = ("event", occurrence.id)
    if occurrence.series is not None:
        kept = ("meeting", meeting_records.of_occurrence(run, occurrence).record_id)
    sequence = known.sequence if invite else occurrence.sequence
    asked = known.uid if invite and not known.off else None
    new = About("announcement", kept, occurrence.id, digest(*version), sequence, to.lists, invitation=asked)
    send(run, new, to, compose, sending)


def _letter(
    run: Run,
    occurrence: Occurrence,
    reader: Reader,
    language: Language | None,
    tell: Callable[[str], None],
    inviting: Inviting | None,
) -> Letter:
    """What is sent to a reader in a language, with the calendar or an invitation."""
    from lacwg.commands.sending.outgoing import Letter
    from lacwg.exporters.announcement import message
    from lacwg.exporters.ics import feed
    from lacwg.exporters.mail.message import Attachment

    record = record_for(run, occurrence, reader)
    drawn, events, made = _drawn(run, record, occurrence, reader, language, tell)
    made = made._replace(contacts=())  # whoever gets a letter can answer it
    head = message.subject(made)
    if not made.ask_for_link:
        _warn_of_nowhere(run, made, tell)
    calendar = feed.calendar(replace(drawn.view, events=iter(events)))
    file = Attachment(f"{record.id}.ics", "text/calendar", calendar)
    letter = Letter(head, message.text(made), reader, made.language, drawn.scanner, missing=drawn.missing)
    if inviting is not None:
        return letter._replace(invitation=partial(inviting.made, made))
    return letter._replace(attachments=(file,))


def _warn_of_nowhere(run: Run, made: Announcement, tell: Callable[[str], None]) -> None:
    """Warns where a reader would learn neither where it is nor how to join."""
    found = made.occurrence
    known = found.place, found.url, found.members.join_url, found.members.dial_in
    if found.status == "cancelled":
        return
    if made.ask_for_link and not any((each.email or "").strip() for each in made.contacts):
        add = f"edit {made.contacts[0].id}" if made.contacts else "add NAME --audience public"
        tell(f"Nobody whom people may ask for the link has an address: lacwg contacts {add} --email ADDRESS")
    elif not any(known) and not made.ask_for_link:
        which = f"events edit {found.id}"
        if found.kind == "meeting":
            which = "meetings edit " + meeting_records.of_occurrence(run, found).reference
        tell(f"It says neither where this is nor how to join; to add it: lacwg {which} --place TEXT")


def announcement_of(
    run: Run,
    drawn: Drawn,
    record: Series | Event,
    occurrence: Occurrence,
    language: Language | None,
    tell: Callable[[str], None] | None = None,
) -> Announcement:
    """What the audience may know of the occurrence, made again from the redacted ``record``."""
    from lacwg.exporters.announcement.message import Announcement

    reader, group = drawn.view.audience, drawn.view.group
    if isinstance(record, Event):
        found = occurrences.of_event(record, group)
    else:
        dates = occurrences.of_day(record, group, occurrence.span.day)
        found = next(each for each in dates if each.id == occurrence.id)
    duties = on_duty.doing(run, record, found)
    drawn.scanner.permit(*(who for _, people in duties for who in people))
    return Announcement(
        group=group,
        occurrence=replace(found, warnings=()),
        zones=queries.zones_elsewhere(run, found.zone),
        ask_for_link=bool(occurrence.members.join_url) and not found.members.join_url,
        contacts=[redacted(each, reader) for each in run.store.contacts.all() if may_see("public", each.audience)],
        agenda=_agenda(run, occurrence, drawn, language, tell or run.message),
        duties=duties,
        language=drawn.view.language,
    )


def _agenda(
    run: Run, occurrence: Occurrence, drawn: Drawn, language: Language | None, tell: Callable[[str], None]
) -> list[AgendaItem]:
    """The agenda, where the meeting's record is for this audience."""
    if occurrence.series is None:
        return []
    meeting = meeting_records.of_occurrence(run, occurrence)
    record = meeting_records.recorded(run, meeting)
    if record is None or not record.agenda:
        return []
    reader = drawn.view.audience
    drawn.scanner.withhold(record)
    if not may_see(reader, record.audience):
        own = "private" if record.audience == "private" else "for members only"
        wider = f"lacwg minutes edit {meeting.reference} --audience {reader}"
        if record.state == "approved":
            wider += " --amend"
        tell(f"The agenda is left out, because it is {own}. To include it: {wider}")
        return []
    if reader == "members":
        record = with_actions_in_full(run, record, lambda each: may_see(reader, each.audience), "{about}")
    among, record = contact_names(run), redacted(record, reader)
    if language is not None and language != own_language(run.store.group):
        record = translated(record, language, drawn.missing.mark)
    lines = [replace(each, who=among.shown(each.who) or None) for each in record.agenda]
    # who does something is told by name to those who may see that, whoever may see the contact
    drawn.scanner.permit(*(each.who for each in lines if each.who))
    return lines
