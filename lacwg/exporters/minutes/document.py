"""The minutes of one meeting as Markdown or HTML, from the redacted view alone.

Whatever people have typed as text is escaped, so that it shows as it was typed; only the notes are
Markdown of their own.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lacwg.audience import MinutesView
from lacwg.harmless import harmless
from lacwg.records import Action, AgendaItem, Decision
from lacwg.schedule.wording import long_date, plural

_INLINE: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START: Final = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")
_STYLE: Final = "body{max-width:42em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.5}"


class Section(NamedTuple):
    """A part of the minutes: its heading, and lines of plain text below it."""

    heading: str
    lines: tuple[str, ...]
    numbered: bool = False


def markdown(view: MinutesView) -> str:
    """The minutes as Markdown (CommonMark)."""
    parts = [f"# {_escaped(view.title)}", _escaped(view.when), _escaped(standing(view))]
    for section in _sections(view):
        marks = [f"{number}." if section.numbered else "-" for number in range(1, len(section.lines) + 1)]
        lines = [f"{mark} {_escaped(line)}" for mark, line in zip(marks, section.lines, strict=True)]
        parts += [f"## {section.heading}", "\n".join(lines)]
    if view.record.notes:
        parts += ["## Notes", view.record.notes.strip()]
    return harmless("\n\n".join(parts)) + "\n"


def html(view: MinutesView) -> str:
    """The minutes as a page of HTML that draws on nothing else."""
    title = markup.escape(_plain(view.title))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{markup.escape(view.language)}">',
        f'<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>',
        "<body>",
        f"<h1>{title}</h1>",
        f"<p>{markup.escape(view.when)}</p>",
        f"<p>{markup.escape(standing(view))}</p>",
    ]
    for section in _sections(view):
        kind = "ol" if section.numbered else "ul"
        lines += [f"<h2>{section.heading}</h2>", f"<{kind}>"]
        lines += [f"<li>{markup.escape(_plain(line))}</li>" for line in section.lines]
        lines.append(f"</{kind}>")
    if view.record.notes:
        lines += ["<h2>Notes</h2>", _notes(view.record.notes).rstrip()]
    return harmless("\n".join([*lines, "</body>", "</html>"])) + "\n"


def _notes(text: str) -> str:
    """Markdown as HTML; HTML within it is shown, not obeyed."""
    from markdown_it import MarkdownIt

    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(text)
    return rendered


def standing(view: MinutesView) -> str:
    """Whether the minutes are approved, and when they were."""
    if view.record.state != "approved":
        return "Draft, not approved yet."
    at = view.approved_on
    return "Approved." if at is None else f"Approved at the meeting of {long_date(at)}."


def _sections(view: MinutesView) -> Iterator[Section]:
    record, names = view.record, view.names
    if record.present or record.chair:
        lines = [f"Chair: {_name(record.chair, names)}"] if record.chair else []
        if record.present:
            present = ", ".join(_name(who, names) for who in record.present)
            lines.append(f"{attendance(len(record.present), view.quorum)}: {present}")
        yield Section("Attendance", tuple(lines))
    if record.agenda:
        yield Section("Agenda", tuple(_item(each, names) for each in record.agenda), numbered=True)
    if record.decisions:
        yield Section("Decisions", tuple(decision(each) for each in record.decisions), numbered=True)
    if record.actions:
        yield Section("Actions", tuple(_action(each, names) for each in record.actions))


def _name(who: str, names: Mapping[str, str]) -> str:
    return names.get(who, who)


def _item(item: AgendaItem, names: Mapping[str, str]) -> str:
    about = [plural(item.minutes, "minute") if item.minutes else "", _name(item.who, names) if item.who else ""]
    said = ", ".join(filter(None, about))
    return f"{item.title} ({said})" if said else item.title


def attendance(present: int, quorum: int | None) -> str:
    """``7 present, quorum 5: met``."""
    if quorum is None:
        return f"{present} present"
    return f"{present} present, quorum {quorum}: {'met' if present >= quorum else 'not met'}"


def decision(each: Decision) -> str:
    """A decision with its votes, where they were counted."""
    counted = [(each.for_, "for"), (each.against, "against"), (each.abstain, "abstained")]
    votes = ", ".join(f"{number} {word}" for number, word in counted if number is not None)
    return f"{each.text} ({votes})" if votes else each.text


def _action(action: Action, names: Mapping[str, str]) -> str:
    parts = [action.what, _name(action.who, names) if action.who else ""]
    if action.done is not None:
        parts.append(f"done on {long_date(action.done)}")
    elif action.dropped is not None:
        parts.append(f"dropped on {long_date(action.dropped)}" + (f": {action.reason}" if action.reason else ""))
    elif action.due is not None:
        parts.append(f"due {long_date(action.due)}")
    return " · ".join(filter(None, parts))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    line = _INLINE.sub(r"\\\1", _plain(text))
    return _AT_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)
