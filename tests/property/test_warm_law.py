"""Whatever is changed, a build that remembers makes the same site as one that remembers nothing, byte for byte.

`WARM_SEQUENCES=500 pytest tests/property/test_warm_law.py` tries more sequences than every run does.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image
from running import CLOCK, ROOT, tree

from kliping import memory, work
from kliping.cli import main

SEQUENCES = int(os.environ.get("WARM_SEQUENCES", "5"))
STEPS = 5
PEOPLE: Final = ("Ratu Antah", "Wali Berantah", "Juru Damai Karangan")
OUTLETS: Final = ("Warta Antah", "Kabar Berantah", "Suara Karangan")
WORDS: Final = (
    "jembatan antah perundingan karangan sungai menteri kota malam warga damai runtuh dibangun kembali".split()
)


def body(chance: random.Random) -> str:
    """Made-up paragraphs about a place that does not exist, some with marks."""
    told = []
    for _ in range(chance.randint(1, 5)):
        words = chance.choices(WORDS, k=chance.randint(8, 30))
        words[chance.randrange(len(words))] = chance.choice(
            ["**jembatan**", "Antah", f"({chance.randint(1, 28)}/10)", "[a](b)"]
        )
        told.append(f"{' '.join(words).capitalize()}, kata {chance.choice(PEOPLE)}.")
    return "\n\n".join(told)


def write(project: Path, number: int, chance: random.Random) -> None:
    day = chance.randint(1, 28)
    file = project / "content" / "entries" / "2020" / "10" / f"karangan-{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'---\ntitle: "Karangan {number}: Jembatan Antah"\ndate: 2020-10-{day:02}T{chance.randint(0, 23):02}:15:00+07:00\n'
        f"lang: id\noutlet: {chance.choice(OUTLETS)}\nurl: https://antah.example/{number}\n---\n\n{body(chance)}\n",
        "utf-8",
    )


def entries(project: Path) -> list[Path]:
    return sorted((project / "content" / "entries").rglob("karangan-*.md"))


def rewritten(project: Path, chance: random.Random, old: str, new: str) -> None:
    """One entry with the first `old` made `new`."""
    if found := entries(project):
        file = chance.choice(found)
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def another_body(project: Path, chance: random.Random) -> None:
    file = chance.choice(entries(project))
    head = file.read_text("utf-8").split("\n---\n", 1)[0]
    file.write_text(f"{head}\n---\n\n{body(chance)}\n", "utf-8")


def another_topic(project: Path, chance: random.Random) -> None:
    site = project / "site.toml"
    site.write_text(
        site.read_text("utf-8").replace('what = ["jembatan*"', f'what = ["jembatan*", "{chance.choice(WORDS)}"', 1),
        "utf-8",
    )


def editorial(project: Path, chance: random.Random) -> None:
    folder = project / "content" / "topics"
    folder.mkdir(exist_ok=True)
    (folder / "jembatan-antah.md").write_text(
        f"2020-10-{chance.randint(10, 28)}: Karangan, {chance.choice(WORDS)} {chance.choice(WORDS)}.\n",
        "utf-8",
    )


def figure(project: Path, chance: random.Random) -> None:
    """A figure that the editor approved, two reports that are one story, and a day with words."""
    one, other = chance.sample([each.stem for each in entries(project)], 2)
    rewritten(project, chance, "kata", f"7 orang tewas di {chance.choice(WORDS)}, kata")
    folder = project / "content" / "topics"
    folder.mkdir(exist_ok=True)
    (folder / "jembatan-antah.md").write_text(
        f"---\nmerge: [[{one}, {other}]]\nfigures:\n  - {{kind: dead, number: '7', article: {one}}}\n---\n\n"
        f"2020-10-{chance.randint(10, 28)}: Karangan {chance.choice(WORDS)}.\n",
        "utf-8",
    )


def translation(project: Path, chance: random.Random) -> None:
    other = chance.choice(entries(project)).stem
    rewritten(project, chance, "lang: id\n", f"lang: {chance.choice(['en', 'ms'])}\ntranslation_of: {other}\n")


def picture(project: Path, chance: random.Random) -> None:
    folder = project / "content" / "images"
    folder.mkdir(exist_ok=True)
    made = Image.new("RGB", (8 + chance.randrange(8), 8), (chance.randrange(256), 0, 0))
    made.save(folder / "karangan.png")
    said = f'image: {{src: karangan.png, alt: "Jembatan {chance.choice(WORDS)}", credit: "Karangan"}}'
    rewritten(project, chance, "lang: id\n", f"lang: id\n{said}\n")


def retracted(project: Path, chance: random.Random) -> None:
    if len(entries(project)) > 3:
        slug = chance.choice(entries(project)).stem
        main(["retract", slug, "--reason", "Karangan ditarik.", "-q", "--clock", CLOCK], project)


def own_template(project: Path, chance: random.Random) -> None:
    (project / "templates").mkdir(exist_ok=True)
    text = (ROOT / "templates" / "list.html").read_text("utf-8")
    (project / "templates" / "list.html").write_text(text + f"{{# {chance.random()} #}}", "utf-8")
    style = (ROOT / "templates" / "static" / "style.css").read_text("utf-8")
    (project / "templates" / "static").mkdir(exist_ok=True)
    (project / "templates" / "static" / "style.css").write_text(f"{style}\n/* {chance.random()} */\n", "utf-8")


def setting(project: Path, chance: random.Random) -> None:
    site = project / "site.toml"
    lines = [
        line for line in site.read_text("utf-8").split("\n") if not line.startswith(('title = "Kliping', "language"))
    ]
    lines.insert(0, f'title = "Kliping {chance.choice(WORDS)}"\nlanguage = "{chance.choice(["id", "en"])}"')
    site.write_text("\n".join(lines), "utf-8")


def rights(project: Path, chance: random.Random) -> None:
    outlet = chance.choice(OUTLETS)
    said = chance.choice(["full", "excerpt", "link"])
    folder = project / "content" / "outlets"
    folder.mkdir(exist_ok=True)
    slug = outlet.lower().replace(" ", "-")
    (folder / f"{slug}.toml").write_text(
        f'name = "{outlet}"\ndomains = ["{slug}.example"]\nrights = "{said}"\n', "utf-8"
    )


def gone(project: Path, chance: random.Random) -> None:
    if len(entries(project)) > 3:
        chance.choice(entries(project)).unlink()


def moved(project: Path, chance: random.Random) -> None:
    file = chance.choice(entries(project))
    file.rename(file.with_name(f"karangan-{chance.randint(1000, 9999)}.md"))


MOMENTS: Final = ("2020-12-24T00:00:00+07:00", CLOCK, "2022-06-01T12:00:00+07:00")
CHANGES: Sequence[Callable[[Path, random.Random], None]] = (
    lambda at, chance: write(at, chance.randint(100, 999), chance),
    lambda at, chance: rewritten(at, chance, "Karangan", "Dongeng"),
    lambda at, chance: rewritten(at, chance, "2020-10-1", "2020-10-2"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\nnot_topics: [jembatan-antah]\n"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\nkey: true\nsummary: Karangan ringkas.\n"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\ndraft: true\n"),
    lambda at, chance: rewritten(
        at, chance, "lang: id\n", 'lang: en\ncorrections: [{date: 2020-11-01, text: "Karangan dibetulkan."}]\n'
    ),
    lambda at, chance: rewritten(at, chance, "date: 2020-10", f"date: 20{chance.choice(['19', '20', '21'])}-09"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", "lang: id\nmodified: 2020-12-24\n"),
    lambda at, chance: rewritten(at, chance, "lang: id\n", f"lang: id\npublish_date: {chance.choice(MOMENTS)}\n"),
    *(another_body, another_topic, editorial, own_template, setting, rights, gone, moved),
    *(figure, translation, picture, retracted),
)
TOPICS: Final = """
[[topics]]
slug = "sungai-antah"
title = "Sungai Antah (karangan)"
in = "jembatan-antah"
who = [["antah*"]]
what = ["sungai*"]

