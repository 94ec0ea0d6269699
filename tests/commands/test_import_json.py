"""``lacwg import json``: what ``export json`` wrote comes back, here, in a new folder, or in another group's."""

from __future__ import annotations

import json
import re
import stat
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import strategies
import tomli
from conftest import Run, tree
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import texts

from lacwg.audience.view import View
from lacwg.errors import LacwgError
from lacwg.exporters.records import document as records_document
from lacwg.importers import import_updates, records_json
from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, Series

sys.path.insert(0, str(Path(__file__).parents[1] / "exporters"))
from filled import HOSTILE, Filled

SCHEMA = records_document.schema(everything=True)


def everything(run: Run, data: Path, output: Path) -> Any:
    assert "only you" in run("--data", str(data), "export", "json", "--everything", "--yes", "-o", str(output)).err
    return json.loads(output.read_bytes())


def one(document: Any, folder: str, record_id: str) -> Any:
    return next(each for each in document[folder] if each["id"] == record_id)


@pytest.fixture
def filled(data: Path, run: Run) -> Path:
    for argv in (
        ["issues", "edit", "haiti", "--stance", "Solidarity", "--note", "quietly"],
        ["contacts", "add", "Ana López", "--email", "ana@example.org", "--note", "calls after six"],
        [
            "events",
            "add",
            "Film",
            "--start",
            "2026-12-03 19:00",
            "--issue",
            "haiti",
            "--join-url",
            "https://zoom.us/j/1?pwd=x",
        ],
        ["meetings", "move", "2026-12-09", "--to", "2026-12-10", "--reason", "snow"],
        ["minutes", "start", "2026-11-11"],
        ["minutes", "edit", "2026-11-11", "--present", "Ana López", "--decision", "March"],
        ["actions", "add", "Ask the hall", "--who", "Ana López", "--meeting", "2026-11-11"],
    ):
        assert run(*argv).code == 0, argv
    invited = 'id = "kqzt"\nstate = "done"\non = 2026-11-23T15:00:00Z\nwhat = "announcement"\ninvited = ["ana-lopez"]\n'
    with (data / "meetings/2026/2026-11-11-monthly-meeting.toml").open("a") as record:
        record.write(f'\n[[sent]]\n{invited}uid = "as-it-went-out"\n')
    return data


