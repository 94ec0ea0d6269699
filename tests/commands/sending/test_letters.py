"""To whom something is sent, and what each of them gets: everything up to the server."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from conftest import Run
from mail_server import Box

from lacwg.exporters.mail import message

DECEMBER = "meetings/2026/2026-12-09-monthly-meeting.toml"
LINK = "https://zoom.us/j/111222333"
GROUP = """
[mail]
from = "info@example.org"
reply_to = "answers@example.org"
unsubscribe = "leave@example.org"
footer = "11 Garden Street"
[lists.members]
audience = "members"
[lists.everybody]
address = "everybody@lists.example.org"
"""
PEOPLE = {
    "ana": 'name = "Ana Pérez"\nemail = "ana@example.org"\nlanguages = ["qu", "es-MX"]\nlists = ["members", "press"]\n'
    '[private]\nconsented = {on = 2024-03-01, how = "sign-up sheet"}\n',
    "bo": 'name = "Bo Li"\nemail = "Bo@bücher.example"\nlists = ["press"]\n',
    "bo-again": 'name = "Bo Li of the members"\nemail = "bo@BÜCHER.example"\nlists = ["members"]\n',
    "cy": 'name = "Cy"\nemail = "cy@example.org"\nlists = ["members"]\n[private]\nno_mail = 2026-01-01\n',
    "dee": 'name = "Dee"\nlists = ["members", "everybody"]\n',
    "eve": 'name = "Eve"\nemail = "eve@example.org"\nlists = ["everybody"]\n',
}


def write(data: Path, name: str, text: str) -> None:
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(text)


@pytest.fixture
def mailing(data: Path) -> Path:
    """A group that can send, with lists of all kinds."""
    with (data / "group.toml").open("a") as file:
        file.write(GROUP)
    with (data / "series" / "monthly-meeting.toml").open("a") as file:
        file.write(f'\n[members]\njoin_url = "{LINK}"\n')
    for name, text in PEOPLE.items():
        write(data, f"contacts/{name}.toml", text)
    return data


def to(run: Run, *argv: str) -> dict[str, tuple[str, str]]:
    """Each address that it would go to, with what it may be told and the language."""
    shown = run("meetings", "announce", *argv, "--dry-run", "--json").json
    return {each["email"]: (each["audience"], each["language"]) for each in shown["to"]}


def test_each_address_gets_one_by_the_widest_of_its_lists(mailing: Path, run: Run) -> None:
    both = to(run, "--send", "press", "--send", "members")
    assert both == {"ana@example.org": ("members", "es"), "Bo@bücher.example": ("members", "en")}
    assert to(run, "--send", "press") == {"ana@example.org": ("public", "es"), "Bo@bücher.example": ("public", "en")}
    assert to(run, "--send", "members", "--audience", "public")["ana@example.org"] == ("public", "es")
    shared = "1 contact with the address of another, whom the same message reaches: bo-again\n"
    assert shared in run("meetings", "announce", "--send", "press", "--send", "members", "--dry-run").out
    assert to(run, "--send", "ana") == {"ana@example.org": ("members", "es")}
    assert to(run, "--send", "eve", "--lang", "fr") == {"eve@example.org": ("public", "fr")}


def test_a_list_with_an_address_gets_one_message(mailing: Path, run: Run) -> None:
    assert to(run, "--send", "everybody") == {"everybody@lists.example.org": ("public", "en")}
    shown = run("meetings", "announce", "--send", "everybody", "--dry-run").out
    assert "\nTo: everybody@lists.example.org\n" in shown, "what a list is called is private"


def test_who_gets_nothing_and_who_did_not_agree_is_named_before_anything_goes(mailing: Path, run: Run) -> None:
    ran = run("meetings", "announce", "--send", "members")
    assert ran.code == 1
    assert "1 contact without an address, so nothing goes to them: dee\n" in ran.err
    assert "1 contact asked for no mail, so nothing goes to them: cy\n" in ran.err
    assert "1 contact of whom it is not noted that they agreed to get mail: bo-again\n" in ran.err
    assert "to 2 people of members (1 in Spanish, 1 in English)\n" in ran.err
    assert "to send it: --yes; to see it first: --dry-run" in ran.err
    assert run("meetings", "announce", "--send", "cy", "--yes").code == 1
    write(mailing, "contacts/imported.toml", 'name = "Cyril"\nemail = "CY@example.org"\nlists = ["members"]\n')
    assert "2 contacts asked for no mail" in run("meetings", "announce", "--send", "members").err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ("--send presss", 'did you mean "press"?'),
        ("--send press,members", "--send press --send members"),
        ("--send aan", '"aan" is neither a list nor a contact'),
        ("--send press --audience members", "--audience members is wider than that"),
        ("--send bo --audience members", "on a list: lacwg contacts edit bo --list +members"),
        ("--send none", "nobody is on the list none"),
        ("--send twice", '"twice" is a list and a contact'),
        ("--send umlaut", "contacts/umlaut.toml, line 2: "),
        ("--send lines", "contacts/lines.toml, line 3: "),
        ("--send members --eml a.eml", "--send sends the whole text"),
        ("--send members --attach data", "data: could not be read"),
        ("--send members --attach pipe", "pipe: could not be read"),
        ("--send members --attach large", "more than 10 MB"),
        ("--test me", "--test: "),
        ("--intro Hello", "--intro is for what is sent"),
        ("--dry-run", "--dry-run is for what is sent"),
        (f"--send press --intro {LINK}", "it stands in --intro"),
        ("--send press --attach leak.txt", "it stands in leak.txt"),
        ("--send press --attach cy@example.org", "it stands in cy@example.org"),
    ],
)
def test_what_cannot_be_sent_is_refused(mailing: Path, run: Run, argv: str, told: str) -> None:
    with (mailing / "group.toml").open("a") as file:
        file.write("[lists.none]\n[lists.twice]\n")
    write(mailing, "contacts/twice.toml", 'name = "Twice"\n')
    write(mailing, "contacts/umlaut.toml", 'name = "Umlaut"\nemail = "jörg@example.org"\n')
    write(mailing, "contacts/lines.toml", 'name = "Lines"\n\nemail = "a@example.org\\nBcc: b@example.org"\n')
    write(mailing.parent, "leak.txt", f"come: {LINK}")
    write(mailing.parent, "cy@example.org", "")
    os.mkfifo("pipe")
    with Path("large").open("wb") as file:
        file.truncate((10 << 20) + 1)
    before = {each: each.stat().st_mtime_ns for each in mailing.rglob("*")}
    ran = run("meetings", "announce", *argv.split(), "--yes" if argv.startswith("--send") else "--json")
    assert ran.code in (1, 2)
    assert told in ran.err, ran.err
    assert {each: each.stat().st_mtime_ns for each in mailing.rglob("*")} == before


def test_a_contact_that_cannot_be_read_stops_it(mailing: Path, run: Run) -> None:
    write(mailing, "contacts/bad.toml", "name =\n")
    ran = run("meetings", "announce", "--send", "members", "--dry-run")
    assert (ran.code, "contacts/bad.toml, line 1" in ran.err) == (1, True)


def test_no_sender(data: Path, run: Run) -> None:
    write(data, "contacts/ana.toml", PEOPLE["ana"])
    assert '[mail]\n  from = "info@example.org"' in run("meetings", "announce", "--send", "ana", "--dry-run").err


def test_the_first_message_is_shown_whole(mailing: Path, run: Run) -> None:
    write(mailing, DECEMBER, 'audience = "members"\nstate = "planned"\n[[agenda]]\ntitle = "Cuba"\nwho = "ana"\n')
    run("meetings", "move", "next", "--to", "Dec 16", "--reason", "the hall is taken")
    Path("flyer.pdf").write_bytes(b"%PDF-1.7\x00")
    leak = run("meetings", "announce", "--send", "ana", "--intro", "as bo@bücher.example says", "--dry-run")
    assert leak.err.endswith("it stands in --intro: leave that out\n")
    told = run(
        "meetings", "announce", "--send", "members", "--attach", "flyer.pdf", "--intro", "¡Hola!\r\n", "--dry-run"
    )
    assert "flyer.pdf is sent as it is: what stands in it cannot be searched for what is private\n" in told.err
    text = told.out
    assert text.startswith("It would go to 2 people of members (1 in Spanish, 1 in English):\n  Ana Pérez <ana@")
    head, _, body = text.partition("The first message:\n\n")[2].partition("\n\n")
    assert "\nTo: Ana Pérez <ana@example.org>\n" in head
    alone = run("meetings", "announce", "2026-12-16", "--lang", "es").out.splitlines()[0]
    assert f"\n{alone}\n" in head
    assert "Reunión mensual" not in alone.split(":")[1], "what happened to it stands first"
    assert "\nReply-To: answers@example.org\n" in head
    assert "List-Unsubscribe: <mailto:leave@example.org?subject=unsubscribe>" in head
    assert body.startswith("¡Hola!\n\nReunión mensual de LA/CWG\n\nCuándo: ")
    assert f"Para conectarte: {LINK}" in body
    assert "1. Cuba (Ana Pérez)" in body
    assert "-- \n11 Garden Street\nSi no quieres recibir más correos nuestros, escribe a leave@example.org\n" in body
    assert "Attached: monthly-meeting.ics (text/calendar, " in body
    assert body.endswith("Attached: flyer.pdf (application/pdf, 9 bytes)\n")


def test_a_message_is_known_by_what_it_tells_whom(mailing: Path, run: Run) -> None:
    def ids(*argv: str) -> list[str]:
        shown = run("meetings", "announce", *argv, "--dry-run", "--json").json
        return [shown["message"]["headers"]["Message-ID"]]

    first = ids("--send", "ana")
    assert first == ids("--send", "ana", "--intro", "Hello") == ids("--send", "ana", "--audience", "public")
    run("meetings", "cancel", "2027-01-13", "--reason", "snow")
    assert ids("--send", "ana") == first
    assert (
        len(
            {
                first[0],
                ids("--send", "bo")[0],
                ids("--test", "ana@example.org")[0],
                ids("2027-02-10", "--send", "ana")[0],
            }
        )
        == 4
    )
    run("meetings", "move", "2026-12-09", "--to", "Dec 16", "--reason", "snow")
    assert ids("--send", "ana") != first


def test_nothing_reaches_the_network(mailing: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it connected"))
    assert run("meetings", "announce", "--send", "members", "--dry-run", "--yes").code == 0


def test_it_is_sent_to_each_of_them_once(mailing: Path, run: Run, mailbox: Box) -> None:
    command = ["meetings", "announce", "--send", "members", "--yes", "--per-minute", "0"]
    mailbox.answer = lambda step, to: "550 no such user" if (step, to) == ("RCPT", "ana@example.org") else None
    ran = run(*command)
    assert (ran.code, ran.out) == (1, "Sent: 1 message.\n")
    assert "Ana Pérez <ana@example.org>: 550 no such user\n    lacwg contacts edit ana --email ADDRESS" in ran.err
    mailbox.answer = lambda *_: None
    shown = run(*command[:4], "--dry-run").out
    assert shown.startswith(
        "It would go to Ana Pérez <ana@example.org> · members · Spanish\n1 has it already, and would"
    )
    assert " to Ana Pérez <ana@example.org>\n" in run(*command[:4]).err
    assert run(*command).out == "Sent: 1 message; 1 had it already.\n"
    assert mailbox.recipients == ["bo@xn--bcher-kva.example", "ana@example.org"]
    assert [message["To"].addresses[0].addr_spec for message in mailbox.messages] == mailbox.recipients
    assert LINK in mailbox.messages[0].get_body(("plain",)).get_content()
    assert '[[sent]]\nid = "' in (mailing / DECEMBER).read_text()
    assert run(*command[:4], "--dry-run").out.startswith("2 have it already, and would not get it again\n")
    assert run(*command[:4], "--dry-run", "--json").json["to"] == []
    assert run(*command[:4]).out == "Sent: 0 messages; 2 had it already.\n", "there is nothing to agree to"
    again = run(*command, "--json").json
    assert again["delivered"] == {"sent": [], "already": ["ana", "bo-again"], "later": [], "unsure": [], "refused": []}
    assert run("meetings", "announce", "--test", "me@example.org").out == "Sent: 1 message.\n"


AGENDA = '[[agenda]]\ntitle = "Cuba"\nminutes = 15\nes.title = "Cuba hoy"\n[[decisions]]\ntext = "To march"\nes.text = "Marchar"\n'


def test_an_agenda_is_sent_to_whom_it_is_for(mailing: Path, run: Run) -> None:
    assert "has no agenda yet" in run("agenda", "show", "--send", "members", "--dry-run").err
    write(mailing, DECEMBER, f'state = "planned"\n{AGENDA}')
    ran = run("agenda", "show", "--send", "members", "--dry-run")
    assert (ran.code, "--audience members" in ran.err) == (1, True)
    write(mailing, DECEMBER, f'audience = "members"\nstate = "planned"\n{AGENDA}')
    assert run("agenda", "show", "--send", "press", "--dry-run").code == 1
    shown = run("agenda", "show", "--send", "members", "--dry-run", "--json").json
    assert shown["message"]["headers"]["Subject"].startswith(
        "Reunión mensual de LA/CWG: Orden del día: Miércoles, 9 de"
    )
    assert "5:00" in shown["message"]["text"]
    assert "Cuba hoy" in shown["message"]["text"]
    assert "Marchar" not in shown["message"]["text"]
    assert "<h2>Orden del día</h2>" in shown["message"]["html"]


def test_minutes_are_sent_as_text_and_as_a_page(mailing: Path, run: Run) -> None:
    write(mailing, DECEMBER, f'audience = "public"\nstate = "draft"\nnotes = "<b> https://a.org"\n{AGENDA}')
    shown = run("minutes", "export", "2026-12-09", "--send", "members", "--intro", "Hi", "--dry-run", "--json").json
    assert shown["message"]["headers"]["Subject"] == "Reunión mensual de LA/CWG: Acta del 9 de diciembre de 2026"
    assert shown["message"]["text"].startswith("Hi\n\n# Reunión mensual de LA/CWG\n\nMiércoles, 9 de diciembre de 2026")
    assert "<p>Hi</p>\n<h1>Reunión mensual de LA/CWG</h1>" in shown["message"]["html"]
    assert "Marchar" in shown["message"]["html"]
    ran = run("minutes", "export", "2026-12-09", "--send", "press", "--yes")
    assert "are not approved yet, and the public has none before that" in ran.err
    assert run("minutes", "export", "2026-12-09", "--send", "members", "-o", "x.md").code == 2
    first, again = (run("minutes", "export", "2026-12-09", "--send", "bo-again", "--dry-run").out for _ in range(2))
    assert first == again
    run("minutes", "edit", "2026-12-09", "--decision", "To sing")
    assert run("minutes", "export", "2026-12-09", "--send", "bo-again", "--dry-run").out != first


def test_each_person_gets_their_own_actions(mailing: Path, run: Run) -> None:
    one = '[[actions]]\nid = "aaaa"\nwhat = "Ask the hall"\nwho = "ana"\ndue = 2026-11-20\n'
    two = '[[actions]]\nid = "bbbb"\nwhat = "Print flyers"\nwho = "Bo Li of the members"\n'
    write(mailing, DECEMBER, f'audience = "members"\nstate = "draft"\n{one}{two}')
    write(mailing, "meetings/2026/2026-11-11-monthly-meeting.toml", f'state = "draft"\n{one.replace("aaaa", "cccc")}')
    ran = run("actions", "list", "--send", "members", "--send", "press", "--dry-run", "--json")
    assert [each["contact"] for each in ran.json["to"]] == ["ana", "bo"]
    write(mailing, "contacts/fay.toml", 'name = "Fay"\nemail = "fay@example.org"\nlists = ["members"]\n')
    told = run("actions", "list", "--send", "members", "--dry-run").out
    assert "they agreed to get mail: bo-again\n" in told, "who gets nothing is asked for nothing"
    assert ran.json["message"]["headers"]["Subject"] == "LA/CWG: Tus tareas"
    assert ran.json["message"]["text"].startswith("Tus tareas\n\n1. Ask the hall · venció el 20 de noviembre\n\n-- ")
    assert "lacwg minutes edit 2026-11-11 --audience members" in ran.told[0]["message"]
    assert run("actions", "list", "--send", "press", "--dry-run").code == 1  # what is public has no actions
    assert run("actions", "list", "--test", "me@example.org").code == 2


def test_what_many_get_is_made_once(mailing: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    content = message.content
    monkeypatch.setattr(message, "content", lambda *given: made.append(given[0]) or content(*given))
    for number in range(60):
        tongue = ("en", "es", "fr")[number % 3]
        write(
            mailing, f"contacts/many-{number}.toml",
            f'name = "N{number}"\nemail = "n{number}@example.org"\nlists = ["members"]\nlanguages = ["{tongue}"]\n',
        )  # fmt: skip
    assert len(to(run, "--send", "members", "--send", "press")) == 62
    assert len(made) == 3
