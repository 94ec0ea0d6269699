"""What visitors look for on the pages: whom to ask, what is on, what is off, and the page in their own language."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import ENGLISH, GROUP, Run, event, series
from msgspec.structs import replace

from lacwg.records import LANGUAGES, Contact, FollowTable, Group, Issue, MeetingRecord, Photo
from lacwg.site import pictures

sys.path.insert(0, str(Path(__file__).parent))
from reading import links, parsed, text_of
from test_pages import SPEAKING, build

ANA = Contact(id="ana", name="Ana", audience="public", email="ana@example.org")
BASE = "https://example.org/la/"
VIGIL = series(
    'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nstart_time = 12:00:00\nsince = 2026-10-03\n'
    '[[exceptions]]\ndate = 2026-12-26\ncancelled = true\nreason = "Christmas"\n',
    "vigil",
)


def meta(page: bytes, name: str) -> list[str]:
    """The contents of all of a page's properties of a name."""
    return [each.attrib["content"] for each in parsed(page).iter("meta") if each.get("property") == name]


@pytest.mark.parametrize(
    ("text", "contacts", "asks"),
    [
        ('format = "online"', (ANA,), True),
        ('format = "hybrid"', (ANA,), True),
        ('format = "in-person"', (ANA,), False),
        ('format = "online"\nurl = "https://example.org/webinar"', (ANA,), False),
        ('format = "online"', (replace(ANA, email=None),), False),
        ('format = "online"\nstatus = "cancelled"', (ANA,), False),
        ('format = "online"\nstart = 2026-11-01', (ANA,), False),
    ],
)
def test_who_cannot_see_how_to_join_is_led_to_whom_to_ask(text: str, contacts: tuple[Contact, ...], asks: bool) -> None:
    start = "" if "start = " in text else "start = 2026-12-03T19:00:00\n"
    files = build(ENGLISH, (event(start + text),), contacts=contacts)
    page = files["events/2026-12-03-event.html"]
    assert ("To join, ask us for the link" in text_of(page)) == asks
    assert links(page).count("../index.html#involved") == 1 + asks  # the foot leads there from every page
    assert b'id="involved"' in files["index.html"]


def test_a_group_of_which_nothing_is_known_has_no_empty_part() -> None:
    files = build()
    home = text_of(files["index.html"])
    assert "Get involved" not in home
    assert "#involved" not in files["events.html"].decode()
    assert "Nothing is planned at the moment." in home
    assert "Nothing else" not in home
    assert "index.html#subscribe" in links(files["events.html"])


def test_a_weekly_event_leaves_room_on_the_home_page() -> None:
    rally = event('title = "Rally"\nstart = 2027-02-03T19:00:00', "2027-02-03-rally")
    files = build(ENGLISH, (rally,), (VIGIL,))
    home = text_of(files["index.html"])
    assert home.count("Vigil") == 2
    assert "Saturday, November 28, 2026, 12:00 PM EST Every Saturday at 12:00 PM, New York time" in home
    assert "Cancelled · Vigil Saturday, December 26, 2026, 12:00 PM EST Christmas" in home
    assert "Rally" in home
    assert text_of(files["events.html"]).partition("Past: 2026")[0].count("Vigil") == 2
    assert text_of(files["series/vigil.html"]).count("Saturday, ") > 50


def test_the_menu_says_where_one_is() -> None:
    files = build(ENGLISH, (event("start = 2026-12-03"),), (VIGIL,))
    for path, way, kind in (
        ("events.html", "events.html", "page"),
        ("events/2026-12-03-event.html", "../events.html", "true"),
        ("series/vigil.html", "../events.html", "true"),
        ("index.html", "index.html", "page"),
    ):
        here = [(each.get("href"), each.get("aria-current")) for each in parsed(files[path]).iter("a")]
        assert [each for each in here if each[1]] == [(way, kind)]


