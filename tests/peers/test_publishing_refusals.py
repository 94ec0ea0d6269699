"""What a server may answer, and what is said of it: never a secret, never a traceback."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Run

from lacwg.remotes import webdav

SECRET = "hunter2-of-ana"
TOKEN = base64.b64encode(f"ana:{SECRET}".encode()).decode()
HOME = "<C:calendar-home-set><D:href>/</D:href></C:calendar-home-set>"  # without it no address is taken for a home
PROPERTIES = (
    '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
    f"<D:href>/cal/</D:href><D:propstat><D:prop>{HOME}<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
    "<D:displayname>Group</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    "</D:multistatus>"
)
NOTHING = '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"/>'
Reply = tuple[int, dict[str, str], str]


class Fake:
    """A server that answers as it is told, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None]] = []
        self.replies: dict[str, Reply] = {
            "PROPFIND": (207, {"Content-Type": "application/xml"}, PROPERTIES),
            "REPORT": (207, {"Content-Type": "application/xml"}, NOTHING),
            "PUT": (201, {}, ""),
        }
        self.reports: Callable[[bytes], Reply] | None = None
        self.wait = 0.0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body_asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                signed = self.headers.get("Authorization")
                fake.asked.append((self.command, self.path, signed))
                time.sleep(fake.wait)
                status, headers, body = fake.replies.get(self.command, (405, {}, ""))
                if self.command == "REPORT" and fake.reports is not None:
                    status, headers, body = fake.reports(body_asked)
                if signed is None and status not in range(300, 400):
                    status, headers, body = 401, {"WWW-Authenticate": 'Basic realm="x"'}, ""
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign] # somebody has not waited
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def make() -> Iterator[Callable[[], Fake]]:
    made: list[Fake] = []

    def one() -> Fake:
        made.append(Fake())
        return made[-1]

    yield one
    for each in made:
        each.stop()


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setenv("LACWG_CALDAV_USER", "ana")
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", SECRET)


HTML = (200, {"Content-Type": "text/html"}, f"<html>Welcome {SECRET} \x1b]0;title\x07")
REFUSED = [
    ("PROPFIND", (401, {"WWW-Authenticate": 'Basic realm="x"'}, SECRET), "does not accept this user and password"),
    ("PROPFIND", (403, {}, SECRET), "does not let this user do that"),
    ("PROPFIND", (404, {}, SECRET), "no calendar server at this address"),
    ("PROPFIND", (405, {}, SECRET), "no calendar server at this address"),
    ("PROPFIND", HTML, "no calendar server at this address"),
    ("PROPFIND", (207, {"Content-Type": "application/xml"}, "<not xml"), "no calendar server at this address"),
    ("PROPFIND", (207, {"Content-Type": "application/xml"}, "<a/>"), "no calendar server at this address"),
    ("PROPFIND", (429, {}, SECRET), "wants fewer requests"),
    ("PROPFIND", (503, {"Retry-After": "3600"}, SECRET), "has trouble of its own (status 503)"),
    ("REPORT", (500, {}, SECRET), "has trouble of its own (status 500)"),
    ("REPORT", (207, {"Content-Type": "application/xml"}, "]]>"), "no calendar server at this address"),
    ("REPORT", (418, {}, SECRET), "refused it (status 418)"),
    ("PUT", (403, {}, SECRET), "2 entries could not be published"),
    ("PUT", (423, {}, SECRET), "has locked the calendar"),
    ("PUT", (507, {}, SECRET), "has no room left"),
    ("PUT", (502, {}, SECRET), "has trouble of its own (status 502)"),
    ("PUT", (409, {}, SECRET), "2 entries could not be published"),
    ("PUT", (413, {}, SECRET), "2 entries could not be published"),
    ("PUT", (404, {}, SECRET), "2 entries could not be published"),
]


@pytest.mark.parametrize(("method", "reply", "message"), REFUSED)
def test_each_answer_has_its_own_message(
    make: Callable[[], Fake], run: Run, method: str, reply: Reply, message: str
) -> None:
    server = make()
    server.replies[method] = reply
    server.replies["GET"] = (404, {}, "")
    ran = run("publish", "caldav", server.url)
    assert ran.code == 1
    assert message in ran.err
    assert f"127.0.0.1:{server.server.server_port}" in ran.err or "entries" in ran.err
    for secret in (SECRET, TOKEN, "\x1b"):
        assert secret not in ran.err + ran.out


