"""Three versions of a record made one: by key, by date, and never with anything lost unseen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from lacwg import kinds
from lacwg.store.merge.texts import merged_text
from lacwg.store.merge.values import Clash, merged

SERIES = """\
title = "Meeting"
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2019-01-01
"""
EVENT = """\
title = "Rally"
start = 2026-12-03T19:00:00
place = "Church"
uid = "u"
updated = 2026-11-01T12:00:00Z
sequence = 3
"""


def values(text: str) -> dict[str, Any]:
    return tomli.loads(text)


def both(
    base: str, mine: str, theirs: str, kind: kinds.Kind[Any] = kinds.SERIES, record_id: str | None = "x", **more: Any
) -> Any:
    return merged_text(base, mine, theirs, kind, record_id, **more)


dates = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 6))
exception = st.fixed_dictionaries(
    {},
    optional={
        "cancelled": st.just(True),
        "moved_to": dates,
        "place": st.sampled_from("ab"),
        "by": st.sampled_from(["Ana", "Yoav"]),
        "on": dates,
        "private": st.fixed_dictionaries({"note": st.sampled_from("ab")}),
    },
)
tables = st.dictionaries(dates, exception, max_size=3).map(
    lambda made: [{"date": day, **made[day]} for day in sorted(made)]
)
record = st.fixed_dictionaries(
    {"title": st.sampled_from("ab")},
    optional={
        "place": st.sampled_from("abc"),
        "issues": st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
        "es": st.fixed_dictionaries({}, optional={"title": st.sampled_from("ab"), "place": st.just("c")}),
        "members": st.fixed_dictionaries({}, optional={"join_url": st.sampled_from("ab"), "dial_in": st.just("1")}),
        "exceptions": tables,
        "sequence": st.integers(1, 3),
        "updated": st.sampled_from([dt.datetime(2026, 1, n, tzinfo=dt.UTC) for n in (1, 2)]),
    },
).map(lambda made: {key: value for key, value in made.items() if value not in ({}, [])})


@given(record, record)
def test_what_only_one_side_changed_is_taken(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merged(base, changed, base) == (changed, [])
    assert merged(base, base, changed) == (changed, [])
    assert merged(base, changed, changed) == (changed, [])


def plain(made: dict[str, Any]) -> dict[str, Any]:
    """Without the order of what has none."""
    issues = {"issues": sorted(made["issues"])} if "issues" in made else {}
    return {**made, **issues}


@given(record, record, record)
def test_it_is_the_same_from_either_side(base: dict[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    here, there = merged(base, one, other), merged(base, other, one)
    assert {each.path for each in here[1]} == {each.path for each in there[1]}
    assert sorted((repr(c.path), repr(c.mine), repr(c.theirs)) for c in here[1]) == sorted(
        (repr(c.path), repr(c.theirs), repr(c.mine)) for c in there[1]
    )
    if not here[1]:
        assert plain(here[0]) == plain(there[0])


@given(record, record, record)
def test_nothing_is_lost_unseen(base: dict[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    """Each value that a side gave is there, or the other gave it too, or it is shown."""
    made, clashes = merged(base, one, other)
    paths = {each.path[0] for each in clashes}
    for side in (one, other):
        for key, value in side.items():
            if key in ("sequence", "updated"):
                assert base in (one, other) or made[key] >= value
            elif value != base.get(key) and key not in paths:
                if key == "exceptions":
                    was = {each["date"]: each for each in base.get(key, [])}
                    now = {each["date"]: each for each in made.get(key, [])}
                    for each in value:
                        for inner, content in each.items():
                            if content != was.get(each["date"], {}).get(inner) and inner not in ("by", "on", "private"):
                                assert now[each["date"]][inner] == content
                elif key == "issues":
                    assert set(value) - set(base.get(key, [])) <= set(made[key])
                elif key == "es":
                    new = {inner: text for inner, text in value.items() if text != base.get("es", {}).get(inner)}
                    assert new.items() <= made.get("es", {}).items()
                elif key != "members":
                    assert made[key] == value
    assert merged(base, one, other, prefer="mine")[1] == []
    assert merged(base, one, other, prefer="theirs")[1] == []


def test_the_stamps_never_go_back_and_count_once_more() -> None:
    base = values(EVENT)
    mine = {**base, "place": "Hall", "sequence": 4, "updated": dt.datetime(2026, 11, 3, tzinfo=dt.UTC)}
    theirs = {**base, "url": "https://x.org", "sequence": 6, "updated": dt.datetime(2026, 11, 2, tzinfo=dt.UTC)}
    made, clashes = merged(base, mine, theirs)
    assert not clashes
    assert (made["sequence"], made["updated"]) == (7, mine["updated"])
    assert (made["place"], made["url"]) == ("Hall", "https://x.org")
    # what was merged already, as after a step that was stopped, does not count again
    assert merged(base, made, theirs) == (made, [])


def test_what_no_subscriber_sees_does_not_count_once_more() -> None:
    base = {"title": "Vigil", "sequence": 3}
    mine = {**base, "private": {"note": "a"}, "sequence": 4}
    theirs = {**base, "private": {"host_key": "b"}, "sequence": 4}
    assert merged(base, mine, theirs) == ({**base, "private": {"note": "a", "host_key": "b"}, "sequence": 4}, [])


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "path"),
    [
        ('place = "a"', 'place = "b"', 'place = "c"', ("place",)),
        ('place = "a"', "", 'place = "c"', ("place",)),
        ("", 'place = "b"', 'place = "c"', ("place",)),
        ("[private]\nnote = 'a'", "[private]\nnote = 'b'", "[private]\nnote = 'c'", ("private", "note")),
        ("issues = ['a', 'b']", "issues = ['b']", "issues = ['a', 'b', 'c']", ("issues",)),
        (
            "[[exceptions]]\ndate = 2026-12-09\ncancelled = true",
            "",
            "[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = 'snow'",
            ("exceptions", "2026-12-09"),
        ),
        (
            "",
            "[[exceptions]]\ndate = 2026-12-09\ncancelled = true",
            "[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-10",
            ("exceptions", "2026-12-09", "cancelled/moved_to/extra"),
        ),
    ],
)
def test_the_same_key_changed_on_both_sides_is_a_clash(
    base: str, mine: str, theirs: str, path: tuple[str, ...]
) -> None:
    sides = [values(SERIES + each) for each in (base, mine, theirs)]
    assert [each.path for each in merged(*sides)[1]] == [path]
    for prefer, side in (("mine", 1), ("theirs", 2)):
        assert merged(*sides, prefer=prefer) == (  # type: ignore[arg-type]
            {**sides[side], **({"sequence": 1} if merged(*sides, prefer=prefer)[0].get("sequence") else {})},
            [],  # type: ignore[arg-type]
        )


def test_one_date_edited_by_two_people_keeps_both_edits_and_both_names() -> None:
    base = SERIES + "\n[[exceptions]]\ndate = 2026-12-09\n"
    mine = base + 'place = "Hall"\nby = "Ana"\non = 2026-11-02\n'
    theirs = base + 'url = "https://x.org"\nby = "Yoav"\non = 2026-11-03\n'
    (made,) = tomli.loads(both(base, mine, theirs).text)["exceptions"]
    assert made == {
        "date": dt.date(2026, 12, 9), "place": "Hall", "url": "https://x.org", "by": "Ana, Yoav", "on": dt.date(2026, 11, 3),
    }  # fmt: skip


def test_comments_of_both_sides_stay() -> None:
    base = SERIES + "\n[[exceptions]]\ndate = 2026-12-09\ncancelled = true\n"
    mine = (
        "# ours\n"
        + base.replace("17:00:00", "18:00:00   # the hall is free")
        + ("\n# ours too\n[[exceptions]]\ndate = 2027-02-10\ncancelled = true # ice\n")
    )
    theirs = base.replace('title = "Meeting"', '# theirs\ntitle = "Our meeting"') + (
        "\n# theirs too\n[[exceptions]]\ndate = 2027-01-13\ncancelled = true # snow\n\n[exceptions.private]\nnote = 'n'\n"
    )
    made = both(base, mine, theirs)
    assert made.lost == ()
    assert made.text == (
        '# ours\n# theirs\ntitle = "Our meeting"\nrule = "2nd Wednesday"\nstart_time = 18:00:00   # the hall is free\n'
        "since = 2019-01-01\nsequence = 1\n"
        "\n[[exceptions]]\ndate = 2026-12-09\ncancelled = true\n"
        "\n# theirs too\n[[exceptions]]\ndate = 2027-01-13\ncancelled = true # snow\n\n[exceptions.private]\nnote = 'n'\n"
        "\n# ours too\n[[exceptions]]\ndate = 2027-02-10\ncancelled = true # ice\n"
    )


def test_a_table_that_only_they_wrote_is_as_they_wrote_it() -> None:
    base = SERIES + "\n[[exceptions]]\ndate = 2026-12-09\n\n[[changes]]\nfrom = 2027-03-01\n"
    theirs = base.replace(
        "date = 2026-12-09\n", "date = 2026-12-09\n# so said Ana\n[exceptions.es]\nplace = 'Sala' # abajo\n"
    )
    theirs += "\n# of the coordinators\n[private] # hush\nnote = 'n'\n"
    made = both(base, base.replace("2027-03-01", "2027-03-01 # ours"), theirs)
    assert made.lost == ()
    assert made.text.replace("sequence = 1\n", "") == (
        SERIES + "\n[[exceptions]]\ndate = 2026-12-09\n\n# so said Ana\n[exceptions.es]\nplace = 'Sala' # abajo\n"
        "\n[[changes]]\nfrom = 2027-03-01 # ours\n\n# of the coordinators\n[private] # hush\nnote = 'n'\n"
    )
    gone = both(base, SERIES, theirs, prefer="theirs")
    assert "# so said Ana\n[exceptions.es]\nplace = 'Sala' # abajo\n" in gone.text


def test_words_in_other_languages_are_merged_key_by_key() -> None:
    base = EVENT + '\n[es]\ntitle = "Marcha"\n'
    mine = base.replace('"Marcha"', '"Marcha por la paz"   # checked') + '\n# by Bo\n[fr]\ntitle = "Marche"\n'
    theirs = base + 'place = "Iglesia"\n\n# by Ana\n[ht]\ntitle = "Mach"\n'
    made = both(base, mine, theirs, kinds.EVENT, "2026-12-03-rally")
    assert made.lost == ()
    assert values(made.text)["es"] == {"title": "Marcha por la paz", "place": "Iglesia"}
    assert (values(made.text)["fr"], values(made.text)["ht"]) == ({"title": "Marche"}, {"title": "Mach"})
    assert all(comment in made.text for comment in ("# checked", "# by Bo", "# by Ana"))
    other = base.replace('"Marcha"', '"Mitin"')
    assert both(base, mine, other, kinds.EVENT, "2026-12-03-rally").clashes == (
        Clash(("es", "title"), "Marcha por la paz", "Mitin"),
    )


def test_an_empty_table_of_words_is_no_obstacle() -> None:
    mine, theirs = EVENT + "\n[es]\n", EVENT.replace("Church", "Hall")
    made = both(EVENT, mine.replace("Rally", "March"), theirs, kinds.EVENT, "2026-12-03-rally")
    assert values(made.text)["place"] == "Hall"
    assert values(made.text)["title"] == "March"


def test_a_comment_without_a_place_is_told() -> None:
    base = EVENT
    mine = base.replace('place = "Church"', 'place = "Hall" # big')
    theirs = base.replace('place = "Church"', 'place = "Hall" # opposite the church')
    made = both(base, mine, theirs, kinds.EVENT, "2026-12-03-rally")
    assert "# big" in made.text
    assert made.lost == ("# opposite the church",)


def test_actions_by_their_letters_and_lists_where_both_added() -> None:
    base = 'state = "draft"\npresent = ["ana"]\n\n[[actions]]\nid = "abcd"\nwhat = "Ask"\n'
    mine = base.replace('["ana"]', '["ana", "yoav"]') + 'done = 2026-11-20\n\n[[actions]]\nid = "bcdf"\nwhat = "Call"\n'
    theirs = base.replace('["ana"]', '["berta", "ana"]') + 'who = "ana"\n\n[[actions]]\nid = "cdfg"\nwhat = "Write"\n'
    made = tomli.loads(both(base, mine, theirs, kinds.MEETING, "2026-11-11-monthly-meeting").text)
    assert made["present"] == ["berta", "ana", "yoav"]
    assert {each["id"]: each["what"] for each in made["actions"]} == {"abcd": "Ask", "bcdf": "Call", "cdfg": "Write"}
    assert made["actions"][0] == {"id": "abcd", "what": "Ask", "who": "ana", "done": dt.date(2026, 11, 20)}


def test_each_list_of_a_contact_is_a_question_of_its_own() -> None:
    base, mine, theirs = (
        f'name = "Ana"\nlists = {lists}\n'
        for lists in ('["members", "board"]', '["members", "press"]', '["board", "vigil"]')
    )
    made = both(base, mine, theirs, kinds.CONTACT, "ana")
    assert tomli.loads(made.text) == {"name": "Ana", "lists": ["press", "vigil"]}
    assert made.clashes == ()


def test_what_would_not_be_right_together_is_a_conflict() -> None:
    base = 'title = "Rally"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T22:00:00\n'
    mine = base.replace("start = 2026-12-03T19", "start = 2026-12-03T21")
    theirs = base.replace("end = 2026-12-03T22", "end = 2026-12-03T20")
    assert both(base, mine, theirs, kinds.EVENT).text is None
    assert "before the start" in both(base, mine, theirs, kinds.EVENT).reason
    assert both(base, mine, theirs, kinds.EVENT, prefer="mine").text == mine


def test_a_version_that_is_no_record_is_a_conflict() -> None:
    made = both(EVENT, EVENT.replace("Church", "Hall"), "<<<<<<< HEAD\n" + EVENT, kinds.EVENT)
    assert made.text is None
    assert "merge" in made.reason


def test_other_kinds() -> None:
    contact = both(
        'name = "Ana"\n', 'name = "Ana"\nrole = "poet"\n', 'name = "Ana"\nemail = "a@x.org"\n', kinds.CONTACT
    )
    assert tomli.loads(contact.text) == {"name": "Ana", "role": "poet", "email": "a@x.org"}  # no sequence of its own
    issue = both(
        'title = "Cuba"\n\n[[bills]]\nname = "A"\n',
        'title = "Cuba"\n\n[[bills]]\nname = "A"\n\n[[bills]]\nname = "B"\n',
        'title = "Cuba"\nstance = "x"\n\n[[bills]]\nname = "C"\n\n[[bills]]\nname = "A"\n',
        kinds.ISSUE,
    )
    assert [each["name"] for each in tomli.loads(issue.text)["bills"]] == ["C", "A", "B"]
    base = 'name = "G"\ntimezone = "America/New_York"\nuid_namespace = "123e4567-e89b-12d3-a456-426614174000"\n'
    group = both(base, base + "quorum = 3\n", base + "[photo]\ncaption = 'c'\n", kinds.GROUP, None)
    assert tomli.loads(group.text)["quorum"] == 3
    assert tomli.loads(group.text)["photo"] == {"caption": "c"}


def test_lines_with_other_ends() -> None:
    mine = EVENT.replace("Church", "Hall").replace("\n", "\r\n")
    made = both(EVENT.replace("\n", "\r\n"), mine, EVENT.replace("Rally", "Vigil"), kinds.EVENT)
    assert made.text.count("\r\n") == made.text.count("\n")
    assert tomli.loads(made.text)["title"] == "Vigil"
    assert tomli.loads(made.text)["place"] == "Hall"


def test_a_clash_says_both_values() -> None:
    made = both(EVENT, EVENT.replace("Church", "Hall"), EVENT.replace("Church", "Library"), kinds.EVENT)
    assert made.clashes == (Clash(("place",), "Hall", "Library"),)


@pytest.mark.parametrize(("side", "by", "on", "reason"), [("mine", "Bo", 25, "flood"), ("theirs", "Ana", 24, "snow")])
def test_whose_decision_stands_is_credited_alone(side: Any, by: str, on: int, reason: str) -> None:
    def decided(why: str, who: str, day: int, more: str = "") -> str:
        return SERIES + f'[[exceptions]]\ndate = 2026-12-09\n{more}reason = "{why}"\nby = "{who}"\non = 2026-11-{day}\n'

    mine, theirs = (decided(*each, "cancelled = true\n") for each in (("flood", "Bo", 25), ("snow", "Ana", 24)))
    made = values(both(SERIES, mine, theirs, prefer=side).text)["exceptions"]
    assert made == [
        {"date": dt.date(2026, 12, 9), "cancelled": True, "reason": reason, "by": by, "on": dt.date(2026, 11, on)}
    ]
    # of a decision that is both's, both are
    mine = decided("flood", "Bo", 25, 'place = "Hall"\n')
    theirs = decided("snow", "Ana", 24, 'url = "https://x.org"\n')
    (made_by_both,) = values(both(SERIES, mine, theirs, prefer=side).text)["exceptions"]
    assert (made_by_both["reason"], made_by_both["by"]) == (reason, "Ana, Bo")


@pytest.mark.parametrize("kind", [kinds.MEETING, kinds.EVENT])
def test_of_two_answers_of_one_person_the_newer_holds(kind: kinds.Kind[Any]) -> None:
    head = EVENT if kind is kinds.EVENT else 'state = "planned"\n'

    def record(*answers: tuple[str, str, int]) -> str:
        rows = (f'[[rsvp]]\ncontact = "{who}"\nanswer = "{said}"\non = 2026-11-{day}\n' for who, said, day in answers)
        return "\n".join([head, *rows])

    base = record(("ana", "maybe", 20), ("bo", "yes", 20))
    mine = record(("ana", "yes", 25), ("bo", "yes", 20), ("cy", "yes", 24), ("dee", "no", 24))
    theirs = record(("ana", "no", 24), ("cy", "no", 24), ("eve", "maybe", 24), ("bo", "no", 21))
    results = [both(base, *sides, kind=kind, record_id="2026-12-09-x") for sides in ((mine, theirs), (theirs, mine))]
    for result in results:
        assert result.clashes == ()
        made = values(result.text)
        assert {each["contact"]: (each["answer"], each["on"].day) for each in made["rsvp"]} == {
            "ana": ("yes", 25), "bo": ("no", 21), "cy": ("yes", 24), "dee": ("no", 24), "eve": ("maybe", 24),
        }  # fmt: skip
        assert made.get("sequence") == values(head).get("sequence")
    new = [both("", *sides, kind=kind, record_id="2026-12-09-x") for sides in ((mine, theirs), (theirs, mine))]
    assert [len(values(each.text)["rsvp"]) for each in new] == [5, 5]
