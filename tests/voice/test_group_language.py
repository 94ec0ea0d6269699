"""A group that speaks another language: what is told of its dates is in that language, wherever it stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
import tomli
from conftest import Run

from lacwg.records import Language
from lacwg.text.english import MONTHS, WEEKDAYS
from lacwg.voice import catalog, names
from lacwg.voice.voice import voice

TRANSLATED: tuple[Language, ...] = ("es", "pt", "fr", "ht")
GROUP = """
name = "Zzgroup"
timezone = "America/New_York"
language = "{language}"
main_series = "zzmonthly"
uid_namespace = "123e4567-e89b-12d3-a456-426614174000"
zones = ["America/Mexico_City", "America/Argentina/Cordoba"]
quorum = 2
[[agenda]]
title = "Zztopic"
"""
SERIES = """
title = "Zzmonthly"
kind = "meeting"
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2026-01-01
[members]
join_url = "https://zoom.us/j/1"
dial_in = "+1 555 010 0000"
[[exceptions]]
date = 2026-12-09
moved_to = 2026-12-16
reason = "Zzhall"
[[exceptions]]
date = 2027-01-13
cancelled = true
reason = "Zzsnow"
[[exceptions]]
date = 2027-01-20
extra = true
reason = "Zzinstead"
[[exceptions]]
date = 2027-02-10
place = "Zzroom"
"""
EVENTS = {
    "2026-12-03-zzwebinar": 'title = "Zzwebinar"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\n'
    'format = "online"\nissues = ["zzissue"]\n[[speakers]]\nname = "Zzana"\nabout = "zzpoet"\n',
    "2026-12-05-zzmarch": 'title = "Zzmarch"\nstart = 2026-12-05\nend = 2026-12-07\nstatus = "tentative"\nformat = "hybrid"\n',
    "2027-01-05-zzvigil": 'title = "Zzvigil"\nstart = 2027-01-05\nstatus = "cancelled"\nformat = "in-person"\n',
}
MINUTES = """
state = "approved"
audience = "public"
approved_at = 2026-12-09
present = ["Zzana"]
[[agenda]]
title = "Zzold"
done = true
[[decisions]]
text = "Zzdecided"
for = 3
abstain = 1
[[actions]]
id = "kqzt"
what = "Zzask"
who = "Zzana"
due = 2026-11-20
[[actions]]
id = "kqzu"
what = "Zzdone"
done = 2026-11-12
[[actions]]
id = "kqzv"
what = "Zzdropped"
dropped = 2026-11-12
reason = "Zzwhy"
"""
ISSUE = '[[bills]]\nname = "Zzbill"\nask = "zzcall"\n'


@pytest.fixture(params=TRANSLATED)
def language(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    """The language of a group's folder, in which no word that people have written is of any language."""
    folder = tmp_path / "data"
    files = {
        "group": GROUP.format(language=request.param),
        "series/zzmonthly": SERIES,
        **{f"events/{name[:4]}/{name}": text for name, text in EVENTS.items()},
        "meetings/2026/2026-11-11-zzmonthly": MINUTES,
        "issues/zzissue": f'title = "Zzissue"\n{ISSUE}',
    }
    for name, text in files.items():
        path = folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    code: Language = request.param
    return code


def english(language: Language) -> re.Pattern[str]:
    """English words of ours that are none of the language's."""
    said = [phrase for forms in catalog.catalog(language).values() for phrase in forms]
    said += [*names.weekdays(language), *names.months(language), *names.between(language), *CITIES]
    theirs = {word.casefold() for each in said for word in re.findall(r"[^\W\d_]+", each)}
    ours = [word for each in catalog.originals() for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"\{\w+\}", "", each))]
    ours += [*WEEKDAYS, *MONTHS, "AM", "PM"]
    wrong = {word.casefold() for word in ours} - theirs - {"ics", "atom", "qr"}
    if language == "ht":
        wrong -= {"am", "pm"}
    assert {"cancelled", "december", "moved"} <= wrong
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(wrong)))})(?!\w)", re.IGNORECASE)


CITIES = ("Ciudad de México", "Córdoba", "Nueva York", "New York")


SIGNS = re.compile(
    r"^Subject:|^MAILTO:|Zz\w+|America/\w+(?:/\w+)?|https?://\S+|<style>.*</style>|<[^>]*>",
    re.MULTILINE | re.IGNORECASE,
)
"""Names, addresses, zones and markup."""
HOUR = re.compile(r"\d{1,2}:\d\d [AP]M")
"""A cell of Google's format, which knows no other hours."""


