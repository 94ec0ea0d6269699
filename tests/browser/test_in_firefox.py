"""A page of each kind, and the home page in each language, in Debian's Firefox."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import browsing
import serving
from building import sites

HERE = Path(__file__).parent
FIREFOX, NODE = shutil.which("firefox-esr"), shutil.which("node")


def looked_at(addresses: list[str]) -> list[str]:
    assert FIREFOX is not None
    assert NODE is not None
    argv = [NODE, str(HERE / "firefox.mjs"), FIREFOX]
    ran = subprocess.run(argv, input=json.dumps(addresses), capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout)
    return found


def test_nothing_is_in_anybodys_way(tmp_path_factory: pytest.TempPathFactory) -> None:
    if FIREFOX is None or NODE is None or not (HERE / "node_modules" / "puppeteer-core").exists():
        missing = "not installed: firefox-esr, node, or puppeteer-core (npm ci --prefix tests/browser)"
        (pytest.fail if serving.REQUIRED else pytest.skip)(missing)
    broken = tmp_path_factory.mktemp("firefox")
    (broken / "404.html").touch()
    (broken / "index.html").write_text(
        "<html lang=en><title>a</title><main><h1>a</h1><p style='width: 900px; color: #999'>b"
    )
    with contextlib.ExitStack() as servers:
        bad = f"{servers.enter_context(serving.served(broken))}index.html"
        addresses = [bad]
        for name, site in sites(tmp_path_factory).items():
            if name not in ("full", "many"):
                continue
            root = servers.enter_context(serving.served(site.folder, site.base))
            # beside the fullest site what differs by the number of events
            firsts = sorted(browsing.firsts(browsing.pages(site.folder)))
            addresses += [f"{root}{path}" for path in firsts if name == "full" or "/" not in path]
        found = looked_at(addresses)
    wrong = [each for each in found if each.startswith(bad)]
    assert [each for each in wrong if "width 320 px" in each]
    assert [each for each in wrong if "color-contrast" in each]
    assert wrong == found
