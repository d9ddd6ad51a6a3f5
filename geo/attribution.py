"""Who says so, and how surely: the source that a sentence cites, whether it was checked, denied or doubted.

The words are data: geo/languages/<code>/attribution.toml. A language differs only in its lists and in whether its nouns
begin with a capital, which shows where a German noun phrase ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from geo.language import words
from geo.lexicon import Hit, Lexicon
from geo.sentences import Sentence, Token, tokenize

_ENDS = frozenset('.,;:!?()[]–—…\n"«»“”„‚‘')
_QUOTES = frozenset('"«»“”„‚‘')
_BREAKS = frozenset(";:–—")
_LONGEST = 14
_NEGATION_REACH = 12  # tokens between a word of checking and its negation
_CONTEXT = 3  # sentences back in which a pronoun's name is looked for
# "according to" tells more surely whom the report cites than a verb; "citing" names whom that source cites in turn
_LABELS = ("before", "after", "say", "tell", "citing")

# How much a reading loses by each sign of doubt; the signs multiply.
_FACTORS = {"unverified": 0.8, "denied": 0.6, "disputed": 0.75, "indirect": 0.9, "hedged": 0.85}


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a sentence says of the standing of its news."""

    source: str | None = None
    """Whom the report cites, in its own words, without the article; None when it cites nobody by a name or noun."""
    span: tuple[int, int] | None = None
    """Span of the source in the text; with a pronoun, that of the name in the sentence before."""
    verified: bool | None = None
    """False: said to be unchecked; True: said to be checked independently; None: nothing said."""
    unverified_note: bool = False
    """The sentence remarks that something could not be checked; read() carries that to what it speaks of."""
    denied: bool = False
    """Someone denies it."""
    disputed: bool = False
    """The sides contradict each other about it."""
    indirect: bool = False
    """Reported speech by its mood or adverb: Konjunktiv I, the conditional of the French press, "reportedly"."""
    hedged: bool = False
    """The wording keeps a distance: "mutmaßlich", "apparently", "affirme avoir"."""

    @property
    def confidence_factor(self) -> float:
        """Give the factor, 0 to 1, by which the confidence of a reading falls."""
        signs = {"unverified": self.verified is False} | {name: getattr(self, name) for name in _FACTORS if name != "unverified"}
        factor = 1.0
        for name, present in signs.items():
            factor *= _FACTORS[name] if present else 1.0
        return round(factor, 3)


@dataclass(frozen=True, slots=True)
class _Wording:
    """A language's attribution.toml, compiled."""

    cues: Lexicon
    signs: Lexicon
    negations: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    stops: frozenset[str]
    skip: frozenset[str]
    times: frozenset[str]
    pronouns: frozenset[str]
    wrappers: tuple[tuple[str, ...], ...]
    asides: tuple[tuple[str, ...], ...]
    prepositions: frozenset[str]
    inverting: frozenset[str]
    passive: frozenset[str]
    titles: frozenset[str]
    capital_nouns: bool


def find(text: str, sentence: tuple[int, int], lang: str, context: Sequence[tuple[int, int]] = ()) -> Attribution:
    """Read who vouches for a sentence, or for a clause of it, and how surely.

    ``sentence`` is the span in the text; ``context`` are the spans of the sentences before it, nearest last, in which
    the name behind "he said" or "demnach" is looked for.
    """
    before = (tokenize(text, start, end) for start, end in reversed(context))
    return _attribution(text, tokenize(text, *sentence), before, _wording(lang))


def read(text: str, sentences: Sequence[Sentence], lang: str) -> list[Attribution]:
    """Read every sentence of a report, and carry remarks that something could not be checked to what they speak of.

    A remark applies to the sentences before it in its paragraph, or to its own alone where that cites somebody; at a
    paragraph's start, to the paragraph before; at the start of the last paragraph, or about "both sides", to all that
    stands before; followed by a sentence that ends in a colon, to all that follows too.
    """
    wording = _wording(lang)
    found: list[Attribution] = []
    for i, sentence in enumerate(sentences):
        near = reversed(sentences[max(0, i - _CONTEXT) : i])
        before = (other.tokens for other in near if other.paragraph >= sentence.paragraph - 1)
        found.append(_attribution(text, sentence.tokens, before, wording))
    for i, attribution in enumerate(found):
        if attribution.unverified_note and attribution.source is None:
            everything = any(hit.label == "everything" for hit in wording.signs.find(sentences[i].tokens))
            for j in range(i + 1) if everything else _reach(text, sentences, i):
                found[j] = replace(found[j], verified=False)
    return found


