"""The spans of a text that could name a place, with the words around them as evidence.

Nothing is decided here but form: what is capitalised, filed in the gazetteer, or inflected from a filed name, and what the
neighbouring words say of it ("la région de …", "… oblast", "à …"). geo.toponyms decides which of the spans are places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from gazetteer import Candidate, Gazetteer
from gazetteer.spelling import fold
from geo.language import words
from geo.sentences import Sentence, Token, tokenize

_LONGEST = 7
_JOINTS = frozenset("-'’ʼ‑–")


@dataclass(slots=True)
class Name:
    """A span that may name a place."""

    start: int
    end: int
    surface: str
    key: str
    """Folded form under which the gazetteer was asked."""
    first: int
    last: int
    """Tokens first:last (last excluded) of the sentence."""
    candidates: tuple[Candidate, ...]
    kind: str | None = None
    """Kind that the words beside the name ask for, e.g. admin1 for "la région de …"."""
    area_word: bool = False
    """A word for a kind of place stands beside the name."""
    preposition: str | None = None
    """The place preposition right before the name."""
    form: str = "plain"
    """plain, genitive, adjective, compound or part (a compass part: "Ostukraine")."""
    bearing: float | None = None
    """Bearing of the part in degrees from north, for form part."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lists:
    """What a language's toponyms.toml says, ready to ask."""

    before: dict[str, str]
    after: dict[tuple[str, ...], str]
    link: frozenset[str]
    prepositions: frozenset[tuple[str, ...]]
    longest_preposition: int
    adjective_endings: tuple[str, ...]
    genitive_endings: tuple[str, ...]
    area_nouns: frozenset[str]
    compass: tuple[tuple[str, float], ...]
    literal_tails: frozenset[str]
    name_tails: frozenset[str]
    adjective_heads: frozenset[str]
    closed_tails: tuple[str, ...]
    starters: frozenset[str]


def _phrases(items: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(token.lower for token in tokenize(item)) for item in items)


@cache
def lists(lang: str) -> Lists:
    """Read a language's toponyms.toml."""
    table = words(lang, "toponyms")
    prepositions = _phrases(table["place_prepositions"]["words"])
    compound = table["compound"]
    return Lists(
        before={word.lower(): kind for kind, group in table["area_before"].items() for word in group},
        after={phrase: kind for kind, group in table["area_after"].items() for phrase in _phrases(group)},
        link=frozenset(word.lower() for word in table["link"]["words"]),
        prepositions=prepositions,
        longest_preposition=max(map(len, prepositions)),
        adjective_endings=tuple(table["adjective"]["endings"]),
        genitive_endings=tuple(table["genitive"]["endings"]),
        area_nouns=frozenset(word.lower() for word in table["adjective"]["area_nouns"]),
        compass=tuple(table["compass"]["prefixes"].items()),
        literal_tails=frozenset(word.lower() for word in compound["literal_tails"]),
        name_tails=frozenset(word.lower() for word in compound["name_tails"]),
        adjective_heads=frozenset(compound["adjective_heads"]),
        closed_tails=tuple(compound["closed_tails"]),
        starters=frozenset(table["starters"]["words"]),
    )


