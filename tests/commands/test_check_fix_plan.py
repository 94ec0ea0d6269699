"""``lacwg check --fix``: what it mends, what it leaves, and that it does so once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.store import folder

ZOOM = "https://zoom.us/j/123?pwd=abc"
EXAMPLES = {
    # what it is about -> the files there are, the code, and the files that there are then
    "a file of another year": (
        {"events/2025/2026-12-05-x.toml": 'title = "A" # remark\nstart = 2026-12-05\n'},
        "F103",
        {"events/2026/2026-12-05-x.toml": 'title = "A" # remark\nstart = 2026-12-05\n'},
    ),
    "a meeting record of another year": (
        {"meetings/2025/2026-11-11-monthly-meeting.toml": 'state = "draft"\n'},
        "F103",
        {"meetings/2026/2026-11-11-monthly-meeting.toml": 'state = "draft"\n'},
    ),
    "a file of another year that is no record": (
        {"events/2025/2026-12-05-x.toml": 'title = "A"\nstrat = 2026-12-05\n'},
        "F103",
        {"events/2026/2026-12-05-x.toml": 'title = "A"\nstrat = 2026-12-05\n'},
    ),
    "a name with another date": (
        {"events/2026/2026-12-06-x.toml": 'title = "A" # remark\nstart = 2026-12-05\nuid = "u"\n'},
        "F104",
        {"events/2026/2026-12-05-x.toml": 'title = "A" # remark\nstart = 2026-12-05\nuid = "u"\n'},
    ),
    "a name with a date of another year": (
        {"events/2026/2026-12-31-x.toml": 'title = "A"\nstart = 2027-01-01T19:00:00\nuid = "u"\n'},
        "F104",
        {"events/2027/2027-01-01-x.toml": 'title = "A"\nstart = 2027-01-01T19:00:00\nuid = "u"\n'},
    ),
    "an extra date that is none": (
        {
            "series/x.toml": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n\n'
            '# why\n[[exceptions]]\ndate = 2026-12-09 # remark\nextra = true\nplace = "Hall"\n'
        },
        "S102",
        {
            "series/x.toml": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n\n'
            '# why\n[[exceptions]]\ndate = 2026-12-09 # remark\nplace = "Hall"\n'
        },
    ),
    "blanks around an address": (
        {"contacts/x.toml": '# Ana\nname = "Ana"\nemail = " ana@example.org " # new\n'},
        "C102",
        {"contacts/x.toml": '# Ana\nname = "Ana"\nemail = "ana@example.org" # new\n'},
    ),
    "blanks around a link": (
        {
            "events/2026/2026-12-05-x.toml": 'title = "A"\nstart = 2026-12-05\nurl = "https://example.org " # page\nuid = "u"\n'
        },
        "L104",
        {
            "events/2026/2026-12-05-x.toml": 'title = "A"\nstart = 2026-12-05\nurl = "https://example.org" # page\nuid = "u"\n'
            "updated = 2026-11-24T17:00:00Z\nsequence = 1\n"
        },
    ),
    "a link to a meeting": (
        {
            "events/2026/2026-12-05-x.toml": f'# ours\ntitle = "A"\nstart = 2026-12-05\nurl = "{ZOOM}"\nuid = "u"\nsequence = 3\n'
        },
        "V101",
        {
            "events/2026/2026-12-05-x.toml": '# ours\ntitle = "A"\nstart = 2026-12-05\nuid = "u"\nsequence = 4\n'
            f'updated = 2026-11-24T17:00:00Z\n\n[members]\njoin_url = "{ZOOM}"\n'
        },
    ),
    "a link to a meeting on one date": (
        {
            "series/x.toml": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\nuid = "u"\nupdated = 2026-12-01T00:00:00Z\n\n'
            f'[[exceptions]]\ndate = 2026-12-09\nurl = "{ZOOM}"\n'
        },
        "V101",
        {
            "series/x.toml": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\nuid = "u"\nupdated = 2026-12-01T00:00:00Z\n'
            f'sequence = 1\n\n[[exceptions]]\ndate = 2026-12-09\n\n[exceptions.members]\njoin_url = "{ZOOM}"\n'
        },
    ),
}


def put(data: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def own(data: Path, before: dict[str, bytes | None]) -> dict[str, str]:
    """The files that were not there before."""
    return {name: text.decode() for name, text in tree(data).items() if name not in before and text is not None}


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_is_fixed_is_fixed_once_and_for_all(data: Path, run: Run, example: str) -> None:
    files, code, wanted = EXAMPLES[example]
    before = tree(data)
    put(data, files)
    whole = tree(data)
    (found,) = [each for each in run("check", "--json").json if each["code"] == code]
    assert (found["fixable"], found["fixed"]) == (True, False)
    assert f"lacwg check --fix would {found['fix']}" in run("check").out

    dry = run("check", "--fix", "--dry-run", "--json")
    assert [(each["code"], each["fixed"]) for each in dry.json if each["fixable"]] == [(code, False)]
    assert "Nothing was changed." in run("check", "--fix", "--dry-run").out
    assert tree(data) == whole

    fixed = run("check", "--fix", "--json")
    assert [(each["code"], each["file"]) for each in fixed.json if each["fixed"]] == [(code, found["file"])]
    assert own(data, before) == wanted
    assert all(each["code"] != code for each in run("check", "--json").json)

    done = tree(data)
    again = run("check", "--fix")
    assert "Nothing here can be fixed by the program." in again.out
    assert tree(data) == done


def test_a_renamed_file_keeps_its_identity_and_is_named_anew(data: Path, run: Run) -> None:
    put(
        data,
        {
            "events/2026/2026-12-06-x.toml": 'title = "A"\nstart = 2026-12-05\n',
            "events/2026/2026-12-08-y.toml": 'title = "B" # b\nstart = 2026-12-08\ndescription = "After 2026-12-06-x."\nuid = "y"\n',
            "meetings/2026/2026-12-09-monthly-meeting.toml": 'state = "draft"\nnotes = """\nSee (2026-12-06-x), '
            'not 2026-12-06-x-2 or https://example.org/2026-12-06-x.\n""" # n\n',
        },
    )
    (before,) = [each["uid"] for each in run("events", "list", "--json").json if each["title"] == "A"]
    fixed = run("check", "--fix")
    assert "data/events/2026/2026-12-08-y.toml" in fixed.out
    assert "wrote 2026-12-05-x for 2026-12-06-x" in fixed.out
    (after,) = [each for each in run("events", "list", "--json").json if each["title"] == "A"]
    assert (after["id"], after["uid"]) == ("2026-12-05-x", before)
    other = (data / "events/2026/2026-12-08-y.toml").read_text()
    assert other.startswith('title = "B" # b\nstart = 2026-12-08\ndescription = "After 2026-12-05-x."\nuid = "y"\n')
    assert "sequence = 1" in other  # subscribers read the description
    notes = (data / "meetings/2026/2026-12-09-monthly-meeting.toml").read_text()
    assert "See (2026-12-05-x), not 2026-12-06-x-2 or https://example.org/2026-12-06-x.\n" in notes
    assert notes.endswith("# n\n")


