"""Compressed files beside others: off by default, the same bytes always, made once, gone with what they lie beside."""

from __future__ import annotations

import gzip
import marshal
import re
import shutil
import sys
from pathlib import Path

import brotli
import pytest
from commands import BASE, ENTRY, PAGE, Run, files
from commands import project as project  # noqa: PLC0414 - a fixture
from commands import run as run  # noqa: PLC0414
from hypothesis import given
from hypothesis import strategies as st

from kliping import host_rules
from kliping.memory import Shelf
from kliping.records import Output
from kliping.site import compressed

BOTH = '\n[output]\ncompressed = ["gz", "br"]\n'


def asked(project: Path, settings: str = BOTH) -> None:
    """Write the project's settings with these lines more."""
    (project / "site.toml").write_text((BASE / "site.toml").read_text("utf-8") + settings, "utf-8")


def small_and_large(project: Path) -> tuple[set[str], dict[str, bytes]]:
    """The compressed files of the output folder, and all others."""
    found = files(project / "output")
    beside = {path for path in found if path.endswith((".gz", ".br"))}
    return beside, {path: data for path, data in found.items() if path not in beside}


def test_off_by_default(project: Path, run: Run) -> None:
    """A site is not compressed beforehand unless its editor says so."""
    assert run("build").code == 0
    assert small_and_large(project)[0] == set()


def test_every_text_that_is_worth_it(project: Path, run: Run) -> None:
    """Pages, feeds and styles have both, pictures, short files and files for hosts none; all unpack to what lies beside them."""
    asked(project)
    assert run("build").code == 0
    beside, others = small_and_large(project)
    large = {path for path, data in others.items() if len(data) >= 1024}
    ending = re.compile(r"\.(?:html|css|js|json|xml|svg|webmanifest|txt)$")
    texts = {path for path in large if ending.search(path) and not path.startswith("pagefind/")}
    assert {f"{path}.{way}" for path in texts for way in ("gz", "br")} <= beside
    assert {"index.html.gz", "feed.xml.br", "feed.json.gz"} <= beside
    assert {path.rpartition(".")[0] for path in beside} <= large
    assert not any(path.startswith("_") or ".png" in path or ".pf_" in path for path in beside)
    assert all(unpacked(project / "output" / path) == others[path.rpartition(".")[0]] for path in beside)


def unpacked(file: Path) -> bytes:
    made: bytes = (gzip if file.suffix == ".gz" else brotli).decompress(file.read_bytes())
    return made


def test_what_is_unchanged_is_not_compressed_again(project: Path, run: Run) -> None:
    """After a change to one article most compressed files are those that were remembered; the page's own is new."""
    asked(project)
    run("build")
    before = files(project / "output")
    shelf = project / ".cache" / "memory" / "compressed"
    known = remembered(shelf)
    assert len(known) > 20
    entry = project / ENTRY
    entry.write_text(entry.read_text("utf-8") + "\nKalimat karangan ini ditambahkan.\n", "utf-8")
    assert run("build").code == 0
    page = f"{PAGE.removeprefix('output/')}.gz"
    assert b"ditambahkan" in gzip.decompress((project / "output" / page).read_bytes())
    assert 0 < len(remembered(shelf) - known) < len(known) / 2
    assert (project / "output" / "follow" / "index.html.br").read_bytes() == before["follow/index.html.br"]


def remembered(shelf: Path) -> set[bytes]:
    """The keys of all that is remembered, whatever the program's version."""
    program = marshal.loads(shelf.with_suffix(".index").read_bytes()[4:])[0]
    version, python, own = program[: program.index(" ")], sys.version, program.rpartition(" ")[2]
    assert program == f"{version} {python} {own}"
    return set(Shelf(shelf, own).places)