def joined(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether token i follows token i - 1 without white space."""
    return 0 < i < len(tokens) and tokens[i].start == tokens[i - 1].end


def _longest(text: str, tokens: Sequence[Token], i: int, gazetteer: Gazetteer) -> tuple[int, str, tuple[Candidate, ...]] | None:
    """Find the longest filed name that begins at token i: (index after it, key, candidates)."""
    best = None
    start = tokens[i].start
    for last in range(i + 1, min(len(tokens), i + _LONGEST) + 1):
        token = tokens[last - 1]
        if token.text in _JOINTS:
            if last < len(tokens) and tokens[last].lower == "s" and joined(tokens, last):
                break
            continue
        if not token.text[0].isalnum():
            if token.text != ".":
                break
            continue
        key = fold(text[start : token.end])
        if len(key) > 1 and (candidates := gazetteer.lookup(key)):
            best = last, key, candidates
        if not (last < len(tokens) and tokens[last].text in _JOINTS) and not gazetteer.extends(key):
            break
    return best


def find(text: str, sentence: Sentence, lang: str, gazetteer: Gazetteer) -> list[Name]:
    """List the spans of a sentence that could name a place, left to right, without overlap."""
    knowledge = lists(lang)
    tokens = sentence.tokens
    names: list[Name] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        name = None
        if token.text[0].isupper() and len(token.text) > 1:
            name = _at_capital(text, tokens, i, knowledge, gazetteer)
        elif token.lower in knowledge.starters and token.text.isalpha():
            name = _at_starter(text, tokens, i, gazetteer)
        if name:
            _look_around(name, tokens, knowledge)
            names.append(name)
            i = max(name.last, i + 1)
        else:
            i += 1
    return names


def _at_starter(text: str, tokens: Sequence[Token], i: int, gazetteer: Gazetteer) -> Name | None:
    found = _longest(text, tokens, i, gazetteer)
    if not found or not any(token.text[0].isupper() for token in tokens[i : found[0]]):
        return None
    last, key, candidates = found
    start, end = tokens[i].start, tokens[last - 1].end
    return Name(start, end, text[start:end], key, i, last, candidates)


def _at_capital(text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    found = _longest(text, tokens, i, gazetteer)
    start = tokens[i].start
    if found:
        last, key, candidates = found
        name = Name(start, tokens[last - 1].end, text[start : tokens[last - 1].end], key, i, last, candidates)
        return _compound(name, tokens, knowledge)
    return _inflected(text, tokens, i, knowledge, gazetteer) or _unfiled(text, tokens, i)


def _compound(name: Name, tokens: Sequence[Token], knowledge: Lists) -> Name | None:
    """Judge "Kursk-Offensive" (a place), "Donbass-Arena" (another name) and "US-Senat" (an adjective)."""
    i = name.last
    if not (i + 1 < len(tokens) and tokens[i].text in "-‑–" and joined(tokens, i) and joined(tokens, i + 1)):
        return name
    tail = tokens[i + 1].lower
    if name.surface in knowledge.adjective_heads:
        return None
    if tail in knowledge.name_tails:
        name.notes.append("part of a name")
    elif tail in knowledge.literal_tails:
        name.form = "compound"
        name.area_word = True
        if tail in knowledge.area_nouns:
            name.kind = "admin1"
    return name


def _inflected(text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    """Try the endings and prefixes of the language: "Charkiws", "Kiewer", "Ostukraine", "Schwarzmeerhafen"."""
    last = i + 1
    while last + 1 < len(tokens) and tokens[last].text in _JOINTS and joined(tokens, last) and joined(tokens, last + 1):
        last += 2
    for end in dict.fromkeys((last, i + 1)):
        surface = text[tokens[i].start : tokens[end - 1].end]
        for stem, form, bearing in _stems(surface, knowledge):
            hits = gazetteer.lookup(key := fold(stem))
            if hits:
                name = Name(tokens[i].start, tokens[i].start + len(surface), surface, key, i, end, hits, form=form, bearing=bearing)
                if form == "part":
                    name.kind = "region"
                elif form == "compound":
                    name.surface, name.end, name.area_word = stem, name.start + len(stem), True
                return name
    return None


def _stems(surface: str, knowledge: Lists) -> Iterator[tuple[str, str, float | None]]:
    """Yield what a word may be an inflection of: (stem, form, bearing of a compass part)."""
    lower = surface.lower()
    for ending in knowledge.genitive_endings:
        if lower.endswith(ending):
            yield surface[: -len(ending)], "genitive", None
    for ending in knowledge.adjective_endings:
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            stem = surface[: -len(ending)]
            yield from ((form, "adjective", None) for form in (stem, stem + "a", stem + "en"))
    for prefix, bearing in knowledge.compass:
        if lower.startswith(prefix) and len(lower) > len(prefix) + 3:
            rest = surface[len(prefix) :].lstrip("-")
            yield rest, "part", bearing
            yield from ((rest[: -len(ending)], "part", bearing) for ending in knowledge.genitive_endings if rest.endswith(ending))
    for tail in knowledge.closed_tails:
        if lower.endswith(tail):
            yield surface[: -len(tail)], "compound", None


def _unfiled(text: str, tokens: Sequence[Token], i: int) -> Name:
    """Take the run of capitalised words at token i as a name that the gazetteer does not file."""
    last = i + 1
    while last < len(tokens):
        if tokens[last].text in _JOINTS and last + 1 < len(tokens) and joined(tokens, last) and joined(tokens, last + 1):
            last += 2
        else:
            break
    surface = text[tokens[i].start : tokens[last - 1].end]
    return Name(tokens[i].start, tokens[last - 1].end, surface, fold(surface), i, last, ())


def _look_around(name: Name, tokens: Sequence[Token], knowledge: Lists) -> None:
    """Note the area word and the preposition beside a name."""
    for length in (2, 1):
        follow = tuple(token.lower for token in tokens[name.last : name.last + length])
        if len(follow) == length and follow in knowledge.after:
            name.area_word, name.kind = True, name.kind or knowledge.after[follow]
    follow_word = tokens[name.last].lower if name.last < len(tokens) else ""
    if name.form == "adjective" and follow_word in knowledge.area_nouns:
        name.area_word, name.kind = True, knowledge.after.get((follow_word,), "settlement")
    i = name.first - 1
    steps = 0
    while i >= 0 and tokens[i].lower in knowledge.link and steps < 5:
        i -= 1
        steps += 1
    if i >= 0 and tokens[i].lower in knowledge.before and name.form != "adjective":
        name.area_word, name.kind = True, name.kind or knowledge.before[tokens[i].lower]
    name.preposition = _preposition_before(tokens, name.first, knowledge)


def _preposition_before(tokens: Sequence[Token], first: int, knowledge: Lists) -> str | None:
    for skip in (0, 1):
        stop = first - skip
        if skip and (stop < 0 or tokens[stop].lower not in knowledge.link | knowledge.before.keys()):
            break
        for length in range(min(knowledge.longest_preposition, stop), 0, -1):
            phrase = tuple(token.lower for token in tokens[stop - length : stop])
            if phrase in knowledge.prepositions:
                return " ".join(phrase)
    return None
