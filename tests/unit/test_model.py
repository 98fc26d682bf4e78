"""The line model: what its weights files hold, and that its answer is the same on every machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, kliping

from kliping.ingest import body, features, lines, model
from kliping.records import Facts, Line, Mark, RawArticle, Role

EXACT = 2**53
"""Whole numbers up to here are exact in a float, and so are their sums in any order."""
TINY = """# A model that a person can compute.
net 1

inputs
words 1 2
end 0.5 0.25

dilations
1

w0 2 2
256 0
0 256

b0 2
0 -16384

w1 6 2
0 0
0 0
0 0
0 0
0 0
256 0

b1 2
0 0

context 4 2
0 0
0 0
0 0
0 0

w_last 2 1
256
-256

b_last 1
0

w_out 1 1
512

b_out 1
-16384
"""


@pytest.fixture(scope="module", params=["text", "page"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def weights(kind: str, facts: Facts) -> str:
    """Each of the two weights files."""
    return facts.text_weights if kind == "text" else facts.page_weights


@pytest.fixture(scope="module")
def nets(weights: str) -> tuple[model.Net, ...]:
    return model.remembered(weights)


def rows_of(net: model.Net, number: int, seed: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Made-up rows, some values far out."""
    drawn = np.random.default_rng(seed).normal(size=(number, len(net.names))) * 2
    return (drawn * net.scale + net.mean).astype(np.float32)


# ------------------------------------------------------------------ the files


def test_a_network_wants_the_columns_there_are(kind: str, nets: Sequence[model.Net]) -> None:
    """Every network's inputs are the columns of a dump's or a page's table, in their order."""
    assert nets
    for net in nets:
        assert net.names == (features.NAMES if kind == "text" else features.PAGE_NAMES)


def test_weights_are_whole_numbers(weights: str, nets: Sequence[model.Net]) -> None:
    """All but the means and spreads of the inputs are integers, written as such."""
    matrices = re.sub(r"(?m)^inputs\n(?:\S+ \S+ \S+\n)+", "", re.sub(r"(?m)^#.*\n", "", weights))
    numbers = [
        word for word in matrices.split() if not re.fullmatch(r"net|dilations|context|[wb](?:\d|_last|_out)", word)
    ]
    assert [word for word in numbers if not re.fullmatch(r"0|-?[1-9]\d*", word)] == []
    for net in nets:
        assert all((part == np.rint(part)).all() and np.abs(part).max() < model.SINGLE for part in net.parts.values())


def test_networks_fit_together(nets: Sequence[model.Net]) -> None:
    """The sizes of all matrices follow from the inputs, the channels and the dilations; every spread is above nothing."""
    for net in nets:
        wide, last = net.parts["w0"].shape[1], net.parts["w_last"].shape[1]
        blocks = {f"w{index}": (3 * wide, wide) for index in range(1, len(net.dilations) + 1)}
        biases = {f"b{index}": (wide,) for index in range(len(net.dilations) + 1)}
        assert {name: part.shape for name, part in net.parts.items()} == {
            "w0": (len(net.names), wide),
            **blocks,
            **biases,
            "context": (2 * wide, wide),
            "w_last": (wide, last),
            "b_last": (last,),
            "w_out": (last, 1),
            "b_out": (1,),
        }
        assert (net.scale > 0).all()
        assert np.isfinite(net.mean).all()


def test_no_sum_is_too_large_to_be_exact(nets: Sequence[model.Net]) -> None:
    """Whatever comes in, every sum of a network on a file of a million lines is a whole number that a float holds exactly."""
    for net in nets:
        parts = {name: np.abs(part) for name, part in net.parts.items()}
        flow = at_most(np.full(len(net.names), float(model.MOST)), parts["w0"], parts["b0"])
        for index in range(1, len(net.dilations) + 1):
            flow = flow + at_most(np.tile(flow, 3), parts[f"w{index}"], parts[f"b{index}"])
        assert flow.max() * 1_000_000 < EXACT
        flow = flow + at_most(np.tile(flow, 2), parts["context"], np.zeros(1))
        flow = at_most(flow, parts["w_last"], parts["b_last"])
        at_most(flow, parts["w_out"], parts["b_out"])


def at_most(flow: model.Numbers, weights: model.Whole, bias: model.Whole) -> model.Numbers:
    """The largest values that a layer may give for the largest that it may get, once it is sure that they are exact."""
    total: model.Numbers = flow @ weights + bias
    assert total.max() < EXACT
    return np.rint(total / model.WEIGHT) + 1


def test_a_weights_file_is_read() -> None:
    """Sections of a weights file are read by their names; comments at the top are none."""
    (net,) = model.read(TINY)
    assert (net.names, net.dilations) == (("words", "end"), (1,))
    assert net.mean.tolist() == [1, 0.5]
    assert net.scale.tolist() == [2, 0.25]
    assert net.parts["w0"].tolist() == [[256, 0], [0, 256]]
    assert net.parts["w1"].shape == (6, 2)
    assert [each.names for each in model.read(TINY + "\n" + TINY.partition("\n")[2])] == [net.names] * 2


