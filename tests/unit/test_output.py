"""The output folder: written whole, foreign files untouched, what is ours kept in step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from kliping import output
from kliping.errors import OutputError
from kliping.records import Output

FRONT = b'<!DOCTYPE html><meta name="generator" content="Kliping"><title>front page</title>'
OLD = {
    "index.html": FRONT + b"old",
    "feed.xml": b"<rss>old</rss>",
    "articles/2020/10/one/index.html": b"one",
    "articles/2020/10/two/index.html": b"two",
    "assets/style-1.css": b"a{}",
    ".nojekyll": b"",
}
NEW = {
    "index.html": FRONT + b"new",
    "feed.xml": b"<rss>new</rss>",
    "articles/2020/10/one/index.html": b"one",
    "articles/2020/11/three/index.html": b"three",
    "assets/style-2.css": b"b{}",
    ".nojekyll": b"",
}
ROOMY, TINY = "16m", "64k"


class Desk:
    """A project whose sites are published into a folder, its own `output/` unless it says otherwise."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        self.root, self.folder = root, folder or root / "output"

    def publish(self, site: Mapping[str, bytes], *, dry_run: bool = False) -> output.Written:
        outputs = [Output(path, data) for path, data in site.items()]
        return output.publish(outputs, self.folder, self.root / ".cache", self.root, dry_run=dry_run)

    def files(self) -> dict[str, bytes]:
        return files_of(self.folder)

    def forget(self) -> None:
        """Lose everything that Kliping remembers."""
        remove(self.root / ".cache")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty project."""
    root = tmp_path / "project"
    root.mkdir()
    return Desk(root)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own at a folder; a test that cannot have one says so."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs Linux and root, to mount a small file system of its own")
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot mount a small file system here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def remounted(folder: Path, how: str) -> None:
    """Make a mounted file system read-only (`ro`) or writable again (`rw`)."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


# ------------------------------------------------------------------ what is written, what is left alone


def test_a_first_run_writes_exactly_the_site(desk: Desk) -> None:
    """The folder holds the outputs and nothing else."""
    written = desk.publish(OLD)
    assert desk.files() == OLD
    assert set(written.new) == set(OLD)
    assert not written.changed
    assert not written.removed
    assert not written.foreign


def test_the_account_names_every_file(desk: Desk) -> None:
    """New, changed, removed and unchanged add up to the old and the new site."""
    desk.publish(OLD)
    written = desk.publish(NEW)
    assert desk.files() == NEW
    assert set(written.new) == {"articles/2020/11/three/index.html", "assets/style-2.css"}
    assert set(written.changed) == {"index.html", "feed.xml"}
    assert set(written.removed) == {"articles/2020/10/two/index.html", "assets/style-1.css"}
    assert written.same == 2


