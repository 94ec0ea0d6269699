"""A TOML file as text: all of it taken apart, with the values where tomli has them, whatever else stands there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import toml_values

from lacwg.text import toml_text
from lacwg.text.toml_text import Path, TokenType, cut, joined, line_of, lost_comments, pieces, plain_value, tokens

ANY = st.text("ab=[]{}\"'#\\\n\r\t.,-01:é private", max_size=60) | st.text(max_size=40)
KEYS = ["a", "b-c", "x y", "é", "", 'q"', "d.e", "\n"]
DOCUMENTS = st.builds(
    lambda values, several: tomli_w.dumps(values, multiline_strings=several),
    st.dictionaries(st.sampled_from(KEYS), toml_values(KEYS), max_size=5),
    st.booleans(),
)
FORMS = """\
# about it
 a . "b c" . 'd' = 1   # one
list = [ "x", # two
  'y', { k = "z", "l\\u0069st" = [ [ "deep" ] ], }, 2026-12-09 10:00:00,
]
inline = {a.b = "1", c = {}}
several = \"\"\"
q""\\" w \\
   \"\"\"\"\"
raw = '''
'a' \\ # no comment
''''

[ t . u ] # three
x = ""
[[many]]
x = "0"
[[many.inner]]
[["many"]]
x = "1"
[many.inner.more]
y = ['''n''']
"""


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*path, key))
    else:
        yield path, value


@given(ANY | DOCUMENTS)
@example(FORMS)
def test_every_character_is_of_one_token(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start == at < token.end
        at = token.end
    assert at == len(text)
    assert "\n".join(line for _, lines in toml_text.statements(text) for line in lines) == text
    assert joined(cut(text)) == text


@given(ANY | DOCUMENTS | DOCUMENTS.map(lambda text: text.replace("\n", "\r\n")))
@example(FORMS)
@example(FORMS.replace("\n", "\r\n"))
@example("a = [{'b' = 1}, '''x''', [{c.d = [\n\"y\"]}]]\n")
def test_values_are_where_tomli_has_them(text: str) -> None:
    try:
        values = dict(leaves(tomli.loads(text)))
    except ValueError:
        return
    found = list(tokens(text))
    assert not [each for each in found if each.type in (TokenType.UNCLOSED, TokenType.OTHER)]
    strings = [each for each in found if each.type is TokenType.STRING]
    said = [piece.value.replace("\r\n", "\n") for piece in pieces(text) if piece.key is not None]
    assert dict(zip((each.path for each in strings), said, strict=True)) == {
        path: value for path, value in values.items() if isinstance(value, str)
    }
    others = {each.path for each in found if each.type is TokenType.VALUE}
    assert others == {path for path, value in values.items() if not isinstance(value, str)}


def test_a_place_in_what_a_string_says_is_one_in_the_text() -> None:
    text = 'a = "\\u00e9t\\"é"\nb = """\nA\\\n   B"""\n# c\n  # d\n\n# e\nf = \'\'\'\r\nx\'\'\'\n'
    for piece in pieces(text):
        shown = text[piece.place(0) : piece.place(len(piece.value))]
        assert shown in ('\\u00e9t\\"é', "A\\\n   B", "# c\n  # d", "# e", "x")
    assert [piece.key for piece in pieces(text)] == ["a", "b", None, None, "f"]
    assert [piece.value for piece in pieces(text)] == ['ét"é', "AB", "# c\n  # d", "# e", "x"]


def test_strings_that_are_left_open_are_texts_too() -> None:
    assert [(each.key, each.value) for each in pieces('name = "Ana Paz\nnote = """\nAna\n')] == [
        ("name", "Ana Paz"),
        ("note", "\nAna\n"),
    ]


def test_lines_of_what_stands_within_a_value() -> None:
    places: dict[Path, int | None] = {
        ("list", 1): 4, ("list", 2, "k"): 4, ("list", 2, "list", 0, 0): 4, ("list", 3): 4, ("list", 9): 3,
        ("inline", "a"): 6, ("a", "b c"): 2, ("raw",): 10, ("t", "u", "x"): 15, ("many", 1, "x"): 20,
        ("many", 1, "inner", "more", "y", 0): 22, ("zzz",): None,
    }  # fmt: skip
    assert {path: line_of(FORMS, path) for path in places} == places


def test_a_section_takes_the_comments_above_it_along() -> None:
    text = 'a = """\n# no"""\n[x]\n# mine\n\n# of y\n  # of y\n[[y]] # end\nb = """\n[z]\n"""\n'
    sections = cut(text)
    assert [(each.name, each.in_array, each.lead, each.body[-1]) for each in sections] == [
        ((), False, [], '# no"""'),
        (("x",), False, [], ""),
        (("y",), True, ["# of y", "  # of y"], ""),
    ]


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("a = 1 # one\n# two\n", "# two\na = 1\n", ["# one"]),
        ('a = "# no" # one\n', "", ["# one"]),
        ("a = [ # one\n  1, # two\n]\n", "a = [ # one\n 1 ]", ["# two"]),
        ('a = """\n# no\n""" \\# x\n', "", ["# x"]),
        ("# one of them\n", "# one\n", ["# one of them"]),
    ],
)
def test_comments_that_a_change_would_lose(before: str, after: str, lost: list[str]) -> None:
    assert lost_comments(before, after) == lost


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = 1\nend = 2026-12-03T10:00:00 # x\n", "2026-12-03T10:00:00 # x"),
        ("a = 1\n", ""),
        ("a = 1\nending = 2\n", None),
        ('a = 1\n"end" = 2\n', None),
        ("end = 2\n", None),
        ("a = [\n 1]\nend = 2\n", None),
    ],
)
def test_a_value_without_tokens(text: str, value: str | None) -> None:
    assert plain_value(text, "end") == value


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: '"' * n,
    "quotes of a value": lambda n: "a = " + '"' * 5 * n,
    "apostrophes": lambda n: "'" * n,
    "several lines never closed": lambda n: "a = '''\n" * n,
    "escapes never closed": lambda n: 'a = "' + '\\"' * n,
    "line ends of old": lambda n: 'a = "\\' + '\r\\"\\' * n,
    "keys in quotes": lambda n: '["a' * n + "\n" + '"\\"' * n,
    "brackets": lambda n: "a = " + "[" * n,
    "braces": lambda n: "a = " + "{a=" * n,
    "headings": lambda n: "[a" * n,
    "dots": lambda n: "[" + "a." * n + "a]\n" + "b = 1\n" * n,
    "tables": lambda n: "[[a]]\n" * n,
    "commas": lambda n: "a = [" + "," * n,
    "comments": lambda n: "# private\n" * n,
    "junk": lambda n: "? \\" * n,
}


def steps(function: Callable[[str], Any], text: str) -> int:
    """How many lines of the module are run."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename != toml_text.__file__:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count


def everything(text: str) -> None:
    list(pieces(text))
    cut(text)
    toml_text.redact_lines(text)
    toml_text.has_private(text)
    toml_text.written_values(text)
    lost_comments(text, "")
    line_of(text, ("a", 3, "b"))


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_twice_the_steps(name: str) -> None:
    once, twice = (steps(everything, HOSTILE[name](n)) for n in (200, 400))
    assert twice <= 2 * once + 200


@pytest.mark.parametrize("name", HOSTILE)
def test_what_patterns_look_through_is_linear_too(name: str) -> None:
    began = time.process_time()
    for _ in tokens(HOSTILE[name](50_000)):
        pass
    assert time.process_time() - began < 10  # a quarter of a second; an hour if a pattern went back
