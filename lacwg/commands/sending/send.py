"""Sending, up to the server: what goes to whom is looked through, shown, and agreed to."""

from __future__ import annotations

import mimetypes
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import blake2b
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from lacwg.audience.leak_scanner.scanner import LeakError
from lacwg.commands import queries
from lacwg.commands.sending.options import Sending
from lacwg.commands.sending.outgoing import About as About
from lacwg.commands.sending.outgoing import Delivered, Letter, Outgoing
from lacwg.commands.sending.recipients import Recipient, Recipients, refuse_address
from lacwg.commands.shared.asking import agreed
from lacwg.commands.shared.output import show_result
from lacwg.errors import LacwgError, UsageError, Where
from lacwg.exporters.mail import message as mail
from lacwg.exporters.mail.message import Attachment, Head, Sender
from lacwg.run import Run
from lacwg.store.disk.contents import text_of
from lacwg.store.disk.read import read_plain
from lacwg.store.sendings import sent_from_here
from lacwg.text.addresses import email_fault, email_key, in_ascii
from lacwg.text.controls import escape_controls, with_line_feeds
from lacwg.text.english import first_of, plural
from lacwg.voice import ENGLISH_NAMES, known
from lacwg.voice.voice import ENGLISH, voice_of

LARGEST: Final = 10 << 20
"""Bytes of what is attached; most servers take 25 MB as it goes, which is a third more."""
NAMED: Final = 10
"""How many people a message names."""
_TOLD: Final = {"public": "told what is public", "members": "told what members may know"}
_OF_MIME: Final = ("MIME-Version", "Content-Type")
_TO: Final = ("contact", "name", "email", "language", "audience")


def thing_key(thing: str, one: Recipient) -> str:
    """By which it is known that somebody was told of a thing."""
    return f"{thing}\0{email_key(one.email)}"


def digest(*parts: object) -> str:
    """A few letters that differ where one of the parts does."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


Compose = Callable[[Recipient], Letter | None]
"""What somebody gets; None: nothing. Who gets the same gets the very same letter."""


def send(run: Run, about: About, recipients: Recipients, compose: Compose, options: Sending) -> None:
    """Sends each of the ``recipients`` their letter, or shows what would go.

    Raises ``LeakError`` before anything goes where one of them would be told what is not for them.
    """
    if not recipients.people:
        hint = "\n".join(_left_out(recipients)) or "say to whom: --send LIST"
        raise LacwgError("nobody is left to send it to", hint=hint)
    sender = sender_of(run)
    told = [(each, letter) for each in recipients.people if (letter := compose(each)) is not None]
    if not told:
        raise LacwgError("there is nothing to tell any of them", hint="nothing was sent")
    if options.test is not None:
        if fault := email_fault(options.test):
            raise UsageError(f"--test: {fault.message}", hint=fault.hint)
        letter = told[0][1]
        told = [(Recipient("", "", options.test, letter.language, letter.reader), letter)]
        about = replace(about, record=None, version=f"test {queries.now(run).isoformat()}")
    theirs = {who for each, _ in told for who in (each.contact, *each.also)}
    unasked = tuple(each for each in recipients.without_consent if each in theirs)
    recipients = recipients._replace(people=tuple(each for each, _ in told), without_consent=unasked)
    outgoing = list(_outgoing(run, about, sender, told, options))
    for each in {id(letter): letter for _, letter in told}.values():
        if each.missing is not None:
            each.missing.tell(run)
    has_it = sent_from_here(run.store.folder)
    left = [each for each in outgoing if not has_it(each.key)]
    if options.dry_run:
        _show(run, about, recipients, outgoing, left)
        return
    from lacwg.commands.sending.deliver import deliver, refuse_incomplete, server_of  # to see it needs no network

    if options.test is not None or _may_go(run, recipients, left, options, server_of):
        done = deliver(run, about, outgoing, per_minute=options.per_minute, again=options.again)
        run.done = f"{plural(len(done.sent), 'message')} went out."
        _show(run, about, recipients, outgoing, outgoing, done)
        refuse_incomplete(done)


def sender_of(run: Run) -> Sender:
    """From whom the group's mail is. Raises ``LacwgError`` where group.toml does not say it."""
    group = run.store.group
    own = group.mail
    if not own.from_:
        where = Where(run.store.folder.shown(run.store.folder.group_file))
        hint = 'write there:\n[mail]\nfrom = "info@example.org"'
        raise LacwgError("it does not say from which address the group's mail comes", where=where, hint=hint)
    for key in ("from", "reply_to", "unsubscribe"):
        if address := getattr(own, "from_" if key == "from" else key):
            refuse_address(run, address, "group", "group", ("mail", key))
    return Sender(own.name or group.short_name or group.name, own.from_, own.reply_to, own.unsubscribe)


