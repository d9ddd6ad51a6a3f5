"""One engine: a name in Cyrillic and a language's table → its spellings.

A table is a text file ``romanisation/<from>-<to>.txt``; its first line names the reference. A rule is ``letters context: spelling``,
with further spellings after ``|``. Contexts: ``#`` at the start of a word, ``$`` at its end, ``V`` after a vowel, ``C`` after a
consonant, ``VV`` between vowels, ``*`` anywhere. The longest letters win, then the narrowest context.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from gazetteer.errors import GazetteerError

FOLDER = Path(__file__).parent / "romanisation"
_VOWELS = frozenset("аеєиіїоуюяыэё")
_NARROWNESS = {"*": 0, "V": 1, "C": 1, "#": 2, "$": 2, "VV": 3}
_SIGNS = "'’ʼ"
_MOST_SPELLINGS = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """Letters in a context and their spellings, the usual one first."""

    letters: str
    context: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rules of a pair of languages, by their first letter."""

    reference: str
    rules: dict[str, tuple[Rule, ...]]

    def spell(self, name: str) -> tuple[str, ...]:
        """Spell a Cyrillic name, at most 12 ways, the usual one first; empty when a letter has no rule."""
        words = name.replace("-", " - ").split()
        spelt = []
        for word in words:
            ways = (("-",),) if word == "-" else self._word(word)
            if ways is None:
                return ()
            spelt.append(_combine(ways))
        texts = [" ".join(parts).replace(" - ", "-") for parts in _first_products(spelt)]
        return tuple(dict.fromkeys(texts))

    def _word(self, word: str) -> tuple[tuple[str, ...], ...] | None:
        lower = word.lower()
        out: list[tuple[str, ...]] = []
        i = 0
        while i < len(lower):
            if lower[i] in _SIGNS:
                i += 1
                continue
            rule = next((r for r in self.rules.get(lower[i], ()) if lower.startswith(r.letters, i) and _holds(r, lower, i)), None)
            if rule is None:
                return None
            ways = rule.spellings
            out.append(tuple(way.capitalize() for way in ways) if i == 0 and word[0].isupper() else ways)
            i += len(rule.letters)
        return tuple(out)


def _holds(rule: Rule, word: str, i: int) -> bool:
    before = word[i - 1] if i else ""
    end = i + len(rule.letters)
    match rule.context:
        case "#":
            return i == 0
        case "$":
            return end == len(word)
        case "V":
            return before in _VOWELS and bool(before)
        case "C":
            return bool(before) and before not in _VOWELS
        case "VV":
            return bool(before) and before in _VOWELS | {"й"} and end < len(word) and word[end] in _VOWELS | {"й"}
        case _:
            return True


def _combine(ways: tuple[tuple[str, ...], ...]) -> list[str]:
    return ["".join(parts) for parts in _first_products([list(way) for way in ways])]


def _first_products(choices: list[list[str]]) -> list[tuple[str, ...]]:
    """List the combinations, usual ones first, cut at the most spellings a name may have."""
    usual = tuple(choice[0] for choice in choices)
    found = [usual]
    for k, choice in enumerate(choices):
        found += [(*usual[:k], other, *usual[k + 1 :]) for other in choice[1:]]
    if len(found) < _MOST_SPELLINGS:
        free = [k for k, choice in enumerate(choices) if len(choice) > 1][:3]
        for picks in product(*(choices[k] for k in free)):
            way = list(usual)
            for k, pick in zip(free, picks, strict=True):
                way[k] = pick
            found.append(tuple(way))
    return list(dict.fromkeys(found))[:_MOST_SPELLINGS]


@cache
def table(source: str, target: str) -> Table:
    """Read the table from one language (uk, ru, be) to another (fr, de, en …).

    Raises GazetteerError, with file and line, for a line that is no rule, an unknown context or a rule given twice.
    """
    path = FOLDER / f"{source}-{target}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    rules: dict[str, list[Rule]] = {}
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("%"):
            continue
        head, colon, tail = line.partition(":")
        parts = head.split()
        if not colon or len(parts) != 2 or parts[1] not in _NARROWNESS:
            raise GazetteerError(f"{path.name}, line {number}: not a rule 'letters context: spelling': {line!r}")
        if (parts[0], parts[1]) in seen:
            raise GazetteerError(f"{path.name}, line {number}: rule for {head!r} is given twice, the second can never fire")
        seen.add((parts[0], parts[1]))
        spellings = tuple(way.strip() for way in tail.split("|"))
        rules.setdefault(parts[0][0], []).append(Rule(parts[0], parts[1], spellings))
    ordered = {
        first: tuple(sorted(group, key=lambda r: (-len(r.letters), -_NARROWNESS[r.context]))) for first, group in rules.items()
    }
    return Table(lines[0].lstrip("% "), ordered)


@cache
def tables() -> tuple[tuple[str, str], ...]:
    """List the pairs of languages that have a table, as (from, to)."""
    pairs = (path.stem.partition("-")[::2] for path in sorted(FOLDER.glob("*-*.txt")))
    return tuple(pairs)
