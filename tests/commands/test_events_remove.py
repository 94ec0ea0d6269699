"""``lacwg events remove``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from haiti_event import OLD, TEXT, write

from lacwg import run as this_run

pytestmark = pytest.mark.usefixtures("yoav")


def test_remove(data: Path, run: Run) -> None:
    path = write(data, TEXT.replace("issues", 'image = "images/x.png"\nissues'))
    (data / "images").mkdir()
    (data / "images/x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    removed = run("events", "remove", "haiti")
    assert (removed.code, path.exists()) == (0, False)
    assert "simply lose it" in removed.out
    assert "nothing else uses it: data/images/x.png" in removed.err
    assert (data / "images/x.png").exists()
    assert run("events", "remove", "haiti").code == 1
    refused = run("events", "remove", "vigil/2026-12-05")
    assert (refused.code, "lacwg events cancel vigil/2026-12-05" in refused.err) == (2, True)


@pytest.mark.parametrize(("answer", "gone"), [(True, True), (False, False)])
def test_remove_asks_once_on_a_terminal(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answer: bool, gone: bool
) -> None:
    path = write(data)
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr(this_run.Run, "interactive", True)
    monkeypatch.setattr("typer.confirm", confirm)
    ran = run("events", "remove", "haiti")
    assert (ran.code, asked, path.exists()) == (0, [f"Haiti ({OLD})?"], not gone)
    assert f"lacwg events cancel {OLD}" in ran.err
    if not gone:
        assert run("events", "remove", "haiti", "--yes").code == 0
        assert (len(asked), path.exists()) == (1, False)
