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
from zoneinfo import ZoneInfo

from typer.core import TyperArgument, TyperCommand, TyperOption

from lacwg import clock
from lacwg.commands.options.missing import placeholder
from lacwg.dates_in.date_errors import NotUnderstoodError, WhenError
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import read
from lacwg.schedule import rules
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
_DATES: Final = ("--start", "--to", "--due", "--on", "--meeting", "--from")
"""For what a date is typed that has no place, in this order."""
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
Behind = TyperOption | TyperArgument | str | None
"""The option that a word stands behind, the place that it is meant for, or its name as long as that is not known."""
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
        meant = _Arrangement(command(names[0], "".join(names[1:])), names, words[0]).line([*before, *rest])
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
        valued = before[-1] in ("--data", "--color") or before[-1] not in _FLAGS
        if valued and "=" not in before[-1] and words and words[0] not in known:
            before.append(words.pop(0))
    return before, words


def _resolved(words: Sequence[str], nouns: Nouns) -> tuple[list[str], list[str]] | None:
    """The noun and the verb that are meant, as far as they are known, and the words after them."""
    first, rest = words[0].lower(), list(words[1:])
    place = len(_apart(rest, nouns)[0])
    second = rest[place] if place < len(rest) else ""
    if first not in nouns:
        noun = _noun(second.lower(), nouns)
        if noun and (verb := _verb(first, nouns[noun])):  # "add event"
            del rest[place]
            return [noun, verb], rest
        instead = _by_word(_AT_FIRST).get(first)
        if instead is not None:
            names = instead.split()
            if first == "add" and any(email_fault(each) is None for each in rest):
                names = ["contacts", "add"]
            if not names or not nouns[names[0]]:
                return names[:1], [*names[1:], *rest]
            if not (own := _verb(second.lower(), nouns[names[0]])) or first not in _by_word(_NOUNS):
                return names, rest
            del rest[place]
            return [names[0], own], rest  # "people add"
        if not (first := _noun(first, nouns)):
            return None
    if not nouns[first] or not second:
        return [first], rest
    verb = _SUFFIXES.get(second.rpartition(".")[2].lower(), "") if first == "import" and "." in second else ""
    if verb:
        return [first, verb], rest
    if verb := _verb(second.lower(), nouns[first]):
        del rest[place]
    elif "show" in nouns[first]:
        verb = "show"
    return [first, verb] if verb else [first], rest


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
    zone = ZoneInfo("UTC")
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


