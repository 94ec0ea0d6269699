from __future__ import annotations

import shlex
from typing import Any, Final, Literal

from lacwg import kinds
from lacwg.commands import queries
from lacwg.commands.events import fields, saving
from lacwg.commands.events.fields import Times, retimed
from lacwg.commands.events.saving import Saved
from lacwg.commands.options.details import Audience, Decided, Details, Ending, EventDetails, Lang, Minutes, Title
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared import one_date, text_editing
from lacwg.commands.shared.text_editing import Edited, Steps
from lacwg.commands.shared.typed_fields import Typed, by_field, given, option_of, typed_texts, worded
from lacwg.errors import UsageError
from lacwg.records import Event
from lacwg.run import Run
from lacwg.schedule.series_edits import overlaid
from lacwg.store.disk.contents import Loaded


@verb
def edit(
    run: WritingRun,
    event: EventId,
    ending: Ending,
    details: Details,
    content: EventDetails,
    decided: Decided,
    title: Title = None,
    start: str | None = option("WHEN", "The new day or hour; what you leave out stays."),
    all_day: bool = flag("Make it last the whole day."),
    audience: Audience = None,
    status: Literal["confirmed", "tentative"] | None = option(None, "Whether it is certain."),
    minutes: Minutes = None,
    lang: Lang = None,
) -> None:
    """Change an event, or one date of a series of events.

    Without options it opens your editor. An empty text removes a field; speakers, co-hosts, links and issues replace
    those that are there. With another day the file is renamed, and everything that names it is changed too.
    --minutes, --reason and --by are for dates of a series. With --lang the texts are translations, and the event's
    own texts stay.

    Example: lacwg events edit haiti --start "Dec 10 7pm" --place "City Hall"
    """
    typed = by_field(details, content, title=title, audience=audience, status=status)
    when = by_field(ending, start=start, all_day=all_day)
    if lang is not None:
        said = by_field(decided, **typed, **when, minutes=minutes)
        if queries.names_date(run, event):
            one_date.translate(run, event, None, lang, said)
            return
        texts, loaded = typed_texts(run, lang, Event, said), saving.load(run, event)
        saving.change(run, loaded, worded(loaded.record, lang, texts))
    elif queries.names_date(run, event):
        _refuse_for_dates(event, when | typed)
        one_date.edit(run, event, None, typed | {"minutes": minutes}, decided)
    else:
        loaded = saving.load(run, event)
        _refuse_for_events(loaded.record, minutes, decided)
        _edit(run, loaded, typed | {"reason": decided.reason}, Times(start, ending, all_day))


def _edit(run: Run, loaded: Loaded[Event], typed: dict[str, Any], times: Times) -> None:
    """Changes what was typed of an event of its own; where nothing was, it opens an editor."""
    old = loaded.record
    edits, picture = fields.edits(run, typed)
    if typed["status"] is not None:
        edits["reason"] = None
    if not edits and times == Times(None) and picture is None:
        _in_editor(run, old)
        return
    new = overlaid(old, edits)
    if times != Times(None):
        new = retimed(run, new, queries.occurrence_of(run, old), times)
    saved = saving.change(run, loaded, new, picture)
    if edits.get("image") or picture is not None:
        fields.tell_of_alt(run, old, saved, given=bool(edits.get("alt")))


_DATES_HAVE: Final = {*vars(Details()), "title"}


def _refuse_for_dates(event: str, typed: Typed) -> None:
    """Raises ``UsageError`` for what one date of a series cannot have."""
    event = shlex.quote(event)
    hints = {
        "start": f"try: lacwg events move {event} --to WHEN",
        "duration": "try: --minutes 90",
        "end": "try: --minutes 90",
        "status": f"try: lacwg events cancel {event} --reason TEXT",
    }
    for name in given(typed):
        if name not in _DATES_HAVE:
            raise UsageError(
                f"{option_of(name)} is for an event of its own, and not for one date of a series",
                hint=hints.get(name, f"make it one: lacwg events copy {event} --start WHEN"),
            )


def _refuse_for_events(event: Event, minutes: int | None, decided: Decided) -> None:
    """Raises ``UsageError`` for what an event of its own cannot have."""
    if minutes is not None:
        raise UsageError("--minutes is for a date of a series", hint=f"try: --duration {minutes}m")
    if decided.by is not None:
        raise UsageError("--by is for a date of a series", hint="an event of its own does not say who decided it")
    if decided.reason is not None and event.status != "cancelled":
        raise UsageError(
            "--reason says why an event is cancelled, and it is not",
            hint="a remark among coordinators: --note TEXT; one for everybody: --description TEXT",
        )


def _in_editor(run: Run, event: Event) -> None:
    """Lets somebody edit the event's text. What cannot be saved stays as a draft, and can be gone on with."""
    saved: Saved | None = None

    def save(edited: Edited[Event]) -> Event:
        nonlocal saved
        saved = saving.save(run, Loaded(edited.before, edited.base_text), edited.record, text=edited.text)
        return saved.event

    instead = '--start "Dec 10 7pm"'
    _, told = text_editing.in_editor(run, kinds.EVENT, event.id, instead=instead, steps=Steps(save=save))
    saving.show(run, saved or Saved(event, event.id), None if saved else told)
