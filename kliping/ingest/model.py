"""The line model: how likely each line of a raw article is to be a paragraph of it.

A convolutional network over the lines (dilations 1 to 32, residual; after van den Oord et al. 2016,
“WaveNet”), with the mean and the maximum over all lines as context. Its numbers are integers, in
units of 1/64 for what flows and 1/256 for weights, so that every sum is exact in any order and each machine
gives the same answer. Weights are learned by `benchmarks/train_lines.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

UNIT = 64
WEIGHT = 256
MOST = 6 * UNIT
"""Signs of a line that lie further out than six standard deviations say no more."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """One network; `names` are the numbers that it wants for each line."""

    names: tuple[str, ...]
    mean: Numbers
    scale: Numbers
    parts: Mapping[str, Numbers]
    dilations: tuple[int, ...]


def read(text: str) -> tuple[Net, ...]:
    """The networks in a weights file: sections `net`, `inputs` (name, mean, scale), and matrices of integers."""
    return tuple(net_of(part) for part in text.split("\nnet ")[1:])


def net_of(text: str) -> Net:
    """One network of a weights file."""
    _, *sections = text.split("\n\n")
    tables = {head.split()[0]: (head.split()[1:], rest) for head, _, rest in (each.strip().partition("\n") for each in sections) if head}  # fmt: skip
    inputs = [line.split() for line in tables.pop("inputs")[1].splitlines()]
    parts = {
        name: np.array(rest.split(), np.float64).reshape([int(size) for size in shape])
        for name, (shape, rest) in tables.items()
        if name != "dilations"
    }
    return Net(
        names=tuple(name for name, _, _ in inputs),
        mean=np.array([float(mean) for _, mean, _ in inputs]),
        scale=np.array([float(scale) for _, _, scale in inputs]),
        parts=parts,
        dilations=tuple(int(size) for size in tables["dilations"][1].split()),
    )


@functools.lru_cache(maxsize=4)
def remembered(text: str) -> tuple[Net, ...]:
    """The networks in a weights file, read once."""
    return read(text)


def logits(nets: Sequence[Net], rows: NDArray[np.float32]) -> Numbers:
    """The log-odds of each line being a paragraph of the article: the mean of the networks."""
    sums = sum((forward(net, rows) for net in nets), np.zeros(len(rows)))
    return np.rint(100 * sums / len(nets)) / 100


def forward(net: Net, rows: NDArray[np.float32]) -> Numbers:
    """The log-odds by one network."""
    parts = net.parts
    inputs = np.clip(np.rint((rows - net.mean) / net.scale * UNIT), -MOST, MOST)
    flow = np.maximum(0, layer(inputs, parts["w0"], parts["b0"]))
    for index, dilation in enumerate(net.dilations):
        around = np.concatenate(list(shifted(flow, dilation)), axis=1)
        flow = flow + np.maximum(0, layer(around, parts[f"w{index + 1}"], parts[f"b{index + 1}"]))
    whole = np.concatenate([np.rint(flow.sum(axis=0) / len(flow)), flow.max(axis=0)])
    flow = np.maximum(0, flow + np.rint(whole @ parts["context"] / WEIGHT))
    flow = np.maximum(0, layer(flow, parts["w_last"], parts["b_last"]))
    result: Numbers = (flow @ parts["w_out"] + parts["b_out"])[:, 0] / (UNIT * WEIGHT)
    return result


def layer(inputs: Numbers, weights: Numbers, bias: Numbers) -> Numbers:
    """A weighted sum, back in units of what flows."""
    return np.rint((inputs @ weights + bias) / WEIGHT)


def shifted(flow: Numbers, by: int) -> Iterator[Numbers]:
    """What flows at the lines `by` above, at the line itself, and `by` below; nothing beyond the ends."""
    above, below = np.zeros_like(flow), np.zeros_like(flow)
    if by < len(flow):
        above[by:], below[:-by] = flow[:-by], flow[by:]
    yield above
    yield flow
    yield below
