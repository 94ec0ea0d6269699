"""What is published to Xandikos, by https with a certificate that only SSL_CERT_FILE makes known."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from conftest import Run
from server import PASSWORD, Xandikos
from test_peers import REQUIRED
from test_publishing import BEGIN, END, STEPS, _utc, ours

if not REQUIRED:
    pytest.importorskip("xandikos")
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate", allow_module_level=True)


@pytest.fixture
def server(data: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Xandikos]:
    from lacwg.remotes import passwords

    server = Xandikos(tmp_path_factory.mktemp("xandikos"))
    monkeypatch.setattr(passwords, "from_keyring", lambda *_: None)
    monkeypatch.setenv("LACWG_CALDAV_USER", "ana")
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", PASSWORD)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    server.start()
    yield server
    server.kill()


def objects(server: Xandikos) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in server.home.glob("lacwg-*/*.ics")}


def instances(server: Xandikos) -> list[tuple[str, str]]:
    return sorted(
        (_utc(each.start), str(each["SUMMARY"]))
        for text in objects(server).values()
        for each in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(BEGIN, END)
    )


def test_after_every_verb_it_shows_what_the_lists_say_and_a_second_run_sends_nothing(
    server: Xandikos, run: Run
) -> None:
    for step in [None, *STEPS]:
        if step is not None:
            assert run(*step).code == 0, step
        ran = run("publish", "caldav", server.url)
        assert ran.code == 0, ran.err
        assert instances(server) == ours(run), step
        before = objects(server)
        again = run("publish", "caldav", server.url, "--json").json
        assert [again[kind] for kind in ("moved", "gone", "new", "changed")] == [[], [], [], []]
        assert objects(server) == before
    assert dt.date.fromisoformat(instances(server)[0][0][:10]).year == 2019


def test_whom_and_what_it_does_not_let_in(server: Xandikos, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("publish", "caldav", server.url, "--calendar", "100% peace")  # it has a fault of its own with that name
    assert ran.code == 0, ran.err
    assert len(objects(server)) == 2
    with monkeypatch.context() as patch:
        patch.setenv("LACWG_CALDAV_PASSWORD", "wr0ng")
        ran = run("publish", "caldav", server.url, "--dry-run")
        assert (ran.code, "does not accept this user and password" in ran.err) == (1, True)
    monkeypatch.delenv("SSL_CERT_FILE")
    ran = run("publish", "caldav", server.url)
    assert ran.code == 1
    assert "its certificate is not accepted" in ran.err
    assert "SSL_CERT_FILE" in ran.err