def test_an_hour_is_not_parted_from_its_half_of_the_day() -> None:
    files = build(
        replace(GROUP, languages=("en", "es")), (event("start = 2026-12-03T19:00:00\nend = 2026-12-04T01:00:00"),)
    )
    at = "events/2026-12-03-event.html"
    assert "7:00\u00a0PM EST – December 4, 1:00\u00a0AM EST" in files[at].decode()
    assert "7:00\u00a0p.m. – 4 de diciembre, 1:00\u00a0a.m. (hora de Nueva York, EST)" in files[f"es/{at}"].decode()


def test_a_page_says_in_which_languages_it_is_and_which_is_for_everybody_else() -> None:
    files = build(replace(GROUP, language="es", languages=LANGUAGES), base_url=BASE)
    for path, own, others in (("events.html", "es_LA", 4), ("ht/events.html", "ht_HT", 4)):
        assert meta(files[path], "og:locale") == [own]
        assert len({*meta(files[path], "og:locale:alternate")} - {own}) == others
        found = {
            each.get("hreflang"): each.attrib["href"]
            for each in parsed(files[path]).iter("link")
            if each.get("hreflang")
        }
        assert set(found) == {*LANGUAGES, "x-default"}
        assert found["x-default"] == found["es"] == f"{BASE}events.html"
    alone = build(ENGLISH, base_url=BASE)["index.html"]
    assert b"hreflang" not in alone
    assert meta(alone, "og:locale") == ["en_US"]
    assert meta(alone, "og:locale:alternate") == []


def test_every_page_that_is_shared_has_a_picture() -> None:
    group = replace(ENGLISH, photo=Photo(image="images/group.png", alt="All of us", caption="Us"))
    own = event('start = 2026-12-03T19:00:00\nimage = "images/own.png"\nalt = "A poster"', "2026-12-03-own")
    over = event("start = 2026-11-04T19:00:00", "2026-11-04-over")
    none = event('title = "Vigil"\nstart = 2026-12-04T19:00:00\nplace = "Église"', "2026-12-04-none")
    arabic = event('title = "مسيرة"\nstart = 2026-12-05', "2026-12-05-arabic")
    shown = {each: pictures.Picture(each, b"x", 3, 2) for each in ("images/group.png", "images/own.png")}
    files = build(group, (own, none, over, arabic), pictures=shown, base_url=BASE)
    for path, name, alt in (
        ("index.html", "group", "All of us"),
        ("meetings.html", "group", "All of us"),
        ("events/2026-11-04-over.html", "group", "All of us"),
        ("events/2026-12-05-arabic.html", "group", "All of us"),  # letters that the font lacks
        ("events/2026-12-03-own.html", "own", "A poster"),
    ):
        assert meta(files[path], "og:image") == [f"{BASE}images/{name}.png"]
        assert meta(files[path], "og:image:alt") == [alt]
        assert meta(files[path], "og:image:width") == ["3"]
    drawn = files["events/2026-12-04-none.html"]
    assert meta(drawn, "og:image") == [f"{BASE}social/2026-12-04-none.png"]
    assert meta(drawn, "og:image:alt") == ["Vigil · Friday, December 4, 2026 · 7:00 PM EST · Église"]
    assert [each for each in files if each.startswith("social/")] == ["social/2026-12-04-none.png"]
    unknown = build(group, (own, none), pictures=shown)  # an address must be whole
    assert b"og:image" not in unknown["index.html"]
    assert not [each for each in unknown if "social/" in each]


def test_a_date_within_a_sentence_has_no_capital() -> None:
    group = replace(
        Group(name="G", timezone="America/New_York", uid_namespace=GROUP.uid_namespace), languages=("en", "fr")
    )
    meetings = series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01')
    record = MeetingRecord(id="2026-10-14-monthly-meeting", audience="public", state="approved")
    page = text_of(build(group, (), (meetings,), meetings=[record])["fr/meetings.html"])
    assert "Procès-verbal du 14 octobre 2026" in page
    assert not re.search(r"(du|le|avant\s:) [A-Z]", page)


