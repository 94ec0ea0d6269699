"""Templates to text: Jinja2, escaping always; those of the folder in a sandbox, as folders are shared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final

from lacwg.errors import LacwgError, Where
from lacwg.schedule.span import stamp
from lacwg.site.bounds import bounded
from lacwg.site.page_formatter import host, mail, paragraphs, summary
from lacwg.text.controls import escape_markup
from lacwg.text.links import web
from lacwg.voice.voice import headed

if TYPE_CHECKING:
    from jinja2 import Environment, PackageLoader

_OBJECT: Final = re.compile(r"'(?:\w+\.)+(\w+) object'")
"""What Jinja2 calls the value of a class."""
_OURS: Final = "/site/templates/"
FOLDER = "site"
"""The folder of a group's own templates, in the data folder."""


FILTERS: Final = (web, host, mail, paragraphs, summary, stamp, headed)
"""What templates have beside Jinja2's own filters."""


class Templates:
    """Our templates, and before them the folder's own of the same names."""

    def __init__(self, own: Mapping[str, str]) -> None:
        from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        self._own = own
        kind = ImmutableSandboxedEnvironment if own else Environment  # the sandbox costs a sixth of the time
        self._environment: Environment = kind(
            loader=ChoiceLoader([FunctionLoader(self._owned), _ours()]),
            autoescape=True,
            finalize=_escaped if own else None,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        for function in FILTERS:
            self._environment.filters[function.__name__] = function
        for name in _page_templates():  # once, before the work is shared out among processes
            with suppress(Exception), self._bounded():  # that one is wrong is said where it is wanted
                self._environment.get_template(name)

    def _bounded(self) -> AbstractContextManager[None]:
        return bounded() if self._own else nullcontext()

    def text(self, name: str, values: Mapping[str, Any]) -> str:
        """A template's text with these values. Raises ``LacwgError`` for one that is wrong, with its place."""
        from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

        try:
            with self._bounded():
                text = self._environment.get_template(name).render(values)
                return text if self._own else _plain(text)
        except LacwgError:  # of a template within this one
            raise
        except TemplateSyntaxError as error:
            raise self._wrong(error.message or "it cannot be read", error.name or name, error.lineno) from None
        except SyntaxError as error:  # of what Jinja2 made of it: its lines are none of the template's
            raise self._wrong(error.msg, name, None) from None
        except Exception as error:  # whatever a template of the folder's runs into is for its author to mend
            if not self._own:
                raise
            message = str(error)
            if isinstance(error, TemplateNotFound):
                message = f'there is no template "{message}"'
            elif isinstance(error, MemoryError):
                message = "it takes more than a gigabyte"
            elif isinstance(error, UndefinedError):
                message = _OBJECT.sub(r"\1", message)
            place = _place(error)
            if place is None and name not in self._own:  # one of ours wants what the folder's, of before, has not
                ours, line = _place(error, _OURS) or (name, None)
                message = f"our {ours}, line {line}, does not find in {', '.join(self._own)} what it needs: {message}"
                raise self._wrong(message, "", None) from None
            raise self._wrong(message or type(error).__name__, *(place or (name, None))) from None

    def source(self, name: str) -> str:
        """A file that goes out as it is: the style sheet."""
        loader = self._environment.loader
        assert loader is not None
        return loader.get_source(self._environment, name)[0]

    def _owned(self, name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
        """A template of the folder's, as Jinja2 wants it: its text, the file that errors name, always as fresh."""
        return (self._own[name], f"{FOLDER}/{name}", None) if name in self._own else None

    def _wrong(self, message: str, name: str, line: int | None) -> LacwgError:
        return LacwgError(
            f"the template is wrong: {message}",
            where=Where(f"{FOLDER}/{name.removeprefix(f'{FOLDER}/')}".rstrip("/"), line),
            hint="mend it, or take it away: the page then has our own\nwhat it may use: lacwg help templates",
        )


def _escaped(value: object) -> object:
    """A value in a group's own template, of whose own characters none is changed; ours are looked through whole."""
    return type(value)(_plain(value)) if isinstance(value, str) else value


def _plain(text: str) -> str:
    """Nothing for a browser to obey; a template may write half a character."""
    return escape_markup(text.encode("utf-8", "replace").decode())


def our_words() -> list[str]:
    """The texts of our own templates: what stands there is nobody's secret."""
    from jinja2 import Environment

    loader, environment = _ours(), Environment(autoescape=True)
    return [loader.get_source(environment, name)[0] for name in _page_templates()]


def _page_templates() -> list[str]:
    return [name for name in _ours().list_templates() if name.endswith(".html")]


def _ours() -> PackageLoader:
    from jinja2 import PackageLoader

    return PackageLoader("lacwg", "site/templates")


def _place(error: BaseException, folder: str = f"{FOLDER}/") -> tuple[str, int] | None:
    """The innermost line of a template of the folder's, or of another folder's, at which an error was met."""
    from traceback import walk_tb

    found = None
    for frame, line in walk_tb(error.__traceback__):
        name, template = frame.f_code.co_filename, frame.f_globals.get("__jinja_template__")
        before, within, base = name.replace("\\", "/").rpartition(folder)
        if within and bool(before) == (
            folder == _OURS
        ):  # with the line of what Jinja2 made of it, where it had no room to say which
            found = base, template.get_corresponding_lineno(line) if template else line
    return found
