"""What the verbs of ``lacwg print`` share: how a sheet looks, and its way onto paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import Reader
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Drawn, Lang, MissingTranslations, is_standard_output
from lacwg.commands.options.verb import flag, option
from lacwg.commands.shared.output import show_result
from lacwg.errors import FolderError, UsageError
from lacwg.exporters.paper import characters, sheets
from lacwg.exporters.paper.sheets import Part
from lacwg.records import Language
from lacwg.remotes import browser, typesetter
from lacwg.run import Run
from lacwg.schedule import zones
from lacwg.store import site_folder
from lacwg.store.disk.write import scratch, write_output
from lacwg.store.folder import PAPER
from lacwg.text.controls import quoted
from lacwg.text.english import first_of
from lacwg.voice.translation import InEnglish, own_language
from lacwg.voice.voice import Voice, voice_of

_LETTER: Final = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""The countries that print on US Letter (CLDR)."""
_MOST: Final = 50 << 20
"""Bytes of a group's own templates and pictures, together."""
_NAMED: Final = 3


@dataclass(frozen=True)
class Printing:
    """How a sheet looks, and where it goes."""

    output: Path | None = option(
        "FILE", "Write to this file. Default: one named after the sheet, here.", "-o", "--output"
    )
    open_: bool = flag("Show it, to be printed.", "--open")
    paper: Literal["letter", "a4"] | None = option(None, "The size of the paper. Default: as in the group's country.")
    large: bool = flag("Large print: 18 point and more.")
    lang: Lang = None
    two_languages: Language | None = option(None, "A second language, side by side with the first.")


def typeset(
    run: Run, template: str, parts: Sequence[Part], paper: str | None = None,
    look_through: Callable[[str], None] = lambda _: None, **look: Any,
) -> bytes:  # fmt: skip
    """The PDF of a sheet, on the paper of the group's country where no other is named; says what no font draws.

    ``look_through`` gets all that will be read on it. Raises ``FolderError`` for what is wrong in a template of
    the folder's own.
    """
    group, folder = run.store.group, run.store.folder
    own = site_folder.own_files(folder, PAPER)
    if sum(map(len, own.values())) > _MOST:
        raise FolderError(f"its files are larger than {_MOST >> 20} MiB", where=folder.where(folder.root / PAPER))
    country = (group.country or zones.country(group.timezone) or "").upper()
    made = sheets.sheet(template, parts, own, paper=paper or ("letter" if country in _LETTER else "a4"), **look)
    look_through(made.texts)
    try:
        with scratch(made.files) as place:
            data = typesetter.pdf(place, template)
    except typesetter.TypesettingError as error:
        if not own:
            raise
        name, line = (error.template, error.line) if error.template in own else ("", None)
        hint = f"{error.hint or ''}\nor take it out of the folder: lacwg has one of its own".strip()
        raise FolderError(error.message, hint=hint, where=folder.where(folder.root / PAPER / name, line)) from None
    if made.undrawn:
        signs = first_of([*map(quoted, made.undrawn)], _NAMED)
        run.message(f"No font of paper's draws {signs}; {characters.INSTEAD} stands there")
    return data


class Press:
    """One sheet on its way: for whom, in which languages, and what may not stand on it."""

    def __init__(self, run: Run, printing: Printing, reader: Reader) -> None:
        """Raises ``LacwgError`` where typst is missing, and ``UsageError``."""
        typesetter.refuse_missing()
        exporting.refuse_other_suffix("PDF", printing.output)
        if printing.output is not None and is_standard_output(printing.output) and run.mode == "json":
            raise UsageError("a PDF and JSON cannot both go to standard output", hint="keep --json, or -o -")
        self.run, self.printing, self.reader = run, printing, reader
        self.scanner: LeakScanner | None = None
        group = run.store.group
        first = printing.lang or own_language(group) or "en"
        if printing.two_languages == first:
            raise UsageError(f'both languages are "{first}"', hint="name another one for --two-languages")
        self.languages = (first,) if printing.two_languages is None else (first, printing.two_languages)
        self.missing = {each: MissingTranslations(group, each) for each in self.languages}

    def parts(self, told: Callable[[Drawn, Voice], Part], **of: Any) -> list[Part]:
        """What is ``told`` in each language of what the reader may see; ``of``: as of ``exporting.draw``."""
        found = []
        for language in self.languages:
            drawn = exporting.draw(self.run, self.reader, language=language, **of)
            self.missing[language], self.scanner = drawn.missing, self.scanner or drawn.scanner
            found.append(
                {"lang": language, "group": drawn.view.group.name} | told(drawn, voice_of(drawn.view.group, language))
            )
            exporting.name_problems(self.run, drawn)
        return found

    def put(
        self, kind: str, name: str, parts: list[Part], *, template: str = "", picture: tuple[str, bytes] | None = None,
        link: str | None = None, shape: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Sets the sheet and writes it; ``link``: where its code leads; ``shape``: what programs are told of it.

        Raises ``LeakError`` where something stands on it that is withheld.
        """
        from lacwg.site import subscribing

        run, group = self.run, self.run.store.group
        alt = voice_of(group, self.languages[0]).gettext("QR code: {link}", link=link)
        data = typeset(
            run, template or f"{kind}.typ", parts, self.printing.paper, self._look_through, large=self.printing.large,
            picture=picture, code=None if link is None else (alt, subscribing.qr_code(link, alt)),
            foreign=self._foreign,
        )  # fmt: skip
        output = self.printing.output or Path(f"{kind}-{name}.pdf")
        if is_standard_output(output):
            run.out_bytes(data)
        else:
            shape = shape or {"kind": kind, "file": None, "audience": self.reader, "languages": self.languages}
            self._write(output, data, {**shape, "file": str(output)})
        for missing in self.missing.values():
            missing.tell(run)
        run.complete()

    def _foreign(self, text: str) -> str | None:
        """A text's language, where it is not that of its part."""
        own = self.run.store.group.language if any(each.lacks(text) for each in self.missing.values()) else None
        return "en" if isinstance(text, InEnglish) else own

    def _look_through(self, texts: str) -> None:
        if self.scanner is not None:
            self.scanner.refuse_leaks(texts)
        for missing in self.missing.values():
            missing.look_through(texts)

    def _write(self, output: Path, data: bytes, shape: dict[str, Any]) -> None:
        run = self.run
        write_output(output, data)
        run.message(f"Wrote {output}")
        if run.mode != "people":
            plain = [" ".join(each) if isinstance(each, tuple) else each for each in shape.values()]
            show_result(run, text=str, json=lambda: shape, plain=lambda: [plain])
        if self.printing.open_ and not browser.show(output):
            run.message(f"Nothing can be opened here; the sheet is {output}")
