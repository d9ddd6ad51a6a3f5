"""Learn what numbers count from annotated reports."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from geo import quantities
from geo.count_kinds import KINDS, NONE, CountKinds
from geo.noticed import notice
from geo.quantities import Ruled
from geo.records import QuantityKind
from geo.sentences import Sentence, split
from geo.training.annotated import Annotated
from geo.training.flags import flags, numbered

_LEAST = 4
"""A feature seen with fewer numbers is not learned."""
_C = 0.1
"""Inverse strength of the L2 penalty."""
_NEAR, _NEAR_SMALL, _SMALL = 3, 1, 3
"""Sentences around the one quoted in which an annotated count may stand; the same for small numbers, which are many."""
_SAME = 0.001

Example = tuple[list[str], str]
"""Features of a number, and what it counts."""


def examples(annotated: Annotated) -> Iterator[Example]:
    """Give every number of a report with the kind of the nearest annotated count of its value; ``NONE`` where there is none."""
    report = annotated.report
    sentences = split(report.text, report.lang)
    told = list(_told(annotated, sentences))
    before: QuantityKind | None = None
    for at, sentence in enumerate(sentences):
        line, ruled = quantities.by_rules(sentence, report.lang, before)
        for one, features in quantities.weighable(line, ruled, before, notice(sentence.tokens, report.lang)):
            yield features, _answer(one, at, told)
        before = quantities.last_kind(ruled, before)


def _told(annotated: Annotated, sentences: Sequence[Sentence]) -> Iterator[tuple[int, str, float]]:
    for at, sentence in enumerate(sentences):
        for event in annotated.events:
            if sentence.start < event.end and event.start < sentence.end:
                yield from ((at, kind, value) for kind, value, _ in event.quantities)


def _answer(one: Ruled, at: int, told: Sequence[tuple[int, str, float]]) -> str:
    number = one.number
    reach = 0 if number.article else _NEAR_SMALL if number.value <= _SMALL else _NEAR
    same = [(abs(n - at), kind) for n, kind, value in told if abs(value - number.value) <= _SAME * number.value and abs(n - at) <= reach]
    return min(same, default=(0, NONE))[1]


def learn(reports: Iterable[Annotated]) -> CountKinds:
    """Fit a logistic regression over the kinds of counts."""
    from sklearn.linear_model import LogisticRegression

    known = [example for annotated in reports for example in examples(annotated)]
    rows = numbered((features for features, _ in known), _LEAST)
    x = flags((features for features, _ in known), rows)
    fitted = LogisticRegression(C=_C, max_iter=400).fit(x, [KINDS.index(answer) for _, answer in known])
    weights, bias = np.zeros((len(rows), len(KINDS)), np.float32), np.full(len(KINDS), -9.0, np.float32)
    weights[:, fitted.classes_] = fitted.coef_.T
    bias[fitted.classes_] = fitted.intercept_
    return CountKinds(rows, weights, bias)
