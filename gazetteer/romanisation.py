"""One engine: a name in Cyrillic and a language's table → its spellings.

A table is a text file ``romanisation/<from>-<to>[-<system>].txt``, its first line names the reference. Two forms of line:

``а б в = a b v``            letters with one spelling, wherever they stand
``с | [Vй]_[Vй] | ss, s``    letters | context | spellings, the usual one first; nothing after the last bar: not written

A context is ``left_right``: ``#`` start and ``$`` end of a word, ``V`` a vowel, ``C`` a consonant, ``[…]`` any of the letters
within, nothing: whatever stands there. The longest letters win, then the narrowest context. ``romanisation/<from>.txt`` names the
alphabet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.memory import WORDS

FOLDER = Path(__file__).parent / "romanisation"
SIGN = "’"
_SIGNS = str.maketrans(dict.fromkeys("'ʼ`´‘", SIGN))
_SOURCES_BY_COUNTRY = {"UA": ("uk", "ru"), "BY": ("be", "ru")} | dict.fromkeys(
    ("RU", "MD", "GE", "AM", "AZ", "KZ", "KG", "TJ", "TM", "UZ"), ("ru",)
)
"""Languages that the Cyrillic names of a country are read from."""
_MOST_SPELLINGS = 14
_MOST_FREE = 4


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language that is read."""

    letters: frozenset[str]
    vowels: frozenset[str]
    consonants: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Letters in a context and their spellings, the usual one first."""

    letters: str
    left: frozenset[str] | None
    """What may stand before, "#" being the start of the word; None for anything."""
    right: frozenset[str] | None
    spellings: tuple[str, ...]

    def holds(self, word: str, at: int) -> bool:
        """Tell whether the rule applies at a place of a lower-case word."""
        end = at + len(self.letters)
        if not word.startswith(self.letters, at):
            return False
        if self.left is not None and (word[at - 1] if at else "#") not in self.left:
            return False
        return self.right is None or (word[end] if end < len(word) else "$") in self.right

    @property
    def precedence(self) -> tuple[int, int, int]:
        """Sort key: longest letters first, then the narrowest context."""
        bound = [side for side in (self.left, self.right) if side is not None]
        return -len(self.letters), -len(bound), sum(map(len, bound))


@dataclass(frozen=True, eq=False)  # compared by identity: hashing all rules for each word costs more than spelling it
class Table:
    """The rules from one language to the spelling of another."""

    source: str
    target: str
    reference: str
    alphabet: Alphabet
    rules: tuple[Rule, ...]

    @cached_property
    def _by_first(self) -> dict[str, tuple[Rule, ...]]:
        firsts = {rule.letters[0] for rule in self.rules}
        return {c: tuple(sorted((r for r in self.rules if r.letters[0] == c), key=lambda r: r.precedence)) for c in firsts}

    def reads(self, name: str) -> bool:
        """Tell whether every letter of a name belongs to the table's alphabet."""
        return set(name.translate(_SIGNS).lower()) <= self.alphabet.letters | {SIGN, " ", "-"}

    def fires(self, rule: Rule) -> bool:
        """Tell whether some word makes a rule the one that is used."""
        anything, alike = self.alphabet.letters | {""}, self._by_first[rule.letters[0]]
        befores, afters = (anything if side is None else side for side in (rule.left, rule.right))
        words = ((before.strip("#"), after.strip("$")) for before, after in product(befores, afters))
        return any(rule is next((r for r in alike if r.holds(a + rule.letters + b, len(a))), None) for a, b in words)

    def spell(self, name: str) -> tuple[str, ...]:
        """Spell a Cyrillic name, at most 14 ways, the usual one first; empty when a letter is foreign to the table."""
        parts = name.translate(_SIGNS).replace("-", " - ").split()
        ways = [("-",) if part == "-" else self.spell_word(part) for part in parts]
        if not all(ways):
            return ()
        return tuple(dict.fromkeys(" ".join(way).replace(" - ", "-") for way in _combinations(ways)))

    @lru_cache(maxsize=WORDS)  # noqa: B019  tables live as long as the process
    def spell_word(self, word: str) -> tuple[str, ...]:
        """Spell one word without blanks or hyphens; empty when a letter is foreign to the table."""
        lower, at = word.lower(), 0
        ways: list[tuple[str, ...]] = []
        while at < len(lower):
            rule = next((r for r in self._by_first.get(lower[at], ()) if r.holds(lower, at)), None)
            if rule:
                ways.append(rule.spellings)
                at += len(rule.letters)
            elif lower[at] == SIGN:
                at += 1
            else:
                return ()
        spelt = dict.fromkeys("".join(way) for way in _combinations(ways))
        return tuple(way[:1].upper() + way[1:] for way in spelt) if word[0].isupper() else tuple(spelt)


