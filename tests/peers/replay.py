"""Calendar servers that were recorded: their answers, kept in ``answers/``, given again by a small server.

What they say is theirs, word for word; what they keep is kept here, with what each of them does to it.
"""

from __future__ import annotations

import base64
import re
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import tomli

ANSWERS = Path(__file__).parent / "answers"
NAMES = sorted(path.stem for path in ANSWERS.glob("*.toml"))
PASSWORD = "pässword of ana's"
_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)


def is_endless(event: bytes) -> bool:
    timed = re.search(rb"^DTSTART[^\r\n]*T\d{6}", event, re.MULTILINE)
    return timed is not None and not re.search(rb"^(DTEND|DURATION)", event, re.MULTILINE)


def as_sogo_keeps_it(data: bytes) -> bytes:
    """In another order, with a class, and an hour's length for what has no end."""

    def changed(found: re.Match[bytes]) -> bytes:
        added = b"DURATION:PT1H\r\n" if is_endless(found[0]) else b""
        return found[0].replace(b"END:VEVENT", added + b"CLASS:PUBLIC\r\nEND:VEVENT")

    data = re.sub(rb"(VERSION:2.0\r\n)(PRODID:.*?\r\n)", rb"\2\1", data)
    return _EVENT.sub(changed, data)


class Replayed:
    """One of the recorded servers; the user is ana."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answers = tomli.loads((ANSWERS / f"{name}.toml").read_text(encoding="utf-8"))
        self.home: str = self.answers["home"]
        self.calendars: dict[str, str] = {}
        self.objects: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.breaking: dict[str, bool] = {}
        """Methods of which the next request breaks off: after it was done (True), or before."""
        replayed = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                breaks = replayed.breaking.pop(self.command, None)
                if breaks is not False:
                    status, headers, text = replayed.answer(self, body)
                if breaks is not None:
                    self.close_connection = True
                    return
                self.send_response(status)
                for key, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{self.answers['address']}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, asked: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        method, path = asked.command, asked.path
        self.asked.append((method, path))
        who = self._who(asked.headers.get("Authorization"))
        if method == "PROPFIND":
            for about in self.answers["about"]:
                if who in about["who"] and about["path"].rstrip("/") == path.rstrip("/") and (
                    path != self.home or asked.headers["Depth"] == "0"
                ):  # fmt: skip
                    return self._said(about)
        if who != "ana":
            return self._said(self.answers["denied"])
        label, filled = getattr(self, f"_{method.lower()}")(path, asked.headers, body)
        return self._said(self.answers[label], **filled)

    def _who(self, signed: str | None) -> str:
        if signed is None:
            return "nobody"
        token = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
        return "ana" if signed == f"Basic {token}" else "wrong"

    @staticmethod
    def _said(answer: dict[str, Any], **filled: str) -> tuple[int, dict[str, str], bytes]:
        def fill(text: str) -> str:
            return re.sub(r"\{(\w+)\}", lambda found: filled.get(found[1], ""), text)

        headers = {name: fill(value) for name, value in answer.get("headers", {}).items()}
        return answer["status"], headers, fill(answer.get("body", "")).encode()

    def _etag(self, path: str) -> str:
        return f'"{abs(hash(self.objects[path])):x}"'

    # What each method does, and under which name the answer is kept

    def _propfind(self, path: str, *_: object) -> tuple[str, dict[str, str]]:
        if path != self.home:
            return "get-none", {}
        each = self.answers["calendars"]["each"]
        plain = "CDATA" in each
        listed = [each.format(href=href, name=name if plain else escape(name)) for href, name in self.calendars.items()]
        return "calendars", {"calendars": "".join(listed)}

    def _mkcalendar(self, path: str, _: object, body: bytes) -> tuple[str, dict[str, str]]:
        if path in self.calendars:
            return "make-again", {"name": path}
        named = re.search(rb"<D:displayname>(.*?)</D:displayname>", body)
        self.calendars[path] = named[1].decode() if named else path
        return "make", {}

    def _report(self, path: str, _: object, body: bytes) -> tuple[str, dict[str, str]]:
        if b"calendar-multiget" in body:
            kept = self.answers["multiget"]
            hrefs = [each.decode() for each in re.findall(rb"<D:href>(.*?)</D:href>", body)]
            found = [self._object(kept["each"], each) for each in hrefs if each in self.objects]
            none = [kept.get("none", "").replace("{href}", each) for each in hrefs if each not in self.objects]
            return "multiget", {"objects": "".join(found + none)}
        uid = re.search(rb"<C:text-match>(.*?)</C:text-match>", body)
        listed = [
            self._object(self.answers["query"]["each"], href)
            for href, data in self.objects.items()
            if href.startswith(path) and (uid is None or uid[1] in data)
        ]
        return "query", {"objects": "".join(listed)}

    def _object(self, template: str, href: str) -> str:
        data = self.objects[href].decode()
        filled = {"href": href, "etag": escape(self._etag(href)), "data": data if "CDATA" in template else escape(data)}
        return re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], template)

    def _get(self, path: str, *_: object) -> tuple[str, dict[str, str]]:
        if path not in self.objects:
            return "get-none", {}
        return "get", {"data": self.objects[path].decode(), "etag": self._etag(path)}

    def _put(self, path: str, headers: Any, data: bytes) -> tuple[str, dict[str, str]]:
        label = "replace" if path in self.objects else "put"
        matched = headers["If-Match"]
        taken = next((href for href in self.objects if href != path and self._uid(self.objects[href]) == self._uid(data)), None)  # fmt: skip
        here = taken is not None and taken.rpartition("/")[0] == path.rpartition("/")[0]
        refusals = {
            "put-other": not path.startswith(self.home),
            "put-garbage": not _EVENT.search(data),
            "put-nowhere": f"{path.rpartition('/')[0]}/" not in self.calendars,
            "put-exists": headers["If-None-Match"] is not None and path in self.objects,
            "put-stale": matched is not None and (path not in self.objects or matched != self._etag(path)),
            "put-endless": any(map(is_endless, _EVENT.findall(data))),
            "put-taken-here": here,
            "put-taken-elsewhere": taken is not None and not here,
        }
        for each, met in refusals.items():
            if met and self.answers[each]["status"] >= 400:
                return each, {"href": taken or path}
        self.objects[path] = as_sogo_keeps_it(data) if self.name == "sogo" else data
        return label, {"etag": self._etag(path)}

    @staticmethod
    def _uid(data: bytes) -> bytes:
        return re.findall(rb"^UID:(.*?)\r$", data, re.MULTILINE)[-1]

    def _delete(self, path: str, headers: Any, _: bytes) -> tuple[str, dict[str, str]]:
        if path not in self.objects:
            return "delete-again", {}
        if self.name != "sogo" and headers["If-Match"] not in (None, self._etag(path)):  # SOGo deletes whatever it is
            return "put-stale", {}
        del self.objects[path]
        return "delete", {}
