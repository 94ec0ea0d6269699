"""Addresses at which a folder is shared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg.text.remote_addresses import canonical, fault, is_forge, local_path, shown


@pytest.mark.parametrize(
    "address",
    [
        "https://git.example.org/group/records.git", "HTTPS://h/x", "ssh://git@h:2222/x", "git@h:x", "h:x", "h:/x",
        "/srv/git/x.git", "../hub.git", "hub.git", "./a:b", "file:///srv/x", "C:\\git\\x", "C:/git/x", "~/x", "[::1]:x",
        "/a/b::c", "Ünï/x",
    ],
)  # fmt: skip
def test_taken(address: str) -> None:
    assert fault(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "", "-x", "--upload-pack=x", "ext::sh -c x", "fd::17", "git-remote-x::y", "http://h/x", "git://h/x", "ftp://h/x",
        "ssh+x://h/x", "ssh://-oProxyCommand=x/y", "ssh://-x@h/y", "-x@h:y", "h@-x:y", "https://h/\nx", "h:\x1b[2Jx",
        "javascript://h/x", "https::https://h/x",
    ],
)  # fmt: skip
def test_not_taken(address: str) -> None:
    assert fault(address) is not None


@pytest.mark.parametrize(
    ("address", "forge"),
    [
        ("https://github.com/g/r", True),
        ("https://a:b@GitHub.com./g/r", True),
        ("git@gitlab.com:g/r.git", True),
        ("ssh://git@ssh.github.com:443/g/r.git", True),
        ("git@github-work:g/r", True),
        ("git@github.com-work:g/r", True),
        ("https://codeberg.org/g/r", True),
        ("https://git.sr.ht/~g/r", True),
        ("https://gitlab.example.org/g/r", True),
        ("https://git.example.org/github/r", False),
        ("git@example.org:github.com/r", False),
        ("/srv/github.com/r", False),
        ("../github", False),
        ("https://mygithub.example.org/r", False),
    ],
)
def test_public_forges(address: str, forge: bool) -> None:
    assert is_forge(address) is forge


def test_shown_without_a_password() -> None:
    assert shown("https://ana:s@ecret@example.org/x@y") == "https://example.org/x@y"
    assert shown("git@h:x@y") == "git@h:x@y"


@settings(max_examples=30)
@given(st.data())
def test_the_spellings_of_an_address_are_told_as_one(data: st.DataObject) -> None:
    def one(*among: str) -> str:
        return data.draw(st.sampled_from(among))

    host = one("", "ssh.", "www.") + one("github.com", "GitHub.COM", "github.com.")
    user, path = one("", "git@", "ana:pa%40ss@"), one("River/Data", "river/data", "River//./Data", "x/../River/Data")
    end = one("", "/", ".git", ".git/", ".GIT")
    url = f"{one('https', 'ssh', 'HTTPS')}://{user}{host}{one('', ':443', ':22')}/{path}{end}"
    scp = f"{one('', 'git@')}{host}:{one('', '/', '~/')}{path}{end}"
    assert canonical(url) == canonical(scp) == "github.com:river/data"
    assert canonical(url.replace("River/Data", "Ri%76er/Data")) == "github.com:river/data"


def test_other_addresses_are_others() -> None:
    addresses = [
        "git@h.org:a/b",
        "git@h.org:a/c",
        "git@i.org:a/b",
        "/a/b",
        "/a/B",
        "../a/b",
        "h:a/b",
        "git@h.org:a/b.github",
    ]
    assert len({canonical(each) for each in addresses[:5]} | {canonical(each) for each in addresses[6:]}) == 7
    assert canonical("/srv/x.git/") == canonical("file:///srv/x") == canonical("file://localhost/srv/x/.git")
    assert [local_path(each) for each in ("ho:x", "https://h/x", "../x", "file:///a%20b")] == [
        None,
        None,
        "../x",
        "/a b",
    ]
