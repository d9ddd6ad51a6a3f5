"""Numbers in text: digits with every separator, number words, multipliers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gazetteer.memory import WORDS
from geo.language import words
from geo.sentences import Token

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}\Z")
_MARKS = "'’\u2019\u00a0\u202f"
"""Marks, besides a space, that group thousands ("10'000")."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens first:last (last excluded)."""

    first: int
    last: int
    value: int | float
    approx: bool = False
    article: bool = False
    """The word may be an article ("un", "ein", "a")."""


@dataclass(frozen=True, slots=True)
class _Words:
    values: dict[str, float]
    hundred: frozenset[str]
    thousand: frozenset[str]
    score: frozenset[str]
    multipliers: dict[str, int]
    joiners: frozenset[str]
    articles: frozenset[str]
    approximate: dict[str, int]
    half: frozenset[str]
    vague: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    t = words(lang, "numbers")
    return _Words(
        values=t["values"], hundred=frozenset(t["hundred"]), thousand=frozenset(t["thousand"]), score=frozenset(t["score"]),
        multipliers=t["multipliers"], joiners=frozenset(t["joiners"]), articles=frozenset(t["articles"]),
        approximate=t["approximate"], half=frozenset(t["half"]), vague=frozenset(t["vague"]),
    )  # fmt: skip


def _digits(text: str) -> int | float | None:
    if len(text) > 20:  # no count of anything
        return None
    if text.isdecimal():
        return int(text) if len(text) < 16 else None
    if _GROUPED.match(text):
        return int(re.sub(r"[.,]", "", text))
    if _DECIMAL.match(text):
        return float(text.replace(",", "."))
    return None


@lru_cache(maxsize=WORDS)
def _compound(word: str, lang: str) -> float | None:
    """Read a number written as one word: fünfundzwanzig, zweihundert, zwölftausend."""
    w = _words(lang)
    if word in w.values:
        return w.values[word]
    for parts, size in ((w.thousand, 1000), (w.hundred, 100)):
        for part in parts:
            head, found, tail = word.partition(part)
            if found and (head or tail):
                upper = 1 if not head else _compound(head, lang)
                lower = 0 if not tail else _compound(tail.removeprefix("und"), lang)
                return None if upper is None or lower is None else upper * size + lower
    head, found, tail = word.partition("und")
    unit = 1 if head in w.articles else w.values.get(head, 10)
    return unit + w.values[tail] if found and unit < 10 <= w.values.get(tail, 0) else None


@lru_cache(maxsize=WORDS)
def begins(word: str, lang: str) -> bool:
    """Tell whether a word in lower case may begin a number; most words do not, and this is how to pass them quickly."""
    w = _words(lang)
    return (
        word[0].isdecimal()
        or word in w.half
        or word in w.articles
        or word in w.hundred
        or word in w.thousand
        or _compound(word, lang) is not None
    )


def read(tokens: Sequence[Token], i: int, lang: str) -> Number | None:
    """Read the number that begins at token i; None when there is none, or only a vague one ("several hundred")."""
    w = _words(lang)
    token = tokens[i]
    number = _read_digits(tokens, i) if token.text[0].isdecimal() else _read_words(tokens, i, lang, w)
    if number is None:
        return None
    last, value = number.last, number.value
    while last < len(tokens) and tokens[last].lower in w.multipliers and (not number.article or tokens[last].lower not in w.approximate):
        value = value * w.multipliers[tokens[last].lower]
        last += 1
    if last > number.last and last + 1 < len(tokens) and tokens[last].lower in w.joiners and tokens[last + 1].lower in w.half:
        value += w.multipliers[tokens[last - 1].lower] / 2
        last += 2
    if number.approx or last > number.last or number.value >= 100:
        vague = any(tokens[k].lower in w.vague for k in range(max(0, i - 2), i))
        if vague and not token.text[0].isdecimal():
            return None
    whole = int(value) if value == int(value) else value
    return Number(i, last, whole, number.approx, number.article and last == number.last)


