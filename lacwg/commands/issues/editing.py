"""``lacwg issues add | edit | remove``: positions and campaigns, with their bills and partners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, NamedTuple

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.issues import listing as issues
from lacwg.commands.issues.bills import (
    Ask,
    BillGiven,
    BillName,
    BillOption,
    BillUrl,
    Chamber,
    Checked,
    Number,
    RemoveBill,
    Session,
    Sponsor,
    Status,
    refuse_meeting_links,
    with_bill,
)
from lacwg.commands.meetings.records import DryRun
from lacwg.commands.shared import asking, translations
from lacwg.commands.shared.options import Data, Json, Plain, ids, issue_ids
from lacwg.commands.shared.output import NO_CHANGE, complete_after_writing, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.placing import Note, PublicLink
from lacwg.commands.shared.translations import Lang
from lacwg.errors import LacwgError, NoSuchRecordError, UsageError
from lacwg.records import AudienceName, Issue, Language
from lacwg.run import Run
from lacwg.schedule import countries
from lacwg.store.slugs import slug
from lacwg.text.fold import fold
from lacwg.voice.stale_translations import Followed, followed

app = typer.Typer()

Id = Annotated[str, typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(issue_ids))]
Stance = Annotated[str | None, typer.Option("--stance", metavar="TEXT", help="What the group says on it.")]
Summary = Annotated[str | None, typer.Option("--summary", metavar="TEXT", help="What it is about.")]
Country = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="NAME", help="A country, as Honduras or HN; may be repeated."),
]
Partner = Annotated[
    list[str] | None,
    typer.Option("--partner", metavar="NAME", help="An organisation to work with; may be repeated."),
]
For = Annotated[AudienceName | None, typer.Option("--audience", help="Who may see it at all.")]


_TEXTS: Final = ("title", "stance", "summary")


class Given(NamedTuple):
    """What was typed of an issue itself; None: nothing, an empty text: what is there goes out."""

    title: str | None
    stance: str | None
    summary: str | None
    country: list[str] | None
    partner: list[str] | None
    remove_country: list[str] | None
    remove_partner: list[str] | None
    audience: AudienceName | None
    note: str | None
    public_link: bool


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    stance: Stance = None,
    summary: Summary = None,
    country: Country = None,
    partner: Partner = None,
    bill: BillOption = None,
    number: Number = None,
    chamber: Chamber = None,
    session: Session = None,
    sponsor: Sponsor = None,
    status: Status = None,
    checked: Checked = None,
    ask: Ask = None,
    url: BillUrl = None,
    audience: For = None,
    note: Note = None,
    public_link: PublicLink = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an issue: a position or a campaign. --number and what follows it is of the --bill.

    Example: lacwg issues add "Peru" --country Peru --bill "H.R. 100" --ask "support its passage"
    """
    run = Run(data, json=json, plain=plain)
    given = Given(title, stance, summary, country, partner, None, None, audience, note, public_link)
    of_bill = BillGiven(bill, None, number, chamber, session, sponsor, status, checked, ask, url)
    said = asking.one_line("the title", title)
    new, told = _changed(run, Issue(id=slug(said, "issue"), title=said), given, of_bill)

    def made(current: Run) -> Issue:
        ids_there = _refuse_twin(current, new)
        free, count = new.id, 1
        while free in ids_there:
            count += 1
            free = f"{new.id}-{count}"
        return replace(new, id=free)

    if dry_run:
        issue = made(run)
        told.append(f"Would be saved as {issue.id}; nothing was.")
    else:
        run.writable()
        with run.store.locked():
            issue = made(run)
            run.store.create(issue)
        run.done = f"The issue is saved as {issue.id}."
        told.append(undoable(f"Saved as {issue.id}"))
    _show(run, issue, told)


