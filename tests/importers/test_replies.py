"""Answers to invitations, as Google, Outlook, Apple and Thunderbird send them, and as nobody should."""

from __future__ import annotations

import base64
import datetime as dt
import shlex
import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg.importers.incoming import Skipped
from lacwg.importers.replies import Answer, read

UID = "6c9e9a4c-0f0e-5ad5-9c37-0d8f6c1c2f11"
AT = "20261125T101500Z"


def ics(
    attendee: str = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.org",
    *,
    method: str = "REPLY",
    stamp: str = AT,
    more: str = "SEQUENCE:1\r\n",
) -> str:
    """A calendar as an answer has it."""
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{UID}\r\n"
        f"DTSTAMP:{stamp}\r\nDTSTART:20261209T220000Z\r\nORGANIZER:mailto:info@example.org\r\n{attendee}\r\n{more}"
        "SUMMARY:Accepted: Reuni\u00f3n\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def mail(calendar: str | None, sender: str = "Ana <ana@example.org>", *, junk: int = 0) -> bytes:
    """A message as most programs make it: the answer as a part and once more as a file."""
    message = EmailMessage()
    message["From"], message["Subject"], message["To"] = sender, "Accepted: Reuni\u00f3n", "info@example.org"
    message.set_content("Ana has accepted.")
    if calendar is not None:
        message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"}, cte="base64")
        message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    if junk:
        message.add_attachment(bytes(junk), maintype="application", subtype="zip", filename="bomb.zip")
    return message.as_bytes()


def answers(data: bytes) -> list[tuple[str, str, str | None]]:
    """Who answers what, and from where."""
    return [(each.email, each.answer, each.sender) for each in read(data, "a") if isinstance(each, Answer)]


OUTLOOK = (
    "From: =?iso-8859-1?Q?Ana_P=E9rez?= <ana@example.org>\r\nTo: info@example.org\r\nSubject: Accepted\r\n"
    'Content-Type: multipart/alternative;\r\n\tboundary="_000_A_"\r\nMIME-Version: 1.0\r\n\r\n'
    '--_000_A_\r\nContent-Type: text/plain; charset="iso-8859-1"\r\n\r\nNos vemos. -- Ana\r\n-- \r\nAna\r\n'
    '--_000_A_\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    f"{base64.encodebytes(ics('ATTENDEE;PARTSTAT=ACCEPTED;CN=ana@example.org:MAILTO:Ana@Example.org').encode()).decode()}"
    "\r\n--_000_A_--\r\n"
).encode()
GOOGLE = mail(
    ics(
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=ana@exa\r\n"
        " mple.org;X-NUM-GUESTS=0:mailto:ana@example.org"
    )
)
APPLE = mail(ics('ATTENDEE;CN="Ana P\u00e9rez";EMAIL=ana@example.org;PARTSTAT=DECLINED:urn:uuid:11-22'))


@pytest.mark.parametrize(
    ("data", "answer"),
    [(OUTLOOK, "yes"), (GOOGLE, "maybe"), (APPLE, "no"), (mail(ics(), junk=300_000), "yes")],
)  # fmt: skip
def test_the_forms_of_other_programs(data: bytes, answer: str) -> None:
    assert answers(data) == [("ana@example.org", answer, "ana@example.org")]
    assert answers(data.replace(b"\r\n", b"\n")) == [("ana@example.org", answer, "ana@example.org")]


def test_an_answer_says_what_it_is_of_and_when() -> None:
    assert list(read(ics().encode(), "a.ics")) == [
        Answer(UID, "ana@example.org", "yes", 1, dt.datetime(2026, 11, 25, 10, 15, tzinfo=dt.UTC), "a.ics")
    ]
    latin = mail(ics()).replace(b"Ana <", b"Ana P\xe9rez <")
    assert answers(latin) == [("ana@example.org", "yes", "ana@example.org")]
    flat = b"From: bo@example.org\nContent-Type: text/calendar; method=REPLY\n\n" + ics().encode("latin-1")
    assert answers(flat) == [("ana@example.org", "yes", "bo@example.org")]
    several = ics(
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org\r\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org"
    )
    assert answers(mail(several)) == [("ana@example.org", "no", "ana@example.org")]


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        (ics(method="COUNTER"), "another time"),
        (ics("ATTENDEE;PARTSTAT=DELEGATED:mailto:ana@example.org"), "neither yes"),
        (ics("X-NONE:1"), "who answers"),
        (ics("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@x.org"), "who answers"),
        (ics().replace("END:VEVENT\r\nEND:VCALENDAR\r\n", ""), "no END"),
    ],
)
def test_what_cannot_be_taken_over_is_named(calendar: str, why: str) -> None:
    (found,) = read(mail(calendar), "a")
    assert isinstance(found, Skipped)
    assert why in found.why