def test_names_that_are_given_up_are_free(data: Path, run: Run) -> None:
    """Each of three takes the name of the next; two that want one name: the first has it."""
    for day in (5, 6, 7):
        put(data, {f"events/2026/2026-12-0{day}-x.toml": f'title = "{day}"\nstart = 2026-12-0{day + 1}\n'})
    put(data, {"events/2025/2026-12-08-x.toml": 'title = "8"\nstart = 2026-12-08\n'})
    fixed = run("check", "--fix")
    texts = {path.name: path.read_text()[9] for path in (data / "events/2026").iterdir()}
    assert texts == {"2026-12-06-x.toml": "5", "2026-12-07-x.toml": "6", "2026-12-08-x.toml": "7"}
    assert (data / "events/2025/2026-12-08-x.toml").read_text().startswith('title = "8"')
    assert fixed.code == 1
    assert "F103" in fixed.out.split("fixed ·")[1]
    before = tree(data)
    assert run("check", "--fix").code == 1
    assert tree(data) == before


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        # what stands there is for people to compare
        ("events/2026/2026-12-05-x.toml", f'title = "A"\nstart = 2026-12-05\nurl = "{ZOOM}"\n[members]\njoin_url = "https://a.example"\n', "V101"),
        ("events/2026/2026-12-05-x.toml", f'title = "A"\nstart = 2026-12-05\ndescription = "Come: {ZOOM}"\n', "V101"),
        # a remark would be lost
        ("events/2026/2026-12-05-x.toml", f'title = "A"\nstart = 2026-12-05\nurl = "{ZOOM}" # from Ana\n', "V101"),
        ("series/x.toml", 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n[[exceptions]]\ndate = 2026-12-09\nextra = true # ours\n', "S102"),
        # nothing is true of it before a person has settled it
        ("events/2025/2026-12-05-x.toml", 'title = "A"\n<<<<<<< HEAD\nstart = 2026-12-05\n', "F103"),
        ("contacts/x.toml", 'name = "A"\nemail = "ana at example.org"\n', "C102"),
        ("events/2026/2026-12-05-x.toml", 'title = "A"\nstart = 2026-12-05\nurl = "www.example.org"\n', "L104"),
    ],
)  # fmt: skip
def test_what_is_left_to_people(data: Path, run: Run, name: str, text: str, code: str) -> None:
    put(data, {name: text})
    before = tree(data)
    fixed = run("check", "--fix", "--json")
    assert [(each["fixable"], each["fixed"]) for each in fixed.json if each["code"] == code] == [(False, False)]
    assert tree(data) == before


