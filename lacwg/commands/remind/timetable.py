"""``lacwg remind --schedule``: what makes a machine send reminders each morning, to be pasted."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from typing import Final

from lacwg.commands import queries
from lacwg.errors import LacwgError
from lacwg.run import Run

_HOUR: Final = "08:00"


def parts(run: Run, to: Sequence[str], *, windows: bool = os.name == "nt") -> dict[str, str]:
    """A unit and a timer of systemd's and a line of a crontab, or a command for Windows, by name.

    ``to``: the lists and contacts that it goes to. Raises ``LacwgError`` for paths that these cannot hold.
    """
    own = shutil.which("lacwg", path=sysconfig.get_path("scripts"))
    words = [own] if own else [sys.executable, "-m", "lacwg"]
    config = str(run.settings_file.path.absolute()) if os.environ.get("LACWG_CONFIG", "").strip() else ""
    words += ["remind", *(word for each in to for word in ("--send", each)), "--yes"]
    words += ["--data", str(run.store.folder.root)]
    if odd := next((each for each in [*words, config] if not each.isprintable()), None):
        raise LacwgError(
            f"{odd!r} has characters that no timer can hold", hint="move the folder to where its path has none"
        )
    if windows:
        line = " ".join(f'\\"{each}\\"' for each in words)
        return {"schtasks": f'schtasks /Create /TN lacwg-remind /SC DAILY /ST {_HOUR} /TR "{line}"\n'}
    zone, hour = queries.group_zone(run).key, int(_HOUR[:2])
    about = "[Unit]\nDescription=lacwg remind\n\n"
    setting = f"Environment={_unit_word(f'LACWG_CONFIG={config}', variables=False)}\n" if config else ""
    start = " ".join([_unit_word(words[0], variables=False), *map(_unit_word, words[1:])])
    line = (f"LACWG_CONFIG={shlex.quote(config)} " if config else "") + shlex.join(words)
    return {
        "service": f"{about}[Service]\nType=oneshot\n{setting}ExecStart={start}\n",
        "timer": f"{about}[Timer]\nOnCalendar=*-*-* {_HOUR}:00 {zone}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n",
        "crontab": f"0 {hour} * * * {line}\n".replace("%", "\\%"),
    }


def text(made: dict[str, str]) -> str:
    """The same for people: each part below where it goes."""
    if "schtasks" in made:
        return made["schtasks"]
    folder = "~/.config/systemd/user/lacwg-remind"
    return (
        f"# {folder}.service\n{made['service']}\n# {folder}.timer\n{made['timer']}\n"
        "# then: systemctl --user enable --now lacwg-remind.timer\n"
        "# and once, so that it runs while nobody is logged in: loginctl enable-linger\n\n"
        f"# or, by the clock of this machine, in crontab -e\n{made['crontab']}"
    )


def _unit_word(word: str, *, variables: bool = True) -> str:
    """A word as systemd.syntax has it; ``variables``: it fills in what a ``$`` begins."""
    word = word.replace("%", "%%")
    if variables:
        word = word.replace("$", "$$")
    if re.fullmatch(r"[\w./@:+=,$%-]+", word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
