"""Sites built for the tests, each in its own folder and at its own address."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest

from browser import made_up
from kliping import cli, entries
from kliping.commands.terminal import OK
from kliping.records import Entry

CHECKOUT = Path(__file__).parents[2]
CLOCK = "2030-01-01T00:00:00+07:00"

TOPIC = "topics/armenia-azerbaijan-ceasefire-talks/"
KOMPAS = "articles/2020/10/azerbaijan-armenia-akan-berunding-di-moskwa-bicarakan-gencatan-senjata/"
INEWS = "articles/2020/10/menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali/"
KINDS: Mapping[str, str] = {
    "home": "",
    "topic": TOPIC,
    "topic, oldest first": f"{TOPIC}oldest/",
    "topic's edition": f"{TOPIC}edition/",
    "topic's month": f"{TOPIC}2020/10/",
    "topic's name": f"{TOPIC}places/jenewa/",
    "day": "2020/10/30/",
    "article from an address": KOMPAS,
    "article with a picture": INEWS,
    "outlet": "outlets/kompas-com/",
    "month": "2020/10/",
    "topics": "topics/",
    "outlets": "outlets/",
    "archive": "archive/",
    "about": "about/",
    "follow": "follow/",
    "search": "search/",
    "not found": "404.html",
}


@dataclass(frozen=True)
class Site:
    """A built site: its project folder, its output folder, and where that is served."""

    root: Path
    output: Path
    url: str

    @functools.cache  # noqa: B019 - a site lives as long as the tests
    def pages(self) -> list[str]:
        """Addresses of all pages."""
        files = (file.relative_to(self.output).as_posix() for file in self.output.rglob("*.html"))
        return sorted(path.removesuffix("index.html") for path in files)

    def sample(self, most: int = 4) -> list[str]:
        """Addresses of all articles and of some pages of each other kind: those as deep below the same folder."""
        kinds: dict[tuple[str, int], list[str]] = {}
        for address in self.pages():
            first = address.partition("/")[0]
            kinds.setdefault(("day" if first.isdigit() else first, address.count("/")), []).append(address)
        return [
            address
            for (first, _), found in kinds.items()
            for address in (found if first == "articles" else found[:: -(-len(found) // most)])
        ]

    def feeds(self) -> list[str]:
        """Addresses of all feeds."""
        return sorted(file.relative_to(self.output).as_posix() for file in self.output.rglob("feed.xml"))

    def file(self, address: str) -> Path:
        return self.output / (address + "index.html" if address.endswith("/") or not address else address)

    def html(self, address: str) -> str:
        return self.file(address).read_text("utf-8")

    def tree(self, address: str) -> Any:
        """The page as an ElementTree without namespaces; parsed once, so read it only."""
        return tree(self.file(address))

    def entries(self) -> list[Entry]:
        content, zone = self.root / "content", ZoneInfo("Asia/Jakarta")
        files = sorted((content / "entries").rglob("*.md"))
        return [entries.load(file, file.relative_to(content).as_posix(), zone) for file in files]

    def entry(self, address: str) -> Entry:
        """The entry shown at the address of an article."""
        return next(each for each in self.entries() if f"/{each.slug}/" in address)

    def article(self, title: str) -> str:
        """The address of the article with this headline."""
        return next(f"articles/{each.date:%Y/%m}/{each.slug}/" for each in self.entries() if each.title == title)


@functools.cache
def tree(file: Path) -> Any:
    return html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)


@dataclass
class Sites:
    """Builds and serves each site when it is first asked for, once."""

    folder: Path
    open: ExitStack = field(default_factory=ExitStack)
    made: dict[str, Site] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Site:
        if name not in self.made:
            fill, environment, path = RECIPES[name]
            root = self.folder / name
            root.mkdir()
            fill(root)
            self.made[name] = self.open.enter_context(built(root, environment, path))
        return self.made[name]


def default(root: Path) -> None:
    """The default site as it comes with a checkout."""
    shutil.copy(CHECKOUT / "site.toml", root)
    shutil.copytree(CHECKOUT / "content", root / "content")


Recipe = tuple[Callable[[Path], None], Mapping[str, str], str]
RECIPES: Mapping[str, Recipe] = {
    "default": (default, {}, ""),
    "in-english": (default, {"KLIPING_LANGUAGE": "en"}, ""),
    "below-repo": (default, {}, "repo/"),
    "short-links": (default, {"KLIPING_OUTPUT_LINKS": "folder"}, ""),
    "made-up": (made_up.large, {}, ""),
    "made-up-in-english": (made_up.large, {"KLIPING_LANGUAGE": "en"}, ""),
    "changed": (made_up.changed, {}, ""),
    "empty": (made_up.empty, {}, ""),
    "hostile": (made_up.broken, {}, ""),
    "illustrated": (made_up.illustrated, {}, ""),
}


@contextmanager
def built(root: Path, environment: Mapping[str, str], path: str) -> Iterator[Site]:
    """Build the project in `root` for the address at which it is served below `path`."""
    served = root / "served"
    output = served / path
    output.mkdir(parents=True)
    with serving(served) as host, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLIPING_BASE_URL", host + path)
        patch.setenv("KLIPING_OUTPUT_DIR", f"served/{path}")
        for name, value in environment.items():
            patch.setenv(name, value)
        assert cli.main(["build", "-q", "-j", "1", "--clock", CLOCK], root=root) == OK
        patch.undo()
        yield Site(root, output, host + path)


class Handler(SimpleHTTPRequestHandler):
    """A plain host for static files; feeds under their own media type."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".xml": "application/rss+xml; charset=utf-8"}  # noqa: RUF012

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of requests."""


@contextmanager
def serving(folder: Path, handler: type[SimpleHTTPRequestHandler] = Handler) -> Iterator[str]:
    """Serve a folder on a free port; the address ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
