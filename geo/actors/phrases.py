"""Phrases of a sentence that may name who did it: "Russian forces", "l'armée malienne", "M23-Rebellen", "frappes israéliennes"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from geo.actors.words import Wording, spelled_as_listed
from geo.sentences import Token

_NAMED = frozenset({"group", "name", "people"})
_WHO = _NAMED | {"head"}
_HYPHENS = frozenset("-‐‑–")
_APOSTROPHE = "'"
_LONGEST_NAME = 4


class _Item(NamedTuple):
    """A listed word: its kind (group, name, people, adjective, head, noun, quality), what the list says, tokens first:last."""

    kind: str
    detail: str
    first: int
    last: int
    genitive: bool = False
    """A name with the ending of the genitive."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of listed words at tokens first:last that may name an actor, or stands where one could."""

    first: int
    last: int
    kind: str
    """who: fighters, a group, a government; means: a weapon or an attack with its owner's adjective; other: says not who."""
    acts: frozenset[str] = frozenset()
    """What the noun that it belongs to says is done: "Hamas rockets", "frappes de l'armée"."""
    begins: int = -1
    """First token of the whole noun phrase, noun and all."""
    ends: int = -1
    """Token after the whole noun phrase."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the adjective, people or government in it; None when it has none or two."""
    named: bool = False
    """It says whose they are: by an adjective, a name, a group."""


def phrases(
    tokens: Sequence[Token], wording: Wording, metonyms: Mapping[int, tuple[int, str | None]], towns: Collection[int] = ()
) -> list[Phrase]:
    """List the phrases of a sentence, left to right.

    ``metonyms`` gives the names of places that stand for a government: first token → (token after the last, country);
    ``towns`` the first tokens of names that stand for a town itself, even if its government bears that name too.
    """
    items = [item for item in _items(tokens, wording, metonyms) if item.kind != "name" or item.first not in towns]
    found: list[Phrase] = []
    at = 0
    while at < len(items):
        run = _run(items, at, tokens, wording)
        found += _read(run, tokens, wording)
        at += len(run)
    return _joined(found, tokens, wording)


def _items(tokens: Sequence[Token], wording: Wording, metonyms: Mapping[int, tuple[int, str | None]]) -> list[_Item]:
    items: list[_Item] = []
    free = 0
    hits = {hit.first: hit for hit in wording.nouns.find(tokens)}
    for i in sorted(hits.keys() | metonyms.keys()):
        if i < free:
            continue
        hit = hits.get(i)
        if hit and not spelled_as_listed(hit, tokens):
            hit = None
        kind, _, detail = hit.label.partition(":") if hit else ("", "", "")
        if i in metonyms and (hit is None or kind in {"name", "quality"} or hit.last < metonyms[i][0]):
            last, country = metonyms[i]
            items.append(_Item("name", country or "", i, last, _is_genitive(tokens[last - 1], wording)))
        elif hit:
            capital = tokens[i].text[0].isupper()
            if kind == "adjective" and wording.capital_people and capital:
                kind = "people"
            elif kind == "people" and not capital:
                kind = "adjective"
            elif wording.capital_nouns and kind in {"head", "noun"} and not capital and hit.last == i + 1:
                kind = "quality"
            items.append(_Item(kind, detail, i, hit.last, kind == "name" and _is_genitive(tokens[hit.last - 1], wording)))
        else:
            continue
        free = items[-1].last
    return items


def _is_genitive(token: Token, wording: Wording) -> bool:
    return wording.capital_nouns and token.lower.endswith("s")


def _run(items: Sequence[_Item], at: int, tokens: Sequence[Token], wording: Wording) -> list[_Item]:
    """Take the items that make one noun phrase, from the item at ``at`` on."""
    run = [items[at]]
    for item in items[at + 1 :]:
        between = tokens[run[-1].last : item.first]
        if not _bridges(run[-1], item, between, wording):
            break
        run.append(item)
    return run


def _bridges(before: _Item, after: _Item, between: Sequence[Token], wording: Wording) -> bool:
    """Tell whether the words between two items join them into one noun phrase."""
    if not between:
        # in a language of compounds, two nouns side by side are no one phrase, but for a genitive: "Israels Luftangriffe"
        apart = wording.capital_nouns and before.kind in _WHO and after.kind == "noun"
        return not apart or (before.kind == "name" and before.genitive)
    lower = [token.lower for token in between]
    if all(token.text in _HYPHENS for token in between):
        return len(between) == 1 and before.kind != "noun"
    if lower[0] == _APOSTROPHE and (len(lower) == 1 or (len(lower) == 2 and lower[1] in wording.possessive)):
        return before.kind in _WHO and after.kind in {"head", "quality", "adjective", "noun"}
    if before.kind == "adjective" and after.kind == "adjective" and len(lower) == 1:
        return lower[0] in wording.joining
    if lower[0] not in wording.links or before.kind not in {"head", "noun", "people", "group", "quality", "adjective"}:
        return False
    return all(word in wording.determiners or word in wording.links or word == _APOSTROPHE for word in lower)


