from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from lacwg import render
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.site.build import agree_to_drop, base_of, build_in, report
from lacwg.errors import LacwgError, UsageError
from lacwg.remotes import rsync as web_server
from lacwg.remotes.git import GitError, Remote, Repository
from lacwg.run import Run
from lacwg.store.disk.write import scratch
from lacwg.store.known_places import is_known, remember
from lacwg.store.site_deploy import MARKER, Difference, listed, listed_in
from lacwg.text import remote_addresses
from lacwg.text.addresses import Fault
from lacwg.text.english import listed as in_words

_RSYNC: Final = "rsync:"
"""The beginning of a remote in group.toml that is for rsync; behind it stands USER@HOST:DIR."""
_KEPT: Final = {"CNAME", ".domains"}
"""Which domain a page has at GitHub, at Codeberg: kept even of a branch that something else made."""
_PLAIN: Final = ".nojekyll"
"""By which GitHub leaves the files as they are."""
_LARGEST: Final = 10 << 20
"""Bytes of a file that is read of what was published before."""
_FEW: Final = 3
_NOTHING: Final = "nothing was published"


class Target(NamedTuple):
    """Where the page goes: a branch of a repository, or a folder that rsync can reach."""

    address: str
    branch: str | None

    @property
    def shown(self) -> str:
        """As it may be told."""
        address = render.one_line(remote_addresses.shown(self.address))
        return address if self.branch is None else f"{address}, branch {render.one_line(self.branch)}"


class Page(NamedTuple):
    """A page that was built."""

    root: Path
    paths: list[str]
    base: str | None


@verb
def publish(
    run: WritingRun,
    remote: str | None = option(
        "ADDRESS", "The page's own git repository; never one of the data folder's. Default: group.toml's."
    ),
    branch: str | None = option(
        "NAME", "The branch that is served. Default: group.toml's, else gh-pages; pages at Codeberg."
    ),
    rsync: str | None = option("USER@HOST:DIR", "Put it into a folder of a web server instead, by rsync."),
    base_url: str | None = option("URL", "The web address of the page. Default: that of group.toml."),
    yes: bool = flag("Do not ask, even if the address is new here, other files are replaced, or feeds go."),
) -> None:
    """Build the group's web page and put it on the web.

    By git to a branch that a forge shows as a page (GitHub, Codeberg): as one commit, without what was there before. By
    rsync to a folder of a web server: no other file there is removed. Where nothing changed, nothing is sent.

    Example: lacwg site publish --remote git@github.com:river/page.git

    Example: lacwg site publish --rsync ana@example.org:www/calendar --dry-run
    """
    if run.store.folder.embedded:
        raise UsageError("these records came with lacwg", hint="make a folder of your own: lacwg init DIR")
    base = base_of(run, base_url)
    target = _target(run, remote, branch, rsync)
    with scratch({}) as place:
        repository = _own_repository(run, place, target)
        _agree_to(run, target, typed=bool(remote or rsync), yes=yes)
        if base is None:
            run.message("Without base_url in [site] of group.toml the page has no links to subscribe")
        paths, _ = build_in(run, place, base)
        page = Page(place / "page", sorted(paths), base)
        put = _put_in_folder if target.branch is None else _put_on_branch
        difference = put(run, repository, page, target, yes=yes)
    if not (run.dry_run or difference.nothing):
        run.done = "The page was published."
    about = {"address": remote_addresses.shown(target.address), "branch": target.branch}
    report(run, ("Published", "Would publish"), target.shown, len(paths), difference, about)


# Where it goes


