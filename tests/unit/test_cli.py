"""The door: commands, switches, exit codes, and what is said where."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from commands import ENTRY, PAGE, SECOND, Ended, Run, files
from making import ROOT, settings

from kliping import __version__, cli, config, site
from kliping.commands.project import clock
from kliping.errors import Fault, OutputError, SettingsError, UsageError

pytest_plugins = ["commands"]


# ------------------------------------------------------------------ build


def test_no_command_is_build(project: Path, run: Run) -> None:
    """Bare `kliping` ingests and builds."""
    ended = run()
    assert ended.code == 0
    assert (project / ENTRY).exists()
    assert (project / PAGE).exists()
    assert ended.out == ""


@pytest.mark.parametrize("arguments", [["-q"], ["--quiet"], ["--dry-run"], ["-o", "public"], ["--json"]])
def test_switches_alone_are_build_too(run: Run, arguments: list[str]) -> None:
    """Switches without a command belong to `build`."""
    assert run(*arguments).code == 0


def test_what_a_build_says(project: Path, run: Run) -> None:
    """The summary names what was created, counts inbox and site, and says where the site is."""
    said = run("build").err
    assert f"created: {ENTRY}  (inbox/good.txt)" in said
    assert "Inbox: 1 created." in said
    assert re.search(r"^Site: 1 article, 1 topic; \d+ new\.$", said, re.M)
    assert f"The site is in {project / 'output'}" in said
    assert "Inbox: 1 same." in run("build").err


def test_quiet_says_nothing_when_all_is_well(run: Run) -> None:
    """With -q a good run is silent, and a bad one says what is wrong."""
    assert run("build", "-q").err == ""
    (Path("content/inbox") / "empty.txt").write_bytes(b"")
    ended = run("build", "-q")
    assert ended.code == 1
    assert ended.err.startswith("set aside: content/inbox/empty.txt: the file is empty")


def test_verbose_names_every_file(project: Path, run: Run) -> None:
    """With -v every file that is written, changed or removed is named."""
    said = run("build", "-v").err
    assert f"new: {project / PAGE}" in said
    (project / ENTRY).unlink()
    (project / "content" / "inbox" / "good.txt").unlink()
    said = run("build", "-v").err
    assert f"changed: {project / PAGE}" in said
    assert f"removed: {project / 'output' / 'outlets' / 'warta-antah' / 'index.html'}" in said


def test_a_dry_run_writes_nothing(project: Path, run: Run) -> None:
    """--dry-run says what would happen; no entry, page or cache appears."""
    before = files(project)
    said = run("build", "--dry-run").err
    assert "Would be written to" in said
    assert f"created: {ENTRY}" in said
    assert files(project) == before


def test_a_dry_run_tells_of_the_pages_of_new_articles(run: Run) -> None:
    """What --dry-run announces is what the build then does."""
    would = run("build", "--dry-run", "--json").data["output"]["new"]
    assert sorted(would) == sorted(run("build", "--json").data["output"]["new"])


def test_output_switch(project: Path, run: Run, tmp_path: Path) -> None:
    """-o is meant from where one stands, the setting from where site.toml is."""
    assert run("build", "-o", "../elsewhere").code == 0
    assert (tmp_path / "elsewhere" / "index.html").exists()
    assert not (project / "output").exists()


def test_directory_switch(project: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-C names the folder of site.toml from anywhere; the site goes beside it."""
    monkeypatch.chdir(tmp_path)
    assert run("build", "-C", "project").code == 0
    assert run("-C", "project", "status").code == 0, "before the command, as make and git have it"
    assert run("-q", "-C", "project").code == 0, "and without a command"
    assert (project / PAGE).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_strict_writes_nothing_when_something_is_wrong(project: Path, run: Run) -> None:
    """--strict turns what is set aside into an error before the site is touched."""
    assert run("build").code == 0
    before = files(project / "output")
    (project / "content" / "inbox" / "second.txt").write_text(SECOND, "utf-8")
    (project / "content" / "inbox" / "empty.txt").write_bytes(b"")
    ended = run("build", "--strict")
    assert ended.code == 1
    assert "error: content/inbox/empty.txt" in ended.err
    assert files(project / "output") == before


