"""The invitation texts of Zoom, Teams and Google Meet, found as blocks of lines, in the languages of the group. Pure.

A block begins with a line that only these programs write, or stands between their rules, and ends with the last line
that only they write. What nobody knows goes with it only in its midst.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lacwg.text.fold import fold_line
from lacwg.text.links import MEETING_CODE

RULE: Final = re.compile(r"\s*(?:[-_=~*•─━═—–]{3,}|-::[~:-]+|[~:-]{8,})\s*\Z")
_OWN_RULE: Final = re.compile(r"\s*(?:_{60,}|-::[~:-]{8,})\s*\Z")
"""The rules of Teams and of Meet, between which stands an invitation in whatever language."""
CODE: Final = re.compile(
    rf"\W*(?:{MEETING_CODE}|event (?:id|number|code|password)|pin|tenant key|clave de inquilino"
    r"|chave (?:do|de) locatario|cle (?:du |de )?locataire)\s*[:：#]\s*\S",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?!\W*\d{4}-\d\d-\d\d)\W*(?:[a-z]{2}\)\W*)?(?:\+\d[\d\s().-]{5,}|(?:\d[\s().,;*#\\-]{0,6}){9})"
)
_DIGITS: Final = re.compile(r"(?:\d[\s().,#*-]?){9}")
_INVITES: Final = (
    r"(?:is inviting you to|invites you to|you are invited to) an? (?:scheduled |upcoming )?zoom (?:meeting|webinar)"
    r"|(?:(?:le|te|lo|la|os|les) (?:esta invitando|invita|ha invitado)|(?:esta|fue) invitad[oa]"
    r"|esta (?:convidando|a convidar)(?:[- ](?:o|a|voce))?|convidou voce|voce (?:foi|esta) convidad[oa]"
    r"|(?:vous|t')\s?(?:invite|a invitee?)|vous etes invitee?(?:\(e\))?) (?:a|para) (?:un|una|uma?|une)"
    r" (?:reunion|reuniao|webinar|webinaire|webinario|seminario web)(?: programad[oa]| agendad[oa])?"
    r"(?: de| do| no| en)? zoom"
)
_MEETING: Final = r"(?:reunion de|reunion|reuniao do|reuniao no|reuniao)"
_TITLE: Final = (
    rf"microsoft teams meeting|{_MEETING} microsoft teams|microsoft teams\W+(?:need help|.?necesita|precisa de|besoin)"
    r"|(?:join (?:with|by|via)|un(?:irse|ete) (?:con|a)|(?:participar|participe|entrar|entre) (?:com o|no)"
    r"|(?:participer|rejoindre|participez|rejoignez) (?:avec|via|sur)) google meet"
    r"|google meet joining info|informacion para unirse|informations de connexion|como participar do google meet"
    r"|(?:this event has a video call|este evento tiene una videollamada|este evento tem uma videochamada"
    r"|cet evenement (?:comporte|comprend) un appel video)"
    r"|(?:video call link|enlace de (?:la )?videollamada|link da videochamada|lien (?:de|vers) l'appel video)\s*:"
)
_OPENS: Final = re.compile(rf".{{0,80}}\b(?:{_INVITES})\b.{{0,20}}\Z|\W*(?:{_TITLE})")
_SURELY: Final = re.compile(
    r"\W*(?:one tap mobile|movil con un toque|dispositivo movel de um toque|(?:une )?seule touche sur"
    r"|dial by your location|(?:marcar?|marque|disque|discar|discagem|compose[rz]?)\b.{0,30}"
    r"\b(?:ubicacion|local|localizacao|emplacement|telefono|telephone)\b|dial in by phone|or (?:dial|call in)"
    r"|o (?:marca|llam[ea]) |ou (?:disque|chame|ligue|composez)"
    r"|(?:find|encuentr|busca|busque|localiz|encontr|trouve|recherche).{0,25} (?:number|numero)"
    r"|(?:view |ver |voir |afficher )?(?:more|mas|mais|autres|d'autres|plus de) (?:phone|joining|numero)"
    r"|(?:download|descargar?|baixar?|telecharger) (?:o )?teams|(?:meeting|opciones|opcoes|options)"
    r" (?:options|de (?:la )?reunion|da reuniao|de reuniao|de la reunion)|need help\?|.?necesitas? ayuda"
    r"|precisa de ajuda|besoin d'aide|for organizers|para (?:los |os )?organizador|pour les organisateurs"
    r"|reset |restablec|redefin|reinitialis|org help|privacy and security"
    r"|(?:please )?do not edit|no edit|nao edit|(?:veuillez |merci de )?ne (?:pas modifier|modifiez pas)"
    r"|(?:join|un(?:irse|ete)|participar|rejoindre|participer|entrar|ingressar)\b.{0,25}"
    r"\b(?:sip|h\.?323|videoconferenc\w*|video ?conferencing|conference (?:video|room)\w*|la web|na web|the web)"
    r"|join instructions|learn more about meet|mas informacion sobre meet|saiba mais sobre o meet)"
)
"""How its lines begin that nobody else writes, but for codes and numbers; folded."""
_PERHAPS: Final = re.compile(
    r"\W*(?:join|click here|enter\b|un(?:irse|ete|ase)|ha(?:ga|z) clic|entrar|ingres|particip|clique|rejoin|acce"
    r"|topic|tema|topico|assunto|sujet|objet|time|hora|horario|heure|when|cuando|quando|quand|toque|appuyer|mobile"
    r"|dial|marc|marque|disque|discar|compose|call|llam|ligue|chame|appele|learn more|more info|mas informacion"
    r"|obten mas|saiba mais|en savoir plus|microsoft teams|skype|weekly|you can also|tambien puede|vous pouvez"
    r"|instru[ck]|please download)"
)
"""How lines in its midst begin; anybody may begin one so."""
FURTHER: Final = re.compile(
    r"//(?:www\.)?microsoft\.com/|//aka\.ms/|/u/|/dialin|tel\.meet|/meetingoptions|/usp/pstn|support\.|/zoomconference|/meetings/\d+/invitations",
    re.IGNORECASE,
)
"""Links to what surrounds a meeting: numbers, options, help."""
_GAP: Final = 3
"""Lines in a row that nobody knows, in the midst of what is known; none behind the first one."""
_LONGEST: Final = 400


Invitation = tuple[range, list[str]]
"""The lines of an invitation in a text, and what stands in its midst and may be somebody's own."""


