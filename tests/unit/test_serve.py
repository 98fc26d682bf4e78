"""The preview: what it serves, what it refuses, and that it follows every change."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from previewing import PATIENCE, Preview, project, serving, until

from kliping import serve

ENTRY = "content/entries/2020/10/menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali.md"
ARTICLE = "/articles/2020/10/menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali/"
TITLE = "Menlu Armenia dan Azerbaijan di Swiss Bahas Gencatan Senjata untuk Ke-4 Kali"
EVENTS = "_kliping/events"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview for tests that change nothing."""
    with serving(project(tmp_path_factory.mktemp("serve"))) as preview:
        yield preview


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of its own."""
    with serving(project(tmp_path)) as preview:
        preview.settle()
        yield preview


def retitle(preview: Preview, title: str) -> None:
    """Change the title of an entry as an editor would."""
    file = preview.root / ENTRY
    file.write_text(re.sub(r'^title: ".*"$', f'title: "{title}"', file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


# ------------------------------------------------------------------ what is served


@pytest.mark.parametrize(
    "path", ["/", "/index.html", ARTICLE, ARTICLE + "?from=feed", "/404.html", "/topics/index.html"]
)
def test_pages_are_served(shown: Preview, path: str) -> None:
    """A page is served under its address, with or without index.html or a query."""
    status, text = shown.ask(path)
    assert status == 200
    assert "<h1" in text


@pytest.mark.parametrize(
    ("path", "sign"),
    [("/feed.xml", "<rss"), ("/favicon.svg", "<svg"), ("/2020/10", "")],
    ids=["feed", "icon", "folder"],
)
def test_other_files_are_served_as_they_are(shown: Preview, path: str, sign: str) -> None:
    """Feeds and pictures are served without the reload script; a folder without a slash redirects."""
    status, text = shown.ask(path)
    assert status == (200 if sign else 301)
    assert sign in text
    assert EVENTS not in text


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/articles/2020/10/nothing/index.html", "/feed.xml/"])
def test_lost_addresses_show_the_404_page(shown: Preview, path: str) -> None:
    """An address without a page answers 404 with the site's own page for that."""
    status, text = shown.ask(path)
    assert status == 404
    assert "Beranda" in text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/assets/", "/articles/", "/articles/2020/"])
def test_folders_are_not_listed(shown: Preview, path: str, method: str) -> None:
    """A folder without a page is an address without a page."""
    status, text = shown.ask(path, method=method)
    assert status in (404, 405, 501)
    assert "Directory listing" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/..%2fsite.toml",
        "/articles/../../site.toml",
        "/..%5csite.toml",
        "//../site.toml",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/.cache/",
        "/../content/inbox/000_63e88a3eae80f724.txt",
    ],
)
def test_nothing_outside_is_served(shown: Preview, path: str) -> None:
    """No way of writing a path leads out of the output folder."""
    status, text = shown.ask(path)
    assert status in (400, 403, 404)
    for sign in ("base_url", "root:", "Baca berita tanpa iklan"):
        assert sign not in text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_foreign_hosts_are_refused(shown: Preview, host: str, method: str) -> None:
    """A page of another host cannot read the preview by pointing its name at this machine (DNS rebinding)."""
    for path in ("/", ARTICLE, "/feed.xml", "/" + EVENTS):
        status, text = shown.ask(path, host, method)
        assert status in (403, 405, 501)
        assert "Armenia" not in text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:8000", "[::1]:8000"])
def test_this_machine_is_answered(shown: Preview, host: str) -> None:
    """Every name of this machine is answered."""
    assert shown.ask("/", host)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(shown: Preview, method: str) -> None:
    """The preview only answers questions."""
    assert shown.ask("/", method=method)[0] in (405, 501)


