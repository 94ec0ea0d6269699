"""Fifty thousand mutated inputs: none ends in anything but a record or an error of ours, soon and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
COUNTS = {"records": 8_000, "when": 20_500, "ics": 2_000, "csv": 2_000, "vcf": 17_500}
SECONDS, MEBIBYTES = 2.0, 300.0


def test_fifty_thousand_in_all() -> None:
    assert sum(COUNTS.values()) >= 50_000


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, float]]:
    """What one process that reads them all says of each kind."""
    paths = os.pathsep.join(
        map(str, (HERE.parent, HERE.parent / "exporters", *filter(None, [os.environ.get("PYTHONPATH")])))
    )
    counts = [f"{kind}={count}" for kind, count in COUNTS.items()]
    ran = subprocess.run(
        [sys.executable, str(HERE / "fuzzing.py"), "20261124", *counts],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    said: dict[str, dict[str, float]] = json.loads(ran.stdout)
    return said


@pytest.mark.parametrize("kind", COUNTS)
def test_mutated_inputs(reports: dict[str, dict[str, float]], kind: str) -> None:
    said = reports[kind]
    assert said["read"] == COUNTS[kind]
    assert said["refused"] < said["read"]
    assert said["longest"] < SECONDS
    assert said["peak"] < MEBIBYTES
