"""What changed, in a line that everybody may read."""

from __future__ import annotations

import pytest

from lacwg.commands.sync.syncing import LONGEST, Changed, told

RALLY = "events/2026/2026-12-03-rally.toml"
EVENT = 'title = "Haiti: solidarity"\nstart = 2026-12-03\nuid = "u"\n'


def new(path: str, text: str) -> Changed:
    return Changed(path, None, text)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([new(RALLY, EVENT)], "Haiti: solidarity added"),
        ([Changed(RALLY, EVENT, None)], "Haiti: solidarity removed"),
        ([Changed(RALLY, EVENT, EVENT.replace("12-03", "12-05"))], "Haiti: solidarity moved to December 5"),
        ([Changed(RALLY, EVENT, EVENT + 'status = "cancelled"\n')], "Haiti: solidarity cancelled"),
        (
            [Changed(RALLY, EVENT, None), new(RALLY.replace("12-03", "12-05"), EVENT.replace("12-03", "12-05"))],
            "Haiti: solidarity moved to December 5",
        ),
        ([Changed(RALLY, EVENT, EVENT + 'audience = "members"\n')], "An event changed"),
        ([Changed(RALLY, EVENT + 'audience = "members"\n', EVENT)], "An event changed"),
        ([new(RALLY, "no record")], "An event added"),
        ([new("contacts/a.toml", 'name = "A"\naudience = "public"\n')], "A contact added"),
        ([new("series/a.toml", "x"), new("series/b.toml", "x")], "2 series added"),
        ([new("images/a.jpg", ""), new("notes.txt", ""), new("group.toml", "")], "A picture added; a file added; the group added"),
        ([new(RALLY, EVENT.replace("Haiti", "\\u001b[2J\\nx"))], "\\x1b[2J x: solidarity added"),
        ([new(f"issues/i{n}.toml", f'title = "I{n}"\n') for n in range(4)], "4 issues added"),
    ],
)  # fmt: skip
def test_a_line(changes: list[Changed], line: str) -> None:
    assert told(changes) == line


def test_a_line_is_never_long() -> None:
    long = EVENT.replace("Haiti", "H" * 200)
    assert told([new(RALLY, long)]) == "An event added"
    assert told([Changed(RALLY, long, long.replace("12-03", "12-05"))]) == "1 event moved"
    assert (
        len(told([new(RALLY, EVENT), *(new(f"issues/i{n}.toml", f'title = "{n * 30}"') for n in range(3))])) <= LONGEST
    )
