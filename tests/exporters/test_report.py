"""A report: each number against a plain count over the records, each form against what it is made of."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
from conftest import Run
from filled import Filled
from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg.audience.leak_scanner.decoding import decoded
from lacwg.audience.view import view_of
from lacwg.commands.shared import documents
from lacwg.exporters.documents import markdown, page
from lacwg.exporters.documents import report as telling
from lacwg.exporters.documents.counts import Numbers, Period, count
from lacwg.exporters.documents.document import Bars, Document, Heat, Table
from lacwg.records import Action, DayOrTime, Decision, Event, Group, Issue, MeetingRecord, Series, SeriesException
from lacwg.schedule.month import Month
from lacwg.schedule.occurrences import expand
from lacwg.voice.voice import LANGUAGES, Language, voice

ZONE = "America/New_York"
NOW = dt.datetime(2026, 8, 20, 12, tzinfo=ZoneInfo(ZONE))
GROUP = Group(name="Group", timezone=ZONE, quorum=3, uid_namespace="123e4567-e89b-12d3-a456-426614174000")
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31), NOW)
DATES = [
    each.span.day
    for each, _ in zip(
        expand(Series(id="m", title="M", rule="2nd Wednesday", since=dt.date(2025, 10, 1)), GROUP),
        range(18),
        strict=False,
    )
]
DAYS = st.dates(dt.date(2025, 11, 1), dt.date(2027, 1, 31))
WHO = st.sampled_from(["ana", "bo", "Bo ", "Carla", "di", "Éva", "eva"])
AUDIENCES = st.sampled_from(["public", "members", "private"])


@st.composite
def folders(draw: st.DrawFn) -> dict[str, Any]:
    """A series with exceptions, some of its minutes, events and issues: all small, and much of a kind."""
    fates = draw(st.dictionaries(st.sampled_from(DATES), st.sampled_from(["moved", "cancelled"]), max_size=4))
    exceptions = [
        SeriesException(date=day, cancelled=True) if fate == "cancelled"
        else SeriesException(date=day, moved_to=DayOrTime(day + dt.timedelta(draw(st.integers(-20, 20)))), reason="x")
        for day, fate in fates.items()
    ]  # fmt: skip
    extra = draw(DAYS.filter(lambda day: day not in DATES))
    exceptions.append(SeriesException(date=extra, extra=True))
    series = Series(
        id="m",
        title="M",
        rule="2nd Wednesday",
        start_time=dt.time(18),
        since=dt.date(2025, 10, 1),
        exceptions=tuple(exceptions),
    )
    letters, meetings = iter(f"a{chr(97 + n // 26)}{chr(97 + n % 26)}z" for n in range(600)), []
    for day in draw(st.sets(st.sampled_from([*DATES, extra]), max_size=10)):
        closed = st.none() | DAYS
        actions = [Action(id=next(letters), what="w", done=done, dropped=None if done else dropped)
                   for done, dropped in draw(st.lists(st.tuples(closed, closed), max_size=4))]  # fmt: skip
        meetings.append(MeetingRecord(
            id=f"{day}-m", audience=draw(AUDIENCES), state=draw(st.sampled_from(["planned", "draft", "approved"])),
            present=tuple(draw(st.lists(WHO, max_size=5))), guests=draw(st.none() | st.integers(0, 9)),
            decisions=tuple(Decision(text="d") for _ in range(draw(st.integers(0, 3)))), actions=tuple(actions),
        ))  # fmt: skip
    events = [
        Event(id=f"{day}-e{number}", title="E", audience=draw(AUDIENCES), start=DayOrTime(day), status=draw(st.sampled_from(["confirmed", "tentative", "cancelled"])),
              format=draw(st.sampled_from([None, "online", "hybrid"])), place=draw(st.sampled_from([None, "Hall", "Park"])),
              issues=tuple(draw(st.sets(st.sampled_from(["cuba", "haiti"])))))
        for number, day in enumerate(sorted(draw(st.lists(DAYS, max_size=12))))
    ]  # fmt: skip
    issues = [Issue(id="cuba", title="Cuba"), Issue(id="haiti", title="Haiti", audience="members")]
    return {"series": [series], "events": events, "issues": issues, "meetings": meetings}


@given(
    folders(),
    st.sampled_from(["public", "members"]),
    st.sampled_from([YEAR, Period(dt.date(2026, 3, 10), dt.date(2026, 9, 5), NOW)]),
)
@settings(max_examples=30)
def test_every_number_is_a_plain_count(folder: dict[str, Any], reader: Any, period: Period) -> None:
    found = count(view_of(reader, GROUP, **folder), period)
    within = lambda day: day is not None and period.first <= day <= period.last  # noqa: E731
    order = ["public", "members", "private"]
    seen = lambda record: order.index(record.audience) <= order.index(reader)  # noqa: E731
    (series,) = folder["series"]
    dates = [each for each, _ in zip(expand(series, GROUP), range(40), strict=False)]
    now = [each for each in dates if within(each.span.day)]
    held = [each for each in now if each.span.day <= NOW.date() and each.status != "cancelled"]
    day_of = {each.id.partition("/")[2]: each.span.day for each in dates}
    told = [
        each
        for each in folder["meetings"]
        if seen(each) and (each.state == "approved" or (reader == "members" and each.state == "draft"))
    ]
    mine = [each for each in told if within(day_of[each.id[:10]])]
    assert len(found.held) == len(held)
    for how in ("moved", "extra"):
        assert len(found.changed(how)) == len([each for each in now if each.change == how])
    assert len(found.changed("cancelled")) == len([each for each in now if each.status == "cancelled"])
    assert len(found.decisions) == sum(len(each.decisions) for each in mine)
    presents = {each.day: each.present for each in found.meetings if each.record}
    for record in mine:
        assert presents[day_of[record.id[:10]]] == (len(record.present) or None if reader == "members" else None)
    # people by name, whatever its accents and blanks
    names = {each.record.id: {*each.first_named} for each in found.meetings if each.record}
    known: set[str] = set()
    for record in sorted(told, key=lambda each: (day_of[each.id[:10]], each.id)) if reader == "members" else ():
        plain = {who.strip().lower().replace("é", "e") for who in record.present}
        if record.id in names:
            assert {who.strip().lower().replace("é", "e") for who in names[record.id]} == plain - known
        known |= plain
    actions = (
        [(each, day_of[record.id[:10]]) for record in told for each in record.actions] if reader == "members" else []
    )
    assert len(found.opened) == sum(within(day) for _, day in actions)
    assert len(found.done) == sum(within(each.done) for each, _ in actions)
    assert len(found.dropped) == sum(within(each.dropped) for each, _ in actions)
    assert sorted(each.days for each in found.done) == sorted(
        max(0, (each.done - day).days) for each, day in actions if within(each.done)
    )
    for month, number in found.open_by_month:
        end = min(month.last, period.last, NOW.date())
        assert number == sum(
            day <= end and not any(each is not None and each <= end for each in (one.done, one.dropped))
            for one, day in actions
        )
    events = [each for each in folder["events"] if seen(each) and within(each.start.day)]
    past = [each for each in events if each.start.day <= NOW.date() and each.status == "confirmed"]
    assert (len(found.events), len(found.cancelled)) == (len(past), sum(each.status == "cancelled" for each in events))
    assert len(found.coming) == sum(each.start.day > NOW.date() and each.status != "cancelled" for each in events)
    for issue in ("cuba", "haiti") if reader == "members" else ("cuba",):
        assert found.by_issue[issue] == sum(issue in each.issues for each in past)
    for place in (None, "Hall", "Park"):
        # what is online has no place to be recorded
        at = [each for each in past if each.place or each.format != "online"]
        assert found.by_place[place] == sum(each.place == place for each in at)
    for form in (None, "online", "hybrid"):
        assert found.by_format[form] == sum(each.format == form for each in past)
    assert sum(number for number, _ in found.days.values()) == sum(each.status != "cancelled" for each in now)
    assert sum(number for _, number in found.days.values()) == sum(each.status != "cancelled" for each in events)


def year(reader: Any = "members", language: Language = "en") -> tuple[Numbers, Document]:
    series = Series(id="m", title="M", rule="2nd Wednesday", start_time=dt.time(18), since=dt.date(2026, 1, 1))
    record = MeetingRecord(
        id="2026-05-13-m", audience="public", state="approved", present=("ana", "Bo", "Carla"), guests=20,
        decisions=(Decision(text="Hold the <webinar> | *now*", for_=3),),
        actions=(Action(id="abcd", what="Call the hall", who="ana", due=dt.date(2026, 6, 1)),),
    )  # fmt: skip
    events = [
        Event(id="2026-02-02-e", title="Vigil", start=DayOrTime(dt.date(2026, 2, 2)), issues=("cuba",), place="W" * 80)
    ]
    found = count(
        view_of(reader, GROUP, [series], events, issues=[Issue(id="cuba", title="Cuba")], meetings=[record]), YEAR
    )
    return found, telling.document(found, GROUP, {"ana": "Ana Pérez"}, voice(language))


def texts(document: Document) -> str:
    return page.html(document) + markdown.markdown(document) + documents._text(document, None, colour=False)


@pytest.mark.parametrize("reader", ["public", "members"])
def test_nothing_that_is_withheld_is_in_any_form(reader: Any) -> None:
    filled = Filled("a\x1b[31mc\u202e</script><script>alert(1)</script>")
    found = count(filled.view(reader), Period(dt.date(2026, 1, 1), dt.date(2027, 12, 31), NOW))
    told = texts(telling.document(found, filled.view(reader).group, {}, voice("es")))
    withheld = filled.texts["private"] + (filled.texts["members"] if reader == "public" else [])
    assert not [each for each in withheld if each in told or each in decoded(told)]
    assert "\x1b" not in told
    assert "<script" not in page.html(telling.document(found, filled.view(reader).group, {}, voice("en")))


def test_the_public_gets_neither_attendance_nor_votes_nor_actions() -> None:
    told = texts(year("public")[1])
    assert "Hold the" in told
    assert not re.search("Ana|Carla|Attendance|3 for|Call|Actions|Quorum", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_plot_has_its_numbers_as_a_table_and_is_the_same_in_all_forms(language: Language) -> None:
    _, document = year(language=language)
    plots = [block for section in document.sections for block in section.blocks if isinstance(block, Bars | Heat)]
    assert len(plots) == 6
    parsed = html5lib.parse(page.html(document), namespaceHTMLElements=False)
    assert parsed.get("lang") == language
    assert not parsed.findall(".//script") + parsed.findall(".//link") + parsed.findall(".//img")
    tables = [
        [["".join(cell.itertext()) for cell in row if cell.get("class") != "bar"] for row in table.iter("tr")]
        for table in parsed.iter("table")
    ]
    written = [str(cell) for plot in plots for row in plot.table.rows for cell in row]
    assert [cell for cell in written if cell not in {each for table in tables for row in table for each in row}] == []
    assert [cell for cell in written if cell not in markdown.markdown(document).replace("\\", "")] == []
    shown = documents._text(document, None, colour=False)
    assert "███" in shown
    assert re.search("█░+\n[^░]+ +3 +20 ", shown)
    for block in (block for section in document.sections for block in section.blocks if isinstance(block, Table)):
        assert all(str(cell) in shown for row in block.rows for cell in row)
    assert {"en": "What we did: 2026", "es": "Lo que hicimos: 2026"}.get(language, "2026") in document.title


def test_a_meeting_without_minutes_leaves_a_gap_among_those_that_have_them() -> None:
    series = Series(id="m", title="M", rule="2nd Wednesday", start_time=dt.time(18), since=dt.date(2026, 1, 1))
    records = [
        MeetingRecord(id=f"{day}-m", audience="members", state="draft", present=("ana",))
        for day in ("2026-02-11", "2026-04-08")
    ]
    document = telling.document(
        count(view_of("members", GROUP, [series], [], meetings=records), YEAR), GROUP, {}, voice("en")
    )
    (bars,) = [each for part in document.sections for each in part.blocks if isinstance(each, Bars) and each.upright]
    # that nobody was new is known of April, and of March nothing is
    assert [(*row[:2], row[3]) for row in bars.table.rows] == [
        ("Wed Feb 11, 2026", 1, "ana"), ("Wed Mar 11, 2026", "–", "–"), ("Wed Apr 8, 2026", 1, ""),
    ]  # fmt: skip
    assert bars.marks == ("Feb", "Mar", "Apr")


@pytest.mark.parametrize("width", [60, 120])
def test_on_a_terminal_no_line_is_wider_than_it(width: int) -> None:
    shown = documents._text(year()[1], width, colour=False)
    assert [line for line in shown.splitlines() if len(line) > width] == []


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_are_told_apart_in_grey_and_read_on_their_ground() -> None:
    style = (Path(page.__file__).parent / "page.css").read_text()
    palettes = [
        dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(palettes) == 3
    for each in ({**palettes[0], **palette} for palette in palettes):
        assert min(contrast(each["ground"], each[name]) for name in ("text", "quiet")) >= 4.5
        assert min(contrast(each[f"heat{n}"], each[f"on{n}"]) for n in (1, 2, 3)) >= 4.5
        assert contrast(each["heat0"], each["quiet"]) >= 4.5
        assert contrast(each["ground"], each["bar1"]) >= 3
        assert contrast(each["ground"], each["edge"]) >= 3
        assert contrast(each["bar1"], each["bar2"]) >= 2.5
        greys = [luminance(each[f"heat{n}"]) for n in range(4)]
        assert greys in (sorted(greys), sorted(greys, reverse=True))
        assert min(contrast(each[f"heat{n}"], each[f"heat{n + 1}"]) for n in range(3)) > 1.3


def test_a_month_has_all_its_days_and_the_ones_that_have_something_stand_out() -> None:
    found, document = year()
    heat = next(block for section in document.sections for block in section.blocks if isinstance(block, Heat))
    drawn = page.plots(heat)[1]
    assert len(re.findall(r'<rect class="heat\d"', drawn)) == Month(2026, 2).last.day
    assert len(re.findall(r'<rect class="heat1"', drawn)) == sum(1 for day in found.days if day.month == 2) == 2


def test_a_report_of_a_folder(data: Path, run: Run) -> None:
    folder = data / "meetings/2026/2026-10-14-monthly-meeting.toml"
    folder.parent.mkdir(parents=True)
    folder.write_text('audience = "members"\nstate = "draft"\npresent = ["yoav-elinevsky", "Ana"]\n')
    (folder.parent / "2026-09-09-monthly-meeting.toml").write_text('state = "draft"\npresent = ["Secret"]\n')
    ran = run("report")
    assert ran.code == 0
    assert "Yoav Elinevsky, Ana" in ran.out
    assert "Secret" not in ran.out
    assert "1 meeting left out" in ran.err
    assert run("report", "--json").json["attendance"][0]["present"] == 2
    with folder.open("a") as file:
        for letter, state in ("a", "done"), ("b", "begun"):
            file.write(
                f'[[sent]]\nid = "aaa{letter}"\nstate = "{state}"\non = 2026-10-08T23:30:00-04:00\nwhat = "announcement"\nlists = ["hush"]\ncount = 38\n'
            )
    announced = run("report", "--json").json["announced"]
    assert announced == [{"date": "2026-10-08", "id": "monthly-meeting/2026-10-14", "people": 38}]
    assert ["Announcements", "Thu Oct 8, 2026", "LA/CWG monthly meeting", "38"] in run("report", "--plain").lines
    assert run("report", "--audience", "public", "--json").json["announced"] == []
    assert ["At a glance", "Meetings", "11"] in run("report", "--plain").lines
    for name, begins in (("a.html", "<!DOCTYPE html>"), ("a.md", "# Lo que hicimos")):
        assert run("report", "2026", "-o", name, "--lang", "es").code == 0
        assert Path(name).read_text().startswith(begins)
    assert '<span lang="en">' in Path("a.html").read_text() or "Honduras" in Path("a.html").read_text()
    for argv in (["-o", "a.docx"], ["2026", "--from", "2026-01-01"], ["--from", "2026-05-01", "--to", "2026-04-01"]):
        assert run("report", *argv).code == 2, argv
    assert run("report", "2019", "--audience", "public").code == 0
    looking_back = [["--from", "Jan 1", "--to", "Mar 31"], ["--to", "Mar 31"]]
    assert {run("report", *argv).out.splitlines()[0] for argv in looking_back} == {
        "What we did: January 1, 2026 – March 31, 2026"
    }


def test_a_report_and_a_handover_as_pdf(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("typst")
    (data / "meetings/2026").mkdir(parents=True)
    (data / "meetings/2026/2026-10-14-monthly-meeting.toml").write_text(
        'audience = "members"\nstate = "draft"\npresent = ["שלום", "Ana"]\nguests = 2\n[[actions]]\nid = "abcd"\nwhat = "#panic() *x* 漢"\n'
    )
    ran = run("report", "2026", "-o", "a.pdf", "--lang", "fr")
    assert ran.code == 0, ran.err
    assert "No font of paper's draws" in ran.err
    first = Path("a.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert b"/StructTreeRoot" in first
    assert run("report", "2026", "-o", "a.pdf", "--lang", "fr").code == 0
    assert Path("a.pdf").read_bytes() == first
    assert run("handover", "-o", "b.pdf").code == 0
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
        assert "Ce que nous avons fait" in told
        assert "#panic()" in told
        told = subprocess.run(["pdftotext", "b.pdf", "-"], capture_output=True, text=True, check=True).stdout
        assert "lacwg undo" in told
    monkeypatch.setattr("lacwg.remotes.typesetter.importlib.util.find_spec", lambda _: None)
    assert "pip install" in run("report", "-o", "c.pdf").err
