"""PDF as other programs read it: poppler's text and pictures, qpdf's objects, and a camera's view of the code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Run
from PIL import Image

pytestmark = [
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler"),
    pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf"),
]
BASE = "https://example.org/la-cwg/"
SHEETS = {
    "flyer": "flyer haiti --two-languages es",
    "agenda": "agenda next --large",
    "minutes": "minutes 2026-11-11 --paper a4",
    "sign-in": "sign-in next --names",
    "calendar": "calendar 2026 --lang fr",
    "month": "calendar December --large",
    "contacts": "contacts --list tree --large",
    "duties": "duties",
}
ORDER = {
    "flyer": ["Latin America and Caribbean", "Haiti: a vigil", "Thursday, December 3, 2026", "7:00 PM EST", "Where: Library",
              "Haití: una vigilia", "Jueves, 3 de diciembre de 2026", "Bring a candle.", "Trae una vela.", BASE],
    "agenda": ["LA/CWG monthly meeting", "December 9", "Agenda", "1. 5:00 · Plan the webinar", "2."],
    "minutes": ["LA/CWG monthly meeting", "Attendance", "Chair: John Ratliff", "Notes", "We spoke."],
    "sign-in": ["LA/CWG monthly meeting", "Latin America and Caribbean Working Group", "Name", "E-mail or phone", "Ana Pérez"],
    "calendar": ["2026", "Janvier", "Décembre", "3 décembre", "Haiti: a vigil"],
    "month": ["December 2026", "Sunday", "7:00 PM Haiti: a vigil", "Christmas Day"],
    "contacts": ["Telephone list", "Name", "Ana Pérez", "617 555 0199", "Zoe", "617 555 0188", "1 person is not on this sheet."],
    "duties": ["Duties", "Wednesday, December 9", "notes", "Ana Pérez"],
}  # fmt: skip
RECORDS = {
    "events/2026/2026-12-03-haiti.toml": """
title = "Haiti: a vigil"
start = 2026-12-03T19:00:00
format = "in-person"
place = "Library"
description = "Bring a candle."
image = "images/vigil.png"
alt = "Candles in the snow"
[es]
title = "Haití: una vigilia"
description = "Trae una vela."
[private]
note = "canary canary canary"
""",
    "meetings/2026/2026-12-09-monthly-meeting.toml": """
state = "planned"
audience = "members"
[[agenda]]
title = "Plan the webinar"
minutes = 15
[[agenda]]
title = "Goodbye"
""",
    "meetings/2026/2026-11-11-monthly-meeting.toml": """
state = "draft"
audience = "members"
chair = "john-ratliff"
notes = "We spoke."
[private]
note = "canary canary canary"
""",
    "contacts/ana.toml": 'name = "Ana Pérez"\naudience = "members"\nphone = "617 555 0199"\nlists = ["tree"]\n',
    "contacts/zoe.toml": 'name = "Zoe Wolfeschlegelsteinhausenbergerdorff"\naudience = "members"\nphone = "617 555 0188"\nlists = ["tree"]\n',
    "contacts/eve.toml": 'name = "Canary Canary"\nphone = "617 555 0177"\nlists = ["tree"]\n',
}


@pytest.fixture
def made(data: Path, run: Run) -> dict[str, Path]:
    """Each kind of sheet."""
    for name, text in RECORDS.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text)
    (data / "images").mkdir()
    Image.new("RGB", (300, 200), "navy").save(data / "images" / "vigil.png")
    group = data / "group.toml"
    group.write_text(group.read_text().replace("[photo]", f'[site]\nbase_url = "{BASE}"\n\n[photo]'))
    series = data / "series" / "monthly-meeting.toml"
    series.write_text(
        f'{series.read_text()}\n[[duties]]\nrole = "notes"\n\n[[assignments]]\ndate = 2026-12-09\nrole = "notes"\nwho = "ana"\n'
    )
    for name, argv in SHEETS.items():
        done = run("print", *argv.split(), "-o", f"{name}.pdf")
        assert done.code == 0, done.err
    return {name: Path(f"{name}.pdf") for name in SHEETS}


def told(*argv: str) -> str:
    return subprocess.run(argv, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def test_other_programs_read_each_sheet(made: dict[str, Path]) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    for name, path in made.items():
        text = " ".join(told("pdftotext", "-raw", str(path), "-").split())
        places = [text.find(each) for each in ORDER[name]]
        assert -1 not in places, (name, ORDER[name][places.index(-1)], text)
        assert places == sorted(places), (name, text)
        assert "canary" not in text.casefold()
        assert "0177" not in text
        about = told("pdfinfo", str(path))
        assert "Tagged:          yes" in about
        assert "Title:  " in about
        assert "H1" in told("pdfinfo", "-struct", str(path))
        assert all(" yes yes yes " in line for line in told("pdffonts", str(path)).splitlines()[2:])
        if "--large" in SHEETS[name]:
            fonts = told("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "1", str(path))
            assert min(map(int, re.findall(r'<fontspec id="\d+" size="(\d+)"', fonts))) >= 18, name
        assert "No syntax or stream encoding errors" in told("qpdf", "--check", str(path))
    # a word that is wider than its column is broken, and nothing else goes into its letters
    text = told("pdftotext", "-raw", "contacts.pdf", "-")
    assert "Wolfeschlegelsteinhausenbergerdorff" not in text
    assert "Wolfeschlegelsteinhausenbergerdorff" in "".join(text.split())
    objects = told("qpdf", "--json", "--json-key=qpdf", "flyer.pdf")
    assert all(f'"u:{each}"' in objects for each in ("en", "es", "Candles in the snow"))
    for name, link in (("flyer", f"{BASE}events/2026-12-03-haiti.html"), ("calendar", f"{BASE}fr/#subscribe")):
        subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", f"{name}.pdf", name], check=True)
        with Image.open(f"{name}.png") as page:
            assert [each.text for each in zxingcpp.read_barcodes(page.convert("L"))] == [link]


def test_what_is_longer_than_a_page_goes_on_to_the_next(data: Path, run: Run) -> None:
    title = "all " * 300
    (data / "events" / "2026").mkdir(parents=True)
    (data / "events" / "2026" / "2026-12-03-all.toml").write_text(f'title = "{title}"\nstart = 2026-12-03\n')
    assert run("print", "calendar", "December", "--large", "-o", "a.pdf").code == 0
    assert told("pdftotext", "-raw", "a.pdf", "-").split().count("all") == 300
