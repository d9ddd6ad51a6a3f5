"""How many: the counts of a sentence, with what they count and how exact they are.

A number is a count only when a noun or a verb of its clause says of what; ages, distances, money, calibres, dates are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo import count_kinds
from geo.count_features import features
from geo.counted import Line, Phrase, lists
from geo.noticed import Noticed
from geo.numbers import Number, begins, read
from geo.records import Qualifier, Quantity, QuantityKind
from geo.senses import is_person
from geo.sentences import Sentence, Token

_CUTS = frozenset(".;:!?")
_HURT = frozenset({"killed", "wounded", "captured", "detained"})
_TITLES = 5
"""Words within which one person's noun stands: "a 12-year-old boy"."""
_THINGS = frozenset({"attacks", "drones", "missiles", "aircraft"})
_STRUCK = frozenset({"attacks", "intercepted"})
Told = tuple[QuantityKind, int | float]
"""A count told before in the sentence: its kind and value."""
_GOES_ON = _HURT | {"attacks", "intercepted", "displaced", "casualties"}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A number with what the rules say that it counts."""

    number: Number
    phrase: Phrase
    kinds: tuple[QuantityKind, ...]
    """Empty when nothing says so."""
    values: tuple[int | float, int | float] | None
    """Ends of a range."""


def read_all(sentences: Sequence[Sentence], lang: str, noticed: Sequence[Noticed]) -> list[list[Quantity]]:
    """List the counts of every sentence of a text; a bare number goes on the count told before ("24 have failed").

    Parts of a whole ("dont deux enfants") are left out. ``noticed`` is what is noticed in each sentence.
    """
    lines: list[Line] = []
    numbers: list[list[tuple[Ruled, list[str]]]] = []
    before: QuantityKind | None = None
    for sentence, seen in zip(sentences, noticed, strict=True):
        line, ruled = by_rules(sentence, lang, before)
        lines.append(line)
        numbers.append([pair for pair in weighable(line, ruled, before, seen) if pair[0].number.value > 0])
        before = last_kind(ruled, before)
    model = count_kinds.load()
    weights = iter(model.sums([seen for pairs in numbers for _, seen in pairs]))
    return [
        _counts(line, [(one, model.judged(next(weights), one.kinds, article=one.number.article)) for one, _ in pairs])
        for line, pairs in zip(lines, numbers, strict=True)
    ]


def by_rules(sentence: Sentence, lang: str, before: QuantityKind | None) -> tuple[Line, list[Ruled]]:
    """Read the numbers of a sentence with what the rules say that each counts; upper ends of ranges and parts of a whole are left out."""
    line = Line(sentence, lang, _numbers(sentence.tokens, lang))
    ends = {after.first for number, after in pairwise(line.numbers) if _range(line, number, after)}
    counted: list[Told] = []
    ruled: list[Ruled] = []
    part: Number | None = None
    for position, number in enumerate(line.numbers):
        if number.first in ends:
            continue
        after = line.numbers[position + 1] if position + 1 < len(line.numbers) else None
        values = _range(line, number, after) if after else None
        phrase = line.phrase(after if values and after else number)
        kinds = _judge(line, number, phrase, counted, before)
        if (
            _breaks_down(line, number, phrase, kinds, counted)
            or _is_part(line, number, phrase, kinds, counted)
            or (part and kinds and _adds_part(line, part, number, phrase))
        ):
            part = number
            continue
        ruled.append(Ruled(number, phrase, kinds, values))
        counted += [(kind, values[1] if values else number.value) for kind in kinds]
    return line, ruled


def last_kind(ruled: Sequence[Ruled], before: QuantityKind | None) -> QuantityKind | None:
    """Give the kind of the count told last, ``before`` when a sentence tells none."""
    return next((r.kinds[-1] for r in reversed(ruled) if r.kinds), before)


def weighable(line: Line, ruled: Sequence[Ruled], before: QuantityKind | None, noticed: Noticed) -> Iterator[tuple[Ruled, list[str]]]:
    """Give each number of a sentence with its features for geo.count_kinds."""
    for one in ruled:
        yield one, features(line, noticed, one.number, one.phrase, one.kinds, before)
        before = one.kinds[-1] if one.kinds else before


def _counts(line: Line, judged: Sequence[tuple[Ruled, tuple[QuantityKind, ...]]]) -> list[Quantity]:
    """List the counts of a sentence, given what each of its numbers counts."""
    quantities: list[Quantity] = []
    for one, kinds in judged:
        number = one.number
        start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
        for kind in kinds:
            if one.values:
                quantities += [Quantity(kind, one.values[0], "min", start, end), Quantity(kind, one.values[1], "max", start, end)]
            else:
                quantities.append(Quantity(kind, number.value, _qualifier(line, one.phrase), start, end))
    if not any(q.kind == "killed" for q in quantities):
        quantities += [q for q in _definite(line) if (q.kind, q.value) not in {(o.kind, o.value) for o in quantities}]
    return sorted(quantities, key=lambda q: q.start)


def _numbers(tokens: Sequence[Token], lang: str) -> list[Number]:
    found: list[Number] = []
    free, times = 0, lists(lang).times
    for i in [i for i, token in enumerate(tokens) if begins(token.lower, lang) or token.lower in times]:
        if i >= free:
            word = tokens[i].lower
            number = Number(i, i + 1, times[word]) if word in times else read(tokens, i, lang)
            if number:
                found.append(number)
                free = number.last
    return found


def _judge(line: Line, number: Number, phrase: Phrase, counted: Sequence[Told], before: QuantityKind | None) -> tuple[QuantityKind, ...]:
    """Decide what a number counts; empty when nothing says so."""
    if number.value <= 0:
        return ()
    if _how_often(line, number):
        return ("attacks",) if number.value > 1 and line.sign("struck", number) else ()
    if _is_other_number(line, number, phrase):
        return ()
    if number.article:
        return _single(line, number, phrase)
    kinds = line.kinds(phrase)
    if not kinds and phrase.label in {None, "rest"}:
        kind = _goes_on(line, number, phrase, counted[-1][0] if counted else None, before)
        return (kind,) if kind else ()
    return kinds


def _how_often(line: Line, number: Number) -> bool:
    """Tell whether a number says how often: "twice", "achtmal", "à trois reprises", "300-mal"."""
    if line.word(number.first) in line.lists.times:
        return True
    at = number.last + 1 if line.word(number.last) == "-" else number.last
    return line.has(at, "times")


def _is_other_number(line: Line, number: Number, phrase: Phrase) -> bool:
    """Tell whether a number is no count: part of a word, a date, a measure, an age, a year."""
    tokens, first, last = line.tokens, number.first, number.last
    before = tokens[first - 1] if first else None
    if before and before.end == tokens[first].start and before.text in "-–/.,:'’" and not _elided(tokens, first):
        return True
    if not number.article and last < len(tokens) and _glued(tokens, last):
        return True
    if _is_day(line, last) or (line.has(first - 1, "months") and number.value < 32):
        return True
    bare = phrase.label in {None, "unknown"}
    if bare and line.is_age(number):
        return True
    if phrase.label is None and not number.article and line.word(first - 1) == "," and line.word(last) == ",":
        return True
    year = last == first + 1 and tokens[first].text.isdecimal() and 1900 <= number.value <= 2099
    dated = phrase.start == first and line.has(first - 1, "function")
    return year and (bare or dated or phrase.label in {"persons", "troops"})


def _elided(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether the apostrophe before a token belongs to an elided word ("qu'une", "d'onze") and not to a number ("10'000")."""
    return first > 1 and tokens[first - 1].text in "'’" and tokens[first - 2].text[0].isalpha()


