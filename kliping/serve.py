"""A preview on this machine: serve the output, rebuild on change, reload the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watchfiles import watch

from kliping.errors import Fault, UsageError

EVENTS = "/_kliping/events"
SCRIPT = (
    b"<script>new EventSource('"
    + EVENTS.encode()
    + b"').onmessage=e=>{if(e.data!==(sessionStorage.kliping??='0')){sessionStorage.kliping=e.data;location.reload()}}</script>"
)
TRIES = 50


class State:
    """Which build is being shown, and the error of the last one."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.number = 0
        self.error = ""

    def renew(self, error: str) -> None:
        with self.changed:
            self.number += 1
            self.error = error
            self.changed.notify_all()


def serve(
    folder: Path, root: Path, rebuild: Callable[[], str], bind: str, port: int, say: Callable[[str], None]
) -> int:
    """Serve until Ctrl-C. `rebuild` returns the error to show in pages, empty when all is well."""
    state = State()
    state.renew(rebuild())
    server = listen(bind, port, folder, state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Preview at http://{bind}:{server.server_port}/ ; stop with Ctrl-C.")
    try:
        for _ in watch(
            *watched(root), watch_filter=lambda _change, path: ".part" not in path, debounce=100, raise_interrupt=True
        ):
            state.renew(rebuild())
    finally:
        server.shutdown()
        server.server_close()
    return 0


def watched(root: Path) -> list[Path]:
    """What a change in calls for a new build."""
    return [path for path in (root / "content", root / "templates", root / "site.toml") if path.exists()]


def listen(bind: str, port: int, folder: Path, state: State) -> ThreadingHTTPServer:
    """A server on the port, or the next free one."""
    for candidate in range(port, port + TRIES) if port else (0,):
        try:
            return ThreadingHTTPServer((bind, candidate), handler(folder, state, bind))
        except OSError as error:
            reason = error
    raise UsageError(
        Fault(
            f"cannot listen on {bind}, ports {port} to {port + TRIES - 1}: {reason.strerror}",
            "choose another with -p or -b",
        )
    )


def handler(folder: Path, state: State, bind: str) -> type[SimpleHTTPRequestHandler]:
    """A request handler for one folder."""

    class Preview(SimpleHTTPRequestHandler):
        """Files of the output folder; pages get the reload script and the last error."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, directory=str(folder), **named)

        def do_GET(self) -> None:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
            if host not in ("localhost", "127.0.0.1", "::1", bind):
                self.send_error(HTTPStatus.FORBIDDEN, "this preview answers to this machine only")
            elif self.path == EVENTS:
                self.events()
            elif (page := self.page()) is not None:
                self.html(HTTPStatus.OK, page)
            elif not self.ends_in_slash() and Path(self.translate_path(self.path)).exists():
                super().do_GET()
            else:
                lost = folder / "404.html"
                self.html(HTTPStatus.NOT_FOUND, lost.read_bytes() if lost.exists() else b"not found")

        def ends_in_slash(self) -> bool:
            return urlsplit(self.path).path.endswith("/")

        def page(self) -> bytes | None:
            """The page at the path of the request, or None if it is no page."""
            file = Path(self.translate_path(self.path))
            if self.ends_in_slash():
                file /= "index.html"
            return file.read_bytes() if file.suffix == ".html" and file.is_file() else None

        def html(self, status: HTTPStatus, page: bytes) -> None:
            if state.error:
                box = f'<pre role="alert" style="position:sticky;top:0;margin:0;padding:1em;background:#b00020;color:#fff;white-space:pre-wrap">{escape(state.error)}</pre>'
                page = page.replace(b"<body>", b"<body>" + box.encode(), 1)
            body = page + SCRIPT
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def events(self) -> None:
            """Server-sent events (WHATWG HTML): the number of the build, whenever it changes."""
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            shown = -1
            try:
                while True:
                    with state.changed:
                        state.changed.wait_for(lambda: state.number != shown, timeout=15)  # noqa: B023 - waits here
                        shown = state.number
                    self.wfile.write(f"data: {shown}\n\n".encode())
                    self.wfile.flush()
            except OSError:
                return

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing of requests."""

    return Preview
