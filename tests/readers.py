"""Programs that people read feeds with, driven as people do: feedparser, newsboat, and rss-parser and feedsmith of Node.

Test modules import it and name it as a plugin, for its fixtures; PYTEST_DONT_REWRITE says that this is meant.
"""

from __future__ import annotations

import calendar
import fcntl
import json
import os
import pty
import re
import select
import shutil
import sqlite3
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import feedparser
import pytest
from running import ROOT

Items = list[dict[str, Any]]
"""What a reader shows of each item: id, title, link, author, published and updated as seconds, None where it has none."""


def missing(what: str) -> None:
    """A desk goes without a reader that is not there; where CI is set all have to be."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


# ------------------------------------------------------------------ feedparser


def by_feedparser(place: str | bytes) -> Items:
    """The items of a feed as feedparser sees them."""
    return [as_shown(each) for each in feedparser.parse(place).entries]


def as_shown(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "link": item.link,
        "author": item.authors[0].name if item.get("authors") else None,
        "published": calendar.timegm(item.published_parsed),
        "updated": calendar.timegm(item.updated_parsed) if "updated" in item else None,
    }


# ------------------------------------------------------------------ Node


class Node:
    """A process of Node that reads feeds with rss-parser or feedsmith."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            ["node", "read.js"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def read(self, place: Path | str, reader: str = "rss-parser") -> Items:
        """The items of a feed, a file or at an address."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{reader}\t{place}\n")
        self.process.stdin.flush()
        return list(json.loads(self.process.stdout.readline())["items"])

    def end(self) -> None:
        """Close its input, at which it ends."""
        self.process.communicate(timeout=20)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Node's readers, installed as `tests/node/package-lock.json` says."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(ROOT / "tests" / "node", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    install = "npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000"
    if not (shutil.which("node") and shutil.which("npm")):
        missing("there is no npm")
    ran = subprocess.run(install.split(), cwd=folder, capture_output=True, check=False, text=True, timeout=180)
    if ran.returncode:
        missing(f"the readers of Node cannot be installed: {ran.stderr}")
    reader = Node(folder)
    yield reader
    reader.end()


# ------------------------------------------------------------------ newsboat


class Screen:
    """A program in a terminal of 40 lines: keys go in, what it draws comes out."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process, self.terminal = process, terminal

    def press(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def shows(self, text: str, seconds: float = 10) -> str:
        """What stands on the screen once `text` does; the screen is drawn anew until then."""
        seen, until = "", time.monotonic() + seconds
        while time.monotonic() < until:
            self.press("\f")
            seen = self.drawn()
            if text in seen:
                return seen
        raise AssertionError(f"{text!r} does not come up; there is:\n{seen}")

    def drawn(self) -> str:
        """What the program draws until it has been silent for a while, without the terminal's orders."""
        data = b""
        while select.select([self.terminal], [], [], 0.2)[0]:
            data += os.read(self.terminal, 65536)
        return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])", " ", data.decode("utf-8", "replace"))


class Newsboat:
    """Debian's newsboat in a home of its own, with one feed."""

    def __init__(self, program: str, home: Path, url: str) -> None:
        self.home = home
        home.mkdir()
        for name, text in (("urls", url), ("config", "")):
            (home / name).write_text(f"{text}\n", "utf-8")
        self.command = [program, *(f"-{flag}={home / name}" for flag, name in FILES)]
        self.environment = {**os.environ, "HOME": str(home), "TERM": "vt100", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.environment |= {"COLUMNS": "200", "LINES": "40"}  # else those of the terminal in which the tests run

    def items(self) -> Items:
        """The items of the feed as newsboat stores them, in the order in which it has them; newest first."""
        subprocess.run([*self.command, "-x", "reload"], env=self.environment, check=True, capture_output=True)
        with sqlite3.connect(self.home / "cache.db") as cache:
            cache.row_factory = sqlite3.Row
            asked = "select guid as id, title, url as link, author, pubDate as published from rss_item order by pubDate desc, id desc"
            rows = [dict(row) for row in cache.execute(asked)]
        cache.close()
        return rows

    @contextmanager
    def screen(self) -> Iterator[Screen]:
        """Newsboat as a person has it before them."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
        with subprocess.Popen(
            self.command, env=self.environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        ) as process:
            os.close(slave)
            try:
                yield Screen(process, master)
            finally:
                process.terminate()
                os.close(master)


FILES = (("u", "urls"), ("c", "cache.db"), ("C", "config"))


@pytest.fixture(scope="session")
def newsboat() -> str:
    """Newsboat from the machine's own packages."""
    found = shutil.which("newsboat")
    if found is None:
        missing("no newsboat: apt-get install newsboat")
    return str(found)
