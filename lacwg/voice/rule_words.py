"""The rule of a series in words: ``segundo miércoles de cada mes``.

Of several weekdays each has its own ordinals, which agree with it: "1ª terça-feira e 1º sábado".
"""

from __future__ import annotations

from typing import Final

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


_LANGUAGES: Final[tuple[Language, ...]] = ("es", "pt", "fr", "ht")
_FRAMES: Final = {
    ("MONTHLY", 1): ("{days} de cada mes", "{days} de cada mês", "{days} du mois", "{days} chak mwa"),
    ("DAILY", 1): ("todos los días", "todos os dias", "tous les jours", "chak jou"),
    ("DAILY", 2): ("cada dos días", "a cada dois dias", "un jour sur deux", "chak de jou"),
    ("DAILY", 3): (
        "cada {interval} días", "a cada {interval} dias", "tous les {interval} jours", "chak {interval} jou",
    ),
    ("WEEKLY", 2): (
        "cada dos semanas, {days}", "a cada duas semanas, {days}", "toutes les deux semaines, {days}",
        "chak de semèn, {days}",
    ),
    ("WEEKLY", 3): (
        "cada {interval} semanas, {days}", "a cada {interval} semanas, {days}",
        "toutes les {interval} semaines, {days}", "chak {interval} semèn, {days}",
    ),
}  # fmt: skip
"""How often, 3 and more alike -> how each language says it. ``{days}`` are weekdays or ordinals with theirs."""
_EVERY_OTHER: Final = {"fr": "un {day} sur deux", "ht": "yon {day} sou de"}
"""Where one weekday of two is said more shortly."""


def said(rule: Plain, language: Language) -> str:
    """A rule in words; ``language`` is any but English, which ``rules.words`` says."""
    if rule.frequency == "WEEKLY" and rule.interval == 1:
        return _every(rule.weekdays, language)
    if rule.frequency == "MONTHLY":
        days = joined([_counted(day, rule.ordinals, language) for day in rule.weekdays], language)
    else:
        days = _on(rule.weekdays, language)
        if (rule.frequency, rule.interval, len(rule.weekdays)) == ("WEEKLY", 2, 1) and language in _EVERY_OTHER:
            return _EVERY_OTHER[language].format(day=weekdays(language)[rule.weekdays[0]])
    frame = _FRAMES[rule.frequency, min(rule.interval, 3)][_LANGUAGES.index(language)]
    return frame.format(interval=rule.interval, days=days)


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
