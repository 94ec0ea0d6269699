from __future__ import annotations

import pkgutil
import re
from typing import Final, NamedTuple

import typer

from lacwg.commands.options.verb import argument, flag, verb
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.text.fold import fold_line

INDEX: Final = "index"
"""The first page, which has a link to every other one."""
MOST: Final = 20
"""Results of a search."""
NEAREST: Final = 8
"""Pages that are named for one that is not there."""
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([\w./-]+)\.md(?:#[\w-]*)?\)")
_VERB: Final = re.compile(r"^\| `lacwg ([a-z]+ [a-z-]+)`", re.MULTILINE)
_NO_PROSE: Final = re.compile(r"^(?:```|\| `lacwg ).*\n", re.MULTILINE)
_HEADING: Final = re.compile(r"^##+ ", re.MULTILINE)


class Topic(NamedTuple):
    """A page of the manual, or the part of one that is about a verb."""

    words: str
    """What is typed for it behind ``lacwg help``."""
    title: str
    file: str
    """Where it stands, below ``manual`` and without ``.md``."""


def topics() -> list[Topic]:
    """The pages in the order of the manual, then the verbs."""
    pages = [Topic(_name(file), title, file) for title, file in _LINK.findall(_page(INDEX))]
    verbs = _VERB.findall(_page("commands"))
    return pages + [Topic(each, f"lacwg {each}", f"verbs/{each.split()[0]}") for each in verbs]


def _next_words(ctx: typer.Context, incomplete: str) -> list[str]:
    """A shell's completion: a word that goes on with what stands before it."""
    before = "".join(f"{word} " for word in ctx.params.get("words") or ())
    found = [each.words for each in topics() if each.words.startswith(f"{before}{incomplete}")]
    return list(dict.fromkeys(words.removeprefix(before).split()[0] for words in found))


@verb
def help_(
    run: Run,
    words: list[str] | None = argument(
        "TOPIC...", "A page, a command, or words of a title.", default=None, autocompletion=_next_words
    ),
    search: bool = flag("Show where these words stand in the manual."),
    schema: bool = flag("Print the JSON Schema of what --json prints."),
) -> None:
    """Read the manual: a page, or all about a command.

    Alone it shows the first page, which names all others.

    Example: lacwg help start
    Example: lacwg help meetings move
    Example: lacwg help --search public holiday
    Example: lacwg help json --schema
    """
    if schema:
        from lacwg import render
        from lacwg.commands.shared import json_shapes

        run.out(render.json_text(json_shapes.schema()))
        return
    typed = fold_line(" ".join(words or ())).removeprefix("lacwg ")
    if search:
        _search(run, typed)
        return
    topic = _topic(typed) if typed else Topic("", "", INDEX)
    text = _text(topic)
    if run.mode == "people":  # at once, without what other forms need
        run.page(_on_terminal(run, text) if run.terminal else text)
        return
    from lacwg import render

    lines = ([line] for line in text.splitlines())
    run.out(render.json_text({"topic": topic.words, "text": text}) if run.mode == "json" else render.plain_text(lines))


def _topic(typed: str) -> Topic:
    """The topic that is meant: its name, or words of only one page, or command. Raises an error with the nearest."""
    known = topics()
    for each in known:
        if each.words in (typed, typed.replace(" ", "-")):
            return each
    near = _fitting(typed.split(), known)
    pages = [each for each in near if " " not in each.words]
    if len(near) == 1 or len(pages) == 1:
        return (pages or near)[0]
    said = f'several pages fit "{typed}"' if near else f'the manual has no page "{typed}"'
    near = near or [found.topic for found in _results(typed)]
    if not near:  # misspelt
        import difflib

        spelt = {word for each in known for word in _words_of(each)}
        near = _fitting([(difflib.get_close_matches(word, spelt, 1) or [word])[0] for word in typed.split()], known)
    names = list(dict.fromkeys(each.words for each in near))
    hint = "\n  ".join(["see:", *(f"lacwg help {name}" for name in names[:NEAREST])])
    raise UsageError(said, hint=hint if names else "all pages: lacwg help")


def _fitting(words: list[str], known: list[Topic]) -> list[Topic]:
    """The topics with words that begin like these."""
    return [each for each in known if all(any(of.startswith(word) for of in _words_of(each)) for word in words)]


def _words_of(topic: Topic) -> list[str]:
    return re.findall(r"\w+", fold_line(f"{topic.words} {topic.title}"))


def _text(topic: Topic) -> str:
    """A page, with the verbs of a noun that is called like it; or the part about a verb."""
    if " " in topic.words:
        return next(f"# {part}" for part in _HEADING.split(_page(topic.file)) if part.startswith(f"{topic.title}\n"))
    files = [each.file for each in topics() if each.words == topic.words] or [topic.file]
    return "\n".join(map(_page, files))


def _on_terminal(run: Run, text: str) -> str:
    from lacwg import render

    named = _LINK.sub(lambda link: f"{link[1]} (lacwg help {_name(link[2])})", text)
    return render.markdown(named, width=min(run.width or 80, render.PROSE), colour=run.colour)


class _Found(NamedTuple):
    topic: Topic
    heading: str
    text: str


def _search(run: Run, typed: str) -> None:
    """Where all words stand in one part of a page; first where they are in its heading."""
    from lacwg.commands.shared.output import show_result

    if not typed:
        raise UsageError("there is nothing to look for", hint="such as: lacwg help --search holiday")
    found = _results(typed)
    shown = "".join(f"lacwg help {each.topic.words} · {each.heading}\n  {each.text}\n" for each in found[:MOST])
    show_result(
        run,
        text=lambda: shown or "Nothing found.\n",
        json=lambda: [{"topic": each.topic.words, "heading": each.heading, "text": each.text} for each in found],
        plain=lambda: ([each.topic.words, each.heading, each.text] for each in found),
    )
    if run.mode == "people" and len(found) > MOST:
        run.message(f"There are {len(found) - MOST} more; another word finds fewer.")


def _results(typed: str) -> list[_Found]:
    from lacwg.text.query import excerpt, query

    wanted = query(typed)
    by_title = {each.title: each for each in topics()}
    found = []
    for page in topics():
        if " " in page.words:
            break  # the verbs: their pages come before
        for part in _HEADING.split(_page(page.file)):
            heading, _, text = _NO_PROSE.sub("", part.removeprefix("# ")).partition("\n")
            if wanted.is_in([page.title, heading, text]):
                around = excerpt(wanted, [heading, *text.split("\n\n")])
                found.append(_Found(by_title.get(heading, page), heading, around))
    return sorted(found, key=lambda each: not wanted.is_in([each.topic.title, each.heading]))


def _name(file: str) -> str:
    """What is typed for a page."""
    return file.rpartition("/")[2]


def _page(file: str) -> str:
    return (pkgutil.get_data("lacwg", f"manual/{file}.md") or b"").decode()