def test_reload_script_is_only_in_the_preview(shown: Preview) -> None:
    """Pages carry the reload script when they are served, and no file of the site ever does."""
    assert EVENTS in shown.ask("/")[1]
    files = [file for file in (shown.root / ".cache/preview").rglob("*") if file.is_file()]
    assert len(files) > 10
    assert not (shown.root / "output").exists(), "the site that is published is not for looking"
    assert not [file for file in files if b"_kliping" in file.read_bytes() or b"<script>" in file.read_bytes()]


def test_readers_who_leave(preview: Preview) -> None:
    """A browser that leaves before the answer has come is no error, and nothing is said of it."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", preview.port), PATIENCE) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert preview.ask("/")[0] == 200
    assert "Traceback" not in preview.said()


def test_other_machines_may_be_answered(tmp_path: Path) -> None:
    """Bound to every address on purpose, it answers under the machine's own addresses, and still not under foreign names."""
    with serving(project(tmp_path), "-p", "0", "-b", "0.0.0.0") as preview:
        assert preview.ask("/", "192.0.2.7:8000")[0] == 200
        assert preview.ask("/", "evil.example")[0] == 403


# ------------------------------------------------------------------ what changes


def test_changes_are_followed(preview: Preview) -> None:
    """An entry that is changed, and one that is new, are shown without a restart."""
    assert TITLE in preview.ask(ARTICLE)[1]
    retitle(preview, "Judul Baru dari Penyunting")
    assert until(lambda: "Judul Baru dari Penyunting" in preview.ask(ARTICLE)[1])
    file = preview.root / "content/entries/2020/10/baru.md"
    file.write_text("---\ntitle: Artikel karangan\ndate: 2020-10-31\n---\n\nKarangan.\n", "utf-8")
    assert until(lambda: preview.ask("/articles/2020/10/artikel-karangan/")[0] == 200)
    file.unlink()
    assert until(lambda: preview.ask("/articles/2020/10/artikel-karangan/")[0] == 404)


@pytest.mark.parametrize("way", ["in place", "by a new file", "by a new file twice"])
def test_settings_are_followed(preview: Preview, way: str) -> None:
    """A change of site.toml is shown, also when the editor saves it as a new file in its place, again and again."""
    settings = preview.root / "site.toml"
    titles = ["Kabar Pertama", "Kabar Kedua"][: 2 if way.endswith("twice") else 1]
    assert "Kliping" in preview.ask("/")[1]
    for title in titles:
        text = re.sub(r'^title = ".*"$', f'title = "{title}"', settings.read_text("utf-8"), count=1, flags=re.MULTILINE)
        if way == "in place":
            settings.write_text(text, "utf-8")
        else:
            beside = preview.root / "site.toml.new"
            beside.write_text(text, "utf-8")
            beside.replace(settings)
        assert until(lambda: title in preview.ask("/")[1], 5), title  # noqa: B023 - asked here


def test_new_folders_are_followed(preview: Preview) -> None:
    """Templates of the site's own are followed, also when there were none at the start."""
    assert "Kliping" in preview.ask("/")[1]
    (preview.root / "templates").mkdir()
    (preview.root / "templates/404.html").write_text("<h1>Templat sendiri</h1>", "utf-8")
    assert until(lambda: "Templat sendiri" in preview.ask("/404.html")[1], 5)


def test_broken_settings_are_shown_in_the_page(preview: Preview) -> None:
    """The page shows what is wrong with site.toml; the last good site stays below it; a repair is shown."""
    settings = preview.root / "site.toml"
    good = settings.read_text("utf-8")
    assert 'role="alert"' not in preview.ask("/")[1]
    settings.write_text(good + '\nlanguage = "<b>xx</b>"\n', "utf-8")
    assert until(lambda: 'role="alert"' in preview.ask("/")[1])
    text = preview.ask(ARTICLE)[1]
    assert "site.toml" in text
    assert "<b>xx" not in text
    assert TITLE in text
    assert preview.process.poll() is None
    settings.write_text(good, "utf-8")
    assert until(lambda: 'role="alert"' not in preview.ask("/")[1])
    assert "Traceback" not in preview.said()


