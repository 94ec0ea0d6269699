"""What of a record's text may be shown without ``--private``."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from strategies import toml_values

from lacwg.text.toml_text import has_private, redact_lines

HEAD = 'title = "Rally"'


@pytest.mark.parametrize(
    "private",
    [
        '[private]\nnote = "SECRET"',
        '# SECRET: ask Maria\n[private]\nnote = "x"',
        '["private"]  # SECRET\nnote = """\nSECRET\n[x]\nSECRET = 1"""',
        '[[speakers]]\nname = "Ana"\n[speakers.private]\nnote = "SECRET"',
        '[private.more]\nnote = "SECRET"',
        'private.note = "SECRET"',
        '# SECRET\nprivate.note = "x"',
        'private.note = """\nSECRET\n[x]\nSECRET"""',
        "private . note = '''\nSECRET\n'''",
        '"private" = {note = """\nSECRETA\nSECRETB"""}',
        "'private'.note = \"SECRET\"",
        '"pr\\u0069vate".note = "SECRET"',
        'private = {\n  note = "SECRET"\n}',
        'exceptions = [{date = 2026-12-09, private = {note = "SECRET"}},\n  {private = {note = "SECRET"}, place = "X"}]',
        'exceptions = [{date = 2026-12-09, "private" = {note = "SECRET"}}]',
        'issues = ["cuba"\n[private]\nnote = "SECRET"',  # not closed
        'about = """never closed\n[private]\nnote = "SECRET"',
        '[ private ]\nnote = "SECRET"',
        '[exceptions.private] # SECRET\nnote = "SECRET"',
        '[private\nnote = "SECRET"',
        '[[private]\nnote = "SECRET"',
        '[private = {note = "SECRET"}\n',
        'x = [\n["private"]\nnote = "SECRET"',
        '[private] [\n[x]\nnote = "SECRET"',
        'private = "SECRET',
    ],
)
def test_no_form_of_it_is_shown(private: str) -> None:
    shown = redact_lines(f"{HEAD}\n{private}\n")
    assert shown[0] == HEAD
    assert "SECRET" not in "\n".join(shown)
    assert has_private(f"{HEAD}\n{private}\n")


def test_what_only_speaks_of_it_is_shown() -> None:
    text = (
        "# a private remark\n\n"
        'title = "A private affair" # private\n'
        'description = """\nprivate = {a = 1}\n[private]\nno"""\n'
        'issues = ["private", "cuba", # private\n]\n'
        "\n# of the speakers\n[[speakers]]\nname = 'private'\n# the end\n"
    )
    assert redact_lines(text) == text.removesuffix("\n").split("\n")
    assert redact_lines("") == []
    assert not has_private(text)


VALUES = toml_values(["a", "b c", "é"])


@given(st.dictionaries(st.sampled_from(["title", "note", "x.y"]), VALUES), VALUES, st.booleans())
def test_without_anything_private_every_line_is_shown(values: dict[str, Any], secret: Any, multiline: bool) -> None:
    text = tomli_w.dumps(values, multiline_strings=multiline).replace("\r", "")
    whole = tomli.loads(text)
    assert redact_lines(text) == (text.removesuffix("\n").split("\n") if text else [])
    with_it = tomli_w.dumps({**whole, "private": {"note": ["SECRET", secret]}}, multiline_strings=multiline)
    assert "SECRET" not in "\n".join(redact_lines(with_it.replace("\r", "")))
