"""``lacwg remind --send``: each person what is theirs, in one message, and no reminder twice."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Final

from lacwg.audience.view import Reader, may_see
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Drawn
from lacwg.commands.remind.found import due_of, gathered, told
from lacwg.commands.sending import recipients
from lacwg.commands.sending.deliver import synced
from lacwg.commands.sending.options import Sending
from lacwg.commands.sending.outgoing import Letter
from lacwg.commands.sending.recipients import Recipient
from lacwg.commands.sending.send import About, send, thing_key
from lacwg.commands.shared.asking import insist
from lacwg.commands.shared.contact_names import contact_names
from lacwg.errors import LacwgError
from lacwg.records import Event, Language, Series
from lacwg.run import Run
from lacwg.schedule.duties import called
from lacwg.schedule.reminders import Due
from lacwg.store.history.installation import installation_id
from lacwg.store.sendings import one_at_a_time
from lacwg.text.toml_text import line_of
from lacwg.voice.translation import translated
from lacwg.voice.voice import voice_of

COORDINATORS: Final = "coordinators"
"""The list whose people are reminded of what is nobody's in particular: agendas, minutes, bills."""


def send_reminders(run: Run, sending: Sending) -> None:
    """Sends each of those who are meant what they were not told of yet; nothing where nothing is due."""
    if not sending.dry_run and sending.test is None:
        run = _in_step(run, again=sending.again)
    to, names, of = recipients.meant(run, sending), contact_names(run), gathered(run)
    contacts, today = list(run.store.contacts.all()), queries.now(run).date()
    coordinators = {each.id for each in contacts if COORDINATORS in each.lists}

    @cache
    def seen(reader: Reader, language: Language | None) -> tuple[Drawn, list[Due]]:
        drawn = exporting.draw(run, reader, series=of.series, events=of.events, also=["issues"], language=language)
        records = chain[Series | Event](drawn.view.series, drawn.view.events)
        return drawn, due_of(run, of, records, drawn.view.issues)

    def is_theirs(each: Due, one: Recipient) -> bool:
        if each.kind == "meeting":
            return True
        if each.who:
            same = {own.id for own in contacts if (own.email or "").strip().lower() == one.email.lower()}
            return not same.isdisjoint(map(names.one, each.who))
        return one.contact in coordinators and may_see(one.reader, each.audience)

    @cache
    def letter(reader: Reader, language: Language | None, keys: tuple[str, ...]) -> Letter:
        drawn, found = seen(reader, language)
        shown = [each for each in found if each.key in keys]
        voice, lines = voice_of(run.store.group, drawn.view.language), list[str]()
        for each in shown:
            if each.who:
                drawn.scanner.permit(each.about)
            lines.append(told(_in_words(each, of.series, of.events, drawn.view.language), voice, today, None))
            if each.kind == "meeting" and (date := each.occurrence) is not None:
                lines[-1] = "\n".join(filter(None, [lines[-1], date.place, *voice.join_lines(date.members)]))
        group = drawn.view.group.short_name or drawn.view.group.name
        about = voice.gettext("Reminders") if len(shown) > 1 else lines[0].partition("\n")[0]
        head = voice.gettext("{name}: {about}", name=group, about=about)
        text = "\n\n".join([head, *lines]) if len(lines) > 1 else lines[0].replace("\n", "\n\n", 1)
        return Letter(head, text, reader, drawn.view.language, drawn.scanner, things=keys)

    keys: dict[Recipient, tuple[str, ...]] = {}
    with one_at_a_time(run.writable().folder, run.message) as sendings:
        for one in to.people:
            own = [each.key for each in seen(one.reader, one.language)[1] if is_theirs(each, one)]
            state = {each: sendings.state(thing_key(each, one)) for each in own}
            fresh = [each for each in own if state[each] not in ("sent", "begun")]
            # what they may have is told of alone: it goes with nothing else, and only where somebody says so
            unsure = [each for each in own if state[each] == "begun"] if sending.again or not fresh else []
            keys[one] = (*fresh, *unsure)
    if any(keys.values()):
        about = About("reminder", None, "", "", lists=to.lists, automatic=True)
        send(run, about, to, lambda one: letter(one.reader, one.language, keys[one]) if keys[one] else None, sending)
    run.complete()


def _in_step(run: Run, *, again: bool) -> Run:
    """The run with what others did taken in: what is due may be another thing. Raises ``LacwgError``."""
    if problem := elsewhere(run):
        raise problem
    why, received = synced(run)
    if why:
        insist(run, f"{why}, and a date may have changed", yes=again, nothing="nothing was sent", by="--again")
    return run.anew(run.store.folder.root) if received else run


def elsewhere(run: Run) -> LacwgError | None:
    """Why this installation may not send the group's reminders, and how to let it; None where it may."""
    store, here = run.store, installation_id(new=True)
    named = store.group.reminders.installation
    if named is not None and named == here:
        return None
    told = f"the group's reminders are sent by the installation {named}, and this one is {here}"
    where = store.folder.where(store.folder.group_file, line_of(store.group_text, ("reminders", "installation")))
    return LacwgError(
        told if named else "no installation is named that sends reminders",
        where=where,
        hint=f'to let this one, write in group.toml:\n[reminders]\ninstallation = "{here}"',
    )


def _in_words(due: Due, series: list[Series], events: list[Event], language: Language) -> Due:
    """The same with the duty as it is called in a language."""
    record_id = due.id.partition("/")[0]
    for record in chain[Series | Event](series, events):
        if due.kind == "duty" and record.id == record_id:
            return due._replace(about=called(record, translated(record, language)).get(due.about, due.about))
    return due
