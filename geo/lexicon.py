"""Word lists as a matcher: label → patterns, matched on the tokens of a sentence.

A pattern is one or more words; ``frapp*`` stands for every word that begins so, ``*maschine`` for every word that ends so, and
``..`` for a gap of up to twelve tokens without a stop ("griff* .. an").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


_UNSEEN: tuple[_Entry, ...] = (_Entry(("",), "", "", None),)


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


class Lexicon:
    """Labelled patterns, looked up by the word a match begins with; longest match first."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        """Compile label → patterns; raises LanguageError for an empty pattern or one that begins with a gap."""
        self._exact: dict[str, list[_Entry]] = {}
        self._prefixes: dict[str, list[_Entry]] = {}
        self._suffixes: dict[str, list[_Entry]] = {}
        self._by_word: dict[str, tuple[_Entry, ...]] = {}
        for label, patterns in entries.items():
            for pattern in patterns:
                parts = _parts(pattern)
                if not parts or parts[0] == _GAP:
                    raise LanguageError(f"pattern {pattern!r} of '{label}' must begin with a word")
                entry = _Entry(parts, label, pattern, _whole(parts[1]) if len(parts) > 1 else None)
                if parts[0].startswith("*"):
                    self._suffixes.setdefault(parts[0][-2:], []).append(entry)
                elif parts[0].endswith("*"):
                    self._prefixes.setdefault(parts[0][:2], []).append(entry)
                else:
                    self._exact.setdefault(parts[0], []).append(entry)

    def _starting_with(self, word: str) -> tuple[_Entry, ...]:
        known = self._by_word.get(word)
        if known is None:
            likely = (*self._prefixes.get(word[:2], ()), *self._suffixes.get(word[-2:], ()))
            found = [*self._exact.get(word, ()), *(entry for entry in likely if _fits(entry.parts[0], word))]
            known = tuple(sorted(found, key=lambda entry: (-len(entry.parts), -len(entry.pattern))))
            if len(self._by_word) < 100_000:
                self._by_word[word] = known
        return known

    def at(self, tokens: Sequence[Token], i: int) -> Hit | None:
        """Match at token i; the pattern with the most words wins, then the longest."""
        word = tokens[i].lower
        entries = self._by_word.get(word)
        if entries is None:
            entries = self._starting_with(word)
        following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        for parts, label, pattern, second in entries:
            if second and second != following:
                continue
            last = i + 1 if len(parts) == 1 else _match(parts, tokens, i)
            if last:
                return Hit(label, i, last, pattern)
        return None

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """List all matches, left to right; a match that lies inside the one before is left out."""
        hits: list[Hit] = []
        free = 0
        for i in self._likely(tokens):
            if i >= free:
                hit = self.at(tokens, i)
                if hit:
                    hits.append(hit)
                    free = hit.last if _GAP not in hit.pattern else i + 1
        return hits

    def find_each(self, tokens: Sequence[Token]) -> list[Hit]:
        """List the matches of every label as if the others were not there, left to right."""
        hits: list[Hit] = []
        free: dict[str, int] = {}
        for i in self._likely(tokens):
            following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            for parts, label, pattern, second in self._starting_with(tokens[i].lower):
                if i < free.get(label, 0) or (second and second != following):
                    continue
                last = i + 1 if len(parts) == 1 else _match(parts, tokens, i)
                if last:
                    hits.append(Hit(label, i, last, pattern))
                    free[label] = last if _GAP not in pattern else i + 1
        return hits

    def _likely(self, tokens: Sequence[Token]) -> list[int]:
        """List the tokens with which a match may begin; most words begin none, so this asks the cache for each but once."""
        known, seek = self._by_word.get, self._starting_with
        return [
            i for i, token in enumerate(tokens)
            if (entries := known(token.lower, _UNSEEN)) and (entries is not _UNSEEN or seek(token.lower))
        ]  # fmt: skip


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
