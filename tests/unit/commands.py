"""Run commands in a small made-up project, in this process; for the tests of the door.

Test modules import it and name it as a plugin, for its fixtures; PYTEST_DONT_REWRITE says that this is meant.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from making import ROOT

from kliping import cli

BASE = ROOT / "tests" / "projects" / "_base"
ENTRY = "content/entries/2020/10/karangan-jembatan-antah-dibuka-lagi.md"
PAGE = "output/articles/2020/10/karangan-jembatan-antah-dibuka-lagi/index.html"
SECOND = """\
Warta Antah

Karangan: Harga Beras di Antah

7 Oktober 2020 - 09:30 WIB

ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping. Harga beras di Antah tidak pernah ada.

Warga Antah yang juga tidak pernah ada membicarakan harga itu di pasar yang hanya ada dalam dongeng pengantar tidur.

Pemerintah Antah belum memberikan keterangan tentang harga karangan itu sampai berita ini dikarang.
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one made-up article, which is the folder one stands in; nothing is built yet."""
    folder = tmp_path / "project"
    shutil.copytree(BASE, folder)
    monkeypatch.chdir(folder)
    for name in ("SOURCE_DATE_EPOCH", "CI", "KLIPING_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the project; usage errors count as endings too."""

    def ended(*arguments: str) -> Ended:
        capsys.readouterr()
        try:
            code = cli.main(arguments)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return ended


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
