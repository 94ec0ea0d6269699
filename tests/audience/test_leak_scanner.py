"""The leak scanner: what is withheld is found in what goes out, however it is written there, and nothing else is."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import icalendar
import msgspec
import pytest
from conftest import GROUP as ANYBODY
from conftest import Run, event, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.audience.leak_scanner.scanner import LeakError, LeakScanner
from lacwg.audience.leak_scanner.searching import SHORTEST_TEXT
from lacwg.audience.view import Seen
from lacwg.records import Contact, Issue, MeetingRecord, PrivateTable

ZONES = ("America/Havana", "America/Mexico_City", "America/Managua", "America/Caracas", "America/La_Paz")
GROUP = msgspec.structs.replace(ANYBODY, zones=ZONES)  # a group that says where else hours are told

NOTE = "Ask the bishop, quietly; he said “not before Lent”: 30%"


def ics(text: str) -> str:
    made = icalendar.Event()
    made.add("description", text)
    return f"BEGIN:VCALENDAR\r\n{made.to_ical().decode()}END:VCALENDAR\r\n"


def spreadsheet(text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["Title", "Description"], ["Rally", text]])
    return out.getvalue()


FORMS: dict[str, Callable[[str], str]] = {
    "ics": ics,
    "csv": spreadsheet,
    "html": lambda text: f"<p>{html.escape(text)}</p>",
    "json": lambda text: msgspec.json.encode({"note": text}).decode(),
    "ascii json": lambda text: json.dumps({"note": text}),
    "json in a script": lambda text: json.dumps({"note": text}).replace("<", "\\u003c"),
    "a link": lambda text: f"https://example.org/?details={quote(text)}&x=1",
    "text": lambda text: f"Dear all,\n\n{text}\n",
}


def watch(*records: Any, reader: Any = "public") -> LeakScanner:
    made = LeakScanner(reader)
    made.withhold(GROUP)
    for record in records:
        made.withhold(record)
    return made


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("contact", "leaked", "field"),
    [
        (Contact(id="ana", name="Ana", private=PrivateTable(note=NOTE)), NOTE, "private.note"),
        (Contact(id="ana", name="Ana", email="ana@example.org"), "write to <ana@example.org>", "email"),
        (Contact(id="ana", name="Ana", phone="+1 (617) 555-0100"), "call 617.555.0100, evenings", "phone"),
        (Contact(id="ana", name="Ana", private=PrivateTable(host_key="4711x")), "the key is 4711x.", "private.host_key"),
        (Contact(id="ana", name="Ana", address="Calle 23, 1\n10400 La Habana"), "to 10400 La Habana", "address"),
    ],
    ids=["note", "address", "phone", "key", "a line of a text"],
)  # fmt: skip
def test_what_is_withheld_is_found_in_every_form(form: str, contact: Contact, leaked: str, field: str) -> None:
    with pytest.raises(LeakError) as refused:
        watch(contact).refuse_leaks(FORMS[form](leaked))
    assert f"{field} of ana" in str(refused.value)
    assert leaked not in str(refused.value)


@pytest.mark.parametrize("form", FORMS)
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=12, max_size=300))
def test_any_text_is_found_in_every_form(form: str, text: str) -> None:
    text = f"{text} xyzzy"  # a word that is in no date and that no exporter says
    alone = LeakScanner("public")
    alone.withhold(Contact(id="ana", name="Ana", private=PrivateTable(note=text)))
    with pytest.raises(LeakError):
        alone.refuse_leaks(FORMS[form](text))


JOIN = "https://us02web.zoom.us/j/81234567890?pwd=Abc123"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "leaked", [JOIN, JOIN.removeprefix("https://"), "passcode Abc123", "+1 305 224 1968", "code 998877#"]
)
def test_a_link_to_join_by_its_passcode_and_its_number_are_found(form: str, leaked: str) -> None:
    record = series(
        'rule = "2nd Wednesday"\nsince = 2026-01-01\n[members]\n'
        f'join_url = "{JOIN}"\ndial_in = "+1 305 224 1968, code 998877#"\n'
    )
    with pytest.raises(LeakError, match="of monthly-meeting"):
        watch(record).refuse_leaks(FORMS[form](leaked))
    watch(record, reader="members").refuse_leaks(FORMS[form](leaked))


@pytest.mark.parametrize(
    ("note", "output"),
    [
        ("rent_2026_budget.xlsx", "## Notes\n\nrent\\_2026\\_budget.xlsx\n"),
        ("share\\_2026 budget.xlsx", "Rally,share\\_2026 budget.xlsx\r\n"),
        ("Casa 5\nHabana", "Event Name,Event Description\r\nRally,<p>Casa 5<br>Habana</p>\r\n"),
        ("the rent is too high", "<p>the <em>rent</em> is <b>too h</b>igh</p>"),
        ("use <b> for bold text", "use <b> for bold text"),
        ("use <br> for a line", "use <br> for a line"),
        ("use <br> for a line", "<p>use &lt;br&gt; for a line</p>"),
    ],
)
def test_what_is_written_around_words_does_not_hide_them(note: str, output: str) -> None:
    with pytest.raises(LeakError):
        watch(Contact(id="ana", name="Ana", private=PrivateTable(note=note))).refuse_leaks(output)


@pytest.mark.parametrize("written", ["617–555–0100", "617\u2011555\u20110100", "617·555·0100", "+1 617/555 0100"])
def test_a_number_is_found_with_whatever_stands_between_its_digits(written: str) -> None:
    for held, leaked in (("6175550100", written), (written, "6175550100")):
        with pytest.raises(LeakError):
            watch(Contact(id="ana", name="Ana", phone=held)).refuse_leaks(f"Call {leaked}.")


@pytest.mark.parametrize("output", ["?pwd=204711", "?text=key%20204711", "the key%3A204711", "204711%20"])
def test_a_key_is_found_beside_a_percent_sign(output: str) -> None:
    with pytest.raises(LeakError):
        watch(Contact(id="ana", name="Ana", private=PrivateTable(host_key="204711"))).refuse_leaks(output)


def test_exceptions_changes_and_whole_records_are_looked_into() -> None:
    record = series(
        'rule = "2nd Wednesday"\nsince = 2026-01-01\n[[exceptions]]\ndate = 2026-02-11\nby = "Yoav the treasurer"\n'
        "[[changes]]\nfrom = 2027-01-01\n[changes.private]\nnote = 'rent is too high here'\n"
    )
    for text, field in (("Yoav  the\nTreasurer", "exceptions.by"), ("Rent is too high here!", "changes.private.note")):
        with pytest.raises(LeakError, match=f"{field} of monthly-meeting"):
            watch(record).refuse_leaks(text)
    hidden = event('start = 2026-12-03\ntitle = "Planning the sit-in"\naudience = "private"\n')
    with pytest.raises(LeakError, match="title of 2026-12-03-event"):
        watch(hidden, reader="members").refuse_leaks("Next: planning the sit-in")


def test_what_the_view_holds_is_no_leak() -> None:
    contact = Contact(
        id="ana-perez-diaz", name="Ana Pérez Díaz", email="ana@example.org", private=PrivateTable(note="a poet from Havana")
    )  # fmt: skip
    talk = event(
        'start = 2026-12-03\ndescription = "She is a poet from Havana. Write to ana@example.org"\n'
        '[[speakers]]\nname = "Ana Pérez Díaz"\n'
    )
    output = "Speaker: Ana Pérez Díaz. She is a poet from Havana. Write to ana@example.org"
    watch(contact, talk).refuse_leaks(output)
    with pytest.raises(LeakError):
        watch(contact).refuse_leaks(output)


def test_what_the_view_holds_in_another_spelling_is_no_leak() -> None:
    talk = event(
        'start = 2026-12-03\ndescription = "https://go.example.org/?to=https%3A%2F%2Fexample.org%2Fthe%2Fpage&amp;x"\n'
    )
    contact = Contact(id="ana", name="Ana", private=PrivateTable(note="https://example.org/the/page"))
    watch(contact, talk).refuse_leaks(talk.description or "")
    with pytest.raises(LeakError):
        watch(contact).refuse_leaks(talk.description or "")


@pytest.mark.parametrize(
    ("private", "output"),
    [
        (PrivateTable(note="Cuba"), "Solidarity with Cuba"),
        (PrivateTable(host_key="2026"), "December 9, 2026; 2026-12-09; 12/09/2026; DTSTART:20261209T170000"),
        (PrivateTable(host_key="1700"), "17:00 and 2026-12-09T17:00:00-0500"),
        (PrivateTable(host_key="c0de"), "123e4567-e89b-12d3-c0de-426614174000"),
        (PrivateTable(host_key="471"), "471 people came"),
        (PrivateTable(host_key="4711"), "14711, 47112 and a4711b"),
        (PrivateTable(host_key="204711"), "?text=number%204711&x=1"),
        (PrivateTable(note="the rent is high"), "the rent is higher"),
        (PrivateTable(note="the rent is high"), "the rent, which is high"),
        (PrivateTable(note="…………………………"), "Well …………………………"),
        (PrivateTable(), "anything"),
    ],
)
def test_what_stands_there_by_chance_is_no_leak(private: PrivateTable, output: str) -> None:
    guard = watch(Contact(id="ana", name="Ana", private=private))
    guard.refuse_leaks(output)
    if private.note and len(private.note.strip("…")) >= SHORTEST_TEXT:  # it is looked for, as words in their order
        with pytest.raises(LeakError):
            guard.refuse_leaks(f"{output}: {private.note}")


@pytest.mark.parametrize(
    "line",
    [
        "Wednesday, November 11, 2026",
        "Thursday, December 10",
        "December 9, 2026 · 5:00 PM EST",
        "Solidarity with Cuba: Thursday, December 10, 2026, 7:00 PM EST",
        "Solidarity with Cuba, Group",
        "2nd Wednesday",
        "America/New_York",
        "When: Thursday, December 10, 2026 · 7:00 PM EST",
        "Elsewhere: 8:00 PM in Havana, Caracas and La Paz; 6:00 PM in Mexico City and Managua",
        "Online and in person",
        "To join, ask us for the link",
    ],
)
def test_what_is_put_together_of_dates_and_of_the_view_is_no_leak(line: str) -> None:
    talk = event('start = 2026-12-10T19:00:00\ntitle = "Solidarity with Cuba"\n')
    meeting = series('rule = "2nd Wednesday"\nsince = 2026-01-01\ntimezone = "America/New_York"\n')
    contact = Contact(id="ana", name="Ana", private=PrivateTable(note=f"Planning, as they said:\n{line}\nAna calls"))
    watch(contact, talk, meeting).refuse_leaks(f"When: {line}\n\n{line}\n")
    for more in ("the rent is high", "at the bishop's"):
        private = Contact(id="ana", name="Ana", private=PrivateTable(note=f"{line} {more}"))
        with pytest.raises(LeakError):
            watch(private, talk, meeting).refuse_leaks(f"{line} {more}")


def test_what_is_allowed_is_no_leak() -> None:
    made = watch(Contact(id="ana", name="Ana Pérez Díaz"), reader="members")
    with pytest.raises(LeakError):
        made.refuse_leaks("1. Rent (Ana Pérez Díaz)")
    made.permit("Ana Pérez Díaz")
    made.refuse_leaks("1. Rent (Ana Pérez Díaz)")


def test_an_exporter_that_leaks_is_refused_and_nothing_is_written(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lacwg.exporters.ics import feed

    file = data / "series" / "monthly-meeting.toml"
    file.write_text(file.read_text() + '\n[private]\nnote = "The landlord is a friend of Ana"\n')
    made = feed.calendar

    def leaking(view: Any) -> bytes:
        from lacwg.records import Series
        from lacwg.store.toml.decode import decode

        record = decode(file.read_text(), Series, lambda: "", "monthly-meeting")
        leak = ics(record.private.note or "").replace("BEGIN:VCALENDAR\r\n", "").encode()
        return made(view).replace(b"END:VCALENDAR", leak)

    assert run("export", "ics", "-o", "out.ics").code == 0
    Path("out.ics").unlink()
    monkeypatch.setattr(feed, "calendar", leaking)
    for argv in (("export", "ics"), ("export", "ics", "-o", "out.ics", "--audience", "members")):
        ran = run(*argv)
        assert ran.code == 1
        assert ran.out == ""
        assert "private.note of monthly-meeting" in ran.err
        assert "landlord" not in ran.err
    assert not Path("out.ics").exists()


def test_what_is_noted_or_permitted_later_counts() -> None:
    made = watch(Contact(id="a", name="Ana Pérez Díaz"))
    with pytest.raises(LeakError):
        made.refuse_leaks("Ana Pérez Díaz")
    made.permit("Ana Pérez Díaz")
    made.refuse_leaks("Ana Pérez Díaz")
    made.withhold(Contact(id="b", name="Berta Cáceres Flores"))
    with pytest.raises(LeakError):
        made.refuse_leaks("Berta Cáceres Flores")


def test_of_much_that_may_be_seen_all_is() -> None:
    talks = [event(f'start = 2026-12-03\ndescription = "Talk number {each}, by Ana"\n') for each in range(3000)]
    notes = Contact(id="ana", name="Ana", private=PrivateTable(note="Talk number 2999, by Ana"))
    watch(*talks, notes).refuse_leaks("Talk number 2999, by Ana")
    with pytest.raises(LeakError):
        watch(*talks[:-1], notes).refuse_leaks("Talk number 2999, by Ana")


SEEN = Seen({"monthly-meeting"}, {"open-issue"})


@pytest.mark.parametrize(
    ("leaked", "field"),
    [
        ("sit-in", "issues of 2026-12-03-event"),
        ("quiet-campaign-of-ours", "issues of 2026-12-03-event"),
        ("quiet-vigil", "main_series of group"),
        ("2026-12-09-quiet-vigil", "(main_series|id) of"),
        ("2026-12-09-quiet-circle", "id of 2026-12-09-quiet-circle"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_ids_of_what_may_not_be_seen_are_withheld_whatever_names_them(form: str, leaked: str, field: str) -> None:
    made = LeakScanner("public", SEEN)
    made.withhold(replace(GROUP, main_series="quiet-vigil"))
    made.withhold(event('start = 2026-12-03\nissues = ["sit-in", "quiet-campaign-of-ours", "open-issue"]\n'))
    made.withhold(MeetingRecord(id="2026-12-09-quiet-circle", audience="public", state="approved"))
    made.withhold(MeetingRecord(id="2026-12-09-monthly-meeting", audience="public", state="approved"))
    with pytest.raises(LeakError, match=field):
        made.refuse_leaks(FORMS[form](leaked))
    made.refuse_leaks(FORMS[form]("open-issue, 2026-12-09-monthly-meeting, 2026-12-09; a sit in at the office"))


def test_a_short_id_of_a_withheld_record_is_withheld() -> None:
    made = watch(Issue(id="sit-in", title="A", audience="members"))
    for leaked in ('{"issues": ["sit-in"]}', "issues/sit-in.ics", "Rally;sit-in"):
        with pytest.raises(LeakError, match="id of sit-in"):
            made.refuse_leaks(leaked)
    made.refuse_leaks("they sit in the park; sit-ins; a-sit-in; sit-in-2")
    made.permit("Come to the Sit-In")
    made.refuse_leaks("sit-in")
