"""Where a place lies by its relation to named places: "10 km au sud de Tchernihiv", "southern Lebanon", "entre X et Y".

find() reads the phrases of a sentence; geometry() draws one on the ellipsoid; intersect() unites what several say of
one place. The wordings are data: geo/languages/<code>/relations.toml, in the template form of geo.phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from geo.language import words
from geo.phrases import PLACE_MARK, Pattern, Phrases, alternatives, spelled

if TYPE_CHECKING:
    from gazetteer.place import Place
    from geo.locating import Located, Outlines

Kind = Literal["distance", "direction", "near", "between", "border", "offshore", "along", "part"]
_DIGITS = r"\d+(?:[.,\u00a0\u202f ]\d+)*"
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENS = re.compile(r"[-‐‑–\s]+")


@dataclass(frozen=True, slots=True)
class Relation:
    """A phrase that places something relative to named places."""

    start: int
    end: int
    """Span of the whole phrase in the text, distance included."""
    kind: Kind
    anchors: tuple[tuple[int, int], ...]
    """Spans of the names that it hangs on; none in "Kharkiv (nord-est)": the anchor is the subject's country."""
    distance_km: float | None = None
    """Kilometres, as said; the middle of a range; None when the phrase gives none."""
    approximate: bool = False
    """The distance is said to be rough, a bound or a range."""
    bearing_deg: float | None = None
    """Degrees from north, clockwise; None without a compass word. For kind part, None means the centre."""
    travel: bool = False
    """The distance is given as travelling time, hence unknown."""
    within: bool = False
    """A direction whose wording may also mean a part of the anchor ("au sud de l'Ukraine")."""
    describes: bool = False
    """The phrase tells where something named or already told lies; it is not itself the place."""
    subject: tuple[int, int] | None = None
    """Span of the name that the phrase describes; None when that is no name of this sentence."""

    @property
    def is_place(self) -> bool:
        """Tell whether the phrase stands for a place of its own ("10 km au sud de X"); "near X" stands for X."""
        return not self.describes and self.kind != "near"


@dataclass(frozen=True, slots=True)
class _Wording:
    """A language's relations.toml, compiled."""

    phrases: Phrases
    cues: frozenset[str]
    bearings: dict[str, float]
    parts: tuple[tuple[str, float | None], ...]
    whole: frozenset[str]
    distance: re.Pattern[str]
    numbers: dict[str, float]
    about_numbers: dict[str, float]
    units: dict[str, float]
    decimal_comma: bool
    exact: frozenset[str]
    joint: re.Pattern[str]
    lies: re.Pattern[str]
    lies_after_name: re.Pattern[str]
    apposition: re.Pattern[str]
    inside: re.Pattern[str]
    lying_after: re.Pattern[str]


def find(text: str, start: int, end: int, lang: str, mentions: Sequence[tuple[int, int]]) -> list[Relation]:
    """List the relation phrases of the sentence text[start:end], left to right.

    ``mentions`` are the spans, in the text, of the place names inside the sentence; a phrase without any is not found.
    """
    if not mentions:
        return []
    wording = _wording(lang)
    found = list(_compounds(text, mentions, wording)) if wording.parts else []
    sentence = text[start:end]
    if not wording.cues.isdisjoint(_WORD.findall(sentence.lower())):
        masked = _mask(sentence, start, mentions)
        for label, match in wording.phrases.find(masked, 0, len(masked)):
            relation = _read(label, match, start, mentions, wording)
            if relation:
                found.append(relation)
        found.sort(key=lambda relation: relation.start)
        return _with_subjects(found, masked, start, mentions, wording)
    return found


def geometry(relation: Relation, anchors: Sequence[Place], gazetteer: Outlines) -> Located | None:
    """Draw a relation around its anchors; None when the wording gives no area (no anchor, travelling time alone).

    ``anchors`` are the places to which the relation's anchor spans were resolved, in their order; for a relation
    without anchors ("Kharkiv (nord-est)") the country of the place described. The first call loads shapely and pyproj.
    """
    from geo import locating

    return locating.geometry(relation, anchors, gazetteer)


def intersect(located: Sequence[Located]) -> Located | None:
    """Unite what several relations say of one place; None when they contradict each other, or for none at all."""
    from geo import locating

    return locating.intersect(located)


def _mask(sentence: str, start: int, mentions: Sequence[tuple[int, int]]) -> str:
    """Replace every mention by place marks, character for character."""
    pieces, at = [], 0
    for first, last in sorted(mentions):
        if first - start >= at:
            pieces += [sentence[at : first - start], PLACE_MARK * (last - first)]
            at = last - start
    return "".join([*pieces, sentence[at:]])


