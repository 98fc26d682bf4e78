"""The line model: how likely each line of a raw article is to be a paragraph of it.

A convolutional network over the lines (dilations 1 to 32, residual; after van den Oord et al. 2016,
“WaveNet”), with the mean and the maximum over all lines as context. Its numbers are integers, in
units of 1/64 for what flows and 1/256 for weights, so that every sum is exact in any order and each machine
gives the same answer: in single precision where no sum can have reached 2**24, else in double.
Weights are learned by `benchmarks/train_lines.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Numbers = NDArray[np.float64]
Whole = NDArray[np.float32 | np.float64]
"""Whole numbers, in as many bits as hold them."""

UNIT = 64
WEIGHT = 256
MOST = 6 * UNIT
"""Signs of a line that lie further out than six standard deviations say no more."""
SINGLE = 2**24
"""Whole numbers below this are exact in single precision, which takes half the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """One network; `names` are the numbers that it wants for each line, `reach` is what its blocks can make of what flows."""

    names: tuple[str, ...]
    mean: Numbers
    scale: Numbers
    parts: Mapping[str, Whole]
    dilations: tuple[int, ...]
    reach: Numbers


def read(text: str) -> tuple[Net, ...]:
    """The networks in a weights file: sections `net`, `inputs` (name, mean, scale), and matrices of integers."""
    return tuple(net_of(part) for part in text.split("\nnet ")[1:])


def net_of(text: str) -> Net:
    """One network of a weights file."""
    _, *sections = text.split("\n\n")
    tables = {head.split()[0]: (head.split()[1:], rest) for head, _, rest in (each.strip().partition("\n") for each in sections) if head}  # fmt: skip
    inputs = [line.split() for line in tables.pop("inputs")[1].splitlines()]
    parts = {
        name: np.array(rest.split(), np.float32).reshape([int(size) for size in shape])
        for name, (shape, rest) in tables.items()
        if name != "dilations"
    }
    dilations = tuple(int(size) for size in tables["dilations"][1].split())
    return Net(
        names=tuple(name for name, _, _ in inputs),
        mean=np.array([float(mean) for _, mean, _ in inputs]),
        scale=np.array([float(scale) for _, _, scale in inputs]),
        parts=parts,
        dilations=dilations,
        reach=reach_of(parts, len(dilations)),
    )


def reach_of(parts: Mapping[str, Whole], blocks: int) -> Numbers:
    """What the sums of the first layer, of all channels and of all blocks can hold at most: of each channel, and besides."""
    wide = len(parts["b0"])
    sizes = {index: np.abs(parts[f"w{index}"]).reshape(3, wide, wide).sum(axis=0) for index in range(1, blocks + 1)}
    biases = [np.abs(parts[f"b{index}"]) for index in sizes]
    first = MOST * np.abs(parts["w0"]).sum(axis=0) + np.abs(parts["b0"])
    nothing = np.zeros((wide, wide))
    return np.block([[nothing, np.eye(wide), *sizes.values()], [first, nothing[0], *biases]])


@functools.lru_cache(maxsize=4)
def remembered(text: str) -> tuple[Net, ...]:
    """The networks in a weights file, read once."""
    return read(text)


def logits(nets: Sequence[Net], rows: NDArray[np.float32]) -> Numbers:
    """The log-odds of each line being a paragraph of the article: the mean of the networks."""
    with libraries().limit(
        limits=1, user_api="blas"
    ):  # products this small take several times as long in several threads
        sums = sum((forward(net, rows) for net in nets), np.zeros(len(rows)))
    return np.rint(100 * sums / len(nets)) / 100


@functools.cache
def libraries() -> ThreadpoolController:
    """The libraries that numpy multiplies with."""
    return ThreadpoolController()


def forward(net: Net, rows: NDArray[np.float32]) -> Numbers:
    """The log-odds by one network."""
    parts = net.parts
    inputs = np.clip(np.rint((rows - net.mean) / net.scale * UNIT), -MOST, MOST)
    flow = flowing(net, inputs.astype(np.float32))
    if (np.append(flow.max(axis=0), 1) @ net.reach).max() >= SINGLE:  # what flows only grows from block to block
        flow = flowing(net, inputs)
    whole = np.concatenate([np.rint(flow.sum(axis=0, dtype=np.float64) / len(flow)), flow.max(axis=0)])
    told = np.maximum(0, flow + np.rint(whole @ parts["context"] / WEIGHT))
    told = np.maximum(0, layer(told, parts["w_last"], parts["b_last"]))
    result: Numbers = (told @ parts["w_out"] + parts["b_out"])[:, 0] / (UNIT * WEIGHT)
    return result


def flowing(net: Net, inputs: Whole) -> Whole:
    """What flows at each line after the last block, in the precision of the inputs."""
    first = np.maximum(0, layer(inputs, net.parts["w0"], net.parts["b0"]))
    rows, far = len(inputs), max(net.dilations)
    padded = np.zeros((far + rows + far, first.shape[1]), first.dtype)  # nothing flows beyond the ends
    flow = padded[far : far + rows]
    flow += first
    for index, by in enumerate(net.dilations, 1):
        around = np.concatenate([padded[at : at + rows] for at in (far - by, far, far + by)], axis=1)
        flow += np.maximum(0, layer(around, net.parts[f"w{index}"], net.parts[f"b{index}"]))
    return flow


def layer(inputs: Whole, weights: Whole, bias: Whole) -> Whole:
    """A weighted sum, back in units of what flows."""
    sums: Whole = inputs @ weights
    sums += bias
    sums *= 1 / WEIGHT
    return np.rint(sums, out=sums)
