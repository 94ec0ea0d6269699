"""``lacwg help`` and ``lacwg version``, and what every command's ``--help`` says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Run
from test_app import complete, verbs

import lacwg
from lacwg import app
from lacwg.commands import help as help_command


def command_of(argv: tuple[str, ...]) -> Any:
    """A command, and the context in which its words are read."""
    command: Any = typer.main.get_command(app.root)
    context: Any = typer.Context(command, info_name="lacwg")
    for word in argv:
        command = command.get_command(context, word)
        context = typer.Context(command, info_name=word, parent=context)
    return command


def parse(line: str) -> None:
    """Reads a command line as the program does, without doing anything. Raises where it is wrong."""
    program, *words = shlex.split(line)
    assert program == "lacwg"
    command: Any = typer.main.get_command(app.root)
    context = command.make_context("lacwg", words)
    while rest := [*context._protected_args, *context.args]:
        context = command.get_command(context, rest[0]).make_context(rest[0], rest[1:], parent=context)
        command = context.command
        if not hasattr(command, "commands"):
            return


@pytest.mark.parametrize("argv", verbs()[1:], ids=" ".join)
def test_help_is_short_and_whole(run: Run, argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """First lines of at most 60 letters, which no list cuts; no word doubled; examples that can be pasted, and parse."""
    monkeypatch.setenv("COLUMNS", "80")
    command = command_of(argv)
    first = command.help.split("\n\n")[0]
    assert len(first) <= 60
    assert re.fullmatch(r"[A-Z].*\.", first)
    assert "`" not in command.help
    assert command.examples
    for line in command.examples:
        assert f"\n  {line}\n" in run(*argv, "--help").out  # whole, on a line of its own
        assert len(line) <= 76
        parse(line)
    for text in (command.help, *(getattr(each, "help", None) or "" for each in command.params)):
        assert not re.search(r"\b(\w+) \1\b", text), text
        assert not re.search(r"(?<!such), as [A-Z0-9\"]|; else ", text), text
    if len(argv) == 1:
        assert app.NOUNS[argv[0]].help == first  # in the list of commands as in its own help


@pytest.mark.parametrize("noun", ["", *(noun for noun, about in app.NOUNS.items() if about.verbs)])
def test_lists_of_commands_are_not_cut(run: Run, noun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run(*filter(None, [noun]), "--help").out
    assert "..." not in shown.partition("Commands:")[2]
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_wide_terminals_are_used_and_arguments_have_no_braces(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = run("events", "edit", "--help").out
    assert 100 < max(map(len, shown.splitlines())) <= 120
    assert shown.startswith("Usage: lacwg events edit [OPTIONS] ID\n")


def test_the_first_page_names_every_page_and_every_command(run: Run) -> None:
    shown = run("help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("# ")
    for noun in app.NOUNS:
        assert f"(verbs/{noun}.md)" in shown.out
    assert {each.words for each in help_command.topics()} >= {
        "start",
        "check",
        *(" ".join(each) for each in verbs()[1:]),
    }


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("start", "# Start\n"),
        ("meetings move", "# lacwg meetings move\n"),
        ("lacwg meetings move", "# lacwg meetings move\n"),
        ("Meetings Move", "# lacwg meetings move\n"),
        ("undo", "# lacwg undo\n"),
        ("agenda", "# lacwg agenda\n"),
        ("check codes", "# Check codes\n"),
        ("exit", "# Exit codes\n"),
        ("cancel", "# Move, cancel, announce\n"),  # the only page; it names the commands
        ("wordpr", "# Spreadsheets and WordPress\n"),  # the only title with such a word
    ],
)
def test_a_topic_is_a_page_or_a_command(run: Run, words: str, begins: str) -> None:
    shown = run("help", *words.split())
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(begins)
    assert run("help", words).out == shown.out
    assert run("help", *words.split(), "--json").json["text"] == shown.out


def test_a_page_and_a_command_of_one_name_are_shown_together(run: Run) -> None:
    shown = run("help", "publish").out
    assert "# Publish to a calendar server\n" in shown
    assert "\n# lacwg publish\n" in shown
    assert "lacwg publish caldav" in run("help", "publish", "caldav").out


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("canel", "lacwg help meetings cancel"),
        ("meetings mvoe", "lacwg help meetings move"),
        ("show", "lacwg help agenda show"),
        ("agneda", "lacwg help agenda"),
        ("F105", "lacwg help codes"),
        ("group.toml", "lacwg help keys"),  # it is in the text of that page
        ("date_order", "lacwg help keys"),
        ("unsubscribe_everything", "lacwg help\n"),
        ("../records", "lacwg help"),
    ],
)
def test_a_topic_that_is_not_there_leads_on_to_the_nearest(run: Run, words: str, nearest: str) -> None:
    wrong = run("help", *words.split())
    assert (wrong.code, wrong.out) == (2, "")
    assert nearest in wrong.err
    for line in re.findall(r"lacwg help [\w -]+$", wrong.err, re.MULTILINE):
        assert run(*line.split()[1:]).code == 0, line


def test_search_finds_words_however_they_are_written(run: Run) -> None:
    found = run("help", "--search", "CANCÉL", "period")
    assert found.code == 0
    assert "lacwg help meetings cancel · lacwg meetings cancel\n  Cancel one date" in found.out
    assert run("help", "--search", "cancel period").out == found.out
    assert run("help", "--search", '"period or"').out != found.out
    assert run("help", "--search", "xyzzy").out == "Nothing found.\n"
    assert run("help", "--search").code == 2
    several = run("help", "--search", "date")
    assert "another word finds fewer" in several.err
    assert len(run("help", "--search", "date", "--json").json) > help_command.MOST
    assert run("help", "--search", "cancel period", "--plain").lines[0][0] in {
        each.words for each in help_command.topics()
    }


def test_help_needs_no_folder(run: Run, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "group.toml").write_text("<<<<<<< not a group")
    monkeypatch.chdir(tmp_path)
    for argv in (["help"], ["help", "start"], ["help", "--search", "date"], ["version"], ["--json", "help", "keys"]):
        assert run(*argv).code == 0


@pytest.mark.parametrize("columns", [40, 60, 120])
@pytest.mark.parametrize("colour", [True, False])
def test_on_a_terminal_a_page_is_rendered(columns: int, colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Narrow and wide; without boxes, and without a link that no terminal follows."""
    from lacwg.run import Run as OneRun

    monkeypatch.setenv("COLUMNS", str(columns))
    one = OneRun(color="always" if colour else "never")
    every = 1 if columns == 40 and colour else 5
    for topic in help_command.topics()[::every]:
        text = help_command._on_terminal(one, help_command._text(topic))
        assert ("\x1b[" in text) == colour
        assert ".md)" not in text
        assert "│" not in text.split("    ")[0]
        plain = re.sub(r"\x1b\[[\d;]*m", "", text)
        prose = [line for line in plain.splitlines() if not line.startswith("    ")]
        assert max(map(len, prose)) <= min(columns, 88)
    words = help_command._on_terminal(one, "```\n$ lacwg " + "word " * 40 + "\n```\n").splitlines()
    assert len(words) == 1  # a command is one line, which can be pasted


def test_ranges_are_told_in_words(run: Run) -> None:
    assert "1 to 24]" in run("calendar", "--help").out
    assert "[0 or more]" in " ".join(run("minutes", "edit", "--help").out.split())
    assert "99 is not in the range 1 to 24" in run("calendar", "--months", "99").err


def test_topics_complete(data: Path) -> None:
    assert complete("lacwg help mov", data) == ["move-cancel-announce"]
    assert complete("lacwg help meetin", data) == ["meetings"]
    assert complete("lacwg help meetings mo", data) == ["move"]
    assert complete("lacwg help start m", data) == []


def test_version_in_all_its_forms(run: Run) -> None:
    told = run("version").out
    assert told == run("-V").out == run("--version").out
    assert told.startswith(f"lacwg {lacwg.__version__} (time zones: tzdata 20")
    assert run("version", "--json").json["lacwg"] == lacwg.__version__
    assert run("version", "--plain").lines[0] == ["lacwg", lacwg.__version__]