def _attribution(text: str, tokens: Sequence[Token], before: Iterable[Sequence[Token]], wording: _Wording) -> Attribution:
    """Read a sentence's tokens; ``before`` gives the sentences before it, nearest first."""
    found, left = _signs(tokens, wording)
    span, pronoun = _source(left, wording)
    if span is None and pronoun:
        span = next((named for named, _ in (_source(other, wording) for other in before) if named), None)
    return replace(found, source=text[slice(*span)], span=span) if span else found


def _reach(text: str, sentences: Sequence[Sentence], note: int) -> range:
    """Give the sentences that a remark speaks of, itself included."""
    paragraph = sentences[note].paragraph
    first = note
    if note and sentences[note - 1].paragraph != paragraph:
        paragraph = 0 if paragraph == sentences[-1].paragraph else sentences[note - 1].paragraph
    while first and sentences[first - 1].paragraph >= paragraph:
        first -= 1
    announces = note + 1 < len(sentences) and text[: sentences[note + 1].end].rstrip().endswith(":")
    return range(first, len(sentences) if announces else note + 1)


def _signs(tokens: Sequence[Token], wording: _Wording) -> tuple[Attribution, Sequence[Token]]:
    """Read the signs of checking and doubt; give also the tokens left for the source, without a remark on checking."""
    hits = wording.signs.find(tokens)
    labels = {hit.label for hit in hits}
    checks = [hit for hit in hits if hit.label in ("check", "verified")]
    near = (tokens[max(0, hit.first - _NEGATION_REACH) : hit.last + _NEGATION_REACH] for hit in checks)
    unchecked = any(token.lower in wording.negations for around in near for token in around)
    found = Attribution(
        verified=False if unchecked or "unverified" in labels else True if "verified" in labels else None,
        unverified_note=unchecked,
        denied="denied" in labels,
        disputed="disputed" in labels,
        indirect="indirect" in labels,
        hedged="hedged" in labels,
    )
    if not unchecked:
        return found, tokens
    first = max((i + 1 for i in range(checks[0].first) if tokens[i].text in _BREAKS), default=0)
    return found, tokens[:first]


def _source(tokens: Sequence[Token], wording: _Wording) -> tuple[tuple[int, int] | None, bool]:
    """Find the source's span; and whether a pronoun stands for it."""
    hits = wording.cues.find(tokens)
    pronoun = False
    for label in _LABELS:
        for hit in hits:
            if label != ("before" if hit.label in ("after_comma", "learned") else hit.label):
                continue
            for first, last in _places_to_look(hit, tokens, wording):
                if first >= last or _lower(tokens[first:last]) in wording.wrappers:
                    continue
                if _is_pronoun(tokens[first:last], wording):
                    pronoun = True
                    break
                return (tokens[first].start, tokens[last - 1].end), False
    return None, pronoun


def _is_pronoun(phrase: Sequence[Token], wording: _Wording) -> bool:
    lower = [token.lower for token in phrase]
    return " ".join(lower) in wording.pronouns or lower[0] in wording.pronouns or lower[-1] in wording.pronouns


def _places_to_look(hit: Hit, tokens: Sequence[Token], wording: _Wording) -> list[tuple[int, int]]:
    """Give the token ranges where the source of a cue may stand, the likelier first."""
    previous = tokens[hit.first - 1] if hit.first else None
    if hit.label in ("before", "learned", "citing"):
        return [_forward(tokens, hit.last, wording)]
    if hit.label == "after_comma":
        follow = tokens[hit.last] if hit.last < len(tokens) else None
        named = follow and (follow.text[0].isupper() or follow.lower in wording.determiners)
        return [_forward(tokens, hit.last, wording)] if named and previous and previous.text == "," else []
    if hit.label == "after":
        return [_backward(tokens, hit.first - 1, wording)]
    if previous and (previous.lower in wording.passive or tokens[hit.first].text[0].isupper()):
        return []
    behind = _subject(tokens, hit.first - 1, wording)
    if hit.label == "tell":
        return [behind]
    ahead = _forward(tokens, hit.first + 1 if ".." in hit.pattern else hit.last, wording)
    at = hit.first
    while at and tokens[at - 1].lower in wording.skip:
        at -= 1
    inverted = at and (tokens[at - 1].text in _ENDS or tokens[at - 1].lower in wording.inverting)
    if inverted and not _aside(tokens, at - 1, wording):
        return [ahead, behind]
    return [behind, ahead] if wording.capital_nouns else [behind]


