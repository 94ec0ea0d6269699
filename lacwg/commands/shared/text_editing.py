"""A record's text in somebody's own editor, for any kind of record: nothing that was typed is lost.

The text is edited as a draft beside the records (``store.drafts``). What cannot be read or saved stays
there, and the same command goes on with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

import typer
from msgspec.structs import replace

from lacwg import kinds, revision
from lacwg.commands import queries
from lacwg.commands.shared.output import undoable
from lacwg.commands.shared.typed_fields import tell_stale
from lacwg.errors import FieldError, LacwgError, RecordError, UsageError
from lacwg.kinds import Kind
from lacwg.records import Contact, Record, Series
from lacwg.run import Run
from lacwg.store.disk.contents import FileChange, Loaded
from lacwg.store.drafts import Draft
from lacwg.store.history.transaction import ChangedMeanwhileError, check_unchanged
from lacwg.store.store import Store
from lacwg.voice.stale_translations import without_stale

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Edited(NamedTuple, Generic[R]):
    """A text as somebody has left it, to be checked and saved."""

    before: R
    """The record as its file holds it."""
    record: R
    """The record that the text holds."""
    text: str
    base_text: str
    """What the record's file held when the draft was begun."""


class Steps(NamedTuple, Generic[R]):
    """What is done about a kind of record on the way."""

    allowed: Callable[[R], None] = lambda _: None
    """May refuse the record as it is."""
    opening: Callable[[R], R] = lambda record: record
    """What of the record stands in the editor at first."""
    check: Callable[[Edited[R]], Iterable[FieldError]] | None = None
    """What the editor is to be opened for again; None: what ``lacwg check`` would find in it that it does not now."""
    save: Callable[[Edited[R]], R] | None = None
    """Writes something else than the text itself, and gives the record as it then is."""


def in_editor(
    run: Run, kind: Kind[R], record_id: str, *, instead: str, again: str | None = None, steps: Steps[R] | None = None
) -> tuple[R, str]:
    """Lets somebody edit a record's text, and saves it; on a terminal, until it can be saved or they give up.

    Gives the record as it is saved then, and what people are told of it. Of the package's own copy of the folder the
    user's is edited, and ``run.store`` is that from then on. ``instead`` is an option that would do without an
    editor, ``again`` the command that goes on with a draft, if it is not the ``edit`` of the kind.

    Raises ``UsageError`` with ``--dry-run``, and where there is nobody to edit and no editor set,
    ``DraftInUseError`` where somebody else is at it, ``ChangedMeanwhileError`` where the file was changed since
    the draft was begun.
    """
    steps = steps or Steps()
    _refuse_without_editor(run, instead)
    store = run.writable()
    records = store.collection_of(kind)
    draft = Draft(store.folder, kind, record_id)

    def saved(found: Loaded[R]) -> R:
        record, text = draft.decoded(records.kind.type)
        edited = Edited(found.record, record, text, draft.base() or found.base_text)
        change = FileChange(records.path(record_id), edited.base_text, text)
        with store.locked():
            check_unchanged(store.folder, change.path, change.before)
            for error in _new_errors(store, change) if steps.check is None else steps.check(edited):
                if error.record_id != record_id:  # the group's zone, a meeting of the series
                    raise store.located(error)
                where = draft.where(error.path)
                raise RecordError(error.message, hint=error.hint, where=where, code=error.code)
            if steps.save is not None:
                return steps.save(edited)
            record = _as_seen(run, edited)
            if record != edited.record:
                change = change._replace(after=store.change(record, text).after)
            store.write([change])
        return record

    with draft.used():
        found = records.load(record_id)  # as it is now that nobody else edits it
        steps.allowed(found.record)

        def opening() -> str:
            from lacwg.store.toml.edit import edited

            return edited(found.base_text, found.record, steps.opening(found.record))

        again = again or f"lacwg {kind.folder} edit {record_id}"
        record = edited_draft(run, draft, found.base_text, opening, again, lambda: saved(found))
    if record is None:
        return found.record, "Nothing was changed."
    if kind in (kinds.EVENT, kinds.SERIES, kinds.ISSUE):
        left = (each for each in without_stale(found.record, record)[1] if not each.gone)  # check tells of what is gone
        tell_stale(run, left, f"lacwg {kind.folder} edit {record.id}")
    run.done = f"{record_id} is saved."
    return record, undoable()