[[topics]]
slug = "damai"
title = "Damai (karangan)"
who = [["antah*", "berantah*"]]
what = ["damai", "perundingan"]
names = { people = ["Ratu Antah", "Wali Berantah"], places = ["Kota"] }
"""


def build(project: Path, *switches: str, clock: str = CLOCK) -> tuple[int, dict[str, bytes]]:
    code = main(["build", "-q", "-j", "1", "--clock", clock, *switches], project)
    return code, tree(project / "output") | {
        f"content/{path}": data for path, data in tree(project / "content").items()
    }


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_remembering_changes_nothing(seed: int, tmp_path: Path) -> None:
    """After each of some random changes, what is made from memory is what is made from nothing."""
    chance, project = random.Random(seed), tmp_path / "site"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    with (project / "site.toml").open("a", encoding="utf-8") as stream:
        stream.write(TOPICS)
    for number in range(8):
        write(project, number, chance)
    assert build(project)[0] in (0, 1)
    for step in range(STEPS):
        for _ in range(chance.randint(1, 3)):
            chance.choice(CHANGES)(project, chance)
        clock = chance.choice(MOMENTS)
        fresh = tmp_path / f"fresh-{step}"
        shutil.copytree(project, fresh, ignore=shutil.ignore_patterns(".cache", "output"))

        warm, cold = build(project, clock=clock), build(fresh, clock=clock)

        assert warm[0] == cold[0]
        if warm[0] not in (0, 1):  # so few words that a draft's stand elsewhere by chance: both are refused
            shutil.rmtree(fresh)
            continue
        different = {path for path in warm[1].keys() | cold[1].keys() if warm[1].get(path) != cold[1].get(path)}
        assert not different, f"seed {seed}, step {step}: {different}"
        shutil.rmtree(fresh)


@pytest.mark.parametrize("shelf", ["pages", "leaves", "placed", "entries", "feeds"])
def test_what_is_damaged_is_made_again(shelf: str, tmp_path: Path) -> None:
    """Where the disk gives back other bytes than were written, the site is the same: with its output lost, and with all of it there."""
    chance, project = random.Random(shelf), tmp_path / "site"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    for number in range(8):
        write(project, number, chance)
    first = build(project)
    file = project / ".cache" / "memory" / shelf
    data = bytearray(file.read_bytes())
    for place in range(0, len(data), 97):
        data[place] ^= 0xFF
    file.write_bytes(data)
    (project / "content" / "entries" / "2020" / "10" / "catatan.txt").write_text("tak dibaca", "utf-8")

    assert build(project)[1].keys() - first[1].keys() == {"content/entries/2020/10/catatan.txt"}
    shutil.rmtree(project / "output")
    again = build(project)

    assert {path: data for path, data in again[1].items() if not path.endswith("catatan.txt")} == first[1]


def test_several_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places, traits and pages that other processes made are what this one would have made."""
    monkeypatch.setattr(memory, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(work, "WORTH_A_PROCESS", 2)
    for name in ("TRIED", "LONG", "SHORT"):
        monkeypatch.setattr(work, name, 1 if name == "TRIED" else -1.0)
    asked: list[str] = []
    fill = memory.Memory.fill

    def counted(self: memory.Memory, name: str, *arguments: Any) -> None:
        fill(self, name, *arguments)
        shelf = self.shelf(name)
        asked.append(name if shelf and shelf.fresh else "")

    monkeypatch.setattr(memory.Memory, "fill", counted)
    chance, project = random.Random(1), tmp_path / "site"
    shutil.copytree(ROOT / "tests" / "projects" / "_base", project)
    for number in range(8):
        write(project, number, chance)
    shutil.copytree(project, tmp_path / "other")

    alone = build(project)
    many = build(tmp_path / "other", "-j", "2")

    assert alone == many
    assert {"placed", "traits", "pages"} <= set(asked)
