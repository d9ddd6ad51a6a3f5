"""Numbers in text: digits with every separator, number words, multipliers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.language import words
from geo.sentences import Token

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}\Z")


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
    values: dict[str, int]
    hundred: frozenset[str]
    thousand: frozenset[str]
    multipliers: dict[str, int]
    joiners: frozenset[str]
    articles: frozenset[str]
    approximate: dict[str, int]
    half: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    t = words(lang, "numbers")
    return _Words(
        values=t["values"], hundred=frozenset(t["hundred"]), thousand=frozenset(t["thousand"]), multipliers=t["multipliers"],
        joiners=frozenset(t["joiners"]), articles=frozenset(t["articles"]), approximate=t["approximate"], half=frozenset(t["half"]),
    )  # fmt: skip


def _digits(text: str) -> int | float | None:
    if text.isdigit():
        return int(text) if len(text) < 16 else None
    if _GROUPED.match(text):
        return int(re.sub(r"[.,]", "", text))
    if _DECIMAL.match(text):
        return float(text.replace(",", "."))
    return None


@lru_cache(maxsize=4096)
def _compound(word: str, lang: str) -> int | None:
    """Read a number written as one word: fünfundzwanzig, zweihundert, zwölftausend."""
    w = _words(lang)
    if word in w.values:
        return w.values[word]
    for thousand in w.thousand:
        head, found, tail = word.partition(thousand)
        if found:
            upper, lower = (1 if not head else _compound(head, lang)), (0 if not tail else _compound(tail, lang))
            return None if upper is None or lower is None else upper * 1000 + lower
    for hundred in w.hundred:
        head, found, tail = word.partition(hundred)
        if found:
            upper, lower = (
                (1 if not head else _compound(head, lang)),
                (0 if not tail else _compound(tail.removeprefix("und"), lang)),
            )
            return None if upper is None or lower is None else upper * 100 + lower
    head, found, tail = word.partition("und")
    if found and head in w.values and tail in w.values and w.values[head] < 10 <= w.values[tail]:
        return w.values[head] + w.values[tail]
    return None


def read(tokens: Sequence[Token], i: int, lang: str) -> Number | None:
    """Read the number that begins at token i; None when there is none."""
    w = _words(lang)
    token = tokens[i]
    number = _read_digits(tokens, i) if token.text[0].isdigit() else _read_words(tokens, i, lang, w)
    if number is None:
        return None
    last, value = number.last, number.value
    while last < len(tokens) and tokens[last].lower in w.multipliers and (not number.article or tokens[last].lower not in w.approximate):
        value = value * w.multipliers[tokens[last].lower]
        last += 1
    whole = int(value) if value == int(value) else value
    return Number(i, last, whole, number.approx, number.article and last == number.last)


def _read_digits(tokens: Sequence[Token], i: int) -> Number | None:
    text, last = tokens[i].text, i + 1
    while (
        len(tokens[i].text) <= 3 and last < len(tokens) and len(tokens[last].text) == 3 and tokens[last].text.isdigit()
        and tokens[last].start == tokens[last - 1].end + 1
    ):  # fmt: skip
        text += tokens[last].text
        last += 1
    value = _digits(text)
    return None if value is None else Number(i, last, value)


def _read_words(tokens: Sequence[Token], i: int, lang: str, w: _Words) -> Number | None:
    word = tokens[i].lower
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if word in w.half and following in w.multipliers:
        return Number(i, i + 1, 0.5)
    if word in w.articles:
        if following in w.approximate:
            return Number(i, i + 2, w.approximate[following], approx=True)
        if following in w.half and i + 2 < len(tokens) and tokens[i + 2].lower in w.multipliers:
            return Number(i, i + 2, 0.5)
        return Number(i, i + 1, 1, article=True)
    total, current, last, seen = 0, 0, i, False
    while last < len(tokens):
        word = tokens[last].lower
        value = _compound(word, lang)
        if value is not None:
            current += value
        elif word in w.hundred:
            current = (current or 1) * 100
        elif word in w.thousand:
            total, current = total + (current or 1) * 1000, 0
        elif seen and word in w.joiners and last + 1 < len(tokens) and _is_number_word(tokens[last + 1].lower, lang, w):
            if (
                word != "-"
                and tokens[last - 1].lower not in w.hundred | w.thousand
                and _compound(tokens[last - 1].lower, lang) not in {20, 30, 40, 50, 60}
            ):
                break
            last += 1
            continue
        else:
            break
        seen = True
        last += 1
    if not seen:
        return None
    if last < len(tokens) and tokens[last].lower in w.approximate and total + current < 20:
        return Number(i, last + 1, (total + current) * w.approximate[tokens[last].lower], approx=True)
    return Number(i, last, total + current)


def _is_number_word(word: str, lang: str, w: _Words) -> bool:
    return word in w.hundred or word in w.thousand or _compound(word, lang) is not None