def test_what_is_no_answer_is_counted() -> None:
    for data in (mail(None), mail(ics(method="REQUEST")), b"", b"From: x\n", b"\x00\xff" * 99, mail("no calendar")):
        assert list(read(data, "a")) == [None]
    assert list(read(ics(method="PUBLISH").encode(), "a")) == [None]


def test_a_sender_who_is_not_one_is_nobody() -> None:
    for sender in (b"From: a@x.org, ana@example.org", b"From: a@x.org\nFrom: ana@example.org", b"X: y"):
        data = mail(ics()).replace(b"From: Ana <ana@example.org>", sender)
        assert answers(data) == [("ana@example.org", "yes", "")]


def test_a_mailbox_is_read_message_by_message() -> None:
    box = b"".join(
        b"From %b Wed Nov 25 10:15:00 2026\n%b\n" % (name, each)
        for name, each in ((b"-", mail(None)), (b"ana@example.org", GOOGLE), (b"x", mail(ics(), "Bo <bo@example.org>")))
    )
    none, *found = read(box, "in.mbox")
    assert none is None
    assert [(each.answer, each.sender, each.source) for each in found if isinstance(each, Answer)] == [
        ("maybe", "ana@example.org", "in.mbox, message 2"), ("yes", "bo@example.org", "in.mbox, message 3"),
    ]  # fmt: skip


def test_what_is_made_to_cost_costs_little() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(20_000))
    bombs = [
        b"From: " + b"(" * 100_000 + b"\nContent-Type: text/calendar\n\n" + ics().encode(),
        b"From: ana@example.org\n" + deep + b"Content-Type: text/calendar\n\n" + b"a\n" * 1_000_000,
        b"content-type: text/calendar\n" * 100_000,
        b"From x 10:10\n" + b"From x 10:10\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n" * 5_000,
        mail(ics(more="BEGIN:X\r\n" * 20_000)),
        b"BEGIN:VCALENDAR\n" * 200_000,
    ]
    begun = time.process_time()
    for each in bombs:
        list(read(each, "a"))
    assert time.process_time() - begun < 4


@settings(max_examples=30)
@given(
    st.sampled_from([OUTLOOK, GOOGLE, APPLE, mail(ics())]), st.lists(st.tuples(st.integers(0), st.binary(max_size=9)))
)
def test_whatever_is_broken_raises_nothing(data: bytes, edits: list[tuple[int, bytes]]) -> None:
    for place, text in edits:
        data = data[: place % len(data)] + text + data[place % len(data) + len(text) // 2 :]
    for each in (data, b"From x 10:10\n" + data):
        assert list(read(each, "a"))


@pytest.mark.parametrize(
    ("kind", "inside", "answer"),
    [
        ("application/ms-tnef", b"\x78\x9f\x3e\x22IPM.Microsoft Schedule.MtgRespN\0", "no"),
        ("APPLICATION/MS-TNEF", b"\x78\x9f\x3e\x22IPM.Microsoft Schedule.MtgRespA\0", "maybe"),
        ("application/vnd.ms-tnef", b"what Outlook keeps to itself", "unknown"),
        ("application/octet-stream", b"\x78\x9f\x3e\x22IPM.Microsoft Schedule.MtgRespP\0", "yes"),
        ("application/ms-tnef", b"\x78\x9f\x3e\x22IPM.Microsoft Mail.Note\0", None),
        ("application/zip", b"IPM.Microsoft Schedule.MtgRespP", None),
    ],
)
def test_what_outlook_has_wrapped_is_named_but_for_letters(kind: str, inside: bytes, answer: str | None) -> None:
    head = f'Content-Type: {kind};\r\n\tname="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    body = head.encode() + base64.encodebytes(inside)
    parts = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\nHi\r\n--x\r\n' + body + b"\r\n--x--\r\n"
    for hostile in ('"$(id)"@x.org', "a;id@x.org", "`id`@x.org") if answer else ():  # the command is to be pasted
        (found,) = read(f"From: {hostile}\r\n".encode() + body, "a.eml")
        assert isinstance(found, Skipped)
        words = shlex.split(found.why[found.why.index("lacwg") :], posix=True)
        assert (words[:4], len(words)) == (["lacwg", "meetings", "rsvp", "DATE"], 6)
        assert words[5] in (found.what, "NAME")
    for message in (parts, body):  # beside a text, or alone
        (found,) = read(b"From: Ana <ana@example.org>\r\n" + message, "a.eml")
        if answer is None:
            assert found is None
            continue
        assert isinstance(found, Skipped)
        assert (found.what, found.source) == ("ana@example.org", "a.eml")
        known = "; to record the answer" if answer != "unknown" else ", and its answer is not known; if it is a yes"
        option = answer.replace("unknown", "yes")
        command = f"lacwg meetings rsvp DATE --{option} ana@example.org"
        assert found.why == f"Outlook wrapped it in winmail.dat{known}: {command}"
