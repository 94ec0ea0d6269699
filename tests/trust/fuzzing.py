"""Mutated inputs for everything that reads what people or other programs wrote.

    PYTHONPATH=tests:tests/exporters python tests/trust/fuzzing.py SEED KIND=COUNT ...

Prints JSON, of each kind: how many inputs were read, how many of them were refused with an error of ours, the longest
time that one took in seconds, and the peak memory of the process until then in MiB. Anything else that is raised ends it.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conftest import GROUP
from filled import HOSTILE, Filled

from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import read, read_end, read_length
from lacwg.errors import LacwgError
from lacwg.importers.ics import reading
from lacwg.importers.spreadsheet import columns, grid
from lacwg.importers.spreadsheet import reading as spreadsheet
from lacwg.importers.spreadsheet.reading import CsvOptions
from lacwg.importers.vcard import contacts
from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, Series
from lacwg.schedule import occurrences
from lacwg.store.toml.decode import decode
from lacwg.store.toml.encode import encode

BOSTON = ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=BOSTON)
KINDS = (Event, Series, Contact, Issue, MeetingRecord, Group)
PIECES = [
    '"', "'", '"""', "\\", "\\u0000", "\n", "\r\n", "=", "[", "]", "[[x]]\n", "{", "}", "#", "-", ":", ";", ",", "\t", "\x00", "\ufeff",
    "9999999999999999999", "-1", "0", "1e400", "nan", "0001-01-01", "9999-12-31", "2026-02-30", "24:00", "T", "Z", "+14:00",
    "FREQ=SECONDLY", "INTERVAL=0", "COUNT=1000000", "BYDAY=99XX", "UNTIL=99991231T235959Z", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n",
    "BEGIN:VCARD\r\n", "TZID=Nowhere:", "RDATE:19700101", ";ENCODING=QUOTED-PRINTABLE:=", "<<<<<<< ", "\u202e", "\x1b[2J", "é", "🕊",
    "last Friday", "31st", "13/13", "mañana", "noon", "25pm", "in 99999 years", "every", "=HYPERLINK(1)", '""', "a" * 3000, "[" * 300,
]  # fmt: skip
WHEN = [
    "Dec 3 7pm", "2026-12-03", "2026-12-03 19:00", "Thursday, December 3, 2026 7:00 PM EST", "12/3 7pm", "Thu 7pm", "tomorrow noon",
    "in 2 weeks", "2nd Wednesday of January 6pm", "3 de diciembre 19:00", "le 3 décembre à 19h", "Dec 3-5", "7-8:30pm", "90m", "1h30m",
]  # fmt: skip
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-TIMEZONE:America/Bogota\r\nBEGIN:VTIMEZONE\r\nTZID:Here\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=America/New_York:20260909T170000\r\nDURATION:PT1H\r\n"
    "RRULE:FREQ=MONTHLY;BYDAY=2WE\r\nEXDATE;TZID=America/New_York:20261111T170000\r\nRDATE;TZID=America/New_York:20261118T170000\r\n"
    "SUMMARY:Meeting\\, monthly\r\nDESCRIPTION:Join https://us02web.zoom.us/j/1?pwd=x\\nCode: 1234\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;TZID=America/New_York:20261209T170000\r\nDTSTART;TZID=Here:20261210T170000\r\n"
    "SUMMARY:Moved\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261205\r\n"
    "SUMMARY:Days\r\nX-ALT-DESC;FMTTYPE=text/html:<p>a<b>b</p>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CSV = (
    "Event Name,Event Start Date,Event Start Time,Event End Date,Event End Time,Event Timezone,Event Description\r\n"
    'Rally,2026-12-03,19:00:00,2026-12-03,20:30:00,America/New_York,"One, ""two""\nthree"\r\nVigil,12/14/2026,6:00 PM,,,,\r\n'
)
VCF = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana López\r\nN:López;Ana;;;\r\nitem1.EMAIL;TYPE=INTERNET:ana@example.org\r\nTEL;TYPE=CELL:+1 617\r\n"
    "NOTE:one\\ntwo\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=B3pez;Ana\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:B\r\nTEL;VALUE=uri:tel:+1-555\r\nEND:VCARD\r\n"
)


