"""Every page of the built sites as vnu, the W3C's checker of HTML, reads it: without an error."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import browsing
import serving
from building import sites

VNU = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_each_page_is_html(tmp_path_factory: pytest.TempPathFactory) -> None:
    java = shutil.which("java")
    if java is None or not VNU.exists():
        missing = "not installed: java, or vnu-jar (npm ci --prefix tests/browser)"
        (pytest.fail if serving.REQUIRED else pytest.skip)(missing)
    broken = tmp_path_factory.mktemp("vnu") / "broken.html"
    broken.write_text("<!DOCTYPE html><html lang=en><title>a</title><p><li>b</p>")
    pages = []
    for name, site in sites(tmp_path_factory).items():  # of three hundred events one, and one of each kind
        found = browsing.pages(site.folder)
        kept = browsing.firsts(found) if name == "many" else found
        pages += [str(site.folder / each) for each in [*kept, "404.html", "embed.html"]]
    argv = [
        java,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xss2m",
        "-jar",
        str(VNU),
        "--format",
        "gnu",
        "--errors-only",
        "--skip-non-html",
    ]
    ran = subprocess.run([*argv, str(broken), *pages], capture_output=True, text=True, timeout=300, check=False)
    said = [each for each in ran.stderr.splitlines() if each]
    assert [each for each in said if "broken.html" in each], "vnu finds what is wrong"
    assert not [each for each in said if "broken.html" not in each]