@pytest.mark.parametrize("status", [403, 404, 413])
def test_a_calendar_that_takes_nothing_is_given_up(make: Callable[[], Fake], run: Run, status: int) -> None:
    for number in range(9):
        run("events", "add", f"Event {number}", "--start", f"2027-05-0{number + 1}")
    server = make()
    server.replies |= {"PUT": (status, {}, ""), "GET": (404, {}, "")}
    ran = run("publish", "caldav", server.url, "--plain")
    puts = sum(method == "PUT" for method, _, _ in server.asked)
    if status == 404:  # each is tried again, as somebody may have taken it away
        assert [line[5] for line in ran.lines] == ["the server does not take it"] * 11
    else:
        assert "of 11 changes the first 3 were refused" in ran.err
        assert puts == 3


def test_a_server_that_does_not_answer_is_given_up(
    make: Callable[[], Fake], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert webdav.TIMEOUT == 30
    monkeypatch.setattr(webdav, "TIMEOUT", 0.3)
    server = make()
    server.wait = 2
    ran = run("publish", "caldav", server.url)
    assert ran.code == 1
    assert "did not answer within" in ran.err


def test_no_server_and_no_safe_one(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    ran = run("publish", "caldav", server.url.replace("http:", "https:"))
    assert ran.code == 1
    assert "does not speak https" in ran.err
    assert server.asked == []
    server.stop()
    ran = run("publish", "caldav", server.url)
    assert "cannot be reached" in ran.err
    server.server.server_close()


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "PUT"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_never_takes_the_password_elsewhere(
    make: Callable[[], Fake], run: Run, method: str, status: int
) -> None:
    server, other = make(), make()
    server.replies[method] = (status, {"Location": f"{other.url}cal/"}, "")
    ran = run("publish", "caldav", server.url)
    assert ran.code == 1
    assert "sends us on to another server" in ran.err
    assert other.asked == []


def test_an_address_in_an_answer_never_takes_the_password_elsewhere(make: Callable[[], Fake], run: Run) -> None:
    server, other = make(), make()
    event = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:{}\nDTSTART:20261201T100000Z\nX-LACWG-GROUP:{}\nEND:VEVENT\nEND:VCALENDAR"
    group = run("export", "json").json["group"]["uid_namespace"]
    server.replies["REPORT"] = (
        207,
        {"Content-Type": "application/xml"},
        '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
        f'<D:href>{other.url}cal/a.ics</D:href><D:propstat><D:prop><D:getetag>"1"</D:getetag><C:calendar-data>'
        f"{event.format('gone', group)}</C:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
        "</D:response></D:multistatus>",
    )
    ran = run("publish", "caldav", server.url, "--yes")
    assert "refused it (status 405)" in ran.err
    assert ("DELETE", "/cal/a.ics") in [(method, path) for method, path, _ in server.asked]
    assert other.asked == []


def test_a_redirection_on_the_same_server_is_followed(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    server.replies["REPORT"] = (302, {"Location": "/round"}, "")
    ran = run("publish", "caldav", server.url)
    assert "lead nowhere" in ran.err
    assert {method for method, path, _ in server.asked if path == "/round"} == {"REPORT"}


def test_a_password_in_netrc_is_nobodys(
    make: Callable[[], Fake], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login eve password other\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server = make()
    assert run("publish", "caldav", server.url).code == 0
    assert {signed for _, _, signed in server.asked} == {f"Basic {TOKEN}"}


def test_a_server_that_asks_for_a_digest_never_sees_the_password(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    server.replies["PROPFIND"] = (401, {"WWW-Authenticate": 'Digest realm="x", nonce="n0nce", qop="auth"'}, "")
    ran = run("publish", "caldav", server.url)
    assert "does not accept this user and password" in ran.err
    *_, last = [signed or "" for _, _, signed in server.asked]
    assert last.startswith('Digest username="ana", realm="x", nonce="n0nce"')
    assert SECRET not in last


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body",
    [
        PROPERTIES.replace('<?xml version="1.0"?>', ENTITIES),
        PROPERTIES.replace('<?xml version="1.0"?>', ENTITIES).replace("Group", "&b;&d;"),
        PROPERTIES[:-20],
        PROPERTIES + "<a/>",
        "",
    ],
)
def test_an_answer_that_is_no_plain_xml_is_not_read(make: Callable[[], Fake], run: Run, body: str) -> None:
    server = make()
    server.replies["PROPFIND"] = (207, {"Content-Type": "application/xml"}, body)
    ran = run("publish", "caldav", server.url)
    assert (ran.code, "no calendar server at this address" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("bound", "message"), [("LARGEST_ANSWER", "answers with more than"), ("LONGEST_ANSWER", "did not come")]
)
def test_an_answer_without_end_is_given_up(
    make: Callable[[], Fake], run: Run, monkeypatch: pytest.MonkeyPatch, bound: str, message: str
) -> None:
    assert (webdav.LARGEST_ANSWER, webdav.LONGEST_ANSWER) == (32 << 20, 120)
    monkeypatch.setattr(webdav, bound, -1)
    ran = run("publish", "caldav", make().url)
    assert (ran.code, message in ran.err) == (1, True)


def test_calendars_are_looked_for_where_the_server_says_that_the_user_has_them(
    make: Callable[[], Fake], run: Run
) -> None:
    """As iCloud does, whose principal and home are named with their whole address; ours must be on the same machine."""
    server, other = make(), make()
    about = "<D:current-user-principal><D:href>/me/</D:href></D:current-user-principal>"
    home = "<C:calendar-home-set><D:href>{}home/</D:href></C:calendar-home-set>"
    body = (
        PROPERTIES.replace("<C:calendar/>", "")
        .replace(HOME, "")
        .replace("<D:displayname>", f"{about}{home}<D:displayname>")
    )
    server.replies["PROPFIND"] = (207, {"Content-Type": "application/xml"}, body.replace("{}", server.url))
    run("publish", "caldav", server.url, "--dry-run")
    assert [path for method, path, _ in server.asked if method == "PROPFIND"] == ["/", "/me/", "/home/"]
    server.replies["PROPFIND"] = (207, {"Content-Type": "application/xml"}, body.replace("{}", other.url))
    ran = run("publish", "caldav", server.url, "--dry-run")
    assert "sends us on to another server" in ran.err
    assert other.asked == []


def test_objects_are_asked_for_a_hundred_at_a_time(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    response = (
        "<D:response><D:href>/cal/{}.ics</D:href><D:propstat><D:prop><D:getetag>1</D:getetag></D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )
    listed = "".join(response.format(number) for number in range(250))
    body = NOTHING.replace("/>", f">{listed}</D:multistatus>")
    server.replies["REPORT"] = (207, {"Content-Type": "application/xml"}, body)
    run("publish", "caldav", server.url, "--dry-run")
    assert sum(method == "REPORT" for method, _, _ in server.asked) == 1 + 3


@pytest.mark.parametrize("status", [403, 405, 409, 501])
def test_a_server_that_lets_nobody_make_calendars_says_what_to_do(
    make: Callable[[], Fake], run: Run, status: int
) -> None:
    server = make()
    server.replies["MKCALENDAR"] = (status, {}, SECRET)
    ran = run("publish", "caldav", server.url, "--calendar", "Ours")
    assert ran.code == 1
    assert 'does not let us make the calendar "Ours"' in ran.err
    assert "make it there, and publish again" in ran.err
    assert run("publish", "caldav", server.url, "--calendar", "Group").code == 0


def test_what_a_server_says_cannot_move_the_cursor(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    headers = {"Content-Type": "application/xml"}
    evil = "Group\u202e\u009b2J <b>[red]"
    server.replies["PROPFIND"] = (207, headers, PROPERTIES.replace("Group", evil.replace("<", "&lt;")))
    group = run("export", "json").json["group"]["uid_namespace"]
    event = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:gone\u009b2J\nDTSTART:20261201T100000Z\n"
        f"SUMMARY:{evil.replace('<', '&lt;')}\nX-LACWG-GROUP:{group}\nEND:VEVENT\nEND:VCALENDAR"
    )
    server.replies["REPORT"] = (
        207, headers,
        '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
        f"<D:href>/cal/a.ics</D:href><D:propstat><D:prop><D:getetag>\"1\"</D:getetag><C:calendar-data>{event}"
        "</C:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>",
    )  # fmt: skip
    for option in ("--dry-run", "--plain"):
        ran = run("publish", "caldav", server.url, "--dry-run", *([] if option == "--dry-run" else [option]))
        assert "gone" in ran.out
        assert "[red]" in ran.out
        for sign in "\u202e\u009b":
            assert sign not in ran.out + ran.err


# What a refusal names


def error(*conditions: str, text: str = SECRET) -> str:
    inside = "".join(f"<{each}>{text}</{each}>" for each in conditions)
    return f'<?xml version="1.0"?><D:error xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{inside}</D:error>'


@pytest.mark.parametrize("status", [403, 409])
@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("C:valid-calendar-data", "the server finds fault with it"),
        ("C:valid-calendar-object-resource", "the server finds fault with it"),
        ("C:supported-calendar-data", "the server finds fault with it"),
        ("C:supported-calendar-component", "the calendar there is not one of events"),
        ("C:max-resource-size", "it is too long for the server"),
        ("C:max-instances", "it has more dates than the server takes"),
        ("C:min-date-time", "it is too long ago for the server"),
        ("C:max-date-time", "it is too far off for the server"),
    ],
)
def test_a_refusal_of_one_entry_is_of_that_entry(
    make: Callable[[], Fake], run: Run, status: int, condition: str, reason: str
) -> None:
    for number in range(4):
        run("events", "add", f"Event {number}", "--start", f"2027-05-0{number + 1}")
    server = make()
    server.replies["PUT"] = (status, {"Content-Type": "text/xml"}, error(condition))
    ran = run("publish", "caldav", server.url, "--json")
    assert ran.code == 1
    left_alone = ran.json["left_alone"]
    assert len(left_alone) == 6  # each is tried: another may be taken
    assert {each["reason"].partition(",")[0] for each in left_alone} == {reason}
    assert [each["title"] for each in left_alone if "no end" in each["reason"]] == (
        ["LA/CWG monthly meeting"] if "fault" in reason else []
    )
    assert SECRET not in ran.out + ran.err


@pytest.mark.parametrize("status", [403, 409, 412])
@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("D:need-privileges", "does not let this user do that"),
        ("D:quota-not-exceeded", "has no room left"),
        ("D:sufficient-disk-space", "has no room left"),
        ("D:lock-token-submitted", "has locked the calendar"),
    ],
)
def test_a_refusal_of_the_user_or_the_whole_calendar_is_told_at_once(
    make: Callable[[], Fake], run: Run, status: int, condition: str, message: str
) -> None:
    server = make()
    server.replies["PUT"] = (status, {}, error(condition))
    ran = run("publish", "caldav", server.url)
    assert (ran.code, message in ran.err) == (1, True)
    assert "0 of 2 changes were made" in ran.err
    assert sum(method == "PUT" for method, _, _ in server.asked) == 1
    assert SECRET not in ran.out + ran.err


@pytest.mark.parametrize(
    ("href", "found", "reason"),
    [
        ("/other/a.ics", "", "another calendar of this account has it"),
        ("http://127.0.0.1/other/a.ics", "", "another calendar of this account has it"),
        ("/cal/a.ics", "", "an event that is not ours has its uid"),
        ("", "", "another calendar of this account has it"),
        ("", "UID", "an event that is not ours has its uid"),
        ("", "UID-and-more", "another calendar of this account has it"),
    ],
)
@pytest.mark.parametrize("condition", ["C:no-uid-conflict", "C:unique-scheduling-object-resource"])
def test_whose_a_uid_is_that_is_taken(
    make: Callable[[], Fake], run: Run, condition: str, href: str, found: str, reason: str
) -> None:
    uid = run("events", "list", "--json", "--from", "2019-01-01").json[0]["uid"]
    server = make()
    server.replies["PUT"] = (403, {}, error(condition, text=f"<D:href>{href}</D:href>" if href else ""))
    event = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\n"
        f"UID:{found.replace('UID', uid)}\nDTSTART:20261201T100000Z\nEND:VEVENT\nEND:VCALENDAR"
    )

    def answered(request: bytes) -> Reply:
        if not found or (b"text-match" not in request and b"multiget" not in request):
            return 207, {}, NOTHING
        return 207, {}, (
            '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
            f"<D:href>/cal/z.ics</D:href><D:propstat><D:prop><C:calendar-data>{event}</C:calendar-data></D:prop>"
            "</D:propstat></D:response></D:multistatus>"
        )  # fmt: skip

    server.reports = answered
    ran = run("publish", "caldav", f"{server.url}cal/", "--json")
    assert {each["uid"]: each["reason"] for each in ran.json["left_alone"]}[uid] == reason


@pytest.mark.parametrize(
    ("there", "kept"), [(False, "nothing was published"), (True, "what was published before is there still")]
)
def test_that_nothing_was_published_is_said_only_where_nothing_of_ours_is(
    make: Callable[[], Fake], run: Run, there: bool, kept: str
) -> None:
    for number in range(4):
        run("events", "add", f"Event {number}", "--start", f"2027-05-0{number + 1}")
    server = make()
    server.replies |= {"PUT": (403, {}, ""), "DELETE": (403, {}, "")}
    if there:
        group = run("export", "json").json["group"]["uid_namespace"]
        event = (
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:gone\nDTSTART:20261201T100000Z\n"
            f"X-LACWG-GROUP:{group}\nEND:VEVENT\nEND:VCALENDAR"
        )
        server.replies["REPORT"] = (
            207, {},
            '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
            f"<D:href>/cal/z.ics</D:href><D:propstat><D:prop><C:calendar-data>{event}</C:calendar-data></D:prop>"
            "</D:propstat></D:response></D:multistatus>",
        )  # fmt: skip
    ran = run("publish", "caldav", server.url, "--yes")
    assert "the first 3 were refused" in ran.err
    assert kept in ran.err
    assert ("nothing was published" in ran.err) == (not there)


# Who somebody is


NOBODY = "<D:current-user-principal><D:unauthenticated/></D:current-user-principal>"


@pytest.mark.parametrize("calendar", ["", "<C:calendar/>"], ids=["a folder", "a calendar"])
def test_a_server_that_knows_nobody_is_not_believed(make: Callable[[], Fake], run: Run, calendar: str) -> None:
    """As Cyrus answers at its root: to anybody, whatever the password."""
    server = make()
    body = PROPERTIES.replace(HOME, NOBODY).replace("<C:calendar/>", calendar)
    server.replies["PROPFIND"] = (207, {}, body)
    for options in ([], ["--dry-run"]):
        ran = run("publish", "caldav", f"{server.url}dav/", *options)
        assert (ran.code, "does not accept this user and password" in ran.err) == (1, True)
    assert {path for _, path, _ in server.asked} == {"/dav/", "/.well-known/caldav"}


def test_an_address_without_a_home_is_taken_for_none(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    server.replies["PROPFIND"] = (207, {}, PROPERTIES.replace(HOME, ""))
    assert run("publish", "caldav", server.url, "--dry-run").code == 0  # it is a calendar
    ran = run("publish", "caldav", server.url, "--calendar", "Other", "--dry-run")
    assert ran.code == 1
    assert "does not say where this user's calendars are" in ran.err
    assert ("PROPFIND", "/.well-known/caldav") in [(method, path) for method, path, _ in server.asked]


def test_an_empty_type_is_nothing_special(make: Callable[[], Fake], run: Run) -> None:
    server = make()
    body = PROPERTIES.replace("<D:collection/><C:calendar/>", "")
    server.replies |= {"PROPFIND": (207, {}, body), "MKCALENDAR": (201, {}, "")}
    assert run("publish", "caldav", server.url, "--dry-run").code == 0
    for empty in ("<D:resourcetype/>", ""):
        server.replies["PROPFIND"] = (207, {}, body.replace("<D:resourcetype></D:resourcetype>", empty))
        assert run("publish", "caldav", server.url, "--dry-run").code == 0


def test_no_proxy_comes_between_this_machine_and_itself(
    make: Callable[[], Fake], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = make(), make()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    assert run("publish", "caldav", server.url, "--dry-run").code == 0
    assert proxy.asked == []
