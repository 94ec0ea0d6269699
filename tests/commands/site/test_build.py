"""``lacwg site build``: the whole of it, from the folder to the files."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Run, tree
from icalendar import Calendar
from PIL import Image

from lacwg.remotes import browser
from lacwg.store import site_deploy

sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
from reading import links, parsed, target, text_of

SITE = Path("public")
ROOTS = ("", "es/", "pt/", "fr/", "ht/")
"""Of the languages of the page."""


def everything(site: Path = SITE) -> dict[str, bytes]:
    """The files of a built site by their paths."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_every_fact_of_the_page_stands_on_the_pages(data: Path, run: Run) -> None:
    assert run("site", "build").code == 0
    told = "\n".join(text_of(content) for path, content in everything().items() if path.endswith(".html"))
    page = (Path(__file__).parents[2] / "site" / "group-page.txt").read_text()
    facts = [
        *[line for line in page.splitlines() if len(line) > 200],
        "Supporters of Venezuela’s leftist government rally in Caracas on Friday, Aug. 4, to celebrate the start of a constitutional convention.",
        "EFE/Miguel Gutierrez", "Latin America and Caribbean Working Group", "LA/CWG", "Massachusetts Peace Action",
        "2nd Wednesday of the month at 5:00 PM, New York time", "If you’d like to get involved please email", "John Ratliff", "Yoav Elinevsky",
        "Avi Chomsky and Gail Walker", "Cuba: Confronting the U.S. Blockade and Covid-19", "Wednesday, September 22, 2021",
        "A Virtual presentation and Q&A exchange for Massachusetts, Connecticut and Maine Aviva Chomsky — author, "
        "A History of the Cuban Revolution and co-editor, The ...",
        "Berta Caceres Human Rights in Honduras Act", "Stop Arms to Mexico", "Our mission", "Get involved", "Issues", "2019",
    ]  # fmt: skip
    facts[0] = facts[0].replace("\xa0", " ")
    for fact in facts:
        assert " ".join(fact.split()) in " ".join(told.split()), fact
    assert b'<time datetime="2021-09-22">' in everything()["events.html"]


@pytest.mark.parametrize("base", [(), ("--base-url", "https://example.org/la")])
def test_the_site_of_a_folder_is_whole(data: Path, run: Run, base: tuple[str, ...]) -> None:
    picture(data)
    assert run("site", "build", *base).code == 0
    files = everything()
    for path, content in files.items():
        if path.endswith(".html"):
            parsed(content)
            for link in links(content):
                found = target(path, link.removeprefix("/la/") if path == "404.html" else link)
                assert found is None or found in files, (path, link)
        elif path.endswith(".ics"):
            assert Calendar.from_ical(content).name == "VCALENDAR"
    about_cuba = Calendar.from_ical(files["issues/cuba.ics"])
    assert [str(each["summary"]) for each in about_cuba.walk("VEVENT")] == [
        "Cuba: Confronting the U.S. Blockade and Covid-19"
    ]
    names = [str(Calendar.from_ical(files[path])["name"]) for path in ("calendar.ics", "issues/cuba.ics")]
    assert names == ["LA/CWG", "LA/CWG: Cuba"]
    uids = [str(Calendar.from_ical(content)["uid"]) for path, content in files.items() if path.endswith(".ics")]
    assert len(uids) == len(set(uids)) == 11 * 5
    assert len(Calendar.from_ical(files["calendar.ics"]).walk("VEVENT")) == 2
    subscribed = [link for link in links(files["index.html"]) if link.startswith("webcal:")]
    assert subscribed == (["webcal://example.org/la/calendar.ics"] if base else [])
    assert (b'property="og:image" content="https://example.org/la/images/rally.png"' in files["index.html"]) == bool(
        base
    )


def picture(data: Path) -> None:
    """Gives the group's photo a picture."""
    (data / "images").mkdir()
    Image.new("RGB", (64, 32), "red").save(data / "images" / "rally.png")
    group = data / "group.toml"
    group.write_text(group.read_text().replace("[photo]", '[photo]\nimage = "images/rally.png"\nalt = "A rally"'))


def test_the_same_folder_gives_the_same_site(data: Path, run: Run) -> None:
    picture(data)
    before = tree(data)
    assert run("site", "build").out == "Wrote 149 files to public: 149 new\n"
    first, times = everything(), {path: path.stat().st_mtime_ns for path in SITE.rglob("*")}
    assert run("site", "build").out == "public is up to date: 149 files, none changed\n"
    assert times == {path: path.stat().st_mtime_ns for path in SITE.rglob("*")}
    run("site", "build", "-o", "other")
    assert everything(Path("other")) == first
    assert tree(data) == before


