"""``lacwg sync``: two people's changes to one folder, in every pairing."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from conftest import Run
from shared_folders import EVENT, MEETING, RALLY, Clone, git, hub_and_clones

from lacwg import run as this_run
from lacwg.commands.shared.saving import settle_external_edits

RENAMED = "events/2026/2026-12-05-rally.toml"


@pytest.fixture
def clones(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Clone]:
    monkeypatch.chdir(tmp_path)
    return hub_and_clones(tmp_path, run)


def agree(*clones: Clone) -> None:
    """Everybody syncs until nothing is new; then all hold the same."""
    for _ in range(2):
        for clone in clones:
            clone.synced()
    assert all(clone.files == clones[0].files and clone.clean for clone in clones)


def rename(clone: Clone) -> None:
    """As ``events edit --start`` does."""
    clone.write(RENAMED, clone.read(RALLY).replace("12-03T", "12-05T"))
    clone.remove(RALLY)


def test_a_first_push_and_a_second_person(clones: list[Clone]) -> None:
    a, b = clones
    assert a.files == b.files
    assert a.synced().out == "Nothing new here or at origin\n"
    assert git(a.root, "log", "--format=%an %s") == (
        "Ana A contact added; Rally added; the group added; Monthly meeting added\n"
    )
    assert ".lacwg" not in git(a.root, "ls-files")
    assert not (a.root / ".gitignore").exists()


def test_different_keys_of_one_record(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    b.edit(RALLY, 'title = "Rally"', 'title = "Rally for peace"')  # a neighbouring line of what a hand-edit raises
    assert "Shared it with origin" in a.synced().out
    said = b.synced()
    assert "Committed: Rally for peace changed" in said.out
    assert f"changed {RALLY}" in said.out
    agree(a, b)
    made = tomli.loads(a.read(RALLY))
    assert (made["title"], made["place"], made["sequence"]) == ("Rally for peace", "Hall", 5)


def test_neighbouring_lines(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, "T19:00:00\n", 'T19:00:00 # sharp\nformat = "hybrid"\n')
    b.edit(RALLY, '"Church"\n', '"Hall" # the big one\n')
    a.synced()
    b.synced()
    agree(a, b)
    assert "# sharp" in a.read(RALLY)
    assert 'place = "Hall" # the big one' in a.read(RALLY)
    assert tomli.loads(a.read(RALLY))["format"] == "hybrid"


def test_a_comment_without_a_place_is_told(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, '"rent"', '"rent"   # paid by Ana')
    a.edit(RALLY, '"Church"', '"Hall"')
    b.edit(RALLY, '"rent"', '"rent"   # paid by Berta')
    a.synced()
    said = b.synced().err
    assert "There was no place for a comment of theirs; to see: git log -p -2 -- events/" in said
    assert "paid" not in said
    agree(a, b)
    assert "# paid by Berta" in a.read(RALLY)


def test_another_branch_is_shared_as_it_is(clones: list[Clone]) -> None:
    a, b = clones
    for clone in (a, b):
        git(clone.root, "switch", "--quiet", "--create", "next")
    a.edit(RALLY, '"Church"', '"Hall"')
    b.edit(MEETING, '"Hall"', '"Library"')
    agree(a, b)
    assert "Church" in git(a.root, "show", f"origin/main:{RALLY}")
    assert "Hall" in git(b.root, "show", f"origin/next:{RALLY}")


def test_what_only_one_side_changed_comes_byte_by_byte(clones: list[Clone]) -> None:
    a, b = clones
    a.write("issues/cuba.toml", "# a remark\r\ntitle   =   'Cuba'   # another\r\n")
    a.write("images/vigil.jpg", "\x00\r\nno picture")
    a.write("site/note.html", "<p>\r\n")
    b.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    b.synced()
    agree(a, b)
    assert b.read("issues/cuba.toml") == "# a remark\r\ntitle   =   'Cuba'   # another\r\n"
    assert b.read("images/vigil.jpg") == "\x00\r\nno picture"
    a.remove("images/vigil.jpg")
    agree(a, b)
    assert not b.path("images/vigil.jpg").exists()


def test_dates_of_a_series(clones: list[Clone]) -> None:
    a, b = clones
    assert a.run("meetings", "cancel", "2027-01-13", "--reason", "snow", "--by", "Ana").code == 0
    assert b.run("meetings", "move", "2027-02-10", "--to", "2027-02-17", "--by", "Berta").code == 0
    assert b.run("meetings", "edit", "2026-12-09", "--title", "Party", "--by", "Berta").code == 0
    a.edit(MEETING, 'place = "Hall"', 'place = "Library"   # upstairs')
    a.synced()
    b.synced()
    agree(a, b)
    made = tomli.loads(a.read(MEETING))["exceptions"]
    assert [str(each["date"]) for each in made] == ["2026-12-09", "2027-01-13", "2027-02-10"]
    assert (made[0]["title"], made[0]["place"]) == ("Party", "Library")
    assert "# upstairs" in a.read(MEETING)


def test_the_same_date_in_two_ways_is_a_conflict(clones: list[Clone]) -> None:
    a, b = clones
    a.run("meetings", "cancel", "2027-01-13", "--reason", "snow")
    b.run("meetings", "move", "2027-01-13", "--to", "2027-01-20", "--reason", "snow")
    a.synced()
    before = b.files
    stopped = b.sync()
    assert stopped.code == 1
    assert "\n  exceptions 2027-01-13\n    yours   moved_to = 2027-01-20   · Berta" in stopped.out
    assert "\n    theirs  cancelled = true " in stopped.out
    assert "[x]" not in b.sync("--plain").out
    assert b.files == before
    b.synced("--mine", "meeting MONTH")  # by words of its title
    agree(a, b)
    assert "moved_to = 2027-01-20" in a.read(MEETING)
    assert "cancelled" not in a.read(MEETING)


def test_the_same_key_is_a_conflict_with_who_and_when_and_either_side_can_be_chosen(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    a.edit(RALLY, '"rent"', '"rent is due"')
    b.edit(RALLY, '"Church"', '"Library"')
    b.edit(RALLY, '"rent"', '"rent was paid"')
    b.edit(RALLY, 'title = "Rally"', 'title = "Rally for peace"')
    a.synced()
    stopped = b.sync()
    before = b.files
    assert stopped.code == 1
    assert '  place\n    yours   "Library"   · Berta, November' in stopped.out
    assert '    theirs  "Hall"      · Ana, ' in stopped.out
    assert "rent" not in stopped.out
    assert '"rent is due"' in b.sync("--private").out
    assert "lacwg sync --mine 2026-12-03-rally" in stopped.out
    assert (b.files, b.clean) == (before, True)
    (conflict,) = b.sync("--json").json["conflicts"]
    assert conflict["record"] == "2026-12-03-rally"
    assert conflict["fields"][1] == {"path": ["place"], "mine": '"Library"', "theirs": '"Hall"'}
    assert (conflict["mine"]["who"], conflict["theirs"]["who"]) == ("Berta", "Ana")
    assert b.sync("--plain").lines[2][:5] == ["conflict", "2026-12-03-rally", "place", '"Library"', '"Hall"']
    wrong = b.sync("--mine", "vigil")
    assert wrong.code == 1
    assert "2026-12-03-rally" in wrong.err
    assert b.sync("--mine", "rally", "--theirs", "rally").code == 1
    assert b.files == before
    b.synced("--theirs", "rally")
    agree(a, b)
    made = tomli.loads(a.read(RALLY))
    assert (made["title"], made["place"], made["private"]["note"]) == ("Rally for peace", "Hall", "rent is due")
    assert made["sequence"] == 5


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("remover", ["a", "b"])
def test_removed_against_edited(clones: list[Clone], side: str, remover: str) -> None:
    a, b = clones
    first, second = (a, b) if remover == "a" else (b, a)
    first.remove(RALLY)
    second.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    stopped = b.sync()
    assert stopped.code == 1
    assert "(removed)" in stopped.out
    b.synced(f"--{side}", "rally")
    agree(a, b)
    kept = (side == "mine") == (remover == "a")
    assert a.path(RALLY).exists() == kept
    assert not kept or '"Hall"' in a.read(RALLY)


def test_removed_on_both_sides_and_removed_on_one(clones: list[Clone]) -> None:
    a, b = clones
    a.remove(RALLY)
    b.remove(RALLY)
    b.remove("contacts/ana.toml")
    a.synced()
    assert "A contact removed" in git(b.root, "log", "-1", "--format=%s") or b.synced()
    agree(a, b)
    assert not a.path(RALLY).exists()
    assert not a.path("contacts/ana.toml").exists()


@pytest.mark.parametrize("renamer", ["a", "b"])
def test_an_edit_follows_an_event_that_was_renamed(clones: list[Clone], renamer: str) -> None:
    a, b = clones
    first, second = (a, b) if renamer == "a" else (b, a)
    rename(first)
    second.edit(RALLY, '"Church"', '"Hall" # the big one')
    a.synced()
    b.synced()
    agree(a, b)
    assert not a.path(RALLY).exists()
    assert '"Hall" # the big one' in a.read(RENAMED)
    assert "2026-12-05T19" in a.read(RENAMED)
    assert "Rally moved to December 5" in git(a.root, "log", "--format=%s")


def test_renamed_against_removed_and_renamed_in_two_ways(clones: list[Clone]) -> None:
    a, b = clones
    rename(a)
    b.remove(RALLY)
    a.synced()
    assert b.sync().code == 1
    b.synced("--theirs", "rally")
    agree(a, b)
    assert a.path(RENAMED).exists()
    other = RENAMED.replace("12-05", "12-07")
    a.write(other, a.read(RENAMED).replace("12-05T", "12-07T"))
    a.remove(RENAMED)
    b.write(RALLY, b.read(RENAMED).replace("12-05T", "12-03T"))
    b.remove(RENAMED)
    a.synced()
    assert b.sync().code == 1
    ids = [each["record"] for each in b.sync("--json").json["conflicts"]]
    b.synced("--theirs", ids[0])
    agree(a, b)
    assert [path.name for path in a.path("events/2026").iterdir()] == ["2026-12-07-rally.toml"]


def test_both_added_the_same_id(clones: list[Clone]) -> None:
    a, b = clones
    for clone, title in ((a, "ours"), (b, "theirs")):
        assert clone.run("events", "add", "Vigil", "--start", "2026-12-10 18:00", "--place", title).code == 0
    a.synced()
    said = b.synced()
    assert "Two records had the name 2026-12-10-vigil; one of them is 2026-12-10-vigil-2 now." in said.err
    agree(a, b)
    names = [f"events/2026/2026-12-10-vigil{each}.toml" for each in ("", "-2")]
    assert {tomli.loads(a.read(name))["place"] for name in names} == {"ours", "theirs"}
    uids = [tomli.loads(a.read(name))["uid"] for name in names]
    assert uids == sorted(uids)


def test_both_added_the_same_record_with_one_uid_or_none(clones: list[Clone]) -> None:
    a, b = clones
    for clone, more in ((a, 'role = "poet"\n'), (b, 'email = "yoav@example.org"\n')):
        clone.write("contacts/yoav.toml", f'name = "Yoav"\n{more}')
        clone.write(
            "events/2026/2026-12-11-talk.toml",
            EVENT.replace("rally@x", "talk@x").replace("12-03", "12-11")
            + more.replace("role", "host_key").replace("email", "host_key"),
        )
    a.synced()
    assert b.sync().code == 1
    b.synced("--theirs", "talk")
    agree(a, b)
    assert tomli.loads(a.read("contacts/yoav.toml")) == {"name": "Yoav", "role": "poet", "email": "yoav@example.org"}


def test_pictures_changed_on_both_sides_and_the_group(clones: list[Clone]) -> None:
    a, b = clones
    a.write("images/x.png", "one")
    a.edit("group.toml", 'name = "Group"', 'name = "Group"\nquorum = 3')
    b.write("images/x.png", "two")
    b.edit("group.toml", 'name = "Group"', 'name = "Our group"')
    a.synced()
    stopped = b.sync()
    assert stopped.code == 1
    assert "images/x.png" in stopped.out
    assert "group" not in stopped.out.replace("images/x.png", "").split("Committed")[1].partition("\n")[2]
    b.synced("--mine", "images/x.png")
    agree(a, b)
    assert a.read("images/x.png") == "two"
    group = tomli.loads(a.read("group.toml"))
    assert (group["name"], group["quorum"]) == ("Our group", 3)


def test_dry_run_says_it_and_changes_nothing(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    b.edit("contacts/ana.toml", "617", "413")
    before, head = b.files, git(b.root, "rev-parse", "HEAD", "origin/main").split()[0]
    said = b.synced("--dry-run")
    assert said.out == (
        "Would commit: A contact changed\n"
        f"Would take in 1 change from origin\n  changed {RALLY}\nWould share it with origin\nNothing was changed.\n"
    )
    assert b.files == before
    assert git(b.root, "rev-parse", "HEAD").strip() == head
    assert git(b.root, "status", "--porcelain") == " M contacts/ana.toml\n"
    assert b.synced("--json", "--dry-run").json["received"][0]["record"] == "2026-12-03-rally"


def test_hand_edits_are_journaled_and_counted_once_and_what_came_by_git_is_not(clones: list[Clone]) -> None:
    a, b = clones
    a.run("events", "add", "Vigil", "--start", "2026-12-10 18:00")
    a.edit(RALLY, '"Church"', '"Hall"')
    a.edit(MEETING, 'place = "Hall"', 'place = "Hall" # a remark only')
    a.edit("events/2026/2026-12-10-vigil.toml", "T18:00:00", "T18:30:00")
    a.synced()
    rally, vigil = (tomli.loads(a.read(name)) for name in (RALLY, "events/2026/2026-12-10-vigil.toml"))
    assert (rally["sequence"], str(rally["updated"])) == (4, "2026-11-24 17:00:00+00:00")
    assert vigil["sequence"] == 1
    assert "sequence" not in a.read(MEETING)
    kinds = [each["kind"] for each in a.run("log", "vigil", "--json").json]
    assert kinds == ["hand", "hand", "command"]
    git(b.root, "pull", "--quiet")
    before = b.files
    b.synced()
    a.synced()
    assert a.files == b.files == before
    assert b.run("log", "--json").json == []


def test_before_another_way_out_only_what_is_not_committed_counts(clones: list[Clone], data: Path) -> None:
    a, b = clones
    b.run("events", "cancel", "rally", "--reason", "rain")
    b.synced()
    a.synced()
    a.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    b.edit(MEETING, "17:00:00", "18:00:00")
    git(b.root, "pull", "--quiet")  # b wrote the rally itself once, and now a's text came by git
    context = this_run.Run(b.root)
    assert settle_external_edits(context, context.store) == [MEETING]
    assert settle_external_edits(context, context.store) == []
    alone = this_run.Run(data)
    assert settle_external_edits(alone, alone.store) == []


def test_who_was_forgotten_does_not_come_back_into_the_journal(clones: list[Clone]) -> None:
    ana = clones[0]
    assert ana.run("contacts", "forget", "ana", "--yes").code == 0
    said = ana.run("log", "--json").out
    ana.synced()
    assert ana.run("log", "--json").out == said
    (journal,) = (ana.root / ".lacwg").glob("journal-*")
    assert b"617 555 0100" not in journal.read_bytes()


def test_what_came_in_can_be_taken_back(clones: list[Clone]) -> None:
    a, b = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    b.synced()
    assert "sync" in b.run("log").out
    assert b.run("undo").code == 0
    assert '"Church"' in b.read(RALLY)
    agree(b, a)
    assert '"Church"' in a.read(RALLY)
    assert tomli.loads(a.read(RALLY))["sequence"] == 5


@pytest.mark.parametrize(
    "form",
    [
        '[exceptions.private]\nnote = "OLD"',
        '[ exceptions . "private" ]\nnote = "OLD"',
        'private = {note = "OLD"}',
        "'private'.note = \"OLD\"",
    ],
)
def test_nothing_private_is_told_of_a_table_that_clashes(clones: list[Clone], form: str) -> None:
    a, b = clones
    date = "[[exceptions]]\ndate = 2027-01-13\nplace = 'Park'\n"
    a.change(MEETING, lambda text: f"{text}\n{date}{form}\n")
    a.synced()
    b.synced()
    a.change(MEETING, lambda text: text[: text.index("\n[[exceptions]]\ndate = 2027")])
    b.edit(MEETING, "OLD", "SECRET")
    a.synced()
    stopped = b.sync()
    assert 'yours   date = 2027-01-13, place = "Park" (and what is private; shown with --private)' in stopped.out
    for way in ("--plain", "--json"):
        assert "SECRET" not in b.sync(way).out
    assert "SECRET" in b.sync("--private").out


def test_nothing_private_is_in_messages(clones: list[Clone]) -> None:
    a, _ = clones
    a.write("contacts/zoe.toml", 'name = "Zoe Secret"\n')
    a.write("contacts/max.toml", 'name = "Max Secret"\n')
    a.write(
        "events/2026/2026-12-12-secret-talk.toml", 'title = "Secret talk"\nstart = 2026-12-12\naudience = "members"\n'
    )
    a.write("meetings/2026/2026-11-11-monthly-meeting.toml", 'state = "draft"\nnotes = "Secret"\n')
    a.edit(RALLY, "2026-12-03T", "2026-12-04T")
    a.synced()
    message = git(a.root, "log", "-1", "--format=%B")
    assert "ecret" not in message
    assert message == "2 contacts added; Rally moved to December 4; an event added; a meeting record added\n\n"
