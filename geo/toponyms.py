"""Which spans name a place: the evidence of the words beside a name against the names of persons, bodies and common words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gazetteer import Candidate, Gazetteer
from gazetteer.spelling import fold
from geo.enumerations import in_list, share_kinds
from geo.language import codes, words
from geo.lexicon import Lexicon
from geo.names import Name, find, joined, lists
from geo.nouns import Nouns
from geo.sentences import Sentence, Token

_AREAS = frozenset({"country", "region", "water", "facility", "admin1"})
_KNOWN_TOWN = 0.62
"""Prior from which a town is taken without any evidence: about 400,000 inhabitants, 50,000 in a country at war."""
_LIKELY_TOWN = 0.34
_QUOTES = frozenset('«»"“”„')
_SHORTEST = 4
_LONG_OPENER = 6
"""Letters from which the first word of a sentence is taken for a filed name nearby, where common nouns are written small."""
_LIKELY_AREA = 0.55
_LEAST_AREA = {"facility": 0.45, "region": 0.5, "water": 0.5}
"""Prior from which a name of an area is taken without evidence, by kind."""
_NEAR_SHARE = 0.12
"""Share of a report's sure mentions that makes a country one that the report is about."""


@dataclass(frozen=True, slots=True)
class _Lists:
    organisations: Lexicon
    titles: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    unit_before: frozenset[str]
    unit_after: frozenset[str]
    unit_of: frozenset[str]
    """Words before a link and a name: treaties, universities."""
    unit_links: frozenset[str]
    """What links them with the name: "of"."""
    particles: frozenset[str]
    """Small words inside persons' names: "van", "al"."""
    clear_prepositions: frozenset[str]
    """Prepositions behind which even an unfiled name is a place."""
    prepositions: frozenset[str]
    """Single words that are prepositions of place; one with a capital begins a sentence or a heading."""
    nouns: Nouns
    ages: frozenset[str]
    """Words that may follow a person's age."""
    compass: frozenset[str]
    """Folded compass words, names of units in some countries ("Nord-Est")."""


def _time_words(lang: str) -> frozenset[str]:
    """List the weekdays and months, which begin with a capital in some languages."""
    table = words(lang, "dates")
    return frozenset(word.capitalize() for group in (*table["months"], *table["weekdays"]) for word in group)


@cache
def _read(lang: str) -> _Lists:
    names, context = words(lang, "names"), words(lang, "toponyms")["unit_context"]
    organisations = dict.fromkeys(phrase for code in codes() for phrase in words(code, "names")["organisations"])
    return _Lists(
        organisations=Lexicon({"organisation": organisations}, lang),
        titles=frozenset(title.lower() for title in names["titles"]),
        common=frozenset(names["common_words"]) | _time_words(lang),
        given=frozenset(names["given_names"]),
        surnames=frozenset(names["surnames"]),
        unit_before=frozenset(word.lower() for word in context["before"]),
        unit_after=frozenset(context["after"]),
        unit_of=frozenset(word.lower() for word in context["of"]),
        unit_links=frozenset(context["links"]),
        particles=frozenset(names["particles"]),
        clear_prepositions=frozenset(words(lang, "toponyms")["clear_prepositions"]["words"]),
        prepositions=frozenset(phrase[0] for phrase in lists(lang).prepositions if len(phrase) == 1),
        nouns=lists(lang).nouns,
        ages=frozenset(names["ages"]),
        compass=frozenset(map(fold, words(lang, "relations")["bearing"]["noun"])),
    )