def invitations(lines: Sequence[str], has_link: Callable[[str], bool]) -> Iterator[Invitation]:
    """Each invitation with a link or a code in it, and with the rules around it.

    ``has_link`` says whether a link to a meeting stands in a line.
    """
    at = 0
    while at < len(lines):
        found = _at(lines, at, has_link)
        after = at + 1 if found is None else found[0].stop
        if found is not None and any(has_link(each) or is_code(each) for each in lines[at:after]):
            yield found
        at = after


def _at(lines: Sequence[str], start: int, has_link: Callable[[str], bool]) -> Invitation | None:
    """The invitation that begins in a line; None where none does."""
    if _OWN_RULE.match(lines[start]):
        closed = (at for at in range(start + 1, min(len(lines), start + 100)) if _OWN_RULE.match(lines[at]))
        if (end := next(closed, None)) is not None and any(map(has_link, lines[start:end])):
            return range(start, end + 1), []
    first = start
    while first < min(len(lines), start + 5) and (
        RULE.match(lines[first]) or (first > start and not lines[first].strip())
    ):
        first += 1
    if first == len(lines) or not _OPENS.match(fold_line(lines[first][:_LONGEST])):
        return None
    end, begun = first + 1, False
    unknown: list[str] = []
    since: list[str] = []
    for at in range(first + 1, len(lines)):
        if not lines[at].strip():
            continue
        if has_link(lines[at]) or is_surely_part(lines[at]):
            end, unknown, since = at + 1, unknown + since, []
            begun = True
        elif _PERHAPS.match(fold_line(lines[at][:_LONGEST])) and len(lines[at]) <= _LONGEST:
            begun = True
        else:
            since.append(lines[at].strip())
            if len(since) > (_GAP if begun else 0):
                break
    return range(start, end), unknown


def is_surely_part(line: str) -> bool:
    """Whether a line is one that only such programs write, or a rule between their parts."""
    folded = fold_line(line[:_LONGEST])
    around = FURTHER.search(line) and (_PERHAPS.match(folded) or folded.lstrip("<").startswith("http"))
    known = around or RULE.match(line) or CODE.match(folded) or _NUMBER.match(folded)
    return len(line) <= _LONGEST and bool(known or _SURELY.match(folded) or _OPENS.match(folded))


def is_code(line: str) -> bool:
    """Whether a line of an invitation gives a code or a number by which to join."""
    folded = fold_line(line)
    return bool(CODE.match(folded) or _NUMBER.match(folded) or _DIGITS.search(folded))
