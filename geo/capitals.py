"""Where a sentence says "the capital" instead of its name: that of the report's country, "the Somali capital", "Sudan's capital"."""

from collections.abc import Mapping, Sequence
from functools import cache

from gazetteer import Place
from geo import senses
from geo.language import words
from geo.lexicon import Lexicon
from geo.records import Mention
from geo.relation_places import Ground, Span
from geo.relations import Relation
from geo.sentences import Sentence, Token

_OWNERS = frozenset({"preposition_of", "article", "people_adjective", "place_region", "local", "economic_adj"})
"""Classes of words behind "the capital" that make it one of something: "of the province", "polonaise"."""
_OWNER = 3
"""Tokens behind it in which the owner stands."""
_APOSTROPHES = frozenset("'’")
_LIKELY = 0.6


def capital_mentions(
    text: str, sentence: Sentence, told: Sequence[tuple[int, str]], named: Mapping[Span, Place | None], phrases: Sequence[Relation],
    lang: str, about: Ground,
) -> tuple[Mention, ...]:  # fmt: skip
    """Find where a sentence says "the capital": a place as good as a named one.

    ``told`` are its words for "the capital" and "the country" (geo.relation_places.unnamed), ``named`` the places named in it, ``phrases``
    what is told by relation ("30 km from the capital" is no place in it).
    """
    tokens = sentence.tokens
    found = []
    countries = frozenset(k for k, what in told if what == "country")
    for k in [k for k, what in told if what == "capital" and k]:
        owned = _is_genitive(tokens, k - 1) or any(first < tokens[k - 1].end <= last for first, last in named)
        start, end = tokens[k if owned else k - 1].start, tokens[k].end
        if any(phrase.start <= start and end <= phrase.end for phrase in phrases):
            continue
        country = _country(tokens, k, named, countries, lang, about)
        capital = about.capital_of(country) if country else None
        if capital:
            found.append(Mention(text[start:end], start, end, "literal", capital, _LIKELY, "the seat of government"))
    return tuple(found)


def _is_genitive(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is the "s" of "Sudan's"."""
    return at > 0 and tokens[at].lower == "s" and tokens[at - 1].text in _APOSTROPHES


def _country(
    tokens: Sequence[Token], at: int, named: Mapping[Span, Place | None], countries: frozenset[int], lang: str, about: Ground
) -> str | None:
    """Give the country (ISO 3166-1 alpha-2) whose capital is meant; None for that of a region, and beside the name itself."""
    begins, ends = {span[0]: place for span, place in named.items()}, {span[1]: place for span, place in named.items()}
    behind = _behind(tokens, at, begins, countries, lang, about)
    if behind is not None:
        return behind or None
    before = tokens[at - 1]
    if adjective := _adjectives(lang).at(tokens, at - 1):
        return adjective.label
    owner = next((tokens[k].end for k in (at - 1, at - 3) if k >= 0 and tokens[k].end in ends), None)
    if owner is not None:
        place = ends[owner]
        return place.country if (before.end == owner or _is_genitive(tokens, at - 1)) and place and place.kind == "country" else None
    first = senses.sense(before.lower, lang)
    return about.code if first.classes[0] == "article" and "the" in first.glosses else None


def _behind(
    tokens: Sequence[Token], at: int, begins: Mapping[int, Place | None], countries: frozenset[int], lang: str, about: Ground
) -> str | None:
    """Give the country that the words behind "the capital" tell; empty when they tell another thing or its name, None when nothing."""
    after = tokens[at + 1 : at + 1 + _OWNER]
    adjective = _adjectives(lang).at(tokens, at + 1) if after else None
    if _name_follows(tokens, at + 1 + bool(adjective), begins):
        return ""
    if adjective:
        return adjective.label
    if not after or _OWNERS.isdisjoint(senses.sense(after[0].lower, lang).classes):
        return None
    if not countries.isdisjoint(range(at + 1, at + 1 + _OWNER)):
        return about.code or ""
    n, place = next(((n, begins[token.start]) for n, token in enumerate(after) if token.start in begins), (0, None))
    country = place.country if place and place.kind == "country" and not _name_follows(tokens, at + 2 + n, begins) else None
    return country or ""


def _name_follows(tokens: Sequence[Token], at: int, begins: Mapping[int, Place | None]) -> bool:
    """Tell whether a place's name comes next, or behind a comma: "the capital Bamako", "the capital, Bamako"."""
    at += at < len(tokens) and tokens[at].text == ","
    return at < len(tokens) and tokens[at].start in begins


@cache
def _adjectives(lang: str) -> Lexicon:
    """Load the adjectives of countries, by their codes."""
    return Lexicon({code: table["adjectives"] for code, table in words(lang, "actors")["countries"].items()}, lang)
