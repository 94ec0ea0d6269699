"""``lacwg series edit``, ``rename`` and ``remove``, and stretches of ``lacwg meetings``: a series is set right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import Run, tree

pytestmark = pytest.mark.usefixtures("yoav")

VIGIL = ["series", "add", "Vigil", "--kind", "event", "--rule", "every Saturday", "--at", "noon", "--minutes", "60"]


@pytest.fixture
def vigil(data: Path, run: Run) -> Path:
    """The file of a series of which no date is past."""
    assert run(*VIGIL, "--since", "2026-12-01").code == 0
    return data / "series" / "vigil.toml"


def values(path: Path) -> dict[str, object]:
    """What a file holds."""
    return tomli.loads(path.read_text())


# series edit


def test_a_series_that_has_not_begun_is_set_right(vigil: Path, run: Run) -> None:
    uid = values(vigil)["uid"]
    argv = ["--rule", "1st and 3rd Thursday", "--at", "6:30pm", "--minutes", "90", "--since", "12/4/2026"]
    shown = run("series", "edit", "vigil", *argv, "--place", "City Hall")
    assert shown.out.startswith("Thu  Dec 17, 2026   6:30–8:00 PM EST")
    record = values(vigil)
    assert (record["rule"], str(record["start_time"]), record["minutes"]) == ("1st and 3rd Thursday", "18:30:00", 90)
    assert (str(record["since"]), record["place"]) == ("2026-12-04", "City Hall")
    assert (record["uid"], record["sequence"]) == (uid, 1)
    assert run("series", "edit", "vigil", "--since", "2026-11-01").code == 0  # what is past now was always to be
    assert run("events", "list", "--from", "2026-11-01", "-n", "1", "--json").json[0]["id"] == "vigil/2026-11-05"


@pytest.mark.parametrize(
    "option", [("--rule", "1st Tuesday"), ("--at", "6pm"), ("--minutes", "90"), ("--since", "2019-02-01")]
)
def test_a_series_that_has_begun_stays_and_it_is_said_what_to_do(data: Path, run: Run, option: tuple[str, str]) -> None:
    before = tree(data)
    refused = run("series", "edit", "monthly", *option)
    assert refused.code == 1
    assert "has had dates, the first on January 9, 2019" in refused.err
    way = f"lacwg meetings change --from 2026-12-09 {option[0]} "
    assert (way in refused.err) == (option[0] != "--since")
    assert "lacwg series edit monthly-meeting\n" in refused.err
    assert tree(data) == before
    if option[0] == "--rule":
        assert 'change --from 2026-12-09 --rule "1st Tuesday"\n' in refused.err
        assert run("meetings", "change", "--from", "2026-12-09", *option).code == 0


def test_what_a_series_says_already_is_no_change_of_it(data: Path, run: Run) -> None:
    assert run("series", "edit", "monthly", "--rule", "2nd Wednesday", "--at", "5pm", "--place", "Hall").code == 0
    assert values(data / "series" / "monthly-meeting.toml")["place"] == "Hall"


def test_a_series_with_a_record_has_begun(data: Path, run: Run) -> None:
    run("series", "add", "Assembly", "--rule", "1st Monday", "--at", "6pm", "--since", "2026-12-01")
    assert run("agenda", "add", "Budget", "--meeting", "next", "--series", "assembly").code == 0
    refused = run("series", "edit", "assembly", "--at", "7pm")
    assert refused.code == 1
    assert "assembly has records, such as 2026-12-07-assembly" in refused.err
    assert "lacwg meetings change --from 2027-01-04 --at 7pm --series assembly\n" in refused.err


@pytest.mark.parametrize(("at", "code"), [("11am", 1), ("1pm", 0), (None, 0)])
def test_today_s_date_is_past_when_it_has_begun(data: Path, run: Run, at: str | None, code: int) -> None:
    hour = [] if at is None else ["--at", at]
    run("series", "add", "Vigil", "--rule", "every Tuesday", *hour)  # the clock says Tuesday, noon
    assert run("series", "edit", "vigil", "--rule", "every Friday").code == code


def test_dates_that_no_longer_fit_are_settled(vigil: Path, run: Run) -> None:
    run("events", "cancel", "vigil/2026-12-12", "--reason", "rain")
    refused = run("series", "edit", "vigil", "--rule", "every Sunday")
    assert refused.code == 1
    assert "--keep-dates" in refused.err
    assert run("series", "edit", "vigil", "--rule", "every Sunday", "--drop-dates").code == 0
    assert "exceptions" not in values(vigil)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--rule", "every blue moon"], 'you typed   --rule "every blue moon"'),
        (["--at", "25:00"], 'you typed   --at "25:00"'),
        (["--since", "2027-01-01 7pm"], "a day is meant"),
        (["--since", "2028-01-01"], "until is before since"),
        (["--since", "2027-12-26"], "no date follows"),
        (["--minutes", "0"], "--minutes"),
        (["--lang", "es", "--rule", "every Sunday"], "--rule is the same in every language"),
        (["--place", ""], "nothing is to be changed"),
        (["--dry-run"], "none is given"),
        (["--drop-dates"], "nothing is to be changed"),
    ],
)
def test_what_cannot_be_is_refused(vigil: Path, run: Run, argv: list[str], said: str) -> None:
    run("series", "end", "vigil", "--on", "2027-12-31")
    before = vigil.read_text()
    refused = run("series", "edit", "vigil", *argv)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert vigil.read_text() == before


def test_what_changes_later_is_said(vigil: Path, run: Run) -> None:
    run("meetings", "change", "--from", "2027-03-01", "--at", "3pm", "--series", "vigil")
    told = run("series", "edit", "vigil", "--at", "1pm")
    assert told.err == "As before: from March 1, 2027 3:00 PM\n"
    assert run("series", "edit", "vigil", "--minutes", "30").err == ""
    assert run("series", "edit", "vigil", "--since", "2027-03-06").code == 2


def test_in_an_editor(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = data / "series" / "monthly-meeting.toml"
    assert run("series", "edit", "monthly").code == 2  # nobody is there
    monkeypatch.setenv("EDITOR", "sed -i 's/^start_time.*/start_time = 18:00:00  # later/'")
    saved = run("series", "edit", "monthly")
    assert saved.out.startswith("Wed  Dec  9, 2026   6:00 PM EST")
    assert saved.out.endswith("Saved · undo: lacwg undo\n")
    assert "# later" in path.read_text()
    assert values(path)["sequence"] == 1
    assert run("series", "edit", "monthly").out.endswith("Nothing was changed.\n")
    run("minutes", "start", "2026-11-11")
    before = tree(data)
    for script, said in {
        "s/2nd Wednesday/every blue moon/": "series-monthly-meeting.toml, line 7",
        "s/2nd Wednesday/1st Tuesday/": "monthly-meeting has no meeting of November 11, 2026",
        's/^kind = .*/issues = ["cub"]/': 'did you mean "cuba"?',
    }.items():
        monkeypatch.setenv("EDITOR", f"sed -i '{script}'")
        refused = run("series", "edit", "monthly")
        assert (refused.code, said in refused.err) == (1, True), refused.err
        assert "go on with it: lacwg series edit monthly-meeting" in refused.err
        assert tree(data) == before
        for draft in (data / ".lacwg" / "drafts").glob("*.*"):
            draft.unlink()


# meetings change --from the first day


def test_a_change_from_the_first_day(data: Path, run: Run) -> None:
    uid = run("meetings", "next", "--json").json["uid"]
    changed = run("meetings", "change", "--from", "2019-01-01", "--at", "6pm", "--reason", "the library closes later")
    assert changed.out.startswith("Wed  Jan  9, 2019   6:00 PM EST")
    assert "no reason is kept" in changed.err
    assert "changes" not in values(data / "series" / "monthly-meeting.toml")
    found = run("meetings", "next", "--json").json
    assert (found["start"], found["uid"]) == ("2026-12-09T18:00:00-05:00", uid)
    assert run("meetings", "change", "--from", "2018-12-31", "--at", "6pm").code == 1


# series rename


def test_a_series_is_renamed_with_all_that_names_it(data: Path, run: Run) -> None:
    run("minutes", "start", "2026-11-11")
    notes = "monthly-meeting/2026-12-09, 2026-11-11-monthly-meeting, a monthly-meeting, https://x.org/monthly-meeting/2026-12-09"
    run("minutes", "edit", "2026-11-11", "--notes", notes, "--audience", "members")
    feed, before = run("export", "ics").out, tree(data)
    assert run("series", "rename", "monthly", "assembly", "--dry-run").out.endswith(
        "Would be saved as assembly; nothing was.\n"
    )
    assert tree(data) == before
    renamed = run("series", "rename", "monthly", "assembly")
    assert renamed.out.endswith("Saved as assembly, which was monthly-meeting · undo: lacwg undo\n")
    assert "data/meetings/2026/2026-11-11-assembly.toml, data/group.toml" in renamed.err
    assert run("export", "ics").out == feed
    assert values(data / "group.toml")["main_series"] == "assembly"
    assert "(series/assembly.toml)" in (data / "group.toml").read_text()
    record = values(data / "meetings" / "2026" / "2026-11-11-assembly.toml")
    assert record["notes"] == (
        "assembly/2026-12-09, 2026-11-11-assembly, a monthly-meeting, https://x.org/monthly-meeting/2026-12-09"
    )
    assert not any("monthly-meeting.toml" in name for name in tree(data))
    assert run("check").code == 0
    assert run("meetings", "next", "--json").json["id"] == "assembly/2026-12-09"
    assert run("undo").code == 0
    now = tree(data)
    assert {name for name in now if name not in before} == set()
    assert now["group.toml"] == before["group.toml"]


@pytest.mark.parametrize(
    "new", ["Monthly Assembly", "a--b", "", "2026", "12", "2026-12-09-x", "é", "x" * 300, "a/b", "vigil"]
)
def test_an_id_that_cannot_be_is_refused(vigil: Path, data: Path, run: Run, new: str) -> None:
    before = tree(data)
    refused = run("series", "rename", "monthly-meeting", new)
    assert refused.code == 2, refused.err
    assert ("try: lacwg series rename monthly-meeting monthly-assembly" in refused.err) == (new == "Monthly Assembly")
    assert tree(data) == before


def test_its_own_name_changes_nothing(data: Path, run: Run) -> None:
    before = tree(data)
    assert "nothing changed" in run("series", "rename", "monthly", "monthly-meeting").out
    assert tree(data) == before


def test_what_says_it_is_seen_by_subscribers(vigil: Path, data: Path, run: Run) -> None:
    run("series", "edit", "vigil", "--description", "as on vigil/2026-12-05")
    run("events", "add", "Rally", "--start", "2026-12-03 19:00", "--description", "before vigil/2026-12-05")
    before = values(vigil)["sequence"]
    assert "at another address from now on" in run("series", "rename", "vigil", "silent").err
    record = values(data / "series" / "silent.toml")
    assert (record["description"], record["sequence"]) == ("as on silent/2026-12-05", before + 1)  # type: ignore[operator]
    rally = values(data / "events" / "2026" / "2026-12-03-rally.toml")
    assert (rally["description"], rally["sequence"]) == ("before silent/2026-12-05", 1)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("vigil/2026-12-05 and (vigil/2026-12-12)", "silent/2026-12-05 and (silent/2026-12-12)"),
        ("lacwg events show vigil/2026-12-05", "lacwg events show silent/2026-12-05"),
        ("meetings list --series vigil, --series=vigil", "meetings list --series silent, --series=silent"),
        ("series/vigil.toml", "series/silent.toml"),
        ("2026-12-05-vigil", "2026-12-05-silent"),
        ("a vigil; the vigil/rally; Vigil/2026-12-05", None),
        ("vigil/2026-12-055, vigil-2/2026-12-05, x/vigil/2026-12-05", None),
        ("https://x.org/vigil/2026-12-05?a=2026-12-05-vigil", None),
        ("--series vigil-2 series/vigil-2.toml vigil@example.org", None),
    ],
)
def test_where_a_text_names_a_series(vigil: Path, data: Path, run: Run, text: str, after: str | None) -> None:
    run("minutes", "start", "2026-12-05", "--series", "vigil")
    run("issues", "edit", "cuba", "--summary", text)
    run("series", "rename", "vigil", "silent")
    assert values(data / "issues" / "cuba.toml")["summary"] == (after or text)


# series remove


def test_a_series_that_was_a_mistake_is_removed(
    vigil: Path, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("issues", "edit", "cuba", "--summary", "see vigil/2026-12-05, a vigil")
    assert run("series", "remove", "vigil", "--dry-run").out == "Would be removed: Vigil (vigil); nothing was.\n"
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    asked = run("series", "remove", "vigil")
    assert "Vigil (vigil) vanishes from calendars" in asked.err
    assert "lacwg series end vigil --on DATE" in asked.err
    assert vigil.exists()
    removed = run("series", "remove", "vigil", "--yes")
    assert (removed.out, vigil.exists()) == ("Removed Vigil (vigil) · undo: lacwg undo\n", False)
    assert removed.err.endswith("issues/cuba.toml\n")
    run("undo")
    assert vigil.exists()
    assert run("series", "remove", "vigil", "--yes", "--json").json["removed"] is True


def test_one_that_records_name_is_not_removed(data: Path, run: Run) -> None:
    run("minutes", "start", "2026-11-11")
    before = tree(data)
    refused = run("series", "remove", "monthly", "--yes")
    assert refused.code == 1
    assert "group.toml, line 9: main_series\n" in refused.err
    assert "2026-11-11-monthly-meeting.toml\n" in refused.err
    assert "lacwg series end monthly-meeting --on DATE" in refused.err
    assert tree(data) == before


# A stretch of dates


def test_a_stretch_is_cancelled_in_one_step_and_takes_place_again(data: Path, run: Run) -> None:
    path = data / "series" / "monthly-meeting.toml"
    run("meetings", "cancel", "2027-08-11", "--reason", "vacation")
    run("meetings", "move", "2027-06-09", "--to", "2027-06-16")
    run("meetings", "move", "2027-09-08", "--to", "2027-10-02")  # takes place after the stretch
    run("meetings", "add", "2027-07-20", "--reason", "a talk")
    before = values(path)
    cancelled = run("meetings", "cancel", "--from", "June 15 2027", "--to", "9/15/2027", "--reason", "summer")
    assert cancelled.out == (
        "Wed  Jun 16, 2027   5:00 PM EDT   cancelled: summer\n"
        "Wed  Jul 14, 2027   5:00 PM EDT   cancelled: summer\n"
        "Tue  Jul 20, 2027   5:00 PM EDT   cancelled: summer\n"
        "Saved · undo: lacwg undo\n"
    )
    assert cancelled.err == (
        "Before: Wed  Jun 16, 2027 · moved from June 9, 2027\n"
        "Before: Tue  Jul 20, 2027 · extra: a talk\n"
        "Cancelled before: Wed  Aug 11, 2027 · cancelled: vacation\n"
    )
    assert len(run("log", "--json").json) == 5
    again = run("meetings", "cancel", "--from", "2027-06-15", "--to", "2027-09-15", "--reason", "summer")
    assert again.out == "Already so; nothing changed.\n"
    restored = run("meetings", "restore", "--from", "2027-06-01", "--to", "2027-10-15")
    assert restored.out.count("PM EDT") == 4
    assert restored.err == "Not cancelled, and left as it is: Sat  Oct  2, 2027 · moved from September 8, 2027\n"
    left: Any = values(path)["exceptions"]
    assert {str(each["date"]) for each in left} == {"2027-06-09", "2027-09-08", "2027-07-20"}  # moved, again
    run("undo")
    run("undo")
    assert values(path)["exceptions"] == before["exceptions"]


def test_a_stretch_as_json_and_of_another_series(vigil: Path, run: Run) -> None:
    found = run(
        "meetings",
        "cancel",
        "--from",
        "2026-12-20",
        "--to",
        "2027-01-03",
        "--reason",
        "x",
        "--series",
        "vigil",
        "--json",
    )
    assert [each["id"] for each in found.json] == ["vigil/2026-12-26", "vigil/2027-01-02"]
    assert {each["status"] for each in found.json} == {"cancelled"}
    assert (
        run("meetings", "restore", "--from", "2026-12-20", "--to", "2027-01-03", "--series", "vigil", "--plain").code
        == 0
    )


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        ([], 2, "DATE is missing"),
        (["--from", "2027-01-01"], 2, "--to is missing"),
        (["--to", "2027-01-01"], 2, "--from is missing"),
        (["next", "--to", "2027-01-01"], 2, "leave out one of the two"),
        (["--from", "2027-02-01", "--to", "2027-01-01"], 2, "is before --from"),
        (["--from", "2027-02-11", "--to", "2027-03-01"], 1, "the nearest: Wednesday, February 10, 2027"),
    ],
)
@pytest.mark.parametrize("verb", [["cancel", "--reason", "x"], ["restore"]])
def test_half_a_stretch_is_refused(
    data: Path, run: Run, verb: list[str], argv: list[str], code: int, said: str
) -> None:
    before = tree(data)
    refused = run("meetings", *verb, *argv)
    assert (refused.code, said in refused.err) == (code, True), refused.err
    assert tree(data) == before
