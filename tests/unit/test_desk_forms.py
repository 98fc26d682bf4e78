"""The editor's desk: what its forms write, what it refuses, and that nothing of it is ever in the site."""

from __future__ import annotations

import html
import http.client
import re
import threading
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from previewing import NONE, Preview, project, serving, until
from running import tree

from kliping import asking, serve

INEWS = "menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali"
KOMPAS = "azerbaijan-armenia-akan-berunding-di-moskwa-bicarakan-gencatan-senjata"
TOPIC = "armenia-azerbaijan-ceasefire-talks"
DROPPED = "Get iNews App with new looks!"
KEPT = "Pemerintah Armenia menyatakan, Menlu Armenia"
REFUSED = tomllib.loads((Path(__file__).parent / "desk_requests.toml").read_text("utf-8"))["case"]
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = f"""\
Warga Antah menunggu jembatan {EVIL}

Senin, 5 Oktober 2020 - 10:15 WIB

ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping {EVIL} dan tidak ada yang terjadi pada hari itu di kota itu.

[Warga](javascript:alert(3)) Antah yang juga tidak pernah ada menunggu jembatan itu sejak pagi, kata seorang tokoh rekaan di tepi sungai.

Pemerintah Antah belum memberikan keterangan tentang jembatan karangan itu sampai berita ini dikarang oleh penguji.

{{{{ site.settings }}}} {{% raw %}} \u202e{EVIL}
"""


@dataclass(frozen=True)
class Form:
    """A form of the desk as it was loaded: its hidden fields and its buttons."""

    action: str
    fields: Mapping[str, str]
    buttons: Sequence[str]
    text: str


class Client:
    """A browser without scripts, as far as forms go."""

    def __init__(self, preview: Preview) -> None:
        self.preview, self.host = preview, f"127.0.0.1:{preview.port}"

    def page(self, path: str) -> str:
        status, text = self.preview.ask(path)
        assert status == 200, text
        return text

    def forms(self, path: str, action: str) -> list[Form]:
        found = re.findall(rf'<form[^>]*action="/_desk/{action}">(.*?)</form>', self.page(path), re.S)
        return [
            Form(
                f"/_desk/{action}",
                values(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text),
                [html.unescape(each) for each in re.findall(r'<button name="do" value="([^"]+)"', text)],
                text,
            )
            for text in found
        ]

    def form(self, path: str, action: str) -> Form:
        return self.forms(path, action)[0]

    def send(
        self,
        path: str,
        fields: Mapping[str, str] | Sequence[tuple[str, str]],
        headers: Mapping[str, str] = NONE,
        body: bytes = b"",
    ) -> tuple[int, str]:
        data = body or urlencode(fields).encode()
        said = {
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": asking.FORM,
            "Content-Length": str(len(data)),
            **headers,
        }
        host = said.pop("Host", "")
        return self.preview.ask(path, host, "POST", {name: value for name, value in said.items() if value}, data)

    def press(self, form: Form, do: str, *more: tuple[str, str]) -> str:
        """Press a button; where it leads."""
        status, text = self.send(form.action, [*form.fields.items(), *more, ("do", do)])
        assert status == 303, text
        assert text.startswith("/_desk/")
        return text

    def refused(self, form: Form, do: str, *more: tuple[str, str]) -> str:
        """Press a button that must not do anything; what is said instead."""
        before = tree(self.preview.root / "content")
        status, text = self.send(form.action, [*form.fields.items(), *more, ("do", do)])
        assert status in (400, 409)
        assert tree(self.preview.root / "content") == before
        return text

    def entry(self, slug: str) -> Path:
        return next((self.preview.root / "content/entries").rglob(f"{slug}.md"))

    def article(self, slug: str) -> str:
        return f"/_desk/article?entry={self.entry(slug).relative_to(self.preview.root / 'content').as_posix()}"


def values(pattern: str, text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(pattern, text)}


