"""What is kept between two builds of the page: where, for whom, and that nothing that is broken is used."""

from __future__ import annotations

import multiprocessing
import os
import stat
import tempfile
from pathlib import Path

import pytest
from conftest import tree
from hypothesis import given
from hypothesis import strategies as st

from lacwg.store import site_memo
from lacwg.store.folder import Folder

posix = pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A data folder, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "data").mkdir()
    return Folder(tmp_path / "data")


def filled(kept: site_memo.Kept) -> site_memo.Kept:
    kept.units = {b"digest": b"<html>", b"": b"\x00\xff"}
    kept.withheld = frozenset([b"1", b"2"])
    kept.words, kept.digits = ["cuba", "ñ"], ["6175551234"]
    return kept


def file_of(folder: Folder) -> Path:
    (found,) = (folder.root.parent / "cache").rglob("*.msgpack")
    return found


def test_it_comes_back(folder: Folder) -> None:
    output = folder.root.parent / "public"
    kept = site_memo.load(folder, output)
    assert (kept.units, kept.withheld, len(kept.salt)) == ({}, frozenset(), 16)
    assert site_memo.load(folder, output).salt != kept.salt
    site_memo.save(folder, output, filled(kept))
    assert site_memo.load(folder, output) == kept
    assert tree(folder.root) == {}
    assert not output.exists()


bytes_ = st.binary(max_size=20)
texts = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4)


