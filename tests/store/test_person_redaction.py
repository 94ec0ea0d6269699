"""A person in the texts of a TOML file: found, taken out, and nothing else touched."""

from __future__ import annotations

import time

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from lacwg.store.person_redaction import FORMER, Finder, Person
from lacwg.store.toml.encode import value_text
from lacwg.text.fold import fold
from lacwg.text.toml_text import pieces

ANA = Person(
    "ana-lopez",
    "Ana López",
    email="ana@example.org",
    phone="+1 617 555 0100",
    address="12 Elm St, Apt. 3\nBoston, MA 02101",
    others=("Luis Paz", "María Ana López Cruz"),
    is_meant=lambda text: text in ("ana-lopez", "Ana"),
)


@pytest.mark.parametrize(
    "said",
    [
        "Ana López", "ANA LOPEZ", "ana  lo\u0301pez", "López, Ana", "Lopez,Ana", "ana-lopez", "Ana_López",
        "Ana\u00a0López", "Ana\u200b López", "analopez", "ana@example.org", "ANA@EXAMPLE.ORG", "(617) 555-0100",
        "617.555.0100", "+16175550100", "1 617 555 0100", "12 Elm St, Apt. 3", "12 elm st. apt 3, Boston, MA 02101",
    ],
)  # fmt: skip
def test_what_is_found(said: str) -> None:
    text = f"notes = {value_text(f'ask {said}; today')}\n"
    assert Finder(ANA).without(text).text == f'notes = "ask {FORMER}; today"\n'


@pytest.mark.parametrize(
    "said",
    [
        "Ana", "López", "Anastasia López", "Ana Lópezson", "María Ana López Cruz", "- Ana\n- López", "Ana, López",
        "https://example.org/ana-lopez", "ana@example.org.mx", "juana@example.org", "617 555 01007", "Diana López",
        "112 Elm St, Apt. 3",
    ],
)  # fmt: skip
def test_what_is_somebody_else_or_may_be(said: str) -> None:
    text = f"notes = {value_text(said)}\n"
    assert Finder(ANA).without(text).text == text


def test_a_name_that_begins_in_a_link_is_found() -> None:
    assert Finder(ANA).without('a = "http://x.org/Ana López"\n').text == f'a = "http://x.org/{FORMER}"\n'


def test_what_people_must_look_at() -> None:
    text = 'notes = "Ana came"\n# see https://example.org/ana-lopez\nimage = "images/ana-lopez.jpg"\n'
    text += 'title = "María Ana López Cruz, and the lopez family"\n'
    found = Finder(ANA).without(text)
    assert found.places == ()
    assert [(each.line, each.what, each.text) for each in found.look] == [
        (1, "notes", "Ana"),
        (2, "comment", "ana-lopez"),
        (3, "image", "ana-lopez"),
        (4, "title", "lopez"),
    ]


def test_a_key_that_holds_a_person_is_taken_as_a_whole() -> None:
    text = 'chair = "ana-lopez"\npresent = ["Ana", "luis-paz", "Ana Cruz"] # Ana\nnotes = "Ana"\n'
    assert Finder(ANA).without(text).text == (
        f'chair = "{FORMER}"\npresent = ["{FORMER}", "luis-paz", "Ana Cruz"] # Ana\nnotes = "Ana"\n'
    )


def test_a_name_goes_on_in_the_next_line() -> None:
    text = '# asked by Ana\n#   López, twice\nnotes = """\nto Ana\nLópez \\\n   and Ana \\\n  López"""\n'
    assert Finder(ANA).without(text).text == (
        f'# asked by {FORMER}, twice\nnotes = """\nto {FORMER} \\\n   and {FORMER}"""\n'
    )


def test_windows_line_ends_stay() -> None:
    text = '# Ana\r\n# López\r\na = """\r\nAna\r\nLópez\r\nx"""\r\n'
    assert Finder(ANA).without(text).text == f'# {FORMER}\r\na = """\r\n{FORMER}\r\nx"""\r\n'