def test_what_changes_is_said_and_what_did_not_keeps_its_time(data: Path, run: Run) -> None:
    run("site", "build")
    os.utime(SITE / "history.html", (1, 1))
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    said = run("site", "build", "--dry-run", "--json").json
    new = ["events/2027-01-05-vigil.html", "events/2027-01-05-vigil.ics"]
    assert said["new"] == sorted(f"{root}{path}" for root in ROOTS for path in new)
    before = f"events/{next(path.stem for path in (SITE / 'events').glob('2021-*.html'))}.html"  # it leads to the next
    changed = ["calendar.html", "calendar.ics", before, "embed.html", "events.html", "index.html", "next.json"]
    assert said["changed"] == sorted(f"{root}{path}" for root in ROOTS for path in changed)
    assert not (SITE / "events" / "2027-01-05-vigil.html").exists()
    assert ["new", "events/2027-01-05-vigil.html"] in run("site", "build", "--plain").lines
    assert (SITE / "history.html").stat().st_mtime == 1
    run("events", "remove", "2027-01-05-vigil", "--yes")
    assert run("site", "build").out == "Wrote 148 files to public: 35 changed and 10 gone\n"
    assert not (SITE / "events" / "2027-01-05-vigil.html").exists()


def test_a_folder_of_somebody_else_is_not_touched(data: Path, run: Run) -> None:
    SITE.mkdir()
    assert run("site", "build").code == 0  # it was empty
    shutil.rmtree(SITE)
    SITE.mkdir()
    (SITE / "thesis.txt").write_text("mine")
    refused = run("site", "build")
    assert (refused.code, everything()) == (1, {"thesis.txt": b"mine"})
    assert "something else is there" in refused.err
    Path("file").write_text("mine")
    for place in ("file", "data", "data/site", "data/images/x", ".", "/"):
        assert run("site", "build", "-o", place).code == 1, place
    assert Path("file").read_text() == "mine"
    assert not (data / "site").exists()


def test_what_others_put_into_the_site_stays(data: Path, run: Run) -> None:
    run("site", "build")
    (SITE / "CNAME").write_text("example.org")
    (SITE / ".git").mkdir()
    (SITE / ".git" / "HEAD").write_text("ref")
    (SITE / ".git" / "link").symlink_to("nowhere")
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    assert run("site", "build").code == 0
    assert (SITE / "CNAME").read_text() == "example.org"
    assert (SITE / ".git" / "HEAD").read_text() == "ref"
    assert os.readlink(SITE / ".git" / "link") == "nowhere"
    (SITE / "events" / "2027-02-02-x.html").write_text("mine")
    run("events", "add", "X", "--start", "2027-02-02")
    before = tree(SITE)
    refused = run("site", "build")
    assert (refused.code, tree(SITE)) == (1, before)
    assert "2027-02-02-x.html" in refused.err
    assert [path.name for path in Path().iterdir()].count("public") == 1
    assert not list(Path().glob(".public*"))