def _read(label: str, match: re.Match[str], offset: int, mentions: Sequence[tuple[int, int]], wording: _Wording) -> Relation | None:
    """Turn a match on the masked sentence into a relation."""
    groups = match.groupdict()
    spans = [
        (match.end(name) - _marks_at_end(value) + offset, match.end(name) + offset)
        for name, value in groups.items()
        if name.startswith("place") and value
    ]
    anchors = tuple(span for span in spans if span in mentions)
    if not anchors:
        return None
    first, last = match.start() + offset, match.end() + offset
    bearings = [_bearing(groups[name], wording) for name in ("bearing", "bearing2") if groups.get(name)]
    bearing = _mean_bearing([value for value in bearings if value is not None])
    if label == "bracket":
        first = anchors[0][1] + 1 if anchors[0][1] < last else first
        return Relation(first, last, "part", (), bearing_deg=bearing, describes=True, subject=anchors[0])
    distance, rough = _distance(groups.get("distance"), wording)
    about = (groups.get("about") or "").lower()
    kind: Any = {"travel": "distance", "direction_or_part": "direction"}.get(label, label)
    return Relation(
        first,
        last,
        kind,
        anchors,
        distance_km=distance,
        approximate=distance is not None and (rough or bool(about and about not in wording.exact)),
        bearing_deg=bearing,
        travel=label == "travel",
        within=label == "direction_or_part",
    )


def _marks_at_end(value: str) -> int:
    return len(value) - len(value.rstrip(PLACE_MARK))


def _bearing(phrase: str, wording: _Wording) -> float | None:
    """Give the bearing of a compass word in degrees."""
    return wording.bearings.get(_HYPHENS.sub("", phrase.lower()))


def _mean_bearing(bearings: Sequence[float]) -> float | None:
    """Unite two neighbouring bearings ("north and east"); None for none, or for opposite ones."""
    if len(bearings) < 2:
        return bearings[0] if bearings else None
    turn = (bearings[1] - bearings[0] + 180) % 360 - 180
    return None if abs(turn) > 135 else (bearings[0] + turn / 2) % 360


def _distance(phrase: str | None, wording: _Wording) -> tuple[float | None, bool]:
    """Read "20 à 30 km" as (25.0, True): kilometres, and whether the wording is rough."""
    found = wording.distance.match(phrase) if phrase else None
    if not found:
        return None, False
    low, high = (_number(found[name], wording) for name in ("low", "high"))
    unit = wording.units[found["unit"].lower()]
    if low is None:
        return None, False
    rough = high is not None or found["low"].lower() in wording.about_numbers
    return round((low if high is None else (low + high) / 2) * unit, 3), rough


def _number(phrase: str | None, wording: _Wording) -> float | None:
    if phrase is None:
        return None
    if not phrase[0].isdigit():
        key = re.sub(r"\s+", " ", phrase.lower())
        return wording.about_numbers.get(key, wording.numbers.get(key))
    digits = re.sub(r"[\s\u00a0\u202f]", "", phrase)
    decimal, thousands = (",", ".") if wording.decimal_comma else (".", ",")
    if re.search(rf"\{thousands}\d{{1,2}}$", digits):  # "3.7" in German, "3,7" in English: no thousands
        digits = digits.replace(thousands, decimal)
    digits = digits.replace(thousands, "").replace(decimal, ".")
    return float(digits) if digits.count(".") < 2 else None


def _compounds(text: str, mentions: Iterable[tuple[int, int]], wording: _Wording) -> Iterator[Relation]:
    """Yield the parts that are one word with their anchor: "Ostukraine"."""
    for first, last in mentions:
        name = text[first:last].lower()
        if name.startswith(tuple(wording.whole)):
            continue
        for prefix, bearing in wording.parts:
            if name.startswith(prefix) and len(name) > len(prefix) + 3 and not text[first + len(prefix)].isspace():
                yield Relation(first, last, "part", ((first, last),), bearing_deg=bearing)
                break


def _with_subjects(
    relations: Sequence[Relation], masked: str, offset: int, mentions: Sequence[tuple[int, int]], wording: _Wording
) -> list[Relation]:
    """Find for each relation the name that it describes."""
    told: list[Relation] = []
    anchored = {span for relation in relations for span in relation.anchors}
    for relation in relations:
        before = told[-1] if told else None
        if relation.describes:
            told.append(relation)
        elif before and wording.joint.fullmatch(masked, before.end - offset, relation.start - offset):
            told.append(replace(relation, describes=before.describes, subject=before.subject))
        else:
            told.append(_describing(relation, masked, offset, [m for m in mentions if m not in anchored], wording))
    return told


def _describing(relation: Relation, masked: str, offset: int, mentions: Sequence[tuple[int, int]], wording: _Wording) -> Relation:
    at, stop = relation.start - offset, relation.end - offset
    after = wording.lying_after.match(masked, stop)
    if after:
        span = (after.start("place") + offset, after.end() + offset)
        return replace(relation, describes=True, subject=span if span in mentions else None)
    earlier = max((m for m in mentions if m[1] <= relation.start), default=None)
    begin = max(earlier[1] - offset if earlier else 0, masked.rfind(PLACE_MARK, 0, at) + 1)
    named = earlier if earlier and earlier[1] - offset == begin else None
    if named and wording.lies_after_name.fullmatch(masked, begin, at):
        return replace(relation, describes=True, subject=named)
    if wording.lies.fullmatch(masked, begin, at):
        return replace(relation, describes=True)
    if not named:
        return relation
    gap = masked[begin:at]
    beside = gap.isspace() and relation.kind in ("distance", "direction")
    if beside or wording.apposition.fullmatch(gap) or (relation.kind == "part" and wording.inside.fullmatch(gap)):
        return replace(relation, describes=True, subject=named)
    return relation


