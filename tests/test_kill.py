"""Kill a build at every step it takes on the disk: what is published stays whole, the next run mends the rest.

The places and outlets in the articles here are made up. `KILL_MOMENTS=200 pytest tests/test_kill.py` tries more moments.
"""

from __future__ import annotations

import os
import posixpath
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from running import CLOCK, ROOT, environment, tree

from kliping.cli import main

BUILD = ["build", "--quiet", "--clock", CLOCK]
BASE_URL = "https://kliping.example/"
KILLED = 137
MOMENTS = int(os.environ.get("KILL_MOMENTS", "8"))

# A process that builds once for each line it is sent, in a fork that dies at the given step; it answers with the
# exit code. A step is what puts a file in place, takes one away, or makes a decision certain.
DIES_AT_A_STEP = """
import os, shutil, sys
from pathlib import Path
from kliping.cli import main

def build(last):
    steps = 0
    def counted(act):
        def step(*given, **named):
            nonlocal steps
            steps += 1
            if steps == last:
                os._exit(137)
            return act(*given, **named)
        return step
    for name in ("replace", "rename", "unlink", "rmdir", "write_text"):
        setattr(Path, name, counted(getattr(Path, name)))
    os.fsync, shutil.rmtree, shutil.copyfile = map(counted, (os.fsync, shutil.rmtree, shutil.copyfile))
    os._exit(main(sys.argv[1:]))

main([*sys.argv[1:], "--dry-run"])  # loads all that every fork needs
for line in sys.stdin:
    child = os.fork()
    if not child:
        build(int(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def article(number: int, day: int) -> str:
    """The raw file of a made-up article."""
    return (
        f"Warta Antah\n\nKarangan: Jembatan Antah Hari ke-{number}\n\n{day} Oktober 2020 - 09:30:00 WIB\n\n"
        f"ANTAH, Warta Antah - Artikel nomor {number} ini dikarang untuk menguji Kliping. Jembatan Antah tidak pernah ada.\n\n"
        "Warga Antah yang tidak pernah ada membicarakan jembatan itu di tepi sungai yang hanya ada dalam dongeng.\n\n"
        "Pemerintah Antah belum memberikan keterangan tentang jembatan karangan itu sampai berita ini dikarang.\n"
    )


def first_edition(project: Path) -> None:
    """Four articles, one of which will go."""
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    for number in range(1, 4):
        (project / "content" / "inbox" / f"{number}.txt").write_text(article(number, number), "utf-8")


def second_edition(project: Path) -> None:
    """An article comes and one goes, one is retitled, every page changes its style sheet."""
    (project / "content" / "inbox" / "8.txt").write_text(article(8, 8), "utf-8")
    (project / "content" / "inbox" / "3.txt").unlink()
    entries = project / "content" / "entries" / "2020" / "10"
    (entries / "karangan-jembatan-antah-hari-ke-3.md").unlink()
    retitled = entries / "karangan-jembatan-antah-hari-ke-2.md"
    retitled.write_text(retitled.read_text("utf-8").replace('Hari ke-2"', 'pada Hari Kedua"'), "utf-8")
    style = project / "templates" / "static" / "style.css"
    style.parent.mkdir(parents=True)
    style.write_text("body { color: black }\n", "utf-8")


@dataclass(frozen=True)
class Editions:
    """A published first edition, and what the second must look like when it is done."""

    project: Path
    kept: Path
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]
    entries: Mapping[str, bytes]

    def lay_out(self) -> None:
        """The project as it was after the first edition, with the changes for the second."""
        shutil.rmtree(self.project)
        shutil.copytree(self.kept, self.project)
        second_edition(self.project)

    def lay_out_unpublished(self) -> None:
        """The same, as if it had never been built."""
        self.lay_out()
        shutil.rmtree(self.project / "output")
        shutil.rmtree(self.project / ".cache")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Both editions, the second built without any accident in a folder of its own."""
    folder = tmp_path_factory.mktemp("kill")
    project, kept, clean = folder / "project", folder / "kept", folder / "clean"
    first_edition(project)
    assert main(BUILD, project) == 0
    shutil.copytree(project, kept)
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns("output", ".cache"))
    second_edition(clean)
    assert main(BUILD, clean) == 0
    return Editions(
        project, kept, tree(project / "output"), tree(clean / "output"), tree(clean / "content" / "entries")
    )


@pytest.fixture(scope="module")
def mortal(editions: Editions) -> Iterator[subprocess.Popen[str]]:
    """The process that builds in the project and dies where it is told."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork, to die at a chosen step without starting Python anew each time")
    with subprocess.Popen(
        [sys.executable, "-c", DIES_AT_A_STEP, *BUILD, "-C", str(editions.project)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def die_at(mortal: subprocess.Popen[str], step: int) -> int:
    """Build, dying at a step; the exit code."""
    assert mortal.stdin
    assert mortal.stdout
    mortal.stdin.write(f"{step}\n")
    mortal.stdin.flush()
    return int(mortal.stdout.readline())


# ------------------------------------------------------------------ what whole means


def pages_linked_from(path: str, data: bytes) -> Iterator[str]:
    """Files of the site to which a page or feed leads."""
    if not path.endswith((".xml", ".html")):
        return
    text = data.decode()
    if path.endswith(".xml"):
        for address in re.findall(rf">{re.escape(BASE_URL)}([^<]*)<", text):
            yield f"{address}index.html" if address.endswith("/") or not address else address
    else:
        here = "/" if path == "404.html" else f"/{path}"
        for link in re.findall(r'(?:href|src)="([^"#]+)', text):
            parts = urlsplit(link)
            if not parts.scheme:
                target = posixpath.join(posixpath.dirname(here), unquote(parts.path))
                yield posixpath.normpath(target + "index.html" if target.endswith("/") else target).lstrip("/")


def check_whole(found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Every file is an old or a new one, none is missing that both have, and no link leads nowhere.

    Links are followed from what a reader has: the front page, feeds, and every address that both editions have; on a
    first build there is no site until the front page stands.
    """
    for path, data in found.items():
        assert data in (old.get(path), new.get(path)), f"{path} is neither the old nor the new file"
    missing = (old.keys() & new.keys()) - found.keys()
    assert not missing, f"gone: {missing}"
    begin = {path for path in found if path == "index.html" or path in old}
    begin -= old.keys() - new.keys()
    seen, queue = set(begin), sorted(begin)
    while queue:
        path = queue.pop()
        for target in pages_linked_from(path, found[path]):
            assert target in found, f"{path} leads to {target}, which is not there"
            if target not in seen:
                seen.add(target)
                queue.append(target)


