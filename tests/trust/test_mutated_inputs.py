"""Fifty thousand mutated inputs: none ends in anything but a record or an error of ours, soon and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
COUNTS = {"records": 8_000, "when": 18_000, "ics": 2_500, "csv": 4_000, "vcf": 17_500}
SECONDS, MEBIBYTES = 2.0, 300.0


def test_fifty_thousand_in_all() -> None:
    assert sum(COUNTS.values()) >= 50_000


@pytest.mark.parametrize("kind", COUNTS)
def test_mutated_inputs(kind: str) -> None:
    paths = os.pathsep.join(
        map(str, (HERE.parent, HERE.parent / "exporters", *filter(None, [os.environ.get("PYTHONPATH")])))
    )
    ran = subprocess.run(
        [sys.executable, str(HERE / "fuzzing.py"), kind, str(COUNTS[kind]), "20261124"],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    said = json.loads(ran.stdout)
    assert said["read"] == COUNTS[kind]
    assert said["refused"] < said["read"]
    assert said["longest"] < SECONDS
    assert said["peak"] < MEBIBYTES
