"""Templates to text: Jinja2, escaping always, and in a sandbox, as templates come with folders that are shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacwg.errors import LacwgError, Where
from lacwg.site import wording

if TYPE_CHECKING:
    from jinja2 import Environment, PackageLoader

FOLDER = "site"
"""The folder of a group's own templates, in the data folder."""


class Templates:
    """Our templates, and before them the folder's own of the same names."""

    def __init__(self, own: Mapping[str, str], **everywhere: Any) -> None:
        from jinja2 import ChoiceLoader, DictLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        self._own = own
        self._environment: Environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([DictLoader(own), _ours()]),
            autoescape=True,
            finalize=wording.shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        for function in (
            wording.web, wording.mail, wording.paragraphs, wording.summary, wording.day, wording.hours,
            wording.stamp, wording.happened, wording.form, wording.date,
        ):  # fmt: skip
            self._environment.filters[function.__name__] = function
        self._environment.globals.update(everywhere)

    def text(self, name: str, **values: Any) -> str:
        """A template's text with these values. Raises ``LacwgError`` for a template that is wrong, with its place."""
        from jinja2 import TemplateError, TemplateSyntaxError

        try:
            return self._environment.get_template(name).render(**values)
        except TemplateSyntaxError as error:
            raise self._wrong(error.message or "it cannot be read", error.name or name, error.lineno) from None
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            if not self._own:
                raise
            file, line = _place(error, self._own) or (name, None)
            raise self._wrong(str(error), file, line) from None

    def source(self, name: str) -> str:
        """A file that goes out as it is: the style sheet."""
        loader = self._environment.loader
        assert loader is not None
        return loader.get_source(self._environment, name)[0]

    def _wrong(self, message: str, name: str, line: int | None) -> LacwgError:
        return LacwgError(
            f"the template is wrong: {message}",
            where=Where(f"{FOLDER}/{name}", line),
            hint="mend it, or take it away: the page then has our own",
        )


def our_words() -> list[str]:
    """The texts of our own templates: what stands there is nobody's secret."""
    from jinja2 import Environment

    loader, environment = _ours(), Environment(autoescape=True)
    return [loader.get_source(environment, name)[0] for name in loader.list_templates() if name.endswith(".html")]


def _ours() -> PackageLoader:
    from jinja2 import PackageLoader

    return PackageLoader("lacwg", "site/templates")


def _place(error: BaseException, own: Mapping[str, str]) -> tuple[str, int] | None:
    """The innermost line of a template of the folder's at which an error was met."""
    found, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name in own:
            found = name, step.tb_lineno
        step = step.tb_next
    return found