def _target(run: Run, remote: str | None, branch: str | None, rsync: str | None) -> Target:
    """Where the page goes, by what was typed, else by the group's file. Raises ``UsageError``."""
    site, typed = run.store.group.site, remote or rsync
    if rsync is not None and (remote is not None or branch is not None):
        raise UsageError("--rsync goes with neither --remote nor --branch", hint="keep one of them")
    named = f"{_RSYNC}{rsync}" if rsync is not None else remote if remote is not None else site.remote
    if named is None:
        raise UsageError(
            "it is not said where the page goes",
            hint="for example: lacwg site publish --remote git@github.com:GROUP/page.git\n"
            "or: --rsync USER@HOST:DIR; or write remote into [site] of group.toml",
        )
    address = named.removeprefix(_RSYNC)
    by_rsync = address != named
    fault = remote_addresses.fault(address)
    if fault is None and by_rsync and ("://" in address or "::" in address or address.endswith(":")):
        fault = Fault(f"{render.one_line(address)} is not of the form USER@HOST:DIR", "name a folder")
    if fault is not None:
        raise UsageError(fault.message, hint=fault.hint)
    if (path := remote_addresses.local_path(address)) is not None:  # seen from where it was written
        address = os.path.realpath((Path.cwd() if typed else run.store.folder.root) / Path(path).expanduser())
    if by_rsync:
        return Target(address, None)
    usual = "pages" if remote_addresses.canonical(address).startswith("codeberg.org:") else "gh-pages"
    return Target(address, branch or site.branch or usual)


def _own_repository(run: Run, place: Path, target: Target) -> Repository:
    """A repository to publish from, which knows the page's as "page".

    Raises ``LacwgError`` where the page would go where the data folder is or goes, by whatever spelling: pages are
    public.
    """
    data, own = run.repository(run.store.folder.root), run.repository(place)
    root = Path(os.path.realpath(run.store.folder.root))
    theirs, ours = _where_data_goes(data, root), {*_spellings(target.address)}
    if target.branch is None:
        path = Path(target.address)
        inside = path.is_absolute() and (path.is_relative_to(root) or root.is_relative_to(path))
        known = inside or not theirs.isdisjoint(ours)
    else:
        own.create()
        if own.asked("check-ref-format", f"refs/heads/{target.branch}") is None:
            raise UsageError(f"{render.one_line(target.branch)} is no name of a branch", hint="such as: gh-pages")
        own.keep("remote.page.url", target.address)
        ours.update(each for some in own.addresses("page") for one in some for each in _spellings(one))
        ours.update(_spellings(data.asked("ls-remote", "--get-url", "--", target.address) or "", root))
        heads = own.heads("page") if theirs.isdisjoint(ours) else []
        known = not theirs.isdisjoint(ours) or bool(data.asked("rev-parse", "--git-dir") and data.has_any(heads))
    if known:
        raise LacwgError(
            f"{target.shown.split(', branch ')[0]} is where the data folder is kept, with all that is private",
            hint=f"{_NOTHING}; make a new repository for the page alone, and name that: --remote ADDRESS",
        )
    return own


def _where_data_goes(data: Repository, root: Path) -> set[str]:
    """The places behind its remotes, and its own."""
    found = {*_spellings(str(root))}
    try:
        data.git("rev-parse", "--git-dir")
    except GitError as error:
        if "not a git repository" not in error.said:  # git does not say where the folder goes
            raise
        return found
    for name in data.names:
        push, fetch = data.addresses(name)
        for address in (*push, *fetch, *data.settings.get(f"remote.{name}.url", ())):
            found.update(_spellings(address, root))
    return found


def _spellings(address: str, root: Path | None = None) -> Iterator[str]:
    """What an address and all others of the same place have in common."""
    path = remote_addresses.local_path(address)
    yield remote_addresses.canonical(address if path is None else os.path.realpath((root or Path()) / path))


def _agree_to(run: Run, target: Target, *, typed: bool, yes: bool) -> None:
    """Has somebody agree to a place that the group's file names: others may write that file."""
    place = f"{target.address} {target.branch or ''}".strip()
    if not typed and not is_known(place):
        about = f"the page would go to {target.shown}, as group.toml says, which is new here"
        asking.insist(run, about, yes=yes, nothing=_NOTHING)
        remember(place)


