"""Names of public holidays, kept between runs: computing them takes longer than all the rest.

One small file for each country or part of one and year, named after the version of the library,
in the user's cache directory; never in the data folder. Where it cannot be written, nothing is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import msgspec

from lacwg.store.user_directories import user_directory

Compute = Callable[..., dict[dt.date, str]]
"""(region, year[, language]) -> the names of the days."""


def cached(compute: Compute) -> Compute:
    """``compute``, with its results kept in files and for the rest of the run."""

    @cache
    def lookup(region: str, year: int, *language: str) -> dict[dt.date, str]:
        if not region.replace("-", "").isalnum():
            return compute(region, year, *language)  # the text of a record that may not name a file of ours
        name = "-".join([region, str(year), *language, _version()])
        path = user_directory("cache") / "holidays" / f"{name}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=dict[dt.date, str])
        except (OSError, msgspec.DecodeError):
            days = compute(region, year, *language)
            from lacwg.store.disk.write import replace_file

            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(path, msgspec.json.encode(days), sync=False)
            return days

    return lookup


@cache
def _version() -> str:
    """The version of the ``holidays`` library, read off its folder's name.

    importlib.metadata would load the e-mail parser for it, which takes longer than the rest of a
    start.
    """
    spec = PathFinder.find_spec("holidays")
    parent = Path(spec.origin).parent.parent if spec and spec.origin else Path()
    with contextlib.suppress(OSError):
        for name in os.listdir(parent):  # noqa: PTH208 - quicker than iterdir over a whole site-packages
            if name.startswith("holidays-") and name.endswith(".dist-info"):
                return name[9:-10]
    import importlib.metadata

    return importlib.metadata.version("holidays")
