"""``lacwg check``: each code, with its place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg import checks
from lacwg.schedule import zones

EVENT = 'title = "A"\nstart = 2026-12-05T19:00:00\n'
SERIES = 'title = "A"\nrule = "2nd Wednesday"\nstart_time = 09:00:00\nsince = 2026-01-01\n'
# code -> the file, its text, and the line that is named
WRONG = {
    "R101": ("issues/x.toml", b"\xff\xfe", 1),
    "R102": ("issues/x.toml", "title = x\n", 1),
    "R103": ("issues/x.toml", 'title = "A"\n\nstanse = "B"\n', 3),
    "D101": ("events/2026/2026-12-05-x.toml", f'{EVENT}[[duties]]\nrole = "notes"\n', 4),
    "D103": ("series/x.toml", f'{SERIES}[[assignments]]\ndate = 2026-12-10\nrole = "notes"\nwho = "Ana"\n', 6),
    "F101": ("issues/Not An Id.toml", 'title = "A"\n', None),
    "F102": ("events/2026/no-date.toml", EVENT, None),
    "F103": ("events/2025/2026-12-05-x.toml", EVENT, None),
    "F104": ("events/2026/2026-12-06-x.toml", EVENT, 2),
    "F105": ("issues/cuba (John's conflicted copy).toml", 'title = "A"\n', None),
    "F106": ("issues/x.toml", 'title = "A"\n<<<<<<< HEAD\n', 2),
    "F107": ("events/2026-12-05-x.toml", EVENT, None),
    "F108": ("issues/aux.toml", 'title = "A"\n', None),
    "L101": ("events/2026/2026-12-05-x.toml", f'{EVENT}issues = ["cubba"]\n', 3),
    "L103": ("meetings/2026/2026-11-11-monthly-meeting.toml", 'state = "draft"\nchair = "ana-perez"\n', 2),
    "L104": ("events/2026/2026-12-05-x.toml", f'{EVENT}url = "www.example.org"\n', 3),
    "C102": ("contacts/x.toml", 'name = "A"\nemail = "ana at example.org"\n', 2),
    "C103": ("contacts/x.toml", 'name = "A"\nlanguages = ["en", "Spanish"]\n', 2),
    "C104": ("contacts/x.toml", 'name = "A"\nphone = "12345"\n', 2),
    "C105": ("contacts/x.toml", 'name = "A"\nlists = [\n  "members",\n]\n', 3),
    "C107": (
        "contacts/x.toml",
        'name = "A"\n[[roles]]\nrole = "chair"\nto = 2027-01-31\n[[roles]]\nrole = "Chair"\nfrom = 2027-01-31\n',
        5,
    ),
    "C108": ("contacts/x.toml", 'name = "A"\n[[roles]]\nrole = "chair"\nto = 2026-11-23\n', 4),
    "I101": ("issues/x.toml", 'title = "A"\ncountries = ["CU", "ZZ"]\n', 2),
    "I102": ("issues/x.toml", 'title = "A"\n[[bills]]\nname = "B"\nchecked = 2026-09-24\n', 4),
    "M101": (
        "meetings/2026/2026-11-11-monthly-meeting.toml",
        'state = "draft"\n[[actions]]\nid = "abcd"\nwhat = "A"\n[[actions]]\nid = "abcd"\nwhat = "B"\n',
        6,
    ),
    "N102": ("issues/x.toml", 'title = "A"\n[en]\ntitle = "B"\n', 2),
    "N103": ("issues/x.toml", 'title = "A"\n[es]\nsummary = "B"\n', 3),
    "P101": ("events/2026/2026-12-05-x.toml", f'{EVENT}image = "images/gone.jpg"\nalt = "A"\n', 3),
    "P102": ("events/2026/2026-12-05-x.toml", f'{EVENT}image = "https://example.org/a.jpg"\n', 3),
    "P103": ("events/2026/2026-12-05-x.toml", f'{EVENT}image = "https://example.org/a.heic"\nalt = "A"\n', 3),
    "P104": ("events/2026/2026-12-05-x.toml", f'{EVENT}alt = "A"\n', 3),
    "P105": ("images/2026/vigil.jpg", b"\xff\xd8", None),
    "U101": ("events/2026/2026-12-05-x.toml", f'{EVENT}uid = "7e3c33b6-e5a5-5ab3-8a89-000000000000"\n', 3),
    "V101": ("events/2026/2026-12-05-x.toml", f'{EVENT}url = "https://zoom.us/j/1"\n', 3),
    "V102": ("events/2026/2026-12-05-x.toml", f'{EVENT}description = "Passcode: 123456"\n', 3),
    "M102": ("meetings/2026/2026-11-12-monthly-meeting.toml", 'state = "draft"\n', None),
    "M103": (
        "meetings/2026/2026-11-11-monthly-meeting.toml",
        'state = "approved"\napproved_at = 2026-12-10\n',
        2,
    ),
    "S101": ("series/x.toml", f"{SERIES}[[exceptions]]\ndate = 2026-11-12\ncancelled = true\n", 6),
    "S102": ("series/x.toml", f"{SERIES}[[exceptions]]\ndate = 2026-11-11\nextra = true\n", 7),
    "S103": ("series/x.toml", SERIES.replace("2nd Wednesday", "now and then"), 2),
    "T101": ("series/x.toml", f'{SERIES}timezone = "EST"\n', 5),
    "T102": ("events/2027/2027-03-14-x.toml", 'title = "A"\nstart = 2027-03-14T02:30:00\n', 2),
    "W101": ("events/2026/2026-12-25-x.toml", 'title = "A"\nstart = 2026-12-25T19:00:00\n', 2),
    "W102": ("events/2026/2026-12-09-x.toml", 'title = "A"\nstart = 2026-12-09T17:30:00\n', 2),
    "W103": ("events/2026/2026-12-09-x.toml", 'title = "A"\nstart = 2026-12-09T20:00:00\n', 2),
}


def test_the_groups_own_folder(english: Path, run: Run) -> None:
    checked = run("check")
    assert checked.out == (
        'data/contacts/john-ratliff.toml     C101  no e-mail address, and the page asks people to write\n'
        'data/contacts/yoav-elinevsky.toml   C101  no e-mail address, and the page asks people to write\n'
        '  add a line: email = "…"\n'
        "2 warnings in 14 records · what a code means: lacwg check --explain C101\n"
    )  # fmt: skip
    assert (checked.code, run("check", "--strict").code) == (0, 1)


@pytest.mark.parametrize("code", WRONG)
def test_each_code_names_its_file_and_line(english: Path, run: Run, code: str) -> None:
    name, text, line = WRONG[code]
    path = english / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if code == "U101":
        meeting = english / "series" / "monthly-meeting.toml"
        meeting.write_text(f'uid = "7e3c33b6-e5a5-5ab3-8a89-000000000000"\n{meeting.read_text()}')
    before = tree(english)
    checked = run("check", "--json")
    (found,) = [each for each in checked.json if each["code"] != "C101"]
    severity = checks.codes()[code].severity
    assert (found["code"], found["severity"], found["file"], found["line"]) == (code, severity, f"data/{name}", line)
    assert found["hint"]
    assert checked.code == (1 if severity == "error" else 0)
    assert tree(english) == before


@pytest.mark.parametrize(
    ("name", "approved", "code"),
    [
        ("2026-11-11-monthly-meeting", "2026-12-09", None),
        ("2026-11-11-monthly-meeting", "2026-11-11", "M103"),
        ("2026-11-11-monthly-meeting", "2026-10-14", "M103"),
        ("2026-11-11-other", "2026-12-09", "M102"),
    ],
)
def test_meetings_that_never_were(english: Path, run: Run, name: str, approved: str, code: str | None) -> None:
    path = english / f"meetings/2026/{name}.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'state = "approved"\napproved_at = {approved}\n')
    found = [each["code"] for each in run("check", "--json").json if each["code"] != "C101"]
    assert found == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('main_series = "monthly-meeting"', 'main_series = "monthly"', "L102"),
        ('holidays = ["US-MA"]', 'holidays = ["US-XX"]', "T103"),
        ('timezone = "America/New_York"', 'timezone = "Boston"', "T101"),
        ('language = "en"', "language = 3", "R103"),
    ],
)
def test_the_groups_file(english: Path, run: Run, old: str, new: str, code: str) -> None:
    group = english / "group.toml"
    text = group.read_text()
    assert old in text
    group.write_text(text.replace(old, new))
    checked = run("check", "--json")
    found = next(each for each in checked.json if each["code"] == code)
    assert (found["file"], found["line"]) == ("data/group.toml", text[: text.index(old)].count("\n") + 1)
    assert checked.code == 1
    if code != "T103":
        assert run("meetings", "next").code == 1


@pytest.mark.parametrize(
    ("updated", "now", "old"),
    [
        ("2026-07-06", "2027-09-30", False),  # they may be of the last day of 2026
        ("2026-07-06", "2027-10-02", True),
        ("2026-01-06", "2027-04-09", True),
        ("2026-01-06", "2027-04-08", False),
        ("soon", "2027-09-30", False),
        ("soon", "2027-10-02", True),
    ],
)
def test_time_zones_that_are_surely_old(
    english: Path, run: Run, monkeypatch: pytest.MonkeyPatch, updated: str, now: str, old: bool
) -> None:
    monkeypatch.setattr(zones, "version", lambda: "2026f")
    monkeypatch.setattr(zones, "_lines", lambda _: ["# leap seconds", f"#updated 1783323897 ({updated} 07:44:57 UTC)"])
    monkeypatch.setenv("LACWG_NOW", f"{now}T12:00")
    found = [each for each in run("check", "--json").json if each["code"] == "T104"]
    assert [(each["file"], each["severity"]) for each in found] == [("data/group.toml", "warning")] * old
    assert all("pip install --upgrade tzdata" in each["hint"] for each in found)


def test_ignore_hides_warnings_and_never_errors(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text('ignore = ["C101", "R103"]\n' + group.read_text())
    (data / "issues" / "x.toml").write_text("title = 3\n")
    checked = run("check")
    assert "C101" not in checked.out.replace("--explain C101", "")
    assert "R103" in checked.out
    assert "2 warnings ignored by group.toml" in checked.out
    assert "contacts without an address" not in run().out


def test_every_code_has_an_example() -> None:
    # in the group's own folder, in test_the_groups_file and, of the rights to a file, in test_check_fix
    # those of languages are in test_translations
    # that of who is away in test_duties_verbs
    elsewhere = {"D102", "N101", "N104", "C101", "C106", "L102", "T103", "T104", "V103", "V104"}
    assert set(WRONG) | elsewhere == set(checks.codes())


@pytest.mark.parametrize("code", checks.codes())
def test_every_code_can_be_looked_up(run: Run, code: str) -> None:
    explained = run("check", "--explain", code.lower())
    assert explained.out.startswith(code)
    assert "To mend" in explained.out
    assert run("check", "--explain", code, "--json").json["code"] == code


def test_a_code_that_is_none(run: Run) -> None:
    assert run("check", "--explain", "X999").code == 2


def test_plain_is_file_line_code_severity_message_hint(data: Path, run: Run) -> None:
    first = run("check", "--plain").lines[0]
    assert first[:4] == ["data/contacts/john-ratliff.toml", "", "C101", "warning"]
    assert len(first) == 6


@pytest.mark.parametrize("code", ["F105", "F106"])
def test_what_is_unsettled_stops_the_commands_that_read_it(data: Path, run: Run, code: str) -> None:
    name, text, _ = WRONG[code]
    (data / name).write_text(str(text))
    stopped = run("issues", "list")
    assert (stopped.code, stopped.out) == (1, "")
    assert name in stopped.err
    assert run("contacts", "list").code == 0


def test_a_copy_of_the_groups_file_stops_all(data: Path, run: Run) -> None:
    (data / "group (conflicted copy).toml").write_text("")
    assert run("meetings", "next").code == 1
    assert any(each["code"] == "F105" for each in run("check", "--json").json)


def test_of_many_warnings_of_one_code_the_first_are_shown(data: Path, run: Run) -> None:
    all_ = run("check", "--all")
    some = run("check")
    codes = [each[2] for each in run("check", "--plain").lines]
    assert codes.count("N101") == all_.out.count("  N101  ") > 5
    assert some.out.count("  N101  ") == 3
    assert f"and {codes.count('N101') - 3} more of N101: lacwg check --all" in some.out
    assert some.out.count("  C101  ") == all_.out.count("  C101  ") == 2
    assert some.out.splitlines()[-1] == all_.out.splitlines()[-1]
    assert (some.code, run("check", "--strict").code) == (0, 1)


def test_a_group_names_its_own_hosts_of_meetings(english: Path, run: Run) -> None:
    link = "https://bbb.example.org/b/ana-abc"
    add = ("events", "add", "Film", "--start", "2026-12-03")
    assert run(*add, "--url", link).code == 0
    group = english / "group.toml"
    text = group.read_text()
    at = text.index("timezone =")
    group.write_text(f'{text[:at]}meeting_hosts = ["meet.example.net", "bbb.example.org"]\n{text[at:]}')
    found = {each["code"]: each for each in run("check", "--json").json}
    assert "link to bbb.example.org" in found["V101"]["message"]
    assert found["V101"]["fixable"]
    refused = run(*add, "--url", link)
    assert refused.code == 2
    assert "bbb.example.org is where meetings are held" in refused.err
    assert "--description is for everybody" in run(*add, "--description", "on meet.example.net/room").err
    assert run("check", "--fix").code == 0
    assert run("events", "show", "film", "--json").json["members"]["join_url"] == link
    for name, data in (
        ("a.csv", f"title,start,description\nTalk,2026-12-04,Join: {link}\n"),
        (
            "a.ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a@b\nDTSTART:20261205T120000\nSUMMARY:Call\n"
            f"DESCRIPTION:Join: {link}\nEND:VEVENT\nEND:VCALENDAR\n",
        ),
    ):
        Path(name).write_text(data)
        assert run("import", name[2:], name).code == 0
    for event in ("talk", "call"):
        shown = run("events", "show", event, "--json").json
        assert (shown["members"]["join_url"], shown["description"]) == (link, None)
    assert "bbb.example.org" not in run("export", "ics").out
    for wrong in ("https://meet.example.org", "org", "meet example.org", ""):
        group.write_text(f'{text[:at]}meeting_hosts = ["{wrong}"]\n{text[at:]}')
        told = run("meetings", "next")
        assert told.code == 1
        assert '"meeting_hosts[0]" is a host without https://, as meet.example.org' in told.err


def test_the_numbers_of_one_tap_calls_are_found_however_their_commas_were_escaped(english: Path, run: Run) -> None:
    for number, commas in enumerate((",,", "\\\\,\\\\,", "\\\\\\\\,\\\\\\\\,")):
        event = english / f"events/2026/2026-12-0{number + 1}-film.toml"
        event.parent.mkdir(exist_ok=True)
        event.write_text(
            f'title = "Film"\nstart = 2026-12-0{number + 1}\ndescription = "+16465550100{commas}4620968510# US"\n'
        )
    assert run("check", "--plain").out.count("V102") == 3


def test_what_is_found_as_annotations_of_a_github_workflow(english: Path, run: Run) -> None:
    """One command a finding; what would end a command or one of its properties is escaped."""
    folder = english / "events" / "2026"
    folder.mkdir(parents=True)
    (folder / "2026-12-05-x.toml").write_text(f'{EVENT}url = "https://zoom.us/j/1?a=%0A::error::100%"\n')
    (folder / "a,b: 100%.toml").write_text(EVENT)
    (english / "issues" / "x.toml").write_text('title = "A"\n"a\\r\\n::error::\\u001b" = 1\n')
    found = run("check", "--format", "github")
    *annotations, tail = found.out.splitlines()
    assert found.code == 1
    assert "\x1b" not in found.out
    assert tail == run("check").out.splitlines()[-1]
    assert len(annotations) == len(run("check", "--json").json)
    assert all(
        re.match(r"::(error|warning) (file=[^,:]+,)?(line=\d+,)?title=[A-Z]\d+::[^\r\n]+$", e) for e in annotations
    )
    assert any(
        each.startswith("::warning file=data/events/2026/2026-12-05-x.toml,line=3,title=V101::") for each in annotations
    )
    assert any(each.startswith("::error file=data/events/2026/a%2Cb%3A 100%25.toml,title=F10") for each in annotations)
    for other in ("--json", "--plain", "--fix"):
        assert run("check", "--format", "github", other).code == 2
    assert run("check", "--format", "gitlab").code == 2


def test_holidays_are_computed_once_on_a_machine(data: Path) -> None:
    """The library has hundreds of modules: what it said is kept."""
    script = "import sys; from lacwg.app import run; run(['check']); sys.exit('holidays' in sys.modules)"
    ran = [
        subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode for _ in range(2)
    ]
    assert ran[1] == 0
