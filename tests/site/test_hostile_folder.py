"""What a folder brings to its page that somebody has made wrong, or made to do harm."""

from __future__ import annotations

import io
import json
import os
import signal
import struct
import sys
import zlib
from pathlib import Path

import pytest
from conftest import Run, tree
from PIL import Image

from lacwg.site import bounds

if os.name != "nt":
    import resource

SITE = Path("public")
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
posix = pytest.mark.skipif(os.name == "nt", reason="names and links are as they are on Unix")


def own(data: Path, name: str, text: str) -> None:
    (data / "site").mkdir(exist_ok=True)
    (data / "site" / name).write_text(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for i in [1] %}" * 25 + "{% endfor %}" * 25, "nested"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "recursion"),
        ('{% include "history.html" %}', "recursion"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", "Range too big"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ say.date(3) }}", "month"),
        ('{{ [1]|map("nothing")|list }}', "nothing"),
    ],
)
def test_a_template_that_fails_is_named(data: Path, run: Run, text: str, said: str) -> None:
    own(data, "history.html", text)
    ran = run("site", "build")
    assert (ran.code, SITE.exists()) == (1, False)
    assert "site/history.html" in ran.err
    assert said in ran.err


LONG = "{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\n{% include "nothing.html" %}', 2, 'no template "nothing.html"'),
        ("\n\n{{ super() }}", 3, "'super' is undefined"),
        ("\n{# ", 2, "Missing end of comment"),
        ("\n{{ lipsum(1, 2, 3, 4, 5) }}", 2, "positional argument"),
        ("{% set l = range(10000)|list %}\n" + LONG, 2, "longer than 0.5 seconds"),
        ("{% for i in [1] %}\n{{ lipsum(n=10 ** 6) }}{% endfor %}", 2, "longer than 0.5 seconds"),
        pytest.param("\n{{ 'a' * 10 ** 10 }}", 2, "more than a gigabyte", marks=linux),
        pytest.param("\n{{ '%9999999999d'|format(1) }}", 2, "more than a gigabyte", marks=linux),
    ],
)  # fmt: skip
@posix
def test_a_template_ends_after_a_bound_and_is_told_with_its_line(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, text: str, line: int, said: str
) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 0.5)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    own(data, "history.html", text)
    ran = run("site", "build")
    assert (ran.code, SITE.exists()) == (1, False)
    assert f"site/history.html, line {line}: the template is wrong: " in ran.err
    assert said in ran.err
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getitimer(signal.ITIMER_PROF)) == (limits, (0, 0))


@pytest.mark.parametrize(
    "text",
    [
        "{{ say.voice.__class__ }}",
        "{{ say._marked }}",
        '{{ "{0.__class__}".format(say) }}',
        '{{ ("{0.__class__}"|safe).format(say) }}',
        "{{ links.__globals__ }}",
        "{{ links.__code__ }}",
        '{{ _|attr("__func__") }}',
        '{{ [_]|map(attribute="__func__")|first }}',
        "{{ group.__struct_fields__ }}",
        "{{ navigation.append(1) }}",
    ],
)
def test_a_template_does_not_get_out(data: Path, run: Run, text: str) -> None:
    own(data, "history.html", f"{text}")
    ran = run("site", "build")
    assert (ran.code, SITE.exists()) == (1, False)
    assert "unsafe" in ran.err or "undefined" in ran.err


def test_a_phrase_of_a_template_reads_no_attributes(data: Path, run: Run) -> None:
    own(data, "history.html", '{{ _("{x.__class__} {y}", x=say, y="{z}") }}')
    assert run("site", "build").code == 0
    assert (SITE / "history.html").read_text() == "{x.__class__} {z}"


@pytest.mark.parametrize("text", [r'{{ "\ud800" }}', r'{{ "\ud800"|safe }}'])
@pytest.mark.parametrize("name", ["history.html", "missing.html"])
def test_half_a_character_of_a_template(data: Path, run: Run, name: str, text: str) -> None:
    own(data, name, f"a{text}b")
    assert run("site", "build").code == 0
    path = "404.html" if name == "missing.html" else name
    assert (SITE / path).read_bytes() == b"a?b"


@posix
@pytest.mark.parametrize("name", [b"a\nb.txt", b"a\xffb.txt", "a\x85b".encode(), "a\u2028b".encode(), b"\x1b[31m"])
def test_a_file_with_a_name_for_no_server_is_refused(data: Path, run: Run, name: bytes) -> None:
    run("site", "build")
    before = tree(SITE)
    (data / "site").mkdir()
    path = os.path.join(os.fsencode(data / "site"), name)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("no file can have this name here")
    ran = run("site", "build")
    assert (ran.code, tree(SITE)) == (1, before)
    assert "such a name" in ran.err
    assert "\x1b" not in ran.err


