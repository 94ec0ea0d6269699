"""``lacwg contacts forget``: the person is nowhere any more, and nothing else has changed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import tempfile
from pathlib import Path

import pytest
import tomli
from conftest import GROUP, Run, store_at, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg import app, kinds
from lacwg.errors import FAULT_FILE, FolderError
from lacwg.records import (
    Action,
    AgendaItem,
    Contact,
    DayOrTime,
    Decision,
    Event,
    Issue,
    MeetingRecord,
    PrivateTable,
    Series,
    SeriesException,
    Speaker,
)
from lacwg.store import known_places
from lacwg.store.folder import Folder
from lacwg.store.history.journal import Journal
from lacwg.store.person_redaction import FORMER
from lacwg.store.store import Store
from lacwg.store.toml.encode import encode
from lacwg.text.fold import fold, slug

MINUTES = """\
# Ana Lopez asked for a copy; Ana too
state = "approved"
approved_at = 2026-11-11
chair = "ana-lopez"     # as usual
present = [
  "ana-lopez",          # late
  'Ana López',
  "yoav-elinevsky",
  "Ana",
]
notes = '''
ana lópez (ana@example.org, 617-555-0100)
spoke of "Anabel".
'''

[[agenda]]
title = "López, Ana: report"
who = "Ana"

[[decisions]]
text = "Ana López writes the letter"

[[actions]]
id = "kqzt"
what = "Call Ana\\u00a0Lo\\u0301pez"
who = "ana-lopez"
"""


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Files of faults are looked for where no other test's are."""
    monkeypatch.setattr(tempfile, "tempdir", str(cache))


@pytest.fixture
def ana(data: Path) -> Path:
    """A folder in which somebody is named in every kind of record."""
    (data / "contacts" / "ana-lopez.toml").write_text(
        'name = "Ana López"\nemail = "ana@example.org"\nphone = "+1 617 555 0100"\naddress = "12 Elm St\\nBoston"\n'
    )
    (data / "contacts" / "luis-paz.toml").write_text('name = "Luis Paz"\n[private]\nnote = "a friend of Ana López"\n')
    (data / "meetings" / "2026").mkdir(parents=True)
    (data / "meetings" / "2026" / "2026-10-14-monthly-meeting.toml").write_text(MINUTES)
    (data / "issues" / "peru.toml").write_text('title = "Peru"\nsummary = "Ana López knows"  # 12 Elm St, Boston\n')
    series = data / "series" / "monthly-meeting.toml"
    series.write_text(f'{series.read_text()}\n[[exceptions]]\ndate = 2026-12-09\nreason = "rain"\nby = "Ana"\n')
    (data / "events" / "2026").mkdir()
    (data / "events" / "2026" / "2026-12-03-talk.toml").write_text(
        'title = "Ana López on Peru"\nstart = 2026-12-03\n[[speakers]]\nname = "Ana López"\n[private]\n'
        'note = "Ana López needs a lift"\n'
    )
    return data


def test_everything(ana: Path, run: Run) -> None:
    untouched = {name: text for name, text in tree(ana).items() if text is not None and b"Ana" not in text}
    shown = run("contacts", "forget", "ana", "--speakers", "--yes")
    assert shown.code == 0
    assert shown.out.startswith("Ana López is taken out of 20 places in 5 files:\n")
    assert (
        "  data/meetings/2026/2026-10-14-monthly-meeting.toml, line 1   comment: Ana Lopez\n"
        "  data/meetings/2026/2026-10-14-monthly-meeting.toml, line 4   chair: ana-lopez\n"
    ) in shown.out
    assert "It cannot be undone.\nOut of reach: git's history of this folder, other people's copies of it" in shown.out
    minutes = (ana / "meetings" / "2026" / "2026-10-14-monthly-meeting.toml").read_text()
    expected = MINUTES
    for said in (
        '"Ana"', "'Ana López'", '"ana-lopez"', "ana lópez", "Ana López", "Ana Lopez", "López, Ana",
        "Ana\\u00a0Lo\\u0301pez", "ana@example.org", "617-555-0100",
    ):  # fmt: skip
        quote = said[0] if said[0] in "\"'" else ""
        expected = expected.replace(said, f"{quote}{FORMER}{quote}")
    assert minutes == expected
    assert not (ana / "contacts" / "ana-lopez.toml").exists()
    after = tree(ana)
    assert {name: after[name] for name in untouched} == untouched
    for text in after.values():
        assert "ana lopez" not in fold((text or b"").decode())
    assert run("check").code == 0
    event = run("events", "show", "2026-12-03-talk", "--json").json
    assert (event["title"], event["speakers"][0]["name"]) == (f"{FORMER} on Peru", FORMER)


