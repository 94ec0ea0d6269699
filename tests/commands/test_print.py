"""``lacwg print``: what stands on each sheet, for whom, and that it is set as PDF/UA."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import meeting_files
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lacwg.exporters.documents.document import Document, Notes, Section
from lacwg.exporters.documents.nodes import nodes
from lacwg.exporters.paper import characters, sheets
from lacwg.remotes import typesetter
from lacwg.store.disk.write import scratch

EVENT = """
title = "Haiti: solidarity"
start = 2026-12-03T19:00:00
end = 2026-12-03T20:30:00
place = "Library"
cost = "Free"
register = {url = "https://example.org/sign-up"}
description = "Come.\\n\\nBring a friend."
image = "images/vigil.jpg"
caption = "A vigil"
[[co_hosts]]
name = "Casa Cuba"
[[speakers]]
name = "Aviva Chomsky"
about = "historian"
[es]
title = "Haití: solidaridad"
[members]
join_url = "https://zoom.us/j/9999999999"
[private]
note = "the canary sings at night"
"""
MEETING = """
state = "draft"
audience = "members"
chair = "john-ratliff"
notes = "# Said\\n\\n#### much\\n\\n[x]() [y](javascript:a) *z*"
[[agenda]]
title = "#let x = *1* \\\\ $a$"
minutes = 15
who = "john-ratliff"
[[agenda]]
title = "Goodbye"
"""


@pytest.fixture
def folder(data: Path) -> Path:
    """The group's folder with an event that has a picture, the record of a meeting, and people on a list."""
    meeting_files.write(data, "events/2026/2026-12-03-haiti.toml", EVENT)
    meeting_files.write(data, meeting_files.NOVEMBER, MEETING)
    meeting_files.write(data, meeting_files.DECEMBER, MEETING.replace('"draft"', '"planned"'))
    meeting_files.write(
        data,
        "contacts/ana.toml",
        'name = "Ana Pérez"\naudience = "members"\nphone = "617 555 0199"\nlists = ["tree"]\n',
    )
    meeting_files.write(data, "contacts/eve.toml", 'name = "Eve Canary"\nphone = "617 555 0177"\nlists = ["tree"]\n')
    (data / "images").mkdir()
    Image.new("RGB", (60, 40), "red").save(data / "images" / "vigil.jpg")
    group = data / "group.toml"
    group.write_text(
        group.read_text().replace("[photo]", '[site]\nbase_url = "https://example.org/la-cwg/"\n\n[photo]')
    )
    return data


