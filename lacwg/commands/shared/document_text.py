"""A document on a terminal: plots are bars of blocks, a year is a line of days for each month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lacwg import render
from lacwg.exporters.report.document import Bars, Block, Document, Heat, Items, Table, Text

_BAR: Final = 30
"""Columns of the longest bar, where there is room."""
_PARTS: Final = "█░"


def text(document: Document, *, width: int | None, colour: bool) -> str:
    """The document in lines of ``width`` columns; None: as long as they come."""
    lines = [render.heading(document.title, colour=colour)]
    lines += [f"{render.wrapped(each, width=width)}\n" for each in document.about]
    for section in document.sections:
        lines += ["\n", render.heading(section.heading, colour=colour)]
        for number, block in enumerate(section.blocks):
            lines += ["\n" * bool(number), *_block(block, width)]
    return "".join(lines)


def _block(block: Block, width: int | None) -> Iterator[str]:
    if isinstance(block, Text):
        yield f"{render.wrapped(block.text, width=width)}\n"
    elif isinstance(block, Items):
        mark = "[ ]" if block.boxes else ""
        for each in block.items:
            yield render.labelled([(mark, each)], width=width) if mark else f"{render.wrapped(each, width=width)}\n"
    elif isinstance(block, Table):
        yield _table(block, width)
    elif isinstance(block, Bars):
        yield f"{block.title}\n"
        yield from _bars(block, width)
    else:
        yield f"{block.title}\n"
        yield from _year(block)


def _table(table: Table, width: int | None) -> str:
    columns = len(table.rows[0]) if table.rows else 0
    rows = [[*table.columns]] * bool(table.columns) + [[str(cell) for cell in row] for row in table.rows]
    numeric = [any(isinstance(row[column], int) for row in table.rows) for column in range(columns)]
    widest = [max(render.columns_of(row[column]) for row in rows) for column in range(columns)]
    shown = [
        [" " * (widest[n] - render.columns_of(cell)) + cell if numeric[n] and n else cell for n, cell in enumerate(row)]
        for row in rows
    ]
    words = [number for number in range(columns) if not numeric[number] or not number]
    return render.columns(shown, width=width, breaking=words)


def _bars(bars: Bars, width: int | None) -> Iterator[str]:
    """A line for each bar, and what else the table says below them where that is more than numbers."""
    most = max((sum(_number(row[part]) for part in bars.parts) for row in bars.table.rows), default=0) or 1
    room = _BAR if width is None else max(8, min(_BAR, width // 3))
    rows = [
        [
            str(row[0]),
            "".join(
                mark * -(-room * _number(row[part]) // most) for part, mark in zip(bars.parts, _PARTS, strict=False)
            ),
            " + ".join(str(row[part]) for part in bars.parts if isinstance(row[part], int)) or "–",
        ]
        for row in bars.table.rows
    ]
    yield render.columns(rows, width=width, breaking=(0,))
    if len(bars.parts) > 1:
        names = zip(_PARTS, (bars.table.columns[part] for part in bars.parts), strict=False)
        yield f"{'   '.join(f'{mark} {name}' for mark, name in names)}\n"
    more = [number for number in range(1, len(bars.table.columns)) if number not in bars.parts]
    if more:
        kept = [0, *more]
        yield "\n"
        rest = Table(
            tuple(bars.table.columns[n] for n in kept),
            tuple(tuple(row[n] for n in kept) for row in bars.table.rows if any(row[n] != "–" for n in more)),
        )
        yield _table(rest, width) if rest.rows else ""


def _number(cell: str | int) -> int:
    return cell if isinstance(cell, int) else 0


def _year(heat: Heat) -> Iterator[str]:
    widest = max(render.columns_of(name) for name, _ in heat.months)
    tens = "".join(f"{day:10}" for day in (10, 20, 30))
    yield f"{' ' * (widest + 3)}{tens}\n"
    for name, weeks in heat.months:
        days = [day for week in weeks for day in week if day is not None]
        marks = "".join(_mark(heat.days.get(day, 0)) for day in days)
        yield f"{name}{' ' * (widest - render.columns_of(name))}   {marks}\n"


def _mark(count: int) -> str:
    return "·" if not count else str(count) if count < 10 else "+"
