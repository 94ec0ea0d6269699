"""The minutes of one meeting as Markdown or HTML, from the redacted view alone.

Whatever people have typed as text is escaped, so that it shows as it was typed; only the notes are
Markdown of their own. What is not in the language of the minutes is marked as such in HTML.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

from lacwg.audience.view import MinutesView
from lacwg.records import Action, AgendaItem, Decision, MeetingRecord
from lacwg.text.controls import escape_controls
from lacwg.voice.translation import Untranslated
from lacwg.voice.voice import Voice, phrase, voice

_INLINE: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START: Final = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")
_VALUE: Final = re.compile(r"\{([a-z_]+)\}")
_STYLE: Final = (
    "body{max-width:42em;margin:2em auto;padding:0 1em;line-height:1.5}body,h1,h2,h3{font-family:sans-serif}"
)

Line = tuple[str, ...]
"""Pieces of plain text: ours, and what people have typed, which is ``Untranslated`` where it is in another language."""


class Section(NamedTuple):
    """A part of the minutes: its heading, and lines below it."""

    heading: str
    lines: tuple[Line, ...]
    numbered: bool = False


def markdown(view: MinutesView) -> str:
    """The minutes as Markdown (CommonMark)."""
    say = voice(view.language)
    parts = [f"# {_escaped(view.title)}", *map(_escaped, filter(None, (view.when, standing(view), *view.duties)))]
    for section in _sections(view, say):
        marks = [f"{number}." if section.numbered else "-" for number in range(1, len(section.lines) + 1)]
        lines = [f"{mark} {_escaped(''.join(line))}" for mark, line in zip(marks, section.lines, strict=True)]
        parts += [f"## {section.heading}", "\n".join(lines)]
    if view.record.notes:
        parts += [f"## {say.gettext('Notes')}", view.record.notes.strip()]
    return escape_controls("\n\n".join(parts)) + "\n"


def html(view: MinutesView) -> str:
    """The minutes as a page of HTML that draws on nothing else."""
    title, lang = markup.escape(_marked_line(view.title)), _lang(view, view.title)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{markup.escape(view.language)}">',
        f'<head><meta charset="utf-8"><title{lang}>{title}</title><style>{_STYLE}</style></head>',
        "<body>",
        body(view),
        "</body>",
        "</html>",
    ]
    return escape_controls("\n".join(lines)) + "\n"


def body(view: MinutesView) -> str:
    """What stands in the page."""
    say = voice(view.language)
    title, lang = markup.escape(_marked_line(view.title)), _lang(view, view.title)
    lines = [
        f"<h1{lang}>{title}</h1>",
        *(f"<p>{markup.escape(each)}</p>" for each in (view.when, standing(view), *view.duties) if each),
    ]
    for section in _sections(view, say):
        kind = "ol" if section.numbered else "ul"
        lines += [f"<h2>{markup.escape(section.heading)}</h2>", f"<{kind}>"]
        lines += [f"<li>{''.join(_marked(view, piece) for piece in line)}</li>" for line in section.lines]
        lines.append(f"</{kind}>")
    if view.record.notes:
        notes = _notes(view.record.notes).rstrip()
        lang = "" if view.is_own else _attribute(view)
        lines += [f"<h2>{markup.escape(say.gettext('Notes'))}</h2>", f"<div{lang}>\n{notes}\n</div>" if lang else notes]
    return escape_controls("\n".join(lines))


def _marked(view: MinutesView, piece: str) -> str:
    lang, text = _lang(view, piece), markup.escape(piece)
    return f"<span{lang}>{text}</span>" if lang else text


def _lang(view: MinutesView, text: str) -> str:
    """The attribute of an element that holds ``text``; none where it is in the language of the minutes."""
    return _attribute(view) if isinstance(text, Untranslated) else ""


def _attribute(view: MinutesView) -> str:
    return f' lang="{markup.escape(view.records)}"'


def _notes(text: str) -> str:
    """Markdown as HTML; HTML within it is shown, not obeyed."""
    from markdown_it import MarkdownIt

    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(text)
    return rendered


def standing(view: MinutesView) -> str:
    """Whether the minutes are approved, and when they were; "" of an agenda alone."""
    say = voice(view.language)
    if view.agenda_alone:
        return ""
    if view.record.state != "approved":
        return say.gettext("Draft, not approved yet.")
    if view.approved_on is None:
        return say.gettext("Approved.")
    return say.gettext("Approved at the meeting of {day}.", day=say.long_date(view.approved_on))


def _sections(view: MinutesView, say: Voice) -> Iterator[Section]:
    record = view.record
    counts = record.guests or record.newcomers
    if record.present or record.chair or counts or record.regrets:
        lines = [_pieces(say, phrase("Chair: {name}"), name=_name_of(record.chair, view))] if record.chair else []
        counted = attendance(record, view.quorum, say)
        for heading, people in ((counted, record.present), (say.gettext("Regrets"), record.regrets)):
            if people:
                named = ", ".join(_name_of(who, view) for who in people)
                lines.append(_pieces(say, phrase("{name}: {about}"), name=heading, about=named))
            elif counts and heading is counted:
                lines.append((counted,))
        yield Section(say.gettext("Attendance"), tuple(lines))
    if record.agenda:
        yield Section(say.gettext("Agenda"), tuple(_items(view, say)), numbered=True)
    if record.decisions:
        yield Section(say.gettext("Decisions"), tuple(_decision(each, say) for each in record.decisions), numbered=True)
    if record.actions:
        yield Section(say.gettext("Actions"), tuple(_action(each, view, say) for each in record.actions))


def _name_of(who: str, view: MinutesView) -> str:
    return _marked_line(view.names.get(who, who))


def _pieces(say: Voice, text: str, **values: str) -> Line:
    """A phrase in pieces, so that the values in it keep whose language they are in."""
    parts = _VALUE.split(say.template(text))
    return tuple(values[part] if number % 2 else part for number, part in enumerate(parts) if part)


def _items(view: MinutesView, say: Voice) -> Iterator[Line]:
    for item, hour in zip_longest(view.record.agenda, view.hours):
        yield (*([f"{hour} · "] if hour else []), *_item(item, view, say))


def _item(item: AgendaItem, view: MinutesView, say: Voice) -> Line:
    length = say.ngettext("{count} minute", "{count} minutes", item.minutes) if item.minutes else ""
    said = ", ".join(filter(None, [length, _name_of(item.who, view) if item.who else ""]))
    return (_marked_line(item.title), f" ({said})" if said else "")


def attendance(record: MeetingRecord, quorum: int | None, say: Voice) -> str:
    """``7 present and 20 guests, 3 for the first time, quorum 5: met``; guests do not count for it."""
    present, guests = len(record.present), record.guests
    counted = say.ngettext("{count} present", "{count} present", present)
    if guests:
        more = say.ngettext("{count} guest", "{count} guests", guests)
        counted = say.list_format([counted, more]) if present else more
    if record.newcomers:
        counted = say.gettext("{present}, {count} for the first time", present=counted, count=record.newcomers)
    if quorum is None:
        return counted
    if present >= quorum:
        return say.gettext("{present}, quorum {quorum}: met", present=counted, quorum=quorum)
    return say.gettext("{present}, quorum {quorum}: not met", present=counted, quorum=quorum)


def decision(each: Decision, say: Voice) -> str:
    """A decision with its votes, where they were counted: on one line."""
    return "".join(_decision(each, say))


def _decision(each: Decision, say: Voice) -> Line:
    counted = [
        "" if each.for_ is None else say.gettext("{count} for", count=each.for_),
        "" if each.against is None else say.gettext("{count} against", count=each.against),
        "" if each.abstain is None else say.ngettext("{count} abstained", "{count} abstained", each.abstain),
    ]
    votes = ", ".join(filter(None, counted))
    return (_marked_line(each.text), f" ({votes})" if votes else "")


def _action(action: Action, view: MinutesView, say: Voice) -> Line:
    """What nobody can translate in a record, as what is to be done, is in the language of the records."""
    parts: list[Line] = [(_own(action.what, view),)] if action.what else []
    if action.who:
        parts.append((_name_of(action.who, view),))
    if action.done is not None:
        parts.append((say.gettext("done on {day}", day=say.long_date(action.done)),))
    elif action.dropped is not None:
        day = say.long_date(action.dropped)
        dropped = say.gettext("dropped on {day}", day=day)
        if action.reason:
            parts.append(_pieces(say, "{name}: {about}", name=dropped, about=_own(action.reason, view)))
        else:
            parts.append((dropped,))
    elif action.due is not None:
        parts.append((say.gettext("due {day}", day=say.long_date(action.due)),))
    between = [(" · ",)] * (len(parts) - 1)
    return tuple(piece for pair in zip(parts, [*between, ()], strict=True) for line in pair for piece in line)


def _own(text: str, view: MinutesView) -> str:
    return _marked_line(text) if view.is_own else Untranslated(_marked_line(text))


def _marked_line(text: str) -> str:
    """A text on one line, still marked where it is."""
    return type(text)(" ".join(text.split()))


def _escaped(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    line = _INLINE.sub(r"\\\1", _marked_line(text))
    return _AT_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)
