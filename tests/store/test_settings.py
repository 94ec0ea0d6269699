"""A person's own settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from lacwg.store.settings import Settings, read_settings, settings_path


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("LACWG_CONFIG", str(path))
    return path


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    found = read_settings()
    assert found.settings == Settings()
    assert found.path == tmp_path / "user-config/lacwg/config.toml"


def test_a_file_that_is_nothing_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_CONFIG", "/dev/null")
    assert read_settings().settings == Settings()


@pytest.mark.parametrize("text", ["", "\n \n", "# name = 'Ana'\n\n  # more\n", "\ufeff# x\n"])
def test_comments_alone_set_nothing(config: Path, text: str) -> None:
    config.write_text(text)
    assert read_settings().settings == Settings()


def test_the_home_directory_may_be_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LACWG_CONFIG", "~/mine.toml")
    assert settings_path() == tmp_path / "mine.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Ana"\nnmae = "Ana"\n', 'mine.toml, line 2: unknown key "nmae"\n  did you mean "name"?'),
        ('\n[publish]\nusr = "ana"\n', 'mine.toml, line 3: unknown key "usr" in [publish]\n  did you mean "user"?'),
        ('[publish]\npassword = "x"\n', 'mine.toml, line 2: unknown key "password" in [publish]'),
        ("limit = 0\n", "mine.toml, line 1: "),
        ('limit = "3"\n', 'mine.toml, line 1: "limit" is text'),
        ('color = "allways"\n', 'did you mean "always"?'),
        ('language = "de"\n', 'mine.toml, line 1: "language" cannot be "de"'),
        ('name = " "\n', 'mine.toml, line 1: "name" is empty'),
        ('name = "Ana\n', "mine.toml, line 1: this is not TOML"),
        ('zones = ["America/Havanna"]\n', "mine.toml, line 1: "),
        ('folder = "/nowhere/at/all"\n', "/nowhere/at/all is not a data folder: it has no group.toml (config.toml)"),
    ],
)
def test_what_is_no_setting_is_named_with_its_line(
    config: Path, run: Run, text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config.write_text(text)
    wrong = run("meetings", "next")
    assert wrong.code == 1
    assert wrong.err.startswith("error: ")
    assert said in wrong.err


@pytest.mark.parametrize("what", ["missing", "folder", "bytes"])
def test_a_file_that_is_named_must_be_one(config: Path, run: Run, what: str) -> None:
    if what == "folder":
        config.mkdir()
    elif what == "bytes":
        config.write_bytes(b"name = '\xff'\n")
    wrong = run("meetings", "next")
    assert (wrong.code, wrong.out) == (1, "")
    assert "mine.toml" in wrong.err


def test_what_is_set_is_heeded(data: Path, config: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text(
        f'name = "Ana Pérez"\nfolder = "{data}"\nzones = ["Europe/Madrid", "Asia/Tokyo"]\nlimit = 3\n'
        'color = "always"\nlanguage = "es"\n'
    )
    monkeypatch.chdir("/")
    assert len(run("meetings", "list", "--plain").lines) == 3
    assert len(run("meetings", "list", "--plain", "-n", "2").lines) == 2
    assert len(run("meetings", "hours", "--json").json) == 3
    assert run("meetings", "next").out.startswith("\x1b[1m")
    assert not run("meetings", "next", "--color", "never").out.startswith("\x1b")
    assert "Madrid" in run("meetings", "list").out
    assert set(run("meetings", "next", "--json").json["in"]) == {"Europe/Madrid", "Asia/Tokyo"}
    assert set(run("meetings", "next", "--json", "--in", "America/Havana").json["in"]) == {"America/Havana"}
    assert "Tokyo" in run("meetings", "hours").out
    assert "Havan" not in run("meetings", "hours").out
    assert run("meetings", "announce", "--json").json["language"] == "es"
    assert run("meetings", "announce", "--lang", "fr", "--json").json["language"] == "fr"
    assert "Tok" not in run("meetings", "announce").out
    assert run("meetings", "cancel", "next", "--reason", "snow").code == 0
    assert "Ana Pérez" in run("log").out
    monkeypatch.setenv("LACWG_USER", "Yoav")
    assert run("meetings", "restore", "2026-12-09").code == 0
    assert run("log", "-n", "1", "--json").json[0]["who"] == "Yoav"


def test_a_folder_that_is_near_comes_before_the_usual_one(data: Path, config: Path, run: Run, tmp_path: Path) -> None:
    config.write_text(f'folder = "{tmp_path / "elsewhere"}"\n')
    assert run("meetings", "next").code == 0


def test_the_pager_may_be_none(data: Path, config: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    config.write_text('pager = "true"\n')
    assert run("meetings", "list", "-n", "200").out == ""
    config.write_text('pager = ""\n')
    assert run("meetings", "list", "-n", "200").out
    monkeypatch.setenv("PAGER", "true")
    assert run("meetings", "list", "-n", "200").out == ""
