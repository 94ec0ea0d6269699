"""What somebody who typed other words meant: the whole line as it should be, to be pasted.

One table says which verb a word stands for, and which option an option. Words beyond what a verb takes are put where
they belong by what they look like: dates, addresses, links, rules; the others are one title.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from typer.core import TyperArgument, TyperCommand, TyperOption

from lacwg import clock
from lacwg.commands.options.missing import lacks, placeholder
from lacwg.dates_in.date_errors import NotUnderstoodError, WhenError
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import read
from lacwg.schedule import rules, zones
from lacwg.schedule.rules import RuleError
from lacwg.text.addresses import email_fault
from lacwg.text.links import host_in, is_web

_AT_FIRST: Final = {
    "": "today now home status dashboard",
    "meetings next": "next when",
    "meetings list": "list ls upcoming schedule dates",
    "meetings show": "show view",
    "meetings cancel": "cancel",
    "meetings move": "move postpone reschedule",
    "meetings announce": "email mail announce invite send newsletter",
    "meetings rsvp": "rsvp attend attending coming rsvps answers",
    "import replies": "replies responses",
    "meetings explain": "why explain",
    "events add": "add new create",
    "events edit": "edit change rename",
    "events remove": "delete remove rm del",
    "contacts list": "people members person member",
    "duties list": "rota roster turns",
    "minutes attendance": "attendance attendees roll-call",
    "actions list": "todo todos task tasks",
    "print flyer": "flyer poster leaflet pdf",
    "print sign-in": "signin",
    "issues list": "bills campaigns",
    "report": "statistics stats numbers summary",
    "handover": "successor transfer leave",
    "calendar": "cal month holidays",
    "remind": "reminder reminders due",
    "search": "find grep look",
    "check": "validate lint verify doctor test",
    "log": "history",
    "undo NUMBER": "redo",
    "sync": "push pull share save commit",
    "site build": "build website page html web",
    "site publish": "deploy",
    "site serve": "preview",
    "publish caldav": "upload caldav",
    "init": "setup start",
}
"""A command, and the words that people type in place of it where a noun stands."""
_VERBS: Final = {
    "add start prepare": "new create make plan schedule insert",
    "remove drop cancel end clear": "delete del rm erase discard",
    "list show": "ls all index upcoming",
    "show export list": "view get info open cat see display read print report",
    "edit change rename": "update modify set rename title",
    "move": "postpone reschedule shift",
    "cancel end": "skip off call-off stop",
    "restore": "uncancel reinstate undelete",
    "announce": "email mail send remind invite tell",
    "explain": "why",
    "hours": "times zones time",
    "done approve end": "complete finish close tick",
    "approve": "sign accept confirm",
    "copy": "duplicate clone cp repeat",
    "prepare start": "prep draft begin",
    "reorder": "sort order swap",
    "ics": "calendar cal ical google outlook",
    "csv": "excel xlsx spreadsheet sheet",
    "vcf": "contacts people vcard vcards addresses",
    "rsvp": "attend attending attendees coming answers replies",
    "replies": "rsvp answers responses mail mbox eml",
}
"""Verbs, of which the first that a noun has is meant, and the words that people type in place of them."""
_OPTIONS: Final = {
    "DATE WHEN --start --from --to --meeting --on --due --since": "date day when start begin begins on",
    "--at --start --to WHEN": "time hour at",
    "MONTH": "month date when",
    "--end --until --to": "until till ends finish to",
    "--duration --minutes": "length long duration minutes",
    "--place --address": "location where venue room address hall at",
    "--join-url --url": "link zoom meet video online teams jitsi call",
    "--url": "website web page site homepage href",
    "--phone --dial-in": "phone tel telephone mobile cell dial",
    "--email": "mail e-mail",
    "TITLE NAME WHAT --title --name": "title name subject heading called what",
    "--description --summary --stance --notes --note": "desc details about text body info description summary content",
    "--note --notes": "comment remark notes memo note",
    "--reason": "why because cause message m",
    "--list": "group groups label",
    "--no-mail": "unsubscribe opt-out no-email",
    "--mail-again": "resubscribe",
    "--role": "position office job",
    "--away": "absent vacation leave",
    "--who --chair --by": "assignee owner person responsible who by",
    "--speaker": "speakers speakers guest with",
    "--co-host": "cohost cohosts hosts partner partners sponsor organizer",
    "--present": "attendees attendance participants attended",
    "--regrets": "absent apologies excused",
    "--issue": "issues topic tag category topics tags",
    "--repeat --rule": "every recurring recurrence rrule repeat frequency rule repeats",
    "--timezone --in": "tz zone time-zone",
    "--lang --language": "lang language locale languages",
    "--output --eml": "out file output",
    "--limit": "max count number num limit top",
    "--due": "deadline",
    "--audience": "visibility access public for",
    "--image": "picture photo img",
    "--yes --force": "force y f no-confirm",
    "--dry-run": "dry preview simulate",
}
"""Options, or places, of which the first that a verb has and that is free is meant, and what people type instead."""
_NOUNS: Final = {
    "contacts": "people members person member", "actions": "todo todos task tasks", "issues": "bills campaigns",
    "duties": "duty rota roster turns",
}  # fmt: skip
"""Nouns, and the words that people type in place of them after a verb."""
_NOTES: Final = {"redo": "NUMBER is that of the undo: lacwg log"}
_SUFFIXES: Final = {
    "ics": "ics", "ical": "ics", "csv": "csv", "xlsx": "csv", "tsv": "csv", "vcf": "vcf", "json": "json",
    "eml": "replies", "mbox": "replies",
}  # fmt: skip
"""What imports a file, by how its name ends."""
_ALSO_NEEDED: Final = {"events add": {"title": (), "start": ()}}
"""What a verb needs that asks for it itself."""
_DATED: Final = ("DATE", "WHEN")
_DATES: Final = (*_DATED, "--start", "--to", "--due", "--on", "--meeting", "--from")
"""For what a date is typed that stands alone: a place, or an option, in this order."""
_TEXTS: Final = ("--title", "--name", "--reason", "--who")
_BEFORE_DATES: Final = {
    "to": "--to", "until": "--to", "from": "--from", "by": "--due", "on": "", "at": "", "for": "",
}  # fmt: skip
"""Words before a date that say nothing else, and the option that they stand for."""
_MOST: Final = 30
"""More words are nobody's typing error."""
_LONGEST_DATE: Final = 7
"""Words of a date."""
_PHONE: Final = re.compile(r"\+?[\d(][\d\s().-]{5,}\d")

