"""Which records a text means: ids before beginnings, beginnings before titles, and several by their names."""

from __future__ import annotations

import pytest

from lacwg.store.ids import fitting

TITLES = {
    "john-ratliff": "John Ratliff",
    "ana-lopez": "Ana López",
    "jorgen": "Jørgen Bjørk",
    "elton": "Elton John Ratliff",
    "ana": "Anabel",
    "2026-12-03-haiti": "Film: Haiti's long night",
    "2026-05-01-march": "May Day march",
    "2027-05-01-march": "May Day march",
    "images/Haiti.png": "",
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ana", ["ana"]),  # an exact id wins over beginnings and names
        ("Ana", ["ana"]),
        ("JOHN", ["john-ratliff"]),  # the only one that it begins
        ("  john   ratliff ", ["john-ratliff"]),  # a whole name wins over the same words in another
        ("ratliff", ["john-ratliff", "elton"]),
        ("lopez", ["ana-lopez"]),
        ("LÓPEZ ana", ["ana-lopez"]),
        ("bjork", ["jorgen"]),
        ("Anabél", ["ana"]),
        ("an", ["ana-lopez", "ana"]),
        ("haiti", ["2026-12-03-haiti"]),  # the whole id but for the date
        ("film haiti", ["2026-12-03-haiti"]),
        ("Film: Haiti’s long", ["2026-12-03-haiti"]),
        ("night fil", ["2026-12-03-haiti"]),
        ("march", ["2026-05-01-march", "2027-05-01-march"]),
        ("may day march", ["2026-05-01-march", "2027-05-01-march"]),
        ("2027-05", ["2027-05-01-march"]),
        ("images/haiti.png", ["images/Haiti.png"]),
        ("images/Haiti.png", ["images/Haiti.png"]),
        ("ratlif x", []),
        ("atliff", []),  # words are known by their beginnings
        ("?!", []),
        ("", []),
    ],
)
def test_what_a_text_means(text: str, meant: list[str]) -> None:
    assert fitting(text, TITLES, TITLES.items) == meant


def test_no_title_is_read_where_an_id_tells() -> None:
    def never() -> list[tuple[str, str]]:
        raise AssertionError

    assert fitting("haiti", TITLES, never) == ["2026-12-03-haiti"]
    assert fitting("john", TITLES, never) == ["john-ratliff"]
