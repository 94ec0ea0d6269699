"""Pictures of events: taken from the folder, from the web, or copied into the folder with the record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.store.history import transaction

PNG = b"\x89PNG\r\n\x1a\nrest"
ADD = ["events", "add", "Vigil", "--start", "2026-12-05"]
VIGIL = "2026-12-05-vigil"


@pytest.fixture
def picture(data: Path) -> Path:
    path = data.parent / "my picture.PNG"
    path.write_bytes(PNG)
    return path


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"GIF89a", "gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp")],
)
def test_a_file_is_copied_under_the_events_id(data: Path, run: Run, content: bytes, suffix: str) -> None:
    (data.parent / "x.dat").write_bytes(content)
    added = run(*ADD, "--image", "x.dat")
    assert added.code == 0
    assert "--alt" in added.err
    assert (data / f"images/{VIGIL}.{suffix}").read_bytes() == content
    assert run("events", "show", "vigil", "--json").json["image"] == f"images/{VIGIL}.{suffix}"
    assert run("check").code == 0


def test_all_that_belongs_to_a_picture_is_shown(data: Path, run: Run, picture: Path) -> None:
    texts = ["--alt", "A crowd with candles", "--caption", "On the Common", "--credit", "Ana"]
    added = run(*ADD, "--image", str(picture), *texts)
    assert (added.code, added.err) == (0, "")
    assert (
        f"Picture   On the Common\n          images/{VIGIL}.png\n          Shows: A crowd with candles\n"
        "          By: Ana\n"
    ) in run("events", "show", "vigil").out


def test_one_in_the_folder_or_on_the_web_is_taken_as_it_is(data: Path, run: Run) -> None:
    (data / "images").mkdir()
    (data / "images/a.png").write_bytes(PNG)
    before = tree(data / "images")
    run(*ADD)
    for typed in ("images/a.png", "data/images/a.png", str(data / "images/a.png")):
        assert run("events", "edit", "vigil", "--image", "").code == 0
        assert run("events", "edit", "vigil", "--image", typed, "--json").json["image"] == "images/a.png"
    link = "https://example.org/a.png"
    assert run("events", "edit", "vigil", "--image", link, "--alt", "A", "--json").json["image"] == link
    assert tree(data / "images") == before
    none = run("events", "edit", "vigil", "--image", "", "--json").json
    assert (none["image"], none["alt"]) == (None, None)


def test_another_picture_leaves_the_one_before(data: Path, run: Run, picture: Path) -> None:
    run(*ADD, "--image", str(picture), "--alt", "A crowd")
    picture.write_bytes(PNG + b"2")
    edited = run("events", "edit", "vigil", "--image", str(picture))
    assert 'its description the one before: "A crowd"' in edited.err
    assert f"nothing else uses it: data/images/{VIGIL}.png" in edited.err
    assert run("events", "show", "vigil", "--json").json["image"] == f"images/{VIGIL}-2.png"
    same = run("events", "edit", "vigil", "--image", str(picture), "--place", "X")
    assert same.code == 0
    assert len(list((data / "images").iterdir())) == 2


def test_a_new_day_and_a_new_picture_at_once(data: Path, run: Run, picture: Path) -> None:
    run(*ADD)
    assert run("events", "edit", "vigil", "--image", str(picture), "--start", "2027-01-02").code == 0
    assert [each.name for each in (data / "images").iterdir()] == ["2027-01-02-vigil.png"]
    copied = run("events", "copy", "vigil", "--start", "2027-02-06", "--json").json
    assert copied["image"] == "images/2027-01-02-vigil.png"
    run("events", "remove", "2027-01-02")
    assert (data / "images/2027-01-02-vigil.png").exists()
    assert "nothing else uses it" in run("events", "remove", "2027-02-06").err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("../../etc/passwd", "cannot be read"),
        ("images/../../../../../../../../etc/passwd", "picture"),
        ("/etc/passwd", "is not a picture"),
        ("images/no.png", "cannot be read"),
        ("data", "cannot be read"),
        ("a.svg", "is not a picture"),
        ("large.png", "larger than 10 MiB"),
        ("pipe", "is not a picture"),
        ("x" * 5000, "cannot be read"),
        ("\x1b[31m", "cannot be read"),
        ("http://example.org/a.png", "https://"),
        ("file:///etc/passwd", "does not begin with https://"),
        ("https://zoom.us/j/1", "--image is for everybody"),
    ],
)
def test_what_is_no_picture_is_refused(data: Path, run: Run, typed: str, said: str) -> None:
    run(*ADD)
    (data.parent / "a.svg").write_text("<svg/>")
    with (data.parent / "large.png").open("wb") as large:
        large.write(PNG)
        large.truncate((10 << 20) + 1)
    os.mkfifo(data.parent / "pipe")
    before = tree(data)
    for argv in (["events", "edit", "vigil"], ["events", "add", "Other", "--start", "2026-12-06"]):
        refused = run(*argv, "--image", typed)
        assert (refused.code, said in refused.err) == (2, True), refused.err
        assert "\x1b" not in refused.err
    assert tree(data) == before


@pytest.mark.parametrize("argv", [ADD, ["events", "edit", "cuba", "--place", "X"]])
def test_on_failure_nothing_is_left(
    data: Path, run: Run, picture: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    before = tree(data)
    real = transaction.replace_file

    def failing(path: Path, content: str | bytes, **options: bool) -> None:
        if path.suffix == ".png":
            real(path, content[:3], **options)
            raise OSError(28, "No space left on device")
        real(path, content, **options)

    monkeypatch.setattr(transaction, "replace_file", failing)
    failed = run(*argv, "--image", str(picture))
    assert (failed.code, "No space left" in failed.err) == (1, True)
    assert tree(data) == before


def test_dry_run_copies_nothing(data: Path, run: Run, picture: Path) -> None:
    before = tree(data)
    assert run(*ADD, "--image", str(picture), "--dry-run").code == 0
    assert run("events", "edit", "cuba", "--image", str(picture), "--dry-run").code == 0
    assert tree(data) == before
