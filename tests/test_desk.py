"""The editor's day as it is promised: a topic page in four commands, ten mixed files in two, and every line of help and docs works."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import CLOCK, ROOT, environment, kliping

from kliping import cli
from kliping.commands.examples import EXAMPLES

GOLDEN = ROOT / "tests" / "golden" / "articles"
MIXED = (
    *("ar-dump/raw.txt", "de-mhtml-blink/raw.mhtml", "en-eml-flowed-forward/raw.eml", "en-json-trafilatura/raw.json"),
    *(
        "en-html-json-ld/raw.html",
        "id-dump-interview/raw.txt",
        "id-eml-newsletter/raw.eml",
        "id-html-slash-date/raw.html",
    ),
    *("id-json-news-please/raw.json", "en-html-cp1252/raw.html"),
)
ARTICLE = """\
<!DOCTYPE html><html lang=id><head><meta charset=utf-8><title>{title} - Warta Antah</title>
<link rel=canonical href="https://warta-antah.example/2020/10/05/jembatan-antah-dibuka-lagi">
<meta property="article:published_time" content="2020-10-05T10:15:00+07:00"></head><body><h1>{title}</h1>
<p>ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping. {first} Kotarupa tidak ada, banjirnya juga tidak.</p>
<p>Warga Antah yang juga tidak pernah ada menunggu jembatan itu sejak pagi, kata seorang tokoh rekaan di tepi sungai.</p>
<p>Banjir Kotarupa yang karangan itu menewaskan 0 orang, dan 12 orang rekaan mengungsi ke bukit yang tidak pernah ada.</p>
<p>Pemerintah Antah belum memberikan keterangan tentang jembatan karangan itu sampai berita ini dikarang.</p></body></html>
"""
SLUG = "jembatan-antah-dibuka-lagi"
ELSEWHERE = ("serve", "deploy", "fetch")
"""Commands that never end, or need a place to go to or to come from: they have tests of their own."""
NEEDS_MORE = {"restore": ("retract", SLUG, "--reason", "Ditarik")}
"""What has to be done before a command makes sense."""


# ------------------------------------------------------------------ from nothing to a topic page


def session(folder: Path, *lines: str, answers: str = "") -> str:
    """Run a shell at a terminal of its own, type lines, and return all that was said."""
    import pty

    script = "; ".join(("set -e", *lines, "echo all-is-well"))
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        os.execvpe("sh", ("sh", "-c", script), environment(TERM="xterm", PATH=path, HOME=str(folder)))
    if answers:
        os.write(terminal, answers.encode())
    said = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            said += part
    os.waitpid(pid, 0)
    os.close(terminal)
    return said.decode("utf-8", "replace")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A home with saved articles, and `kliping` as a command."""
    program = tmp_path / "kliping"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kliping "$@"\n', "utf-8")
    program.chmod(0o755)
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    (downloads / "article.html").write_text(
        ARTICLE.format(title="Jembatan Antah Dibuka Lagi", first="Jembatan Antah dibuka."), "utf-8"
    )
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_topic_page_in_four_commands(machine: Path) -> None:
    """At a terminal: init, add, a topic from the story's name, build; one Enter, no file edited, well below two minutes."""
    begun = time.monotonic()
    said = session(
        machine,
        "kliping init digest",
        "kliping -C digest add Downloads/article.html",
        'kliping -C digest topic new "Banjir Kotarupa"',
        "kliping -C digest",
        answers="\n",
    )
    took = time.monotonic() - begun
    assert said.rstrip().endswith("all-is-well"), said
    assert "warning" not in said
    page = (machine / "digest" / "output" / "topics" / "banjir-kotarupa" / "index.html").read_text("utf-8")
    assert "Jembatan Antah Dibuka Lagi" in page
    assert took < 120


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_samples_topic_takes_the_first_article(machine: Path) -> None:
    """Whoever follows the steps that `init` prints sees a topic page as well."""
    said = session(
        machine, "kliping init digest", "cd digest", "kliping add ~/Downloads/article.html", "kliping", answers="\n"
    )
    assert said.rstrip().endswith("all-is-well"), said
    page = (machine / "digest" / "output" / "topics" / "jembatan-antah" / "index.html").read_text("utf-8")
    assert "Jembatan Antah Dibuka Lagi" in page


