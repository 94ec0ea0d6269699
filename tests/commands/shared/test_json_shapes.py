"""What ``--json`` prints is what the JSON Schema says, of every command that it describes."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import jsonschema
import msgspec
import pytest
from conftest import DATA, Run

from lacwg import app
from lacwg.commands.shared.json_shapes import SHAPES, VERSION, schema

SCHEMA = schema()
STEPS = {
    "": [""],
    "meetings next": ["meetings next --in America/Havana"],
    "meetings list": ["meetings list -n 3 --in Asia/Tokyo"],
    "meetings rsvp": ["meetings rsvp next --yes 'Yoav and John' --maybe ben"],
    "meetings show": ["meetings show next --private"],
    "meetings move": ["meetings move 2026-12-09 --to 2026-12-10 --reason snow"],
    "meetings edit": ["meetings edit next --place Hall --join-url https://zoom.us/j/1 --note x"],
    "meetings explain": ["meetings explain 2026-11-11"],
    "meetings hours": ["meetings hours -n 2"],
    "meetings announce": ["meetings announce"],
    "events show": ["events show haiti"],
    "events rsvp": ["events rsvp haiti --no yoav"],
    "events list": ["events list --all"],
    "events move": ["events move haiti --to 'Dec 4'"],
    "events edit": ["events edit haiti --title A --lang es --json", "events edit haiti --description B"],
    "events announce": ["events announce haiti"],
    "meetings announce --send": ["meetings announce --test me@example.org --dry-run"],
    "events announce --send": ["events announce haiti --test me@example.org --intro Hi --dry-run"],
    "agenda add": ["agenda add 'Plan the webinar' --minutes 150 --who Yoav --issue haiti"],
    "agenda prepare": ["agenda prepare"],
    "agenda show": ["agenda show"],
    "agenda show --send": ["agenda show --send members --dry-run"],
    "minutes export --send": ["minutes export 2026-11-11 --send lea --dry-run"],
    "actions list --send": ["actions list --send members --dry-run"],
    "agenda reorder": ["agenda reorder 1"],
    "agenda remove": ["agenda remove 1"],
    "minutes start": ["minutes start 2026-11-11"],
    "minutes edit": ["minutes edit 2026-11-11 --present 'Yoav, Ana' --regrets John --decision A --for 3 --notes B"],
    "minutes show": ["minutes show 2026-11-11"],
    "minutes attendance": ["minutes attendance 2026-11-11 --guests 3"],
    "duties add": ["duties add doors --count 2"],
    "duties list": ["duties list"],
    "duties plan": ["duties plan --to 2027-03-01"],
    "duties assign": ["duties assign next notes Ana"],
    "duties clear": ["duties clear next"],
    "actions add": ["actions add 'Ask the hall' --who Ana --due 2026-11-20"],
    "actions list": ["actions list"],
    "actions done": ["actions done aaaa"],
    "actions drop": ["actions drop aaab --reason closed"],
    "minutes approve": ["minutes approve 2026-10-14 --at 2026-11-11"],
    "minutes export": [
        "minutes export 2026-11-11 --audience members",
        "minutes export 2026-11-11 --audience members -o x.md",
    ],
    "agenda export": [
        "agenda export --audience members",
        "agenda export --audience members --format pdf -o x.pdf",
    ],
    "print flyer": ["print flyer next"],
    "print agenda": ["print agenda"],
    "print minutes": ["print minutes 2026-11-11"],
    "print sign-in": ["print sign-in"],
    "print calendar": ["print calendar"],
    "print contacts": ["print contacts --list members"],
    "print duties": ["print duties"],
    "contacts add": ["contacts add Beto --email beto@example.org --note x"],
    "contacts edit": ["contacts edit john-ratliff --phone 617-555-0100 --language es"],
    "contacts show": ["contacts show yoav --private"],
    "contacts list": ["contacts list"],
    "issues add": ["issues add Chile --country CL --bill 'An act' --number 'H.R. 1' --ask 'Support it'"],
    "issues edit": ["issues edit cuba --stance A", "issues edit cuba --lang es --stance B"],
    "issues show": ["issues show haiti", "issues show honduras --private"],
    "issues list": ["issues list"],
    "series list": ["series list"],
    "series show": ["series show monthly-meeting --private"],
    "search": ["search haiti"],
    "calendar": ["calendar 2026-11", "calendar 2026-12"],
    "remind": ["remind"],
    "remind --schedule": ["remind --schedule"],
    "remind --send": ["remind --send lea --dry-run"],
    "report": ["report", "report 2026 --audience public"],
    "handover": ["handover"],
    "check": ["check", "check --fix --dry-run"],
    "check --explain": ["check --explain V101"],
    "log": ["log", "log --private"],
    "undo": ["undo"],
    "meetings add": ["meetings add 'Jan 20' --reason x"],
    "meetings cancel": [
        "meetings cancel next --reason x",
        "meetings cancel --from 2027-01-01 --to 2027-03-01 --reason x",
    ],
    "meetings restore": ["meetings cancel 2027-02-10 --reason x", "meetings restore 2027-02-10"],
    "meetings change": ["meetings change --from 2027-03-01 --at 6pm"],
    "events add": ["events add A --start 2026-12-05", "events add B --start 2026-12-05 --repeat 'every Saturday'"],
    "events copy": ["events copy haiti --start 2027-01-07"],
    "events cancel": ["events cancel haiti --reason x"],
    "events restore": ["events restore haiti"],
    "events remove": ["events remove rally"],
    "series add": ["series add Vigil --rule 'every Saturday'"],
    "series edit": ["series edit monthly-meeting --place Hall"],
    "series rename": ["series rename monthly-meeting monthly"],
    "series end": ["series end monthly-meeting --on 2027-06-01"],
    "series remove": ["series remove walk"],
    "contacts remove": ["contacts remove ben --dry-run"],
    "contacts forget": ["contacts forget yoav --dry-run"],
    "issues remove": ["issues remove cuba --unlink"],
    "mission": ["mission", "mission --lang es"],
    "import ics": ["import ics dates.ics --dry-run"],
    "import csv": [
        "import csv events.csv --dry-run --map What=title --map When=start --map Until=end --map Where=place"
    ],
    "import vcf": ["import vcf people.vcf --dry-run"],
    "import replies": ["import replies dates.ics --dry-run"],
    "import json": ["import json all.json --dry-run"],
    "site build": ["site build -o page --dry-run"],
    "site publish": ["site publish --remote page.git --dry-run"],
    "sync": ["sync --dry-run"],
    "init": ["init new --name G --timezone America/New_York"],
    "config": ["config"],
    "help": ["help start"],
    "help --search": ["help --search holiday"],
    "version": ["version"],
}
SETUP = [
    "events add Haiti --start 'Dec 3 7pm' --duration 1h --issue haiti --speaker 'Ana: a poet' --join-url https://zoom.us/j/2",
    "events add Rally --start 2026-12-24",
    "minutes start 2026-10-14",
    "minutes start 2026-11-11",
    "actions add One --who Yoav",
    "actions add Two --who Ana --issue haiti",
    "agenda add First",
    "minutes edit 2026-11-11 --audience members",
    "minutes edit 2026-12-09 --audience members",
    "contacts add Ben",
    "meetings rsvp next --no Yoav",
    "duties add notes --from Yoav",
    "series add Walk --rule 'every Sunday' --kind event --since 2026-12-01",
    "actions add Three --who Lea --due 2026-11-25 --meeting 2026-11-11",
    "minutes edit 2026-12-09 --audience members",
    "export json --audience members -o all.json",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shapes")


@pytest.fixture
def filled(place: Path, run: Run, letters: None, yoav: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with something of everything. It is made once; then each test has it anew, in the same place."""
    here, kept = place / "here", place / "kept"
    for name in ("data", "config", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(here / f"user-{name}"))
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(kept if kept.exists() else DATA, here if kept.exists() else here / "data")
    monkeypatch.chdir(here)
    if not kept.exists():
        _fill(here / "data", run)
        shutil.copytree(here, kept)
    return here / "data"


