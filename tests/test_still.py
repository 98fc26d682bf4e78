"""A build that would change nothing says so at once; one that would change anything is never taken for it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ROOT, environment, kliping, tree

from kliping import cli, output, still
from kliping.commands.project import settings_of
from kliping.records import Settings

STAMPED = output.stamped
SETTLED = 0.05
"""Seconds after which a change of a file shows in its time."""


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up site that was built twice: nothing is new in it."""
    project = tmp_path_factory.mktemp("still") / "site"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    shutil.copy(ROOT / "site.toml", project)
    for _ in range(2):
        time.sleep(SETTLED)
        assert cli.main(["build", "-q", "-j", "1"], project) in (0, 1)
    return project


@pytest.fixture
def project(settled: Path) -> Path:
    """The same site for one test, built once more so that nothing is left of what another test changed."""
    time.sleep(SETTLED)
    assert cli.main(["build", "-q", "-j", "1"], settled) in (0, 1)
    assert still.replayed(["build", "-q"], str(settled)) is not None
    return settled


def entry(project: Path) -> Path:
    return min((project / "content" / "entries").rglob("*.md"))


def same_size(file: Path) -> None:
    """Change a file to other bytes of the same number, and set its time back."""
    before = file.stat()
    data = file.read_bytes()
    file.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def with_page(project: Path) -> None:
    (project / "content" / "pages").mkdir()
    (project / "content" / "pages" / "a.md").write_text("# A", "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an entry with other words of the same length and the same time": lambda at: same_size(entry(at)),
    "an entry more": lambda at: entry(at).with_name("lain.md").write_bytes(entry(at).read_bytes()),
    "a file more in the inbox": lambda at: (at / "content" / "inbox" / "lain.txt").write_text("Karangan.", "utf-8"),
    "another setting": lambda at: same_size(at / "site.toml"),
    "a template of its own": lambda at: shutil.copytree(ROOT / "templates", at / "templates"),
    "a page": with_page,
    "a file of the site is gone": lambda at: (at / "output" / "index.html").unlink(),
    "a file of the site is another": lambda at: same_size(at / "output" / "feed.xml"),
    "what was remembered is damaged": lambda at: same_size(next((at / ".cache").glob("still-*"))),
    "what was remembered is gone": lambda at: shutil.rmtree(at / ".cache"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_makes_a_build(change: Callable[[Path], object], project: Path) -> None:
    """Whatever a build reads or writes, a change of it is seen."""
    kept = tree(project / "content"), (project / "site.toml").read_bytes()
    change(project)

    assert still.replayed(["build", "-q"], str(project)) is None

    shutil.rmtree(project / "content")
    shutil.rmtree(project / "templates", ignore_errors=True)
    for path, data in kept[0].items():
        (project / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "content" / path).write_bytes(data)
    (project / "site.toml").write_bytes(kept[1])


def test_a_setting_in_the_environment_makes_a_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings may come from the environment, so that is looked at, too."""
    monkeypatch.setenv("KLIPING_BASE_URL", "https://other.example/")
    assert still.replayed(["build", "-q"], str(project)) is None


@pytest.mark.parametrize("days", [1, -1])
def test_another_day_makes_a_build(project: Path, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """What the clock decides is decided anew on every day, and when the clock was set back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + days * 86_400))
    assert still.replayed(["build", "-q"], str(project)) is None


@pytest.mark.parametrize(
    "given",
    [
        ["status"],
        ["build", "--dry-run"],
        ["-v"],
        ["--json"],
        ["--strict"],
        ["--verify"],
        ["--clock", "2021-01-01"],
        ["-j"],
        ["-D"],
    ],
)
def test_other_runs_are_made(project: Path, given: list[str]) -> None:
    """Other commands, and a build that is asked for more or for something else, are run."""
    assert still.replayed(given, str(project)) is None