def find_places(text: str, sentences: Sequence[Sentence], lang: str, gazetteer: Gazetteer) -> list[list[Name]]:
    """List, sentence by sentence, the spans that name a place; names of persons and bodies are left out.

    A span without candidates is a name that the gazetteer does not file, in a context that only a place has.
    """
    known = _read(lang)
    persons: set[str] = set()
    found = []
    for sentence in sentences:
        blocked = _blocked(sentence.tokens, known, persons)
        names = [n for n in find(text, sentence, lang, gazetteer) if not _overlaps(n, blocked)]
        persons.update(n.surface for n in names if _is_aged(n, sentence.tokens, known))
        share_kinds(names, sentence.tokens, lists(lang))
        found.append([n for n in names if not _part_of_name(n, sentence.tokens, known)])
    region = _Region(_countries(found, known), gazetteer, lang)
    places = []
    for sentence, names in zip(sentences, found, strict=True):
        kept: list[Name] = []
        for name in names:
            if _is_place(name, kept, sentence, known, persons, region):
                kept.append(name)
        places.append(kept)
    told = {n.surface: n for names in places for n in names if n.form != "adjective"}
    return [
        [n for n in names if any(n is other for other in kept) or _told(n, told, sentence.tokens, known)]
        for sentence, names, kept in zip(sentences, found, places, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Region:
    """The countries that a report is about, and what sounds like a name there."""

    countries: frozenset[str]
    gazetteer: Gazetteer
    lang: str

    def alike(self, surface: str) -> tuple[Candidate, ...]:
        """List the places of these countries whose name sounds like this one."""
        return tuple(c for c in self.gazetteer.alike(surface, self.lang) if c.place.country in self.countries)


def _countries(found: Sequence[Sequence[Name]], known: _Lists) -> frozenset[str]:
    """Find the countries that a good share of the report's sure names lies in."""
    sure = Counter(_best(n).place.country for names in found for n in names if _is_sure(n, known))
    total = sum(sure.values()) or 1
    return frozenset(country for country, count in sure.items() if country and count / total >= _NEAR_SHARE)


def _told(name: Name, told: dict[str, Name], tokens: Sequence[Token], known: _Lists) -> bool:
    """Tell whether a name is the same as one found elsewhere in the report, and not part of a longer name here."""
    same = told.get(name.surface)
    if same is None or name.form == "adjective" or name.article > same.article or _beside_capital(tokens, name, known):
        return False
    if not name.candidates:
        name.candidates = same.candidates
    return True


def _best(name: Name) -> Candidate:
    return max(name.candidates, key=_prior)


def _prior(candidate: Candidate) -> float:
    return candidate.prior


def _is_aged(name: Name, tokens: Sequence[Token], known: _Lists) -> bool:
    """Tell whether an age follows a name, which then is a person's: "Karim, 23 ans", "Karim, 23, fled"."""
    follow = [token.text for token in tokens[name.last : name.last + 3]]
    aged = len(follow) == 3 and follow[0] == "," and follow[1].isdecimal() and len(follow[1]) < 3
    return aged and (follow[2] in known.ages or follow[2] == ",") and not name.area_word and name.preposition is None


def _overlaps(name: Name, blocked: set[int]) -> bool:
    """Tell whether a name lies in one of a person or body; a filed one of three words holds it ("Dera Ismail Khan", "Abdul Haq Square")."""
    holds = name.last not in blocked and name.first - 1 not in blocked and name.last - name.first > 2
    if holds and name.candidates and (name.first not in blocked or _best(name).place.kind in _AREAS):
        return False
    return any(i in blocked for i in range(name.first, name.last))


def _blocked(tokens: Sequence[Token], known: _Lists, persons: set[str]) -> set[int]:
    """Collect the tokens of organisations' and persons' names; surnames found are remembered for the rest of the report."""
    blocked: set[int] = set()
    for hit in known.organisations.find(tokens):
        if tokens[hit.first].text[0].isupper() or tokens[hit.last - 1].text[0].isupper():
            blocked.update(range(hit.first, hit.last))
    given, titles = known.given, known.titles
    for i in [i for i, t in enumerate(tokens) if t.text in given or (i and tokens[i - 1].lower in titles and t.text[0].isupper())]:
        word = tokens[i].text
        after_title = i > 0 and tokens[i - 1].lower in titles and word[0].isupper() and len(word) > 1
        if i not in blocked and (word in given or (after_title and i + 1 < len(tokens) and tokens[i + 1].text[0].isupper())):
            last = _name_end(tokens, i, known.particles)
            if last > i + 1 or after_title:
                blocked.update(range(i, last))
                persons.update(t.text for t in tokens[i + 1 : last] if len(t.text) > 2 and t.text[0].isupper())
    return blocked


def _name_end(tokens: Sequence[Token], i: int, particles: frozenset[str]) -> int:
    """Find the end of a person's name that begins at token i: capitalised words, hyphens, initials, particles."""
    last = i + 1
    while last < len(tokens) and last - i < 7:
        token = tokens[last]
        follows = last + 1 < len(tokens) and tokens[last + 1].text[:1].isupper()
        hyphen = token.text in "-‐‑" and joined(tokens, last)
        initial = token.text == "." and len(tokens[last - 1].text) == 1
        if not (token.text[:1].isupper() or hyphen or (follows and (initial or token.lower in particles))):
            break
        last += 1
    return last


def _part_of_name(name: Name, tokens: Sequence[Token], known: _Lists) -> bool:
    """Tell whether the words beside a name make it part of another name ("Bataillon Azov", "Malaysia Airlines")."""
    if "part of a name" in name.notes:
        return True
    before = [t.lower for t in tokens[max(0, name.first - 2) : name.first]]
    after = tokens[name.last] if name.last < len(tokens) else None
    if before and (before[-1] in known.unit_before or (before[-1] in _QUOTES and before[0] in known.unit_before)):
        return True
    if len(before) > 1 and before[-1] in known.unit_links and any(word in known.unit_of for word in _words_before(tokens, name)):
        return True
    if before and before[-1] in _QUOTES and after and after.text in _QUOTES:
        return not name.area_word
    return bool(after and after.text in known.unit_after and after.start == name.end + 1)


def _words_before(tokens: Sequence[Token], name: Name) -> list[str]:
    return [token.lower for token in tokens[max(0, name.first - 4) : name.first - 1]]


def _is_sure(name: Name, known: _Lists) -> bool:
    if not name.candidates or name.surface in known.common:
        return False
    best = _best(name)
    return best.place.kind in _AREAS or best.prior >= _KNOWN_TOWN or (name.area_word and best.prior > _LIKELY_TOWN)


def _is_place(name: Name, before: Sequence[Name], sentence: Sentence, known: _Lists, persons: set[str], region: _Region) -> bool:
    tokens = sentence.tokens
    common = name.surface in known.common or (name.last - name.first == 1 and name.surface.lower() in known.titles)
    person = name.surface in persons or name.surface in known.surnames
    if common or (person and not name.area_word):
        return bool(name.area_word and name.candidates and not common)
    if not name.candidates:
        return _unfiled_place(name, before, sentence, known, region)
    if name.key in known.compass and not name.area_word:
        return False
    best = _best(name)
    if not name.area_word and _is_titled(name, tokens, known):
        return False
    if name.form == "adjective" and not name.area_word:
        noun = name.last < len(tokens) and tokens[name.last].text[0].isupper()
        return noun and best.prior >= _KNOWN_TOWN and best.place.kind == "settlement"
    if name.form in {"part", "compound"}:
        return best.place.kind in _AREAS or (name.form == "compound" and best.prior >= _KNOWN_TOWN)
    if name.form == "genitive" and best.prior >= _KNOWN_TOWN:
        return True
    short = len(name.key) <= 3 and not name.surface.isupper() and best.place.kind == "admin1"
    if best.place.kind in _AREAS and len(name.surface) > 1 and best.prior > _LEAST_AREA.get(best.place.kind, _LIKELY_AREA) and not short:
        return True
    return _is_town(name, best, sentence, known, region)


def _is_town(name: Name, best: Candidate, sentence: Sentence, known: _Lists, region: _Region) -> bool:
    """Weigh the evidence for a name that only towns and small areas bear."""
    tokens = sentence.tokens
    nearby = any(c.place.country in region.countries for c in name.candidates)
    beside = _beside_capital(tokens, name, known)
    single = name.last - name.first == 1
    told = not single or name.definite or name.preposition is not None
    area = best.place.kind in _LEAST_AREA and not known.nouns.holds(name.surface) and name.surface not in known.given
    if nearby and area and told and not beside:
        return True
    doubtful = (name.article and single) or (name.surface in known.given and name.preposition is None)
    if doubtful and not name.area_word and best.prior < _KNOWN_TOWN:
        return False
    evidence = name.area_word or name.preposition is not None
    if best.prior >= _KNOWN_TOWN:
        return evidence or not beside or nearby
    if name.area_word:
        return True
    if not nearby and evidence and not beside and not known.nouns.holds(name.surface) and (alike := region.alike(name.surface)):
        name.candidates = (*alike, *name.candidates)
        return True
    headed = _is_headed(name, tokens)
    if nearby:
        opens = len(name.key) > _LONG_OPENER and not known.nouns.holds(name.surface)
        inside = not beside and (name.first > 0 or opens) and len(name.key) > 3
        return (evidence and not beside) or name.last - name.first > 1 or headed or inside
    return evidence and best.prior >= _LIKELY_TOWN and not beside and len(name.key) > 3


def _is_headed(name: Name, tokens: Sequence[Token]) -> bool:
    """Tell whether a name opens a heading or an apposition: "Kurakhove: …", "Inata, 14 novembre", "Wulgo (Borno)"."""
    mark = tokens[name.last].text if name.last < len(tokens) else ""
    return mark in {":", "("} or (mark == "," and name.first == 0)


def _is_titled(name: Name, tokens: Sequence[Token], known: _Lists) -> bool:
    """Tell whether a name is that of who bears the title before it ("Präsident Hollande")."""
    return name.first > 0 and tokens[name.first - 1].lower in known.titles and name.form == "plain"


def _beside_capital(tokens: Sequence[Token], name: Name, known: _Lists) -> bool:
    """Tell whether another capitalised word touches the name, as in a person's or body's name."""
    before = tokens[name.first - 1] if name.first > 1 else None
    after = tokens[name.last] if name.last < len(tokens) else None
    if before and (before.lower in known.prepositions or known.nouns.holds_thing(before.text)):
        before = None
    if after and after.start > name.end and known.nouns.holds(after.text):
        after = None
    touching = [t for t in (before, after) if t and t.text[0].isupper() and len(t.text) > 1]
    return any(abs(t.end - name.start) <= 1 or abs(t.start - name.end) <= 1 for t in touching)


def _unfiled_place(name: Name, before: Sequence[Name], sentence: Sentence, known: _Lists, region: _Region) -> bool:
    """Take an unknown name for a place behind a word for its kind ("le village de …") or a clear preposition, or in a list of places."""
    tokens = sentence.tokens
    if len(name.surface) < _SHORTEST or not name.surface[0].isupper() or name.surface.isupper() or name.surface in known.given:
        return False
    if name.form == "facility":
        return True
    if tokens[name.last - 1].text.islower() and tokens[name.last - 2].text in "-‐‑":  # "RSF-controlled"
        return False
    if name.article or known.nouns.holds(tokens[name.last - 1].text) or (name.first > 0 and tokens[name.first - 1].lower in known.titles):
        return False
    beside = _beside_capital(tokens, name, known)
    behind_word = name.area_word and name.first > 0 and _no_noun(name, sentence)
    headed = name.last < len(tokens) and tokens[name.last].text == "(" and name.first > 0
    opening = name.first == 0 and _is_headed(name, tokens)
    located = name.preposition in known.clear_prepositions and not beside
    listed = bool(before) and not beside and in_list(tokens, before[-1], name, lists(region.lang))
    if name.preposition or behind_word or headed or listed or opening or name.last - name.first > 1:
        name.candidates = region.alike(name.surface)
    return bool(behind_word or headed or located or listed or (name.candidates and not beside))


def _no_noun(name: Name, sentence: Sentence) -> bool:
    """Tell whether the name stands right behind the word for its kind, not as a capitalised noun of its own phrase."""
    previous = sentence.tokens[name.first - 1].lower
    return previous not in {"der", "des", "von", "die", "das", "dem", "den"} and not name.surface.isupper()
