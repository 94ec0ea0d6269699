"""Words in other languages typed with ``--lang``, and what becomes of them when a text is changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Run, tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import events, filled_texts

from lacwg.records import (
    LANGUAGES,
    Bill,
    BillWords,
    DayOrTime,
    EditWords,
    Event,
    EventWords,
    Issue,
    IssueWords,
    Speaker,
    SpeakerWords,
)
from lacwg.store.folder import Folder
from lacwg.store.store import Store
from lacwg.voice.stale_translations import without_stale, without_translations

EVENT = """\
# A remark.
title = "Haiti: solidarity"   # as on the poster
start = 2026-12-03T19:00:00
description = "Come."
uid = "a"
sequence = 2
updated = 2026-11-01T00:00:00Z

# In Spanish, by Ana.
[es]
title = "Haití: solidaridad"   # checked
description = "Vengan."

[[speakers]]
name = "Ana Pérez"
about = "a nurse"

[speakers.es]
about = "enfermera"

[members]
join_url = "https://meet.example.org/x"
"""
ID = "2026-12-03-haiti"


@pytest.fixture
def event(data: Path) -> Path:
    path = data / f"events/2026/{ID}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(EVENT)
    return path


def read(data: Path, record_id: str = ID) -> Event:
    return Store.read_only(Folder(data)).events.read(record_id)


def test_a_translation_goes_into_its_table_and_nothing_else_changes(event: Path, data: Path, run: Run) -> None:
    assert run("events", "edit", ID, "--lang", "es", "--title", "Haití  libre", "--dry-run").code == 0
    assert event.read_text() == EVENT
    edited = run("events", "edit", ID, "--lang", "es", "--title", "Haití  libre")
    assert (edited.code, edited.err) == (0, "")
    text = event.read_text()
    assert 'title = "Haití libre"   # checked\n' in text
    record = read(data)
    assert (record.title, record.sequence) == ("Haiti: solidarity", 3)  # a Spanish feed shows it
    assert (
        text.replace("Haití libre", "Haití: solidaridad").replace("sequence = 3", "sequence = 2").split("\n")[7:]
        == EVENT.split("\n")[7:]
    )
    assert run("undo").code == 0
    assert read(data).es == EventWords(title="Haití: solidaridad", description="Vengan.")


def test_a_new_table_stands_beside_the_others_or_before_the_arrays_and_members(
    event: Path, data: Path, run: Run
) -> None:
    run("events", "edit", ID, "--lang", "fr", "--title", "Haïti", "--description", "Venez.")
    text = event.read_text()
    assert (
        text.index("[es]") < text.index('[fr]\ntitle = "Haïti"\ndescription = "Venez."\n') < text.index("[[speakers]]")
    )
    event.write_text('title = "A"\nstart = 2026-12-03\n\n[members]\njoin_url = "https://x.example.org"\n')
    run("events", "edit", ID, "--lang", "ht", "--title", "B")
    assert '\n\n[ht]\ntitle = "B"\n\n[members]\n' in event.read_text()


def test_an_empty_text_takes_a_translation_out_and_an_empty_table_goes(event: Path, data: Path, run: Run) -> None:
    run("events", "edit", ID, "--lang", "es", "--title", "")
    assert read(data).es == EventWords(description="Vengan.")
    run("events", "edit", ID, "--lang", "es", "--description", "")
    assert read(data).es is None
    assert "[es]" not in event.read_text()
    assert "[speakers.es]" in event.read_text()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--lang", "en", "--title", "A"), "English is the language of the records"),
        (("--lang", "es"), "none is given"),
        (("--lang", "es", "--title", "A", "--start", "Dec 4"), "--start is the same in every language"),
        (("--lang", "es", "--title", "A", "--speaker", "Bo"), "--speaker is the same in every language"),
        (("--lang", "es", "--place", "Casa"), "there is no place that this would be the Spanish of"),
        (("--lang", "es", "--title", "https://zoom.us/j/1"), "where meetings are held"),
        (("--lang", "de", "--title", "A"), "de"),
        (("--lang", "es", "--title", "\udcff"), "UTF-8"),
    ],
)
def test_what_cannot_be_typed_with_lang(event: Path, data: Path, run: Run, argv: tuple[str, ...], said: str) -> None:
    before = tree(data)
    refused = run("events", "edit", ID, *argv)
    assert refused.code == 2
    assert said in refused.err
    assert tree(data) == before


def test_one_date_of_a_series(data: Path, run: Run) -> None:
    refused = run("meetings", "edit", "2026-12-09", "--lang", "es", "--title", "Retiro")
    assert (refused.code, "lacwg series edit monthly-meeting --lang es" in refused.err) == (2, True)
    run("meetings", "edit", "2026-12-09", "--title", "Retreat", "--reason", "winter")
    edited = run("meetings", "edit", "2026-12-09", "--lang", "es", "--title", " Retiro ", "--reason", "invierno")
    assert (edited.code, edited.err) == (0, "")
    series = Store.read_only(Folder(data)).series.read("monthly-meeting")
    assert series.exceptions[0].es == EditWords(title="Retiro", reason="invierno")
    assert (series.exceptions[0].title, series.exceptions[0].by) != ("Retiro", None)
    assert series.sequence == 2
    assert run("events", "edit", "monthly-meeting/2026-12-09", "--lang", "es", "--title", "").code == 0
    assert Store.read_only(Folder(data)).series.read("monthly-meeting").exceptions[0].es == EditWords(reason="invierno")
    before = tree(data)
    for argv in (("--place", "Casa"), ("--minutes", "9", "--title", "A"), ("--title", "https://zoom.us/j/1")):
        assert run("meetings", "edit", "2026-12-09", "--lang", "es", *argv).code == 2
    assert tree(data) == before


def test_issues_and_series(data: Path, run: Run) -> None:
    assert run("issues", "edit", "cuba", "--lang", "ht", "--title", "Kiba", "--stance", "Leve blokis la.").code == 0
    store = Store.read_only(Folder(data))
    assert store.issues.read("cuba").ht == IssueWords(title="Kiba", stance="Leve blokis la.")
    assert run("issues", "show", "cuba", "--json").json["ht"]["title"] == "Kiba"
    assert run("issues", "edit", "cuba", "--lang", "ht", "--title", "").code == 0
    assert store.issues.read("cuba").ht == IssueWords(stance="Leve blokis la.")
    for refused in (
        ("--country", "HT"),
        ("--bill", "A"),
        ("--remove-bill", "A"),
        ("--note", "A"),
        ("--audience", "public"),
    ):
        ran = run("issues", "edit", "cuba", "--lang", "ht", "--title", "Kiba", *refused)
        assert (ran.code, refused[0] in ran.err) == (2, True)
    assert run("series", "edit", "monthly-meeting", "--lang", "es", "--title", "Reunión mensual").code == 0
    series = store.series.read("monthly-meeting")
    assert (series.es and series.es.title, series.sequence) == ("Reunión mensual", 1)
    assert run("series", "edit", "monthly-meeting", "--lang", "es", "--url", "https://example.org").code == 2
    assert run("series", "edit", "monthly-meeting", "--lang", "es", "--title", "").code == 0
    assert store.series.read("monthly-meeting").es is None


def test_a_text_that_changes_leaves_its_translation_and_says_so(event: Path, data: Path, run: Run) -> None:
    edited = run("events", "edit", ID, "--title", "Haiti: freedom")
    assert edited.err == (
        f'The Spanish title is still of the one before; mend it: lacwg events edit {ID} --lang es --title "TEXT"\n'
    )
    assert read(data).es == EventWords(title="Haití: solidaridad", description="Vengan.")
    assert run("events", "edit", ID, "--place", "City Hall").err == ""


def test_a_text_that_goes_takes_its_translation_along(event: Path, data: Path, run: Run) -> None:
    edited = run("events", "edit", ID, "--description", "")
    assert edited.err == "The Spanish description went with the one that it was of.\n"
    assert read(data).es == EventWords(title="Haití: solidaridad")


def test_speakers_who_are_typed_again_keep_their_words(event: Path, data: Path, run: Run) -> None:
    run("events", "edit", ID, "--speaker", "Bo", "--speaker", "Ana Pérez: a nurse")
    assert read(data).speakers == (
        Speaker(name="Bo"),
        Speaker(name="Ana Pérez", about="a nurse", es=SpeakerWords(about="enfermera")),
    )
    told = run("events", "edit", ID, "--speaker", "Ana Pérez: a doctor").err
    assert told == "The Spanish speakers.about is still of the one before; mend it under [speakers.es]\n"


def test_a_reason_in_another_language_is_of_that_reason_only(event: Path, data: Path, run: Run) -> None:
    run("events", "cancel", ID, "--reason", "rain")
    run("events", "edit", ID, "--lang", "es", "--reason", "lluvia")
    words = read(data).es
    assert words is not None
    assert words.reason == "lluvia"
    told = run("events", "cancel", ID, "--reason", "snow")
    assert "The Spanish reason went with the one that it was of." in told.err
    words = read(data).es
    assert words is not None
    assert words.reason is None


def test_a_copy_takes_translations_along_but_not_those_of_another_title(event: Path, data: Path, run: Run) -> None:
    run("events", "copy", ID, "--start", "2027-01-07")
    copied = read(data, "2027-01-07-haiti")
    assert (copied.es, copied.speakers) == (read(data).es, read(data).speakers)
    told = run("events", "copy", ID, "--start", "2027-02-04", "--title", "Haiti again")
    assert "The Spanish title went with the one that it was of." in told.err
    assert read(data, "2027-02-04-haiti-again").es == EventWords(description="Vengan.")


def test_a_copy_of_a_date_of_a_series_has_its_words(data: Path, run: Run) -> None:
    path = data / "series/vigil.toml"
    path.write_text(
        'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nstart_time = 12:00:00\nsince = 2026-01-03\n'
        '[es]\ntitle = "Vigilia"\n[[exceptions]]\ndate = 2026-12-05\nplace = "Church"\n[exceptions.fr]\nplace = "Église"\n'
    )
    assert run("events", "copy", "vigil/2026-12-05", "--start", "2026-12-06").code == 0
    copied = read(data, "2026-12-06-vigil")
    assert (copied.es, copied.fr, copied.pt) == (EventWords(title="Vigilia"), EventWords(place="Église"), None)


def test_words_survive_what_happens_to_a_date(data: Path, run: Run) -> None:
    path = data / "series/monthly-meeting.toml"
    path.write_text(
        path.read_text()
        + '\n[[exceptions]]\ndate = 2027-01-13\nmoved_to = 2027-01-20\ntitle = "Retreat"\nreason = "snow"\n'
        '\n[exceptions.es]   # by Ana\ntitle = "Retiro"\nreason = "nieve"\n'
    )
    told = run("meetings", "move", "2027-01-20", "--to", "2027-01-21", "--reason", "ice")
    assert "The Spanish exceptions.reason went with the one that it was of." in told.err
    (one,) = Store.read_only(Folder(data)).series.read("monthly-meeting").exceptions
    assert one.es is not None
    assert (one.es.title, one.es.reason) == ("Retiro", None)
    assert "[exceptions.es]   # by Ana\n" in path.read_text()
    told = run("meetings", "edit", "2027-01-21", "--title", "Picnic")
    assert "The Spanish exceptions.title is still of the one before; mend it under [exceptions.es]" in told.err


def test_an_import_keeps_translations_and_tells_of_those_of_another_title(event: Path, data: Path, run: Run) -> None:
    sheet = data.parent / "events.csv"
    run("export", "csv", "--for", "spreadsheet", "-o", str(sheet))
    sheet.write_text(sheet.read_text().replace("Haiti: solidarity", "Haiti: freedom"))
    imported = run("import", "csv", str(sheet))
    assert imported.code == 0
    record = read(data)
    assert record.title == "Haiti: freedom"
    assert record.es == EventWords(title="Haití: solidaridad", description="Vengan.")
    assert "The Spanish title is still of the one before" in imported.out


def test_who_is_forgotten_is_gone_from_translations_too(data: Path, run: Run) -> None:
    (data / "contacts/ana-lopez.toml").write_text('name = "Ana López"\n[es]\nrole = "tesorera"\n')
    path = data / "issues/x.toml"
    path.write_text('title = "A"\nstance = "B"\n[es]\ntitle = "A"\nstance = "Según Ana Lopez, sí."\n')
    assert run("contacts", "forget", "ana-lopez", "--yes").code == 0
    assert path.read_text().count("Ana") == 0
    assert Store.read_only(Folder(data)).issues.read("x").es == IssueWords(
        title="A", stance="Según a former member, sí."
    )


def test_the_agenda_begins_with_the_words_of_its_template(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text(group.read_text() + '\n[[agenda]]\ntitle = "Welcome"\n[agenda.es]\ntitle = "Bienvenida"\n')
    assert run("agenda", "prepare").code == 0
    record = Store.read_only(Folder(data)).meetings.read("2026-12-09-monthly-meeting")
    assert record.agenda[0].es is not None
    assert record.agenda[0].es.title == "Bienvenida"


def test_a_picture_that_goes_takes_what_was_to_be_seen_in_it_along_in_every_language(data: Path, run: Run) -> None:
    path = data / f"events/2026/{ID}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        'title = "A"\nstart = 2026-12-03\nimage = "https://example.org/a.jpg"\nalt = "B"\n[es]\nalt = "C"\n'
    )
    assert "The Spanish alt went with the one that it was of." in run("events", "edit", ID, "--image", "").err
    assert read(data).es is None


def test_bills_keep_their_words_when_their_name_or_status_changes() -> None:
    words = BillWords(name="Ley", status="en comisión")
    old = Issue(id="x", title="A", bills=(Bill(name="Act", status="in committee", es=words),))
    new = Issue(id="x", title="A", bills=(Bill(name="Act of 2026", status="passed", es=words),))
    same, told = without_stale(old, new)
    assert same == new
    assert {(each.path, each.key, each.gone) for each in told} == {
        (("bills",), "name", False),
        (("bills",), "status", False),
    }


of_one_event = events(st.just((DayOrTime(dt.date(2026, 12, 3)), None)))


@given(of_one_event, of_one_event)
def test_no_translation_is_lost_but_of_a_text_that_is_gone_or_of_a_reason(old: Event, new: Event) -> None:
    made, told = without_stale(old, new)
    gone = {(each.language, each.key) for each in told if each.gone}
    for language in LANGUAGES:
        for key in EventWords.__struct_fields__:
            before, after = (getattr(getattr(each, language), key, None) for each in (new, made))
            if (language, key) in gone:
                assert after is None
                assert key == "reason" or not getattr(new, key)
            else:
                assert after == before
    assert without_stale(made, made) == (made, [])
    dropped, _ = without_translations(new, frozenset(["title"]))
    assert all(getattr(getattr(dropped, each), "title", None) is None for each in LANGUAGES)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=filled_texts(30))
def test_hostile_translations_are_written_and_read_back(event: Path, data: Path, run: Run, text: str) -> None:
    event.write_text(EVENT)
    ran = run("events", "edit", ID, f"--title={text}", "--lang", "es")
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err
    record = read(data)
    assert record.es is not None
    assert record.es.title == " ".join(text.split())
    assert record.title == "Haiti: solidarity"
