"""The law of the whole archive: whatever editors, better rules and accidents do, in any order, nothing that was promised breaks.

A machine does what comes into its head in a small made-up project, through the commands, in this process; after each
build it holds the archive to its promises. What a person wrote carries a word of which there is no other.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from running import tree

from kliping import ingest
from kliping.cli import main
from kliping.ingest import compose
from kliping.records import Article, Facts, RawArticle
from kliping.site import templates

BASE = Path(__file__).resolve().parents[1] / "projects" / "_base"
BEGIN = datetime(2021, 1, 1, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
ATOM = "{http://www.w3.org/2005/Atom}"
SUBJECTS = (
    "jembatan yang membentang di atas sungai kaca",
    "pasar malam yang menjual awan dalam botol",
    "sekolah ikan di tepi telaga yang mendidih",
    "kereta sapi yang berangkat menuju bulan sabit",
    "panen padi perak di lereng gunung terbalik",
    "perpustakaan bisu yang dijaga seekor angsa",
    "lomba layang-layang dari batu di alun-alun",
    "pabrik hujan yang berhenti karena kemarau",
)
FORMS = ("https://warta-antah.example/{}", "https://amp.warta-antah.example/{}/amp?utm_source=x", "")
"""How the address of an article stands in a raw file; the last file says none and holds the same words."""


def raw(number: int, form: int, news: str = "") -> str:
    """A raw file of a made-up article; two articles have nothing in common but the place."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    address = FORMS[form].format(f"berita/{subject.replace(' ', '-')}") if number % 2 else ""
    return (
        f"{address}\nWarta Antah\n\nKarangan: {subject.capitalize()}\n\n{3 + number} Oktober 2020 - 09:{number:02}:00 WIB\n\n"
        f"ANTAH, Warta Antah - Artikel tentang {subject} ini dikarang untuk menguji Kliping tanda{number}a. {news}\n\n"
        f"Warga yang tidak pernah ada membicarakan {subject} itu sepanjang malam tanda{number}b di rumah karangan.\n\n"
        f'"Kami belum pernah melihat {subject}," kata seorang warga tanda{number}c yang tidak bernama.\n\n'
        f"Keterangan resmi tentang {subject} tidak akan diberikan tanda{number}d karena semua ini dongeng.\n"
    )


# ------------------------------------------------------------------ rules that improve


def with_paragraph(article: Article, number: int) -> Article:
    at = number % len(article.body)
    body = [*article.body]
    body[at] += f" Aturan{number}."
    return replace(article, body=tuple(body))


def with_more(article: Article, number: int) -> Article:
    return replace(article, body=(*article.body, f"Kalimat ini ditemukan oleh aturan{number}."))


def with_less(article: Article, number: int) -> Article:
    return replace(article, body=article.body[:-1], forms=article.forms[: len(article.body) - 1])


def with_title(article: Article, number: int) -> Article:
    return replace(article, title=f"{article.title} (aturan {number})")


def with_date(article: Article, number: int) -> Article:
    return replace(article, date=article.date and article.date - timedelta(days=20 + number))


def with_agency(article: Article, number: int) -> Article:
    return replace(article, agencies=(f"Agensi {number}",), place=None)


CHANGES: Sequence[Callable[[Article, int], Article]] = (
    with_paragraph,
    with_more,
    with_less,
    with_title,
    with_date,
    with_agency,
)
CLEAN, THEME = ingest.clean, templates.environment
CLEANED: dict[tuple[RawArticle, str], Article] = {}
THEMES: list[Any] = []


def cleaned(raw: RawArticle, facts: Facts, rules: int) -> Article:
    """What some version of the rules makes of a raw file; the machine saves the same ones again and again."""
    key = (raw, repr(facts.recurring))
    if key not in CLEANED:
        CLEANED[key] = CLEAN(raw, facts)
    return CHANGES[rules % len(CHANGES)](CLEANED[key], rules) if rules else CLEANED[key]


