"""Word lists as a matcher: label → patterns, matched on the tokens of a sentence.

A pattern is one or more words; ``frapp*`` stands for every word that begins so, ``*maschine`` for every word that ends so, and
``..`` for a gap of up to twelve tokens without a stop ("griff* .. an").
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from gazetteer.memory import WORDS
from geo.errors import LanguageError
from geo.sentences import WORD, Token, tokenize

_GAP = ".."
_GAP_TOKENS = 14
_GAP_STOPS = frozenset(".!?;:")


class _Entry(NamedTuple):
    """A pattern ready to be matched behind its first word."""

    parts: tuple[str, ...]
    label: str
    pattern: str
    second: str | None
    """The second word where it is a whole one; most matches fail there."""
    rank: tuple[int, int, int, int]
    """Of the entries that a word may begin, the least is tried first: the most words, then the longest, then whole words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: its label and the tokens first:last (last excluded) that it spans."""

    label: str
    first: int
    last: int
    pattern: str


def _parts(pattern: str) -> tuple[str, ...]:
    parts: list[str] = []
    for word in pattern.split():
        if word == _GAP:
            parts.append(_GAP)
        elif word.startswith("*"):
            parts.append(word.lower())
        else:
            stem, star = word.rstrip("*"), "*" * word.endswith("*")
            tokens = [stem.lower()] if WORD.fullmatch(stem) else [token.lower for token in tokenize(stem)]
            parts += [*tokens[:-1], tokens[-1] + star]
    return tuple(parts)


def _whole(part: str) -> str | None:
    return None if part == _GAP or part.endswith("*") or part.startswith("*") else part


def _fits(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    if part.startswith("*"):
        return len(word) >= len(part) and word.endswith(part[1:])
    return part == word


_ByList = Mapping["Lexicon", tuple[_Entry, ...]]
_NOTHING: _ByList = {}


class _Beginnings:
    """What the words of texts may begin, in all lists of a language: worked out once a word for all of them, however many there are."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[Lexicon, _Entry]]] = {}
        self._stems: dict[str, list[tuple[Lexicon, _Entry]]] = {}
        self._tails: dict[str, list[tuple[Lexicon, _Entry]]] = {}
        self._longest = 0
        self.forget()

    def add(self, lexicon: "Lexicon", entry: _Entry) -> None:
        first = entry.parts[0]
        self._longest = max(self._longest, len(first))
        if first.startswith("*"):
            self._tails.setdefault(first[1:], []).append((lexicon, entry))
        elif first.endswith("*"):
            self._stems.setdefault(first[:-1], []).append((lexicon, entry))
        else:
            self._exact.setdefault(first, []).append((lexicon, entry))

    def forget(self) -> None:
        """Begin again, for a list came in; another thread that works on a word for the lists so far keeps it in the old memory."""
        self.of = lru_cache(maxsize=WORDS)(self._of)
        """Word → by list, the entries that a match at it may follow; empty for most words."""
        self._latest: tuple[Callable[[str], _ByList], Sequence[Token], list[_ByList]] = self.of, (), []

    def of_each(self, tokens: Sequence[Token]) -> list[_ByList]:
        """Give for each token what it may begin; the lists of a language are asked of the same sentence one after the other."""
        of, latest = self.of, self._latest
        if latest[1] is not tokens or latest[0] is not of:
            latest = self._latest = of, tokens, [of(token.lower) for token in tokens]
        return latest[2]

    def _of(self, word: str) -> _ByList:
        found = self._exact.get(word, [])
        for n in range(1, min(len(word), self._longest) + 1):
            if word[:n] in self._stems:
                found = [*found, *self._stems[word[:n]]]
            if n < len(word) and word[-n:] in self._tails:
                found = [*found, *self._tails[word[-n:]]]
        by_list: dict[Lexicon, list[_Entry]] = {}
        for lexicon, entry in sorted(found, key=lambda pair: pair[1].rank):
            by_list.setdefault(lexicon, []).append(entry)
        return {lexicon: tuple(entries) for lexicon, entries in by_list.items()} or _NOTHING


@cache
def _beginnings(lang: str) -> _Beginnings:
    return _Beginnings()


class Lexicon:
    """Labelled patterns, looked up by the word a match begins with; longest match first."""

    def __init__(self, entries: Mapping[str, Iterable[str]], lang: str | None = None) -> None:
        """Compile label → patterns; raises LanguageError for an empty pattern or one that begins with a gap.

        The lists of a language remember together what its words may begin; one without ``lang`` does so alone.
        """
        self._beginnings = _beginnings(lang) if lang else _Beginnings()
        for number, (label, pattern) in enumerate((label, pattern) for label, patterns in entries.items() for pattern in patterns):
            parts = _parts(pattern)
            if not parts or parts[0] == _GAP:
                raise LanguageError(f"pattern {pattern!r} of '{label}' must begin with a word")
            form = 2 if parts[0].startswith("*") else int(parts[0].endswith("*"))
            rank = (-len(parts), -len(pattern), form, number)
            self._beginnings.add(self, _Entry(parts, label, pattern, _whole(parts[1]) if len(parts) > 1 else None, rank))
        self._beginnings.forget()

    def at(self, tokens: Sequence[Token], i: int) -> Hit | None:
        """Match at token i; the pattern with the most words wins, then the longest."""
        entries = self._beginnings.of(tokens[i].lower).get(self)
        return _hit(entries, tokens, i) if entries else None

    def _begun(self, tokens: Sequence[Token]) -> list[tuple[int, tuple[_Entry, ...]]]:
        """List the tokens with which a match may begin, with the entries that it may follow."""
        return [(i, begun[self]) for i, begun in enumerate(self._beginnings.of_each(tokens)) if self in begun]

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """List all matches, left to right; a match that lies inside the one before is left out."""
        hits: list[Hit] = []
        free = 0
        for i, entries in self._begun(tokens):
            if i >= free:
                hit = _hit(entries, tokens, i)
                if hit:
                    hits.append(hit)
                    free = hit.last if _GAP not in hit.pattern else i + 1
        return hits

    def find_each(self, tokens: Sequence[Token]) -> list[Hit]:
        """List the matches of every label as if the others were not there, left to right."""
        hits: list[Hit] = []
        free: dict[str, int] = {}
        for i, entries in self._begun(tokens):
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            for parts, label, pattern, second, _ in entries:
                if i < free.get(label, 0) or (second and second != following):
                    continue
                last = i + 1 if len(parts) == 1 else _match(parts, tokens, i)
                if last:
                    hits.append(Hit(label, i, last, pattern))
                    free[label] = last if _GAP not in pattern else i + 1
        return hits


def _hit(entries: Sequence[_Entry], tokens: Sequence[Token], i: int) -> Hit | None:
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    for parts, label, pattern, second, _ in entries:
        if second and second != following:
            continue
        last = i + 1 if len(parts) == 1 else _match(parts, tokens, i)
        if last:
            return Hit(label, i, last, pattern)
    return None


def _match(parts: tuple[str, ...], tokens: Sequence[Token], i: int) -> int:
    """Return the index after the match of the parts at token i, 0 for none."""
    at = i + 1
    p = 1
    while p < len(parts):
        if parts[p] == _GAP:
            p += 1
            limit = min(len(tokens), at + _GAP_TOKENS)
            while at < limit and not _fits(parts[p], tokens[at].lower):
                if tokens[at].text in _GAP_STOPS:
                    return 0
                at += 1
            if at >= limit:
                return 0
        elif at >= len(tokens) or not _fits(parts[p], tokens[at].lower):
            return 0
        at += 1
        p += 1
    return at
