"""What the verbs of ``lacwg export`` share: the view of an audience, and the handing over of what was made of it."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

import typer

from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.leak_scanner.searching import standing
from lacwg.audience.view import Reader, Seen, View, in_language, view_of
from lacwg.commands import queries
from lacwg.commands.options.verb import option
from lacwg.commands.shared.asking import agreed
from lacwg.errors import FieldError, UsageError
from lacwg.records import Contact, Event, Group, Language, Series
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.disk.write import write_output
from lacwg.text.controls import escape_controls, quoted
from lacwg.text.english import first_of, plural
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.translation import own_language

Lang = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help="Language of the text. Default: the group's own, which also stands in for what is not translated.",
    ),
]
Everything = Annotated[
    bool, typer.Option("--everything", help="With all that is private, to a file that only you can read.")
]
For = Annotated[Reader, typer.Option("--audience", help="Who will read it.")]


@dataclass(frozen=True)
class Target:
    """Where an export goes, for whom, and in which language."""

    output: Path | None = option("FILE", "Write to this file instead of standard output.", "-o", "--output")
    audience: For = "public"
    lang: Lang = None


def is_standard_output(output: Path | None) -> bool:
    """Whether it is to be written to standard output."""
    return output is None or str(output) == "-"


_SUFFIXES: Final = {
    "Markdown": ".md .markdown .txt", "HTML": ".html .htm", "a calendar": ".ics .ical .ifb", "CSV": ".csv .txt",
    "vCards": ".vcf .vcard", "JSON": ".json", "JSON-LD": ".jsonld .json", "a draft of a mail": ".eml",
    "a Word document": ".docx .doc", "an OpenDocument text": ".odt", "rich text": ".rtf", "PDF": ".pdf",
    "an Excel workbook": ".xlsx .xls", "an OpenDocument spreadsheet": ".ods",
    "a picture": ".png .jpg .jpeg .gif .svg .webp",
}  # fmt: skip
"""What files hold, by the ends of their names."""
NAMED: Final = 3
"""How many of the texts without a translation a message names."""
AHEAD = dt.timedelta(days=366)
"""How far formats of dated rows reach where nothing else is said."""


def refuse_other_suffix(form: str, *outputs: Path | None, hint: str = "") -> None:
    """Raises ``UsageError`` for a file whose name says that it holds something else than ``form``."""
    for output in filter(None, outputs):
        suffix, own = output.suffix.lower(), _SUFFIXES[form].split()
        meant = next((what for what, ends in _SUFFIXES.items() if suffix in ends.split()), None)
        if meant is not None and suffix not in own:
            raise UsageError(
                f"{output} would hold {form}, and its name says {meant}",
                hint=hint or f"name it {shlex.quote(str(output.with_suffix(own[0])))}",
            )


class MissingTranslations:
    """The texts of a view without a translation, and those of them that stand in what was made of it."""

    def __init__(self, group: Group, language: Language | None) -> None:
        self._group = group
        self._language = language
        self._without: dict[str, None] = {}
        self._shown: dict[str, None] = {}

    def mark(self, text: str) -> str:
        """Notes a text that has no translation, as ``audience.in_language`` meets them."""
        if text != self._group.short_name:  # an abbreviation is the same in every language
            self._without[text] = None
        return text

    def lacks(self, text: str) -> bool:
        """Whether a text is one of those."""
        return text in self._without

    def look_through(self, output: str) -> None:
        """Notes which of the texts people will read in an output."""
        if self._without:
            self._shown |= dict.fromkeys(standing(self._without, output))

    def of(self, texts: Iterable[str]) -> None:
        """Notes texts that are shown without a translation."""
        self._shown |= dict.fromkeys(texts)

    @property
    def anything(self) -> bool:
        """Whether something went out without a translation."""
        return bool(self._shown)

    def tell(self, run: Run) -> None:
        """Says which texts went out without a translation: ``check`` names those alone that it wants to have one."""
        if self._language is None or not self._shown:
            return
        count = len(self._shown)
        verb, stay = ("has", "it stays") if count == 1 else ("have", "they stay")
        own = own_language(self._group)
        place = ENGLISH_NAMES[own] if own else "the group's language"
        run.message(
            f"{plural(count, 'text')} {verb} no {ENGLISH_NAMES[self._language]} yet: {stay} in {place}"
            f"\n  {escape_controls(first_of([*map(quoted, self._shown)], NAMED))}"
            f"\n  a translation stands in a table [{self._language}] of the record"
        )


class Bounds(NamedTuple):
    """What is not over at ``start`` and begins before ``end`` goes out (None: no bound)."""

    start: dt.datetime | None
    end: dt.datetime | None

    def has(self, each: Occurrence) -> bool:
        """Whether one date lies within."""
        after = self.start is None or each.span.over_utc > self.start
        return after and (self.end is None or each.span.start_utc < self.end)

    def hold(self, dates: Callable[[], Iterator[Occurrence]]) -> bool:
        """Whether one of the dates lies within; also where they cannot be told, as the feed then says why."""
        if self.start is None and self.end is None:
            return True
        try:
            first = next((each for each in dates() if self.start is None or each.span.over_utc > self.start), None)
        except FieldError:
            return True
        return first is not None and (self.end is None or first.span.start_utc < self.end)


class Drawn(NamedTuple):
    """A view, and what is withheld from it: exporters get the view alone."""

    view: View
    scanner: LeakScanner
    missing: MissingTranslations


def window(run: Run, start: str | None, end: str | None) -> tuple[dt.datetime, dt.datetime]:
    """``--from`` and ``--to`` of a format of dated rows: today to twelve months on, unless they say otherwise."""
    first, last = queries.window(run, start, end)
    first = first or queries.midnight(run, queries.now(run).date())
    if last is not None and last <= first:
        raise UsageError(
            f'--to "{end}" is past, and dates go out from today on', hint="say also from when: --from DATE"
        )
    return first, last or max(first, queries.now(run)) + AHEAD


def draw(
    run: Run,
    reader: Reader,
    *,
    series: Iterable[Series] | None = None,
    events: Iterable[Event] | None = None,
    since: dt.date | None = None,
    also: Iterable[Literal["contacts", "issues", "meetings"]] = (),
    language: Language | None = None,
) -> Drawn:
    """What ``reader`` may see of the folder: the series and events that are given, else all, ``since`` a day.

    ``also``: what else is in the view. ``language``: in which it is told, else in the group's own.
    """
    store = run.store
    queries.group_zone(run)
    every_series, every_issue = list(store.series.all()), list(store.issues.all())
    seen = Seen.of(reader, every_series, every_issue)
    scanner = LeakScanner(reader, seen)
    scanner.withhold(store.group)
    contacts = list(scanner.tracking(store.contacts.all()))
    view = view_of(
        reader,
        store.group,
        scanner.tracking(every_series if series is None else series),
        scanner.tracking((event for _, event in store.events.since(since)) if events is None else events),
        contacts=contacts if "contacts" in also else (),
        issues=scanner.tracking(every_issue) if "issues" in also else (),
        meetings=scanner.tracking(store.meetings.all()) if "meetings" in also else (),
        seen=seen,
    )
    missing = MissingTranslations(store.group, language)
    return Drawn(view if language is None else in_language(view, language, missing.mark), scanner, missing)


def draw_contacts(run: Run, target: Target) -> Drawn:
    """The contacts that an audience may see; where there is none, it is said how one is."""
    drawn = draw(run, target.audience, series=(), events=(), also=("contacts",), language=target.lang)
    if not drawn.view.contacts:
        readers = "everybody" if target.audience == "public" else "every member"
        hint = f"if {readers} may have one: lacwg contacts edit ID --audience {target.audience}"
        run.message(f"No contact is for {readers}: there is nothing to export.\n  {hint}")
    return drawn


def everything(run: Run, target: Target, what: str, *, yes: bool) -> View | None:
    """The folder as it is, for whoever keeps it; None where somebody says no. ``what`` goes into the file.

    Raises ``UsageError`` where it would go anywhere but to a file.
    """
    if target.output is None or is_standard_output(target.output):
        raise UsageError("--everything has private notes in it, and goes to a file alone", hint="name one: -o FILE")
    if target != Target(target.output):
        raise UsageError(
            "--everything is for nobody else, and has all languages", hint="leave out --audience and --lang"
        )
    if not (yes or run.interactive):
        raise UsageError("--everything writes private notes to a file", hint="if that is meant: --yes")
    question = f"Write {what}, private notes too, to {target.output}?"
    if not agreed(run, question, yes=yes, otherwise="Nothing was written."):
        return None
    store = run.store
    return View(
        audience="members",
        language=own_language(store.group) or "en",
        group=store.group,
        series=tuple(store.series.all()),
        events=store.events.all(),
        contacts=tuple(store.contacts.all()),
        issues=tuple(store.issues.all()),
        meetings=tuple(store.meetings.all()),
    )


def tell_of_dates(run: Run, contacts: Sequence[Contact], today: dt.date) -> None:
    """Says of how many of the contacts no row and no card holds all."""
    of_each = [(any(role.from_ or role.to for role in each.roles), bool(each.away)) for each in contacts]
    if count := len(of_each) - of_each.count((False, False)):
        roles, away = map(any, zip(*of_each, strict=True))
        what = " or ".join(["roles with dates"] * roles + ["times away"] * away)
        has = f": it has the roles of today, {run.english.full_date(today)}" if roles else ""
        lost = (
            f"{plural(count, 'contact')} {'has' if count == 1 else 'have'} {what}, which such a file cannot hold{has}"
        )
        run.message(f"{lost}\n  to keep them: lacwg export json --everything -o FILE.json")


def write_private(run: Run, target: Target, data: bytes) -> None:
    """Writes a file that only whoever runs this can read."""
    assert target.output is not None
    write_output(target.output, data, private=True)
    run.message(f"Wrote {target.output}, which only you can read")
    run.complete()


def write(run: Run, output: Path | None, data: bytes, drawn: Drawn | None) -> None:
    """Hands over what an exporter made: to a file, at once, or to standard output.

    Raises ``LeakError`` where something stands in it that is withheld from what was ``drawn``; None: no record
    was drawn on.
    """
    if drawn is not None:
        text = data.decode()
        drawn.scanner.refuse_leaks(text)
        drawn.missing.look_through(text)
    if output is None or is_standard_output(output):
        run.out_as_it_is(data.decode())
    else:
        write_output(output, data)
        run.message(f"Wrote {output}")


def name_problems(run: Run, drawn: Drawn) -> None:
    """Puts the records that were left out of what was made among those that could not be read."""
    for problem in drawn.view.problems:
        run.store.problems.add(run.store.located(problem))


def finish(run: Run, drawn: Drawn) -> None:
    """Says what went out without a translation, and ends the command where records could not be read."""
    name_problems(run, drawn)
    drawn.missing.tell(run)
    run.complete()