def _subject(tokens: Sequence[Token], at: int, wording: _Wording) -> tuple[int, int]:
    """Read the noun phrase before a verb, with the seat of what it names ("das Ministerium in Kiew").

    None when a preposition shows that it is not the subject.
    """
    first, last = _backward(tokens, at, wording)
    before = first - 1
    while before > 0 and tokens[before].lower in wording.determiners:
        before -= 1
    if before < 0 or tokens[before].lower not in wording.prepositions:
        return first, last
    seated = wording.capital_nouns and last > first and before > 0 and tokens[before - 1].text[0].isupper()
    head = _subject(tokens, before - 1, wording) if seated else (last, last)
    return (head[0], last) if head[0] < head[1] == before else (last, last)


def _aside(tokens: Sequence[Token], comma: int, wording: _Wording) -> bool:
    """Tell whether a comma closes an aside to a name: "Uba Sani, gouverneur de Kaduna, assure …"."""
    if tokens[comma].text != ",":
        return False
    opening = _opening_comma(tokens, comma)
    aside = _lower(tokens[opening + 1 : comma])
    if opening < 0 or not aside:
        return False
    named = len(aside) > 1 and all(token.text[0].isupper() or token.text in "-'’" for token in tokens[opening + 1 : comma])
    return named or not wording.titles.isdisjoint(aside) or any(aside[: len(words)] == words for words in wording.asides)


def _lower(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.lower for token in tokens)


def _opening_comma(tokens: Sequence[Token], comma: int) -> int:
    """Give the comma before a comma of the same clause; -1 for none near."""
    return next((i for i in range(comma - 1, max(-1, comma - 2 * _LONGEST), -1) if tokens[i].text == ","), -1)


def _forward(tokens: Sequence[Token], at: int, wording: _Wording) -> tuple[int, int]:
    """Read the noun phrase that begins at a token, after times and articles."""
    before = -1
    while before < at < len(tokens):
        before, at = at, _after_times(tokens, at, wording)
        while at < len(tokens) and (tokens[at].lower in wording.determiners or tokens[at].text in "'’"):
            at += 1
        at += next((len(words) for words in wording.wrappers if _lower(tokens[at : at + len(words)]) == words), 0)
    first = last = at
    headed = False
    while last < min(len(tokens), first + _LONGEST):
        token = tokens[last]
        if token.text in _ENDS or token.lower in wording.stops or token.text[0].isdigit():
            break
        if wording.capital_nouns and headed and not _goes_on(tokens, last, wording):
            break
        headed = headed or token.text[0].isupper()
        last += 1
    if wording.capital_nouns and not headed and not _is_pronoun(tokens[first:last] or tokens[:1], wording):
        return first, first  # "teilte mit": no noun, no subject
    return _with_name(tokens, *_trimmed(tokens, first, last, wording), wording)


def _after_times(tokens: Sequence[Token], at: int, wording: _Wording) -> int:
    """Step over "am Montag", "le 13 septembre", "on Tuesday"."""
    best = at
    while at < len(tokens) and (tokens[at].lower in wording.times or tokens[at].text[0].isdigit()):
        at += 1
        if tokens[at - 1].text[0].isdigit() or tokens[at - 1].lower in wording.stops | wording.times - wording.determiners:
            best = at
    return best


def _backward(tokens: Sequence[Token], at: int, wording: _Wording) -> tuple[int, int]:
    """Read the noun phrase that ends at a token, before auxiliaries, times and an aside between commas."""
    while at >= 0 and (tokens[at].lower in wording.skip or tokens[at].text in "'’" or tokens[at].text in _QUOTES):
        at -= 1
    if at >= 0 and tokens[at].text == ",":
        at = _opening_comma(tokens, at) - 1
    last = first = at + 1
    while first > max(0, last - _LONGEST):
        token = tokens[first - 1]
        if token.text in _ENDS or token.lower in wording.stops or token.lower in wording.pronouns:
            break
        if wording.capital_nouns and not _in_noun_phrase(tokens, first - 1, wording):
            break
        first -= 1
        if wording.capital_nouns and token.lower in wording.determiners and not _genitive(tokens, first, wording):
            break
    if first == last and first and tokens[first - 1].lower in wording.pronouns:
        return first - 1, last
    return _trimmed(tokens, first, last, wording)