def test_strict_with_an_unknown_setting(project: Path, run: Run) -> None:
    """The settings are at fault, not the command: exit code 3."""
    (project / "site.toml").write_text('colour = "red"\n' + (project / "site.toml").read_text("utf-8"), "utf-8")
    assert run("build", "--strict").code == 3


def test_build_as_data(project: Path, run: Run) -> None:
    """--json prints one JSON object on standard output that accounts for every file and entry."""
    (project / "content" / "inbox" / "empty.txt").write_bytes(b"")
    draft = project / "content" / "entries" / "draft.md"
    draft.parent.mkdir(parents=True)
    draft.write_text('---\ntitle: "Karangan"\ndraft: true\n---\nx\n', "utf-8")
    (project / "content" / "entries" / "broken.md").write_text("---\n", "utf-8")
    ended = run("build", "--json")
    assert ended.code == 1
    assert {each["path"]: each["status"] for each in ended.data["inbox"]} == {
        "inbox/good.txt": "created",
        "inbox/empty.txt": "set aside",
    }
    assert [each["entry"] for each in ended.data["shown"]] == [ENTRY.removeprefix("content/")]
    assert [(each["entry"], each["reason"]) for each in ended.data["held"]] == [("entries/draft.md", "a draft")]
    assert {each["file"] for each in ended.data["set_aside"]} >= {"content/entries/broken.md"}
    assert PAGE.removeprefix("output/") in ended.data["output"]["new"]


def test_build_as_data_tells_why_it_is_not_well(project: Path, run: Run) -> None:
    """Whatever makes the exit code 1 is in the data."""
    (project / "site.toml").write_text('colour = "red"\n' + (project / "site.toml").read_text("utf-8"), "utf-8")
    ended = run("build", "--json", "-q")
    assert ended.code == 1
    assert "colour" in ended.out


def test_one_foreign_file_is_one(project: Path, run: Run) -> None:
    """The summary names files that are not the site's."""
    run("build")
    (project / "output" / "CNAME").write_text("kliping.example", "utf-8")
    assert re.search(r"left alone: 1 files? in .*: CNAME", run("build").err)


@pytest.mark.parametrize("jobs", ["0", "-3", "1", "2"])
def test_any_number_of_jobs(run: Run, jobs: str) -> None:
    """A number of processes that makes no sense means one."""
    assert run("build", f"--jobs={jobs}").code == 0


# ------------------------------------------------------------------ the clock


def options(clock: str | None = None) -> Any:
    return cli.parser().parse_args(["build", *(["--clock", clock] if clock else [])])


def test_the_clock_of_the_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    """--clock wins over SOURCE_DATE_EPOCH, and that over the machine."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    wib = timezone(timedelta(hours=7))
    assert clock(options("2020-10-30T18:45:00+07:00"), settings()) == datetime(2020, 10, 30, 18, 45, tzinfo=wib)
    assert clock(options(), settings()) == datetime.fromtimestamp(1600000000, UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(clock(options(), settings()) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_clock_without_a_zone_is_the_sites(project: Path, run: Run) -> None:
    """`--clock 2020-10-05T10:15` opens an article of 10.15 WIB on a site in Jakarta."""
    ended = run("build", "--json", "--clock", "2020-10-05T10:14:59")
    assert ended.data["shown"] == []
    assert len(run("build", "--json", "--clock", "2020-10-05T10:15:00").data["shown"]) == 1


@pytest.mark.parametrize("value", ["kemarin", "2020-13-01", "1600000000000000000000", ""])
def test_a_clock_that_is_none(run: Run, value: str) -> None:
    """A moment that is none is wrong use, told with an example; an empty one is as good as missing."""
    ended = run("build", "--clock", value)
    assert ended.code == (2 if value else 0)
    assert ("such as --clock 2020-10-30T18:45:00+07:00" in ended.err) is bool(value)


@pytest.mark.parametrize("value", ["yesterday", "1e9", "99999999999999999999"])
def test_an_epoch_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The same for the environment, by its name."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    ended = run("build")
    assert ended.code == 2
    assert f"SOURCE_DATE_EPOCH is '{value}'" in ended.err


# ------------------------------------------------------------------ add


def test_add_a_file(project: Path, run: Run, tmp_path: Path) -> None:
    """A saved article goes into the inbox as it is and becomes an entry; the original stays."""
    saved = tmp_path / "Saved Article.txt"
    saved.write_text(SECOND, "utf-8")
    ended = run("add", str(saved))
    assert ended.code == 0
    assert ended.err.startswith("created: content/entries/2020/10/karangan-harga-beras-di-antah.md\n")
    assert (project / "content" / "inbox" / "Saved Article.txt").read_text("utf-8") == SECOND
    assert saved.read_text("utf-8") == SECOND
    assert not (project / "output").exists(), "add does not build"


def test_add_twice(project: Path, run: Run, tmp_path: Path) -> None:
    """The same file again is no second file and no second entry."""
    saved = tmp_path / "a.txt"
    saved.write_text(SECOND, "utf-8")
    run("add", str(saved))
    ended = run("add", str(saved))
    assert ended.code == 0
    assert ended.err.startswith("same: ")
    assert sorted(path.name for path in (project / "content" / "inbox").iterdir()) == ["a.txt", "good.txt"]


def test_add_another_file_of_the_same_name(project: Path, run: Run, tmp_path: Path) -> None:
    """What lies in the inbox is never overwritten: the new file gets a name of its own."""
    other = tmp_path / "good.txt"
    other.write_text(SECOND, "utf-8")
    before = (project / "content" / "inbox" / "good.txt").read_bytes()
    assert run("add", str(other)).code == 0
    assert (project / "content" / "inbox" / "good.txt").read_bytes() == before
    assert len(list((project / "content" / "inbox").iterdir())) == 2


def test_add_a_folder(project: Path, run: Run, tmp_path: Path) -> None:
    """A folder's files keep their places below its name."""
    folder = tmp_path / "saved" / "oktober"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(SECOND, "utf-8")
    assert run("add", str(tmp_path / "saved")).code == 0
    assert (project / "content" / "inbox" / "saved" / "oktober" / "a.txt").exists()


