"""The spans of a text that could name a place, with the words around them as evidence.

Nothing is decided here but form: what is capitalised, filed in the gazetteer, or inflected from a filed name, and what the
neighbouring words say of it ("la région de …", "… oblast", "à …"). geo.toponyms decides which of the spans are places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from gazetteer import Candidate, Gazetteer
from gazetteer.spelling import fold
from geo.inflections import declined, stems
from geo.language import words
from geo.nouns import Nouns, nouns
from geo.sentences import Sentence, Token, tokenize

_LONGEST = 7
_KNOWN = 0.62
_SMALL = frozenset({"settlement", "admin2"})
_LARGE = frozenset({"country", "region", "admin1"})
_BUILT = frozenset({"facility"})
"""Kinds of places whose names may end in an adjective written small: "Arabie saoudite"."""
_ADJECTIVE = 4
"""Letters of such an adjective at least."""
_JOINTS = frozenset("-'’ʼ‐‑–")


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
    quarter: bool = False
    """The area word says that the name is a part of a town ("quartier", "Stadtteil")."""
    preposition: str | None = None
    """The place preposition right before the name."""
    form: str = "plain"
    """plain, genitive, adjective, compound or part (a compass part: "Ostukraine")."""
    bearing: float | None = None
    """Bearing of the part in degrees from north, for form part."""
    article: bool = False
    """An article that a town never bears in this language stands right before the name ("am Boden")."""
    definite: bool = False
    """A definite article stands right before the name, and no word for a kind of place beside it ("the Dnipro")."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lists:
    """What a language's toponyms.toml says, ready to ask."""

    before: dict[str, str]
    before_tails: dict[str, str]
    """Ends of compounds that say what the name behind them is: "Nachbarstaat Niger"."""
    tails: tuple[str, ...]
    """The same ends, to be asked at once."""
    after: dict[tuple[str, ...], str]
    after_firsts: frozenset[str]
    link: frozenset[str]
    prepositions: frozenset[tuple[str, ...]]
    longest_preposition: int
    adjective_endings: tuple[str, ...]
    oblique_endings: tuple[str, ...]
    """Endings of the first words of a name as a sentence declines them …"""
    filed_endings: tuple[str, ...]
    """… and as names are filed."""
    noun_endings: tuple[str, ...]
    """Endings of the last word of a name of several words."""
    attributes: tuple[str, ...]
    """Endings of adjectives of a land, which may stand between a preposition and a name."""
    genitive_endings: tuple[str, ...]
    area_nouns: frozenset[str]
    compass: tuple[tuple[str, float], ...]
    compass_starts: tuple[str, ...]
    literal_tails: frozenset[str]
    name_tails: frozenset[str]
    adjective_heads: frozenset[str]
    closed_tails: tuple[str, ...]
    starters: frozenset[str]
    articles: frozenset[str]
    quarters: frozenset[str]
    """Words for a part of a town."""
    definite: frozenset[str]
    """Definite articles, contracted ones included: a town bears none, a river does."""
    attributive: bool
    """A name may stand before a noun and behind the noun's article ("the Kursk incursion")."""
    facility_tails: frozenset[str]
    linked: frozenset[str]
    """Words that may stand between a preposition and a name."""
    preposition_ends: frozenset[str]
    """The last words of the prepositions."""
    stops: frozenset[str]
    """Words with a capital that never go on a name: common words, titles, weekdays, months."""
    nouns: Nouns
    plurals: frozenset[str]
    """Plural words for a kind of place, which hold for every name of a list."""
    list_joints: frozenset[str]
    """What joins the names of a list."""


def _stops(lang: str) -> frozenset[str]:
    table = words(lang, "dates")
    times = (word.capitalize() for group in (*table["months"], *table["weekdays"]) for word in group)
    names = words(lang, "names")
    return frozenset((*names["common_words"], *(title[:1].upper() + title[1:] for title in names["titles"]), *times))


def _phrases(items: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(token.lower for token in tokenize(item)) for item in items)


