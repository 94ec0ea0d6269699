"""Twice as much text takes at most about twice the time: every pattern of the package, every importer, list and screen."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from pumping import PUMPED, beginnings, patterns, spent, used

sys.path.append(str(Path(__file__).parents[1] / "exporters"))
from filled import Filled

from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, Record, Series
from lacwg.store.person_redaction import Person, _alternatives, _contact_patterns, _name_patterns
from lacwg.store.references import _whole
from lacwg.store.toml.encode import encode
from lacwg.text.links import _links_to

SIZE = 20_000
PROBE, QUICK = 4_000, 0.015
"""A pattern that takes fewer seconds of CPU for so many characters is no trouble for ten times as many."""
SLOW = 2.0
"""What takes as many is not waited for."""
MEGABYTE = 2.0
"""Seconds of CPU: one, with room for a busy machine."""
ENOUGH = 0.025
"""What a command line may take for each kind of text, and four times as much at least, before it is looked at whether twice the text takes more than twice as long."""
SCREENS = (
    "issues show cuba", "issues list", "search x", "check", "export json", "export ics", "--json issues show cuba",
    "export jsonld", "events show 2026-12-03-rally", "events list", "--plain events list", "export csv --for spreadsheet",
    "import ics a.ics --dry-run", "import csv a.csv --dry-run", "import vcf a.vcf --dry-run", "search TEXT",
    "events show TEXT", "events list --from TEXT", "events add Vigil --start 2026-12-03 --place TEXT --dry-run",
)  # fmt: skip
AT_ONCE = (
    "", "calendar 2026-12", "agenda show 2026-12-09", "minutes show 2026-12-09", "actions list --all", "contacts list", "contacts show ana",
    "export vcf --audience members", "minutes export 2026-12-09 --audience members", "meetings show 2026-12-09", "events announce 2026-12-03-rally",
    "agenda add TEXT --meeting 2026-12-09 --dry-run", "contacts add TEXT --dry-run", "search --kind contact TEXT", "log TEXT",
    "site build", "sync", "check --fix --dry-run", "contacts forget ana --dry-run",
)  # fmt: skip
"""What is tried with one of everything in a text: other screens, and what goes through the whole folder."""
BO = Person("ana-bo", "Ana Bo", "ana@example.org", "+1 202 555 0123", "12 Main Street, Springfield")
MADE: dict[re.Pattern[Any], set[str]] = {
    _links_to(("meet.example.org",)): {"finditer"},
    _whole("2026-12-03-rally"): {"sub"},
    re.compile("|".join([*_name_patterns("ana bo"), *_contact_patterns(BO)])): {"finditer"},
    _alternatives([r"ana\s+bo"], _name_patterns("ana")) or re.compile(""): {"finditer"},
}
"""Patterns that are made of what a folder holds."""


@functools.cache
def all_patterns() -> dict[re.Pattern[Any], set[str]]:
    return {**patterns(), **MADE}


def grows(act: Callable[[int], object]) -> str | None:
    """How the time grows from one size to twice that, if more than text does; what seems to is tried again."""
    tried: list[list[float]] = []
    for _ in range(3):
        tried.append([spent(lambda size=size: act(size), SLOW) for size in (SIZE, 2 * SIZE)])  # type: ignore[misc]
        shorter, longer = (min(each) for each in zip(*tried, strict=True))
        if len(tried) > 1 and longer <= 2.5 * max(shorter, QUICK) and longer < SLOW:
            return None
    return f"{longer:.2f} s after {shorter:.2f} s"


def slow_for(pattern: re.Pattern[Any], use: str) -> Iterator[tuple[str, ...]]:
    """Texts that a pattern takes too long for: what it begins with, and then one thing again and again."""
    for before in beginnings(pattern):
        for pumped in dict.fromkeys((*PUMPED.values(), before or " ")):

            def act(size: int, before: str = before, pumped: str = pumped) -> None:
                used(pattern, use, before + pumped * (size // len(pumped)) + "\0")

            if spent(lambda act=act: act(PROBE), SLOW) >= QUICK and (grown := grows(act)):  # type: ignore[misc]
                yield pattern.pattern, use, before, pumped, grown


def test_a_pattern_that_is_not_linear_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "SIZE", 5_000)  # for which a bad one is not waited for that long
    bad = re.compile(r"\s+$")
    assert next(slow_for(bad, "search"))[3] == " "
    assert not [*slow_for(bad, "match")]
    assert beginnings(re.compile(r"(?i:https?)://[^/]{1,9}(?P<path>/.*)"))[-1] == "http://a/"


def test_the_ways_in_which_a_pattern_is_used_are_found() -> None:
    by_pattern = {each.pattern: uses for each, uses in all_patterns().items()}
    assert len(by_pattern) > 150
    assert by_pattern[r"\w+"] >= {"findall", "search", "fullmatch"}
    assert by_pattern["[\ud800-\udfff]"] == {"search"}
    assert by_pattern[r"\d{4}-"] == {"match"}


def test_every_pattern_is_linear() -> None:
    assert not [each for pattern, uses in all_patterns().items() for use in uses for each in slow_for(pattern, use)]


def test_every_importer_list_and_screen_is_linear(data: Path, run: Run) -> None:
    run("events", "list")  # what is imported and computed once is not measured
    kinds = [*PUMPED.items()]
    for four in (kinds[at : at + 4] for at in range(0, len(kinds), 4)):
        named = ", ".join(kind for kind, _ in four)
        assert not [*screens(data, run, named, [pumped for _, pumped in four], SCREENS)]


def test_other_screens_and_what_goes_through_the_whole_folder_are_linear(data: Path, run: Run) -> None:
    subprocess.run(["git", "init", "-q", str(data)], check=True)
    assert not [*screens(data, run, "each", [*PUMPED.values()], AT_ONCE)]


def screens(data: Path, run: Run, kind: str, pumped: list[str], lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The command lines that take too long where the fields of a folder and of files that come in are full of one thing."""
    event = data / "events" / "2026" / "2026-12-03-rally.toml"
    meeting = data / "meetings" / "2026" / "2026-12-09-monthly-meeting.toml"
    for folder in (event.parent, meeting.parent):
        folder.mkdir(parents=True, exist_ok=True)

    def act(argv: tuple[str, ...], size: int) -> None:
        runs = min(len(pumped), 4) if len(pumped) <= 4 else 7  # of several kinds a part each: text enough
        text = "x".join(["", *(each * (size // len(each) // runs) for each in pumped), ""])
        written = json.dumps(text, ensure_ascii=False)
        fields = "".join(f"{each} = {written}\n" for each in ("description", "place", "private.note"))
        event.write_text(f'title = "Rally"\nstart = 2026-12-03T19:00:00\n{fields}')
        (data / "issues" / "cuba.toml").write_text(f'title = "Cuba"\nsummary = {written}\n')
        (data / "contacts" / "ana.toml").write_text(
            f'name = "Ana Bo"\naudience = "members"\nrole = {written}\nphone = {written}\nprivate.note = {written}\n'
        )
        meeting.write_text(
            f"notes = {written}\n[[agenda]]\ntitle = {written}\nwho = {written}\n[[decisions]]\ntext = {written}\n"
            f'[[actions]]\nid = "abcd"\nwhat = {written}\nwho = {written}\n'
        )
        escaped = text.replace("\\", "\\\\").replace("\r\n", "\\n").replace("\n", "\\n")
        quoted = text.replace('"', '""')
        Path("a.csv").write_text(
            f'Subject,Start Date,Start Time,Location\nVigil,2026-12-04,"19:00{quoted}","{quoted}"\n'
        )
        Path("a.ics").write_text(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:u@x\nDTSTAMP:20261101T000000Z\n"
            f"DTSTART:20261204T190000Z\nSUMMARY:Vigil\nLOCATION:{escaped}\nDESCRIPTION:{escaped}\nURL:{escaped}\n"
            f"CATEGORIES:{escaped}\nORGANIZER;CN={escaped}:mailto:{escaped}\nEND:VEVENT\nEND:VCALENDAR\n"
        )
        Path("a.vcf").write_text(
            f"BEGIN:VCARD\nVERSION:3.0\nFN:Bo {escaped}\nTEL:1{escaped}\nEMAIL:a{escaped}\nADR:;;{escaped};;;;\n"
            f"NOTE:{escaped}\nEND:VCARD\n"
        )
        run(*(text if each == "TEXT" else each for each in argv))

    for line in lines:
        argv = tuple(line.split())
        if spent(lambda argv=argv: act(argv, SIZE), SLOW) > ENOUGH * min(max(len(pumped), 4), 8) and (
            grown := grows(lambda size, argv=argv: act(argv, size))
        ):  # type: ignore[misc]
            yield kind, line, grown


@pytest.mark.parametrize("argv", SCREENS[:8])
def test_a_megabyte_is_shown_searched_and_exported_within_a_second(data: Path, run: Run, argv: str) -> None:
    text = json.dumps("Say no, (see https://example.org/a-b) “1”. " * 20_000, ensure_ascii=False)
    (data / "issues" / "cuba.toml").write_text(f'title = "Cuba"\nsummary = {text}\n')
    run("events", "list")
    codes: list[int] = []
    assert spent(lambda: codes.append(run(*argv.split()).code), 5.0) < MEGABYTE
    assert codes == [0]


FILES: dict[str, tuple[type[Record] | type[Group], str]] = {
    "group": (Group, "group.toml"), "series": (Series, "series/filled.toml"), "contact": (Contact, "contacts/filled.toml"),
    "event": (Event, "events/2026/2026-12-03-filled.toml"), "issue": (Issue, "issues/filled.toml"),
    "meeting": (MeetingRecord, "meetings/2026/2026-12-09-filled.toml"),
}  # fmt: skip
SHOWN = {
    "group": (" | mission --section all | export json | export ics | search canary"),
    "series": ("series show filled | series list | meetings show next --series filled | calendar 2026-12 | export ics | search canary"),
    "contact": ("contacts show filled | contacts list | export vcf --audience members | export json --audience members | search canary"),
    "event": ("events show 2026-12-03-filled | events list | events announce 2026-12-03-filled | export ics | search canary"
              " | export csv --for spreadsheet | export csv --for the-events-calendar --venues v.csv --organizers o.csv | export jsonld"),
    "issue": ("issues show filled | issues list | export json | search canary"),
    "meeting": ("minutes show next --series filled | agenda show next --series filled | actions list --all | search canary"
                " | minutes export next --series filled --audience members"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_megabyte_in_the_fields_of_any_kind_of_record_takes_no_longer(data: Path, run: Run, kind: str) -> None:
    """All fields of a record have their part of it: what took one of them longer would take the whole longer."""
    given: dict[str, dict[str, Any]] = {
        "group": {"zones": ("America/Havana",), "holidays": ("US",)}, "meeting": {"state": "draft", "approved_at": None},
        **{each: {"id": "filled"} for each in ("series", "contact", "issue")},
    }  # fmt: skip
    counted = Filled()
    counted.record(FILES[kind][0])
    part = "Say no, (see https://example.org/a-b) “1”. " * (20_000 // sum(map(len, counted.texts.values())))
    for each, (made, path) in FILES.items():
        record = Filled(part if each == kind else "").record(made, **given.get(each, {}))
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_text(encode(record))
    run("events", "list")
    slow = []
    for line in SHOWN[kind].split("|"):
        codes: list[int] = []
        took = spent(lambda line=line, codes=codes: codes.append(run(*line.split()).code), 5.0)  # type: ignore[misc]
        if took >= MEGABYTE or codes != [0]:
            slow.append((line, took, codes))
    assert not slow
