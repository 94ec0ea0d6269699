"""Whether a change of a file's text would lose a remark that a person wrote."""

from __future__ import annotations


def lost_remarks(before: str, after: str) -> list[str]:
    """The remarks of ``before``, with their ``#``, that stand nowhere in ``after``."""
    kept = set(after.splitlines())
    changed = (line for line in before.splitlines() if "#" in line and line not in kept)
    return [remark for remark in map(_remark, changed) if remark and remark not in after]


def _remark(line: str) -> str:
    """The remark at the end of a line; empty where it has none, as a "#" can be part of a text."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(line)
    except TOMLKitError:
        return ""  # a line of a text of several, or of a list
    return "".join(item.trivia.comment for _, item in document.body)