@cache
def lists(lang: str) -> Lists:
    """Read a language's toponyms.toml."""
    table = words(lang, "toponyms")
    prepositions = _phrases(table["place_prepositions"]["words"])
    compound = table["compound"]
    before = {word.lower(): kind for kind, group in table["area_before"].items() for word in group}
    after = {phrase: kind for kind, group in table["area_after"].items() for phrase in _phrases(group)}
    tails = {tail: kind for kind, group in table["area_before_tails"].items() for tail in group}
    return Lists(
        before=before,
        before_tails=tails,
        tails=tuple(tails),
        after=after,
        after_firsts=frozenset(phrase[0] for phrase in after),
        link=frozenset(word.lower() for word in table["link"]["words"]),
        prepositions=prepositions,
        longest_preposition=max(map(len, prepositions)),
        adjective_endings=tuple(table["adjective"]["endings"]),
        oblique_endings=tuple(table["adjective"]["oblique"]),
        filed_endings=tuple(table["adjective"]["filed"]),
        noun_endings=tuple(table["adjective"]["nouns"]),
        attributes=tuple(table["adjective"]["attributes"]),
        genitive_endings=tuple(table["genitive"]["endings"]),
        area_nouns=frozenset(word.lower() for word in table["adjective"]["area_nouns"]),
        compass=tuple(table["compass"]["prefixes"].items()),
        compass_starts=tuple(table["compass"]["prefixes"]),
        literal_tails=frozenset(word.lower() for word in compound["literal_tails"]),
        name_tails=frozenset(word.lower() for word in compound["name_tails"]),
        adjective_heads=frozenset(compound["adjective_heads"]),
        closed_tails=tuple(compound["closed_tails"]),
        starters=frozenset(table["starters"]["words"]),
        articles=frozenset(table["articles"]["words"]),
        quarters=frozenset(word.lower() for word in table["quarter"]["words"]),
        definite=frozenset(table["articles"]["definite"]),
        attributive=bool(table["articles"]["attributive"]),
        facility_tails=frozenset(table["facility_tails"]["words"]),
        linked=frozenset(word.lower() for word in table["link"]["words"]) | before.keys(),
        preposition_ends=frozenset(phrase[-1] for phrase in prepositions),
        stops=_stops(lang),
        nouns=nouns(lang),
        plurals=frozenset(word.lower() for word in table["list"]["plurals"]),
        list_joints=frozenset(table["list"]["joints"]),
    )


