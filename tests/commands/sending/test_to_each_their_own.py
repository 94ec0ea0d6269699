"""Whatever the folder, the lists and the audience: each gets one message, with what is theirs alone.

Every field of the folder holds a text that names itself and who may see it.
"""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, store_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_canaries import plant

from lacwg.audience.leak_scanner.decoding import decoded
from lacwg.commands.sending import deliver
from lacwg.commands.sending.outgoing import Delivered, Outgoing
from lacwg.records import Contact, ContactPrivateTable, ListTable, MailTable
from lacwg.store.toml.encode import encode

LISTS = ("alpha", "beta", "gamma")
SENDERS = ("info@own.example", "answers@own.example", "leave@own.example")
VERBS = (
    "events announce 2026-12-03-filled", "meetings announce 2026-12-10 --series filled",
    "minutes export 2026-12-10 --series filled", "agenda show 2026-12-10 --series filled", "actions list --all",
)  # fmt: skip
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
people = st.lists(
    st.fixed_dictionaries(
        {
            "email": st.sampled_from(["a@one.example", "b@one.example", "B@ONE.example", "c@bücher.example", "d@one.example", None]),
            "lists": st.sets(st.sampled_from(LISTS), min_size=1),
            "languages": st.sampled_from([(), ("es",), ("qu", "ht"), ("en", "fr")]),
            "audience": st.sampled_from(["public", "members", "private"]),
            "no_mail": st.sampled_from([None, None, None, dt.date(2026, 1, 3)]),
        }
    ),
    min_size=2, max_size=6,
)  # fmt: skip
tables = st.fixed_dictionaries(
    {
        each: st.sampled_from([None, ("public", None), ("members", None), ("members", f"{each}@lists.example")])
        for each in LISTS
    }
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each audience that its records may have."""
    root = tmp_path_factory.mktemp("planted")
    for own in ("public", "members"):
        plant(root / own, lambda _, own=own: own)
        record = root / own / "meetings" / "2026" / "2026-12-09-filled.toml"
        record.write_text(re.sub(r'"members-canary MeetingRecord.actions.who"', '"somebody-0"', record.read_text()))
    return {each.name: each for each in root.iterdir()}


def prepare(folder: Path, some: list[dict[str, Any]], lists: dict[str, Any]) -> list[Contact]:
    """Puts these people and lists into a folder."""
    for each in (folder / "contacts").glob("*.toml"):
        each.unlink()
    store = store_at(folder)
    contacts = [
        Contact(
            id=f"somebody-{number}", name=f"Somebody {'abcdef'[number]}", audience=each["audience"], email=each["email"],
            lists=tuple(sorted(each["lists"])), languages=each["languages"], phone=f"+1 617 555 010{number}",
            private=ContactPrivateTable(note="private-canary note", no_mail=each["no_mail"]),
        )
        for number, each in enumerate(some)
    ]  # fmt: skip
    for contact in contacts:
        (folder / "contacts" / f"{contact.id}.toml").write_text(encode(contact))
    known = {name: ListTable(audience=has[0], address=has[1]) for name, has in lists.items() if has}
    mail = MailTable(from_=SENDERS[0], reply_to=SENDERS[1], unsubscribe=SENDERS[2])
    (folder / "group.toml").write_text(encode(replace(store.group, lists=known, mail=mail)))
    return contacts


def expected(contacts: list[Contact], lists: dict[str, Any], to: list[str], audience: str | None) -> dict[str, str]:
    """To which addresses it goes, with what each may be told: the plain model."""
    width = {name: (has or ("public",))[0] for name, has in lists.items()}
    found = {lists[name][1]: audience or width[name] for name in to if lists[name] and lists[name][1]}
    off = {(each.email or "").lower() for each in contacts if each.private.no_mail}
    for each in contacts:
        own = {width[name] for name in each.lists if name in to}
        by_list = {audience or width[name] for name in each.lists if name in to and lists[name] and lists[name][1]}
        address = (each.email or "").lower().replace("bücher", "xn--bcher-kva")
        reader = audience or ("members" if "members" in own else "public")
        if own and address and each.email and each.email.lower() not in off and not by_list & {reader, "members"}:
            found[address] = "members" if "members" in (reader, found.get(address)) else "public"
    return found


def read(message: EmailMessage) -> tuple[str, str, str]:
    """To whom a message goes, its head without that, and all that it says, as a strict receiver has it."""
    got = message_from_bytes(message.as_bytes(), policy=policy.strict)
    [to] = got["To"].addresses
    said = "\n".join(filter(None, (part.get_filename() for part in got.walk())))
    for part in got.walk():
        if not part.is_multipart():
            said += "\n" + decoded(part.get_payload(decode=True).decode())
    return to.addr_spec, "\n".join(f"{name}: {value}" for name, value in got.items() if name != "To"), said


@given(people, tables, st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_gets_one_message_that_is_for_them_alone(
    planted: dict[str, Path], run: Run, some: list[dict[str, Any]], lists: dict[str, Any], data: st.DataObject
) -> None:
    own = data.draw(st.sampled_from(["public", "public", "members"]))
    folder = planted[own]
    contacts = prepare(folder, some, lists)
    there = sorted(
        {name for each in some for name in each["lists"]} | {name for name, has in lists.items() if has and has[1]}
    )
    to = data.draw(st.lists(st.sampled_from(there), min_size=1, unique=True))
    audience = data.draw(st.sampled_from([None, None, None, "public", "members"]))
    verb = data.draw(st.sampled_from(VERBS))
    went: list[Outgoing] = []

    def taken(_run: object, _about: object, outgoing: list[Outgoing], **_: object) -> Delivered:
        went.extend(outgoing)
        return Delivered(sent=[each.recipient.email for each in outgoing])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliver, "deliver", taken)
        patch.setattr(deliver, "server_of", lambda _: None)
        options = [word for name in to for word in ("--send", name)] + (["--audience", audience] if audience else [])
        ran = run(*verb.split(), *options, "--lang", "pt", "--yes", "--data", str(folder))
    wanted = expected(contacts, lists, to, audience)
    got = list(map(read, (each.message for each in went)))
    too_wide = audience == "members" and any((lists[each] or ("public",))[0] == "public" for each in to)
    hidden_from_some = own == "members" and "public" in wanted.values() and verb != VERBS[-1]
    if too_wide or hidden_from_some or not wanted:
        assert (ran.code != 0, went) == (True, [])
        return
    assert ran.code == 0 or verb == VERBS[-1], ran.err
    assert len({each for each, _, _ in got}) == len(got)
    assert {each.lower() for each, _, _ in got} == wanted.keys() or verb == VERBS[-1]
    for address, head, said in got:
        reader = wanted[address.lower()]
        hidden = ("private-canary", "members-canary") if reader == "public" else ("private-canary",)
        assert not [each for each in hidden if each in said or each in head], (reader, said)
        assert {each.lower() for each in ADDRESS.findall(f"{head}\n{said}")} - {
            *SENDERS,
            "public-canary@example.org",
        } <= {each.lower() for each in re.findall(r"Message-ID: <(.*)>", head)}
