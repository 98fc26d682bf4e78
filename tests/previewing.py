"""`kliping serve` as a child process, for tests that ask it and press Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PATIENCE = 10.0
NONE: Mapping[str, str] = {}


class Preview:
    """`kliping serve` as a child process, and what it says on standard error."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.log = root / "log.txt"
        command = [sys.executable, "-m", "kliping", "serve", *(arguments or ("-p", "0"))]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        # A shell's background jobs ignore Ctrl-C and so would their children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(
                command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stream
            )

    def said(self) -> str:
        return self.log.read_text("utf-8")

    @property
    def port(self) -> int:
        found = until(lambda: re.search(r"http://[^\s:/]+:(\d+)/", self.said()) or self.process.poll() is not None)
        assert isinstance(found, re.Match), self.said()
        return int(found[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settle(self) -> None:
        """Wait until it watches for changes, which begins a moment after the address is said."""
        kernel = Path(f"/proc/{self.process.pid}/fdinfo") if self.port else Path()
        if kernel.is_dir():
            until(lambda: any(b"inotify wd" in told(file) for file in kernel.iterdir()))
        time.sleep(0.1 if kernel.is_dir() else 1)

    def ask(
        self, path: str, host: str = "", method: str = "GET", headers: Mapping[str, str] = NONE, body: bytes = b""
    ) -> tuple[int, str]:
        """Status and text of the answer to a request, whose path is sent as it is; of a redirect, where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=bool(host))
            for name, value in {**({"Host": host} if host else {}), **headers}.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, answer.getheader("Location") or text
        finally:
            connection.close()

    def stop(self) -> int:
        """Press Ctrl-C and wait for the end."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)


def until(ask: Callable[[], object], patience: float = PATIENCE) -> object:
    """What `ask` answers as soon as that is true, or after so many seconds; while files change an answer may be lost."""
    end = time.monotonic() + patience
    answer: object = None
    while not answer and time.monotonic() < end:
        with suppress(ConnectionError):
            answer = ask()
        if not answer:
            time.sleep(0.05)
    return answer


def told(file: Path) -> bytes:
    """What the kernel tells in a file, which may be gone by now."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def project(root: Path) -> Path:
    """A copy of the default site."""
    shutil.copy(CHECKOUT / "site.toml", root)
    shutil.copytree(CHECKOUT / "content", root / "content")
    return root


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Preview]:
    preview = Preview(root, *arguments)
    try:
        yield preview
    finally:
        preview.end()
