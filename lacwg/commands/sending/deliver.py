"""Sending, from the server on: one message after the other, so that nobody gets one twice, whatever comes between.

Who has which message stands in this installation's list (``store.sendings``), and that something is sent in the
record's ``[[sent]]``, for the other coordinators.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from lacwg import clock, kinds
from lacwg.commands import queries
from lacwg.commands.sending.outgoing import About, Delivered, Outgoing, Refused
from lacwg.commands.shared import asking, saving
from lacwg.commands.shared.output import progress
from lacwg.errors import LacwgError, RecordError, UnreachableError, UsageError
from lacwg.records import MeetingRecord, Sent
from lacwg.remotes.smtp import LaterError, Mailer, MailServer, Reply
from lacwg.remotes.webdav import is_loopback
from lacwg.revision import moment
from lacwg.run import Run
from lacwg.store.sendings import Sendings, State, one_at_a_time
from lacwg.store.settings import PORTS
from lacwg.text.english import listed, long_date, plural

PAUSES: Final = (1, 10, 60, 300)
"""Seconds before those are tried again to whom the server would not send yet; from the first, once one has gone."""
_AGAIN: Final = "--again"
TOO_LARGE: Final = 552


def deliver(run: Run, about: About, outgoing: Sequence[Outgoing], *, per_minute: int, again: bool = False) -> Delivered:
    """Sends what nobody has yet. ``again``: also what somebody may have.

    Raises ``LacwgError`` where nothing can be sent, ``KeyboardInterrupt`` where somebody stopped it. What went out
    until then is known to the next run.
    """
    with one_at_a_time(run.writable().folder, run.message) as sendings:
        return _Delivery(run, about, sendings, again=again).run(outgoing, per_minute)


def refuse_incomplete(delivered: Delivered) -> None:
    """To be called when all has been said. Raises ``LacwgError`` where not everybody has it."""
    lines = [
        line
        for each in delivered.refused
        for line in (f"{each.recipient.name} <{each.recipient.email}>: {each.reason}".strip(), f"  {each.mend}")
    ]
    if delivered.later:
        lines.append(f"not yet, as the server wants to wait: {listed(delivered.later)}; run the same command later")
    if delivered.unsure:
        lines.append(f"may have it: {listed(delivered.unsure)}; ask them; to send it to them again, add {_AGAIN}")
    if lines:
        raise LacwgError("not everybody has it", hint="\n".join(lines))


class _Delivery:
    def __init__(self, run: Run, about: About, sendings: Sendings, *, again: bool) -> None:
        self.r, self.about, self.sendings, self.again = run, about, sendings, again
        self.done, self.left = Delivered(), list[Outgoing]()
        self.entry: Sent | None = None
        self.stopped = self.busy = False
        self.due = 0.0

    def run(self, outgoing: Sequence[Outgoing], per_minute: int) -> Delivered:
        """All of it."""
        self.left = self._without_those_who_have_it(outgoing)
        total = len(self.left)
        if not total:
            self.entry = next((each for each in self._alike() if self._is_ours(each) and each.state == "begun"), None)
            self._mark_done([])
            return self.done
        self._sync()
        server = server_of(self.r)
        password = asking.password(self.r, server.host, server.user, "LACWG_SMTP_PASSWORD") if server.user else None
        with Mailer(server, password) as self.mailer:
            self._open()
            self._mark_begun()
            try:
                with self._stoppable(), progress(self.r, "Sending", total) as bar:
                    self._send_all(60 / per_minute if per_minute else 0, bar.tick)
            except LacwgError as error:
                error.hint = f"{error.hint}\n{self._so_far(total)}"
                raise
            finally:
                self._mark_done(left := [_who(each) for each in self.left])
        self.done.later += left
        if self.stopped:
            self.r.message(f"Stopped: {self._so_far(total)}")
            raise KeyboardInterrupt
        return self.done

    def _state(self, each: Outgoing) -> State | None:
        """What became of it; one that tells of what somebody may have, they may have."""
        begun = any(self.sendings.state(key) == "begun" for key in each.also)
        return self.sendings.state(each.key) or ("begun" if begun else None)

    def _so_far(self, total: int) -> str:
        return f"{len(self.done.sent)} of {total} went out; the same command goes on with the others"

    def _without_those_who_have_it(self, outgoing: Sequence[Outgoing]) -> list[Outgoing]:
        states = [(each, self._state(each)) for each in outgoing]
        self.done.already += [_who(each) for each, state in states if state == "sent"]
        unsure = [_who(each) for each, state in states if state == "begun"]
        about = f"It may have gone out to {listed(unsure)}: a command was stopped, or the connection broke."
        ask = partial(asking.agreed, self.r, "Send it to them again?", about=about, otherwise="They are left out.")
        if not unsure or self.again or (self.r.interactive and ask(yes=False)):
            return [each for each, state in states if state != "sent"]
        self.done.unsure += unsure
        return [each for each, state in states if state not in ("sent", "begun")]

    # What the other coordinators see

    def _alike(self) -> list[Sent]:
        """The sendings of the same thing."""
        if self.about.record is None:
            return []
        records = self.r.store.collection_of(kinds.of_name(self.about.record[0]))
        found: Sequence[Sent] = records.read(name).sent if (name := self.about.record[1]) in records else ()
        return [each for each in found if (each.what, each.sequence) == (self.about.what, self.about.sequence)]

    def _is_ours(self, entry: Sent) -> bool:
        return self.sendings.state(f"{self.about.record} {entry.id}") is not None

    def _refuse_others(self) -> None:
        for each in self._alike():
            if not self._is_ours(each):
                at = each.on.astimezone(queries.group_zone(self.r)) if 1 < each.on.year < dt.MAXYEAR else each.on
                to = f"to {listed([*each.lists])} " if each.lists else ""
                self._insist(
                    f"{each.by or 'somebody else'} {'has sent' if each.state == 'done' else 'began to send'} this "
                    f"{each.what} {to}on {long_date(at.date())}, and some would get it twice"
                )

    def _insist(self, doubt: str) -> None:
        asking.insist(self.r, doubt, yes=self.again, nothing="nothing was sent", by=_AGAIN)

    def _sync(self) -> None:
        """Raises ``LacwgError`` where others may be sending the same, have, or have changed what is to be sent."""
        if self.about.record is None:
            return
        why, received = synced(self.r)
        if why:
            self._insist(f"{why}, and others may be sending the same")
        self._refuse_others()
        kind, name = self.about.record
        if {name, name[11:] if kind == kinds.MEETING.name else name, "group"} & {*map(kinds.id_of, received)}:
            hint = "nothing was sent; it is taken in now: run the same command again"
            raise LacwgError("others have changed what is to be sent, or have sent something of it", hint=hint)

    def _mark(self, entry: Sent, *new: Sent) -> None:
        """Puts others in the place of an entry of the record."""
        if self.about.record is not None:
            kind, record_id = self.about.record
            unknown: Any = MeetingRecord(id=record_id, state="planned") if kind == kinds.MEETING.name else None
            saving.change(
                self.r, lambda store: store.collection_of(kinds.of_name(kind)), record_id,
                lambda record: replace(record, sent=(*(each for each in record.sent if each.id != entry.id), *new)),
                unknown, kind="sent",
            )  # fmt: skip

    def _mark_begun(self) -> None:
        """Lets all know before the first message goes: of two who begin at once, one sees the other."""
        about, own = self.about, [each for each in self._alike() if self._is_ours(each)]
        now, invited = moment(queries.now(self.r)), [each.recipient.contact for each in self.left if about.invitation]
        entry = own[0] if own else Sent(id=clock.new_letters(), state="begun", on=now, what=about.what)
        begun = self.entry = replace(
            entry, state="begun", by=self.r.who(None), lists=_joined(entry.lists, about.lists),
            sequence=about.sequence, invited=_joined(entry.invited, filter(None, invited)),
            uid=entry.uid or about.invitation,
        )  # fmt: skip
        self.sendings.note(f"{about.record} {entry.id}", "begun")
        self._mark(entry, begun)
        try:
            self._sync()
        except BaseException:
            self._mark(entry, *own)
            synced(self.r)
            raise

    def _mark_done(self, left: Sequence[str]) -> None:
        if (entry := self.entry) is None:
            return
        done, names = self.done, {*left, *(each.recipient.contact for each in self.done.refused)}
        count = max(len(done.sent) + len(done.already) + len(done.unsure), len(done.sent) + entry.count)
        new = replace(
            entry, state="begun" if left or done.unsure else "done", count=count,
            invited=tuple(each for each in entry.invited if each not in names),
        )  # fmt: skip
        try:
            self._mark(entry, *([new] if count else []))
        except LacwgError as error:  # somebody has renamed the record meanwhile; what went out went out
            self.r.warn(error)
        if why := synced(self.r)[0]:
            self.r.message(f"The others do not see yet that it was sent: {why}")

    # The messages

    def _open(self) -> None:
        """Signs in, and looks whether the server takes as much."""
        for pause in PAUSES:
            try:
                self.mailer.connect()
                break
            except LaterError as error:
                self._pause(pause, error.message)
        else:
            self.mailer.connect()
        size, largest = len(_bytes(self.left[0])), self.mailer.largest
        if largest is not None and size > largest:
            raise LacwgError(
                f"the message has {size / 1e6:.1f} MB, and {self.mailer.server} takes {largest / 1e6:.1f} at most",
                hint="nothing was sent; leave out what is attached, or write where to find it",
            )

    def _pause(self, seconds: int, why: str) -> None:
        self.r.message(f"{why}; trying again in {plural(seconds, 'second')} …")
        clock.sleep(seconds)

    def _send_all(self, pace: float, tick: Callable[[], None]) -> None:
        tries = 0
        try:
            while True:
                before = len(self.done.sent)
                self._round(pace, tick)
                tries = 0 if len(self.done.sent) > before else tries
                if not self.left or self.stopped or tries == len(PAUSES):
                    return
                self._pause(PAUSES[tries], f"{plural(len(self.left), 'message')} could not go yet")
                tries += 1
        except KeyboardInterrupt:
            if self.busy:  # what became of this one is not known
                raise
            self.stopped = True

    def _round(self, pace: float, tick: Callable[[], None]) -> None:
        """Tries each once; those that are to be tried again are left."""
        for each in list(self.left):
            if (wait := self.due - clock.seconds()) > 0:
                clock.sleep(wait)
            self.due, self.busy = clock.seconds() + pace, True
            reply = self._send(each)
            self.busy = False
            if reply.outcome != "later":
                self.left.remove(each)
                tick()
            if self.stopped or (reply.outcome == "later" and not self.mailer.is_open):
                return

    def _send(self, each: Outgoing) -> Reply:
        if not self.mailer.is_open:
            try:
                self.mailer.connect()
            except UnreachableError:
                return Reply("later", "MAIL")
        sender, to = (each.message[name].addresses[0].addr_spec for name in ("From", "To"))
        reply = self.mailer.send(sender, to, _bytes(each), lambda: self.sendings.note(each.key, "begun", each.also))
        if reply.outcome == "sent":
            self.sendings.note(each.key, "sent", each.also)
            self.done.sent.append(_who(each))
        elif reply.outcome == "unsure":
            self.done.unsure.append(_who(each))
        elif reply.step == "end":
            self.sendings.note(each.key, "not", each.also)
        if reply.outcome == "refused":
            if reply.step == "MAIL" and reply.code != TOO_LARGE:
                signed_in = (
                    'user = "…" under [mail] in config.toml' if reply.code == 530 else "from under [mail] in group.toml"
                )
                raise LacwgError(
                    f"{self.mailer.server} does not let you send as {sender}: {reply.code} {reply.text}",
                    hint=f"see {signed_in}, and: lacwg help announce-remind",
                )
            self.done.refused.append(Refused(each.recipient, f"{reply.code} {reply.text}", _mend(each, reply)))
        return reply

    @contextlib.contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Ctrl-C stops after the current message; a second time at once."""

        def stop(*_: object) -> None:
            if self.stopped or not self.busy:
                raise KeyboardInterrupt
            self.stopped = True

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def synced(run: Run) -> tuple[str, Sequence[str]]:
    """Takes in what others did and shows them ours, where the folder is shared: why not, if so, and the files."""
    from lacwg.commands.sync.syncing import Choices, Sync
    from lacwg.remotes.git import NotItsRootError

    repository = run.repository(run.store.folder.root)
    if shutil.which("git") is None:
        return "", ()
    try:
        repository.refuse()
        if (remote := repository.remote) is None:
            return "", ()
        if repository.unconfirmed():
            return f"the folder was never synced with {remote.name} from here", ()
        done = Sync(run.store, repository, remote, queries.now(run), Choices((), ()), dry_run=False).run()
    except NotItsRootError:
        return "", ()
    except LacwgError as error:
        return f"the folder cannot be synced ({error.message})", ()
    if done.conflicts:
        return "others changed the same as you (to see it: lacwg sync)", ()
    return f"{remote.name} could not be reached" if done.unreachable else "", [each.path for each in done.received]


