"""A document as one page of HTML that draws on nothing else: no script, and plots as SVG."""

from __future__ import annotations

import datetime as dt
import pkgutil
from html import escape

from lacwg.exporters.report.document import Bars, Document, Heat, Table
from lacwg.text.controls import escape_controls
from lacwg.voice.translation import Untranslated


def html(document: Document) -> str:
    """The page."""
    from jinja2 import Environment
    from markupsafe import Markup

    template, style = ((pkgutil.get_data(__package__, f"page.{kind}") or b"").decode() for kind in ("html", "css"))
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    told = environment.from_string(template).render(
        document=document,
        style=Markup(style),
        told=lambda text: isinstance(text, Untranslated),
        numeric=numeric,
        kind_of=_kind_of,
        lying=lambda bars: [*map(Markup, _lying(bars))],
        upright=lambda bars: Markup(upright(bars)),
        month=lambda heat, name, weeks: Markup(month(heat, name, weeks)),
    )
    return escape_controls(told).replace("\n\n", "\n") + "\n"


LONGEST = 19
"""Letters of a word that need not be broken on a telephone."""


def numeric(table: Table, column: int) -> bool:
    """Whether a column has numbers alone."""
    cells = [row[column] for row in table.rows]
    return column > 0 and any(isinstance(cell, int) for cell in cells) and not any(_is_word(cell) for cell in cells)


def _is_word(cell: str | int) -> bool:
    return isinstance(cell, str) and cell != "–"


def _kind_of(table: Table, cell: str | int, column: int) -> str:
    """How a cell is set: a number; what stays on one line where there is room; what has a word of any length."""
    if numeric(table, column):
        return "number"
    if max(map(len, str(cell).split()), default=0) > LONGEST:
        return "long"
    return "line" if not column and len(str(cell)) <= LONGEST else ""


def _value(row: tuple[str | int, ...], part: int) -> int:
    cell = row[part]
    return cell if isinstance(cell, int) else 0


def most(bars: Bars) -> int:
    """The greatest value of all bars, at least 1."""
    return max((sum(_value(row, part) for part in bars.parts) for row in bars.table.rows), default=0) or 1


def _lying(bars: Bars) -> list[str]:
    """A bar for each row of the table: what it says stands beside it."""
    drawn, whole = [], most(bars)
    for row in bars.table.rows:
        width = 100 * _value(row, bars.parts[0]) / whole
        rect = f'<rect class="first" width="{width:.1f}%" height="14"/>'
        drawn.append(f'<svg width="100%" height="14" aria-hidden="true">{rect}</svg>')
    return drawn


HEIGHT = 140
"""Of the highest of upright bars."""


def upright(bars: Bars) -> str:
    """Bars side by side, as wide as the page; where there is room, each with its number above it."""
    rows, whole = bars.table.rows, most(bars)
    step, named = 100 / max(1, len(rows)), len(rows) <= 26
    gap = min(step * 0.25, 1.0)
    width = min(step - gap, 6.0)
    parts = [f'<line class="axis" x1="0" x2="100%" y1="{HEIGHT + 20.5}" y2="{HEIGHT + 20.5}"/>']
    for number, (row, mark) in enumerate(zip(rows, bars.marks, strict=True)):
        left, top, middle = number * step + (step - width) / 2, HEIGHT + 20.0, (number + 0.5) * step
        for part, kind in zip(bars.parts, ("first", "second"), strict=False):
            high = HEIGHT * _value(row, part) / whole
            top -= high
            if high:
                size = f'y="{top:.1f}" width="{width:.2f}%" height="{high:.1f}"'
                parts.append(f'<rect class="{kind}" x="{left:.2f}%" {size}/>')
        if named:
            known = any(isinstance(row[part], int) for part in bars.parts)
            told = sum(_value(row, part) for part in bars.parts) if known else "–"
            parts.append(f'<text x="{middle:.2f}%" y="{top - 5:.1f}" text-anchor="middle">{told}</text>')
        if mark:
            parts.append(
                f'<text class="quiet" x="{middle:.2f}%" y="{HEIGHT + 37}" text-anchor="middle">{escape(mark)}</text>'
            )
    label = escape(bars.title, quote=True)
    return f'<svg role="img" aria-label="{label}" width="100%" height="{HEIGHT + 44}">{_joined(parts)}</svg>'


def _joined(parts: list[str]) -> str:
    """With blanks between texts: word processors show these alone."""
    return "\n".join(parts)


CELL = 22


def month(heat: Heat, name: str, weeks: tuple[tuple[dt.date | None, ...], ...]) -> str:
    """A month of days, the darker the more there is on one; in a dark page the lighter."""
    parts = [f'<text class="name" x="0" y="13">{escape(name)}</text>']
    parts += [
        f'<text class="quiet" x="{x * CELL + 10}" y="31">{escape(day)}</text>' for x, day in enumerate(heat.weekdays)
    ]
    there = 0
    for y, week in enumerate(weeks):
        for x, day in enumerate(week):
            if day is None:
                continue
            level = min(3, heat.days.get(day, 0))
            there += level > 0
            left, top = x * CELL, 37 + y * CELL
            parts.append(f'<rect class="heat{level}" x="{left}" y="{top}" width="20" height="20" rx="3"/>')
            kind = f"on{level}" if level else "quiet"
            parts.append(f'<text class="{kind}" x="{left + 10}" y="{top + 14}">{day.day}</text>')
    label = escape(f"{name}: {there}", quote=True)
    high = 37 + len(weeks) * CELL
    return f'<svg role="img" aria-label="{label}" width="{7 * CELL - 2}" height="{high}">{_joined(parts)}</svg>'
