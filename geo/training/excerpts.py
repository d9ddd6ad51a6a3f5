"""Excerpts of annotated reports, read as reports of their own: dispatches are often a sentence or two, annotated reports seldom."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.sentences import split
from geo.training.annotated import Annotated

_LONGEST = 3
"""Sentences of an excerpt at most."""


def excerpts(annotated: Annotated, count: int) -> Iterator[Annotated]:
    """Cut excerpts of a few sentences, each from a sentence on that names a place; the same ones whenever it is asked."""
    report = annotated.report
    sentences = split(report.text, report.lang)
    literal = [m.start for m in annotated.mentions if m.role == "literal"]
    firsts = [n for n, s in enumerate(sentences) if any(s.start <= start < s.end for start in literal)]
    rng = np.random.default_rng(list(report.id.encode()))
    for first in sorted(rng.permutation(firsts)[:count]) if firsts else ():
        last = min(len(sentences), first + int(rng.integers(1, _LONGEST + 1)))
        yield _cut(annotated, sentences[first].start, sentences[last - 1].end, f"{report.id}#{first}")


def _cut(annotated: Annotated, start: int, end: int, report_id: str) -> Annotated:
    """Cut characters start:end out of a report, with the events told in them whose place is named in them."""
    report = annotated.report
    text = report.text[start:end]
    mentions = [replace(m, start=m.start - start, end=m.end - start) for m in annotated.mentions if start <= m.start and m.end <= end]
    events = [
        replace(event, start=event.start - start, end=min(event.end, end) - start)
        for event in annotated.events
        if start <= event.start < end and (event.surface is None or event.surface in text)
    ]
    return Annotated(replace(report, id=report_id, text=text, title=None), tuple(mentions), tuple(events), annotated.places)