def test_foreign_files_stay(desk: Desk) -> None:
    """What a person or a host put beside the site is there afterwards, byte for byte."""
    foreign = {
        "CNAME": b"kliping.example",
        ".git/config": b"[core]",
        "articles/2020/10/photo.jpg": b"\xff\xd8",
        ".htaccess": b"x",
    }
    desk.publish(OLD)
    for path, data in foreign.items():
        (desk.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (desk.folder / path).write_bytes(data)
    written = desk.publish(NEW)
    assert desk.files() == NEW | foreign
    assert set(written.foreign) == {"CNAME", "articles/2020/10/photo.jpg"}
    desk.publish({})
    assert desk.files() == foreign


def test_a_foreign_file_in_the_way_stops_everything(desk: Desk) -> None:
    """A file that Kliping did not write is never replaced; the run ends before it wrote any."""
    desk.folder.mkdir()
    (desk.folder / "index.html").write_bytes(b"my own home page")
    with pytest.raises(OutputError, match=r"index\.html was not written by Kliping") as caught:
        desk.publish(OLD)
    assert caught.value.exit_code == 4
    assert desk.files() == {"index.html": b"my own home page"}


def test_a_foreign_file_with_the_same_bytes_is_no_obstacle(desk: Desk) -> None:
    """What already stands as it should is taken as it is."""
    desk.folder.mkdir()
    (desk.folder / ".nojekyll").write_bytes(b"")
    assert desk.publish(OLD).same == 1
    assert desk.files() == OLD


@pytest.mark.parametrize("path", ["articles", "articles/2020"])
def test_a_foreign_file_in_place_of_a_folder_stops_everything(desk: Desk, path: str) -> None:
    """A file where the site needs a folder is found before anything is written, and can be mended."""
    (desk.folder / path).parent.mkdir(parents=True)
    (desk.folder / path).write_bytes(b"notes of mine")
    with pytest.raises(OutputError):
        desk.publish(OLD)
    assert desk.files() == {path: b"notes of mine"}
    (desk.folder / path).unlink()
    desk.publish(OLD)
    assert desk.files() == OLD


def test_a_foreign_folder_in_place_of_a_file_stops_everything(desk: Desk) -> None:
    """A folder where the site needs a file is an error with exit code 4, and nothing is written."""
    (desk.folder / "feed.xml").mkdir(parents=True)
    (desk.folder / "feed.xml" / "mine.txt").write_bytes(b"mine")
    with pytest.raises(OutputError):
        desk.publish(OLD)
    assert desk.files() == {"feed.xml/mine.txt": b"mine"}


def test_stale_files_of_ours_go_with_their_folders(desk: Desk) -> None:
    """A page that is no longer part of the site is removed, and folders that it leaves empty."""
    desk.publish(OLD)
    desk.publish({"index.html": OLD["index.html"]})
    assert desk.files() == {"index.html": OLD["index.html"]}
    assert [path.name for path in desk.folder.iterdir()] == ["index.html"]


def test_an_empty_folder_of_a_person_stays(desk: Desk) -> None:
    """Only folders that our own files leave empty are removed."""
    desk.publish(OLD)
    (desk.folder / "mine").mkdir()
    desk.publish({"index.html": OLD["index.html"]})
    assert (desk.folder / "mine").is_dir()


def test_a_stale_file_changed_by_a_person_is_left(desk: Desk) -> None:
    """A page of ours into which a person wrote is foreign from the day it is stale."""
    desk.publish(OLD)
    (desk.folder / "articles/2020/10/two/index.html").write_bytes(b"two, and a note of mine")
    written = desk.publish(NEW)
    assert desk.files() == NEW | {"articles/2020/10/two/index.html": b"two, and a note of mine"}
    assert written.foreign == ("articles/2020/10/two/index.html",)


def test_a_stale_file_that_is_gone_already_is_no_error(desk: Desk) -> None:
    """A person may have removed the page before the build does."""
    desk.publish(OLD)
    (desk.folder / "articles/2020/10/two/index.html").unlink()
    desk.publish(NEW)
    assert desk.files() == NEW


def test_a_folder_in_place_of_a_stale_file_is_left(desk: Desk) -> None:
    """Something else in the place of a stale file is foreign, and no reason to stop."""
    desk.publish(OLD)
    (desk.folder / "articles/2020/10/two/index.html").unlink()
    (desk.folder / "articles/2020/10/two/index.html").mkdir()
    (desk.folder / "articles/2020/10/two/index.html/mine.txt").write_bytes(b"mine")
    desk.publish(NEW)
    assert desk.files() == NEW | {"articles/2020/10/two/index.html/mine.txt": b"mine"}


def test_a_file_that_someone_deleted_comes_back(desk: Desk) -> None:
    """The folder is compared with the site, not with what was written once."""
    desk.publish(OLD)
    (desk.folder / "feed.xml").unlink()
    assert desk.publish(OLD).new == ("feed.xml",)
    assert desk.files() == OLD


def test_an_unchanged_file_keeps_its_time(desk: Desk) -> None:
    """Hosts that copy by modification time copy only what changed."""
    desk.publish(OLD)
    for path in OLD:
        os.utime(desk.folder / path, (1_600_000_000, 1_600_000_000))
    desk.publish(NEW)
    kept = {path for path in NEW if (desk.folder / path).stat().st_mtime == 1_600_000_000}
    assert kept == {"articles/2020/10/one/index.html", ".nojekyll"}


def test_a_changed_file_is_replaced_not_written_into(desk: Desk) -> None:
    """Who is reading a page while it changes reads the old one to its end."""
    desk.publish(OLD)
    with (desk.folder / "index.html").open("rb") as reader:
        desk.publish(NEW)
        assert reader.read() == OLD["index.html"]
    assert desk.files() == NEW


def test_a_second_run_writes_nothing(desk: Desk) -> None:
    """A run without changes leaves every file and every time in project and output as it was."""
    desk.publish(OLD)

    def everything() -> dict[str, tuple[int, int]]:
        found = (path for path in desk.root.rglob("*") if path.name != "lock")
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}

    before = everything()
    written = desk.publish(OLD)
    assert (written.new, written.changed, written.removed, written.same) == ((), (), (), len(OLD))
    assert everything() == before


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    """A dry run says what would happen and leaves no trace, not even a cache."""
    assert set(desk.publish(OLD, dry_run=True).new) == set(OLD)
    assert list(desk.root.iterdir()) == []
    desk.publish(OLD)
    before = files_of(desk.root)
    written = desk.publish(NEW, dry_run=True)
    assert (len(written.new), len(written.changed), len(written.removed)) == (2, 2, 2)
    assert files_of(desk.root) == before


