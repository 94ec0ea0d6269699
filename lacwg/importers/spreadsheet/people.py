"""Files of people to contacts: a row is read as the card that it would be in an address book.

Google Contacts, Outlook and our own are known by their headings, any other by ``--map``. Columns that mean the
same (three e-mail addresses) are the several properties of one card.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, get_args

from msgspec.structs import replace

from lacwg.dates_in.cells import CellTime, read_cell
from lacwg.dates_in.date_errors import WhenError
from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.importers.spreadsheet import columns
from lacwg.importers.spreadsheet.columns import Columns, plain
from lacwg.importers.spreadsheet.grid import Grid, Row
from lacwg.importers.spreadsheet.reading import CsvOptions, date_format_of
from lacwg.importers.spreadsheet.texts import unguarded
from lacwg.importers.vcard.contacts import Card, of_card
from lacwg.records import AudienceName, Consent, Group
from lacwg.text.content_lines import Property, escaped
from lacwg.text.controls import clean_line
from lacwg.text.fold import slug

_NAME: Final = ("family_name", "given_name", "middle_name", "prefix", "suffix")
"""In the order of a card's N."""
_PLACE: Final = ("po box", "extended address", "street", "city", "state", "postal code", "country")
"""In the order of a card's ADR."""
_PROPERTIES: Final = {
    "name": "FN", "role": "TITLE", "organization": "ORG", "pronouns": "X-PRONOUNS", "email": "EMAIL", "phone": "TEL",
    "fax": "TEL", "note": "NOTE", "uid": "UID", "birthday": "BDAY", "photo": "PHOTO", "nickname": "NICKNAME",
    "url": "URL",
}  # fmt: skip
"""As which property of a card a field is read."""
_DAYS: Final = ("joined", "consented", "no_mail")
FIELDS: Final = (
    "name", *_NAME, "role", "pronouns", "email", "phone", "address", "language", "lists", *_DAYS, "consent",
    "organization", "note", "audience", "uid",
)  # fmt: skip
"""What a column can be said to mean."""
_HEADINGS: Final = {
    heading: field
    for field, headings in {
        "name": "name|full name|display name|nombre|nombre completo|nome|nome completo|nom|nom complet|non",
        "given_name": "first name|given name|prenom|primeiro nome",
        "middle_name": "middle name|additional name",
        "family_name": "last name|family name|surname|apellido|apellidos|sobrenome|nom de famille",
        "title": "title", "prefix": "name prefix", "suffix": "suffix|name suffix",
        "role": "role|roles|job title|organization title|organization 1 title|cargo|fonction",
        "organization": "organization name|organization 1 name|company|organization",
        "pronouns": "pronouns|pronombres",
        "language": "language|languages|idioma|idiomas|langue|langues|lang",
        "address": "address|postal address|direccion|endereco|adresse",
        "lists": "lists|list|labels|group membership|categories|listas|etiquetas|listes|etiquettes",
        "joined": "joined|member since", "consented": "consented", "consent": "consent", "no_mail": "no mail",
        "note": "note|notes|notas", "audience": "audience", "uid": "uid",
        "birthday": "birthday", "photo": "photo", "nickname": "nickname", "url": "web page|personal web page",
    }.items()
    for heading in headings.split("|")
}  # fmt: skip
_PATTERNS: Final = (
    ("email", r"e ?mail(?: address| \d value| \d address)?|correo(?: electronico)?|courriel|adresse e ?mail"),
    ("phone", r"(?:(?:home|business|work|mobile|cell|car|other|primary|company main) )?phone(?: number| \d| \d value)?"
              r"|mobile|cell|telephone|telefono|telefone|telefon|tel"),
    ("fax", r"(?:home |business |other )?fax|pager"),
    ("url", r"website(?: \d value)?"),
    ("", r"id|file as|anniversary|.*\b(?:label|type|phonetic|yomi)\b.*"),
)  # fmt: skip
_PART: Final = re.compile(
    r"(home|business|other|address \d) (?:(formatted)|(street|city|state|postal code|country|po box|extended address)"
    r"|(region)|country region)(?: \d)?"
)
_CUSTOM: Final = re.compile(r"custom field ([123]) (label|value)")
_SEVERAL: Final = " ::: "
"""What stands between the values of one cell of Google's."""


def _meaning(heading: str) -> str | None:
    """What a ``plain`` heading means; "" where it says nothing of its own, None for one that is not known."""
    if match := _CUSTOM.fullmatch(heading):
        return f"custom {match[1]} {match[2]}"
    if match := _PART.fullmatch(heading):
        part = match[2] or match[3] or ("state" if match[4] else "country")
        return f"{match[1]}/{part}"
    return _HEADINGS.get(heading) or next((field for field, each in _PATTERNS if re.fullmatch(each, heading)), None)


def _fields(headings: Iterable[str]) -> list[str | None]:
    """The same of all headings of a file: beside a family name, a name is the given one, and the other way round."""
    found = [*map(_meaning, headings)]
    instead = {"title": "prefix" if "suffix" in found else "role"}
    if len(alone := {"given_name", "family_name"}.intersection(found)) == 1:
        instead["name"] = "given_name" if "family_name" in alone else "family_name"
    return [instead.get(each or "", each) for each in found]


def weight(heading: str) -> int:
    """How much a heading says for a file of people: as ``columns.weight``."""
    return 100 if _meaning(plain(heading)) else 1


