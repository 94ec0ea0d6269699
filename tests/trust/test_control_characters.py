"""What stands in a folder, comes in, or was typed: no terminal and no pipe gets a character that it would obey."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from conftest import Run

sys.path.append(str(Path(__file__).parents[1] / "exporters"))
from filled import Filled

from lacwg.app import NOUNS
from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, Series
from lacwg.store.toml.encode import encode

TYPED = "\x1b]0;t\x07\x1b[2J\x1b[1m\x9b31m\x7f\u202agnp\u202e\u2066\u2069\u2028\u2029\x85\x0b\r\n\u200f\u200e"
STORED = f"{TYPED}\x00"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
"""C0 but tab and line feed, DEL, C1, what turns the reading direction, and the line ends of Unicode."""
NO_CONTROLS = "\u2028\u2029\u202a\u202e\u2066\u2069"
OWN = {"export csv": "\r", "export ics": f"\r{NO_CONTROLS}", "export vcf": f"\r{NO_CONTROLS}"}
"""What these formats have of them by their RFCs: lines end in CR LF, and what is no control character is text."""

MODES: list[list[str]] = [[], ["--json"], ["--plain"]]
LISTS = """
lacwg | remind | calendar | calendar 2026-12 | mission --section all | search canary | check | log | check --fix --dry-run
report | report --audience public --from 2026-01-01 --to 2027-06-30 | report -o a.md | handover | handover --to TEXT
meetings list | meetings list --from 2026-01-01 --in America/Havana | meetings next | meetings show next
meetings show next --private | meetings hours next | meetings explain next | meetings announce next --lang en
meetings announce next --eml - | series list | series show filled | agenda show next | duties list | duties list --from 2026-12-01 --who TEXT | minutes show next | minutes attendance next --dry-run | minutes export next --audience members
minutes export next --audience members --format html | actions list --all | events list | events list --all | events show 2026-12-03-filled --private
events announce 2026-12-03-filled | events announce 2026-12-03-filled --send filled --dry-run | contacts list | contacts show filled | issues list | issues show filled
export ics | export ics --audience members | export csv --for spreadsheet | export csv --for google
export csv --for the-events-calendar --venues v.csv --organizers o.csv | export vcf --audience members | export json | export jsonld
import ics a.ics --dry-run | import replies a.eml --dry-run | import csv a.csv --dry-run | import vcf a.vcf --dry-run | site build | config
agenda export next --audience members | print flyer 2026-12-03-filled -o a.pdf
export json -o a.json | import json a.json --dry-run | help json
"""
DONE = """
print flyer TEXT | print agenda TEXT | print minutes TEXT | print sign-in TEXT | print calendar TEXT | print contacts --list TEXT | print duties TEXT
TEXT | events TEXT | --data TEXT events list | events list --TEXT | events list --from TEXT | calendar TEXT | search TEXT | log TEXT
undo TEXT | sync | init TEXT --name TEXT --timezone America/Havana --dry-run | publish caldav https://TEXT | publish caldav TEXT
site serve --port TEXT | site publish --remote TEXT | site publish --rsync TEXT | site publish --remote page.git --branch TEXT
help TEXT | version | config TEXT | import json TEXT | import ics TEXT | events show TEXT | meetings show TEXT | issues show TEXT | contacts show TEXT | series show TEXT
meetings cancel 2027-01-13 --reason TEXT | meetings move 2027-01-13 --to 2027-01-14 --reason TEXT | meetings restore next | meetings move next --to TEXT
meetings edit 2027-01-13 --place TEXT | meetings add 2027-02-03 --reason TEXT | meetings change --from 2027-01-13 --start TEXT
series add TEXT --rule "1st Monday" | series add X --rule TEXT | series edit filled --title TEXT | series rename filled TEXT
series end filled --on 2028-01-01 | series remove filled | agenda prepare next --dry-run | agenda add TEXT --meeting next
agenda remove 1 --meeting next | agenda reorder 1 --meeting next | minutes start next --dry-run | meetings rsvp next --yes TEXT | events rsvp 2026-12-03-filled --yes TEXT | import replies TEXT | minutes edit next --decision TEXT
minutes approve next --dry-run | duties add TEXT --from TEXT | duties add TEXT | duties plan --to 2027-02-01 --dry-run | duties assign next TEXT TEXT | duties clear next TEXT | actions add TEXT --who TEXT | actions done abcd | actions drop abcd --reason TEXT
events add TEXT --start 2026-12-05 --image TEXT | events add TEXT --start 2026-12-05 --description TEXT | events edit 2026-12-03-filled --alt TEXT
events copy 2026-12-03-filled --start 2027-01-01 | events cancel 2026-12-03-filled --reason TEXT | events restore 2026-12-03-filled
events move 2026-12-03-filled --to 2026-12-06 --reason TEXT | contacts add TEXT --email TEXT | contacts add TEXT
contacts edit filled --role TEXT | contacts remove filled --dry-run | contacts forget filled --dry-run | issues add TEXT
issues edit filled --summary TEXT | issues remove filled --dry-run | events remove 2026-12-03-filled --yes | log | log --json | undo | undo 3
"""


@pytest.fixture
def filled(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a group with such characters in every text of each kind of record, and in what comes in."""
    records = Filled(STORED)
    monkeypatch.setenv("LACWG_USER", TYPED)
    for path, record in {
        "group.toml": records.record(Group, zones=("America/Havana",), holidays=("US",), language="es"),
        "series/filled.toml": records.record(Series, id="filled"),
        "events/2026/2026-12-03-filled.toml": records.record(Event),
        "contacts/filled.toml": records.record(Contact, id="filled"),
        "issues/filled.toml": records.record(Issue, id="filled"),
        "meetings/2026/2026-12-09-filled.toml": records.record(MeetingRecord, state="draft", approved_at=None),
    }.items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_text(encode(record), newline="")
    folded = STORED.replace("\n", "\\n").replace("\r", "")
    Path("a.ics").write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-CALNAME:{folded}\nBEGIN:VEVENT\nUID:u@x{folded}\nDTSTAMP:20261101T000000Z\n"
        f"DTSTART:20261204T190000Z\nSUMMARY:Vigil{folded}\nLOCATION:{folded}\nDESCRIPTION:{folded}\nURL:{folded}\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nUID:v\nDTSTART;TZID={folded}:20261204T190000\nRRULE:{folded}\nSUMMARY:{folded}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    Path("a.csv").write_text(
        f'Subject,Start Date,Start Time,Location\n"V{TYPED}",2026-12-04,,"{TYPED}"\nV,2026-12-04,"19:00{TYPED}",\n',
        newline="",
    )
    Path("a.eml").write_text(
        f"From: {TYPED}\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{folded}\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{folded}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    Path("a.vcf").write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Bo {folded}\nTEL:1{folded}\nEMAIL:a{folded}\nADR:;;{folded};;;;\nNOTE:{folded}\nEND:VCARD\n"
    )
    return data


