"""``lacwg meetings announce`` and ``lacwg events announce``."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import sys
from pathlib import Path

import icalendar
import pyperclip
import pytest
from conftest import Run
from meeting_files import DECEMBER, write

from lacwg.errors import LacwgError
from lacwg.remotes import clipboard


@pytest.fixture
def linked(data: Path) -> Path:
    """The monthly meeting with a link for members, a key for nobody, and somebody who can be written to."""
    monthly = data / "series" / "monthly-meeting.toml"
    monthly.write_text(
        monthly.read_text() + '\n[members]\njoin_url = "https://zoom.us/j/111222333"\n[private]\nhost_key = "887766"\n'
    )
    (data / "contacts" / "ana.toml").write_text(
        'name = "Ana"\naudience = "public"\nemail = "ana@example.org"\nphone = "+1 617 555 0100"\n'
    )
    (data / "contacts" / "hidden.toml").write_text('name = "Hidden Person"\nemail = "hidden@example.org"\n')
    return data


def test_for_members(linked: Path, run: Run) -> None:
    text = run("meetings", "announce").out
    assert text.startswith("Subject: LA/CWG monthly meeting: Wednesday, December 9, 2026, 5:00 PM EST\n\n")
    assert "When: Wednesday, December 9, 2026 · 5:00 PM EST\n" in text
    assert "6:00 PM in Havana" in text
    assert "4:00 PM in Mexico City" in text
    assert "Join: https://zoom.us/j/111222333\n" in text
    assert "887766" not in text
    assert text.endswith("Latin America and Caribbean Working Group\nMassachusetts Peace Action\n")


def test_for_the_public(linked: Path, run: Run) -> None:
    text = run("meetings", "announce", "--audience", "public").out
    assert "zoom" not in text
    assert "To join, ask us for the link: Ana, ana@example.org" in text
    assert "Hidden" not in text
    assert "555" not in text


def test_what_changed_and_why(linked: Path, run: Run) -> None:
    run("meetings", "move", "next", "--to", "Dec 16 6pm", "--reason", "the hall is taken")
    moved = run("meetings", "announce").out
    assert moved.startswith("Subject: Moved: LA/CWG monthly meeting: Wednesday, December 16, 2026, 6:00 PM EST\n")
    assert "Moved from Wednesday, December 9, 2026: the hall is taken\n" in moved
    run("meetings", "cancel", "2026-12-16", "--reason", "flu")
    cancelled = run("meetings", "announce", "2026-12-09").out
    assert cancelled.startswith("Subject: Cancelled: ")
    assert "Cancelled: flu\n" in cancelled
    assert "Join" not in cancelled


def test_an_event(data: Path, run: Run) -> None:
    text = run("events", "announce", "cuba", "--json").json
    assert text["subject"] == "Cuba: Confronting the U.S. Blockade and Covid-19: Wednesday, September 22, 2021"
    assert "Speakers\nAviva Chomsky: author" in text["text"]
    run("events", "add", "Planning", "--start", "Dec 3 7pm", "--audience", "members")
    assert run("events", "announce", "planning", "--audience", "public").code == 1
    assert run("events", "announce", "planning").code == 0
    where = (
        "--register",
        "https://example.org/sign-up",
        "--url",
        "https://example.org/more",
        "--geo",
        "42.358,-71.064",
    )
    where += ("--co-host", "Casa Cuba: https://example.org/casa", "--co-host", "Neighbors")
    run("events", "add", "Walk", "--start", "Dec 5", *where)
    assert "\nWith: Casa Cuba and Neighbors\n" in run("events", "announce", "walk").out
    assert "DESCRIPTION:With: Casa Cuba and Neighbors\r\n" in run("export", "ics").out
    assert run("events", "announce", "walk", "--as", "short").out.endswith("\nhttps://example.org/sign-up\n")
    assert "\r\nGEO:42.358000;-71.064000\r\n" in run("export", "ics").out


def test_the_agenda_goes_to_whom_its_record_is_for(linked: Path, run: Run) -> None:
    run("agenda", "add", "Plan the Cuba webinar", "--minutes", "15", "--who", "Ana")
    record = linked / "meetings" / "2026" / "2026-12-09-monthly-meeting.toml"
    for own, readers in (("private", []), ("members", ["members"]), ("public", ["members", "public"])):
        lines = [line for line in record.read_text().splitlines() if not line.startswith("audience")]
        record.write_text(f'audience = "{own}"\n' + "\n".join(lines) + "\n")
        for reader in ("members", "public"):
            text = run("meetings", "announce", "--audience", reader).out
            assert ("1. Plan the Cuba webinar" in text) is (reader in readers)
            assert ("15 minutes, Ana)" in text) is (reader in readers and reader == "members")


def test_actions_go_to_members_in_words_where_they_may_have_them(linked: Path, run: Run) -> None:
    for number, (own, what) in enumerate((("private", "Secret thing"), ("members", "Ask the hall")), 10):
        write(
            linked,
            f"meetings/2026/2026-{number}-{14 if number == 10 else 11}-monthly-meeting.toml",
            f'state = "draft"\naudience = "{own}"\n[[actions]]\nid = "{own[:4]}"\nwhat = "{what}"\nwho = "Ana"\n',
        )
    agenda = "".join(f'[[agenda]]\ntitle = "Action {each}"\n' for each in ("priv", "memb"))
    for own, reader, shown in (
        ("members", "members", ("Action priv", "Ask the hall")),
        ("public", "members", ("Action priv", "Ask the hall")),
        ("public", "public", ("Action priv", "Action memb")),
    ):
        write(linked, DECEMBER, f'state = "planned"\naudience = "{own}"\n{agenda}')
        text = run("meetings", "announce", "--audience", reader).out
        assert f"Agenda\n1. {shown[0]}\n2. {shown[1]}\n" in text
        assert "Secret" not in text


def test_nobody_is_sent_to_somebody_without_an_address(linked: Path, run: Run) -> None:
    (linked / "contacts" / "bo.toml").write_text('name = "Bo"\naudience = "public"\nemail = " "\n')
    (linked / "contacts" / "cy.toml").write_text('name = "Cy"\naudience = "public"\n')
    text = run("meetings", "announce", "--audience", "public").out
    assert "To join, ask us for the link: Ana, ana@example.org\n" in text
    (linked / "contacts" / "ana.toml").unlink()
    asked = run("meetings", "announce", "--audience", "public")
    assert "To join, ask us for the link\n" in asked.out
    nobody = "Nobody whom people may ask for the link has an address: lacwg contacts"
    assert asked.err == f"{nobody} edit bo --email ADDRESS\n"
    assert "address" not in run("meetings", "announce").err  # members have the link
    for each in ("bo", "cy", "john-ratliff", "yoav-elinevsky"):
        (linked / "contacts" / f"{each}.toml").unlink()
    assert f"{nobody} add NAME --audience public" in run("meetings", "announce", "--audience", "public").err


def test_an_announcement_that_leads_nowhere_is_warned_about(data: Path, run: Run) -> None:
    said = "It says neither where this is nor how to join; to add it: lacwg meetings edit 2026-12-09 --place TEXT\n"
    assert run("meetings", "announce").err == said
    run("events", "add", "Vigil", "--start", "Dec 5 4pm")
    assert "lacwg events edit 2026-12-05-vigil --place TEXT" in run("events", "announce", "vigil").err
    run("series", "add", "Walk", "--kind", "event", "--rule", "every Saturday", "--at", "noon")
    assert "lacwg events edit walk/2026-11-28 --place TEXT" in run("events", "announce", "walk/2026-11-28").err
    for option, value, nowhere in (
        ("--place", "Hall", []), ("--join-url", "https://zoom.us/j/1", []), ("--dial-in", "617 555 0100", ["public"]),
    ):  # fmt: skip
        assert run("meetings", "edit", "2026-12-09", option, value).code == 0
        for reader in ("members", "public"):
            assert ("neither" in run("meetings", "announce", "--audience", reader).err) is (reader in nowhere)
        run("undo")
    run("meetings", "cancel", "2026-12-09", "--reason", "flu")
    assert run("meetings", "announce", "2026-12-09").err == ""


@pytest.mark.parametrize("reader", ["members", "public"])
def test_the_draft_has_the_calendar_and_no_address(linked: Path, run: Run, reader: str) -> None:
    target = linked.parent / "draft.eml"
    written = run("meetings", "announce", "--eml", str(target), "--audience", reader)
    assert (written.code, written.out) == (0, "")
    data = target.read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert not {"To", "From", "Cc", "Bcc", "Date"} & set(message.keys())
    assert message["X-Unsent"] == "1"
    body, calendar = message.iter_parts()
    assert (
        body.get_content().replace("\r\n", "\n")
        == run("meetings", "announce", "--audience", reader).out.split("\n\n", 1)[1]
    )
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "monthly-meeting.ics")
    feed = icalendar.Calendar.from_ical(calendar.get_payload(decode=True))
    assert len(feed.events) == 1
    for private in (b"887766", b"hidden@example.org", *([b"111222333"] if reader == "public" else [])):
        assert private not in data
        assert private not in calendar.get_payload(decode=True)
    run("meetings", "announce", "--eml", str(target), "--audience", reader)
    assert target.read_bytes() == data


def test_hostile_text_cannot_add_a_header(data: Path, run: Run) -> None:
    path = data / "events" / "2026" / "2026-12-05-x.toml"
    path.parent.mkdir()
    path.write_text('title = "A\\r\\nBcc: all@example.org\\n\\nbody"\nstart = 2026-12-05\n')
    target = data.parent / "draft.eml"
    assert run("events", "announce", "2026-12-05-x", "--eml", str(target)).code == 0
    message = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert message["Bcc"] is None
    assert message["Subject"].startswith("A Bcc: all@example.org body")


def test_hostile_text_is_harmless_in_a_terminal_and_a_draft(data: Path, run: Run) -> None:
    path = data / "events" / "2026" / "2026-12-05-x.toml"
    path.parent.mkdir()
    path.write_text('title = "A\\u001b[2J"\nstart = 2026-12-05\ndescription = "B\\u0007\\u202e"\nplace = "C\\u009b"\n')
    target = data.parent / "draft.eml"
    shown = run("events", "announce", "2026-12-05-x").out
    assert run("events", "announce", "2026-12-05-x", "--eml", str(target)).code == 0
    body = next(email.message_from_bytes(target.read_bytes(), policy=email.policy.default).iter_parts()).get_content()
    for text in (shown, body):
        assert not set(text) & set("\x1b\x07\u202e\x9b")


def test_nothing_in_a_record_breaks_the_draft_apart(data: Path, run: Run) -> None:
    path = data / "events" / "2026" / "2026-12-05-x.toml"
    path.parent.mkdir()
    path.write_text(
        f'title = "A"\nstart = 2026-12-05\nuid = "{"0400000" * 16}\\"; x=\\r\\n"\n'
        'url = "https://example.org/\\nDial in: 900"\ndescription = "One\\r\\nTwo"\n'
    )
    target = data.parent / "draft.eml"
    assert run("events", "announce", "2026-12-05-x", "--eml", str(target)).code == 0
    message = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert len(message.get_boundary() or "") in range(1, 71)
    body, calendar = message.iter_parts()
    assert "More: https://example.org/ Dial in: 900\r\n" in body.get_content()
    assert "\r\nOne\r\nTwo\r\n" in body.get_content()
    assert "BEGIN:VEVENT" in calendar.get_content()


@pytest.mark.parametrize("reader", ["public", "members"])
def test_a_copy_of_what_went_out_in_a_private_note_locks_nobody_out(linked: Path, run: Run, reader: str) -> None:
    """Coordinators keep the announcements that they have sent; each line of a note counts by itself."""
    monthly = linked / "series" / "monthly-meeting.toml"
    monthly.write_text('description = "Bring a friend."\nplace = "11 Garden St, Cambridge"\n' + monthly.read_text())
    run("meetings", "move", "2026-12-09", "--to", "2026-12-16", "--reason", "A holiday")
    outputs = [
        ("meetings", "announce", "2026-12-16"), ("export", "csv", "--for", "google"), ("export", "ics"),
        ("export", "csv", "--for", "the-events-calendar"), ("export", "jsonld"), ("export", "json"), ("export", "vcf"),
    ]  # fmt: skip
    made = [run(*each, "--audience", reader) for each in outputs]
    rows = made[1].out.splitlines()[1:]
    note = "\n".join([made[0].out, *rows]).replace("\r", "").replace('"', "")
    (linked / "contacts" / "keeper.toml").write_text(f'name = "K"\n[private]\nnote = """\n{note}"""\n')
    for argv, before in zip(outputs, made, strict=True):
        again = run(*argv, "--audience", reader)
        assert (again.code, again.out) == (0, before.out), (argv, again.err)


@pytest.mark.parametrize("limit", [90, 100, 120, 160, 300])
def test_a_short_message_fits_and_keeps_when_and_the_link(linked: Path, run: Run, limit: int) -> None:
    run("meetings", "edit", "next", "--place", "The hall of the community church", "--reason", "the library is closed")
    text = run("meetings", "announce", "--as", "short", "--limit", str(limit)).out
    assert len(text.rstrip("\n")) <= limit
    assert "Wednesday, December 9, 2026, 5:00 PM EST" in text
    assert text.endswith("https://zoom.us/j/111222333\n")
    assert ("community church" in text) == (limit >= 130)
    assert ("…" in text) == (limit == 90)


def test_a_short_message_of_what_changed(linked: Path, run: Run) -> None:
    run("meetings", "cancel", "next", "--reason", "flu")
    told = run("meetings", "announce", "2026-12-09", "--as", "short", "--json").json
    assert told["text"] == (
        "Cancelled: LA/CWG monthly meeting: Wednesday, December 9, 2026, 5:00 PM EST\nCancelled: flu\n"
    )
    assert "zoom" not in run("meetings", "announce", "2027-01-13", "--as", "short", "--audience", "public").out
    assert "allow more: --limit " in run("meetings", "announce", "2027-01-13", "--as", "short", "--limit", "40").err
    assert run("meetings", "announce", "--limit", "100").code == 2
    assert run("meetings", "announce", "--as", "short", "--eml", "x.eml").code == 2


def test_the_clipboard_gets_what_is_shown(linked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_TTY", "SSH_CONNECTION", "WAYLAND_DISPLAY", "DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pyperclip.copy", pyperclip.lazy_load_stub_copy)
    none = run("meetings", "announce", "--copy")
    assert (none.code, none.out) == (1, "")
    assert "or print it: lacwg meetings announce monthly-meeting/2026-12-09\n" in none.err
    assert run("meetings", "announce", "--copy", "--eml", "x.eml").code == 2
    programs = linked.parent / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":9")
    for form in ("text", "short"):
        monkeypatch.setattr("pyperclip.copy", pyperclip.lazy_load_stub_copy)
        # like the real one it lives on with what it inherits, and would keep a reader of our output waiting
        (programs / "xclip").write_text(f"#!/bin/sh\ncat > {programs}/got\nsleep 30 &\n")
        (programs / "xclip").chmod(0o755)
        told = run("meetings", "announce", "--as", form, "--copy")
        assert (told.code, told.err.splitlines()[0]) == (0, "Copied to the clipboard")
        assert (programs / "got").read_text() == told.out
    (programs / "xclip").write_text('#!/bin/sh\necho "Error: Can\'t open display: :9" >&2\nexit 1\n')
    away = run("meetings", "announce", "--copy")
    assert (away.code, away.out) == (1, "")
    assert "could not be reached: Error: Can't open display: :9" in away.err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("within", [False, True])
def test_over_ssh_the_terminal_gets_it(monkeypatch: pytest.MonkeyPatch, within: bool) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    monkeypatch.setenv("TMUX", "/nowhere,1,0" if within else "")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(LacwgError, match="there is none here"):
        clipboard.copy("x", "lacwg x")
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    clipboard.copy("Reunión \x1b]", "lacwg x")
    sent = terminal.getvalue()
    if within:
        assert sent.startswith("\x1bPtmux;\x1b")
        assert sent.endswith("\x1b\\")
        sent = sent.removeprefix("\x1bPtmux;\x1b").removesuffix("\x1b\\")
    assert base64.b64decode(sent.removeprefix("\x1b]52;c;").removesuffix("\x07")).decode() == "Reunión \x1b]"
    with pytest.raises(LacwgError, match="too long"):
        clipboard.copy("x" * 80_000, "lacwg x")