def test_links_that_are_of_no_use_on_paper_are_kept_off_it() -> None:
    page = parsed(build(base_url=BASE)["index.html"])
    on_paper = {
        link.get("href")
        for paragraph in page.iter("p")
        if paragraph.get("class") != "screen"
        for link in paragraph.iter("a")
    }
    assert f"{BASE}calendar.ics" in on_paper
    assert not any("google" in str(each) or "webcal" in str(each) for each in on_paper)


def test_whose_clocks_change_and_that_the_hour_stays_is_said_of_what_is_to_come_alone() -> None:
    meetings = series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01')
    files = build(SPEAKING, (event("start = 2027-03-12T19:00:00\n"),), (meetings,))
    said = "On March 14 the clocks change in New York; by New York time the {} keeps its hour"
    coming, past = text_of(files["meetings.html"]).split("Earlier this year")
    assert coming.count(said.format("meeting")) == 1
    assert "clocks change" not in past
    assert said.format("event") in text_of(files["events.html"])
    for language, told in {
        "es": "El 14 de marzo hay cambio de hora en Nueva York; según la hora de Nueva York, la reunión sigue a la misma hora",
        "pt": "Em 14 de março os relógios mudam em Nova York; pelo horário de Nova York, a reunião continua na mesma hora",
        "fr": "Le 14 mars, changement d’heure à New York ; à l’heure de New York, la réunion garde le même horaire",
        "ht": "Le 14 mas y ap chanje revèy yo nan Nouyòk; dapre lè Nouyòk, reyinyon an rete menm lè a",
    }.items():
        assert told in text_of(files[f"{language}/meetings.html"])


def test_holidays_are_for_coming_meetings_in_the_visitors_language(data: Path, run: Run) -> None:
    group = (data / "group.toml").read_text()
    (data / "group.toml").write_text(re.sub("(?m)^holidays = .*$", 'holidays = ["US", "MX"]', group))
    (data / "events" / "2026").mkdir(parents=True, exist_ok=True)
    (data / "events" / "2026" / "2026-12-25-march.toml").write_text('title = "March"\nstart = 2026-12-25T12:00:00\n')
    extra = "\n[[exceptions]]\ndate = 2027-01-13\nmoved_to = 2027-02-05\n[[exceptions]]\ndate = 2027-02-10\nmoved_to = 2026-12-25\n"
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text() + extra)
    assert run("site", "build").code == 0

    def said(page: str) -> list[str]:
        notes = re.findall(r'<p class="note">(.*?)</p>', Path("public", page).read_text())
        return [re.sub("<.*?>", "", each).partition(": ")[2] for each in notes if re.search("holiday|feriado", each)]

    assert said("meetings.html") == ["Christmas Day (US, MX)"]
    assert said("es/meetings.html") == ["Christmas Day (US)", "Navidad (MX)"]
    assert b'<span lang="en">Christmas Day (US)</span>' in Path("public/es/meetings.html").read_bytes()
    assert not said("events.html")
    assert "Public holiday" not in text_of(Path("public/events/2026-12-25-march.html").read_bytes())


def test_a_group_names_holidays_itself_or_hears_of_none(data: Path, run: Run) -> None:
    group = (data / "group.toml").read_text()
    series_path = data / "series" / "monthly-meeting.toml"
    series_path.write_text(series_path.read_text() + "\n[[exceptions]]\ndate = 2027-10-13\nmoved_to = 2027-10-11\n")
    own = '\n[holiday_names]\n"Columbus Day" = "Indigenous Peoples\' Day"\n'
    (data / "group.toml").write_text(group + own)
    assert "Indigenous Peoples' Day" in run("meetings", "show", "2027-10-11").out
    assert run("site", "build").code == 0
    assert "Public holiday: Indigenous Peoples' Day" in text_of(Path("public/meetings.html").read_bytes())
    spanish = Path("public/es/meetings.html").read_bytes()
    assert b'<span lang="en">Indigenous Peoples&#39; Day</span>' in spanish
    (data / "group.toml").write_text('ignore = ["W101"]\n' + group + own)
    assert "Indigenous" not in run("meetings", "show", "2027-10-11").out
    assert run("site", "build").code == 0
    assert b"Indigenous" not in Path("public/meetings.html").read_bytes()


