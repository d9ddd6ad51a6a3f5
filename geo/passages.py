"""A report → passages: sentences with the places named in them, their roles and what place each is."""

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer import Gazetteer
from geo.records import Mention
from geo.report import Report
from geo.resolution import Resolved, resolve
from geo.roles import roles
from geo.sentences import Sentence, split
from geo.toponyms import find_places


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the places named in it."""

    sentence: Sentence
    places: tuple[Resolved, ...]
    mentions: tuple[Mention, ...]


def read_passages(report: Report, gazetteer: Gazetteer) -> list[Passage]:
    """Find the places of a report, sentence by sentence, with their roles."""
    sentences = split(report.text, report.lang)
    names = find_places(report.text, sentences, report.lang, gazetteer)
    resolved = resolve(names, gazetteer, report.lang)
    return [
        Passage(sentence, tuple(items), _mentions(sentence, items, report.lang))
        for sentence, items in zip(sentences, resolved, strict=True)
    ]


def _mentions(sentence: Sentence, items: Sequence[Resolved], lang: str) -> tuple[Mention, ...]:
    return tuple(
        Mention(item.name.surface, item.name.start, item.name.end, role, item.place, item.confidence, item.why)
        for item, role in zip(items, roles(sentence, items, lang), strict=True)
    )
