"""Where a text names what gets another id."""

from __future__ import annotations

import re

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from lacwg.text import renames
from lacwg.text.renames import mentions_in

OLD, NEW = "2026-12-06-x", "2027-01-05-x"
IDS = st.from_regex(r"2026-1[0-2]-0[1-9]-[a-c]{1,2}(-[a-c]{1,2})?", fullmatch=True)


def renamed(text: str, names: dict[str, str] | None = None) -> str:
    """A text with new names for old ones."""
    for each in reversed(list(mentions_in(text, names or {OLD: NEW}))):
        text = text[: each.start] + each.new + text[each.end :]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OLD, NEW),
        (f"({OLD}), {OLD}. {OLD}; [{OLD}]", f"({NEW}), {NEW}. {NEW}; [{NEW}]"),
        (f"events/2026/{OLD}.toml", f"events/2027/{NEW}.toml"),
        (f"[it](../../events/2026/{OLD}.toml)", f"[it](../../events/2027/{NEW}.toml)"),
        (f"2025/{OLD}", f"2025/{NEW}"),
        (f"{OLD}-2 not-{OLD} a{OLD} {OLD}_b {OLD}é", f"{OLD}-2 not-{OLD} a{OLD} {OLD}_b {OLD}é"),
        (f"see https://x.org/2026/{OLD}/ and www.x.org/{OLD}.", f"see https://x.org/2026/{OLD}/ and www.x.org/{OLD}."),
        (f"webcal://x.org/{OLD}.ics, {OLD}", f"webcal://x.org/{OLD}.ics, {NEW}"),
        (f"{OLD}@x.org ana@{OLD}", f"{OLD}@x.org ana@{OLD}"),
        (f"images/{OLD}.jpg {OLD}.jpg", f"images/{OLD}.jpg {OLD}.jpg"),
    ],
)
def test_what_names_it(text: str, expected: str) -> None:
    assert renamed(text) == expected


def test_a_picture_has_a_name_of_its_own() -> None:
    names = {OLD: NEW, f"images/{OLD}.jpg": f"images/{NEW}.jpg"}
    text = f"![a](../images/{OLD}.jpg) images/{OLD}.png https://x.org/images/{OLD}.jpg images/{OLD}.jpg."
    assert renamed(text, names) == text.replace(f"../images/{OLD}.jpg", f"../images/{NEW}.jpg").replace(
        f" images/{OLD}.jpg.", f" images/{NEW}.jpg."
    )


@given(IDS, IDS, st.lists(st.one_of(IDS, st.sampled_from([" ", "/", "-2", "x", ".toml ", '"', "2026/"])), max_size=9))
def test_ids_are_changed_where_they_stand_whole(old: str, new: str, parts: list[str]) -> None:
    text = "".join(parts)
    after = renamed(text, {old: new})
    whole = rf"(?<![\w-]){old}(?![\w-])"
    assert re.sub(whole, new, text) == after  # the year's folder is the same here
    if old != new:
        assert not re.search(whole, after) or re.search(whole, new)


def test_in_the_strings_and_comments_of_a_file() -> None:
    text = (
        f'uid = "{OLD}" # {OLD}\nurl = "https://x.org/{OLD}"\nnote = "https://x.org/{OLD}\\n\\t{OLD}\\u00e9 {OLD}"\n'
        f"names = ['{OLD}']\n[private]\nnote = '''\n{OLD}'''\n"
    )
    after = renames.renamed(text, renames.mentions(text, {OLD: NEW}))
    assert tomli.loads(after) == {
        "uid": OLD,
        "url": f"https://x.org/{OLD}",
        "note": f"https://x.org/{OLD}\n\t{OLD}é {NEW}",
        "names": [NEW],
        "private": {"note": NEW},
    }
    assert f"# {NEW}\n" in after


@pytest.mark.parametrize("part", [OLD, f"{OLD} ", "2026-12-06-", "images/", "images/a", "images/a/", "a.", "2026/"])
def test_the_steps_that_long_texts_take_grow_with_their_length(part: str) -> None:
    """With a quadratic pattern this would take hours."""
    assert len(list(mentions_in(part * (300_000 // len(part)) + f"\n{OLD}", {OLD: NEW}))) >= 1
