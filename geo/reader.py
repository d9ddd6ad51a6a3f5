"""The event reader: says which events the scenes of a report tell, and why.

It looks twice: at what a scene's own words tell, by their features (geo.linear) and in their order (geo.network), then at that beside
what the rest of the report tells (geo.forest). All are learned from annotated reports (geo.training) and shipped in ``model/``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo import context, forest, linear, network
from geo.context import Array
from geo.features import Features
from geo.records import EventType
from geo.scenes import Scene
from geo.sequences import Sequences

LEAST_SHARE = 0.05
"""Of the first look; what it finds less likely is not looked at again."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a reader makes of the scenes of a report."""

    shares: NDArray[np.float32]
    """Probability, 0..1, of each event type: scenes × types."""
    context: Array
    """Columns of geo.context: scenes × types × columns; without columns where no context was weighed."""


class Scorer(Protocol):
    """What extract_events needs of a reader."""

    def weigh(self, found: Sequence[Scene], rows: Sequence[Features], read: Sequences) -> Weighed:
        """Weigh all scenes of a report, in order, with their features and sequences."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The two looks, the first of which is the mean of two models."""

    linear: linear.Linear
    network: network.Network
    second: forest.Forest

    def weigh(self, found: Sequence[Scene], rows: Sequence[Features], read: Sequences) -> Weighed:
        """Weigh all scenes of a report, in order, with their features and sequences."""
        beside = context.columns(found, first_look(self.linear, self.network, rows, read))
        scene, kind = likely(beside)
        shares = np.zeros(beside.shape[:2], dtype=np.float32)
        again = self.second.log_odds(forest.table(self.second.names, rows, scene, beside[scene, kind]))
        shares[scene, kind] = 1.0 / (1.0 + np.exp(-again))
        return Weighed(shares, beside)

    def reasons(self, features: Features, beside: Array, event_type: EventType, limit: int = 6) -> list[tuple[str, float]]:
        """List the features of a scene, and what the report tells beside it, that speak most for an event of a type, with their weights.

        ``beside`` are the columns of the scene and the type. The words come first, as the first look weighs them.
        """
        words = [pair for pair in self.linear.reasons(features, event_type, limit) if pair[1] > 0]
        row = forest.table(self.second.names, [features], np.zeros(1, dtype=np.int64), beside[None, :])[0]
        own = context.COLUMNS["tells"]
        return words + [(name, weight) for name, weight in self.second.reasons(row)[:limit] if weight > 0 and name != own]


def first_look(one: linear.Linear, other: network.Network, rows: Sequence[Features], read: Sequences) -> Array:
    """Give what both models answer: 2 × scenes × (1 + types), the log odds of any event, then the log of each type's share in it."""
    return np.stack([one.log_odds(rows), other.log_odds(read)])


def likely(beside: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the scenes and types that are worth a second look, row by row."""
    scene, kind = np.nonzero(beside[:, :, list(context.COLUMNS).index("share")] >= LEAST_SHARE)
    return scene, kind


@cache
def load() -> Reader:
    """Load the shipped reader."""
    return Reader(linear.load(), network.load(), forest.load())
