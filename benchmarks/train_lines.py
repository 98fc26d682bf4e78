"""Learn the weights of the line model, and write kliping/facts/lines-text.weights and lines-page.weights.

    python benchmarks/train_lines.py DUMPS.jsonl.xz PAGES.jsonl.xz --write
    python benchmarks/train_lines.py DUMPS.jsonl.xz PAGES.jsonl.xz --folds 3 --write

The files are those of the text-dump clean-up bench: one saved article a line with its gold; NOTICE names them. Only
documents under the licences below teach. `--folds` measures on all documents, each by networks that saw no page of
its domain's fold, and fits confidence. Needs `pip install jax`; a fixed seed decides all chance.

Most of what the networks learn from is made from the documents: an article between the furniture of other
pages, lists of headlines, readers' comments, ends cut off, blank lines taken out.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import importlib.util
import json
import lzma
import pickle
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from train_headline import LICENSES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kliping import ingest  # noqa: E402
from kliping.ingest import body, confidence, features, language, model, readers  # noqa: E402
from kliping.ingest import lines as text_lines  # noqa: E402
from kliping.ingest.features import markup  # noqa: E402
from kliping.records import Line, Mark, RawFile, Role  # noqa: E402

FACTS = ingest.load_facts(ROOT / "kliping", None, "UTC")
NEWS = frozenset(["scrapinghub", "fundus", "crf-id"])
OUT = {"text": ROOT / "kliping/facts/lines-text.weights", "page": ROOT / "kliping/facts/lines-page.weights"}
CHANNELS, LAST, DILATIONS = 64, 32, (1, 2, 4, 8, 16, 32)
SIZES = (64, 128, 192, 256, 384, 512, 768, 1024, 1536)
MOST_LINES = 1500


@dataclass(frozen=True, slots=True, eq=False)
class Doc:
    """One document: its lines, what is known of each by itself, and which are the article's."""

    gold: Mapping[str, Any]
    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    tokens: Sequence[Any]
    alone: np.ndarray
    labels: np.ndarray
    rows: np.ndarray
    stated: str

    @property
    def teaches(self) -> bool:
        return self.gold["license"] in LICENSES and bool(self.labels.any())

    @property
    def span(self) -> tuple[int, int]:
        on = np.flatnonzero(self.labels > 0)
        return int(on[0]), int(on[-1])

    @property
    def domain(self) -> str:
        return str(self.gold["domain"] or self.gold["id"])


# ------------------------------------------------------------------ reading


def documents(dumps: Path, pages: Path) -> tuple[list[Doc], list[Doc]]:
    """Every dump and every page as a document."""
    golds = list(records(dumps))
    by_id = {gold["id"].split("#")[0]: gold for gold in golds if gold["variant"] == "copy"}
    return [dump_of(gold) for gold in golds], [page_of(gold, by_id[gold["id"]]) for gold in records(pages)]