def _who(each: Outgoing) -> str:
    return each.recipient.contact or each.recipient.email


def _joined(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*some, *more]))


def _bytes(each: Outgoing) -> bytes:
    return each.message.as_bytes(policy=each.message.policy.clone(linesep="\r\n", cte_type="7bit"))


def _mend(each: Outgoing, reply: Reply) -> str:
    if reply.code == TOO_LARGE:
        return "it is too large for them, or their mailbox is full: leave out what is attached, or try another day"
    if reply.step == "RCPT" and "5.7." not in reply.text and (contact := each.recipient.contact):
        return f"lacwg contacts edit {contact} --email ADDRESS, or to write to them no more: --no-mail"
    return "the server does not want this message; what providers look at: lacwg help announce-remind"


def server_of(run: Run) -> MailServer:
    """The server that config.toml names."""
    said = run.settings.mail
    if not said.server:
        raise UsageError(
            "no mail server is named",
            hint=f"write in {run.settings_file.path}, as your provider says:\n"
            '[mail]\nserver = "smtp.example.org"\nuser = "ana@example.org"',
        )
    if not re.fullmatch(r"[\w.-]+|[0-9a-f:]+", said.server):
        raise RecordError(
            "this is not the name of a server",
            where=run.settings_file.where("mail", "server"),
            hint="write it alone, such as smtp.example.org; the port stands in a line of its own",
        )
    if said.security == "none" and not is_loopback(said.server):
        raise RecordError(
            "mail and password would go over the network for everybody to read",
            where=run.settings_file.where("mail", "security"),
            hint='write "tls" or "starttls"',
        )
    return MailServer(said.server, said.port or PORTS[said.security], said.security, said.user)