def themed(*given: Any) -> Any:
    """The theme, which is the same in all builds: most of the time of a small build goes into its compiling."""
    if not THEMES:
        THEMES.append(THEME(*given))
    return THEMES[0]


# ------------------------------------------------------------------ what the machine knows


@dataclass
class Known:
    """What ought to be true of an article; `words` are what a person wrote into its entry, by where; `cut` was taken out."""

    number: int
    id: str = ""
    words: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    is_deleted: bool = False
    is_retracted: bool = False

    @property
    def lies(self) -> bool:
        """Whether its entry lies there."""
        return bool(self.id) and not self.is_deleted and not self.is_retracted


def difference(path: str, *told: bytes | None) -> Iterator[str]:
    """In what a file of the warm build is not the one of the cold build."""
    warm, cold = ((data or b"").decode("utf-8", "replace").splitlines() for data in told)
    if told[0] != told[1]:
        yield from difflib.unified_diff(warm, cold, f"{path}, warm", f"{path}, cold", n=0, lineterm="")


def said(outcome: Mapping[str, Any]) -> list[Any]:
    """What an account says of a file, however it came to know."""
    return [outcome[name] for name in ("path", "status", "entry", "warnings", "fault")]


any_ = st.integers(0, 999)
then = st.booleans()
"""Whether a build follows at once."""


