"""Dates, hours, rules and names in five languages."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
import tomli
from conftest import DATA, GROUP, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days

from lacwg.dates_in import when
from lacwg.dates_in.days import ParseContext
from lacwg.records import LANGUAGES, Language
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Span
from lacwg.text import english
from lacwg.voice import known, names
from lacwg.voice.voice import Voice, clock_of, voice

BABEL = tuple(map(int, metadata.version("babel").split(".")[:2]))
DAYS = days(dt.date(1000, 1, 1), dt.date(9000, 12, 31))
SPOKEN: tuple[Language, ...] = ("es", "pt", "fr", "ht")
WEEKDAYS: dict[Language, str] = {
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "ht": "lendi madi mèkredi jedi vandredi samdi dimanch",
}
MONTHS: dict[Language, str] = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ht": "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm",
}
"""What people call them, whatever a release of CLDR says."""


# Languages


def test_languages_and_what_their_speakers_call_them() -> None:
    assert {code: voice(code).own_name for code in LANGUAGES} == {
        "en": "English",
        "es": "Español",
        "pt": "Português",
        "fr": "Français",
        "ht": "Kreyòl ayisyen",
    }
    assert all(voice(code).code == code and voice(code) is voice(code) for code in LANGUAGES)


@pytest.mark.parametrize(("tag", "code"), [("es-MX", "es"), ("PT-br", "pt"), ("HT", "ht"), ("de", None), ("", None)])
def test_tags(tag: str, code: str | None) -> None:
    assert known(tag) == code
    assert voice(tag).code == (code or "en")


# Days


@pytest.mark.parametrize(
    ("language", "whole", "without_year", "long", "first"),
    [
        ("en", "Wednesday, December 9, 2026", "Wednesday, December 9", "December 9, 2026", "January 1"),
        ("es", "miércoles, 9 de diciembre de 2026", "miércoles, 9 de diciembre", "9 de diciembre de 2026", "1 de enero"),
        ("pt", "quarta-feira, 9 de dezembro de 2026", "quarta-feira, 9 de dezembro", "9 de dezembro de 2026", "1º de janeiro"),
        ("fr", "mercredi 9 décembre 2026", "mercredi 9 décembre", "9 décembre 2026", "1er janvier"),
        ("ht", "mèkredi 9 desanm 2026", "mèkredi 9 desanm", "9 desanm 2026", "1ye janvye"),
    ],
)  # fmt: skip
def test_a_day(language: str, whole: str, without_year: str, long: str, first: str) -> None:
    say, day = voice(language), dt.date(2026, 12, 9)
    assert say.full_date(day) == whole
    assert say.full_date(day, year=False) == without_year
    assert say.long_date(day) == long
    assert say.month_day(dt.date(2026, 1, 1)) == first
    assert say.full_date(dt.datetime(2026, 12, 9, 17, tzinfo=dt.UTC)) == whole


@pytest.mark.parametrize("language", SPOKEN)
@given(day=DAYS)
def test_a_day_says_its_number_and_its_year_at_the_end(language: str, day: dt.date) -> None:
    say = voice(language)
    for text in (say.full_date(day), say.long_date(day)):
        assert str(day.day) in text
        assert text.endswith(f" {day.year}")
    assert say.full_date(day).endswith(say.long_date(day))
    assert say.long_date(day).startswith(say.month_day(day))
    assert say.full_date(day) == say.full_date(day).lower()


@given(day=DAYS)
def test_english_is_what_the_rest_of_the_program_says(day: dt.date) -> None:
    say = voice("en")
    assert say.full_date(day) == english.full_date(day)
    assert say.full_date(day, year=False) == english.full_date(day, year=False)
    assert say.long_date(day) == english.long_date(day)
    assert say.month_day(day) == english.month_day(day)
    assert say.day_span(day, day + dt.timedelta(days=40)) == english.day_span(day, day + dt.timedelta(days=40))


@pytest.mark.parametrize("language", LANGUAGES)
@given(year=st.integers(1000, 9000))
def test_the_days_of_a_year_all_differ(language: str, year: int) -> None:
    days = [dt.date(year, 1, 1) + dt.timedelta(days=each) for each in range(366)]
    for form in (voice(language).full_date, voice(language).long_date):
        assert len({form(day) for day in days}) == 366


@pytest.mark.parametrize("language", SPOKEN)
def test_weekdays_and_months(language: Language) -> None:
    assert names.weekdays(language) == tuple(WEEKDAYS[language].split())
    assert names.months(language) == tuple(MONTHS[language].split())


def test_creole_is_not_french() -> None:
    both = {"avril"}
    assert {*WEEKDAYS["fr"].split(), *MONTHS["fr"].split()} & {*names.weekdays("ht"), *names.months("ht")} == both


@pytest.mark.parametrize(
    ("language", "last", "text"),
    [
        ("es", dt.date(2026, 12, 6), "viernes, 4 de diciembre – domingo, 6 de diciembre de 2026"),
        ("pt", dt.date(2027, 1, 1), "sexta-feira, 4 de dezembro de 2026 – sexta-feira, 1º de janeiro de 2027"),
        ("fr", dt.date(2026, 12, 6), "vendredi 4 décembre – dimanche 6 décembre 2026"),
        ("ht", dt.date(2026, 12, 6), "vandredi 4 desanm – dimanch 6 desanm 2026"),
        ("ht", dt.date(2026, 12, 4), "vandredi 4 desanm 2026"),
        ("es", None, "viernes, 4 de diciembre de 2026"),
    ],
)
def test_several_days(language: str, last: dt.date | None, text: str) -> None:
    assert voice(language).day_span(dt.date(2026, 12, 4), last) == text


# Hours


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("12:00 AM", "9:05 AM", "12:00 PM", "5:00 PM", "11:59:30 PM")),
        ("es", ("12:00 a.m.", "9:05 a.m.", "12:00 p.m.", "5:00 p.m.", "11:59:30 p.m.")),
        ("pt", ("00:00", "09:05", "12:00", "17:00", "23:59:30")),
        ("fr", ("00:00", "09:05", "12:00", "17:00", "23:59:30")),
        ("ht", ("12:00 AM", "9:05 AM", "12:00 PM", "5:00 PM", "11:59:30 PM")),
    ],
)
def test_an_hour(language: str, texts: tuple[str, ...]) -> None:
    moments = (dt.time(0), dt.time(9, 5), dt.time(12), dt.time(17), dt.time(23, 59, 30))
    assert tuple(map(voice(language).clock_time, moments)) == texts


@given(moment=st.times())
def test_every_hour_of_the_day_has_words_of_its_own(moment: dt.time) -> None:
    other = moment.replace(hour=(moment.hour + 12) % 24)
    for language in LANGUAGES:
        assert voice(language).clock_time(moment) != voice(language).clock_time(other)


def moment(text: str, zone: str = "America/New_York") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zones.zone(zone))


MORNING, NOON, EVENING = moment("2026-12-03T11:00"), moment("2026-12-03T12:00"), moment("2026-12-03T19:00")
LATE, NEXT = moment("2026-12-03T21:00"), moment("2026-12-04T01:00")
NEW_YEAR = moment("2026-12-31T23:00")
FALL = moment("2026-11-01T00:30"), moment("2026-11-01T03:00")


@pytest.mark.parametrize(
    ("start", "end", "names", "texts"),
    [
        (EVENING, None, ("EST",), ("7:00 p.m. EST", "19:00 EST", "19:00 EST", "7:00 PM EST")),
        (
            EVENING,
            EVENING + dt.timedelta(minutes=90),
            ("EST", "EST"),
            ("7:00–8:30 p.m. EST", "19:00–20:30 EST", "19:00–20:30 EST", "7:00–8:30 PM EST"),
        ),
        (
            MORNING,
            NOON,
            ("EST", None),
            ("11:00 a.m.–12:00 p.m. EST", "11:00–12:00 EST", "11:00–12:00 EST", "11:00 AM–12:00 PM EST"),
        ),
        (
            LATE,
            NEXT,
            ("EST", "EST"),
            (
                "9:00 p.m. EST – 4 de diciembre, 1:00 a.m. EST",
                "21:00 EST – 4 de dezembro, 01:00 EST",
                "21:00 EST – 4 décembre, 01:00 EST",
                "9:00 PM EST – 4 desanm, 1:00 AM EST",
            ),
        ),
        (
            NEW_YEAR,
            NEW_YEAR + dt.timedelta(hours=1),
            ("EST",),
            (
                "11:00 p.m. EST – 1 de enero de 2027, 12:00 a.m. EST",
                "23:00 EST – 1º de janeiro de 2027, 00:00 EST",
                "23:00 EST – 1er janvier 2027, 00:00 EST",
                "11:00 PM EST – 1ye janvye 2027, 12:00 AM EST",
            ),
        ),
        (
            *FALL,
            ("EDT", "EST"),
            (
                "12:30 a.m. EDT–3:00 a.m. EST",
                "00:30 EDT–03:00 EST",
                "00:30 EDT–03:00 EST",
                "12:30 AM EDT–3:00 AM EST",
            ),
        ),
    ],
)
def test_from_an_hour_to_another(
    start: dt.datetime, end: dt.datetime | None, names: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    assert tuple(voice(language).clock_span(start, end, *names) for language in SPOKEN) == texts
    assert voice("en").clock_span(start, end, *names) == english.clock_span(start, end, *names)


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
@pytest.mark.parametrize(
    "written", [dt.datetime(2026, 12, 9, 17), dt.datetime(2027, 1, 1, 9, 30), dt.datetime(2027, 3, 2, 12)]
)
def test_what_is_told_can_be_typed_back_in(language: str, written: dt.datetime) -> None:
    say, zone = voice(language), zones.zone("America/New_York")
    typed = f"{say.full_date(written)} {say.clock_time(written)}"
    assert when.read(typed, ParseContext(zone, dt.datetime(2026, 11, 24, 12, tzinfo=zone))).written == written


# Rules


RULES = [
    (
        "2nd Wednesday",
        ("segundo miércoles de cada mes", "2ª quarta-feira de cada mês", "2e mercredi du mois", "dezyèm mèkredi chak mwa"),
    ),
    (
        "1st and 3rd Thursday",
        ("primer y tercer jueves de cada mes", "1ª e 3ª quinta-feira de cada mês", "1er et 3e jeudi du mois",
         "premye ak twazyèm jedi chak mwa"),
    ),
    (
        "4th Sunday",
        ("cuarto domingo de cada mes", "4º domingo de cada mês", "4e dimanche du mois", "katriyèm dimanch chak mwa"),
    ),
    (
        "5th Tuesday",
        ("quinto martes de cada mes", "5ª terça-feira de cada mês", "5e mardi du mois", "senkyèm madi chak mwa"),
    ),
    (
        "last Friday",
        ("último viernes de cada mes", "última sexta-feira de cada mês", "dernier vendredi du mois", "dènye vandredi chak mwa"),
    ),
    (
        "last Saturday",
        ("último sábado de cada mes", "último sábado de cada mês", "dernier samedi du mois", "dènye samdi chak mwa"),
    ),
    (
        "1st Tuesday and Saturday",
        ("primer martes y primer sábado de cada mes", "1ª terça-feira e 1º sábado de cada mês", "1er mardi et 1er samedi du mois",
         "premye madi ak premye samdi chak mwa"),
    ),
    ("every Saturday", ("todos los sábados", "todos os sábados", "tous les samedis", "chak samdi")),
    ("every Monday", ("todos los lunes", "todas as segundas-feiras", "tous les lundis", "chak lendi")),
    (
        "every Tuesday and Saturday",
        ("todos los martes y sábados", "todas as terças-feiras e todos os sábados", "tous les mardis et samedis",
         "chak madi ak samdi"),
    ),
    (
        "every other Monday",
        ("cada dos semanas, los lunes", "a cada duas semanas, às segundas-feiras", "un lundi sur deux", "yon lendi sou de"),
    ),
    (
        "every 3 weeks on Friday and Sunday",
        ("cada 3 semanas, los viernes y domingos", "a cada 3 semanas, às sextas-feiras e aos domingos",
         "toutes les 3 semaines, le vendredi et le dimanche", "chak 3 semèn, le vandredi ak le dimanch"),
    ),
    ("every day", ("todos los días", "todos os dias", "tous les jours", "chak jou")),
    ("every other day", ("cada dos días", "a cada dois dias", "un jour sur deux", "chak de jou")),
    ("every 3 days", ("cada 3 días", "a cada 3 dias", "tous les 3 jours", "chak 3 jou")),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "texts"), RULES)
def test_a_rule(typed: str, texts: tuple[str, ...]) -> None:
    rule = rules.parse(typed)
    assert tuple(voice(language).rule(rule) for language in SPOKEN) == texts
    assert voice("en").rule(rule) == rules.words(rule)


ODD = {
    "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2": "segundo miércoles de cada mes",
    "FREQ=MONTHLY;BYDAY=-1FR": "último viernes de cada mes",
    "FREQ=DAILY;BYDAY=SA,SU": "todos los sábados y domingos",
    "FREQ=MONTHLY;BYMONTHDAY=9": "el día 9 de cada mes",
    "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15,1": "los días 1 y 15 de cada mes",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "el último día de cada mes",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=9;WKST=SU": "todos los años, el 9 de diciembre",
    "FREQ=WEEKLY;BYDAY=WE;COUNT=3": "todos los miércoles (hasta el 16 de diciembre de 2026)",
    "FREQ=MONTHLY;BYDAY=2WE;UNTIL=20270301": "segundo miércoles de cada mes (hasta el 10 de febrero de 2027)",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": "próximas fechas: 29 de febrero de 2028, 29 de febrero de 2032",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU": "próximas fechas: 9 de mayo de 2027, ",
    "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1": "próximas fechas: 1 de marzo de 2027, ",
    "FREQ=YEARLY;BYWEEKNO=1,-1": "próximas fechas: ", "FREQ=YEARLY;BYYEARDAY=1,-100": "próximas fechas: ",
    "FREQ=MONTHLY;BYMONTHDAY=-3,-1": "próximas fechas: ", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR": "próximas fechas: ",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE": "próximas fechas: ", "FREQ=WEEKLY;BYDAY=SA,SU;BYSETPOS=-1": "próximas fechas: ",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "próximas fechas: ", "FREQ=DAILY;BYMONTH=1": "próximas fechas: ",
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), ODD.items())
def test_a_rule_is_said_in_words_or_by_its_next_dates(text: str, said: str) -> None:
    """Never as an RRULE, which no visitor reads (issue 17)."""
    rule, since = rules.parse(text), dt.date(2026, 12, 1)
    told = {each: voice(each).rule(rule, since, rules.dates(rule, since, since)) for each in LANGUAGES}
    assert told["es"].startswith(said)
    assert len({*told.values()}) == len(LANGUAGES)
    assert not [each for each in told.values() if "=" in each or "FREQ" in each]
    assert voice("fr").rule(rules.parse("FREQ=DAILY;BYMONTH=1"), since, ()) == "aucune autre date"


def test_the_first_of_a_month_is_an_ordinal_where_dates_have_one() -> None:
    one, two = (rules.parse(f"FREQ=MONTHLY;BYMONTHDAY={days}") for days in ("1", "15,1"))
    assert [(voice(each).rule(one), voice(each).rule(two)) for each in LANGUAGES] == [
        ("day 1 of the month", "days 1 and 15 of the month"),
        ("el día 1 de cada mes", "los días 1 y 15 de cada mes"),
        ("dia 1º de cada mês", "dias 1º e 15 de cada mês"),
        ("le 1er de chaque mois", "les 1er et 15 de chaque mois"),
        ("le 1ye chak mwa", "le 1ye ak 15 chak mwa"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["every day", "every other day", "every 10 days"])
def test_a_rule_of_days_is_read_as_it_is_said(rule: str, language: str) -> None:
    assert rules.parse(voice(language).rule(rules.parse(rule))) == rules.parse(rule)


ORDINALS = st.lists(st.sampled_from(["1st", "2nd", "3rd", "4th", "5th", "last"]), min_size=1, max_size=6, unique=True)
ENGLISH_DAYS = st.lists(st.sampled_from(english.WEEKDAYS), min_size=1, max_size=7, unique=True)


@given(ordinals=ORDINALS, days=ENGLISH_DAYS, language=st.sampled_from(SPOKEN))
def test_rules_of_the_month_name_all_their_days(ordinals: list[str], days: list[str], language: str) -> None:
    rule = rules.parse(f"{' and '.join(ordinals)} {' and '.join(days)}")
    said = voice(language).rule(rule)
    assert "FREQ" not in said
    assert rules.parse(said) == rule
    own = [voice(language).rule(rules.parse(f"{each} {day}")) for day in days for each in ordinals]
    for text in own:
        ordinal, weekday = text.split()[:2]
        assert ordinal in said
        assert weekday in said


@given(
    one=st.tuples(st.integers(1, 9), ENGLISH_DAYS),
    other=st.tuples(st.integers(1, 9), ENGLISH_DAYS),
    language=st.sampled_from(SPOKEN),
)
def test_different_rules_of_weeks_have_different_words(
    one: tuple[int, list[str]], other: tuple[int, list[str]], language: str
) -> None:
    meant = [rules.parse(f"every {number} weeks on {' and '.join(days)}") for number, days in (one, other)]
    said = [voice(language).rule(rule) for rule in meant]
    assert [rules.parse(each) for each in said] == meant
    assert (said[0] == said[1]) == (one == other)


# Lists


@pytest.mark.parametrize(
    ("language", "items", "last", "text"),
    [
        ("en", ["a", "b", "c"], "and", "a, b and c"),
        ("es", ["Bolivia", "Cuba", "Haití"], "and", "Bolivia, Cuba y Haití"),
        ("es", ["Francia", "Italia"], "and", "Francia e Italia"),
        ("es", ["agua", "hielo"], "and", "agua y hielo"),
        ("es", ["Ana", "Hilda"], "and", "Ana e Hilda"),
        ("es", ["siete", "ocho"], "or", "siete u ocho"),
        ("es", ["Cuba", "Honduras"], "or", "Cuba u Honduras"),
        ("es", ["Cuba", "Haití"], "or", "Cuba o Haití"),
        ("pt", ["a", "b", "c"], "and", "a, b e c"),
        ("pt", ["a", "b"], "or", "a ou b"),
        ("fr", ["a", "b", "c"], "and", "a, b et c"),
        ("fr", ["a", "b"], "or", "a ou b"),
        ("ht", ["a", "b", "c"], "and", "a, b ak c"),
        ("ht", ["a", "b"], "or", "a oswa b"),
    ],
)
def test_things_in_a_row(language: str, items: list[str], last: str, text: str) -> None:
    assert voice(language).list_format(items, last) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_and_none(language: str) -> None:
    assert voice(language).list_format(["a"]) == "a"
    assert voice(language).list_format([]) == ""


# Names


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("BO", ("Bolivia", "Bolivia", "Bolívia", "Bolivie", "Bolivi")),
        ("HT", ("Haiti", "Haití", "Haiti", "Haïti", "Ayiti")),
        ("US", ("United States", "Estados Unidos", "Estados Unidos", "États-Unis", "Etazini")),
        ("NI", ("Nicaragua", "Nicaragua", "Nicarágua", "Nicaragua", "Nikaragwa")),
        ("QQ", ("QQ",) * 5),
        ("ZZ", ("ZZ",) * 5),  # CLDR's "unknown region"
        ("001", ("001",) * 5),  # its "world"
        ("", ("",) * 5),
        ("\x1b[31m", ("\x1b[31m",) * 5),
    ],
)
def test_a_country(code: str, texts: tuple[str, ...]) -> None:
    assert tuple(voice(language).country(code) for language in LANGUAGES) == texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name(language: str) -> None:
    for code in zones.countries():
        assert voice(language).country(code) not in ("", code)


@pytest.mark.parametrize(
    ("zone", "texts"),
    [
        ("America/Mexico_City", ("Mexico City", "Ciudad de México", "Cidade do México", "Mexico", "Meksiko")),
        ("America/Havana", ("Havana", "La Habana", "Havana", "La Havane", "Laavàn")),
        ("America/Port-au-Prince", ("Port-au-Prince", "Puerto Príncipe", "Porto Príncipe", "Port-au-Prince", "Pòtoprens")),
        ("America/Argentina/Buenos_Aires", ("Buenos Aires",) * 5),
        ("America/Toronto", ("Toronto",) * 5),
        ("Not/a_zone", ("a zone",) * 5),
        ("UTC", ("UTC",) * 5),
        # those of which some editions of CLDR have another key, a name without accents, or none
        ("America/Argentina/Cordoba", ("Córdoba",) * 5),
        ("America/Argentina/Jujuy", ("Jujuy",) * 5),
        ("America/Argentina/Rio_Gallegos", ("Río Gallegos",) * 5),
        ("America/Araguaina", ("Araguaína",) * 5),
        ("America/Bogota", (*["Bogotá"] * 4, "Bogota")),
        ("America/Cancun", ("Cancún",) * 5),
        ("America/Cuiaba", ("Cuiabá",) * 5),
        ("America/Maceio", ("Maceió",) * 5),
        ("America/Mazatlan", ("Mazatlán",) * 5),
        ("America/Merida", ("Mérida",) * 5),
        ("America/Sao_Paulo", ("São Paulo",) * 5),
    ],
)  # fmt: skip
def test_a_city(zone: str, texts: tuple[str, ...]) -> None:
    assert tuple(voice(language).city(zone) for language in LANGUAGES) == texts


@pytest.mark.parametrize("cldr", [{}, {"city": "Cordoba"}, {"city": "Córdoba"}, {"short": {"standard": "ART"}}])
@pytest.mark.parametrize("key", ["America/Argentina/Cordoba", "America/Cordoba", "America/Rosario"])
@pytest.mark.parametrize("language", SPOKEN)
def test_a_city_keeps_its_accents_whatever_cldr_has_of_it(
    language: Language, key: str, cldr: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    locale = SimpleNamespace(time_zones={key: cldr, "America/Havana": {"city": "L'Avana"}})
    monkeypatch.setattr(names, "locale", lambda _language: locale)
    city = names.city.__wrapped__  # past what is kept of the real ones
    assert city("America/Argentina/Cordoba", language) == "Córdoba"
    assert city("America/Argentina/Tucuman", language) == "Tucumán"
    assert city("America/Argentina/La_Rioja", language) == "La Rioja"
    assert city("America/Havana", language) == ("Laavàn" if language == "ht" else "L'Avana")


def test_the_cities_of_our_own_are_those_that_their_zones_cannot_spell() -> None:
    assert names.CITIES.keys() <= zones.zoneinfo.available_timezones()
    for zone, city in names.CITIES.items():
        assert city != zone.rsplit("/", 1)[1].replace("_", " ")


def test_creole_has_a_name_of_its_own_for_all_that_the_group_names() -> None:
    codes = {
        code
        for path in (DATA / "issues").rglob("*.toml")
        for code in tomli.loads(path.read_text()).get("countries", ())
    }
    assert len(codes) > 5
    assert codes <= names.CREOLE_COUNTRIES.keys() <= zones.countries().keys()
    assert (
        {*tomli.loads((DATA / "group.toml").read_text())["zones"]}
        <= names.CREOLE_CITIES.keys()
        <= zones.zoneinfo.available_timezones()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_has_a_city(language: str) -> None:
    say: Voice = voice(language)
    for zone in zones.zoneinfo.available_timezones():
        assert say.city(zone).strip()


# The room


def test_english_is_spoken_without_babel() -> None:
    code = (
        "import sys, datetime as dt\n"
        "from lacwg.voice.voice import voice\n"
        "w = voice('en')\n"
        "w.gettext('Next meeting'), w.full_date(dt.date(2026, 1, 1)), w.country('HT'), w.city('America/Havana')\n"
        "print('babel' in sys.modules)\n"
        "voice('ht').full_date(dt.date(2026, 1, 1))\n"
        "print('babel' in sys.modules)\n"
        "voice('ht').gettext('Next meeting')\n"
        "print('babel' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False", "True"]


def test_the_next_meeting_of_an_english_group_needs_no_other_language(data: Path, run: Run) -> None:
    """And little else: neither what writes nor what only an agenda, a date that was typed or a screen needs."""
    run("meetings", "next")  # finds out the holidays of the year, and keeps them
    code = (
        "import sys\n"
        "from lacwg.app import run\n"
        "code = run(sys.argv[1:])\n"
        "print(code, *sorted(sys.modules), file=sys.stderr)\n"
    )
    for more in ([], ["--plain"], ["--json"]):
        ran = subprocess.run(
            [sys.executable, "-c", code, "meetings", "next", *more], capture_output=True, text=True, check=True
        )
        status, *loaded = ran.stderr.split()
        assert status == "0"
        wrong = {"babel", "rich", "jinja2", "holidays", "tomlkit", "platformdirs", "typing_extensions", "dataclasses"}
        wrong |= {"lacwg.commands.agenda", "lacwg.dates_in", "lacwg.text.toml_text", "lacwg.voice.names"}
        wrong |= {"sqlite3", "unicodedata", "lacwg.store.history", "lacwg.store.disk.contents"}
        wrong |= {"lacwg.records.contact", "lacwg.records.event", "lacwg.records.issue", "lacwg.records.meeting"}
        wrong |= {"lacwg.schedule.rule_languages", "lacwg.text.calendar_names"}
        wrong |= set() if not more else {"lacwg.voice"}
        assert wrong.isdisjoint(loaded), wrong & {*loaded}
    group = data / "group.toml"
    group.write_text(group.read_text().replace('language = "en"', 'language = "ht"'))
    ran = subprocess.run([sys.executable, "-c", code, "meetings", "next"], capture_output=True, text=True, check=True)
    assert "mèkredi 9 desanm 2026 · 5:00 PM EST · nan 15 jou\n" in ran.stdout


# How soon, and in lists


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (0, ("today", "hoy", "hoje", "aujourd’hui", "jodi a")),
        (1, ("tomorrow", "mañana", "amanhã", "demain", "demen")),
        (-1, ("yesterday", "ayer", "ontem", "hier", "yè")),
        (2, ("in 2 days", "en 2 días", "em 2 dias", "dans 2 jours", "nan 2 jou")),
        (-30, ("30 days ago", "hace 30 días", "há 30 dias", "il y a 30 jours", "sa gen 30 jou")),
        (400, ("in 1 year", "en 1 año", "em 1 ano", "dans 1 an", "nan 1 an")),
        (-800, ("2 years ago", "hace 2 años", "há 2 anos", "il y a 2 ans", "sa gen 2 an")),
    ],
)
def test_how_far_off_a_day_is(days: int, texts: tuple[str, ...]) -> None:
    today = dt.date(2026, 11, 24)
    assert tuple(voice(each).in_days(today + dt.timedelta(days=days), today) for each in LANGUAGES) == texts


def test_how_soon_while_it_runs() -> None:
    zone, start = zones.zone("America/New_York"), moment("2026-12-03T17:00")
    now = moment("2026-12-03T17:30")
    hours = Span(start, moment("2026-12-03T18:00"), zone)
    assert [voice(each).how_soon(hours, now) for each in ("en", "es", "pt", "fr")] == [
        "now, until 6:00 PM", "en curso (termina: 6:00 p.m.)", "em andamento (término: 18:00)", "en cours jusqu’à 18:00",
    ]  # fmt: skip
    assert voice("pt").how_soon(Span(start, None, zone), now) == "hoje (início: 17:00)"
    days = Span(dt.date(2026, 12, 3), dt.date(2026, 12, 5), zone)
    assert voice("ht").how_soon(days, now) == "ap fèt kounye a, jiska samdi 5 desanm 2026"
    assert voice("es").hours(days) == "hasta el 5 de diciembre de 2026"
    assert voice("fr").when(days) == "jeudi 3 décembre – samedi 5 décembre 2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dates_of_lists_are_as_wide_as_each_other_and_all_differ(language: Language) -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=each) for each in range(365)]
    texts = [voice(language).short_date(day) for day in days]
    assert len(set(texts)) == 365
    assert len(set(map(len, texts))) == 1
    assert all(str(day.year) in text for day, text in zip(days, texts, strict=True))


# The clock of a country


@pytest.mark.skipif(BABEL < (2, 19), reason="older CLDR has other clocks for some countries, as Argentina and Zambia")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_a_country_counts_hours_as_cldr_has_it(language: Language) -> None:
    from babel import Locale, UnknownLocaleError

    for country in zones.countries():
        try:
            written = str(Locale.parse(f"{language}_{country}").time_formats["short"].pattern)
        except UnknownLocaleError:
            continue
        found = clock_of(replace(GROUP, language=language, country=country))
        assert found == ("24" if "H" in written else "12"), (language, country, written)


def test_hours_for_readers_elsewhere_say_whose_they_are() -> None:
    """Who reads in Bogotá need not know what EST is; "UTC" is no place, and English knows its abbreviations."""
    evening = Span(EVENING, EVENING + dt.timedelta(minutes=90), zones.zone("America/New_York"))
    assert [voice(each).hours_abroad(evening) for each in LANGUAGES] == [
        "7:00–8:30 PM EST", "7:00–8:30 p.m. (hora de Nueva York, EST)", "19:00–20:30 (horário de Nova York, EST)",
        "19:00–20:30 (heure de New York, EST)", "7:00–8:30 PM (lè Nouyòk, EST)",
    ]  # fmt: skip
    mexico = moment("2026-12-03T19:00", "America/Mexico_City")
    assert voice("pt").hours_abroad(Span(mexico, None, zones.zone("America/Mexico_City"))) == (
        "19:00 (horário da Cidade do México, CST)"
    )
    assert voice("fr").hours_abroad(Span(*FALL, zones.zone("America/New_York"))) == (
        "00:30–03:00 (heure de New York, EDT/EST)"
    )
    utc = zones.zone("UTC")
    assert voice("es").hours_abroad(Span(dt.datetime(2026, 12, 3, 19, tzinfo=utc), None, utc)) == "7:00 p.m. UTC"
