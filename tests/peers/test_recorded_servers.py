"""Publishing to servers as they answered when they were recorded: Cyrus, DAViCal, sabre/dav and SOGo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Ran, Run
from replay import NAMES, PASSWORD, Replayed

SENDING = {"PUT", "DELETE", "MKCALENDAR"}
STEPS = [
    ["meetings", "move", "2026-12-09", "--to", "2026-12-16", "--reason", "snow"],
    ["meetings", "cancel", "2027-01-13", "--reason", "holiday"],
    ["events", "add", "Rally; at noon", "--start", "2026-12-05T12:00", "--duration", "90m", "--place", "Common"],
    ["events", "add", "Café — ¡ven!", "--start", "2027-03-14"],
    ["events", "remove", "2026-12-05-rally-at-noon", "--yes"],
]
Publish = Callable[..., Ran]


@pytest.fixture(params=NAMES)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, data: Path) -> Iterator[Replayed]:
    from lacwg.remotes import passwords

    monkeypatch.setattr(passwords, "from_keyring", lambda *_: None)
    monkeypatch.setenv("LACWG_CALDAV_USER", "ana")
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", PASSWORD)
    server = Replayed(request.param)
    if server.name == "cyrus":
        with_minutes(data)
    yield server
    server.stop()


def only(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("server", [name], indirect=True)


def with_minutes(data: Path) -> None:
    """What of a series has no end is not taken by Cyrus."""
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text().replace("start_time = ", "minutes = 90\nstart_time = "))


def without_minutes(data: Path) -> None:
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text().replace("minutes = 90\n", ""))


@pytest.fixture
def publish(server: Replayed, run: Run) -> Publish:
    return lambda *options: run("publish", "caldav", server.url, *options)


def sent(server: Replayed) -> list[str]:
    methods = [method for method, _ in server.asked if method in SENDING]
    server.asked.clear()
    return methods


def test_a_second_run_sends_nothing(server: Replayed, publish: Publish, run: Run) -> None:
    for step in [None, *STEPS]:
        if step is not None:
            assert run(*step).code == 0, step
        ran = publish()
        assert ran.code == 0, ran.err
        assert "length" not in ran.out  # an hour that SOGo adds is nobody's change
        assert sent(server)
        again = publish("--json")
        assert sent(server) == []
        assert [again.json[kind] for kind in ("moved", "gone", "new", "changed")] == [[], [], [], []]
    assert list(server.calendars.values()) == ["LA/CWG"]
    assert len(server.objects) == 3


def test_what_somebody_has_changed_there_is_set_right(server: Replayed, publish: Publish) -> None:
    publish()
    for href, text in server.objects.items():
        server.objects[href] = re.sub(rb"SUMMARY:[^\r\n]*", b"SUMMARY:Other", text)
    assert [each["what"] for each in publish("--json").json["changed"]] == [["title"], ["title"]]
    assert not any(b"SUMMARY:Other" in text for text in server.objects.values())


def test_a_wrong_password_is_refused_in_a_dry_run_too(
    server: Replayed, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", "wr0ng")
    for options in ([], ["--dry-run"]):
        ran = publish(*options)
        assert ran.code == 1
        assert "does not accept this user and password" in ran.err
    assert sent(server) == []


@pytest.mark.parametrize("done", [False, True], ids=["not sent", "answer lost"])
@pytest.mark.parametrize("method", ["PROPFIND", "MKCALENDAR", "REPORT", "PUT", "DELETE"])
def test_a_connection_that_breaks_once_is_not_noticed(
    server: Replayed, publish: Publish, run: Run, method: str, done: bool
) -> None:
    if method in ("PUT", "DELETE", "REPORT"):
        run(*STEPS[2])
        publish()
        run(*STEPS[4])
        run(*STEPS[0])
    server.breaking[method] = done
    ran = publish("--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["left_alone"] == []
    assert server.breaking == {}
    assert len(server.calendars) == 1
    assert len(server.objects) == 2
    assert publish("--json").json["same"] == 2


def test_the_calendar_is_found_by_the_name_that_somebody_gave_it(server: Replayed, publish: Publish) -> None:
    server.calendars[f"{server.home}x/"] = "100% peace & <quiet>"
    assert publish("--calendar", "100% peace & <quiet>").code == 0
    assert sent(server) == ["PUT", "PUT"]


@only("davical")
def test_a_root_without_dav_leads_to_the_well_known_address(server: Replayed, publish: Publish) -> None:
    publish()
    assert [path for method, path in server.asked if method == "PROPFIND"][:3] == [
        "/", "/.well-known/caldav", "/caldav.php/",
    ]  # fmt: skip


@only("sogo")
def test_a_root_that_is_a_page_is_told(server: Replayed, run: Run) -> None:
    ran = run("publish", "caldav", server.url.replace("SOGo/dav/", ""))
    assert (ran.code, "there is no calendar server at this address" in ran.err) == (1, True)


@only("sogo")
def test_what_has_no_type_is_nothing_special(server: Replayed, publish: Publish) -> None:
    assert "<D:resourcetype/>" in server.answers["calendars"]["body"]
    assert publish().code == 0


@only("sogo")
def test_a_length_that_only_the_server_gave_is_no_change_but_one_by_somebody_is(
    server: Replayed, publish: Publish
) -> None:
    publish()
    (href,) = [href for href, text in server.objects.items() if b"DURATION:PT1H" in text]
    server.objects[href] = server.objects[href].replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nLAST-MODIFIED:20261120T100000Z")
    assert publish("--json", "--yes").json["changed"]
    assert b"LAST-MODIFIED:20261120T100000Z" not in server.objects[href]


@only("cyrus")
def test_what_has_no_end_is_told_as_that_with_what_mends_it(
    server: Replayed, publish: Publish, run: Run, data: Path
) -> None:
    without_minutes(data)
    run("events", "add", "Rally", "--start", "2026-12-05T12:00")
    run(
        "series", "add", "Vigil", "--kind", "event", "--rule", "every Saturday", "--at", "noon", "--since", "2026-11-24"
    )
    ran = publish("--json")
    assert ran.code == 1
    reasons = {each["reason"] for each in ran.json["left_alone"]}
    assert reasons == {"the server finds fault with it, perhaps because it has no end"}
    assert len(ran.json["new"]) == 1  # what is of a whole day is taken
    said = "\n".join(way for each in ran.json["left_alone"] for way in each["mend"])
    for command in (
        "lacwg meetings change --from 2026-12-09 --minutes 90",
        "lacwg series edit monthly-meeting",
        "lacwg events edit 2026-12-05-rally --duration 90m",
        "lacwg series edit vigil --minutes 90",
    ):
        assert command in said
        assert command in ran.err
    run("events", "edit", "2026-12-05-rally", "--duration", "90m")
    run("series", "edit", "vigil", "--minutes", "90")
    with_minutes(data)
    assert publish().code == 0
    assert len(server.objects) == 4


@only("cyrus")
def test_what_another_calendar_of_the_account_has_is_told_once(server: Replayed, publish: Publish, run: Run) -> None:
    publish()
    run("events", "add", "For us", "--start", "2026-12-05T12:00", "--duration", "1h", "--audience", "members")
    ran = publish("--audience", "members")
    assert ran.code == 1
    assert ran.out.count("left alone") == 1
    assert re.search(r"left alone +LA/CWG monthly meeting and 1 more +another calendar of this account has it", ran.out)
    assert ran.err.count("takes an entry into one calendar of an account") == 1
    assert "1 new" in ran.out
    assert len(publish("--audience", "members", "--json").json["left_alone"]) == 2
