"""Learn the event reader's weights from annotated reports."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from geo.reader import Model
from geo.records import EVENT_TYPES
from geo.training.alignment import Lesson

_LEAST_SCENES = 5
"""A feature seen in fewer scenes is not learned."""
_C_TELLS, _C_TYPE = 0.05, 0.2
"""Inverse strengths of the L2 penalty of the two questions."""


def learn(lessons: Sequence[Lesson]) -> Model:
    """Fit the model: one logistic regression for any event, one over the types among the scenes that tell some event."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for lesson in lessons for row in lesson.features for group in row for feature in group)
    rows = {name: n for n, name in enumerate(sorted(name for name, count in seen.items() if count >= _LEAST_SCENES))}
    columns: list[int] = []
    ends = [0]
    for row in (row for lesson in lessons for row in lesson.features):
        columns += sorted({rows[feature] for group in row for feature in group if feature in rows})
        ends.append(len(columns))
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(rows)))
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
    return Model(rows, weights, np.append(some.intercept_, bias_of_types).astype(np.float32))