def place(page: str, words: str) -> int:
    """The place of the line that begins so."""
    found = re.search(rf'<li id="line-(\d+)"[^>]*>\s*<p class="text">.*?<bdi>{re.escape(html.escape(words))}', page)
    assert found, words
    return int(found[1])


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Client]:
    """A desk of its own."""
    with serving(project(tmp_path)) as preview:
        yield Client(preview)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A desk for tests that change nothing, with an article of which every word is hostile."""
    root = project(tmp_path_factory.mktemp("desk"))
    (root / "content/inbox/jahat.txt").write_text(HOSTILE, "utf-8")
    (root / "content/inbox/kosong.txt").write_text("Tidak ada berita.\n", "utf-8")
    with serving(root) as preview:
        yield Client(preview)


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"].replace(" ", "-")) for each in REFUSED])
def test_what_is_refused(shown: Client, case: Mapping[str, Any]) -> None:
    """A request that is foreign, broken, too large, out of date or about something else changes no file."""
    form = shown.form(shown.article(INEWS), "line")
    known = {"host": shown.host, "entry": form.fields["entry"], "token": form.fields["token"]}

    def filled(text: str) -> str:
        for name, value in known.items():
            text = text.replace(f"{{{name}}}", value)
        return text * case.get("times", 1) if text == "x" else text

    fields = {**form.fields, "do": "keep 0"} | {name: filled(value) for name, value in case.get("fields", {}).items()}
    headers = {name: filled(value) for name, value in case.get("headers", {}).items()}
    before = tree(shown.preview.root / "content")
    try:
        status, text = shown.send(case.get("path", form.action), fields, headers, case.get("body", "").encode())
    except ConnectionError:  # it was told before all of it was sent
        assert case["status"] == 413
        return
    assert status == case["status"], text
    assert "root:" not in text
    assert "base_url" not in text
    assert tree(shown.preview.root / "content") == before


@pytest.mark.parametrize(
    "path", ["article?entry=../site.toml", "article?raw=../site.toml", "article?entry=", "x", "../site.toml"]
)
def test_only_what_is_known_is_shown(shown: Client, path: str) -> None:
    """A page is only of an article that the desk knows."""
    status, text = shown.preview.ask("/_desk/" + path)
    assert status in (400, 404)
    assert "base_url" not in text


@pytest.mark.parametrize("path", ["/_desk/", "/_desk/review", "/_desk/desk.css"])
def test_foreign_hosts_see_nothing(shown: Client, path: str) -> None:
    """A foreign name that was pointed at this machine is not answered."""
    assert shown.preview.ask(path, "jahat.example")[0] == 403


def test_form_that_never_arrives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A form of which the rest does not come is given up, and nothing of it counts."""
    monkeypatch.setattr(serve, "SLOWEST", 0.2)
    taken: list[asking.Asked] = []

    def desk(asked: asking.Asked) -> asking.Answer:
        taken.append(asked)
        return asking.Answer(HTTPStatus.OK)

    state = serve.State()
    with serve.Server(("127.0.0.1", 0), serve.handler(tmp_path, state, "127.0.0.1", desk)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            form = urlencode({"token": state.token}).encode()
            headers = {"Content-Type": asking.FORM, "Content-Length": str(len(form) + 1)}
            connection.request("POST", "/_desk/line", form, headers)
            assert connection.getresponse().status == 408
            connection.close()
            connection.request("POST", "/_desk/line", form, headers | {"Content-Length": str(len(form))})
            assert connection.getresponse().status == 200
        finally:
            connection.close()
            server.shutdown()
            thread.join()
    assert [(each.path, each.is_form) for each in taken] == [("/_desk/line", True)]


def test_desk_is_for_this_machine_only() -> None:
    """Other machines may be shown the site, but never the desk."""
    assert asking.is_here("127.0.0.1")
    assert asking.is_here("::1")
    assert asking.is_here("::ffff:127.0.0.1")
    assert not any(map(asking.is_here, ("192.0.2.7", "::ffff:192.0.2.7", "fe80::1%eth0", "", "localhost.example")))


def test_hostile_words_are_words(shown: Client) -> None:
    """Whatever a raw file says, a page of the desk has no script, no handler, no frame and no link but its own."""
    paths = {
        "/_desk/",
        "/_desk/?show=other",
        "/_desk/review",
        "/_desk/stories",
        "/_desk/?words=" + urlencode({"": EVIL})[1:],
    }
    paths |= {html.unescape(each) for each in re.findall(r'href="(/_desk/article[^"]+)"', shown.page("/_desk/"))}
    assert len(paths) > 6
    assert any("alert(1)" in words(shown.page(path)) for path in paths)
    for path in paths:
        made = html5lib.parse(shown.page(path), namespaceHTMLElements=False)
        for element in made.iter():
            assert element.tag not in ("script", "img", "iframe", "object", "embed", "base"), path
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            assert not element.get("href", "/").startswith(("javascript:", "data:")), path
            assert element.get("action", "/_desk/").startswith("/_desk/"), path


def test_pages_carry_what_keeps_others_out(shown: Client) -> None:
    """No script runs, nobody frames the desk, and no other page learns its address."""
    connection = http.client.HTTPConnection("127.0.0.1", shown.preview.port, timeout=10)
    connection.request("GET", "/_desk/")
    headers = connection.getresponse().headers
    connection.close()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


# ------------------------------------------------------------------ what is shown


def test_inbox_names_everything(shown: Client) -> None:
    """Each saved file is in the table, also one in which there is no article; a word narrows it down."""
    everything = words(shown.page("/_desk/"))
    for part in (INEWS[:5].capitalize(), "Kompas.com", "2020-10-30 18:45", "set aside", "kosong.txt", "shown"):
        assert part in everything
    narrow = words(shown.page("/_desk/?words=kompas"))
    assert "1 row" in narrow
    assert "kosong.txt" in words(shown.page("/_desk/?show=aside"))


def test_file_that_was_set_aside(shown: Client) -> None:
    """The page of a file without an article says why it was set aside."""
    assert "set aside" in words(shown.page("/_desk/article?raw=inbox/kosong.txt"))


def test_lines_say_why(shown: Client) -> None:
    """The raw file stands there line by line, each with its verdict, the reason and a button, beside the entry."""
    page = shown.page(shown.article(INEWS))
    text = words(page)
    assert f"dropped {DROPPED} Line 1: furniture; known furniture" in text
    assert f"kept {KEPT}" in text
    assert page.count("<li id=") == page.count(">Keep</button>") + page.count(">Drop</button>")


# ------------------------------------------------------------------ lines


def test_line_is_kept_and_let_go_again(desk: Client) -> None:
    """Keeping a dropped line writes it into the entry and cleans it again; dropping it then takes that back, byte by byte."""
    entry, before = desk.entry(INEWS), desk.entry(INEWS).read_bytes()
    path = desk.article(INEWS)
    line = place(desk.page(path), DROPPED)
    assert DROPPED not in desk.page(f"/articles/2020/10/{INEWS}/")
    there = desk.press(desk.form(path, "line"), f"keep {line}")
    assert there.endswith(f"#line-{line}")
    assert f'keep: ["{DROPPED}"]' in entry.read_text("utf-8")
    assert DROPPED in entry.read_text("utf-8").partition("\n---\n")[2]
    assert DROPPED in desk.page(f"/articles/2020/10/{INEWS}/"), "the preview shows it at once"
    assert "you keep it" in words(desk.page(there.partition("#")[0]))
    desk.press(desk.form(path, "line"), f"drop {line}")
    assert entry.read_bytes() == before


def test_line_is_dropped(desk: Client) -> None:
    """Dropping a long paragraph names it by its beginning, and it is gone from the article."""
    path = desk.article(INEWS)
    line = place(desk.page(path), KEPT)
    desk.press(desk.form(path, "line"), f"drop {line}")
    head, _, body = desk.entry(INEWS).read_text("utf-8").partition("\n---\n")
    assert re.search(rf'^drop: \["{KEPT}[^"]*\*"\]$', head, re.M)
    assert KEPT not in body


def test_outlet_learns_a_line(desk: Client) -> None:
    """A line that is always dropped stands in the outlet's file, whose other words stay, and the entry's head does not name it."""
    path, file = desk.article(INEWS), desk.preview.root / "content/outlets/inews.toml"
    before = file.read_text("utf-8")
    line = place(desk.page(path), KEPT)
    desk.press(desk.form(path, "line"), f"drop {line} outlet")
    after = file.read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert tomllib.loads(after)["drop"][0].startswith(KEPT)
    head, _, body = desk.entry(INEWS).read_text("utf-8").partition("\n---\n")
    assert "drop" not in head
    assert KEPT not in body


PAGE = """<!DOCTYPE html><html lang=id><head><meta charset=utf-8><title>Jembatan Antah Dibuka Lagi - Warta Antah</title>
<meta property="og:site_name" content="Warta Antah"><link rel=canonical href="https://warta-antah.example/2020/10/05/jembatan">
<meta property="article:published_time" content="2020-10-05T10:15:00+07:00"></head><body><h1>Jembatan Antah Dibuka Lagi</h1>
<p>ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping. Kotarupa tidak ada, banjirnya juga tidak pernah ada di sana.</p>
<p>Warga Antah yang juga tidak pernah ada menunggu jembatan itu sejak pagi, kata seorang tokoh rekaan di tepi sungai.</p>
<p>Pemerintah Antah belum memberikan keterangan tentang jembatan karangan itu sampai berita ini dikarang.</p></body></html>
"""


def test_outlet_that_nobody_knew_learns_a_line(tmp_path: Path) -> None:
    """For an outlet without a file one is begun, with its name and the line; taking it back leaves an empty list."""
    root = project(tmp_path)
    (root / "content/inbox/antah.html").write_text(PAGE, "utf-8")
    file = root / "content/outlets/warta-antah.toml"
    with serving(root) as preview:
        desk = Client(preview)
        path = desk.article("jembatan-antah-dibuka-lagi")
        line = place(desk.page(path), "Warga Antah")
        desk.press(desk.form(path, "line"), f"drop {line} outlet")
        made = tomllib.loads(file.read_text("utf-8"))
        assert made["name"] == "Warta Antah"
        assert made["drop"][0].startswith("Warga Antah")
        assert "Warga Antah" not in desk.entry("jembatan-antah-dibuka-lagi").read_text("utf-8")
        desk.press(desk.form(path, "line"), f"keep {line} outlet")
        assert tomllib.loads(file.read_text("utf-8"))["drop"] == []
        assert "Warga Antah" in desk.entry("jembatan-antah-dibuka-lagi").read_text("utf-8")


def test_person_who_saved_meanwhile_wins(desk: Client) -> None:
    """What was saved after the page was loaded is never overwritten: the form is refused and says why."""
    path, entry = desk.article(INEWS), desk.entry(INEWS)
    form, line = desk.form(path, "line"), place(desk.page(path), DROPPED)
    entry.write_text(entry.read_text("utf-8").replace("Pemerintah", "Pejabat"), "utf-8")
    said = words(desk.refused(form, f"keep {line}"))
    assert "was changed since this page was loaded" in said
    assert "nothing was written" in said


def test_edited_entry_is_proposed_the_line(desk: Client) -> None:
    """In an entry that a person edited, a line that is to be kept becomes a proposal, which the desk lets them take."""
    path, entry = desk.article(INEWS), desk.entry(INEWS)
    entry.write_text(entry.read_text("utf-8").replace("Pemerintah Armenia", "Pejabat Armenia"), "utf-8")
    assert until(lambda: "Pejabat Armenia" in desk.page(f"/articles/2020/10/{INEWS}/"))
    line = place(desk.page(path), DROPPED)
    desk.press(desk.form(path, "line"), f"keep {line}")
    assert DROPPED not in entry.read_text("utf-8").partition("\n---\n")[2]
    form = desk.form(path, "proposal")
    part = next(
        number
        for number, text in re.findall(r'name="part" value="(\d+)"(.*?)</div>', form.text, re.S)
        if DROPPED in words(text)
    )
    assert "nothing was chosen" in words(desk.refused(form, "take")).lower()
    desk.press(form, "take", ("part", part))
    body = entry.read_text("utf-8").partition("\n---\n")[2]
    assert DROPPED in body
    assert "Pejabat Armenia" in body


# ------------------------------------------------------------------ topics and stories


def test_verdict_on_a_topic(desk: Client) -> None:
    """An editor's word on a topic stands in the entry, the other word replaces it, and the third takes it out."""
    path, entry = desk.article(KOMPAS), desk.entry(KOMPAS)
    before = entry.read_bytes()
    desk.press(desk.form(path, "topic"), "out")
    assert f"not_topics: [{TOPIC}]" in entry.read_text("utf-8")
    assert KOMPAS not in desk.page(f"/topics/{TOPIC}/")
    desk.press(desk.form(path, "topic"), "in")
    assert f"\ntopics: [{TOPIC}]" in entry.read_text("utf-8")
    assert "not_topics" not in entry.read_text("utf-8")
    desk.press(desk.form(path, "topic"), "words")
    assert entry.read_bytes() == before


def test_pile_for_review(tmp_path: Path) -> None:
    """What may belong to a topic waits with the reason; a word on it takes it off the pile and puts it into the topic."""
    root = project(tmp_path)
    text = "---\ntitle: Gencatan senjata di tempat lain\nslug: lain\ndate: 2020-10-31\n---\n\nArmenia yang dikarang, dan Azerbaijan yang dikarang.\n"
    (root / "content/entries/2020/10/lain.md").write_text(text, "utf-8")
    with serving(root) as preview:
        desk = Client(preview)
        assert "Gencatan senjata di tempat lain" in words(desk.page("/_desk/review"))
        there = desk.press(desk.form("/_desk/review", "topic"), "in")
        assert there.startswith("/_desk/review")
        assert f"topics: [{TOPIC}]" in desk.entry("lain").read_text("utf-8")
        assert "Review (0)" in words(desk.page("/_desk/review"))


def test_stories_together_and_apart(desk: Client) -> None:
    """Reports that are ticked become one story, and two again; what the editor wrote on the topic stays word by word."""
    file = desk.preview.root / f"content/topics/{TOPIC}.md"
    file.parent.mkdir(exist_ok=True)
    mine = "2020-11-10: Perundingan yang dikarang.\n\nTanpa hari.\n"
    file.write_text(mine, "utf-8")
    path = f"/_desk/stories?topic={TOPIC}"
    assert desk.page(path).count("<fieldset>") == 2
    both = (("report", INEWS), ("report", KOMPAS))
    form = desk.form(path, "stories")
    assert "two or more" in words(desk.refused(form, "merge", both[0]))
    desk.press(form, "merge", *both)
    assert file.read_text("utf-8").endswith(mine)
    assert f"merge: [[{INEWS}, {KOMPAS}]]" in file.read_text("utf-8")
    assert desk.page(path).count("<fieldset>") == 1
    assert "was changed since" in words(desk.refused(form, "merge", *both))
    desk.press(desk.form(path, "stories"), "split", both[0])
    assert "merge" not in file.read_text("utf-8")
    assert f"split: [[{INEWS}, {KOMPAS}]]" in file.read_text("utf-8")
    assert file.read_text("utf-8").endswith(mine)
    assert desk.page(path).count("<fieldset>") == 2


# ------------------------------------------------------------------ never in the site


def test_nothing_of_the_desk_is_in_the_site(desk: Client) -> None:
    """No file that the preview builds names the desk, and no file is written but what was decided."""
    before = tree(desk.preview.root / "content")
    for path in ("/_desk/", "/_desk/review", "/_desk/stories", desk.article(INEWS)):
        desk.page(path)
    assert tree(desk.preview.root / "content") == before
    desk.press(desk.form(desk.article(INEWS), "line"), "keep 0")
    changed = {path for path, data in tree(desk.preview.root / "content").items() if before.get(path) != data}
    assert {path for path in changed if not path.startswith("ledger")} == {f"entries/2020/10/{INEWS}.md"}
    files = [file for file in (desk.preview.root / ".cache/preview").rglob("*") if file.is_file()]
    assert len(files) > 10
    assert not [file for file in files if b"/_desk" in file.read_bytes() or "/_desk" in file.as_posix()]
    assert not (desk.preview.root / "output").exists()


def test_broken_settings_are_told_at_the_desk(desk: Client) -> None:
    """While the site cannot be built the desk says why, and shows what it knew."""
    settings = desk.preview.root / "site.toml"
    settings.write_text(settings.read_text("utf-8") + '\nlanguage = "<b>xx</b>"\n', "utf-8")
    assert until(lambda: 'role="alert"' in desk.page("/_desk/"))
    assert "&lt;b&gt;xx" in desk.page("/_desk/") or "site.toml" in desk.page("/_desk/")
    assert "<b>xx" not in desk.page("/_desk/")
