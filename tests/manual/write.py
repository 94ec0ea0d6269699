"""Writes the parts of the manual that are made from the program: ``python tests/manual/write.py``.

The first page, every command, every file and key, the check codes, and the man pages. A test compares
what it makes with what is in the folder.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import typer

from lacwg import __version__, app, checks, records
from lacwg.commands.options.verb import COMMON
from lacwg.records import Table, contact, event, issue, meeting, table_in
from lacwg.store import settings

MANUAL: Final = Path(app.__file__).parent / "manual"
SITE: Final = Path(__file__).parent / "mkdocs.yml"
SECTIONS: Final = {
    "Begin": "start year dates files mistakes",
    "How to": "move-cancel-announce announce-remind agenda-minutes paper duties people issues take-over "
    "spreadsheets calendars publish page share report-handover languages windows-macos",
    "Look up": "verbs commands keys settings templates check-codes codes json environment exit-codes limits",
    "Background": "audiences identity journal zones privacy security",
    "The project": "contributing changes",
}
"""The pages in the order of the manual."""


class VerbHelp(NamedTuple):
    """A command as its ``--help`` has it."""

    words: str
    summary: str
    about: list[str]
    usage: str
    examples: list[str]
    arguments: list[tuple[str, str]]
    options: list[tuple[str, str]]


def verbs() -> Iterator[VerbHelp]:
    """Every command, from the tree that typer makes."""
    root = typer.main.get_command(app.root)
    context = typer.Context(root, info_name="lacwg")
    for noun, about in app.NOUNS.items():
        command: Any = root.get_command(context, noun)  # type: ignore[attr-defined]
        inner = typer.Context(command, info_name=noun, parent=context)
        for verb in about.verbs.split():
            yield _verb(f"{noun} {verb}", command.get_command(inner, verb), inner)
        if not about.verbs:
            yield _verb(noun, command, context)


def _verb(words: str, command: Any, parent: Any) -> VerbHelp:
    context = typer.Context(command, info_name=words.split()[-1], parent=parent)
    summary, *about = re.split(r"\n\s*\n", command.help.strip())
    given: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for each in command.params:
        if each.name not in COMMON and (shown := each.get_help_record(context)):
            given[each.param_type_name].append((shown[0], " ".join(shown[1].split())))
    usage = " ".join(["lacwg", words, *command.collect_usage_pieces(context)])
    paragraphs = [" ".join(each.split()) for each in about]
    return VerbHelp(words, summary, paragraphs, usage, command.examples, given["argument"], given["option"])


def common_options() -> list[tuple[str, str]]:
    """The options that every command takes."""
    root: Any = typer.main.get_command(app.root)
    context = typer.Context(root, info_name="lacwg", **root.context_settings)
    shown = [each.get_help_record(context) for each in root.get_params(context) if each.name in (*COMMON, "help")]
    return [(each[0], " ".join(each[1].split())) for each in shown if each]


# Pages


@functools.cache
def pages() -> dict[str, str]:
    """What is made, by its path below the manual."""
    made = {
        "commands.md": _commands_page(),
        "keys.md": _keys_page(),
        "codes.md": _codes_page(),
        "templates.md": _templates_page(),
        **{f"verbs/{noun}.md": _noun_page(noun) for noun in app.NOUNS},
        "man/lacwg.1": _man_of_all(),
        **{f"man/lacwg-{each.words.replace(' ', '-')}.1": _man(each) for each in VERBS},
    }
    return {"index.md": _index_page(made), **made}


def _index_page(made: dict[str, str]) -> str:
    text = (
        "# The manual of lacwg\n\n"
        "A volunteer group's meetings, events, contacts and issues, run from a folder of text files.\n\n"
        "`lacwg help start` shows the page that is called start, `lacwg help meetings move` all about a command, and\n"
        "`lacwg help --search WORDS` where something stands. Every command tells its options: `lacwg meetings move --help`.\n"
    )
    for section, names in SECTIONS.items():
        text += f"\n## {section}\n\n"
        for name in names.split():
            page = made.get(f"{name}.md") or (MANUAL / f"{name}.md").read_text()
            title, about = re.match(r"# (.+)\n\n((?:.+\n)+)", page).groups()  # type: ignore[union-attr]
            text += f"- [{title}]({name}.md): {' '.join(about.split())}\n"
    links = ", ".join(f"[{noun}](verbs/{noun}.md)" for noun in app.NOUNS)
    return f"{text}\n## Each command\n\n{links}.\n"


def site() -> str:
    """The settings of the manual's site, with its pages in their order."""
    settings = SITE.read_text().partition("nav:\n")[0]
    sections = {**SECTIONS, "Each command": " ".join(f"verbs/{noun}" for noun in app.NOUNS)}
    lines = [
        f"  - {section}: [{', '.join(f'{name}.md' for name in names.split())}]" for section, names in sections.items()
    ]
    return "\n".join([f"{settings}nav:", "  - index.md", *lines, ""])


