"""A preview on this machine: serve the output, rebuild on change, reload the browser."""

from __future__ import annotations

import re
import secrets
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from watchfiles import watch

from kliping import asking
from kliping.asking import Answer, Asked, Refusal
from kliping.errors import Fault, UsageError

EVENTS = "/_kliping/events"
DESK = "/_desk/"
SCRIPT = "<script>new EventSource('{events}').onmessage=e=>{{if(e.data!=='{build}')location.reload()}}</script>"
TRIES = 50
BREATH = 300
"""Milliseconds after which the watch says that nothing happened."""
SLOWEST = 10
"""Seconds in which a form that was begun has to arrive."""
DESK_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""No script runs on the desk, no other page may frame it or read it."""


@dataclass(frozen=True, slots=True)
class Unpublished:
    """An article that only the preview shows, and why readers do not see it."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the preview knows of a build: its error, the entry of each article's address, and what readers do not see."""

    error: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)
    unpublished: Mapping[str, Unpublished] = field(default_factory=dict)


Desk = Callable[[Asked], Answer]
"""What answers below `/_desk/`."""


class State:
    """Which build is shown, and what is known of it; a restart never repeats a name.

    Whoever builds, or makes a page of the desk, is `at_work` alone.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.at_work = threading.RLock()
        self.started = time.time_ns()
        self.number = 0
        self.shown = Shown()
        self.token = secrets.token_urlsafe(32)

    @property
    def build(self) -> str:
        return f"{self.started}-{self.number}"

    def renew(self, rebuild: Callable[[], Shown]) -> None:
        """Build, and say so to the pages that are open."""
        with self.at_work:
            shown = rebuild()
            with self.changed:
                self.number += 1
                self.shown = shown
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
    folder: Path,
    root: Path,
    rebuild: Callable[[], Shown],
    bind: str,
    port: int,
    say: Callable[[str], None],
    desk: Desk | None = None,
) -> int:
    """Serve until Ctrl-C. `rebuild` builds the site into the folder and says what is in it."""
    state = State()

    def at_the_desk(asked: Asked) -> Answer:
        assert desk is not None, "nobody asks where there is none"
        with state.at_work:
            answer = desk(asked)
            if answer.changed:
                state.renew(rebuild)
            return answer

    server = listen(bind, port, handler(folder, state, bind, at_the_desk if desk else None))
    state.renew(rebuild)
    seen: Mapping[str, int] | None = sources(root)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{f'[{bind}]' if ':' in bind else bind}:{server.server_port}/"
    say(f"Preview at {address} ; stop with Ctrl-C.")
    if desk:
        say(f"The editor's desk is at {address.rstrip('/')}{DESK}")
    try:
        for changes in watch(
            root,
            watch_filter=lambda _, path: is_source(Path(path), root),
            debounce=100,
            rust_timeout=BREATH,
            yield_on_timeout=True,
        ):
            if changes or (seen is not None and sources(root) != seen):
                state.renew(rebuild)
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


def handler(folder: Path, state: State, bind: str, desk: Desk | None = None) -> type[SimpleHTTPRequestHandler]:
    """A request handler for one folder."""

    class Preview(SimpleHTTPRequestHandler):
        """Files of a folder; pages get the reload script, the last error and what readers do not see; and the desk."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, directory=str(folder), **named)

        def do_GET(self) -> None:
            if not self.refused() and not self.answered():
                super().do_GET()

        def do_HEAD(self) -> None:
            if not self.refused() and not self.answered():
                super().do_HEAD()

        def do_POST(self) -> None:
            """Take a form of the desk; nothing else can be sent."""
            if self.refused():
                return
            if desk is None or not self.is_desk():
                self.send_error(HTTPStatus.METHOD_NOT_ALLOWED, "nothing can be sent here")
            elif isinstance(form := self.form(), Refusal):
                self.send_error(form.status, form.why)
            else:
                self.desk(desk(form))

        def refused(self) -> bool:
            """Answer a request that names another host, or asks for the desk from another machine; say whether that was so."""
            is_meant = asking.is_ours(asking.host_in(self.headers.get("Host", "")), bind)
            if is_meant and (not self.is_desk() or asking.is_here(self.client_address[0])):
                return False
            self.send_error(HTTPStatus.FORBIDDEN, "this preview answers to this machine only")
            return True

        def is_desk(self) -> bool:
            return urlsplit(self.path).path.startswith(DESK)

        def form(self) -> Asked | Refusal:
            """The form that was sent, or why it is not taken."""
            said = {name.lower(): value for name, value in self.headers.items()}
            if refusal := asking.foreign(said) or asking.unreadable(said):
                return refusal
            self.connection.settimeout(SLOWEST)
            length = int(said["content-length"])
            try:
                data = self.rfile.read(length)
            except TimeoutError:
                data = b""
            if len(data) < length:
                return Refusal(HTTPStatus.REQUEST_TIMEOUT, "the form did not arrive as a whole")
            fields = asking.fields_of(data, state.token)
            if isinstance(fields, Refusal):
                return fields
            return Asked(urlsplit(self.path).path, fields, is_form=True, token=state.token)

        def desk(self, answer: Answer) -> None:
            """Send a page of the desk, or where to go next."""
            headers = {**DESK_HEADERS, **({"Location": answer.location} if answer.location else {})}
            self.send(answer.status, answer.kind, answer.body, headers)

        def answered(self) -> bool:
            """Answer what is not a plain file: events, pages, lost addresses."""
            if desk is not None and self.is_desk():
                parts = urlsplit(self.path)
                self.desk(desk(Asked(parts.path, asking.query_of(parts.query), token=state.token)))
                return True
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
            address = urlsplit(self.path).path.removesuffix("index.html").strip("/") + "/"
            above = boxes(address, page, state.shown).encode()
            page = re.sub(rb"<body[^>]*>", lambda found: found[0] + above, page, count=1)
            below = foot(address, state.shown) if desk else ""
            script = SCRIPT.format(events=EVENTS, build=build)
            self.send(status, "text/html; charset=utf-8", page + (below + script).encode())

        def send(self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] = NO_HEADERS) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            for name, value in headers.items():
                self.send_header(name, value)
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


