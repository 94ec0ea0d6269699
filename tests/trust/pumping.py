"""The regular expressions of the package with the ways in which each is used, and texts that would make a bad one slow."""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import lacwg

USES = frozenset({"match", "fullmatch", "search", "sub", "subn", "finditer", "findall", "split"})
PUMPED = {
    "blank": " ", "no-break blank": "\xa0", "letter": "a", "capital": "A", "digit": "1", "dot": ".", "hyphen": "-",
    "quote": '"', "apostrophe": "'", "bracket": "[", "parenthesis": "(", "angle": "<", "accent": "é", "line end": "\n",
    "return and line end": "\r\n", "backslash": "\\", "slash": "/", "at": "@", "colon": ":", "comma": ",", "percent": "%",
    "plus": "+", "equals": "=", "semicolon": ";", "underscore": "_", "ampersand": "&", "tab": "\t", "brace": "{", "hash": "#",
}  # fmt: skip


def modules() -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(lacwg.__path__, "lacwg."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def patterns() -> dict[re.Pattern[Any], set[str]]:
    """Each pattern of the package with the methods it is used by: all that are compiled in a module, in a table or in a
    class of one, those that ``re`` is given as a text, and those that a function without arguments makes."""
    found: dict[re.Pattern[Any], set[str]] = defaultdict(set)
    for module in modules():
        for value in vars(module).values():
            for each in [value, *vars(value).values()] if isinstance(value, type) else [value]:
                for pattern in _within(each):
                    found[pattern] |= set()
        for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {*USES, "compile"}
            ):
                by_name = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
                pattern = _value(node.args[0] if by_name and node.args else node.func.value, module)
                if by_name and isinstance(pattern, (str, bytes)):
                    flags = [
                        *node.args[
                            {"sub": 4, "subn": 4, "split": 3}.get(node.func.attr, 2 - (node.func.attr == "compile")) :
                        ]
                    ]
                    flags += [each.value for each in node.keywords if each.arg == "flags"]
                    pattern = re.compile(pattern, _value(flags[0], module) if flags else 0)
                if isinstance(pattern, re.Pattern):
                    found[pattern] |= {node.func.attr} & USES
    return {pattern: uses or {"finditer"} for pattern, uses in found.items()}


def _within(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value: compiled ones, and those in tables of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from _within(each, depth - 1)


def _value(node: ast.expr, module: ModuleType) -> Any:
    """What an expression is where its module is read; nothing where it rests on what a function was given."""
    try:
        return eval(compile(ast.Expression(node), "<use>", "eval"), dict(vars(module)))
    except Exception:
        return None


def beginnings(pattern: re.Pattern[Any]) -> list[str]:
    """Texts that bring a pattern to each place where it goes on for as long as it likes."""
    tree = parser.parse(
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1"),
        pattern.flags & ~re.UNICODE,
    )
    _, found = _walk(tree, "")
    return [*dict.fromkeys(["", *found])]


def _walk(items: Any, before: str) -> tuple[str, list[str]]:
    """A text that what is here matches, behind another; and what stands before each long repetition."""
    found: list[str] = []
    for code, of in items:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            low, high, inner = of
            if high > 20:
                found.append(before)
            once, within = _walk(inner, before)
            found += within
            before = before if not low else before + once[len(before) :] * min(low, 80)
        elif code is codes.BRANCH:
            ways = [_walk(each, before) for each in of[1]]
            found += [each for _, within in ways for each in within]
            before = max((way for way, _ in ways), key=len)
        elif code is codes.SUBPATTERN:
            before, within = _walk(of[3], before)
            found += within
        elif code is codes.ATOMIC_GROUP:
            before, within = _walk(of, before)
            found += within
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            found += _walk(of[1], before)[1]
        else:
            before += _one(code, of)
    return before, found


def _one(code: Any, of: Any) -> str:
    """A character that one step of a pattern matches."""
    if code is codes.LITERAL:
        return chr(of)
    if code is codes.NOT_LITERAL:
        return "b" if of == ord("a") else "a"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return next((each for each in "a1 .-:/=" if _is_in(of, each)), _first(of))
    return ""


def _is_in(of: Any, character: str) -> bool:
    inside = False
    for code, value in of:
        if code is codes.LITERAL:
            inside |= value == ord(character)
        elif code is codes.RANGE:
            inside |= value[0] <= ord(character) <= value[1]
        elif code is codes.CATEGORY:
            name = str(value).rpartition("_")[2]
            is_it = {
                "DIGIT": character.isdigit(),
                "SPACE": character.isspace(),
                "WORD": character.isalnum() or character == "_",
            }[name]
            inside |= is_it != ("NOT" in str(value))
    return inside != any(code is codes.NEGATE for code, _ in of)


def _first(of: Any) -> str:
    return next(
        (
            chr(value if code is codes.LITERAL else value[0])
            for code, value in of
            if code in (codes.LITERAL, codes.RANGE)
        ),
        "",
    )


class TooSlowError(BaseException):
    """It took more seconds of CPU than it may; no ``except Exception`` of the program takes it for a fault."""


def spent(act: Callable[[], object], at_most: float) -> float:
    """Seconds of CPU that something takes; where it is more than it may, that is enough to know."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    gc.disable()  # to look through all that the tests hold takes as long as many a command
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, at_most)
    try:
        act()
    except TooSlowError:
        return at_most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        gc.enable()
    return time.process_time() - began


def used(pattern: re.Pattern[Any], use: str, text: str) -> None:
    """A pattern is used on a text, to its end."""
    given = text if isinstance(pattern.pattern, str) else text.encode()
    found = getattr(pattern, use)(*(["" if isinstance(given, str) else b""] if use in {"sub", "subn"} else []), given)
    if use == "finditer":
        for _ in found:
            pass