def _fill(data: Path, run: Run) -> None:
    (data / "contacts" / "lea.toml").write_text('name = "Lea"\nemail = "lea@example.org"\nlists = ["members"]\n')
    for line in SETUP:
        assert run(*shlex.split(line)).code == 0
    with (data / "group.toml").open("a") as file:
        file.write('[mail]\nfrom = "info@example.org"\n[lists.members]\naudience = "members"\n')
    with (data / "contacts" / "ben.toml").open("a") as file:
        file.write('lists = ["members"]\n')
    shutil.copytree(Path(__file__).parents[2] / "manual_files", data.parent, dirs_exist_ok=True)
    subprocess.run(["git", "init", "-q", str(data)], check=True)
    subprocess.run(["git", "init", "-q", "--bare", "page.git"], check=True)


def validator(command: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{command.replace(' ', '-') or 'lacwg'}"})


@pytest.mark.parametrize("command", STEPS)
def test_what_is_printed_is_as_the_schema_says(filled: Path, run: Run, command: str) -> None:
    """By JSON Schema, and by the types: no key is printed that they lack."""
    for line in STEPS[command]:
        printed = run(*shlex.split(line), "--json")
        assert printed.code in (0, 1), printed.err
        msgspec.convert(printed.json, SHAPES[command])
        validator(command).validate(printed.json)
        if isinstance(printed.json, list):
            assert printed.json
        for told in printed.told:
            msgspec.convert(told, SHAPES["standard error"])


def test_the_shape_of_each_command_is_known_and_tried() -> None:
    assert {*STEPS} == {*SHAPES} - {"standard error", "publish caldav", "site serve"}  # they need, or are, a server
    commands = {f"{noun} {verb}".strip() for noun, about in app.NOUNS.items() for verb in about.verbs.split() or [""]}
    known = {each for each in SHAPES if " --" not in each} - {"", "standard error"}
    assert known == {each for each in commands if not each.startswith("export ")}


def test_errors_are_as_the_schema_says(data: Path, run: Run) -> None:
    (data / "issues" / "x.toml").write_text("x")
    for line in ("next", "issues list", "meetings show 2026-12-08", "contacts add Ana --phone 1", "meetings cancel"):
        told = run(*line.split(), "--json").told
        assert told
        for each in told:
            validator("standard error").validate(each)


def test_the_schema_is_one_and_says_its_version(run: Run) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert run("help", "json", "--schema").json == SCHEMA
    assert run("version", "--json").json["json"] == SCHEMA["version"] == VERSION
    with pytest.raises(jsonschema.ValidationError):
        validator("meetings list").validate([{"id": 1}])
