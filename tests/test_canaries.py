"""Canaries: whatever is planted in a field that an audience may not see is in nothing that goes out to it.

Every field and table of every record, exception and change holds a text that names itself and who may see
it; every way out of the folder is taken.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, store_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parent / "exporters"))
from filled import Filled

from lacwg import run as this_run
from lacwg.app import NOUNS
from lacwg.audience.leak_scanner.decoding import decoded
from lacwg.commands.publish.caldav import _wanted
from lacwg.records import Contact, Event, Group, Issue, ListTable, MeetingRecord, Series, SeriesException
from lacwg.remotes import typesetter
from lacwg.store.toml.encode import encode

AUDIENCES = ("public", "members", "private")
SPAN = ("--from", "2026-01-01", "--to", "2028-12-31")
EXPORTS: dict[str, list[tuple[str, ...]]] = {
    "ics": [(), ("--no-past",)],
    "json": [()],
    "jsonld": [SPAN],
    "csv": [("--for", name, *SPAN) for name in ("the-events-calendar", "google", "spreadsheet")]
    + [("--for", name) for name in ("contacts", "google-contacts", "outlook")],
    "vcf": [()],
}
OTHERS: list[tuple[str, ...]] = [
    ("report", *SPAN),
    ("report", *SPAN, "--plain"),
    ("report", *SPAN, "--json"),
    ("meetings", "announce", "2026-12-10", "--series", "filled"),
    ("meetings", "announce", "2027-05-12", "--series", "filled"),
    ("events", "announce", "2026-12-03-filled"),
    ("minutes", "export", "2026-12-10", "--series", "filled"),
    ("minutes", "export", "2026-12-10", "--series", "filled", "--format", "html"),
    ("agenda", "export", "2026-12-10", "--series", "filled"),
    ("agenda", "export", "2026-12-10", "--series", "filled", "--format", "html"),
    ("meetings", "announce", "2026-12-10", "--series", "filled", "--as", "short"),
    ("events", "announce", "2026-12-03-filled", "--as", "short", "--limit", "9000"),
]
SENDINGS: list[tuple[str, ...]] = [
    ("meetings", "announce", "2026-12-10", "--series", "filled"),
    ("meetings", "announce", "2027-05-12", "--series", "filled", "--invite"),
    ("events", "announce", "2026-12-03-filled"),
    ("agenda", "show", "2026-12-10", "--series", "filled"),
    ("minutes", "export", "2026-12-10", "--series", "filled"),
    ("remind",),
]
"""To somebody of whom nothing but their list says what they may know."""


def plant(folder: Path, of: Callable[[str], str]) -> None:
    """A folder with something in every field; ``of`` gives the audience of each kind of record."""
    filled = Filled()
    store = store_at(folder)
    folder.mkdir(exist_ok=True)
    group = filled.record(Group, holidays=(), zones=("America/Havana",), ignore=("W101",))
    group = replace(
        group,
        mail=replace(group.mail, from_="us@example.org", reply_to=None, unsubscribe=None),
        lists=group.lists | {f"of-{reader}": ListTable(audience=reader) for reader in ("public", "members")},
    )
    (folder / "group.toml").write_text(encode(group))
    series = replace(filled.record(Series, audience=of("series")), kind="meeting")
    one = series.exceptions[0]
    edited = replace(one, date=dt.date(2027, 1, 13), moved_to=None)
    gone = SeriesException(
        date=dt.date(2027, 2, 10), cancelled=True, by=one.by, private=one.private, members=one.members
    )
    records = [
        replace(series, exceptions=(one, edited, gone)),
        filled.record(Event, audience=of("event")),
        filled.record(
            Contact,
            id="filled-contact",
            audience=of("contact"),
            email="public-canary@example.org",
            role="public-canary Contact.role",
            roles=(),
            private=replace(filled.record(Contact).private, no_mail=None),
        ),
        *(
            Contact(
                id=f"to-{reader}",
                name=reader,
                email=f"{reader}@example.org",
                lists=(f"of-{reader}",),
                audience="private",
            )
            for reader in ("public", "members")
        ),
        filled.record(Issue, id="filled-issue", audience=of("issue")),
        filled.record(MeetingRecord, audience=of("meeting"), approved_at=None),
    ]
    for record in records:
        store.write([store.creation(record)])


def canaries(folder: Path, reader: str, of: Callable[[str], str]) -> set[str]:
    """The texts in the folder's files that ``reader`` may not see."""
    found = set()
    for path in folder.rglob("*.toml"):
        kind = {"contacts": "contact", "issues": "issue", "events": "event", "series": "series", "meetings": "meeting"}
        own = of(kind[path.relative_to(folder).parts[0]]) if path.name != "group.toml" else "public"
        for mark, rest in re.findall(r'"(public|members|private)-canary ([^"]*)"', path.read_text()):
            widest = max(mark, own, key=AUDIENCES.index)
            if AUDIENCES.index(widest) > AUDIENCES.index(reader):
                found.add(f"{mark}-canary {rest}")
    return found


