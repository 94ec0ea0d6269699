"""What bad input gets: one clear message, the right exit code, no traceback, nothing changed."""

from __future__ import annotations

import errno
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import DATA, NOW, Run, tree

LISTS = {
    "contacts": ["contacts", "list"],
    "issues": ["issues", "list"],
    "events/2026": ["events", "list"],
    "series": ["export", "ics"],
}
GOOD = {
    "contacts": 'name = "A"\n', "issues": 'title = "A"\n', "events/2026": 'title = "A"\nstart = 2026-12-05\n',
    "series": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n',
}  # fmt: skip


def _lacwg(*argv: str, **more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "lacwg", *argv], stderr=subprocess.PIPE, **more)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "what", ["empty", "broken", "bytes", "huge", "folder", "fifo", "type", "key", "loop", "number", "nested"]
)
def test_one_bad_record_does_not_hide_the_others(data: Path, run: Run, kind: str, what: str) -> None:
    name = "2026-12-04-bad" if kind.startswith("events") else "bad"
    good = "2026-12-05-good" if kind.startswith("events") else "good"
    folder = data / kind
    folder.mkdir(exist_ok=True)
    (folder / f"{good}.toml").write_text(GOOD[kind])
    bad = folder / f"{name}.toml"
    if what == "folder":
        bad.mkdir()
    elif what == "fifo":
        os.mkfifo(bad)
    elif what == "loop":
        bad.symlink_to(bad)
    else:
        text = {
            "empty": b"", "broken": b"title = \n", "bytes": os.urandom(20) + b"\xff\xfe", "huge": b"#" * 50_000_000,
            "type": b"title = 3\nname = 3\n", "key": GOOD[kind].encode() + b"zzz = 1\n",
            "number": b"sequence = " + b"9" * 5000, "nested": b"x = " + b"[" * 5000,
        }[what]  # fmt: skip
        bad.write_bytes(text)
    before = None if what == "fifo" else tree(data)
    listed = run(*LISTS[kind])
    assert listed.code == 1
    assert f"data/{kind}/{name}.toml" in listed.err
    assert "1 record could not be read; the list may lack it." in listed.err
    assert ("SUMMARY:A" if kind == "series" else "A") in listed.out
    if before is not None:
        assert tree(data) == before


