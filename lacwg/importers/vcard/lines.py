"""The bytes of a .vcf file as cards of properties (RFC 2426, RFC 6350, and vCard 2.1 as telephones write it).

Bounded: each line is looked at a fixed number of times. What is no property is counted and passed over.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_PROPERTY: Final = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;(?:[^\":;]++|\"[^\"]*+\"?)*+)*+):(.*)", re.DOTALL | re.ASCII)
_PARAMETER: Final = re.compile(r";((?:[^\";]++|\"[^\"]*+\"?)*+)")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_21: Final = re.compile(r"\\([;:,\\])")
_VERSION: Final = re.compile(r"VERSION[^:]*:\s*([\d.]+)", re.IGNORECASE)


class Property(NamedTuple):
    """One property of a card."""

    name: str
    """In capitals, without its group."""
    parameters: dict[str, tuple[str, ...]]
    """By name in capitals, their values in small letters; what has no name is a TYPE, as 2.1 has it."""
    raw: str
    """Its value, still escaped."""
    old: bool
    """Whether the card is of version 2.1, which escapes less."""

    @property
    def text(self) -> str:
        """Its value as one text."""
        return unescaped(self.raw, old=self.old)

    @property
    def parts(self) -> list[str]:
        """Its value as the texts between semicolons."""
        return [unescaped(each, old=self.old) for each in split(self.raw)]

    @property
    def types(self) -> frozenset[str]:
        """What kind of address or number it is: "cell", "home", "pref"."""
        return frozenset(self.parameters.get("TYPE", ()))


class Card(NamedTuple):
    """The properties between BEGIN and END."""

    line: int
    """Of its BEGIN, counted from 1."""
    properties: tuple[Property, ...]
    whole: bool
    """False: it has no END of its own."""
    unread: int
    """How many of its lines are no properties."""

    def all(self, name: str) -> list[Property]:
        """The properties of a name, those that are preferred first; else in their order."""
        return sorted((each for each in self.properties if each.name == name), key=_preference)


def _preference(found: Property) -> int:
    if "pref" in found.types:
        return 0
    said = found.parameters.get("PREF", ("",))[0]
    return min(int(said), 100) if said.isdecimal() and len(said) < 4 else 101


def cards(data: bytes) -> Iterator[Card]:
    """The cards of a file; nothing where there is none."""
    begun: int | None = None
    lines: list[str] = []
    for number, line in enumerate(_text(data).split("\n"), 1):
        line = line.removesuffix("\r")
        word = line.strip().upper()
        if word.startswith("BEGIN") and re.fullmatch(r"BEGIN\s*:\s*VCARD", word):
            if begun is not None:
                yield _card(begun, lines, whole=False)
            begun, lines = number, []
        elif begun is not None and word.startswith("END") and re.fullmatch(r"END\s*:\s*VCARD", word):
            yield _card(begun, lines, whole=True)
            begun, lines = None, []
        elif begun is not None:
            lines.append(line)
    if begun is not None:
        yield _card(begun, lines, whole=False)


def _text(data: bytes) -> str:
    """A file's text: UTF-8, UTF-16 where a mark says so, else as old Windows programs write it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text if "\n" in text else text.replace("\r", "\n")


def _card(begun: int, lines: list[str], *, whole: bool) -> Card:
    said = next((match[1] for line in lines if (match := _VERSION.match(line))), "")
    old = said == "2.1"
    properties, unread = [], 0
    for line in _unfolded(lines, old=old):
        if (found := _property(line, old=old)) is not None:
            properties.append(found)
        elif line.strip():
            unread += 1
    return Card(begun, tuple(properties), whole, unread)


def _unfolded(lines: list[str], *, old: bool) -> Iterator[str]:
    """Whole lines: what begins with a blank goes on with the one before, and so does what 2.1 ends with "="."""
    parts: list[str] = []
    softly = False
    for line in lines:
        if softly:
            parts[-1] = parts[-1].removesuffix("=")
            parts.append(line)
        elif line[:1] in (" ", "\t") and parts:
            parts.append(line if old else line[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [line]
        softly = line.endswith("=") and _is_quoted_printable(parts[0])
    if parts:
        yield "".join(parts)


def _is_quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _property(line: str, *, old: bool) -> Property | None:
    match = _PROPERTY.fullmatch(line)
    if match is None:
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    for parameter in _PARAMETER.finditer(match[2]):
        name, equals, value = parameter[1].partition("=")
        if not equals:
            quoted = name.strip().upper()
            name, value = ("ENCODING" if quoted in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), name
        values = (each.strip() for each in value.replace('"', "").lower().split(","))
        key = name.strip().upper()
        parameters[key] = (*parameters.get(key, ()), *filter(None, values))
    value = match[3]
    if "quoted-printable" in parameters.get("ENCODING", ()):
        value = _decoded(quopri.decodestring(value.encode()), next(iter(parameters.get("CHARSET", ())), "utf-8"))
    return Property(match[1].upper(), parameters, value, old)


def _decoded(data: bytes, charset: str) -> str:
    for each in (charset, "utf-8"):
        try:
            return data.decode(each)
        except (LookupError, ValueError):  # no such charset, or it is another one
            continue
    return data.decode("cp1252", "replace")


def split(raw: str) -> list[str]:
    """A value at its semicolons, but for those that are escaped."""
    parts = [""]
    for each in re.findall(r"(?:\\.|[^\\;])+|;|\\\Z", raw, re.DOTALL):
        if each == ";":
            parts.append("")
        else:
            parts[-1] += each
    return parts


def unescaped(raw: str, *, old: bool = False) -> str:
    """A value without its escapes."""
    if old:
        return _ESCAPE_21.sub(r"\1", raw).replace("\r\n", "\n")
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], raw)
