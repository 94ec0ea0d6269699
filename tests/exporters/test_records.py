"""``export json``: all that an audience may see and nothing else, as its schema says."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import GROUP, Run, event, series
from hypothesis import given
from msgspec.structs import replace
from strategies import texts

from lacwg.audience import view as audience
from lacwg.exporters.records import document as records_document
from lacwg.records import Contact, Decision, Issue, MeetingRecord
from lacwg.text.controls import UNSAFE

sys.path.insert(0, str(Path(__file__).parent))
from filled import HOSTILE, Filled, texts_of

READERS: tuple[audience.Reader, ...] = ("public", "members")
SCHEMA = json.loads(json.dumps(records_document.schema()))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def made(view: audience.View) -> Any:
    """The document, read back and held against the schema."""
    document = json.loads(records_document.document(view))
    VALIDATOR.validate(document)
    return document


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    assert "``" not in text
    assert "host_key" not in text
    assert "null" not in text
    assert r"\\Z" not in text
    assert SCHEMA["$defs"]["Event"]["properties"]["end"]["description"].startswith("When it ends;")
    assert SCHEMA["$defs"]["SeriesException"]["properties"]["by"]["description"] == "Who decided it. For members only."
    assert SCHEMA["$defs"]["Series"]["properties"]["minutes"]["maximum"] == 366 * 24 * 60
    for name in SCHEMA["$defs"]:
        assert f"#/$defs/{name}" in text


def test_the_schema_does_without_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> str:
        raise OSError

    monkeypatch.setattr(inspect, "getsource", none)
    assert set(records_document.schema()["$defs"]) == set(SCHEMA["$defs"])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("hostile", ["", HOSTILE])
def test_all_that_the_audience_may_see_and_nothing_else(reader: audience.Reader, hostile: str) -> None:
    filled = Filled(hostile)
    document = made(filled.view(reader))
    found = texts_of(document)
    seen = filled.texts["public"] + (filled.texts["members"] if reader == "members" else [])
    withheld = filled.texts["private"] + ([] if reader == "members" else filled.texts["members"])
    assert min(map(len, filled.texts.values())) > 5
    assert set(seen) <= found  # back again as they were
    assert not found & set(withheld)
    assert ("https://example.org/members-join" in found) == (reader == "members")
    assert "private-canary" not in json.dumps(document)


def test_hostile_text_is_inert_as_bytes() -> None:

    text = records_document.document(Filled(HOSTILE).view("members")).decode()
    assert not re.search(UNSAFE, text)
    assert "\\u0000" in text
    assert "\\u202e" in text


@given(texts())
def test_any_text_comes_back(text: str) -> None:
    view = audience.view_of("public", GROUP, [], [replace(event("start = 2026-12-03\n"), description=text)])
    document = made(view)
    assert document["events"][0].get("description") == text
    assert (
        json.loads(records_document.document(replace(view, events=iter(())))) | {"events": document["events"]}
        == document
    )


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-12-03", "2026-12-03"),
        ("2026-12-03T19:00:00", "2026-12-03T19:00:00"),
        ("2026-12-03T19:00:00-05:00", "2026-12-03T19:00:00-05:00"),
        ("2026-12-03T19:00:00Z", "2026-12-03T19:00:00Z"),
        ("1000-01-01T00:00:00.5", "1000-01-01T00:00:00.500000"),
    ],
)
def test_times_are_as_they_are_written(written: str, start: str) -> None:
    (one,) = made(audience.view_of("public", GROUP, [], [event(f"start = {written}\n")]))["events"]
    assert one["start"] == start


@pytest.mark.parametrize("wrong", ["2026-13-45", "tomorrow", "2026-12-03 19:00", "2026-12-03T19:00", 3, None])
def test_the_schema_refuses_what_is_no_time(wrong: object) -> None:
    document = made(audience.view_of("public", GROUP, [], [event("start = 2026-12-03\n")]))
    document["events"][0]["start"] = wrong
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize(("kind", "key"), [("events", "private"), ("series", "zzz"), ("contacts", "host_key")])
def test_the_schema_refuses_what_is_private_or_unknown(kind: str, key: str) -> None:
    document = made(Filled().view("members"))
    document[kind][0][key] = {}
    assert not VALIDATOR.is_valid(document)


def test_an_identity_is_the_one_of_the_calendar(data: Path, run: Run) -> None:
    feed = run("export", "ics").out
    document = run("export", "json").json
    for each in document["events"] + document["series"]:
        assert f"UID:{each['uid']}\r\n" in feed


def test_an_edit_that_takes_something_away_is_kept() -> None:
    text = 'rule = "2nd Wednesday"\nsince = 2026-01-01\nplace = "A"\n[[exceptions]]\ndate = 2026-02-11\nplace = ""\nminutes = 0\n'
    (one,) = made(audience.view_of("public", GROUP, [series(text)]))["series"]
    assert one["exceptions"] == [{"date": "2026-02-11", "place": "", "minutes": 0}]


@pytest.mark.parametrize("who", ["members", "private"])
def test_ids_of_what_may_not_be_seen_are_not_named(who: str) -> None:
    group = replace(GROUP, main_series="secret-series")
    many = series(f'rule = "2nd Wednesday"\nsince = 2026-01-01\naudience = "{who}"\n', "secret-series")
    issues = [Issue(id="secret-issue", title="A", audience=who), Issue(id="known", title="B")]  # type: ignore[arg-type]
    one = event('start = 2026-12-03\nissues = ["secret-issue", "known"]\n')
    for reader in READERS:
        document = made(audience.view_of(reader, group, [many], [one], issues=issues))
        seen = (reader, who) == ("members", "members")
        assert ("secret" in json.dumps(document)) == seen
        assert document["events"][0]["issues"] == (["secret-issue", "known"] if seen else ["known"])


def minutes(state: str, who: str) -> MeetingRecord:
    return MeetingRecord(
        id="2026-11-11-m",
        state=state,
        audience=who,
        present=("ana",),
        decisions=(Decision(text="D", for_=3),),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("state", "who", "readers"),
    [
        ("planned", "public", ()),
        ("draft", "public", ("members",)),
        ("approved", "public", ("public", "members")),
        ("approved", "members", ("members",)),
        ("approved", "private", ()),
    ],
)
def test_meeting_records_as_for_minutes(state: str, who: str, readers: tuple[str, ...]) -> None:
    ana = Contact(id="ana", name="Ana")  # private
    for reader in READERS:
        document = made(audience.view_of(reader, GROUP, meetings=[minutes(state, who)], contacts=[ana]))
        assert bool(document["meetings"]) == (reader in readers)
        assert document["contacts"] == []
        for record in document["meetings"]:
            assert record.get("present") == (["ana"] if reader == "members" else None)
            assert record["decisions"] == [{"text": "D", "for": 3} if reader == "members" else {"text": "D"}]


def test_the_command_and_the_same_bytes(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("export", "json")
    assert (first.code, first.err) == (0, "")
    VALIDATOR.validate(first.json)
    assert (len(first.json["events"]), len(first.json["issues"]), len(first.json["contacts"])) == (1, 9, 2)
    monkeypatch.setenv("LACWG_NOW", "2030-01-01T00:00")
    assert run("export", "json").out == first.out
    written = run("export", "json", "-o", "all.json")
    assert written.err == "Wrote all.json\n"
    assert Path("all.json").read_text() == first.out
    assert run("export", "json", "--schema").json == SCHEMA


def test_the_schema_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    shown = run("export", "json", "--schema", "--data", str(tmp_path / "none"))
    assert (shown.code, shown.json) == (0, SCHEMA)


def test_a_record_that_cannot_be_read_is_named(data: Path, run: Run) -> None:
    (data / "issues" / "bad.toml").write_text("title = 3\n")
    exported = run("export", "json")
    assert exported.code == 1
    assert "data/issues/bad.toml, line 1" in exported.err
    assert len(exported.json["issues"]) == 9


def test_dates_of_a_record_say_what_they_are() -> None:
    document = made(Filled().view("members"))
    (one,) = document["series"]
    assert one["start_time"] == "17:30:00"
    assert one["updated"] == "2026-11-01T00:00:00Z"
    assert dt.date.fromisoformat(one["changes"][0]["from"]) == dt.date(2027, 3, 1)
    assert [*one][:3] == ["id", "audience", "uid"]
