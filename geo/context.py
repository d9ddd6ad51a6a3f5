"""What the rest of a report makes of a scene: rival places in its sentence, the sentences around, the same place elsewhere.

The first look (geo.linear, geo.network) weighs each scene alone. These columns set its answers side by side, for the second look
(geo.forest).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from gazetteer.place import KINDS
from geo.records import EVENT_TYPES
from geo.scenes import How, Scene, key_of

Array = NDArray[np.float32]
_HOW = {how: n for n, how in enumerate(get_args(How))}
_KIND = {kind: n for n, kind in enumerate(KINDS)}
_LEAST = -9.0
"""Log odds below which all is one."""
_TOP = 5
"""Scenes that show how much a report tells at all."""

_OF_SCENE = {
    "tells": "what its own words tell", "rival": "another place of the sentence", "named rival": "another place named in the sentence",
    "lead": "how far it leads the other places of the sentence", "before": "what the sentence before tells",
    "after": "what the sentence after tells", "earlier": "what is told of the place before", "later": "what is told of the place later",
    "times before": "how often the place came before", "times later": "how often the place comes later",
    "scenes": "the number of places of the sentence", "sentence": "where in the report it stands", "depth": "how far down it stands",
    "dense": "how much of the report tells events", "top": "how clearly the report tells events",
    "how": "how the place comes to the sentence",
    "distance": "how long ago the place was named", "kind": "the kind of place", "sentences": "the length of the report",
    "features": "what its own words tell", "order": "what its own words tell",
}  # fmt: skip
_OF_TYPE = {
    "type": "the type of event", "share": "what its own words tell", "type share": "what its own words tell",
    "rank": "what its own words tell", "tells type": "what its own words tell",
    "rival type": "the same type at another place of the sentence",
    "named rival type": "the same type at another place named in the sentence",
    "before type": "the same type in the sentence before", "after type": "the same type in the sentence after",
    "earlier type": "the same type told of the place before", "later type": "the same type told of the place later",
    "report type": "how much of the report is of the type", "best type": "how clearly the report tells of the type",
    "features type": "what its own words tell", "order type": "what its own words tell",
}  # fmt: skip
COLUMNS = {**_OF_SCENE, **_OF_TYPE}
"""Names of the columns, with what they mean in words for people."""


def columns(found: Sequence[Scene], log_odds: Array) -> Array:
    """Give the columns for each scene and type of event: scenes × types × ``COLUMNS``.

    ``found`` are all scenes of a report, in order; ``log_odds`` what both models of the first look give for them: 2 × scenes ×
    (1 + types). Their mean is the answer; "features" and "order" are what each of them says alone.
    """
    answers = log_odds.mean(axis=0)
    parts = np.maximum(answers[:, 1:], _LEAST)
    each = _by_type(answers)
    tells = each[:, :1]
    alone = [_by_type(each_model) for each_model in log_odds]
    shares = np.exp(parts) / (1.0 + np.exp(-tells))
    numbers = np.array([scene.number for scene in found])
    named = np.array([scene.how == "named" for scene in found])
    rivals, named_rivals = _rivals(each, numbers), _rivals(np.where(named[:, None], each, _LEAST), numbers)
    before, after = _beside(each, numbers)
    earlier, times_before = _elsewhere(each, found)
    later, times_later = (part[::-1] for part in _elsewhere(each[::-1], found[::-1]))
    _, sentence, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    sentences = len(counts)
    every = np.ones(len(found))
    of_scene = [
        each[:, 0], rivals[:, 0], named_rivals[:, 0], each[:, 0] - rivals[:, 0], before[:, 0], after[:, 0], earlier[:, 0], later[:, 0],
        times_before, times_later, counts[sentence], numbers, numbers / max(numbers[-1], 1), every * (each[:, 0] > 0).mean(),
        every * np.sort(each[:, 0])[-_TOP:].mean(), [_HOW[scene.how] for scene in found], [scene.distance for scene in found],
        [_KIND.get(scene.place.place.kind, len(_KIND)) if scene.place.place else -1 for scene in found], every * sentences,
        *(by_type[:, 0] for by_type in alone),
    ]  # fmt: skip
    types = np.arange(len(EVENT_TYPES))
    of_type = [
        np.broadcast_to(types, shares.shape), shares, parts, np.argsort(np.argsort(-parts, axis=1, kind="stable"), axis=1), each[:, 1:],
        rivals[:, 1:], named_rivals[:, 1:], before[:, 1:], after[:, 1:], earlier[:, 1:], later[:, 1:],
        np.broadcast_to(shares.sum(axis=0) / sentences, shares.shape), np.broadcast_to(shares.max(axis=0), shares.shape),
        *(by_type[:, 1:] for by_type in alone),
    ]  # fmt: skip
    wide = np.broadcast_to(np.stack(of_scene, axis=-1)[:, None, :], (*shares.shape, len(_OF_SCENE)))
    return np.concatenate([wide, np.stack(of_type, axis=-1)], axis=-1).astype(np.float32)


def _by_type(log_odds: Array) -> Array:
    """Give the log odds of any event, then of an event of each type: scenes × (1 + types)."""
    tells = np.maximum(log_odds[:, :1], _LEAST)
    return np.hstack([tells, np.maximum(tells + np.maximum(log_odds[:, 1:], _LEAST), _LEAST)])


def _sentences(numbers: NDArray[np.int64]) -> Iterator[tuple[int, slice]]:
    """Give the number and the rows of each sentence."""
    start = 0
    for number, group in groupby(numbers):
        end = start + sum(1 for _ in group)
        yield number, slice(start, end)
        start = end


def _rivals(each: Array, numbers: NDArray[np.int64]) -> Array:
    """Give for each scene the greatest values of the others of its sentence."""
    out = np.full_like(each, _LEAST)
    across = np.arange(each.shape[1])
    for _, rows in _sentences(numbers):
        here = each[rows].copy()
        if len(here) > 1:
            first = here.argmax(axis=0)
            best = here.max(axis=0)
            here[first, across] = _LEAST
            out[rows] = best
            out[rows][first, across] = here.max(axis=0)
    return out


def _beside(each: Array, numbers: NDArray[np.int64]) -> tuple[Array, Array]:
    """Give for each scene the greatest values of the sentence before and of the one after."""
    best = {number: each[rows].max(axis=0) for number, rows in _sentences(numbers)}
    before, after = np.full_like(each, _LEAST), np.full_like(each, _LEAST)
    for number, rows in _sentences(numbers):
        before[rows] = best.get(number - 1, _LEAST)
        after[rows] = best.get(number + 1, _LEAST)
    return before, after


def _elsewhere(each: Array, found: Sequence[Scene]) -> tuple[Array, Array]:
    """Give for each scene the greatest values of its place in the scenes before, and their number."""
    out, times = np.full_like(each, _LEAST), np.zeros(len(found), dtype=np.float32)
    best: dict[str, Array] = {}
    seen: dict[str, int] = {}
    for n, scene in enumerate(found):
        key = key_of(scene.place)
        if key in best:
            out[n], times[n] = best[key], seen[key]
            best[key] = np.maximum(best[key], each[n])
        else:
            best[key] = each[n]
        seen[key] = seen.get(key, 0) + 1
    return out, times
