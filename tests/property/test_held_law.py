"""What a preview holds from one build to the next, and the editions of a long topic, are what a cold build makes.

`HELD_SEQUENCES=100 pytest tests/property/test_held_law.py` tries more sequences than every run does.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from running import CLOCK, ROOT, tree
from test_warm_law import CHANGES, TOPICS, body, entries, rewritten, write

from kliping import cli
from kliping.commands.build import build as run_build
from kliping.errors import KlipingError
from kliping.memory import Hand
from kliping.site import edition

SEQUENCES = int(os.environ.get("HELD_SEQUENCES", "2"))
STEPS = 4
BASE: Final = ROOT / "tests" / "projects" / "_base"


def begun(folder: Path, chance: random.Random, settings: str = "") -> Path:
    """A project with eight made-up articles."""
    shutil.copytree(BASE, folder)
    site = folder / "site.toml"
    site.write_text(settings + site.read_text("utf-8") + TOPICS, "utf-8")
    for number in range(8):
        write(folder, number, chance)
    return folder


def built(project: Path, *switches: str, hand: Hand | None = None, clock: str = CLOCK) -> tuple[int, dict[str, bytes]]:
    """A build in this process, and what it leaves."""
    options = cli.parsed(["build", "-q", "-j", "1", "--clock", clock, *switches])
    options.root = project.resolve()
    try:
        code = run_build(options, hand=hand)
    except KlipingError as error:
        code = error.exit_code
    return code, tree(project / "output") | {
        f"content/{path}": data for path, data in tree(project / "content").items()
    }


def cold(project: Path, *switches: str, clock: str = CLOCK) -> tuple[int, dict[str, bytes]]:
    """What a build of a copy makes that remembers nothing."""
    copy = project.with_name("cold")
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".cache", "output"))
    try:
        return built(copy, *switches, clock=clock)
    finally:
        shutil.rmtree(copy)


def is_same(one: tuple[int, dict[str, bytes]], other: tuple[int, dict[str, bytes]], told: str) -> None:
    """Two builds came to the same; a site that both refused is not written."""
    assert one[0] == other[0], told
    if one[0] in (0, 1):
        different = {path for path in one[1].keys() | other[1].keys() if one[1].get(path) != other[1].get(path)}
        assert not different, f"{told}: {sorted(different)}"


# ------------------------------------------------------------------ held from one build to the next


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_what_is_held_changes_nothing(seed: int, tmp_path: Path) -> None:
    """Two builds of a process with a hand after random edits, another process between them or none, make what a cold one makes."""
    chance = random.Random(seed)
    project, hand = begun(tmp_path / "site", chance), Hand()
    built(project, hand=hand)
    for step in range(STEPS):
        for _ in range(chance.randint(1, 3)):
            chance.choice(CHANGES)(project, chance)
        switches = chance.choice([(), (), ("--drafts",), ("--future",)])
        if chance.random() < 0.3:
            built(project)
        want = cold(project, *switches)
        for turn in range(2):
            is_same(built(project, *switches, hand=hand), want, f"seed {seed}, step {step}, turn {turn}")


def test_what_is_held_is_not_all_that_ever_was(tmp_path: Path) -> None:
    """What a build did not ask for is let go of after it."""
    chance = random.Random(1)
    project, hand = begun(tmp_path / "site", chance), Hand()
    built(project, hand=hand)
    name = entries(project)[0].relative_to(project / "content").as_posix()
    assert name in hand.now["heads"]
    entries(project)[0].unlink()
    built(project, hand=hand)
    assert name not in hand.now["heads"]
    assert name in hand.before["heads"]
    assert set(hand.now) >= {"heads", "places", "leaves"}


SECRET: Final = "Naga karangan dari sungai berantah membeli jembatan antah kemarin malam."


def test_a_leak_is_refused_in_each_build(tmp_path: Path) -> None:
    """A preview that was refused is refused again until what leaks is taken out, and then is what a cold build makes."""
    chance = random.Random(2)
    project, hand = begun(tmp_path / "site", chance), Hand()
    assert built(project, hand=hand)[0] == 0
    write(project, 50, chance)
    rewritten_all(project, 50, SECRET)
    note = project / "templates" / "static" / "catatan.txt"
    note.parent.mkdir(parents=True)
    note.write_text(SECRET, "utf-8")
    codes = [built(project, hand=hand)[0] for _ in range(3)]
    assert codes == [cold(project)[0]] * 3
    assert codes[0] not in (0, 1)
    note.unlink()
    is_same(built(project, hand=hand), cold(project), "after the leak")


def test_what_may_not_be_said_any_more_is_a_leak(tmp_path: Path) -> None:
    """A file that somebody put there says what an article says; when that says it no more, it is a draft's words alone."""
    chance = random.Random(4)
    project, hand = begun(tmp_path / "site", chance), Hand()
    write(project, 50, chance)
    rewritten_all(project, 50, SECRET)
    write(project, 51, chance)
    file = project / "content" / "entries" / "2020" / "10" / "karangan-51.md"
    head = file.read_text("utf-8").split("\n---\n", 1)[0]
    file.write_text(f"{head}\n---\n\n{SECRET}\n", "utf-8")
    note = project / "templates" / "static" / "catatan.txt"
    note.parent.mkdir(parents=True)
    note.write_text(SECRET, "utf-8")
    assert built(project)[0] == built(project, hand=hand)[0] == 0
    another = f"{head}\n---\n\nJembatan Antah, dikarang lagi.\n"
    file.write_text(another, "utf-8")
    codes = [cold(project)[0], built(project)[0], built(project, hand=hand)[0]]
    assert codes == [codes[0]] * 3
    assert codes[0] not in (0, 1)


