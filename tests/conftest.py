"""What the tests share: a copy of the group's folder, a clock that stands still, and ``run``."""

from __future__ import annotations

import compileall
import datetime as dt
import functools
import gc
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import hypothesis
import jinja2
import library_data
import msgspec
import pytest
import tomli
import typer
from filelock import FileLock
from typer.models import CommandInfo

from lacwg import app, clock
from lacwg.commands import queries
from lacwg.records import Event, Group, Record, Series, decode_hook
from lacwg.remotes import git
from lacwg.schedule import public_holidays
from lacwg.store import holiday_cache
from lacwg.store.folder import Folder
from lacwg.store.history.journal import Author
from lacwg.store.store import Store

if TYPE_CHECKING:
    from mail_server import Box

DATA = Path(__file__).parent / "records"
NOW = "2026-11-24T12:00"
COLOURS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE")

HOLIDAYS = holiday_cache.cached(library_data.named(public_holidays.compute))

hypothesis.settings.register_profile("lacwg", deadline=None, derandomize=True, max_examples=30)
hypothesis.settings.register_profile("few", deadline=None, derandomize=True, max_examples=10)
hypothesis.settings.load_profile("lacwg")


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def told(self) -> list[dict[str, Any]]:
        """Standard error as ``--json`` has it: an object a line."""
        return [json.loads(line) for line in self.err.splitlines()]

    @property
    def lines(self) -> list[list[str]]:
        """Standard output as plain lines, taken apart at the tabs."""
        return [line.split("\t") for line in self.out.splitlines()]


Run = Callable[..., Ran]
R = TypeVar("R", bound=Record)
numbers = itertools.count()


