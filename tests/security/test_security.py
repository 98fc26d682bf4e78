"""Hostile inputs, as data: refused or harmless, in bounded time. README.md beside this file says how to add one."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import re
import shutil
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from running import CLOCK, ROOT, environment, kliping, tree

import kliping as api
from kliping import entries, memory, records
from kliping.cli import main
from kliping.imports import hugo
from kliping.ingest import parts
from kliping.site import check, leaks, redirects, render, topic_words
from kliping.site.copies import runs

HERE = Path(__file__).parent
BASE = ROOT / "tests" / "projects" / "_base"
CANARY = "KENARI-RAHASIA-KARANGAN"
SECRET = f"{CANARY}: tidak seorang pun boleh membaca berkas rahasia karangan ini di situs mana pun.\n"
SECONDS = 20.0


def cases(name: str) -> list[dict[str, Any]]:
    """The tables of a data file."""
    return list(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["cases"])


SITE, SETTINGS = cases("site"), cases("settings")
UNITS: list[str] = tomllib.loads((HERE / "time.toml").read_text("utf-8"))["units"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of the build of a project that holds every case."""

    home: Path
    code: int
    said: str
    seconds: float
    output: Mapping[str, bytes]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @property
    def text(self) -> str:
        return "\n".join(f"{path}\n{data.decode('utf-8', 'replace')}" for path, data in self.output.items())


def lay(case: Mapping[str, Any], project: Path) -> None:
    """Put the file of a case into a project."""
    file = project / case["path"]
    file.parent.mkdir(parents=True, exist_ok=True)
    if "link" in case:
        file.symlink_to(project.parent / ("private" if case["link"] == "SECRET_FOLDER" else "secret.txt"))
        return
    text = str(case["text"]).removeprefix("\n").replace("SECRET", str(project.parent / "secret.txt"))
    if "repeat" in case:
        unit, size = case["repeat"]
        text = text.replace("…", unit * (size // len(unit)))
    file.write_text(text, "utf-8", newline="")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """One build of a project that holds every case beside a good article."""
    home = tmp_path_factory.mktemp("home")
    project = home / "project"
    shutil.copytree(BASE, project)
    (home / "secret.txt").write_text(SECRET, "utf-8")
    (home / "private").mkdir()
    (home / "private" / "x.md").write_text(f"---\ntitle: {CANARY}\ndate: 2020-10-05\n---\n\n{SECRET}", "utf-8")
    settings = project / "site.toml"
    settings.write_text(f'search = false\n{settings.read_text("utf-8")}\n[output]\ncards = "none"\n', "utf-8")
    for case in SITE:
        lay(case, project)
    before, begun = tree(home), os.times()
    ran = kliping(project, "build", "--clock", CLOCK, environ=environment(HOME=str(home), USERPROFILE=str(home)))
    ended = os.times()
    spent = ended.children_user + ended.children_system - begun.children_user - begun.children_system
    return Tried(home, ran.returncode, ran.stderr, spent, tree(project / "output"), before, tree(home))


# ------------------------------------------------------------------ one site that holds them all


def test_the_good_article_comes_out_in_bounded_time(tried: Tried) -> None:
    """Hostile files are set aside or shown as text; the rest is built, in seconds, and nobody sees a traceback."""
    assert tried.code == 1, tried.said
    assert "Traceback" not in tried.said
    assert "fault of Kliping" not in tried.said
    assert "articles/2020/10/karangan-jembatan-antah-dibuka-lagi/index.html" in tried.output
    assert tried.seconds < SECONDS


@pytest.mark.parametrize("case", SITE, ids=lambda case: case["about"])
def test_case(tried: Tried, case: Mapping[str, Any]) -> None:
    """What must be said is said, what may be shown is shown, what must not is nowhere."""
    assert case["about"].endswith(".")
    assert not set(case) - {"about", "path", "text", "repeat", "link", "says", "shows", "lacks"}
    for words in case.get("says", ()):
        assert words in tried.said, tried.said
    for words in case.get("shows", ()):
        assert words in tried.text
    for words in case.get("lacks", ()):
        assert words not in tried.text


def test_nothing_outside_is_read_or_written(tried: Tried) -> None:
    """No word of a file outside the project is in it, and no file outside was made or changed."""
    outside = {path for path in {*tried.before, *tried.after} if not path.startswith("project/")}
    assert {path for path in outside if tried.before.get(path) != tried.after.get(path)} == set()
    made = {path: data for path, data in tried.after.items() if path not in tried.before}
    assert [path for path, data in made.items() if CANARY.encode() in data] == []
    kept = ("project/output/", "project/.cache/", "project/content/entries/", "project/content/ledger.jsonl")
    more = ("project/content/outlets/",)
    assert [path for path in made if not path.startswith((*kept, *more))] == []
    assert [path for path in made if "escaped" in path] == []


def pages(tried: Tried) -> Iterator[tuple[str, Any]]:
    for path, data in tried.output.items():
        if path.endswith(".html"):
            yield path, lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))