def test_one_uid_in_two_files_is_left_to_people(data: Path, run: Run) -> None:
    put(
        data,
        {f"events/2026/2026-12-0{day}-x.toml": f'title = "A"\nstart = 2026-12-0{day}\nuid = "u"\n' for day in (5, 6)},
    )
    before = tree(data)
    fixed = run("check", "--fix", "--json")
    assert [(each["file"], each["fixable"]) for each in fixed.json if each["code"] == "U101"] == [
        ("data/events/2026/2026-12-06-x.toml", False)
    ]
    assert (fixed.code, tree(data)) == (1, before)


def test_what_the_group_ignores_is_not_touched(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text('ignore = ["V101", "C101"]\n' + group.read_text())
    put(data, {"events/2026/2026-12-05-x.toml": f'title = "A"\nstart = 2026-12-05\nurl = "{ZOOM}"\n'})
    put(data, {"events/2025/2026-12-06-x.toml": f'title = "A"\nstart = 2026-12-06\nurl = "{ZOOM}"\n'})
    assert run("check", "--fix").code == 0
    for day in (5, 6):
        text = (data / f"events/2026/2026-12-0{day}-x.toml").read_text()
        assert text == f'title = "A"\nstart = 2026-12-0{day}\nurl = "{ZOOM}"\n'


def test_all_that_is_wrong_with_one_file_is_fixed_at_once(data: Path, run: Run) -> None:
    put(data, {"events/2025/2026-12-06-x.toml": f'title = "A" # a\nstart = 2026-12-05\nurl = " {ZOOM} "\n'})
    assert run("check", "--fix").code == 0
    text = (data / "events/2026/2026-12-05-x.toml").read_text()
    assert text.startswith('title = "A" # a\nstart = 2026-12-05\nuid = ')
    assert text.endswith(f'[members]\njoin_url = "{ZOOM}"\n')
    done = tree(data)
    assert "Nothing here can be fixed" in run("check", "--fix").out
    assert tree(data) == done


def test_plain_lines_say_what_was_fixed_first(english: Path, run: Run) -> None:
    put(english, {"contacts/x.toml": 'name = "Ana"\nemail = "ana@example.org "\n'})
    assert run("check", "--fix", "--dry-run", "--plain").lines[0][:4] == [
        "data/contacts/x.toml",
        "2",
        "C102",
        "fixable",
    ]
    fixed = run("check", "--fix", "--plain").lines
    assert fixed[0][:4] == ["data/contacts/x.toml", "2", "C102", "fixed"]
    assert {len(each) for each in fixed} == {6}
    assert [each[2] for each in fixed[1:]] == ["C101", "C101"]


def test_dry_run_is_for_fix(data: Path, run: Run) -> None:
    assert run("check", "--dry-run").code == 2


def test_what_is_left_decides_the_exit_code(data: Path, run: Run) -> None:
    put(data, {"contacts/x.toml": 'name = "Ana"\nemail = "ana@example.org "\n'})
    assert run("check").code == 1
    assert run("check", "--fix", "--dry-run").code == 0
    assert run("check", "--fix", "--strict").code == 1  # two warnings are left
    assert run("check").code == 0


def test_a_picture_that_a_text_names_is_named(data: Path, run: Run) -> None:
    put(data, {"images/a.jpg": "", "images/.hidden": "", "images/b.jpg": "", "images/c.jpg": ""})
    put(data, {"events/2026/2026-12-05-x.toml": 'title = "A"\nstart = 2026-12-05\nimage = "images/a.jpg"\nalt = "B"\n'})
    put(data, {"meetings/2026/2026-11-11-monthly-meeting.toml": 'state = "draft"\nnotes = "![b](images/b.jpg)"\n'})
    assert [each["file"] for each in run("check", "--json").json if each["code"] == "P105"] == ["data/images/c.jpg"]
    put(data, {"issues/x.toml": "title = x\n"})  # which could name it
    assert all(each["code"] != "P105" for each in run("check", "--json").json)


def test_the_version_of_the_zones(data: Path, run: Run) -> None:
    assert run("check", "--verbose").out.splitlines()[-1].startswith("The time zones are those of tzdata 20")
    assert "tzdata" not in run("check").out


def test_the_embedded_copy_is_only_read(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(data, {"contacts/x.toml": 'name = "Ana"\nemail = "ana@example.org "\n'})
    package = data.rename(tmp_path / "package")  # where no search upward finds it
    monkeypatch.setattr(folder, "embedded_folder", lambda: package)
    before, own_folder = tree(package), tmp_path / "user-data" / "lacwg"
    assert run("check", "--fix", "--dry-run").code == 0
    assert not own_folder.exists()
    fixed = run("check", "--fix")
    assert "user-data/lacwg/contacts/x.toml, line 2   C102  took away" in fixed.out
    assert "The group's records are now kept in" in fixed.err
    assert tree(package) == before
    assert 'email = "ana@example.org"\n' in (own_folder / "contacts/x.toml").read_text()


@pytest.mark.parametrize("text", ["\x1b[2J", "[bold]x[/bold]", "\u202e", "a\r\nb", "x" * 500_000])
def test_hostile_addresses_are_shown_harmlessly(data: Path, run: Run, text: str) -> None:
    put(
        data,
        {
            "contacts/x.toml": f"name = {json.dumps('Ana')}\nemail = {json.dumps(text)}\nlanguages = [{json.dumps(text)}]\n"
        },
    )
    put(data, {"meetings/2026/2026-11-11-monthly-meeting.toml": 'state = "draft"\nchair = "' + "a" * 500_000 + '"\n'})
    checked = run("check")
    assert {"C102", "C103", "L103"} <= {each["code"] for each in run("check", "--json").json}
    assert not {"\x1b", "\u202e", "\r"} & set(checked.out)
    assert max(map(len, checked.out.splitlines())) < 300


def test_a_name_that_is_taken_keeps_nothing_else_from_being_fixed(data: Path, run: Run) -> None:
    put(
        data,
        {
            "events/2026/2026-12-05-x.toml": 'title = "A"\nstart = 2026-12-05\n',
            "events/2026/2026-12-06-x.toml": 'title = "B"\nstart = 2026-12-05\nurl = "https://example.org "\n',
        },
    )
    fixed = run("check", "--fix", "--json").json
    assert [(each["code"], each["fixed"]) for each in fixed if each["code"] in ("L104", "F104")] == [
        ("L104", True),
        ("F104", False),
    ]
    assert 'url = "https://example.org"\n' in (data / "events/2026/2026-12-06-x.toml").read_text()
    before = tree(data)
    assert run("check", "--fix").code == 1
    assert tree(data) == before


def test_the_name_of_another_file_is_not_taken_along(data: Path, run: Run) -> None:
    """Two files have one id, one of them in another year's folder: what names it means the one in its own."""
    put(
        data,
        {
            "events/2025/2026-12-06-x.toml": 'title = "A"\nstart = 2026-12-05\n',
            "events/2026/2026-12-06-x.toml": 'title = "B"\nstart = 2026-12-06\n',
            "meetings/2026/2026-11-11-monthly-meeting.toml": 'state = "draft"\nnotes = "See 2026-12-06-x"\n',
        },
    )
    assert run("check", "--fix").code == 0
    assert (data / "events/2026/2026-12-05-x.toml").read_text() == 'title = "A"\nstart = 2026-12-05\n'
    assert "See 2026-12-06-x" in (data / "meetings/2026/2026-11-11-monthly-meeting.toml").read_text()


def test_the_log_names_what_fixed_it(data: Path, run: Run) -> None:
    path = data / "contacts" / "john-ratliff.toml"
    path.write_text(path.read_text() + '\nemail = " john@example.org "\n')
    assert run("check", "--fix").out.startswith("data/contacts/john-ratliff.toml")
    assert run("log", "--json").json[0]["command"] == "check --fix"


def test_a_private_table_that_all_can_read_is_told_of_and_closed(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lacwg.store.disk import permissions

    path = data / "issues" / "cuba.toml"
    path.write_text(path.read_text() + '\n[private]\nnote = "rent"\n')
    path.chmod(0o644)
    assert [
        each for each in run("check", "--json").json if each["code"] == "V103"
    ] == []  # nobody gets into this folder
    monkeypatch.setattr(permissions, "is_open_to_all", lambda path: bool(path.stat().st_mode & 0o004))
    (found,) = [each for each in run("check", "--json").json if each["code"] == "V103"]
    assert (found["file"], found["severity"], found["fixable"]) == ("data/issues/cuba.toml", "warning", True)
    assert "would take the right" in run("check", "--fix", "--dry-run").out
    assert path.stat().st_mode & 0o777 == 0o644
    fixed = run("check", "--fix").out
    assert "took the right to read it from other users" in fixed
    assert "1 thing fixed\n" in fixed  # nothing is in the journal: an undo would take another step back
    assert path.stat().st_mode & 0o777 == 0o640
    run("issues", "edit", "cuba", "--summary", "As before")
    assert path.stat().st_mode & 0o777 == 0o640
    assert not [each for each in run("check", "--json").json if each["code"] == "V103"]


def test_what_names_it_goes_along_but_what_is_somebody_else_s(data: Path, run: Run) -> None:
    """As with ``events edit --start``; a picture keeps its name, as nobody has asked for another."""
    old, new = "2026-12-31-x", "2027-01-01-x"
    text = 'title = "O"\nstart = 2026-12-20\nimage = "images/{}.jpg"\nurl = "https://x.org/{}"\nuid = "{}"\n# {}\n'
    put(data, {f"images/{old}.jpg": ""})
    put(data, {f"events/2026/{old}.toml": 'title = "A"\nstart = 2027-01-01\nuid = "u"\n'})
    put(data, {"events/2026/2026-12-20-o.toml": text.format(*[old] * 4) + "alt = 'A'\n"})
    notes = 'state = "draft"\nnotes = "{}, events/{}/{}.toml; https://x.org/{}, x.org/{}, {}@x.org"\n'
    put(data, {"meetings/2026/2026-11-11-monthly-meeting.toml": notes.format(old, 2026, old, *[old] * 3)})
    assert run("check", "--fix").code == 0
    assert not (data / f"events/2026/{old}.toml").exists()
    meeting = (data / "meetings/2026/2026-11-11-monthly-meeting.toml").read_text()
    assert meeting == notes.format(new, 2027, new, *[old] * 3)
    other = (data / "events/2026/2026-12-20-o.toml").read_text()
    assert other == text.format(old, old, old, new) + "alt = 'A'\n"  # a remark is nothing that subscribers see
    assert run("check", "--json").code == 0


def test_a_name_that_is_a_device_on_windows_is_changed_where_nobody_uses_it(english: Path, run: Run) -> None:
    for path, text in {
        "issues/aux.toml": 'title = "Aux"\n', "contacts/con.toml": 'name = "Ana"\n', "issues/nul.toml": 'title = "Null"\n',
        "events/2026/2026-12-05-x.toml": 'title = "A"\nstart = 2026-12-05\nissues = ["nul"]\n',
        "series/prn.toml": 'title = "Print"\nrule = "2nd Monday"\nsince = 2026-01-01\n',
    }.items():  # fmt: skip
        (english / path).parent.mkdir(exist_ok=True)
        (english / path).write_text(text)
    assert run("check").out.count("  F108  ") == 4
    done = run("check", "--fix")
    assert (english / "issues/aux-issue.toml").read_text() == 'title = "Aux"\n'
    assert 'name = "Ana"\n' in (english / "contacts/con-contact.toml").read_text()
    assert not (english / "issues/aux.toml").exists()
    assert (english / "issues/nul.toml").exists()  # an event names it
    assert "lacwg series rename prn prn-series" in done.out
    assert run("series", "rename", "prn", "con").code == 2
    assert run("series", "rename", "prn", "prn-series").code == 0
    assert run("issues", "add", "Con").code == 0
    assert (english / "issues/con-issue.toml").exists()
