"""Makes the manual's two pictures from real runs: ``python tests/pictures.py`` (needs Debian's chromium)."""

from __future__ import annotations

import io
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "lacwg/manual"
LACWG = Path(sys.executable).with_name("lacwg")
WIDTH = 98
SHOWN = (
    "lacwg meetings list -n 4 --in America/Havana",
    'lacwg events add "Haiti: solidarity, not occupation" --start "Thu Sep 22"',
    'lacwg meetings move next --to "Dec 16" --reason "hall closed"',
    'lacwg meetings explain "Dec 16"',
    "lacwg",
)
PAGE = 760, 960


def typed(line: str, folder: Path) -> str:
    """What a terminal shows of a command."""
    ours, theirs = pty.openpty()
    ran = subprocess.Popen([LACWG, *shlex.split(line)[1:]], cwd=folder, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    shown = b""
    try:
        while some := os.read(ours, 65536):
            shown += some
    except OSError:  # how Linux says that the other end is closed
        pass
    ran.wait()
    return shown.decode().replace("\r\n", "\n")


def terminal(folder: Path) -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in SHOWN:
        console.print(Text.assemble(("$ ", "dim"), (line, "bold")))
        console.print(Text.from_ansi(typed(line, folder)))
    picture = console.export_svg(title="lacwg", unique_id="lacwg")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # nothing is fetched from elsewhere
    (MANUAL / "terminal.svg").write_text(re.sub(r"[ \t]+$", "", picture, flags=re.MULTILINE))


def page(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests/browser"))
    from browsing import launched

    typed("lacwg site build -o public", folder)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        tab = browser.new_page(viewport={"width": PAGE[0], "height": PAGE[1]}, color_scheme="light")
        tab.goto((folder / "public/index.html").as_uri())
        shot = Image.open(io.BytesIO(tab.screenshot()))
        browser.close()
    shot.convert("RGB").quantize(32).save(MANUAL / "page.png", optimize=True)


def main() -> None:
    os.environ |= {
        "LACWG_NOW": "2026-11-24T12:00",
        "LACWG_USER": "Yoav",
        "COLUMNS": str(WIDTH),
        "TERM": "xterm-256color",
    }
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"XDG_DATA_HOME": f"{place}/user", "XDG_CACHE_HOME": f"{place}/cache"}
        folder = Path(place)
        shutil.copytree(ROOT / "tests/records", folder / "data")
        typed(
            'lacwg events add "Haiti: solidarity, not occupation" --start "Dec 3 7pm" --duration 90m --issue haiti',
            folder,
        )
        page(folder)
        terminal(folder)


if __name__ == "__main__":
    main()
