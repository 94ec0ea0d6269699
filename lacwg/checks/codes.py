"""The codes of ``lacwg check``: what each means and how to mend it, for ``--explain`` and the README."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import Literal, NamedTuple

from lacwg.schedule import rules

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """What a code means, and what to do about it."""

    severity: Severity
    meaning: str
    mend: str


@cache
def codes() -> dict[str, Code]:
    """All codes, as ``codes.toml`` has them."""
    import tomli

    text = (pkgutil.get_data("lacwg.checks", "codes.toml") or b"").decode()
    return {
        name: Code(each["severity"], each["meaning"], each["mend"].replace("{rules}", rules.EXAMPLES))
        for name, each in tomli.loads(text).items()
    }