def attachments(files: Iterable[Path]) -> list[Attachment]:
    """The files that go along, with their types by their names. Raises ``FolderError`` for what is none."""
    found, size = [], 0
    for file in files:
        data = read_plain(file, LARGEST + 1)
        size += len(data)
        if size > LARGEST:
            raise UsageError(
                f"--attach: with {file} it is more than {LARGEST >> 20} MB, which many servers refuse",
                hint="put it on the web, and its address into --intro",
            )
        kind, packed = mimetypes.guess_type(file.name)
        if packed or kind is None or kind.startswith(("message/", "multipart/")):
            kind = "application/octet-stream"
        found.append(Attachment(file.name.encode("utf-8", "replace").decode(), kind, data))
    return found


def _outgoing(
    run: Run, about: About, sender: Sender, told: Sequence[tuple[Recipient, Letter]], options: Sending
) -> Iterator[Outgoing]:
    """The messages, each looked through as its reader will read it."""
    namespace, now = UUID(run.store.group.uid_namespace), queries.now(run)
    domain = in_ascii(sender.address).rpartition("@")[2]
    files, made = attachments(options.attach or ()), dict[int, EmailMessage]()
    for each in files:
        if not each.type.startswith("text/"):
            run.message(f"{each.name} is sent as it is: what stands in it cannot be searched for what is private")
    for one, letter in told:
        content = made.get(id(letter))
        if content is None:
            content = made[id(letter)] = _content(run, sender, letter, options.intro, files)
        parts = (about.what, about.subject_id, about.version, *letter.things, email_key(one.email))
        key = str(uuid5(namespace, "\0".join(parts)))
        words = letter.subject, f"<{key}@{domain}>", now, letter.language
        message = mail.addressed(content, Head(sender, one.name, one.email, *words, automatic=about.automatic))
        _look_through(message, letter, one)
        if letter.invitation is not None:
            message = mail.inviting(message, *letter.invitation(one))
        also = tuple(thing_key(each, one) for each in letter.things)
        yield Outgoing(one, message, *(("", ()) if options.test is not None else (key, also)))


def _content(run: Run, sender: Sender, letter: Letter, intro: str | None, files: Iterable[Attachment]) -> EmailMessage:
    """What all readers of a letter get, looked through once for them all."""
    say, intro = voice_of(run.store.group, letter.language), with_line_feeds(intro or "").strip()
    stop = say.gettext("To get no more mail from us, write to {address}", address=sender.unsubscribe)
    below = "\n".join(
        filter(None, [with_line_feeds(run.store.group.mail.footer or "").strip(), stop if sender.unsubscribe else ""])
    )
    text = "\n\n".join(filter(None, [intro, letter.text.strip(), f"-- \n{below}" if below else ""]))
    inner = [
        mail.fragment(intro) if intro else "",
        letter.html or mail.fragment(letter.text, headed=True),
        f"<hr>\n{mail.fragment(below)}" if below else "",
    ]
    html = mail.page(letter.subject, inner, letter.language)
    made = mail.content(escape_controls(text) + "\n", html, [*letter.attachments, *files])
    _refuse_typed(letter, "--intro", intro)
    for file in files:
        _refuse_typed(letter, file.name, f"{file.name}\n{text_of(file.data) or ''}")
    for part in message_from_bytes(made.as_bytes(), policy=policy.default).walk():
        letter.scanner.refuse_leaks(part.get_filename() or "")
        data = part.get_payload(decode=True)
        letter.scanner.refuse_leaks((isinstance(data, bytes) and text_of(data)) or "")
    if letter.invitation is not None:
        nobody = Recipient("", "", "nobody@example.org", None, letter.reader)
        letter.scanner.refuse_leaks(letter.invitation(nobody).text)
    if letter.missing is not None:
        letter.missing.look_through(text)
    return made


def _refuse_typed(letter: Letter, where: str, text: str) -> None:
    try:
        letter.scanner.refuse_leaks(text)
    except LeakError as leak:
        narrower = ", or send it to members alone" if letter.reader == "public" else ""
        raise LeakError(leak.message, hint=f"it stands in {where}: leave that out{narrower}") from None


def _look_through(message: EmailMessage, letter: Letter, one: Recipient) -> None:
    """What stands in the head of a message is for its reader, and it goes to nobody else."""
    letter.scanner.refuse_leaks("\n".join(str(value) for name, value in message.items() if name != "To"))
    if [each.addr_spec for each in message["To"].addresses] != [in_ascii(one.email)]:
        raise LacwgError("a message would go to others than its reader", hint="nothing was sent; please report this")


# What people see before anything goes