def argvs(table: str) -> list[list[str]]:
    """Command lines of a table; ``TEXT`` is what is typed."""
    lines = [each.strip().removeprefix("lacwg") for line in table.strip().splitlines() for each in line.split("|")]
    return [[word.replace("TEXT", TYPED) for word in shlex.split(line)] for line in lines]


def test_the_tables_have_every_verb() -> None:
    there = {tuple(argv[: 1 + bool(NOUNS[argv[0]].verbs)]) for argv in argvs(LISTS + DONE) if argv and argv[0] in NOUNS}
    assert not [verb for noun, about in NOUNS.items() for verb in about.verbs.split() if (noun, verb) not in there]
    assert not [noun for noun, about in NOUNS.items() if not about.verbs and (noun,) not in there]


def raw(run: Run, lines: list[list[str]]) -> list[tuple[list[str], str]]:
    """The command lines that print what a terminal obeys, with what they print."""
    found = []
    for argv in lines:
        ran = run(*argv)
        allowed = "\r" if "--eml" in argv else OWN.get(" ".join(argv[:2]), "")
        found += [(argv, text) for text in (ran.out, ran.err) if set(OBEYED.findall(text)) - set(allowed)]
    return found


def test_no_output_has_what_a_terminal_obeys(filled: Path, run: Run) -> None:
    assert "\\x1b]0;t" in run("events", "list").out
    assert "\\u202agnp" in run("export", "csv", "--for", "spreadsheet").out
    assert run("contacts", "show", "filled", "--json").json["name"].startswith(STORED)
    assert not raw(run, [[*argv, *mode] for argv in argvs(LISTS) for mode in MODES] + argvs(DONE))


@pytest.mark.skipif(os.name == "nt", reason="files have no such names there")
def test_names_of_files_are_shown_harmlessly(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (
        "issues/\x1b[31m\u202e.toml",
        "events/2026/2026-12-03-\x1b[31m\udcff.toml",
        "\x1b[31m",
        "site/\x1b[31m",
        "images/\x1b.png",
    ):
        (data / path).parent.mkdir(exist_ok=True)
        (data / path).write_text('title = "A"\nstart = 2026-12-03\n"\\u001b[2J\\u202e" = 1\n')
    (data / "issues" / "wrong.toml").write_text('title = "A"\n"\\u001b[2J\\u202e" = 1\n')
    lines = argvs(
        "check | check --fix --dry-run | events list | issues list | search A | site build | export json | export ics | lacwg"
    )
    assert not raw(run, [[*argv, *mode] for argv in lines for mode in MODES[: 1 + 2 * (argv[:1] != ["export"])]])
    monkeypatch.setenv("_LACWG_COMPLETE", "complete_bash")
    for typed in ("lacwg issues show ", "lacwg events show 2026", "lacwg events show --data \x1b"):
        monkeypatch.setenv("COMP_WORDS", typed)
        monkeypatch.setenv("COMP_CWORD", "3")
        assert not raw(run, [[]])
