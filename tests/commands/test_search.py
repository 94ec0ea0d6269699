"""``lacwg search``."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import tomli
from conftest import Run, tree
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import texts

from lacwg.text.fold import fold

CUBA = "2021-09-22-cuba-confronting-the-us-blockade-and-covid-19"
RECORD = """state = "draft"
notes = "Long talk about the Embargo"

[[agenda]]
title = "Plan the webinar"
issues = ["haiti"]

[[decisions]]
text = "Hold a WEBINAR on Haïti in February"

[[decisions]]
text = "Buy coffee"
issues = ["cuba"]

[[actions]]
id = "kqzt"
what = "Invite speakers"
who = "yoav-elinevsky"

[private]
note = "the treasurer is unhappy"
"""


@pytest.fixture
def held(data: Path) -> Path:
    """The folder with the record of a meeting that was moved from November 11 to the 18th."""
    with (data / "series/monthly-meeting.toml").open("a") as file:
        file.write('\n[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\n')
    path = data / "meetings/2026/2026-11-11-monthly-meeting.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RECORD)
    return data


def kinds(run: Run, *argv: str) -> list[tuple[str, str]]:
    return [(line[0], line[1]) for line in run("search", *argv, "--plain").lines]


def test_when_did_we_decide_that(held: Path, run: Run) -> None:
    found = run("search", "webinar", "--kind", "decision")
    assert found.out == (
        "Wednesday, November 18, 2026 · decision · 2026-11-11-monthly-meeting\n  Hold a WEBINAR on Haïti in February\n"
    )
    assert run("search", "webinar", "--kind", "decision", "--json").json == [
        {
            "kind": "decision",
            "id": "2026-11-11-monthly-meeting",
            "date": "2026-11-18",
            "title": "LA/CWG monthly meeting",
            "text": "Hold a WEBINAR on Haïti in February",
            "language": None,
        }
    ]
    assert run("search", "webinar", "--kind", "decision", "--plain").lines == [
        [
            "decision",
            "2026-11-11-monthly-meeting",
            "2026-11-18",
            "LA/CWG monthly meeting",
            "Hold a WEBINAR on Haïti in February",
        ]
    ]


def test_everything_is_looked_through(held: Path, run: Run) -> None:
    before = tree(held)
    for words, kind, record_id in [
        ("gail WALKER", "event", CUBA),
        ("veterans", "meeting", "monthly-meeting/2026-11-11"),
        ("buy", "decision", "2026-11-11-monthly-meeting"),
        ("invite", "action", "kqzt"),
        ("elinevsky invite", "action", "kqzt"),
        ("kqzt", "action", "kqzt"),
        ("plan", "agenda", "2026-11-11-monthly-meeting"),
        ("embargo", "minutes", "2026-11-11-monthly-meeting"),
        ("berta", "issue", "honduras"),
        ("stop arms", "issue", "arms-sales"),
        ("yoav", "contact", "yoav-elinevsky"),
        ("la/cwg monthly", "series", "monthly-meeting"),
        ("tragic", "group", "mission"),
        ("bloody history", "group", "history"),
    ]:
        assert (kind, record_id) in kinds(run, *words.split()), words
        assert kinds(run, words, "--kind", kind) == [(kind, record_id)]
    assert tree(held) == before


def test_first_what_has_no_date_then_the_newest(held: Path, run: Run) -> None:
    run("events", "add", "Haiti again", "--start", "2027-01-05")
    run("events", "add", "Haïti before", "--start", "2020-01-05")
    dates = [line[2] for line in run("search", "HAITI", "--plain").lines]
    assert dates == ["", "", "", "", "2027-01-05", "2026-11-18", "2020-01-05"]
    assert run("search", "haiti", "-n", "5", "--plain").err == (
        "There are more than these 5; see them with -n 10, --kind, --from or --to.\n"
    )
    from_to = run("search", "haiti", "--from", "2026-11-18", "--to", "2026-12-31", "--plain").lines
    assert [line[2] for line in from_to] == ["2026-11-18"]
    assert run("search", "haiti", "--from", "2026-12-01", "--to", "2026-11-01").code == 2


def test_by_issue_and_by_speaker(held: Path, run: Run) -> None:
    assert kinds(run, "--issue", "cuba") == [
        ("issue", "cuba"), ("decision", "2026-11-11-monthly-meeting"), ("event", CUBA),
    ]  # fmt: skip
    assert [each[0] for each in kinds(run, "--issue", "haiti")] == ["issue", "decision", "agenda"]
    assert kinds(run, "--speaker", "CHOMSKY") == [("event", CUBA)]
    assert kinds(run, "--speaker", "walker", "chomsky") == [("event", CUBA)]
    assert kinds(run, "--speaker", "aviva walker") == []
    assert run("search", "--speaker", "x", "--kind", "issue").code == 2
    assert run("search", "x", "--issue", "nowhere").code == 1


def test_private_tables_only_when_asked_for(held: Path, run: Run) -> None:
    assert run("search", "treasurer").out == "Nothing found.\n"
    assert kinds(run, "treasurer", "--private") == [("minutes", "2026-11-11-monthly-meeting")]


def test_nothing_to_look_for(data: Path, run: Run) -> None:
    for argv in ([], [""], ["  "], ['""'], ["--speaker", ""], ["x", "--kind", "thing"]):
        refused = run("search", *argv)
        assert refused.code == 2, argv
        assert refused.out == ""
    assert run("search", "quetzal", "--json").json == []
    assert run("search", "quetzal").out == "Nothing found.\n"


def test_what_cannot_be_read_is_named(held: Path, run: Run) -> None:
    folder = held / "events/2021"
    (folder / "2021-10-01-broken.toml").write_text('title = "Cuba\n')
    (folder / "2021-10-02-latin.toml").write_bytes(b'title = "\xff"\n')
    ran = run("search", "cuba", "blockade", "--plain")
    assert ran.lines[0][1] == CUBA
    assert ran.code == 1
    assert "2021-10-02-latin.toml, line 1: the file is not UTF-8 text" in ran.err
    assert "2021-10-01-broken.toml, line 1" in run("search", "cuba").err
    (folder / "2021-10-03-merge.toml").write_text('title = "A"\n<<<<<<< HEAD\nstart = 2021-10-03\n')
    stopped = run("search", "quetzal")
    assert stopped.code == 1
    assert "a merge left both versions in this file" in stopped.err


def test_a_record_of_a_series_that_is_gone(held: Path, run: Run) -> None:
    path = held / "meetings/2026/2026-11-11-monthly-meeting.toml"
    path.rename(path.with_name("2026-11-11-gone.toml"))
    assert run("search", "coffee", "--plain").lines == [
        ["decision", "2026-11-11-gone", "2026-11-11", "gone", "Buy coffee"]
    ]


def test_hostile_text_is_shown_harmlessly(data: Path, run: Run) -> None:
    path = data / "events/2026/2026-12-05-x.toml"
    path.parent.mkdir()
    path.write_text(
        'title = "\\u001b[31mRed\\r\\nHEAD \\u202e[bold]x[/]"\nstart = 2026-12-05\n'
        f'description = "needle {"y" * 900_000} \\u0000 ha\\tystack"\n'
    )
    shown = run("search", "red").out
    assert "\\x1b[31mRed HEAD \\u202e[bold]x[/]" in shown
    assert "\x1b" not in shown
    assert shown.count("\n") == 2
    assert len(run("search", "needle").out) < 400
    assert len(run("search", "needle", "--plain").lines) == 1
    assert "\x00" not in run("search", "ha ystack", "--plain").out


def basic(text: str) -> str:
    return '"' + "".join(f"\\U{ord(each):08x}" for each in text) + '"'


def some(text: str) -> str:
    """Every other character by its number, on several lines."""
    odd = [
        each if number % 2 and each not in '"\\' and each.isprintable() else f"\\U{ord(each):08X}"
        for number, each in enumerate(text)
    ]
    return '"""\\\n   ' + "".join(odd) + '"""'


def plain(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped) + '"'


def literal(text: str) -> str:
    return f"'{text}'" if text.isprintable() and "'" not in text else basic(text)


def texts_of(values: object) -> list[object]:
    """All texts that a table holds."""
    if isinstance(values, dict):
        values = list(values.values())
    return [each for one in values for each in texts_of(one)] if isinstance(values, list) else [values]


WORDS = texts(1, 12, without=["Cc"])
FORMS = st.sampled_from([str.upper, str.lower, str.swapcase, lambda text: unicodedata.normalize("NFD", text)])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(WORDS, min_size=1, max_size=4),
    st.sampled_from(["title", "place", "description", "reason", "speaker", "about"]),
    st.sampled_from([basic, some, plain, literal]),
    FORMS,
)
def test_whatever_a_field_holds_is_found_however_it_is_written(
    data: Path, run: Run, words: list[str], field: str, written: object, form: object
) -> None:
    value = " ".join(words)
    typed = form(value)  # type: ignore[operator]
    assume(fold(typed).strip() and not typed.startswith("-"))
    assume(value.strip())
    text = written(value)  # type: ignore[operator]
    fields = {
        "title": f"title = {text}\nstart = 2026-12-05\n",
        "speaker": f'title = "T"\nstart = 2026-12-05\n[[speakers]]\nname = {text}\n',
        "about": f'title = "T"\nstart = 2026-12-05\n[[speakers]]\nname = "N"\nabout = {text}\n',
    }
    toml = fields.get(field, f'title = "T"\nstart = 2026-12-05\n{field} = {text}\n')
    assert value in texts_of(tomli.loads(toml))
    path = data / "events/2026/2026-12-05-x.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(toml)
    for argv in ([typed], typed.split()):
        if any(each.startswith("-") for each in argv):
            continue
        found = run("search", *argv, "--kind", "event", "--json")
        assert found.code == 0, found.err
        mine = [each for each in found.json if each["id"] == "2026-12-05-x"]
        assert mine, (toml, argv)
        first = fold(typed).replace('"', " ").split()[0]
        assert any(first in fold(each) for each in (mine[0]["text"], mine[0]["title"]))
