"""``--lang`` on what goes out: exports, announcements and the mission, in five languages."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.records import LANGUAGES

TRANSLATED = [each for each in LANGUAGES if each != "en"]
TITLES = {"es": "Haití hoy", "pt": "Haiti hoje", "fr": "Haïti aujourd’hui", "ht": "Ayiti jodi a"}
WORDS = {
    "es": ("Ponentes", "Cuándo: jueves, 3 de diciembre de 2026 · 7:00–8:30 p.m. (hora de Nueva York, EST)"),
    "pt": ("Palestrantes", "Quando: quinta-feira, 3 de dezembro de 2026 · 19:00–20:30 (horário de Nova York, EST)"),
    "fr": ("Prises de parole", "Quand\u00a0: jeudi 3 décembre 2026 · 19:00–20:30 (heure de New York, EST)"),
    "ht": ("Moun k ap pale", "Kilè: jedi 3 desanm 2026 · 7:00–8:30 PM (lè Nouyòk, EST)"),
}
EXPORTS = (
    ("ics",),
    ("csv", "--for", "google"),
    ("csv", "--for", "spreadsheet"),
    ("csv", "--for", "the-events-calendar"),
    ("json",),
    ("jsonld",),
)


@pytest.fixture
def haiti(data: Path) -> Path:
    """An event in all languages, with a description in none but English."""
    folder = data / "events" / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    tables = "".join(f'[{code}]\ntitle = "{title}"\n' for code, title in TITLES.items())
    (folder / "2026-12-03-haiti.toml").write_text(
        'title = "Haiti today"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\n'
        'description = "What is going on there."\nissues = ["haiti"]\n'
        '[[speakers]]\nname = "A"\nabout = "of B"\n[speakers.es]\nabout = "de B"\n[[speakers]]\nname = "C"\n'
        f'{tables}[members]\njoin_url = "https://zoom.us/j/1"\n'
    )
    return data


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("export", EXPORTS)
def test_each_export_tells_its_texts_in_the_language(
    haiti: Path, run: Run, export: tuple[str, ...], language: str
) -> None:
    made = run("export", *export, "--lang", language)
    assert made.code == 0
    assert TITLES[language] in made.out
    assert "Haiti today" not in made.out
    assert "What is going on there." in made.out
    assert made.err.count("no ") >= 1
    assert made.err.count("yet: ") == 1
    assert "in English\n" in made.err


@pytest.mark.parametrize("export", [*EXPORTS, ("vcf",)])
def test_the_groups_own_language_is_what_is_told_without_one(haiti: Path, run: Run, export: tuple[str, ...]) -> None:
    plain, english = run("export", *export), run("export", *export, "--lang", "en")
    assert plain == english
    assert "no English" not in plain.err


@pytest.mark.parametrize("argv", [*(("export", *each) for each in EXPORTS), ("export", "vcf"), ("mission",),
                                  ("meetings", "announce"), ("events", "announce", "haiti")])  # fmt: skip
@pytest.mark.parametrize("language", ["de", "ES", "es-MX", "", "\x1b[31m"])
def test_a_language_that_we_do_not_speak_is_wrong_usage(
    haiti: Path, run: Run, argv: tuple[str, ...], language: str
) -> None:
    made = run(*argv, "--lang", language)
    assert (made.code, made.out) == (2, "")
    assert all(f"'{each}'" in made.err for each in LANGUAGES)
    assert "\x1b" not in made.err


def test_json_has_the_texts_in_place_and_no_tables_of_words(haiti: Path, run: Run) -> None:
    made = run("export", "json", "--lang", "es").json
    (event,) = [each for each in made["events"] if each["id"] == "2026-12-03-haiti"]
    assert made["language"] == "es"
    assert event["title"] == "Haití hoy"
    assert event["speakers"] == [{"name": "A", "about": "de B"}, {"name": "C"}]
    assert not {"es", "pt", "fr", "ht"} & event.keys()
    assert "language" not in run("export", "json").json


def test_json_ld_says_in_which_language_people_gather(haiti: Path, run: Run) -> None:
    made = json.loads(run("export", "jsonld", "--lang", "es", "--to", "2026-12-04").out)["@graph"]
    assert [(each["name"], each["inLanguage"]) for each in made] == [("Haití hoy", "en")]


def test_headings_stay_as_programs_read_them(haiti: Path, run: Run) -> None:
    for program in ("google", "the-events-calendar"):
        english, spanish = (run("export", "csv", "--for", program, "--lang", each).out for each in ("en", "es"))
        assert spanish.split("\n")[0] == english.split("\n")[0]
    assert "7:00 PM" in run("export", "csv", "--for", "google", "--lang", "fr").out


def test_a_translated_spreadsheet_does_not_replace_the_groups_own_words(haiti: Path, run: Run) -> None:
    before = tree(haiti)
    assert run("export", "csv", "--for", "spreadsheet", "--lang", "es", "-o", "es.csv").code == 0
    text = Path("es.csv").read_text(encoding="utf-8-sig")
    assert text.split("\n")[0].endswith(",translated_into")
    ran = run("import", "csv", "es.csv")
    assert ran.code == 0
    assert "it is your own calendar in Spanish" in ran.out
    assert tree(haiti) == before
    Path("es.csv").write_text(text.replace("2026-12-03 20:30", "2026-12-03 21:00"), encoding="utf-8-sig")
    assert run("import", "csv", "es.csv").code == 0
    kept = (haiti / "events" / "2026" / "2026-12-03-haiti.toml").read_text()
    assert "end = 2026-12-03T21:00:00" in kept
    assert 'title = "Haiti today"' in kept
    assert 'title = "Haití hoy"' in kept


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_announcement_in_the_language(haiti: Path, run: Run, language: str) -> None:
    made = run("events", "announce", "haiti", "--lang", language)
    assert made.code == 0
    speakers, when = WORDS[language]
    assert TITLES[language] in made.out.split("\n")[0]
    assert f"\n{when}\n" in made.out
    assert f"\n{speakers}\n" in made.out
    assert "What is going on there." in made.out
    for english in ("When", "Elsewhere", "Join:", "Speakers", " in ", "Haiti today"):
        assert english not in made.out.replace("What is going on", "").replace(" in person", ""), english
    assert "in English" in made.err


def test_the_mail_draft_says_its_languages(haiti: Path, run: Run) -> None:
    assert run("events", "announce", "haiti", "--lang", "es", "--eml", "es.eml").code == 0
    made = email.message_from_bytes(Path("es.eml").read_bytes(), policy=email.policy.default)
    assert made["Content-Language"] == "es, en"
    assert "Haití hoy" in made["Subject"]
    (calendar,) = made.iter_attachments()
    assert "SUMMARY:Haití hoy" in calendar.get_content()
    assert run("events", "announce", "haiti", "--eml", "en.eml").code == 0
    assert b"Content-Language" not in Path("en.eml").read_bytes()
    assert run("events", "announce", "haiti", "--lang", "es", "--json").json["language"] == "es"


def test_what_became_of_a_meeting_and_its_agenda(haiti: Path, run: Run) -> None:
    run("agenda", "add", "Haiti", "--minutes", "1")
    run("minutes", "edit", "next", "--audience", "members")
    run("meetings", "move", "next", "--to", "Dec 16 6pm", "--reason", "the hall is taken")
    text = run("meetings", "announce", "--lang", "pt").out
    assert text.startswith("Subject: Remarcada: ")
    assert "\nRemarcada (antes: quarta-feira, 9 de dezembro de 2026): the hall is taken\n" in text
    run("meetings", "cancel", "2026-12-16", "--reason", "flu")
    assert "\nAnnulée\u00a0: flu\n" in run("meetings", "announce", "2026-12-09", "--lang", "fr").out


def test_the_mission_and_what_is_not_translated(data: Path, run: Run) -> None:
    group = data / "group.toml"
    text = group.read_text()
    group.write_text(f'{text}\n[es]\nget_involved = "Escríbenos"\n')
    made = run("mission", "--section", "get-involved", "--lang", "es")
    assert (made.code, made.out, made.err) == (0, "Escríbenos\n", "")
    made = run("mission", "--lang", "ht")
    assert made.out == run("mission").out
    assert "1 text has no Haitian Creole yet: it stays in English" in made.err
    shape = run("mission", "--lang", "es", "--json").json
    assert shape["get_involved"] == "Escríbenos"
    assert shape["languages"] == {"mission": "en", "history": "en", "get_involved": "es", "photo": "en"}
    assert run("mission", "--section", "all", "--lang", "es").err.startswith("3 texts have no Spanish yet")


def test_what_is_not_translated_is_named(haiti: Path, run: Run) -> None:
    """``check`` does not ask for names, nor for what is over or not on the page."""
    event = haiti / "events" / "2026" / "2026-12-03-haiti.toml"
    said = r"\u001b[31m[bold]\nA long text" + " and on" * 100
    event.write_text(event.read_text().replace("What is going on there.", said))
    told = run("events", "announce", "haiti", "--lang", "ht").err
    assert told.startswith("4 texts have no Haitian Creole yet: they stay in English\n  ")
    for each in ('"of B"', '"Latin America and Caribbean Working Group"', " and 1 more\n  a translation stands in"):
        assert each in told
    assert r'"\x1b[31m[bold] A long text and on and on and on and on' in told
    assert '…", "of B"' in told
    assert max(map(len, told.split("\n"))) < 200
    assert "Haiti today" not in told
    assert "check" not in told


def test_a_group_that_speaks_spanish(haiti: Path, run: Run) -> None:
    group = haiti / "group.toml"
    group.write_text(group.read_text().replace('language = "en"', 'language = "es"'))
    event = haiti / "events" / "2026" / "2026-12-03-haiti.toml"
    event.write_text(event.read_text().replace("[es]\n", "[en]\n").replace("[speakers.es]", "[speakers.en]"))
    assert "Cuándo: " in run("events", "announce", "haiti").out
    english = run("events", "announce", "haiti", "--lang", "en")
    assert "When: Thursday, December 3, 2026" in english.out
    assert "Haití hoy" in english.out  # what stands in [en]
    assert "have no English yet: they stay in Spanish" in english.err
    run("export", "ics", "-o", "own.ics")
    before = tree(haiti)
    assert run("import", "ics", "own.ics").code == 0
    assert tree(haiti).keys() == before.keys()


HOSTILE = r"\u001b[31m\u202e=1+1\r\nBEGIN:VEVENT</script>[bold]\u0007"


@pytest.mark.parametrize("language", TRANSLATED)
def test_hostile_words_are_text(haiti: Path, run: Run, language: str) -> None:
    event = haiti / "events" / "2026" / "2026-12-03-haiti.toml"
    event.write_text(event.read_text().replace(f'"{TITLES[language]}"', f'"{HOSTILE}"'))
    for argv in (*(("export", *each) for each in EXPORTS), ("events", "announce", "haiti")):
        made = run(*argv, "--lang", language)
        assert made.code == 0, made.err
        assert not set("\x1b\u0007") & set(made.out + made.err), argv
        if argv[1] == "ics":
            assert "\nBEGIN:VEVENT</" not in made.out.replace("\r", "\n")


CANARY = "canario-que-no-sale-de-aqui"


@pytest.mark.parametrize("reader", ["public", "members"])
def test_translations_of_what_is_private_stay_here(haiti: Path, run: Run, reader: str) -> None:
    folder = haiti / "events" / "2026"
    (folder / "2026-12-04-secret.toml").write_text(
        f'title = "Secret"\nstart = 2026-12-04\naudience = "private"\n[es]\ntitle = "{CANARY}"\n'
    )
    (haiti / "contacts" / "zoe.toml").write_text(f'name = "Zoe"\nrole = "Organizer"\n[es]\nrole = "{CANARY}"\n')
    for export in (*EXPORTS, ("vcf",)):
        made = run("export", *export, "--lang", "es", "--audience", reader)
        assert made.code == 0
        assert CANARY not in made.out + made.err, export
    shown = run("events", "announce", "haiti", "--lang", "es", "--audience", reader).out
    assert ("zoom.us" in shown) == (reader == "members")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_announcement_that_was_copied_into_a_note_is_no_leak(haiti: Path, run: Run, language: str) -> None:
    text = run("events", "announce", "haiti", "--lang", language, "--audience", "public").out
    text = text.split("\n", 2)[2]  # after the subject
    event = haiti / "events" / "2026" / "2026-12-03-haiti.toml"
    event.write_text(f"{event.read_text()}[private]\nnote = '''\n{text}'''\n")
    for argv in (("events", "announce", "haiti"), ("export", "json"), ("export", "ics")):
        made = run(*argv, "--lang", language, "--audience", "public")
        assert made.code == 0, made.err
