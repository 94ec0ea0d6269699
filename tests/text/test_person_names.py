"""The parts of a name that address books sort by."""

from __future__ import annotations

import pytest

from lacwg.text.person_names import Name, structured


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana López", Name("López", "Ana")),
        ("John M. Ratliff", Name("Ratliff", "John", "M.")),
        ("Ana María de la Cruz", Name("de la Cruz", "Ana", "María")),
        ("Dr. Rosa Paz, Jr.", Name("Paz", "Rosa", "", "Dr.", "Jr.")),
        ("Rosa Paz III", Name("Paz", "Rosa", "", "", "III")),
        ("López García, Ana María", Name("López García", "Ana", "María")),
        ("CODEPINK", Name("", "CODEPINK")),
        ("de Silva", Name("Silva", "de")),
        (", Ana", Name("Ana", ",")),
    ],
)
def test_the_guess_at_a_family_name(name: str, parts: Name) -> None:
    assert structured(name) == parts
