from __future__ import annotations

import os
from collections.abc import Iterator
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
    own, group, folder = run.settings, run.store.group, run.store.folder

    def held(name: str, value: Any, source: str) -> Holding:
        key, where = name.split("."), None
        if source == "config.toml":
            where = run.settings_file.where(*key)
        elif source == "group.toml":
            where = folder.where(folder.group_file, line_of(run.store.group_text, key))
        return Holding(name, value, source, where)

    def first(name: str, mine: Any, theirs: Any, usual: Any = None) -> Holding:
        """What the person has set, else the group."""
        return held(name, mine or theirs or usual, "config.toml" if mine else "group.toml" if theirs else "default")

    yield held("folder", str(folder.root), run.folder_by)
    yield held("name", *run.somebody())
    yield held("installation", installation_id(new=True), "default")
    yield first("zones", list(own.zones), list(group.zones), [])
    yield first("limit", own.limit, None)
    yield first("language", own.language, group.language, "en")
    yield held("color", *run.color_wanted)
    yield held("pager", *run.pager_wanted)
    for key, usual in {"base_url": None, "output": str(USUAL), "remote": None, "branch": None}.items():
        yield first(f"site.{key}", None, getattr(group.site, key), usual)
    for key, usual in {"address": None, "calendar": None, "audience": "public"}.items():
        yield first(f"publish.{key}", None, getattr(group.publish, key), usual)
    if variable := os.environ.get("LACWG_CALDAV_USER", "").strip():
        yield held("publish.user", variable, "LACWG_CALDAV_USER")
    else:
        yield first("publish.user", own.publish.user, None)
    for key, standard in {"server": None, "port": PORTS[own.mail.security], "user": None, "security": "tls"}.items():
        mine = getattr(own.mail, key)
        yield first(f"mail.{key}", None if mine == standard else mine, None, standard)
