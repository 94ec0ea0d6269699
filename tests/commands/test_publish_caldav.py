"""What ``publish caldav`` refuses before it asks any server."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.errors import LacwgError
from lacwg.remotes import caldav, passwords, webdav

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Nobody is signed in, there is no keyring, and no server is ever asked."""
    for name in ("LACWG_CALDAV_USER", "LACWG_CALDAV_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(passwords, "from_keyring", lambda *_: None)
    monkeypatch.setattr(caldav, "Server", lambda *_: pytest.fail("a server was asked"))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (f"https://ana:{SECRET}@example.org/", "there is a password"),
        (f"http://ana:{SECRET}@127.0.0.1/", "there is a password"),
        (f"ana:{SECRET}@example.org", "does not begin with https://"),
        (f"caldav://ana:{SECRET}@example.org", "does not begin with https://"),
        (f"https://ana:{SECRET}@[::1", "cannot be read"),
        (f"https://example.org:{SECRET}/", "cannot be read"),
        (f"https://example.org/?token={SECRET}", "more behind its path"),
        (f"https://example.org/#{SECRET}", "more behind its path"),
        ("http://example.org/", "plain http"),
        ("http://127.0.0.1.example.org/", "plain http"),
        ("http://localhost.example.org/", "plain http"),
        ("http://192.168.1.5/", "plain http"),
        (f"https://example.org/{SECRET}\x1b[2J", "signs in it"),
        (f"https://example.org/\r\nX: {SECRET}", "signs in it"),
        ("https://exаmple.org/", "signs in it"),
        ("https:///nowhere", "does not begin with https://"),
        ("", "does not begin with https://"),
        ("https://", "does not begin with https://"),
    ],
)
def test_addresses_that_are_refused(run: Run, data: Path, url: str, message: str) -> None:
    before = tree(data)
    ran = run("publish", "caldav", url, "--user", "ana")
    assert ran.code == 2
    assert message in ran.err
    assert SECRET not in ran.err
    assert tree(data) == before


@pytest.mark.parametrize(
    ("url", "host", "user"),
    [
        ("https://Cloud.Example.org/remote.php/dav", "cloud.example.org", None),
        ("https://ana%40example.org@example.org:443/x/", "example.org", "ana@example.org"),
        ("http://localhost:5232/", "localhost:5232", None),
        ("http://127.0.0.53/", "127.0.0.53", None),
        ("http://[::1]:80/", "[::1]", None),
    ],
)
def test_addresses_that_are_taken(url: str, host: str, user: str | None) -> None:
    address = webdav.read_address(url)
    assert (address.host, address.user) == (host, user)
    assert "@" not in address.url


def test_plain_http_goes_where_it_is_told_to() -> None:
    assert webdav.read_address("http://192.168.1.5/", insecure=True).host == "192.168.1.5"


@pytest.mark.parametrize(
    ("home", "target", "well"),
    [
        ("https://a.org/", "https://a.org/dav/", True),
        ("https://a.org/", "https://a.org:443/dav/", True),
        ("http://a.org/", "https://a.org/", True),
        ("https://caldav.icloud.com/", "https://p12-caldav.icloud.com:443/1/", True),
        ("https://a.org/", "http://a.org/", False),
        ("https://a.org/", "https://a.org:8443/", False),
        ("https://a.org/", "https://b.a.org/", False),
        ("https://a.org/", "https://a.org.evil.example/", False),
        ("https://a.org/", "https://a.org@evil.example/", False),
        ("https://a.org/", "ftp://a.org/", False),
        ("https://a.org/", "file:///etc/passwd", False),
        ("https://caldav.icloud.com/", "http://p12-caldav.icloud.com/", False),
        ("https://caldav.icloud.com/", "https://xicloud.com/", False),
        ("https://evil.example/", "https://p12-caldav.icloud.com/", False),
    ],
)
def test_where_a_password_may_go(home: str, target: str, well: bool) -> None:
    if well:
        webdav.refuse_elsewhere(home, target)
        return
    with pytest.raises(LacwgError, match="another server"):
        webdav.refuse_elsewhere(home, target)


def test_somebody_must_sign_in(run: Run) -> None:
    ran = run("publish", "caldav", "https://example.org/")
    assert (ran.code, "nobody is named who signs in" in ran.err) == (2, True)
    ran = run("publish", "caldav", "https://example.org/", "--user", "ana")
    assert ran.code == 1
    assert 'keyring set "lacwg example.org" ana' in ran.err
    ran = run("publish", "caldav", "https://ana@example.org/")
    assert "no password for ana at example.org" in ran.err


def test_no_option_takes_a_password(run: Run) -> None:
    assert run("publish", "caldav", "https://example.org/", "--password", SECRET).code == 2
    assert "--password" not in run("publish", "caldav", "--help").out


