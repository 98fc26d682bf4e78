"""A web server of a test's own on loopback: what it answers is a table of paths, and what it was asked is written down."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Said:
    """One answer: status, headers, and the bytes that follow; `after` may write more, as slowly as it likes."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass(frozen=True)
class Asked:
    """One request, by the path and the headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]


class Web(ThreadingHTTPServer):
    """A site: `pages` by path, each an answer or what makes one of a request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Said | Callable[[Asked], Said]] = {}
        self.asked: list[Asked] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def paths(self, *, robots: bool = False) -> list[str]:
        return [each.path for each in self.asked if robots or each.path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of those who hang up."""


class Handler(BaseHTTPRequestHandler):
    """How the site answers."""

    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        self.server.asked.append(asked)
        found = self.server.pages.get(self.path, Said(404))
        said = found if isinstance(found, Said) else found(asked)
        headers = {"Content-Type": "text/html", "Content-Length": str(len(said.body)), **said.headers}
        self.send_response(said.status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(said.body)
            if said.after:
                said.after(self)

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of requests."""


@contextlib.contextmanager
def serving() -> Iterator[Web]:
    """A site while a test runs."""
    server = Web()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
