"""A person's own settings: ``config.toml`` in their configuration directory, or the file that LACWG_CONFIG names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from lacwg.errors import RecordError, Where
from lacwg.records import Language, Table
from lacwg.store.disk.read import UnreadableError, read_text
from lacwg.store.user_directories import user_directory

Color = Literal["auto", "always", "never"]
PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
"""On which port a mail server takes mail, by how the connection is encrypted."""
_NOTHING: Final = " \t\r\n"


class PublishSettings(Table, frozen=True, kw_only=True):
    """``[publish]``: how this person signs in to the calendar's server. The password stands in no file."""

    user: str | None = None
    """The user name on that server."""


class MailSettings(Table, frozen=True, kw_only=True):
    """``[mail]``: the server that sends this person's mail (RFC 6409). The password stands in no file."""

    server: str | None = None
    """Its host, such as smtp.example.org."""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    """Its port. Default: 465 with "tls", 587 with "starttls", 25 with "none"."""
    user: str | None = None
    """The user name on that server. Absent: it asks for none."""
    security: Literal["tls", "starttls", "none"] = "tls"
    """How the connection is encrypted; "none" only for a server on this machine."""


class Settings(Table, frozen=True, kw_only=True):
    """What a person has set for themselves, on this machine."""

    name: str | None = None
    """Your name, for ``--by`` and the log."""
    folder: str | None = None
    """The data folder, where none is named or near."""
    zones: tuple[str, ...] = ()
    """Other time zones (IANA) in which you want to read hours."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    """How many entries a list has, as with ``-n``."""
    pager: str | None = None
    """The pager for lists longer than a screen. An empty text: none."""
    color: Color | None = None
    """Colours on the terminal."""
    language: Language | None = None
    """The language of announcements."""
    publish: PublishSettings = PublishSettings()
    """How you sign in to the calendar server."""
    mail: MailSettings = MailSettings()
    """Which server sends your mail."""

    def __post_init__(self) -> None:
        for key in ("name", "folder"):
            if (said := getattr(self, key)) is not None and not said.strip(_NOTHING):
                raise ValueError(f"{key}: is empty; write it, or delete the line")


class SettingsFile(msgspec.Struct, frozen=True):
    """The file as it stands on the disk."""

    path: Path
    text: str
    settings: Settings

    def where(self, *key: str | int) -> Where:
        """The place of a key."""
        from lacwg.text.toml_text import line_of

        return Where(str(self.path), line_of(self.text, key))


def settings_path() -> Path:
    """Which file it is."""
    named = os.environ.get("LACWG_CONFIG", "").strip()
    return Path(named).expanduser() if named else user_directory("config") / "config.toml"


def read_settings() -> SettingsFile:
    """The settings; none where there is no file. Raises ``RecordError`` for what is no setting, with its line."""
    path = settings_path()
    if str(path) == os.devnull:  # by which people say that they want none
        return SettingsFile(path, "", Settings())
    shown = str(path).encode("utf-8", "backslashreplace").decode()
    try:
        text = read_text(str(path), outside=True)
    except UnreadableError as error:
        if not os.path.lexists(path) and not os.environ.get("LACWG_CONFIG", "").strip():
            return SettingsFile(path, "", Settings())
        raise RecordError(error.message, hint=error.hint, where=Where(shown, error.line)) from None
    if not any(line.strip().partition("#")[0] for line in text.splitlines()):  # comments alone
        return SettingsFile(path, text, Settings())
    from lacwg.store.toml.decode import decode

    return SettingsFile(path, text, decode(text, Settings, lambda: shown))