def check_mended(editions: Editions) -> None:
    """The next run ends with the very bytes of a build without accident, and leaves no rubbish."""
    assert main(BUILD, editions.project) == 0
    assert tree(editions.project / "output") == editions.new
    entries = tree(editions.project / "content" / "entries")
    assert {path: data for path, data in entries.items() if not path.endswith(".part")} == editions.entries
    rubbish = [path for path in tree(editions.project / ".cache") if "/stage/" in path or "journal" in path]
    assert not rubbish


# ------------------------------------------------------------------ the tests


def test_the_check_sees_a_broken_site(editions: Editions) -> None:
    """The check itself notices half a file, a missing page and a link that leads nowhere."""
    check_whole(editions.old, editions.old, editions.new)
    check_whole(editions.new, editions.old, editions.new)
    broken: list[dict[str, bytes]] = [
        editions.new | {"index.html": editions.new["index.html"][:100]},  # type: ignore[operator]
        {path: data for path, data in editions.new.items() if path != "about/index.html"},
        {path: data for path, data in editions.new.items() if not path.startswith("assets/")},
        {path: data for path, data in editions.new.items() if "hari-ke-8" not in path},
    ]
    for found in broken:
        with pytest.raises(AssertionError):
            check_whole(found, editions.old, editions.new)


def test_killed_at_every_step(editions: Editions, mortal: subprocess.Popen[str]) -> None:
    """Whichever step is the last, the published site is whole and the next run mends the rest."""
    for step in range(1, 1000):
        editions.lay_out()
        code = die_at(mortal, step)
        check_whole(tree(editions.project / "output"), editions.old, editions.new)
        check_mended(editions)
        if code != KILLED:
            assert code == 0
            assert step > 25, "the steps were not counted"
            return
    pytest.fail("the build never ended")


def test_no_half_entry_is_left(editions: Editions, mortal: subprocess.Popen[str]) -> None:
    """A run that was killed while it wrote an entry leaves nothing beside it that the next run does not clear."""
    for step in range(1, 6):
        editions.lay_out()
        die_at(mortal, step)
        assert main(BUILD, editions.project) == 0
        assert tree(editions.project / "content" / "entries") == editions.entries, f"killed at step {step}"


def test_killed_again_while_mending(editions: Editions, mortal: subprocess.Popen[str]) -> None:
    """A run that mends what a killed one left may be killed too."""
    rng = random.Random(7)
    for _ in range(8):
        editions.lay_out()
        for step in (rng.randrange(8, 35), rng.randrange(1, 20), rng.randrange(1, 20)):
            die_at(mortal, step)
            check_whole(tree(editions.project / "output"), editions.old, editions.new)
        check_mended(editions)


def test_first_build_killed_at_every_step(editions: Editions, mortal: subprocess.Popen[str]) -> None:
    """On a first build the front page stands only when all that it leads to is there."""
    for step in range(1, 1000):
        editions.lay_out_unpublished()
        code = die_at(mortal, step)
        check_whole(tree(editions.project / "output"), {}, editions.new)
        check_mended(editions)
        if code != KILLED:
            return
    pytest.fail("the build never ended")


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_at_any_moment(editions: Editions, seed: int) -> None:
    """The same with a real kill: half the time while files are put in place, half the time whenever it comes."""
    rng = random.Random(seed)
    editions.lay_out()
    cache = editions.project / ".cache"
    with subprocess.Popen(
        [sys.executable, "-m", "kliping", *BUILD],
        cwd=editions.project,
        env=environment(),
        stderr=subprocess.DEVNULL,
    ) as process:
        if seed % 2:
            while process.poll() is None and not list(cache.glob("*/stage")):
                pass
            time.sleep(rng.uniform(0, 0.02))
        else:
            time.sleep(rng.uniform(0, 0.6))
        process.kill()
    check_whole(tree(editions.project / "output"), editions.old, editions.new)
    check_mended(editions)


def test_stopped_with_ctrl_c(editions: Editions) -> None:
    """Ctrl-C ends with 130 and one line, without a traceback; the site is whole."""
    if sys.platform == "win32":
        pytest.skip("Windows sends no SIGINT to a single process")
    editions.lay_out()
    waits = "import time, sys; from kliping import site, cli; site.build = lambda *a, **k: time.sleep(60); sys.exit(cli.main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", waits, *BUILD],
        cwd=editions.project,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not list(editions.project.glob("content/entries/2020/10/*ke-8.md")):
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(2)
        _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert stderr.strip() == "stopped; nothing is half-written"
    check_whole(tree(editions.project / "output"), editions.old, editions.new)
    check_mended(editions)
