"""A preview on this machine: serve the output, rebuild on change, reload the browser."""

from __future__ import annotations

import ipaddress
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watchfiles import watch

from kliping.errors import Fault, UsageError

EVENTS = "/_kliping/events"
SCRIPT = "<script>new EventSource('{events}').onmessage=e=>{{if(e.data!=='{build}')location.reload()}}</script>"
TRIES = 50
BREATH = 300
"""Milliseconds after which the watch says that nothing happened."""


class State:
    """Which build is shown, and the error of the last one; a restart never repeats a name."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.started = time.time_ns()
        self.number = 0
        self.error = ""

    @property
    def build(self) -> str:
        return f"{self.started}-{self.number}"

    def renew(self, error: str) -> None:
        with self.changed:
            self.number += 1
            self.error = error
            self.changed.notify_all()

    def wait_for_other(self, build: str) -> str:
        """The name of the build once it is another one, or after 15 seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.build != build, timeout=15)
            return self.build


class Server(ThreadingHTTPServer):
    """A server that takes readers who leave for granted."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing to say of a browser that closed the connection; the next request is a new thread."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(
    folder: Path, root: Path, rebuild: Callable[[], str], bind: str, port: int, say: Callable[[str], None]
) -> int:
    """Serve until Ctrl-C. `rebuild` returns the error to show in pages, empty when all is well."""
    state = State()
    server = listen(bind, port, handler(folder, state, bind))
    state.renew(rebuild())
    seen: Mapping[str, int] | None = sources(root)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Preview at http://{bind}:{server.server_port}/ ; stop with Ctrl-C.")
    try:
        for changes in watch(
            root,
            watch_filter=lambda _, path: is_source(Path(path), root),
            debounce=100,
            rust_timeout=BREATH,
            yield_on_timeout=True,
        ):
            if changes or (seen is not None and sources(root) != seen):
                state.renew(rebuild())
            seen = None
    finally:
        server.shutdown()
        server.server_close()
    return 0


def sources(root: Path) -> Mapping[str, int]:
    """When each source was changed: what is saved before the watch has begun would go unseen otherwise."""
    found: dict[str, int] = {}
    for top in ("content", "templates", "site.toml"):
        for path in (root / top, *(root / top).rglob("*")):
            with suppress(OSError):
                if path.is_file() and is_source(path, root):
                    found[str(path)] = path.stat().st_mtime_ns
    return found


def is_source(path: Path, root: Path) -> bool:
    """Whether a change of this file calls for a new build."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return False
    return bool(parts) and parts[0] in ("content", "templates", "site.toml") and not path.name.endswith((".part", "~"))


def listen(bind: str, port: int, answers: type[SimpleHTTPRequestHandler]) -> Server:
    """A server on the port, or the next free one; port 0 is any free one."""
    last = min(port + TRIES, 65536)
    for candidate in range(port, last) if port else (0,):
        try:
            return Server((bind, candidate), answers)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
    raise UsageError(Fault(f"cannot listen on {bind}, ports {port} to {last - 1}: {reason}", "choose with -p or -b"))


def is_ours(host: str | None, bind: str) -> bool:
    """Whether a request was meant for this preview, not lent to it by a foreign page (DNS rebinding).

    A name could be anybody's; this machine's own names and bare addresses could not.
    """
    if host is None or host in ("localhost", bind.lower()):
        return host is not None
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == socket.gethostname().lower()
    return address.is_loopback or bind in ("0.0.0.0", "::")  # noqa: S104 - the person asked for it


def handler(folder: Path, state: State, bind: str) -> type[SimpleHTTPRequestHandler]:
    """A request handler for one folder."""

    class Preview(SimpleHTTPRequestHandler):
        """Files of the output folder; pages get the reload script and the last error."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, directory=str(folder), **named)

        def do_GET(self) -> None:
            if not self.refused() and not self.answered():
                super().do_GET()

        def do_HEAD(self) -> None:
            if not self.refused() and not self.answered():
                super().do_HEAD()

        def refused(self) -> bool:
            """Answer a request that names another host; say whether that was so."""
            if is_ours(host_in(self.headers.get("Host", "")), bind):
                return False
            self.send_error(HTTPStatus.FORBIDDEN, "this preview answers to this machine only")
            return True

        def answered(self) -> bool:
            """Answer what is not a plain file: events, pages, lost addresses."""
            build, file = state.build, Path(self.translate_path(self.path))
            in_folder = urlsplit(self.path).path.endswith("/")
            page = file / "index.html" if in_folder else file
            if self.path == EVENTS:
                self.events()
            elif page.suffix == ".html" and (content := content_of(page)) is not None:
                self.html(HTTPStatus.OK, content, build)
            elif in_folder or not file.exists():
                lost = content_of(folder / "404.html")
                self.html(HTTPStatus.NOT_FOUND, lost if lost is not None else b"<body>not found</body>", build)
            else:
                return False
            return True

        def html(self, status: HTTPStatus, page: bytes, build: str) -> None:
            if state.error:
                style = "position:sticky;top:0;margin:0;padding:1em;background:#b00020;color:#fff;white-space:pre-wrap"
                box = f'<pre role="alert" style="{style}">{escape(state.error)}</pre>'.encode()
                page = re.sub(rb"<body[^>]*>", lambda found: found[0] + box, page, count=1)
            self.send(status, "text/html; charset=utf-8", page + SCRIPT.format(events=EVENTS, build=build).encode())

        def send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def events(self) -> None:
            """Server-sent events (WHATWG HTML): the name of the build, whenever it changes."""
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            build = state.build
            while self.command != "HEAD":
                self.wfile.write(f"data: {build}\n\n".encode())
                self.wfile.flush()
                build = state.wait_for_other(build)

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing of requests."""

    return Preview


def content_of(file: Path) -> bytes | None:
    """The bytes of a file, or None: a build may take it away between two looks."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def host_in(header: str) -> str | None:
    """The host of a Host header in lower case, or None if there is none."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None