def _refuse_without_editor(run: Run, instead: str) -> None:
    from lacwg.remotes import editor

    if run.dry_run:
        raise UsageError("--dry-run shows what options would do, and none is given", hint=f"for example: {instead}")
    if not (run.interactive or editor.is_set()):
        hint = f"for example: {instead}; or set EDITOR, to edit the text"
        raise UsageError("nothing is given to be changed", hint=hint)


def _new_errors(store: Store, change: FileChange) -> Iterable[FieldError]:
    from lacwg.commands.shared.new_errors import new_errors  # all checks come along

    # F104: an event of another day gets the name of that day
    return (each for each in new_errors(store, [change]) if each.code != "F104")


def _as_seen(run: Run, edited: Edited[R]) -> R:
    """The record as subscribers are to see it now, where they see a difference."""
    from lacwg.store.toml.encode import seen_to_differ  # what writes texts comes along

    old, new = edited.before, edited.record
    if isinstance(new, Contact):  # what somebody types there would hold for ever: it never goes back
        new = replace(new, updated=old.updated)
    if isinstance(new, Contact | Series) and (new != old if isinstance(new, Contact) else seen_to_differ(new, old)):
        bumped: Any = revision.bump
        new = bumped(new, queries.now(run), run.store.group.uid_namespace, [old])
    return new


def edited_draft(
    run: Run, draft: Draft, base_text: str, opening: Callable[[], str], again: str, save: Callable[[], T]
) -> T | None:
    """What ``save`` gives of the draft that somebody has edited; None where nothing was changed.

    ``base_text``: from what it is begun, and ``opening``: with which text.
    """
    from lacwg.remotes import editor

    opened = _begun(run, draft, base_text, opening)
    try:
        while True:
            editor.edit(draft.path)
            if _unchanged(draft, opened):
                return None
            try:
                record = save()
                break
            except RecordError as error:
                _offer_to_go_on(run, error)
    except ChangedMeanwhileError as error:
        hint = (
            f"nothing was written; your text is kept in {draft.shown}: move what you need to the record, and delete it"
        )
        raise ChangedMeanwhileError(error.message, where=error.where, hint=hint) from None
    except LacwgError as error:
        if draft.kept() and not _unchanged(draft, opened):
            kept = f"nothing was saved; your text is kept in {draft.shown}; go on with it: {again}"
            error.hint = kept if error.hint is None else f"{error.hint.removeprefix('nothing was saved; ')}\n{kept}"
        raise
    except BaseException:
        if draft.kept() and not _unchanged(draft, opened):
            run.message(f"Nothing was saved; your text is kept in {draft.shown}; go on with it: {again}")
        raise
    else:
        draft.remove()
        return record
    finally:
        if _unchanged(draft, opened):
            draft.remove()


def _begun(run: Run, draft: Draft, base_text: str, opening: Callable[[], str]) -> str | None:
    """Begins a draft and gives its text; None where one was kept from another time, to be gone on with."""
    if draft.kept():
        base = draft.base()
        if base is None:
            raise LacwgError(
                f"a text stands in {draft.shown}, and it is not known what it was begun from",
                hint="move what you need from it to the record, and delete it",
            )
        if base != base_text:
            raise ChangedMeanwhileError(
                f"a draft of it was kept in {draft.shown}, and the record was changed since",
                hint="move what you need from the draft to the record, and delete the draft",
            )
        run.message(f"Going on with the draft that was kept in {draft.shown}")
        return None
    text = opening()
    draft.begin(base_text, text)
    return text


def _unchanged(draft: Draft, opened: str | None) -> bool:
    """Whether a draft that was begun now is as it was; one from another time counts as changed."""
    try:
        return opened is not None and draft.text() == opened
    except RecordError:
        return False


def _offer_to_go_on(run: Run, error: RecordError) -> None:
    """Asks on a terminal whether to open the editor once more. Raises where that is not wanted."""
    if run.interactive:
        run.message(f"error: {error}")
        if typer.confirm("Open the editor again?", default=True, err=True):
            return
        raise LacwgError("the text is not saved")
    raise error
