"""The options that say where a gathering is and how it is joined, for every verb that takes a place."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lacwg.commands.shared import asking
from lacwg.errors import UsageError
from lacwg.records import Format
from lacwg.text.links import host_in, host_within

Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")]
Place = Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where it is.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="A page about it, for everybody.")]
PublicLink = Annotated[
    bool, typer.Option("--public-link", help="Let a public text have a link to join by that everybody may have.")
]
JoinUrl = Annotated[str | None, typer.Option("--join-url", metavar="URL", help="The link to join by: members.")]
DialIn = Annotated[str | None, typer.Option("--dial-in", metavar="TEXT", help="The number to join by: members.")]
HostKey = Annotated[str | None, typer.Option("--host-key", metavar="TEXT", help="The host's key: private.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark among coordinators: private.")]
FormatOption = Annotated[Format | None, typer.Option("--format", help="How people meet.")]
Description = Annotated[str | None, typer.Option("--description", metavar="TEXT", help="What it is about.")]


def refuse_meeting_link(url: str | None, *, public_link: bool) -> None:
    """Raises ``UsageError`` for a public link that lets people into a meeting, unless that is meant."""
    host = None if url is None or public_link else host_in(url)
    if host is not None:
        raise UsageError(
            f"--url is for everybody, and {host} is where meetings are held",
            hint="for members alone: --join-url; if everybody may have it: add --public-link",
        )


def refuse_meeting_links(texts: dict[str, str | None], *, public_link: bool) -> None:
    """The same of links within the texts that were typed for public options."""
    for option, text in texts.items():
        host = None if text is None or public_link else host_within(text)
        if host is not None:
            raise UsageError(
                f"{option} is for everybody, and has a link to {host}, where meetings are held",
                hint="for members alone: --join-url; if everybody may have it: add --public-link",
            )


def edits(
    *,
    title: str | None = None,
    place: str | None = None,
    url: str | None = None,
    public_link: bool = False,
    join_url: str | None = None,
    dial_in: str | None = None,
    host_key: str | None = None,
    note: str | None = None,
    format_: Format | None = None,
    description: str | None = None,
) -> dict[str, Any]:
    """The fields that were given, cleaned, as ``series_edits`` takes them."""
    refuse_meeting_link(url, public_link=public_link)
    public = {"--title": title, "--place": place, "--description": description}
    refuse_meeting_links(public, public_link=public_link)
    own = {
        "title": asking.one_line("--title", title),
        "place": asking.one_line("--place", place),
        "url": asking.link("--url", url),
        "format": format_,
        "description": asking.text("--description", description),
        "members": {"join_url": asking.link("--join-url", join_url), "dial_in": asking.one_line("--dial-in", dial_in)},
        "private": {"note": asking.text("--note", note), "host_key": asking.one_line("--host-key", host_key)},
    }
    return _given(own)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    inner = {key: _given(value) if isinstance(value, dict) else value for key, value in values.items()}
    return {key: value for key, value in inner.items() if value not in (None, {})}