# ------------------------------------------------------------------ what the preview adds to a page

NO_HEADERS: Mapping[str, str] = {}
BOX = "margin:0;padding:.75em 1em;font:1rem/1.5 system-ui,sans-serif;"
ERROR = BOX + "position:sticky;top:0;z-index:9;background:#b00020;color:#fff;white-space:pre-wrap"
NOTE = BOX + "background:#fff3c4;color:#1f1a00;border-bottom:2px solid #8a6d00"
FOOT = BOX + "background:#22303c;color:#fff"
MOST_NAMED = 5


def boxes(address: str, page: bytes, shown: Shown) -> str:
    """What stands above a page: the last error, and what of it readers do not see."""
    error = f'<pre role="alert" style="{ERROR}">{escape(shown.error)}</pre>' if shown.error else ""
    if own := shown.unpublished.get(address):
        said = f"Only you see this article: {escape(own.reason)}."
    elif others := [each for place, each in shown.unpublished.items() if is_linked(place, page)]:
        named = "; ".join(f"“{escape(each.title)}” ({escape(each.reason)})" for each in others[:MOST_NAMED])
        more = f"; and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        said = f"Only you see, on this page: {named}{more}."
    else:
        return error
    return f'{error}<aside aria-label="Not published" style="{NOTE}">{said}</aside>'


def is_linked(address: str, page: bytes) -> bool:
    """Whether a page names an article's address in a link."""
    slug = address.rstrip("/").rpartition("/")[2].encode()
    return b"/" + slug + b"/" in page or b'"' + slug + b"/" in page


def foot(address: str, shown: Shown) -> str:
    """What stands below a page: the way to the desk."""
    entry = shown.entries.get(address, "")
    mine = f' · <a style="color:#fff" href="{DESK}article?entry={quote(entry)}">This article at the desk</a>'
    return (
        f'<aside aria-label="Preview" style="{FOOT}">Preview · <a style="color:#fff" href="{DESK}">Editor’s desk</a>'
        f"{mine if entry else ''}</aside>"
    )