def test_what_no_words_can_say_is_said_by_its_next_dates() -> None:
    odd = series(
        'rule = "FREQ=MONTHLY;BYMONTHDAY=15;INTERVAL=1;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"\nstart_time = 17:00:00\nsince = 2019-01-01\n[[exceptions]]\ndate = 2027-01-15\ncancelled = true\n'
    )
    files = build(SPEAKING, (), (odd,))
    assert not [path for path, page in files.items() if path.endswith(".html") and b"FREQ" in page]
    for path, told in {
        "meetings.html": "next on December 15, 2026, February 15, 2027 and March 15, 2027 at 5:00 PM, New York time",
        "es/meetings.html": "próximas fechas: 15 de diciembre de 2026, 15 de febrero de 2027 y 15 de marzo de 2027",
        "fr/meetings.html": "prochaines dates : 15 décembre 2026, 15 février 2027 et 15 mars 2027",
    }.items():
        assert told in text_of(files[path])


def test_a_series_stands_once_in_a_list_with_its_next_dates() -> None:
    own = event('title = "Rally"\nstart = 2026-11-01T12:00:00\nissues = ["cuba"]\n', "2026-11-01-rally")
    weekly = replace(VIGIL, issues=("cuba",))
    files = build(ENGLISH, (own,), (weekly,), issues=[Issue(id="cuba", title="Cuba")])
    for path in ("events.html", "issues/cuba.html"):
        page = text_of(files[path])
        assert page.count("Vigil") == 3, path  # the next one, the one that is off, and once for all that are past
        assert "Saturdays at 12:00 PM, New York time Also on December 5, December 12 and December 19" in page.replace(
            "Every Saturday", "Saturdays"
        )
        assert "And 7 dates before it" in page
        assert page.index("Upcoming") < page.index("Rally")
    assert b'<p class="badge" aria-hidden="true">Sat <b>28</b> Nov</p>' in files["events.html"]
    assert b'<p class="badge" aria-hidden="true">Sun <b>1</b> Nov</p>' in files["events.html"]


@pytest.mark.parametrize(
    ("language", "badge"),
    {
        "es": "Mi\u00e9 <b>9</b> Dic",
        "pt": "Qua <b>9</b> Dez",
        "fr": "Mer <b>9</b> D\u00e9c",
        "ht": "M\u00e8k <b>9</b> Des",
    }.items(),
)
def test_badges_are_in_the_visitors_language(language: str, badge: str) -> None:
    meetings = series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01')
    page = build(SPEAKING, (), (meetings,))[f"{language}/meetings.html"].decode()
    assert f'<p class="badge" aria-hidden="true">{badge}</p>' in page
    assert '/2026-12-09"' in page


ALL = """title = "Film night"
start = 2026-12-03T19:00:00
format = "in-person"
place = "Church & Hall, Boston"
geo = [42.358, -71.064]
recording = "https://example.org/recording"
slides = "https://example.org/slides"
access = "Ramp at the side door"
cost = "Free"
[register]
url = "https://zoom.us/webinar/register/WN_1"
[[co_hosts]]
name = "Casa <Cuba>"
url = "https://example.org/casa"
[[co_hosts]]
name = "Neighbors"
url = "javascript:alert(1)"
[[links]]
url = "https://example.org/film"
label = "The film"
[members]
recording = "https://example.org/members-recording"
"""


