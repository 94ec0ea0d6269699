"""A group's own clock and country: ``clock`` and ``country`` in group.toml, wherever an hour is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Run


def keyed(data: Path, **keys: str) -> None:
    """Puts keys into the group's file in place of those that are there."""
    group = data / "group.toml"
    kept = [each for each in group.read_text().splitlines(True) if each.split(" ")[0] not in keys]
    group.write_text("".join([*(f'{key} = "{value}"\n' for key, value in keys.items()), *kept]))


@pytest.mark.parametrize(
    ("keys", "hour"),
    [
        ({}, "5:00 PM EST"),
        ({"clock": "24"}, "17:00 EST"),
        ({"country": "GB"}, "17:00 EST"),
        ({"country": "GB", "clock": "12"}, "5:00 PM EST"),
        ({"language": "es"}, "5:00 p.m. EST"),  # as in the United States and most of Latin America
        ({"language": "es", "country": "ES"}, "17:00 EST"),
        ({"language": "es-AR", "country": "AR"}, "17:00 EST"),
        ({"language": "es", "country": "MX"}, "5:00 p.m. EST"),
        ({"language": "es", "timezone": "Europe/Madrid"}, "17:00 CET"),
        ({"language": "es", "timezone": "Europe/Madrid", "clock": "12"}, "5:00 p.m. CET"),
        ({"language": "pt", "timezone": "America/Sao_Paulo"}, "17:00 UTC-3"),
        ({"language": "pt", "clock": "12"}, "5:00 PM EST"),
        ({"language": "fr", "timezone": "Europe/Paris"}, "17:00 CET"),
        ({"language": "fr", "timezone": "Europe/Paris", "clock": "12"}, "5:00 PM CET"),
        ({"language": "ht"}, "5:00 PM EST"),
        ({"language": "ht", "clock": "24"}, "17:00 EST"),
        ({"language": "ca", "timezone": "Europe/Madrid"}, "17:00 CET"),  # told in English, as Spain has hours
    ],
)
def test_hours_are_told_as_the_group_has_them(data: Path, run: Run, keys: dict[str, str], hour: str) -> None:
    keyed(data, **keys)
    assert f"· {hour}" in run("meetings", "next").out
    hour, _, zone = hour.rpartition(" ")  # whose hour it is stands before it, where that is not English
    told = rf"{re.escape(hour)} (\(\w.+, )?{zone}\b"
    assert re.search(f"· {told}", run("meetings", "announce").out)
    assert re.search(rf"{told}\)?$", run("meetings", "announce", "--json").json["subject"])


def test_the_page_has_the_groups_clock_in_its_own_language_alone(data: Path, run: Run, tmp_path: Path) -> None:
    keyed(data, language="es", timezone="Europe/Madrid")
    assert run("site", "build", "-o", str(tmp_path / "page")).code in (0, 1)
    own, english = ((tmp_path / "page" / each).read_text() for each in ("index.html", "en/index.html"))
    assert "17:00 (hora de Madrid, CET)" in own
    assert "5:00\u00a0PM CET" in english


@pytest.mark.parametrize("typed", ["19:30", "7:30pm", "7:30 p. m.", "19h30"])
@pytest.mark.parametrize("clock", ["12", "24"])
def test_both_clocks_can_be_typed(data: Path, run: Run, typed: str, clock: str) -> None:
    keyed(data, clock=clock)
    added = run("events", "add", "Film", "--start", f"2026-12-03 {typed}", "--json")
    assert added.json["start"] == "2026-12-03T19:30:00-05:00"


def test_messages_about_the_groups_hours_have_its_clock(data: Path, run: Run) -> None:
    keyed(data, clock="24")
    run("events", "add", "Film", "--start", "2026-12-09 17:30", "--end", "18:30")
    assert "5:30" not in run("meetings", "list").out
    assert "17:30" in run("meetings", "explain", "2026-12-09").out
    assert ", 12:00 ·" in run("log").out
    assert '"Film" (17:30–18:30 EST)' in run("check").out or "(17:00 EST)" in run("check").out


def test_a_country_that_there_is_none_is_named(data: Path, run: Run) -> None:
    keyed(data, country="XX")
    assert run("meetings", "next").code == 0
    assert 'I101  there is no country "XX"' in run("check").out


def test_an_older_folder_is_told_once_how_to_keep_its_zones(data: Path, run: Run) -> None:
    assert "zones" not in run("check").err
    group = data / "group.toml"
    text = group.read_text()
    start = text.index("zones = [")
    older = text[:start] + text[text.index("]\n", start) + 2 :]
    older = older.replace("cae6f5a6", "cae6f5a7")
    group.write_text(older)
    assert run("check", "--json").err == ""
    told = run("check").err
    assert '"America/Havana", "America/Mexico_City"' in told
    assert run("check").err == ""
    # what it says can be pasted
    keys = told[told.index("zones = [") : told.index("]") + 1]
    group.write_text(f"{keys}\n{older}")
    assert "Elsewhere" in run("meetings", "announce").out
