"""What a number looks like to the model of counts: named features of the words around it, of its noun and verbs, of its size."""

from collections.abc import Sequence
from itertools import pairwise

from geo.counted import Line, Phrase
from geo.noticed import Noticed
from geo.numbers import Number
from geo.senses import EDGE, Sense

_BESIDE = 4
"""Words on each side whose place counts."""
_AROUND = 9
"""Words on each side within which classes count."""
_CLOSE = 3
_SIZES = (1, 2, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000)


def features(line: Line, noticed: Noticed, number: Number, phrase: Phrase, ruled: Sequence[str], before: str | None) -> list[str]:
    """List the features of a number of a sentence.

    ``ruled`` is what the rules say that it counts, ``before`` the kind of the count told before.
    """
    rule = " ".join(ruled) or "-"
    size = sum(number.value >= bound for bound in _SIZES)
    out = [
        f"rule {rule}", f"noun {phrase.label}", f"rule {rule} noun {phrase.label}", f"size {size}", f"noun {phrase.label} size {size}",
        f"rule {rule} size {size}", f"last {before}", f"last {before} noun {phrase.label}", f"article {number.article}",
    ]  # fmt: skip
    out += ["of them"] * phrase.of_them + ["year"] * (1900 <= number.value <= 2099)
    out += _words(line, noticed.senses, number, phrase) + _noticed(line, noticed, number)
    verb = min(line.verbs, key=lambda v: abs(v.first - number.first), default=None)
    if verb:
        side = "behind" if verb.first >= number.last else "before"
        far = min(abs(verb.first - number.first) // 4, 3)
        out += [f"verb {side} {verb.voice} {verb.kind}", f"verb {side} {verb.kind} {far}", f"verb {verb.kind} noun {phrase.label}"]
    down = min(line.downing, key=lambda v: abs(v.first - number.first), default=None)
    if down:
        out += [f"down {down.kind} noun {phrase.label}", f"down {down.kind} {min(abs(down.first - number.first) // 4, 3)}"]
    return list(dict.fromkeys(out))


def _words(line: Line, told: Sequence[Sense], number: Number, phrase: Phrase) -> list[str]:
    """List what the words around a number mean, near by with their distance."""
    first, last = number.first, number.last
    before, behind = told[:first][::-1], told[last:]
    out = [f"head {name}" for name in told[phrase.last - 1].marked]
    for sign, side in (("-", before), ("+", behind)):
        padded = (*side, EDGE)
        for k, sense in enumerate(padded[:_BESIDE], 1):
            out += [f"{sign}{k} {name}" for name in sense.marked] + [f"{sign} {name}" for name in sense.marked]
        out += [f"{sign} wide {name}" for sense in side[:_AROUND] for name in sense.marked]
        out += [f"{sign}2 {a.classes[0]} {b.classes[0]}" for a, b in pairwise(padded[:2])]
    return [*out, f"-+ {(*before, EDGE)[0].classes[0]} {(*behind, EDGE)[0].classes[0]}"]


def _noticed(line: Line, noticed: Noticed, number: Number) -> list[str]:
    first, last = number.first, number.last
    out = []
    for hit in noticed.concepts:
        if first - _AROUND <= hit.first < last + _AROUND and not first <= hit.first < last:
            near = "near" if first - _CLOSE <= hit.first < last + _CLOSE else "far"
            out.append(f"{'b' if hit.first < first else 'a'} {near} {hit.label}")
    out += [f"s {hit.label}" for hit in noticed.cues.triggers]
    return out + ["trigger in clause"] * any(line.crossed(hit.first, first) == 0 for hit in noticed.cues.triggers)
