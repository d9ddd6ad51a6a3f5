"""The words of actors: who fights, what with, what is done; the lists of a language compiled for geo.actors.

``languages/<code>/actors.toml`` holds what differs by language, ``languages/groups.toml`` the armed groups of all languages.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.language import FOLDER, words
from geo.lexicon import Hit, Lexicon
from geo.sentences import Token, tokenize

CATEGORIES = ("strike", "attack", "fight", "take", "move", "harm", "down", "riot", "free", "carry", "repel")
"""What is done; ``carry`` is "carried out", whose object says what."""
_CAPITALS = 5
"""Letters up to which a name in capitals is an abbreviation, found in capitals only."""


@dataclass(frozen=True, slots=True)
class Group:
    """An armed group of ``groups.toml``."""

    name: str
    """Usual English name."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2, its homes, the most important first; empty for a group of many countries."""
    side: str | None
    """government, rebels, jihadists, separatists, militia, mercenaries or criminals; None where sources differ."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A language's actors.toml, compiled."""

    nouns: Lexicon
    """Labelled group:<number>, adjective:<country>, name:<country>, people:<country>, head, quality, noun:<categories>."""
    verbs: Lexicon
    """Labelled finite:<categories>, participle:<categories>, speech, accuse, claim."""
    before: Lexicon
    """Phrases before who did it, labelled by what was done: "fell to", "at the hands of"."""
    reactions: Lexicon
    """Words before an attack that only is the reason or the fear of what is told."""
    participles: Lexicon
    """Participles before an agent that say that it did something else: "backed by"."""
    vague: frozenset[str]
    """Heads that need an owner: "units"."""
    owned: Lexicon
    """Nouns whose genitive names the doer: "offensive of"."""
    tails: frozenset[str]
    """Nouns that make what stands before them no actor: "army base"."""
    determiners: frozenset[str]
    """Articles and words for how many, stepped over before a noun."""
    genitive_articles: frozenset[str]
    """Articles that make a noun the owner of the one before ("der", "des", "du")."""
    oblique_articles: frozenset[str]
    """Articles that no subject has ("den", "dem")."""
    links: frozenset[str]
    """Words that join a noun to its owner ("of", "de")."""
    agents: frozenset[str]
    """Prepositions of who did it in the passive ("by", "par", "von")."""
    prepositions: frozenset[str]
    """All other prepositions; what they govern is no subject."""
    breaks: frozenset[str]
    """Words that begin another clause."""
    contrast: frozenset[str]
    """Words, and marks, behind which another acts ("while")."""
    relatives: frozenset[str]
    pronouns: frozenset[str]
    complementisers: frozenset[str]
    """Words that open what is said: "that"."""
    infinitives: frozenset[str]
    """Words with which a speaker goes on to what it did itself: "affirme avoir"."""
    possessive: frozenset[str]
    """What follows the apostrophe of an owner: the s of "Israel's"."""
    attribute_endings: tuple[str, ...]
    """Endings of adjectives before a noun, in a language that writes nouns with a capital."""
    nominative_endings: tuple[str, ...]
    """Endings of an adjective that tell a subject."""
    opening_endings: tuple[str, ...]
    """Endings of adverbs that open a sentence, which a capital makes look like nouns."""
    joining: frozenset[str]
    negations: frozenset[str]
    """Words with which nothing was done."""
    have: frozenset[str]
    """Auxiliaries of the active perfect."""
    active: frozenset[str]
    """Auxiliaries that make a participle an active verb: "a pris", "are advancing"."""
    passive: frozenset[str]
    """Auxiliaries of the passive."""
    amounts: frozenset[str]
    """Words for how many, that a link joins to the noun: "hundreds of"."""
    adverbs: frozenset[str]
    """Words that may stand between a subject and its verb."""
    adverb_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    """Endings of verbs that no list holds, after which "and" may join one that does."""
    patient_next: frozenset[str]
    """Words behind a bare participle that show a passive: "soldiers killed in …"."""
    patient_verbs: frozenset[str]
    """Verbs whose past looks like their participle."""
    times: frozenset[str]
    """Words of time, as in attribution.toml."""
    verb_last: bool
    attributes_follow: bool
    capital_nouns: bool
    capital_people: bool

    def is_filler(self, token: Token) -> bool:
        """Tell whether a token may stand between a subject and its verb without being another noun."""
        word = token.lower
        return (
            word in self.adverbs or word in self.have or word in self.passive or word in self.times
            or word.endswith(self.adverb_endings) or not token.text[0].isalpha()
        )  # fmt: skip