@pytest.mark.parametrize("reader", ["public", "members"])
@given(
    st.fixed_dictionaries(
        {kind: st.sampled_from(AUDIENCES) for kind in ("series", "event", "contact", "issue", "meeting")}
    )
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_canary_leaves_the_folder(
    reader: str, tmp_path_factory: pytest.TempPathFactory, run: Run, audiences: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("canaries") / "data"
    plant(folder, audiences.__getitem__)
    withheld = canaries(folder, reader, audiences.__getitem__)
    assert withheld
    verbs = NOUNS["export"].verbs.split()
    assert set(verbs) <= set(EXPORTS)
    outputs = [("export", verb, *more) for verb in verbs for more in EXPORTS[verb]]
    for argv in [*outputs, *OTHERS]:
        ran = run(*argv, "--audience", reader, "--data", str(folder))
        said = decoded(ran.out)
        assert not [each for each in withheld if each in said], argv
        if argv in outputs:
            assert (ran.code, ran.out != "" or argv[1] == "vcf") == (0, True), (argv, ran.err)
            assert not [each for each in withheld if each in ran.err], argv
    for argv in SENDINGS:
        ran = run(*argv, "--send", f"of-{reader}", "--dry-run", "--json", "--data", str(folder))
        said = decoded(json.dumps(ran.json["message"])) if ran.out else ""
        assert not [each for each in withheld if each in said], argv


REFERRING = {
    "group.toml": """name = "Group"
timezone = "America/New_York"
main_series = "hush-series"
uid_namespace = "123e4567-e89b-12d3-a456-426614174000"
[[agenda]]
title = "Opening"
who = "hush-contact"
[mail]
from = "us@example.org"
[lists.hush-list]
audience = "public"
[lists.of-public]
[lists.of-members]
audience = "members"
""",
    "series/hush-series.toml": 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\naudience = "{}"\n',
    "series/open-series.toml": """title = "Open"
rule = "2nd Thursday"
since = 2026-01-01
issues = ["hush-issue", "open-issue"]
[[exceptions]]
date = 2026-12-10
by = "hush-contact"
reason = "why"
[[duties]]
role = "notes"
from = ["hush-contact"]
[[assignments]]
date = 2026-12-10
role = "notes"
who = "hush-contact"
""",
    "issues/hush-issue.toml": 'title = "B"\naudience = "{}"\n',
    "issues/open-issue.toml": 'title = "Open"\n',
    "contacts/hush-contact.toml": 'name = "Hush"\nemail = "hush@example.org"\nlists = ["hush-list"]\naudience = "{}"\n',
    "contacts/to-public.toml": 'name = "P"\nemail = "p@example.org"\nlists = ["hush-list", "of-public"]\n',
    "contacts/to-members.toml": 'name = "M"\nemail = "m@example.org"\nlists = ["hush-list", "of-members"]\n',
    "events/2026/2026-12-03-open.toml": '''title = "Open"
start = 2026-12-03
issues = ["hush-issue", "open-issue"]
[[duties]]
role = "notes"
from = ["hush-contact"]
[[assignments]]
date = 2026-12-03
role = "notes"
who = "hush-contact"
[[sent]]
id = "abcd"
state = "done"
on = 2026-11-01T12:00:00Z
by = "hush"
what = "announcement"
lists = ["hush-list"]
invited = ["hush-contact"]
[[rsvp]]
contact = "hush-contact"
answer = "yes"
on = 2026-11-02
''',
    "site/meeting-minutes.html": "{{ minutes.record.id }} {% for each in minutes.record.decisions %}"
    "{{ each.text }} {{ each.issues }}{% endfor %} {{ group.main_series }} {{ minutes }}",
} | {
    f"meetings/2026/{day}-{of}.toml": f"""audience = "public"
state = "{state}"
chair = "hush-contact"
present = ["hush-contact"]
[[agenda]]
title = "Topic"
who = "hush-contact"
issues = ["hush-issue", "open-issue"]
[[decisions]]
text = "Decided"
issues = ["hush-issue", "open-issue"]
[[actions]]
id = "abcd"
what = "Call"
who = "hush-contact"
issues = ["hush-issue", "open-issue"]
"""
    for day, of, state in (
        ("2026-11-11", "hush-series", "approved"), ("2026-11-12", "open-series", "approved"),
        ("2026-12-09", "hush-series", "draft"), ("2026-12-10", "open-series", "draft"),
    )
}  # fmt: skip
"""A folder in which everything public names what is not."""


@pytest.mark.parametrize("who", ["members", "private"])
@pytest.mark.parametrize("reader", ["public", "members"])
def test_what_is_withheld_is_not_named_by_its_id(
    reader: str, who: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    for name, text in REFERRING.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("{}", who) if "{{" not in text else text)
    monkeypatch.chdir(tmp_path)
    outputs = [("export", verb, *more) for verb in NOUNS["export"].verbs.split() for more in EXPORTS[verb]]
    outputs += [
        ("minutes", "export", "2026-11-11", "--series", "hush", "--format", form) for form in ("markdown", "html")
    ]
    announced = [("meetings", "announce", "2026-12-10", "--series", "open"), ("events", "announce", "2026-12-03-open")]
    outputs += [
        *announced,
        ("report", *SPAN),
        ("report", *SPAN, "--json"),
        ("agenda", "export", "2026-12-10", "--series", "open"),
    ]
    seen = (reader, who) == ("members", "members")
    for argv in outputs:
        ran = run(*argv, "--audience", reader)
        assert (ran.code, ran.out != "" or argv[1] == "vcf") == (0, True), (argv, ran.err)
        # who did something, or does, is told to members, whoever may see the contact
        text = ran.out if reader == "public" else re.sub(r"hush-contact|Hush(?! Series)", "", ran.out)
        assert seen or "hush" not in decoded(text).casefold(), argv
    for argv in [*announced, announced[0] + ("--invite",), announced[1] + ("--invite",), ("remind",)]:
        ran = run(*argv, "--send", f"of-{reader}", "--dry-run", "--json")
        assert ran.code == 0, ran.err
        text = json.dumps(ran.json["message"] if ran.out else "")
        text = text if reader == "public" else re.sub("Hush", "", text)
        assert "hush" not in decoded(text).casefold(), argv
    published = b"".join(each.data for each in _wanted(this_run.Run(folder), reader))  # type: ignore[arg-type]
    assert published
    assert seen or b"hush" not in published
    document = run("export", "json", "--audience", reader).json
    assert ("hush-issue" in document["events"][0]["issues"], "main_series" in document["group"]) == (seen, seen)
    assert "open-issue" in document["meetings"][0]["decisions"][0]["issues"]
    assert run("site", "build", "-o", "site").code == 0
    files = [path for path in Path("site").rglob("*") if path.is_file()]
    assert any("Decided" in path.read_text() for path in files)
    assert not [path for path in files if "hush" in path.name + decoded(path.read_text()).casefold()]


def test_nothing_withheld_is_handed_to_typst(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path / "data", lambda _: "public")
    told: list[str] = []

    def pdf(root: Path, _template: str) -> bytes:
        told.append(decoded((root / "data.json").read_text()))
        return b"%PDF"

    monkeypatch.setattr(typesetter, "pdf", pdf)
    ofs = "2026-12-10 --series filled"
    sheets = [f"agenda {ofs}", f"minutes {ofs}", f"sign-in {ofs} --names", "flyer 2026-12-03-filled", "calendar 2026",
              "contacts --list members", "duties --from 2026-12-01 --to 2028-01-01"]  # fmt: skip
    for reader in ("public", "members"):
        withheld = canaries(tmp_path / "data", reader, lambda _: "public")
        for sheet in sheets:
            argv = ("print", *sheet.split(), "--audience", reader, "--data", str(tmp_path / "data"))
            ran = run(*argv, "-o", str(tmp_path / "sheet.pdf"))
            assert (ran.code == 0) or reader == "public", (argv, ran.err)
            assert not [each for each in withheld if told and each in told[-1]], argv
    assert len(told) > len(sheets)


def test_words_in_other_languages_are_planted_too(tmp_path: Path) -> None:
    plant(tmp_path / "data", lambda _: "private")
    withheld = {
        each.removeprefix("public-canary ") for each in canaries(tmp_path / "data", "members", lambda _: "private")
    }
    for language in ("es", "pt", "fr", "ht"):
        for field in ("Event.{}.title", "Event.speakers.{}.about", "Series.exceptions.{}.reason", "Issue.bills.{}.ask",
                      "Contact.{}.role", "MeetingRecord.decisions.{}.text"):  # fmt: skip
            assert field.format(language) in withheld


@given(
    st.fixed_dictionaries(
        {kind: st.sampled_from(AUDIENCES) for kind in ("series", "event", "contact", "issue", "meeting")}
    )
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_canary_is_on_the_page(
    tmp_path_factory: pytest.TempPathFactory, run: Run, audiences: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("canaries") / "data"
    plant(folder, audiences.__getitem__)
    withheld = canaries(folder, "public", audiences.__getitem__)
    site = folder.parent / "site"
    assert run("site", "build", "--data", str(folder), "-o", str(site)).code == 0
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".png"]  # drawn of what is public
    assert {"embed.html", "next.json", "calendar.html"} <= {path.name for path in files}
    for path in files:
        said = decoded(path.read_text()) + path.name
        assert not [each for each in withheld if each in said], path


def test_what_everybody_may_see_is_on_the_page(tmp_path: Path, run: Run) -> None:
    folder, site = tmp_path / "data", tmp_path / "site"
    plant(folder, lambda _: "public")
    assert run("site", "build", "--data", str(folder), "-o", str(site)).code == 0
    told = "".join(path.read_text() for path in site.rglob("*.html"))
    for field in ("Event.description", "Event.speakers.name", "Issue.stance", "Issue.bills.ask", "Issue.partners",
                  "Contact.role", "MeetingRecord.decisions.text", "Series.title", "Series.place", "Group.mission"):  # fmt: skip
        assert f"public-canary {field}" in told, field


def test_what_an_audience_may_see_does_go_out(tmp_path: Path, run: Run) -> None:
    """Else the tests above would pass for an exporter that says nothing."""
    folder = tmp_path / "data"
    plant(folder, lambda _: "public")
    public, members = (
        decoded(run("export", "json", "--audience", reader, "--data", str(folder)).out)
        for reader in ("public", "members")
    )
    assert not canaries(folder, "public", lambda _: "public") & set(re.findall(r"\w+-canary [\w.]+", public))
    assert "members-canary Contact.phone" in members
    assert "public-canary Event.description" in public
    assert "private-canary" not in members