def records(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as opened:
        yield from map(json.loads, opened)


def dump_of(gold: Mapping[str, Any]) -> Doc:
    lines = text_lines.split(gold["text"])
    told = [(text_lines.tidy(text), label) for text, label in zip(filled(gold["text"]), gold["labels"], strict=True)]
    return doc_of(gold, lines, aligned([line.text for line in lines], told, ""), "", is_page=False)


def page_of(gold: Mapping[str, Any], dump: Mapping[str, Any]) -> Doc:
    raw, _ = body.set_apart(readers.read(RawFile("inbox/x.html", gold["html"].encode("utf-8", "surrogateescape"))))
    lines = raw.lines[:MOST_LINES]
    told = list(zip(filled(dump["text"]), dump["labels"], strict=True))
    whole = text_lines.key(" ".join(gold["paragraphs"]))
    stated = raw.hint("body")
    labels = aligned([line.text for line in lines], told, whole)
    return doc_of(gold | {"id": gold["id"] + "#html"}, lines, labels, stated.value if stated else "", is_page=True)


def filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def aligned(texts: Sequence[str], told: Sequence[tuple[str, float]], whole: str) -> np.ndarray:
    """The label of each line: that of the same line of the labelled dump, else whether the gold holds it."""
    ours, theirs = [text_lines.key(text) for text in texts], [text_lines.key(text) for text, _ in told]
    labels = np.full(len(ours), -1.0, np.float32)
    for one, two, size in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for offset in range(size):
            labels[one + offset] = told[two + offset][1] >= 0.5
    held = whole or "".join(each for each, (_, label) in zip(theirs, told, strict=True) if label >= 0.5)
    for index in np.flatnonzero(labels < 0):
        labels[index] = len(ours[index]) > 15 and ours[index] in held
    return labels


def doc_of(gold: Mapping[str, Any], lines: Sequence[Line], labels: np.ndarray, stated: str, *, is_page: bool) -> Doc:
    rough, _ = language.detect(" ".join(line.text for line in lines if body.is_prose(line)))
    marks = body.marks(lines, rough, FACTS, None)
    tokens = features.tokens_of([line.text for line in lines])
    terms = features.terms(tokens)
    alone = features.alone(lines, terms, marks, FACTS.words)
    kept = {key: gold[key] for key in ("id", "source", "domain", "license", "lang", "kind", "title", "paragraphs")}
    rows = features.placed(lines, terms, alone)
    if is_page:
        rows = np.concatenate([rows, markup.markup(lines, alone, stated)], axis=1)
    return Doc(kept, lines, marks, tokens, alone, labels, rows, stated)


# ------------------------------------------------------------------ more documents out of those there are


BRIEF = 0.2
"""Share of the articles that become a report of two to five lines."""


LABELS = sorted(phrase.rstrip("*") for phrase in FACTS.furniture if phrase.endswith("*"))


class Maker:
    """Makes documents out of documents: one's article, others' furniture; `copies` of each."""

    def __init__(self, docs: Sequence[Doc], seed: int) -> None:
        self.docs, self.chance = docs, np.random.RandomState(seed)
        self.scripts = ["unspaced" if doc.rows[:, features.NAMES.index("unspaced")].mean() > 0.2 else "spaced" for doc in docs]  # fmt: skip
        self.pools: dict[str, list[int]] = defaultdict(list)
        for index, script in enumerate(self.scripts):
            self.pools[script].append(index)
        self.titles = {
            script: [title for index in pool if (title := docs[index].gold["title"])] or [docs[index].lines[0].text[:60] for index in pool]
            for script, pool in self.pools.items()
        }  # fmt: skip

    def copies(self, number: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Rows and labels of documents made from each document."""
        for _ in range(number):
            for index in range(len(self.docs)):
                made = self.made(index)
                if made is not None:
                    yield made

    def likely(self, share: float) -> bool:
        return bool(self.chance.rand() < share)

    def other(self, index: int) -> int:
        """A document of another domain in the same kind of script."""
        pool = self.pools[self.scripts[index]]
        for _ in range(20):
            found = pool[self.chance.randint(len(pool))]
            if self.docs[found].domain != self.docs[index].domain:
                return found
        return index

    def made(self, index: int) -> tuple[np.ndarray, np.ndarray] | None:
        doc = self.docs[index]
        first, last = doc.span
        size = len(doc.lines)
        top, end = self.pieces(index, 0, first), self.pieces(index, last + 1, size)
        middle = self.pieces(index, first, last + 1)
        if self.likely(0.5):
            other = self.other(index)
            nearest = top[-4:]
            top = self.pieces(other, 0, self.docs[other].span[0])
            if self.likely(0.5) and first > 3:
                top = top[:-4] + nearest
        if self.likely(0.5):
            other = self.other(index)
            nearest = end[:3]
            end = self.pieces(other, self.docs[other].span[1] + 1, len(self.docs[other].lines))
            if self.likely(0.5):
                end = nearest + end
        if self.likely(0.25):
            top = top[len(top) - self.chance.randint(0, min(15, len(top)) + 1) :]
        if self.likely(0.25):
            end = end[: self.chance.randint(0, min(30, len(end)) + 1)]
        if self.likely(0.15) and end:
            other = self.other(index)
            end += self.pieces(other, self.docs[other].span[1] + 1, len(self.docs[other].lines))[:60]
        if self.likely(0.2) and len(middle) > 8:
            middle = middle[: self.chance.randint(4, len(middle))]
        elif self.likely(BRIEF) and len(middle) > 3:
            middle = middle[: self.chance.randint(2, 6)]
        while self.likely(0.35) and len(middle) > 2:
            middle = self.interrupted(middle, index)
        sort = self.chance.rand()
        if sort < 0.12:
            number = self.chance.randint(5, 60 if self.likely(0.8) else 150)
            told = self.posed(
                self.headlines(self.titles[self.scripts[index]], number), index, is_linked=self.likely(0.7)
            )
            if self.likely(0.3):
                at = self.chance.randint(len(top) + 1)
                top = top[:at] + told + top[at:]
            else:
                at = self.chance.randint(min(8, len(end)) + 1)
                end = end[:at] + told + end[at:]
        elif sort < 0.24:
            told = self.posed(self.comments(index, self.chance.randint(1, 12)), index, is_linked=False)
            at = self.chance.randint(min(8, len(end)) + 1)
            end = end[:at] + told + end[at:]
        lost = 0.08 * self.chance.rand()
        return self.assembled(
            doc, [piece for piece in top + middle + end if not self.likely(0.02 if piece.label else lost)]
        )

    def pieces(self, index: int, first: int, last: int) -> list[Piece]:
        doc = self.docs[index]
        shift = 1_000_000 * (index + 1)
        return [
            Piece(moved(doc.lines[at], shift), doc.tokens[at], doc.alone[at], float(doc.labels[at]))
            for at in range(first, last)
        ]

    def interrupted(self, middle: list[Piece], index: int) -> list[Piece]:
        """Furniture put between the paragraphs: lines from inside another article, or a label and some headlines."""
        if self.likely(0.4):
            titles = self.titles[self.scripts[index]]
            told = [(titles[self.chance.randint(len(titles))], None) for _ in range(self.chance.randint(1, 4))]
            label = LABELS[self.chance.randint(len(LABELS))]
            heads = [(label, Role.FURNITURE)] if self.likely(0.7) else [(f"{label}: {told.pop()[0]}", Role.FURNITURE)]
            at = self.chance.randint(1, len(middle))
            return middle[:at] + self.posed(heads + told, index, is_linked=self.likely(0.7)) + middle[at:]
        other = self.other(index)
        doc = self.docs[other]
        first, last = doc.span
        off = [at for at in range(first, last) if not doc.labels[at]]
        if not off:
            return middle
        at, begin = self.chance.randint(1, len(middle)), off[self.chance.randint(len(off))]
        told = [piece for piece in self.pieces(other, begin, min(begin + 4, last)) if not piece.label]
        return middle[:at] + told + middle[at:]

    def headlines(self, titles: Sequence[str], number: int) -> list[Told]:
        """A list of headlines as portals have them."""
        kind, found = self.chance.randint(7), list[Told]()
        for _ in range(number):
            text = titles[self.chance.randint(len(titles))]
            hour, minute, day, month = (
                self.chance.randint(low, high) for low, high in ((0, 24), (0, 60), (1, 29), (1, 13))
            )
            forms = (f"{hour}:{minute:02d} {text}", f"{text} {day}/{month}", f"{text} [ {hour:02d}:{minute:02d} {day}/{month} ]", f"{text} ({self.chance.randint(200)})", f"• {text}", text, text)  # fmt: skip
            if kind == 5 and self.likely(0.5):
                found.append((f"{day:02d}.{month:02d}.20{self.chance.randint(8, 26):02d}", Role.DATE))
            found.append((forms[kind], None))
            if kind == 6 and self.likely(0.4):
                found.append((f"{self.chance.randint(1, 59)} min", None))
        return found

    def comments(self, index: int, number: int) -> list[Told]:
        """Readers' comments, out of sentences of other articles."""
        found: list[Told] = [(str(number), None)] if self.likely(0.5) else []
        reply = ("Reply", "Antworten", "Like", "Reply | Report", "回复", "Ответить", "")[self.chance.randint(7)]
        kind = self.chance.randint(4)
        for _ in range(number):
            doc = self.docs[self.other(index)]
            on = np.flatnonzero(doc.labels > 0)
            name = " ".join(doc.lines[on[self.chance.randint(len(on))]].text.split()[: 1 + self.chance.randint(2)])[:24]
            day, month, year = self.chance.randint(1, 29), self.chance.randint(1, 13), self.chance.randint(8, 26)
            date = f"{day:02d}.{month:02d}.20{year:02d} {self.chance.randint(24):02d}:{self.chance.randint(60):02d}"
            found += [[(name, None), (date, Role.DATE)], [(f"{name}, {date}", Role.DATE)], [(name, None)], []][kind]
            for _ in range(1 + self.chance.randint(3)):
                sentences = doc.lines[on[self.chance.randint(len(on))]].text.split(". ")
                text = ". ".join(sentences[: 1 + self.chance.randint(3)])
                text = text[:1].lower() + text[1:] if self.likely(0.3) else text
                found.append((text.rstrip(".") + "!!!" if self.likely(0.2) else text, None))
            found += [(f"- {name}", None)] if kind == 3 else []
            found += [(reply, None)] if reply else []
        return found

    def posed(self, told: Sequence[Told], index: int, *, is_linked: bool) -> list[Piece]:
        """Made-up lines as pieces, in boxes such as some furniture of another page has."""
        doc = self.docs[self.other(index)]
        off = np.flatnonzero(doc.labels == 0)
        like = doc.lines[off[self.chance.randint(len(off))]] if len(off) else doc.lines[0]
        told = [(" ".join(text.split()), role) for text, role in told if text.strip()]
        lines = [
            replace(
                like,
                text=text,
                blank_before=self.likely(0.1),
                linked=float(is_linked),
                box=replace(like.box, number=2_000_000_000 + number) if like.box else None,
            )
            for number, (text, _) in enumerate(told)
        ]
        if not lines:
            return []
        tokens = features.tokens_of([line.text for line in lines])
        marks = [Mark(role, "") if role else None for _, role in told]
        alone = features.alone(lines, features.terms(tokens), marks, FACTS.words)
        return [Piece(*each, 0.0) for each in zip(lines, tokens, alone, strict=True)]

    def assembled(self, doc: Doc, pieces: Sequence[Piece]) -> tuple[np.ndarray, np.ndarray] | None:
        labels = np.array([piece.label for piece in pieces], np.float32)
        if not 4 <= len(pieces) <= MOST_LINES or not labels.any():
            return None
        sort = self.chance.rand()
        flat = [at == 0 for at in range(len(pieces))] if sort < 0.25 else [True] * len(pieces) if sort < 0.3 else None
        lines = [replace(piece.line, blank_before=flat[at]) if flat else piece.line for at, piece in enumerate(pieces)]
        alone = np.stack([piece.alone for piece in pieces])
        rows = features.placed(lines, features.terms([piece.tokens for piece in pieces]), alone)
        if doc.rows.shape[1] > len(features.NAMES):
            stated = doc.stated if self.likely(0.7) else ""
            rows = np.concatenate([rows, markup.markup(lines, alone, stated)], axis=1)
        return rows, labels


Told = tuple[str, Role | None]
"""A made-up line, and what it is by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A line to build documents with."""

    line: Line
    tokens: Any
    alone: np.ndarray
    label: float


def moved(line: Line, shift: int) -> Line:
    """A line whose box is told apart from those of other documents."""
    if line.box is None:
        return line
    parents = tuple(number + shift for number in line.box.parents)
    return replace(line, box=replace(line.box, number=line.box.number + shift, parents=parents))


# ------------------------------------------------------------------ the network


def begun(key: Any, inputs: int) -> dict[str, Any]:
    keys = iter(jax.random.split(key, 20))

    def drawn(*shape: int) -> Any:
        return jax.random.normal(next(keys), shape) * np.sqrt(2 / np.prod(shape[:-1]))

    found = {"w0": drawn(inputs, CHANNELS), "b0": jnp.zeros(CHANNELS)}
    for index in range(len(DILATIONS)):
        found |= {f"w{index + 1}": drawn(3, CHANNELS, CHANNELS) * 0.5, f"b{index + 1}": jnp.zeros(CHANNELS)}
    return found | {
        "context": drawn(2 * CHANNELS, CHANNELS) * 0.3,
        "w_last": drawn(CHANNELS, LAST),
        "b_last": jnp.zeros(LAST),
        "w_out": drawn(LAST, 1) * 0.1,
        "b_out": jnp.zeros(1),
    }


def forward(net: Mapping[str, Any], rows: Any, there: Any, key: Any = None, drop: float = 0.0) -> Any:
    """Log-odds of a batch of documents; `there` masks what fills them up."""
    relu = jax.nn.relu
    if key is not None:
        first, second = jax.random.split(key)
        rows = rows * (jax.random.bernoulli(first, 1 - drop / 2, rows.shape) / (1 - drop / 2))
    flow = relu(rows @ net["w0"] + net["b0"]) * there[..., None]
    for index, dilation in enumerate(DILATIONS):
        around = lax.conv_general_dilated(
            flow, net[f"w{index + 1}"], (1,), [(dilation, dilation)], rhs_dilation=(dilation,), dimension_numbers=("NWC", "WIO", "NWC")
        )  # fmt: skip
        flow = (flow + relu(around + net[f"b{index + 1}"])) * there[..., None]
    mean = flow.sum(1) / (there.sum(1, keepdims=True) + 1e-6)
    most = (flow - 1e3 * (1 - there[..., None])).max(1)
    flow = relu(flow + (jnp.concatenate([mean, most], -1) @ net["context"])[:, None, :])
    if key is not None:
        flow = flow * (jax.random.bernoulli(second, 1 - drop, flow.shape) / (1 - drop))
    return (relu(flow @ net["w_last"] + net["b_last"]) @ net["w_out"] + net["b_out"])[..., 0]


SMOOTH, DECAY, DROP, RATE, BATCH, AVERAGE = 0.02, 2e-5, 0.3, 2e-3, 16, 0.998


def loss(net: Any, rows: Any, there: Any, labels: Any, weights: Any, key: Any) -> Any:
    odds = forward(net, rows, there, key, DROP)
    wanted = SMOOTH + (1 - 2 * SMOOTH) * labels
    each = (jnp.maximum(odds, 0) - odds * wanted + jnp.log1p(jnp.exp(-jnp.abs(odds)))) * weights
    return each.sum() / rows.shape[0] + DECAY * sum((part**2).sum() for part in jax.tree_util.tree_leaves(net))


@jax.jit
def step(state: Any, time_: Any, rows: Any, there: Any, labels: Any, weights: Any, key: Any, rate: Any) -> Any:
    """One step of Adam (Kingma & Ba 2015), and the running mean of what it finds."""
    net, first, second, mean = state
    each = jax.tree_util.tree_map
    slope = jax.grad(loss)(net, rows, there, labels, weights, key)
    first = each(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
    second = each(lambda old, new: 0.999 * old + 0.001 * new * new, second, slope)
    net = each(
        lambda part, one, two: part - rate * (one / (1 - 0.9**time_)) / (jnp.sqrt(two / (1 - 0.999**time_)) + 1e-8),
        net,
        first,
        second,
    )
    keep = jnp.minimum(AVERAGE, (1 + time_) / (10 + time_))
    return net, first, second, each(lambda old, new: keep * old + (1 - keep) * new, mean, net)


def size_of(number: int) -> int:
    return next((size for size in SIZES if size >= number), SIZES[-1])


Trained = tuple[Mapping[str, Any], np.ndarray, np.ndarray]


def fit(samples: Sequence[tuple[np.ndarray, np.ndarray]], rounds: int, seed: int) -> Trained:
    """A network with the mean and the spread of its inputs."""
    every = np.concatenate([rows for rows, _ in samples])
    mean, spread = every.mean(0), every.std(0) + 1e-3
    del every
    chance = np.random.RandomState(seed)
    net = begun(jax.random.PRNGKey(seed), len(mean))
    zeros = jax.tree_util.tree_map(jnp.zeros_like, net)
    state, key, steps = (net, zeros, zeros, net), jax.random.PRNGKey(seed + 1), 0
    shelves: dict[int, list[int]] = defaultdict(list)
    for index, (rows, _) in enumerate(samples):
        shelves[size_of(len(rows))].append(index)
    for round_ in range(rounds):
        batches: list[tuple[int, list[int]]] = []
        for size, held in sorted(shelves.items()):
            order = list(held)
            chance.shuffle(order)
            number = max(2, min(BATCH, BATCH * 256 // size))
            for begin in range(0, len(order), number):
                chosen = order[begin : begin + number]
                batches.append((size, chosen + list(chance.choice(order, number - len(chosen)))))
        chance.shuffle(batches)
        rate = RATE * 0.5 * (1 + np.cos(np.pi * round_ / rounds)) + 1e-5
        for size, chosen in batches:
            steps += 1
            key, mine = jax.random.split(key)
            state = step(state, steps, *batch_of([samples[index] for index in chosen], size, mean, spread), mine, rate)
    return jax.tree_util.tree_map(np.asarray, state[3]), mean, spread


def batch_of(samples: Sequence[tuple[np.ndarray, np.ndarray]], size: int, mean: np.ndarray, spread: np.ndarray) -> Any:
    """Documents of one size, filled up; each weighs the same, long lines a little more than short ones."""
    rows = np.zeros((len(samples), size, len(mean)), np.float32)
    there, labels, weights = (np.zeros((len(samples), size), np.float32) for _ in range(3))
    for index, (given, wanted) in enumerate(samples):
        number = min(size, len(given))
        rows[index, :number] = np.clip((given[:number] - mean) / spread, -6, 6)
        there[index, :number], labels[index, :number] = 1, wanted[:number]
        weight = 1 + given[:number, 0]
        weights[index, :number] = weight / weight.sum()
    return rows, there, labels, weights


def written(trained: Sequence[Trained], names: Sequence[str], head: str) -> str:
    """Networks as the text of a weights file."""
    parts = [head]
    for number, (net, mean, spread) in enumerate(trained, 1):
        inputs = "\n".join(f"{name} {one:.6g} {two:.6g}" for name, one, two in zip(names, mean, spread, strict=True))
        parts += [f"net {number}\n", f"inputs\n{inputs}\n", f"dilations\n{' '.join(map(str, DILATIONS))}\n"]
        for name, part in net.items():
            unit = model.WEIGHT * (model.UNIT if name.startswith("b") else 1)
            whole = np.rint(np.asarray(part, np.float64) * unit).astype(int)
            table = whole.reshape(-1, whole.shape[-1]) if whole.ndim > 1 else whole[None]
            shape = " ".join(map(str, table.shape if whole.ndim > 1 else whole.shape))
            parts.append(f"{name} {shape}\n" + "\n".join(" ".join(map(str, row)) for row in table) + "\n")
    return "\n".join(parts)


HEAD = """# What the line model has learned, in whole numbers; not written by hand (benchmarks/train_lines.py).
# Learned from documents under MIT and CC-BY-4.0 only; NOTICE names them.
"""


# ------------------------------------------------------------------ learning and measuring


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is learned: copies of each document, rounds over them, networks of which the mean is taken."""

    copies: int
    rounds: int
    nets: int


def learn(texts: Sequence[Doc], pages: Sequence[Doc], kind: str, plan: Plan, seed: int = 0) -> list[Trained]:
    """Networks for dumps, or for pages; those for dumps learn from the pages' text, too."""
    width = len(features.NAMES)
    docs = texts if kind == "text" else pages
    samples = [(doc.rows, doc.labels) for doc in docs]
    samples += [(doc.rows[:, :width], doc.labels) for doc in pages] if kind == "text" else samples
    samples += Maker(docs, seed).copies(plan.copies)
    print(f"{kind}: {len(samples)} samples of {len(docs)} documents", flush=True)
    return [fit(samples, plan.rounds, seed + number) for number in range(plan.nets)]


def scorer(folder: Path) -> Any:
    """The bench's own scorer."""
    spec = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def fold_of(doc: Doc, folds: int) -> int:
    return int(hashlib.md5(doc.domain.encode(), usedforsecurity=False).hexdigest()[:8], 16) % folds


def measure(evaluate: Any, label: str, docs: Sequence[Doc], odds: Sequence[np.ndarray]) -> list[Mapping[str, Any]]:
    scores = []
    for doc, each in zip(docs, odds, strict=True):
        kept = body.kept_of(doc.lines, doc.marks, each, doc.gold["lang"] or "en")
        found = [line.text for line, is_body in zip(doc.lines, kept, strict=True) if is_body]
        scores.append(evaluate.score_doc(doc.gold, {"paragraphs": found}) | {"source": doc.gold["source"]})
    for name, chosen in (
        ("all", None),
        ("news", NEWS),
        *((source, {source}) for source in sorted({s["source"] for s in scores})),
    ):
        some = [score for score in scores if chosen is None or score["source"] in chosen]
        if some:
            evaluate.table(f"{label} {name}", evaluate.summarize(some))
    sys.stdout.flush()
    return scores


# ------------------------------------------------------------------ confidence


def calibrated(found: Sequence[tuple[Doc, Sequence[float]]], evaluate: Any, label: str) -> Mapping[str, float]:
    """Weights of the signs of a clean body: a logistic regression, by Newton's method, a little held back."""
    names, rows, clean = ["bias"], [], []
    for doc, odds in found:
        kept = body.kept_of(doc.lines, doc.marks, odds, doc.gold["lang"] or "en")
        if any(kept):
            signs = confidence.signs(doc.lines, doc.marks, odds, kept)
            names = ["bias", *signs]
            rows.append([1.0, *signs.values()])
            told = [line.text for line, is_body in zip(doc.lines, kept, strict=True) if is_body]
            clean.append(evaluate.score_doc(doc.gold, {"paragraphs": told})["f1"] >= 0.95)
    table, wanted = np.array(rows), np.array(clean, float)
    mean, spread = table.mean(0), table.std(0)
    mean[0], spread[0] = 0, 1
    part = np.random.RandomState(0).randint(0, 5, len(wanted))
    chances = np.zeros(len(wanted))
    for fold in range(5):
        weights = regressed((table[part != fold] - mean) / spread, wanted[part != fold])
        chances[part == fold] = 1 / (1 + np.exp(-(table[part == fold] - mean) / spread @ weights))
    order = np.argsort(-chances)
    share = np.cumsum(wanted[order]) / np.arange(1, len(order) + 1)
    for goal in (0.95, 0.98):
        most = max((index + 1 for index in range(len(order)) if share[index] >= goal), default=0)
        least = chances[order[most - 1]] if most else 1.0
        print(f"{label}: of the {most / len(order):.3f} with confidence from {least:.3f} on {goal:.2f} are clean")
    weights = regressed((table - mean) / spread, wanted) / spread
    weights[0] -= (weights[1:] * mean[1:]).sum()
    return dict(zip(names, map(float, weights), strict=True))


def regressed(table: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    weights, pull = np.zeros(table.shape[1]), np.eye(table.shape[1])
    pull[0, 0] = 1e-6
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (wanted - chance) - pull @ weights
        weights = weights + np.linalg.solve((table.T * (chance * (1 - chance))) @ table + pull, slope)
    return weights


CONFIDENCE = ROOT / "kliping/facts/confidence.toml"
CONFIDENCE_HEAD = """# What the signs of a clean body weigh (kliping/ingest/confidence.py), for text dumps and for web pages; not written by hand:
# fitted by benchmarks/train_lines.py on articles that the line model had not learned from.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="measure by cross-validation over domains")
    parser.add_argument("--only", type=int, default=-1, help="one fold only")
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--nets", type=int, default=2)
    parser.add_argument("--kinds", nargs="*", default=["text", "page"])
    parser.add_argument(
        "--write", action="store_true", help="write the weights, learned from all; with --folds the confidence"
    )
    parser.add_argument(
        "--keep", type=Path, help="folder for the weights of each fold, to measure the whole cleaner with"
    )
    parser.add_argument("--save", type=Path, help="keep what was found for each document, to fit confidence on")
    given = parser.parse_args()
    plan, began = Plan(given.copies, given.rounds, given.nets), time.monotonic()
    texts, pages = documents(given.dumps, given.pages)
    print(f"{len(texts)} dumps and {len(pages)} pages read, {time.monotonic() - began:.0f} s", flush=True)
    evaluate, found = scorer(given.dumps.parent), []
    weights: dict[str, Mapping[str, float]] = {}
    for fold in range(given.folds):
        if given.only not in (-1, fold):
            continue
        teach = [[doc for doc in docs if doc.teaches and fold_of(doc, given.folds) != fold] for docs in (texts, pages)]
        for kind in given.kinds:
            docs = [doc for doc in (texts if kind == "text" else pages) if fold_of(doc, given.folds) == fold]
            names = features.NAMES if kind == "text" else features.PAGE_NAMES
            told = written(learn(*teach, kind, plan), names, HEAD)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{kind}-{fold}-of-{given.folds}.weights").write_text(told, "utf-8")
            nets = model.read(told)
            odds = [model.logits(nets, doc.rows) for doc in docs]
            found += [(kind, doc, each) for doc, each in zip(docs, odds, strict=True)]
            print(f"fold {fold}, {time.monotonic() - began:.0f} s", flush=True)
            measure(evaluate, kind, docs, odds)
    for kind in given.kinds if given.folds else []:
        some = [(doc, each) for each_kind, doc, each in found if each_kind == kind]
        measure(evaluate, f"{kind}, all folds,", [doc for doc, _ in some], [each for _, each in some])
        weights[kind] = calibrated([(doc, each) for doc, each in some if doc.teaches], evaluate, kind)
    if given.write and weights:
        tables = (
            f"\n[{kind}]\n" + "\n".join(f"{name} = {value:.5g}" for name, value in each.items())
            for kind, each in weights.items()
        )
        CONFIDENCE.write_text(CONFIDENCE_HEAD + "\n".join(tables) + "\n", "utf-8")
    if given.save:
        given.save.write_bytes(
            pickle.dumps([(kind, doc.gold, doc.lines, doc.marks, odds) for kind, doc, odds in found])
        )
    if given.write and not given.folds:
        teach = [[doc for doc in docs if doc.teaches] for docs in (texts, pages)]
        for kind in given.kinds:
            names = features.NAMES if kind == "text" else features.PAGE_NAMES
            OUT[kind].write_text(written(learn(*teach, kind, plan), names, HEAD), "utf-8")
            print(f"{OUT[kind].name} written, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