def test_an_entry_that_opens_in_a_moment_makes_a_build_then(project: Path) -> None:
    """An entry that is held back is shown when its time has come, the same day."""
    file = entry(project)
    soon = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 3600))
    text = file.read_text("utf-8")
    try:
        file.write_text(text.replace("\n---\n", f"\npublish_date: {soon}\n---\n", 1), "utf-8")
        time.sleep(SETTLED)
        for _ in range(2):
            cli.main(["build", "-q", "-j", "1"], project)
        assert still.replayed(["build", "-q"], str(project)) is not None
        (state,) = (project / ".cache").glob("still-*")
        found = still.recalled(str(state))
        assert found
        assert found["clock"][1] <= time.time() + 3600
    finally:
        file.write_text(text, "utf-8")


def test_it_says_what_a_build_says(project: Path) -> None:
    """The account and the exit code are those of a build that looks at everything."""
    quick = kliping(project, "build")
    (project / ".cache" / next((project / ".cache").glob("still-*")).name).unlink()
    whole = kliping(project, "build")

    assert (quick.returncode, quick.stderr, quick.stdout) == (whole.returncode, whole.stderr, whole.stdout)


def printed(project: Path, code: str) -> list[str]:
    """The words that code prints in a process of its own, which loads nothing but what the code asks for."""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split()


def test_it_loads_next_to_nothing(project: Path) -> None:
    """Finding out that nothing changed loads no library, and of the program two modules."""
    code = (
        "import sys; from kliping import door; assert door.main(['-q']) is not None;"
        "print(*sorted({name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)),"
        "*(name for name in sys.modules if name.startswith('kliping.')), 'json' in sys.modules, 'pathlib' in sys.modules)"
    )
    loaded = printed(project, code)
    assert {"markdown", "feedgen", "yaml", "babel", "jinja2", "kliping.cli"}.isdisjoint(loaded), loaded


def test_a_site_of_prose_loads_no_readers_of_more(project: Path) -> None:
    """A first build of entries as we write them needs neither Python-Markdown nor PyYAML nor slugify."""
    code = (
        "import sys; from kliping import cli; assert cli.main(['build', '-q', '-j', '1']) is not None;"
        "print(*sys.modules)"
    )
    shutil.rmtree(project / ".cache", ignore_errors=True)
    loaded = printed(project, code)
    assert "kliping.site.prose" in loaded
    assert {"markdown", "yaml", "slugify"}.isdisjoint(loaded)


def test_the_log_of_the_last_build_stays(project: Path) -> None:
    """A run that finds nothing new leaves the last account as it is: it is still true."""
    before = json.loads((project / ".cache" / "runs" / "last.json").read_bytes())
    assert kliping(project, "build", "-q").returncode in (0, 1)
    assert json.loads((project / ".cache" / "runs" / "last.json").read_bytes()) == before


def test_a_file_that_lies_about_its_time_is_found_when_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a disk's times deceive, --verify reads every file of the site."""
    front = project / "output" / "index.html"
    good = front.read_bytes()
    same_size(front)
    stamps = output.stamped(str(front))
    monkeypatch.setattr(output, "stamped", lambda file: stamps if file == str(front) else STAMPED(file))
    for state in (project / ".cache").glob("output-*/stamps.json"):
        told = json.loads(state.read_bytes())
        state.write_text(json.dumps(told | {"index.html": stamps}), "utf-8")

    assert cli.main(["build", "-q", "-j", "1"], project) in (0, 1)
    assert front.read_bytes() != good, "the disk says that it is as it was"
    assert cli.main(["build", "-q", "-j", "1", "--verify"], project) in (0, 1)
    assert front.read_bytes() == good


def test_what_changes_once_it_was_read_is_not_taken_for_built(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are saved after a build has read them, while it waits for another run, say, make a build of their own."""
    site_file = project / "site.toml"
    good, read = site_file.read_bytes(), settings_of

    def read_and_changed(options: argparse.Namespace) -> Settings:
        found = read(options)
        site_file.write_bytes(good.replace(b"title = ", b"title  = ", 1))
        time.sleep(SETTLED)
        return found

    monkeypatch.setattr("kliping.commands.build.settings_of", read_and_changed)
    try:
        entry(project).touch()
        assert cli.main(["build", "-q", "-j", "1"], project) in (0, 1)
        assert still.replayed(["build", "-q"], str(project)) is None
    finally:
        site_file.write_bytes(good)
