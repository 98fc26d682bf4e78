"""A subscriber follows the feeds over thirty builds in which everything moves; the articles are made up.

After each build feedparser reads RSS and Atom as a reader's program does, which knows an item by its id only; so does
rss-parser, of the Node world, and both see the same.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from readers import Node, as_shown
from running import ROOT

from kliping.cli import main

pytest_plugins = ["readers"]

BUILDS = 30
BEGIN = datetime(2020, 11, 1, 12, tzinfo=ZoneInfo("Asia/Jakarta"))


def raw(number: int) -> str:
    """A raw file of a made-up article."""
    return (
        f"Warta Antah\n\nKarangan: Pasar Antah Hari ke-{number}\n\n{number % 27 + 1} Oktober 2020 - 09:30:00 WIB\n\n"
        f"ANTAH, Warta Antah - Artikel nomor {number} ini dikarang untuk menguji Kliping. Pasar Antah tidak pernah ada.\n\n"
        f"Warga Antah yang tidak pernah ada membicarakan pasar ke-{number} itu di tepi sungai dalam dongeng.\n\n"
        f"Pemerintah Antah belum memberikan keterangan tentang pasar karangan ke-{number} itu sampai berita ini dikarang.\n"
    )


@dataclass
class Seen:
    """What the subscriber's program knows of an item."""

    updated: datetime
    title: str


@dataclass
class World:
    """A project, what was done in it, and who reads it."""

    project: Path
    rng: random.Random
    now: datetime = BEGIN
    number: int = 0
    base_url: str = "https://kliping.example/"
    new: int = 1
    retracted: int = 0
    seen: dict[str, Seen] = field(default_factory=dict)
    feed_ids: dict[str, str] = field(default_factory=dict)
    node: Node | None = None
    done: list[str] = field(default_factory=list)

    def run(self, *arguments: str) -> int:
        """A command, a little later than the one before."""
        self.now += timedelta(minutes=7)
        return main([*arguments, "--quiet", "--clock", self.now.isoformat(), "-C", str(self.project)])

    def entries(self) -> list[Path]:
        return sorted((self.project / "content" / "entries").rglob("*.md"))

    def change(self, key: str, value: str) -> None:
        """Change a line in the front matter of any entry."""
        file = self.rng.choice(self.entries())
        text = file.read_text("utf-8")
        file.write_text(re.sub(rf"^{key}: .*$", lambda _: f"{key}: {value}", text, count=1, flags=re.M), "utf-8")
        self.done.append(f"{key} of {file.name} is {value}")


# ------------------------------------------------------------------ what happens


def retitle(world: World) -> None:
    world.change("title", f'"Karangan: Judul baru {world.rng.randrange(10**6)} <&>"')


def redate(world: World) -> None:
    world.change("date", f"2020-{world.rng.randrange(8, 11):02}-{world.rng.randrange(1, 28):02}T08:00:00+07:00")


def reslug(world: World) -> None:
    world.change("slug", f"karangan-{world.rng.randrange(10**6)}")


def move_outlet(world: World) -> None:
    world.change("outlet", world.rng.choice(["Warta Antah", "Kabar Berantah", "Harian Rekaan"]))


def move_file(world: World) -> None:
    file = world.rng.choice(world.entries())
    target = world.project / "content" / "entries" / "pindah" / f"{world.rng.randrange(10**6)}.md"
    target.parent.mkdir(exist_ok=True)
    file.rename(target)
    world.done.append(f"{file.name} is {target.name}")


def correct(world: World) -> None:
    file = world.rng.choice(world.entries())
    assert world.run("correct", str(file.relative_to(world.project)), f"Ralat {world.rng.randrange(10**6)}.") == 0
    world.done.append(f"correction of {file.name}")


def retract(world: World) -> None:
    if len(world.entries()) > 3:
        file = world.rng.choice(world.entries())
        path = str(file.relative_to(world.project))
        assert world.run("retract", path, "--reason", "Rekaan belaka.") == 0
        world.retracted += 1
        world.done.append(f"retracted {file.name}")


def add(world: World) -> None:
    world.number += 1
    (world.project / "content" / "inbox" / f"{world.number}.txt").write_text(raw(world.number), "utf-8")
    world.new += 1
    world.done.append(f"new article {world.number}")


