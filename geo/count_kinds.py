"""What a number counts, weighed: two models of the words around it, which have the last word where the rules are in doubt.

The rules (geo.counted) are their strongest features. They add a count that these miss, drop one that is none, and change what is counted
only where they are sure. One model is linear (geo.count_features), the other the network of geo.network, with numbers for places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo import network
from geo.network import Network
from geo.records import QUANTITY_KINDS, QuantityKind
from geo.sequences import Sequences
from geo.weights import FOLDER, Weights

PATH, NETWORK_PATH = FOLDER / "counts.npz", FOLDER / "count_network.npz"
NONE = "none"
KINDS: tuple[str, ...] = (NONE, *QUANTITY_KINDS)
_ADDED, _ADDED_ONE, _DROPPED, _CHANGED = 0.5, 0.75, 0.95, 0.7
"""Probabilities from which a number is a count after all; an article is one; a number is none; counts something else."""
Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CountKinds:
    """Both models; each answers for every one of ``KINDS``."""

    linear: Weights
    network: Network

    def shares(self, groups: Sequence[Sequence[str]], read: Sequences) -> Shares:
        """Give the probability of each of ``KINDS`` for the numbers of a report, by their features and as they stand in it."""
        sums = self.linear.bias + self.linear.sums(groups)
        linear = np.exp(sums - sums.max(axis=1, keepdims=True))
        answers = self.network.log_odds(read)
        some = 1 / (1 + np.exp(-answers[:, :1]))
        kinds = np.exp(answers[:, 1:])
        other = np.hstack([1 - some, some * kinds / kinds.sum(axis=1, keepdims=True)])
        mean: Shares = (linear / linear.sum(axis=1, keepdims=True) + other) / 2
        return mean


def decide(shares: Shares, ruled: tuple[QuantityKind, ...], *, article: bool = False) -> tuple[QuantityKind, ...]:
    """Decide what a number counts by the probabilities of ``KINDS``, given what the rules say of it; empty when it counts nothing.

    ``article``: the number is a word that is most often a mere article.
    """
    likeliest = QUANTITY_KINDS[int(shares[1:].argmax())]
    if not ruled:
        return (likeliest,) if 1 - shares[0] > (_ADDED_ONE if article else _ADDED) else ()
    if shares[0] > _DROPPED:
        return ()
    return (likeliest,) if likeliest not in ruled and shares[1:].max() > _CHANGED else ruled


@cache
def load() -> CountKinds:
    """Read the shipped models."""
    return CountKinds(Weights.read(PATH), network.load(NETWORK_PATH))
