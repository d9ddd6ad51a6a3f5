"""Phrase templates: how a language words a thing, as data; found in running text in one pass.

A template is words and slots parted by blanks: ``à <about>? <distance> <north> <of> <place>``.

- ``a|b``     one of several words
- ``<slot>``  a named list of words, or a pattern that the caller supplies; the match keeps it as a group (``slot``,
  then ``slot2`` …; ``<slot.list>`` is the group ``slot`` too)
- ``x?``      may be missing

Apostrophes and hyphens stand for all their typographic forms; a hyphen in a slot's word may also be a blank or nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.errors import LanguageError

PLACE_MARK = "\ue000"
"""Stands for each character of a place name in a masked text, so that offsets stay."""
_START = re.compile(rf"[^\W\d_]+|\d+|{PLACE_MARK}+|\(")
_NUMBER = "#"
_MARKS = ("(", ")", ",")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A ready regular expression with the lower-case words it can begin with ("#" for a number)."""

    regex: str
    firsts: frozenset[str]
    """Empty where it may begin with any."""


@dataclass(frozen=True, slots=True)
class _Template:
    label: str
    regex: str
    firsts: frozenset[str]
    """Words with which a match begins."""
    needs: tuple[frozenset[str], ...]
    """Sets of words, of each of which a match holds one; the smallest first, which says no the soonest, but places last."""


def spelled(phrase: str, *, loose_hyphen: bool = False) -> str:
    """Turn words into a regular expression that takes every typographic form of them."""
    hyphen = r"[-‐‑–\s]?" if loose_hyphen else "[-‐‑–]"
    pieces = {"'": "['’]", "-": hyphen, " ": r"\s+"}
    return "".join(pieces.get(sign) or re.escape(sign) for sign in phrase)


def alternatives(phrases: Iterable[str], *, loose_hyphen: bool = False) -> Pattern:
    """Make one pattern of several phrases, the longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    joined = [phrase.replace("-", "") for phrase in ordered] if loose_hyphen else []
    firsts = frozenset(_first(phrase) for phrase in (*ordered, *joined))
    return Pattern("|".join(_closed(phrase, loose_hyphen) for phrase in ordered), firsts)


def _closed(phrase: str, loose_hyphen: bool) -> str:
    """Close a phrase at a word boundary; after an elision the next word may follow at once."""
    ending = "" if phrase.endswith("'") or phrase.endswith(_MARKS) else r"(?!\w)"
    return spelled(phrase, loose_hyphen=loose_hyphen) + ending


def _first(phrase: str) -> str:
    found = _START.match(phrase.lower())
    if not found and phrase in _MARKS:
        return phrase
    if not found:
        raise LanguageError(f"a phrase must begin with a word: {phrase!r}")
    return found.group()


class Phrases:
    """Labelled templates, looked up by the word with which a match begins."""

    def __init__(self, templates: Mapping[str, Sequence[str]], slots: Mapping[str, Pattern]) -> None:
        """Compile label → templates; raises LanguageError for a template that names no known slot."""
        self._starts: dict[str, list[_Template]] = {}
        for label, group in templates.items():
            for text in group:
                template = _compile(label, text, slots)
                for first in template.firsts:
                    self._starts.setdefault(first, []).append(template)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield (label, match) left to right without overlap; the longest match at a position wins."""
        found = [(word.start(), _key(word.group())) for word in _START.finditer(text, start, end)]
        here = {key for _, key in found}
        free = start
        for at, key in found:
            best: tuple[str, re.Match[str]] | None = None
            for template in self._starts.get(key, ()) if at >= free else ():
                for words in template.needs:
                    if here.isdisjoint(words):
                        break
                else:
                    match = _ready(template.regex).match(text, at, end)
                    if match and (best is None or match.end() > best[1].end()):
                        best = template.label, match
            if best:
                free = best[1].end()
                yield best


def _key(word: str) -> str:
    return PLACE_MARK if word[0] == PLACE_MARK else _NUMBER if word[0].isdigit() else word.lower()


@cache
def _ready(regex: str) -> re.Pattern[str]:
    """Compile a template at its first use: most are never met in a report."""
    return re.compile(regex, re.IGNORECASE)


def _compile(label: str, template: str, slots: Mapping[str, Pattern]) -> _Template:
    """Turn a template into its regular expression and the words that this asks for."""
    parts = template.split()
    used: dict[str, int] = {}
    regex = ""
    firsts: frozenset[str] = frozenset()
    needs: list[frozenset[str]] = []
    open_start = True
    for i, part in enumerate(parts):
        optional = part.endswith("?")
        body = part.removesuffix("?")
        try:
            pattern = _piece(body, slots, used)
        except KeyError as missing:
            raise LanguageError(f"template {template!r} names an unknown slot {missing}") from None
        if open_start:
            firsts |= pattern.firsts
            open_start = optional
        if pattern.firsts and not optional and body not in _MARKS:
            needs.append(pattern.firsts)
        tight = i + 1 == len(parts) or body in _MARKS or parts[i + 1] in _MARKS
        gap = r"\s*" if tight else r"(?:\s+|(?<=['’])\s*)"
        piece = rf"(?:{pattern.regex})" + ("" if i + 1 == len(parts) else gap)
        regex += f"(?:{piece})?" if optional else piece
    needs.sort(key=lambda words: (PLACE_MARK in words, len(words)))
    return _Template(label, rf"(?<!\w){regex}(?!\w)", firsts, tuple(needs))


def _piece(body: str, slots: Mapping[str, Pattern], used: dict[str, int]) -> Pattern:
    if not body.startswith("<"):
        return alternatives(body.split("|"))
    name = body[1:-1]
    group, _, _ = name.partition(".")
    used[group] = used.get(group, 0) + 1
    number = "" if used[group] == 1 else str(used[group])
    return Pattern(f"(?P<{group}{number}>{slots[name].regex})", slots[name].firsts)