def _may_go(
    run: Run, recipients: Recipients, outgoing: Sequence[Outgoing], options: Sending, server_of: Callable[[Run], object]
) -> bool:
    """Whether it may go: asked once on a terminal, elsewhere by ``--yes`` alone.

    ``server_of`` raises where no server is named: nobody is asked for what cannot be done.
    """
    if not outgoing:  # everybody has it
        return True
    for each in _left_out(recipients):
        run.message(each)
    about = f'"{outgoing[0].message["Subject"]}" to {_whom(recipients, outgoing)}'
    if not options.yes and not run.interactive:
        raise LacwgError(f"this would send {about}", hint="to send it: --yes; to see it first: --dry-run")
    server_of(run)
    return agreed(run, f"Send {about}?", yes=options.yes, otherwise="Nothing was sent.")


def _whom(recipients: Recipients, outgoing: Sequence[Outgoing]) -> str:
    """``38 people of members and press (30 in English, 8 in Spanish)``, and what they are told where that differs."""
    if len(outgoing) == 1:
        return _named(outgoing[0].recipient)
    whom = f"{len(outgoing)} people"
    if recipients.lists:
        whom += f" of {ENGLISH.list_format(recipients.lists)}"
    tongues = Counter(f"in {_language(each)}" for each in outgoing)
    told = Counter(_TOLD[each.recipient.reader] for each in outgoing)
    parts = [f"{n} {how}" for some in (tongues, told) if len(some) > 1 for how, n in some.items()]
    return f"{whom} ({', '.join(parts)})" if parts else whom


def _named(one: Recipient) -> str:
    return f"{one.name} <{one.email}>" if one.name else one.email


def _language(each: Outgoing) -> str:
    """In which language a message is, as the terminal calls it."""
    return ENGLISH_NAMES[known(each.message["Content-Language"]) or "en"]


def _left_out(recipients: Recipients) -> list[str]:
    """Who of the lists gets nothing, and of whom nobody has noted that they agreed."""
    shared = tuple(who for each in recipients.people for who in each.also)
    said = (
        (shared, "with the address of another, whom the same message reaches"),
        (recipients.without_address, "without an address, so nothing goes to them"),
        (recipients.no_mail, "asked for no mail, so nothing goes to them"),
        (recipients.without_consent, "of whom it is not noted that they agreed to get mail"),
    )
    return [f"{plural(len(ids), 'contact')} {what}: {first_of(ids, NAMED)}" for ids, what in said if ids]


def _show(
    run: Run,
    about: About,
    recipients: Recipients,
    outgoing: Sequence[Outgoing],
    left: Sequence[Outgoing],
    done: Delivered | None = None,
) -> None:
    """To whom of all it would go, who is ``left``, and the first message whole; what became of it, once it is sent."""
    first = outgoing[0].message
    head = {name: str(value) for name, value in first.items() if name not in _OF_MIME}
    text, html = (part.get_content() for kind in ("plain", "html") if (part := first.get_body((kind,))))
    files = [
        {"name": each.get_filename(), "type": each.get_content_type(), "size": len(each.get_payload(decode=True))}
        for each in first.iter_attachments()
    ]
    to = [
        {
            **{name: str(value) for name, value in zip(_TO, each.recipient, strict=False)},
            "language": str(each.message["Content-Language"]),
        }
        for each in left
    ]

    def told() -> str:
        if done is not None:
            had = f"; {len(done.already)} had it already" if done.already else ""
            return f"Sent: {plural(len(done.sent), 'message')}{had}.\n"
        people = [f"{_named(each.recipient)} · {each.recipient.reader} · {_language(each)}" for each in left]
        many = [f"It would go to {_whom(recipients, left)}:", *(f"  {each}" for each in people)] if left else []
        lines = many if len(people) != 1 else [f"It would go to {people[0]}"]
        if have := len(outgoing) - len(left):
            lines += [f"{have} {'has' if have == 1 else 'have'} it already, and would not get it again"]
        lines += [*_left_out(recipients), "", "The first message:" if len(outgoing) > 1 else "The message:", ""]
        lines += [*(f"{name}: {value}" for name, value in head.items()), "", text]
        lines += [f"Attached: {each['name']} ({each['type']}, {each['size']:,} bytes)" for each in files]
        return "\n".join(lines) + "\n"

    show_result(
        run,
        text=told,
        json=lambda: {
            "what": about.what,
            "about": about.subject_id,
            "to": to,
            **{name: list(getattr(recipients, name)) for name in recipients._fields[1:]},
            "message": {"headers": head, "text": text, "html": html, "attachments": files},
            "delivered": done
            and {
                **{name: getattr(done, name) for name in ("sent", "already", "later", "unsure")},
                "refused": [{"contact": each.recipient.contact, "reason": each.reason} for each in done.refused],
            },
        },
        plain=lambda: [tuple(each.values()) for each in to],
    )
