"""The other half of the first look: a small network that reads a sentence word by word, and a place by what stands around it.

Each token is the sum of the vectors of its marks (geo.sequences); two convolutions see it with its neighbours (Kim 2014,
doi:10.3115/v1/D14-1181); the parts of the sentence before, at and behind the place are told apart by their greatest values (Zeng et al.
2015, doi:10.18653/v1/D15-1203). Learned in geo.training; here it only reads.
"""

from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.records import EVENT_TYPES, EventType
from geo.sequences import Sequences
from geo.weights import FOLDER, packed, summed, unpacked

PATH = FOLDER / "network.npz"
_NEAR = 3
"""Tokens right before a place and right behind it that are a part of their own."""
PARTS = 7
"""Parts of a sentence around a place."""
_ALONE = 2**18
"""Multiplications below which BLAS stays on one core (OpenBLAS: GEMM_MULTITHREAD_THRESHOLD)."""
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights; D is the width of a token's vector, H that of the hidden layer, and answers are those of geo.linear."""

    marks: dict[str, int]
    facts: dict[str, int]
    vectors: Array
    """Marks × D."""
    near: Array
    """3D × D: the first convolution, of a token and its neighbours."""
    near_bias: Array
    far: Array
    """3D × D: the second one, of a token and the ones two steps away."""
    far_bias: Array
    named: Array
    """PARTS·D × H: what stands around a place named in the sentence."""
    elsewhere: Array
    """PARTS·D × H: what stood around it in the sentence that named it."""
    around: Array
    """6D × H: the sentence, the one before, the one after, the one that names the place, the whole report, its title."""
    of_fact: Array
    """Facts × H."""
    hidden_bias: Array
    answers: Array
    """H × answers."""
    bias: Array

    def log_odds(self, read: Sequences) -> Array:
        """Give for each scene the log odds that it tells an event, then the log of each type's share in it: scenes × (1 + types)."""
        tokens = self._tokens(read)
        sentences = _greatest(tokens, read.sentences[:-1], read.sentences[1:])
        row, naming, spot = read.scenes.T
        spots = _greatest(tokens, *parts(read).reshape(-1, 2).T).reshape(len(read.spots), PARTS * tokens.shape[1])
        here = spot >= 0
        here[here] = read.spots[spot[here], 0] == row[here]
        there = ~here & (spot >= 0)
        hidden = summed(self.facts, read.facts, self.of_fact) + self._around(sentences, row, naming)
        hidden[here] += _times(spots, self.named)[spot[here]]
        hidden[there] += _times(spots, self.elsewhere)[spot[there]]
        out: Array = _times(np.maximum(hidden + self.hidden_bias, 0), self.answers) + self.bias
        out[:, 1:] = np.logaddexp(0, -out[:, :1]) - np.logaddexp(0, -out[:, 1:])
        return out

    def reasons(self, read: Sequences, scene: int, event_type: EventType, limit: int = 6) -> list[tuple[int, float]]:
        """List the tokens of a scene's sentence that speak most for an event of a type, each with what the log odds lose without it.

        Numbers are those of ``read.marks``. Each token is left out once (occlusion; Zeiler and Fergus 2014,
        doi:10.1007/978-3-319-10590-1_53).
        """
        column = 1 + EVENT_TYPES.index(event_type)
        row = read.scenes[scene, 0]

        def odds(marks: list[tuple[str, ...]]) -> float:
            answers = self.log_odds(replace(read, marks=marks))[scene]
            return float(answers[0] + answers[column])

        whole = odds(read.marks)
        lost = [
            (token, whole - odds([*read.marks[:token], (), *read.marks[token + 1 :]]))
            for token in range(read.sentences[row], read.sentences[row + 1])
        ]
        return sorted(lost, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _tokens(self, read: Sequences) -> Array:
        """Give the vectors of the tokens as they stand in their sentences: tokens × D."""
        each = {marks: n for n, marks in enumerate(dict.fromkeys(read.marks))}
        out = summed(self.marks, list(each), self.vectors)[[each[marks] for marks in read.marks]]
        for step, weights, bias in ((1, self.near, self.near_bias), (2, self.far, self.far_bias)):
            beside = np.hstack([_moved(out, read.sentences, step), out, _moved(out, read.sentences, -step)])
            out = out + np.maximum(_times(beside, weights) + bias, 0)
        return out

    def _around(self, sentences: Array, row: NDArray[np.int64], naming: NDArray[np.int64]) -> Array:
        """Give what the sentences around, the report and its title add to the hidden layer of each scene."""
        own, before, after, there, whole, title = np.split(self.around, 6)
        each = _times(sentences, own)
        each[2:] += _times(sentences[1:-1], before)
        each[:-1] += _times(sentences[1:], after)
        each += sentences.max(axis=0) @ whole + sentences[0] @ title
        out: Array = each[row] + _times(sentences, there)[naming]
        return out

    def save(self, path: Path = PATH) -> None:
        """Write the weights, sixteen bits each; the same network gives the same bytes."""
        path.parent.mkdir(exist_ok=True)
        weights = {f.name: getattr(self, f.name).astype(np.float16) for f in fields(self)[2:]}
        np.savez_compressed(path, marks=packed(self.marks), facts=packed(self.facts), **weights)


def _times(rows: Array, weights: Array) -> Array:
    """Multiply some rows at a time, so that it stays on one core: more would wait for each other longer than they work.

    The others belong to other reports (geo.workers).
    """
    step = max(1, _ALONE // weights.size)
    padded = np.zeros((-(-len(rows) // step), step, rows.shape[1]), dtype=np.float32)
    padded.reshape(-1, rows.shape[1])[: len(rows)] = rows
    out: Array = (padded @ weights).reshape(-1, weights.shape[1])[: len(rows)]
    return out


def _moved(tokens: Array, sentences: NDArray[np.int64], step: int) -> Array:
    """Give to each token the vector of the one so many steps before it; 0 beyond the ends of its sentence."""
    out = np.roll(tokens, step, axis=0)
    at = sentences[:-1] if step > 0 else sentences[1:] - 1
    for k in range(abs(step)):
        edge = at + k if step > 0 else at - k
        out[edge[(edge >= 0) & (edge < len(out))]] = 0
    return out


def parts(read: Sequences) -> NDArray[np.int64]:
    """Give the first token and the end of each part around each spot: spots × PARTS × 2.

    The parts are: right before it, its clause before, all before, itself, right behind it, its clause behind, all behind.
    """
    row, first, at, end, last = read.spots.T
    start, stop = read.sentences[row], read.sentences[row + 1]
    begins = [np.maximum(at - _NEAR, start), first, start, at, end, end, end]
    ends = [at, at, at, end, np.minimum(end + _NEAR, stop), last, stop]
    return np.stack([np.stack(begins, axis=1), np.stack(ends, axis=1)], axis=2)


def _greatest(tokens: Array, first: NDArray[np.int64], last: NDArray[np.int64]) -> Array:
    """Give the greatest values between tokens first:last, 0 where there are none."""
    out = np.zeros((len(first), tokens.shape[1]), dtype=np.float32)
    filled = np.nonzero(last > first)[0]
    if len(filled):
        bounds = np.stack([first[filled], last[filled]], axis=1).ravel()
        padded = np.vstack([tokens, tokens[-1:]])  # reduceat takes no bound beyond the last row
        out[filled] = np.maximum.reduceat(padded, bounds, axis=0)[::2]
    return out


@cache
def load(path: Path = PATH) -> Network:
    """Read a network from its file."""
    with np.load(path) as file:
        return Network(
            unpacked(file["marks"]), unpacked(file["facts"]), **{f.name: file[f.name].astype(np.float32) for f in fields(Network)[2:]}
        )
