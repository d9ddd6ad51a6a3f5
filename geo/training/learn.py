"""Learn the event reader from annotated reports."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from geo import context
from geo.context import Array
from geo.forest import Forest, table
from geo.linear import Linear
from geo.network import Network
from geo.reader import Reader, first_look, likely
from geo.records import EVENT_TYPES
from geo.training.alignment import Lesson
from geo.training.flags import flags, numbered
from geo.training.network import fit as fit_network

_LEAST_SCENES = 5
"""A feature seen in fewer scenes is not learned."""
_C_TELLS, _C_TYPE = 0.03, 0.05
"""Inverse strengths of the L2 penalty of the two questions."""
_FOLDS = 3
_LEAST_OFTEN = 200
"""A feature seen in fewer scenes is left to the first look."""
_TREES: dict[str, Any] = {
    "n_estimators": 200, "num_leaves": 31, "max_depth": 7, "learning_rate": 0.1, "min_child_samples": 60, "reg_lambda": 5.0,
    "subsample": 0.7, "subsample_freq": 1, "colsample_bytree": 0.3,
}  # fmt: skip
_PIECES, _SHORTEST, _LONGEST = 2, 1, 4
"""Pieces of each report that are learned from too, and their lengths in sentences."""
_Node = tuple[int, float, int, float]
_LEAF: _Node = (0, np.inf, 0, 0.0)
Progress = Callable[[str], None]


def learn(lessons: Sequence[Lesson], progress: Progress = lambda _: None) -> Reader:
    """Learn both looks.

    The second one learns from what the first one says of reports that it did not learn from, as it will be when they read together.
    """
    filled = [lesson for lesson in lessons if lesson.features]
    folds = np.random.default_rng(0).permutation(len(filled)) % min(_FOLDS, len(filled))
    unseen: list[Array] = [np.zeros(0, np.float32)] * len(filled)
    for fold in np.unique(folds):
        progress(f"first look, without part {fold + 1} of {folds.max() + 1}")
        known = _fit_first([lesson for lesson, at in zip(filled, folds, strict=True) if at != fold], progress)
        for n in np.nonzero(folds == fold)[0]:
            unseen[n] = first_look(*known, filled[n].features, filled[n].sequences)
    progress("first look")
    first = _fit_first(filled, progress)
    progress("second look")
    return Reader(*first, fit_forest(filled, unseen))


def _fit_first(lessons: Sequence[Lesson], progress: Progress) -> tuple[Linear, Network]:
    progress("linear model")
    return fit_linear(lessons), fit_network(lessons, progress)


def fit_linear(lessons: Sequence[Lesson]) -> Linear:
    """Fit the first look: one logistic regression for any event, one over the types among the scenes that tell some event."""
    from sklearn.linear_model import LogisticRegression

    rows = numbered(_scenes(lessons), _LEAST_SCENES)
    x = flags(_scenes(lessons), rows)
    answers = np.vstack([lesson.answers for lesson in lessons])
    tells = (answers == 1).any(axis=1)
    decided = tells | (answers == 0).all(axis=1)
    some = LogisticRegression(C=_C_TELLS, max_iter=1000, solver="liblinear", random_state=0).fit(x[decided], tells[decided])
    scene, kind = np.nonzero(answers == 1)
    which = LogisticRegression(C=_C_TYPE, max_iter=1000).fit(x[scene], kind)
    columns_of_types = np.zeros((len(rows), len(EVENT_TYPES)))
    columns_of_types[:, which.classes_] = which.coef_.T
    bias_of_types = np.full(len(EVENT_TYPES), -9.0)
    bias_of_types[which.classes_] = which.intercept_
    weights = np.column_stack([some.coef_[0], columns_of_types]).astype(np.float32)
    return Linear(rows, weights, np.append(some.intercept_, bias_of_types).astype(np.float32))


def fit_forest(lessons: Sequence[Lesson], unseen: Sequence[Array]) -> Forest:
    """Grow the trees of the second look; ``unseen`` is what a first look says of each lesson that it did not learn from."""
    import lightgbm
    from scipy.sparse import csr_matrix, vstack

    names = numbered(_scenes(lessons), _LEAST_OFTEN)
    rng = np.random.default_rng(0)
    tables, told = [], []
    for lesson, log_odds in zip(lessons, unseen, strict=True):
        for rows in (slice(None), *_pieces(lesson, rng)):
            columns = context.columns(lesson.scenes[rows], log_odds[:, rows])
            scene, kind = likely(columns)
            answers = lesson.answers[rows][scene, kind]
            scene, kind, answers = scene[answers >= 0], kind[answers >= 0], answers[answers >= 0]
            tables.append(csr_matrix(table(names, lesson.features[rows], scene, columns[scene, kind])))
            told.append(answers)
    grown = lightgbm.LGBMClassifier(**_TREES, random_state=0, deterministic=True, force_row_wise=True, n_jobs=1, verbose=-1)
    grown.fit(vstack(tables).tocsr(), np.concatenate(told))
    return _read(grown.booster_.dump_model()["tree_info"], names)


def _pieces(lesson: Lesson, rng: np.random.Generator) -> Iterator[slice]:
    """Cut pieces of a few sentences out of a report, so that short texts are read as well."""
    numbers = [scene.number for scene in lesson.scenes]
    for _ in range(_PIECES):
        first = numbers[rng.integers(len(numbers))]
        last = first + int(rng.integers(_SHORTEST, _LONGEST + 1))
        yield slice(bisect_left(numbers, first), bisect_left(numbers, last))


def _scenes(lessons: Sequence[Lesson]) -> Iterator[Iterator[str]]:
    """Give the features of each scene."""
    return (chain.from_iterable(groups) for lesson in lessons for groups in lesson.features)


def _read(trees: Sequence[dict[str, Any]], names: dict[str, int]) -> Forest:
    """Set the nodes of grown trees in a row, and number anew the features that they ask for."""
    nodes: list[_Node] = []
    roots, depths = [], []
    for tree in trees:
        roots.append(len(nodes))
        nodes.append(_LEAF)
        depths.append(_set(tree["tree_structure"], roots[-1], nodes))
    width = len(context.COLUMNS)
    column, threshold, left, value = zip(*nodes, strict=True)
    asked = set(column)
    known = [name for name in names if names[name] + width in asked]
    anew = {width + names[name]: width + n for n, name in enumerate(known)}
    return Forest(
        {name: n for n, name in enumerate(known)}, np.array([anew.get(c, c) for c in column], np.int32), np.array(threshold, np.float32),
        np.array(left, np.int32), np.array(value, np.float32), np.array(roots, np.int32), max(depths),
    )  # fmt: skip


def _set(branch: dict[str, Any], at: int, nodes: list[_Node]) -> int:
    """Set a branch at its place among the nodes, those below it behind; give its depth in steps."""
    if "leaf_value" in branch:
        nodes[at] = 0, np.inf, at, branch["leaf_value"]
        return 0
    left = len(nodes)
    nodes += [_LEAF, _LEAF]
    nodes[at] = branch["split_feature"], branch["threshold"], left, branch["internal_value"]
    return 1 + max(_set(branch["left_child"], left, nodes), _set(branch["right_child"], left + 1, nodes))
