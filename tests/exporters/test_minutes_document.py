"""Minutes as a document: what each audience sees of them, and text as it was typed."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import escape

from lacwg.audience import view as audience
from lacwg.exporters.documents import markdown, page
from lacwg.exporters.documents.minutes import document
from lacwg.records import (
    LANGUAGES,
    Action,
    AgendaItem,
    Decision,
    DecisionWords,
    Group,
    MeetingRecord,
    MembersTable,
    PrivateTable,
    Rsvp,
    Sent,
    Series,
    Table,
    TopicWords,
)

CANARY = "canary"
SERIES = Series(id="monthly-meeting", title="Seen", rule="2nd Wednesday", since=dt.date(2019, 1, 1))
GROUP = Group(name="Group", timezone="UTC", uid_namespace="123e4567-e89b-12d3-a456-426614174000", quorum=7373)


def planted() -> MeetingRecord:
    """A record with something that can be told in every field."""
    return MeetingRecord(
        id="2026-11-11-monthly-meeting", audience="public", state="approved", approved_at=dt.date(2026, 12, 9),
        chair=f"{CANARY} chair", present=(f"{CANARY} present",), guests=7373, newcomers=7373,
        regrets=(f"{CANARY} regrets",), notes=f"{CANARY} notes", uid="seen",
        agenda=(AgendaItem(title="Seen item", minutes=7373, who=f"{CANARY} who", done=True, issues=("seen",), **dict.fromkeys(LANGUAGES, TopicWords(title="Seen"))),),
        decisions=(Decision(text="Seen decision", for_=7373, against=7373, abstain=7373, issues=("seen",), **dict.fromkeys(LANGUAGES, DecisionWords(text="Seen"))),),
        actions=(
            Action(id="kqzt", what=f"{CANARY} what", who=f"{CANARY} who", due=dt.date(7373, 1, 1), done=dt.date(7373, 1, 1), issues=(f"{CANARY} issue",)),
            Action(id="kqzs", what=f"{CANARY} what", dropped=dt.date(7373, 1, 1), reason=f"{CANARY} reason"),
        ),
        members=MembersTable(join_url=f"{CANARY} join", dial_in=f"{CANARY} dial"),
        private=PrivateTable(note=f"{CANARY} note", host_key=f"{CANARY} key"),
        sent=(
            Sent(id="kqzt", state="done", on=dt.datetime(7373, 1, 1, tzinfo=dt.UTC), by=f"{CANARY} by", what=f"{CANARY} what", lists=(CANARY,), count=7373, sequence=7373, invited=(f"{CANARY} invited",), uid=f"{CANARY} uid"),
        ),
        rsvp=(Rsvp(contact=f"{CANARY} contact", answer="yes", on=dt.date(7373, 1, 1)),),
    )  # fmt: skip


def unplanted(value: Any) -> list[str]:
    """The fields of a record, and of what is in it, that nothing is planted in."""
    kind = type(value)
    hints = get_type_hints(kind)
    empty = []
    for field in msgspec.structs.fields(kind):
        inner = getattr(value, field.name)
        tables = inner if isinstance(inner, tuple) and inner and isinstance(inner[0], Table) else ()
        if not tables and field.default is not msgspec.NODEFAULT and inner == field.default:
            empty.append(f"{kind.__name__}.{field.name}: {get_args(hints[field.name])}")
        for each in tables[:1]:
            empty += unplanted(each)
    return empty


def test_something_is_planted_in_every_field() -> None:
    left = [each for each in unplanted(planted()) if not each.startswith("Action.")]
    assert [each.split(":")[0] for each in left] == ["MeetingRecord.updated", "MeetingRecord.sequence"]


def view(reader: audience.Reader, record: MeetingRecord) -> audience.MinutesView:
    meeting = audience.OfMeeting(SERIES, SERIES.title, "Wednesday")
    return audience.minutes_view(reader, record, GROUP, meeting, {f"{CANARY} who": "Named"})


@pytest.mark.parametrize("form", [markdown.markdown, page.html])
def test_nothing_but_public_fields_in_public_minutes(form: Any) -> None:
    text = form(document(view("public", planted())))
    assert CANARY not in text
    assert "Named" not in text
    assert text.count("7373") == 0
    assert "kqzt" not in text
    assert "Seen item" in text
    assert "Seen decision" in text
    assert "December 9, 2026" in text
    for_members = form(document(view("members", planted())))
    for each in ("chair", "present", "regrets", "notes", "what", "reason"):
        assert f"{CANARY} {each}" in for_members
    for each in ("join", "dial", "note<", "note\n", "key"):
        assert f"{CANARY} {each}" not in for_members
    assert "7373 for" in for_members
    assert "1 present and 7373 guests, 7373 for the first time, quorum 7373: not met" in for_members
    assert "Named" in for_members


@pytest.mark.parametrize(
    ("reader", "own", "state", "given"),
    [
        (reader, own, state, state != "planned" and (own == "public" or (reader, own) == ("members", "members")) and (reader == "members" or state == "approved"))
        for reader in ("public", "members") for own in ("public", "members", "private") for state in ("planned", "draft", "approved")
    ],
)  # fmt: skip
def test_who_gets_which_minutes(reader: Any, own: Any, state: Any, given: bool) -> None:
    record = MeetingRecord(id="2026-11-11-monthly-meeting", audience=own, state=state)
    if given:
        view(reader, record)
    else:
        with pytest.raises(audience.WithheldError):
            view(reader, record)


def test_the_title_of_a_series_that_is_not_public_stays_inside() -> None:
    hidden = msgspec.structs.replace(SERIES, audience="members")
    seen = audience.minutes_view("public", planted(), GROUP, audience.OfMeeting(hidden, "Hidden", "Hidden"), {})
    assert "Hidden" not in markdown.markdown(document(seen))


HOSTILE = st.text(st.sampled_from("ab1 .)#+-=*_`[]()<>&!|~\\\"'/:"), min_size=1, max_size=20).filter(
    lambda each: each.strip()
)


@given(HOSTILE)
def test_text_shows_as_it_was_typed(text: str) -> None:
    record = MeetingRecord(
        id="2026-11-11-x", audience="public", state="approved", decisions=(Decision(text=text),), notes=None
    )
    plain = " ".join(text.split())
    rendered = MarkdownIt("commonmark").render(markdown.markdown(document(view("public", record))))
    import html
    import re

    item = re.search(r"<ol>\n<li>(.*?)</li>\n</ol>", rendered, re.DOTALL)
    assert item is not None
    assert html.unescape(item[1]) == plain
    assert f"<li>{escape(plain)}</li>" in page.html(document(view("public", record)))


def test_notes_become_html_without_html_in_them() -> None:
    notes = (
        "**bold** <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://tracker/)\n\n<img src=x onerror=y>"
    )
    record = MeetingRecord(
        id="2026-11-11-x", audience="members", state="draft", chair="<b>", present=("<i>",), notes=notes
    )
    shown = page.html(document(view("members", record)))
    assert "<strong>bold</strong>" in shown
    for each in ("<script", "<img", "<b>", "<i>", 'href="javascript'):
        assert each not in shown


@pytest.mark.parametrize(
    ("notes", "lower"),
    [
        ("# Said\n\n## More\n\ntext # not", "### Said\n\n#### More\n\ntext # not"),
        ("## Said #\n> ### in it", "### Said #\n> #### in it"),
        ("Said\nmore\n===\n\nand\n---\ntext", "### Said more\n\n\n\n#### and\n\ntext"),
        ("### Said\n\n#no heading\n\n```\n# code\n```", "### Said\n\n#no heading\n\n```\n# code\n```"),
        ("# a\r\n###### b", "### a\n###### b"),
    ],
)
def test_headings_of_notes_stand_below_the_one_of_their_section(notes: str, lower: str) -> None:
    assert markdown.lowered(notes) == lower
    record = MeetingRecord(id="2026-11-11-x", audience="members", state="draft", notes=notes)
    shown = page.html(document(view("members", record)))
    assert shown.count("<h1") == 1
    assert shown.count("<h2") == 1