def joined(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether token i follows token i - 1 without white space."""
    return 0 < i < len(tokens) and tokens[i].start == tokens[i - 1].end


def _longest(
    text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer
) -> tuple[int, str, tuple[Candidate, ...]] | None:
    """Find the longest filed name that begins at token i: (index after it, key, candidates)."""
    best = None
    start = tokens[i].start
    for last in range(i + 1, min(len(tokens), i + _LONGEST) + 1):
        token = tokens[last - 1]
        if token.text in _JOINTS:
            genitive = last < len(tokens) and tokens[last].lower == "s" and joined(tokens, last)
            if genitive and not gazetteer.extends(fold(text[start : tokens[last].end])):
                break
            continue
        if not token.text[0].isalnum():
            if token.text != ".":
                break
            continue
        key = fold(text[start : token.end])
        ends_name = last == i + 1 or token.text[0].isupper() or joined(tokens, last - 1)
        candidates = gazetteer.lookup(key) if len(key) > 1 else ()
        if candidates and not ends_name:
            kinds = _LARGE | _BUILT if _may_end(tokens, i, last, knowledge) else _BUILT
            candidates = tuple(c for c in candidates if c.place.kind in kinds)
        if candidates:
            best = last, key, candidates
        if not (last < len(tokens) and tokens[last].text in _JOINTS) and not gazetteer.extends(key):
            break
    return best


def _may_end(tokens: Sequence[Token], i: int, last: int, knowledge: Lists) -> bool:
    """Tell whether a word written small may end a name that begins at token i: an adjective, not the "capitale" of "La capitale"."""
    word = tokens[last - 1]
    told = word.lower in knowledge.after_firsts or word.lower in knowledge.before
    return len(word.text) >= _ADJECTIVE and not told and tokens[i].lower not in knowledge.articles | knowledge.definite


def _declined(
    text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer
) -> tuple[int, str, tuple[Candidate, ...]] | None:
    """Find a name of several words in another case than it is filed: "(in) der Demokratischen Republik Kongo", "Burkina Fasos"."""
    last = i + 1
    while joined(tokens, last):
        last += 1
    hyphened = text[tokens[i].start : tokens[last - 1].end]
    for ending in [e for e in knowledge.noun_endings if last > i + 2 and hyphened.endswith(e)]:  # "des Nasser-Krankenhauses"
        if candidates := gazetteer.lookup(key := fold(hyphened[: -len(ending)])):
            return last, key, candidates
    last = i
    while knowledge.noun_endings and last < min(len(tokens), i + _LONGEST) and tokens[last].text[0].isupper():
        last += 1
    for end in range(last, i + 1, -1):
        words = [token.text for token in tokens[i:end]]
        declinable = next((k for k, word in enumerate(words) if not word.endswith(knowledge.oblique_endings)), end - i - 1)
        names = (" ".join([name, *words[declinable + 1 :]]) for name in declined(words[: declinable + 1], knowledge))
        for key in map(fold, (*names, *(" ".join(words)[: -len(e)] for e in knowledge.genitive_endings if words[-1].endswith(e)))):
            if candidates := gazetteer.lookup(key):
                return end, key, candidates
    return None


def find(text: str, sentence: Sentence, lang: str, gazetteer: Gazetteer) -> list[Name]:
    """List the spans of a sentence that could name a place, left to right, without overlap."""
    knowledge = lists(lang)
    tokens = sentence.tokens
    names: list[Name] = []
    free = 0
    starters = knowledge.starters
    for i in [i for i, token in enumerate(tokens) if token.text[0].isupper() or token.lower in starters]:
        token = tokens[i]
        if i < free or (token.text in knowledge.stops and not _leads_on(text, tokens, i, knowledge, gazetteer)):
            continue
        name = None
        if token.text[0].isupper() and (len(token.text) > 1 or _is_elided(tokens, i)):
            name = _at_capital(text, tokens, i, knowledge, gazetteer)
        elif token.lower in starters and token.text.isalpha():
            name = _at_starter(text, tokens, i, knowledge, gazetteer)
        if name:
            _look_around(name, tokens, knowledge)
            names.append(name)
            free = name.last
    return names


def _is_elided(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a single letter and an apostrophe begin a name: "N'Djamena"."""
    return joined(tokens, i + 1) and tokens[i + 1].text in "'’ʼ" and joined(tokens, i + 2) and tokens[i + 2].text[0].isupper()


def _leads_on(text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer) -> bool:
    """Tell whether a common word may begin a name of several words ("La Paz", "République centrafricaine", "Straße von Hormus")."""
    if i + 1 >= len(tokens):
        return False
    after = tokens[i + 1].text
    if after[0].isupper() or after in _JOINTS or after == ".":
        return True
    found = _longest(text, tokens, i, knowledge, gazetteer)
    return found is not None and found[0] > i + 1 and any(c.place.kind not in _SMALL for c in found[2])


def _at_starter(text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    found = _longest(text, tokens, i, knowledge, gazetteer)
    if not found or not any(token.text[0].isupper() for token in tokens[i : found[0]]):
        return None
    last, key, candidates = found
    start, end = tokens[i].start, tokens[last - 1].end
    return Name(start, end, text[start:end], key, i, last, candidates)


def _at_capital(text: str, tokens: Sequence[Token], i: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    found = _longest(text, tokens, i, knowledge, gazetteer)
    if not found or found[0] == i + 1:
        found = _declined(text, tokens, i, knowledge, gazetteer) or found
    if found is None and len(tokens[i].text) == 1:
        return None
    if found and _is_article(text, tokens, i, found, knowledge, gazetteer):
        return None
    start = tokens[i].start
    end = _run_end(tokens, i, knowledge)
    if found:
        last, key, candidates = found
        if last < end and not _prominent(candidates) and (whole := _whole(text, tokens, i, end, knowledge, gazetteer)):
            return whole
        if last == i + 1 and not _prominent(candidates) and (owner := _genitive_of_area(tokens[i], i, knowledge, gazetteer)):
            return owner
        name = Name(start, tokens[last - 1].end, text[start : tokens[last - 1].end], key, i, last, candidates)
        judged = _compound(name, tokens, knowledge)
        return judged and _with_tail(judged, text, tokens, end, knowledge)
    name = _inflected(text, tokens, i, knowledge, gazetteer) or _unfiled(text, tokens, i, end)
    return _with_tail(name, text, tokens, end, knowledge)


def _is_article(
    text: str, tokens: Sequence[Token], i: int, found: tuple[int, str, tuple[Candidate, ...]], knowledge: Lists, gazetteer: Gazetteer
) -> bool:
    """Tell whether the first word is an article, no part of a name: what follows is the likelier place ("L'Inde", "La Maison-Blanche")."""
    if _is_elided(tokens, i):
        after = i + 2
    elif tokens[i].lower in knowledge.definite and found[0] > i + 1:
        after = i + 1
    else:
        return False
    rest = _longest(text, tokens, after, knowledge, gazetteer)
    return rest is not None and max(c.prior for c in rest[2]) > max(c.prior for c in found[2])


def _genitive_of_area(token: Token, i: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    """Read "Malis" as the genitive of the country, though some hamlet bears the name."""
    for ending in knowledge.genitive_endings:
        key = fold(token.text[: -len(ending)])
        if token.lower.endswith(ending) and any(c.place.kind == "country" for c in gazetteer.lookup(key)):
            return Name(token.start, token.end, token.text, key, i, i + 1, gazetteer.lookup(key), form="genitive")
    return None


def _prominent(candidates: Sequence[Candidate]) -> bool:
    """Tell whether a name is a well-known town's or an area's, which stands for itself whatever follows."""
    return any(c.prior >= _KNOWN or c.place.kind not in _SMALL for c in candidates)


def _run_end(tokens: Sequence[Token], i: int, knowledge: Lists) -> int:
    """Find the end of the words that may go on a name: joined ones, capitals beside it, the Arabic article."""
    last = i + 1
    free = _may_go_on(tokens, i, knowledge)
    while last < len(tokens) and last - i < _LONGEST:
        token = tokens[last]
        gap = token.start - tokens[last - 1].end
        if token.text in _JOINTS and gap == 0 and joined(tokens, last + 1) and tokens[last + 1].text[0].isalpha():
            if tokens[last + 1].lower == "s" and token.text not in "-‐‑–":
                break
            last += 2
        elif free and 1 <= gap <= 2 and _goes_on(tokens, last, knowledge):
            last += 1
        else:
            break
    return last


def _may_go_on(tokens: Sequence[Token], i: int, knowledge: Lists) -> bool:
    """Tell whether the word at i may be the first of several; among capitalised nouns only behind a preposition or area word."""
    token = tokens[i]
    if token.text in knowledge.stops or _kind_told(token.lower, knowledge) or token.lower in knowledge.preposition_ends:
        return False
    if not knowledge.nouns.words:
        return True
    before = tokens[i - 1].lower if i else ""
    return (before in knowledge.preposition_ends or _kind_told(before, knowledge) is not None) and not knowledge.nouns.holds(token.text)


def _goes_on(tokens: Sequence[Token], last: int, knowledge: Lists) -> bool:
    token = tokens[last]
    if token.lower in knowledge.starters and token.text[0].islower():
        return joined(tokens, last + 1) and tokens[last + 1].text in "-‐‑–"
    if not (token.text[0].isupper() and token.text.isalpha() and len(token.text) > 1) or token.text in knowledge.stops:
        return False
    return not knowledge.nouns.holds(token.text) and not tokens[last - 1].text[0].islower()


def _whole(text: str, tokens: Sequence[Token], i: int, end: int, knowledge: Lists, gazetteer: Gazetteer) -> Name | None:
    """Take the whole run where a filed name is only its beginning ("Tell" of "Tell Rifaat"); None when the rest is no name."""
    if tokens[end - 1].text in knowledge.facility_tails or tokens[i].text in knowledge.stops:
        return None
    start, stop = tokens[i].start, tokens[end - 1].end
    surface = text[start:stop]
    return Name(start, stop, surface, fold(surface), i, end, gazetteer.lookup(fold(surface)))


def _with_tail(name: Name, text: str, tokens: Sequence[Token], end: int, knowledge: Lists) -> Name:
    """Let the noun that ends the name of a facility be part of it: "Kennedy-Brücke", "Tahrir Square"."""
    first = tokens[name.first]
    if first.text in knowledge.stops or first.lower in knowledge.preposition_ends or first.lower in knowledge.articles:
        return name
    apart = 0 if knowledge.nouns.words else 1
    for last in range(max(name.first + 1, name.last - 1), min(end + 1, len(tokens))):
        token = tokens[last]
        if token.text in knowledge.facility_tails and token.start - tokens[last - 1].end <= apart:
            name.last, name.end = last + 1, token.end
            name.surface, name.kind, name.area_word, name.form = text[name.start : name.end], "facility", True, "facility"
            break
    return name


def _compound(name: Name, tokens: Sequence[Token], knowledge: Lists) -> Name | None:
    """Judge "Kursk-Offensive" (a place), "Donbass-Arena" (another name) and "US-Senat" (an adjective)."""
    i = name.last
    if not (i + 1 < len(tokens) and tokens[i].text in "-‐‑–" and joined(tokens, i) and joined(tokens, i + 1)):
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
        for stem, form, bearing in stems(surface, knowledge):
            hits = gazetteer.lookup(key := fold(stem))
            if hits:
                name = Name(tokens[i].start, tokens[i].start + len(surface), surface, key, i, end, hits, form=form, bearing=bearing)
                if form == "part":
                    name.kind = "region"
                elif form == "compound":
                    name.surface, name.end, name.area_word = stem, name.start + len(stem), True
                return name
    return None


def _unfiled(text: str, tokens: Sequence[Token], i: int, last: int) -> Name:
    """Take the run of words tokens[i:last] as a name that the gazetteer does not file."""
    start, end = tokens[i].start, tokens[last - 1].end
    surface = text[start:end]
    return Name(start, end, surface, fold(surface), i, last, ())


def _look_around(name: Name, tokens: Sequence[Token], knowledge: Lists) -> None:
    """Note the area word and the preposition beside a name."""
    for length in (3, 2, 1) if name.last < len(tokens) and tokens[name.last].lower in knowledge.after_firsts else ():
        follow = tuple(token.lower for token in tokens[name.last : name.last + length])
        if len(follow) == length and follow in knowledge.after:
            name.area_word, name.kind = True, name.kind or knowledge.after[follow]
    follow_word = tokens[name.last].lower if name.last < len(tokens) else ""
    if name.form == "adjective" and follow_word in knowledge.area_nouns:
        name.area_word, name.kind = True, knowledge.after.get((follow_word,), "settlement")
    i = name.first - 1
    steps = 0
    while i >= 0 and steps < 5 and (tokens[i].lower in knowledge.link or knowledge.nouns.of_people(tokens[i].text)):
        i -= 1
        steps += 1
    kind = _kind_told(tokens[i].lower, knowledge) if i >= 0 and name.form != "adjective" else None
    if kind:
        name.area_word, name.kind = True, name.kind or kind
    words_beside = (tokens[i].lower if i >= 0 else "", follow_word)
    name.quarter = name.area_word and not knowledge.quarters.isdisjoint(words_beside)
    name.article = name.first > 0 and tokens[name.first - 1].lower in knowledge.articles
    name.definite = not name.area_word and name.form == "plain" and _behind_definite(tokens, name, knowledge)
    name.preposition = _preposition_before(tokens, name.first, knowledge)


def _kind_told(word: str, knowledge: Lists) -> str | None:
    """Give the kind that a word tells of the name behind it."""
    if word in knowledge.before:
        return knowledge.before[word]
    if not word.endswith(knowledge.tails):
        return None
    return next((kind for tail, kind in knowledge.before_tails.items() if word.endswith(tail)), None)


def _behind_definite(tokens: Sequence[Token], name: Name, knowledge: Lists) -> bool:
    i = name.first - 1
    if i > 0 and tokens[i].lower == "'":
        i -= 1
    follow = tokens[name.last] if name.last < len(tokens) else None
    if i < 0 or tokens[i].lower not in knowledge.definite:
        return False
    if follow is None or not knowledge.attributive or not follow.text[0].islower():
        return True
    return follow.lower in knowledge.link or follow.lower in knowledge.preposition_ends


def _preposition_before(tokens: Sequence[Token], first: int, knowledge: Lists) -> str | None:
    if first > 1 and knowledge.attributes and tokens[first - 1].text.endswith(knowledge.attributes):
        first -= 2 if tokens[first - 2].lower in knowledge.articles and tokens[first - 2].lower not in knowledge.preposition_ends else 1
    for stop in (first, first - 1):
        if stop < 1 or (stop < first and tokens[stop].lower not in knowledge.linked):
            break
        if tokens[stop - 1].lower not in knowledge.preposition_ends:
            continue
        for length in range(min(knowledge.longest_preposition, stop), 0, -1):
            phrase = tuple(token.lower for token in tokens[stop - length : stop])
            if phrase in knowledge.prepositions:
                return " ".join(phrase)
    return None
