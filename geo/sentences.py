"""Cut a text into paragraphs, sentences, clauses and tokens; every span indexes into the text itself.

The cuts lose nothing: sentences joined give the text back, white space included (it stays at the end of the sentence before it).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geo.language import words

WORD = re.compile(r"[^\W\d_ʼ]+")
TOKEN = re.compile(rf"{WORD.pattern}|\d+(?:[.,]\d+)*|[^\w\s]|[_ʼ]")
"""ʼ (U+02BC) is a letter to Unicode and an apostrophe to those who write: "Sloviʼansk"."""
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'»”“’)\]]*+(?:\s+|$)|(?<!\s)\s*\n\s*")
"""Begins only at the first of a run of marks or blanks: from each of them, a long run would be walked anew."""
_WORD_BEFORE = re.compile(r"[\w.]{1,24}$")
_APOSTROPHES = {"’": "'", "ʼ": "'", "`": "'", "‘": "'"}
_NETWORK = "X"
"""A single letter that is the name of a network, and no initial."""
_OPENING = "\"'«“„‚‘([—–-•*"
MAX_TOKENS = 250
"""Of a sentence. What is longer is a list or a table without full stops, and is cut, so that no reader meets a sentence without bound."""


class Token(NamedTuple):
    """A run of letters, a number, or one mark."""

    start: int
    end: int
    text: str
    lower: str
    """Lower case; every apostrophe is the straight one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``start:end`` is its span in the text, trailing white space included."""

    start: int
    end: int
    paragraph: int
    """Number of the paragraph, from 0."""
    tokens: tuple[Token, ...]

    def index(self, offset: int) -> int:
        """Find the first token that begins at or after an offset of the text."""
        return bisect_left(self.tokens, (offset,))  # a token is a tuple that begins with its start


@cache
def _abbreviations(lang: str) -> tuple[frozenset[str], frozenset[str], bool]:
    table = words(lang, "sentences")
    return frozenset(table["abbreviations"]), frozenset(table["before_names"]), bool(table["ordinal_dot"])


def _ends_sentence(text: str, stop: re.Match[str], lang: str) -> bool:
    """Tell whether the mark found is the end of a sentence and not of an abbreviation, ordinal or initial."""
    mark, after = stop.group(), text[stop.end() : stop.end() + 1]
    if "\n" in mark or not after:
        return True
    if not (after.isupper() or after.isdigit() or after in _OPENING or not after.isascii()):
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    abbreviations, before_names, ordinal_dot = _abbreviations(lang)
    found = _WORD_BEFORE.search(text, max(0, stop.start() - 24), stop.start())
    word = found.group() if found else ""
    if word.lower() in before_names or (len(word) == 1 and word.isupper() and word != _NETWORK):
        return False
    if word.lower() in abbreviations:
        return after.isupper() and "." not in word and after not in _OPENING and len(word) > 2
    return not (ordinal_dot and word.isdigit() and len(word) <= 3)


def sentence_spans(text: str, lang: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, paragraph) of each sentence; the spans joined are the text."""
    start = paragraph = 0
    for stop in _STOP.finditer(text):
        if not _ends_sentence(text, stop, lang):
            continue
        yield start, stop.end(), paragraph
        start = stop.end()
        if "\n" in stop.group():
            paragraph += 1
    if start < len(text):
        yield start, len(text), paragraph


_token = tuple.__new__
"""Makes a token of its fields; Token itself takes twice as long, and half of a text's time goes into its tokens."""


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Cut text[start:end] into words, numbers and marks."""
    found = TOKEN.finditer(text, start, len(text) if end is None else end)
    return tuple([_token(Token, (*m.span(), word := m[0], _APOSTROPHES.get(word) or word.lower())) for m in found])


def split(text: str, lang: str) -> tuple[Sentence, ...]:
    """Cut a text of a language into sentences with their tokens, at most ``MAX_TOKENS`` each."""
    return tuple(
        Sentence(begin, finish, paragraph, tokens)
        for start, end, paragraph in sentence_spans(text, lang)
        for begin, finish, tokens in _bounded(start, end, tokenize(text, start, end))
    )


def _bounded(start: int, end: int, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, tuple[Token, ...]]]:
    """Cut a sentence of too many tokens, behind the last comma or semicolon that still fits where there is one."""
    first = 0
    while len(tokens) - first > MAX_TOKENS:
        behind = range(first + MAX_TOKENS, first + MAX_TOKENS // 2, -1)
        cut = next((i for i in behind if tokens[i - 1].text in {",", ";", ":"}), first + MAX_TOKENS)
        yield start, tokens[cut].start, tokens[first:cut]
        start, first = tokens[cut].start, cut
    yield start, end, tokens[first:]


def clause_bounds(sentence: Sentence, lang: str) -> tuple[int, ...]:
    """List the offsets at which a clause of the sentence begins, the sentence's own start first.

    A clause begins after a semicolon, colon or dash, and at a comma or conjunction followed by a word that opens a clause.
    """
    openers, conjunctions = _clause_words(lang)
    bounds = [sentence.start]
    tokens = sentence.tokens
    for i, token in enumerate(tokens[:-1]):
        following = tokens[i + 1]
        if token.text in ";:–—" or (token.text == "," and following.lower in openers) or (i and token.lower in conjunctions):
            bounds.append(token.start if token.lower in conjunctions else token.end)
    return tuple(bounds)


@cache
def _clause_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    table = words(lang, "sentences")
    return frozenset(table["clause_openers"]), frozenset(table["clause_conjunctions"])
