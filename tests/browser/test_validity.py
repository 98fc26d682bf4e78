"""Pages, style sheet and icon are valid, by html5lib and by the W3C's Nu checker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import html5lib
import pytest

from browser import made_up
from browser.sites import RECIPES, Sites

pytestmark = pytest.mark.browser

VNU = Path(os.environ.get("VNU_JAR") or "~/.cache/kliping-judges/node/node_modules/vnu-jar/build/dist/vnu.jar")
PLAIN = [name for name in RECIPES if name != "hostile"]


def errors(text: str) -> list[str]:
    """What html5lib has to say against a page."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{place}: {code}" for place, code, _ in parser.errors]


@pytest.mark.parametrize("name", PLAIN)
def test_pages_are_well_formed(sites: Sites, name: str) -> None:
    """A strict HTML parser finds no error on any page."""
    site = sites[name]
    assert {address: errors(site.html(address)) for address in site.pages()} == {page: [] for page in site.pages()}


@pytest.mark.parametrize("name", made_up.HOSTILE)
def test_hostile_pages_are_well_formed(sites: Sites, name: str) -> None:
    """Whatever stands in an entry, its page is well formed."""
    assert errors(sites["hostile"].html(f"articles/2019/05/{name}/")) == []


def nu(*folders: Path) -> list[str]:
    """Errors that the Nu checker finds in pages, style sheets and icons below the folders."""
    java, jar = shutil.which("java"), VNU.expanduser()
    if java is None or not jar.is_file():
        pytest.skip("no Nu checker: it needs java, and vnu.jar at VNU_JAR")
    files = [str(file) for folder in folders for file in folder.rglob("*") if file.suffix in (".html", ".css", ".svg")]
    checker = [
        java,
        "-XX:TieredStopAtLevel=1",
        "-Xss8m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        "--also-check-css",
        "--also-check-svg",
    ]
    done = subprocess.run([*checker, "--exit-zero-always", *files], capture_output=True, check=True)
    assert len(files) > len(folders)
    return [
        f"{each['url'].rpartition('/served/')[2]}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
        if each["type"] == "error"
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("default", "in-english", "below-repo", "short-links", "empty"),
        ("made-up", "made-up-in-english"),
        ("hostile",),
    ],
    ids=", ".join,
)
def test_nu_checker_finds_no_error(sites: Sites, names: tuple[str, ...]) -> None:
    """The Nu checker finds no error in any page, style sheet or icon, whatever stands in the entries."""
    assert nu(*(sites[name].output for name in names)) == []
