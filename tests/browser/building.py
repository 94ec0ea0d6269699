"""The sites that are looked at, each built once by the command line, however many processes look at them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import folders
import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
NOW = "2026-11-24T12:00"


class Site(NamedTuple):
    """A folder of built pages and the path below which a server shows them."""

    folder: Path
    base: str


def sites(factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The group's own page, one full of everything that stands below a path, one of a bare group, one of many events."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place, address = shared / "sites", "https://example.org/la/"
    with FileLock(shared / "sites.lock"):
        if not place.exists():
            making = shared / "sites.new"
            folders.full(making / "full-data")
            folders.bare(making / "bare-data")
            folders.many(making / "many-data")
            _build(making, ROOT / "tests/records", "own")
            _build(making, making / "full-data", "full", "--base-url", address)
            _build(making, making / "bare-data", "bare")
            _build(making, making / "many-data", "many")
            making.rename(place)
    return {each: Site(place / each, "/la/" if each == "full" else "/") for each in ("own", "full", "bare", "many")}


def _build(place: Path, data: Path, name: str, *more: str) -> None:
    environment = {**os.environ, "LACWG_NOW": NOW, "XDG_CACHE_HOME": str(place / "cache"), "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-m", "lacwg", "site", "build", "--data", str(data), "-o", str(place / name), *more]
    ran = subprocess.run(argv, env=environment, cwd=place, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "The page is without" not in ran.stderr, ran.stderr  # a picture that is left out is not looked at