@pytest.mark.parametrize("part", ["a", "Ana ", "ana@", "617 ", "http://", "\\", "López, ", "12 Elm ", "é"])
def test_long_texts_take_their_time_only(part: str) -> None:
    text = f"notes = {value_text(part * (500_000 // len(part)))}\n"
    began = time.process_time()
    Finder(ANA).without(text)
    assert time.process_time() - began < 10


def test_escapes_and_quotes_stay_as_they_are() -> None:
    text = "a = \"\\tAna L\\u00f3pez\\n\\\"x\\\"\"\nb = 'C:\\Ana López\\n'\nc = '''it''s Ana López'''\n"
    text += 'd = """Ana López"""""\n"e" = "Ana López" # "Ana López\n'
    assert Finder(ANA).without(text).text == text.replace("Ana L\\u00f3pez", FORMER).replace("Ana López", FORMER)


def test_somebody_of_the_same_name_is_not_mixed_up() -> None:
    finder = Finder(ANA._replace(others=("ana lopez",)))
    found = finder.without('notes = "Ana López, ana@example.org"\nchair = "ana-lopez"\n')
    assert found.text == f'notes = "Ana López, {FORMER}"\nchair = "{FORMER}"\n'
    assert "Ana López" in [each.text for each in found.look]


def test_a_name_of_one_word_is_only_pointed_at() -> None:
    will = Person("will", "Will", is_meant=lambda text: text in ("will", "Will"))
    found = Finder(will).without('who = "will"\nnotes = "Will will come"\n')
    assert found.text == f'who = "{FORMER}"\nnotes = "Will will come"\n'
    assert [each.text for each in found.look] == ["Will", "will"]


def test_kept_keys_keep_the_name_but_not_the_address() -> None:
    finder = Finder(ANA, keep=frozenset({"title"}))
    found = finder.without('title = "Ana López (ana@example.org)"\nnote = "Ana López"\n')
    assert found.text == f'title = "Ana López ({FORMER})"\nnote = "{FORMER}"\n'


words = st.text(st.sampled_from("abcdeÁñüß \n\t\"'\\#=[]{}.,:é\u0301\u200b🕊"), max_size=12)
around = st.one_of(words, st.sampled_from(["Ana López", "ANA LOPEZ", "lópez, ana", "ana@example.org", "Ana", "López"]))
texts = st.lists(around, max_size=5).map(" ".join)
written = st.one_of(
    texts.map(value_text),
    texts.map(lambda text: f'"""\n{text}"""' if '"' not in text and "\\" not in text else value_text(text)),
    texts.map(lambda text: f"'''{text}'''" if "'" not in text else value_text(text)),
    texts.map(lambda text: '"' + "".join(f"\\u{ord(each):04x}" for each in text if ord(each) < 0x10000) + '"'),
)
comments = texts.map(lambda text: "".join(f"#{line}\n" for line in text.split("\n")))


@given(st.lists(st.tuples(written, comments), min_size=1, max_size=6))
def test_the_name_is_gone_and_all_else_stays(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"key{number} = {value} {comment}" for number, (value, comment) in enumerate(lines))
    finder = Finder(ANA)
    before = tomli.loads(text)
    found = finder.without(text)
    after = tomli.loads(found.text)
    assert after.keys() == before.keys()
    for value in (*after.values(), found.text):
        folded = fold(value)
        assert "ana lopez" not in folded
        assert "lopez, ana" not in folded
        assert "ana@example.org" not in folded
    assert finder.without(found.text).places == ()
    if not found.places:
        assert found.text == text
    # what is between the places stays: put back, the text is as it was
    assert found.text.count(FORMER) == len(found.places)
    parts = found.text.split(FORMER)
    at = 0
    for part in parts:
        at = text.index(part, at) + len(part)


@given(st.lists(st.tuples(written, comments), max_size=6))
def test_the_pieces_of_a_text_are_what_it_says(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"key{number} = {value} {comment}" for number, (value, comment) in enumerate(lines))
    said = {each.key: each.value for each in pieces(text) if each.key is not None}
    assert said == tomli.loads(text)
    for each in pieces(text):
        assert each.start <= each.place(0) <= each.place(len(each.value)) <= each.end
