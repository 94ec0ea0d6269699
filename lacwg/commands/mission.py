from __future__ import annotations

from typing import Any, Literal

from lacwg import render
from lacwg.commands.export.exporting import Lang, MissingTranslations
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared.output import show_result
from lacwg.errors import LacwgError
from lacwg.records import Group
from lacwg.run import Run
from lacwg.voice.translation import Untranslated, own_language, translated

Section = Literal["mission", "history", "get-involved", "photo", "all"]


@verb
def mission(
    run: Run,
    section: Section = option(None, "Which of the group's texts.", default="mission"),
    lang: Lang = None,
) -> None:
    """Show the mission statement, or another of the group's texts.

    Example: lacwg mission --section history
    """
    own = run.store.group
    missing = MissingTranslations(own, lang)
    group = own if lang is None or lang == own_language(own) else translated(own, lang, Untranslated)
    texts = {key: text for key, text in _texts(group).items() if section in (key, "all")}
    given = {key: text for key, text in texts.items() if text}
    if not given:
        raise LacwgError(
            f"the group has no text for {section} yet",
            hint=f"write it into {run.store.folder.shown(run.store.folder.group_file)}",
        )
    show_result(
        run,
        text=lambda: "\n".join(_people(run, *each, alone=len(given) == 1) for each in given.items()),
        json=lambda: _mission_json(group, lang or own.language, own.language),
        plain=lambda: list(given.items()),
    )
    missing.of(each for each in given.values() if isinstance(each, Untranslated))
    missing.tell(run)


def _texts(group: Group) -> dict[str, str | None]:
    photo = group.photo
    caption = None if photo is None else photo.caption
    if photo is not None and caption and photo.credit:
        # what is not translated stays marked as such
        caption = type(caption)(f"{caption} ({photo.credit})")
    return {"mission": group.mission, "history": group.history, "get-involved": group.get_involved, "photo": caption}


def _people(run: Run, section: str, text: str, *, alone: bool) -> str:
    head = "" if alone else render.heading(section.replace("-", " ").capitalize(), colour=run.colour)
    return f"{head}{render.wrapped(text.strip(), width=run.width)}\n"


def _mission_json(group: Group, language: str, own: str) -> dict[str, Any]:
    """The texts, and of each the language that it is in: ``own`` where it has no translation."""
    texts = {key: getattr(group, key) for key in ("mission", "history", "get_involved")}
    captioned = texts if group.photo is None else {**texts, "photo": group.photo.caption}
    return {
        **render.values_json(group, "name", "short_name", "parent", "formed", *texts),
        "photo": None if group.photo is None else render.values_json(group.photo, "caption", "credit"),
        "languages": {
            key: own if isinstance(text, Untranslated) else language for key, text in captioned.items() if text
        },
    }