Nouns = Mapping[str, Sequence[str]]
"""The verbs of each noun; of one that is a command itself none."""
Param = TyperOption | TyperArgument
Commands = Callable[[str, str], Any]
"""The command of a noun and a verb."""


def line(typed: Sequence[str], nouns: Nouns, command: Commands) -> str | None:
    """What to try instead, as a hint; None where that is not known, or would be what was typed."""
    before, words = _apart(typed, nouns)
    found = _resolved(words, nouns) if words and len(typed) <= _MOST else None
    if found is None:
        return None
    names, rest = found
    meant: list[str] | None = [*before, *names]
    if names and (len(names) == 2 or not nouns[names[0]]):
        meant = _Line(command(names[0], "".join(names[1:])), names, words[0]).line([*before, *rest])
    elif rest or not {*before} <= {*_FLAGS}:
        return None
    if meant is None or (sorted(meant) == sorted(typed) and names[:1] == [typed[0]]):
        return None
    note = _NOTES.get(words[0])
    return f"try: {shlex.join(['lacwg', *meant])}" + (f"\n{note}" if note else "")


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: meant for meant, words in table.items() for word in words.split()}


def _apart(typed: Sequence[str], nouns: Nouns) -> tuple[list[str], list[str]]:
    """The options before the noun with their values, and the rest."""
    words, before = list(typed), []
    known = {*nouns, *_by_word(_AT_FIRST), *_by_word(_VERBS)}
    while words and words[0].startswith("-") and words[0] != "--":
        before.append(words.pop(0))
        if before[-1] not in _FLAGS and "=" not in before[-1] and words and words[0] not in known:
            before.append(words.pop(0))
    return before, words