def test_nothing_of_the_making_is_left(desk: Desk) -> None:
    """Neither staging nor journal nor parts of files remain when a run has ended."""
    desk.publish(OLD)
    desk.publish(NEW)
    names = [path.name for path in desk.root.rglob("*")]
    assert not [name for name in names if name.endswith(".part") or name in ("stage", "journal.json")]


def test_links_among_foreign_files_lead_nowhere(desk: Desk, tmp_path: Path) -> None:
    """A link to a folder is not followed and no file; a link to a file, to nothing or to itself is a foreign file."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.txt").write_bytes(b"mine")
    desk.publish(OLD)
    for name, target in {"folder": "elsewhere", "file": "elsewhere/mine.txt", "nothing": "nowhere"}.items():
        (desk.folder / name).symlink_to(tmp_path / target)
    (desk.folder / "itself").symlink_to(desk.folder / "itself")
    (desk.folder / "articles" / "z.txt").write_bytes(b"z")
    (desk.folder / "articles" / ".hidden").write_bytes(b"z")
    assert desk.publish(NEW).foreign == ("file", "itself", "nothing", "articles/z.txt")


# ------------------------------------------------------------------ what is remembered


def test_without_its_record_a_site_of_ours_is_known_by_its_front_page(desk: Desk) -> None:
    """After `.cache/` was deleted the next build goes on; foreign files are still foreign."""
    desk.publish(OLD)
    (desk.folder / "CNAME").write_bytes(b"kliping.example")
    desk.forget()
    written = desk.publish(NEW)
    assert {path: desk.files()[path] for path in NEW} == NEW
    assert desk.files()["CNAME"] == b"kliping.example"
    assert "articles/2020/10/two/index.html" in (*written.foreign, *written.removed), "what is left over is named"


def test_without_its_record_what_says_that_we_made_it_still_goes(desk: Desk) -> None:
    """After `.cache/` was deleted a draft's page and a topic's feed do not stay behind; a person's page does."""
    stale = {
        "articles/2020/10/two/index.html": FRONT + b"two",
        "topics/two/feed.xml": b"<rss><generator>Kliping</generator></rss>",
        "assets/style-0123abcd.css": b"",
        "_redirects": b"/a/ /b/ 301\n",
        "articles/2020/10/two/index.html.gz": b"two",
        "index.html.br": b"old",
    }
    desk.publish(OLD | stale)
    (desk.folder / "mine.html").write_bytes(b"<html>mine</html>")
    (desk.folder / "mine.html.gz").write_bytes(b"mine")
    desk.forget()
    written = desk.publish(NEW)
    assert {*stale} <= {*written.removed}
    assert not {*stale} & {*desk.files()}
    assert desk.files()["mine.html"] == b"<html>mine</html>"
    assert desk.files()["mine.html.gz"] == b"mine"


