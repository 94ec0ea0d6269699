"""``lacwg export``: where it writes to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Run


def test_export_to_a_file_is_what_goes_to_standard_output(data: Path, run: Run) -> None:
    target = data.parent / "out.ics"
    target.write_text("old")
    target.chmod(0o640)
    written = run("export", "ics", "-o", str(target))
    assert (written.out, written.err) == ("", f"Wrote {target}\n")
    assert target.read_bytes().decode() == run("export", "ics").out
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in data.parent.iterdir() if path.name.endswith("tmp")] == []


def test_export_keeps_a_link_a_link(data: Path, run: Run) -> None:
    real, link = data.parent / "real.ics", data.parent / "link.ics"
    real.write_text("old")
    link.symlink_to(real)
    run("export", "ics", "-o", str(link))
    assert link.is_symlink()
    assert real.read_text().startswith("BEGIN:VCALENDAR")


def test_export_names_what_it_left_out(data: Path, run: Run) -> None:
    (data / "series" / "bad.toml").write_text('title = "A"\nrule = "x"\nsince = 2026-01-01\n')
    exported = run("export", "ics")
    assert exported.code == 1
    assert exported.out.count("BEGIN:VEVENT") == 2
    assert "data/series/bad.toml, line 2" in exported.err


@pytest.mark.parametrize("target", ["/dev/full", "/nonexistent/x.ics", "."])
def test_export_that_cannot_be_written(data: Path, run: Run, target: str) -> None:
    refused = run("export", "ics", "-o", target)
    assert refused.code == 1
    assert refused.err.startswith(f"error: {target}: could not be written: ")
    assert ("make room" in refused.err) is (target == "/dev/full")


@pytest.mark.skipif(os.name == "nt", reason="there is no such device")
def test_export_to_a_device(data: Path, run: Run) -> None:
    assert run("export", "ics", "-o", "/dev/null").code == 0


@pytest.mark.parametrize(
    ("argv", "file", "said"),
    [
        ("minutes export 2026-11-11", "a.docx", "would hold Markdown, and its name says a Word document"),
        ("minutes export 2026-11-11", "ACTA.DOCX", "--format html -o FILE.html"),
        ("minutes export 2026-11-11", "a.html", "--format html -o FILE.html"),
        ("minutes export 2026-11-11", "a.odt", "an OpenDocument text"),
        ("minutes export 2026-11-11 --format html", "a.pdf", "name it a.html"),
        ("export csv --for google", "a.xlsx", "name it a.csv"),
        ("export csv --for spreadsheet", "my dates.ods", "name it 'my dates.csv'"),
        ("export ics", "a.csv", "name it a.ics"),
        ("export vcf", "a.csv", "name it a.vcf"),
        ("export json", "a.pdf", "name it a.json"),
        ("export jsonld", "a.docx", "name it a.jsonld"),
        ("print sign-in", "a.PNG", "a.PNG would hold PDF, and its name says a picture\n  name it a.pdf"),
    ],
)
def test_a_name_that_says_something_else_is_refused(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, argv: str, file: str, said: str
) -> None:
    run("minutes", "start", "2026-11-11")
    run("minutes", "edit", "2026-11-11", "--audience", "members")
    monkeypatch.chdir(data.parent)
    refused = run(*argv.split(), "--audience", "members", "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert not Path(file).exists()
    assert run("meetings", "announce", "--eml", file).code == 2
    for good in ("plain", "a.b.c", *(["a.md", "a.TXT"] if "Markdown" in said else [])):
        assert run(*argv.split(), "--audience", "members", "-o", good).code == 0