def test_an_unreadable_file(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: str, *more: int) -> int:
        if str(path).endswith("cuba.toml"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, *more)

    monkeypatch.setattr(os, "open", refuse)
    listed = run("issues", "list", "--plain")
    assert (listed.code, len(listed.lines)) == (1, 8)
    assert "data/issues/cuba.toml: you may not read this file" in listed.err


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("call", ["fsync", "write", "replace", "open"])
def test_a_disk_that_is_full_or_fails(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    before = tree(data)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    from lacwg.store.disk import write

    if call == "write":
        monkeypatch.setattr(write.os, "fdopen", fail)
    elif call == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif call == "open":
        real = os.open
        monkeypatch.setattr(
            write.os, "open", lambda path, flags, *more: fail() if flags & os.O_CREAT else real(path, flags, *more)
        )
    else:
        monkeypatch.setattr(write.os, "fsync", fail)
    refused = run("events", "add", "Rally", "--start", "Dec 5 4pm")
    assert refused.code == 1
    assert os.strerror(code) in refused.err
    assert "nothing was changed" in refused.err
    monkeypatch.undo()
    assert tree(data) == before


@pytest.mark.parametrize(
    "argv", [["--data", "nowhere"], ["meetings", "next", "--data", "nowhere"], ["check", "--data", "~nobody-at-all/x"]]
)
def test_a_missing_folder(data: Path, run: Run, argv: list[str]) -> None:
    missing = run(*argv)
    assert missing.code == 1
    assert "is not a data folder" in missing.err
    assert "lacwg init" in missing.err


def test_the_folder_is_found_from_below_and_by_its_variable(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "group.toml").write_text((data / "group.toml").read_text().replace('"LA/CWG"', '"HERE"'))
    for here in (data.parent, data, data / "issues"):
        monkeypatch.chdir(here)
        assert run().out.startswith("HERE")
    monkeypatch.chdir("/")
    monkeypatch.setenv("LACWG_DATA", str(data))
    assert run().out.startswith("HERE")
    monkeypatch.setenv("LACWG_DATA", str(data.parent))
    assert f"{data.parent.name}/data?" in run().err


def test_the_copy_in_the_package_is_read_only_until_the_first_write(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    before = tree(DATA)
    shown = run("meetings", "next")
    assert "December 9" in shown.out
    assert shown.err.count("\n") == 1
    assert not (tmp_path / "user-data").exists()
    added = run("events", "add", "Rally", "--start", "Dec 5 4pm")
    own = tmp_path / "user-data" / "lacwg"
    assert f"kept in {own}" in added.err
    assert (own / "events/2026/2026-12-05-rally.toml").exists()
    assert run("events", "list", "--plain").lines[0][0] == "2026-12-05-rally"
    assert tree(DATA) == before


def test_hostile_text_is_harmless_on_the_screen(data: Path, run: Run) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J[red]bold[/red] \u202egnp.exe\u2066 \x9b31m\rhidden"
    run("events", "add", hostile, "--start", "2026-12-05", "--place", hostile, "--description", f"{hostile}\n{hostile}")
    for argv in (
        ["events", "list"],
        ["events", "show", "2026"],
        [],
        ["events", "list", "--plain"],
        ["events", "show", "2026", "--plain"],
    ):
        shown = run(*argv)
        assert shown.code == 0
        assert not set(shown.out) & set("\x1b\x07\x9b\r\u202e\u2066")
        assert "[red]bold[/red]" in shown.out
    assert run("events", "list", "--json").json[0]["title"] == " ".join(hostile.split())
    (data / "issues" / "x.toml").write_text('title = "A"\n"\\u001b[2J" = 1\n')
    assert "\x1b" not in run("check").out + run("issues", "list").err


RUBBISH = ["", " ", "no such", "Nowhere/Bogus", ":", "/etc/passwd", "../../x", "A/" * 5000, "\udcff", "\x1b[31m", "-1", "1e9", "9" * 5000, "²", "٣",
           "en_US.NONE@?", "2026-11-24T12:00+99:99", "0001-01-01"]  # fmt: skip


@pytest.mark.parametrize("name", ["TZ", "LANG", "LC_ALL", "COLUMNS", "LINES", "LACWG_NOW", "LACWG_USER", "LACWG_DATA"])
def test_whatever_the_environment_says_nothing_fails_unforeseen(
    english: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for value in RUBBISH:
        monkeypatch.setenv(name, value)
        for argv in ([], ["calendar"], ["init", "new", "--name", "New", "--dry-run"]):
            ran = run(*argv)  # which looks for a traceback itself
            assert ran.code in (0, 1, 2)
            assert "\x1b" not in ran.out + ran.err


def test_a_reader_that_has_seen_enough(data: Path) -> None:
    for argv in (["export", "ics"], ["meetings", "list", "-n", "900"], ["mission", "--section", "all", "--json"]):
        process = _lacwg(*argv, "--data", str(data), stdout=subprocess.PIPE) if argv[0] != "x" else None
        assert process is not None
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"")


def test_a_closed_and_a_full_output(data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = _lacwg("meetings", "list", "--data", str(data), stdout=full)
        _, err = process.communicate()
    assert process.returncode == 1
    assert err.startswith(b"error: the output could not be written: No space left on device")
    with Path("/dev/full").open("wb") as full:
        process = _lacwg("events", "add", "Rally", "--start", "2026-12-05", "--data", str(data), stdout=full)
        _, err = process.communicate()
    assert process.returncode == 1
    assert b"The event is saved as 2026-12-05-rally." in err
    closed = subprocess.run(
        f"{sys.executable} -m lacwg meetings list --data {data} >&-", shell=True, capture_output=True
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.parametrize("where", ["read_text", "replace_file"])
def test_ctrl_c(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    from lacwg.store.disk import read
    from lacwg.store.history import transaction

    before = tree(data)
    monkeypatch.setattr(
        read if where == "read_text" else transaction, where, lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)
    )
    stopped = run("events", "add", "Rally", "--start", "Dec 5 4pm")
    assert (stopped.code, stopped.out, stopped.err.strip()) == (130, "", "Interrupted.")
    assert tree(data) == before


def test_ctrl_c_as_a_person_presses_it(data: Path) -> None:
    process = _lacwg("export", "ics", "--data", str(data), stdout=subprocess.PIPE)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode in (0, 130, -signal.SIGINT)  # the last: before Python has come to us
    assert b"lacwg" not in err


def test_who_is_told_to_end_leaves_nothing_temporary(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    process = _lacwg("site", "serve", "--no-open", "--port", "0", "--data", str(data), stdout=subprocess.PIPE)
    assert process.stdout.readline().startswith(b"The page is at")
    assert len(list((tmp_path / "scratch").iterdir())) == 1
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert (process.returncode, list((tmp_path / "scratch").iterdir())) == (0, [])


def _in_a_terminal(argv: list[str], answers: list[str], data: Path) -> tuple[int, str]:
    """Runs a command in a pseudo-terminal, answering each question as it comes."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(LACWG_NOW=NOW, LACWG_DATA=str(data), TERM="dumb", COLUMNS="100")
        os.execv(sys.executable, [sys.executable, "-m", "lacwg", *argv])
    shown = ""
    remaining = list(answers)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                chunk = os.read(terminal, 65536).decode()
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        elif remaining and shown.rstrip(" ").endswith((":", "?")):
            answer = remaining.pop(0)
            os.write(terminal, answer.encode() if answer == "\x03" else f"{answer}\n".encode())
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.replace("\r\n", "\n")


def test_add_asks_question_by_question_and_once_at_the_end(data: Path, run: Run) -> None:
    answers = ["", "Rally", "Thu Sep 22", "Dec 5 4pm", "3pm Dec 4", "5:30pm", "The Common", "", "y"]
    code, shown = _in_a_terminal(["events", "add", "--issue", "cuba"], answers, data)
    assert code == 0, shown
    assert "September 22, 2027 is a Wednesday" in shown
    assert "Saturday, December 5, 2026 · 4:00–5:30 PM EST" in shown
    saved = run("events", "show", "rally", "--json").json
    assert (saved["place"], saved["issues"], saved["end"]) == ("The Common", ["cuba"], "2026-12-05T17:30:00-05:00")


def test_what_can_mean_several_things_is_asked(data: Path, run: Run) -> None:
    argv = ["events", "add", "Rally", "--start", "next Wednesday 7:00", "--end", "8:30 pm"]
    code, shown = _in_a_terminal(argv, ["2", "3", "x", "2"], data)
    assert code == 0, shown
    assert "  2  next Wednesday 7:00 PM" in shown
    assert "  2  Wednesday, December 2, 2026 7:00 PM" in shown
    assert run("events", "show", "rally", "--json").json["end"] == "2026-12-02T20:30:00-05:00"
    answers = ["Vigil", "next Wednesday", "1", "", "", "", "y"]
    code, shown = _in_a_terminal(["events", "add"], answers, data)
    assert code == 0, shown
    assert run("events", "show", "vigil", "--json").json["start"] == "2026-11-25"


def test_what_was_given_is_not_asked_and_kept(data: Path, run: Run) -> None:
    argv = [
        "events",
        "add",
        "--start",
        "Dec 5 4pm",
        "--place",
        "Hall",
        "--duration",
        "1h",
        "--join-url",
        "https://x.org/",
    ]
    code, shown = _in_a_terminal(argv, ["Rally", "y"], data)
    assert code == 0, shown
    saved = run("events", "show", "rally", "--json").json
    assert (saved["place"], saved["end"]) == ("Hall", "2026-12-05T17:00:00-05:00")


def test_a_no_saves_nothing_and_so_does_ctrl_c(data: Path) -> None:
    before = tree(data)
    code, shown = _in_a_terminal(["events", "add"], ["Rally", "Dec 5", "", "", "", "n"], data)
    assert (code, "Nothing was saved." in shown) == (0, True)
    code, shown = _in_a_terminal(["events", "add"], ["Rally", "\x03"], data)
    assert (code, "Interrupted." in shown, "Traceback" in shown) == (130, True, False)
    assert tree(data) == before


def test_init_asks(data: Path, run: Run) -> None:
    target = data.parent / "asked"
    # what comes after the hour, from the length to the holidays, is kept by Enter
    answers = ["Peace Group", "PG", "Boston", "America/New_York", "every other Monday", "5pm", "", "", "en", "", "-"]
    code, shown = _in_a_terminal(["init", str(target)], answers, data)
    assert code == 0, shown
    assert '"Boston" is not a time zone' in shown
    assert run("meetings", "next", "--data", str(target)).out.startswith(
        "PG meeting\nMonday, November 30, 2026 · 5:00 PM"
    )


def test_colour_is_for_terminals_that_want_it(data: Path) -> None:
    _, dumb = _in_a_terminal(["meetings", "next"], [], data)
    assert "\x1b" not in dumb
    script = (
        "import os, sys; os.environ['TERM'] = 'xterm'; from lacwg.app import run; sys.exit(run(['meetings', 'next']))"
    )
    for no_colour, coloured in (("", True), ("1", False)):
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(LACWG_NOW=NOW, LACWG_DATA=str(data), NO_COLOR=no_colour)
            os.execv(sys.executable, [sys.executable, "-c", script])
        shown = b""
        try:
            while chunk := os.read(terminal, 65536):
                shown += chunk
        except OSError:
            pass
        os.waitpid(child, 0)
        assert (b"\x1b[1m" in shown) is coloured


@pytest.mark.parametrize(
    ("line", "answers", "asked", "done"),
    [
        ("meetings cancel", ["next", "", "snow"], ["(DATE)", "(--reason)", "this is needed"], "cancelled: snow"),
        ("meetings cancel next", ["snow in the north"], ["(--reason)"], "cancelled: snow in the north"),
        ("meetings cancel --reason snow", ["Dec 9"], ["(DATE)"], "December 9, 2026"),
        ("meetings cancel --from 2026-12-01 --to 2026-12-31", ["snow"], ["(--reason)"], "cancelled: snow"),
        ("meetings move", ["next", "Dec 10"], ["(DATE)", "(--to)"], "moved from December 9, 2026"),
        ("contacts add", ["Ana López"], ["(NAME)"], "Saved as ana-lopez"),
        ("actions add", ["Ask the hall", "Yoav"], ["(WHAT)", "(--who)"], "Yoav Elinevsky"),
        ("export csv", ["excel", "google"], ["google", "is not one of"], "Subject,Start Date"),
        ("agenda reorder --meeting next", ["x", "1 2"], ["(NUMBER)", "is not a valid"], "there is no item 1"),
        ("import ics", ["Ana's dates.ics"], ["(FILE)"], "Ana's dates.ics: there is no such file"),
        ("publish caldav", ["nonsense", "\x03"], ["The address of the server"], "Interrupted."),
        ("events add Vigil", ["Dec 5 4pm", "", "", "", "y"], ["When"], "Saved as 2026-12-05-vigil"),
    ],
)
def test_what_is_missing_is_asked_for_on_a_terminal(
    data: Path, run: Run, line: str, answers: list[str], asked: list[str], done: str
) -> None:
    _, shown = _in_a_terminal(line.split(), answers, data)
    for each in (*asked, done):
        assert each in shown, shown


def test_nothing_is_asked_for_a_program_or_of_what_is_too_much(data: Path) -> None:
    for line in ("meetings cancel --json", "meetings move --plain", "meetings cancel next snow"):
        code, shown = _in_a_terminal(line.split(), [], data)
        assert code == 2, shown
        assert "(" not in shown.replace("argument(s)", "").replace("(snow)", "")


@pytest.mark.parametrize(
    "language", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LANG": "POSIX"}]
)
def test_words_are_utf_8_in_any_language(data: Path, language: dict[str, str]) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "lacwg", "issues", "add", "Ñandú", "--data", str(data)], check=True, capture_output=True,
        env={**{name: value for name, value in os.environ.items() if name not in {"LANG", "LC_ALL"}}, **language},
    )  # fmt: skip
    assert "Ñandú" in process.stdout.decode()
    assert 'title = "Ñandú"' in (data / "issues" / "nandu.toml").read_text(encoding="utf-8")


def test_a_file_that_somebody_has_open_is_replaced_a_moment_later(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a program that looks for viruses opens what is new."""
    replaced, busy = os.replace, [32, 5, 32]

    def replace(source: Path, target: Path) -> None:
        if busy:
            error = PermissionError(13, "Access is denied")
            error.winerror = busy.pop()  # type: ignore[attr-defined]
            raise error
        replaced(source, target)

    monkeypatch.setattr(os, "replace", replace)
    assert run("issues", "add", "Peru").code == 0
    assert not busy
    busy += [1]
    assert run("issues", "add", "Chile").code == 1
    assert not [*data.rglob("*.tmp")]