def test_warm_is_cold(project: Path, run: Run) -> None:
    """What was remembered is what would be made, and a cold build makes the same bytes."""
    asked(project)
    run("build")
    (project / ENTRY).write_text((project / ENTRY).read_text("utf-8") + "\nKarangan.\n", "utf-8")
    run("build")
    warm = files(project / "output")
    run("build", "-o", str(project / "cold"))
    shutil.rmtree(project / ".cache")
    run("build", "-o", str(project / "colder"))
    assert files(project / "cold") == warm == files(project / "colder")


def test_they_go_with_what_they_lie_beside(project: Path, run: Run) -> None:
    """Of an article that becomes a draft no word is left; without the setting all go, and a person's own stay."""
    asked(project)
    run("build")
    (project / "output" / "own.html.gz").write_bytes(b"a person's own")
    word = b"dibuka lagi"
    assert word in gzip.decompress((project / f"{PAGE}.gz").read_bytes())
    entry = project / ENTRY
    entry.write_text(entry.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    run("build")
    beside, others = small_and_large(project)
    assert "index.html.br" in beside
    assert all(path.rpartition(".")[0] in others for path in beside - {"own.html.gz"})
    assert not any(word in unpacked(project / "output" / path) for path in beside - {"own.html.gz"})
    asked(project, "")
    run("build")
    assert small_and_large(project)[0] == {"own.html.gz"}


def test_a_preview_has_none(project: Path, run: Run) -> None:
    """What is only looked at, with drafts, is not compressed: no server sends it."""
    asked(project)
    run("build", "--drafts")
    assert small_and_large(project)[0] == set()


def test_one_that_somebody_removed_comes_back(project: Path, run: Run) -> None:
    """A build that has nothing else to do sees that a compressed file is gone."""
    asked(project)
    run("build")
    run("build")
    (project / "output" / "index.html.gz").unlink()
    run("build")
    assert (project / "output" / "index.html.gz").exists()


def test_without_the_extra_the_old_site_stays(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Brotli is not installed the message says what to install, and gzip works."""
    run("build")
    before = files(project / "output")
    monkeypatch.setitem(sys.modules, "brotli", None)
    asked(project)
    ended = run("build")
    assert ended.code == 4
    assert "site.toml: output.compressed: " in ended.err
    assert "pip install 'kliping[br]'" in ended.err
    assert files(project / "output") == before
    asked(project, BOTH.replace(', "br"', ""))
    assert run("build").code == 0
    assert (project / "output" / "index.html.gz").exists()


@given(st.binary(max_size=5000))
def test_gzip_says_nothing_of_its_making(data: bytes) -> None:
    """No time, no name and no system stand in it, and it unpacks to what it was made from."""
    packed = compressed.gzip(data)
    assert packed[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert gzip.decompress(packed) == data


def test_the_editors_own_is_not_replaced() -> None:
    """A compressed file among the site's static files is published as it is."""
    text, own = Output("a.css", b"a" * 2000), Output("a.css.gz", b"own")
    assert [each.path for each in compressed.wanted((text, own), ("gz", "br"))] == ["a.css.br"]


def test_texts_are_those_that_servers_compress() -> None:
    """What is compressed beforehand is what the files for servers say has to be compressed."""
    plain = {ending for ending, kind in host_rules.KINDS.items() if kind not in host_rules.PACKED}
    assert plain == compressed.TEXTS


def test_many_are_made_in_several_processes(monkeypatch: pytest.MonkeyPatch, project: Path, run: Run) -> None:
    """With several processes the files are the same."""
    asked(project)
    run("build", "-j", "1", "-o", str(project / "one"))
    from kliping import memory, work

    shutil.rmtree(project / ".cache")
    monkeypatch.setattr(memory, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(work, "WORTH_A_PROCESS", 1)
    for name in ("TRIED", "LONG", "SHORT"):
        monkeypatch.setattr(work, name, 1 if name == "TRIED" else -1.0)
    run("build", "-j", "2", "-o", str(project / "two"))
    assert files(project / "one") == files(project / "two")
