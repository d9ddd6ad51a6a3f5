"""The features of the event reader in words for people: 'c remote_violence:strong' → 'a word of remote violence beside the place'."""

from collections.abc import Mapping, Sequence

from geo import concepts, senses
from geo.sentences import Token
from geo.triggers import cues

_ZONES = {
    "s": "in the sentence", "c": "in the clause of the place", "b": "just before the place", "a": "just behind the place",
    "b1": "right before the place", "b2": "right before the place", "b3": "right before the place", "a1": "right behind the place",
    "a2": "right behind the place", "ba": "right before and behind the place", "bba": "right before and behind the place",
    "between": "between the place and the word of the event", "doc": "in the report",
    "title": "in the title", "mine": "nearer to this place than to another", "theirs": "nearer to another place",
    "carried": "in the sentence, the place being told before", "chief": "in the sentence, the place being the report's main one",
    "country": "in the sentence, the place being the report's country", "heading": "in the sentence, the place being in its heading",
    "actor": "in the sentence, the place standing for those who act",
}  # fmt: skip
_HOW = {
    "named": "the sentence names the place", "heading": "the heading names the place", "actor": "the place stands for those who act",
    "carried": "the place was told before", "chief": "the report names the place most",
    "country": "the report is about the country",
}  # fmt: skip
_SIGNS = {
    "unreal": "a word for what may be", "negated": "a negation", "sport": "a word of sport", "carry": "a word that refers back",
    "air": "something that flies", "front": "a word of the front line", "aggregate": "a toll of the whole war",
}  # fmt: skip
_PLAIN = {
    "holds another": "the place holds another one named", "inside another": "the place lies in another one named",
    "first named": "the place is the first named", "same clause as another": "another place stands in its clause",
    "speaks there": "somebody speaks at the place", "in title": "the title names the place",
    "in source": "the place belongs to the source that is cited", "cited": "the sentence cites a source",
    "in lead": "the first sentence names the place",
    "same paragraph": "the place was told in the same paragraph", "other paragraph": "the place was told in another paragraph",
    "time since": "a time since which something goes on", "time old": "a time long ago", "time recent": "a recent time",
    "time long": "a long span of time", "time ahead": "a time still to come", "time -": "no time in the sentence",
    "s -": "no word of an event",
    "c -": "no word of an event in the clause", "doc -": "no word of an event in the report", "s per day": "a count per day",
    "proposed -": "the word lists propose no event here",
}  # fmt: skip
_MEANT = {":": "a word of {}", "~": "a word for “{}”"}
"""How the class and the gloss of a word are named."""
_ENDS = {"^": "the beginning of the sentence", "$": "its end"}
_STRENGTHS = {"strong": "", "weak": " (weak)"}


def examples(tokens: Sequence[Token], lang: str) -> dict[str, str]:
    """Give a word of a sentence for each of its triggers ("battle:strong"), signs and concepts ("shell").

    Raises LanguageError when sitmap does not read the language.
    """
    found = cues(tokens, lang)
    hits = (*found.triggers, *found.signs, *concepts.find(tokens, lang))
    words = {hit.label: " ".join(token.text for token in tokens[hit.first : hit.last]) for hit in reversed(hits)}
    meant = zip(senses.read(tokens, lang), tokens, strict=True)
    return words | {name: token.text for sense, token in meant for name in sense.marked}


def said(feature: str, words: Mapping[str, str]) -> str:
    """Write a feature of geo.features for people; ``words`` are the examples of its sentence. What is words already stays as it is."""
    if feature in _PLAIN:
        return _PLAIN[feature]
    first, *rest = feature.split(" ")
    if first == "how" and rest[0] in _HOW:
        kind = f" ({rest[-1]})" if "kind" in rest else ""
        return f"{_HOW[rest[0]]}{kind}"
    if first == "kind":
        return f"the place is of the kind {' '.join(rest)}"
    if first == "proposed":
        elsewhere = rest[0] == "elsewhere"
        return f"the word lists propose {_type(rest[1 if elsewhere else 0])} {'at another place' if elsewhere else 'here'}"
    if first == "near" and rest:
        return f"the nearest word of an event is one of {_type(rest[0])}"
    if first == "before" and len(rest) > 1:
        return f"the sentence before tells of {_type(rest[1])}"
    if first == "path":
        return _path(rest)
    if first == "named":
        return f"the report names the place {rest[0]} times"
    if first == "at":
        return f"sentence {int(rest[0]) + 1} of the report" if rest[0] != "6" else "further down in the report"
    if first in _ZONES and rest:
        return _in_zone(first, rest, words)
    return feature


def _in_zone(zone: str, rest: Sequence[str], words: Mapping[str, str]) -> str:
    where = _ZONES[zone]
    if rest[0] == "count":
        return f"a count of {' beside a word of '.join(_type(word) for word in rest[1:])} {where}"
    if rest[0] in {"named", "from", "only", "first", "last", "middle"} and zone in _HOW:
        return _told_before(zone, rest)
    shown = {} if zone in {"doc", "title"} else words
    if rest[0][0] in _MEANT:
        return _meant(zone, rest, shown)
    return f"{' with '.join(_cue(word, shown) for word in rest)} {where}"


def _meant(zone: str, rest: Sequence[str], words: Mapping[str, str]) -> str:
    """Write the senses of words that follow each other; behind a single one may stand the kind of the place."""
    sign, kind = rest[0][0], ""
    if zone in {"b1", "c"} and len(rest) == 2:
        *rest, kind = rest
    names = [part if part[0] == sign and len(part) > 1 else sign + part for part in rest]
    told = [_sense(name, words) for name in names]
    return f"{' … '.join(told)} {_ZONES[zone]}" + (f" ({kind})" if kind else "")


def _path(rest: Sequence[str]) -> str:
    """Write what stands between a place and a word that reports an event."""
    side, *between = rest
    where = "behind" if side == "<" else "before"
    of = f" of {_type(between.pop(0))}" if between and ":" in between[0] and between[0] != ":" else " of an event"
    if between == ["long"]:
        return f"the place stands far {where} the word{of}"
    words = " … ".join(_sense(f":{name}", {}) for name in between if name)
    return f"the place stands {where} the word{of}" + (f", between them {words}" if words else "")


def _sense(name: str, words: Mapping[str, str]) -> str:
    sign, plain = name[0], name[1:].replace("_", " ")
    if name in words or not plain[0].isalpha():
        return _ENDS.get(plain) or f"“{words.get(name, plain)}”"
    return _MEANT[sign].format(plain)


def _told_before(how: str, rest: Sequence[str]) -> str:
    """Write what the sentence that names a place makes of it, where another sentence tells the event."""
    if rest[0] == "named":
        return f"{_HOW[how]}, {rest[1]} times in all"
    if rest[0] == "from":
        what = {"-": "no event", "speech": "only where somebody speaks"}.get(rest[1], _type(rest[1]))
        return f"{_HOW[how]}, and there it was {what}"
    if rest[1] == "areas":
        return "the sentence names only areas"
    return f"{_HOW[how]}, as the {rest[0]} place of that sentence" + (f" ({rest[2]})" if rest[1] == "of" else "")


def _cue(word: str, words: Mapping[str, str]) -> str:
    example = f" (“{words[word]}”)" if word in words else ""
    if word in _SIGNS:
        return _SIGNS[word] + example
    return (f"a word of {_type(word)}" if ":" in word else f"a word of the class {word}") + example


def _type(label: str) -> str:
    kind, _, strength = label.partition(":")
    return kind.replace("_", " ") + _STRENGTHS.get(strength, "")