class _Arrangement:
    """The words after a verb, where they belong."""

    def __init__(self, command: TyperCommand, names: Sequence[str], first: str) -> None:
        self._names = list(names)
        self._renames = "rename" in (first, *names[1:]) or "title" in names[1:]
        self._slots = [each for each in command.params if isinstance(each, TyperArgument)]
        self._options = [each for each in command.params if isinstance(each, TyperOption)]
        self._by_name = {name: each for each in self._options for name in each.opts}
        also = _ALSO_NEEDED.get(" ".join(names)) or getattr(command.callback, "needs", {})
        self._needed = [each for each in command.params if each.required or each.name in also]
        self._instead = {name: tuple(others) for name, others in also.items()}
        self._given: list[tuple[TyperOption, str | None]] = []
        self._filled: dict[str, list[str]] = {}
        """The words of each place."""
        self._loose: list[tuple[str, Behind]] = []
        """Words of no option, and what they stand behind."""

    def line(self, words: Sequence[str]) -> list[str] | None:
        """The line; None where something of it is not known."""
        strange = self._read(words)
        if strange is None:
            return None
        for name, value in strange:
            if (taken := self._take(name, value)) is None:
                return None
            self._loose = [(word, taken if behind == name else behind) for word, behind in self._loose]
        if not self._place():
            return None
        places: list[str] = []
        for slot in self._slots:
            instead = self._instead.get(str(slot.name), ())
            given = any(option.name in instead for option, _ in self._given)
            missing = [placeholder(slot)] if slot in self._needed and not given else []
            places += self._filled.get(str(slot.name), missing)
        options = [word for option, value in self._given for word in _typed(option, value)]
        for option in self._needed:
            if isinstance(option, TyperOption) and not self._has(option):
                options += _typed(option, placeholder(option))
        if any(each.startswith("-") for each in places):
            return [*self._names, *options, "--", *places]
        return [*self._names, *places, *options]

    def _read(self, words: Sequence[str]) -> list[tuple[str, str | None]] | None:
        """Takes the words apart, and gives the options that the verb does not have; None where help is wanted."""
        queue = list(words)
        behind: Behind = None
        strange: list[tuple[str, str | None]] = []
        while queue:
            word = re.sub(r"^[\u2013\u2014](?=\w)", "--", queue.pop(0))  # what editors make of two hyphens
            if word == "--" or word in ("--help", "-h"):
                return None
            if not re.match(r"-+[A-Za-z]", word):
                self._loose.append((word, behind))
                continue
            name, valued, value = word.partition("=")
            name = name.lower().replace("_", "-") if name not in self._by_name else name
            if not name.startswith("--") and name[:2] in self._by_name and len(name) > 2:  # -n3
                name, valued, value = name[:2], "=", name[2:]
            option = self._by_name.get(name)
            if option is not None and option.is_flag:
                self._given.append((option, None))
                behind = None
                continue
            said = value if valued else queue.pop(0) if queue and not queue[0].startswith("--") else None
            if option is None:
                strange.append((name, said))
            else:
                self._given.append((option, placeholder(option) if said is None else said))
            behind = option or name
        return strange

    def _meant(self, name: str) -> list[TyperOption | TyperArgument]:
        """The options and places that an option may stand for, those first that are meant rather."""
        word = name.lstrip("-")
        meant = [each for names, words in _OPTIONS.items() if word in words.split() for each in names.split()]
        meant += get_close_matches(f"--{word}", self._by_name, 1, 0.8)
        places = {placeholder(each): each for each in self._slots}
        found = [self._by_name.get(each) or places.get(each) for each in meant]
        return [each for each in found if each is not None]

    def _take(self, name: str, value: str | None) -> TyperOption | TyperArgument | None:
        """Takes an option that the verb does not have for what is meant by it, and gives that; None: nothing is."""
        alone = sum(1 for _, behind in self._loose if behind is None)
        for each in self._meant(name):
            if isinstance(each, TyperArgument):
                free = str(each.name) not in self._filled and alone + len(self._filled) < len(self._slots)
                if free and value is not None:
                    self._filled[str(each.name)] = [value]
                    return each
                continue
            if each.is_flag:
                self._given.append((each, None))
                self._loose += [] if value is None else [(value, None)]
                return each
            value = placeholder(each) if value is None else value
            if placeholder(each) == "N":
                value = re.sub(r"(?<=\d) ?m(?:in(?:utes)?)?$", "", value)
            if placeholder(each) == "RULE" and not _is_rule(value) and _is_rule(f"every {value}"):
                value = f"every {value}"
            if each.multiple or not self._has(each):
                self._given.append((each, value))
                return each
            if self._joined(each, value):  # a day and an hour
                return each
        return None

    def _place(self) -> bool:
        """Puts the words of no option where they belong. False: that is not known."""
        free = [each for each in self._slots if str(each.name) not in self._filled]
        if any(each.nargs == -1 for each in free):
            self._filled |= {str(free[-1].name): [word for word, _ in self._loose]} if self._loose else {}
            return True
        missing = [each for each in self._needed if isinstance(each, TyperOption) and not self._has(each)]
        if len(self._loose) <= len(free) and not missing:
            self._filled |= {str(slot.name): [word] for slot, (word, _) in zip(free, self._loose, strict=False)}
            return True
        words = [word for word, behind in self._loose if not self._belongs(behind, word, len(free))]
        words = self._without_addresses(self._without_rule(words))
        text = self._without_dates(words, [each for each in free if placeholder(each) in _DATED])
        return self._place_text(text, [each for each in free if placeholder(each) not in _DATED])

    def _belongs(self, behind: Behind, word: str, free: int) -> bool:
        """Whether a word goes on with the value that it stands behind: quotes were forgotten."""
        if behind is None or isinstance(behind, str) or len(self._loose) <= free:
            return False
        if isinstance(behind, TyperArgument):
            self._filled[str(behind.name)] = [" ".join([*self._filled.get(str(behind.name), ()), word])]
            return True
        return self._joined(behind, word, dated=placeholder(behind) not in ("TEXT", "NAME", "NAMES"))

    def _joined(self, option: TyperOption, word: str, *, dated: bool = True) -> bool:
        """Puts a word behind the value that an option has; ``dated``: where they say a day or a rule together."""
        for place, (each, value) in enumerate(self._given):
            if each is option:
                for text in (f"{value} {word}", f"{word} {value}")[: 2 if dated else 1]:
                    if not dated or _is_date(text) or (placeholder(option) == "RULE" and _is_rule(text)):
                        self._given[place] = each, text
                        return True
        return False

    def _without_addresses(self, words: Sequence[str]) -> list[str]:
        left = []
        for word in words:
            kinds = {
                "--email": "@" in word and email_fault(word) is None,
                "--join-url": is_web(word) and host_in(word) is not None,
                "--url": is_web(word),
                "--phone": _PHONE.fullmatch(word) is not None and not _is_date(word),
            }
            if not any(self._give(name, word) for name, fits in kinds.items() if fits):
                left.append(word)
        return left

    def _without_rule(self, words: list[str]) -> list[str]:
        name = next((each for each in ("--rule", "--repeat") if each in self._by_name), None)
        if name and not self._has(self._by_name[name]):
            for start in range(len(words)):
                for end in range(min(len(words), start + _LONGEST_DATE), start, -1):
                    text = " ".join(words[start:end])
                    if " " in text and _is_rule(text):
                        self._give(name, text)
                        return words[:start] + words[end:]
        return words

    def _without_dates(self, words: Sequence[str], slots: Sequence[TyperArgument]) -> list[str]:
        """Puts the dates among the words into places for them, and gives the other words."""
        apart = "--to" in self._by_name and not self._has(self._by_name["--to"])
        parts: list[tuple[str, bool]] = []
        start = 0
        while start < len(words):
            ends = range(min(len(words), start + _LONGEST_DATE), start, -1)
            texts = {" ".join(words[start:end]): end for end in ends if not (apart and "to" in words[start:end])}
            date = next((each for each in texts if (slots and each == "next") or _is_date(each)), None)
            end = texts[date] if date else start + 1
            if (
                date
                and end - start > 1
                and words[start] in _BEFORE_DATES
                and _is_date(" ".join(words[start + 1 : end]))
            ):
                date = " ".join(words[start + 1 : end])
            parts.append((date or words[start], date is not None))
            start = end
        if any(is_date and any(map(str.isdecimal, text)) for text, is_date in parts):
            parts = [(text, date and (text == "next" or any(map(str.isdecimal, text)))) for text, date in parts]
        left: list[str] = []
        places, last = list(slots), None
        for text, is_date in parts:
            free = [each for each in _DATES if each in self._by_name and not self._has(self._by_name[each])]
            option = next(iter(free), None)
            if not is_date or not (places or option or last):
                left.append(text)
                continue
            said = _BEFORE_DATES[left.pop().lower()] if left and left[-1].lower() in _BEFORE_DATES else ""
            if said in free:
                self._give(said, text)
            elif places:
                self._filled[str(places.pop(0).name)] = [text]
            elif last is not None and self._joined(last, text):
                continue
            elif option:
                self._give(option, text)
                last = self._by_name[option]
            else:
                left.append(text)
        return left

    def _place_text(self, words: list[str], slots: Sequence[TyperArgument]) -> bool:
        """Puts the other words into the places that are left, or into an option that is for a text."""
        lacks = [each for each in self._needed if isinstance(each, TyperOption) and not self._has(each)]
        names = [name for name in _TEXTS if name in self._by_name and not self._has(self._by_name[name])]
        option = next((name for name in names if self._renames or not slots or self._by_name[name] in lacks), None)
        for position, slot in enumerate(slots):
            if not words:
                break
            if slot.type.name not in ("str", "text") or (len(words) > 1 and "-" in words):
                return False
            alone = position < len(slots) - 1 or option is not None
            taken = words[:1] if alone else words
            words = words[len(taken) :]
            self._filled[str(slot.name)] = [" ".join(taken)]
        if words and option:
            return self._give(option, " ".join(words))
        return not words

    def _has(self, option: TyperOption) -> bool:
        return any(each is option for each, _ in self._given)

    def _give(self, name: str, value: str) -> bool:
        """Gives an option that the verb has and that is free its value. False: it is not."""
        option = self._by_name.get(name)
        if option is None or self._has(option):
            return False
        self._given.append((option, value))
        return True


def _typed(option: TyperOption, value: str | None) -> list[str]:
    name = max(option.opts, key=len)
    if value is None:
        return [name]
    return [f"{name}={value}"] if value.startswith("-") and value != "-" else [name, value]


_FLAGS: Final = ("--json", "--plain", "--no-pager", "--private", "--dry-run", "--yes", "--version", "--help", "-h")
"""Options before the noun that take no value."""