def test_the_page_of_an_event_has_all_that_visitors_ask_for() -> None:
    other = event('title = "After"\nstart = 2026-12-10T19:00:00\n', "2026-12-10-after")
    group = replace(ENGLISH, zones=("America/Mexico_City",))
    files = build(group, (event(ALL, "2026-12-03-film"), other), contacts=(ANA,), base_url=BASE)
    page = files["events/2026-12-03-film.html"]
    said, to = text_of(page), links(page)
    for each in (
        "Sign up",
        "Access: Ramp at the side door",
        "Cost: Free",
        "Mexico City6:00 PM",
        "The film",
        "Questions? Ana",
        f"Organized by {group.name}, Casa <Cuba>, Neighbors",
    ):
        assert each in said.replace("\u00a0", " "), each
    assert {"https://zoom.us/webinar/register/WN_1", "https://example.org/recording", "https://example.org/slides"} <= {
        *to
    }
    assert "https://www.openstreetmap.org/?mlat=42.358&mlon=-71.064#map=17/42.358/-71.064" in to
    assert "https://example.org/casa" in to
    assert b"members-recording" not in page
    assert b"javascript:" not in page
    assert "../events/2026-12-10-after.html" in to
    assert "../events/2026-12-03-film.html" in links(files["events/2026-12-10-after.html"])
    assert f"mailto:?subject=Film%20night&body={quote(BASE, safe='/')}events/2026-12-03-film.html" in to
    past = build(group, (replace(event(ALL), start=event("start = 2026-11-03T19:00:00").start),), contacts=(ANA,))
    over = text_of(past["events/2026-12-03-event.html"])
    assert "Recording" in over
    assert not re.search("Sign up|Questions|Mexico City", over)


def test_who_speaks_alone_is_not_several() -> None:
    for names, heading in (["Ana"], "<h2>Ponente</h2>"), (["Ana", "Bo"], "<h2>Ponentes</h2>"):
        several = "".join(f'[[speakers]]\nname = "{name}"\n' for name in names)
        files = build(SPEAKING, (event(f"start = 2026-12-03\n{several}"),))
        assert heading in files["es/events/2026-12-03-event.html"].decode()


def test_an_event_has_several_pictures_and_those_below_are_fetched_when_they_are_reached() -> None:
    text = (
        'start = 2026-12-03\nimage = "images/a.png"\nalt = "A"\n[[pictures]]\nimage = "images/b.png"\nalt = "The end"\n'
        'caption = "March"\ncredit = "Ana <"\nes.alt = "El fin"\n[[pictures]]\nimage = "https://example.org/c.jpg"\n'
        'alt = "Far away"\n[[pictures]]\nimage = "images/gone.png"\n'
    )
    made = {f"images/{each}.png": pictures.Picture(f"images/{each}.png", b"", 64, 32) for each in "ab"}
    files = build(SPEAKING, (event(text),), pictures=made)
    page = files["events/2026-12-03-event.html"].decode()
    first, second = re.findall("<img.*>", page)
    assert "loading" not in first
    assert second == '<img src="../images/b.png" width="64" height="32" alt="The end" loading="lazy">'
    assert "March · Picture: Ana <" in text_of(page.encode())
    assert "https://example.org/c.jpg" in links(page.encode())
    assert ("Far away" in page, "gone" in page, page.count("<figure>")) == (True, False, 3)
    assert 'alt="El fin"' in files["es/events/2026-12-03-event.html"].decode()


def test_a_place_without_degrees_is_looked_for_on_the_map() -> None:
    page = build(events=(event('start = 2026-12-03\nformat = "hybrid"\nplace = "A & B <Hall>"\n'),))[
        "events/2026-12-03-event.html"
    ]
    assert "https://www.openstreetmap.org/search?query=A%20%26%20B%20%3CHall%3E" in links(page)


