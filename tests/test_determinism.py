"""Same inputs, same bytes: whatever the machine's zone, locale, hash seed, clock and number of processes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from running import ROOT, environment, kliping, tree

from kliping import work

BUILD = ("build", "--quiet")
MADE_UP = work.WORTH_A_PROCESS + 6
NEW_YORK = {"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "0"}
TOKYO = {"TZ": "Asia/Tokyo", "LANG": "C.UTF-8", "PYTHONHASHSEED": "42"}


def article(number: int) -> str:
    """The raw file of a made-up article about a place that does not exist; no two are alike."""
    day, hour = 1 + number % 28, number % 24
    zone = ("WIB", "WITA", "WIT", "")[number % 4]
    return (
        f"Kabar Berantah\n\nKarangan: Banjir Antah Bagian {number}\n\n{day} November 2020 - {hour:02}:05 {zone}\n\n"
        f"BERANTAH, Kabar Berantah - Artikel nomor {number} ini dikarang untuk menguji Kliping; banjirnya tidak pernah ada.\n\n"
        f"Sebanyak {number * 7} warga karangan mengungsi ke bukit yang hanya ada dalam dongeng pengantar tidur anak-anak.\n\n"
        "Pemerintah Antah belum memberikan keterangan tentang banjir karangan itu sampai berita ini dikarang.\n"
    )


def lay_out(project: Path) -> Path:
    """The site in the checkout, and enough made-up articles that cleaning them is worth several processes."""
    project.mkdir(parents=True)
    shutil.copy(ROOT / "site.toml", project)
    shutil.copytree(ROOT / "content", project / "content", ignore=shutil.ignore_patterns("entries", "ledger.jsonl"))
    shutil.copytree(ROOT / "tests" / "projects" / "_base" / "content", project / "content", dirs_exist_ok=True)
    for number in range(MADE_UP):
        (project / "content" / "inbox" / f"banjir-{number:02}.txt").write_text(article(number), "utf-8")
    return project


def built(project: Path, *switches: str, **environ: str) -> dict[str, bytes]:
    """What a build made, entries and output; the clock is the machine's own."""
    ran = kliping(project, *BUILD, *switches, environ=environment(**environ))
    assert ran.returncode == 0, ran.stderr
    return made(project)


def made(project: Path) -> dict[str, bytes]:
    return {
        f"{folder}/{path}": data
        for folder in ("content/entries", "output")
        for path, data in tree(project / folder).items()
    }


def difference(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Paths that are not the same on both sides: shorter to read than two sites."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built once in New York, in one process."""
    project = lay_out(tmp_path_factory.mktemp("one") / "project")
    built(project, "-j", "1", **NEW_YORK)
    return project


@pytest.fixture(scope="module")
def bytes_made(plain: Path) -> dict[str, bytes]:
    """Its entries and its output."""
    return made(plain)


def test_the_project_is_worth_the_trouble(bytes_made: Mapping[str, bytes]) -> None:
    """Every made-up article became an entry and a page, so that there is something to compare."""
    assert sum(path.startswith("content/entries/") for path in bytes_made) == MADE_UP + 3
    assert sum(path.startswith("output/articles/") for path in bytes_made) == MADE_UP + 3


def test_another_zone_locale_and_hash_seed(bytes_made: Mapping[str, bytes], tmp_path: Path) -> None:
    """Tokyo with four processes gives what New York gave with one, in a folder of another name."""
    elsewhere = lay_out(tmp_path / "another folder é" / "project")
    assert not difference(bytes_made, built(elsewhere, "-j", "4", **TOKYO))


def test_cold_and_warm(plain: Path, bytes_made: Mapping[str, bytes]) -> None:
    """A second run, and one without its cache, change nothing."""
    assert not difference(bytes_made, built(plain, **TOKYO))
    shutil.rmtree(plain / ".cache")
    assert not difference(bytes_made, built(plain, **TOKYO))


def test_one_after_the_other_and_all_at_once(bytes_made: Mapping[str, bytes], tmp_path: Path) -> None:
    """Articles that came in two batches give the site of those that came at once."""
    project = lay_out(tmp_path / "project")
    late = tmp_path / "late"
    late.mkdir()
    for number in range(0, MADE_UP, 3):
        (project / "content" / "inbox" / f"banjir-{number:02}.txt").rename(late / f"banjir-{number:02}.txt")
    built(project)
    for path in late.iterdir():
        path.rename(project / "content" / "inbox" / path.name)
    assert not difference(bytes_made, built(project))


def test_the_order_of_the_folder_does_not_matter(bytes_made: Mapping[str, bytes], tmp_path: Path) -> None:
    """Files made in another order, as another disk may list them, give the same bytes."""
    project = lay_out(tmp_path / "project")
    inbox = project / "content" / "inbox"
    held = {path.name: path.read_bytes() for path in inbox.iterdir()}
    shutil.rmtree(inbox)
    inbox.mkdir()
    for name in sorted(held, key=lambda name: name[::-1], reverse=True):
        (inbox / name).write_bytes(held[name])
    assert not difference(bytes_made, built(project))


def test_source_date_epoch(bytes_made: Mapping[str, bytes], tmp_path: Path) -> None:
    """A clock set by SOURCE_DATE_EPOCH decides what is held back and nothing else."""
    project = lay_out(tmp_path / "project")
    assert not difference(bytes_made, built(project, SOURCE_DATE_EPOCH="1700000000"))
    early = built(lay_out(tmp_path / "early"), SOURCE_DATE_EPOCH="1603929600")
    shown = [path for path in early if path.startswith("output/articles/")]
    assert shown
    assert len(shown) < 5
    assert not difference(bytes_made, built(project, "--clock", "2023-11-14T22:13:20+00:00"))


def test_today_is_in_no_file(bytes_made: Mapping[str, bytes]) -> None:
    """The day on which the site is built stands nowhere in it, in no way of writing a date."""
    now = datetime.now(UTC)
    days = [f"{day:{form}}" for day in (now, now - timedelta(days=1)) for form in ("%Y-%m-%d", "%d %b %Y", "%Y/%m/%d")]
    assert [path for path, data in bytes_made.items() if any(day.encode() in data for day in days)] == []


def test_two_builds_of_one_project_at_once(bytes_made: Mapping[str, bytes], tmp_path: Path) -> None:
    """Two people who build at the same moment get one whole site."""
    project = lay_out(tmp_path / "project")
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: kliping(project, *BUILD, environ=environment()), range(2)))
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert not difference(bytes_made, made(project))


@pytest.mark.parametrize("links", ["file", "folder"])
def test_an_umask_of_its_own(links: str, tmp_path: Path) -> None:
    """The machine's umask is obeyed or better: pages and entries can be read by a web server."""
    if sys.platform == "win32":
        pytest.skip("Windows has no umask")
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    settings = (project / "site.toml").read_text("utf-8")
    (project / "site.toml").write_text(settings + f'\n[output]\nlinks = "{links}"\n', "utf-8")
    previous = os.umask(0o022)
    try:
        built(project)
    finally:
        os.umask(previous)
    files = [path for folder in ("output", "content/entries") for path in (project / folder).rglob("*")]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files)
