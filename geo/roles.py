"""Location or government: what a sentence does with the name of a country or a capital.

The words beside the name vote; a positive sum means that the name stands for those who rule the place (metonym).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from geo.language import seats_of_government, words
from geo.lexicon import Lexicon
from geo.names import Name, joined
from geo.records import Mention, Role
from geo.resolution import Resolved
from geo.sentences import Sentence, Token

_SURE = 9.0
_LEAD_PARAGRAPHS = 2
_DATELINE = 12
"""Tokens in which a dateline ends."""


@dataclass(frozen=True, slots=True)
class _Cues:
    joining: frozenset[str]
    citing: frozenset[str]
    articles: frozenset[str]
    genitive: frozenset[str]
    possessive: frozenset[str]
    locative: frozenset[str]
    dative: frozenset[str]
    metonym: frozenset[str]
    against: frozenset[str]
    """Prepositions of whom an attack is aimed at."""
    sources: frozenset[str]
    """Words before a place that something is heard from ("aus Kiew")."""
    agents: frozenset[str]
    """Words before who does what a participle behind the name says ("von Russland kontrolliert")."""
    attributive: tuple[str, ...]
    """Endings of adjectives that stand between a preposition and a name."""
    patients: Lexicon
    object_follows: bool
    """A name right behind an attack verb is what is attacked; false where the subject may stand there."""


_LABELS = (
    "dative_heads",
    "attack_heads",
    "geography_heads",
    "actor_heads",
    "speech_verbs",
    "agent_verbs",
    "attack_verbs",
    "loss_verbs",
    "modifier_nouns",
    "statement_heads",
    "agent_participles",
)


class _Classes:
    """The classes of a word: several lists may hold it."""

    def __init__(self, table: dict[str, list[str]], lang: str) -> None:
        self._lexicons = {label: Lexicon({label: table[label]}, lang) for label in _LABELS}

    def has(self, tokens: Sequence[Token], i: int, label: str) -> bool:
        return 0 <= i < len(tokens) and self._lexicons[label].at(tokens, i) is not None


@cache
def _cues(lang: str) -> tuple[_Cues, _Classes]:
    table = words(lang, "roles")
    cues = _Cues(
        articles=frozenset(table["articles"]),
        genitive=frozenset(table["genitive_words"]),
        possessive=frozenset(table["possessive_words"]),
        joining=frozenset(table["joining"]),
        citing=frozenset(table["citing"]),
        locative=frozenset(table["locative"]),
        dative=frozenset(table["dative"]),
        metonym=frozenset(table["metonym_prepositions"]),
        against=frozenset(table["against_words"]),
        sources=frozenset(table["source_words"]),
        agents=frozenset(table["agent_words"]),
        attributive=tuple(table["attributive_endings"]),
        patients=Lexicon({"patient": table["patient_verbs"]}, lang),
        object_follows=bool(table["object_follows"]),
    )
    return cues, _Classes(table, lang)


def can_act(item: Resolved) -> bool:
    """Tell whether a place's name may stand for a government: countries, seats of government."""
    if item.place is None or item.name.form == "part" or item.name.area_word:
        return False
    return item.place.kind == "country" or item.place.label in seats_of_government()


def roles(sentence: Sentence, items: Sequence[Resolved], lang: str, placed: Collection[tuple[int, int]] = ()) -> list[Role]:
    """Decide the role of each name of a sentence; ``placed`` are the spans of names that something is told to lie by."""
    if not items:
        return []
    dateline = _dateline_end(sentence)
    votes = [
        -_SURE if not can_act(item) or item.name.end <= dateline or (item.name.start, item.name.end) in placed
        else _vote(sentence.tokens, item, lang)
        for item in items
    ]  # fmt: skip
    for i, item in enumerate(items):
        if i and can_act(item) and can_act(items[i - 1]) and _coordinated(sentence.tokens, items[i - 1].name, item.name, _cues(lang)[0]):
            if items[i - 1].name.preposition and not item.name.preposition and votes[i - 1] < 0:
                votes[i] = votes[i - 1]
                continue
            total = votes[i] + votes[i - 1]
            if abs(votes[i - 1]) >= 2 or abs(votes[i]) >= 2:
                strongest = votes[i - 1] if abs(votes[i - 1]) > abs(votes[i]) else votes[i]
                total = strongest
            votes[i] = votes[i - 1] = total
    return ["metonym" if vote > 0 else "literal" for vote in votes]