def _is_day(line: Line, last: int) -> bool:
    """Tell whether a unit or month stands behind a number, or behind the number joined to it ("16 et 17 mars")."""
    joined = line.has(last, "either") or line.has(last, "range") or line.word(last) in {",", "-"}
    following = next((n.last for n in line.numbers if n.first == last + 1), None) if joined else None
    return line.is_unit(last) or (following is not None and line.has(following, "months"))


def _glued(tokens: Sequence[Token], last: int) -> bool:
    """Tell whether a mark behind a number makes it another thing: "155-mm", "12:30", "40 %", the ordinal "47." ."""
    mark = tokens[last]
    if mark.text == "%":
        return True
    if mark.start != tokens[last - 1].end or mark.text not in "-/:.°":
        return False
    return mark.text != "." or (last + 1 < len(tokens) and tokens[last + 1].start > mark.end and tokens[last - 1].text.isdecimal())


def _single(line: Line, number: Number, phrase: Phrase) -> tuple[QuantityKind, ...]:
    """Read one person ("a woman was killed", "un mort"), or one attack where the word is no mere article."""
    numeral = line.has(number.first, "single") or line.has(number.last, "other")
    if phrase.label in {"killed", "wounded"}:
        return (phrase.label,)  # type: ignore[return-value]
    if numeral and phrase.label in {None, "rest", *_THINGS}:
        return tuple(kind for kind in line.kinds(phrase) if kind in _HURT or phrase.label in _THINGS)
    return _person(line, number)


