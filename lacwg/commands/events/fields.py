"""The fields of an event as options, for the verbs that make one and those that change one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import typer
from msgspec.structs import replace

from lacwg.commands.shared import asking, placing
from lacwg.commands.shared.options import ids, issue_ids
from lacwg.errors import UsageError
from lacwg.records import Event, Speaker
from lacwg.run import Run
from lacwg.store import pictures
from lacwg.store.pictures import Picture
from lacwg.text.controls import escape_controls

StartOption = Annotated[str | None, typer.Option("--start", metavar="WHEN", help='As "Dec 3 7pm" or 2026-12-03.')]
End = Annotated[str | None, typer.Option("--end", metavar="WHEN", help="When it ends; a time alone will do.")]
Duration = Annotated[str | None, typer.Option("--duration", metavar="LENGTH", help="As 90m, 1h30m or 2d.")]
Timezone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Where its clock is, as America/Havana.")
]
Speakers = Annotated[
    list[str] | None, typer.Option("--speaker", metavar='"NAME: ABOUT"', help="Who speaks; may be repeated.")
]
Issues = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="ID", help="What it is about; may be repeated.", autocompletion=ids(issue_ids)),
]
Image = Annotated[
    str | None,
    typer.Option("--image", metavar="FILE|URL", help="Its picture: a file, which is copied to the folder, or a link."),
]
Alt = Annotated[
    str | None, typer.Option("--alt", metavar="TEXT", help="What is in the picture, for those who cannot see it.")
]
Caption = Annotated[str | None, typer.Option("--caption", metavar="TEXT", help="What stands below the picture.")]
Credit = Annotated[str | None, typer.Option("--credit", metavar="TEXT", help="Who made the picture.")]

FORMATS = ("online", "in-person", "hybrid")


def speakers(typed: list[str]) -> tuple[Speaker, ...]:
    """Who speaks: ``NAME`` or ``NAME: ABOUT`` each; one empty text alone is nobody. Raises ``UsageError``."""
    return () if typed == [""] else tuple(map(_speaker, typed))


def _speaker(text: str) -> Speaker:
    name, _, about = text.partition(":")
    said = asking.one_line("--speaker", name)
    if not said:
        raise UsageError("--speaker has no name", hint='write "NAME" or "NAME: ABOUT"')
    return Speaker(name=said, about=asking.one_line("--speaker", about))


def issues(run: Run, typed: list[str]) -> tuple[str, ...]:
    """The ids of issues, each once; one empty text alone is none. Raises ``NoSuchRecordError``."""
    if typed == [""]:
        return ()
    return tuple(dict.fromkeys(run.store.issues.find(each) for each in typed))


def image(run: Run, typed: str) -> str | Picture | None:
    """A picture: a link, the path of one in the folder, or one to be copied there; None for an empty text.

    Raises ``UsageError`` for what is no picture.
    """
    cleaned = asking.text("--image", typed)
    if cleaned is None:
        return None
    if "://" not in cleaned:
        return pictures.taken(run.store.folder, cleaned)
    link = asking.link("--image", cleaned) or ""
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


def edits(
    run: Run, event: Event, given: Mapping[str, Any], *, public_link: bool
) -> tuple[dict[str, Any], Picture | None]:
    """The fields that were typed (not None), as ``msgspec.structs.replace`` takes them, and a picture to be copied.

    ``given`` is by the fields' names in an event and its tables. An empty text takes a field out, an empty
    picture its description too. Raises ``UsageError`` for what they cannot hold, and for links to join by in those
    that everybody sees.
    """
    typed = {key: value for key, value in given.items() if value is not None}
    refuse_public_links(typed, public_link=public_link)
    fields: dict[str, Any] = {}
    inner: dict[str, dict[str, str | None]] = {"members": {}, "private": {}}
    for key, value in typed.items():
        if key == "issues":
            fields[key] = issues(run, value)
        elif key == "image":
            fields[key] = image(run, value)
        elif key in _TABLES:
            inner[_TABLES[key]][key] = _CLEANED[key](value)
        else:
            fields[key] = _CLEANED[key](value) if key in _CLEANED else value
    for name, values in inner.items():
        if values:
            fields[name] = replace(getattr(event, name), **values)
    picture = fields.get("image")
    if picture is None and "image" in fields:
        fields.setdefault("alt", None)  # what was to be seen in it goes with it
    if isinstance(picture, Picture):
        del fields["image"]
        return fields, picture
    return fields, None


_TABLES: Final = {"join_url": "members", "dial_in": "members", "host_key": "private", "note": "private"}


def refuse_public_links(typed: Mapping[str, Any], *, public_link: bool) -> None:
    """Raises ``UsageError`` for links to join by in what everybody sees; by the fields' names in an event."""
    placing.refuse_meeting_link(typed.get("url"), public_link=public_link)
    texts = {f"--{key}": typed.get(key) for key in ("place", "description", "image", "alt", "caption", "credit")}
    texts |= {"the title": typed.get("title"), "--reason": typed.get("reason")}
    texts["--speaker"] = "\n".join(typed.get("speakers") or [])
    placing.refuse_meeting_links(texts, public_link=public_link)


def format_of(typed: str) -> str | None:
    """How people meet; None for an empty text. Raises ``UsageError``."""
    if typed not in ("", *FORMATS):
        raise UsageError(f'--format is {", ".join(FORMATS)}, and not "{typed}"', hint='to take it out: --format ""')
    return typed or None


_CLEANED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "title": lambda typed: asking.one_line("the title", typed),
    "place": lambda typed: asking.one_line("--place", typed),
    "url": lambda typed: asking.link("--url", typed),
    "description": lambda typed: asking.text("--description", typed),
    "format": format_of,
    "speakers": speakers,
    "alt": lambda typed: asking.one_line("--alt", typed),
    "caption": lambda typed: asking.one_line("--caption", typed),
    "credit": lambda typed: asking.one_line("--credit", typed),
    "reason": lambda typed: asking.one_line("--reason", typed),
    "join_url": lambda typed: asking.link("--join-url", typed),
    "dial_in": lambda typed: asking.one_line("--dial-in", typed),
    "host_key": lambda typed: asking.one_line("--host-key", typed),
    "note": lambda typed: asking.text("--note", typed),
}
