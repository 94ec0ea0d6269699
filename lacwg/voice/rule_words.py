"""The rule of a series in words: ``segundo miércoles de cada mes``.

Of several weekdays each has its own ordinals, which agree with it: "1ª terça-feira e 1º sábado".
"""

from __future__ import annotations

from typing import Final, NamedTuple

from lacwg.records import Language
from lacwg.schedule.rules import Plain
from lacwg.voice.names import joined, weekdays

_ORDINALS: Final[dict[Language, dict[int, str]]] = {
    "es": {1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", 5: "quinto", -1: "último"},
    "fr": {1: "1er", 2: "2e", 3: "3e", 4: "4e", 5: "5e", -1: "dernier"},
    "ht": {1: "premye", 2: "dezyèm", 3: "twazyèm", 4: "katriyèm", 5: "senkyèm", -1: "dènye"},
}
_PORTUGUESE: Final = (
    {1: "1ª", 2: "2ª", 3: "3ª", 4: "4ª", 5: "5ª", -1: "última"},  # segunda-feira to sexta-feira
    {1: "1º", 2: "2º", 3: "3º", 4: "4º", 5: "5º", -1: "último"},  # sábado, domingo
)


class _Frames(NamedTuple):
    """How a language says the rest. ``{days}`` are weekdays or ordinals with theirs."""

    monthly: str
    daily: str
    every_other_day: str
    every_few_days: str
    every_other_week: str
    every_few_weeks: str


_FRAMES: Final[dict[Language, _Frames]] = {
    "es": _Frames(
        "{days} de cada mes",
        "todos los días",
        "cada dos días",
        "cada {interval} días",
        "cada dos semanas, {days}",
        "cada {interval} semanas, {days}",
    ),
    "pt": _Frames(
        "{days} de cada mês",
        "todos os dias",
        "a cada dois dias",
        "a cada {interval} dias",
        "a cada duas semanas, {days}",
        "a cada {interval} semanas, {days}",
    ),
    "fr": _Frames(
        "{days} du mois",
        "tous les jours",
        "un jour sur deux",
        "tous les {interval} jours",
        "toutes les deux semaines, {days}",
        "toutes les {interval} semaines, {days}",
    ),
    "ht": _Frames(
        "{days} chak mwa",
        "chak jou",
        "chak de jou",
        "chak {interval} jou",
        "chak de semèn, {days}",
        "chak {interval} semèn, {days}",
    ),
}


def said(rule: Plain, language: Language) -> str:
    """A rule in words; ``language`` is any but English, which ``rules.words`` says."""
    frames, interval = _FRAMES[language], rule.interval
    if rule.frequency == "DAILY":
        frame = {1: frames.daily, 2: frames.every_other_day}.get(interval, frames.every_few_days)
        return frame.format(interval=interval)
    if rule.frequency == "MONTHLY":
        return frames.monthly.format(
            days=joined([_counted(day, rule.ordinals, language) for day in rule.weekdays], language)
        )
    if interval == 1:
        return _every(rule.weekdays, language)
    frame = frames.every_other_week if interval == 2 else frames.every_few_weeks
    return frame.format(interval=interval, days=_on(rule.weekdays, language))


def _counted(day: int, ordinals: tuple[int, ...], language: Language) -> str:
    """``primer y tercer jueves``."""
    words = _PORTUGUESE[day > 4] if language == "pt" else _ORDINALS[language]
    return f"{joined([words[number] for number in ordinals], language)} {weekdays(language)[day]}"


def _every(days: tuple[int, ...], language: Language) -> str:
    """``todos los sábados``."""
    if language == "ht":
        return f"chak {joined([weekdays(language)[day] for day in days], language)}"
    plurals = {day: _plural(day, language) for day in days}
    if language == "pt":
        return joined([f"{'todos os' if day > 4 else 'todas as'} {name}" for day, name in plurals.items()], language)
    return f"{'todos los' if language == 'es' else 'tous les'} {joined([*plurals.values()], language)}"


def _on(days: tuple[int, ...], language: Language) -> str:
    """``los viernes``: the weekdays of every so many weeks."""
    names = weekdays(language)
    if language in ("fr", "ht"):
        return joined([f"le {names[day]}" for day in days], language)
    if language == "pt":
        return joined([f"{'aos' if day > 4 else 'às'} {_plural(day, language)}" for day in days], language)
    return f"los {joined([_plural(day, language) for day in days], language)}"


def _plural(day: int, language: Language) -> str:
    """A weekday's plural: ``sábados``, ``lunes``, ``segundas-feiras``, ``samedis``."""
    name = weekdays(language)[day]
    if language == "pt" and "-" in name:
        return "-".join(f"{part}s" for part in name.split("-"))
    return name if name.endswith("s") else f"{name}s"
