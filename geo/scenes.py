"""Passages → scenes: for every sentence, the places at which what it tells may have happened.

A scene is a sentence with one such place: a place named in it, one told just before, or the country that the report is about.
Which events a scene tells is for geo.reader to say.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from geo.addresses import addresses
from geo.passages import Passage
from geo.records import Mention
from geo.roles import in_dateline
from geo.triggers import cues

How = Literal["named", "heading", "actor", "carried", "chief", "country"]
HERE = frozenset({"named", "actor"})
"""How a place comes to a sentence that names it."""
_CARRIED = 3
_HEADING = 12
"""Tokens in which the colon of a heading stands."""
_SHORT_HEADING = 5
"""Tokens of a sentence that is but a heading: "Kharkiv sector." """
_REACH = 4
"""Sentences through which a place is carried on."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence and a place at which something that it tells may have happened."""

    number: int
    """Of the sentence in the report."""
    place: Mention
    how: How
    """named: in the sentence; heading: in the heading of its paragraph; actor: in the sentence, for those who act from there ("Israel
    freed 39 women"); carried: in one of the sentences before; chief: the report's most named town; country: the report's country."""
    distance: int
    """Sentences since the place was named; 0 when named here."""
    named: int
    """Number of the sentence that names the place so."""

    @property
    def kind(self) -> str:
        """Kind of its place, "unknown" where that is not placed."""
        return self.place.place.kind if self.place.place else "unknown"


def scenes(passages: Sequence[Passage], lang: str) -> list[Scene]:
    """List the scenes of a report, sentence by sentence; each place once a sentence."""
    chief, country = _chief(passages), focus(passages)
    found: list[Scene] = []
    carried: list[tuple[int, Mention]] = []
    heading: tuple[int, list[Mention]] = (-1, [])
    for number, passage in enumerate(passages):
        here = [m for m in (*passage.mentions, *passage.relations) if _may_be_scene(m, passage)]
        if passage.sentence.paragraph != heading[0]:
            heading = passage.sentence.paragraph, _heading(passage, here)
            if not heading[1] and here and _is_but_heading(passages[number : number + 2], lang):
                heading = passage.sentence.paragraph, here
                continue
        options: list[tuple[Mention, How, int]] = [(m, "named", number) for m in here]
        options += [(m, "heading", number) for m in heading[1]]
        options += [(m, "actor", number) for m in passage.mentions if m.role == "metonym" and m.place]
        options += [(m, "carried", at) for at, m in carried if number - at <= _REACH]
        options += [(m, "chief", at) for at, m in filter(None, [chief]) if number > at]
        options += [(m, "country", at) for at, m in filter(None, [country])]
        seen: set[str] = set()
        for mention, how, at in options:
            key = key_of(mention)
            if key not in seen:
                seen.add(key)
                found.append(Scene(number, mention, how, number - at, at))
        if here:
            latest = [(number, m) for m in {key_of(m): m for m in here}.values()]
            kept = [latest[0], *latest[-_CARRIED + 1 :]] if len(latest) >= _CARRIED else latest
            again = {key_of(m) for _, m in kept}
            carried = [*kept, *((at, m) for at, m in carried if key_of(m) not in again)][:_CARRIED]
    return _without_addresses(found, passages, lang)


def _without_addresses(found: Sequence[Scene], passages: Sequence[Passage], lang: str) -> list[Scene]:
    """Leave out the places of a sentence that only say where another one of it lies."""
    kept: list[Scene] = []
    for number, group in groupby(found, key=lambda scene: scene.number):
        here, passage = list(group), passages[number]
        literal = [m for m in passage.mentions if m.role == "literal" and m.start not in passage.measured_from]
        aside = addresses(passage.sentence, literal, lang)
        if any(scene.how == "named" and scene.place.start not in aside for scene in here):
            here = [scene for scene in here if scene.how != "named" or scene.place.start not in aside]
        kept += here
    return kept


def _may_be_scene(mention: Mention, passage: Passage) -> bool:
    """Tell whether something may happen at a place named.

    It may not in a dateline, in an adjective, where a distance is only measured from, nor where the phrase around the name is the place.
    """
    if mention.role != "literal" or in_dateline(passage.sentence, mention) or _is_attribute(mention, passage):
        return False
    if mention in passage.relations:
        return True
    within = any(phrase.start <= mention.start and mention.end <= phrase.end for phrase in passage.relations)
    return not within and mention.start not in passage.measured_from


def _is_attribute(mention: Mention, passage: Passage) -> bool:
    """Tell whether a name is but the first half of an adjective: "a Rwanda-backed group"."""
    tokens = passage.sentence.tokens
    i = passage.sentence.index(mention.end)
    return i + 1 < len(tokens) and tokens[i].text in "-‐‑" and tokens[i].start == mention.end and tokens[i + 1].text.islower()


def key_of(mention: Mention) -> str:
    """Give what tells a place from others in a report: its id, with the label where it is placed by relation; else its spelling."""
    if mention.place is None:
        return mention.surface
    return f"{mention.place.id} {mention.place.label}" if mention.place.id.startswith("relation:") else mention.place.id


def _heading(passage: Passage, here: Sequence[Mention]) -> list[Mention]:
    """Find the places of a heading: "Kurakhove: 23 assaults …", "7 mars 2024, Kuriga : …"."""
    return [m for m in here if m.end <= end_of_heading(passage)]


def end_of_heading(passage: Passage) -> int:
    """Give where the colon of a heading stands in the report, -1 where the sentence has none."""
    return next((token.start for token in passage.sentence.tokens[:_HEADING] if token.text == ":"), -1)


def _is_but_heading(passages: Sequence[Passage], lang: str) -> bool:
    """Tell whether the first of two sentences is but a heading of its paragraph, short and without a word of an event."""
    first, *rest = (passage.sentence for passage in passages)
    return (
        len(first.tokens) <= _SHORT_HEADING and any(sentence.paragraph == first.paragraph for sentence in rest)
        and not cues(first.tokens, lang).triggers
    )  # fmt: skip


def _chief(passages: Sequence[Passage]) -> tuple[int, Mention] | None:
    """Find the place smaller than a country that the report names most, the first of equals, with its sentence."""
    named = [
        (n, m) for n, p in enumerate(passages) for m in p.mentions
        if m.role == "literal" and m.place and m.place.kind not in {"country", "water"}
    ]  # fmt: skip
    counted = Counter(key_of(m) for _, m in named)
    return max(named, key=lambda pair: counted[key_of(pair[1])], default=None)


def focus(passages: Sequence[Passage]) -> tuple[int, Mention] | None:
    """Find the country that the report is about, for events whose place is not said, with the sentence that names it first."""
    places = [m.place for p in passages for m in p.mentions if m.place and m.place.country and m.role == "literal"]
    if not places:
        return None
    country = Counter(place.country for place in places).most_common(1)[0][0]
    return next(
        (
            (n, m) for n, p in enumerate(passages) for m in p.mentions
            if m.place and m.place.kind == "country" and m.place.country == country
        ),
        None,
    )  # fmt: skip
