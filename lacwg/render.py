"""What is found, as text: a table for people, JSON, or plain lines. Pure; nothing is printed here."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from lacwg.records import LANGUAGES
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.controls import escape_cell, escape_json
from lacwg.text.controls import escape_controls as escape_controls
from lacwg.text.controls import one_line as one_line

if TYPE_CHECKING:
    from lacwg.voice.voice import Voice

T = TypeVar("T")
PROSE: Final = 88
"""Columns beyond which prose is hard to read."""
_NO_BREAK: Final = "\xa0"


# Machines


def json_text(value: Any) -> str:
    """JSON for people and programs: indented, UTF-8, keys in our order, a line feed at the end."""
    return escape_json(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n"


def plain_text(rows: Iterable[Sequence[str | None]]) -> str:
    r"""Lines of values with tabs between them. Tabs and line ends within a value are written as ``\\t`` and ``\\n``."""
    return "".join("\t".join(escape_cell(value or "") for value in row) + "\n" for row in rows)


def markdown(text: str, *, width: int, colour: bool) -> str:
    """Markdown as it reads on a terminal: no boxes, and code as it is to be typed."""
    import io

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.padding import Padding
    from rich.text import Text
    from rich.theme import Theme

    class Left(Heading):
        LEVEL_ALIGN = {"h1": "left"}  # noqa: RUF012 - as rich has it

    class Indented(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Padding(Text(str(self.text).rstrip(), no_wrap=True, overflow="ignore"), (0, 0, 0, 4))

    class Page(Markdown):
        elements = {**Markdown.elements, "heading_open": Left, "fence": Indented, "code_block": Indented}  # noqa: RUF012

    styles = {f"markdown.{name}": "bold" for name in ("h1", "h2", "h3", "code", "table.header")}
    styles |= {"markdown.item.bullet": "none", "markdown.table.border": "none", "markdown.item.number": "none"}
    file = io.StringIO()
    system = {"color_system": "standard", "force_terminal": True} if colour else {"color_system": None}
    Console(file=file, width=width, theme=Theme(styles), legacy_windows=False, **system).print(
        Page(text, hyperlinks=False), crop=False
    )
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def iso(moment: dt.date | dt.datetime | None) -> str | None:
    """ISO 8601: a date, or a date-time with its offset."""
    return None if moment is None else moment.isoformat()


_TEXTS: Final = ("reason", "format", "place", "url", "description", "image", "alt", "caption", "credit")
MORE: Final = ("co_hosts", "register", "recording", "slides", "links", "geo", "access", "cost")
"""What few events have: absent where it is not given."""


def occurrence_json(occurrence: Occurrence, *, private: bool = False) -> dict[str, Any]:
    """The one JSON shape of all that happens."""
    moved = occurrence.original_start if occurrence.original_start != occurrence.start else None
    shape: dict[str, Any] = {
        "id": occurrence.id,
        "kind": occurrence.kind,
        "series": occurrence.series,
        "title": occurrence.title,
        "start": iso(occurrence.start),
        "end": iso(occurrence.end),
        "all_day": occurrence.all_day,
        "timezone": occurrence.zone.key,
        "status": occurrence.status,
        "change": occurrence.change,
        "original_start": iso(moved),
        **values_json(occurrence, *_TEXTS),
        "speakers": [values_json(each) for each in occurrence.speakers],
        "issues": list(occurrence.issues),
        "uid": occurrence.identity.uid,
        "members": record_json(occurrence.members),
        "warnings": [values_json(each) for each in occurrence.warnings],
    }
    shape |= {key: value for key, value in values_json(occurrence, *MORE).items() if value}
    if occurrence.pictures:
        shape["pictures"] = [values_json(each) for each in occurrence.pictures]
    if private:
        shape["private"] = record_json(occurrence.private)
    return shape


_SHOWN: Final = {
    "Series": "id kind title rule start_time minutes since until timezone format place url description issues",
    "Issue": "id title summary stance countries partners audience",
    "Contact": "pronouns email phone address languages audience",
    "MeetingRecord": "state approved_at audience chair notes",
    "Occurrence": " ".join(["id kind series title status change issues", *_TEXTS]),
}
"""Of what has more than is for all, or that is told in another way."""


def keys_of(kind: type[msgspec.Struct]) -> Sequence[str]:
    """What is printed as a table has it, by its keys in the file; words in other languages stand apart."""
    shown = _SHOWN.get(kind.__name__)
    return shown.split() if shown else [key for key in kind.__struct_encode_fields__ if key not in LANGUAGES]


def values_json(record: msgspec.Struct, *keys: str) -> dict[str, Any]:
    """These of a record's values, else those of ``keys_of``, by their keys in the file."""
    fields = dict(zip(record.__struct_encode_fields__, record.__struct_fields__, strict=True))
    values = {key: getattr(record, fields[key]) for key in keys or keys_of(type(record))}
    # what bears the mark that nobody has translated it is a text as any other
    return {key: str(each) if isinstance(each, str) else msgspec.to_builtins(each) for key, each in values.items()}


