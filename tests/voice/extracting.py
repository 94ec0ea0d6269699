"""Reads every phrase that is to be translated out of the code and the templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import lacwg

PACKAGE = Path(lacwg.__file__).parent
SAYS = {"gettext", "template", "value_in", "_", "phrase"}
"""The functions whose first argument is a phrase; of ``ngettext`` the first two are."""


class Used(NamedTuple):
    """A phrase, the form that it has for many things, and where it stands."""

    phrase: str
    many: str | None
    where: str


@cache
def used() -> list[Used]:
    """Every phrase of the package, as often as it stands there."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += in_python(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))
    for path in sorted((PACKAGE / "site" / "templates").glob("*.html")):
        found += in_template(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))
    return found


def in_python(source: str, name: str) -> Iterator[Used]:
    """The phrases of a module. One that is put together with ``f"…"`` cannot be translated: ``ValueError``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", None))
        texts = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
        where = f"{name}:{node.lineno}"
        if called in SAYS and node.args and isinstance(node.args[0], ast.JoinedStr):
            raise ValueError(f'{where}: a phrase must stand there whole, with {{names}}, not as f"…"')
        if called in SAYS and texts and isinstance(texts[0], str):
            yield Used(texts[0], None, where)
        elif called == "ngettext" and len(texts) > 2 and isinstance(texts[0], str) and isinstance(texts[1], str):
            yield Used(texts[0], texts[1], where)


def in_template(source: str, name: str) -> Iterator[Used]:
    """The phrases of a template."""
    from io import BytesIO

    from jinja2.ext import babel_extract

    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for line, _, texts, _ in babel_extract(BytesIO(source.encode()), sorted({*SAYS, "ngettext"}), [], options):
        first, *more = (texts,) if isinstance(texts, str) else texts
        if first is not None:
            yield Used(first, more[0] if more and isinstance(more[0], str) else None, f"{name}:{line}")
