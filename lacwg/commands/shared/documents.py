"""A document in a file, or on a terminal: plots are bars of blocks, a year is a line of days for each month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from lacwg import render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.commands.export.exporting import MissingTranslations, is_standard_output
from lacwg.commands.shared.output import show_result
from lacwg.errors import UsageError
from lacwg.exporters.documents.document import Bars, Block, Document, Heat, Items, Notes, Table, Text
from lacwg.remotes import typesetter
from lacwg.run import Run
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import Untranslated

_FORMS: Final = {".html": "HTML", ".htm": "HTML", ".md": "Markdown", ".markdown": "Markdown", ".pdf": "PDF"}

_BAR: Final = 30
"""Columns of the longest bar, where there is room."""
_PARTS: Final = "█░"


def form_of(output: Path | None) -> str | None:
    """What a file is to hold, as its name says; None: the terminal has it. Raises ``LacwgError``."""
    if output is None or is_standard_output(output):
        return None
    form = _FORMS.get(output.suffix.lower())
    if form is None:
        raise UsageError(
            f"{output}: the name does not say in which form it is to be",
            hint=f"name it {output.stem or 'report'}.html; it may end in {', '.join(_FORMS)}",
        )
    if form == "PDF":
        typesetter.refuse_missing()
    return form


def rendered(run: Run, document: Document, form: str) -> bytes:
    """The document in a form."""
    from lacwg.exporters.documents import markdown, page

    if form != "PDF":
        return (page.html(document) if form == "HTML" else markdown.markdown(document)).encode()
    from lacwg.commands.print.printing import typeset
    from lacwg.exporters.documents.nodes import nodes

    foreign = {each for each in _texts(document) if isinstance(each, Untranslated)}
    return typeset(
        run, "document.typ", [nodes(document)], foreign=lambda text: document.records if text in foreign else None
    )


def look_through(document: Document, form: str | None, scanner: LeakScanner, missing: MissingTranslations) -> None:
    """Raises ``LeakError`` where something stands in it that is withheld; and notes what has no translation."""
    from lacwg.exporters.documents import markdown, page

    text = page.body(document) if form == "HTML" else markdown.markdown(document)
    scanner.refuse_leaks(text)
    missing.look_through(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


def hand_out(
    run: Run, document: Document, output: Path | None, json: Callable[[], Any], *, private: bool = False
) -> None:
    """Writes the document to a file in the form that its name says, or prints it."""
    if (form := form_of(output)) is not None and output is not None:
        write_output(output, rendered(run, document, form), private=private)
        run.message(f"Wrote {output}{', which only you can read' if private else ''}")
        return
    show_result(
        run,
        text=lambda: _text(document, run.width, colour=run.colour),
        json=json,
        plain=lambda: [
            (section.heading, *map(str, row))
            for section in document.sections
            for block in section.blocks
            for row in block_json(block)["rows"]
        ],
    )


def block_json(block: Block) -> dict[str, Any]:
    """A block for programs: its headings, and rows of cells; of a list or a text one each."""
    if isinstance(block, Items | Text | Notes):
        return {"columns": [], "rows": [[each] for each in block[0]] if isinstance(block, Items) else [[block.text]]}
    table = block if isinstance(block, Table) else block.table
    return {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def _text(document: Document, width: int | None, *, colour: bool) -> str:
    """The document in lines of ``width`` columns; None: as long as they come."""
    lines = [render.heading(document.title, colour=colour)]
    lines += [f"{render.wrapped(each, width=width)}\n" for each in document.about]
    for section in document.sections:
        lines += ["\n", render.heading(section.heading, colour=colour)]
        for number, block in enumerate(section.blocks):
            lines += ["\n" * bool(number), *_block(block, width)]
    return "".join(lines)


def _block(block: Block, width: int | None) -> Iterator[str]:
    if isinstance(block, Text | Notes):
        yield f"{render.wrapped(block.text, width=width)}\n"
    elif isinstance(block, Items):
        mark = "[ ]" if block.boxes else ""
        for each in block.items:
            line = "".join(each)
            yield render.labelled([(mark, line)], width=width) if mark else f"{render.wrapped(line, width=width)}\n"
    elif isinstance(block, Table):
        yield _table(block, width)
    elif isinstance(block, Bars):
        yield f"{block.title}\n"
        yield _bars(block, width)
    else:
        yield f"{block.title}\n"
        yield from _year(block)


def _table(table: Table, width: int | None) -> str:
    rows = [[*table.columns]] * bool(table.columns) + [[str(cell) for cell in row] for row in table.rows]
    words = [number for number in range(len(rows[0])) if not table.numeric(number)]
    widest = [max(map(render.columns_of, cells)) for cells in zip(*rows, strict=True)]
    shown = [
        [cell if n in words else " " * (widest[n] - render.columns_of(cell)) + cell for n, cell in enumerate(row)]
        for row in rows
    ]
    return render.columns(shown, width=width, breaking=words)


def _bars(bars: Bars, width: int | None) -> str:
    """The table with a bar in each row; where bars have parts, it stands below them."""
    room, (first, *columns) = _BAR if width is None else max(8, min(_BAR, width // 3)), bars.table.columns
    parts = dict(zip(bars.parts, _PARTS, strict=False))
    drawn = [
        "".join(mark * -(-room * each // bars.most) for each, mark in zip(bars.numbers(row), _PARTS, strict=False))
        for row in bars.table.rows
    ]
    if len(parts) == 1:
        rows = tuple((row[0], bar, *row[1:]) for row, bar in zip(bars.table.rows, drawn, strict=True))
        return _table(Table((first, "", *columns), rows), width)
    key = "   ".join(f"{mark} {bars.table.columns[n]}" for n, mark in parts.items())
    alone = tuple((row[0], bar) for row, bar in zip(bars.table.rows, drawn, strict=True))
    return f"{_table(Table((first, key), alone), width)}\n{_table(bars.table, width)}"


def _year(heat: Heat) -> Iterator[str]:
    widest = max(render.columns_of(name) for name, _ in heat.months)
    tens = "".join(f"{day:10}" for day in (10, 20, 30))
    yield f"{' ' * (widest + 3)}{tens}\n"
    for name, weeks in heat.months:
        days = [day for week in weeks for day in week if day is not None]
        marks = "".join("·123456789+"[min(heat.days.get(day, 0), 10)] for day in days)
        yield f"{name}{' ' * (widest - render.columns_of(name))}   {marks}\n"