def _commands_page() -> str:
    rows = "".join(f"| `lacwg {each.words}` | {_cell(each.summary)} |\n" for each in VERBS)
    return (
        "# Every command\n\nAll commands in a line each, and the options that every one takes.\n\n"
        "Which one you want is told in [Which command?](verbs.md); all about one by `lacwg help meetings move`.\n\n"
        f"| command | what it does |\n| --- | --- |\n| `lacwg` | Show what is next. |\n{rows}\n"
        "## Options of every command\n\nThey may stand before the command or after it.\n\n"
        f"{_items(common_options())}"
    )


def _noun_page(noun: str) -> str:
    about = app.NOUNS[noun]
    if not about.verbs:
        return f"# lacwg {noun}\n\n{_about(next(each for each in VERBS if each.words == noun))}"
    mine = [each for each in VERBS if each.words.split()[0] == noun]
    rows = "".join(f"| `lacwg {each.words}` | {_cell(each.summary)} |\n" for each in mine)
    parts = "".join(f"\n## lacwg {each.words}\n\n{_about(each)}" for each in mine)
    return f"# lacwg {noun}\n\n{about.help}\n\n| command | what it does |\n| --- | --- |\n{rows}{parts}"


def _about(verb: VerbHelp) -> str:
    paragraphs = "".join(f"{_prose(each)}\n\n" for each in (verb.summary, *verb.about))
    examples = "".join(f"{each}\n" for each in verb.examples)
    given = _items([*verb.arguments, *verb.options])
    return f"{paragraphs}```text\n{verb.usage}\n```\n\n{given}\nFor example:\n\n```sh\n{examples}```\n"


def _items(given: list[tuple[str, str]]) -> str:
    return "".join(f"- `{name}`: {_prose(about)}\n" for name, about in given)


def _prose(text: str) -> str:
    """Text in Markdown that reads as it stands."""
    return re.sub(r"([*<])", r"\\\1", text.replace("``", "`"))


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def _codes_page() -> str:
    rows = "".join(
        f"| {code} | {each.severity} | {_cell(each.meaning)} | {_cell(each.mend)} |\n"
        for code, each in checks.codes().items()
    )
    return (
        "# Every check code\n\nWhat each code of `lacwg check` means, and how to mend it.\n\n"
        "More on them is told in [Check codes](check-codes.md).\n\n"
        f"| code | severity | what it means | how to mend it |\n| --- | --- | --- | --- |\n{rows}"
    )


IN_ALL: Final = {
    "group": "the group, with its [keys](keys.md#grouptoml) in the page's language",
    "name": "the group's short name, else its name",
    "title": "the page's title",
    "path": "the page's path below the folder of its language",
    "root": "what leads from the page to the root of the site, such as `../`",
    "home": "the same to the folder of its language",
    "folder": "that folder: `es/`; nothing for the first language",
    "language": "the page's language, such as `es`",
    "languages": "of each language its code, its name and its folder",
    "locale": "the language as Open Graph writes it",
    "other_locales": "the other languages, likewise",
    "base": "the address of the site; none where it is not known",
    "home_url": "the address of the home page in this language; none likewise",
    "icon": "the path of the icon",
    "photo": "the group's picture: its path, width and height, and whether it is transparent",
    "involved": "whether there is something to say about joining",
    "writable": "whether somebody can be written to",
    "feed": "the path of the calendar of everything",
    "news": "the path of the Atom feed; none without `base`",
    "qr_code": "the path of the code for paper; none without `base`",
    "embed_style": "the style of what other sites show in a frame",
    "navigation": "of each page of the menu its path and what it is called",
    "linked": "what search engines read about an event; nothing elsewhere",
    "style": "the whole style sheet where it stands in the page itself: on the one for what is missing",
    "framed": "gives the part of a page that is alike on all: `framed(TEMPLATE, path, root, home)`",
    "links": "gives the links to subscribe to a calendar: `links(path, about)`",
    "add_links": "gives the links that add an event to Google's and Outlook's calendars: `add_links(event, path)`",
    "_": 'gives one of our phrases in the page\'s language: `_("Next meeting")`',
    "say": "says dates and hours, see below",
}
"""What every template has."""


