"""The checks of single values and records: what they find, and what they let be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
import tomli
from conftest import ENGLISH, event, series
from hypothesis import given
from hypothesis import strategies as st

from lacwg import checks
from lacwg.audience.view import redacted
from lacwg.checks import exposed_links, fixes
from lacwg.checks.finding import texts
from lacwg.identity import Identity
from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, MembersTable, Record, decode_hook
from lacwg.schedule import public_holidays

TODAY = dt.date(2026, 11, 24)


def record(kind: type[Any], text: str, record_id: str = "x") -> Any:
    return msgspec.convert({**tomli.loads(text), "id": record_id}, kind, dec_hook=decode_hook)


def found(record: Record | Group, images: tuple[str, ...] = ()) -> list[tuple[str, tuple[str | int, ...]]]:
    known = checks.Known(ENGLISH, ["cuba", "haiti"], ["ana-perez"], images, TODAY)
    return [(each.code, each.path) for each in checks.of_record(record, known)]


@pytest.mark.parametrize(
    "text",
    [
        "Passcode: 123456",
        "passcode 123456",
        "The password is Haiti2026",
        "Meeting ID: 864 0000 0000",
        "meeting ID 86400000000",
        "PIN: 4821",
        "pin=4821",
        "código de acceso: 445566",
        "codigo de acceso 445566",
        "Contraseña: paz2026",
        "Clave: 4821",
        "senha: 998877",
        "mot de passe : 998877",
        "Host key: 112233",
        "https://video.example.org/j/9?pwd=abcd",
        "co\u0301digo de acceso: 445566",
    ],
)
def test_words_that_give_a_passcode(text: str) -> None:
    assert exposed_links.gives_passcode(text)
    assert "V102" in dict(found(event(f"start = 2026-12-03\ndescription = '{text}'")))


@pytest.mark.parametrize(
    "text",
    [
        "Members get the passcode by mail.",
        "The passcode will be sent in December.",
        "Password: ask Yoav",
        "The key to 2026 is solidarity.",
        "La clave es la paz; 2026 decide.",
        "A pin and 20 badges",
        "meeting of 2026-12-09",
        "passing 123456 signatures",
        "Spin: 123456",
    ],
)
def test_words_that_give_none(text: str) -> None:
    assert not exposed_links.gives_passcode(text)
    assert found(event(f"start = 2026-12-03\ndescription = {text!r}")) == []


ZOOM = "https://us02web.zoom.us/j/1?pwd=abc"


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (event(f'start = 2026-12-03\nurl = "{ZOOM}"'), ("url",)),
        (event(f'start = 2026-12-03\ndescription = "Come: {ZOOM}."'), ("description",)),
        (event('start = 2026-12-03\nplace = "zoom.us/j/1"'), ("place",)),
        (event('start = 2026-12-03\n[[speakers]]\nname = "Ana"\nabout = "meet.google.com/abc-defg"'), ("speakers", 0, "about")),
        (
            series(f'rule = "2nd Wednesday"\nsince = 2026-01-01\n[[exceptions]]\ndate = 2026-12-09\nurl = "{ZOOM}"'),
            ("exceptions", 0, "url"),
        ),
        (
            series(f'rule = "2nd Wednesday"\nsince = 2026-01-01\n[[changes]]\nfrom = 2026-12-01\nreason = "{ZOOM}"'),
            ("changes", 0, "reason"),
        ),
        (msgspec.structs.replace(ENGLISH, get_involved=f"Join {ZOOM}"), ("get_involved",)),
        (
            record(MeetingRecord, f'state = "draft"\naudience = "public"\n[[decisions]]\ntext = "{ZOOM}"'),
            ("decisions", 0, "text"),
        ),
    ],
)  # fmt: skip
def test_links_to_meetings_that_everybody_can_read(made: Record | Group, path: tuple[str | int, ...]) -> None:
    assert found(made) == [("V101", path)]


@pytest.mark.parametrize(
    "made",
    [
        event(f'start = 2026-12-03\n[members]\njoin_url = "{ZOOM}"\n[private]\nnote = "{ZOOM} passcode: 123456"'),
        event(f'start = 2026-12-03\naudience = "members"\nurl = "{ZOOM}"'),
        event('start = 2026-12-03\nurl = "https://notzoom.us/j/1"\ndescription = "We use zoom.us."'),
        event('start = 2026-12-03\nurl = "https://zoom.us.example.org/j/1"'),
        record(MeetingRecord, f'state = "draft"\nnotes = "{ZOOM}"\n[[agenda]]\ntitle = "{ZOOM}"'),
    ],
)
def test_links_to_meetings_that_not_everybody_can_read(made: Record) -> None:
    assert found(made) == []


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "zoom.us" * 30_000, "pass" * 50_000, "https://" * 25_000, "a@" * 100_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    long = event(f'start = 2026-12-03\ndescription = "{text} password"\nurl = "{text}"')
    messages = [each.message for each in checks.of_record(long, checks.Known(ENGLISH, [], [], [], TODAY))]
    assert messages
    assert max(map(len, messages)) < 300


def test_references() -> None:
    made = record(
        MeetingRecord,
        'state = "draft"\nchair = "ana-peres"\npresent = ["ana-perez", "Ana Pérez", "John", "a former member", "gone-one"]\n'
        '[[agenda]]\ntitle = "A"\nwho = "nobody"\n[[actions]]\nid = "abcd"\nwhat = "B"\nwho = "ana-perez"\n',
        "2026-12-09-x",
    )
    known = checks.Known(ENGLISH, [], ["ana-perez"], [], TODAY)
    errors = list(checks.of_record(made, known))
    assert [(each.code, each.path) for each in errors] == [
        ("L103", ("chair",)),
        ("L103", ("present", 4)),
        ("L103", ("agenda", 0, "who")),
    ]
    assert str(errors[0].hint).startswith('did you mean "ana-perez"?')
    assert found(event('start = 2026-12-03\nissues = ["cuba", "cubba"]')) == [("L101", ("issues", 1))]


@pytest.mark.parametrize(
    ("bill", "code"),
    [
        ("", None),
        ("checked = 2026-09-25", None),
        ("checked = 2026-09-24", "I102"),
        ('status = "in committee"', "I102"),
        ('status = "in committee"\nchecked = 2026-11-01', None),
    ],
)
def test_bills(bill: str, code: str | None) -> None:
    made = record(Issue, f'title = "A"\n[[bills]]\nname = "Berta Cáceres Act"\n{bill}')
    assert [each for each, _ in found(made)] == ([] if code is None else [code])


PICTURES = ("images/a.jpg", "images/b.heic")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('image = "images/a.jpg"\nalt = "A"', []),
        ('image = "images/a.jpg"', ["P102"]),
        ('image = "images/a.jpg"\nalt = " "', ["P102"]),
        ('image = "images/A.jpg"\nalt = "A"', ["P101"]),
        ('image = "images/b.heic"\nalt = "A"', ["P103"]),
        ('image = "images/c.tif"', ["P101", "P103", "P102"]),
        ('image = "https://example.org/a"\nalt = "A"', []),
        ('image = "https://example.org/a.HEIC?x=1"\nalt = "A"', ["P103"]),
        ('image = "https://"\nalt = "A"', ["L104"]),
        ('caption = "A"', []),
        ('caption = "A"\ncredit = "B"', []),
        ('credit = "B"', ["P104"]),
        ('alt = "B"\ncaption = "A"', ["P104"]),
    ],
)
def test_pictures(text: str, codes: list[str]) -> None:
    assert [code for code, _ in found(event(f"start = 2026-12-03\n{text}"), PICTURES)] == codes


def test_each_of_several_pictures() -> None:
    more = "".join(f'[[pictures]]\nimage = "images/{each}.jpg"\n' for each in "ac")
    made = found(event(f"start = 2026-12-03\n{more}"), PICTURES)
    wrong = [("P102", ("pictures", at, "image")) for at in (0, 1)]
    assert made == [wrong[0], ("P101", ("pictures", 1, "image")), wrong[1]]


def test_the_groups_photo() -> None:
    group = msgspec.convert(
        {**msgspec.to_builtins(ENGLISH), "photo": {"caption": "A", "image": "images/gone.jpg"}, "language": "English"},
        Group,
    )
    assert found(group) == [("C103", ("language",)), ("P101", ("photo", "image")), ("P102", ("photo", "image"))]


def test_identities() -> None:
    uid = checks.Identities(ENGLISH.uid_namespace)
    first, second = event('start = 2026-12-03\nuid = "a"'), event('start = 2026-12-03\nuid = "a"', "2026-12-04-b")
    assert list(uid.of(first)) == []
    (error,) = uid.of(second)
    assert (error.code, error.record_id, error.path) == ("U101", "2026-12-04-b", ("uid",))
    assert '"2026-12-03-event"' in error.message


def test_derived_identities() -> None:
    uid = checks.Identities(ENGLISH.uid_namespace)
    vigil = series(
        'rule = "2nd Wednesday"\nsince = 2026-01-01\n[[exceptions]]\ndate = 2026-12-05\nextra = true', "vigil"
    )
    assert list(uid.of(vigil)) == []
    own = Identity(ENGLISH.uid_namespace, None, "vigil").uid
    extra = Identity(ENGLISH.uid_namespace, None, "vigil", "extra/2026-12-05").uid
    for number, taken in enumerate((own, extra), 1):
        assert [
            each.code for each in uid.of(event(f'start = 2026-12-03\nuid = "{taken}"', f"2026-12-0{number}-x"))
        ] == ["U101"]
    assert list(uid.of(record(Contact, f'name = "A"\nuid = "{own}"'))) == []  # an address book is no calendar
    assert list(uid.of(record(Issue, 'title = "A"', "vigil"))) == []


# Mending


def mended(made: Record) -> tuple[Record, list[str]]:
    done = []
    for error in list(checks.of_record(made, checks.Known(ENGLISH, [], [], [], TODAY))):
        if (better := fixes.mended(made, error)) is not None:
            made = better.record
            done.append(error.code)
    return made, done


def test_blanks_around_addresses_are_taken_away() -> None:
    made, done = mended(record(Contact, 'name = "A"\nemail = " ana@example.org "'))
    assert (made.email, done) == ("ana@example.org", ["C102"])  # type: ignore[attr-defined]
    made, done = mended(record(Issue, 'title = "A"\n[[bills]]\nname = "B"\nurl = "https://example.org\\n"'))
    assert (made.bills[0].url, done) == ("https://example.org", ["L104"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "join"),
    [
        (f'url = "{ZOOM}"', ZOOM),
        (f'url = "{ZOOM}"\n[members]\ndial_in = "+1 617 555 0199"', ZOOM),
        (f'url = "{ZOOM}"\n[members]\njoin_url = "{ZOOM}"', ZOOM),
    ],
)
def test_a_link_to_a_meeting_goes_to_members(text: str, join: str) -> None:
    made, done = mended(event(f"start = 2026-12-03\n{text}"))
    assert isinstance(made, Event)
    assert (made.url, made.members.join_url, done) == (None, join, ["V101"])
    assert found(made) == []


@pytest.mark.parametrize(
    "text", [f'url = "{ZOOM}"\n[members]\njoin_url = "https://a.example"', f'description = "{ZOOM}"']
)
def test_a_link_that_is_left_to_people(text: str) -> None:
    made = event(f"start = 2026-12-03\n{text}")
    assert mended(made) == (made, [])


def test_an_extra_date_that_needs_to_be_one_stays() -> None:
    """Without ``extra``, a moved date has no hour of its own: such a record could not be read."""
    made = series(
        'rule = "2nd Wednesday"\nsince = 2026-01-01\nstart_time = 17:00:00\n'
        "[[exceptions]]\ndate = 2026-12-09\nextra = true\nstart_time = 18:00:00\nmoved_to = 2026-12-10T19:00:00"
    )
    assert [code for code, _ in found(made)] == ["S102"]
    assert mended(made) == (made, [])


_LINKS = st.sampled_from(
    [None, "", ZOOM, f" {ZOOM} ", "https://example.org", "https://example.org ", "zoom.us/j/1", "x"]
)


@given(_LINKS, _LINKS, _LINKS, _LINKS, st.booleans())
def test_mending_is_done_once_and_makes_nothing_more_public(
    url: str | None, join: str | None, other: str | None, other_join: str | None, extra: bool
) -> None:
    plain = series('rule = "2nd Wednesday"\nsince = 2026-01-01\n[[exceptions]]\ndate = 2026-12-09')
    exception = msgspec.structs.replace(
        plain.exceptions[0], url=other, members=MembersTable(join_url=other_join), extra=extra
    )
    made = msgspec.structs.replace(plain, url=url, members=MembersTable(join_url=join), exceptions=(exception,))
    better, done = mended(made)
    assert mended(better) == (better, [])
    assert not extra or "S102" in done
    public = {each.text.strip() for each in texts(redacted(made, "public"))}
    assert {each.text for each in texts(redacted(better, "public"))} <= public


def test_every_text_is_walked() -> None:
    made = event('start = 2026-12-03\nissues = ["a"]\n[[speakers]]\nname = "B"\n[private]\nnote = "c"')
    assert {each.path: each.text for each in texts(made)}.items() >= {
        ("private", "note"): "c",
        ("title",): "Event",
        ("issues", 0): "a",
        ("speakers", 0, "name"): "B",
    }.items()
    assert all(each.key != "id" for each in texts(made))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[site]\nbase_url = "https://example.org/la/"\nremote = "git@example.org:page"\noutput = "../x"', None),
        ('[publish]\naddress = "https://cloud.example.org/dav/"', None),
        ('[site]\nbase_url = "example.org"', ("site", "base_url")),
        ('[site]\nremote = "ext::sh -c x"', ("site", "remote")),
        ('[site]\nremote = "--upload-pack=x"', ("site", "remote")),
        ('[publish]\naddress = "cloud.example.org"', ("publish", "address")),
        ('[publish]\naddress = "https://ana:hunter2@example.org/"', ("publish", "address")),
    ],
)
def test_where_the_page_and_the_calendar_are_kept(text: str, path: tuple[str, str] | None) -> None:
    group = msgspec.convert({**msgspec.to_builtins(ENGLISH), **tomli.loads(text)}, Group, dec_hook=decode_hook)
    faults = list(checks.of_group(group, [], public_holidays.compute))
    assert [(each.code, each.path) for each in faults] == ([] if path is None else [("L104", path)])
    assert not any("hunter2" in each.message for each in faults)