def test_everything_comes_back_in_a_new_folder(filled: Path, run: Run, tmp_path: Path) -> None:
    new, out = tmp_path / "new", tmp_path / "all.json"
    first = everything(run, filled, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert first["audience"] == "private"
    assert one(first, "contacts", "ana-lopez")["private"] == {"note": "calls after six"}
    jsonschema.Draft202012Validator(SCHEMA).validate(first)
    before = tree(filled)
    run("import", "json", str(out), "--new", str(new), "--dry-run")
    assert not new.exists()
    assert "0 changed, 0 the same" in run("import", "json", str(out), "--new", str(new)).out
    assert everything(run, new, tmp_path / "again.json") == first
    assert tomli.loads((new / "meetings/2026/2026-11-11-monthly-meeting.toml").read_text())["sent"][0]["uid"] == (
        "as-it-went-out"
    ), "what people's calendars know it by"
    assert "0 new, 0 changed" in run("--data", str(new), "import", "json", str(out)).out
    told = [run("--data", str(each), "check").out for each in (new, filled)]
    assert [each.rpartition(" in ")[2] for each in told] == [told[0].rpartition(" in ")[2]] * 2
    assert tree(filled) == before


@given(hostile=texts())
def test_each_field_of_each_kind_comes_back(hostile: str) -> None:
    made = Filled(hostile=HOSTILE + hostile)
    group, records = made.record(Group), [made.record(kind) for kind in (Series, Event, Contact, Issue, MeetingRecord)]
    series, event, contact, issue, meeting = records
    view = View(audience="members", language="es", group=group, series=(series,), events=iter([event]), contacts=(contact,), issues=(issue,), meetings=(meeting,))  # fmt: skip
    data = records_document.document(view, "private")
    document = records_json.read(data, "x.json")
    assert document.group == group
    found = records_json.found(document, group.uid_namespace, {})
    back = {type(each.record): each.record for each in found.records}
    assert not found.skipped
    for record in records:
        if record is event or record is series or record.audience != "private":
            assert back[type(record)] == record


def test_what_has_changed_in_the_file_is_taken_over_and_the_rest_stays(filled: Path, run: Run, tmp_path: Path) -> None:
    document = everything(run, filled, tmp_path / "all.json")
    run("import", "json", str(tmp_path / "all.json"))
    run("issues", "edit", "haiti", "--summary", "typed here")
    run("contacts", "edit", "ana", "--audience", "private")
    one(document, "issues", "haiti")["stance"] = "Another"
    one(document, "contacts", "ana-lopez")["audience"] = "public"  # nobody else says who may see what is here
    document["meetings"][0]["notes"] = "longer"
    (tmp_path / "later.json").write_text(json.dumps(document))
    assert "0 new, 2 changed" in run("import", "json", str(tmp_path / "later.json")).out
    issue = json.loads(run("issues", "show", "haiti", "--json").out)
    assert (issue["stance"], issue["summary"]) == ("Another", "typed here")
    assert 'audience = "public"' not in (filled / "contacts/ana-lopez.toml").read_text()
    assert 'notes = "longer"' in (filled / "meetings/2026/2026-11-11-monthly-meeting.toml").read_text()
    run("undo")
    assert json.loads(run("issues", "show", "haiti", "--json").out)["stance"] == "Solidarity"


def test_another_groups_records_get_names_of_their_own(filled: Path, run: Run, tmp_path: Path) -> None:
    everything(run, filled, tmp_path / "all.json")
    other = tmp_path / "other"
    (other / "series").mkdir(parents=True)
    text = (filled / "group.toml").read_text()
    (other / "group.toml").write_text(re.sub(r'(?<=uid_namespace = ")[0-9a-f]{8}', "0d7ff4c4", text))
    (other / "series/monthly-meeting.toml").write_text('title = "Ours"\nrule = "1st Monday"\nsince = 2026-01-05\n')
    run("--data", str(other), "issues", "add", "Haiti", "--stance", "Ours")
    run("--data", str(other), "contacts", "add", "Ana Other")
    (other / "contacts/ana-other.toml").rename(other / "contacts/ana-lopez.toml")
    told = run("--data", str(other), "import", "json", str(tmp_path / "all.json")).out
    assert "Skipped: haiti" in told
    assert 'stance = "Ours"' in (other / "issues/haiti.toml").read_text()
    assert 'title = "Ours"' in (other / "series/monthly-meeting.toml").read_text()
    assert (other / "series/monthly-meeting-2.toml").exists()
    record = (other / "meetings/2026/2026-11-11-monthly-meeting-2.toml").read_text()
    assert 'present = ["ana-lopez-2"]' in record
    assert 'who = "ana-lopez-2"' in record
    again = run("--data", str(other), "import", "json", str(tmp_path / "all.json")).out
    assert "0 new, 0 changed" in again
    assert again.count("Skipped: ") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON document"),
        ("[]", "no JSON document"),
        ('{"format": "other"}', "is not what lacwg export json writes"),
        ('{"format": "lacwg", "version": 9}', "version 9"),
        ('{"format": "lacwg", "version": 1, "language": "es"}', "without --lang"),
        ('{"format": "lacwg", "version": 1, "audience": "public"}', "does not fit its format"),
        ("[" * 100_000, "no JSON document"),
    ],
)
def test_what_is_no_such_document_changes_nothing(data: Path, run: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.json").write_text(text)
    before = tree(data)
    assert told in run("import", "json", str(tmp_path / "x.json")).err
    assert tree(data) == before


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../x"}, {"id": "Haiti"}, {"id": 3}, {"id": None}, {"title": ""}, {"title": ["x"]},
        {"countries": ["XXX"]}, {"strange": 1}, {"updated": "2026-01-01T00:00:00"},
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_is_named_and_passed_over(filled: Path, run: Run, tmp_path: Path, change: dict[str, Any]) -> None:  # fmt: skip
    document = everything(run, filled, tmp_path / "all.json")
    document["issues"][0] |= change
    (tmp_path / "all.json").write_text(json.dumps(document))
    told = run("import", "json", str(tmp_path / "all.json"), "--new", str(tmp_path / "new"))
    assert "1 skipped" in told.out
    assert "issues 1" in told.out


@pytest.mark.parametrize("name", ["2026-11-11", "2026-11-11-2"])
def test_minutes_whose_series_was_withheld_are_named_and_passed_over(
    filled: Path, run: Run, tmp_path: Path, name: str
) -> None:
    document = everything(run, filled, tmp_path / "all.json")
    document["meetings"] = [{"id": name, "audience": "public", "state": "approved"}]
    (tmp_path / "all.json").write_text(json.dumps(document))
    told = run("import", "json", str(tmp_path / "all.json"), "--new", str(tmp_path / "new"))
    assert "1 skipped" in told.out
    assert f"Skipped: {name} (" in told.out
    assert "its series is not for those who got the file" in told.out
    assert run("check", "--data", str(tmp_path / "new"), "--json").json is not None
    assert not list((tmp_path / "new").rglob("2026-11-11*"))


def test_everything_goes_to_a_file_alone_and_only_if_it_is_meant(filled: Path, run: Run, tmp_path: Path) -> None:
    assert "-o FILE" in run("export", "json", "--everything", "--yes").err
    assert "-o FILE" in run("export", "json", "--everything", "--yes", "-o", "/dev/null").err.replace(
        "a file that only", "-o FILE"
    )
    assert "--yes" in run("export", "json", "--everything", "-o", str(tmp_path / "x.json")).err
    assert "--audience" in run("export", "json", "--everything", "--yes", "--audience", "members", "-o", str(tmp_path / "x.json")).err  # fmt: skip
    assert not (tmp_path / "x.json").exists()
    open_file = tmp_path / "open.json"
    open_file.write_text("")
    open_file.chmod(0o644)
    everything(run, filled, open_file)
    assert stat.S_IMODE(open_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("reader", ["public", "members"])
def test_what_a_file_s_readers_may_not_see_stays_here(data: Path, run: Run, tmp_path: Path, reader: str) -> None:
    assert run("issues", "add", "Hush", "--audience", "private").code == 0
    assert run("events", "add", "Rally", "--start", "2026-12-03", "--issue", "hush", "--issue", "cuba").code == 0
    (data / "meetings" / "2026").mkdir(parents=True)
    minutes = data / "meetings" / "2026" / "2026-11-11-monthly-meeting.toml"
    minutes.write_text(
        'audience = "public"\nstate = "approved"\n[[agenda]]\ntitle = "Rent"\nwho = "Yoav"\nminutes = 5\n'
        '[[decisions]]\ntext = "Pay"\nfor = 7\nissues = ["hush"]\n'
    )
    before, file = tree(data), tmp_path / "some.json"
    assert run("export", "json", "--audience", reader, "-o", str(file)).code == 0
    told = run("import", "json", str(file))
    assert (told.code, tree(data)) == (0, before), told.out
    assert "0 changed" in told.out
    document = json.loads(file.read_text())
    document["events"][-1]["title"] = "March"
    file.write_text(json.dumps(document))
    assert run("import", "json", str(file)).code == 0
    event = run("events", "show", "2026-12-03-rally", "--json").json
    assert (event["title"], event["issues"]) == ("March", ["hush", "cuba"])


FIXED = ("id", "uid", "audience", "updated", "sequence")


@given(st.data())
@settings(max_examples=30, phases=[Phase.generate])  # what is shrunk takes minutes
def test_whatever_has_changed_in_a_file_is_taken_over_to_the_letter(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([strategies.events, strategies.all_series, strategies.contacts, strategies.issues, strategies.meeting_records]))  # fmt: skip
    here, theirs = data.draw(kind()), data.draw(kind())
    fields = frozenset(here.__struct_fields__) - set(FIXED)
    try:
        before = import_updates.said(here, fields, "America/New_York")
    except LacwgError:  # a rule in a change that nothing can be made of
        return
    taken = import_updates.merged(here, theirs, fields, before, "America/New_York").record
    for field in sorted(fields - {"sent", "timezone", *import_updates._TIMES.get(type(here), ())}):
        if field == "exceptions":
            assert {each.date: each for each in taken.exceptions} == {each.date: each for each in theirs.exceptions}
        elif field == "lists":
            assert set(taken.lists) == set(theirs.lists)
        elif isinstance(here, Contact) and field == "private":  # whoever wants no mail gets none
            no_mail = here.private.no_mail or theirs.private.no_mail
            assert taken.private == replace(theirs.private, no_mail=no_mail)
        else:
            assert getattr(taken, field) == getattr(theirs, field), field
    sent = {each.id for each in getattr(taken, "sent", ())}
    assert sent >= {each.id for some in (here, theirs) for each in getattr(some, "sent", ())}
    again = import_updates.merged(
        taken, theirs, fields, import_updates.said(theirs, fields, "America/New_York"), "America/New_York"
    )
    assert not again.changed