@cache
def groups() -> tuple[tuple[Group, tuple[str, ...]], ...]:
    """List the armed groups with the names that reports write."""
    table = tomllib.loads((FOLDER / "groups.toml").read_text(encoding="utf-8"))["groups"]
    return tuple((Group(row["name"], tuple(row["countries"]), row.get("side")), tuple(row["names"])) for row in table)


def spelled_as_listed(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Tell whether a hit has the capitals of its pattern, which tell "US" from "us" and "Wagner" from a common word."""
    first, name = tokens[hit.first].text, hit.pattern
    if len(name) <= _CAPITALS and name.isupper():
        return all(token.text.isupper() or not token.text.isalpha() for token in tokens[hit.first : hit.last])
    return not name[0].isupper() or first[0].isupper()


def _by_category(*tables: tuple[str, Mapping[str, Iterable[str]]]) -> dict[str, list[str]]:
    """Label each pattern with all categories that list it."""
    labels: dict[tuple[str, str], list[str]] = {}
    for prefix, table in tables:
        for category, patterns in table.items():
            for pattern in patterns:
                labels.setdefault((prefix, pattern), []).append(category)
    for (prefix, pattern), categories in labels.items():
        if prefix == "finite":
            categories += labels.get(("participle", pattern), [])
    entries: dict[str, list[str]] = {}
    for (prefix, pattern), categories in labels.items():
        entries.setdefault(f"{prefix}:{','.join(dict.fromkeys(categories))}", []).append(pattern)
    return entries


def _nouns(table: Mapping[str, Mapping[str, list[str]]], lang: str) -> Lexicon:
    entries: dict[str, list[str]] = {}
    for n, (_, names) in enumerate(groups()):
        small = {name for name in names if name.islower()}  # written small too, so its capitals tell nothing
        entries[f"group:{n}"] = [name for name in names if name in small or name.lower() not in small]
    for country, forms in table["countries"].items():
        entries[f"adjective:{country}"] = forms["adjectives"]  # type: ignore[call-overload]
        entries[f"name:{country}"] = forms["names"]  # type: ignore[call-overload]
        entries[f"people:{country}"] = forms["people"]  # type: ignore[call-overload]
    acts = {category: patterns for category, patterns in table["nouns"].items() if category in CATEGORIES}
    return Lexicon(
        {**entries, "head": table["heads"]["words"], **_by_category(("noun", acts)), "quality": table["qualities"]["words"]}, lang
    )


@cache
def wording(lang: str) -> Wording:
    """Compile the lists of a language; raises LanguageError where it has none."""
    table = words(lang, "actors")
    phrase = table["phrase"]

    def lower(name: str) -> frozenset[str]:
        return frozenset(token.lower for item in phrase[name] for token in tokenize(item))

    said = {"speech": phrase["speech"], "accuse": phrase["accuse"], "claim": phrase["claims"]}
    return Wording(
        nouns=_nouns(table, lang),
        verbs=Lexicon({**_by_category(("finite", table["verbs"]), ("participle", table["participles"])), **said}, lang),
        before=Lexicon(table["before"], lang),
        reactions=Lexicon({"reaction": phrase["reactions"]}, lang),
        participles=Lexicon({"other": phrase["other_participles"]}, lang),
        vague=frozenset(table["heads"]["owned"]),
        owned=Lexicon({"owned": table["nouns"]["owned"]}, lang),
        tails=frozenset(table["heads"]["tails"]),
        determiners=lower("determiners"), genitive_articles=lower("genitive_articles"), oblique_articles=lower("oblique_articles"),
        links=lower("links"), agents=lower("agents"), prepositions=lower("prepositions"), breaks=lower("breaks"),
        contrast=lower("contrast"), relatives=lower("relatives"), pronouns=lower("pronouns"), complementisers=lower("complementisers"),
        infinitives=lower("infinitives"), possessive=lower("possessive"), attribute_endings=tuple(phrase["attribute_endings"]),
        nominative_endings=tuple(phrase["nominative_endings"]), opening_endings=tuple(phrase["opening_endings"]), joining=lower("joining"),
        negations=lower("negations"), have=lower("have"), active=frozenset(table["active_auxiliaries"]["words"]),
        passive=lower("passive"), amounts=lower("amounts"), adverbs=lower("adverbs"),
        adverb_endings=tuple(phrase["adverb_endings"]), verb_endings=tuple(phrase["verb_endings"]),
        patient_next=lower("patient_next"), patient_verbs=lower("patient_verbs"),
        times=frozenset(words(lang, "attribution")["phrase"]["times"]), verb_last=table["verb_last"],
        attributes_follow=table["attributes_follow"], capital_nouns=table["capital_nouns"], capital_people=table["capital_people"],
    )  # fmt: skip
