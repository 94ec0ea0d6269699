"""What the cells of a row say beside its times."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args

from lacwg.importers.incoming import LONGEST, shortened, without_cancelled
from lacwg.importers.meeting_links import JoinDetails
from lacwg.importers.plain_words import ENTITY, from_html, has_markup
from lacwg.importers.spreadsheet.columns import Kind, plain
from lacwg.records import AudienceName, CoHost, EventStatus, Format, MembersTable, Speaker, is_id
from lacwg.text.controls import clean_line, without_controls
from lacwg.text.fold import fold_line
from lacwg.text.links import is_web

_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
_YES: Final = frozenset(("true", "yes", "1", "x", "y", "on", "si", "verdadero"))
_NO: Final = frozenset(("", "false", "no", "0", "n", "off", "falso"))
_FORMATS: Final[dict[str, Format]] = {
    "online": "online", "virtual": "online", "in person": "in-person", "hybrid": "hybrid",
    "online and in person": "hybrid",
}  # fmt: skip
_SENSITIVE: Final = frozenset(("private", "confidential", "personal"))


class RowError(Exception):
    """A row cannot be taken over, and why."""


class CellOptions(NamedTuple):
    """How the texts of a file are read."""

    kind: Kind
    issues: Mapping[str, str]
    """The ids and titles of the group's issues, as ``plain`` has them, to their ids."""
    public_link: bool
    """Links to online meetings stay in public texts."""
    hosts: tuple[str, ...] = ()
    """Where the group holds its meetings, beside the hosts that are known."""

    @property
    def exact(self) -> bool:
        """Whether we have written the file, so that each text is taken as it stands."""
        return self.kind == "spreadsheet"


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def is_yes(cell: str, what: str) -> bool:
    """What a cell answers. Raises ``RowError`` for what is neither yes nor no."""
    said = fold_line(cell)
    if said not in _YES and said not in _NO:
        raise RowError(f'{what}: "{said[:40]}" is neither yes nor no')
    return said in _YES


def of(values: Mapping[str, str], ways: CellOptions, notes: list[str]) -> dict[str, Any]:
    """The fields of an event that a row gives, with None for an empty cell. Raises ``RowError``.

    ``values`` are the cells by the field that they mean; what people must know goes to ``notes``.
    """
    found: dict[str, Any] = {
        name: _cell_text(name, values[name], ways, notes)
        for name in ("title", "place", "url", "description", "reason", "image", "alt", "caption", "credit")
        if name in values
    }
    found |= _choices(values, notes)
    if "speakers" in values:
        pairs = (line.partition(":") for line in values["speakers"].split("\n"))
        found["speakers"] = tuple(
            Speaker(name=name.strip(), about=about.strip() or None) for name, _, about in pairs if name.strip()
        )
    if "co_hosts" in values:
        found["co_hosts"] = tuple(_co_host(each.strip()) for each in values["co_hosts"].split("\n") if each.strip())
    if "issues" in values or "categories" in values:
        found["issues"] = _issues(values, ways, notes)
    members = {name: clean_line(values[name]) or None for name in ("join_url", "dial_in") if name in values}
    if not ways.exact:
        for name in LONGEST:
            found |= {name: shortened(name, found[name], notes)} if found.get(name) else {}
    if not ways.public_link:
        members = _join_links(found, members, notes, ways.hosts)
    if members:
        found["members"] = MembersTable(**members)
    _web_address(found, notes)
    if not ways.exact:
        title, how = found.get("title") or "", _FORMATS.get(plain(found.get("place") or ""))
        if "status" not in found and (rest := without_cancelled(title)):
            found |= {"title": rest, "status": "cancelled"}
            notes.append("its title says that it is cancelled")
        if how is not None:  # a place that only says how people meet ("Online") is no place
            found |= {"place": None, "format": found.get("format") or how}
    if not (found.get("title") or "").strip():
        raise RowError("it has no title")
    return found