def _dateline_end(sentence: Sentence) -> int:
    """Find the offset at which the dateline of a report ends ("KINSHASA, June 14 (AFP) – …"); 0 when the sentence has none."""
    tokens = sentence.tokens[:_DATELINE]
    if sentence.start > 0:
        return _agency_start(tokens) if sentence.paragraph <= _LEAD_PARAGRAPHS else 0
    bar = next((token for token in tokens if token.text == "|"), None)  # "BERLIN taz |"
    if bar:
        return bar.start
    for i, token in enumerate(tokens):
        if token.text in "–—-(" and i and not (joined(sentence.tokens, i) and joined(sentence.tokens, i + 1)):
            return token.start
        if token.text == ":" and i and all(t.text.isupper() or not t.text[0].isalpha() for t in tokens[:i]):
            return token.start  # "PORT SUDAN: …"; "Kurakhove: 23 assaults" is a heading
        if token.text[0].islower() or token.text in ".:;":
            break
    return 0


def _agency_start(tokens: Sequence[Token]) -> int:
    """Find the agency in brackets behind a dateline below a heading or teaser ("Beirut (dpa) – …"); 0 when there is none."""
    opening = next((i for i, token in enumerate(tokens) if token.text == "("), 0)
    closing = next((i for i, token in enumerate(tokens) if token.text == ")"), 0)
    named = opening and all(token.text[0].isupper() or token.text in "/,-" for token in tokens[:opening])
    dashed = 0 < closing < len(tokens) - 1 and tokens[closing + 1].text in "–—-"
    return tokens[opening].start if named and dashed and closing - opening <= 4 else 0