def is_of_people(grid: Grid, mapping: Sequence[str]) -> bool:
    """Whether a file is of people: by what ``--map`` says, else by its headings."""
    said = {each.rpartition("=")[2].strip() for each in mapping} - {""}
    if only := said & (set(columns.FIELDS) ^ set(FIELDS)):
        return only <= set(FIELDS)
    headings = [*map(plain, grid.headings)]
    fields = {*_fields(headings)}
    named = bool(fields & {"name", "given_name", "family_name"}) or ("email" in fields and "title" not in headings)
    return named and not columns.is_of_events(headings)


def read(sheet: Grid, name: str, group: Group, lists: Collection[str], wishes: CsvOptions) -> Found:
    """The contacts of a file. ``lists`` are those of the folder: what else a label is called is left out."""
    headings = [*map(plain, sheet.headings)]
    said = columns.mapped(sheet.headings, headings, wishes.mapping, FIELDS)
    fields = [said.get(number, each) for number, each in enumerate(_fields(headings))]
    at = {number: field for number, field in enumerate(fields) if field}
    cells = ((row.line, row.cells[number]) for row in sheet.rows for number, field in at.items() if field in _DAYS)
    order, _, notes = date_format_of(cells, name, wishes.order, group.date_order)
    days = partial(read_cell, order=order, halves=False, language=group.language)
    if "lists" in said.values():  # whoever says so wants those of which there are none yet, too
        cells_of = (row.cells[number] for row in sheet.rows for number, field in said.items() if field == "lists")
        lists = {*lists, *(slug(label, "") for cell in cells_of for label in _labels(cell))} - {""}
    known = None if {"uid", "audience"} <= set(fields) else lists
    made = [_contact(row, at, f"{name}, line {row.line}", days, known) for row in sheet.rows]
    unused = [number for number, field in enumerate(fields) if field is None]
    return Found(
        tuple(each for each in made if isinstance(each, Incoming)),
        (*sheet.skipped, *(each for each in made if isinstance(each, Skipped))),
        notes=(*sheet.notes, *notes, *columns.left_out(sheet, Columns("other", {}, unused))),
    )


def _contact(
    row: Row, at: dict[int, str], source: str, days: Callable[[str], CellTime], lists: Collection[str] | None
) -> Incoming | Skipped:
    """One row. ``lists``: None in a file of our own, of which each is taken as it stands."""
    values: dict[str, list[str]] = {}
    for number, field in at.items():
        cell = unguarded(row.cells[number])
        several = [cell] if lists is None else cell.split(_SEVERAL)
        values.setdefault(field, []).extend(each.strip() for each in several if each.strip(" 0/"))
    for place in "123":  # Google's fields of one's own
        said = values.pop(f"custom {place} value", [])
        for label in values.pop(f"custom {place} label", []):
            if (own := _HEADINGS.get(plain(label), "")) in ("pronouns", "language"):
                values.setdefault(own, []).extend(said)
    incoming = of_card(Card(row.line, (*_properties(values, at.values()),), True, 0), source, lists)
    if isinstance(incoming, Skipped):
        return incoming
    notes = [*incoming.notes]
    contact, fields = incoming.record, incoming.fields
    private: dict[str, Any] = {}
    for field in _DAYS:
        cell = next(iter(values.get(field, ())), "")
        with contextlib.suppress(WhenError):
            private |= {field: day} if (day := days(cell).day) else {}
        if cell and field not in private:
            notes.append(f'{field} is not a date and was left out: "{clean_line(cell)[:40]}"')
    if "consented" in private:
        private["consented"] = Consent(on=private["consented"], how=" ".join(values.get("consent", ())) or None)
    if private:
        contact = replace(contact, private=replace(contact.private, **private))
        fields |= {"private"}
    if lists is None and (audience := " ".join(values.get("audience", ()))) in get_args(AudienceName):
        contact = replace(contact, audience=audience)
    return incoming._replace(record=contact, fields=fields, notes=tuple(notes))


def _labels(cell: str) -> Iterator[str]:
    return (each.strip() for each in re.split("[,;\n]|:::", cell))


def _properties(values: Mapping[str, Sequence[str]], fields: Collection[str]) -> Iterator[Property]:
    """The properties of a card that says what a row says."""
    for field, name in _PROPERTIES.items():
        yield from (Property(name, {"TYPE": field}, escaped(each)) for each in values.get(field, ()))
    yield from (Property("X-LANG", {}, each) for text in values.get("language", ()) for each in re.split("[,;]", text))
    if "lists" in fields:
        labels = (each for text in values.get("lists", ()) for each in _labels(text))
        yield Property("CATEGORIES", {}, ",".join(map(escaped, labels)))
    yield Property("N", {}, ";".join(escaped(" ".join(values.get(part, ()))) for part in _NAME))
    yield from (Property("ADR", {}, f";;{escaped(each)};;;;") for each in values.get("address", ()))
    for place in dict.fromkeys(field.partition("/")[0] for field in values if "/" in field):
        whole = values.get(f"{place}/formatted")
        parts = ["\n".join(values.get(f"{place}/{part}", ())) for part in _PLACE]
        yield Property("ADR", {}, ";".join(map(escaped, ["", "", whole[0], "", "", "", ""] if whole else parts)))