def _in_noun_phrase(tokens: Sequence[Token], i: int, wording: _Wording) -> bool:
    """Tell whether a German word can stand in a noun phrase: a noun, an article, or an adjective before a noun."""
    token = tokens[i]
    if token.text[0].isupper() or token.lower in wording.determiners or token.text in "-'’":
        return True
    follow = tokens[i + 1] if i + 1 < len(tokens) else None
    return bool(follow and follow.text[0].isupper() and token.lower.endswith(("e", "en", "er", "es", "em")) and i > 0)


def _goes_on(tokens: Sequence[Token], i: int, wording: _Wording) -> bool:
    """Tell whether a German noun phrase goes on after its noun: with a noun, a link, an adjective after a link."""
    if tokens[i].text[0].isupper() or tokens[i].lower in wording.links:
        return True
    return tokens[i - 1].lower in wording.links and _in_noun_phrase(tokens, i, wording)


def _genitive(tokens: Sequence[Token], first: int, wording: _Wording) -> bool:
    """Tell whether the article at a token joins two nouns ("Gouverneur der Region")."""
    return first > 0 and tokens[first].lower in wording.links and tokens[first - 1].lower in wording.titles


def _trimmed(tokens: Sequence[Token], first: int, last: int, wording: _Wording) -> tuple[int, int]:
    """Cut articles, times and wrappers ("a statement from") off a phrase."""
    changed = True
    while changed and first < last:
        changed = False
        if tokens[first].lower in wording.determiners | wording.times | wording.links or tokens[first].text in "'’-":
            first, changed = first + 1, True
        elif tokens[last - 1].lower in wording.links | wording.determiners:
            last, changed = last - 1, True
        else:
            for wrapper in wording.wrappers:
                n = len(wrapper)
                if last - first > n and _lower(tokens[first : first + n]) == wrapper:
                    first, changed = first + n, True
    return first, last


def _with_name(tokens: Sequence[Token], first: int, last: int, wording: _Wording) -> tuple[int, int]:
    """Take the name after a title with it: "gouverneur de la région, Oleg Synegoubov"."""
    if first >= last or tokens[first].lower not in wording.titles or last >= len(tokens) or tokens[last].text != ",":
        return first, last
    end = last + 1
    while end < len(tokens) and (tokens[end].text[0].isupper() or tokens[end].text in "-'’"):
        end += 1
    closed = end == len(tokens) or tokens[end].text in _ENDS
    return (first, end) if closed and end - last > 2 else (first, last)


@cache
def _wording(lang: str) -> _Wording:
    """Compile a language's attribution.toml."""
    table = words(lang, "attribution")
    phrase, check = table["phrase"], table["check"]
    signs = {
        **table["doubt"],
        "check": check["words"],
        "unverified": check["unverified"],
        "verified": check["verified"],
        "everything": check["everything"],
    }

    def lower(items: Sequence[str]) -> frozenset[str]:
        return frozenset(item.lower() for item in items)

    def phrases(items: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(token.lower for token in tokenize(item)) for item in items)

    return _Wording(
        cues=Lexicon(table["cues"], lang),
        signs=Lexicon(signs, lang),
        negations=lower(check["negations"]),
        determiners=lower(phrase["determiners"]),
        links=lower(phrase["links"]),
        stops=lower(phrase["stops"]),
        skip=lower(phrase["skip"]),
        times=lower(phrase["times"]),
        pronouns=lower(phrase["pronouns"]),
        wrappers=phrases(phrase["wrappers"]),
        asides=phrases(phrase["asides"]),
        prepositions=lower(phrase["prepositions"]),
        inverting=lower(phrase["inverting"]),
        passive=lower(phrase["passive"]),
        titles=lower(phrase["titles"]),
        capital_nouns=table["capital_nouns"],
    )