def _person(line: Line, number: Number, reach: int = _TITLES) -> tuple[QuantityKind, ...]:
    """Read what became of the one person told behind an article or determiner."""
    for k in range(number.last, min(number.last + reach, len(line.tokens))):
        token = line.tokens[k]
        if line.has(k, "function") or not (token.text[0].isalnum() or token.text == "-"):
            break
        hit = line.lists.singles.at(line.tokens, k)
        if hit or (number.article and is_person(token.lower, line.lang)):
            kinds = line.kinds(Phrase(number, number.first, hit.last if hit else k + 1, "person"))
            return tuple(kind for kind in kinds if kind in _HURT)
    return ()


def _definite(line: Line) -> list[Quantity]:
    """List persons told by a determiner of their own: "the driver was killed", "sa mère est morte"."""
    found: list[Quantity] = []
    determiners = line.lists.words["determiners"]
    for k in [k for k, token in enumerate(line.tokens[:-1]) if token.lower in determiners]:
        for kind in _person(line, Number(k, k + 1, 1), 2):
            found.append(Quantity(kind, 1, "exact", line.tokens[k].start, line.tokens[k + 1].end))
    return found[:1]


def _goes_on(line: Line, number: Number, phrase: Phrase, here: QuantityKind | None, before: QuantityKind | None) -> QuantityKind | None:
    """Find the kind of a bare number that counts what the number before it did ("108 attaques, 39 ont eu lieu …").

    Across a sentence's bound it does so where it opens the sentence, or where somebody reckons ("a second source counts 21").
    """
    part = phrase.start > 0 and line.lists.part.at(line.tokens, phrase.start - 1)
    told = here or before
    placed = line.has(phrase.last, "place")
    if told not in _GOES_ON or (number.value == 1 and not (placed and here in _STRUCK)):
        return None
    listed = placed and line.has(phrase.start - 1, "either")
    if line.has(phrase.start - 1, "function") and not (part or listed or line.sign("reckoned", number)):
        return None
    follows = placed or line.has(number.last, "on") or (phrase.of_them and told in _STRUCK)
    if follows and (here or phrase.start == 0):
        return told
    return told if line.sign("reckoned", number) else None


def _breaks_down(line: Line, number: Number, phrase: Phrase, kinds: Sequence[str], counted: Sequence[Told]) -> bool:
    """Tell whether a colon opens a list of the parts of the count before it ("24 people: thirteen Israelis, …")."""
    whole = counted[-1] if counted else None
    return bool(whole and line.word(phrase.start - 1) == ":" and whole[0] in kinds and whole[1] > number.value)


def _is_part(line: Line, number: Number, phrase: Phrase, kinds: Sequence[str], counted: Sequence[Told]) -> bool:
    """Tell whether a number counts some of those counted already: "dont deux enfants", "three of them women".

    A part with a kind of its own ("a hundred victims, six of them killed") is a count, and so are parts of attacks and of weapons.
    """
    told = line.has(phrase.last, "included") or any(
        line.lists.part.at(line.tokens, k) for k in range(max(0, number.first - 3), number.first)
    )
    behind = phrase.of_them and line.word(number.first - 1) in {",", "(", "–", "-"}
    if not told and not behind:
        return False
    if kinds and kinds[0] == "attacks":
        return False
    if not kinds or kinds[0] in {"intercepted", "attacks"}:
        return not kinds
    return not (counted and counted[-1][0] != kinds[0] and phrase.label in _HURT)


def _adds_part(line: Line, part: Number, number: Number, phrase: Phrase) -> bool:
    """Tell whether a number goes on a list of parts ("including 22 women and 17 children")."""
    between = range(part.last, number.first)
    if phrase.label is None or phrase.label in _HURT or len(between) > 3:
        return False
    return any(line.has(k, "either") or line.word(k) == "," for k in between)


def _range(line: Line, number: Number, after: Number) -> tuple[int | float, int | float] | None:
    """Read "10 à 15", "zwischen 10 und 15": the two ends when the next number closes a range."""
    if after.first != number.last + 1 or after.value <= number.value or number.article:
        return None
    opened = line.has(number.first - 1, "between")
    joined = line.has(number.last, "range") and (opened or not line.has(number.last, "either"))
    return (number.value, after.value) if joined else None


def _qualifier(line: Line, phrase: Phrase) -> Qualifier:
    number = phrase.number
    for k in range(number.last, min(len(line.tokens), number.last + 7)):
        if line.tokens[k].text in _CUTS:
            break
        if line.lists.per_day.at(line.tokens, k):
            return "per_day"
    for k in range(max(0, number.first - 4), number.first):
        hit = line.lists.bounds.at(line.tokens, k)
        if hit and hit.last == number.first:
            return hit.label  # type: ignore[return-value]
    return "approx" if number.approx else "exact"