def _resolved(words: Sequence[str], nouns: Nouns) -> tuple[list[str], list[str]] | None:
    """The noun and the verb that are meant, as far as they are known, and the words after them."""
    first, rest = words[0].lower(), list(words[1:])
    place = len(_apart(rest, nouns)[0])
    second, others = "".join(rest[place : place + 1]), rest[:place] + rest[place + 1 :]
    if first not in nouns:
        noun = _noun(second.lower(), nouns)
        if noun and (verb := _verb(first, nouns[noun])):  # "add event"
            return [noun, verb], others
        instead = _by_word(_AT_FIRST).get(first)
        if instead is not None:
            names = instead.split()
            if first == "add" and any(email_fault(each) is None for each in rest):
                names = ["contacts", "add"]
            if not names or not nouns[names[0]]:
                return names[:1], [*names[1:], *rest]
            if first in _by_word(_NOUNS) and (own := _verb(second.lower(), nouns[names[0]])):
                return [names[0], own], others  # "people add"
            return names, rest
        if not (first := _noun(first, nouns)):
            return None
    if not nouns[first] or not second:
        return [first], rest
    if first == "import" and "." in second and (kind := _SUFFIXES.get(second.rpartition(".")[2].lower())):
        return [first, kind], rest
    if verb := _verb(second.lower(), nouns[first]):
        return [first, verb], others
    return [first, "show"] if "show" in nouns[first] else [first], rest


def _noun(word: str, nouns: Nouns) -> str:
    """The noun that a word stands for; empty: none."""
    close = get_close_matches(word, nouns, 1, 0.75)
    return word if word in nouns else _by_word(_NOUNS).get(word) or (close[0] if close else "")


def _verb(word: str, verbs: Sequence[str]) -> str:
    """The verb of these that a word stands for; empty: none."""
    if word in verbs:
        return word
    said = [meant for meant, words in _VERBS.items() if word in words.split()]
    fitting = [each for meant in said for each in meant.split() if each in verbs]
    return next(iter(fitting or get_close_matches(word, verbs, 1)), "")


def _is_date(text: str) -> bool:
    """Whether a text says a day or an hour, be it one that cannot be."""
    zone = zones.zone("UTC")
    try:
        read(text, ParseContext(zone, clock.now(zone)))
    except NotUnderstoodError:
        return False
    except WhenError:
        pass
    return True


def _is_rule(text: str) -> bool:
    try:
        rules.parse(text)
    except RuleError:
        return False
    return True


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and not _is_date(text)


_LOOKS: Final[Mapping[str, tuple[Callable[[str], bool], int]]] = {
    "--rule": (_is_rule, _LONGEST_DATE),
    "--repeat": (_is_rule, _LONGEST_DATE),
    "--email": (lambda text: "@" in text and email_fault(text) is None, 1),
    "--join-url": (lambda text: is_web(text) and host_in(text) is not None, 1),
    "--url": (is_web, 1),
    "--phone": (_is_phone, 1),
}
"""Options whose values are known by what they look like, and of how many words they can be."""


