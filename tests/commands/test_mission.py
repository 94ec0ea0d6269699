"""``lacwg mission``."""

from __future__ import annotations

from pathlib import Path

from conftest import Run

SEED_MISSION = (
    "The focus of the Latin America and Caribbean Working Group is to stand in opposition to US regime change"
)


def test_mission(data: Path, run: Run) -> None:
    assert run("mission").out.startswith(SEED_MISSION)
    assert len(run("mission").out.splitlines()) == 1
    assert run("mission", "--section", "history").out.startswith("Massachusetts Peace Action members formed")
    assert "EFE/Miguel Gutierrez" in run("mission", "--section", "photo").out
    assert run("mission", "--json").json["formed"] == 2019
    assert run("mission", "--section", "poem").code == 2
    group = data / "group.toml"
    group.write_text(group.read_text().replace("[photo]", "[unused]").split("[unused]")[0])
    group.write_text(group.read_text() + '[photo]\nimage = "images/a.jpg"\ncredit = "Ana"\n')
    assert run("mission", "--json").json["photo"] == {"caption": None, "credit": "Ana"}
    nothing = run("mission", "--section", "photo")
    assert (nothing.code, "data/group.toml" in nothing.err) == (1, True)
