"""Where a git repository is shared: which addresses are taken, and which are of a public forge. Pure."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import unquote

from lacwg.text.addresses import Fault
from lacwg.text.controls import quoted

_HINT: Final = "for example: https://HOST/PATH, ssh://HOST/PATH, HOST:PATH, or a folder"
_URL: Final = re.compile(r"\A[A-Za-z0-9+.-]{1,30}://(?:(?P<user>[^/@]*)@)?(?P<host>[^/@]*)")
_SCP: Final = re.compile(r"\A(?:(?P<user>[^/:@]*)@)?(?P<host>[^/:@]{2,}):(?!:)")
"""As in ``git@host:path``; one letter is a drive of Windows."""
_FORGES: Final = frozenset(
    ["github", "gitlab", "codeberg", "bitbucket", "gitea", "forgejo", "sourcehut", "sourceforge", "savannah", "gitee"]
)
"""What stands in the name of a host that is one: also in "gitlab.example.org" and in the alias "github-work"."""
_FORGE_DOMAINS: Final = (
    "sr.ht", "framagit.org", "notabug.org", "disroot.org", "salsa.debian.org", "pagure.io", "launchpad.net",
    "0xacab.org", "repo.or.cz", "dev.azure.com", "visualstudio.com", "huggingface.co", "radicle.xyz", "tangled.sh",
)  # fmt: skip


def fault(address: str) -> Fault | None:
    """Why an address is not one to share a folder at, if so."""
    if not address or address.startswith("-") or not address.isprintable():
        return Fault(f"{quoted(shown(address))} is not the address of a repository", _HINT)
    if re.match(r"[A-Za-z0-9+.-]*::", address):
        return Fault(f"{quoted(shown(address))} would start a program", _HINT)
    if "://" in address and (scheme := address.partition("://")[0]).lower() not in ("https", "ssh", "file"):
        return Fault(f"{quoted(shown(address))}: {quoted(scheme)} is not taken", _HINT)
    if any(part.startswith("-") for part in _parts(address)):
        return Fault(f"{quoted(shown(address))} is not the address of a repository", _HINT)
    return None


def is_forge(address: str) -> bool:
    """Whether it is where everybody may read what nobody has closed."""
    host = _parts(address)[1].lower().rstrip(".").partition(":")[0]
    named = any(host == each or host.endswith(f".{each}") for each in _FORGE_DOMAINS)
    return named or not _FORGES.isdisjoint(re.split(r"[.\-_]", host))


def shown(address: str) -> str:
    """An address without who signs in there, or by what password."""
    return re.sub(r"\A([A-Za-z0-9+.-]{1,30}://)[^/]*@", r"\1", address)


def setting(address: str) -> str:
    """Where a repository keeps that somebody was told, or has said, that an address must be private."""
    return f"lacwg.{shown(address)}.private"


def local_path(address: str) -> str | None:
    """The path of a folder of this machine; None of an address elsewhere."""
    if address[:7].lower() == "file://":
        return unquote(address[7 + max(address[7:].find("/"), 0) :])
    return None if "://" in address or _parts(address)[1] else address


def canonical(address: str) -> str:
    """An address without what tells its spellings apart: by what and as whom it is reached, cases, ``.git``.

    Two that differ in these alone are taken for one, though they may be two. Of a folder it is the path as it stands.
    """
    if (path := local_path(address)) is not None:
        return f"/{_tail(path)}"
    host = re.sub(r":\d*\Z", "", _parts(address)[1].lower()).rstrip(".")
    host = re.sub(r"\A(?:www|ssh|altssh)\.(?=.*\.)", "", host)
    found = (_URL if "://" in address else _SCP).match(address)
    path = address[found.end() :] if found else ""
    return f"{host}:{_tail(unquote(path) if '://' in address else path).removeprefix('~/').casefold()}"


def _tail(path: str) -> str:
    path = posixpath.normpath(f"/{path}").strip("/")
    return re.sub(r"(?:/?\.git)+\Z", "", path, flags=re.IGNORECASE).rstrip("/")


def _parts(address: str) -> tuple[str, str]:
    """The user and the host, as far as there are some; nothing of a folder."""
    found = (_URL if "://" in address else _SCP).match(address)
    return ("", "") if found is None else (found["user"] or "", found["host"])