def _agree_to_replace(run: Run, target: Target, paths: Iterable[str], *, yes: bool) -> None:
    """Has somebody agree where files go that lacwg did not put there."""
    if others := sorted(paths):
        more = [f"{len(others) - _FEW} more"] if len(others) > _FEW else []
        named = in_words([*(render.one_line(each) for each in others[:_FEW]), *more])
        about = f"files that lacwg did not put there would be replaced at {target.shown}: {named}"
        if run.dry_run:
            run.message(f"{about[:1].upper()}{about[1:]}")
        asking.insist(run, about, yes=yes or run.dry_run, nothing=_NOTHING)


# How it goes there


def _put_on_branch(run: Run, repository: Repository, page: Page, target: Target, *, yes: bool) -> Difference:
    """As one commit in the place of what the branch was at, with the files there that are not of a page of ours."""
    from lacwg.site.pages import NEWS

    remote = Remote("page", f"refs/heads/{target.branch}")
    before = repository.fetch(remote, "--depth=1")
    there = {path: (mode, name) for path, mode, name, _ in repository.files(before)}

    def held(path: str) -> str | None:
        name = there.get(path, ("", ""))[1]
        return repository.blobs([name], _LARGEST)[name].decode("utf-8", "replace") if name else None

    marker = held(MARKER)
    ours = set(listed_in(marker or "")) | {MARKER, _PLAIN}
    kept = {path: file for path, file in there.items() if path not in ours and (marker is not None or path in _KEPT)}
    if marker is None:
        _agree_to_replace(run, target, there.keys() - kept.keys() - {_PLAIN}, yes=yes)
    paths = [*page.paths, MARKER]
    blobs = repository.put_files(page.root / path for path in paths)
    files = kept | {path: ("100644", blob) for path, blob in zip(paths, blobs, strict=True)}
    files.setdefault(_PLAIN, ("100644", repository.git("hash-object", "-w", "--stdin")))
    difference = _difference(there, files)
    agree_to_drop(run, held(NEWS), difference.gone, page.base, yes=yes, nothing=_NOTHING)
    tree = repository.changed(None, files)
    same = before is not None and repository.asked("rev-parse", f"{before}^{{tree}}") == tree
    if run.dry_run or same:
        return difference
    seconds = int(run.now(dt.UTC).timestamp())
    who = {
        f"GIT_{role}_{key}": value  # nobody's name: it is for everybody to read
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "lacwg"), ("EMAIL", "lacwg@localhost"), ("DATE", f"@{seconds} +0000"))
    }
    commit = repository.git("commit-tree", tree, "-m", "The page", variables=who)
    if not repository.replace(remote, commit, before):
        raise LacwgError("somebody else published there meanwhile", hint="see what is there, then publish again")
    return difference


def _difference(before: Mapping[str, object], now: Mapping[str, object]) -> Difference:
    new = sorted(now.keys() - before.keys() - {MARKER, _PLAIN})
    changed = sorted(path for path in now.keys() & before.keys() - {MARKER} if now[path] != before[path])
    return Difference(tuple(new), tuple(changed), tuple(sorted(before.keys() - now.keys())))


def _put_in_folder(run: Run, _: Repository, page: Page, target: Target, *, yes: bool) -> Difference:
    """By rsync: what is otherwise there, and away with what a page of ours had and this one has not."""
    with scratch({}) as there:
        web_server.fetch(target.address, MARKER, there)
        ours = set(listed(there))
    paths = [*page.paths, *sorted(ours - set(page.paths)), MARKER]
    codes = web_server.put(page.root, paths, target.address, dry_run=True)
    kinds: dict[str, list[str]] = {"new": [], "changed": [], "gone": []}
    for path, code in sorted(codes.items()):
        if path != MARKER:
            kinds["gone" if code[0] == "*" else "new" if code.endswith("+") else "changed"].append(path)
    difference = Difference(*map(tuple, kinds.values()))
    _agree_to_replace(run, target, set(difference.changed) - ours, yes=yes)
    agree_to_drop(run, None, difference.gone, page.base, yes=yes, nothing=_NOTHING)
    if codes and not run.dry_run:
        web_server.put(page.root, paths, target.address, dry_run=False)
    return difference