def test_add_a_file_that_is_in_the_inbox(project: Path, run: Run) -> None:
    """Naming a file of the inbox cleans it where it is."""
    ended = run("add", "content/inbox/good.txt")
    assert ended.code == 0
    assert (project / ENTRY).exists()
    assert len(list((project / "content" / "inbox").iterdir())) == 1


def test_add_from_standard_input(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is pasted is kept under a name made from its bytes."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SECOND.encode())))
    assert run("add", "-").code == 0
    assert [path.suffix for path in (project / "content" / "inbox").glob("pasted-*")] == [".txt"]
    page = f"<!DOCTYPE html><html><body><h1>Karangan</h1><p>{SECOND}</p></body></html>"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    run("add", "-")
    assert sorted(path.suffix for path in (project / "content" / "inbox").glob("pasted-*")) == [".html", ".txt"]


def test_add_nothing_from_standard_input(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paste of nothing is wrong use and leaves nothing behind."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("add", "-").code == 2
    assert not list((project / "content" / "inbox").glob("pasted-*"))


def test_add_with_a_name(project: Path, run: Run, tmp_path: Path) -> None:
    """--slug names the new entry."""
    saved = tmp_path / "a.txt"
    saved.write_text(SECOND, "utf-8")
    assert run("add", "--slug", "harga-beras", str(saved)).code == 0
    assert (project / "content" / "entries" / "2020" / "10" / "harga-beras.md").exists()


@pytest.mark.parametrize(
    "arguments", [["--slug", "Harga Beras", "a.txt"], ["--slug", "../x", "a.txt"], ["--slug", "x", "a.txt", "b.txt"]]
)
def test_add_with_a_name_that_is_none(project: Path, run: Run, arguments: list[str]) -> None:
    """A name that cannot be an address, or one name for two files, is wrong use."""
    for name in ("a.txt", "b.txt"):
        (project / name).write_text(SECOND, "utf-8")
    before = files(project)
    assert run("add", *arguments).code == 2
    assert files(project) == before


def test_add_what_is_not_there(run: Run) -> None:
    """A file that does not exist is named, with what may be named instead."""
    ended = run("add", "nowhere.txt")
    assert ended.code == 2
    assert ended.err.startswith("error: nowhere.txt: there is no such file or folder\n")


def test_add_something_bad_and_something_good(project: Path, run: Run, tmp_path: Path) -> None:
    """One bad file does not keep the others out."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    ended = run("add", str(tmp_path / "empty.txt"), str(tmp_path / "a.txt"))
    assert ended.code == 1
    assert "set aside: content/inbox/empty.txt" in ended.err
    assert "created: content/entries/2020/10/karangan-harga-beras-di-antah.md" in ended.err
    assert (project / "content" / "inbox" / "empty.txt").exists()


@pytest.mark.parametrize("name", ["README.txt", ".hidden.txt", "a.html.part"])
def test_add_says_what_became_of_every_file(run: Run, tmp_path: Path, name: str) -> None:
    """A file that counts as a note is not swallowed without a word."""
    (tmp_path / name).write_text(SECOND, "utf-8")
    assert name in run("add", str(tmp_path / name)).err


def test_add_the_folder_above(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`add ..` puts the files of that folder into the inbox and nowhere else."""
    (tmp_path / "saved" / "deep").mkdir(parents=True)
    (tmp_path / "saved" / "a.txt").write_text(SECOND, "utf-8")
    monkeypatch.chdir(tmp_path / "saved" / "deep")
    run("add", "-C", str(project), "..")
    assert list((project / "content" / "inbox").rglob("a.txt"))
    assert not (project / "content" / "a.txt").exists()


def test_add_as_data(run: Run, tmp_path: Path) -> None:
    """--json lists what became of each file."""
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    (outcome,) = run("add", "--json", str(tmp_path / "a.txt")).data
    assert (outcome["status"], outcome["title"]) == ("created", "Karangan: Harga Beras di Antah")


# ------------------------------------------------------------------ why, status, config, version


@pytest.mark.parametrize(
    "named", ["content/inbox/good.txt", "inbox/good.txt", "good.txt", "karangan-jembatan-antah-dibuka-lagi", ENTRY]
)
def test_why(run: Run, named: str) -> None:
    """A raw file by any of its names, or its entry, is explained line by line on standard output."""
    run("build", "-q")
    ended = run("why", named)
    assert ended.code == 0
    assert re.search(r"^title +Karangan: Jembatan Antah Dibuka Lagi$", ended.out, re.M)
    assert re.search(r"^date +2020-10-05T10:15:00\+07:00$", ended.out, re.M)
    assert "topic jembatan-antah: in;" in ended.out
    raw = (Path("content/inbox") / "good.txt").read_text("utf-8")
    numbers = {number for number, line in enumerate(raw.splitlines(), 1) if line.strip()}
    assert set(map(int, re.findall(r"^[+-] +(\d+)  ", ended.out, re.M))) == numbers, "every line has its reason"


def test_why_of_a_file_elsewhere(run: Run, tmp_path: Path) -> None:
    """A file outside the project can be tried before it is added; nothing is written."""
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    ended = run("why", str(tmp_path / "a.txt"))
    assert ended.code == 0
    assert "Karangan: Harga Beras di Antah" in ended.out


def test_why_of_a_file_without_an_article(run: Run, project: Path) -> None:
    """What would be set aside is set aside, with the reason."""
    (project / "content" / "inbox" / "empty.txt").write_bytes(b"")
    ended = run("why", "empty.txt")
    assert ended.code == 1
    assert "set aside: content/inbox/empty.txt: the file is empty" in ended.err


PAGED = "<title>Karangan: Pasar Antah</title><link rel=canonical href='{url}'><h1>Karangan: Pasar Antah</h1>{body}"
BODIES = [
    "".join(
        f"<p>Artikel ini dikarang untuk menguji Kliping, dan bagian {page}.{part} tidak memberitakan apa pun yang ada.</p>"
        for part in (1, 2, 3)
    )
    for page in (1, 2)
]


def test_why_of_a_page_explains_the_article(project: Path, run: Run) -> None:
    """A page of an article in several is explained as the build sees it: the whole, which is said, with the numbers of its lines."""
    for page, body in enumerate(BODIES, 1):
        url = f"https://warta-antah.example/pasar-antah?page={page}"
        (project / "content" / "inbox" / f"pasar-{page}.html").write_text(PAGED.format(url=url, body=body), "utf-8")
    run("build", "-q")
    one, two = (run("why", f"pasar-{page}.html") for page in (1, 2))
    assert two.out.startswith("inbox/pasar-2.html is page 2 of 2 of one article")
    assert one.out.splitlines()[1:] == two.out.splitlines()[1:]
    assert [two.out.count(f"bagian {page}.{part}") for page in (1, 2) for part in (1, 2, 3)] == [1] * 6
    assert run("why", "--json", "pasar-2.html").data["files"] == ["inbox/pasar-1.html", "inbox/pasar-2.html"]


def test_why_of_nothing(run: Run) -> None:
    """A name that nobody knows is wrong use."""
    ended = run("why", "nowhere")
    assert ended.code == 2
    assert ended.err.startswith("error: nowhere: is neither a raw file nor an entry made from one\n")


def test_why_as_data(run: Run) -> None:
    """--json gives the evidence and the verdict on every line."""
    data = run("why", "--json", "good.txt").data
    assert {each["key"] for each in data["evidence"]} >= {"title", "date", "outlet", "url", "lang", "place"}
    assert all(each["source"] for each in data["evidence"])
    assert all(each["reason"] and each["role"] for each in data["lines"])


def test_status_changes_nothing(project: Path, run: Run) -> None:
    """`status` says what is new, and writes not a byte."""
    before = files(project)
    ended = run("status")
    assert ended.code == 0
    assert f"new: inbox/good.txt → {ENTRY}" in ended.out
    assert ended.out.endswith("0 articles shown, 0 not shown, 0 set aside; inbox: 1 file\n")
    assert files(project) == before


def test_status_after_a_build(project: Path, run: Run) -> None:
    """What is held back and set aside is told with its reason; then the exit code is 1."""
    run("build")
    assert run("status").out.splitlines()[0] == "topic jembatan-antah: 1 article"
    (project / "content" / "inbox" / "empty.txt").write_bytes(b"")
    (project / "content" / "entries" / "draft.md").write_text('---\ntitle: "Karangan"\ndraft: true\n---\nx\n', "utf-8")
    ended = run("status")
    assert ended.code == 1
    assert "not shown: content/entries/draft.md: a draft" in ended.out
    assert "set aside: content/inbox/empty.txt: the file is empty" in ended.out
    assert run("status", "--json").data["held"][0]["reason"] == "a draft"


def test_config(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting in force with where it came from."""
    monkeypatch.setenv("KLIPING_BASE_URL", "https://preview.example")
    ended = run("config")
    assert ended.code == 0
    assert 'title = "Kliping Antah"  # site.toml:2' in ended.out
    assert 'base_url = "https://preview.example/"  # environment variable KLIPING_BASE_URL' in ended.out
    assert "feeds.limit = 50  # default" in ended.out
    assert set(run("config", "--json").data) == {setting.key for setting in config.SETTINGS}


@pytest.mark.parametrize("arguments", [["version"], ["--version"], ["-V"]])
def test_version(run: Run, arguments: list[str]) -> None:
    """The version is printed on standard output, also where there is no project."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (0, f"kliping {__version__}\n")


def test_version_needs_no_project(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder the version is told; a build says what is missing."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert run("version").code == 0
    assert run("build").code == 3
    assert list((tmp_path / "empty").iterdir()) == []


# ------------------------------------------------------------------ help and wrong use


COMMANDS = [name for name, *_ in cli.COMMANDS]


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help(run: Run, arguments: list[str]) -> None:
    """Help is printed on standard output and ends well."""
    ended = run(*arguments)
    assert ended.code == 0
    assert ended.out.startswith("usage: kliping")


def test_help_lists_every_command(run: Run) -> None:
    """Each command is there with a line of help."""
    said = run("--help").out
    assert all(re.search(rf"^    {name} ", said, re.M) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    """The function of a command has a docstring; its help is no sentence of its own."""
    (found,) = [each for each in cli.COMMANDS if each[0] == name]
    room, _, function = found[1].rpartition(".")
    assert getattr(import_module(f"kliping.commands.{room}"), function).__doc__
    assert not found[2].endswith(".")


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("biuld", "did you mean build?"),
        ("-q biuld", "did you mean build?"),
        ("--strict biuld", "did you mean build?"),
        ("xyzzy", "known are: init, build, "),
        ("build --drfts", "did you mean --drafts?"),
        ("--drfts", "did you mean --drafts?"),
        ("serve --prot=3", "did you mean --port?"),
        ("build --drfts --strct", "did you mean --drafts and --strict?"),
        ("build --qiuet", "did you mean --quiet?"),
        ("build -x", "kliping build --help says what it knows"),
        ("build extra", "kliping build --help says what it knows"),
        ("-p 3 serve", "write the command first: kliping serve -p 3"),
    ],
)
def test_what_was_meant_is_guessed(run: Run, line: str, remedy: str) -> None:
    """A command or a switch that there is not is answered with the nearest one, or with what there is."""
    ended = run(*line.split())
    assert ended.code == 2
    assert f"\n    {remedy}" in ended.err


@pytest.mark.parametrize("line", ["--strict build", "-j 2 --clock 2021-01-01 build", "-o build --drafts build -q"])
def test_switches_of_a_build_may_stand_first(project: Path, run: Run, line: str) -> None:
    """The command is the first word that is none of them, and no value of theirs is taken for it."""
    assert run(*line.split()).code == 0
    assert (project / "build").exists() == line.startswith("-o build")
    assert run("--dry-run", "add", "content/inbox/good.txt", "--json").code == 0


@pytest.mark.parametrize(
    "arguments", [["biuld"], ["build", "--wrnog"], ["build", "-j", "many"], ["why"], ["add"], ["build", "extra"]]
)
def test_wrong_use(run: Run, project: Path, arguments: list[str]) -> None:
    """An unknown command or switch, or one that lacks its value, is exit code 2 and a usage line."""
    before = files(project)
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.err.startswith("usage: kliping")
    assert files(project) == before


def test_switches_that_are_not_taken() -> None:
    """-d and -s mean other things in other programs, so they mean nothing here."""
    flags = {flag for _, _, _, arguments in cli.COMMANDS for names, _ in arguments() for flag in names}
    assert not flags & {"-d", "-s"}
    assert {
        "-o",
        "--output",
        "-D",
        "--drafts",
        "-F",
        "--future",
        "--strict",
        "--dry-run",
        "--clock",
        "-j",
        "-p",
        "-b",
    } <= flags


# ------------------------------------------------------------------ endings


def ending(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, *arguments: str) -> Ended:
    """How a build ends in which something is raised."""

    def fail(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(site, "build", fail)
    return run("build", *arguments)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError(Fault("w", "r", "f.toml", 3, "k")), 2),
        (SettingsError(Fault("w", "r", "f.toml", 3, "k")), 3),
        (OutputError(Fault("w", "r", "f.toml", 3, "k")), 4),
    ],
)
def test_errors_become_messages(run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int) -> None:
    """File, line, key, what is wrong, and on the next line what to do."""
    ended = ending(run, monkeypatch, error)
    assert ended.code == code
    assert ended.err.endswith("error: f.toml:3: k: w\n    r\n")


def test_every_fault_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error with several faults prints each."""
    assert ending(run, monkeypatch, SettingsError([Fault("one"), Fault("two")])).err.endswith(
        "error: one\nerror: two\n"
    )


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is exit code 130 and one line."""
    ended = ending(run, monkeypatch, KeyboardInterrupt())
    assert (ended.code, ended.err.splitlines()[-1]) == (130, "stopped; nothing is half-written")


def test_a_disk_that_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says is told with the file, and the exit code is that of a write that failed."""
    ended = ending(run, monkeypatch, OSError(28, "No space left on device", "x.md"))
    assert ended.code == 4
    assert "error: cannot read or write x.md: No space left on device" in ended.err


def test_a_fault_of_ours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is one line for users, and a traceback for those who ask with -v."""
    ended = ending(run, monkeypatch, RuntimeError("rekaan"))
    assert ended.code == 1
    assert "error: RuntimeError: rekaan" in ended.err
    assert "Traceback" not in ended.err
    with pytest.raises(RuntimeError, match="rekaan"):
        ending(run, monkeypatch, RuntimeError("rekaan"), "-v")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_who_leaves(project: Path) -> None:
    """`kliping why … | head -1` ends without a word about the broken pipe."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "kliping", "why", "good.txt"],
        cwd=project,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode == 0


def test_a_terminal_that_cannot_write_indonesian(project: Path) -> None:
    """Where the terminal knows ASCII only, messages are escaped, never an error."""
    (project / "content" / "entries").mkdir()
    (project / "content" / "entries" / "é.md").write_text("---\n", "utf-8")
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
    }
    ran = subprocess.run([sys.executable, "-m", "kliping"], cwd=project, env=environ, capture_output=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert b"content/entries/\\xe9.md" in ran.stderr
    assert b"Traceback" not in ran.stderr
