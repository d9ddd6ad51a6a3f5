"""How many: the counts of a sentence, with what they count and how exact they are.

A number is a count only when a noun or a verb of its clause says of what; ages, distances, money, calibres, dates are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from geo.language import words
from geo.lexicon import Lexicon
from geo.numbers import Number, read
from geo.records import Qualifier, Quantity, QuantityKind
from geo.sentences import Sentence, Token, clause_bounds

_REACH = 6
"""Tokens behind a number in which its noun stands."""
_VERB_REACH = 18
_WEAPONS = frozenset({"drones", "missiles", "aircraft"})
_CUTS = frozenset(".;:!?")


@dataclass(frozen=True, slots=True)
class _Lists:
    nouns: Lexicon
    verbs: Lexicon
    bounds: Lexicon
    per_day: Lexicon
    part: Lexicon
    units: Lexicon
    all_words: frozenset[str]
    either: frozenset[str]
    range_words: frozenset[str]
    between: frozenset[str]
    of_words: frozenset[str]
    months: frozenset[str]


@cache
def _lists(lang: str) -> _Lists:
    t = words(lang, "quantities")
    return _Lists(
        nouns=Lexicon({**t["nouns"], "persons": t["persons"]}),
        verbs=Lexicon(t["verbs"]),
        bounds=Lexicon(t["bounds"]),
        per_day=Lexicon({"per_day": t["per_day"]}),
        part=Lexicon({"part": t["part"]}),
        units=Lexicon({"unit": t["units"]}),
        all_words=frozenset(t["all"]),
        either=frozenset(t["either"]),
        range_words=frozenset(t["range"]),
        between=frozenset(t["between"]),
        of_words=frozenset(t["of"]),
        months=frozenset(name for names in words(lang, "dates")["months"] for name in names),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    number: Number
    kinds: tuple[QuantityKind, ...]
    qualifier: Qualifier
    part: bool


def find(text: str, sentence: Sentence, lang: str) -> list[Quantity]:
    """List the counts of a sentence, left to right; parts of a whole ("dont deux enfants") are left out."""
    if not any(token.text[0].isdigit() or len(token.text) > 1 for token in sentence.tokens):
        return []
    tokens, lists = sentence.tokens, _lists(lang)
    verbs = [(hit.first, hit.label) for hit in lists.verbs.find(tokens)]
    bounds = [sentence.index(offset) for offset in clause_bounds(sentence, lang)]
    numbers = _numbers(tokens, lang)
    quantities: list[Quantity] = []
    parts: list[Number] = []
    for position, number in enumerate(numbers):
        after = numbers[position + 1] if position + 1 < len(numbers) else None
        values = _range(tokens, number, after, lists)
        found = _judge(tokens, after if values and after else number, numbers, verbs, bounds, lists)
        if found is None and number.value > 1 and _elliptic(tokens, number, quantities, lists):
            found = _Found(number, (quantities[-1].kind,), _qualifier(tokens, number, lists), part=False)
        if found and not found.part and parts and _goes_on(tokens, parts[-1], number, lists):
            found = None
            parts.append(number)
        elif found and found.part:
            parts.append(number)
        if found is None or found.part:
            continue
        start, end = tokens[number.first].start, tokens[number.last - 1].end
        for kind in found.kinds:
            if values:
                quantities.append(Quantity(kind, values[0], "min", start, end))
                quantities.append(Quantity(kind, values[1], "max", start, end))
            else:
                quantities.append(Quantity(kind, number.value, found.qualifier, start, end))
    return _without_range_ends(quantities, tokens, numbers, lists)


def _goes_on(tokens: Sequence[Token], part: Number, number: Number, lists: _Lists) -> bool:
    """Tell whether a number goes on a list of parts ("including 22 women and 17 children")."""
    between = tokens[part.last : number.first]
    return len(between) <= 3 and any(token.lower in lists.either for token in between)


def _elliptic(tokens: Sequence[Token], number: Number, counted: Sequence[Quantity], lists: _Lists) -> bool:
    """Tell whether a bare number counts what the number before it did ("108 attaques, 39 ont eu lieu …")."""
    if not counted or counted[-1].kind != "attacks" or number.article or number.last >= len(tokens):
        return False
    after, before = tokens[number.last], tokens[number.first - 1]
    glued = before.end == tokens[number.first].start or after.start == tokens[number.last - 1].end
    unit = lists.units.at(tokens, number.last) or after.lower in lists.months
    return not glued and not unit and after.text.islower()


def _numbers(tokens: Sequence[Token], lang: str) -> list[Number]:
    found = []
    i = 0
    while i < len(tokens):
        number = read(tokens, i, lang)
        if number is None:
            i += 1
            continue
        found.append(number)
        i = number.last
    return found


def _range(tokens: Sequence[Token], number: Number, after: Number | None, lists: _Lists) -> tuple[int | float, int | float] | None:
    """Read "10 à 15", "zwischen 10 und 15": the two ends when the next number closes a range."""
    if after is None or after.first != number.last + 1 or after.value <= number.value:
        return None
    word = tokens[number.last].lower
    opened = number.first > 0 and tokens[number.first - 1].lower in lists.between
    return (number.value, after.value) if word in lists.range_words or opened else None


def _without_range_ends(quantities: list[Quantity], tokens: Sequence[Token], numbers: Sequence[Number], lists: _Lists) -> list[Quantity]:
    ends = {tokens[after.first].start for number, after in pairwise(numbers) if _range(tokens, number, after, lists)}
    return [quantity for quantity in quantities if quantity.start not in ends]


def _judge(
    tokens: Sequence[Token],
    number: Number,
    numbers: Sequence[Number],
    verbs: Sequence[tuple[int, str]],
    bounds: Sequence[int],
    lists: _Lists,
) -> _Found | None:
    """Decide what a number counts; None when nothing says so."""
    first, last = number.first, number.last
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if before and before.end == tokens[first].start and before.text in "-–/.,:":
        return None
    if after and not number.article and _glued(tokens, last):
        return None
    if after and (after.lower in lists.months or lists.units.at(tokens, last)):
        return None
    label, at = _noun(tokens, _whole(tokens, number, numbers, lists), lists)
    part = any(lists.part.at(tokens, k) for k in range(max(0, first - 3), first))
    if label == "unit":
        return None
    if _is_year(tokens, number) and not (label and at == last):
        return None
    verbs = [verb for verb in verbs if not _has_own_number(tokens, verb[0], number, numbers, lists)]
    kinds = _kinds(tokens, number, label, at, verbs, bounds, lists, numbers)
    if not kinds or (number.article and not set(kinds) & {"killed", "wounded", "captured"}):
        return None
    if number.article and label is None:
        return None
    intercepted_part = kinds == ("intercepted",)
    return _Found(number, kinds, _qualifier(tokens, number, lists), part and not intercepted_part)


def _is_year(tokens: Sequence[Token], number: Number) -> bool:
    """Tell whether a number looks like a year: four digits without a separator, 1900 to 2099."""
    return number.last == number.first + 1 and tokens[number.first].text.isdigit() and 1900 <= number.value <= 2099


def _has_own_number(tokens: Sequence[Token], verb: int, number: Number, numbers: Sequence[Number], lists: _Lists) -> bool:
    """Tell whether a verb behind a number goes on to a number of its own ("two people and injuring eight")."""
    following = next((other.first for other in numbers if other.first > verb), None)
    if verb < number.last or following is None or following - verb > 3:
        return False
    return not any(token.text == "," or token.lower in lists.either for token in tokens[verb + 1 : following])


def _glued(tokens: Sequence[Token], last: int) -> bool:
    """Tell whether a mark behind a number makes it another thing: "155-mm", "12:30", "40 %", the ordinal "47." ."""
    mark = tokens[last]
    if mark.start != tokens[last - 1].end or mark.text not in "-/:%.°":
        return False
    return mark.text != "." or (last + 1 < len(tokens) and tokens[last + 1].start > mark.end)


def _whole(tokens: Sequence[Token], number: Number, numbers: Sequence[Number], lists: _Lists) -> Number:
    """Follow "84 of 120 drones" to the number that bears the noun."""
    if number.last < len(tokens) and tokens[number.last].lower in lists.of_words:
        return next((other for other in numbers if number.last < other.first <= number.last + 2), number)
    return number


def _noun(tokens: Sequence[Token], number: Number, lists: _Lists) -> tuple[str | None, int]:
    """Find the noun that a number counts: its label and token, or (None, end of the number)."""
    reach = 2 if number.article else _REACH
    for k in range(number.last, min(len(tokens), number.last + reach)):
        token = tokens[k]
        if token.text in _CUTS or token.text in ",()" or (k > number.last and token.text[0].isdigit()):
            break
        hit = lists.nouns.at(tokens, k)
        if hit:
            if hit.label == "killed" and _also_wounded(tokens, hit.last, lists):
                return "casualties", k
            return hit.label, k
    return None, number.last


def _also_wounded(tokens: Sequence[Token], k: int, lists: _Lists) -> bool:
    """Tell whether "morts" goes on "ou blessés" without a number of its own."""
    if k + 1 >= len(tokens) or tokens[k].lower not in lists.either:
        return False
    hit = lists.nouns.at(tokens, k + 1)
    return bool(hit and hit.label == "wounded")


def _kinds(
    tokens: Sequence[Token],
    number: Number,
    label: str | None,
    at: int,
    verbs: Sequence[tuple[int, str]],
    bounds: Sequence[int],
    lists: _Lists,
    numbers: Sequence[Number],
) -> tuple[QuantityKind, ...]:
    if label in _WEAPONS:
        own = [v for v in verbs if v[1] != "intercepted" or not any(at < other.first < v[0] for other in numbers)]
        return _weapons(tokens, number, label, at, own, lists)
    if label in {"persons", "troops", None}:
        verb = _verb(number, at, verbs, bounds, label)
        if label is None:
            near = [v for v in verbs if 0 <= v[0] - number.last <= 3 or (0 < number.first - v[0] <= 2)]
            kind = near[0][1] if near else None
            if kind == "intercepted" and not any((hit := lists.nouns.at(tokens, k)) and hit.label in _WEAPONS for k in range(len(tokens))):
                kind = "killed"
            return (kind,) if kind in {"killed", "wounded", "intercepted", "captured"} else ()  # type: ignore[return-value]
        if verb and verb != "intercepted":
            return (verb,)  # type: ignore[return-value]
        return ("troops",) if label == "troops" else ()
    return (label,)  # type: ignore[return-value]


def _weapons(
    tokens: Sequence[Token], number: Number, label: str, at: int, verbs: Sequence[tuple[int, str]], lists: _Lists
) -> tuple[QuantityKind, ...]:
    """Tell weapons used from weapons shot down; "all shot down" counts both."""
    near = [v[0] for v in verbs if v[1] == "intercepted" and -7 <= v[0] - number.first <= _VERB_REACH]
    if not near:
        return (label,)  # type: ignore[return-value]
    if number.first >= 2 and tokens[number.first - 2].text[0].isdigit() and tokens[number.first - 1].text.isalpha():
        return (label,)  # type: ignore[return-value]
    first, last = min(near[0], number.first), max(near[0], at)
    between = tokens[max(0, first - 2) : last + 1]
    if any(token.lower in lists.all_words for token in between):
        return (label, "intercepted")  # type: ignore[return-value]
    if any(token.text[0].isdigit() for token in tokens[at + 1 : near[0]]):
        return (label,)  # type: ignore[return-value]
    return ("intercepted",)


def _verb(number: Number, at: int, verbs: Sequence[tuple[int, str]], bounds: Sequence[int], label: str | None) -> str | None:
    """Find the verb that says what became of the persons counted: the nearest, those of the same clause first."""
    best: tuple[float, str] | None = None
    for position, kind in verbs:
        gap = position - at if position > at else number.first - position
        if gap > _VERB_REACH:
            continue
        crossed = sum(1 for bound in bounds if min(position, number.first) < bound <= max(position, number.first))
        cost = gap + 5.0 * crossed + (2.0 if position < number.first else 0.0)
        if cost <= _VERB_REACH and (best is None or cost < best[0]):
            best = cost, kind
    return best[1] if best else None


def _qualifier(tokens: Sequence[Token], number: Number, lists: _Lists) -> Qualifier:
    for k in range(number.last, min(len(tokens), number.last + 7)):
        if tokens[k].text in _CUTS:
            break
        if lists.per_day.at(tokens, k):
            return "per_day"
    for k in range(max(0, number.first - 4), number.first):
        hit = lists.bounds.at(tokens, k)
        if hit and hit.last == number.first:
            return hit.label  # type: ignore[return-value]
    return "approx" if number.approx else "exact"
