"""Links to join by, found in texts that everybody reads: they go to ``[members]``, with the codes beside them.

What meeting programs add to descriptions (Zoom, Google Meet, Teams) is taken out as a block; other lines one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lacwg.importers.invitations import CODE, FURTHER, RULE, invitations, is_code
from lacwg.records import MembersTable
from lacwg.text.fold import fold_line
from lacwg.text.links import LINK, MEETING_CODE, host_in, names_host, unwrapped

NAMED: Final = "(link: members)"
"""What stands in a sentence in place of a link."""
LONGEST_DIAL_IN: Final = 500
_LONGEST_LINE: Final = 400
"""Characters up to which a line can be one that a meeting program has added."""
_LINK: Final = re.compile(rf"<?(?:{LINK.pattern})>?", re.IGNORECASE)
_CODE_WITHIN: Final = re.compile(
    rf"(?<!\w)(?:{MEETING_CODE}|pin)"
    r"(?:\s*[:：#=]\s*|\s+(?:is|es|é|est)(?:\s*+:\s++|\s++)|\s+(?=[^\s,;]*\d))"
    r"(?:\d{3,4}(?: \d{3,4}){1,3}|[^\s,;()\"'<>]{3,40})(?<![.!?])",
    re.IGNORECASE,
)
"""A code in a sentence: "passcode 4711", "the password is cuba26"."""
CODE_GONE: Final = "(code: members)"
"""What stands there in its place."""
_ESCAPED: Final = re.compile(r"(?<!\\)\\++(?=[,;])")
"""What is left of commas that were escaped several times."""
_TAP: Final = re.compile(
    r"\W*+\d(?:[\d\s().-]{5,}\(|[\d\s().-]{5,}+(?:[\\,]++\s*+\*?\d|#|US\b|United States))", re.IGNORECASE
)
_DIAL: Final = re.compile(r"\W*(?:or )?(?:dial|call)(?:[ -]?in)?[^:]{0,30}:.*\d{3}", re.IGNORECASE)
_LABEL: Final = re.compile(r"dial[ -]in:\s*", re.IGNORECASE)
"""What the field's own name says."""
_HOST: Final = r"(?:zoom|google meet|meet|microsoft teams|teams|webex|jitsi|skype|whereby|discord)"
_CHATTER: Final = re.compile(
    rf"\W*(?:(?:please )?(?:join|click here to join|únete a|unirse a)(?: (?:us|now|here|it|the|a|this|our|la))*"
    rf"(?: (?:on|via|by|with|in|at|using|en|por))?(?: {_HOST})?(?: (?:meeting|webinar|call|online|reunión))?"
    r"(?: now| here)?|"
    r"join on your computer.{0,60}|join with a video conferencing device|join on the web|"
    r"join by (?:phone|video).{0,20}|"
    r".{0,80} is inviting you to a scheduled zoom \w+\.?|one tap mobile|dial by your location|"
    r"find (?:your|a) local number.{0,20}|microsoft teams (?:meeting|need help\?)|need help\?|download teams.{0,30}|"
    r"or call in \(audio only\)|or dial|learn more(?: about meet at)?(?:\W+meeting options)?|meeting options|"
    r"for organizers.{0,60}|(?:find a local number\W+)?reset (?:dial-in )?pin|please do not edit this section\.?|"
    r"more (?:joining options|phone numbers)|"
    rf"(?:the )?{_HOST}(?: (?:meeting|link|webinar|call))?|(?:meeting |video call |join |joining )?link|enlace)\W*\Z",
    re.IGNORECASE,
)