@pytest.fixture
def elsewhere(data: Path) -> Path:
    folder = data.parent / "elsewhere"
    folder.mkdir()
    for name in ("letter.txt", "history.html"):
        (folder / name).write_text("nobody's business")
    return folder


@posix
def test_a_link_in_the_folder_leads_nowhere(data: Path, run: Run, elsewhere: Path) -> None:
    own(data, "mine.txt", "ours")
    (data / "site" / "fonts").symlink_to(elsewhere)
    (data / "site" / "history.html").symlink_to(elsewhere / "history.html")
    assert run("site", "build").code == 0
    assert (SITE / "mine.txt").read_text() == "ours"
    assert not [path for path, text in tree(SITE).items() if text is not None and b"nobody's" in text]


@posix
def test_a_link_in_the_place_of_the_folder_is_refused(data: Path, run: Run, elsewhere: Path) -> None:
    (data / "site").symlink_to(elsewhere)
    ran = run("site", "build")
    assert (ran.code, SITE.exists()) == (1, False)
    assert "a link" in ran.err


@posix
@pytest.mark.parametrize("name", ["a\nb", "\x1b[31mred", "a**b", "[x]", "\udcff", "a b"])
def test_the_folder_for_the_page_may_have_any_name(data: Path, run: Run, name: str) -> None:
    try:
        Path(name).mkdir()
    except OSError:
        pytest.skip("no folder can have this name here")
    assert run("site", "build", "-o", name, "--json").json["directory"] == name.replace("\udcff", "?")
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    ran = run("site", "build", "-o", name)
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert "\x1b" not in ran.out
    assert (Path(name) / "events" / "2027-01-05-vigil.html").is_file()


# Pictures


def shows(data: Path, name: str, picture: bytes, day: int = 5) -> None:
    """An event with a picture."""
    path = data / "images" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(picture)
    event = data / "events" / "2027" / f"2027-01-{day:02}-vigil.toml"
    event.parent.mkdir(exist_ok=True)
    event.write_text(f'title = "Vigil"\nstart = 2027-01-{day:02}\nimage = {json.dumps(f"images/{name}")}\nalt = "x"\n')


def written(kind: str, color: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), color).save(file, kind)
    return file.getvalue()


def claiming(side: int) -> bytes:
    """A small PNG that says that it is a square of ``side`` pixels."""
    picture = bytearray(written("PNG"))
    picture[16:24] = struct.pack(">II", side, side)
    picture[29:33] = struct.pack(">I", zlib.crc32(picture[12:29]))
    return bytes(picture)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is no JPEG, PNG, WebP or GIF"),
        (written("PNG")[:60], "it cannot be read"),
        (claiming(60_000), "it has too many pixels"),
        (written("BMP"), "it is no JPEG, PNG, WebP or GIF"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_in_words(data: Path, run: Run, content: bytes, said: str) -> None:
    shows(data, "a.jpg", content)
    ran = run("site", "build")
    assert ran.code == 0
    assert f"The page is without images/a.jpg: {said}" in ran.err
    assert "0x" not in ran.err  # no object of ours


@pytest.mark.parametrize("fault", [TypeError, KeyError, struct.error, zlib.error, MemoryError, ZeroDivisionError])
def test_what_a_broken_picture_makes_the_library_run_into(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def open_(*_given: object, **_more: object) -> None:
        raise fault("broken")

    shows(data, "a.png", written("PNG"))
    monkeypatch.setattr(Image, "open", open_)
    ran = run("site", "build")
    assert (ran.code, "without images/a.png: it cannot be read" in ran.err) == (0, True)


def test_of_two_pictures_that_get_one_name_one_is_shown_and_it_is_said(data: Path, run: Run) -> None:
    shows(data, "a.png", written("JPEG"), 5)  # which web servers must know by its ending: a.png.jpg
    shows(data, "a.png.jpg", written("JPEG", "blue"), 6)
    ran = run("site", "build")
    assert ran.code == 0
    assert "without images/a.png.jpg: another picture is called images/a.png.jpg there" in ran.err
    first = Image.open(SITE / "images" / "a.png.jpg")
    assert first.convert("RGB").getpixel((5, 5)) == pytest.approx((254, 0, 0), abs=5)
    assert "<img" not in (SITE / "events" / "2027-01-06-vigil.html").read_text()


def test_what_a_groups_own_template_says_stays_as_it_is_written(data: Path, run: Run) -> None:
    """Isolates hold a passage of Arabic together; what stands in a record is still looked through."""
    own(data, "history.html", "{% set said %}\u2067سلام\u2069{% endset %}\u2067سلام\u2069 {{ '\u202eb' }}")
    assert run("site", "build").code == 0
    text = (SITE / "history.html").read_text()
    assert text.startswith("\u2067سلام\u2069 ")
    assert text.endswith("\\u202eb")