class Sheet:
    """What typst would have got."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self.template = ""

    @property
    def part(self) -> dict[str, Any]:
        return self.data["parts"][0]


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """Takes the place of typst, and keeps what it would have got."""
    made = Sheet()

    def pdf(root: Path, template: str) -> bytes:
        made.files = {each.name: each.read_bytes() for each in root.iterdir()}
        made.data, made.template = json.loads(made.files["data.json"]), template
        return b"%PDF"

    monkeypatch.setattr(typesetter, "pdf", pdf)
    return made


def test_a_flyer_says_what_when_and_where_and_leads_to_its_page(folder: Path, run: Run, sheet: Sheet) -> None:
    done = run("print", "flyer")
    assert "Wrote flyer-2026-12-03-haiti.pdf" in done.err
    assert Path("flyer-2026-12-03-haiti.pdf").read_bytes() == b"%PDF"
    part = sheet.part
    assert (part["title"], part["day"], part["hours"]) == (
        "Haiti: solidarity", "Thursday, December 3, 2026", "7:00–8:30 PM EST",
    )  # fmt: skip
    assert part["facts"][1:] == [
        "Where: Library",
        "With: Casa Cuba",
        "Cost: Free",
        "Sign up: https://example.org/sign-up",
        "To join, ask us for the link",
    ]
    assert (part["speakers"], part["caption"]) == (["Aviva Chomsky — historian"], "A vigil")
    assert part["link"] == "https://example.org/la-cwg/events/2026-12-03-haiti.html"
    assert b"<svg" in sheet.files["code.svg"]
    assert (sheet.data["picture"], part["alt"]) == ("picture.jpg", "")
    assert "lacwg events edit 2026-12-03-haiti --alt TEXT" in done.err
    assert (sheet.data["paper"], sheet.data["lang"], sheet.data["large"]) == ("us-letter", "en", False)


def test_nobody_is_asked_to_add_what_is_cancelled(folder: Path, run: Run, sheet: Sheet) -> None:
    assert run("events", "cancel", "haiti", "--reason", "Snow").code == 0
    assert run("print", "flyer", "haiti").code == 0
    assert (sheet.part["scan"], sheet.part["note"]) == ("", "Cancelled: Snow")
    assert sheet.part["link"] == "More: https://example.org/la-cwg/events/2026-12-03-haiti.html"


def test_no_private_word_is_on_paper_and_no_link_to_join_on_a_public_one(folder: Path, run: Run, sheet: Sheet) -> None:
    for argv in (
        "flyer",
        "flyer --audience members",
        "agenda next",
        "minutes",
        "sign-in --names",
        "calendar 2026",
        "contacts --list tree",
    ):
        assert run("print", *argv.split()).code == 0, argv
        told = sheet.files["data.json"].decode()
        assert "canary" not in told.casefold()
        assert ("zoom.us" in told) == (argv == "flyer --audience members")
        assert "0177" not in told


def test_two_languages_stand_side_by_side_and_what_is_not_translated_bears_its_own(
    folder: Path, run: Run, sheet: Sheet
) -> None:
    assert run("print", "flyer", "--two-languages", "es", "--large", "--paper", "a4").code == 0
    english, spanish = sheet.data["parts"]
    assert (english["title"], spanish["title"]) == ("Haiti: solidarity", "Haití: solidaridad")
    assert spanish["day"] == "Jueves, 3 de diciembre de 2026"
    assert spanish["description"] == {"text": "Come.\n\nBring a friend.", "lang": "en"}
    assert (sheet.data["paper"], sheet.data["large"]) == ("a4", True)
    assert "both languages" in run("print", "flyer", "--lang", "es", "--two-languages", "es").err


def test_what_a_reader_may_not_know_of_is_not_printed(folder: Path, run: Run, sheet: Sheet) -> None:
    path = folder / "events" / "2026" / "2026-12-03-haiti.toml"
    path.write_text('audience = "members"\n' + path.read_text())
    assert "is for members only" in run("print", "flyer", "2026-12-03-haiti").err
    assert run("print", "flyer").code == 0
    assert sheet.part["title"] == "LA/CWG monthly meeting"
    assert sheet.part["link"] == "https://example.org/la-cwg/#subscribe"
    meeting_files.write(folder, meeting_files.DECEMBER, MEETING.replace('audience = "members"\n', ""))
    refused = run("print", "agenda")
    assert (refused.code, sheet.template) == (1, "flyer.typ")
    assert "the agenda of December 9, 2026 is private" in refused.err
    assert "lacwg minutes edit 2026-12-09 --audience members" in refused.err
    refused = run("print", "duties", "--audience", "public")
    assert (refused.code, refused.err) == (1, "error: duties are for members alone\n  leave out --audience\n")


def test_the_telephone_list_has_whom_members_may_see_and_counts_the_others(
    folder: Path, run: Run, sheet: Sheet
) -> None:
    done = run("print", "contacts", "--list", "tree")
    assert sheet.part["rows"] == [[["Ana Pérez"], ["617 555 0199"]]]
    assert sheet.part["left"] == "1 person is not on this sheet."
    assert "Left out 1 contact whom members may not see" in done.err
    refused = run("print", "contacts", "--list", "three")
    assert (refused.code, refused.err) == (1, 'error: there is no list "three"\n  did you mean "tree"?\n')


def test_a_sign_in_sheet_is_blank_unless_names_are_wanted(folder: Path, run: Run, sheet: Sheet) -> None:
    run("print", "sign-in")
    assert (sheet.part["title"], sheet.part["names"]) == ("LA/CWG monthly meeting", [])
    run("print", "sign-in", "2027-01-13", "--names")
    assert sheet.part["names"] == ["Ana Pérez", "John Ratliff", "Yoav Elinevsky"]


def test_a_calendar_has_a_month_or_a_year(folder: Path, run: Run, sheet: Sheet) -> None:
    run("print", "calendar", "December")
    part = sheet.part
    assert (part["title"], part["weekdays"][0], len(part["months"])) == ("December 2026", "Sunday", 1)
    days = {day["day"]: day for week in part["months"][0]["weeks"] for day in week if day}
    assert days[3]["entries"] == ["7:00 PM Haiti: solidarity"]
    assert days[25]["holidays"] == ["Christmas Day"]
    assert "the year 9999 is too far off" in run("print", "calendar", "9999").err
    run("meetings", "cancel", "2026-12-09", "--reason", "snow")
    run("print", "calendar", "2026", "--lang", "es")
    assert (sheet.part["title"], len(sheet.part["months"])) == ("2026", 12)
    assert sheet.part["dates"][-2:] == ["3 de diciembre · 7:00 p.m. · Haití: solidaridad", "9 de diciembre · 5:00 p.m. · CANCELADA: Reunión mensual de LA/CWG"]  # fmt: skip


def test_a_calendar_says_holidays_in_its_language_and_days_that_belong_together_as_one(
    folder: Path, run: Run, sheet: Sheet
) -> None:
    meeting_files.write(
        folder, "events/2026/2026-12-29-camp.toml", 'title = "Camp"\nstart = 2026-12-29\nend = 2027-01-02\n'
    )
    group = folder / "group.toml"
    group.write_text(group.read_text().replace('"US-MA"', '"MX"'))
    assert run("print", "calendar", "2026", "--lang", "es").code == 0
    assert "29 de diciembre – 2 de enero de 2027 · Camp" in str(sheet.part["dates"])
    assert run("print", "calendar", "December", "--lang", "es", "--two-languages", "fr").code == 0
    days = [
        day
        for part in sheet.data["parts"]
        for week in part["months"][0]["weeks"]
        for day in week
        if day and day["day"] == 25
    ]
    assert [each["holidays"] for each in days] == [["Navidad"], [{"text": "Christmas Day", "lang": "en"}]]


def test_an_agenda_is_handed_on_with_its_hours(folder: Path, run: Run) -> None:
    told = run("agenda", "export", "--audience", "members").out
    assert told.endswith("1. 5:00 · #let x = \\*1\\* \\\\ $a$ (15 minutes, John Ratliff)\n2. 5:15 · Goodbye\n")
    assert "Draft" not in told
    series = folder / "series" / "monthly-meeting.toml"
    duty = '[[duties]]\nrole = "notes"\n[duties.es]\nrole = "acta"\n[[assignments]]\ndate = 2026-12-09\nrole = "notes"\nwho = "ana"\n'
    series.write_text(f"{series.read_text()}\n{duty}")
    assert "EST\n\nnotes: Ana Pérez\n\n## Agenda" in run("agenda", "export", "--audience", "members").out
    html = run("agenda", "export", "--audience", "members", "--format", "html", "--lang", "es").out
    assert "<p>acta: Ana Pérez</p>" in html
    assert "<h2>Orden del día</h2>" in html
    assert '<li>5:15 · <span lang="en">Goodbye</span></li>' in html
    refused = run("agenda", "export", "2027-01-13", "--audience", "members")
    assert (
        refused.err
        == "error: the meeting of January 13, 2027 has no agenda yet\n  start one: lacwg agenda prepare 2027-01-13\n"
    )
    assert "-o agenda.pdf" in run("agenda", "export", "--format", "pdf").err
    assert "for paper: --format pdf" in run("minutes", "export", "-o", "a.pdf").err


KINDS = (
    "flyer", "agenda next", "minutes", "sign-in --names", "calendar", "calendar 2026", "contacts --list tree",
)  # fmt: skip


@pytest.mark.parametrize("argv", KINDS)
def test_each_is_set_as_pdf_ua_with_the_same_bytes_each_time(folder: Path, run: Run, argv: str) -> None:
    made = []
    for more in ([], ["--large", "--two-languages", "ht", "--paper", "a4"], *([[]] if argv == "flyer" else [])):
        assert run("print", *argv.split(), "-o", "a.pdf", *more).code == 0
        made.append(Path("a.pdf").read_bytes())
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[-1] or len(made) == 2
    assert all(b"pdfuaid:part" in each and b"/StructTreeRoot" in each for each in made)


def test_what_no_font_draws_is_replaced_and_named(folder: Path, run: Run) -> None:
    meeting_files.write(
        folder,
        "events/2026/2026-12-04-x.toml",
        'title = "🎉 中文 שלום عربي \\u202e𝐇𝐚𝐢𝐭𝐢 e\\u0301"\nstart = 2026-12-04\n',
    )
    done = run("print", "flyer", "2026-12-04-x", "-o", "a.pdf")
    assert (done.code, 'No font of paper\'s draws "🎉", "中文"; □ stands there' in done.err) == (0, True)
    missing: dict[str, None] = {}
    assert characters.drawn("🎉 中文 שלום 𝐇𝐚𝐢𝐭𝐢 e\u0301 ❤\ufe0f", missing) == "□ □ שלום Haiti é ❤"
    assert [*missing] == ["🎉", "中文"]


@pytest.fixture(scope="module")
def document() -> Any:
    """Whether typst sets a text in Markdown."""
    typst = pytest.importorskip("typst")

    def sets(text: str) -> None:
        notes = Document("A", (), (Section("", (Notes(text),)),), "en", "en")
        made = sheets.sheet("document.typ", [nodes(notes)], {}, paper="a4")
        with scratch(made.files) as root:
            assert typst.compile(f"{root}/document.typ", root=root, pdf_standards=["ua-1"], ignore_system_fonts=True)

    return sets


def test_every_character_that_is_said_to_be_drawn_is(document: Any) -> None:
    letters = [
        each for each in map(chr, range(0x20, 0x3000)) if not characters._OTHERS.match(each) and each.isprintable()
    ]
    assert len(letters) > 2000
    document(
        "# A\n\n" + "\n\n".join(f"a{each} **b{each}**" for each in letters if each not in "\\`*_{}[]()#+-.!>|~=:<&")
    )


@settings(max_examples=30)
@given(st.lists(st.sampled_from(
    ["# a", "###### b", "> q", ">" * 40 + " deep", "- i\n  - j", "- " * 30 + "deep", "3. n", "***", "[l](http://a/\x01)", "[](x)", "![p](q)", "| a |\n|-|\n| `x` |",
     "    code #{", "```typ\n#panic()\n```", "<b>x</b>", "a  \nb", "**b *i* `c`**", "\\", "$x$ #import \"a\" @b <c>", "🎉 \u202e", "#"]), max_size=8))  # fmt: skip
def test_any_markdown_is_set(document: Any, lines: list[str]) -> None:
    document("\n\n".join(lines))


def own(folder: Path, text: str, name: str = "flyer.typ") -> None:
    (folder / "paper").mkdir(exist_ok=True)
    (folder / "paper" / name).write_text(text)


HEAD = '#import "base.typ": *\n#set document(title: data.title)\n#set text(lang: data.lang)\n'


def test_a_template_of_the_groups_own_takes_the_place_of_ours_with_its_pictures(folder: Path, run: Run) -> None:
    picture = BytesIO()
    Image.new("RGB", (9, 9), "blue").save(picture, "PNG")
    own(folder, HEAD + '= Own\n#image("art/logo.png", alt: "Our logo")')
    (folder / "paper" / "art").mkdir()
    (folder / "paper" / "art" / "logo.png").write_bytes(picture.getvalue())
    assert run("print", "flyer", "-o", "a.pdf").code == 0
    assert b"pdfuaid" in Path("a.pdf").read_bytes()
    assert run("check").out.count("paper") == 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('= A\n#read("../group.toml")', "paper/flyer.typ, line 5: "),
        ('= A\n#read("/etc/hostname")', "paper/flyer.typ, line 5: "),
        ('#import "@preview/cetz:0.3.0"', "paper/flyer.typ, line 4: failed to download package"),
        ('= A\n#image("picture.jpg")', "missing alt text"),
        ("#nothing", "paper/flyer.typ, line 4: unknown variable: nothing"),
    ],
)
def test_a_template_reads_nothing_but_what_it_is_handed_and_is_told_what_is_wrong(
    folder: Path, run: Run, source: str, said: str
) -> None:
    own(folder, HEAD + source)
    refused = run("print", "flyer", "-o", "a.pdf")
    assert (refused.code, Path("a.pdf").exists()) == (1, False)
    assert "searched at" not in refused.err
    assert "--root" not in refused.err
    assert said in refused.err
    assert "lacwg has one of its own" in refused.err


def test_a_template_that_is_a_link_or_never_ends_is_refused(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(folder, HEAD + "#for a in range(99999) { for b in range(99999) { let x = a } }")
    monkeypatch.setattr(typesetter, "PATIENCE", 0.5)
    assert "it was not done within 0.5 seconds" in run("print", "flyer", "-o", "a.pdf").err
    shutil.rmtree(folder / "paper")
    (folder / "paper").symlink_to(folder / "contacts")
    assert run("print", "flyer", "-o", "a.pdf").code == 1
    assert not Path("a.pdf").exists()


def test_without_typst_the_command_to_install_it_is_said(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetter.importlib.util, "find_spec", lambda _: None)
    refused = run("print", "flyer")
    assert refused.code == 1
    assert "typst is needed, which is not installed\n  install it: " in refused.err
