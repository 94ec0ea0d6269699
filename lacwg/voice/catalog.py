"""Our own phrases in each language: the catalogs, as the translators' programs keep them (GNU gettext)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Final

from lacwg.records import Language

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
FOLDER: Final = "catalogs"
"""Where the catalogs are, in this package: ``es.po`` and so on."""


@cache
def catalog(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The phrases of a language by their English text, as ``read`` gives them; none for English itself."""
    if language == "en":
        return {}
    return read(_catalog(language), language)


@cache
def originals() -> tuple[str, ...]:
    """All our phrases in English, of what is counted both forms: as any of the catalogs has them."""
    from babel.messages.pofile import read_po

    messages = read_po(BytesIO(_catalog("es")))
    return tuple(
        str(form) for each in messages for form in ([each.id] if isinstance(each.id, str) else each.id) if form
    )


def _catalog(language: Language) -> bytes:
    import pkgutil

    # the package's own data, wherever it is installed, as jinja2 reads its templates
    return pkgutil.get_data("lacwg.voice", f"{FOLDER}/{language}.po") or b""


def read(text: bytes, language: Language) -> dict[str, tuple[str, ...]]:
    """A catalog's phrases by their English text: each with its translation, and the plural's after it if it has one.

    One of a context (gettext's ``msgctxt``: "meeting", as participles agree with it) has that before it: ``key``.
    A phrase that is not translated, or of which the translator is not sure ("fuzzy"), is left out.
    """
    from babel.messages.pofile import read_po

    found = {}
    for message in read_po(BytesIO(text), locale=language):
        ours, theirs = (each if isinstance(each, tuple) else (each,) for each in (message.id, message.string))
        if message.id and all(theirs) and not message.fuzzy:
            found[key(str(ours[0]), message.context)] = tuple(map(str, theirs))
    return found


def key(phrase: str, context: str | None) -> str:
    """What a phrase of a context is kept under, as gettext has it in its own files."""
    return f"{context}\x04{phrase}" if context else phrase


def is_one(number: int, language: Language) -> bool:
    """Whether a number goes with the singular (CLDR's plural rules): in French and Portuguese zero does as well."""
    return number in (0, 1) if language in ("fr", "pt") else number == 1


def filled(phrase: str, values: Mapping[str, object]) -> str:
    """A phrase with its ``{names}`` filled in.

    Not by ``str.format``, which reads attributes: a folder's own templates may bring phrases of their own.
    Raises ``KeyError`` for a name without a value.
    """
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), phrase)


def value_in(phrase: str, text: str) -> str | None:
    """What stands in a text at the one ``{name}`` of a phrase; None for a text that is another.

    A blank that does not break, as French has it before a colon, is a blank: people type that.
    """
    before, _, rest = phrase.replace("\xa0", " ").partition("{")
    after, plain = rest.partition("}")[2], text.replace("\xa0", " ")
    if len(text) < len(before) + len(after) or not (plain.startswith(before) and plain.endswith(after)):
        return None
    return text[len(before) : len(text) - len(after)]
