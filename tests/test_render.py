"""Tables and prose as a terminal shows them: nothing is lost, nothing is wider than it may be, and soon."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lacwg import render

cells = st.text(st.sampled_from("aé–-漢 \u0301😀"), max_size=30) | st.just("overlaps the vigil at noon in the library")
tables = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(cells, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def test_columns_line_up_by_what_a_terminal_shows() -> None:
    rows = [["Mié  9 Dic", "", "漢字", "x"], ["Thu", "", "a", "–"]]
    assert render.columns(rows, width=None) == "Mié  9 Dic   漢字   x\nThu          a      –\n"
    assert render.columns(rows, width=80) == render.columns(rows, width=None)


def test_the_columns_that_break_share_what_is_left() -> None:
    rows = [["2026-12-09", "A long title of a webinar", "in-person", "overlaps the vigil"], ["x", "Short", "", ""]]
    assert render.columns(rows, width=60, breaking=(1, 3)) == (
        "2026-12-09   A long title of   in-person   overlaps the\n"
        "             a webinar                     vigil\n"
        "x            Short\n"
    )
    assert render.columns(rows, width=70, breaking=(1,)).splitlines()[1:] == [
        "             webinar",
        "x            Short",
    ]


def test_a_word_that_is_longer_than_its_column_is_broken() -> None:
    shown = render.columns([["id", "https://example.org/a-long-link"]], width=25)
    assert shown == "id   https://example.org/\n     a-long-link\n"


def test_what_is_cancelled_is_dim_where_colour_is() -> None:
    rows = [["a", "cancelled"], ["b", ""]]
    assert render.columns(rows, width=80, colour=True) == "\x1b[2ma   cancelled\x1b[0m\nb\n"
    assert render.columns(rows, width=80) == "a   cancelled\nb\n"


def test_a_cell_is_one_line_and_no_escape_reaches_the_terminal() -> None:
    assert render.columns([["a\t \n b", "\x1b[2Jc"]], width=None) == "a b   \\x1b[2Jc\n"


@given(tables, st.integers(1, 60))
def test_no_word_is_lost_and_no_line_is_too_wide(rows: list[list[str]], width: int) -> None:
    shown = render.columns(rows, width=width, breaking=range(len(rows[0])))
    letters = re.compile(r"\s")
    assert sorted(letters.sub("", shown)) == sorted(letters.sub("", "".join(map("".join, rows))))
    least = len(rows[0]) * 11  # below that, a line goes on beyond the edge
    assert all(render.columns_of(line) <= max(width, least) for line in shown.splitlines())


@given(st.text(max_size=60))
def test_the_columns_of_a_text(text: str) -> None:
    shown = render.one_line(text)
    assert render.columns_of(shown) == cell_len(shown)


@pytest.mark.parametrize("cell", [" " * 200_000 + "x", "x" * 200_000, "x " * 100_000, "\t " * 100_000])
def test_long_cells(cell: str) -> None:
    shown = render.columns([["id", cell]], width=80)
    assert shown.count("x") == cell.count("x")
    assert max(map(len, shown.splitlines())) <= 80