def mutated(text: str, rng: random.Random) -> str:
    """A text with one to four parts taken out, put in, doubled or changed."""
    for _ in range(rng.randint(1, 4)):
        at, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + rng.choice((1, 1, 2, 8, 60)))
        piece = rng.choice(
            (rng.choice(PIECES), chr(rng.randrange(1, 0x2FF)), text[at:end] * rng.choice((2, 2, 50)), "")
        )
        text = text[:at] + piece + text[end:]
    return text


def blob(text: str, rng: random.Random) -> bytes:
    """The same as bytes, now and then with some that are no text."""
    data = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.2:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.randbytes(rng.randint(1, 4)) + data[at:]
    return data.decode("utf-8", "ignore").encode("utf-16") if rng.random() < 0.02 else data


def records(rng: random.Random) -> Iterator[partial[Any]]:
    texts = [(kind, encode(Filled(hostile).record(kind))) for kind in KINDS for hostile in ("", HOSTILE)]

    def one(kind: Any, text: str) -> None:
        record = decode(text, kind, lambda: "x.toml", None if kind is Group else "2026-12-03-x")
        if isinstance(record, Event):
            occurrences.of_event(record, GROUP)
        elif isinstance(record, Series):
            for _ in zip(range(5), occurrences.expand(record, GROUP, NOW), strict=False):
                pass
        encode(record)

    while True:
        kind, text = rng.choice(texts)
        yield partial(one, kind, mutated(text, rng))


def whens(rng: random.Random) -> Iterator[partial[Any]]:
    begins = read("Dec 3 7pm", ParseContext(BOSTON, NOW, "MDY"))
    readers: list[Callable[[str], Any]] = [
        lambda text: read(text, ParseContext(BOSTON, NOW, "MDY")),
        lambda text: read(text, ParseContext(BOSTON, NOW)),
        lambda text: read_end(text, begins, ParseContext(BOSTON, NOW, "DMY")),
        lambda text: read_length(text, begins, BOSTON),
    ]
    while True:
        yield partial(rng.choice(readers), mutated(rng.choice(WHEN), rng))


def of_bytes(seed: str, reader: Callable[[bytes], Any]) -> Callable[[random.Random], Iterator[partial[Any]]]:
    def inputs(rng: random.Random) -> Iterator[partial[Any]]:
        while True:
            yield partial(reader, blob(mutated(seed, rng), rng))

    return inputs


INPUTS = {
    "records": records,
    "when": whens,
    "ics": of_bytes(ICS, lambda data: reading.read(data, "x.ics", zone=BOSTON)),
    "csv": of_bytes(
        CSV,
        lambda data: spreadsheet.read(grid.read(data, "x.csv", columns.weight), "x.csv", GROUP, {}, CsvOptions()),
    ),
    "vcf": of_bytes(VCF, lambda data: contacts.read(data, "x.vcf")),
}


def read_many(kind: str, count: int, seed: int) -> dict[str, float]:
    """What came of so many inputs of a kind."""
    refused, longest = 0, 0.0
    inputs = INPUTS[kind](random.Random(seed))
    for _ in range(count):
        each = next(inputs)
        began = time.process_time()
        try:
            each()
        except LacwgError as error:
            assert str(error).strip()
            refused += 1
        except Exception:
            print(f"{kind}: {each.args!r}", file=sys.stderr)
            raise
        longest = max(longest, time.process_time() - began)
    # not ru_maxrss, in which a process begins with what the one that started it had
    status = Path("/proc/self/status").read_text()
    peak = int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024  # type: ignore[index]
    return {"read": count, "refused": refused, "longest": longest, "peak": peak}


if __name__ == "__main__":
    wanted = (each.split("=") for each in sys.argv[2:])
    print(json.dumps({kind: read_many(kind, int(count), int(sys.argv[1])) for kind, count in wanted}))
