from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import record_ids
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared.asking import agreed
from lacwg.commands.shared.output import show_result
from lacwg.commands.sync.syncing import Choices, Outcome, Sync
from lacwg.errors import COULD_NOT, DONE, LacwgError, UsageError
from lacwg.kinds import id_of
from lacwg.remotes.git import Remote, Repository, Version
from lacwg.run import Run
from lacwg.store.merge.values import Clash
from lacwg.store.toml.encode import value_text
from lacwg.text import remote_addresses
from lacwg.text.english import long_date, plural

MANY = 20
"""Records that came in, beyond which they are only counted."""
ALIGNED = 40
"""Columns up to which two values stand as one column."""
LONGEST = 200
"""Characters of a value that are shown of one that clashes."""


@verb
def sync(
    run: WritingRun,
    mine: list[str] | None = option(
        "ID", "Keep your version of this record; may be repeated.", autocompletion=record_ids
    ),
    theirs: list[str] | None = option(
        "ID", "Keep their version of this record; may be repeated.", autocompletion=record_ids
    ),
    private: bool = flag("Show [private] tables of conflicts, too."),
    yes: bool = flag("Do not ask whether the remote is private."),
) -> int:
    """Share the folder by git.

    It commits what changed, takes in what others did, and pushes.

    All of it goes to the remote: contacts, telephone numbers, notes, host keys. So the remote must be private.

    Example: lacwg sync
    """
    store = run.store
    if store.folder.embedded:
        raise UsageError("these records came with lacwg", hint="make a folder of your own: lacwg init DIR --git")
    choices = Choices(mine or (), theirs or ())
    repository = run.repository(store.folder.root)
    repository.refuse()
    repository.refuse_nobody()
    remote = repository.remote
    if remote is not None and not _is_private(run, repository, remote, yes=yes):
        return COULD_NOT
    done = Sync(store, repository, remote, queries.now(run), choices, run.dry_run).run()
    if not run.dry_run and not done.conflicts:
        run.done = "The folder is synced."
    for note in done.notes:
        run.message(note)
    if done.unreachable is not None:
        run.message(f"{done.remote} could not be reached: {done.unreachable}")
        if mine or theirs:
            run.message("Nothing was settled; say --mine or --theirs again when it can be reached")
    show_result(
        run,
        text=lambda: _sync_text(run, done, private=private),
        json=lambda: _sync_json(done, private=private, dry_run=run.dry_run),
        plain=lambda: _plain_lines(done, private=private),
    )
    return COULD_NOT if done.conflicts else DONE


def _is_private(run: Run, repository: Repository, remote: Remote, *, yes: bool) -> bool:
    """Says once of each address that all goes there, and whether that may be: of a public forge somebody must say so.

    Raises ``LacwgError`` for an address that is none, and of a forge off a terminal.
    """
    push, fetch = repository.addresses(remote.name)
    for address in (*push, *fetch):
        if (wrong := remote_addresses.fault(address)) is not None:
            raise LacwgError(
                wrong.message, hint=f"{wrong.hint}\nto change it: git remote set-url {remote.name} ADDRESS"
            )
    for address in dict.fromkeys(push):
        key, shown = remote_addresses.setting(address), render.one_line(remote_addresses.shown(address))
        if repository.setting(key) is not None:
            continue
        run.message(
            f"All of the folder goes to {shown}: contacts, telephone numbers, notes, host keys. It must be private"
        )
        if run.dry_run:
            continue
        if remote_addresses.is_forge(address) and not yes:
            if not run.interactive:
                raise LacwgError(
                    "that is where repositories may be public, and nobody has said that this one is not",
                    hint="nothing was changed; see there that only your group can read it, then: lacwg sync --yes",
                )
            if not agreed(run, "Is it private there?", yes=False, otherwise="Nothing was changed."):
                return False
        repository.keep(key, "yes")
    return True


def _sync_text(run: Run, done: Outcome, *, private: bool) -> str:
    lines = []
    if done.committed is not None:
        lines.append(f"{'Would commit' if run.dry_run else 'Committed'}: {render.one_line(done.committed)}")
    if done.conflicts:
        lines += _conflicts(run, done, private=private)
    elif done.received:
        lines.append(
            f"{'Would take in' if run.dry_run else 'Took in'} {plural(len(done.received), 'change')} from {done.remote}"
        )
        lines += [f"  {each.what} {each.path}" for each in done.received[:MANY]]
        if len(done.received) > MANY:
            lines.append(f"  … and {plural(len(done.received) - MANY, 'more change')}")
    if done.remote is None:
        lines.append("It is shared with nobody yet; name where: git remote add origin ADDRESS")
    elif done.unreachable is not None:
        lines.append("What is here goes out with the next: lacwg sync")
    elif done.sent:
        lines.append(f"{'Would share' if run.dry_run else 'Shared'} it with {done.remote}")
    elif not done.conflicts and not done.received:
        lines.append(f"Nothing new here or at {done.remote}")
    if run.dry_run:
        lines.append("Nothing was changed.")
    return render.escape_controls("".join(f"{line}\n" for line in lines))


