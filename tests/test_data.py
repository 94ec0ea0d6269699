"""The folder of the group's own: what its page said is in it."""

from __future__ import annotations

from pathlib import Path

from conftest import DATA


def test_every_fact_of_the_page_is_in_the_data() -> None:
    page = (Path(__file__).parent / "site" / "group-page.txt").read_text()
    held = "\n".join(path.read_text() for path in sorted(DATA.rglob("*.toml")))
    facts = [
        *[line for line in page.splitlines() if len(line) > 200],
        "Supporters of Venezuela’s leftist government rally in Caracas on Friday, Aug. 4, to celebrate the start of a constitutional convention.",
        "EFE/Miguel Gutierrez", "Latin America and Caribbean Working Group", "LA/CWG", "Massachusetts Peace Action",
        "2nd Wednesday", "17:00:00", "If you’d like to get involved please email", "John Ratliff", "Yoav Elinevsky",
        "Avi Chomsky and Gail Walker", "Cuba: Confronting the U.S. Blockade and Covid-19", "2021-09-22", "Wed Sep 22",
        "A Virtual presentation and Q&A exchange for Massachusetts, Connecticut and Maine Aviva Chomsky — author, "
        "A History of the Cuban Revolution and co-editor, The ...",
        "Berta Caceres Human Rights in Honduras Act", "Stop Arms to Mexico",
    ]  # fmt: skip
    for fact in facts:  # the page has no-break spaces here and there
        assert fact.replace("\xa0", " ") in held.replace("\xa0", " "), fact
