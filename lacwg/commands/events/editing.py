"""``lacwg events edit``: an event by single fields or in an editor, or one date of a series of events."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

import typer
from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.events import fields as event_fields
from lacwg.commands.events import saving as event_saving
from lacwg.commands.events.dates import DateOrEvent
from lacwg.commands.events.fields import Alt, Caption, Credit, Duration, End, Image, Issues, Speakers, Timezone
from lacwg.commands.events.saving import Saved
from lacwg.commands.meetings.dates import By, DryRun, Minutes, Reason
from lacwg.commands.shared import placing, text_editing, translations
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.commands.shared.placing import Description, DialIn, HostKey, JoinUrl, Note, Place, PublicLink, Title, Url
from lacwg.commands.shared.text_editing import Edited, Steps
from lacwg.commands.shared.translations import Lang
from lacwg.errors import FieldError, RecordError, UsageError
from lacwg.records import AudienceName, Event, Format, Language
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.store import pictures
from lacwg.store.collection import Loaded
from lacwg.store.pictures import Picture
from lacwg.voice.stale_translations import followed

app = typer.Typer()


@app.command("edit")
def edit(
    event: DateOrEvent,
    title: Title = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="WHEN", help="A day keeps the hour, an hour the day.")
    ] = None,
    end: End = None,
    duration: Duration = None,
    all_day: Annotated[bool, typer.Option("--all-day", help="Without an hour.")] = False,
    timezone: Timezone = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="[online|in-person|hybrid]", help="How people meet.")
    ] = None,
    speaker: Speakers = None,
    issue: Issues = None,
    description: Description = None,
    image: Image = None,
    alt: Alt = None,
    caption: Caption = None,
    credit: Credit = None,
    note: Note = None,
    for_whom: Annotated[AudienceName | None, typer.Option("--audience", help="Who may see it at all.")] = None,
    status: Annotated[
        Literal["confirmed", "tentative"] | None, typer.Option("--status", help="How sure it is.")
    ] = None,
    minutes: Minutes = None,
    reason: Reason = None,
    by: By = None,
    lang: Lang = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Change an event by the fields that are given, without any in your editor; or one date of a series of events.

    An empty text takes a field out. Speakers and issues stand in place of those before. With another day its file
    is renamed, and what names it is changed along. --minutes, --reason and --by are for dates of a series. With --lang
    the texts are those of another language, and the event's own stay.

    Example: lacwg events edit haiti --start "Dec 10 7pm" --place "City Hall"
    """
    run = Run(data, json=json, plain=plain)
    given = {
        "title": title, "place": place, "url": url, "description": description, "format": format_,
        "speakers": speaker, "issues": issue, "image": image, "alt": alt, "caption": caption, "credit": credit,
        "audience": for_whom, "status": status, "join_url": join_url, "dial_in": dial_in, "host_key": host_key,
        "note": note,
    }  # fmt: skip
    times = {"start": start, "end": end, "duration": duration, "timezone": timezone, "all_day": all_day or None}
    if lang is not None:
        _translate(run, event, lang, {**times, **given, "minutes": minutes, "reason": reason, "by": by},
                   public_link=public_link, dry_run=dry_run)  # fmt: skip
        return
    if queries.names_date(event):
        _refuse_for_dates(event, {**times, **given})
        decided = dates.decision(run, reason, by, public_link=public_link)
        edits = placing.edits(
            title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
            host_key=host_key, note=note, format_=_format(format_), description=description,
        )  # fmt: skip
        dates.save_edit(run, event, None, edits, minutes, decided, dry_run=dry_run)
        return
    loaded = run.store.events.load(run.store.events.find(event))
    _refuse_for_events(loaded.record, minutes, reason, by)
    fields, picture = event_fields.edits(run, loaded.record, {**given, "reason": reason}, public_link=public_link)
    if status is not None:
        fields["reason"] = None
    times = {key: value for key, value in times.items() if value is not None}
    if fields or times or picture is not None:
        _edit(run, loaded, fields, times, picture, dry_run=dry_run)
    elif dry_run:
        raise UsageError("--dry-run shows what options would do, and none is given", hint="as: --place TEXT")
    else:
        _in_editor(run, loaded.record.id)