def write_by_hand(world: World) -> None:
    """An entry without an id."""
    world.number += 1
    file = world.project / "content" / "entries" / f"tulisan-{world.number}.md"
    file.write_text(
        f"---\ntitle: Tulisan {world.number}\ndate: 2020-10-05\nslug: tulisan-{world.number}\noutlet: Warta Antah\n---\n\nRekaan.\n",
        "utf-8",
    )
    world.new += 1
    world.done.append(f"new hand-written {world.number}")


def move_site(world: World) -> None:
    world.base_url = f"https://kliping{world.rng.randrange(10**6)}.example/"
    file = world.project / "site.toml"
    file.write_text(re.sub(r'base_url = ".*"', f'base_url = "{world.base_url}"', file.read_text("utf-8")), "utf-8")
    world.done.append(f"the site is at {world.base_url}")


DEEDS: tuple[Callable[[World], None], ...] = (
    retitle,
    redate,
    reslug,
    move_outlet,
    move_file,
    correct,
    retract,
    add,
    write_by_hand,
    move_site,
)


# ------------------------------------------------------------------ what the subscriber sees


def read(world: World) -> None:
    """Fetch both feeds, and hold them to what was known before."""
    output = world.project / "output"
    rss, atom = (feedparser.parse((output / name).read_bytes()) for name in ("feed.xml", "atom.xml"))
    told = "; ".join(world.done)
    assert not rss.bozo, told
    assert not atom.bozo, told
    ids = [each.id for each in atom.entries]
    assert ids == [each.id for each in rss.entries], told
    assert len(set(ids)) == len(ids), told
    assert len(ids) == world.new, f"{world.new - len(ids)} lost: {told}"
    fresh = [each for each in ids if each not in world.seen]
    assert not set(world.seen) - set(ids), f"items are lost: {told}"
    for each in atom.entries:
        updated = datetime.fromisoformat(each.updated)
        if each.id in world.seen:
            assert updated >= world.seen[each.id].updated, f"{each.title} went back: {told}"
        assert updated <= world.now, told
        assert page_of(each.link, world).is_file(), f"{each.link}: {told}"
        world.seen[each.id] = Seen(updated, each.title)
    assert len(fresh) == world.new - (len(world.seen) - len(fresh)), told
    if world.node:
        for name, found in (("feed.xml", rss), ("atom.xml", atom)):
            assert world.node.read(output / name) == [as_shown(each) for each in found.entries], f"{name}: {told}"
    assert sum(each.title == "Artikel ditarik" for each in atom.entries) == world.retracted, told
    for path in ("", "topics/jembatan-antah/"):
        found = feedparser.parse((output / path / "atom.xml").read_bytes()).feed.id
        assert world.feed_ids.setdefault(path, found) == found, told


def page_of(link: str, world: World) -> Path:
    assert link.startswith(world.base_url)
    return world.project / "output" / link.removeprefix(world.base_url) / "index.html"


def addresses(world: World) -> Iterator[str]:
    """Every address at which the site shows an article now."""
    for file in (world.project / "output" / "articles").rglob("index.html"):
        if 'http-equiv="refresh"' not in file.read_text("utf-8"):
            yield file.relative_to(world.project / "output").as_posix()


@pytest.mark.parametrize("seed", range(3))
def test_a_subscriber_over_thirty_builds(tmp_path: Path, seed: int) -> None:
    """No item becomes new that is not, none is lost, ids stay, `updated` never goes back, every address answers."""
    follow(tmp_path, seed)


def test_a_subscriber_with_a_reader_of_node(tmp_path: Path, node: Node) -> None:
    """rss-parser sees the same items as feedparser after each build: ids, dates, authors, links, titles, their order."""
    follow(tmp_path, 3, node)


def follow(tmp_path: Path, seed: int, node: Node | None = None) -> None:
    """Thirty builds, and what readers see after each."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    world = World(project, random.Random(seed), node=node)
    for _ in range(3):
        add(world)
    known: set[str] = set()
    for number in range(BUILDS):
        # Each deed comes at least twice, whatever the dice say.
        deeds = [DEEDS[number % len(DEEDS)], *world.rng.choices(DEEDS, k=world.rng.randrange(3))]
        for deed in deeds if number else ():
            deed(world)
        assert world.run("build") == 0, "; ".join(world.done)
        read(world)
        known |= set(addresses(world))
        lost = [path for path in known if not (project / "output" / path).is_file()]
        assert not lost, f"{lost}: {'; '.join(world.done)}"
    assert world.retracted