def test_who_signs_in_and_with_what(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    kept: list[tuple[str, str]] = []

    def server(address: webdav.Address, user: str, password: str) -> None:
        asked.append((user, password))
        raise LacwgError("asked")

    def keyring(service: str, user: str) -> str | None:
        kept.append((service, user))
        return "from the keyring"

    monkeypatch.setattr(caldav, "Server", server)
    monkeypatch.setattr(passwords, "from_keyring", keyring)
    run("publish", "caldav", "https://bo@example.org:8443/")
    assert kept == [("lacwg example.org:8443", "bo")]
    monkeypatch.setenv("LACWG_CALDAV_USER", "env")
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", f"{SECRET}\n")
    run("publish", "caldav", "https://example.org/")
    run("publish", "caldav", "https://bo@example.org/", "--user", "ana")
    assert asked == [("bo", "from the keyring"), ("env", SECRET), ("ana", SECRET)]


def test_a_keyring_that_fails_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def fail(service: str, user: str) -> str:
        raise RuntimeError("locked")

    fake = types.ModuleType("keyring")
    fake.get_password = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", fake)
    assert passwords.from_keyring("lacwg example.org", "ana") is None
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert passwords.from_keyring("lacwg example.org", "ana") is None


def test_the_packages_own_records_are_not_published(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    import shutil

    shutil.rmtree(tmp_path / "data")
    ran = run("publish", "caldav", "https://example.org/", "--user", "ana")
    assert ran.code == 2
    assert "nobody's to publish" in ran.err


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[2J", "x" * 201])
def test_names_that_no_calendar_has(run: Run, name: str) -> None:
    ran = run("publish", "caldav", "https://example.org/", "--user", "ana", "--calendar", name)
    assert ran.code == 2


@pytest.fixture
def signing_in(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Who would sign in, where, and with which password."""
    asked: list[tuple[str, str, str]] = []

    def server(address: webdav.Address, user: str, password: str) -> None:
        asked.append((address.url, user, password))
        raise LacwgError("asked")

    monkeypatch.setattr(caldav, "Server", server)
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", SECRET)
    return asked


HERE = "https://cloud.example.org/dav/"


def write_publish(data: Path, text: str) -> None:
    """The group's file with this table at its end."""
    group = data / "group.toml"
    group.write_text(group.read_text().partition("\n[publish]")[0] + f"\n[publish]\n{text}\n")


def test_a_password_goes_to_an_address_of_the_groups_file_when_somebody_has_agreed(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, signing_in: list[tuple[str, str, str]]
) -> None:
    """Others may write it by sync; the password is in a variable, so that nothing else would ask."""
    write_publish(data, f'address = "{HERE}"')
    config = data.parent / "mine.toml"
    config.write_text('[publish]\nuser = "ana"\n')
    monkeypatch.setenv("LACWG_CONFIG", str(config))
    for more in ((), ("--dry-run",), ("--json",)):
        refused = run("publish", "caldav", *more)
        assert (refused.code, refused.out, signing_in) == (1, "", [])
        assert f"the password of ana would go to {HERE}, which is new here" in refused.err
        assert "nothing was sent; if it is meant, say --yes" in refused.err
    with monkeypatch.context() as at_terminal:
        at_terminal.setattr("lacwg.run.Run.interactive", True)
        at_terminal.setattr("typer.confirm", lambda *_, **__: False)
        assert "nothing was sent" in run("publish", "caldav").err
        assert signing_in == []
        at_terminal.setattr("typer.confirm", lambda *_, **__: True)
        run("publish", "caldav")
    assert signing_in == [(HERE, "ana", SECRET)]
    run("publish", "caldav", "--user", "bo")
    assert signing_in[1:] == [(HERE, "bo", SECRET)]
    write_publish(data, f'address = "{HERE}~mallory/"')
    assert "which is new here" in run("publish", "caldav").err
    run("publish", "caldav", "--yes")
    assert [each[0] for each in signing_in[2:]] == [f"{HERE}~mallory/"]


def test_an_address_that_was_typed_is_known(data: Path, run: Run, signing_in: list[tuple[str, str, str]]) -> None:
    run("publish", "caldav", HERE, "--user", "ana")
    write_publish(data, f'address = "{HERE}"')
    run("publish", "caldav", "--user", "ana")
    assert signing_in == [(HERE, "ana", SECRET)] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'address = "https://ana:{SECRET}@example.org/"', "there is a password in the server's address"),
        ('address = "https://ana@example.org/"', "the address names who signs in"),
        ('address = "http://example.org/"', "plain http would show the password"),
        ('address = "ext::sh -c x"', "signs in it"),
        ('address = ""', "does not begin with https://"),
        ('calendar = "x"', "no address is named"),
        (f'address = "{HERE}"\ncalendar = "\\u0007"', "the calendar's name is none"),
        (f'address = "{HERE}"\naudience = "private"', '"audience" cannot be "private"'),
        (f'address = "{HERE}"\npassword = "x"', 'unknown key "password" in [publish]'),
    ],
)
def test_what_the_groups_file_says_of_it_wrongly(
    data: Path, run: Run, signing_in: list[tuple[str, str, str]], text: str, said: str
) -> None:
    write_publish(data, text)
    refused = run("publish", "caldav", "--user", "ana", "--yes")
    assert refused.code != 0
    assert said in refused.err
    assert SECRET not in refused.err
    assert signing_in == []


def test_members_entries_go_by_the_groups_file_when_somebody_has_agreed(
    data: Path, run: Run, signing_in: list[tuple[str, str, str]]
) -> None:
    write_publish(data, f'address = "{HERE}"\naudience = "members"')
    refused = run("publish", "caldav", HERE, "--user", "ana")
    assert (refused.code, signing_in) == (1, [])
    assert f"what is for members would go to {HERE}, as group.toml says" in refused.err
    for more in (("--audience", "public"), ("--yes",), ()):
        run("publish", "caldav", HERE, "--user", "ana", *more)
    assert len(signing_in) == 3
