"""What a number counts, weighed: a linear model over the words around it, which has the last word where the rules are in doubt.

The rules (geo.counted) are its strongest features. It adds a count that they miss, drops one that is none, and changes what is counted
only where it is sure.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.records import QUANTITY_KINDS, QuantityKind
from geo.weights import FOLDER, Weights

PATH = FOLDER / "counts.npz"
NONE = "none"
KINDS: tuple[str, ...] = (NONE, *QUANTITY_KINDS)
_ADDED, _ADDED_ONE, _DROPPED, _CHANGED = 0.5, 0.75, 0.95, 0.7
"""Probabilities from which a number is a count after all; an article is one; a number is none; counts something else."""


class CountKinds(Weights):
    """A column for each of ``KINDS``."""

    __slots__ = ()

    def decide(self, features: Sequence[str], ruled: tuple[QuantityKind, ...], *, article: bool = False) -> tuple[QuantityKind, ...]:
        """Decide what a number counts, given what the rules say of it; empty when it counts nothing.

        ``article``: the number is a word that is most often a mere article.
        """
        return self.judged(self.sums([features])[0], ruled, article=article)

    def judged(self, weights: NDArray[np.float32], ruled: tuple[QuantityKind, ...], *, article: bool = False) -> tuple[QuantityKind, ...]:
        """Do the same where the weights of the features are summed already: those of all numbers of a report are summed at once."""
        sums = self.bias + weights
        shares = np.exp(sums - sums.max())
        shares /= shares.sum()
        likeliest = QUANTITY_KINDS[int(shares[1:].argmax())]
        if not ruled:
            return (likeliest,) if 1 - shares[0] > (_ADDED_ONE if article else _ADDED) else ()
        if shares[0] > _DROPPED:
            return ()
        return (likeliest,) if likeliest not in ruled and shares[1:].max() > _CHANGED else ruled


@cache
def load(path: Path = PATH) -> CountKinds:
    """Read the model from its file."""
    return CountKinds.read(path)