def test_who_held_an_event_with_us_said_so_in_public(ana: Path, run: Run) -> None:
    path = ana / "events" / "2026" / "2026-12-03-talk.toml"
    path.write_text(path.read_text().replace("speakers", "co_hosts"))
    assert run("contacts", "forget", "ana", "--yes").code == 0
    assert '[[co_hosts]]\nname = "Ana López"\n[private]\nnote = "a former member needs' in path.read_text()


def test_what_may_be_somebody_else_is_listed(ana: Path, run: Run) -> None:
    shape = run("contacts", "forget", "ana", "--yes", "--json").json
    assert [(each["line"], each["text"]) for each in shape["look"] if "2026-10-14" in each["file"]] == [(1, "Ana")]


def test_what_a_speaker_was_in_public_stays_unless_it_is_said(ana: Path, run: Run) -> None:
    shape = run("contacts", "forget", "ana", "--yes", "--json").json
    assert [(each["line"], each["what"]) for each in shape["kept"]] == [(1, "title"), (4, "name")]
    event = run("events", "show", "2026-12-03-talk", "--json", "--private").json
    assert event["title"] == "Ana López on Peru"
    assert event["private"]["note"] == f"{FORMER} needs a lift"
    assert "sequence" not in (ana / "events" / "2026" / "2026-12-03-talk.toml").read_text()  # nobody sees a change
    shown = run("contacts", "forget", "Ana Lopez", "--yes", "--speakers")
    assert shown.out.startswith("Ana Lopez is taken out of 2 places in 1 file:\n")
    changed = tomli.loads((ana / "events" / "2026" / "2026-12-03-talk.toml").read_text())
    assert (changed["title"], changed["sequence"]) == (f"{FORMER} on Peru", 1)
    assert changed["updated"] == dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
    again = run("contacts", "forget", "Ana Lopez", "--yes", "--speakers")
    assert again.out.startswith("No record names Ana Lopez.\n")


def test_a_dry_run_and_a_no_change_nothing(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(ana)
    shown = run("contacts", "forget", "ana", "--dry-run")
    assert shown.code == 0
    assert "would be taken out of 18 places" in shown.out
    assert "To take them out of that too: --speakers\n" in shown.out
    refused = run("contacts", "forget", "ana")
    assert refused.code == 2
    assert "cannot be undone" in refused.err
    assert "--yes" in refused.err
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    asked: list[str] = []
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text))
    assert "Nothing was changed." in run("contacts", "forget", "ana").err
    assert asked == ["Forget Ana López?"]
    assert tree(ana) == before
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    done = run("contacts", "forget", "ana")
    assert "line 4   chair: ana-lopez" in done.err
    assert done.out.startswith("Ana López is taken out of 18 places in 5 files. It cannot be undone.\nOut of reach:")
    assert tree(ana) != before