def test_without_its_record_a_foreign_site_is_still_foreign(desk: Desk) -> None:
    """A front page that is not ours protects every file beside it."""
    desk.folder.mkdir()
    (desk.folder / "index.html").write_bytes(b"<html>mine</html>")
    (desk.folder / "feed.xml").write_bytes(b"<rss>mine</rss>")
    with pytest.raises(OutputError):
        desk.publish(OLD)
    assert desk.files() == {"index.html": b"<html>mine</html>", "feed.xml": b"<rss>mine</rss>"}


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
def test_a_damaged_record_is_no_record(desk: Desk, junk: bytes) -> None:
    """A record that cannot be read costs nothing but the knowledge of what is stale."""
    desk.publish(OLD)
    record = next((desk.root / ".cache").rglob("record.json"))
    record.write_bytes(junk)
    desk.publish(NEW)
    assert {path: desk.files()[path] for path in NEW} == NEW


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b'{"moves": 3}', b"\xff\xfe"])
def test_a_damaged_journal_stops_no_build(desk: Desk, junk: bytes) -> None:
    """A journal that cannot be read (a full disk, a lost block) is thrown away and the site compared anew."""
    desk.publish(OLD)
    record = next((desk.root / ".cache").rglob("record.json"))
    (record.parent / "journal.json").write_bytes(junk)
    desk.publish(NEW)
    assert desk.files() == NEW


def test_a_staged_file_that_got_lost_is_written_again(desk: Desk) -> None:
    """A journal whose staged files are gone still ends in the whole site."""
    desk.publish(OLD)
    record = next((desk.root / ".cache").rglob("record.json"))
    journal = {"moves": [["0", "index.html"], ["1", "extra.html"]], "remove": [], "record": {"index.html": "0"}}
    (record.parent / "journal.json").write_text(json.dumps(journal))
    desk.publish(OLD)
    assert desk.files() == OLD


def test_a_project_that_moved_still_knows_its_stale_files(desk: Desk, tmp_path: Path) -> None:
    """Rename the project's folder, or restore its cache elsewhere: a retracted article still goes."""
    desk.publish(OLD)
    moved = Desk(desk.root.rename(tmp_path / "project-2021"))
    moved.publish(NEW)
    assert moved.files() == NEW


def test_two_folders_have_two_records(desk: Desk) -> None:
    """A preview in another folder does not make the real site forget what is its own."""
    desk.publish(OLD)
    other = Desk(desk.root, desk.root / "preview")
    other.publish(NEW)
    desk.publish(NEW)
    other.publish(OLD)
    assert desk.files() == NEW
    assert other.files() == OLD


# ------------------------------------------------------------------ folders that are refused


@pytest.mark.parametrize(
    "place", ["", ".", "..", "../..", "content", "content/entries", "templates", ".git", ".cache", "/"]
)
def test_folders_in_which_a_site_would_do_harm(desk: Desk, place: str) -> None:
    """The project itself, what holds it, and its own folders are never written into."""
    (desk.root / "content" / "entries").mkdir(parents=True)
    before = files_of(desk.root)
    with pytest.raises(OutputError) as caught:
        Desk(desk.root, desk.root / place).publish(OLD)
    assert caught.value.exit_code == 4
    assert caught.value.faults[0].remedy
    assert files_of(desk.root) == before


def test_home_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's home folder is no place for a site."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    with pytest.raises(OutputError, match="the output folder is"):
        Desk(desk.root, home).publish(OLD)
    assert not list(home.iterdir())