# ------------------------------------------------------------------ what it computes


def test_a_network_that_a_person_can_compute() -> None:
    """Inputs count in standard deviations, neighbours are looked at, and the answer is in log-odds."""
    (net,) = model.read(TINY)
    # Deviations are (1, 0), (2, 0), (0, 4); of the second input one is taken off; that of the line below is added to the
    # first; the first less the second, if anything is left, counts twice, less one.
    rows = np.array([[3, 0.5], [5, 0.5], [1, 1.5]], np.float32)
    assert model.forward(net, rows).tolist() == [2 * 1 - 1, 2 * (2 + 3) - 1, -1]


@pytest.mark.parametrize("number", [1, 2, 3, 40, 200])
def test_sums_in_any_order_are_the_same(number: int, nets: Sequence[model.Net]) -> None:
    """Channels and inputs in another order give the same bits."""
    chance = np.random.default_rng(number)
    for net in nets:
        rows = rows_of(net, number)
        inputs, channels, last = (chance.permutation(size) for size in (len(net.names), *net.parts["w_last"].shape))
        parts = dict(net.parts)
        parts["w0"], parts["b0"] = parts["w0"][inputs][:, channels], parts["b0"][channels]
        wide = len(channels)
        for index in range(1, len(net.dilations) + 1):
            thrice = np.concatenate([channels + wide * block for block in range(3)])
            parts[f"w{index}"] = parts[f"w{index}"][thrice][:, channels]
            parts[f"b{index}"] = parts[f"b{index}"][channels]
        parts["context"] = parts["context"][np.concatenate([channels, channels + wide])][:, channels]
        parts["w_last"], parts["b_last"] = parts["w_last"][channels][:, last], parts["b_last"][last]
        parts["w_out"] = parts["w_out"][last]
        reach = model.reach_of(parts, len(net.dilations))
        other = replace(net, mean=net.mean[inputs], scale=net.scale[inputs], parts=parts, reach=reach)
        assert model.forward(other, rows[:, inputs]).tolist() == model.forward(net, rows).tolist()


def test_floats_give_what_integers_give(nets: Sequence[model.Net]) -> None:
    """The sums in double precision are those of 64-bit integers."""
    for net in nets:
        for name in ("w0", "w1", "context", "w_last", "w_out"):
            part = net.parts[name]
            flow = np.random.default_rng(1).integers(-100_000, 100_000, (50, len(part)))
            assert (flow.astype(np.float64) @ part == flow @ part.astype(np.int64)).all()


def test_the_answer_is_the_mean_of_the_networks(nets: Sequence[model.Net]) -> None:
    """Log-odds are the mean of all networks, to two places."""
    rows = rows_of(nets[0], 30)
    each = [model.forward(net, rows) for net in nets]
    assert model.logits(nets, rows) == pytest.approx(np.mean(each, axis=0), abs=0.0051)
    assert all(value == round(value, 2) for value in model.logits(nets, rows).tolist())


@pytest.mark.parametrize("by", [1, 2, 3, 4, 32])
def test_neighbours(by: int) -> None:
    """A block sees what flows at the lines so far above and below, and nothing beyond the ends."""
    (net,) = model.read(TINY)
    both = np.zeros((6, 2), np.float32)
    both[0, 1], both[4, 1] = model.WEIGHT, 10 * model.WEIGHT
    flow = model.flowing(
        replace(net, parts={**net.parts, "w1": both}, dilations=(by,)), np.array([[1.0, 64], [2, 64], [3, 64]])
    )
    seen = {1: [20, 31, 2], 2: [30, 0, 1]}
    assert flow.tolist() == [[value, more] for value, more in zip([1, 2, 3], seen.get(by, [0, 0, 0]), strict=True)]


@pytest.mark.parametrize("number", [1, 2, 40, 200])
def test_single_precision_gives_what_double_gives(number: int, nets: Sequence[model.Net]) -> None:
    """Where single precision is used, not one sum is rounded; common lines do not need more."""
    for net in nets:
        rows = rows_of(net, number)
        inputs = np.clip(np.rint((rows - net.mean) / net.scale * model.UNIT), -model.MOST, model.MOST)
        single, double = model.flowing(net, inputs.astype(np.float32)), model.flowing(net, inputs)
        assert single.itemsize < double.itemsize
        assert single.tolist() == double.tolist()
        assert (np.append(single.max(axis=0), 1) @ net.reach).max() < model.SINGLE


@pytest.mark.parametrize("name", ["w0", "w1", "w6"])
def test_sums_too_large_for_single_precision_are_made_in_double(name: str, nets: Sequence[model.Net]) -> None:
    """A network with huge weights in any layer gives what whole numbers of any size give."""
    for net in nets:
        parts = {**net.parts, name: net.parts[name] * 2**13 + 1}
        loud = replace(net, parts=parts, reach=model.reach_of(parts, len(net.dilations)))
        rows = rows_of(net, 40)
        always_double = replace(loud, reach=np.full_like(net.reach, model.SINGLE))
        assert model.forward(loud, rows).tolist() == model.forward(always_double, rows).tolist()
        assert (
            model.forward(replace(loud, reach=np.zeros_like(net.reach)), rows).tolist()
            != model.forward(loud, rows).tolist()
        )