def test_ten_mixed_files_in_two_commands(tmp_path: Path) -> None:
    """Text, pages, an archive, mails and JSON: `add` and a build, in three seconds of work."""
    files = []
    for name in MIXED:
        files.append(str(tmp_path / name.replace("/raw", "")))
        shutil.copy(GOLDEN / name, files[-1])
    kliping(tmp_path, "init", "-q", "digest")
    before = os.times()
    added = kliping(tmp_path / "digest", "add", *files)
    built = kliping(tmp_path / "digest", "-q")
    after = os.times()
    assert (added.returncode, built.returncode) == (0, 0), added.stderr + built.stderr
    told = json.loads(kliping(tmp_path / "digest", "list", "--json").stdout)
    assert len(told) == len({line for line in added.stderr.splitlines() if line.startswith("created: ")}) + 1
    assert len(added.stdout.splitlines()) >= len(files)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 3


# ------------------------------------------------------------------ every line of help and docs


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which every line can be tried: a built digest with an edited entry for which there is a proposal."""
    home = tmp_path_factory.mktemp("home")
    desk = home / "desk"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", desk)
    inbox = desk / "content" / "inbox"
    (inbox / "good.txt").unlink()
    (inbox / "article.html").write_text(ARTICLE.format(title="Jembatan Antah Dibuka Lagi", first="Dibuka."), "utf-8")
    assert cli.main(["-q", "--clock", CLOCK], desk) == 0
    again = ARTICLE.format(title="Jembatan Antah Dibuka Lagi Hari Ini", first="Dibuka lagi.").replace(
        "12 orang", "13 orang"
    )
    (inbox / "again.html").write_text(again, "utf-8")
    entry = desk / "content" / "entries" / "2020" / "10" / f"{SLUG}.md"
    entry.write_text(entry.read_text("utf-8").rstrip() + "\n\nKalimat penyunting.\n", "utf-8")
    assert cli.main(["-q", "--clock", CLOCK], desk) == 0
    saved = ARTICLE.format(title="Pasar Antah", first="Pasar.").replace("jembatan-antah", "pasar-antah")
    for folder, name in (("Downloads", "article.html"), ("Downloads/saved", "one.html"), ("desk", "article.html")):
        (home / folder).mkdir(exist_ok=True)
        (home / folder / name).write_text(saved, "utf-8")
    text = "\n\n".join(re.findall(r">([^<>\n]{20,})<", saved))
    (desk / "article.txt").write_text(f"Pasar Antah\n\nSelasa, 6 Oktober 2020 | 09:30 WIB\n\n{text}\n", "utf-8")
    shutil.copy(GOLDEN / "de-mhtml-blink" / "raw.mhtml", desk / "page.mhtml")
    shutil.copy(desk / "article.html", desk / "page.html")
    pasted = (desk / "article.txt").read_text("utf-8")
    line = json.dumps({"id": "1", "title": "Jembatan Antah", "text": pasted, "date": "2020-10-06"})
    with (desk / "site.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[feeds]\nhub = "https://hub.example.org/"\n')
    (home / "old" / "content").mkdir(parents=True)
    (home / "old" / "content" / "jalan.md").write_text(
        "---\ntitle: Jalan Antah\ndate: 2020-10-01\n---\n\nKarangan tentang jalan yang tidak ada.\n", "utf-8"
    )
    (home / "blog").mkdir()
    (home / "blog" / "2020-10-02-pasar.md").write_text("Title: Karangan Pasar\n\nPasar yang tidak ada.\n", "utf-8")
    reference = {"id": "1", "title": "Karangan Kebun", "URL": "https://kebun.example/1"}
    (desk / "library.json").write_text(json.dumps([reference]), "utf-8")
    page = {"id": 1, "title": "Pasar Antah", "url": "https://warta-antah.example/pasar-antah", "content": saved}
    (desk / "articles.json").write_text(json.dumps([page]), "utf-8")
    for name in ("articles.jsonl", "reports.jsonl"):
        (desk / name).write_text(f"{line}\n", "utf-8")
    definition = 'who = [["antah"]]\nwhat = ["jembatan"]\n'
    for name in ("changed.toml", "TOPIC.toml", "topic.toml"):
        (desk / name).write_text(definition, "utf-8")
    return home


def split(line: str) -> tuple[dict[str, str], list[str], str, str]:
    """A line as a shell reads it: variables, words, where standard input comes from, where standard output goes."""
    words, variables, read, write = list[str](), dict[str, str](), "", ""
    given = iter(shlex.split(line, comments=True))
    for word in given:
        if word == "<":
            read = next(given)
        elif word == ">":
            write = next(given)
        elif not words and re.fullmatch(r"[A-Z_]+=.*", word):
            name, _, variables[name] = word.partition("=")
        else:
            words.append(word)
    return variables, words, read, write


@contextlib.contextmanager
def tried(home: Path, line: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> Iterator[tuple[int, str]]:
    """Exit code and standard output of a line in the digest of a home; what it changes stays there."""
    variables, words, read, write = split(line)
    monkeypatch.chdir(home / "desk")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609434000")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, "true" if name == "EDITOR" else value)
    data = Path(read).expanduser().read_bytes() if read else b""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with contextlib.redirect_stdout(out):
        try:
            code = cli.main(
                [str(Path(word).expanduser()) if word.startswith("~") else word for word in words[1:]] + [*more]
            )
        except SystemExit as ending:
            code = int(ending.code or 0)
    said = out.buffer.getvalue().decode() if isinstance(out.buffer, io.BytesIO) else ""
    if write:
        target = home / "elsewhere" / Path(write).name if Path(write).is_absolute() else Path(write).expanduser()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(said, "utf-8")
    yield code, said


@pytest.fixture
def home(laid_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(laid_out, tmp_path / "home"))


LINES = [(command, line) for command, lines in EXAMPLES.items() for line in lines if command not in ELSEWHERE]


def test_every_command_has_examples() -> None:
    """The help of each command ends with lines to try."""
    assert [name for name, *_ in cli.COMMANDS if name not in EXAMPLES] == []
    assert set(EXAMPLES) <= {name for name, *_ in cli.COMMANDS}


@pytest.mark.parametrize(("command", "line"), LINES, ids=[line for _, line in LINES])
def test_every_example_works(home: Path, command: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of help ends with 0, and with --json prints one JSON document, or a line of JSON for each report."""
    if command in NEEDS_MORE:
        monkeypatch.chdir(home / "desk")
        assert cli.main(["-q", "--clock", CLOCK]) == 0
        assert cli.main([*NEEDS_MORE[command], "--clock", CLOCK]) == 0
    other = Path(shutil.copytree(home, home.with_name("other")))
    with tried(home, line, monkeypatch) as (code, _):
        assert code == 0
    if command == "export" and " -o " not in line:
        return  # standard output is the export itself
    with tried(other, line, monkeypatch, "--json") as (code, said):
        assert code == 0
        if command in ("clean", "match", "stories"):
            assert [json.loads(each) for each in said.splitlines()]
        else:
            assert json.loads(said) is not None


PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "reference.md"),
]
"""The reference has the lines of help, which are tried above."""
PLACES = {"SLUG": SLUG, "FILE": "article.txt", "NAME": "another-name"}
DOCUMENTED = [
    (page.name, line)
    for page in PAGES
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text("utf-8"), re.M | re.S)
    for line in (each.strip() for each in block.splitlines())
    if re.match(r"(kliping|python build\.py)( (?!serve|deploy|fetch|check --online)|$)", line)
]


@pytest.mark.parametrize(("page", "line"), DOCUMENTED, ids=[f"{page}: {line}" for page, line in DOCUMENTED])
def test_every_command_line_of_the_docs_works(
    home: Path, page: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line that a page tells to type ends well, in a digest where what it names is there."""
    line = re.sub(r"^python build\.py", "kliping", line)
    line = re.sub(r"content/inbox/\S+\.txt", "content/inbox/article.html", line)
    line = re.sub(r"\b(SLUG|FILE|NAME)\b", lambda found: PLACES[found[1]], line)
    more = ["--dry-run"] if line.split()[1:2] == ["ping"] else []
    with tried(home, line, monkeypatch, *more) as (code, _):
        assert code == 0, line
