"""Folders whose pages are looked at: one with everything that can go wrong on a page, and one with nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import tomli_w
from PIL import Image

UNBROKEN = "Solidarity" * 20
"""A word that no line can break, longer than any screen is wide."""
ADDRESS = "https://example.org/" + "a-very-long-path-without-a-blank/" * 8 + "?q=" + "x" * 120
HOSTILE = '<script>document.title = "taken"</script><b onmouseover=alert(1)>&amp;\u202egnp.exe\u202c \u200b{{ 7 * 7 }}'
ARABIC = "اجتماع تضامن مع شعوب أمريكا اللاتينية (Boston, 2026)!"
HEBREW = "שלום לאמריקה הלטינית — סולידריות."
EMOJI = "🕊️✊🏽 Paz · 👩🏽‍🤝‍👩🏿 Solidarité 🇭🇹🇨🇺"
PLAIN = "We seek to act in solidarity with the peoples of Latin America and the Caribbean. " * 4
NAMESPACE = "123e4567-e89b-12d3-a456-426614174000"
TEXTS = {
    "unbroken": UNBROKEN,
    "hostile": HOSTILE,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "emoji": EMOJI,
    "wordy": f"A title that goes on, and on, {PLAIN[:160]}",
}


def _write(folder: Path, name: str, values: dict[str, Any]) -> None:
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(values), encoding="utf-8")


def bare(folder: Path) -> None:
    """A group of which nothing is known but its name and its zone."""
    _write(folder, "group", {"name": "Group", "timezone": "America/New_York", "uid_namespace": NAMESPACE})


def many(folder: Path) -> None:
    """Three hundred events at thirty places over two years, and two series of each week."""
    _write(folder, "group", {
        "name": "Oak Street Tenants", "short_name": "Oak Street", "timezone": "America/New_York", "main_series": "assembly",
        "uid_namespace": NAMESPACE, "mission": PLAIN, "holidays": ["US-MA"], "zones": ["America/Havana"],
    })  # fmt: skip
    _write(folder, "series/assembly", {
        "title": "Assembly", "rule": "every Tuesday", "start_time": dt.time(19), "minutes": 90, "since": dt.date(2025, 1, 7),
        "place": "Community room, 5 Oak Street", "format": "hybrid",
    })  # fmt: skip
    _write(folder, "series/food-bank", {
        "title": "Food bank", "kind": "event", "rule": "every Saturday", "start_time": dt.time(10), "since": dt.date(2025, 1, 4),
        "place": "Old hall", "issues": ["topic-1"],
    })  # fmt: skip
    for number in range(8):
        _write(folder, f"issues/topic-{number}", {"title": f"Topic {number}", "summary": PLAIN})
    for number in range(300):
        start = dt.datetime(2025, 11, 30, 18) + dt.timedelta(hours=58 * number)
        _write(folder, f"events/{start.year}/{start:%Y-%m-%d}-gathering-{number}", {
            "title": f"{('Rally', 'Webinar', 'Film and discussion', 'Door knocking')[number % 4]} {number}",
            "start": start, "end": start + dt.timedelta(minutes=90), "format": ("in-person", "online")[number % 2],
            "place": f"Hall {number % 30}", "issues": [f"topic-{number % 8}"],
        })  # fmt: skip


def full(folder: Path) -> None:
    """Something in every field that a page shows: long, foreign and hostile."""
    (folder / "images").mkdir(parents=True)
    Image.new("RGB", (1200, 800), "#7a8f6a").save(folder / "images" / "rally.jpg")
    Image.new("RGB", (40, 1500), "#a04030").save(folder / "images" / "tall banner.png")
    _group(folder)
    _series(folder)
    for name, text in TEXTS.items():
        _write(folder, f"issues/{name}", _issue(text))
        _write(folder, f"contacts/{name}", _contact(text, name))
    for name in ("unbroken", "hostile", "arabic"):
        _write(folder, f"meetings/2026/2026-10-30-{name}", _minutes(TEXTS[name]))
    _write(folder, "issues/only-a-title", {"title": "Only a title"})
    kinds = [(2026, name, "confirmed") for name in TEXTS]
    kinds += [(2027, "hebrew", "tentative"), (2027, "unbroken", "cancelled"), (2019, "wordy", ""), (2020, "arabic", "")]
    for number, (year, name, status) in enumerate(kinds):
        start = dt.datetime(year, 12, 3 + number, 19) if status else dt.date(year, 5, 3 + number)
        values = _event(TEXTS[name], start, number) | ({"status": status} if status else {})
        _write(folder, f"events/{year}/{start:%Y-%m-%d}-{name}", values)


def _group(folder: Path) -> None:
    values = {
        "name": f"Grupo de {EMOJI} {UNBROKEN[:90]}",
        "short_name": "LA/CWG",
        "parent": ARABIC,
        "formed": 1999,
        "timezone": "America/New_York",
        "main_series": "monthly",
        "uid_namespace": NAMESPACE,
        "holidays": ["US-MA"],
        "zones": ["America/Havana", "America/Mexico_City", "America/Port-au-Prince"],
        "mission": f"{PLAIN}\n\n{HOSTILE}\n{UNBROKEN}\n\n{ARABIC}\n\n{ADDRESS}",
        "history": f"{PLAIN}\n\n{HEBREW}\n{EMOJI}",
        "get_involved": f"{PLAIN}\n{UNBROKEN}",
        "photo": {"image": "images/rally.jpg", "alt": f"A rally {HOSTILE}", "caption": UNBROKEN, "credit": HEBREW},
    }
    _write(folder, "group", values)


def _series(folder: Path) -> None:
    exceptions = [
        {"date": dt.date(2026, 12, 9), "cancelled": True, "reason": f"snow {UNBROKEN}"},
        {"date": dt.date(2026, 11, 11), "moved_to": dt.date(2026, 11, 18), "reason": ARABIC},
        {"date": dt.date(2027, 1, 20), "extra": True, "title": HOSTILE, "url": ADDRESS, "place": UNBROKEN},
        {"date": dt.date(2027, 2, 10), "place": EMOJI, "format": "hybrid", "reason": HEBREW},
    ]
    changes = [{"from": dt.date(2027, 3, 1), "rule": "1st Tuesday", "start_time": dt.time(18), "reason": PLAIN}]
    monthly = {"title": "Monthly meeting", "rule": "2nd Wednesday", "start_time": dt.time(17), "minutes": 90}
    since = {"since": dt.date(2019, 1, 1)}
    _write(folder, "series/monthly", {**monthly, **since, "exceptions": exceptions, "changes": changes})
    for name, text in TEXTS.items():
        own = {"title": text, "rule": "last Friday", "start_time": dt.time(9, 30), "place": text, "format": "in-person"}
        _write(folder, f"series/{name}", {**own, **since, "kind": "event" if name == "emoji" else "meeting"})


def _issue(text: str) -> dict[str, Any]:
    bill = {
        "name": text, "number": "H.R.1234567890" * 5, "chamber": "House", "session": "119", "sponsors": [text, "McGovern"],
        "status": text, "checked": dt.date(2026, 11, 1), "ask": f"{PLAIN}{text}", "url": ADDRESS,
    }  # fmt: skip
    stance = f"{PLAIN}\n\n{text}\n{ADDRESS}"
    return {
        "title": text, "summary": text, "stance": stance, "countries": ["CU", "HT", "VE"], "partners": [text, "Codepink"],
        "bills": [bill, {"name": "A bill of which only the name is known"}],
    }  # fmt: skip


def _contact(text: str, name: str) -> dict[str, Any]:
    address = f"{'coordinator.' * 9}{name}@{'mail.' * 20}example.org"
    return {"name": text, "role": text, "pronouns": "they/them", "email": address, "audience": "public"}


def _minutes(text: str) -> dict[str, Any]:
    agenda = [{"title": text}, {"title": "Any other business"}]
    return {"audience": "public", "state": "approved", "agenda": agenda, "decisions": [{"text": f"{text} {PLAIN}"}]}


def _event(text: str, start: dt.date, number: int) -> dict[str, Any]:
    values = {
        "title": text, "start": start, "reason": text, "format": ("online", "in-person", "hybrid")[number % 3],
        "place": text, "url": ADDRESS, "issues": list(TEXTS)[: number % 6 + 1], "description": f"{PLAIN}\n\n{text}\n{text}",
        "image": ("images/tall banner.png", "https://example.org/x.png")[number % 2], "alt": text, "caption": text,
        "credit": "Ana", "speakers": [{"name": text, "about": PLAIN}, {"name": "Aviva Chomsky"}],
        "co_hosts": [{"name": text, "url": ADDRESS}, {"name": UNBROKEN}],
        "pictures": [{"image": "images/rally.jpg", "alt": text, "caption": text, "credit": text}],
    }  # fmt: skip
    if isinstance(start, dt.datetime):
        values["end"] = start + dt.timedelta(hours=2 if number else 30)
    return values
