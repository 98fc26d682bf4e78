"""Miniature projects, most of them broken: each is a folder in tests/projects/ with an expected.toml.

tests/projects/README.md says how to add one; no line of this file changes for it.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from running import CLOCK, ROOT, environment, kliping, tree

from kliping.cli import main

PROJECTS = ROOT / "tests" / "projects"
BASE = PROJECTS / "_base"
NAMES = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir() and path != BASE)
KEYS = {
    "about",
    "arguments",
    "exit",
    "stderr",
    "not_on_stderr",
    "output",
    "no_output",
    "entries",
    "no_entries",
    "pages",
    "without",
    "links",
    "without_good_article",
    "not_built",
    "known_fault",
}
GOOD_PAGES = (
    "index.html",
    "feed.xml",
    "topics/jembatan-antah/index.html",
    "articles/2020/10/karangan-jembatan-antah-dibuka-lagi/index.html",
)
GOOD_ENTRY = "content/entries/2020/10/karangan-jembatan-antah-dibuka-lagi.md"


def expected(name: str) -> dict[str, Any]:
    """What a project's expected.toml says."""
    return tomllib.loads((PROJECTS / name / "expected.toml").read_text("utf-8"))


def cases() -> list[Any]:
    """Every project; one whose fault is known and not mended yet is expected to fail."""
    return [
        pytest.param(
            name,
            marks=[pytest.mark.xfail(strict=True, reason=expected(name)["known_fault"])]
            if "known_fault" in expected(name)
            else [],
        )
        for name in NAMES
    ]


def laid_out(name: str, home: Path) -> Path:
    """A copy of the base project with the files of this one laid over it."""
    said, project = expected(name), home / "project"
    shutil.copytree(BASE, project)
    shutil.copytree(PROJECTS / name, project, dirs_exist_ok=True)
    (project / "expected.toml").unlink()
    for path in said.get("without", []):
        (project / path).unlink()
    for path, target in said.get("links", {}).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).symlink_to(target)
    return project


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_is_understood(name: str) -> None:
    """A project says in a sentence what it is for, and uses no key that nobody reads."""
    said = expected(name)
    assert not set(said) - KEYS, f"tests/projects/{name}/expected.toml: unknown keys"
    assert said["about"].endswith("."), f"tests/projects/{name}/expected.toml: `about` is a sentence"
    assert said["exit"] in range(5)


@pytest.mark.parametrize("name", cases())
def test_project(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project ends as its expected.toml says; the rest is built, nothing is lost, nobody sees a traceback."""
    said, home = expected(name), tmp_path / "home"
    project = laid_out(name, home)
    before = tree(project)
    arguments = said.get("arguments", ["build", "--clock", CLOCK])
    environ = environment(HOME=str(home), USERPROFILE=str(home))

    ran = kliping(project, *arguments, environ=environ)
    after = tree(project)
    output = tree(project / "output")

    assert ran.returncode == said["exit"], ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    assert "fault of Kliping" not in ran.stderr, ran.stderr
    assert ran.stdout == "", "messages go to standard error, data to standard output"
    for words in said.get("stderr", []):
        assert words in ran.stderr, f"not on standard error: {words}\n{ran.stderr}"
    for words in said.get("not_on_stderr", []):
        assert words not in ran.stderr, f"on standard error: {words}\n{ran.stderr}"
    lost = {path for path in before if not path.startswith("output/") and after.get(path) != before[path]}
    assert not lost, f"lost or changed: {lost}"

    if said["exit"] in (0, 1) and not said.get("not_built"):
        held_to_what_is_shown(said, output, ran.stderr, after)
        if "--dry-run" not in arguments:
            adds_up(json.loads(after[".cache/runs/last.json"]), after)
        for private in (str(tmp_path), "inbox/", "entries/"):
            assert private.encode() not in b"".join(output.values()), f"{private} reached the site"
    elif "output" not in said.get("links", {}):
        assert output == tree_of(before, "output/"), "a run that failed changed the published folder"
    if said["exit"] in (2, 3) and "site.toml" in ran.stderr:
        assert after == before, "with unusable settings nothing is written"
    for path in said.get("entries", []):
        assert path in after, f"no entry {path}"
    for path in said.get("no_entries", []):
        assert path not in after, f"an entry {path}"

    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert again(project, arguments) == said["exit"]
    assert but_logs(tree(project / "output")) == but_logs(output), "a second run gives other bytes"
    assert tree(project / "content") == tree_of(after, "content/"), "a second run changed the articles"


def again(project: Path, arguments: list[str]) -> int:
    """The exit code of a second run; in this process, which saves half a second a project."""
    try:
        return main(arguments, project)
    except SystemExit as usage:
        return int(usage.code or 0)


def held_to_what_is_shown(said: dict[str, Any], output: dict[str, bytes], stderr: str, files: dict[str, bytes]) -> None:
    """The rest is built, the pages say what they should, and every file of the inbox is accounted for."""
    wanted = set(said.get("output", []))
    if not said.get("without_good_article"):
        wanted |= set(GOOD_PAGES)
        assert GOOD_ENTRY in files
    assert not wanted - set(output), f"missing in the output folder: {wanted - set(output)}"
    unwanted = set(said.get("no_output", [])) & set(output)
    assert not unwanted, f"in the output folder: {unwanted}"
    for path, words in said.get("pages", {}).items():
        text = output[path].decode()
        for each in words.get("has", []):
            assert each in text, f"{path} lacks {each!r}"
        for each in words.get("lacks", []):
            assert each not in text, f"{path} has {each!r}"
    inbox = [path for path in files if path.startswith("content/inbox/")]
    account = re.search(r"^Inbox: (.+)\.$", stderr, re.M)
    assert account, stderr
    assert sum(map(int, re.findall(r"\d+", account[1]))) == len(inbox), f"{account[0]} does not add up to {len(inbox)}"


def but_logs(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files without the logs of runs, each of which adds one; an output folder that is the project's has them."""
    return {path: data for path, data in files.items() if not path.startswith(".cache/runs/")}


def adds_up(log: dict[str, Any], files: dict[str, bytes]) -> None:
    """The run's log counts every file of the inbox and every entry once, and loses none."""
    for what, folder, ending in (("raw_files", "content/inbox/", ""), ("entries", "content/entries/", ".md")):
        there = [path for path in files if path.startswith(folder) and path.endswith(ending)]
        counts = dict(log["inputs"][what])
        assert counts.pop("all") == len(there) == sum(counts.values()), f"{what}: {counts}, and there are {there}"
    assert log["inputs"]["lost"] == []
    assert len(log["inbox"]) == log["inputs"]["raw_files"]["all"]
    assert len(log["shown"]) == log["inputs"]["entries"]["shown"]
    assert len(log["held"]) == log["inputs"]["entries"]["held"]


def tree_of(files: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    """The part of a tree below a folder."""
    return {path.removeprefix(prefix): data for path, data in files.items() if path.startswith(prefix)}