def pytest_collection(session: pytest.Session) -> None:
    """What is collected stays to the end: nobody looks through it for garbage, then or later."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process is left alone with it in the end."""
    rooms = {"browser": 0, "trust": 1, "peers": 2}
    items.sort(key=lambda item: rooms.get(item.path.relative_to(Path(__file__).parent).parts[0], 3))


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def commands() -> Iterator[None]:
    """Each verb's command is made once a process, and not at each of the thousands of runs."""
    made: dict[Any, Any] = {}
    make = app.get_command_from_info

    def once(info: CommandInfo, **more: Any) -> Any:
        if info.callback not in made:
            made[info.callback] = make(info, **more)
        return made[info.callback]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "get_command_from_info", once)
        patch.setattr(typer.main, "get_command", functools.cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def templates() -> Iterator[None]:
    """Each template is compiled once a process, and not at each of the hundreds of builds."""
    made: dict[tuple[Any, ...], Any] = {}
    make = jinja2.Environment.compile

    def once(self: jinja2.Environment, source: Any, *named: Any, **more: Any) -> Any:
        key = (type(self), source, named, *more.items())
        if key not in made:
            made[key] = make(self, source, *named, **more)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The package's bytecode, written once: the many processes that tests start would each compile it anew."""
    with FileLock(tmp_path_factory.getbasetemp().parent / "compiled.lock"):  # of the tests' processes the first does it
        compileall.compile_dir(Path(app.__file__).parent, quiet=2)


@pytest.fixture(scope="session", autouse=True)
def user_names() -> Iterator[None]:
    """git is asked once for each of its settings who is at this machine, and not at each step that is put down."""

    @functools.cache
    def asked(*_settings: object) -> str | None:
        return real()

    def user_name() -> str | None:
        here = Path.cwd()
        repositories = [each for each in (here, *here.parents) if (each / ".git").exists()]
        own = Path(os.environ.get("XDG_CONFIG_HOME", ""), "git", "config")
        named = sorted(item for item in os.environ.items() if item[0].startswith("GIT_") or item[0] in ("HOME", "PATH"))
        return real() if repositories or own.exists() else asked(*named)

    real = git.user_name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(git, "user_name", user_name)
        yield


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of holiday names for all tests, away from the user's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """A machine on which nothing but the tests' own files is found, and holidays have the names of the tests."""
    # a folder is made for those alone that ask for one: most tests are of functions that know of no files
    own = "tmp_path" in request.fixturenames
    home: Path = request.getfixturevalue("tmp_path") if own else cache / f"none-{next(numbers)}"
    monkeypatch.setattr(queries, "kept_holidays", HOLIDAYS)
    monkeypatch.setenv("LACWG_NOW", NOW)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "user-data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "user-config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "user-state"))
    for name in (*COLOURS, "LACWG_DATA", "LACWG_CONFIG", "COLUMNS", "PAGER", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the group's folder, found by the commands; the tests stand beside it."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, copy_function=shutil.copyfile)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def english(data: Path) -> Path:
    """The same folder of a group whose page is in English alone: nothing wants to be translated."""
    group = data / "group.toml"
    kept = re.sub(r"^languages = .*\n", "", group.read_text(), flags=re.MULTILINE)
    group.write_text(kept.replace('language = "en"\n', 'language = "en"\nlanguages = ["en"]\n'))
    return data


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line and gives its exit code and what it printed."""

    def run(*argv: str) -> Ran:
        capfd.readouterr()
        code = app.run(argv)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert app.UNFORESEEN not in err, err
        return Ran(code, out, err)

    return run


@pytest.fixture
def yoav(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is at the machine."""
    monkeypatch.setenv("LACWG_USER", "Yoav")


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters in the order of the alphabet, each two times."""
    given = (f"aaa{chr(97 + number // 2)}" for number in itertools.count())
    monkeypatch.setattr(clock, "new_letters", lambda: next(given))


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Box]:
    """A mail server on the loopback, which config.toml names; what was sent is in its ``taken`` and ``messages``."""
    import mail_server  # few tests send

    with mail_server.serving() as box:
        config = tmp_path / "user-config" / "lacwg" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text(mail_server.settings(box))
        yield box


AT_ONCE = """
import importlib, json, os, pkgutil, sys
import lacwg
from lacwg import app
for each in pkgutil.walk_packages(lacwg.__path__, "lacwg."):
    importlib.import_module(each.name)
running = []
for argv in json.loads(sys.argv[1]):
    child = os.fork()
    if child == 0:
        os._exit(app.run(argv))
    running.append(child)
print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in running]))
"""


def at_once(*argvs: list[str]) -> list[int]:
    """Runs each command line in a process of its own, all at once, and gives their exit codes."""
    command = [sys.executable, "-c", AT_ONCE, json.dumps(argvs)]
    ran = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(Path(app.__file__).parent.parent)},
                         capture_output=True, text=True, check=True)  # fmt: skip
    return list(json.loads(ran.stdout.splitlines()[-1]))


def store_at(folder: Path, command: str = "contacts add") -> Store:
    """A folder to write to, as Ana does at noon."""
    author = Author(dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC), "Ana", command)
    return Store(Folder(folder), lambda: author)


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder, to see that nothing changed."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if ".lacwg" not in path.parts
    }


def tell_in_zones(data: Path, *names: str) -> None:
    """Makes the group of a folder tell hours in these zones, and in no others."""
    group = data / "group.toml"
    named = "".join(f'"{name}", ' for name in names)
    group.write_text(re.sub(r"^zones = \[[^]]*\]", f"zones = [{named}]", group.read_text(), flags=re.MULTILINE))


GROUP = Group(name="Group", timezone="America/New_York", uid_namespace="123e4567-e89b-12d3-a456-426614174000")
ENGLISH = msgspec.structs.replace(GROUP, languages=("en",))
"""The same, with a page in English alone: nothing wants to be translated."""


def series(text: str, record_id: str = "monthly-meeting") -> Series:
    """A series from the text of its file; title and since need not be said."""
    return _record(Series, {"title": "Meeting", **tomli.loads(text)}, record_id)


def event(text: str, record_id: str = "2026-12-03-event") -> Event:
    """An event from the text of its file; the title need not be said."""
    return _record(Event, {"title": "Event", **tomli.loads(text)}, record_id)


def _record(kind: type[R], values: dict[str, Any], record_id: str) -> R:
    return msgspec.convert({**values, "id": record_id}, kind, dec_hook=decode_hook)