@app.command("edit")
def edit(
    issue: Id,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")] = None,
    stance: Stance = None,
    summary: Summary = None,
    country: Country = None,
    remove_country: Annotated[
        list[str] | None, typer.Option("--remove-country", metavar="NAME", help="Takes a country out.")
    ] = None,
    partner: Partner = None,
    remove_partner: Annotated[
        list[str] | None, typer.Option("--remove-partner", metavar="NAME", help="Takes a partner out.")
    ] = None,
    bill: BillOption = None,
    bill_name: BillName = None,
    number: Number = None,
    chamber: Chamber = None,
    session: Session = None,
    sponsor: Sponsor = None,
    status: Status = None,
    checked: Checked = None,
    ask: Ask = None,
    url: BillUrl = None,
    remove_bill: RemoveBill = None,
    audience: For = None,
    note: Note = None,
    public_link: PublicLink = False,
    lang: Lang = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Change an issue; without anything to change, open your editor on its record.

    --number and what follows it is of the --bill, which may be left out where there is one alone. An empty value,
    as --summary "", takes out what is there. --status counts as looked up today, unless --checked says otherwise.
    With --lang the texts are those of another language, and the issue's own stay.

    Example: lacwg issues edit honduras --bill "Berta Caceres Act" --number "H.R. 1945" --status "in committee"
    """
    run = Run(data, json=json, plain=plain)
    given = Given(title, stance, summary, country, partner, remove_country, remove_partner, audience, note, public_link)
    of_bill = BillGiven(bill, bill_name, number, chamber, session, sponsor, status, checked, ask, url, remove_bill)
    record_id = run.store.issues.find(issue)
    if lang is not None:
        _refuse_with(run, lang, given, of_bill)
    elif all(each is None for each in (*given[:-1], *of_bill)):
        _in_editor(run, record_id, dry_run=dry_run)
        return
    if dry_run:
        old = run.store.issues.read(record_id)
        record, told, told_of = _edited(run, old, given, of_bill, lang)
        _show(run, record, [*told, "Nothing was saved."])
        translations.tell(run, told_of, f"lacwg issues edit {record.id}")
        return
    run.writable()
    with run.store.locked():
        loaded = run.store.issues.load(record_id)
        record, told, told_of = _edited(run, loaded.record, given, of_bill, lang)
        if record == loaded.record:
            told = [NO_CHANGE]
        else:
            run.store.save(record, loaded.base_text)
            run.done = f"{record.id} is saved."
            told.append(undoable())
    _show(run, record, told)
    translations.tell(run, told_of, f"lacwg issues edit {record.id}")


def _refuse_with(run: Run, language: Language, given: Given, of_bill: BillGiven) -> None:
    """Raises ``UsageError`` for what does not go with ``--lang``."""
    named = {"name": "bill-name", "remove": "remove-bill"}
    bill = {f"--{named.get(key, key)}": each for key, each in of_bill._asdict().items()}
    own = {f"--{key.replace('_', '-')}": each for key, each in given._asdict().items()}
    translations.refuse(run, language, Issue, own | bill)


def _edited(
    run: Run, old: Issue, given: Given, of_bill: BillGiven, language: Language | None
) -> tuple[Issue, list[str], list[Followed]]:
    """The issue with what was typed, what people are to be told of it, and what became of its translations."""
    gone = language is not None and given.title == ""  # of which the issue itself needs one
    typed, told = _changed(run, old, given._replace(title=None) if gone else given, of_bill)
    if language is None:
        record, told_of = followed(old, typed)
        return record, told, told_of
    texts = {key: getattr(typed, key) for key in _TEXTS if getattr(given, key) is not None}
    if gone:
        texts["title"] = None
    return translations.worded(old, language, texts), told, []


def _in_editor(run: Run, record_id: str, *, dry_run: bool) -> None:
    """Opens somebody's editor on an issue's record."""
    from lacwg.commands.shared.text_editing import in_editor

    if dry_run:
        raise UsageError("--dry-run shows what options would do, and none is given", hint="as: --stance TEXT")
    result = in_editor(
        run,
        lambda store: store.issues,
        record_id,
        again=f"lacwg issues edit {record_id}",
        instead='--stance "TEXT"',
    )
    if result.changed:
        run.done = f"{record_id} is saved."
    _show(run, result.record, [undoable() if result.changed else "Nothing was changed."])


def _refuse_twin(run: Run, new: Issue) -> list[str]:
    """The ids of all issues. Raises ``LacwgError`` where one of them is called the same already."""
    for other in run.store.issues.all():
        if fold(other.title).split() == fold(new.title).split():
            raise LacwgError(
                f'there is an issue "{render.one_line(other.title)}" already',
                hint=f"change it: lacwg issues edit {other.id}",
            )
    return run.store.issues.ids()


def _changed(run: Run, old: Issue, given: Given, of_bill: BillGiven) -> tuple[Issue, list[str]]:
    """The issue with what was typed, and what people are to be told of it. Raises ``UsageError``."""
    refuse_meeting_links(
        {
            "the title": given.title,
            "--stance": given.stance,
            "--summary": given.summary,
            "--partner": "\n".join(given.partner or []),
        },
        public_link=given.public_link,
    )
    told: list[str] = []
    own: dict[str, Any] = {
        "countries": _listed(given.country, given.remove_country, old.countries, _country, "country"),
        "partners": _listed(given.partner, given.remove_partner, old.partners, _partner, "partner"),
    }
    if given.title is not None:
        own["title"] = asking.one_line("the title", given.title)
    if given.stance is not None:
        own["stance"] = asking.text("--stance", given.stance)
    if given.summary is not None:
        own["summary"] = asking.text("--summary", given.summary)
    if given.audience is not None:
        own["audience"] = given.audience
    if given.note is not None:
        own["private"] = replace(old.private, note=asking.text("--note", given.note))
    issue = replace(old, **own)
    today = queries.now(run).date()
    return with_bill(run, issue, of_bill, today, told, public_link=given.public_link), told


def _country(text: str) -> str:
    try:
        return countries.code(text)
    except countries.UnknownCountryError as error:
        raise UsageError(error.message, hint=error.hint) from None


def _partner(text: str) -> str:
    return asking.one_line("--partner", text)


def _listed(
    typed: Sequence[str] | None,
    gone: Sequence[str] | None,
    old: tuple[str, ...],
    reading: Callable[[str], str],
    what: str,
) -> tuple[str, ...]:
    """A list with what was typed added, each once; an empty text among it takes out what was there."""
    kept = [] if typed is not None and not all(each.strip() for each in typed) else list(old)
    for each in gone or []:
        wanted = reading(each) if each.strip() else ""
        fitting = [one for one in kept if fold(one).split() == fold(wanted).split()]
        if not fitting:
            there = ", ".join(kept) or "none"
            raise NoSuchRecordError(f'the issue has no {what} "{each}"', hint=f"those there are: {there}")
        kept.remove(fitting[0])
    for each in typed or []:
        if each.strip() and not any(fold(one).split() == fold(reading(each)).split() for one in kept):
            kept.append(reading(each))
    return tuple(kept)


def _show(run: Run, issue: Issue, told: Sequence[str]) -> None:
    """Prints an issue, and what was done to it."""
    show_result(
        run,
        people=lambda: issues.text(run, issue) + "".join(f"{render.one_line(each)}\n" for each in told),
        json=lambda: issues.as_json(issue),
        plain=lambda: [issues.plain_line(issue)],
    )
    complete_after_writing(run)
