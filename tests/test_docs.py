"""The docs say what the code does."""

from __future__ import annotations

import argparse
import importlib.util
import re
import shlex
import textwrap
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from kliping import __version__, cli, config, definitions, entries, targets
from kliping.ingest import outlets
from kliping.site import editor

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


def spans(page: Path) -> list[str]:
    """What stands between backticks within sentences of a page."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.M | re.S)
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def switches() -> set[str]:
    """Every switch of every command."""
    whole = cli.parser()
    groups = (each for each in whole._actions if isinstance(each, argparse._SubParsersAction))
    parsers = [whole, *(each for group in groups for each in group.choices.values())]
    return {name for each in parsers for action in each._actions for name in action.option_strings}


FOREIGN = frozenset(["--strict", "--check", "--keep", "--folds", "--write", "--cv", "--hypothesis-profile"])
"""Switches that the docs name of other programs."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_within_sentences_exist(page: Path) -> None:
    """`kliping X SLUG` in a sentence is a command that would be understood, and each `--switch` is one of ours."""
    for span in spans(page):
        if span.startswith("kliping ") and not re.search(r"…|COMMAND|--help|\||, ", span):
            words = shlex.split(re.sub(r" [<>] \S+", "", span))[1:]
            if len(words) > 1:
                cli.parser().parse_args(words)
            else:
                assert words[0] in {name for name, *_ in cli.COMMANDS}, span
    named = {found for span in spans(page) for found in re.findall(r"(?<!\S)--[a-z][a-z-]*", span)}
    assert named - switches() - FOREIGN == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_of_files_are_what_they_say(page: Path) -> None:
    """Each block of TOML, YAML and Python in the docs is sound."""
    text = page.read_text("utf-8")
    for kind, block in re.findall(r"^ *```(toml|yaml|python)\n(.*?)^ *```", text, re.M | re.S):
        source = textwrap.dedent(block)
        if kind == "toml":
            tomllib.loads(source)
        elif kind == "yaml":
            list(yaml.safe_load_all(source.split("…\n")[0]))
        else:
            compile(source, page.name, "exec")


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


def test_help_is_written_in_one_style() -> None:
    """What a key is for is a sentence; what a command or switch does is a phrase without a full stop."""
    keys = [each.help for each in config.SETTINGS] + [each.help for each in entries.KEYS.values()]
    keys += [key.help for key in targets.EVERY] + [key.help for kind in targets.KINDS.values() for key in kind.keys]
    keys += [*definitions.TOPIC_KEYS.values(), *outlets.KEYS.values(), *editor.KEYS.values()]
    assert [said for said in keys if not said.endswith(".")] == []
    assert [said for _, _, said, _ in cli.COMMANDS if said.endswith(".") or said[0].isupper()] == []


def test_design_names_every_module() -> None:
    """Whoever looks for a room of the program finds it in the table of docs/design.md."""
    design = (ROOT / "docs" / "design.md").read_text("utf-8")
    files = [each for folder in (".", "ingest", "site") for each in (ROOT / "kliping" / folder).glob("[a-z]*.py")]
    assert sorted(each.stem for each in files if not re.search(rf"\b{each.stem}\b", design)) == []


def test_changelog_names_this_version() -> None:
    """The changelog's newest version is the package's."""
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert heads[0] == __version__


def test_each_promise_of_the_threats_is_held_by_a_test() -> None:
    """What docs/threats.md names as the test of a promise is there: a file, a folder of cases, a function."""
    named = re.findall(r"`(tests/[\w./-]+)(?:::(\w+))?`", (ROOT / "docs" / "threats.md").read_text("utf-8"))
    assert len(named) > 30
    assert [path for path, _ in named if not (ROOT / path).exists()] == []
    missing = [name for path, name in named if name and f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    assert missing == []
