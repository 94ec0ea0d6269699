"""``lacwg minutes export --lang``: headings, dates and the record's own words in five languages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import html5lib
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from lacwg.audience import view as audience
from lacwg.exporters.documents import markdown, page
from lacwg.exporters.documents.minutes import document
from lacwg.records import LANGUAGES, Action, AgendaItem, Decision, DecisionWords, Group, Language, MeetingRecord, Series
from lacwg.voice.translation import Untranslated
from lacwg.voice.voice import voice

NOVEMBER = "meetings/2026/2026-11-11-monthly-meeting.toml"
RECORD = """\
state = "approved"
audience = "public"
approved_at = 2026-12-09
chair = "yoav-elinevsky"
present = ["yoav-elinevsky", "Ana"]
notes = "A *long* talk."

[[agenda]]
title = "The webinar"
minutes = 15
who = "Ana"
es.title = "El seminario"

[[agenda]]
title = "Flyers & posters"
minutes = 1

[[decisions]]
text = "Hold the webinar"
for = 2
against = 0
abstain = 1
es.text = "Hacer el seminario"

[[decisions]]
text = "Print flyers"

[[actions]]
id = "kqzt"
what = "Ask the church"
who = "Ana"
due = 2026-12-01

[[actions]]
id = "kqzs"
what = "Call the printer"
dropped = 2026-12-01
reason = "too dear"
"""


@pytest.fixture
def minutes(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LACWG_NOW", "2027-01-02T12:00")
    path = data / NOVEMBER
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RECORD)
    group = (data / "group.toml").read_text()
    (data / "group.toml").write_text(f"quorum = 2\n{group}" if "quorum" not in group else group)
    return path


def test_public_minutes_in_spanish(minutes: Path, run: Run) -> None:
    ran = run("minutes", "export", "2026-11-11", "--lang", "es")
    assert ran.code == 0, ran.err
    title, when, standing, *rest = ran.out.split("\n\n")
    assert title.startswith("# ")
    assert when == "Miércoles, 11 de noviembre de 2026 · 5:00 p.m. EST"
    assert standing == "Aprobada en la reunión del 9 de diciembre de 2026."
    assert rest == [
        "## Orden del día",
        "1. El seminario\n2. Flyers \\& posters",
        "## Decisiones",
        "1. Hacer el seminario\n2. Print flyers\n",
    ]
    assert re.search(r"[23] texts have no Spanish yet: they stay in English", ran.err)
    assert run("minutes", "export", "2026-11-11", "--lang", "es", "--json").json["language"] == "es"


def test_members_minutes_in_spanish(minutes: Path, run: Run) -> None:
    ran = run("minutes", "export", "2026-11-11", "--lang", "es", "--audience", "members")
    assert ran.code == 0, ran.err
    for line in (
        "- Modera: Yoav Elinevsky",
        "presentes, quórum de ",
        "1. El seminario (15 minutos, Ana)",
        "1. Hacer el seminario (2 a favor, 0 en contra, 1 abstención)",
        "- Ask the church · Ana · para el 1 de diciembre de 2026",
        "- Call the printer · descartada el 1 de diciembre de 2026: too dear",
        "## Tareas",
        "## Notas\n\nA *long* talk.",
    ):
        assert line in ran.out


def test_what_is_in_another_language_is_marked_in_html(minutes: Path, run: Run) -> None:
    ran = run("minutes", "export", "2026-11-11", "--lang", "es", "--audience", "members", "--format", "html")
    page = ran.out
    html5lib.HTMLParser(strict=True).parse(page)
    assert '<html lang="es">' in page
    for marked in (
        '<li><span lang="en">Flyers &amp; posters</span> (1 minuto)</li>',
        '<li><span lang="en">Print flyers</span></li>',
        '<span lang="en">Ask the church</span> · Ana · para el 1 de diciembre de 2026',
        'descartada el 1 de diciembre de 2026: <span lang="en">too dear</span>',
        '<div lang="en">\n<p>A <em>long</em> talk.</p>\n</div>',
        "<li>El seminario (15 minutos, Ana)</li>",
    ):
        assert marked in page


@pytest.mark.parametrize("options", [(), ("--lang", "en")])
def test_in_the_language_of_the_records_nothing_is_marked(minutes: Path, run: Run, options: tuple[str, ...]) -> None:
    ran = run("minutes", "export", "2026-11-11", "--format", "html", "--audience", "members", *options)
    assert ran.code == 0
    assert re.findall('lang="[^"]*"', ran.out) == ['lang="en"']
    assert "have no" not in ran.err
    assert "El seminario" not in ran.out


def test_a_group_that_writes_spanish_has_spanish_minutes(minutes: Path, run: Run) -> None:
    group = minutes.parents[2] / "group.toml"
    text = re.sub(r"(?m)^language = .*\n", "", group.read_text())
    group.write_text(f'language = "es"\n{text}')
    ran = run("minutes", "export", "2026-11-11", "--format", "html")
    assert '<html lang="es">' in ran.out
    assert "<h2>Decisiones</h2>" in ran.out
    assert "<span" not in ran.out
    english = run("minutes", "export", "2026-11-11", "--format", "html", "--lang", "en")
    assert '<li><span lang="es">Print flyers</span></li>' in english.out
    assert "<h2>Decisions</h2>" in english.out


def test_what_is_not_for_the_public_is_in_no_language(minutes: Path, run: Run) -> None:
    for language in LANGUAGES:
        ran = run("minutes", "export", "2026-11-11", "--lang", language, "--format", "html")
        assert ran.code == 0
        for each in ("Yoav", "Ana", "long", "church", "printer", "dear"):
            assert each not in ran.out


# As a rule

GROUP = Group(name="Group", timezone="UTC", uid_namespace="123e4567-e89b-12d3-a456-426614174000", quorum=1)
SERIES = Series(id="monthly-meeting", title="Meeting", rule="2nd Wednesday", since=dt.date(2019, 1, 1))
DAY = dt.date(2026, 12, 1)


def view(record: MeetingRecord, language: Language, group: Group = GROUP) -> audience.MinutesView:
    return audience.minutes_view("members", record, group, audience.OfMeeting(SERIES, "T", "W"), {}, language)


def record(text: str, **more: object) -> MeetingRecord:
    return MeetingRecord(
        id="2026-11-11-x", audience="members", state="draft", chair="Q1", present=("Q2",), notes=text,
        agenda=(AgendaItem(title=text, minutes=2),), decisions=(Decision(text=text, for_=1, against=2, abstain=2),),
        actions=(
            Action(id="kqzt", what=text, done=DAY), Action(id="kqzs", what=text, dropped=DAY),
            Action(id="kqzr", what=text, dropped=DAY, reason=text), Action(id="kqzq", what=text, due=DAY),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_nothing_of_ours_stays_english(language: Language) -> None:
    said = markdown.markdown(document(view(record("Q3"), language)))
    english = markdown.markdown(document(view(record("Q3"), "en")))
    for own, other in zip(english.split("\n"), said.split("\n"), strict=True):
        if own and own not in ("# T", "W", "Q3", "## Notes", "1. Q3 (2 minutes)"):
            assert own != other
    assert voice(language).long_date(DAY) in said
    assert "December" not in said


TEXT = st.text(st.sampled_from("ab {}<>&\"'\n\t{name}{reason}"), min_size=1, max_size=20).filter(str.strip)


@given(TEXT, st.sampled_from(LANGUAGES))
def test_text_shows_as_it_was_typed_in_every_language(text: str, language: Language) -> None:
    plain = str(escape(" ".join(text.split())))
    made = page.html(document(view(record(text), language)))
    shown = plain if language == "en" else f'<span lang="en">{plain}</span>'
    for action in ("done on {day}", "dropped on {day}", "due {day}"):
        said = escape(voice(language).gettext(action, day=voice(language).long_date(DAY)))
        assert f"<li>{shown} · {said}</li>" in made
    assert made.count(shown) >= 7


def test_a_group_whose_language_is_none_of_ours() -> None:
    german = Group(name="Gruppe", timezone="UTC", uid_namespace=GROUP.uid_namespace, language="de")
    text = Decision(text="Ja", es=DecisionWords(text="Sí"))
    made = MeetingRecord(id="2026-11-11-x", audience="members", state="draft", decisions=(text,))
    told = audience.minutes_view("members", made, german, audience.OfMeeting(SERIES, "T", "W"), {})
    assert (told.language, told.records, told.is_own) == ("en", "de", False)
    assert '<li><span lang="de">Ja</span></li>' in page.html(document(told))
    spanish = view(made, "es", german)
    assert "<li>Sí</li>" in page.html(document(spanish))


def test_a_title_without_a_translation_is_marked() -> None:
    meeting = audience.OfMeeting(SERIES, Untranslated("Our  meeting"), "W")
    told = audience.minutes_view("members", record("x"), GROUP, meeting, {}, "fr")
    made = page.html(document(told))
    assert '<title lang="en">Our meeting</title>' in made
    assert '<h1 lang="en">Our meeting</h1>' in made