def _templates_page() -> str:
    from jinja2 import meta

    from lacwg.site import rendering
    from lacwg.site.page_formatter import PageFormatter

    environment: Any = rendering.Templates({})._environment
    text = (
        "# Templates of the page\n\nEvery template of the group's page, and all that may stand in one.\n\n"
        "A file of the same name in the folder `site` replaces ours: see [The group's page](page.md). Begin with a copy of\n"
        "ours; the fewer you replace, the less there is to look after when lacwg is upgraded. They are templates of\n"
        "[Jinja2](https://jinja.palletsprojects.com/). A name that is not there stops the build, with the template's line.\n\n"
        "## In all of them\n\n"
    )
    text += "".join(f"- `{name}`: {about}\n" for name, about in IN_ALL.items())
    text += "\n## What say can say\n\n"
    own = [(name, each) for name, each in vars(PageFormatter).items() if callable(each) and not name.startswith("_")]
    text += "".join(f"- `say.{name}`: {_first_line(each)}\n" for name, each in own)
    text += "\n## Filters beside Jinja2's own\n\n"
    text += "".join(f"- `{each.__name__}`: {_first_line(each)}\n" for each in rendering.FILTERS)
    text += "\n## Each template, and what it uses beside that\n\n"
    for name in rendering._ours().list_templates():
        if name.endswith(".html"):
            source = environment.loader.get_source(environment, name)[0]
            used = sorted(
                meta.find_undeclared_variables(environment.parse(source)) - IN_ALL.keys() - {"super", "range"}
            )
            text += f"- `{name}`: {', '.join(f'`{each}`' for each in used) or 'nothing'}\n"
    return text


def _first_line(function: Any) -> str:
    return _prose(" ".join((function.__doc__ or "").split("\n\n")[0].split()))


# The records


FILES: Final[dict[str, type[Table]]] = {
    "group.toml": records.Group,
    "series/ID.toml": records.Series,
    "events/YEAR/DATE-TITLE.toml": records.Event,
    "meetings/YEAR/DATE-SERIES.toml": records.MeetingRecord,
    "contacts/ID.toml": records.Contact,
    "issues/ID.toml": records.Issue,
    "config.toml": settings.Settings,
}
COMMON_TABLES: Final = ("members", "private")