class Archive(RuleBasedStateMachine):
    """A project, and what ought to be true of it."""

    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(dir=self.folder))
        self.root = self.place / "project"
        shutil.copytree(BASE, self.root)
        shutil.rmtree(self.root / "content" / "inbox")
        self.now, self.count, self.version, self.base_url = BEGIN, 0, 0, "https://kliping.example/"
        self.is_broken = False
        self.known: dict[int, Known] = {}
        self.shown: dict[str, str] = {}
        self.updated: dict[str, str] = {}
        self.gone: dict[str, str] = {}
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(ingest, "clean", lambda raw, facts: cleaned(raw, facts, self.version))
        self.patch.setattr(templates, "environment", themed)
        self.patch.setattr(os, "fsync", lambda stream: None)  # no power cuts here, and a disk's own time is long
        for name in ("SOURCE_DATE_EPOCH", "CI", "KLIPING_BASE_URL"):
            self.patch.delenv(name, raising=False)

    def teardown(self) -> None:
        """Whatever was done last is built and looked at, too."""
        try:
            if not self.is_broken:
                self.build()
        finally:
            self.patch.undo()
            shutil.rmtree(self.place)

    # -------------------------------------------------------------- what it does with

    def run(self, *arguments: str, root: Path | None = None) -> tuple[int, str]:
        """A command: how it ended, and what it printed."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*arguments, "-C", str(root or self.root)])
        assert "fault of Kliping" not in err.getvalue(), err.getvalue()
        assert code in ((0, 1) if arguments[0] in ("build", "reclean") else (0, 1, 2)), err.getvalue()
        return code, out.getvalue()

    def clock(self) -> str:
        self.now += timedelta(minutes=7)
        return self.now.isoformat()

    def new(self, what: str = "kata") -> str:
        """A word of which there is no other."""
        self.count += 1
        return f"{what}{self.count}x"

    def files(self) -> dict[str, Path]:
        """The entries by their ids; no two have one."""
        found: dict[str, Path] = {}
        for file in sorted((self.root / "content" / "entries").rglob("*.md")):
            id_ = re.search(r"^id: (\S+)", file.read_text("utf-8"), re.M)
            assert id_, file
            assert id_[1] not in found, f"{file} and {found[id_[1]]}"
            found[id_[1]] = file
        return found

    def one(self, pick: int, **wanted: bool) -> Known | None:
        """Any article that is built, and is what is wanted."""
        fit = [each for each in self.known.values() if each.id]
        fit = [each for each in fit if all(getattr(each, name) == value for name, value in wanted.items())]
        return fit[pick % len(fit)] if fit else None

    def edit(self, pick: int, change: Callable[[str, str, Known], tuple[str, str]]) -> None:
        """A person changes the head and the body of any entry."""
        if article := self.one(pick, lies=True):
            file = self.files()[article.id]
            data = file.read_bytes().decode()
            end = "\r\n" if "\r\n" in data else "\n"
            head, _, body = data.replace("\r\n", "\n").partition("\n---\n")
            head, body = change(head + "\n", body, article)
            file.write_bytes(f"{head}---\n{body}".replace("\n", end).encode())

    def set_key(self, pick: int, key: str, value: str) -> None:
        """A person changes a key that cleaning wrote."""

        def change(head: str, body: str, article: Known) -> tuple[str, str]:
            head, number = re.subn(rf"^{key}: .*$", lambda _: f"{key}: {value}", head, count=1, flags=re.M)
            if number:
                article.words[key] = f"{key}: {value}\n"
            return head, body

        self.edit(pick, change)

    def add_key(self, pick: int, name: str, line: str) -> None:
        """A person adds a line that cleaning never writes, or changes or removes it."""

        def change(head: str, body: str, article: Known) -> tuple[str, str]:
            if before := article.words.pop(name, ""):
                head = head.replace(before, "")
            if line:
                head = head.replace("\ncapture: ", f"\n{line}\ncapture: ", 1)
                article.words[name] = f"{line}\n"
            return head, body

        self.edit(pick, change)

    # -------------------------------------------------------------- what outlets and disks do

    def save(self, number: int, form: int, news: str = "") -> None:
        self.known.setdefault(number, Known(number))
        inbox = self.root / "content" / "inbox" / ("sub" if form else "")
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / f"{number}-{self.new('f')}.txt").write_text(raw(number, form, news), "utf-8")

    @initialize()
    def begin(self) -> None:
        for number in range(2):
            self.save(number, 0)
        self.build()

    @precondition(lambda self: len(self.known) < len(SUBJECTS))
    @rule(built=then)
    def a_new_article(self, built: bool) -> None:
        self.save(len(self.known), 0)
        self.then(built)

    @rule(pick=any_, form=st.sampled_from([0, 1, 2]), is_news=st.booleans(), built=then)
    def an_article_is_saved_again(self, pick: int, form: int, is_news: bool, built: bool) -> None:
        """In any form of its address, or without one; with other words, too."""
        number = sorted(self.known)[pick % len(self.known)]
        if self.version and (form == 2 or number % 2 == 0):
            form, is_news = (
                0,
                False,
            )  # known by its words alone, it is not once rules gave it others: see docs/design.md
        self.save(number, form, f"Kabar {self.new('baru')}." if is_news else "")
        self.then(built)

    @rule(pick=any_, built=then)
    def a_raw_file_disappears(self, pick: int, built: bool) -> None:
        if files := self.raws():
            file = sorted(files)[pick % len(files)]
            self.gone[file] = (self.root / "content" / file).read_text("utf-8")
            (self.root / "content" / file).unlink()
        self.then(built)

    @precondition(lambda self: self.gone)
    @rule(pick=any_, built=then)
    def a_raw_file_is_found_again(self, pick: int, built: bool) -> None:
        file = sorted(self.gone)[pick % len(self.gone)]
        (self.root / "content" / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / "content" / file).write_text(self.gone.pop(file), "utf-8")
        self.then(built)

    @rule(built=then)
    def rules_improve(self, built: bool) -> None:
        self.improve()
        self.then(built)

    def improve(self) -> None:
        self.version += 1
        self.patch.setattr(compose, "RULES", 100 + self.version)
        self.patch.setattr(ingest, "RULES", 100 + self.version)

    @rule()
    def the_cache_is_lost(self) -> None:
        shutil.rmtree(self.root / ".cache", ignore_errors=True)
        self.build()

    # -------------------------------------------------------------- what people do with files

    @rule(pick=any_, key=st.sampled_from(["title", "date", "slug", "outlet"]), value=any_, built=then)
    def change_a_key(self, pick: int, key: str, value: int, built: bool) -> None:
        """A new headline, day (and so address), slug (one that was another's, too) or outlet."""
        new = self.new()
        day = f"2020-{8 + value % 3:02}-{1 + self.count % 27:02}T08:00:{self.count % 60:02}+07:00"
        slug = ("antah", "berantah", f"nama-{new}")[value % 3]
        told = {"title": f'"Judul: {new} <&>"', "date": day, "slug": slug, "outlet": f"Harian {new}"}
        self.set_key(pick, key, told[key])
        self.then(built)

    @rule(pick=any_, deed=st.sampled_from(["into", "beside", "out"]), at=any_, built=then)
    def change_the_text(self, pick: int, deed: str, at: int, built: bool) -> None:
        """A word into a paragraph, a paragraph beside others, or one taken out."""
        word = self.new()

        def change(head: str, body: str, article: Known) -> tuple[str, str]:
            paragraphs = body.strip("\n").split("\n\n")
            place = at % len(paragraphs)
            if deed == "into":
                paragraphs[place] += f" {word}"
            elif deed == "beside":
                paragraphs.insert(place, f"Kalimat {word} ditulis oleh editor.")
            elif len(paragraphs) > 1:
                out = paragraphs.pop(place)
                article.words = {where: each for where, each in article.words.items() if each not in out}
                article.cut |= set(re.findall(r"tanda\w+", out))
            if deed != "out":
                article.words[word] = word
            return head, "\n" + "\n\n".join(paragraphs) + "\n"

        self.edit(pick, change)
        self.then(built)

    @rule(pick=any_, name=st.sampled_from(["memo", "comment", "draft", "hidden", "shown"]), built=then)
    def write_a_key_of_ones_own(self, pick: int, name: str, built: bool) -> None:
        """What cleaning never writes: a memo, a comment, whether the article is shown."""
        lines = {"memo": f'memo: "{self.new()}"', "comment": f"# {self.new()}", "draft": "draft: true"}
        lines |= {"hidden": "status: hidden", "shown": ""}
        self.add_key(pick, name if name in ("memo", "comment") else "status", lines[name])
        self.then(built)

    @rule(pick=any_, built=then)
    def save_with_other_line_ends(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=True):
            file = self.files()[article.id]
            data = file.read_bytes()
            file.write_bytes(data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n"))
        self.then(built)

    @rule(pick=any_, built=then)
    def move_to_another_folder(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=True):
            target = self.root / "content" / "entries" / self.new("folder") / f"{self.new('berkas')}.md"
            target.parent.mkdir()
            self.files()[article.id].rename(target)
        self.then(built)

    @rule(pick=any_, built=then)
    def delete(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=True):
            self.files()[article.id].unlink()
            article.is_deleted, article.words, article.cut = True, {}, set()
        self.then(built)

    @rule(path=st.sampled_from(["", "arsip/"]), built=then)
    def move_the_site(self, path: str, built: bool) -> None:
        self.base_url = f"https://{self.new('situs')}.example/{path}"
        file = self.root / "site.toml"
        file.write_text(re.sub(r'base_url = ".*"', f'base_url = "{self.base_url}"', file.read_text("utf-8")), "utf-8")
        self.then(built)

    # -------------------------------------------------------------- commands

    @rule()
    def reclean(self) -> None:
        self.run("reclean")
        self.build()

    @rule(pick=any_, which=st.none() | any_, over_mine=st.booleans(), is_better=st.booleans(), built=then)
    def take(self, pick: int, which: int | None, over_mine: bool, is_better: bool, built: bool) -> None:
        """Take what is proposed, whole or one part; what a person gives up knowingly is theirs no more."""
        if is_better:
            self.improve()
        article = self.one(pick, lies=True)
        code, told = self.run("diff", article.id, "--json") if article else (1, "")
        parts = {part["number"]: part for part in json.loads(told)["parts"]} if code == 0 else {}
        if article and parts:
            chosen = ["--part", str(sorted(parts)[which % len(parts)])] if which is not None else []
            code, told = self.run("take", article.id, "--json", *chosen, *(["--over-mine"] if over_mine else []))
            taken = [parts[number] for number in (json.loads(told)["taken"] if code == 0 else ())]
            given_up = [part for part in taken if part["kind"] != "proposal"]
            assert over_mine or not given_up
            article.words = {
                where: word
                for where, word in article.words.items()
                if not any(word.strip() in part["mine"] for part in given_up)
            }
            article.cut -= {word for word in article.cut if any(word in part["fresh"] for part in given_up)}
        self.then(built)

    @rule(pick=any_, built=then)
    def decline(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=True):
            self.run("take", article.id, "--none")
        self.then(built)

    @rule(pick=any_, built=then)
    def correct(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=True):
            word = self.new("ralat")
            code, _ = self.run("correct", article.id, f"Ralat {word}.", "--clock", self.clock())
            assert code == 0
            article.words[word] = word
        self.then(built)

    @rule(pick=any_)
    def retract(self, pick: int) -> None:
        if article := self.one(pick, is_retracted=False):
            code, _ = self.run("retract", article.id, "--reason", "Rekaan.", "--clock", self.clock())
            assert code in (0, 1)
            article.is_retracted = True
            self.build()

    @rule(pick=any_, built=then)
    def restore(self, pick: int, built: bool) -> None:
        if article := self.one(pick, lies=False):
            code, _ = self.run("restore", article.id, "--clock", self.clock())
            if code == 0 and article.is_retracted:
                article.is_retracted = False
            elif code == 0:
                article.is_deleted = False
        self.then(built)

    # -------------------------------------------------------------- builds, and what must be true of them

    def then(self, built: bool) -> None:
        if built:
            self.build()

    def build(self) -> None:
        """Build, and the same from a copy without a cache; hold both to the promises."""
        self.is_broken = True
        cold, clock = self.place / "cold", self.clock()
        shutil.copytree(self.root, cold, ignore=shutil.ignore_patterns(".cache", "output", "private"))
        self.run("build", "--quiet", "--clock", clock)
        self.run("build", "--quiet", "--clock", clock, root=cold)
        for folder in ("content", "output"):
            warm, new = tree(self.root / folder), tree(cold / folder)
            differ = [line for path in {**warm, **new} for line in difference(path, warm.get(path), new.get(path))]
            assert not differ, "\n".join(differ)
        told, new_told = (
            json.loads((root / ".cache" / "runs" / "last.json").read_text("utf-8")) for root in (self.root, cold)
        )
        pairs = zip(map(said, told["inbox"]), map(said, new_told["inbox"]), strict=True)
        odd = [pair for pair in pairs if pair[0] != pair[1]]
        assert not odd, odd
        shutil.rmtree(cold)
        self.hold_accounts(told)
        self.hold_entries(told)
        self.hold_addresses(told)
        self.hold_feeds(told)
        self.is_broken = False

    def raws(self) -> list[str]:
        """The raw files that lie there."""
        content = self.root / "content"
        return [file.relative_to(content).as_posix() for file in (content / "inbox").rglob("*.txt")]

    def hold_accounts(self, told: Mapping[str, Any]) -> None:
        """Every raw file and every entry is accounted for exactly once."""
        assert [each["path"] for each in told["inbox"]] == sorted(self.raws())
        numbers, entries = told["inputs"], told["inputs"]["entries"]
        assert numbers["lost"] == []
        assert sum(numbers["raw_files"].values()) == 2 * len(self.raws())
        assert entries["all"] == len(self.files()) == sum(entries[name] for name in ("shown", "held", "set aside"))
        paths = [each["entry"] for each in (*told["shown"], *told["held"])]
        assert len(paths) == len(set(paths))

    def hold_entries(self, told: Mapping[str, Any]) -> None:
        """Each article has its one entry with the one id, unless a person took it away, and all that a person wrote."""
        files = self.files()
        paths = {file.relative_to(self.root / "content").as_posix(): id_ for id_, file in files.items()}
        minted = {each.id for each in self.known.values()}
        for each in told["inbox"]:
            article = self.known[int(each["path"].rsplit("/", 1)[-1].split("-")[0])]
            if not article.id:
                article.id = paths[each["entry"]]
                assert article.id not in minted, each
            if article.is_retracted:
                assert each["status"] == "set aside", each
            elif article.is_deleted:
                assert each["status"] == "deleted", each
            else:
                assert paths[each["entry"]] == article.id, each
        assert sorted(files) == sorted(each.id for each in self.known.values() if each.lies)
        for article in self.known.values():
            if article.lies:
                text = files[article.id].read_bytes().decode().replace("\r\n", "\n")
                assert not [word for word in article.words.values() if word not in text], text
                assert not [word for word in article.cut if word in text], text

    def hold_addresses(self, told: Mapping[str, Any]) -> None:
        """Every address ever shown answers, and leads in one step to where its article is shown now."""
        output = self.root / "output"
        files = {file.relative_to(self.root / "content").as_posix(): id_ for id_, file in self.files().items()}
        current = {each["address"]: files[each["entry"]] for each in told["shown"]}
        of_article = {id_: address for address, id_ in current.items()}
        assert len(of_article) == len(current)
        self.shown |= current
        listed = {}
        root = urlsplit(self.base_url).path
        lines = (output / "_redirects").read_text("utf-8").splitlines() if (output / "_redirects").exists() else ()
        for old, new, _ in map(str.split, lines):
            listed[old.removeprefix(root).removesuffix("index.html")] = new.removeprefix(root)
        assert set(listed.values()) <= set(current)
        assert not set(listed) & set(current)
        for address, id_ in self.shown.items():
            page = (output / address / "index.html").read_text("utf-8")
            leads = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', page)
            if leads:
                target = (output / address / leads[1]).resolve().relative_to(output.resolve()).as_posix()
                assert target.removesuffix("index.html") == listed[address]
            if address in current:
                assert not leads
            elif id_ in of_article:
                assert listed[address] in current
                assert leads

    def hold_feeds(self, told: Mapping[str, Any]) -> None:
        """Items are the articles that are shown and what was retracted, each with its one id; no moment goes back."""
        items = ET.parse(self.root / "output" / "atom.xml").getroot().findall(f"{ATOM}entry")
        ids = [str(each.findtext(f"{ATOM}id")) for each in items]
        assert len(ids) == len(set(ids))
        minted = {each.id for each in self.known.values()}
        retracted = {each.id for each in self.known.values() if each.is_retracted}
        paths = {file.relative_to(self.root / "content").as_posix(): id_ for id_, file in self.files().items()}
        shown = {paths[each["entry"]] for each in told["shown"]}
        assert set(ids) <= minted
        assert set(ids) - shown <= retracted
        assert set(ids) >= shown | {id_ for id_ in retracted if id_ in self.shown.values()}
        for each, id_ in zip(items, ids, strict=True):
            when = str(each.findtext(f"{ATOM}updated"))
            assert datetime.fromisoformat(when) >= datetime.fromisoformat(self.updated.get(id_, when))
            self.updated[id_] = when


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    """Where the machine lays out its projects."""
    Archive.folder = tmp_path


MANY = 60 if settings.default is None else settings.default.max_examples
TestArchive = Archive.TestCase
TestArchive.settings = settings(max_examples=MANY // 4, stateful_step_count=16)
