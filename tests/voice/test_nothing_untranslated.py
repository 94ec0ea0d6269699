"""The templates say nothing of their own but phrases, and the catalogs hold no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from extracting import PACKAGE, used
from jinja2 import Environment

from lacwg.voice import Language, catalog

TEMPLATES = sorted((PACKAGE / "site" / "templates").glob("*.html"))
READ_ALOUD = re.compile(r"""\b(?:aria-label|title|alt|placeholder)="([^"]*)""")
WORDS = re.compile(r"[A-Z][a-z]+(?: |$)|[a-z] [a-z]")

THE_SAME = {"article", "website", "Google", "Outlook", "Microsoft 365"}
"""Open Graph's kinds of page, which are no words for people, and names."""


def bare(source: str) -> Iterator[str]:
    """The words of a template that are no phrase: between its tags, in what is read aloud, in its expressions."""
    before: list[str] = []
    data = ""
    for _, kind, text in Environment(autoescape=True).lex(source):
        if kind == "data":
            data += text
        elif kind == "string" and before[-2:] not in (["_", "("], ["count", "("]) and WORDS.match(text[1:-1].strip()):
            yield text
        elif kind not in ("whitespace", "comment"):
            data += "\0" if kind.endswith("_end") else ""
        if kind != "whitespace":
            before.append(text)
    yield from (found for found in READ_ALOUD.findall(data) if re.search("[A-Za-z]{2}", found))
    shown = re.findall(r"[A-Za-z]{2,}[^<\0]*", re.sub(r'<[^>]*>|[\w-]+="', "\0", data))
    yield from (text for text in shown if text not in THE_SAME)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_but_phrases(path) -> None:
    assert list(bare(path.read_text(encoding="utf-8"))) == []


def test_what_is_bare() -> None:
    source = '<p class="note" aria-label="Pages">Hello {{ _("World") }}{{ "Since" if x else "" }}</p>{{ x("h3") }}'
    assert list(bare(source)) == ['"Since"', "Pages", "Hello "]
    assert list(bare('<p class="a">{{ _("World", x=y) }}</p>{% if _("Hi there") %} · {% endif %}')) == []


@pytest.mark.parametrize("language", ["es", "pt", "fr", "ht"])
def test_no_phrase_is_translated_that_nothing_uses(language: Language) -> None:
    said = {each.phrase for each in used()}
    assert len(said) > 50
    assert sorted({each.rpartition("\x04")[2] for each in catalog.catalog(language)} - said) == []