class _Line:
    """The words after a verb, where they belong."""

    def __init__(self, command: TyperCommand, names: Sequence[str], first: str) -> None:
        self._command = command
        self._names = list(names)
        self._renames = "rename" in (first, *names[1:]) or "title" in names[1:]
        self._slots = [each for each in command.params if isinstance(each, TyperArgument)]
        self._named: dict[str, Param] = {placeholder(each): each for each in self._slots}
        self._named |= {name: each for each in command.params if isinstance(each, TyperOption) for name in each.opts}
        self._needs = _ALSO_NEEDED.get(" ".join(names)) or getattr(command.callback, "needs", {})
        self._values: dict[Param, list[str]] = {}
        """What each option and place has; a flag has no values."""
        self._loose: list[tuple[str, str]] = []
        """Words of no option, and the name of the option that they stand behind; empty: of none."""

    def line(self, words: Sequence[str]) -> list[str] | None:
        """The line; None where something of it is not known."""
        options = self._read(words)
        if options is None:
            return None
        meant = {}
        for name, value in sorted(options, key=lambda each: each[0] not in self._named):
            if (param := self._take(name, value)) is None:
                return None
            meant[name] = param
        if not self._place([(word, meant.get(behind)) for word, behind in self._loose]):
            return None
        for each in self._missing():
            self._values[each] = [placeholder(each)]
        places = [word for slot in self._slots for word in self._values.get(slot, ())]
        typed = [word for each in self._values if isinstance(each, TyperOption) for word in self._typed(each)]
        if any(each.startswith("-") for each in places):
            return [*self._names, *typed, "--", *places]
        return [*self._names, *places, *typed]

    def _read(self, words: Sequence[str]) -> list[tuple[str, str | None]] | None:
        """The options with their values, as they are typed; None where help is wanted."""
        queue, behind = list(words), ""
        options: list[tuple[str, str | None]] = []
        while queue:
            word = re.sub(r"^[\u2013\u2014](?=\w)", "--", queue.pop(0))  # what editors make of two hyphens
            if word in ("--", "--help", "-h"):
                return None
            if not re.match(r"-+[A-Za-z]", word):
                self._loose.append((word, behind))
                continue
            name, valued, value = word.partition("=")
            name = name if name in self._named else name.lower().replace("_", "-")
            if not name.startswith("--") and name[:2] in self._named and len(name) > 2:  # -n3
                name, valued, value = name[:2], "=", name[2:]
            flag = _is_flag(self._named.get(name))
            if not flag and not valued and queue and not queue[0].startswith("--"):
                valued, value = "=", queue.pop(0)
            options.append((name, value if valued and not flag else None))
            behind = "" if flag else name
        return options

    def _take(self, name: str, value: str | None) -> Param | None:
        """Gives the value of an option to the option or place that is meant by it; None: nothing is, or it has one."""
        word = name.lstrip("-")
        meant = [each for names, words in _OPTIONS.items() if word in words.split() for each in names.split()]
        meant += get_close_matches(f"--{word}", self._named, 1, 0.8)
        alone = sum(not behind for _, behind in self._loose)
        for param in [self._named[each] for each in ([name] if name in self._named else meant) if each in self._named]:
            if _is_flag(param):
                self._values[param] = []
                self._loose += [] if value is None else [(value, "")]
                return param
            if isinstance(param, TyperArgument):
                filled = sum(slot in self._values for slot in self._slots)
                if value is None or param in self._values or alone + filled >= len(self._slots):
                    continue
            value = _value(param, value)
            if param not in self._values or getattr(param, "multiple", False):
                self._values.setdefault(param, []).append(value)
                return param
            if self._goes_on(param, value):  # a day and an hour
                return param
        return None

    def _place(self, loose: list[tuple[str, Param | None]]) -> bool:
        """Puts the words of no option where they belong. False: that is not known."""
        free = [each for each in self._slots if each not in self._values]
        if any(each.nargs == -1 for each in free):
            self._values |= {free[-1]: [word for word, _ in loose]} if loose else {}
            return True
        if len(loose) > len(free):  # quotes were forgotten
            loose = [(word, behind) for word, behind in loose if not self._goes_on(behind, word, texts=True)]
        elif not any(isinstance(each, TyperOption) for each in self._missing()):
            self._values |= {slot: [word] for slot, (word, _) in zip(free, loose, strict=False)}
            return True
        words = [word for word, _ in loose]
        for name, (fits, longest) in _LOOKS.items():
            words = self._without(words, name, fits, longest)
        return self._place_text(self._without_dates(words))

    def _goes_on(self, param: Param | None, word: str, *, texts: bool = False) -> bool:
        """Puts a word to a value where they say a day or a rule together; with ``texts``, to any text too."""
        if param is None or not self._values[param]:
            return False
        *before, value = self._values[param]
        kind = placeholder(param)
        text = texts and (isinstance(param, TyperArgument) or kind in ("TEXT", "NAME", "NAMES"))
        for both in (f"{value} {word}", f"{word} {value}"):
            if text or _is_date(both) or (kind == "RULE" and _is_rule(both)):
                self._values[param] = [*before, both]
                return True
        return False

    def _without(self, words: list[str], name: str, fits: Callable[[str], bool], longest: int) -> list[str]:
        """Gives an option that is free the first words that fit it, and returns the others."""
        param = self._free(name)
        if param is not None:
            for start in range(len(words)):
                if length := _run(words[start:], fits, longest):
                    self._values[param] = [" ".join(words[start : start + length])]
                    return words[:start] + words[start + length :]
        return words

    def _without_dates(self, words: Sequence[str]) -> list[str]:
        """Puts the dates among the words into places for them, and gives the other words."""
        left: list[str] = []
        last: Param | None = None
        for text, is_date in self._dates(words):
            said = _BEFORE_DATES.get(left[-1].lower()) if left else None
            if said == "--from" and self._free("DATE") and "to" not in words:  # one date, and no stretch
                said = ""
            free = [param for name in (said, *_DATES) if (param := self._free(name))]
            more = is_date and self._free(said) is None and self._goes_on(last, text)
            if not more and not (is_date and free):
                left.append(text)
                continue
            if said is not None:
                left.pop()
            if not more:
                self._values[free[0]] = [text]
                last = free[0] if isinstance(free[0], TyperOption) else last
        return left

    def _dates(self, words: Sequence[str]) -> list[tuple[str, bool]]:
        """The words, those together that say one date, and whether they do; beside dates with digits none has none."""
        apart, next_ = self._free("--to") is not None, self._free("DATE") is not None

        def fits(text: str) -> bool:
            return not (apart and "to" in text.split()) and (_is_date(text) or (next_ and text == "next"))

        parts = []
        while words:
            length = 0 if words[0].lower() in _BEFORE_DATES else _run(words, fits, _LONGEST_DATE)
            parts.append((" ".join(words[: length or 1]), length > 0))
            words = words[length or 1 :]
        if any(is_date and _has_digit(text) for text, is_date in parts):
            return [(text, is_date and (text == "next" or _has_digit(text))) for text, is_date in parts]
        return parts

    def _place_text(self, words: list[str]) -> bool:
        """Puts the other words into the places that are left, and the rest into an option that is for a text."""
        slots = [each for each in self._slots if each not in self._values and placeholder(each) not in _DATED]
        if slots and placeholder(slots[0]) == "MONTH":  # "in May"
            words = [each for each in " ".join(words).split() if each.lower() not in (*_BEFORE_DATES, "in")]
        if words and any(each.type.name not in ("str", "text") or (len(words) > 1 and "-" in words) for each in slots):
            return False
        texts = [param for name in _TEXTS if (param := self._free(name))]
        params = [*slots, *[each for each in texts if self._renames or not slots or each in self._missing()][:1]]
        if not params:
            return not words
        last = len(params) - 1
        parts = [*words[:last], " ".join(words[last:])]
        self._values |= {param: [text] for param, text in zip(params, parts, strict=False) if text}
        return True

    def _missing(self) -> list[Param]:
        return lacks(self._command, {str(each.name) for each in self._values}, self._needs)

    def _free(self, name: str | None) -> Param | None:
        """The option or place of this name, if the verb has it and it has no value."""
        param = self._named.get(name or "")
        return None if param in self._values else param

    def _typed(self, option: TyperOption) -> list[str]:
        """An option with its values, as it is typed."""
        name = max(option.opts, key=len)
        words = [name] if _is_flag(option) else []
        for each in self._values[option]:
            words += [f"{name}={each}"] if each.startswith("-") and each != "-" else [name, each]
        return words


def _is_flag(param: Param | None) -> bool:
    return isinstance(param, TyperOption) and param.is_flag


def _value(param: Param, value: str | None) -> str:
    """A value as an option takes it: minutes without their unit, a rule with its "every"."""
    kind = placeholder(param)
    if value is None:
        return kind
    if kind == "N":
        return re.sub(r"(?<=\d) ?m(?:in(?:utes)?)?$", "", value)
    every = f"every {value}"
    return every if kind == "RULE" and not _is_rule(value) and _is_rule(every) else value


def _run(words: Sequence[str], fits: Callable[[str], bool], longest: int) -> int:
    """How many words, from the first on, fit together; as many as can."""
    return next((n for n in range(min(len(words), longest), 0, -1) if fits(" ".join(words[:n]))), 0)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


_FLAGS: Final = ("--json", "--plain", "--no-pager", "--private", "--dry-run", "--yes", "--version", "--help", "-h")
"""Options before the noun that take no value."""
