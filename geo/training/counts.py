"""Learn what numbers count from annotated reports."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from geo import quantities
from geo.count_kinds import KINDS, CountKinds
from geo.noticed import notice
from geo.quantities import Ruled, Weighable
from geo.records import QUANTITY_KINDS
from geo.sentences import Sentence, split
from geo.training.alignment import Answers
from geo.training.annotated import Annotated
from geo.training.flags import flags, numbered
from geo.training.network import fit as fit_network
from geo.weights import Weights

_LEAST = 4
"""A feature seen with fewer numbers is not learned."""
_C = 0.1
"""Inverse strength of the L2 penalty."""
_ROUNDS = 10
"""Of learning the network."""
_NEAR, _NEAR_SMALL, _SMALL = 3, 1, 3
"""Sentences around the one quoted in which an annotated count may stand; the same for small numbers, which are many."""
_SAME = 0.001

Example = tuple[Weighable, Answers]
"""The numbers of a report, and what they count: numbers × kinds, at most one 1 a row."""


def example(annotated: Annotated) -> Example:
    """Give every number of a report with the kind of the nearest annotated count of its value."""
    report = annotated.report
    sentences = split(report.text, report.lang)
    told = list(_told(annotated, sentences))
    noticed = [notice(sentence.tokens, report.lang) for sentence in sentences]
    found = quantities.weighable(sentences, report.lang, noticed)
    kinds = [_answer(one, at, told) for at, ruled in enumerate(found.ruled) for one in ruled]
    return found, np.array([[kind == one for one in QUANTITY_KINDS] for kind in kinds], np.int8).reshape(-1, len(QUANTITY_KINDS))


def _told(annotated: Annotated, sentences: Sequence[Sentence]) -> Iterator[tuple[int, str, float]]:
    for at, sentence in enumerate(sentences):
        for event in annotated.events:
            if sentence.start < event.end and event.start < sentence.end:
                yield from ((at, kind, value) for kind, value, _ in event.quantities)


def _answer(one: Ruled, at: int, told: Sequence[tuple[int, str, float]]) -> str | None:
    number = one.number
    reach = 0 if number.article else _NEAR_SMALL if number.value <= _SMALL else _NEAR
    same = [(abs(n - at), kind) for n, kind, value in told if abs(value - number.value) <= _SAME * number.value and abs(n - at) <= reach]
    return min(same)[1] if same else None


def learn(examples: Sequence[Example], progress: Callable[[str], None] = lambda _: None) -> CountKinds:
    """Learn both models: a logistic regression over the kinds of counts, and a network."""
    filled = [(found, answers) for found, answers in examples if len(answers)]
    progress("what numbers count")
    read = [(found.sequences, answers) for found, answers in filled]
    return CountKinds(_fit_linear(filled), fit_network(read, progress, rounds=_ROUNDS))


def _fit_linear(examples: Sequence[Example]) -> Weights:
    from sklearn.linear_model import LogisticRegression

    known = [row for found, _ in examples for row in found.rows]
    answers = np.vstack([answers for _, answers in examples])
    rows = numbered(known, _LEAST)
    fitted = LogisticRegression(C=_C, max_iter=400).fit(flags(known, rows), np.where(answers.any(axis=1), 1 + answers.argmax(axis=1), 0))
    weights, bias = np.zeros((len(rows), len(KINDS)), np.float32), np.full(len(KINDS), -9.0, np.float32)
    weights[:, fitted.classes_] = fitted.coef_.T
    bias[fitted.classes_] = fitted.intercept_
    return Weights(rows, weights, bias)
