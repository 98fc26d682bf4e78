"""The docs say what the code does."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from kliping import __version__, cli

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


def script(name: str) -> ModuleType:
    """A program of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference() -> str:
    return str(script("generate").reference())


def test_reference_is_what_the_code_says() -> None:
    """docs/reference.md is exactly what `make docs` would write."""
    assert (ROOT / "docs" / "reference.md").read_text("utf-8") == reference()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_docs_lead_somewhere(page: Path) -> None:
    """Every relative link and picture of the docs names a file that exists."""
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text) + re.findall(r'src="(?!https?:)([^"]+)"', text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_docs_exist(page: Path) -> None:
    """Every `kliping X` and `python build.py X` of the docs is a command, its switches too."""
    for line in re.findall(r"^(?:kliping|python build\.py)(.*)$", page.read_text("utf-8"), re.M):
        words = shlex.split(re.sub(r" [<>] \S+", "", line), comments=True)
        if words:
            cli.parser().parse_args(words)


def test_the_docs_are_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kliping builds its own docs as a site without a word of complaint; each link of it leads somewhere, to the place it names."""
    assert script("website").main(tmp_path) == 0
    assert "warning" not in capsys.readouterr().err
    assert cli.main(["check"], tmp_path) == 0
    pages = {path.parent.name for path in (tmp_path / "output").glob("*/index.html")}
    assert {"about", "guide", "reference", "design", "threats", "contributing", "changelog"} <= pages
    guide = (tmp_path / "output" / "guide" / "index.html").read_text("utf-8")
    assert 'href="../reference/index.html"' in guide
    assert ".md)" not in guide


def test_makefile_targets_in_docs_exist() -> None:
    """Every `make X` of the docs is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    said = {word for page in PAGES for word in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.M)}
    assert said <= targets


def test_default_site_is_said_in_the_guide() -> None:
    """The keys of site.toml's topic are the ones the guide explains."""
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    topic = tomllib.loads((ROOT / "site.toml").read_text("utf-8"))["topics"][0]
    assert [
        key for key in ("slug", "title", "from", "to", "who", "what") if not re.search(rf"^{key} = ", guide, re.M)
    ] == []
    assert topic["slug"] in guide


def test_design_stays_short() -> None:
    """docs/design.md has at most 150 lines."""
    assert len((ROOT / "docs" / "design.md").read_text("utf-8").splitlines()) <= 150


def test_changelog_names_this_version() -> None:
    """The changelog's newest version is the package's."""
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert heads[0] == __version__
