"""The catalogs: every phrase is translated, in every language, with the same names in it."""

from __future__ import annotations

import pkgutil
import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from extracting import in_python, in_template, used

from lacwg.records import Language
from lacwg.schedule.zones import zoneinfo
from lacwg.voice import catalog
from lacwg.voice.catalog import value_in
from lacwg.voice.names import place
from lacwg.voice.voice import voice

TRANSLATED: tuple[Language, ...] = ("es", "pt", "fr", "ht")


def read(language: str) -> Catalog:
    text = pkgutil.get_data("lacwg.voice", f"catalogs/{language}.po")
    assert text
    return read_po(BytesIO(text), locale=language, abort_invalid=True)


def entries(language: str) -> list[Message]:
    return [message for message in read(language) if message.id]


def forms(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def names(text: str) -> list[str]:
    return sorted(re.findall(r"\{[a-z_]+\}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_of_the_package_is_translated(language: Language) -> None:
    translated = catalog.catalog(language)
    missing = {
        f'# {each.where}\nmsgid "{each.phrase}"\n' + (f'msgid_plural "{each.many}"\n' if each.many else "")
        for each in used()
        if len(translated.get(each.phrase, ())) != (2 if each.many else 1)
    }
    assert not missing, f"put these into lacwg/voice/catalogs/{language}.po:\n" + "\n".join(sorted(missing))


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_whole_and_have_the_same_names_in_them(language: Language) -> None:
    for message in entries(language):
        assert not message.fuzzy, message.id
        ours, theirs = forms(message.id), forms(message.string)
        assert len(theirs) == len(ours), message.id
        for text in theirs:
            assert text.strip(), message.id
            assert names(text) == names(ours[0]), message.id
            assert text[-1] == ours[0][-1] or {text[-1], ours[0][-1]}.isdisjoint(":."), message.id
            assert "{" not in re.sub(r"\{[a-z_]+\}", "", text), message.id
            assert re.sub("[\u00a0\n]", " ", text).isprintable(), message.id
            assert "<" not in text, message.id


def test_the_catalogs_hold_the_same_phrases() -> None:
    held = {
        language: [forms(message.id) for message in entries(language) if message.context is None]
        for language in TRANSLATED
    }
    for language in TRANSLATED:
        assert len(held[language]) == len(set(held[language])) > 50
        assert set(held[language]) == set(held["es"]), language


def test_a_phrase_with_a_place_in_it_is_there_for_each_case_and_nothing_is_said_of_what_is_unknown() -> None:
    """Whole sentences, as a preposition and its article are one word: "na Cidade do México", "au Panama"."""
    for language in TRANSLATED:
        held = [(message.context, str(message.id)) for message in entries(language) if message.context]
        cases = {context for context, _ in held} - {"meeting"}
        zones = [place(zone, language)[1] for zone in zoneinfo.available_timezones()]
        assert cases == {each for each in zones if each}, language
        of_places = {phrase for context, phrase in held if context != "meeting"}
        assert {*held} >= {(case, phrase) for case in cases for phrase in of_places}
        if cases:
            assert of_places == {each.phrase for each in used() if "{city}" in each.phrase}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ("en la Ciudad de México y Managua", "hora de la Ciudad de México", "hora de Panamá", "hora de Asunción")),
        ("pt", ("na Cidade do México e em Manágua", "horário da Cidade do México", "horário do Panamá", "horário de Assunção")),
        ("fr", ("à Mexico et à Managua", "heure de Mexico", "heure du Panama", "heure d’Asunción")),
        ("ht", ("nan Meksiko ak Managwa", "lè Meksiko", "lè Panama", "lè Asunción")),
    ],
)  # fmt: skip
def test_places_in_sentences(language: str, said: tuple[str, ...]) -> None:
    say = voice(language)
    cities = [say.gettext("{city}", **say.place(f"America/{each}")) for each in ("Mexico_City", "Managua")]
    text = say.gettext("{hour} in {cities}", hour="16:00", cities=say.list_format(cities))
    for zone in ("Mexico_City", "Panama", "Asuncion"):
        place = say.place(f"America/{zone}")
        text += say.gettext("{rule} at {hour}, {city} time", rule="x", hour="17:00", **place)
    assert [each for each in said if each not in text] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_head_says_the_plurals_by_which_phrases_are_chosen(language: Language) -> None:
    written = read(language)
    assert written.num_plurals == 2
    assert ("n > 1" in written.plural_expr) == catalog.is_one(0, language)
    assert catalog.is_one(1, language)
    assert not catalog.is_one(2, language)


