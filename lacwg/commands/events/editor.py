"""An event's text in somebody's own editor."""

from __future__ import annotations

from lacwg.commands.events import saving
from lacwg.commands.events.saving import Saved
from lacwg.commands.shared import text_editing, translations
from lacwg.commands.shared.text_editing import Edited, Steps
from lacwg.errors import FieldError, RecordError
from lacwg.records import Event
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.store import pictures
from lacwg.store.collection import Loaded
from lacwg.voice.stale_translations import without_stale


def in_editor(run: Run, record_id: str) -> None:
    """Lets somebody edit the record's text. What cannot be saved stays as a draft, and can be gone on with."""
    before = run.store.events.read(record_id)
    saved = Saved(before, record_id)

    def save(edited: Edited[Event]) -> Event:
        nonlocal saved
        saved = saving.save(run, Loaded(edited.before, edited.base_text), edited.record, text=edited.text)
        return saved.event

    result = text_editing.in_editor(
        run,
        lambda store: store.events,
        record_id,
        again=f"lacwg events edit {record_id}",
        instead='--start "Dec 10 7pm"',
        steps=Steps(check=lambda edited: _check(run, edited), save=save),
    )
    saving.show(run, saved, None if result.changed else result.told)
    left = [each for each in without_stale(before, saved.event)[1] if not each.gone]  # what is gone, check tells of
    translations.tell(run, left, f"lacwg events edit {saved.event.id}")


def _check(run: Run, edited: Edited[Event]) -> None:
    """Raises ``RecordError`` for a time, an issue or a picture that was written and is none."""
    record, old, draft = edited.record, edited.before, edited.draft
    try:
        occurrences.of_event(record, run.store.group)
    except FieldError as error:
        if error.kind != "event":  # the group's zone
            raise run.store.located(error) from None
        where = draft.where(error.path)
        raise RecordError(error.message, hint=error.hint, where=where, code=error.code) from None
    known = run.store.issues.ids()
    for issue in record.issues:
        if issue not in known and issue not in old.issues:
            hint = f"the issues are: {', '.join(known) or 'none yet'}"
            raise RecordError(f'there is no issue "{issue}"', hint=hint, where=draft.where(("issues",)), code="L101")
    if record.image and record.image != old.image and "://" not in record.image:
        if not pictures.is_there(run.store.folder, record.image):
            raise RecordError(
                f'there is no picture "{record.image}" in the folder',
                hint=f"put it there, or afterwards: lacwg events edit {old.id} --image FILE",
                where=draft.where(("image",)),
            )