def _conflicts(run: Run, done: Outcome, *, private: bool) -> list[str]:
    count = len(done.conflicts)
    noun = "1 record was" if count == 1 else f"{count} records were"
    lines = [f"{noun} changed here and at {done.remote} in ways that cannot both be; nothing was taken in"]
    for each in done.conflicts:
        conflict = each.conflict
        lines += ["", f"{conflict.id}  ({conflict.path})"]
        if conflict.reason is not None:
            lines += [f"  {line}" for line in conflict.reason.splitlines()]
        for clash in conflict.clashes:
            if clash.path:
                lines.append(f"  {' '.join(clash.place)}")
            shown = _values(clash, private=private)
            width = max(map(len, shown)) if max(map(len, shown)) <= ALIGNED else 0
            for side, value, version in zip(("yours", "theirs"), shown, (each.mine, each.theirs), strict=True):
                lines.append(f"    {side:<6}  {value:<{width}}{_by(run, version)}".rstrip())
    typed = shlex.quote(done.conflicts[0].conflict.id)
    return [*lines, "", f"Go on with one of the two: lacwg sync --mine {typed}, or: lacwg sync --theirs {typed}"]


def _values(clash: Clash, *, private: bool) -> tuple[str, str]:
    """What stands here and there."""
    return _value(clash, clash.mine, private=private), _value(clash, clash.theirs, private=private)


def _value(clash: Clash, value: Any, *, private: bool) -> str:
    if value is None or value == {}:
        return "(not there)"
    if "private" in clash.path and not private:
        return "(private; shown with --private)"
    if not clash.path:
        return str(value)
    shown = value if private else _without_private(value)
    text = render.one_line(_written(shown))
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} …"
    return text if shown == value else f"{text} (and what is private; shown with --private)".lstrip()


def _without_private(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_private(each) for key, each in value.items() if key != "private"}
    return type(value)(map(_without_private, value)) if isinstance(value, list | tuple) else value


def _written(value: Any) -> str:
    """A value as a file has it; a table as the keys in it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_written(each)}" for key, each in value.items())
    return value_text(list(value) if isinstance(value, tuple) else value)


def _by(run: Run, version: Version) -> str:
    if version.who is None or version.at is None:
        return ""
    who = render.one_line(version.who)[:LONGEST]
    try:
        at = dt.datetime.fromisoformat(version.at).astimezone(queries.group_zone(run)).replace(second=0)
    except (ValueError, OverflowError):  # git takes any number of seconds for a time
        return f"   · {who}"
    return f"   · {who}, {long_date(at.date())}, {run.english.clock_time(at)}"


def _state(done: Outcome) -> str:
    if done.conflicts:
        return "conflict"
    return "alone" if done.remote is None else "unreachable" if done.unreachable is not None else "synced"


def _sync_json(done: Outcome, *, private: bool, dry_run: bool) -> dict[str, Any]:
    return {
        "state": _state(done),
        "dry_run": dry_run,
        "remote": done.remote,
        "committed": done.committed,
        "received": [{"record": id_of(each.path), "file": each.path, "what": each.what} for each in done.received],
        "sent": done.sent,
        "conflicts": [
            {
                "record": each.conflict.id,
                "file": each.conflict.path,
                "reason": each.conflict.reason,
                "mine": each.mine._asdict(),
                "theirs": each.theirs._asdict(),
                "fields": [
                    {
                        "path": list(clash.path),
                        **dict(zip(("mine", "theirs"), _values(clash, private=private), strict=True)),
                    }
                    for clash in each.conflict.clashes
                ],
            }
            for each in done.conflicts
        ],
        "notes": list(done.notes),
    }


def _plain_lines(done: Outcome, *, private: bool) -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = [("state", _state(done), done.remote, done.committed)]
    rows += [("received", id_of(each.path), each.what, each.path) for each in done.received]
    for each in done.conflicts:
        rows += [
            ("conflict", each.conflict.id, ".".join(clash.path), *_values(clash, private=private))
            for clash in each.conflict.clashes
        ] or [("conflict", each.conflict.id, "", each.conflict.reason, None)]
    return rows