RUNS = frozenset("iframe object embed applet base form svg math frame frameset portal".split())


def test_no_page_runs_anything(tried: Tried) -> None:
    """No script but data, no event handler, no frame, no address that is a script, in any page."""
    for path, page in pages(tried):
        for element in page.iter(lxml.etree.Element):
            assert element.tag not in RUNS - {"svg"}, f"{path}: <{element.tag}>"
            assert element.tag != "script" or element.get("type") == "application/ld+json" or element.get("src"), path
            for name, value in element.attrib.items():
                assert not name.startswith("on"), f"{path}: {name}={value}"
                plain = re.sub(r"[\x00-\x20]", "", str(value)).lower()
                assert not plain.startswith(("javascript:", "vbscript:", "data:text", "file:")), f"{path}: {value}"
            if element.tag in ("script", "img", "link") and element.get("rel") != "canonical":
                source = element.get("src") or (element.get("href") if element.get("rel") == "stylesheet" else "") or ""
                assert not re.match(r"\s*(?:[a-z]+:)?//", source), f"{path}: fetches {source}"


def test_json_in_pages_cannot_end_its_element(tried: Tried) -> None:
    """The data of schema.org holds no sign that would end it."""
    for path, page in pages(tried):
        for script in page.iter("script"):
            assert "<" not in (script.text or ""), path


def test_feeds_and_lists_are_xml_without_entities(tried: Tried) -> None:
    """Every XML file is well formed and declares no entity; no item was smuggled in by a title."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    for path, data in tried.output.items():
        if path.endswith((".xml", ".opml")):
            assert b"<!ENTITY" not in data, path
            tree_ = lxml.etree.fromstring(data, parser)
            links = [str(each.text) for each in tree_.iter("link") if each.text]
            assert not [link for link in links if "lain2.example" in link], path


def test_lines_for_hosts_are_ours(tried: Tried) -> None:
    """`_headers` and `_redirects` hold whole lines of our own only: nothing of an article or alias begins one."""
    for line in tried.output["_headers"].decode().splitlines():
        assert re.fullmatch(r"/\S*|  (?:! )?[A-Za-z-]+: .+|  ! [A-Za-z-]+|#.*|", line), line
        assert "Location" not in line
    for line in tried.output.get("_redirects", b"").decode().splitlines():
        assert re.fullmatch(r"/\S* /\S* 301", line), line


def test_no_command_reaches_outside(tried: Tried, capsys: pytest.CaptureFixture[str]) -> None:
    """Verifying, exporting and retracting an entry that names a file outside neither moves nor shows that file."""
    project, entry = tried.home / "project", "content/entries/2020/10/capture.md"
    assert main(["verify", entry], project) in (0, 1)
    assert "outside" in capsys.readouterr().out
    assert main(["export", "jembatan-antah", "-o", str(project / "topic.zip")], project) in (0, 1)
    main(["retract", entry, "--reason", "Karangan", "--clock", CLOCK], project)
    assert not (project / entry).exists()
    assert (tried.home / "secret.txt").read_text("utf-8") == SECRET
    assert CANARY not in "".join(
        each.read_bytes().decode("utf-8", "replace")
        for each in project.rglob("*")
        if each.is_file() and not each.is_symlink()
    )
    with zipfile.ZipFile(project / "topic.zip") as archive:
        for name in archive.namelist():
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert CANARY.encode() not in archive.read(name)


# ------------------------------------------------------------------ settings


@pytest.mark.parametrize("case", SETTINGS, ids=lambda case: case["about"])
def test_settings_are_refused(
    case: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting that would do harm is named, nothing is written, and nothing runs."""
    project = tmp_path / "home" / "project"
    shutil.copytree(BASE, project)
    monkeypatch.setenv("HOME", str(project.parent))
    with (project / "site.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{case['text']}\n")
    before = tree(tmp_path)
    assert main(["deploy", "--dry-run"] if "[deploy]" in case["text"] else ["build"], project) in (2, 3, 4)
    assert case["says"] in capsys.readouterr().err
    written = {path for path in {*before, *tree(tmp_path)} if before.get(path) != tree(tmp_path).get(path)}
    assert [path for path in written if "/.cache/" not in path and "/content/" not in path] == []