@pytest.mark.parametrize("target", ["", "content"])
def test_a_link_to_a_refused_folder_is_refused(desk: Desk, target: str) -> None:
    """A symbolic link does not lead round the guard."""
    (desk.root / "content").mkdir()
    (desk.root / "output").symlink_to(desk.root / target, target_is_directory=True)
    with pytest.raises(OutputError):
        desk.publish(OLD)
    assert {path.name for path in desk.root.iterdir()} == {"content", "output"}


def test_a_file_as_output_folder_is_refused(desk: Desk) -> None:
    """A file is not mistaken for a folder."""
    desk.folder.write_bytes(b"a file")
    with pytest.raises(OutputError, match="is a file"):
        desk.publish(OLD)
    assert desk.folder.read_bytes() == b"a file"


@pytest.mark.parametrize("path", ["../outside.html", "/tmp/outside.html", "a/../../outside.html"])
def test_no_output_leaves_the_folder(desk: Desk, path: str, tmp_path: Path) -> None:
    """Whatever a stage may name an output, it is written below the output folder or not at all."""
    target = desk.folder / (str(tmp_path / "outside.html") if path.startswith("/") else path)
    with pytest.raises(OutputError):
        desk.publish({"index.html": FRONT, str(tmp_path / "outside.html") if path.startswith("/") else path: b"x"})
    assert not target.exists()


# ------------------------------------------------------------------ disks that are full, read-only, elsewhere


def test_a_full_disk_leaves_the_old_site(desk: Desk) -> None:
    """When project and output do not fit, the old site stands whole and the exit code is 4."""
    with mounted(desk.root, TINY):
        desk.publish(OLD)
        with pytest.raises(OutputError) as caught:
            desk.publish(NEW | {"big.html": b"x" * 100_000})
        assert caught.value.exit_code == 4
        assert desk.files() == OLD
        desk.publish(NEW)
        assert desk.files() == NEW


def test_a_full_disk_of_the_output_leaves_the_old_site(desk: Desk, tmp_path: Path) -> None:
    """The same when the output folder lies on a small disk of its own."""
    elsewhere = Desk(desk.root, tmp_path / "disk" / "site")
    with mounted(tmp_path / "disk", TINY):
        elsewhere.publish(OLD)
        with pytest.raises(OutputError):
            elsewhere.publish(NEW | {"big.html": b"x" * 100_000})
        assert elsewhere.files() == OLD
        elsewhere.publish(NEW)
        assert elsewhere.files() == NEW


def test_a_read_only_project_leaves_the_old_site(desk: Desk) -> None:
    """On a read-only disk the exit code is 4 and the old site stands whole."""
    with mounted(desk.root, ROOMY):
        desk.publish(OLD)
        remounted(desk.root, "ro")
        with pytest.raises(OutputError):
            desk.publish(NEW)
        assert desk.files() == OLD
        remounted(desk.root, "rw")
        desk.publish(NEW)
        assert desk.files() == NEW


def test_a_read_only_output_leaves_the_old_site(desk: Desk, tmp_path: Path) -> None:
    """The same when only the output's disk is read-only; the next run mends it."""
    elsewhere = Desk(desk.root, tmp_path / "disk" / "site")
    with mounted(tmp_path / "disk", ROOMY):
        elsewhere.publish(OLD)
        remounted(tmp_path / "disk", "ro")
        with pytest.raises(OutputError):
            elsewhere.publish(NEW)
        assert elsewhere.files() == OLD
        remounted(tmp_path / "disk", "rw")
        elsewhere.publish(OLD)
        assert elsewhere.files() == OLD