@cache
def _wording(lang: str) -> _Wording:
    """Compile a language's relations.toml."""
    table = words(lang, "relations")
    lists: dict[str, list[str]] = table["lists"]
    slots = {name: alternatives(group) for name, group in lists.items() if group}
    bearings = {name: alternatives(group, loose_hyphen=True) for name, group in table["bearing"].items()}
    numbers = {**table["numbers"], **table["about_numbers"]}
    number = f"{_DIGITS}|{alternatives(numbers).regex}"
    span = rf"(?:{number})(?:\s*(?:-|–|{slots['range'].regex})\s*(?:{number}))?"
    units, hours = alternatives(table["units"]), alternatives(table["hours"]["words"])
    unit = units.regex
    amount = frozenset({"#"}) | alternatives(numbers).firsts
    of, area = slots["of"].regex, "|".join(r"\w*" + spelled(word) for word in table["area"]["words"])
    lead = rf"(?:(?:[\w'’-]+\s+){{0,2}}?(?:{area})\s+(?:[\w’'-]+\s+){{0,2}}?(?:(?:{of})\s*)?)?"
    slots |= {f"bearing.{name}": pattern for name, pattern in bearings.items()}
    slots["place"] = Pattern(f"{lead}{PLACE_MARK}++", frozenset({PLACE_MARK}))
    slots["area"] = Pattern(rf"(?:[\w’'-]+\s+){{0,2}}?(?:{area})", frozenset())
    slots["distance"] = Pattern(rf"(?:{span})[\s-]*(?:{unit})(?:\s*\([^()]{{2,24}}\))?", amount, (units.firsts,))
    slots["travel"] = Pattern(rf"(?:{span})[\s-]*(?:{hours.regex})", amount, (hours.firsts,))
    compound = table["compound"]
    parts = [*compound["prefixes"].items(), *((prefix, None) for prefix in compound["centre"])]
    rose = {word: degrees for group in table["bearing"].values() for word, degrees in group.items()}
    few = r"(?:[\w’'-]+\s+)"
    lying = slots["lying"].regex
    which = rf"\s*[),]?\s*(?:(?:{slots['relative'].regex})\s+)?"
    aside = rf"\s*(?:[,(]\s*{few}{{0,4}}?)?"
    lies = rf"(?:(?:{slots['lies'].regex})\s+{few}{{0,4}}?|(?:{slots['copula'].regex})\s+)"
    return _Wording(
        phrases=Phrases(table["templates"], slots),
        cues=_cues(table),
        bearings={_HYPHENS.sub("", word.lower()): degrees for word, degrees in rose.items()},
        parts=tuple(sorted(parts, key=lambda item: -len(item[0]))),
        whole=frozenset(compound["whole"]),
        distance=re.compile(
            rf"(?P<low>{number})(?:\s*(?:-|–|{slots['range'].regex})\s*(?P<high>{number}))?[\s-]*(?P<unit>{unit})",
            re.IGNORECASE,
        ),
        numbers=table["numbers"],
        about_numbers=table["about_numbers"],
        units={key.lower(): value for key, value in table["units"].items()},
        decimal_comma=table["decimal_comma"],
        exact=frozenset(lists["exact"]),
        joint=re.compile(rf"\s*,?\s*(?:{slots['separator'].regex})?\s*", re.IGNORECASE),
        lies=re.compile(rf"[^.;:!?]*\b{lies}", re.IGNORECASE),
        lies_after_name=re.compile(rf"{which}{few}{{0,1}}?{lies}|{aside}(?:{lying})\s+{few}{{0,3}}?", re.IGNORECASE),
        apposition=re.compile(rf"(?:\s+(?:{area}))?\s*[,(–—]\s*(?:{few}{{0,4}}?(?:{area})\s*{few}{{0,3}}?,?\s*)?", re.IGNORECASE),
        inside=re.compile(rf"\s*,?\s*(?:{slots['inside'].regex})\s*", re.IGNORECASE),
        lying_after=re.compile(rf"\s*,?\s*(?:{lying})\s+{few}{{0,2}}?(?P<place>{PLACE_MARK}++)", re.IGNORECASE),
    )


def _cues(table: dict[str, Any]) -> frozenset[str]:
    """Collect the words without one of which no template can match."""
    found: set[str] = set(table["cues"])
    for group in table["bearing"].values():
        for name in group:
            found |= {_HYPHENS.sub("", name.lower()), *_WORD.findall(name.lower())}
    lists = table["lists"]
    phrases = [phrase for name in ("near", "bank", "coast", "centre") for phrase in lists[name]]
    for phrase in (*phrases, *table["units"], *table["hours"]["words"]):
        found.add(max(_WORD.findall(phrase.lower()), key=len))
    return frozenset(found)