@given(st.dictionaries(bytes_, bytes_), st.frozensets(bytes_), texts, texts, bytes_)
def test_anything_comes_back(
    units: dict[bytes, bytes], withheld: frozenset[bytes], words: list[str], digits: list[str], salt: bytes
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", name)
        folder, output = Folder(Path(name) / "data"), Path(name) / "public"
        kept = site_memo.load(folder, output)
        kept.units, kept.withheld, kept.words, kept.digits, kept.salt = units, withheld, words, digits, salt
        site_memo.save(folder, output, kept)
        assert site_memo.load(folder, output) == kept


def test_each_pair_of_folders_has_its_own(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site_memo.save(folder, tmp_path / "public", filled(site_memo.load(folder, tmp_path / "public")))
    assert not site_memo.load(folder, tmp_path / "other").units
    assert not site_memo.load(Folder(tmp_path / "data2"), tmp_path / "public").units
    monkeypatch.chdir(tmp_path)  # however it is typed
    assert site_memo.load(Folder(Path("data")), Path("data/../public")).units


def test_another_version_counts_for_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    output = folder.root.parent / "public"
    site_memo.save(folder, output, filled(site_memo.load(folder, output, "2026f")))
    assert site_memo.load(folder, output, "2026f").units
    assert not site_memo.load(folder, output, "2026g").units
    monkeypatch.setattr(site_memo, "_program", lambda: "another program")
    assert not site_memo.load(folder, output, "2026f").units


def test_the_program_is_known_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    page = tmp_path / "site" / "home.html"
    page.write_text("a")
    monkeypatch.setattr("lacwg.__file__", str(tmp_path / "__init__.py"))
    told = set()
    for change in (page.touch, lambda: page.write_text("ab"), lambda: os.utime(page, (1, 1)), page.unlink):
        change()
        site_memo._program.cache_clear()
        told.add(site_memo._program())
    site_memo._program.cache_clear()
    assert len(told) == 4


@pytest.mark.parametrize("broken", ["empty", "cut", "zeros", "one bit", "text", "folder", "nested", "pipe"])
def test_a_broken_file_counts_for_nothing(folder: Folder, broken: str) -> None:
    output = folder.root.parent / "public"
    kept = filled(site_memo.load(folder, output))
    site_memo.save(folder, output, kept)
    path = file_of(folder)
    data = path.read_bytes()
    changed = {
        "empty": b"", "cut": data[:-3], "zeros": bytes(len(data)), "text": b"hello", "nested": b"\x91" * 100_000,
        "one bit": data.replace(b"<html>", b"<htmm>"), "folder": b"", "pipe": b"",
    }[broken]  # fmt: skip
    if broken == "folder":
        path.unlink()
        path.mkdir()
    elif broken == "pipe":  # nobody writes into it: who waited would wait for ever
        if os.name == "nt":
            pytest.skip("pipes are no files there")
        path.unlink()
        os.mkfifo(path, 0o600)
    else:
        path.write_bytes(changed)
    found = site_memo.load(folder, output)
    assert (found.units, found.version) == ({}, kept.version)
    site_memo.save(folder, output, filled(found))
    assert bool(site_memo.load(folder, output).units) == (broken != "folder")


def test_a_file_that_is_too_large_is_neither_written_nor_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    output = folder.root.parent / "public"
    kept = filled(site_memo.load(folder, output))
    site_memo.save(folder, output, kept)
    monkeypatch.setattr(site_memo, "LARGEST", file_of(folder).stat().st_size)
    assert site_memo.load(folder, output) == kept
    kept.words.append("a")
    site_memo.save(folder, output, kept)
    assert site_memo.load(folder, output).words == kept.words[:-1]
    monkeypatch.setattr(site_memo, "LARGEST", file_of(folder).stat().st_size - 1)
    assert not site_memo.load(folder, output).units


@posix
def test_it_is_for_the_user_alone(folder: Folder) -> None:
    output = folder.root.parent / "public"
    before = os.umask(0)
    try:
        site_memo.save(folder, output, filled(site_memo.load(folder, output)))
    finally:
        os.umask(before)
    path = file_of(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    assert not site_memo.load(folder, output).units


@pytest.mark.parametrize("step", ["mkdir", "replace", "unlink", "open"])
def test_where_it_cannot_be_kept_nothing_happens(folder: Folder, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    output = folder.root.parent / "public"
    kept = filled(site_memo.load(folder, output))

    def failing(*given: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os if step == "open" else Path, step, failing)
        site_memo.save(folder, output, kept)
    assert not site_memo.load(folder, output).units
    site_memo.save(folder, output, kept)
    assert site_memo.load(folder, output) == kept
    assert [path for path in file_of(folder).parent.iterdir() if path.name.startswith(".")] == []


def test_a_path_that_is_none(folder: Folder) -> None:
    site_memo.save(folder, Path("a\0b"), filled(site_memo.load(folder, Path("a\0b"))))
    assert not site_memo.load(folder, Path("a\0b")).units


def test_what_is_no_longer_built_goes(folder: Folder, tmp_path: Path) -> None:
    outputs = [tmp_path / f"public{number}" for number in range(site_memo.MOST + 2)]
    for number, output in enumerate(outputs):
        site_memo.save(folder, output, filled(site_memo.load(folder, output)))
        os.utime(site_memo._path(folder, output), (number, number))
    (tmp_path / "cache" / "lacwg" / "site" / ".x.msgpack.999999999.tmp").touch()
    site_memo.save(folder, outputs[-1], filled(site_memo.load(folder, outputs[-1])))
    assert [bool(site_memo.load(folder, each).units) for each in outputs] == [False] * 2 + [True] * site_memo.MOST
    assert not list((tmp_path / "cache").rglob("*.tmp"))


def _builds(root: str, number: int) -> None:
    folder, output = Folder(Path(root) / "data"), Path(root) / "public"
    for _ in range(30):
        kept = site_memo.load(folder, output)
        assert set(kept.units.values()) in (set(), {b"0" * 50_000}, {b"1" * 50_000}), "of two builds"
        kept.units = {bytes([each]): str(number).encode() * 50_000 for each in range(5)}
        site_memo.save(folder, output, kept)


def test_two_builds_at_once(folder: Folder, tmp_path: Path) -> None:
    several = multiprocessing.get_context("spawn")
    both = [several.Process(target=_builds, args=(str(tmp_path), number)) for number in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [each.exitcode for each in both] == [0, 0]
    assert len(site_memo.load(folder, tmp_path / "public").units) == 5
    assert not list((tmp_path / "cache").rglob("*.tmp"))
