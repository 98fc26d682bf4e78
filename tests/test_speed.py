"""A build is quick beside another build: ratios only, for how quick the machine is nobody knows.

`benchmarks/speed.py` measures much more, beside other programs; its own parts are tried here, too.
"""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FEW, MANY = 75, 300


@dataclasses.dataclass(frozen=True)
class Lab:
    """The parts of the benchmark, and a project of many articles that was built."""

    speed: ModuleType
    corpus: ModuleType
    equal: ModuleType
    programs: ModuleType
    folder: Path

    def project(self, articles: list[Any], program: Any = None) -> Any:
        made = self.programs.project(program or self.programs.OURS, self.folder, len(articles), articles)
        assert made is not None
        return made

    def cost(self, project: Any) -> float:
        """Seconds of CPU that a build takes, with all that it starts."""
        return float(self.speed.measured(project.command, project.folder).cpu)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        names = ("speed", "speed_corpus", "speed_equal", "speed_programs")
        speed, corpus, equal, programs = map(importlib.import_module, names)
        return Lab(speed, corpus, equal, programs, tmp_path_factory.mktemp("lab"))


def test_a_build_costs_what_is_new(lab: Lab) -> None:
    """With what was made before a build takes at most half, with nothing new next to nothing; and no more an entry of many than of few."""
    articles = list(lab.corpus.corpus(MANY))
    project = lab.project(articles)
    cold = lab.cost(project)
    assert list(lab.equal.differences(project.public, articles)) == []
    for each in (project.folder / ".cache").glob("still-*"):
        each.unlink()
    remembered = lab.cost(project)
    nothing = min(lab.cost(project) for _ in range(2))
    few = lab.cost(lab.project(list(lab.corpus.corpus(FEW))))
    told = (
        f"cold {cold:.2f} s, from memory {remembered:.2f} s, nothing changed {nothing:.2f} s, {FEW} entries {few:.2f} s"
    )
    assert nothing <= remembered / 5, told
    assert remembered <= cold / 2, told
    assert cold / MANY <= 1.6 * few / FEW, told


def test_the_peers_pages(lab: Lab) -> None:
    """A site with the peers' pages holds all articles, and nothing that a peer has not but what every site has."""
    articles = list(lab.corpus.corpus(FEW))
    project = lab.project(articles, lab.programs.PEERS_PAGES)
    lab.cost(project)
    assert list(lab.equal.differences(project.public, articles)) == []
    made = {each.relative_to(project.public).as_posix() for each in project.public.rglob("*") if each.is_file()}
    own = {f"{each.address}index.html" for each in articles}
    groups = [folder for folder, _, members in lab.equal.groups(articles) if members or folder.startswith("topics/")]
    listed = {f"{folder}/{name}" for folder in groups for name in ("index.html", "feed.xml")}
    assert made >= own | listed | {"index.html", "feed.xml", "sitemap.xml"}
    others = {each for each in made - own - listed if each.endswith((".html", ".xml", ".json"))}
    lists = {"topics/index.html", "outlets/index.html", "about/index.html", "404.html"}
    assert others == {"index.html", "feed.xml", "sitemap.xml", "sitemap-1.xml", *lists}


def test_what_is_not_the_same_is_found(lab: Lab) -> None:
    """A site of which a word, a page, an item or a line of a list is missing is not measured."""
    articles = list(lab.corpus.corpus(12))
    project = lab.project(articles)
    lab.cost(project)

    def differences() -> list[str]:
        return list(lab.equal.differences(project.public, articles))

    assert differences() == []
    for name, old, new in (
        (f"{articles[0].address}index.html", articles[0].paragraphs[2].split()[3], ""),
        ("feed.xml", articles[3].title, "Lain"),
        ("feed.xml", articles[3].paragraphs[1].split()[2], ""),
        (f"topics/{articles[0].topics[0]}/feed.xml", "<item>", "<item><title/></item><item>"),
    ):
        file = project.public / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
        assert differences(), name
        file.write_text(text, "utf-8")
    assert differences() == []
    for page in (project.public / "topics" / articles[0].topics[0]).rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace(articles[0].slug, "lain"), "utf-8")
    assert any("do not lead to 1 articles" in each for each in differences())
    (project.public / articles[1].address / "index.html").unlink()
    assert f"no page at {articles[1].address}" in differences()


def test_the_corpus_is_always_the_same(lab: Lab) -> None:
    """An article follows from its number; addresses and times are its own; each program gets the same words."""
    articles = list(lab.corpus.corpus(200))
    assert articles == list(lab.corpus.corpus(200))
    assert len({each.address for each in articles}) == len({each.date for each in articles}) == 200
    assert articles[7] == lab.corpus.article(7, articles[7].date)
    for form in lab.corpus.FORMS.values():
        path, text = form(articles[7])
        assert articles[7].slug in path
        assert text.rstrip().endswith(articles[7].body)


def test_results_stand_in_their_place(lab: Lab) -> None:
    """Results of one size replace those of that size and no others; sizes stand in order."""
    document = "# Speed\n\nWords.\n\n### 1,000 entries\n\nold\n\n### 50,000 entries\n\nstays\n"
    made = lab.speed.written(document, 1000, "### 1,000 entries\n\nnew")
    made = lab.speed.written(made, 10_000, "### 10,000 entries\n\nmore")
    assert made == (
        "# Speed\n\nWords.\n\n### 1,000 entries\n\nnew\n\n### 10,000 entries\n\nmore\n\n### 50,000 entries\n\nstays\n"
    )
    assert lab.speed.written(made, 10_000, "### 10,000 entries\n\nmore") == made


def test_ratios_are_of_one_turn(lab: Lab) -> None:
    """A ratio is the median of the ratios in each turn, so that a machine that slows down changes none."""
    cost = lab.speed.Cost
    times = {
        (name, case): [cost(seconds * slow, 1, 1) for slow in (1, 1, 4, 9, 9)]
        for name, seconds in (("Kliping", 1), ("Hugo", 2))
        for case in lab.speed.CASES
    }
    ours, hugo = lab.speed.table(times, lambda each: each.cpu, "{:.2f}")[2:]
    assert ours == f"| Kliping | {' | '.join(['4.00 (0.50)'] * 5)} |"
    assert hugo == f"| Hugo | {' | '.join(['8.00'] * 5)} |"