def _read(run: Sequence[_Item], tokens: Sequence[Token], wording: Wording) -> list[Phrase]:
    """Read a run: who it names, and the noun of what is done beside it."""
    while len(run) > 1 and run[-1].kind in {"quality", "adjective"} and not wording.attributes_follow:
        run = run[:-1]
    nouns = [item for item in run if item.kind == "noun"]
    begins, ends = run[0].first, run[-1].last
    acts = frozenset(category for item in nouns for category in item.detail.split(","))
    actors = [item for item in run if item.kind in _WHO]
    countries = {item.detail for item in run if item.kind in {"adjective", "people", "name"} and item.detail}
    country = next(iter(countries)) if len(countries) == 1 else None
    named = bool(countries) or any(item.kind == "group" for item in run)
    whole = Phrase(begins, ends, "other", acts, begins, ends, country, named)
    if _is_modifier(run, tokens, wording):
        return [whole]
    if not actors:
        kind = "means" if nouns and named else "other"
        return [replace(whole, kind=kind)]
    return [_who(run, nouns, whole, tokens, wording)]


def _is_modifier(run: Sequence[_Item], tokens: Sequence[Token], wording: Wording) -> bool:
    """Tell whether the noun behind a run makes it no actor: "army base", "M23-Stellungen", "Russian-held"."""
    last = run[-1].last
    if last >= len(tokens):
        return False
    follow = tokens[last]
    if follow.text in _HYPHENS and follow.start == tokens[last - 1].end:
        return True
    if follow.lower == _APOSTROPHE and last + 1 < len(tokens) and tokens[last + 1].lower in wording.possessive:
        return any(token.lower in wording.tails for token in tokens[last + 2 : last + 4])
    if run[-1].genitive and follow.text[0].isupper():  # "Kiews Geheimdienstchef"
        return True
    return follow.lower in wording.tails


def _who(run: Sequence[_Item], nouns: Sequence[_Item], whole: Phrase, tokens: Sequence[Token], wording: Wording) -> Phrase:
    """Read a run with actors in it; a noun of what is done belongs to them when it stands behind them or owns them by a link."""
    first = next(n for n, item in enumerate(run) if item.kind in _WHO)
    led = max((n for n, item in enumerate(run[:first]) if item.kind == "noun"), default=-1)
    tail = next((n for n, item in enumerate(run) if n > first and item.kind == "noun"), len(run))
    own = run[led + 1 : tail]
    acts: frozenset[str] = frozenset()
    if tail < len(run):
        acts = frozenset(run[tail].detail.split(","))
    elif led >= 0:
        linked = any(token.lower in wording.links for token in tokens[run[led].last : own[0].first])
        owns = linked and any(wording.owned.at(tokens, item.first) for item in run[: led + 1] if item.kind == "noun")
        if not owns:
            return replace(whole, kind="other" if linked or not whole.named else "means")
        acts = whole.acts
    last = _named_on(tokens, own[-1].last, wording) if own[-1].kind == "head" and tail == len(run) else own[-1].last
    alone = all(item.kind == "head" for item in own) and last == own[-1].last
    vague = alone and len(own) == 1 and " ".join(t.lower for t in tokens[own[0].first : own[0].last]) in wording.vague
    countries = {item.detail for item in own if item.kind in {"adjective", "people", "name"} and item.detail}
    kind = "other" if vague else "who"
    country = next(iter(countries)) if len(countries) == 1 else None
    named = bool(countries) or any(item.kind == "group" for item in own)
    return Phrase(own[0].first, last, kind, acts, whole.begins, max(whole.ends, last), country, named)


def _named_on(tokens: Sequence[Token], last: int, wording: Wording) -> int:
    """Take the owner's name with a noun: "forces of General Haftar", "milice du clan Barzani"; only behind a link."""
    at = last
    if at >= len(tokens) or tokens[at].lower not in wording.links:
        return last
    while at < len(tokens) and (tokens[at].lower in wording.links or tokens[at].lower in wording.determiners or tokens[at].text in "'’"):
        at += 1
    end = at
    while end < min(len(tokens), at + _LONGEST_NAME) and tokens[end].text[0].isupper():
        end += 1
    return end if end > at and not (wording.capital_nouns and tokens[at].lower in wording.times) else last


def _joined(found: Sequence[Phrase], tokens: Sequence[Token], wording: Wording) -> list[Phrase]:
    """Unite two actors that act together: "the army and allied militias"."""
    joined: list[Phrase] = []
    for phrase in found:
        before = joined[-1] if joined else None
        if before and before.kind == phrase.kind == "who" and not before.acts and _beside(before, phrase, tokens, wording):
            country = before.country if before.country == phrase.country else None
            joined[-1] = replace(
                before, last=phrase.last, ends=phrase.ends, acts=phrase.acts, country=country, named=before.named or phrase.named
            )
        else:
            joined.append(phrase)
    return joined


def _beside(a: Phrase, b: Phrase, tokens: Sequence[Token], wording: Wording) -> bool:
    between = [token.lower for token in tokens[a.ends : b.begins]]
    return (
        0 < len(between) <= 3
        and between[0] in wording.joining
        and all(word in wording.determiners or word == _APOSTROPHE for word in between[1:])
    )
