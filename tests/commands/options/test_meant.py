"""What people type instead: the whole line as it should be."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.exceptions import Exit, TyperException

from lacwg import app
from lacwg.commands.options import meant
from lacwg.commands.options.meant import _AT_FIRST, _OPTIONS, _VERBS
from lacwg.errors import LacwgError

NOUNS = {name: noun.verbs.split() for name, noun in app.NOUNS.items()}
MEANT = {
    # words for a noun and a verb
    "next": "meetings next",
    "list": "meetings list",
    "list events": "events list",
    "today": "",
    "find haiti": "search haiti",
    "people": "contacts list",
    "members": "contacts list",
    "people add Ana ana@example.org": "contacts add Ana --email ana@example.org",
    "todo": "actions list",
    "cal December 2026": "calendar 'December 2026'",
    "calendar for December": "calendar December",
    "cal in may 2027": "calendar 'may 2027'",
    "email": "meetings announce",
    "delete haiti": "events remove haiti",
    "rename haiti 'New title'": "events edit haiti --title 'New title'",
    "redo": "undo NUMBER",
    "statistics": "report",
    "poster": "print flyer",
    "import cal.ics": "import ics cal.ics",
    "import 'my file.CSV'": "import csv 'my file.CSV'",
    "cancel meeting next": "meetings cancel next --reason TEXT",
    "meetings 2026-12-09": "meetings show 2026-12-09",
    "events haiti": "events show haiti",
    "events delete haiti": "events remove haiti",
    "actions finish abcd": "actions done abcd",
    # positional dates and addresses, unquoted titles
    "events add Vigil 2026-12-05 7pm": "events add Vigil --start '2026-12-05 7pm'",
    "add Vigil 2026-12-05 7pm": "events add Vigil --start '2026-12-05 7pm'",
    "events add 2026-12-05 Vigil 7pm": "events add Vigil --start '2026-12-05 7pm'",
    "events add Haiti solidarity --start 'Dec 3 7pm'": "events add 'Haiti solidarity' --start 'Dec 3 7pm'",
    "events add May Day rally on May 1 5pm": "events add 'May Day rally' --start 'May 1 5pm'",
    "events add Vigil --start Dec 5 7pm": "events add Vigil --start 'Dec 5 7pm'",
    "contacts add Ana ana@example.org": "contacts add Ana --email ana@example.org",
    "contacts add Ana López ana@example.org 617-555-0100":
        "contacts add 'Ana López' --email ana@example.org --phone 617-555-0100",
    "contacts edit ana --unsubscribe": "contacts edit ana --no-mail",
    "contacts edit ana --group press": "contacts edit ana --list press",
    "contacts new \"Ana O'Brien\" --mail ana@example.org": "contacts add \"Ana O'Brien\" --email ana@example.org",
    "meetings move 2026-11-11 2026-11-18": "meetings move 2026-11-11 --to 2026-11-18",
    "meetings move 2026-11-11 to 2026-11-18": "meetings move 2026-11-11 --to 2026-11-18",
    "meetings cancel next snow storm": "meetings cancel next --reason 'snow storm'",
    "meetings cancel --from 2026-12-01 to 2026-12-31 --reason snow":
        "meetings cancel --from 2026-12-01 --reason snow --to 2026-12-31",
    "meetings add Jan 20 6pm --reason x": "meetings add 'Jan 20 6pm' --reason x",
    "meetings show tomorrow at noon": "meetings show 'tomorrow at noon'",
    "series add Vigil every Saturday": "series add Vigil --rule 'every Saturday'",
    "contacts forget Ana López": "contacts forget 'Ana López'",
    # options
    "events add Vigil --date 2026-12-05 --time 7pm": "events add Vigil --start '2026-12-05 7pm'",
    "events add --title Haiti solidarity --date Dec 3": "events add 'Haiti solidarity' --start 'Dec 3'",
    "events add Vigil --when 2026-12-05 --location City Hall --zoom https://zoom.us/j/1":
        "events add Vigil --start 2026-12-05 --place 'City Hall' --join-url https://zoom.us/j/1",
    # events have a --link of their own
    "events edit haiti --zoom https://example.org": "events edit haiti --join-url https://example.org",
    "meetings cancel next --why \"a 'big' storm; $(x)\"": "meetings cancel next --reason \"a 'big' storm; $(x)\"",
    "meetings move --date 2026-11-11 --to 2026-11-18": "meetings move 2026-11-11 --to 2026-11-18",
    "meetings list --date 2026-12-01": "meetings list --from 2026-12-01",
    "series add Vigil --every Saturday --time 5pm": "series add Vigil --rule 'every Saturday' --at 5pm",
    "events add Vigil —start 2026-12-05": "events add Vigil --start 2026-12-05",
    "--lang es meetings announce": "meetings announce --lang es",
    "meetings --data data lst -n 2": "meetings list --data data --limit 2",
    "calendar --month December": "calendar December",
    "events add Vigil --start 2026-12-05 --at City Hall": "events add Vigil --start 2026-12-05 --place 'City Hall'",
    "agenda add --title 'A film' --length 15m": "agenda add 'A film' --minutes 15",
    # what is missing
    "meetings cancel": "meetings cancel DATE --reason TEXT",
    "contacts show": "contacts show ID",
    "actions add 'Ask the hall'": "actions add 'Ask the hall' --who NAME",
    "actions drop abcd": "actions drop abcd --reason TEXT",
    "meetings restore": "meetings restore DATE",
    "meetings cancel --reason x": "meetings cancel --reason x DATE",
    "search": "search TEXT",
    "--json meetings restore --plain --dry-run": "meetings restore --json --plain --dry-run DATE",
    "add": "events add TITLE --start WHEN",
}  # fmt: skip


@pytest.mark.parametrize("typed", MEANT)
def test_the_whole_line_as_it_should_be(data: Path, run: Run, typed: str) -> None:
    refused = run(*shlex.split(typed))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("error: ")
    tries = [line.strip() for line in refused.err.splitlines() if line.startswith("  try: ")]
    words = ["lacwg", *shlex.split(MEANT[typed])]
    assert tries == [f"try: {shlex.join(words)}"]
    assert shlex.split(tries[0]) == ["try:", *words]


def test_a_line_that_was_tried_works(data: Path, run: Run) -> None:
    for typed in ("next", "events add Vigil 2026-12-05 7pm", "contacts add Ana ana@example.org", "events vigil"):
        hint = next(line for line in run(*typed.split()).err.splitlines() if "try: " in line)
        assert run(*shlex.split(hint)[2:]).code == 0


def test_what_is_known_to_be_meant_is_there() -> None:
    for command in _AT_FIRST:
        noun, _, verb = command.partition(" ")
        assert not noun or (verb in NOUNS[noun] if NOUNS[noun] else noun in NOUNS)
    verbs = {verb for all_ in NOUNS.values() for verb in all_}
    assert verbs >= {each for meant_ in _VERBS for each in meant_.split()}
    options = {
        name
        for noun, all_ in NOUNS.items()
        for verb in all_ or [""]
        for param in app._command(noun, verb).params
        for name in (*param.opts, (param.metavar or "").strip("[].…"))
    }
    assert options >= {each for meant_ in _OPTIONS for each in meant_.split()}


@pytest.mark.parametrize(
    "typed", ["xyzzy", "undo 3 4", "agenda remove 1 2", "meetings list -n x", "mail --to everybody", "import json - -"]
)
def test_where_nothing_is_known_the_help_is_named(data: Path, run: Run, typed: str) -> None:
    assert "\n  see: lacwg" in run(*typed.split()).err


_WORDS = st.sampled_from([
    *NOUNS, "add", "edit", "cancel", "move", "list", "show", "next", "Vigil", "2026-12-05", "7pm", "to", "May", "-", "--",
    "ana@example.org", "https://zoom.us/j/1", "every Saturday", "617-555-0100", "--date", "--title", "--start", "--time",
    "--reason", "-n", "-n3", "--json", "--x=", "--=", "—", "", " ", "'", "\n", "é", "--lang", "--data", "--yes", "import",
])  # fmt: skip


@settings(max_examples=100)
@given(st.lists(_WORDS, max_size=8))
def test_no_words_are_too_odd(words: list[str]) -> None:
    hint = meant.line(words, NOUNS, app._command)
    if hint is None:
        return
    line = hint.splitlines()[0] if "\n" not in "".join(words) else hint
    start, program, *tried = shlex.split(line)
    assert (start, program) == ("try:", "lacwg")
    if tried and "-" not in words and tried[0] in NOUNS and (len(tried) > 1 or not NOUNS[tried[0]]):
        names = 2 if NOUNS[tried[0]] else 1
        command = app._command(tried[0], "".join(tried[1:names]))
        try:
            command.make_context("lacwg", tried[names:])
        except (TyperException, LacwgError) as error:  # a value that none can be, or help
            assert type(error).__name__ == "BadParameter" or "is given twice" in str(error), line
        except Exit:
            pass
