"""``lacwg remind --schedule``: what makes a machine send reminders each morning, to be pasted."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import sysconfig
from collections.abc import Sequence

from lacwg.commands import queries
from lacwg.errors import LacwgError
from lacwg.run import Run

_UNIT = "[Unit]\nDescription=lacwg remind\n\n"
_TEXT = """\
# ~/.config/systemd/user/lacwg-remind.service
{service}
# ~/.config/systemd/user/lacwg-remind.timer
{timer}
# then: systemctl --user enable --now lacwg-remind.timer
# and once, so that it runs while nobody is logged in: loginctl enable-linger

# or, by the clock of this machine, in crontab -e
{crontab}"""
_PLIST = "~/Library/LaunchAgents/lacwg-remind.plist"


def parts(run: Run, to: Sequence[str], *, system: str = sys.platform) -> dict[str, str]:
    """A unit and a timer of systemd's and a line of a crontab, or a plist for macOS or a command for Windows, by name.

    ``to``: the lists and contacts that it goes to. Raises ``LacwgError`` for paths that these cannot hold.
    """
    own = shutil.which("lacwg", path=sysconfig.get_path("scripts"))
    words = [own, "remind"] if own else [sys.executable, "-m", "lacwg", "remind"]
    words += [*(word for each in to for word in ("--send", each)), "--yes", "--data", str(run.store.folder.root)]
    config = str(run.settings_file.path.absolute()) if os.environ.get("LACWG_CONFIG", "").strip() else ""
    if not "".join([*words, config]).isprintable():
        raise LacwgError("there are characters in a path that no timer can hold", hint="move it to another place")
    if system == "win32":
        line = " ".join(f'\\"{each}\\"' for each in words)
        return {"schtasks": f'schtasks /Create /TN lacwg-remind /SC DAILY /ST 08:00 /TR "{line}"\n'}
    if system == "darwin":
        from plistlib import dumps

        job = {"Label": "lacwg-remind", "ProgramArguments": words, "StartCalendarInterval": {"Hour": 8, "Minute": 0}}
        job |= {"EnvironmentVariables": {"LACWG_CONFIG": config}} if config else {}
        return {"launchd": f"{dumps(job).decode()}<!-- {_PLIST}, then: launchctl bootstrap gui/$(id -u) {_PLIST} -->\n"}
    setting = f"Environment={_unit_word(f'LACWG_CONFIG={config}')}\n" if config else ""
    # a "$" begins a variable in all but the program's name
    start = " ".join([_unit_word(words[0]), *(_unit_word(each.replace("$", "$$")) for each in words[1:])])
    line = (f"LACWG_CONFIG={shlex.quote(config)} " if config else "") + shlex.join(words)
    when = f"OnCalendar=*-*-* 08:00:00 {queries.group_zone(run).key}\nPersistent=true"
    return {
        "service": f"{_UNIT}[Service]\nType=oneshot\n{setting}ExecStart={start}\n",
        "timer": f"{_UNIT}[Timer]\n{when}\n\n[Install]\nWantedBy=timers.target\n",
        "crontab": f"0 8 * * * {line}\n".replace("%", "\\%"),
    }


def text(made: dict[str, str]) -> str:
    """The same for people: each part below where it goes."""
    return made.get("schtasks") or made.get("launchd") or _TEXT.format(**made)


def _unit_word(word: str) -> str:
    """A word as systemd.syntax has it."""
    word = word.replace("%", "%%")
    return word if re.fullmatch(r"[\w./@:+=,$%-]+", word) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", word))