def record_json(record: msgspec.Struct, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """A record's table: what is given, by its keys in the file."""
    values: dict[str, Any] = msgspec.to_builtins(record, enc_hook=lambda value: iso(getattr(value, "value", None)))
    return {key: value for key, value in values.items() if key not in without and value not in (None, {}, [])}


def words_json(record: msgspec.Struct) -> dict[str, Any]:
    """What a record's table says in other languages, by their keys in the file; none that is not there."""
    said = {language: getattr(record, language) for language in LANGUAGES}
    return {language: record_json(words) for language, words in said.items() if words is not None}


def occurrence_plain(occurrence: Occurrence) -> tuple[str | None, ...]:
    """The plain line of all that happens: id, start, end, status, title, place."""
    return occurrence.id, *occurrence.span.iso, occurrence.status, occurrence.title, occurrence.place


# People


def status_column(occurrence: Occurrence, voice: Voice) -> str:
    """What is to be known of an occurrence beside its time: cancelled, moved, extra, tentative, warnings."""
    notes = [voice.status_note(occurrence, "list")]
    if occurrence.status == "tentative":
        notes.append(voice.gettext("tentative"))
    notes += [warning.message for warning in occurrence.warnings]
    return "; ".join(map(one_line, filter(None, notes)))


def columns(
    rows: Sequence[Sequence[str]], *, width: int | None, colour: bool = False, breaking: Sequence[int] = (-1,)
) -> str:
    """Rows in columns that line up, without rules or boxes; a column in which nothing stands is left out.

    The columns in ``breaking`` break between words where the line is too narrow; the others never do.
    ``width`` None: lines as long as they come.
    """
    if not rows:
        return ""
    used = [number for number in range(len(rows[0])) if any(row[number] for row in rows)]
    cells = [[_one_line_cell(row[number]) for number in used] for row in rows]
    widths = [max(map(columns_of, column)) for column in zip(*cells, strict=True)]
    if width is not None and used:
        widths = _narrowed(widths, {number % len(used) for number in breaking}, width)
    lines: list[str] = []
    for row in cells:
        dim = colour and any("cancelled" in cell for cell in row)
        lines += (f"\x1b[2m{line}\x1b[0m" if dim else line for line in _row_lines(row, widths))
    return "".join(f"{line}\n" for line in lines)


_GAP: Final = "   "
_NARROWEST: Final = 11
"""A column with its gap is not made narrower: a line then goes on beyond the terminal's edge."""


def _one_line_cell(text: str) -> str:
    text = escape_controls(text)
    return text if text.isprintable() else " ".join(filter(None, (part.strip() for part in re.split("[\t\n]", text))))


def _narrowed(widths: Sequence[int], breaks: Collection[int], room: int) -> list[int]:
    """The widths with those that may break made narrower, the widest first, until all have room."""
    gaps = [len(_GAP)] * (len(widths) - 1) + [0]

    def at_most(most: int) -> list[int]:
        return [
            min(width, most - gap) if number in breaks else width
            for number, (width, gap) in enumerate(zip(widths, gaps, strict=True))
        ]

    room -= sum(gaps)
    most = next((each for each in range(room, _NARROWEST, -1) if sum(at_most(each)) <= room), _NARROWEST)
    found = at_most(most)
    for number in sorted(breaks):
        found[number] += found[number] < widths[number] and sum(found) < room
    return found


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """A row, each cell in lines of its column's width."""
    sizes = [columns_of(cell) for cell in cells]
    if all(size <= width for size, width in zip(sizes, widths, strict=True)):
        padded = (f"{cell}{' ' * (width - size)}" for cell, size, width in zip(cells, sizes, widths, strict=True))
        return [_GAP.join(padded).rstrip()]
    parts = [
        [cell] if size <= width else _wrap(cell, width, fold=True)
        for cell, size, width in zip(cells, sizes, widths, strict=True)
    ]
    return [line for row in itertools.zip_longest(*parts, fillvalue="") for line in _row_lines(row, widths)]


def labelled(pairs: Iterable[tuple[str, str | None]], *, width: int | None) -> str:
    """``Label   value`` lines for what has a value; long values go on below themselves.

    Of a value of several lines, what a line goes on with is indented, so that each can be told.
    """
    given = [(label, escape_controls(value).strip("\n")) for label, value in pairs if value and value.strip("\n")]
    indent = max((len(label) for label, _ in given), default=0) + 3
    room = None if width is None else max(20, width - indent)
    lines = []
    for label, value in given:
        further = "  " if "\n" in value else ""
        parts = [wrapped(line, width=room).split("\n") for line in value.split("\n")]
        text = [f"{further if number else ''}{line}" for part in parts for number, line in enumerate(part)]
        lines.append(f"{label.ljust(indent)}{text[0]}")
        lines += [f"{' ' * indent}{line}".rstrip() for line in text[1:]]
    return "".join(f"{line}\n" for line in lines).replace(_NO_BREAK, " ")


def unbroken(text: str) -> str:
    """A few words that stay on one line where ``labelled`` breaks the others."""
    return text.replace(" ", _NO_BREAK)


def wrapped(text: str, *, width: int | None) -> str:
    """Prose in lines of at most ``width`` columns, or ``PROSE``; paragraphs stay. None: lines as they are."""
    text = escape_controls(text).strip("\n")
    if width is None:
        return text
    return "\n".join("\n".join(_wrap(line, min(width, PROSE))) for line in text.split("\n"))


def _wrap(line: str, width: int, *, fold: bool = False) -> list[str]:
    """One line broken between words; a word longer than a line stays whole, so that links can be clicked.

    ``fold``: such a word is broken too.
    """
    lines: list[str] = []
    here: list[str] = []
    used = 0
    for word in filter(None, line.split(" ")):
        size = columns_of(word)
        if here and used + 1 + size > width:
            lines.append(" ".join(here))
            here, used = [], 0
        if fold and size > width:
            from rich.cells import chop_cells

            *whole, word = chop_cells(word, width)
            lines += whole
            size = columns_of(word)
        used += size + (1 if here else 0)
        here.append(word)
    return [*lines, " ".join(here)]


_PERHAPS_WIDE: Final = "[^ -~\xa0-\xac\xae-\u02ff\u2010-\u2027]"
"""What is not of one column for certain, as letters with accents and dashes are."""


def columns_of(text: str) -> int:
    """Columns that a terminal gives to a text."""
    if text.isascii() or re.search(_PERHAPS_WIDE, text) is None:
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def heading(text: str, *, colour: bool) -> str:
    """A line that stands out where colour is allowed."""
    return f"\x1b[1m{one_line(text)}\x1b[0m\n" if colour else f"{one_line(text)}\n"


class Progress:
    """A bar on a terminal's standard error for what takes longer than a second; nothing before, or elsewhere."""

    PATIENCE: Final = 1.0

    def __init__(self, label: str, total: int, *, shown: bool, seconds: Callable[[], float]) -> None:
        """``seconds`` gives the seconds that have passed, as ``clock.seconds``."""
        self._label, self._total, self._seconds = label, total, seconds
        self._wait = seconds() + self.PATIENCE if shown else None
        self._done = 0
        self._bar: Any = None
        self._task: Any = None

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """The items, each done when the next is asked for."""
        for each in items:
            yield each
            self.tick()

    def tick(self, count: int = 1) -> None:
        """One more is done, or several."""
        before, self._done = self._done, self._done + count
        if self._wait is None or self._done // 16 == before // 16:
            return
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done, refresh=True)
        elif self._seconds() > self._wait:
            import shutil

            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            width, height = shutil.get_terminal_size()  # rich reads a COLUMNS that is no number, and ends
            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                console=Console(stderr=True, markup=False, width=width, height=height),
                transient=True, auto_refresh=False,
            )  # fmt: skip
            self._task = self._bar.add_task(self._label, total=self._total, completed=self._done)
            self._bar.start()  # without a thread of its own: work may be shared out among processes

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