# ------------------------------------------------------------------ what is remembered


class Evil:
    """A value that would run a command when it is unpacked."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("exit 1",)


def named(module: str, name: str) -> bytes:
    """A pickle that is one name of a module."""
    stream = io.BytesIO()
    stream.write(pickle.PROTO + b"\x04")
    for text in (module, name):
        data = text.encode()
        stream.write(pickle.SHORT_BINUNICODE + bytes([len(data)]) + data)
    stream.write(pickle.STACK_GLOBAL + pickle.STOP)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Evil()),
        named("os", "system"),
        named("builtins", "eval"),
        named("kliping.site.render", "re.enum.bltns.map"),
        named("kliping.site.templates", "functools.partial"),
        named("kliping.site.templates", "Environment"),
        named("kliping.site.render", "html"),
        named("kliping.records", "datetime"),
    ],
    ids=["system", "name", "eval", "dots", "partial", "imported", "function", "module"],
)
def test_a_forged_memory_runs_nothing(data: bytes) -> None:
    """What is remembered comes back as a record of this program or not at all, whatever the bytes ask for."""
    with pytest.raises((pickle.UnpicklingError, AttributeError)):
        memory.restored(data)


def test_a_memory_of_our_own_comes_back() -> None:
    """The records of this program are what may be remembered."""
    span = records.Span(1, 2)
    assert memory.restored(memory.packed(span)) == span


# ------------------------------------------------------------------ time

SIZE = int(os.environ.get("KLIPING_SECURITY_SIZE", "20000"))
MOST = 0.6 + SIZE / 70_000
HEAD = "Judul Berita Karangan di Kotarupa\n\nSenin, 5 Oktober 2020 | 09:30 WIB\n\nJembatan yang tidak ada dibuka lagi pada Senin pagi, kata warga.\n\n"
TAIL = "\n\nWarga yang tidak pernah ada menunggu jembatan itu sejak pagi di tepi sungai."


def page_of(text: str) -> str:
    """A page whose title, author, date and body are a text."""
    value = text.replace("<", "&lt;").replace('"', "")
    return (
        f'<title>{value}</title><meta name=author content="{value}"><meta property="article:published_time" content="{value}">'
        f'<script type="application/ld+json">{text}</script><h1>Judul Berita</h1><p>{HEAD}<p>{text}<p>{TAIL}'
    )


def cleaned(text: str | None = None, *, html: str | None = None, url: str | None = None) -> None:
    """Clean it; whether it is an article does not matter here."""
    with contextlib.suppress(api.CleanError):
        api.clean(text, html=html, url=url)


def parsed(text: str) -> None:
    """Read an entry; whether it is one does not matter here."""
    with contextlib.suppress(entries.EntryError):
        entries.parse(text, "entries/x.md", UTC)


DONE: Mapping[str, Callable[[str], object]] = {
    "clean a text": lambda text: cleaned(f"{HEAD}{text}!{TAIL}"),
    "clean a page": lambda text: cleaned(html=page_of(text)),
    "clean at an address": lambda text: cleaned(HEAD + TAIL, url=f"https://a.example/{text}"),
    "render": render.html,
    "render a page": render.page,
    "match a headline": lambda text: topic_words.headline(f"Judul {text} x"),
    "compare words": runs,
    "glance at a page": lambda text: parts.glance(records.RawFile("inbox/x.html", text.encode())),
    "glance at a text": lambda text: parts.glance(records.RawFile("inbox/x.txt", text.encode())),
    "read an entry": lambda text: parsed(f"---\ntitle: x\nnote: {text}\n---\n\n{text}"),
    "import a post": lambda text: list(hugo.read("x.md", f"---\ntitle: x\n---\n{text}", [], UTC)),
    "read an alias": lambda text: redirects.alias_address(f"/{text}", "https://kliping.example/"),
    "read links of a feed": lambda text: check.read(records.Output("feed.xml", text.encode())),
    "look for addresses": lambda text: list(leaks.addresses(text.encode())),
    "look for folders": lambda text: list(leaks.places(text.encode(), ["/srv/karangan"])),
}


@pytest.mark.parametrize("name", DONE)
def test_nothing_takes_time_that_grows_with_its_square(name: str) -> None:
    """Each unit repeated costs little time: no regular expression runs away."""
    slow: list[str] = []
    for unit in UNITS:
        begun = time.process_time()
        DONE[name](unit * (SIZE // len(unit)))
        if (took := time.process_time() - begun) > MOST:
            slow.append(f"{unit!r}: {took:.1f} s")
    assert slow == []