def test_who_is_in_the_data_folder_finds_the_page_beside_it(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, output in (data / "events", "../../public"), (data, "../public"), (data.parent, "public"):
        monkeypatch.chdir(place)
        assert f" {output}" in f" {run('site', 'build').out}"
    assert not (data / "public").exists()


@pytest.mark.parametrize("step", ["write_bytes", "rename", "mkdir", "copystat", "sync_directory"])
def test_a_failure_leaves_the_old_site_whole(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    run("site", "build")
    before = tree(SITE)
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    calls = 0
    if step == "rename":  # as where two folders cannot change places at once
        monkeypatch.setattr(site_deploy, "exchange", lambda *_: False)
    elif step == "copystat":
        monkeypatch.setattr(site_deploy, "_linked", lambda *_: False)
    where: object = {"copystat": shutil, "sync_directory": site_deploy}.get(step, Path)
    real = getattr(where, step)

    def failing(*given: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2 or step in ("copystat", "sync_directory"):
            raise OSError(28, "No space left on device")
        return real(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(where, step, failing)
        ran = run("site", "build")
    if step in ("copystat", "sync_directory"):
        assert ran.code == 0  # times are no part of a site, and the new one is there by then
    else:
        assert (ran.code, "could not be written" in ran.err, tree(SITE)) == (1, True, before)
    assert run("site", "build").code == 0
    assert "events/2027-01-05-vigil.html" in everything()
    assert not list(Path().glob(".public*"))


def test_what_a_killed_build_left_is_swept(data: Path, run: Run) -> None:
    run("site", "build")
    left = Path(".public.999999999.new")
    shutil.copytree(SITE, left)
    other = Path(".public.999999998.new")
    other.mkdir()  # without a marker: nobody knows whose it is
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    assert run("site", "build").code == 0
    assert (left.exists(), other.exists()) == (False, True)


def test_own_templates_and_check(data: Path, run: Run) -> None:
    (data / "site").mkdir()
    (data / "site" / "missing.html").write_text('{% extends "base.html" %}{% block main %}<h1>Nada</h1>{% endblock %}')
    (data / "site" / "style.css").write_text("body { color: black }\n")
    assert "F107" not in run("check").out
    assert run("site", "build").code == 0
    assert "Nada" in text_of(everything()["404.html"])
    assert everything()["style.css"] == b"body { color: black }\n"
    before = tree(SITE)
    (data / "site" / "home.html").write_text("\n{{ group.nothing }}")
    wrong = run("site", "build")
    assert (wrong.code, tree(SITE)) == (1, before)
    assert "site/home.html, line 2" in wrong.err
    (data / "site" / "home.html").write_bytes(b"\xff")
    assert "not UTF-8" in run("site", "build").err


def test_a_record_that_cannot_be_read_stops_the_build(data: Path, run: Run) -> None:
    run("site", "build")
    before = tree(SITE)
    (data / "issues" / "bad.toml").write_text("title = 3\n")
    assert (run("site", "build").code, tree(SITE)) == (1, before)
    (data / "issues" / "bad.toml").unlink()
    (data / "events" / "2027").mkdir()
    (data / "events" / "2027" / "2027-03-14-x.toml").write_text('title = "A"\nstart = 2027-03-14T02:30:00\n')
    stopped = run("site", "build")
    assert (stopped.code, tree(SITE)) == (1, before)
    assert "2027-03-14-x.toml" in stopped.err


def test_a_picture_that_cannot_be_shown_is_said(data: Path, run: Run) -> None:
    picture(data)
    (data / "images" / "rally.png").write_bytes(b"no picture")
    ran = run("site", "build")
    assert (ran.code, "without images/rally.png" in ran.err) == (0, True)
    assert b"<img" not in everything()["index.html"]
    assert "A rally" in text_of(everything()["index.html"])


def test_private_things_in_a_template_of_the_folder_do_not_go_out(data: Path, run: Run) -> None:
    contact = data / "contacts" / "x.toml"
    contact.write_text('name = "Secret Person Quetzal"\nemail = "quetzal@example.org"\n')
    (data / "site").mkdir()
    (data / "site" / "missing.html").write_text("Write to Secret Person Quetzal")
    ran = run("site", "build")
    assert (ran.code, SITE.exists()) == (1, False)
    assert "name of x" in ran.err


@pytest.mark.parametrize(
    "url",
    [
        "example.org", "javascript:alert(1)", "https://a b/", "https://a/?x", 'https://a/"', "ftp://a", "", "https://",
        "https://a/#x", "https://u:p@a/", "https://a@b", "https://a:0/", "https://a:65536/", "https://a:/", "https://.",
        "https://a./", "https://a..b", "https://-a/", "https://a-", "https://a/..", "https://a/./b", "https://a/%2E%2e/b",
        "https://a/%zz", "https://a/\n", "https://a\\b", "https://a/é", "https://[::1]/", f"https://{'a-' * 5000}",
    ],
)  # fmt: skip
def test_base_urls_that_are_none(data: Path, run: Run, url: str) -> None:
    assert run("site", "build", "--base-url", url).code == 2
    assert not SITE.exists()


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://a", "https://a/"),
        ("HTTP://x-1.a:65535/B.c/..d/%2e/e'&f", None),
        ("http://127.0.0.1:8000/~la/", "http://127.0.0.1:8000/~la/"),
    ],
)
def test_base_urls_that_are_some(data: Path, run: Run, url: str, home: str | None) -> None:
    ran = run("site", "build", "--base-url", url)
    if home is None:  # "%2e" is a dot
        assert (ran.code, SITE.exists()) == (2, False)
        return
    page = parsed(everything()["index.html"])
    assert [each.get("href") for each in page.iter("link") if each.get("rel") == "canonical"] == [home]


def test_open(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(browser, "show", lambda path: shown.append(path))
    ran = run("site", "build", "--open")
    assert shown == [SITE / "index.html"]
    assert "No browser can be opened here" in ran.err
    run("site", "build", "--open", "--dry-run")
    assert len(shown) == 1


def test_the_json_ld_of_an_event_is_its_own(data: Path, run: Run) -> None:
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    run("site", "build")
    for event_id, title in (
        ("2027-01-05-vigil", "Vigil"),
        ("2021-09-22-cuba-confronting-the-us-blockade-and-covid-19", "Cuba"),
    ):
        page = parsed(everything()[f"events/{event_id}.html"])
        (graph,) = [json.loads(each.text or "")["@graph"] for each in page.iter("script")]
        assert len(graph) == 1
        assert graph[0]["name"].startswith(title)


@pytest.mark.parametrize("base", ["https://example.org/la", "http://la.example.org:8080"])
def test_search_engines_are_told_where_the_page_and_the_picture_are(data: Path, run: Run, base: str) -> None:
    Image.new("RGB", (64, 32), "red").save("a b.png")
    run("events", "add", "Vigil", "--start", "Jan 5 4pm", "--image", "a b.png", "--alt", "A vigil")
    assert run("site", "build", "--base-url", base).code == 0
    page = parsed(everything()["events/2027-01-05-vigil.html"])
    thing = json.loads(next(page.iter("script")).text or "")["@graph"][0]
    assert thing["url"] == f"{base}/events/2027-01-05-vigil.html"
    assert thing["image"]["url"] == f"{base}/images/2027-01-05-vigil.png"
    run("site", "build", "--yes")  # without an address its feeds go
    thing = json.loads(next(parsed(everything()["events/2027-01-05-vigil.html"]).iter("script")).text or "")["@graph"][
        0
    ]
    assert not {"url", "image"} & set(thing)


def test_a_marker_that_somebody_has_broken_leads_nowhere_else(data: Path, run: Run) -> None:
    run("site", "build")
    Path("mine").write_text("mine")
    marker = SITE / site_deploy.MARKER
    marker.write_bytes(marker.read_bytes() + b"../mine\n/etc/hosts\n\xff\n//x\n")
    (SITE / "index.html").unlink()
    assert run("site", "build").code == 0
    assert (Path("mine").read_text(), (SITE / "index.html").exists()) == ("mine", True)


def test_the_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: seen.append(address) or True)
    assert browser.show(tmp_path / "a b.html")
    assert seen == [f"file://{tmp_path}/a%20b.html"]


def test_files_of_the_groups_own_go_along(data: Path, run: Run) -> None:
    own = data / "site"
    (own / "fonts").mkdir(parents=True)
    (own / "CNAME").write_text("example.org")
    (own / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (own / "fonts" / "a.woff2").write_bytes(b"\xff\x00")
    (own / ".DS_Store").write_text("x")
    (own / "elsewhere").symlink_to("/etc/hosts")
    assert run("site", "build").code == 0
    files = everything()
    assert files["CNAME"] == b"example.org"
    assert files["fonts/a.woff2"] == b"\xff\x00"
    assert not {".DS_Store", "elsewhere"} & set(files)
    assert '<link rel="icon" href="../icon.svg">' in files["es/index.html"].decode()
    (own / "CNAME").unlink()
    assert "1 gone" in run("site", "build").out


@pytest.mark.parametrize("path", ["events", "calendar.ics", "es/index.html", "index.html/x"])
def test_a_file_of_the_groups_own_does_not_stand_in_the_way_of_the_page(data: Path, run: Run, path: str) -> None:
    own = data / "site" / path
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    refused = run("site", "build")
    assert (refused.code, SITE.exists()) == (1, False)
    assert "the page has a file of this name already" in refused.err
    assert f"site/{path}" in refused.err


def test_files_of_the_groups_own_tell_no_secrets(data: Path, run: Run) -> None:
    run("events", "add", "Vigil", "--start", "Jan 5 4pm", "--note", "the key is under the blue flower pot")
    (data / "site").mkdir()
    (data / "site" / "notes.txt").write_text("Vigil: the key is under the blue flower pot")
    refused = run("site", "build")
    assert (refused.code, SITE.exists()) == (1, False)
    assert "2027-01-05-vigil" in refused.err


def test_minutes_of_a_series_that_is_not_for_everybody_do_not_name_it(data: Path, run: Run) -> None:
    (data / "meetings" / "2026").mkdir(parents=True)
    for name in ("board-retreat", "board-strategy"):
        (data / "series" / f"{name}.toml").write_text(
            f'title = "{name}"\naudience = "private"\nrule = "1st Tuesday"\nsince = 2026-01-01\n'
        )
    for name in ("2026-10-06-board-retreat", "2026-10-06-board-strategy", "2026-10-14-monthly-meeting"):
        (data / "meetings" / "2026" / f"{name}.toml").write_text(
            f'audience = "public"\nstate = "approved"\n[[decisions]]\ntext = "Decided {name[:10]}"\n'
        )
    assert run("site", "build", "--base-url", "https://example.org/").code == 0
    files = everything()
    assert [path for path in files if path.startswith("minutes/")] == [
        "minutes/2026-10-06-2.html", "minutes/2026-10-06.html", "minutes/2026-10-14-monthly-meeting.html"
    ]  # fmt: skip
    assert not [path for path, content in files.items() if b"board" in path.encode() + content.lower()]
    assert {"minutes/2026-10-06.html", "minutes/2026-10-06-2.html"} <= set(links(files["minutes.html"]))
    assert "minutes/2026-10-14-monthly-meeting.html" in links(files["meetings.html"])


ADDRESS = "https://example.org/la/"
OURS = f'\n[site]\nbase_url = "{ADDRESS}"\n'


def write_site(data: Path, text: str) -> None:
    """Puts a table at the end of group.toml."""
    (data / "group.toml").write_text((data / "group.toml").read_text() + text)


def test_what_the_groups_file_says_need_not_be_typed(data: Path, run: Run) -> None:
    write_site(data, f'{OURS}output = "../our-page"\n')
    built = run("site", "build")
    assert (built.code, built.err) == (0, "")
    assert Path("our-page/news.xml").exists()
    assert ADDRESS in Path("our-page/index.html").read_text()
    assert not Path("public").exists()
    assert run("site", "build", "--data", "data/../data").code == 0
    assert run("site", "build", "-o", "elsewhere", "--base-url", "https://other.example/").code == 0
    assert "https://other.example/" in Path("elsewhere/index.html").read_text()


def test_a_build_without_the_address_of_the_last_one_is_asked_about(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("site", "build", "--base-url", ADDRESS).code == 0
    before = tree(Path("public"))
    refused = run("site", "build")
    assert (refused.code, refused.out) == (1, "")
    assert "error: feeds that people may follow would go: es/news.xml, fr/news.xml" in refused.err
    assert f"to keep them: --base-url {ADDRESS}; if it is meant, say --yes" in refused.err
    assert tree(Path("public")) == before
    would = run("site", "build", "--dry-run")
    assert would.code == 0
    assert "Feeds that people may follow would go: es/news.xml" in would.err
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    for answer, code in ((False, 1), (True, 0)):
        monkeypatch.setattr("typer.confirm", lambda *_, answer=answer, **__: answer)
        assert run("site", "build").code == code
        assert (tree(Path("public")) == before) is not answer
    assert not Path("public/news.xml").exists()


def test_another_address_than_that_of_the_last_build_is_said(data: Path, run: Run) -> None:
    assert run("site", "build", "--base-url", f"{ADDRESS}?x".replace("?", "~a&")).code == 0
    moved = run("site", "build", "--base-url", "https://other.example/")
    assert (moved.code, moved.err) == (0, f"The last build was for {ADDRESS}~a&x/\n")


def test_the_calendar_of_a_language_that_goes_is_asked_about_and_of_an_issue_said(english: Path, run: Run) -> None:
    assert run("site", "build").code == 0
    run("issues", "remove", "venezuela", "--yes")
    gone = run("site", "build")
    assert (gone.code, "Feeds that people may follow go: issues/venezuela.ics" in gone.err) == (0, True)
    group = english / "group.toml"
    group.write_text(group.read_text().replace('languages = ["en"]', 'languages = ["en", "es"]'))
    assert run("site", "build").code == 0
    group.write_text(group.read_text().replace('languages = ["en", "es"]', 'languages = ["en"]'))
    refused = run("site", "build")
    assert (refused.code, "es/calendar.ics" in refused.err) == (1, True)
    assert run("site", "build", "--yes").code == 0


@pytest.mark.parametrize("output", ["/tmp/lacwg-never", "../../x", "../a/b", "../.config", "~/x", "."])
def test_a_folder_that_others_have_named_is_agreed_to_first(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, output: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "deep"))
    output = output.replace("/tmp/lacwg-never", str(tmp_path / "a" / "never"))
    write_site(data, f'\n[site]\noutput = "{output}"\n')
    refused = run("site", "build")
    assert (refused.code, refused.out) == (1, "")
    if output == ".":
        return
    assert "which is new here" in refused.err
    (data / "group.toml").write_text((data / "group.toml").read_text().replace("../../x", "../y/x"))
    assert run("site", "build", "--yes").code == 0
    assert run("site", "build").code == 0


def test_an_address_in_the_groups_file_that_is_none(data: Path, run: Run) -> None:
    write_site(data, OURS.replace("https:", "htps:"))
    refused = run("site", "build")
    assert refused.code == 1
    assert "group.toml, line " in refused.err
    assert "base_url is not an address at which a page can stand" in refused.err
