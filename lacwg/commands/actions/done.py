from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import ActionId, RecordedAction, all_actions, show, standing
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.output import undoable
from lacwg.errors import LacwgError, NoSuchRecordError
from lacwg.records import Action, MeetingRecord
from lacwg.run import Run
from lacwg.store.ids import fitting as fitting_ids
from lacwg.store.ids import only
from lacwg.voice.voice import ENGLISH


@verb
def done(run: WritingRun, action: ActionId) -> None:
    """Mark an action as done.

    Example: lacwg actions done kqzt
    """
    today = queries.now(run).date()
    settle(run, action, lambda each: replace(each, done=today), "Done")


def settle(run: Run, text: str, settled: Callable[[Action], Action], told: str) -> None:
    """Closes the open action that ``text`` is the beginning of; also where the minutes are approved."""
    recorded = _find(run, text)
    new = settled(recorded.action)

    def changed(old: MeetingRecord) -> MeetingRecord:
        if _find(run, recorded.action.id) != recorded:
            raise LacwgError(
                f"somebody changed {recorded.action.id} meanwhile",
                hint="nothing was written; look at it and try again: lacwg actions list",
            )
        return replace(old, actions=tuple(new if each.id == new.id else each for each in old.actions))

    meeting_records.change(run, recorded.record_id, changed)
    show(run, RecordedAction(recorded.record_id, new), "Nothing was saved." if run.dry_run else undoable(told))


def _find(run: Run, text: str) -> RecordedAction:
    """The one action that people mean by ``text``: of the open ones, else of all. Raises ``NoSuchRecordError``."""
    everything = list(all_actions(run))
    said = [(each.action.id, each.action.what) for each in everything]
    meant = fitting_ids(text, [letters for letters, _ in said], lambda: said)
    fitting = [each for each in everything if each.action.id in meant]
    opened = [each for each in fitting if each.action.open]
    if len({each.action.id for each in opened or fitting}) == 1:
        letters = (opened or fitting)[0].action.id
        same = [each for each in fitting if each.action.id == letters]
        if len(same) > 1:
            store = run.store
            files = [store.folder.shown(store.meetings.path(each.record_id)) for each in same]
            places = " and ".join(
                f"{render.one_line(each.action.what)} ({file})" for each, file in zip(same, files, strict=True)
            )
            raise LacwgError(
                f"{letters} is the id of {len(same)} actions: {places}",
                hint="nothing was changed; write four other letters for one of them, and see: lacwg check (M101)",
            )
    if only(text, [f"{each.action.id} ({render.one_line(each.action.what)})" for each in opened], "open actions"):
        return opened[0]
    if fitting:
        action = fitting[0].action
        raise LacwgError(
            f"{action.id} is settled: {standing(fitting[0], queries.now(run).date(), ENGLISH)}",
            hint="see them all: lacwg actions list --all",
        )
    raise NoSuchRecordError(
        f'no action has an id or words that fit "{text}"', hint="see those that are open: lacwg actions list"
    )
