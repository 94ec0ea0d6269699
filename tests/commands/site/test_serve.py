"""``lacwg site serve``: what a browser sees while the folder changes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, tree

from lacwg.remotes import browser

GROUP = 'name = "Group"\ntimezone = "America/New_York"\nuid_namespace = "123e4567-e89b-12d3-a456-426614174000"\nlanguages = []\n'


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "group"
    (root / "events" / "2026").mkdir(parents=True)
    (root / "site").mkdir()
    (root / "group.toml").write_text(GROUP)
    (root / "site" / "secret.txt").symlink_to("/etc/passwd")
    monkeypatch.setenv("LACWG_DATA", str(root))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return root


def get(port: int, path: str, host: str = "127.0.0.1", method: str = "GET") -> tuple[int, bytes, str | None]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asking.putrequest(method, path, skip_host=True)
    asking.putheader("Host", f"{host}:{port}")
    asking.endheaders()
    answer = asking.getresponse()
    return answer.status, answer.read(), answer.headers["Content-Type"]


def served(run: Run, monkeypatch: pytest.MonkeyPatch, visit: Callable[[int], None], *more: str) -> Any:
    """Runs the command until ``visit`` is done, which is given the port in another thread; then there is a Ctrl-C."""
    failed: list[BaseException] = []

    def opened(address: str) -> bool:
        def visiting() -> None:
            try:
                visit(int(address.rstrip("/").rpartition(":")[2]))
            except BaseException as error:
                failed.append(error)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=visiting, daemon=True).start()
        return True

    monkeypatch.setattr(browser, "show_address", opened)
    ran = run("site", "serve", "--port", "0", *more)
    if failed:
        raise failed[0]
    return ran


def waited_for(port: int, path: str, said: bytes) -> bytes:
    for _ in range(100):
        if said in (page := get(port, path)[1]):
            return page
        time.sleep(0.05)
    raise AssertionError(said)


def test_what_changes_is_shown_and_nothing_else(
    group: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visit(port: int) -> None:
        status, page, kind = get(port, "/")
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert b"Rally" not in page
        assert get(port, "/index.html?a=b")[1] == page
        assert get(port, "/", method="HEAD")[:2] == (200, b"")
        assert get(port, "/", host="evil.example.org")[0] == 403
        for path in (
            "/events", "/events/", "/../group.toml", "/%2e%2e/%2e%2e/group/group.toml", "//etc/passwd", "/.lacwg-site",
            "/secret.txt", "/..%5cgroup.toml", "/index.html%00", "/%ff",
        ):  # fmt: skip
            status, page, _ = get(port, path)
            assert status == 404, path
            assert b"uid_namespace" not in page
            assert b"root:" not in page
        event = group / "events" / "2026" / "2026-12-03-rally.toml"
        event.write_text('title = "Rally"\nstart = 2026-12-03T19:00:00\nplace = "Church"\n')
        waited_for(port, "/", b"Rally")
        assert get(port, "/events/2026-12-03-rally.ics")[2] == "text/calendar; charset=utf-8"
        event.write_text("title = \n")
        time.sleep(1)
        assert b"Rally" in get(port, "/")[1]
        event.write_text('title = "March"\nstart = 2026-12-03T19:00:00\n')
        waited_for(port, "/", b"March")

    before = tree(group)
    assert served(run, monkeypatch, lambda _: None, "--json").json.keys() == {"address"}
    ran = served(run, monkeypatch, visit)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("The page is at http://127.0.0.1:")
    assert "events/2026/2026-12-03-rally.toml changed; of the page " in ran.err
    assert "the page is as it was" in ran.err
    assert ran.err.endswith("The page is no longer shown\n")
    assert {*tree(group)} - {*before} == {"events/2026/2026-12-03-rally.toml"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("lacwg-", "public"))] == []


def test_a_port_that_is_taken_is_told(group: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("site", "serve", "--no-open", "--port", str(taken.getsockname()[1]))
    assert ran.code == 1
    assert "cannot be used" in ran.err