def test_page_that_goes_while_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that a build removes at the very moment it is asked for is an address without a page."""
    (tmp_path / "index.html").write_text("<body>Karangan</body>", "utf-8")
    (tmp_path / "404.html").write_text("<body>Tidak ada</body>", "utf-8")
    read = Path.read_bytes

    def gone(file: Path) -> bytes:
        if file.name == "index.html":
            raise FileNotFoundError(file)
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", gone)
    with serve.Server(("127.0.0.1", 0), serve.handler(tmp_path, serve.State(), "127.0.0.1")) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert (answer.status, b"Tidak ada" in answer.read()) == (404, True)
        finally:
            connection.close()
            server.shutdown()
            thread.join()


def test_broken_entry_does_not_stop_the_preview(preview: Preview) -> None:
    """An entry that cannot be read is told at the terminal; the rest is shown."""
    assert preview.ask(ARTICLE)[0] == 200
    (preview.root / ENTRY).write_text("---\ntitle: [\n---\n", "utf-8")
    assert until(lambda: TITLE not in preview.ask(ARTICLE)[1]), "where it was stands that it is not here"
    assert until(lambda: "set aside" in preview.said())
    assert preview.ask("/")[0] == 200


# ------------------------------------------------------------------ what readers do not see

DRAFTS = {
    "konsep": ("draft: true\ndate: 2020-10-31", "a draft"),
    "kelak": ("date: 2090-01-01", "held back until 2090-01-01"),
}


def with_drafts(root: Path) -> Path:
    """A project with an article that is a draft and one that is held back."""
    project(root)
    for name, (keys, _) in DRAFTS.items():
        text = f"---\ntitle: Karangan {name}\nslug: {name}\n{keys}\n---\n\nKarangan.\n"
        (root / f"content/entries/2020/10/{name}.md").write_text(text, "utf-8")
    return root


def test_drafts_and_held_back_articles_say_what_they_are(tmp_path: Path) -> None:
    """The preview shows what readers do not see yet, and says so on its page and on every page that leads to it."""
    with serving(with_drafts(tmp_path)) as preview:
        for path, (_, why) in zip(
            ("/articles/2020/10/konsep/", "/articles/2090/01/kelak/"), DRAFTS.values(), strict=True
        ):
            status, text = preview.ask(path)
            assert status == 200
            assert f"Only you see this article: {why}" in text
        text = preview.ask("/")[1]
        assert "Only you see, on this page" in text
        assert "“Karangan konsep” (a draft)" in text
        assert "Not published" not in preview.ask(ARTICLE)[1]
    files = [file for file in (tmp_path / ".cache/preview").rglob("*") if file.is_file()]
    assert not [file for file in files if b"Only you see" in file.read_bytes()]
    assert not (tmp_path / "output").exists()


def test_preview_as_readers_see_it(tmp_path: Path) -> None:
    """With --public only what readers see is shown; -D adds drafts to it."""
    with serving(with_drafts(tmp_path), "-p", "0", "--public") as preview:
        assert preview.ask("/articles/2020/10/konsep/")[0] == 404
        assert preview.ask("/articles/2090/01/kelak/")[0] == 404
        assert "Only you see" not in preview.ask("/")[1]
    with serving(tmp_path, "-p", "0", "--public", "-D") as preview:
        assert preview.ask("/articles/2020/10/konsep/")[0] == 200
        assert preview.ask("/articles/2090/01/kelak/")[0] == 404


# ------------------------------------------------------------------ start and end


def test_busy_port_leads_to_the_next(tmp_path: Path) -> None:
    """When the port is taken the next free one serves."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(project(tmp_path), "-p", str(port)) as preview:
            assert port < preview.port <= port + 50
            assert preview.ask("/")[0] == 200


