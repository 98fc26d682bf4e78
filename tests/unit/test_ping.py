"""Telling a hub of changed feeds: over a real connection to a hub of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kliping import cli, ping

SETTINGS = 'title = "Kliping Antah"\nbase_url = "https://kliping.example/berita/"\n'


class Hub(HTTPServer):
    """A hub that writes down what it is told, and refuses what it does not like."""

    told: list[dict[str, list[str]]]
    dislikes = ""


class Answer(BaseHTTPRequestHandler):
    """How the hub answers."""

    server: Hub

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        is_refused = bool(self.server.dislikes) and self.server.dislikes in said["hub.url"][0]
        if not is_refused:
            self.server.told.append(said)
        self.send_response(400 if is_refused else 204)
        self.end_headers()
        if is_refused:
            self.wfile.write(b"no such\ntopic")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of requests."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub(("127.0.0.1", 0), Answer)
    server.told = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def project(tmp_path: Path, hub: Hub) -> Path:
    """A project with a built site of two feeds, that names the hub."""
    address = f"http://127.0.0.1:{hub.server_port}/publish"
    (tmp_path / "site.toml").write_text(f'{SETTINGS}[feeds]\nhub = "{address}"\n', "utf-8")
    for path, text in {"index.html": "x", "feed.xml": "<rss/>", "topics/a/feed.json": "{}"}.items():
        (tmp_path / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / path).write_text(text, "utf-8")
    return tmp_path


def run(project: Path, *arguments: str) -> int:
    return cli.main(["ping", *arguments], project)


def urls(hub: Hub) -> list[str]:
    return [each["hub.url"][0] for each in hub.told]


def test_the_hub_is_told_of_what_changed(project: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    """All feeds at first, then those whose bytes changed, then none."""
    assert run(project) == 0
    both = ["https://kliping.example/berita/feed.xml", "https://kliping.example/berita/topics/a/feed.json"]
    assert urls(hub) == both
    assert hub.told[0]["hub.mode"] == ["publish"]
    assert capsys.readouterr() == ("\n".join(both) + "\n", "The hub was told of 2 changed feeds.\n")
    (project / "output" / "feed.xml").write_text("<rss>new</rss>", "utf-8")
    assert run(project) == 0
    assert urls(hub)[2:] == both[:1]
    assert run(project) == 0
    assert len(hub.told) == 3


def test_a_dry_run_tells_nobody(project: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what would be told, and remembers nothing."""
    assert run(project, "--dry-run") == 0
    assert "would be told of 2 changed feeds" in capsys.readouterr().err
    assert not hub.told
    assert not (project / ".cache" / ping.RECORD).exists()


def test_what_the_hub_refuses_is_tried_again(project: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are told; exit code 1 and the hub's own words; the next run tries that feed again."""
    hub.dislikes = "topics/"
    assert run(project) == 1
    told = capsys.readouterr()
    assert "topics/a/feed.json: the hub answered 400 Bad Request: no such topic" in told.out
    assert told.err == "The hub was told of 1 changed feed, and not of 1.\n"
    hub.dislikes = ""
    assert run(project) == 0
    assert urls(hub) == ["https://kliping.example/berita/feed.xml", "https://kliping.example/berita/topics/a/feed.json"]


def test_a_hub_that_is_away_is_asked_once(project: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody waits for the same silence twice."""
    hub.shutdown()
    hub.server_close()
    assert run(project) == 1
    assert capsys.readouterr().out.count("the hub cannot be reached") == 2


def test_without_a_hub(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says what to write and where."""
    (project / "site.toml").write_text(SETTINGS, "utf-8")
    assert run(project) == 3
    told = capsys.readouterr().err
    assert "site.toml: feeds.hub: there is no hub to tell" in told
    assert 'write hub = "https://…" under [feeds]' in told


def test_without_a_site(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to tell of before the first build."""
    (project / "output" / "index.html").unlink()
    assert run(project) == 2
    assert "run `kliping build`" in capsys.readouterr().err


@pytest.mark.parametrize("hub", ["hub.example", "ftp://hub.example/", "https://hub.example/ x", ""], indirect=False)
def test_a_hub_needs_an_address(tmp_path: Path, hub: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings that cannot be meant are refused, with the line."""
    (tmp_path / "site.toml").write_text(f'{SETTINGS}[feeds]\nhub = "{hub}"\n', "utf-8")
    assert run(tmp_path) == 3
    assert "site.toml:4: feeds.hub: needs a full address" in capsys.readouterr().err


def test_a_damaged_record_is_no_record(project: Path, hub: Hub) -> None:
    """The hub is told once more, and nothing fails."""
    (project / ".cache").mkdir()
    (project / ".cache" / ping.RECORD).write_text("[", "utf-8")
    assert run(project) == 0
    assert len(hub.told) == 2
