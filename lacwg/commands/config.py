from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lacwg import render
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.output import show_result
from lacwg.commands.site.build import USUAL
from lacwg.errors import Where
from lacwg.run import Run
from lacwg.store.history.installation import installation_id
from lacwg.store.settings import PORTS
from lacwg.text.toml_text import line_of


class Holding(NamedTuple):
    """A setting: its value, and what says so. ``value`` None: nothing is set."""

    name: str
    value: Any
    source: str
    """An option, a variable, "config.toml", "group.toml", "git", "near" or "default"."""
    where: Where | None = None


@verb
def config(run: Run) -> None:
    """Show which settings hold, and where each comes from.

    Your own are in config.toml of your configuration directory, or in the file that LACWG_CONFIG names; the group's in
    group.toml. An option comes first, then a variable, then config.toml, then group.toml.

    Example: lacwg config
    """
    found = list(_holding(run))
    file = str(run.settings_file.path)
    show_result(
        run,
        text=lambda: _config_text(run, file, found),
        json=lambda: {"file": file, "settings": {each.name: _setting_json(each) for each in found}},
        plain=lambda: ((each.name, _value_text(each.value), each.source, str(each.where or "")) for each in found),
    )


def _config_text(run: Run, file: str, found: list[Holding]) -> str:
    head = f"Your settings: {file}{'' if run.settings_file.text else ' (not there yet)'}\n\n"
    rows = [(each.name, _value_text(each.value) or "none", _source_text(each)) for each in found]
    return render.escape_controls(head) + render.columns(rows, width=run.width, breaking=(1, 2))


def _source_text(each: Holding) -> str:
    line = None if each.where is None else each.where.line
    return each.source if line is None else f"{each.source}, line {line}"


def _setting_json(each: Holding) -> dict[str, Any]:
    place = {"file": None, "line": None} if each.where is None else {"file": each.where.path, "line": each.where.line}
    return {"value": each.value, "from": each.source, **place}


def _value_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _holding(run: Run) -> Iterator[Holding]:
    """Every setting that can be made, in the order in which people look for them."""
    own, group, text = run.settings, run.store.group, run.store.group_text

    def of_group(*key: str) -> Where:
        return run.store.folder.where(run.store.folder.group_file, line_of(text, key))

    def of_person(name: str, value: Any, source: str, *key: str) -> Holding:
        return Holding(name, value, source, run.settings_file.where(*key) if source == "config.toml" else None)

    def first(name: str, mine: Any, theirs: Any, default: Any, *keys: tuple[str, ...]) -> Holding:
        """What the person has set, else the group; ``keys``: where the two stand."""
        if mine:
            return of_person(name, mine, "config.toml", *keys[0])
        return Holding(name, theirs, "group.toml", of_group(*keys[-1])) if theirs else Holding(name, default, "default")

    yield of_person("folder", str(run.store.folder.root), run.folder_by, "folder")
    yield of_person("name", *run.somebody(), "name")
    yield Holding("installation", installation_id(new=True), "default")
    yield first("zones", list(own.zones), list(group.zones), [], ("zones",))
    yield first("limit", own.limit, None, None, ("limit",))
    yield first("language", own.language, group.language, "en", ("language",))
    yield of_person("color", *run.color_wanted, "color")
    yield of_person("pager", *run.pager_wanted, "pager")
    yield from _of_group(own.publish.user, group, first)
    mail = own.mail
    usual = {"port": PORTS[mail.security], "security": "tls"}
    for key in ("server", "port", "user", "security"):
        mine = value if (value := getattr(mail, key)) != usual.get(key) else None
        yield first(f"mail.{key}", mine, None, usual.get(key), ("mail", key))


def _of_group(user: str | None, group: Any, first: Callable[..., Holding]) -> Iterator[Holding]:
    """What the group has set for all, and who signs in."""
    site, publish = group.site, group.publish
    for key, usual in (("base_url", None), ("output", str(USUAL)), ("remote", None), ("branch", None)):
        yield first(f"site.{key}", None, getattr(site, key), usual, ("site", key))
    for key, usual in (("address", None), ("calendar", None), ("audience", "public")):
        yield first(f"publish.{key}", None, getattr(publish, key), usual, ("publish", key))
    if variable := os.environ.get("LACWG_CALDAV_USER", "").strip():
        yield Holding("publish.user", variable, "LACWG_CALDAV_USER")
    else:
        yield first("publish.user", user, None, None, ("publish", "user"))
