"""Links to join by, found in texts that everybody reads: they go to ``[members]``, with the codes beside them.

What meeting programs add to descriptions (Zoom, Google Meet, Teams) is known by its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lacwg.records import MembersTable
from lacwg.text.links import HOSTS, LINK, MEETING_CODE, host_in, unwrapped

NAMED: Final = "(link: members)"
"""What stands in a sentence in place of a link."""
LONGEST_DIAL_IN: Final = 500
_LONGEST_LINE: Final = 400
"""Characters up to which a line can be one that a meeting program has added."""
_LINK: Final = re.compile(rf"<?(?:{LINK.pattern})>?", re.IGNORECASE)
_CODE: Final = re.compile(rf"\W*(?:{MEETING_CODE}|event (?:id|number|code|password)|pin)\s*[:：#]\s*\S", re.IGNORECASE)
_CODE_WITHIN: Final = re.compile(
    rf"(?<!\w)(?:{MEETING_CODE}|pin)"
    r"(?:\s*[:：#=]\s*|\s+(?:is|es|é|est)\s*:?\s+|\s+(?=[^\s,;]*\d))"
    r"(?:\d{3,4}(?: \d{3,4}){1,3}|[^\s,;()\"'<>]{3,40})(?<![.!?])",
    re.IGNORECASE,
)
"""A code in a sentence: "passcode 4711", "the password is cuba26"."""
CODE: Final = "(code: members)"
"""What stands there in its place."""
_TAP: Final = re.compile(r"\W*\+?\d[\d\s().-]{5,}(?:[,\\]+\s*\*?\d|\s*(?:#|US\b|United States|\())", re.IGNORECASE)
_DIAL: Final = re.compile(r"\W*(?:or )?(?:dial|call)(?:[ -]?in)?[^:]{0,30}:\s*.*\d{3}", re.IGNORECASE)
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
_RULE: Final = re.compile(r"\s*(?:[-_=~*─━═–—]{3,}|-::[~:-]+|[~:-]{8,})\s*\Z")
_FURTHER: Final = re.compile(
    r"//(?:www\.)?microsoft\.com/|//aka\.ms/|/u/|/dialin|tel\.meet|/meetingoptions|/usp/pstn|support\.|/zoomconference",
    re.IGNORECASE,
)


def _without_join_details(text: str) -> tuple[str, list[str]]:
    """A text without links to online meetings and the codes and numbers that stand with them; and these codes."""
    kept: list[str] = []
    codes: list[str] = []
    for line in text.split("\n"):
        if len(line) > _LONGEST_LINE:  # prose, whatever stands in it
            kept.append(_without_codes(_LINK.sub(_named, line), codes))
            continue
        without = _LINK.sub(_without, line)
        if without != line and (not without.strip(" :;,.–—-()<>[]•*|\t") or _CHATTER.match(without)):
            continue
        if _CODE.match(without) or _TAP.match(without) or _DIAL.match(without):
            codes.append(re.sub(r"\\+,", ",", _LABEL.sub("", " ".join(without.split()).strip("•* "))))
        elif _CHATTER.match(without) or _RULE.match(without):
            continue
        elif without != line:
            kept.append(_without_codes(_LINK.sub(_named, line), codes))
        else:
            rest = _without_codes(line, codes)
            kept += [] if rest.strip(" .,;*•-–—") == CODE else [rest]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), codes


class JoinDetails:
    """The links and codes to join by of one record, wherever they stand."""

    def __init__(self, links: Iterable[str] = (), codes: Iterable[str] = ()) -> None:
        """What is known from where such things belong."""
        self.links = list(links)
        self._codes = list(codes)
        self.where: list[str] = []
        """The texts that others were taken out of."""

    def out_of_url(self, field: str, url: str | None) -> str | None:
        """The page about it; a link to join by is none."""
        if url is None or not host_in(url):
            return url
        self.links.append(unwrapped(url.strip()))
        self.where.append(field)
        return None

    def out_of(self, field: str, text: str) -> str:
        """A text without them."""
        links = list(dict.fromkeys(_links(text)))
        if not links and not (self.links and _has_codes(text)):  # codes are those of a link that is known
            return text
        rest, codes = _without_join_details(text)
        if rest == text or not (links or codes):
            return text
        self.links += [each for each in links if not _FURTHER.search(each)] or links
        self._codes += ["; ".join(dict.fromkeys(codes))[:LONGEST_DIAL_IN]] if codes else []
        self.where.append(field)
        return rest

    @property
    def members(self) -> MembersTable:
        """What goes to members: the first link, and the codes and other meetings."""
        join, *others = dict.fromkeys(self.links) if self.links else [None]
        also = [f"also {each}" for each in others if _is_another(each, join)]
        codes = "; ".join(dict.fromkeys([*self._codes, *also]))
        return MembersTable(join_url=join, dial_in=codes[:LONGEST_DIAL_IN] or None)

    @property
    def note(self) -> str | None:
        """What people must know of it."""
        members = self.members
        what = " and ".join([*["the link"] * bool(members.join_url), *["the codes"] * bool(members.dial_in)])
        out_of = f", out of the {', the '.join(self.where)}" if self.where else ""
        return f"{what} to join by went to [members]{out_of}" if what else None


def _without_codes(line: str, codes: list[str]) -> str:
    """A sentence without the codes in it, which go to ``codes``."""

    def taken(match: re.Match[str]) -> str:
        codes.append(" ".join(match[0].split()))
        return CODE

    return _CODE_WITHIN.sub(taken, line)


def _links(text: str) -> list[str]:
    lower = text.lower()
    if not any(map(lower.__contains__, HOSTS)):  # nearly always; to look for links takes longer
        return []
    return [unwrapped(link) for match in _LINK.finditer(text) if host_in(link := _bare(match[0]))]


def _has_codes(text: str) -> bool:
    return any(len(line) <= _LONGEST_LINE and (_CODE.match(line) or _TAP.match(line)) for line in text.split("\n"))


def _bare(link: str) -> str:
    return link.strip("<>").rstrip(".,;:!?)]}\\")


def _without(match: re.Match[str]) -> str:
    return "" if host_in(_bare(match[0])) or _FURTHER.search(match[0]) else match[0]


def _named(match: re.Match[str]) -> str:
    return NAMED if host_in(_bare(match[0])) else match[0]


def _is_another(link: str | None, first: str | None) -> bool:
    """Whether a link leads to another meeting than the first one, and not to its numbers."""
    return bool(link and first and link.split("?")[0] != first.split("?")[0] and not _FURTHER.search(link))