def test_an_output_on_another_disk_works(desk: Desk, tmp_path: Path) -> None:
    """Output and project may lie on two file systems, between which nothing can be renamed."""
    elsewhere = Desk(desk.root, tmp_path / "disk" / "site")
    with mounted(tmp_path / "disk", ROOMY):
        elsewhere.publish(OLD)
        assert elsewhere.files() == OLD
        written = elsewhere.publish(NEW)
        assert elsewhere.files() == NEW
        assert not written.foreign
        assert (elsewhere.folder / "index.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_that_may_not_be_written_leaves_the_old_site(desk: Desk) -> None:
    """When permissions forbid it, the exit code is 4 and nothing changed; root is not held by permissions."""
    desk.publish(OLD)
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the read-only disks above hold the same promise")
    folders = [path for path in (desk.folder, *desk.folder.rglob("*")) if path.is_dir()]
    for path in folders:
        path.chmod(0o555)
    try:
        with pytest.raises(OutputError):
            desk.publish(NEW)
        assert desk.files() == OLD
    finally:
        for path in folders:
            path.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_others_may_read_what_was_written(desk: Desk) -> None:
    """A web server under another name can read every page."""
    desk.publish(OLD)
    assert all((desk.folder / path).stat().st_mode & 0o044 == 0o044 for path in OLD)


# ------------------------------------------------------------------ two at once, and the order of writing


def test_two_builds_at_once_take_turns(desk: Desk) -> None:
    """Builds that write into one folder at the same moment leave one whole site, not a mixture."""
    desk.publish(OLD)
    with ThreadPoolExecutor(4) as pool:
        sites = [OLD, NEW] * 4
        for done in [pool.submit(desk.publish, site) for site in sites]:
            done.result()
    assert desk.files() in (OLD, NEW)


def test_a_build_that_waits_too_long_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another build holds the folder, the message says that and the exit code is 4."""
    desk.publish(OLD)
    lock = next((desk.root / ".cache").rglob("lock"))
    monkeypatch.setattr("kliping.output.FileLock", lambda path, timeout: FileLock(path, timeout=0.05))
    with FileLock(lock), pytest.raises(OutputError, match="another build is writing"):
        desk.publish(NEW)
    assert desk.files() == OLD


def moves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths below `output/` in the order in which they are put in place."""
    seen: list[str] = []
    put = Path.replace

    def spy(self: Path, target: Path) -> Path:
        if "output" in Path(target).parts:
            seen.append(Path(target).as_posix().partition("/output/")[2])
        return put(self, target)

    monkeypatch.setattr(Path, "replace", spy)
    return seen


def test_new_pages_stand_before_a_page_leads_to_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """New files are put in place first, then changed pages, and feeds after every page."""
    desk.publish(OLD)
    seen = moves(monkeypatch)
    desk.publish(NEW)
    assert set(seen[:2]) == {"articles/2020/11/three/index.html", "assets/style-2.css"}
    assert seen[2:] == ["index.html", "feed.xml"]


def test_on_a_first_build_the_front_page_comes_after_what_it_leads_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that is being published for the first time has no front page until its pages are there."""
    seen = moves(monkeypatch)
    desk.publish(OLD | {"topics/story/index.html": b"topic", "outlets/index.html": b"outlets"})
    assert seen.index("index.html") > max(seen.index("topics/story/index.html"), seen.index("outlets/index.html"))


def test_compressed_files_stand_when_the_files_do_that_they_lie_beside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that sends the compressed front page leads nobody to pages that are not there yet."""
    seen = moves(monkeypatch)
    desk.publish(OLD | {"index.html.gz": b"front", "topics/story/index.html": b"topic", "feed.xml.gz": b"feed"})
    assert {*seen[-2:]} == {"index.html", "index.html.gz"}
    assert seen.index("feed.xml.gz") > seen.index("topics/story/index.html")


def test_totals_are_what_the_summary_prints(desk: Desk) -> None:
    """The summary's numbers are those of the run."""
    desk.publish(OLD)
    assert output.totals(desk.publish(NEW)) == (("new", 2), ("changed", 2), ("removed", 2), ("unchanged", 2))


# ------------------------------------------------------------------ what the disk says is the same is not read


def asked(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> list[str]:
    """The files of the output folder that are read from here on."""
    found: list[str] = []
    content_of = output.content_of

    def counted(file: Path | str) -> bytes | None:
        found.append(Path(file).relative_to(desk.folder).as_posix())
        return content_of(file)

    monkeypatch.setattr(output, "content_of", counted)
    return found


def test_what_is_the_same_is_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run reads no file; the next one that changes a page reads that page alone."""
    desk.publish(OLD)
    read = asked(monkeypatch, desk)
    assert desk.publish(OLD) == output.Written(same=len(OLD))
    assert read == []
    desk.publish({**OLD, "index.html": FRONT + b"lain"})
    assert read == ["index.html"]
    assert desk.files() == {**OLD, "index.html": FRONT + b"lain"}
    read.clear()
    desk.publish(OLD)
    assert read == ["index.html"]
    assert desk.files() == OLD


def test_all_is_read_when_all_is_verified(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that trusts no stamp reads every file, and counts for the next one."""
    desk.publish(OLD)
    read = asked(monkeypatch, desk)
    outputs = [Output(path, data) for path, data in OLD.items()]
    output.publish(outputs, desk.folder, desk.root / ".cache", desk.root, verify=True)
    assert sorted(read) == sorted(OLD)
    read.clear()
    desk.publish(OLD)
    assert read == []


def written_into(file: Path) -> None:
    """Other bytes of the same length, with the old time."""
    before = file.stat()
    with file.open("r+b") as stream:
        stream.write(b"ONE")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_in_its_place(file: Path) -> None:
    """Another file of the same length and time."""
    before, other = file.stat(), file.with_name("lain")
    other.write_bytes(b"ONE")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", [written_into, put_in_its_place, Path.unlink])
def test_whatever_somebody_did_to_a_page_is_seen(desk: Desk, change: Callable[[Path], None]) -> None:
    """A page that is gone or was written over is ours again after the next run, however it was done."""
    desk.publish(OLD)
    time.sleep(0.03)
    change(desk.folder / "articles/2020/10/one/index.html")
    written = desk.publish(OLD)
    assert (*written.new, *written.changed) == ("articles/2020/10/one/index.html",)
    assert desk.files() == OLD
    assert desk.publish(OLD).same == len(OLD)


@pytest.mark.parametrize("junk", [b"", b"[]", b"7", b'{"index.html": [1, 2]}', b'{"index.html": null}', b"\xff", None])
def test_without_stamps_all_is_read(desk: Desk, junk: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the stamps are lost or damaged files are compared, and stamps are noted anew."""
    desk.publish(OLD)
    (file,) = desk.root.rglob(output.STAMPS)
    file.unlink()
    if junk is not None:
        file.write_bytes(junk)
    read = asked(monkeypatch, desk)
    assert desk.publish(OLD).same == len(OLD)
    assert sorted(read) == sorted(OLD)
    read.clear()
    desk.publish(OLD)
    assert read == []


def test_stamps_count_only_with_the_record(desk: Desk) -> None:
    """A file that has its old stamp, of which nobody knows what was written, is compared."""
    desk.publish(OLD)
    (record,) = desk.root.rglob("record.json")
    told = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**told, "feed.xml": "0" * 64}), "utf-8")
    file = desk.folder / "feed.xml"
    assert desk.publish({**OLD, "feed.xml": b"<rss>baru</rss>"}).changed == ("feed.xml",)
    assert file.read_bytes() == b"<rss>baru</rss>"


def test_stamps_of_pages_that_went_are_forgotten(desk: Desk) -> None:
    """The stamps are those of the files that are there."""
    desk.publish(OLD)
    desk.publish(NEW)
    (file,) = desk.root.rglob(output.STAMPS)
    assert set(json.loads(file.read_text("utf-8"))) == set(NEW)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(sorted({*OLD, *NEW})), st.sampled_from([b"satu", b"dua_", b"tiga!"])),
        max_size=6,
    )
)
@hypothesis.settings(max_examples=40, deadline=None)
def test_stamps_change_nothing(sites: list[dict[str, bytes]]) -> None:
    """Whatever sites are published one after the other, the folder holds each as if every file had been read."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder, "project"))
        desk.root.mkdir()
        for site in sites:
            whole = {"index.html": FRONT, **site}
            desk.publish(whole)
            assert desk.files() == whole
