"""Real servers on loopback for tests: found, started, waited for, and stopped by their own process."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def program(name: str, skipped: str) -> str:
    """The path of a program; skips, saying what is not tried, where it is not installed."""
    found = shutil.which(name, path=PATH)
    if not found:
        pytest.skip(f"{name} is not installed: {skipped}")
    return found


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], port: int, folder: Path, environ: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A server while a test runs; it has to listen within half a minute."""
    log = folder / "server.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            list(map(str, command)), stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, env=environ, cwd=folder
        )
    try:
        wait(server, port, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(2)  # some take ten seconds to leave in good order
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8", "replace")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}: {log.read_text('utf-8', 'replace')}")