def test_french_has_its_blank_before_a_colon() -> None:
    for message in entries("fr"):
        for text in forms(message.string):
            assert not re.search(r"[^\u00a0][:;!?]", text), text


@pytest.mark.parametrize("language", ["es", "pt", "ht"])
def test_others_have_no_blank_before_a_colon(language: str) -> None:
    for message in entries(language):
        for text in forms(message.string):
            assert not re.search(r"\s[:;!?]", text), text


def test_what_is_found_in_code() -> None:
    source = 'w.gettext("One {name}", name=x)\n_("Two")\nw.ngettext("{count} a", "{count} b", n)\nt.count("x")\nw.gettext(x)\n'
    found = list(in_python(source, "m.py"))
    assert [(each.phrase, each.many, each.where) for each in found] == [
        ("One {name}", None, "m.py:1"),
        ("Two", None, "m.py:2"),
        ("{count} a", "{count} b", "m.py:3"),
    ]
    with pytest.raises(ValueError, match=r"m\.py:1: a phrase must stand there whole"):
        list(in_python('w.gettext(f"One {name}")', "m.py"))


def test_what_is_found_in_templates() -> None:
    source = (
        '<p>{{ _("One {name}", name=x) }}</p>\n{% if _("Two") %}{{ ngettext("{count} a", "{count} b", n) }}{% endif %}'
    )
    found = {(each.phrase, each.many, each.where) for each in in_template(source, "t.html")}
    assert found == {
        ("One {name}", None, "t.html:1"),
        ("Two", None, "t.html:2"),
        ("{count} a", "{count} b", "t.html:2"),
    }


def test_phrases_are_said() -> None:
    assert voice("es").gettext("Next meeting") == "Próxima reunión"
    assert voice("en").gettext("Past: {year}", year=2025) == "Past: 2025"
    assert voice("ht").gettext("Past: {year}", year=2025) == "Ki pase: 2025"
    assert voice("pt").gettext("Nobody has translated {this}", this="that") == "Nobody has translated that"
    one, many = "{count} minute", "{count} minutes"
    assert [voice("fr").ngettext(one, many, number) for number in (0, 1, 2)] == ["0 minute", "1 minute", "2 minutes"]
    assert [voice("es").ngettext(one, many, number) for number in (0, 1, 2)] == ["0 minutos", "1 minuto", "2 minutos"]
    assert [voice("en").ngettext(one, many, number) for number in (0, 1, 2)] == ["0 minutes", "1 minute", "2 minutes"]


def test_a_phrase_that_is_not_surely_translated_is_told_in_english() -> None:
    text = """
msgid "One"
msgstr "Uno"

#, fuzzy
msgid "Two"
msgstr "Doce"

msgid "Three"
msgstr ""

msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count} día"
msgstr[1] ""
"""
    assert catalog.read(text.encode(), "es") == {"One": ("Uno",)}
    assert catalog.read(b"", "es") == {}


def test_what_is_filled_in_is_text_and_nothing_else() -> None:
    say = voice("es").gettext
    assert say("Past: {year}", year="{year} {0} %s \\1") == "Pasados: {year} {0} %s \\1"
    assert say("{a.__class__} {a[0]} {0} {} {a!r} {a:>9}", a="x") == "{a.__class__} {a[0]} {0} {} {a!r} {a:>9}"
    with pytest.raises(KeyError):
        say("Past: {year}")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Join: {link}", "Join: x", "x"),
        ("({link})", "(x)", "x"),
        ("({link})", "(", None),
        ("a{x}a", "a", None),
        ("{title}", "", ""),
        ("Join: {link}", "join: x", None),
        ("Lien\u00a0: {link}", "Lien : x\u00a0y", "x\u00a0y"),
    ],
)
def test_what_stands_in_a_phrase(phrase: str, text: str, found: str | None) -> None:
    assert value_in(phrase, text) == found