def _combinations(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Combine choices, the usual ones first, cut at the most spellings a name may have."""
    usual = tuple(choice[0] for choice in choices)
    free = [k for k, choice in enumerate(choices) if len(choice) > 1]
    found = [usual]
    found += [(*usual[:k], other, *usual[k + 1 :]) for k in free for other in choices[k][1:]]
    second = list(usual)
    for k in free:
        second[k] = choices[k][1]
    found.append(tuple(second))
    for picks in product(*(choices[k][:2] for k in free[:_MOST_FREE])):
        way = list(usual)
        for k, pick in zip(free, picks, strict=False):
            way[k] = pick
        found.append(tuple(way))
    return list(dict.fromkeys(found))[:_MOST_SPELLINGS]


@cache
def alphabet(path: Path) -> Alphabet:
    """Read the alphabet of a language: lines ``letters: …`` and ``vowels: …``."""
    if not path.exists():
        raise GazetteerError(f"{path.name}: no such alphabet")
    lines: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, text = line.partition(": ")
        if line and line[0] != "%" and key not in {"letters", "vowels"}:
            raise GazetteerError(f"{path.name}, line {number}: unknown key '{key}'")
        lines[key] = text
    if missing := {"letters", "vowels"} - lines.keys():
        raise GazetteerError(f"{path.name}, line 1: no {', '.join(sorted(missing))}")
    letters, vowels = frozenset(lines["letters"].split()), frozenset(lines["vowels"].split())
    return Alphabet(letters, vowels, letters - vowels - frozenset("ьъ"))


@cache
def tables_from(source: str) -> tuple[Table, ...]:
    """Read the tables from a language.

    Raises GazetteerError, with file and line, for a line that is no rule, a letter without a rule or a rule that never fires.
    """
    return tuple(read(path, source) for path in sorted(FOLDER.glob(f"{source}-*.txt"), key=lambda path: path.stem))


def is_cyrillic(name: str) -> bool:
    """Tell whether a name begins with a Cyrillic letter."""
    return "Ѐ" <= name[:1] <= "ӿ"


def readers(name: str, country: str | None) -> Iterator[Table]:
    """List the tables that may read a Cyrillic name of a country; none when it is not Cyrillic."""
    if is_cyrillic(name):
        for source in _SOURCES_BY_COUNTRY.get(country or "", ()):
            tables = tables_from(source)  # of one alphabet
            if tables[0].reads(name):
                yield from tables


def table(source: str, target: str) -> Table:
    """Return the first table from one language to another; raises GazetteerError when there is none."""
    for known in tables_from(source):
        if known.target == target:
            return known
    raise GazetteerError(f"no table from '{source}' to '{target}' in {FOLDER}")


def read(path: Path, source: str) -> Table:
    """Read and check a table of a source language, whose alphabet lies beside it."""
    letters = alphabet(path.with_name(f"{source}.txt"))
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].startswith("% "):
        raise GazetteerError(f"{path.name}, line 1: name the reference: '% …'")
    rules: dict[tuple[str, str], Rule] = {}
    where: dict[Rule, int] = {}
    for number, line in enumerate(lines[1:], 2):
        for context, rule in _rules(line, letters, f"{path.name}, line {number}"):
            if (rule.letters, context) in rules:
                raise GazetteerError(f"{path.name}, line {number}: '{rule.letters} | {context}' never fires, a line above says it already")
            rules[rule.letters, context] = rule
            where[rule] = number
    everywhere = {rule.letters for rule in rules.values() if rule.left is None and rule.right is None}
    if missing := sorted(letters.letters - everywhere):
        raise GazetteerError(f"{path.name}, line {len(lines)}: no rule that holds anywhere for {', '.join(missing)}")
    target = path.stem.removeprefix(f"{source}-").split("-")[0]
    made = Table(source, target, lines[0].removeprefix("% "), letters, tuple(rules.values()))
    if idle := next((rule for rule in made.rules if not made.fires(rule)), None):
        raise GazetteerError(
            f"{path.name}, line {where[idle]}: the rule for '{idle.letters}' never fires, narrower ones hold wherever it does"
        )
    return made


def _rules(line: str, letters: Alphabet, where: str) -> Iterator[tuple[str, Rule]]:
    if not line.strip() or line.startswith("%"):
        return
    if "|" in line:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or "_" not in parts[1]:
            raise GazetteerError(f"{where}: not a rule 'letters | left_right | spellings': {line!r}")
        left, _, right = parts[1].partition("_")
        spellings = tuple(way.strip() for way in parts[2].split(","))
        made = [(parts[1], Rule(parts[0], _side(left, letters, where), _side(right, letters, where), spellings))]
    else:
        before, equals, after = line.partition("=")
        if not equals or len(before.split()) != len(after.split()):
            raise GazetteerError(f"{where}: not as many spellings as letters: {line!r}")
        made = [("_", Rule(a, None, None, (b,))) for a, b in zip(before.split(), after.split(), strict=True)]
    for context, rule in made:
        if not rule.letters or not set(rule.letters) <= letters.letters | {SIGN}:
            raise GazetteerError(f"{where}: '{rule.letters}' never fires, it is not in the alphabet")
        yield context, rule


def _side(text: str, letters: Alphabet, where: str) -> frozenset[str] | None:
    if not text:
        return None
    items: Iterable[str] = text[1:-1] if text[0] == "[" and text[-1] == "]" else [text]
    found: set[str] = set()
    for item in items:
        if item in {"V", "C"}:
            found |= letters.vowels if item == "V" else letters.consonants
        elif item in letters.letters or item in {"#", "$", SIGN}:
            found.add(item)
        else:
            raise GazetteerError(f"{where}: unknown context '{item}'")
    return frozenset(found)