def _docstrings() -> dict[str, dict[str, str]]:
    """Of each class of the records what stands below it (under "") and below each of its fields."""
    modules = (records, contact, event, issue, meeting, settings)
    found: dict[str, dict[str, str]] = {}
    for node in [node for module in modules for node in ast.parse(Path(module.__file__).read_text()).body]:
        if isinstance(node, ast.ClassDef):
            texts = found[node.name] = {"": ast.get_docstring(node) or ""}
            for field, text in zip(node.body, node.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                    texts[ast.unparse(field.target)] = " ".join(str(text.value.value).split())  # type: ignore[attr-defined]
    return found


def _keys_page() -> str:
    text = (
        "# Files and keys\n\nEvery file of the folder, your own config.toml, and every key that may stand in them.\n\n"
        "How to write them is told in [The files](files.md). Everybody may see a key's value, unless the list says that it\n"
        "is for members or private; where a whole record is for members or private, so are all of its keys. Text in other\n"
        "languages stands in the tables `[es]`, `[pt]`, `[fr]`, `[ht]` and `[en]`.\n"
    )
    for file, kind in FILES.items():
        text += f"\n## {file}\n\n{_told(kind)}\n\n{_keys(kind)}"
        if issubclass(kind, records.Record):
            text += "\nAnd the keys that [every record has](keys.md#every-record).\n"
        text += _tables(kind)
    text += f"\n## Every record\n\n{_told(records.Record)}\n\n{_keys(records.Record)}"
    for name, table in (("members", records.MembersTable), ("private", records.PrivateTable)):
        text += f"\n### [{name}]\n\n{_told(table)}\n\n{_keys(table)}"
    return text


def _tables(kind: type[Table]) -> str:
    """The tables within a record, and those within them."""
    text = ""
    for field, hint in _own(kind):
        table = table_in(hint)
        if table is None or field.name in COMMON_TABLES or field.name in records.LANGUAGES:
            continue
        name = f"{field.encode_name}.NAME" if typing.get_origin(_hint_of(hint)) is dict else field.encode_name
        heading = f"[[{name}]]" if _is_list(hint) else f"[{name}]"
        text += f"\n### {heading} of {_file_of(kind)}\n\n{_told(table)}\n\n{_keys(table)}{_tables(table)}"
    return text


def _file_of(kind: type[Table]) -> str:
    return next((file for file, each in FILES.items() if each is kind), kind.__name__)


def _own(kind: type[Table]) -> Iterator[tuple[Any, Any]]:
    """The fields of a table and their types, without those that every record has."""
    hints = typing.get_type_hints(kind, include_extras=True)
    common = set() if kind is records.Record else {each.name for each in msgspec.structs.fields(records.Record)}
    own = kind.__annotations__
    for field in sorted(msgspec.structs.fields(kind), key=lambda each: each.name not in own):  # its own first
        if field.name not in common or field.name in own or not issubclass(kind, records.Record):
            yield field, hints[field.name]


def _keys(kind: type[Table]) -> str:
    texts: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        texts |= DOCSTRINGS.get(each.__name__, {})
    items = []
    for field, hint in _own(kind):
        if field.name in (*records.LANGUAGES, *(["id"] if kind is records.Record else [])):
            continue
        facts = [_value(hint)]
        facts += ["needed"] if field.required else []
        if isinstance(field.default, str | int) and field.default not in ("", False):
            facts.append(f"usually {_written(field.default)}")
        facts += [each for each in ("members", "private") if each in _audience(hint)]
        items.append((field.encode_name, ", ".join(facts), texts.get(field.name, "")))
    return "".join(f"- `{name}` ({facts}): {_prose(about)}\n" for name, facts, about in items)


def _told(kind: type[Table]) -> str:
    return _prose(" ".join(DOCSTRINGS[kind.__name__][""].split()))


def _written(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _audience(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint)[1:] if typing.get_origin(hint) is typing.Annotated else ()


def _is_list(hint: Any) -> bool:
    return any(typing.get_origin(each) is tuple for each in records.types_in(hint))


def _hint_of(hint: Any) -> Any:
    """A type without what is said of who may see it."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is typing.Annotated else hint


def _value(hint: Any) -> str:
    """What a key takes, in words."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _value(inner[0])
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_value(each) for each in inner if each is not type(None))
    if origin is tuple:
        return "tables" if table_in(inner[0]) else f"list of {_value(inner[0]).replace(' or ', ', ')}"
    if origin is dict:
        return "tables" if table_in(hint) else "table of texts"
    if origin is typing.Literal:
        return " or ".join(f'"{each}"' for each in inner)
    return "table" if table_in(hint) else VALUES[hint]


VALUES: Final = {
    str: "text",
    int: "number",
    bool: "true or false",
    float: "decimal number",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date-time",
    records.DayOrTime: "date or date-time",
}


# Man pages


def _man_of_all() -> str:
    listed = "".join(
        f".SS {_roff(about.help)}\n"
        + "".join(
            f".TP\n\\fBlacwg {_roff(each.words)}\\fR\n{_roff(each.summary)}\n"
            for each in VERBS
            if each.words.split()[0] == noun
        )
        for noun, about in app.NOUNS.items()
    )
    return _man_page(
        "lacwg",
        "Run a volunteer group from a folder of text files.",
        "\\fBlacwg\\fR [\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]",
        "Alone, it shows the next meeting, what is coming up, open actions, and what to look at.\n"
        f".SH COMMANDS\n{listed}",
        _man_items("OPTIONS", common_options()) + _man_items("ENVIRONMENT", VARIABLES),
        "\\fBlacwg help\\fR shows the manual.\n",
    )


def _man(verb: VerbHelp) -> str:
    name, usage = f"lacwg-{verb.words.replace(' ', '-')}", verb.usage.removeprefix(f"lacwg {verb.words}").split()
    pieces = "".join(f" {_roff(each)}" if each == "[OPTIONS]" else f" \\fI{_roff(each)}\\fR" for each in usage)
    examples = "".join(f"{_roff(each)}\n" for each in verb.examples)
    about = ".PP\n".join(f"{_roff(each)}\n" for each in verb.about or [verb.summary])
    return _man_page(
        name,
        verb.summary,
        f"\\fBlacwg {_roff(verb.words)}\\fR{pieces}",
        about,
        _man_items("ARGUMENTS", verb.arguments)
        + _man_items("OPTIONS", [*verb.options, *common_options()])
        + f".SH EXAMPLES\n.nf\n{examples}.fi\n",
        f"\\fBlacwg\\fR(1), or in the terminal: \\fBlacwg help {_roff(verb.words)}\\fR\n",
    )


def _man_page(name: str, summary: str, synopsis: str, about: str, rest: str, also: str) -> str:
    codes = "".join(f".TP\n{number}\n{_roff(meaning)}\n" for number, meaning in EXIT_CODES)
    return (
        f'.\\" Made by tests/manual/write.py\n.TH {name.upper()} 1 {released()} "lacwg {__version__}" "Manual of lacwg"\n'
        f".SH NAME\n{name} \\- {_roff(summary.rstrip('.'))}\n.SH SYNOPSIS\n{synopsis}\n.SH DESCRIPTION\n{about}{rest}"
        f".SH EXIT STATUS\n{codes}.SH SEE ALSO\n{also}"
    )


def _man_items(heading: str, given: list[tuple[str, str]]) -> str:
    items = "".join(f".TP\n\\fB{_roff(name)}\\fR\n{_roff(about)}\n" for name, about in given)
    return f".SH {heading}\n{items}" if items else ""


def _roff(text: str) -> str:
    """Text that roff takes as it stands: hyphens that can be copied, no line that begins with a command."""
    text = re.sub(r"\[([^\]]+)\]\([\w/#-]+\.md[^)]*\)", r"\1", text)  # a link
    text = text.replace("`", "").replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def released() -> str:
    """When this version was released, as ``changes.md`` has it: the date of its man pages."""
    found = re.search(rf"^## {re.escape(__version__)} · (.+)$", (MANUAL / "changes.md").read_text(), re.MULTILINE)
    assert found, f"changes.md has no date of {__version__}"
    return dt.datetime.strptime(found[1], "%B %d, %Y").date().isoformat()


VERBS: Final = list(verbs())
VARIABLES: Final = re.findall(r"^\| (`[A-Z].*) \| (.+) \|$", (MANUAL / "environment.md").read_text(), re.MULTILINE)
EXIT_CODES: Final = re.findall(r"^\| (\d+) \| (.+) \|$", (MANUAL / "exit-codes.md").read_text(), re.MULTILINE)
DOCSTRINGS: Final = _docstrings()


def stale() -> list[Path]:
    """Pages in the folders of what is made that are not made any more."""
    made = pages()
    there = [*(MANUAL / "verbs").glob("*"), *(MANUAL / "man").glob("*")]
    return [each for each in there if str(each.relative_to(MANUAL)) not in made]


def main() -> None:
    """Writes what is made, and takes away what was."""
    for path, text in pages().items():
        (MANUAL / path).parent.mkdir(exist_ok=True)
        (MANUAL / path).write_text(text)
    for path in stale():
        path.unlink()
    SITE.write_text(site())


if __name__ == "__main__":
    main()
