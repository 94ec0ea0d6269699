"""The fields of an event as they were typed, for the verbs that make one and those that change one."""

from __future__ import annotations

from typing import Any

from lacwg.commands.shared import asking, finding
from lacwg.commands.shared.typed_fields import Typed, cleaned, in_tables
from lacwg.errors import UsageError
from lacwg.records import Event, Speaker
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.store import pictures
from lacwg.store.pictures import Picture
from lacwg.text.controls import escape_controls


def edits(run: Run, typed: Typed) -> tuple[dict[str, Any], Picture | None]:
    """What was typed, as ``series_edits.overlaid`` takes it, and a picture to be copied.

    An empty text takes a field out, an empty picture its description too. Raises ``UsageError`` for what they
    cannot hold, and for links to join by in those that everybody sees.
    """
    fields = cleaned(typed)
    if fields.get("title", "") is None:
        raise UsageError("the title is empty", hint="say what it is called")
    if "speakers" in fields:
        fields["speakers"] = _speakers(fields["speakers"])
    if "issues" in fields:
        fields["issues"] = finding.issues(run, fields["issues"])
    picture = None
    if "image" in fields:
        picture = fields["image"] = _image(run, fields["image"])
        if picture is None:
            fields.setdefault("alt", None)  # what was to be seen in it goes with it
        elif isinstance(picture, Picture):
            del fields["image"]
    return in_tables(fields), picture if isinstance(picture, Picture) else None


def said_alike(of: Event | Occurrence) -> dict[str, Any]:
    """What an event, a series and an occurrence say by the same names."""
    names = ("title", "format", "place", "url", "issues", "description", "audience", "members", "private")
    return {name: getattr(of, name) for name in names}


def _speakers(typed: list[str]) -> tuple[Speaker, ...]:
    """Who speaks: ``NAME`` or ``NAME: ABOUT`` each; one empty text alone is nobody. Raises ``UsageError``."""
    return () if typed == [""] else tuple(map(_speaker, typed))


def _speaker(text: str) -> Speaker:
    name, _, about = text.partition(":")
    said = asking.one_line("--speaker", name)
    if not said:
        raise UsageError("--speaker has no name", hint='write "NAME" or "NAME: ABOUT"')
    return Speaker(name=said, about=asking.one_line("--speaker", about))


def _image(run: Run, typed: str) -> str | Picture | None:
    """A picture: a link, the path of one in the folder, or one to be copied there; None for an empty text.

    Raises ``UsageError`` for what is no picture.
    """
    text = asking.text("--image", typed)
    if text is None:
        return None
    if "://" not in text:
        return pictures.taken(run.store.folder, text)
    link = asking.link("--image", text) or ""
    if not link.startswith("https://"):
        raise UsageError(f'--image: a link begins with https://: "{link}"', hint="or write the path of a file")
    return link


def tell_of_alt(run: Run, before: Event | None, event: Event, *, given: bool) -> None:
    """Says, of a picture that was just given, what people who cannot see it lack. ``given``: with a description."""
    if given or (before is not None and before.image == event.image and event.alt):
        return
    if event.alt:
        run.message(
            escape_controls(
                f'The picture is new, and its description the one before: "{event.alt}"; another: --alt TEXT'
            )
        )
    else:
        run.message("People who cannot see the picture need a description of it: --alt TEXT")