def test_how_to_follow_stands_on_the_home_page() -> None:
    follow = FollowTable(
        newsletter="https://example.org/news", donate="javascript:alert(1)", social=("https://mas.to/@la", "x")
    )
    page = build(replace(ENGLISH, follow=follow))["index.html"]
    assert "Follow us Newsletter mas.to" in text_of(page)
    assert b'rel="me noopener"' in page
    assert b"javascript" not in page


def test_a_years_months_are_tables_with_links() -> None:
    meetings = series(
        'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01\n[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-10\n'
    )
    long = event("start = 2026-12-30\nend = 2027-01-02\n", "2026-12-30-camp")
    files = build(replace(SPEAKING, country="US"), (long,), (meetings,))
    tree = parsed(files["calendar.html"])
    tables = list(tree.iter("table"))
    assert len(tables) == 12
    assert [each.text for each in tables[0].iter("th")] == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    page = files["calendar.html"].decode()
    cells = {time.attrib["datetime"]: [link.attrib["href"] for link in cell.iter("a")]
             for table in tables for cell in table.iter("td") for time in cell.iter("time")}  # fmt: skip
    assert len(cells) == 365
    assert cells["2026-12-09"] == []
    led = {day: next(iter(to)) for day, to in cells.items() if to}
    assert led["2026-11-11"] == "#d2026-11-1"  # of this month also what is past
    assert led["2026-12-10"] == "#d2026-12-1"
    assert [day for day in led if day[5:] in ("12-30", "12-31", "01-01", "01-02")] == [
        "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02",
    ]  # fmt: skip
    assert all(f'id="{to[1:]}"' in page for to in led.values())
    assert page.count('href="events/2026-12-30-camp.html"') == 2  # in each of its months
    assert f'href="meetings.html#{meetings.id}/2026-12-09"' in page
    for to in re.findall(r'meetings.html#([^"]+)"', page):
        assert f'id="{to}"' in files["meetings.html"].decode()
    spanish = parsed(files["es/calendar.html"])
    assert next(each.text for each in spanish.iter("h2")) == "Noviembre de 2026"


def test_events_are_listed_by_place_too() -> None:
    some = [
        event(f'start = 2026-12-0{day}\nplace = "{place}"\n', f"2026-12-0{day}-a")
        for day, place in ((3, "Hall"), (4, "hall"), (5, "Church"))
    ]
    page = text_of(build(ENGLISH, tuple(some))["places.html"])
    assert page.index("Church") < page.index("Hall")
    assert page.count("Hall Thu") == 1
    assert "places.html" not in build(ENGLISH, tuple(some[:2]))


def test_the_next_dates_for_another_website() -> None:
    weekly = replace(VIGIL, place="Park <b>Street</b>")
    files = build(ENGLISH, (event("start = 2026-12-03T19:00:00\n"),), (weekly,), base_url=BASE)
    told = json.loads(files["next.json"])["dates"]
    assert [each["start"] for each in told][:2] == ["2026-11-28T12:00:00-05:00", "2026-12-03T19:00:00-05:00"]
    assert len(told) == 5
    assert told[1]["page"] == f"{BASE}events/2026-12-03-event.html"
    page = parsed(files["embed.html"])
    assert [each.attrib["target"] for each in page.iter("a")] == ["_top"] * 5
    assert "Park <b>Street</b>" in text_of(files["embed.html"])
    assert json.loads(build(ENGLISH)["next.json"])["dates"] == []
    assert "Nothing is planned" in text_of(build(ENGLISH)["embed.html"])


def test_meetings_of_two_series_on_one_day_have_places_of_their_own() -> None:
    one = series('rule = "2nd Wednesday"\nsince = 2019-01-01\n', "one")
    files = build(ENGLISH, (), (one, replace(one, id="two")))
    ids = [each.attrib["id"] for each in parsed(files["meetings.html"]).iter() if "id" in each.attrib]
    assert {"one/2026-12-09", "two/2026-12-09"} <= {*ids}
    assert len(ids) == len({*ids})