class JoinDetails:
    """The links and codes to join by of one record, wherever they stand."""

    def __init__(self, links: Iterable[str] = (), codes: Iterable[str] = (), hosts: tuple[str, ...] = ()) -> None:
        """What is known from where such things belong; and where the group holds its meetings besides."""
        self.links = list(links)
        self._codes = list(codes)
        self._hosts = hosts
        self._gone: list[str] = []
        self.where: list[str] = []
        """The texts that others were taken out of."""

    def out_of_url(self, field: str, url: str | None) -> str | None:
        """The page about it; a link to join by is none."""
        if url is None or not host_in(url, self._hosts):
            return url
        self.links.append(unwrapped(url.strip()))
        self.where.append(field)
        return None

    def out_of(self, field: str, text: str) -> str:
        """A text without them."""
        links = list(dict.fromkeys(self._links(text)))
        if not links and not (self.links and _has_codes(text)):  # codes are those of a link that is known
            return text
        rest, codes, gone = self._rest(text)
        if rest == text or not (links or codes):
            return text
        self._gone += gone
        self.links += [each for each in links if not FURTHER.search(each)] or links
        self._codes += ["; ".join(dict.fromkeys(codes))[:LONGEST_DIAL_IN]] if codes else []
        self.where.append(field)
        return rest

    @property
    def members(self) -> MembersTable:
        """What goes to members: the first link, and the codes and other meetings."""
        links = list(dict.fromkeys(self.links))
        also = [
            f"also {each}"
            for each in links[1:]  # to another meeting than the first one, and not to its numbers
            if each.split("?")[0] != links[0].split("?")[0] and not FURTHER.search(each)
        ]
        codes = "; ".join(dict.fromkeys([*self._codes, *also]))
        return MembersTable(join_url=links[0] if links else None, dial_in=codes[:LONGEST_DIAL_IN] or None)

    @property
    def note(self) -> str | None:
        """What people must know of it."""
        members = self.members
        what = " and ".join([*["the link"] * bool(members.join_url), *["the codes"] * bool(members.dial_in)])
        out_of = f", out of the {', the '.join(self.where)}" if self.where else ""
        gone = f'; with the invitation went "{" / ".join(self._gone)[:_LONGEST_LINE]}"' if self._gone else ""
        return f"{what} to join by went to [members]{out_of}{gone}" if what else None

    def _rest(self, text: str) -> tuple[str, list[str], list[str]]:
        """A text without links to online meetings and the codes and numbers that stand with them; and these codes.

        Third comes what went with an invitation and may be somebody's own.
        """
        kept: list[str] = []
        codes: list[str] = []
        gone: list[str] = []
        lines, at = text.split("\n"), 0
        for numbers, unknown in invitations(lines, self._has_link):
            self._by_line(lines[at : numbers.start], kept, codes)
            inside = (_ESCAPED.sub("", self._without_links(lines[each])) for each in numbers)
            codes += [_LABEL.sub("", " ".join(each.split()).strip("•* ")) for each in inside if is_code(each)]
            gone += unknown
            at = numbers.stop
        self._by_line(lines[at:], kept, codes)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), codes, gone

    def _by_line(self, lines: Iterable[str], kept: list[str], codes: list[str]) -> None:
        """Lines that are in no invitation: what is left of each, and its codes."""
        for line in lines:
            if len(line) > _LONGEST_LINE:  # prose, whatever stands in it
                kept.append(_without_codes(self._with_names(line), codes))
                continue
            without = self._without_links(line)
            if without != line and (not without.strip(" :;,.–—-()<>[]•*|\t") or _CHATTER.match(without)):
                continue
            if CODE.match(fold_line(without)) or _TAP.match(without) or _DIAL.match(without):
                codes.append(_LABEL.sub("", " ".join(_ESCAPED.sub("", without).split()).strip("•* ")))
            elif _CHATTER.match(without) or RULE.match(without):
                continue
            elif without != line:
                kept.append(_without_codes(self._with_names(line), codes))
            else:
                rest = _without_codes(line, codes)
                kept += [] if rest.strip(" .,;*•-–—") == CODE_GONE else [rest]

    def _links(self, text: str) -> list[str]:
        if not names_host(text, self._hosts):  # nearly always; to look for links takes longer
            return []
        return [unwrapped(link) for match in _LINK.finditer(text) if host_in(link := _bare(match[0]), self._hosts)]

    def _has_link(self, line: str) -> bool:
        return bool(self._links(line))

    def _without_links(self, line: str) -> str:
        """A line without links to meetings and to what surrounds them."""

        def without(match: re.Match[str]) -> str:
            return "" if host_in(_bare(match[0]), self._hosts) or FURTHER.search(match[0]) else match[0]

        return _LINK.sub(without, line)

    def _with_names(self, line: str) -> str:
        """A line with a word in place of each link to a meeting."""
        return _LINK.sub(lambda match: NAMED if host_in(_bare(match[0]), self._hosts) else match[0], line)


def _without_codes(line: str, codes: list[str]) -> str:
    """A sentence without the codes in it, which go to ``codes``."""

    def taken(match: re.Match[str]) -> str:
        codes.append(" ".join(match[0].split()))
        return CODE_GONE

    return _CODE_WITHIN.sub(taken, line)


def _has_codes(text: str) -> bool:
    return any(
        len(line) <= _LONGEST_LINE and (CODE.match(fold_line(line)) or _TAP.match(line)) for line in text.split("\n")
    )


def _bare(link: str) -> str:
    return link.strip("<>").rstrip(".,;:!?)]}\\")
