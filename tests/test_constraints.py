"""The lock: what the README's test command and ``.ci/run`` install has one version each, and one that will do."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
import tomli
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lacwg import __version__

ROOT = Path(__file__).parent.parent
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]
ASKED = [*PROJECT["dependencies"], *(each for extra in PROJECT["optional-dependencies"].values() for each in extra)]
LOCKED = {
    canonicalize_name(line.partition("==")[0]): line.partition("==")[2].partition(" ")[0]
    for line in (ROOT / "tests" / "constraints.txt").read_text().splitlines()
    if line and not line.lstrip().startswith("#")
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_dependency_is_locked_to_a_version_that_will_do(asked: str) -> None:
    requirement = Requirement(asked)
    version = LOCKED.get(canonicalize_name(requirement.name))
    renewed = "renew tests/constraints.txt: the command stands at its top"
    assert version is not None, f"{requirement.name} is not locked; {renewed}"
    assert requirement.specifier.contains(version, prereleases=True), f"{asked}: {version} is locked; {renewed}"


def test_every_line_of_the_lock_names_one_version() -> None:
    assert len(LOCKED) > len(ASKED)
    assert all(LOCKED.values())


def test_what_the_package_says_of_itself_stands_in_one_place() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert metadata.version("lacwg") == __version__
    typed = "Typing :: Typed" in PROJECT["classifiers"]
    assert typed == (ROOT / "lacwg" / "py.typed").exists()