def cells(path: Path) -> Iterator[str]:
    """The cells of a table below its headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            yield from (cell for cell in row if not HOUR.fullmatch(cell))


def test_what_goes_out_has_nothing_untranslated(language: Language, run: Run, tmp_path: Path) -> None:
    told = [run("meetings", "announce", day).out for day in ("2026-12-16", "2027-01-13", "2027-01-20")]
    told.append(run("events", "announce", "zzwebinar").out)
    assert run("export", "csv", "--for", "google", "-o", "google.csv").code == 0
    assert run("export", "csv", "--for", "the-events-calendar", "-o", "wordpress.csv").code == 0
    told += [*cells(tmp_path / "google.csv"), *cells(tmp_path / "wordpress.csv")]
    assert run("export", "ics", "--audience", "members", "-o", "feed.ics").code == 0
    for each in icalendar.Calendar.from_ical((tmp_path / "feed.ics").read_bytes()).walk("VEVENT"):
        told += [str(each.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "CONFERENCE")]
    for form in ("markdown", "html"):
        minutes = run("minutes", "export", "2026-11-11", "--audience", "members", "--format", form).out
        told.append(re.sub("(?s)<style>.*</style>", "", minutes))  # which is for browsers, not for people
    assert len([each for each in told if each]) > 60
    wrong = english(language)
    assert not [(each[0], text) for text in told for each in [wrong.search(SIGNS.sub(" ", text))] if each]


def test_the_agenda_is_prepared_in_the_language_and_once(language: Language, run: Run, tmp_path: Path) -> None:
    say = voice(language)
    path = tmp_path / "data" / "meetings" / "2026" / "2026-12-09-zzmonthly.toml"
    wanted = [
        "Zztopic",
        say.gettext("Action {id}", id="kqzt"),
        *(say.gettext("Coming up: {title}", title=each) for each in ("Zzwebinar", "Zzmarch")),
        say.gettext("{name}: {about}", name="Zzbill", about="zzcall"),
    ]
    assert run("agenda", "prepare").code == 0
    assert [each["title"] for each in tomli.loads(path.read_text())["agenda"]] == wanted
    assert not [each for each in wanted if english(language).search(each)]
    assert "Nothing was missing" in run("agenda", "prepare").out
    shown = run("agenda", "show", "--json").json["items"]
    assert shown[1]["title"] == say.gettext("{name}: {about}", name=wanted[1], about="Zzask")
    # what was prepared in English, before the group had its language, is known again
    texts = [f'[[agenda]]\ntitle = "{each}"\n' for each in ("Action kqzt", "Coming up: Zzwebinar")]
    path.write_text(f'state = "planned"\n{"".join(texts)}')
    run("agenda", "prepare")
    titles = [each["title"] for each in tomli.loads(path.read_text())["agenda"]]
    assert titles == ["Action kqzt", "Coming up: Zzwebinar", wanted[0], *wanted[3:]]


def test_the_terminal_tells_days_hours_and_what_happened_in_the_language(language: Language, run: Run) -> None:
    ours = [*WEEKDAYS, *MONTHS, "cancelled", "moved", "changed", "tentative", "all day"]
    wrong = re.compile(rf"\b(?:{'|'.join(each for each in ours if each != 'May')})\b", re.IGNORECASE)  # mayo is "may"
    sentences = re.compile(r"overdue since \w+ \d+|approved at the meeting of \w+ \d+, \d+")
    for argv in (
        (), ("meetings", "next"), ("meetings", "list", "-n", "4"), ("meetings", "show", "2027-01-13"),
        ("meetings", "hours"), ("events", "list"), ("events", "show", "zzmarch"), ("series", "show", "zzmonthly"),
        ("actions", "list", "--all"), ("agenda", "show"), ("minutes", "show", "2026-11-11"), ("search", "zzwebinar"),
        ("issues", "show", "zzissue"),
    ):  # fmt: skip
        ran = run(*argv)
        assert ran.code == 0, (argv, ran.err)
        assert not wrong.search(sentences.sub("", ran.out)), argv


@pytest.mark.parametrize("language", ["es"], indirect=True)
def test_the_screens_of_a_spanish_group(language: Language, run: Run) -> None:
    assert language == "es"
    assert run("meetings", "next").out.splitlines()[:3] == [
        "Zzmonthly",
        "miércoles, 16 de diciembre de 2026 · 5:00 p.m. EST · en 22 días",
        "Reprogramada (antes: 9 de diciembre de 2026): Zzhall",
    ]
    assert run("meetings", "list", "-n", "4").out.splitlines() == [
        "mié  16 dic 2026   5:00 p.m. EST   reprogramada (antes: 9 de diciembre de 2026): Zzhall",
        "mié  13 ene 2027   5:00 p.m. EST   cancelada: Zzsnow",
        "mié  20 ene 2027   5:00 p.m. EST   fecha adicional: Zzinstead",
        "mié  10 feb 2027   5:00 p.m. EST   modificada",
    ]
    days = run("calendar", "2026-12").out
    assert "mié   9 dic 2026   reprogramada para el 16 de diciembre: Zzmonthly · Zzhall\n" in days
    assert [line.split("   ")[1] for line in run("actions", "list", "--all").out.splitlines()] == [
        "venció el 20 de noviembre",
        "hecha el 12 de noviembre",
        "descartada el 12 de noviembre: Zzwhy",
    ]
