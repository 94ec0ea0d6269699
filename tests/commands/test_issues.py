"""``lacwg issues``: adding, changing, removing, and the thread."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.schedule import countries

BERTA = "Berta Caceres Human Rights in Honduras Act"


def bills(run: Run, issue: str = "honduras") -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("issues", "show", issue, "--json").json["bills"]
    return found


def test_add_in_full(data: Path, run: Run) -> None:
    added = run(
        "issues", "add", "Puerto Rico’s debt", "--stance", "Cancel it.", "--summary", "Since 2016.", "--country",
        "puerto rico", "--country", "US", "--partner", "Rights Action", "--partner", "A, B", "--bill", "Self-Determination Act",
        "--number", "H.R. 2070", "--chamber", "house", "--session", "117", "--sponsor", "Ana Pérez", "--sponsor", "Bo",
        "--status", "in committee", "--ask", "call", "--url", "https://congress.gov/b", "--audience", "members",
        "--note", "careful",
    )  # fmt: skip
    assert added.out.endswith("A new bill: Self-Determination Act.\nSaved as puerto-ricos-debt · undo: lacwg undo\n")
    shown = run("issues", "show", "puerto", "--json", "--private").json
    assert shown["countries"] == ["PR", "US"]
    assert shown["partners"] == ["Rights Action", "A, B"]
    assert shown["private"] == {"note": "careful"}
    assert shown["audience"] == "members"
    assert shown["bills"] == [
        {
            "name": "Self-Determination Act", "number": "H.R. 2070", "chamber": "house", "session": "117",
            "sponsors": ["Ana Pérez", "Bo"], "status": "in committee", "checked": "2026-11-24", "ask": "call",
            "url": "https://congress.gov/b",
        }
    ]  # fmt: skip
    assert run("check").code == 0


def test_add_refuses_a_second_of_the_same_name(data: Path, run: Run) -> None:
    before = tree(data)
    refused = run("issues", "add", "cübä")
    assert refused.code == 1
    assert 'there is an issue "Cuba" already\n  change it: lacwg issues edit cuba' in refused.err
    assert run("issues", "add", " ").code == 2
    assert run("issues", "add", "New", "--dry-run").out.endswith("Would be saved as new; nothing was.\n")
    assert tree(data) == before
    assert run("issues", "add", "?!", "--plain").lines == [["issue", "?!", "", ""]]
    assert run("issues", "add", "!!", "--plain").lines == [["issue-2", "!!", "", ""]]


def test_a_command_reads_like_a_sentence(data: Path, run: Run) -> None:
    before = (data / "issues/honduras.toml").read_text()
    changed = run(
        "issues", "edit", "hond", "--bill", "Berta Caceres Act", "--number", "H.R. 1945", "--chamber", "house",
        "--session", "118", "--status", "in committee",
    )  # fmt: skip
    assert changed.out.endswith(f"Changed: {BERTA}.\nSaved · undo: lacwg undo\n")
    assert "in committee · as of November 24, 2026" in changed.out
    after = (data / "issues/honduras.toml").read_text()
    assert after.startswith(before)  # remarks too; only lines were added
    assert after[len(before) :] == (
        'number = "H.R. 1945"\nchamber = "house"\nsession = "118"\nstatus = "in committee"\nchecked = 2026-11-24\n'
    )
    assert "sequence" not in after


@pytest.mark.parametrize("typed", [BERTA, BERTA.upper(), "berta", "Bertá Caceres Act", "H.R. 1945", "hr1945", "HR 19"])
def test_which_bill_is_meant(data: Path, run: Run, typed: str) -> None:
    run("issues", "edit", "honduras", "--number", "H.R. 1945")
    run("issues", "edit", "honduras", "--bill", "Another Act", "--number", "S. 5")
    run("issues", "edit", "honduras", "--bill", typed, "--ask", "call")
    assert [each["ask"] for each in bills(run)] == ["call", None]


def test_bills_are_told_apart(data: Path, run: Run) -> None:
    run("issues", "edit", "honduras", "--bill", "Berta Justice Act")
    before = tree(data)
    refused = run("issues", "edit", "honduras", "--bill", "berta", "--ask", "x")
    assert (refused.code, "fits 2 bills" in refused.err) == (1, True)
    assert "which one is meant?" in run("issues", "edit", "honduras", "--ask", "x").err
    assert "has no bill yet" in run("issues", "edit", "cuba", "--status", "x").err
    assert "already" in run("issues", "edit", "honduras", "--bill", "berta j", "--bill-name", BERTA).err
    assert run("issues", "edit", "honduras", "--bill", "").code == 2
    assert run("issues", "edit", "honduras", "--remove-bill", "Cuba").code == 1
    assert tree(data) == before
    run("issues", "edit", "honduras", "--bill", "berta j", "--bill-name", "Justice for Berta Act")
    assert [each["name"] for each in bills(run)] == [BERTA, "Justice for Berta Act"]
    assert run("issues", "edit", "honduras", "--remove-bill", "justice").out.endswith(
        "Taken out: Justice for Berta Act.\nSaved · undo: lacwg undo\n"
    )
    assert [each["name"] for each in bills(run)] == [BERTA]


def test_a_status_says_when_it_was_looked_up(data: Path, run: Run) -> None:
    run("issues", "edit", "honduras", "--status", "in committee", "--checked", "2026-09-01")
    assert bills(run)[0]["checked"] == "2026-09-01"
    assert f"Look up   {BERTA}: its status was looked up 84 days ago" in run("issues", "show", "honduras").out
    assert run("issues", "show", "honduras", "--json").json["next"]["bills"][0]["stale"] is True
    run("issues", "edit", "honduras", "--checked", "nov 20")  # the last one, not next year's
    assert bills(run)[0]["checked"] == "2026-11-20"
    run("issues", "edit", "honduras", "--checked", "today")
    assert "Look up" not in run("issues", "show", "honduras").out
    assert (bills(run)[0]["status"], bills(run)[0]["checked"]) == ("in committee", "2026-11-24")
    assert "still to come" in run("issues", "edit", "honduras", "--checked", "tomorrow").err
    run("issues", "edit", "honduras", "--status", "")
    assert (bills(run)[0]["status"], bills(run)[0]["checked"]) == (None, None)
    assert "Look up" in run("issues", "show", "honduras").out


@pytest.mark.parametrize(("days", "stale"), [("2026-09-25", False), ("2026-09-24", True)])
def test_sixty_days(data: Path, run: Run, days: str, stale: bool) -> None:
    run("issues", "edit", "honduras", "--checked", days)
    assert run("issues", "show", "honduras", "--json").json["next"]["bills"][0]["stale"] is stale


def test_an_empty_value_takes_a_field_out(data: Path, run: Run) -> None:
    run("issues", "edit", "arms", "--partner", "Rights Action", "--country", "Guatemala", "--note", "x")
    shown = run("issues", "show", "arms", "--json").json
    assert shown["partners"] == ["Stop Arms to Mexico", "Rights Action"]
    assert shown["countries"] == ["MX", "GT"]
    run("issues", "edit", "arms", "--remove-partner", "stop arms to méxico", "--remove-country", "mx")
    shown = run("issues", "show", "arms", "--json").json
    assert (shown["partners"], shown["countries"]) == (["Rights Action"], ["GT"])
    run("issues", "edit", "arms", "--partner", "", "--country", "", "--country", "hn", "--stance", "", "--note", "")
    shown = run("issues", "show", "arms", "--json", "--private").json
    assert (shown["partners"], shown["countries"], shown["stance"], shown["private"]) == ([], ["HN"], None, {})
    assert run("issues", "edit", "arms", "--title", "").code == 2
    assert run("issues", "edit", "arms", "--remove-partner", "nobody").code == 1
    assert run("issues", "edit", "arms", "--country", "HN").out.endswith("Already so; nothing changed.\n")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("hn", "HN"), ("Honduras", "HN"), ("hondur", "HN"), ("México", "MX"), ("HAÏTI", "HT"), ("trinidad", "TT"),
     ("St. Lucia", "LC"), ("Saint Lucia", "LC"), ("Dominica", "DM"), ("The Bahamas", "BS"), ("UK", "GB"), ("Burma", "MM")],
)  # fmt: skip
def test_countries(typed: str, code: str) -> None:
    assert countries.code(typed) == code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Hondurus", "did you mean Honduras (HN)?"),
        ("Domini", "fits several"),
        ("xx", "know the country"),
        ("", "know the country"),
    ],
)
def test_no_country(data: Path, run: Run, typed: str, said: str) -> None:
    with pytest.raises(countries.UnknownCountryError) as refused:
        countries.code(typed)
    assert said in str(refused.value)
    if typed:
        assert run("issues", "edit", "cuba", "--country", typed).code == 2


@pytest.mark.parametrize(
    "option", ["--stance", "--summary", "--title", "--partner", "--ask", "--status", "--url", "--number", "--sponsor"]
)
def test_links_to_join_by_stay_out_of_public_texts(data: Path, run: Run, option: str) -> None:
    before = tree(data)
    refused = run("issues", "edit", "honduras", option, "https://zoom.us/j/123?pwd=x")
    assert refused.code == 2
    assert f"{'the title' if option == '--title' else option} is for everybody" in refused.err
    assert tree(data) == before
    assert run("issues", "edit", "honduras", option, "https://zoom.us/j/123?pwd=x", "--public-link").code == 0


def test_the_editor(data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/We oppose/We still oppose/' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(editor))
    assert "We still oppose" in run("issues", "edit", "cuba").out
    assert run("issues", "edit", "cuba", "--dry-run").code == 2
    editor.write_text("#!/bin/sh\necho 'countries = 3' > \"$1\"\n")
    refused = run("issues", "edit", "cuba")
    assert refused.code == 1
    assert "go on with it: lacwg issues edit cuba" in refused.err
    assert "We still oppose" in (data / "issues/cuba.toml").read_text()


def test_what_check_would_find_is_not_saved_from_the_editor(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(data)
    monkeypatch.setenv("EDITOR", 'sed -i \'s/"HN"/"XX"/\'')
    refused = run("issues", "edit", "honduras")
    assert (refused.code, tree(data)) == (1, before)
    assert "issue-honduras.toml, line 6" in refused.err
    monkeypatch.setenv("EDITOR", "sed -i 's/XX/HN/; s/^title = .*/title = \"Honduras now\"/'")
    saved = run("issues", "edit", "honduras")
    assert saved.code == 0
    assert 'lacwg issues edit honduras --lang es --title "TEXT"' in saved.err


def filled(run: Run) -> None:
    """A thread: what was decided and promised on November 11, and an event to come."""
    run("events", "add", "Honduras night", "--start", "Dec 3 7pm", "--issue", "honduras")
    run("events", "add", "Off", "--start", "Dec 1 7pm", "--issue", "honduras")
    run("events", "cancel", "2026-12-01-off", "--reason", "rain")
    run("minutes", "start")
    run("minutes", "edit", "--decision", "Support the berta CÁCERES human rights in Honduras act")
    run("minutes", "edit", "--decision", "Hold a film night", "--issue", "honduras")
    run("minutes", "edit", "--decision", "Buy coffee from Hondurasia")
    run("actions", "add", "Ask the hall", "--who", "Yoav", "--due", "Jan 6", "--issue", "hond")
    run("agenda", "add", "About the film", "--issue", "honduras", "--meeting", "next")


def test_the_thread(data: Path, run: Run) -> None:
    filled(run)
    shape = run("issues", "show", "honduras", "--json").json
    assert [(each["date"], each["kind"], each["text"], each["status"]) for each in shape["thread"]] == [
        ("2026-11-11", "decision", "Support the berta CÁCERES human rights in Honduras act", None),
        ("2026-11-11", "decision", "Hold a film night", None),
        ("2026-11-11", "action", "Ask the hall", "open"),
        ("2026-12-01", "event", "Off", "cancelled"),
        ("2026-12-03", "event", "Honduras night", "confirmed"),
        ("2026-12-09", "agenda", "About the film", None),
    ]
    assert shape["next"]["event"]["id"] == "2026-12-03-honduras-night"
    assert [each["what"] for each in shape["next"]["actions"]] == ["Ask the hall"]
    assert [(each["ask"], each["stale"]) for each in shape["next"]["bills"]] == [("support its passage", True)]
    letters = shape["next"]["actions"][0]["id"]
    shown = run("issues", "show", "honduras").out
    assert "Thread    November 11, 2026 · decision · Support the berta CÁCERES" in shown
    assert "          December 1, 2026 · event · Off · cancelled: rain\n" in shown
    assert "Next      Thursday, December 3, 2026 · 7:00 PM EST: Honduras night\n" in shown
    assert f"To do     {letters} · Ask the hall · Yoav Elinevsky · due January 6, 2027\n" in shown
    assert f"Ask       {BERTA}: support its passage\n" in shown
    run("actions", "done", letters)
    assert run("issues", "show", "honduras", "--json").json["next"]["actions"] == []


def test_a_thread_with_a_series_and_one_without_anything(data: Path, run: Run) -> None:
    (data / "series/vigil.toml").write_text(
        'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nsince = 2026-01-03\nissues = ["haiti"]\n'
        "[[exceptions]]\ndate = 2026-11-28\ncancelled = true\n"
    )
    shape = run("issues", "show", "haiti", "--json").json
    assert [(each["kind"], each["id"]) for each in shape["thread"]] == [("series", "vigil")]
    assert shape["next"]["event"]["id"] == "vigil/2026-12-05"
    empty = run("issues", "show", "bolivia")
    assert 'Next      nothing yet; add an event: lacwg events add "TITLE" --start WHEN --issue bolivia' in empty.out


def test_what_an_agenda_has_from_elsewhere_is_in_the_thread_once(data: Path, run: Run) -> None:
    run("events", "add", "Haiti night", "--start", "Dec 3 7pm", "--issue", "haiti")
    run("agenda", "prepare")
    thread = run("issues", "show", "haiti", "--json").json["thread"]
    assert [(each["kind"], each["text"]) for each in thread] == [("event", "Haiti night")]
    thread = run("issues", "show", "honduras", "--json").json["thread"]
    assert [(each["kind"], each["text"]) for each in thread] == [("agenda", f"{BERTA}: support its passage")]


def test_a_thread_names_what_it_could_not_read(data: Path, run: Run) -> None:
    (data / "events/2021/2021-10-01-x.toml").write_text('title = "x\nissues = ["cuba"]\n')
    shown = run("issues", "show", "cuba")
    assert shown.code == 1
    assert "2021-10-01-x.toml, line 1" in shown.err
    assert "Confronting the U.S. Blockade" in shown.out


@pytest.mark.parametrize(("answer", "gone"), [("y\n", True), ("\n", False)])
def test_remove_asks_once_on_a_terminal(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, gone: bool
) -> None:
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    asked = run("issues", "remove", "bolivia")
    assert 'Remove "Bolivia"?' in asked.err
    assert (data / "issues/bolivia.toml").exists() is not gone
    assert run("issues", "remove", "haiti", "--yes").out == "Removed haiti · undo: lacwg undo\n"


def test_issue_belongs_to_a_decision(data: Path, run: Run) -> None:
    run("minutes", "start")
    assert run("minutes", "edit", "--notes", "x", "--issue", "cuba").code == 2
    assert run("minutes", "edit", "--decision", "x", "--issue", "nowhere").code == 1
    assert run("minutes", "edit", "--decision", "x", "--issue", "cub", "--json").json["decisions"][0]["issues"] == [
        "cuba"
    ]
    assert run("actions", "add", "y", "--who", "Bo", "--issue", "cuba", "--json").json["issues"] == ["cuba"]
    assert run("agenda", "add", "z", "--issue", "cuba", "--json").json["items"][-1]["issues"] == ["cuba"]


def test_remove_refuses_while_something_names_it(data: Path, run: Run) -> None:
    filled(run)
    before = tree(data)
    refused = run("issues", "remove", "honduras")
    assert refused.code == 1
    for named in ("2026-12-03-honduras-night", "2026-12-01-off", "2026-11-11-monthly-meeting", "2026-12-09-monthly"):
        assert named in refused.err
    assert "lacwg issues remove honduras --unlink" in refused.err
    assert "nothing was.\n" in run("issues", "remove", "honduras", "--unlink", "--dry-run").out
    assert tree(data) == before
    removed = run("issues", "remove", "honduras", "--unlink", "--json").json
    assert sorted(removed["unlinked"]) == [
        "2026-11-11-monthly-meeting", "2026-12-01-off", "2026-12-03-honduras-night", "2026-12-09-monthly-meeting",
    ]  # fmt: skip
    after = tree(data)
    assert set(before) - set(after) == {"issues/honduras.toml"}
    changed = {name for name in after if after[name] != before[name]}
    assert len(changed) == 4
    for name in changed:
        assert b'"honduras"' not in (after[name] or b"")
    assert run("events", "show", "honduras-night", "--json").json["issues"] == []
    assert run("check").code == 0


def test_remove_what_nothing_names(data: Path, run: Run) -> None:
    assert run("issues", "remove", "bol").out == "Removed bolivia · undo: lacwg undo\n"
    assert not (data / "issues/bolivia.toml").exists()
    assert run("issues", "remove", "bolivia").code == 1


def test_remove_stops_at_a_record_that_may_name_it(data: Path, run: Run) -> None:
    (data / "events/2021/2021-10-01-x.toml").write_text('title = "x\nissues = ["bolivia"]\n')
    refused = run("issues", "remove", "bolivia", "--unlink")
    assert refused.code == 1
    assert "2021-10-01-x.toml, line 1: this record may name the issue, and cannot be read" in refused.err
    assert (data / "issues/bolivia.toml").exists()


def test_hostile_text_is_shown_harmlessly(data: Path, run: Run) -> None:
    bad = "\x1b[31m[bold]\u202ex\r\ny"
    added = run(
        "issues", "add", bad, "--stance", bad, "--partner", bad, "--bill", bad, "--status", bad, "--ask", bad,
        "--sponsor", bad,
    )  # fmt: skip
    assert added.code == 0
    ids = [line[0] for line in run("issues", "list", "--plain").lines]
    new = next(each for each in ids if each.startswith("31m"))
    run("minutes", "start")
    run("minutes", "edit", "--decision", bad, "--issue", new)
    for argv in (["show", new], ["list"], ["list", "--plain"], ["show", new, "--plain"]):
        shown = run("issues", *argv)
        assert shown.code == 0
        assert not {"\x1b", "\u202e", "\r"} & set(shown.out)
        assert "\\x1b[31m[bold]\\u202ex" in shown.out


def test_issues(data: Path, run: Run) -> None:
    assert len(run("issues", "list", "--plain").lines) == 9
    honduras = run("issues", "show", "hond", "--json").json
    assert honduras["bills"][0]["name"] == "Berta Caceres Human Rights in Honduras Act"
    assert honduras["countries"] == ["HN"]
    assert "Stop Arms to Mexico" in run("issues", "show", "arms").out


def test_a_title_will_do_where_an_id_is_asked_for(data: Path, run: Run) -> None:
    for text in ("Indigenous", "peoples rights", "RIGHTS", "Indígenous peoples"):
        assert run("issues", "show", text, "--plain").lines[0][0] == "indigenous-peoples-rights"
    added = run("events", "add", "Talk", "--start", "Dec 3", "--issue", "policy", "--issue", "Arms", "--json").json
    assert added["issues"] == ["immigration-policy", "arms-sales"]
    assert run("events", "list", "--issue", "policy", "--plain").lines[0][0] == "2026-12-03-talk"
    assert run("search", "talk", "--issue", "sales").out.startswith("Thursday, December 3, 2026")
    assert run("issues", "edit", "sales", "--note", "x").code == 0
    assert run("meetings", "list", "-n", "1", "--series", "LA/CWG monthly meeting").code == 0
    refused = run("events", "add", "Talk", "--start", "Dec 3", "--issue", "zzz")
    assert 'no issue has an id or a title that fits "zzz"' in refused.err
