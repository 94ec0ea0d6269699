"""The built page on the loopback, as static hosts serve it, and what is needed to look at it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

REQUIRED = os.environ.get("LACWG_PEERS") == "required"  # where all is installed, nothing may be skipped
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The first never opens a window, and takes half the time."""
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files below ``base``; for what is missing, 404.html with the status 404 at the address that was asked for."""

    protocol_version = "HTTP/1.1"
    base = "/"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".ics": "text/calendar", "": "text/plain"}  # noqa: RUF012

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base):
            return str(Path(self.directory) / "nothing" / "stands" / "here")
        return super().translate_path(path[len(self.base) - 1 :])

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, *_: str | None) -> None:
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextlib.contextmanager
def served(folder: Path, base: str = "/") -> Iterator[str]:
    """The folder's files over HTTP while the block runs; gives the address of its root, with a slash at its end."""
    handler = type("Handler", (_Handler,), {"base": base})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}"
        finally:
            server.shutdown()
