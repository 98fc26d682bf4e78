"""`init`: a digest from nothing, and no harm to what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from commands import Run, files, project, run

from kliping import config
from kliping.commands.project import PACKAGE

__all__ = ("project", "run")

SAMPLES = {"id": "rekaan", "en": "made up"}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_new_digest_is_whole(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """What `init` makes builds without a warning, passes every check, and shows its sample under its topic."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert run("init", "--lang", lang, "digest").code == 0
    monkeypatch.chdir(tmp_path / "digest")
    assert run("build", "--strict", "-q").err == ""
    checked = run("check", "-q")
    assert (checked.code, checked.err) == (0, "")
    settings = config.load(Path("site.toml"), {})
    page = (Path("output/topics") / settings.topics[0].slug / "index.html").read_text("utf-8")
    assert f'<html lang="{lang}"' in page
    assert SAMPLES[lang] in page.lower()
    assert (settings.language, settings.warnings) == (lang, ())


def test_indonesian_is_the_default(run: Run, tmp_path: Path) -> None:
    """As in the settings: whatever the machine speaks."""
    run("init", str(tmp_path / "digest"))
    assert config.load(tmp_path / "digest" / "site.toml", {}).language == "id"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_it_is_small_and_says_that_it_is_made_up(lang: str) -> None:
    """About fifteen lines of settings; an inbox with a note only; one sample that no outlet published, labelled at once."""
    start = PACKAGE / "start" / lang
    assert len((start / "site.toml").read_text("utf-8").splitlines()) <= 18
    assert [path.name for path in (start / "content" / "inbox").iterdir()] == ["README.txt"]
    (sample,) = (start / "content" / "entries").rglob("*.md")
    text = sample.read_text("utf-8")
    assert SAMPLES[lang] in text.splitlines()[1].lower().replace("-", " ")
    assert "outlet" not in text.split("---")[1]
    topic = tomllib.loads((start / "site.toml").read_text("utf-8"))["topics"][0]
    assert set(topic["title"]) == {"id", "en"}


def test_next_steps(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which commands come next; in this folder none leads to it; -q says nothing."""
    monkeypatch.chdir(tmp_path)
    said = run("init", "a digest")
    assert said.out == ""
    assert "    cd 'a digest'\n" in said.err
    assert "    kliping add ~/Downloads/article.html" in said.err
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "cd " not in run("init", ".").err
    assert run("init", "-q", "other").err == ""


def test_as_data(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--json names the files and the next commands."""
    monkeypatch.chdir(tmp_path)
    told = run("init", "--json", "digest")
    assert told.err == ""
    assert sorted(told.data["files"]) == sorted(files(tmp_path / "digest"))
    assert told.data["next"][0] == "cd digest"


@pytest.mark.parametrize("there", ["site.toml", "foto.jpg", ".profile", "sub/a.txt"])
def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path, there: str) -> None:
    """Nothing is written where something lies; the message says what lies there."""
    (tmp_path / "digest" / there).parent.mkdir(parents=True)
    (tmp_path / "digest" / there).write_text("mine", "utf-8")
    ended = run("init", str(tmp_path / "digest"))
    assert ended.code == 2
    assert f"is not empty: {there.split('/', maxsplit=1)[0]}" in ended.err
    assert files(tmp_path / "digest") == {there: b"mine"}


def test_twice(run: Run, tmp_path: Path) -> None:
    """A digest is not begun anew."""
    run("init", str(tmp_path / "digest"))
    before = files(tmp_path / "digest")
    ended = run("init", "--lang", "en", str(tmp_path / "digest"))
    assert ended.code == 2
    assert "holds a digest already" in ended.err
    assert files(tmp_path / "digest") == before


def test_a_file_is_no_folder(run: Run, tmp_path: Path) -> None:
    """A file of that name stays."""
    (tmp_path / "digest").write_text("mine", "utf-8")
    assert run("init", str(tmp_path / "digest")).code == 2
    assert (tmp_path / "digest").read_text("utf-8") == "mine"


def test_under_version_control(run: Run, tmp_path: Path) -> None:
    """A folder in which only version control was begun counts as empty; its own list of ignored files stays."""
    (tmp_path / "digest" / ".git").mkdir(parents=True)
    (tmp_path / "digest" / ".gitignore").write_text("mine\n", "utf-8")
    assert run("init", str(tmp_path / "digest")).code == 0
    assert (tmp_path / "digest" / ".gitignore").read_text("utf-8") == "mine\n"


def test_what_is_made_is_not_committed(run: Run, tmp_path: Path) -> None:
    """The site and what is private are kept out of version control."""
    run("init", str(tmp_path / "digest"))
    ignored = (tmp_path / "digest" / ".gitignore").read_text("utf-8").splitlines()
    assert {"/output/", "/.cache/", "/private/"} <= set(ignored)
