"""TOML to records: each thing that can be wrong, with its line and how to mend it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from lacwg.errors import RecordError, UnsettledFileError
from lacwg.records import Contact, Event, Group, Issue, Series
from lacwg.store.toml.decode import decode
from lacwg.text.toml_text import line_of

EVENT = 'title = "A"\nstart = 2026-12-03T19:00:00\n'
SERIES = 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n'


def refused(text: str, kind: type, line: int | None, reason: str, hint: str = "") -> None:
    with pytest.raises(RecordError) as caught:
        decode(text, kind, lambda: "the/file.toml", None if kind is Group else "an-id")
    error = caught.value
    assert reason in error.message
    assert hint in (error.hint or "")
    assert error.where is not None
    assert (error.where.path, error.where.line) == ("the/file.toml", line)


@pytest.mark.parametrize(
    ("text", "kind", "line", "reason", "hint"),
    [
        ("", Event, None, "the file is empty", "write the record"),
        ("# only a comment\n", Event, None, "the file is empty", ""),
        ("title = A\n", Event, 1, "not TOML", "text stands in quotes"),
        ('title = "A"\ntitle = "B"\n', Event, 2, "not TOML", ""),
        ("start = 2026-13-01\n", Event, 1, "not TOML", ""),
        ('title = "A', Event, None, "not TOML", ""),
        ('title = "A"\n', Event, None, '"start" is missing', "add a line: start = …"),
        (EVENT + "strat = 3\n", Event, 3, 'unknown key "strat"', 'did you mean "start"?'),
        (EVENT + "zzz = 3\n", Event, 3, 'unknown key "zzz"', "the keys are audience"),
        (EVENT + 'id = "x"\n', Event, 3, 'unknown key "id"', ""),
        (EVENT + '[es]\ntitel = "x"\n', Event, 4, 'unknown key "titel" in [es]', 'did you mean "title"?'),
        (EVENT + '[de]\ntitle = "x"\n', Event, 3, 'unknown key "de"', "under [en], [es], [pt], [fr], [ht]"),
        (EVENT + '[es-MX]\ntitle = "x"\n', Event, 3, 'unknown key "es-MX"', "under [en], [es], [pt], [fr], [ht]"),
        (EVENT + '[es]\nspeakers = "x"\n', Event, 4, 'unknown key "speakers" in [es]', "title"),
        (EVENT + '[[speakers]]\nname = "A"\n[speakers.de]\nabout = "x"\n', Event, 5, '"de"', "under [en], [es]"),
        (EVENT + 'de = "x"\n', Event, 3, 'unknown key "de"', "the keys are"),
        (EVENT + '[members]\njoin_ulr = "x"\n', Event, 4, 'unknown key "join_ulr" in [members]', "join_url"),
        ("title = 3\nstart = 2026-12-03\n", Event, 1, '"title" is a number', "text in quotes"),
        ('title = "A"\nstart = "2026-12-03"\n', Event, 2, "expected a date", ""),
        ('title = " "\nstart = 2026-12-03\n', Event, 1, '"title" is empty', ""),
        (EVENT + 'format = "onlin"\n', Event, 3, '"format" cannot be "onlin"', 'did you mean "online"?'),
        (EVENT + "sequence = -1\n", Event, 3, '"sequence" must be a whole number >= 0', ""),
        (EVENT + "end = 2026-12-03T18:00:00\n", Event, 3, '"end" is before the start', ""),
        (EVENT + "end = 2026-12-04\n", Event, 3, "both be dates", ""),
        (EVENT + "end = 2028-12-04T19:00:00\n", Event, 3, "a year at most", ""),
        (EVENT + "updated = 2026-12-04T19:00:00\n", Event, 3, "needs an offset", ""),
        (EVENT + '[[speakers]]\nname = "A"\n\n[[speakers]]\nname = 3\n', Event, 7, '"name" is a number', ""),
        (EVENT + 'speakers = [{ name = "A" }, { nam = "B" }]\n', Event, 3, 'unknown key "nam"', "name"),
        (SERIES + "start_time = 25:00:00\n", Series, 4, "not TOML", ""),
        (SERIES + 'until = "2027-01-01"\n', Series, 4, '"until" is text', "without quotes"),
        (SERIES + "until = 2027-01-01T00:00:00\n", Series, 4, '"until" is a date-time', "a date, such as"),
        (SERIES + 'start_time = "17:00"\n', Series, 4, '"start_time" is text', "17:00:00"),
        (SERIES + "until = 2025-01-01\n", Series, 4, '"until" is before since', ""),
        (SERIES + "[[exceptions]]\ndate = 2026-02-11\n[[exceptions]]\ndate = 2026-02-11\n", Series, 7, "stands twice", ""),
        (SERIES + "[[exceptions]]\ncancelled = true\n", Series, 4, '"date" is missing', ""),
        (SERIES + "[[changes]]\nfrom = 2025-01-01\n", Series, 5, "not after since", ""),
        (SERIES + "exceptions = 3\n", Series, 4, '"exceptions" is a number', "a list"),
        (EVENT + '[[pictures]]\nimage = "images/a.jpg"\n[[pictures]]\nalt = "B"\n', Event, 5, '"image" is missing; add', ""),
        (EVENT + '[[pictures]]\nimage = "../a.jpg"\n', Event, 4, '"image" is a file in the folder "images"', ""),
        ('title = "A"\ncountries = ["Cuba"]\n', Issue, 2, "not a country's code", "CU"),
        ('name = "A"\naudience = "all"\n', Contact, 2, '"audience" cannot be "all"', "public"),
        ('name = "A"\ntimezone = "UTC"\nuid_namespace = "x"\n', Group, 3, "not a UUID", ""),
    ],
)  # fmt: skip
def test_what_where_and_how_to_mend_it(text: str, kind: type, line: int | None, reason: str, hint: str) -> None:
    refused(text, kind, line, reason, hint)


@pytest.mark.parametrize(
    "text", [EVENT + "<<<<<<< ours\n", f'{EVENT}description = """\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n"""\n']
)
def test_a_merge_marker_stops_even_within_text(text: str) -> None:
    with pytest.raises(UnsettledFileError) as caught:
        decode(text, Event, lambda: "the/file.toml", "an-id")
    assert caught.value.where is not None
    assert caught.value.where.line == text[: text.index("<<<<")].count("\n") + 1


def test_nesting_without_end_is_an_error_like_any_other() -> None:
    refused("x = " + "[" * 100_000, Event, None, "", "")


@given(texts(max_size=200) | st.text("abc=[]{}\"'#\n.-0123456789:T", max_size=80))
def test_any_text_is_a_record_or_an_error_of_ours(text: str) -> None:
    for kind in (Event, Series, Contact, Issue, Group):
        try:
            decode(text, kind, lambda: "f", None if kind is Group else "an-id")
        except RecordError as error:
            assert error.hint is None or error.hint


TEXT = """\
a = 1
"q r" = 2
d.e = 3
[b]
c = 4
[[t]]
x = 1 # one
text = '''
x = 9
'''
[[t]]
x = 2
[t.u]
y = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1), (("q r",), 2), (("d", "e"), 3), (("b",), 4), (("b", "c"), 5), (("b", "missing"), 4),
        (("t", 0, "x"), 7), (("t", 1, "x"), 12), (("t", 1, "u", "y"), 14), (("t", 1), 11), (("nowhere",), None),
    ],
)  # fmt: skip
def test_lines(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TEXT, path) == line


def test_a_table_without_a_heading_stands_where_its_first_key_does() -> None:
    text = 'title = "x"\nes.title = "y"\nes.place = "z"\n[[a]]\nfr.b = 1\n'
    places = {("es",): 2, ("es", "title"): 2, ("es", "place"): 3, ("fr",): None, ("a", 0, "fr"): 5, ("a", 0): 4}
    assert {path: line_of(text, path) for path in places} == places


@pytest.mark.parametrize("key", ["x - at `$.y", "x - at `$.y`", "`", " - at `$"])
def test_a_key_may_look_like_a_place_in_a_message(key: str) -> None:
    with pytest.raises(RecordError) as caught:
        decode(f'title = "A"\nstart = 2026-12-03\n[members]\n"{key}" = 1\n', Event, lambda: "f", "an-id")
    assert f'unknown key "{key}" in [members]' in caught.value.message
    assert caught.value.where is not None
    assert caught.value.where.line == 4