def _cell_text(name: str, cell: str, ways: CellOptions, notes: list[str]) -> str | None:
    if ways.exact:
        return cell if cell.strip() else None
    if ways.kind == "the-events-calendar" and name not in ("url", "image"):
        # WordPress takes each cell for HTML
        cell = from_html(cell) if has_markup(cell) else html.unescape(cell)
    elif name == "description" and (has_markup(cell) or ENTITY.search(cell)):
        cell = from_html(cell) if has_markup(cell) else html.unescape(cell)
    cell = without_controls(cell).strip() if name == "description" else clean_line(cell)
    if name == "place" and ways.kind == "the-events-calendar" and cell.isdecimal():
        notes.append(f"its venue is only a number there and was left out: {cell[:20]}")
        return None
    if name == "image" and cell and not cell.startswith("https://"):
        notes.append(f'its picture is not a web address with https:// and was left out: "{cell[:60]}"')
        return None
    return cell or None


def _choices(values: Mapping[str, str], notes: list[str]) -> dict[str, Any]:
    """Status, format and audience: each one of few words."""
    found: dict[str, Any] = {}
    if "status" in values:
        found["status"] = _one_of("status", values["status"] or "confirmed", get_args(EventStatus))
    elif plain(values.get("show_as", "")) in ("1", "tentative"):
        found["status"] = "tentative"
    if "format" in values:
        said = values["format"].strip()
        found["format"] = (_FORMATS.get(plain(said)) or _one_of("format", said, get_args(Format))) if said else None
    elif "tags" in values:
        formats = [_FORMATS[tag] for tag in map(plain, values["tags"].split(",")) if tag in _FORMATS]
        found |= {"format": formats[0]} if formats else {}
    if values.get("audience", "").strip():
        found["audience"] = _one_of("audience", values["audience"], get_args(AudienceName))
    elif plain(values.get("sensitivity", "")) in _SENSITIVE or is_yes(values.get("private", ""), "private"):
        found["audience"] = "private"
        notes.append("it is marked as private there, and is private here")
    return found


def _one_of(what: str, cell: str, choices: tuple[str, ...]) -> str:
    said = fold_line(cell)
    if said not in choices:
        raise RowError(f'{what}: "{said[:40]}" is none of {", ".join(choices)}')
    return said


def _co_host(line: str) -> CoHost:
    """``NAME: URL`` or ``NAME``."""
    name, _, url = line.rpartition(": ")
    return CoHost(name=name, url=url) if name and is_web(url) else CoHost(name=line)


def _issues(values: Mapping[str, str], ways: CellOptions, notes: list[str]) -> tuple[str, ...]:
    """The issues by id or title; what is neither is named, and kept only where it stood in our own file."""
    said = [*re.split("[;,\n]", values.get("issues", "")), *re.split("[;,]", values.get("categories", ""))]
    names = [each for each in map(str.strip, said) if each]
    found = [ways.issues.get(plain(each)) or (each if ways.exact and is_id(each) else "") for each in names]
    if unknown := [each for each, issue in zip(names, found, strict=True) if not issue]:
        notes.append(f"no issue of the group's is called {', '.join(unknown)[:200]}")
    return tuple(dict.fromkeys(filter(None, found)))


def _join_links(
    found: dict[str, Any], members: dict[str, str | None], notes: list[str], hosts: tuple[str, ...]
) -> dict[str, str | None]:
    """Takes links to online meetings out of the public texts. Returns what goes to ``[members]``."""
    links, codes = ([each] if (each := members.get(name)) else [] for name in ("join_url", "dial_in"))
    joins = JoinDetails(links, codes, hosts=hosts)
    if "url" in found:
        found["url"] = joins.out_of_url("website", found["url"])
    for name in ("place", "description", "title", "reason", "alt", "caption", "credit"):
        text = found.get(name) or ""
        if (rest := joins.out_of(name, text)) != text:
            rest = rest.strip(" ,;:()") if name == "place" else rest
            found[name] = None if rest.casefold() in ("", "link: members", "online") else rest
    if not joins.where:
        return members
    if not found.get("title") and "title" in joins.where:
        found["title"] = "Online meeting"
    notes += filter(None, [joins.note])
    made = joins.members
    return {"join_url": made.join_url} | ({"dial_in": made.dial_in} if made.dial_in or "dial_in" in members else {})


def _web_address(found: dict[str, Any], notes: list[str]) -> None:
    """A place that is a web address is the link; a link that is none is left out, and named."""
    place, url = found.get("place"), found.get("url")
    if place and not url and is_web(place):
        found |= {"place": None, "url": place}
    elif url and not is_web(url.strip()):
        notes.append(f'its link is no web address and was left out: "{clean_line(url)[:60]}"')
        found["url"] = None