def _read_digits(tokens: Sequence[Token], i: int) -> Number | None:
    text, last = tokens[i].text, i + 1
    while len(tokens[i].text) <= 3 and text.isdecimal():
        at = last + 1 if last + 1 < len(tokens) and tokens[last].text in _MARKS and tokens[last].start == tokens[last - 1].end else last
        if (
            at >= len(tokens)
            or len(tokens[at].text) != 3
            or not tokens[at].text.isdecimal()
            or tokens[at].start != tokens[last - 1].end + 1
        ):
            break
        text += tokens[at].text
        last = at + 1
    value = _digits(text)
    return None if value is None else Number(i, last, value)


def _read_words(tokens: Sequence[Token], i: int, lang: str, w: _Words) -> Number | None:
    word = tokens[i].lower
    counted = word in w.articles and i + 1 < len(tokens) and tokens[i + 1].lower in w.hundred
    if word in w.half or (word in w.articles and not counted):
        return _half(tokens, i, w) or (_article(tokens, i, w) if word in w.articles else None)
    total, last, value = 0.0, i + counted, float(counted)
    while last < len(tokens):
        word = tokens[last].lower
        at = last
        if last > i and word in w.joiners and last + 1 < len(tokens) and _joins(tokens, last, value, lang, w):
            at += 1
            word = tokens[at].lower
        step = _step(word, value, lang, w, follows=at > last)
        if step is None:
            break
        if word in w.thousand:
            total, value = total + (value or 1) * 1000, 0
        else:
            value = step
        last = at + 1
    if last == i:
        return None
    value += total
    if last < len(tokens) and tokens[last].lower in w.approximate and value < 20:
        return Number(i, last + 1, value * w.approximate[tokens[last].lower], approx=True)
    return Number(i, last, value)


def _step(word: str, value: float, lang: str, w: _Words, *, follows: bool) -> float | None:
    """Add a number word to what was read so far; None when the word is none, or begins a number of its own."""
    if word in w.hundred:
        return (value or 1) * 100 if value < 100 else None
    if word in w.thousand:
        return value
    if word in w.score and value % 100 == 4:
        return value + 76
    found = 1 if follows and word in w.articles else _compound(word, lang)
    if found is None:
        return None
    if value and not follows and (found >= 100 or (value % 100 and (value % 10 or found >= 10) and not 60 <= value % 100 <= 80)):
        return None
    return value + found


def _joins(tokens: Sequence[Token], at: int, value: float, lang: str, w: _Words) -> bool:
    """Tell whether a hyphen or "and" binds two number words: "twenty-one", "vingt et un", "two hundred and six"."""
    word = tokens[at + 1].lower
    if word not in w.hundred | w.thousand | w.score and word not in w.articles and _compound(word, lang) is None:
        return False
    if not tokens[at].text.isalpha():
        return tokens[at].start == tokens[at - 1].end and (word not in w.articles or value % 100 >= 20)
    if tokens[at - 1].lower in w.hundred | w.thousand:
        return word not in w.articles
    return (word in w.articles or _compound(word, lang) == 11) and value % 100 in {20, 30, 40, 50, 60}


def _half(tokens: Sequence[Token], i: int, w: _Words) -> Number | None:
    """Read "une demi-douzaine", "half a dozen", "ein halbes Dutzend", "eine halbe Million"."""
    k, half = i, False
    while k < min(len(tokens), i + 4) and (tokens[k].lower in w.half or tokens[k].lower in w.articles or tokens[k].text == "-"):
        half = half or tokens[k].lower in w.half
        k += 1
    if not half or k >= len(tokens):
        return None
    word = tokens[k].lower
    if word in w.approximate:
        return Number(i, k + 1, w.approximate[word] / 2, approx=True)
    return Number(i, k, 0.5) if word in w.multipliers else None


def _article(tokens: Sequence[Token], i: int, w: _Words) -> Number | None:
    """Read an article as one, unless a number of its own follows: "another 30", but "a 30-year-old"."""
    if i + 1 < len(tokens) and tokens[i + 1].text.isdecimal() and not (i + 2 < len(tokens) and tokens[i + 2].text in "-‐‑"):
        return None
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if following in w.approximate:
        return Number(i, i + 2, w.approximate[following], approx=True)
    return Number(i, i + 1, 1, article=True)