@pytest.mark.parametrize("far", [1e30, -1e30, 3e38])
def test_signs_far_out_say_no_more(far: float, nets: Sequence[model.Net]) -> None:
    """A number beyond all measure counts for six standard deviations."""
    for net in nets:
        rows = rows_of(net, 5)
        rows[2] = far
        six = rows.copy()
        six[2] = (net.mean + np.sign(far) * 7 * net.scale).astype(np.float32)
        assert model.forward(net, rows).tolist() == model.forward(net, six).tolist()


@pytest.mark.parametrize("number", [1, 2, 5000])
def test_a_file_of_any_length(number: int, nets: Sequence[model.Net]) -> None:
    """One line, two lines and 5,000 lines are judged, the last in a few seconds on a slow machine."""
    began = time.monotonic()
    odds = model.logits(nets, rows_of(nets[0], number))
    assert odds.shape == (number,)
    assert np.isfinite(odds).all()
    assert time.monotonic() - began < 5


@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.sampled_from(["Baca juga:", "Ini satu kalimat. Ini dua.", "橋。"])),
        max_size=10,
    ),
    st.sampled_from([None, *features.ROLES]),
)
def test_every_text_has_odds(facts: Facts, texts: list[str], role: Role | None) -> None:
    """Whatever a dump says, each line has log-odds, and they are numbers."""
    told = tuple(Line(number, tidy) for number, text in enumerate(texts, 1) if (tidy := lines.tidy(text)))
    if told:
        odds = body.odds_of(RawArticle("x", "", told), [Mark(role, "") if role else None] * len(told), facts)
        assert len(odds) == len(told)
        assert all(abs(each) < 1000 for each in odds)


# ------------------------------------------------------------------ on every machine

ANSWER = """
import hashlib, sys
from pathlib import Path
import numpy as np
from kliping import ingest
from kliping.ingest import body, features, readers
from kliping.records import RawFile
root = Path(sys.argv[1])
facts = ingest.load_facts(root / "kliping", None, "Asia/Jakarta")
found = hashlib.sha256()
for file in sorted((root / "tests/golden/articles").glob("*/raw.*")):
    raw, _ = body.set_apart(readers.read(RawFile(f"inbox/{file.name}", file.read_bytes())))
    if raw.lines:
        odds = body.odds_of(raw, body.marks(raw.lines, "id", facts, None), facts)
        found.update(repr((file.parent.name, odds)).encode())
print(found.hexdigest() if file else "")
"""
EXTENSIONS = " ".join(np.show_config(mode="dicts")["SIMD Extensions"].get("found", ()))
MACHINES: Mapping[str, Mapping[str, str]] = {
    "one thread": {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    "four threads": {"OPENBLAS_NUM_THREADS": "4", "OMP_NUM_THREADS": "4"},
    "an old processor": {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": EXTENSIONS},
    "another order of words": {"PYTHONHASHSEED": "42"},
}


def answer(root: Path, machine: Mapping[str, str]) -> str:
    """A hash of the log-odds of every line of the golden articles, as a machine of this kind finds them."""
    ran = subprocess.run(
        [sys.executable, "-c", ANSWER, str(root)],
        env={name: value for name, value in os.environ.items() if "BLAS" not in name} | dict(machine),
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return str(ran.stdout)


def test_every_machine_gives_the_same_odds(root: Path) -> None:
    """However many threads, whatever the processor's instructions, however sets are ordered: the odds are the same."""
    found = {name: answer(root, machine) for name, machine in MACHINES.items()}
    assert len(set(found.values())) == 1, found


# ------------------------------------------------------------------ where it is not needed


def test_a_run_with_nothing_new_needs_no_model(tmp_path: Path) -> None:
    """Networks and numpy are loaded where a file is cleaned; a second build loads neither, and the words of help do not."""
    shutil.copytree(ROOT / "tests" / "projects" / "_base", tmp_path / "project")
    program = (sys.executable, "-X", "importtime", "-m", "kliping")
    cleaning, nothing_new, version = (
        kliping(tmp_path / "project", *arguments, program=program)
        for arguments in (("build", "-j", "1"), ("build", "-j", "1"), ("version",))
    )
    assert [ran.returncode for ran in (nothing_new, version)] == [0, 0], nothing_new.stderr + version.stderr
    wanted = re.compile(r"(?m)\| +(numpy|kliping\.ingest\.(?:features|model))$")
    assert set(wanted.findall(cleaning.stderr)) == {"numpy", "kliping.ingest.features", "kliping.ingest.model"}
    assert wanted.findall(nothing_new.stderr) == wanted.findall(version.stderr) == []