def test_ctrl_c_ends_it(preview: Preview) -> None:
    """Ctrl-C ends the preview at once with 130, a word and no traceback, even while pages listen for changes."""
    listening = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    try:
        listening.request("GET", "/" + EVENTS)
        assert listening.getresponse().status == 200
        begun = time.monotonic()
        assert preview.stop() == 130
        assert time.monotonic() - begun < 5
    finally:
        listening.close()
    assert "Traceback" not in preview.said()
    assert "stopped" in preview.said()


def test_settings_that_cannot_be_used_at_the_start(tmp_path: Path) -> None:
    """Without settings there is nothing to serve: the error is told and the exit code is 3."""
    with serving(tmp_path) as preview:
        assert preview.process.wait(PATIENCE) == 3
        assert "site.toml" in preview.said()
        assert "Traceback" not in preview.said()


def test_port_that_is_no_port(tmp_path: Path) -> None:
    """A port that cannot exist is wrong use, not a crash."""
    with serving(project(tmp_path), "-p", "70000") as preview:
        assert preview.process.wait(PATIENCE) == 2
        assert "Traceback" not in preview.said()


# ------------------------------------------------------------------ in the browser


@contextmanager
def browsing() -> Iterator[Page]:
    """A page in Chromium; without a browser the test is skipped, but not where CI is set."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: apt-get install chromium")
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=[*switches, "--disable-sync", "--no-first-run"]
        )
        try:
            yield launched.new_page()
        finally:
            launched.close()


@pytest.mark.browser
def test_browser_shows_changes(preview: Preview) -> None:
    """The browser shows a new title within ten seconds, without a reload by hand, and no error of its own."""
    complaints: list[str] = []
    with browsing() as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(preview.url + ARTICLE)
        assert page.locator("h1").inner_text() == TITLE
        for title in ("Judul Baru dari Penyunting", "Dan Sekali Lagi"):
            retitle(preview, title)
            page.locator("h1", has_text=title).wait_for(timeout=PATIENCE * 1000)
        (preview.root / "site.toml").write_text("title = \n", "utf-8")
        page.locator('[role="alert"]', has_text="site.toml").wait_for(timeout=PATIENCE * 1000)
        assert page.locator("h1").inner_text() == "Dan Sekali Lagi"
    assert complaints == []


@pytest.mark.browser
def test_browser_reloads_only_for_changes(preview: Preview) -> None:
    """A page is loaded once, however long it stays open, until something changes."""
    loads: list[str] = []
    with browsing() as page:
        page.on("load", lambda loaded: loads.append(loaded.url))
        page.goto(preview.url + ARTICLE)
        page.wait_for_timeout(1500)
        assert len(loads) == 1
        page.goto(preview.url)
        page.wait_for_timeout(1000)
        assert len(loads) == 2


@pytest.mark.browser
def test_browser_follows_a_restart(tmp_path: Path) -> None:
    """When the preview is stopped and started again on the same port, an open page shows what has changed."""
    root = project(tmp_path)
    with browsing() as page:
        with serving(root) as first:
            port = first.port
            page.goto(first.url + ARTICLE)
            page.wait_for_timeout(1000)
            first.stop()
        retitle(first, "Diubah selagi berhenti")
        with serving(root, "-p", str(port)) as second:
            assert second.port == port
            page.locator("h1", has_text="Diubah selagi berhenti").wait_for(timeout=PATIENCE * 1000)


@pytest.mark.browser
def test_browser_stays_where_it_was(preview: Preview) -> None:
    """After a reload the page is where the reader had scrolled to."""
    with browsing() as page:
        page.set_viewport_size({"width": 600, "height": 400})
        page.goto(preview.url + ARTICLE)
        page.evaluate("scrollTo(0, 500)")
        retitle(preview, "Judul Baru")
        page.locator("h1", has_text="Judul Baru").wait_for(timeout=PATIENCE * 1000)
        page.wait_for_function("scrollY > 400", timeout=PATIENCE * 1000)
