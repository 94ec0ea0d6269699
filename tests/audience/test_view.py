"""The redacted view: what an audience may not see is not in it."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any, get_type_hints

import msgspec
import pytest
from conftest import GROUP, event, series

from lacwg import records
from lacwg.audience import view as audience
from lacwg.records import Table, table_in

MODULES = [records, *(import_module(f"lacwg.records.{name}") for name in records._ELSEWHERE)]
VALUES = dict.fromkeys(each for module in MODULES for each in vars(module).values() if isinstance(each, type))
TABLES = [kind for kind in VALUES if issubclass(kind, Table) and kind is not Table]
CANARY = "canary-7391"


@pytest.mark.parametrize("kind", TABLES)
def test_every_field_says_who_may_see_it(kind: type[Table]) -> None:
    hints = {
        name: getattr(hint, "__metadata__", ()) for name, hint in get_type_hints(kind, include_extras=True).items()
    }
    for name in kind.__struct_fields__:
        assert any(mark in ("public", "members", "private") for mark in hints[name] if isinstance(mark, str)), name


def reached(kind: type[Table], reader: str) -> set[type[Table] | None]:
    """The tables in those fields of a table that a reader may see."""
    hints, marks = get_type_hints(kind), audience.audiences(kind)
    return {table_in(hints[name]) for name, mark in marks.items() if audience.may_see(reader, mark)}  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", TABLES)
def test_what_may_be_withheld_has_something_to_leave_in_its_place(kind: type[Table]) -> None:
    marks = audience.audiences(kind)
    for reader in ("public", "members"):
        if not any(audience.may_see(reader, mark) for mark in marks.values()):  # type: ignore[arg-type]
            assert not [each for each in TABLES if kind in reached(each, reader)]
            continue  # withheld as a whole, and never looked into
        withheld, *_ = audience._plan(kind, reader)  # type: ignore[arg-type]
        assert {name for name, _ in withheld} == {
            name
            for name, mark in marks.items()
            if not audience.may_see(reader, mark)  # type: ignore[arg-type]
        }


PLANTED = f"""
rule = "2nd Wednesday"
since = 2026-01-01
title = "Seen"
[members]
join_url = "https://{CANARY}-members/"
[private]
note = "{CANARY}-private"
host_key = "{CANARY}-private"
[[exceptions]]
date = 2026-02-11
by = "{CANARY}-members"
on = 2026-01-15
reason = "seen"
[exceptions.members]
dial_in = "{CANARY}-members"
[exceptions.private]
note = "{CANARY}-private"
[[changes]]
from = 2027-01-01
[changes.private]
host_key = "{CANARY}-private"
[changes.members]
join_url = "https://{CANARY}-members/"
"""


def text_of(value: Any) -> str:
    return repr(msgspec.to_builtins(value, builtin_types=(dt.date, dt.datetime, dt.time), enc_hook=repr))


def test_canaries_in_every_table_of_a_series() -> None:
    record = series(PLANTED)
    for_members, for_all = (text_of(audience.redacted(record, reader)) for reader in ("members", "public"))  # type: ignore[arg-type]
    assert f"{CANARY}-private" not in for_members
    assert for_members.count(f"{CANARY}-members") == 4
    assert CANARY not in for_all
    assert "2026, 1, 15" not in for_all
    assert "seen" in for_all


@pytest.mark.parametrize(
    ("own", "readers"), [("public", ["public", "members"]), ("members", ["members"]), ("private", [])]
)
def test_a_record_is_in_the_view_of_its_audience(own: str, readers: list[str]) -> None:
    one = event(f'start = 2026-12-03\naudience = "{own}"\n')
    many = series(f'rule = "2nd Wednesday"\nsince = 2026-01-01\naudience = "{own}"\n')
    for reader in ("public", "members"):
        view = audience.view_of(reader, GROUP, [many], [one])  # type: ignore[arg-type]
        assert bool(view.series) == bool(list(view.events)) == (reader in readers)


def test_what_need_not_change_is_the_same_object() -> None:
    record = event("start = 2026-12-03\n")
    assert audience.redacted(record, "public") is record


@pytest.mark.parametrize("who", ["members", "private"])
def test_a_record_of_a_series_that_may_not_be_seen_goes_by_its_day(who: str) -> None:
    days = ("2026-12-09-secret", "2026-12-09-veiled", "2026-12-10-open", "2026-12-10-secret")
    made = [records.MeetingRecord(id=each, audience="public", state="approved") for each in days]
    rule = f'rule = "2nd Wednesday"\nsince = 2026-01-01\naudience = "{who}"\n'
    of = [series(rule, "secret"), series(rule, "veiled"), series(rule.replace(who, "public"), "open")]
    more = [series(rule.replace(who, "public"), "2")]
    view = audience.view_of("public", GROUP, of, meetings=made)
    assert [each.id for each in view.meetings] == ["2026-12-09", "2026-12-09-2", "2026-12-10-open", "2026-12-10"]
    view = audience.view_of("public", GROUP, [*of, *more], meetings=made)  # what would be that of another series
    assert view.meetings[1].id == "2026-12-09-3"
