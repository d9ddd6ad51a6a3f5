"""Learn the event reader's weights from annotated reports."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from geo.reader import Model
from geo.records import EVENT_TYPES
from geo.training.alignment import Lesson

_LEAST_SCENES = 3
"""A feature seen in fewer scenes is not learned."""
_C_ANY, _C_TYPE = 0.05, 0.15
"""Inverse strengths of the L2 penalty."""


def learn(lessons: Sequence[Lesson]) -> Model:
    """Fit the model: logistic regressions for any event, and for each type among the scenes that tell some event."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for lesson in lessons for row in lesson.features for feature in row)
    rows = {name: n for n, name in enumerate(sorted(name for name, count in seen.items() if count >= _LEAST_SCENES))}
    columns: list[int] = []
    ends = [0]
    for row in (row for lesson in lessons for row in lesson.features):
        columns += sorted({rows[feature] for feature in row if feature in rows})
        ends.append(len(columns))
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(rows)))
    answers = np.vstack([lesson.answers for lesson in lessons])
    tells = (answers == 1).any(axis=1)
    weights, bias = np.zeros((len(rows), 1 + len(EVENT_TYPES)), np.float32), np.zeros(1 + len(EVENT_TYPES), np.float32)
    decided = tells | (answers == 0).all(axis=1)
    tasks = [(decided, tells, _C_ANY)]
    tasks += [(tells & (answers[:, n] >= 0), answers[:, n] == 1, _C_TYPE) for n in range(len(EVENT_TYPES))]
    for column, (used, target, strength) in enumerate(tasks):
        fit = LogisticRegression(C=strength, max_iter=1000, solver="liblinear", random_state=0).fit(x[used], target[used])
        weights[:, column], bias[column] = fit.coef_[0], fit.intercept_[0]
    return Model(rows, weights, bias)