def rewritten_all(project: Path, number: int, text: str) -> None:
    """An article as a draft with this text."""
    file = project / "content" / "entries" / "2020" / "10" / f"karangan-{number}.md"
    head = file.read_text("utf-8").split("\n---\n", 1)[0]
    file.write_text(f"{head}\ndraft: true\n---\n\n{text}\n", "utf-8")


# ------------------------------------------------------------------ editions month by month


def chosen(project: Path, chance: random.Random) -> Path:
    return chance.choice(entries(project))


def to_another_month(project: Path, chance: random.Random) -> None:
    file, month = chosen(project, chance), chance.choice(["09", "10", "11", "12"])
    lines = file.read_text("utf-8").split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith("date: "))
    lines[at] = f"date: 2020-{month}-{chance.randint(1, 28):02}T08:15:00+07:00"
    file.write_text("\n".join(lines), "utf-8")


def another_text(project: Path, chance: random.Random) -> None:
    file = chosen(project, chance)
    head = file.read_text("utf-8").split("\n---\n", 1)[0]
    file.write_text(f"{head}\n---\n\nJembatan Antah. {body(chance)}\n", "utf-8")


def without_an_outlet(project: Path, chance: random.Random) -> None:
    file = chosen(project, chance)
    lines = [line for line in file.read_text("utf-8").split("\n") if not line.startswith("outlet: ")]
    file.write_text("\n".join(lines), "utf-8")


def deleted(project: Path, chance: random.Random) -> None:
    if len(entries(project)) > 3:
        chosen(project, chance).unlink()


def copied(project: Path, chance: random.Random) -> None:
    """The text of one report stands in another one, too."""
    one, other = chance.sample(entries(project), 2)
    head = one.read_text("utf-8").split("\n---\n", 1)[0]
    file = one.with_name(one.name)
    file.write_text(f"{head}\n---\n{other.read_text('utf-8').split(chr(10) + '---' + chr(10), 1)[1]}", "utf-8")


EDITS: Sequence[Callable[[Path, random.Random], None]] = (
    *(to_another_month, to_another_month, another_text, without_an_outlet, deleted, copied),
    lambda at, chance: write(at, chance.randint(100, 999), chance),
    lambda at, chance: rewritten(at, chance, "Karangan", "Dongeng"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\nnote: Catatan karangan.\n"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\nmodified: 2020-12-24\n"),
    lambda at, chance: rewritten(
        at, chance, "lang: id\n", 'lang: id\ncorrections: [{date: 2020-12-01, text: "Karangan dibetulkan."}]\n'
    ),
)


@pytest.mark.parametrize("settings", ["", "stories = false\n"])
@pytest.mark.parametrize("is_held", [False, True])
def test_editions_of_months_are_those_of_a_cold_build(
    settings: str, is_held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where reports move to another month, come, go or are changed, each month's edition is what it would be anew."""
    monkeypatch.setattr(edition, "MOST", 300)
    chance = random.Random(f"{settings}{is_held}")
    project, hand = begun(tmp_path / "site", chance, settings), Hand() if is_held else None
    for _ in range(5):
        to_another_month(project, chance)
    code, first = built(project, hand=hand)
    assert code == 0
    assert any("jembatan-antah/edition/2020-" in path for path in first)
    for step in range(STEPS + 2):
        for _ in range(chance.randint(1, 2)):
            chance.choice(EDITS)(project, chance)
        is_same(built(project, hand=hand), cold(project), f"step {step}")


def test_a_topic_that_becomes_short_has_one_edition_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its reports fit on a page again, the editions of months go, and come back with what made it long."""
    chance = random.Random(3)
    project = begun(tmp_path / "site", chance)
    built(project)
    for most in (300, 10**9, 300):
        monkeypatch.setattr(edition, "MOST", most)
        found = built(project)
        is_same(found, cold(project), f"at most {most}")
        months = [path for path in found[1] if "jembatan-antah/edition/2020-" in path]
        assert bool(months) == (most == 300)
