"""The only place that asks what time it is and makes up what must be unique."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

from lacwg.errors import UsageError
from lacwg.records import FIRST_YEAR, LAST_YEAR


def now(zone: dt.tzinfo) -> dt.datetime:
    """The present moment in ``zone``; ``LACWG_NOW``, an ISO date-time, stands in for it.

    A ``LACWG_NOW`` without an offset is wall time in ``zone``.
    """
    text = os.environ.get("LACWG_NOW")
    if not text:
        return dt.datetime.now(zone)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"LACWG_NOW is not an ISO date-time: {text}", hint="write it as 2026-11-24T12:00, or unset it"
        ) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UsageError(f"LACWG_NOW is too far off: {text}", hint=f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def seconds() -> float:
    """Seconds that pass, from some moment on: for how long something takes, not for what time it is."""
    import time

    return time.monotonic()


def sleep(seconds: float) -> None:
    """Waits."""
    import time

    time.sleep(seconds)


def new_uid() -> str:
    """A calendar identity that nobody else has (RFC 7986, 5.3: a random UUID)."""
    import uuid

    return str(uuid.uuid4())


def new_letters() -> str:
    """Four random letters, without vowels so that they spell nothing. Whoever takes them sees that they are free."""
    import secrets

    return "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _ in range(4))


def zone_name() -> str | None:
    """The IANA name of this machine's zone, as ``TZ`` or ``/etc/localtime`` has it; None where neither does."""
    named = os.environ.get("TZ", "").removeprefix(":") or os.path.realpath("/etc/localtime")
    return named.rpartition("zoneinfo/")[2] if "/" in named and not named.endswith("localtime") else None


def language() -> tuple[str | None, str | None]:
    """The language and the country of this machine, as ``es`` and ``ES``; None for what nobody has said."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    tag = next(filter(None, said), "").partition(".")[0].partition("@")[0]
    spoken, _, country = tag.partition("_")
    known = 2 <= len(spoken) <= 3 and spoken.isalpha()
    return (spoken.lower() if known else None), (country.upper() if known and len(country) == 2 else None)


def who(own: str | None, git_name: Callable[[], str | None]) -> tuple[str | None, str]:
    """Who is at this machine, and what says so.

    That is ``LACWG_USER``, else their ``own`` settings, else git, else the name they logged in by.
    """
    if name := os.environ.get("LACWG_USER", "").strip():
        return name, "LACWG_USER"
    if own is not None:
        return own.strip(), "config.toml"
    if name := git_name() or "":
        return name, "git"
    import getpass

    try:
        return getpass.getuser(), "default"
    except (OSError, KeyError):
        return None, "default"
