from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Final

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared import rsvp, saving
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import show_whole
from lacwg.commands.shared.rsvp import Heard, Outcome
from lacwg.identity import invitation_uid
from lacwg.importers import replies as reading
from lacwg.importers.incoming import Skipped
from lacwg.importers.replies import Answer
from lacwg.run import Run
from lacwg.store.disk.read import read_maildir
from lacwg.text.addresses import email_key
from lacwg.text.english import plural

_LARGEST_MESSAGE: Final = 64 << 20
_SAID: Final = {"new": "new", "changed": "changed", "same": "the same", "older": "older than what is here"}
"""What becomes of answers, as people are told it."""


@verb
def replies(
    run: WritingRun,
    files: list[str] = argument("FILE…", 'Messages, mailboxes (mbox), Maildirs or .ics files; "-" is standard input.'),
) -> None:
    """Import the answers to invitations.

    Of a whole mailbox, what is no answer is passed over. Anybody can write such a mail: an answer counts if the
    address that it comes from is that of a contact who was invited; others are named, with how to note them. Run it
    again whenever you like: an older answer never takes the place of a newer one.

    Example: lacwg import replies ~/Mail/inbox
    """
    found = [each for name in files for shown, data in _sources(name) for each in reading.read(data, shown)]
    ours = _occurrences(run) if found else {}
    answers = [(ours[each.uid], each) for each in found if isinstance(each, Answer) and each.uid in ours]
    skipped = [each for each in found if isinstance(each, Skipped)]
    others = len(found) - len(answers) - len(skipped)
    heard, doubtful = _judged(run, answers)
    outcomes, _ = rsvp.take(run, heard)
    _show(run, outcomes, [*skipped, *doubtful], others)


def _sources(name: str) -> Iterable[tuple[str, bytes]]:
    """What is in a file; of a folder, which is a Maildir, in each of its messages."""
    messages = None if name == "-" else read_maildir(Path(name), _LARGEST_MESSAGE)
    return importing.sources([name], reading.LARGEST) if messages is None else messages


def _judged(run: Run, answers: Sequence[tuple[str, Answer]]) -> tuple[list[Heard], list[Skipped]]:
    """The answers that count, the last of each person, and what others lack (RFC 5546, 2.1.5)."""
    heard: list[Heard] = []
    skipped: list[Skipped] = []
    names, now, zone = contact_names(run), queries.now(run), queries.group_zone(run)
    read = cache(partial(rsvp.record_of, run.store))
    emails: dict[str, list[str]] = {}
    for contact in run.store.contacts.all():
        if contact.email:
            emails.setdefault(email_key(contact.email), []).append(contact.id)
    for occurrence, answer in answers:
        who = emails.get(answer.email)
        if who is None:
            skipped.append(Skipped(answer.email, "no contact has this address", answer.source))
            continue
        record = read(occurrence)
        invited = {each for sent in record.sent for each in sent.invited}
        contact_id = next((each for each in who if each in invited), who[0])
        # a date to come would outlast every later answer
        at = min(answer.stamp or now, now)
        doubt = "" if contact_id in invited else f"{names.shown(contact_id)} has no invitation"
        if answer.sender not in (None, answer.email):
            doubt = f"it comes from {answer.sender or 'nobody who is named'}"
        if not doubt:
            sequence = min(answer.sequence, rsvp.last_sequence(record))  # what has not gone out has no answer
            heard.append(Heard(occurrence, contact_id, answer.answer, at, sequence, answer.source))
            continue
        known = next((each for each in record.rsvp if each.contact == contact_id), None)
        if known is None or (known.answer != answer.answer and known.on <= at.astimezone(zone).date()):
            noun = "meetings" if "/" in occurrence else "events"
            mend = f"if it is right: lacwg {noun} rsvp {occurrence} --{answer.answer} {contact_id}"
            skipped.append(Skipped(answer.email, f"{doubt}; {mend}", answer.source))
    heard.sort(key=lambda each: (each.sequence, each.at))
    return list({(each.occurrence, each.contact): each for each in heard}.values()), skipped


def _occurrences(run: Run) -> dict[str, str]:
    """What can have been invited to, by the UIDs of the invitations."""
    namespace, store = run.store.group.uid_namespace, run.store
    events = ((each.id, each.sent) for each in store.events.holding("invited"))
    dates = ((f"{each.id[11:]}/{each.id[:10]}", each.sent) for each in store.meetings.holding("invited"))
    return {invitation_uid(namespace, *each): each[0] for each in (*events, *dates)}


def _show(run: Run, outcomes: Sequence[Outcome], skipped: Sequence[Skipped], others: int) -> None:
    names = contact_names(run)
    by_kind = {what: [each for each in outcomes if each.what == what] for what in _SAID}
    show_whole(
        run,
        text=lambda: "".join(_lines(run, by_kind, skipped, others, names)),
        json=lambda: {
            "dry_run": run.dry_run,
            **{what: [_outcome_json(each, names) for each in some] for what, some in by_kind.items()},
            "skipped": [{"title": each.what, "why": each.why, "source": each.source} for each in skipped],
            "others": others,
        },
        plain=lambda: [
            *((each.what, each.heard.occurrence, each.heard.contact, each.heard.answer) for each in outcomes),
            *(("skipped", None, each.what, each.why) for each in skipped),
        ],
    )


def _lines(
    run: Run, by_kind: dict[str, list[Outcome]], skipped: Sequence[Skipped], others: int, names: ContactNames
) -> Iterator[str]:
    rows = []
    for each in (*by_kind["new"], *by_kind["changed"]):
        was = f", was {each.before}" if each.before else ""
        rows.append([names.shown(each.heard.contact), f"{each.heard.answer}{was}", each.heard.occurrence])
    if rows:
        yield render.columns(rows, width=run.width, colour=run.colour)
    yield from importing.notes_text((), skipped)
    counts = {words: len(by_kind[what]) for what, words in _SAID.items()} | {"skipped": len(skipped)}
    told = [f"{count:,} {words}" for words, count in counts.items() if count or words in ("new", "changed")]
    told += [f"{plural(others, 'message')} without an answer to an invitation of ours"] if others else []
    yield f"{', '.join(told)}.{f' {saving.told(run)}' if rows else ''}\n"


def _outcome_json(outcome: Outcome, names: ContactNames) -> dict[str, str | None]:
    heard, name = outcome.heard, names.shown(outcome.heard.contact)
    said = {"answer": heard.answer, "before": outcome.before, "source": heard.source}
    return {"id": heard.occurrence, "contact": heard.contact, "name": name, **said}