def in_dateline(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a place is only where the report was written: "GOMA (AFP) – …"."""
    return mention.end <= _dateline_end(sentence)


def speaks_there(sentence: Sentence, mention: Mention, lang: str) -> bool:
    """Tell whether a place is only where somebody speaks: a dateline, "the ministry in London", "sagte ein Sprecher in Kiew"."""
    if in_dateline(sentence, mention):
        return True
    if mention.place is None or (mention.place.kind != "country" and mention.place.label not in seats_of_government()):
        return False
    cues, classes = _cues(lang)
    tokens = sentence.tokens
    first = sentence.index(mention.start)
    near = range(max(0, first - 5), first)
    return any(classes.has(tokens, k, "actor_heads") for k in near) and any(
        classes.has(tokens, k, "speech_verbs") or tokens[k].lower in cues.citing for k in range(max(0, first - 9), first)
    )


def _coordinated(tokens: Sequence[Token], a: Name, b: Name, cues: _Cues) -> bool:
    between = [t.lower for t in tokens[a.last : b.first]]
    return (
        1 <= len(between) <= 3
        and any(word in cues.joining for word in between)
        and all(word in cues.joining or word in cues.articles or word == "'" for word in between)
    )


def _vote(tokens: Sequence[Token], item: Resolved, lang: str) -> float:
    """Sum the votes for metonym (positive) and literal (negative)."""
    cues, classes = _cues(lang)
    name = item.name
    if name.form == "compound":
        return -2.0
    if name.form == "adjective":
        return 2.0 if classes.has(tokens, name.last, "actor_heads") else -2.0
    if name.preposition and " " in name.preposition:
        return -_SURE
    i = _word_before(tokens, name, cues)
    before = tokens[i].lower if i >= 0 else ""
    if before in cues.agents and any(classes.has(tokens, k, "agent_participles") for k in range(name.last, name.last + 3)):
        return 2.5
    if before in cues.sources and _is_source(tokens, i, name, classes):
        return 2.5
    if before in cues.genitive:
        return _genitive(tokens, i, classes, item)
    if name.form == "genitive" or (name.last + 1 < len(tokens) and tokens[name.last].lower == "'" and tokens[name.last + 1].lower == "s"):
        return _possessive(tokens, name, classes, item)
    if cues.object_follows and i >= 0 and classes.has(tokens, i, "attack_verbs") and before not in cues.metonym:
        return -2.5
    vote = _governed(tokens, i, cues, classes) + _subject(tokens, name, classes, cues, item)
    free = before not in cues.locative and before not in cues.dative
    if i >= 0 and free and classes.has(tokens, i, "speech_verbs"):
        vote += 1.5
    elif i >= 0 and free and classes.has(tokens, i, "agent_verbs"):
        vote += 1.0
    if vote == 0.0 and free and name.preposition is None and not name.area_word:
        vote = 0.5 if _in_a_clause(tokens, name) else -0.5
    return vote


def _word_before(tokens: Sequence[Token], name: Name, cues: _Cues) -> int:
    """Find the word that governs a name: before it, past an adjective and articles; -1 for none."""
    i = name.first - 1
    if cues.attributive and i > 0 and tokens[i].text[0].islower() and tokens[i].lower.endswith(cues.attributive):
        i -= tokens[i - 1].lower in cues.locative or tokens[i - 1].lower in cues.articles
    while i >= 0 and tokens[i].lower in cues.articles and tokens[i].lower not in cues.genitive:
        i -= 1
    if i > 0 and tokens[i].lower == "'":
        i -= 1
    return i


def _governed(tokens: Sequence[Token], i: int, cues: _Cues, classes: _Classes) -> float:
    """Vote by the preposition or verb at i that governs a name."""
    before = tokens[i].lower if i >= 0 else ""
    vote = 0.0
    if i > 0 and f"{tokens[i - 1].lower} {before}" in cues.metonym:
        vote = 2.0
    elif before in cues.dative and any(classes.has(tokens, k, "dative_heads") for k in range(max(0, i - 6), i)):
        vote = 2.5
    elif before in cues.locative:
        vote = -3.0
    elif before in cues.metonym:
        attacked = before in cues.against and any(classes.has(tokens, k, "attack_heads") for k in range(max(0, i - 6), i))
        vote = -2.5 if attacked else 2.0
    if classes.has(tokens, i, "attack_verbs") and before not in cues.metonym:
        vote -= 1.5
    return vote


def _is_source(tokens: Sequence[Token], i: int, name: Name, classes: _Classes) -> bool:
    """Tell whether a statement comes from the place: "nach Angaben aus Kiew", "from Moscow came assurances"."""
    near = (*range(max(0, i - 4), i), *range(name.last, min(len(tokens), name.last + 6)))
    return any(classes.has(tokens, k, "statement_heads") for k in near)


def _in_a_clause(tokens: Sequence[Token], name: Name) -> bool:
    """Tell whether a bare name is part of a sentence, where it acts or is acted on, and not a heading or an apposition in commas."""
    after = tokens[name.last] if name.last < len(tokens) else None
    before = tokens[name.first - 1] if name.first else None
    if after is None or after.text in ":(/–—-":
        return False
    return not (before and before.text in ",(" and after.text in ",).;:")


def _genitive(tokens: Sequence[Token], i: int, classes: _Classes, item: Resolved) -> float:
    """Judge by the noun that the name belongs to: geography (literal) or an actor (metonym)."""
    for k in range(i - 1, max(-1, i - 5), -1):
        if classes.has(tokens, k, "actor_heads"):
            return 2.5
        if classes.has(tokens, k, "geography_heads"):
            return -2.5
        if classes.has(tokens, k, "dative_heads"):
            return 1.5
    return 0.4 if item.place and item.place.kind != "country" else -0.4


def _possessive(tokens: Sequence[Token], name: Name, classes: _Classes, item: Resolved) -> float:
    """Judge "Moscow's …", "Moskaus …" by the noun that follows, else by the one before (German genitive behind its noun)."""
    start = name.last + (2 if name.last < len(tokens) and tokens[name.last].lower == "'" else 0)
    for k in range(start, min(len(tokens), start + 4)):
        if tokens[k].text in ",.;:":
            break
        if classes.has(tokens, k, "geography_heads"):
            return -2.0
        if classes.has(tokens, k, "actor_heads"):
            return 2.0
    for k in range(name.first - 1, max(-1, name.first - 3), -1):
        if classes.has(tokens, k, "geography_heads"):
            return -2.0
        if classes.has(tokens, k, "actor_heads"):
            return 2.0
    return 1.0 if item.place and item.place.kind != "country" else 0.5


def _subject(tokens: Sequence[Token], name: Name, classes: _Classes, cues: _Cues, item: Resolved) -> float:
    """Vote by the verb that follows, or the noun that the name modifies ("US President")."""
    if name.last >= len(tokens):
        return 0.0
    if classes.has(tokens, name.last, "modifier_nouns"):
        return 2.0
    for k in range(name.last, min(len(tokens), name.last + 3)):
        if tokens[k].text in ".;:()":
            break
        if classes.has(tokens, k, "loss_verbs"):
            return 2.0
        if cues.patients.at(tokens, k):
            return -2.0
        if classes.has(tokens, k, "speech_verbs"):
            return 2.5
        if classes.has(tokens, k, "agent_verbs"):
            return 1.5
        if tokens[k].text == "," and k == name.last:
            return 0.3
    return 0.0
