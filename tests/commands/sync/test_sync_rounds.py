"""Random rounds of two people's changes: both ends agree, and nothing is lost without being shown."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import Ran
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_folders import EVENT, MEETING, RALLY, Clone, hub_and_clones

from lacwg import app

VIGIL = "events/2026/2026-12-04-vigil.toml"
DATES = ("2027-01-13", "2027-02-10", "2027-03-10")
numbers = itertools.count()

key = st.sampled_from(["title", "place", "url", "description"])
operation = st.one_of(
    st.tuples(st.just("set"), st.sampled_from([RALLY, VIGIL]), key),
    st.tuples(st.just("remark"), st.sampled_from([RALLY, VIGIL, MEETING]), key),
    st.tuples(st.just("date"), st.sampled_from(DATES), st.sampled_from(["place", "url", "title"])),
    st.tuples(st.just("drop"), st.sampled_from(DATES), st.none()),
    st.tuples(st.just("remove"), st.sampled_from([RALLY, VIGIL]), st.none()),
    st.tuples(st.just("rename"), st.just(RALLY), st.sampled_from(["2026-12-05", "2026-12-06"])),
    st.tuples(st.just("new"), st.sampled_from(["contacts/zoe.toml", "events/2026/2026-12-24-carols.toml"]), key),
)
batch = st.lists(operation, max_size=4)


@pytest.fixture
def quiet(capfd: pytest.CaptureFixture[str]) -> Any:
    def run(*argv: str) -> Ran:
        capfd.readouterr()
        code = app.run(argv)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert app.UNFORESEEN not in err
        return Ran(code, out, err)

    return run


def short(name: str) -> str:
    """What stays of a record's id when it is renamed."""
    return Path(name).stem.removeprefix(Path(name).stem[:11] if name.startswith("events") else "")


def where(clone: Clone, name: str) -> str | None:
    """A record's file, under whatever name it has by now."""
    if clone.path(name).exists():
        return name
    found = [path for path in clone.root.glob("events/*/*.toml") if name == RALLY and "rally@x" in path.read_text()]
    return found[0].relative_to(clone.root).as_posix() if found else None


def done(clone: Clone, step: tuple[str, str, Any]) -> tuple[str, ...] | None:
    """Does a step by hand, and gives what must be found afterwards: the record's uid or id, and a text."""
    what, name, more = step
    value = f"v{next(numbers)}"
    if what in ("date", "drop"):
        head, *tables = clone.read(MEETING).split("\n[[exceptions]]\n")
        kept = [each for each in tables if name not in each]
        if what == "date":
            kept.append(f'date = {name}\n{more} = "{value}"\n')
        clone.write(MEETING, "\n[[exceptions]]\n".join([head, *(each.rstrip("\n") + "\n" for each in kept)]))
        return ("monthly-meeting", value) if what == "date" else None
    if what == "new":
        if clone.path(name).exists():
            return None
        fields = (
            f'name = "Zoe"\nrole = "{value}"\n'
            if "zoe" in name
            else f'title = "{value}"\nstart = 2026-12-24\nuid = "{value}"\n'
        )
        clone.write(name, fields)
        return short(name), value
    path = where(clone, name)
    if path is None:
        return None
    lines = clone.read(path).split("\n")
    if what == "remark":
        clone.write(path, "\n".join([f"# {value}", *lines]))
        return short(path), value
    if what == "remove":
        clone.remove(path)
        return None
    if what == "rename":
        target = f"events/2026/{more}-rally.toml"
        if target != path:
            clone.write(
                target, "\n".join(f"start = {more}T19:00:00" if each.startswith("start") else each for each in lines)
            )
            clone.remove(path)
        return short(target), more
    lines = [each for each in lines if not each.startswith(f"{more} =")]
    clone.write(path, "\n".join([f'{more} = "{value}"', *lines]))
    return short(path), value


def text_of(clone: Clone) -> str:
    return b"".join(clone.files.values()).decode()


def settled(clone: Clone, choose: str) -> set[str]:
    """Syncs, chooses one side of whatever clashes, and gives the records of which that was shown."""
    ran = clone.sync("--json")
    shown = {each["record"] for each in ran.json["conflicts"]} if ran.code else set()
    if ran.code:
        assert shown, ran.err
        ran = clone.sync("--json", *(part for each in sorted(shown) for part in (f"--{choose}", each)))
        assert ran.code == 0, ran.out + ran.err
    return shown | set(ran.json["notes"])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(batch, batch, st.sampled_from(["mine", "theirs"])), min_size=1, max_size=3))
def test_both_ends_agree_and_nothing_is_lost_unseen(quiet: Any, rounds: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        a, b = hub_and_clones(Path(directory), quiet)
        a.write(VIGIL, EVENT.replace("rally@x", "vigil@x").replace("Rally", "Vigil").replace("12-03", "12-04"))
        a.synced()
        b.synced()
        for ours, theirs, choose in rounds:
            marks = []
            for clone, steps in ((a, ours), (b, theirs)):
                before = text_of(clone)
                made = [done(clone, step) for step in steps]
                after = text_of(clone)  # without what it took back itself
                marks += [each for each in made if each is not None and each[1] in after and each[1] not in before]
            sequences = [
                tomli.loads(clone.read(name)).get("sequence", 0)
                for clone in (a, b)
                for name in [where(clone, RALLY)]
                if name
            ]
            shown = settled(a, choose) | settled(b, choose) | settled(a, choose)
            b.synced()
            assert a.files == b.files
            assert a.clean
            assert b.clean
            files = text_of(a)
            for record, mark in marks:
                assert mark in files or any(record in each or mark in each for each in shown), (record, mark, shown)
            path = where(a, RALLY)
            assert path is None or tomli.loads(a.read(path))["sequence"] >= max(sequences)
            for name, text in a.files.items():
                if name.endswith(".toml"):
                    tomli.loads(text.decode())
