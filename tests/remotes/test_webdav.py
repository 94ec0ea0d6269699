"""What a WebDAV server may answer: anything."""

from __future__ import annotations

import pytest

from lacwg.errors import LacwgError
from lacwg.remotes.webdav import Answer, WebDav, read_address

ANSWER = '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/caf%C3%A9/</D:href></D:response></D:multistatus>'


def _paths(body: str) -> list[str]:
    with WebDav(read_address("https://example.org/"), "ana", "secret") as server:
        return [each.path for each in server.resources(Answer("https://example.org/", 207, {}, body.encode()))]


def test_what_an_answer_lists_is_found() -> None:
    assert _paths(ANSWER) == ["/caf%C3%A9/"]


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="klingon"?>', '<!DOCTYPE a [<!ENTITY b "c">]>', "<a/>", "&b;"]
)
def test_an_answer_that_is_no_plain_xml_is_refused(head: str) -> None:
    with pytest.raises(LacwgError, match="no calendar server"):
        _paths(f"{head}{ANSWER}")
