"""A build makes only what has changed, and what it keeps is what it would have made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Run, tree

from lacwg.site.rendering import Templates

sys.path.insert(0, str(Path(__file__).parent))

EVENT = "2021-09-22-cuba-confronting-the-us-blockade-and-covid-19"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The titles of the pages that are rendered; nothing is kept from other tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    seen: list[str] = []
    real = Templates.text

    def text(self: Templates, name: str, values: dict[str, object]) -> str:
        seen.append(f"{values['language']} {values['path']}")
        return real(self, name, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Templates, "text", text)
    return seen


def test_nothing_is_rendered_again_where_nothing_changed(data: Path, run: Run, rendered: list[str]) -> None:
    run("site", "build")
    assert len(rendered) > 50
    rendered.clear()
    assert "none changed" in run("site", "build").out
    assert rendered == []


def test_one_event_is_on_its_own_page_and_in_the_lists(data: Path, run: Run, rendered: list[str]) -> None:
    for number in range(3):
        run("events", "add", f"Vigil {number}", "--start", f"2027-01-0{number + 1} 4pm")
    run("site", "build")
    rendered.clear()
    run("events", "edit", "2027-01-02", "--title", "Candles")
    run("site", "build")
    pages = {each.split(" ")[1] for each in rendered}
    assert pages == {"events/2027-01-02-vigil-1.html", "events.html", "index.html"}
    assert len(rendered) == 3 * 5


@pytest.mark.parametrize("base", [(), ("--base-url", "https://example.org/la")])
def test_what_is_kept_is_what_a_fresh_build_makes(
    data: Path, run: Run, rendered: list[str], monkeypatch: pytest.MonkeyPatch, base: tuple[str, ...]
) -> None:
    group, own = data / "group.toml", data / "site"
    own.mkdir()

    def templates() -> None:
        (own / "history.html").write_text('{% extends "base.html" %}{% block main %}<h1>Ours</h1>{% endblock %}')

    steps = [
        lambda: run("events", "add", "Vigil", "--start", "2027-01-05 4pm", "--issue", "cuba", "--join-url", "https://zoom.us/j/1?pwd=x1y2z3"),
        lambda: run("events", "edit", "2027-01-05", "--lang", "es", "--title", "Vigilia"),
        lambda: run("meetings", "cancel", "2026-12-09", "--reason", "Snow"),
        lambda: run("meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday"),
        lambda: run("issues", "edit", "cuba", "--title", "Cuba and us"),
        templates,
        lambda: (own / "style.css").write_text("h1 { color: red }"),
        lambda: group.write_text(group.read_text().replace('name = "Latin', 'name = "The Latin')),
        lambda: group.write_text(f'languages = ["en", "ht"]\n{group.read_text()}'),
        lambda: group.write_text(group.read_text().replace('language = "en"', 'language = "ht"')),
        lambda: monkeypatch.setenv("LACWG_NOW", "2027-01-06T12:00"),
        lambda: run("events", "remove", "2027-01-05", "--yes"),
        lambda: run("undo"),
    ]  # fmt: skip
    run("site", "build", *base)
    for number, step in enumerate(steps):
        step()
        rendered.clear()
        said = run("site", "build", *base)
        assert (said.code, "none changed" in said.out) == (0, False), number
        assert rendered, number
        fresh = f"fresh-{number}"
        assert run("site", "build", "-o", fresh, *base).code == 0
        assert tree(Path("public")) == tree(Path(fresh)), number


@pytest.mark.parametrize("at", ["2026-12-31T23:30", "2027-01-01T00:30"])
def test_a_year_begins_in_another_zone_first(
    data: Path, run: Run, rendered: list[str], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """What is past stands by its own year, the latest first, and a build of another moment is another one."""
    for name, start, zone in (
        ("2027-01-01-early", "2027-01-01T05:00:00", "Asia/Tokyo"),  # December 31, 3 pm in Boston
        ("2026-12-31-late", "2026-12-31T18:00:00", "America/New_York"),
    ):
        path = data / "events" / name[:4] / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "{name}"\nstart = {start}\nend = {start[:-5]}30:00\ntimezone = "{zone}"\n')
    run("site", "build")
    monkeypatch.setenv("LACWG_NOW", at)
    assert run("site", "build").code == run("site", "build", "-o", "fresh").code == 0
    assert tree(Path("public")) == tree(Path("fresh"))
    page = Path("public/events.html").read_text()
    assert [each.partition('"')[0] for each in page.split('id="past-')[1:]] == ["2027", "2026", "2021"]


def test_a_file_that_somebody_changed_is_put_right(data: Path, run: Run, rendered: list[str]) -> None:
    run("site", "build")
    page = Path("public/history.html")
    right = page.read_bytes()
    page.write_text("mine")
    assert "1 changed" in run("site", "build").out
    assert page.read_bytes() == right


def test_what_becomes_a_secret_is_found_in_what_was_kept(data: Path, run: Run, rendered: list[str]) -> None:
    run("events", "add", "Vigil by the old fountain", "--start", "2027-01-05 4pm")
    run("events", "add", "Other", "--start", "2027-01-06 4pm", "--note", "bring the banner")
    assert run("site", "build").code == 0
    path = data / "events" / "2027" / "2027-01-05-vigil-by-the-old-fountain.toml"
    path.write_text(f'audience = "private"\n{path.read_text()}')
    other = data / "events" / "2027" / "2027-01-06-other.toml"
    other.write_text(other.read_text().replace('title = "Other"', 'title = "Other: Vigil by the old fountain"'))
    rendered.clear()
    assert run("site", "build").code == 0  # a public text says it too, and that is no leak
    other.write_text(other.read_text().replace("Other: Vigil by the old fountain", "Other"))
    assert run("site", "build").code == 0
    told = "".join(text.decode() for text in tree(Path("public")).values() if text is not None)
    assert "Vigil by the old fountain" not in told


def test_a_picture_is_made_once(data: Path, run: Run, rendered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from lacwg.site import pictures

    Image.new("RGB", (64, 32), "red").save("vigil.png")
    run("events", "add", "Vigil", "--start", "2027-01-05 4pm", "--image", "vigil.png", "--alt", "A vigil")
    made: list[str] = []
    real = pictures.made
    monkeypatch.setattr(pictures, "made", lambda name, data: made.append(name) or real(name, data))
    run("site", "build")
    assert made == ["images/2027-01-05-vigil.png"]
    run("site", "build")
    assert len(made) == 1
    shown = Path("public/images/2027-01-05-vigil.png")
    right = shown.read_bytes()
    shown.write_bytes(b"broken")
    run("site", "build")
    assert (len(made), shown.read_bytes()) == (2, right)


def test_a_dry_run_keeps_nothing(data: Path, run: Run, rendered: list[str], tmp_path: Path) -> None:
    run("site", "build", "--dry-run")
    assert not list((tmp_path / "cache").rglob("*.msgpack"))
    assert not Path("public").exists()


def test_the_guard_passes_over_frames_alone() -> None:
    from lacwg.commands.site.site_keeping import _new_lines

    frame = ["<html>", "<head>", "<nav>", "Home", "Events", "</nav>"]
    end = ["</main>", "<footer>", "Group", "</footer>", "</html>"]
    seen: set[int] = set()
    pages = [
        "\n".join([*frame, f"<h1>{number}</h1>", "<p>one", "two", f"three {number}</p>", *end]) for number in range(9)
    ]
    left = [_new_lines(page, seen) for page in pages]
    assert left[0] == pages[0]
    for number, text in enumerate(left[1:], 1):
        assert f"<h1>{number}</h1>\n<p>one\ntwo\nthree {number}</p>" in text
        assert "<html>" not in text
    assert _new_lines("Home\nGroup", seen) == "Home\nGroup"  # both are known, but not side by side