def test_nothing_is_done_where_not_all_can_be(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (ana / "issues" / "bad.toml").write_text("title = Ana López\n")
    before = tree(ana)
    refused = run("contacts", "forget", "ana", "--yes")
    assert refused.code == 1
    assert "data/issues/bad.toml, line 1" in refused.err
    assert tree(ana) == before
    (ana / "issues" / "bad.toml").unlink()
    before = tree(ana)
    real = Path.unlink

    def broken(path: Path, missing_ok: bool = False) -> None:
        if path.name == "ana-lopez.toml":
            raise OSError(28, "No space left on device")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", broken)
    assert run("contacts", "forget", "ana", "--yes").code == 1
    assert tree(ana) == before


def test_drafts_on_this_machine_are_gone_through_too(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", 'sh -c \'echo "x = Ana López" >> "$0"\'')
    assert run("minutes", "edit", "2026-10-14", "--amend").code == 1
    assert run("contacts", "edit", "ana").code == 1
    drafts = ana / ".lacwg" / "drafts"
    assert len(list(drafts.glob("*.toml"))) == 2
    assert run("contacts", "forget", "ana", "--speakers", "--yes").code == 0
    left = sorted(each.name for each in drafts.iterdir())
    assert left == [f"meeting-2026-10-14-monthly-meeting.{kind}" for kind in ("base", "lock", "toml")]
    for path in drafts.iterdir():
        assert "ana lopez" not in fold(path.read_text())
    # and the draft can be gone on with
    monkeypatch.setenv("EDITOR", "sed -i '$d'")
    assert run("minutes", "edit", "2026-10-14", "--amend").code == 0
    assert list(drafts.glob("*.toml")) == []


def test_a_draft_in_somebody_s_editor_stops_it(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from lacwg.store.drafts import Draft

    draft = Draft(Folder(ana), kinds.MEETING, "2026-10-14-monthly-meeting")
    text = (ana / "meetings" / "2026" / "2026-10-14-monthly-meeting.toml").read_text()
    with draft.used():
        draft.begin(text, text)
        before = tree(ana)
        refused = run("contacts", "forget", "ana", "--yes")
        assert refused.code == 1
        assert "open in an editor" in refused.err
        assert tree(ana) == before


def test_files_that_are_no_records_are_named(ana: Path, run: Run) -> None:
    (ana / "images").mkdir()
    (ana / "images" / "ana-lopez.jpg").write_bytes(b"\xff\xd8")
    (ana / "notes.txt").write_text("first\nAna López was here\n")
    look = run("contacts", "forget", "ana", "--yes", "--json").json["look"]
    assert {"file": "data/images/ana-lopez.jpg", "line": None, "what": "file name", "text": "ana-lopez.jpg"} in look
    assert {"file": "data/notes.txt", "line": 2, "what": "text", "text": "Ana López"} in look


def test_how_many_were_there_stays_true(ana: Path, run: Run) -> None:
    run("contacts", "forget", "ana", "--yes")
    run("contacts", "forget", "yoav", "--yes")
    assert run("minutes", "edit", "2026-10-14", "--present", "luis", "--amend").code == 0
    present = [each["who"] for each in run("minutes", "show", "2026-10-14", "--json").json["present"]]
    assert present == [FORMER] * 4 + ["luis-paz"]


def test_a_group_keeps_its_name(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text(group.read_text().replace('name = "Latin', 'name = "John Ratliff Latin', 1))
    shape = run("contacts", "forget", "john", "--yes", "--json").json
    assert 'name = "John Ratliff Latin' in group.read_text()
    assert ("name", "John Ratliff") in [(each["what"], each["text"]) for each in shape["look"]]


def test_hostile_names_are_shown_harmlessly(data: Path, run: Run) -> None:
    name = "Eve \\u001b[31m\\u202e [red]X"
    (data / "contacts" / "eve.toml").write_text(f'name = "{name}"\n')
    (data / "issues" / "peru.toml").write_text(f'title = "Peru"\nsummary = "see {name}"\n')
    shown = run("contacts", "forget", "eve", "--yes")
    assert shown.code == 0
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out
    assert "Eve" not in (data / "issues" / "peru.toml").read_text()
    (data / "contacts" / "odd.toml").write_text('name = "(.*)+$ [a-z]"\n')
    assert run("contacts", "forget", "odd", "--yes").code == 0


NAME = "Ana López"
some = st.sampled_from(
    [NAME, "ANA LOPEZ", "López, Ana", "ana-lopez", "ana@example.org", "Ana", "Cuba", "x\ny", '"', "\\"]
)
texts = st.lists(some, min_size=1, max_size=4).map(" ".join)
people = st.sampled_from(["ana-lopez", "luis-paz", NAME, "Ana", "Somebody Else"])


@settings(max_examples=12)
@given(data=st.data())
def test_the_name_is_nowhere_and_every_record_reads_as_meant(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("folder")
    draw = data.draw
    store = store_at(root)
    (root / "group.toml").write_text(encode(GROUP))
    records = [
        Contact(id="ana-lopez", name=NAME, email="ana@example.org"),
        Contact(id="luis-paz", name="Luis Paz", private=PrivateTable(note=draw(texts))),
        Issue(id="cuba", title=draw(texts), summary=draw(texts), partners=tuple(draw(st.lists(texts, max_size=2)))),
        Event(
            id="2026-12-03-talk", title=draw(texts), start=DayOrTime(dt.date(2026, 12, 3)), description=draw(texts),
            speakers=(Speaker(name=draw(people), about=draw(texts)),), private=PrivateTable(note=draw(texts)),
        ),
        Series(
            id="vigil", title="Vigil", rule="every Saturday", since=dt.date(2026, 1, 1), description=draw(texts),
            exceptions=(SeriesException(date=dt.date(2026, 1, 3), reason=draw(texts), by=draw(people)),),
        ),
        MeetingRecord(
            id="2026-01-03-vigil", state="approved", chair=draw(people), present=tuple(draw(st.lists(people, max_size=4))),
            notes=draw(texts), agenda=(AgendaItem(title=draw(texts), who=draw(people)),),
            decisions=(Decision(text=draw(texts)),), actions=(Action(id="kqzt", what=draw(texts), who=draw(people)),),
        ),
    ]  # fmt: skip
    for record in records:
        store.write([store.creation(record)])
    remark = draw(texts).replace("\n", " ")
    for path in root.rglob("*.toml"):
        path.write_text(f"# {remark}\n{path.read_text()}# {remark}")
    assert app.run(["contacts", "forget", "ana-lopez", "--speakers", "--yes", "--data", str(root), "--json"]) == 0
    for path in root.rglob("*.toml"):
        folded = fold(path.read_text())
        for said in ("ana lopez", "lopez, ana", "ana-lopez", "ana@example.org"):
            assert said not in folded
        assert path.read_text().startswith("# ")
    after = Store.read_only(Folder(root))
    meeting, old = after.meetings.read("2026-01-03-vigil"), records[5]
    assert isinstance(old, MeetingRecord)
    assert [who if who not in ("ana-lopez", NAME, "Ana") else FORMER for who in old.present] == list(meeting.present)
    for record in records[1:]:
        kept = after.collection_of(kinds.of_record(record)).read(record.id)
        assert type(kept) is type(record)


def test_nothing_of_them_stays_in_the_journal(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_USER", "Ana López")
    run("contacts", "add", "Ana López", "--email", "ana@example.org", "--note", "moved to Chelsea")
    run("events", "add", "Rally", "--start", "2026-12-03", "--description", "Write to Ana López, ana@example.org")
    monkeypatch.setenv("LACWG_USER", "Yoav")
    run("events", "edit", "rally", "--title", "Rally for Cuba")
    assert run("contacts", "forget", "ana-lopez", "--yes").code == 0
    (journal,) = (data / ".lacwg").glob("journal-*.sqlite")
    held = journal.read_bytes().decode("utf-8", "replace")
    for text in ("Ana López", "ana@example.org", "Chelsea"):
        assert text not in held
    said = run("log", "--json", "--private", "-n", "100").json
    assert [each["who"] for each in said] == ["Yoav", "Yoav", FORMER, FORMER]
    assert "Rally for Cuba" in str(said)
    assert "López" not in str(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Jørgen Bjørk", ["Jorgen Bjork", "JØRGEN BJØRK", "Jo\u0301rgen  Bjork", "Bjork, Jorgen", "jorgen-bjork"]),
        ("Łukasz Żółć", ["Lukasz Zolc", "łukasz zolc", "Zolc, Łukasz"]),
        ("Đorđe Weiß", ["Dorde Weiss", "ĐORĐE WEISS", "Dorde Wei\u00adß"]),
        ("Æsa Þórsdóttir", ["Aesa Thorsdottir", "Æsa\u00a0Thórsdóttir"]),
        ("Seán O’Brien", ["Sean O'Brien", "sean o‘brien"]),
    ],
)
def test_whatever_search_takes_for_the_same_is_taken_out(data: Path, run: Run, name: str, said: list[str]) -> None:
    assert run("contacts", "add", name).code == 0
    issue = data / "issues" / "peru.toml"
    issue.write_text(f'title = "Peru"\nsummary = "asked {" and ".join(said)} for it"\n')
    meeting = data / "meetings" / "2026" / "2026-10-14-monthly-meeting.toml"
    meeting.parent.mkdir(parents=True)
    present = json.dumps([*said, "Luis Paz"], ensure_ascii=False)
    meeting.write_text(f'state = "draft"\npresent = {present}\n')
    for each in said[:1]:
        assert [found["kind"] for found in run("search", each, "--kind", "issue", "--json").json] == ["issue"]
    forgotten = run("contacts", "forget", slug(name, ""), "--yes")
    assert (forgotten.code, forgotten.err) == (0, "")
    assert tomli.loads(issue.read_text())["summary"] == f"asked {' and '.join([FORMER] * len(said))} for it"
    assert tomli.loads(meeting.read_text())["present"] == [*[FORMER] * len(said), "Luis Paz"]
    assert run("search", fold(name), "--json").json == []
    assert run("check").code == 0


def test_a_name_with_an_ending_or_far_apart_is_listed(data: Path, run: Run) -> None:
    assert run("contacts", "add", "Li Bjørk").code == 0
    issue = data / "issues" / "peru.toml"
    issue.write_text('title = "Peru"\nsummary = "li bjorks letter, and LI       BJORK"\n')
    shape = run("contacts", "forget", "li-bjork", "--yes", "--json").json
    assert [each["text"] for each in shape["look"]] == ["li bjork", "LI       BJORK"]


def test_a_person_is_known_without_accents(data: Path, run: Run) -> None:
    assert run("contacts", "add", "Jørgen Bjørk").out.splitlines()[-1].startswith("Saved as jorgen-bjork")
    assert "Jørgen Bjørk" in run("actions", "add", "Write", "--who", "bjork", "--meeting", "2026-10-14").out
    assert run("contacts", "forget", "jorgen bjork", "--dry-run", "--json").json["id"] == "jorgen-bjork"


def test_a_full_name_that_is_no_contact_s_is_not_taken_for_a_part_of_another_one_s(data: Path, run: Run) -> None:
    run("contacts", "add", "Ana Pérez Gómez")
    other = run("contacts", "forget", "Ana Pérez", "--yes", "--json").json
    assert (other["id"], other["name"]) == (None, "Ana Pérez")
    assert run("contacts", "forget", "gomez", "--dry-run", "--json").json["id"] == "ana-perez-gomez"
    assert run("contacts", "forget", "ana perez gomez", "--yes", "--json").json["id"] == "ana-perez-gomez"


TOLD = ("ana lopez", "ana-lopez", "ana@example.org", "ana@example", "555-0100", "5550100", "chelsea", "12 elm")


def naming(*roots: Path) -> list[Path]:
    """The files below these that name Ana, or are called after her."""
    found = []
    for path in (path for root in roots for path in root.rglob("*")):
        held = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        said = fold(f"{path.name} {held.decode('utf-8', 'replace')} {held.decode('utf-16-le', 'replace')}")
        if any(each in said for each in TOLD):
            found.append(path)
    return found


def fault(text: str) -> Path:
    path = Path(tempfile.gettempdir()) / f"{FAULT_FILE}{abs(hash(text))}.txt"
    path.write_text(f"lacwg 0.1\n\nTraceback\n{text}\n")
    return path


def test_no_byte_of_them_stays_on_this_machine(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, cache: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("LACWG_USER", "Ana López")
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:u-7\nFN:Ana López\nN:López;Ana;;;\nEMAIL:ana@example.org\nEND:VCARD\n"
    Path("cards").write_text(card)
    assert run("import", "vcf", "cards").code == 0
    assert run("contacts", "edit", "ana-lopez", "--phone", "617-555-0100", "--note", "moved to Chelsea").code == 0
    many = " ".join(f"Ana López, ana@example.org, call {number}." for number in range(900))
    for number in range(4):  # what is overwritten leaves pages in the journal free
        assert run("events", "add", f"Talk {number}", "--start", "2026-12-03", "--note", f"{number} {many}").code == 0
    assert run("events", "add", "A talk by Ana López", "--start", "2026-12-04").code == 0
    assert run("events", "remove", "2026-12-04-a-talk-by-ana-lopez", "--yes").code == 0
    assert run("undo").code == 0
    assert run("undo", "--yes").code == 0
    database = sqlite3.connect(next((data / ".lacwg").glob("journal-*.sqlite")))
    database.executescript("PRAGMA secure_delete = OFF; PRAGMA journal_mode = WAL; DELETE FROM changes WHERE entry = 3")
    monkeypatch.setenv("LACWG_USER", "Yoav")
    drafts = data / ".lacwg" / "drafts"
    drafts.mkdir()
    (drafts / "contact-ana-lopez.toml").write_text('name = "Ana López"\n')
    (drafts / "contact-ana-lopez.base").write_text('name = "Ana Lopez"\n')
    (data / "contacts" / ".ana-lopez.toml.4711.tmp").write_text('name = "Ana Ló')
    faults = [fault("KeyError: 'Ana López'"), fault("b'Ana L\\xc3\\xb3pez'"), fault("ZeroDivisionError")]
    old = cache / "lacwg" / "site"
    old.mkdir(parents=True)
    (old / f"{'a' * 32}.msgpack").write_bytes("Ana López".encode())
    database.close()
    Path("cards").unlink()
    planned = run("contacts", "forget", "ana-lopez", "--dry-run", "--json").json
    assert [each["file"] for each in planned["places"] if "went wrong" in each["text"]] == sorted(map(str, faults[:2]))
    assert naming(data, cache, tmp_path)
    assert run("contacts", "forget", "ana-lopez", "--yes").code == 0
    assert naming(tmp_path, cache) == []
    assert [each.exists() for each in faults] == [False, False, True]
    assert run("check").code == 0
    for each in run("log", "--json", "-n", "100").json:  # nothing breaks on what is gone
        assert run("log", str(each["entry"])).code == 0
    assert run("undo", "6").code == 0


def test_a_contact_that_was_removed_before_is_forgotten_by_name(data: Path, run: Run, tmp_path: Path) -> None:
    assert run("contacts", "add", "Ana López", "--email", "ana@example.org").code == 0
    assert run("contacts", "remove", "ana-lopez", "--yes").code == 0
    assert run("contacts", "add", "Ana López Gil").code == 0
    assert naming(data)
    shown = run("contacts", "forget", "Ana López", "--yes")
    assert shown.code == 0
    assert not [path for path in naming(tmp_path) if path.stem != "ana-lopez-gil" and path.suffix != ".sqlite"]
    assert "ana-lopez-gil" in run("log", "--json").out  # who is somebody else is not
    assert run("contacts", "forget", "ana-lopez-gil", "--yes").code == 0
    assert naming(tmp_path) == []


def test_pages_and_exports_that_name_them_are_pointed_at(ana: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("site", "build", "-o", "public").code == 0
    assert run("export", "ics", "-o", "feed.ics").code == 0
    assert run("export", "vcf", "-o", "people.vcf").code == 0  # she is private: not in it
    away = ana.parent / "web" / "it's here"
    away.parent.mkdir()
    assert run("site", "build", "-o", str(away)).code == 0
    known_places.remember(str(away))
    known_places.remember("https://cloud.example.org/dav/ana-lopez/")
    settings = ana.parent / "user-config" / "lacwg" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('name = "Ana López"\n')
    elsewhere = ana.parent / "elsewhere"
    elsewhere.mkdir()
    for directory in (ana.parent, elsewhere, ana / "contacts"):
        monkeypatch.chdir(directory)
        look = run("contacts", "forget", "ana", "--speakers", "--dry-run", "--data", str(ana), "--json").json["look"]
        files = {Path(each["file"]).name: each["text"] for each in look}
        assert "lacwg site build" in files["public"]
        assert "lacwg site build -o '" in files[away.name]
        assert files["config.toml"] == "Ana López"
        assert files["feed.ics"] == "Ana López; make it again, or delete it"
        assert "people.vcf" not in files
    assert run("contacts", "forget", "ana", "--speakers", "--yes", "--data", str(ana)).code == 0
    assert Path(ana.parent, "feed.ics").exists()
    assert known_places.places() == [str(away)]


def test_where_a_journal_cannot_be_rewritten_it_is_said_and_done_the_next_time(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("contacts", "add", "Ana López", "--note", "moved to Chelsea").code == 0
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "rewrite", lambda *_: (_ for _ in ()).throw(FolderError("no room")))
        refused = run("contacts", "forget", "ana-lopez", "--yes")
    assert refused.code == 1
    assert "the records no longer name them, but this journal may" in refused.err
    assert naming(data)
    assert run("contacts", "forget", "Ana López", "--yes").code == 0
    assert naming(data) == []
