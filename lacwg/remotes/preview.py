"""A web server for this machine alone, which shows what it is given and logs nothing."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from typing import Final
from urllib.parse import unquote, urlsplit

from lacwg.errors import LacwgError

_HOST: Final = "127.0.0.1"
_SECONDS: Final = 0.5
"""How long it waits for somebody before its owner can look after something else."""


class Preview(ThreadingHTTPServer):
    """Files of a site on the loopback: ``read`` gives one's bytes by its path, None where there is none."""

    daemon_threads = True
    timeout = _SECONDS

    def __init__(self, port: int, read: Callable[[str], bytes | None], missing: str) -> None:
        self.read, self.missing = read, missing
        try:
            super().__init__((_HOST, port), _Handler)
        except OSError as error:
            hint = "take another: --port 8001; or any that is free: --port 0"
            raise LacwgError(f"port {port} cannot be used: {error.strerror}", hint=hint) from None
        self.address = f"http://{_HOST}:{self.server_port}/"

    def handle_error(self, *_: object) -> None:
        """Nothing is said where a browser goes away before it has all."""


class _Handler(BaseHTTPRequestHandler):
    server: Preview
    timeout = 30

    def do_GET(self) -> None:
        """Answers with a file, or with the page for what is missing."""
        if (self.headers.get("Host") or "").rpartition(":")[0] not in (_HOST, "localhost"):
            self.send_error(403)  # a page of elsewhere, whose name was made to lead here
            return
        name = unquote(urlsplit(self.path).path).removeprefix("/")
        name = f"{name}index.html" if name.endswith("/") or not name else name
        data = self.server.read(name)
        self.send_response(404 if data is None else 200)
        name, data = (self.server.missing, self.server.read(self.server.missing)) if data is None else (name, data)
        kind = guess_type(name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data or b"")))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data or b"")

    do_HEAD = do_GET  # noqa: N815 - http.server asks for it by this name

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