def _translate(
    run: Run, event: str, language: Language, typed: dict[str, Any], *, public_link: bool, dry_run: bool
) -> None:
    """Writes texts in another language into the table of that language, of an event or of one date of a series."""
    options = {"speakers": "--speaker", "issues": "--issue"}
    named = {options.get(key, f"--{key.replace('_', '-')}"): each for key, each in typed.items()}
    if queries.names_date(event):
        dates.save_words(run, event, None, language, named, public_link=public_link, dry_run=dry_run)
        return
    translations.refuse(run, language, Event, named)
    loaded = run.store.events.load(run.store.events.find(event))
    gone = {"title": None} if typed["title"] == "" else {}  # of which an event itself needs one
    texts, _ = event_fields.edits(run, loaded.record, typed | gone, public_link=public_link)
    texts |= gone
    new = translations.worded(loaded.record, language, texts)
    saved, changed = Saved(loaded.record, loaded.record.id), new != loaded.record
    if changed:
        saved = event_saving.save(run, loaded, new, dry_run=dry_run)
    event_saving.show(run, saved, event_saving.told(saved, changed=changed, dry_run=dry_run), dry_run=dry_run)


def _edit(
    run: Run,
    loaded: Loaded[Event],
    fields: dict[str, Any],
    times: dict[str, Any],
    picture: Picture | None,
    *,
    dry_run: bool,
) -> None:
    """Changes the fields and the times of an event that were given, saves it and shows it."""
    old = loaded.record
    new = replace(old, **fields)
    if times:
        new = event_saving.retimed(run, new, event_saving.occurrence_of(run, old), **times)
    new, told_of = followed(old, new)
    changed = new != old or picture is not None
    saved = Saved(old, old.id)
    if changed:
        saved = event_saving.save(run, loaded, new, picture=picture, dry_run=dry_run)
    if fields.get("image") or picture is not None:
        event_fields.tell_of_alt(run, old, saved.event, given=bool(fields.get("alt")))
    told = event_saving.told(saved, changed=changed, dry_run=dry_run)
    event_saving.show(run, saved, told, dry_run=dry_run)
    translations.tell(run, told_of, f"lacwg events edit {saved.event.id}")


_DATES_HAVE = ("title", "place", "url", "description", "format", "join_url", "dial_in", "host_key", "note")


def _refuse_for_dates(event: str, given: dict[str, Any]) -> None:
    """Raises ``UsageError`` for what one date of a series cannot have."""
    hints = {
        "start": f"as: lacwg events move {event} --to WHEN",
        "duration": "as: --minutes 90",
        "end": "as: --minutes 90",
        "status": f"as: lacwg events cancel {event} --reason TEXT",
    }
    options = {"speakers": "--speaker", "issues": "--issue", "all_day": "--all-day"}
    for key, value in given.items():
        if value is not None and key not in _DATES_HAVE:
            raise UsageError(
                f"{options.get(key, f'--{key}')} is for an event of its own, and not for one date of a series",
                hint=hints.get(key, f"make it one: lacwg events copy {event} --start WHEN"),
            )


def _refuse_for_events(event: Event, minutes: int | None, reason: str | None, by: str | None) -> None:
    """Raises ``UsageError`` for what an event of its own cannot have."""
    if minutes is not None:
        raise UsageError("--minutes is for a date of a series", hint=f"as: --duration {minutes}m")
    if by is not None:
        raise UsageError("--by is for a date of a series", hint="an event of its own does not say who decided it")
    if reason is not None and event.status != "cancelled":
        raise UsageError(
            "--reason says why an event is cancelled, and it is not",
            hint="a remark among coordinators: --note TEXT; one for everybody: --description TEXT",
        )


def _format(typed: str | None) -> Format | None:
    return cast("Format | None", event_fields.format_of(typed or ""))


def _in_editor(run: Run, record_id: str) -> None:
    """Lets somebody edit the record's text. What cannot be saved stays as a draft, and can be gone on with."""
    before = run.store.events.read(record_id)
    saved = Saved(before, record_id)

    def save(edited: Edited[Event]) -> Event:
        nonlocal saved
        saved = event_saving.save(
            run, Loaded(edited.before, edited.base_text), edited.record, text=edited.text, dry_run=False
        )
        return saved.event

    result = text_editing.in_editor(
        run,
        lambda store: store.events,
        record_id,
        again=f"lacwg events edit {record_id}",
        instead='--start "Dec 10 7pm"',
        steps=Steps(check=lambda edited: _check(run, edited), save=save),
    )
    told = event_saving.told(saved) if result.changed else "Nothing was changed."
    event_saving.show(run, saved, told)
    left = [each for each in followed(before, saved.event)[1] if not each.gone]  # what is gone, check tells of
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
