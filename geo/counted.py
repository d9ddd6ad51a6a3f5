"""What a number counts: the noun behind it, and for people the verb that says what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from geo.language import words
from geo.lexicon import Hit, Lexicon
from geo.numbers import Number
from geo.records import QuantityKind
from geo.sentences import Sentence, clause_bounds

_REACH = 7
"""Tokens behind a number in which its noun stands."""
_WEAPONS = frozenset({"drones", "missiles", "aircraft"})
_STATES = frozenset({"killed", "wounded", "captured", "detained", "displaced"})
_HURT = frozenset({"killed", "wounded", "captured", "detained"})
_PEOPLE = frozenset({"persons", "rest", "prisoners", "displaced", "person", "troops", "unknown"})
_LIMITS = {"persons": 16.0, "rest": 16.0, "prisoners": 10.0, "displaced": 7.0, "troops": 16.0, "unknown": 9.0, "person": 7.0}
"""How far (see Line.cost) a verb may be from people told by such a noun."""
_INTERCEPTED = 11.0
_NEEDS = {"places": "taken", "objects": "damage"}
"""Nouns that count only where a verb of such a list stands near."""
_NEAR = 12
_CROSSED = 5.0
_AGENT = 8.0
_AUXILIARY = 3
"""Tokens before a verb within which its auxiliary stands."""
_MARKS = frozenset("-«»„“”\"'’")


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of a language."""

    nouns: Lexicon
    singles: Lexicon
    verbs: Lexicon
    downing: Lexicon
    signs: Lexicon
    """Verbs of striking, of taking places, of damage, of moving troops."""
    bounds: Lexicon
    per_day: Lexicon
    part: Lexicon
    count_of: Lexicon
    """Nouns that announce a count ("the number of", "the death toll"): people, or a kind."""
    units: Lexicon
    words: dict[str, frozenset[str]]
    head_last: bool
    verb_final: bool
    times: dict[str, int]


_DOWNING = ("downed", "intercepted", "destroyed", "nothing")
_WORDS = (
    "all",
    "either",
    "range",
    "between",
    "of",
    "agents",
    "passive",
    "determiners",
    "single",
    "function",
    "place",
    "aged",
    "times",
    "pronouns",
    "other",
    "on",
    "included",
    "at",
    "active",
    "singular",
    "plural",
)


@cache
def lists(lang: str) -> Lists:
    """Load the lists of a language."""
    t = words(lang, "quantities")
    sets = {name: frozenset(t[name]) for name in _WORDS}
    sets["months"] = frozenset(name for names in words(lang, "dates")["months"] for name in names)
    done = {f"done {label}": patterns for label, patterns in t["verbs"].items() if label not in _DOWNING}
    fates = {f"fate {label}": patterns for label, patterns in t["fates"].items()}
    return Lists(
        nouns=Lexicon(
            {
                **t["nouns"],
                "persons": t["persons"],
                "rest": t["rest"],
                "prisoners": t["prisoners"],
                "unit": [*t["nouns"]["unit"], *t["units"]],
            },
            lang,
        ),
        singles=Lexicon({"person": t["person"]}, lang),
        verbs=Lexicon({**done, **fates, "loss casualties": t["losses"]["casualties"]}, lang),
        downing=Lexicon({label: patterns for label, patterns in t["verbs"].items() if label in _DOWNING and patterns}, lang),
        signs=Lexicon(t["signs"], lang),
        bounds=Lexicon(t["bounds"], lang),
        per_day=Lexicon({"per_day": t["per_day"]}, lang),
        part=Lexicon({"part": t["part"]}, lang),
        count_of=Lexicon(t["count_of"], lang),
        units=Lexicon({"unit": t["units"]}, lang),
        words=sets,
        head_last=t["head"] == "last",
        verb_final=bool(t["verb_final"]),
        times=words(lang, "numbers")["times"],
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number with its noun; tokens start:last, bounds ("more than") before the number included."""

    number: Number
    start: int
    last: int
    label: str | None
    """Kind of noun: a quantity kind, persons, person, unit, unknown; None when no noun follows."""
    of_them: bool = False
    """The number counts some of those told before ("three of them")."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb found: tokens first:last, what it tells of people, and in which voice."""

    first: int
    last: int
    kind: str
    voice: str
    """done: its object undergoes it; fate: its subject does; loss."""


class Line:
    """A sentence while its counts are read: what is looked up once for all of its numbers."""

    def __init__(self, sentence: Sentence, lang: str, numbers: Sequence[Number]) -> None:
        self.sentence, self.tokens, self.lang, self.numbers = sentence, sentence.tokens, lang, numbers
        self.lists = lists(lang)

    @cached_property
    def bounds(self) -> list[int]:
        """First tokens of the clauses."""
        return [self.sentence.index(offset) for offset in clause_bounds(self.sentence, self.lang)]

    @cached_property
    def verbs(self) -> list[Verb]:
        """Verbs that say what became of people; "killed or wounded" is one."""
        found: list[Verb] = []
        for hit in self.lists.verbs.find(self.tokens):
            voice, kind = hit.label.split(" ")
            before = found[-1] if found else None
            if before and (before.kind, kind) == ("killed", "wounded") and self._joined(before.last, hit.first):
                found[-1] = Verb(before.first, hit.last, "casualties", before.voice)
            else:
                found.append(Verb(hit.first, hit.last, kind, voice))
        return found

    @cached_property
    def downing(self) -> list[Verb]:
        """Verbs that say that weapons were stopped."""
        return [Verb(hit.first, hit.last, hit.label, "done") for hit in self.lists.downing.find(self.tokens) if hit.label != "nothing"]

    @cached_property
    def obstacles(self) -> list[int]:
        """First tokens of the numbers that part a number from a verb beyond them."""
        listed = self._mates
        return [
            n.first for n in self.numbers
            if not n.article and n.first not in listed and not self.has(n.first - 1, "either")
            and not self.is_unit(n.last) and not self.is_age(n)
        ]  # fmt: skip

    @cached_property
    def _mates(self) -> dict[int, int]:
        """For the numbers of a list that ends with "and", by their first tokens, that of the last ("two women, three men and a child")."""
        ends: dict[int, int] = {}
        run: list[int] = []
        for number in self.numbers:
            start = self._start(number)
            if run and self.has(start - 1, "either") and start - 1 - run[-1] < _REACH:
                ends.update(dict.fromkeys(run, number.first))
            run = [*run, number.first] if self.word(start - 1) == "," and (not run or start - run[-1] < _REACH + 2) else [number.first]
        return ends

    @cached_property
    def weapons(self) -> bool:
        """Whether the sentence speaks of weapons that can be shot down."""
        return any((hit := self.lists.nouns.at(self.tokens, k)) and hit.label in _WEAPONS for k in range(len(self.tokens)))

    def word(self, k: int) -> str:
        """Give the word at token k in lower case; empty beyond the ends."""
        return self.tokens[k].lower if 0 <= k < len(self.tokens) else ""

    def has(self, k: int, name: str) -> bool:
        """Tell whether the word at token k is on a list."""
        return self.word(k) in self.lists.words[name]

    def is_unit(self, k: int) -> bool:
        """Tell whether a unit of measure, or a month, stands at token k."""
        if k >= len(self.tokens):
            return False
        if self.has(k, "months"):
            return True
        area = self.lists.nouns.at(self.tokens, k)
        return bool(self.lists.units.at(self.tokens, k)) and not (area and area.label == "area_km2")

    def sign(self, name: str, number: Number) -> bool:
        """Tell whether a verb of a list stands near a number, in its clause or the next."""
        span = range(max(0, number.first - _NEAR), min(len(self.tokens), number.last + _NEAR))
        return any((hit := self.lists.signs.at(self.tokens, k)) and hit.label == name and self.crossed(k, number.first) < 2 for k in span)

    def _joined(self, a: int, b: int) -> bool:
        return a < len(self.tokens) and b == a + 1 and (self.has(a, "either") or self.word(a) in {"/", ","})

    def is_age(self, number: Number) -> bool:
        """Tell whether a number says how old somebody is: "aged 12", "a man of 77", "a 12-year-old"."""
        k = number.first
        if self.has(k - 1, "aged") or self.has(k - 2, "aged") or (self.word(number.last) == "-" and self.is_unit(number.last + 1)):
            return True
        return k >= 2 and not number.article and self.has(k - 1, "of") and bool(self.lists.singles.at(self.tokens, k - 2))

    def crossed(self, a: int, b: int) -> int:
        """Count the clause bounds between two tokens."""
        return sum(3 if self.word(bound - 1) == ";" else 1 for bound in self.bounds if min(a, b) < bound <= max(a, b))

    def phrase(self, number: Number) -> Phrase:
        """Read the noun phrase behind a number; "84 of 120 drones" has the noun of the second number."""
        tokens, k = self.tokens, number.last
        of_them = self.has(k, "pronouns")
        announced = self.lists.count_of.at(tokens, k) if k < len(tokens) else None
        if announced and announced.label == "people":
            k = announced.last
        elif self.has(k, "of"):
            other = next((n for n in self.numbers if k < n.first <= k + 2), None)
            k = other.last if other else k + 1
            skipped = 0
            while self.word(k) == "'" or (skipped < 2 and (self.has(k, "function") or self.has(k, "pronouns"))):
                of_them = of_them or self.has(k, "pronouns")
                k, skipped = k + 1, skipped + (self.word(k) != "'")
        hits: list[Hit] = []
        first, i = None, k
        limit = 0 if of_them else min(len(tokens), k + (3 if number.article else _REACH))
        while i < limit:
            token = tokens[i]
            if token.text in _MARKS or (i > k and tokens[i - 1].text == "-" and self.has(i, "either")):
                i += 1
                continue
            if not token.text[0].isalpha() or token.lower in self.lists.words["function"] or token.lower in self.lists.words["on"]:
                break
            hit = self.lists.nouns.at(tokens, i)
            if hit is None and (self.lists.verbs.at(tokens, i) or self.lists.downing.at(tokens, i) or (hits and self._new_name(i))):
                break
            if hit:
                hits.append(hit)
            elif first is None:
                first = i
            i = hit.last if hit else i + 1
        label = self._label(hits, i, k)
        if label in {None, "rest"} and first is not None and len(tokens[first].text) > 2:
            label = "unknown"
        return Phrase(number, self._start(number), self._behind_part(i if label else number.last), label, of_them)

    def announced(self, number: Number) -> Phrase | str | None:
        """Read what a number is said to be the count of: "put the number of wounded at twelve", "the toll rose to 37"."""
        if not self.has(self._start(number) - 1, "at"):
            return None
        hits = [
            hit for hit in self.lists.count_of.find(self.tokens) if hit.first < number.first and not self.crossed(hit.first, number.first)
        ]
        if not hits:
            return None
        if hits[-1].label != "people":
            return hits[-1].label
        told = self.phrase(Number(hits[-1].first, hits[-1].last, number.value))
        return Phrase(told.number, told.start, told.last, told.label)

    def _new_name(self, i: int) -> bool:
        """Tell whether a capital behind the noun begins the next phrase ("in five cases Ukrainian servicemen …")."""
        return self.lists.head_last and self.tokens[i].text[0].isupper()

    def _behind_part(self, k: int) -> int:
        """Step over an inserted part of the whole: "seven people, including a child, were killed"."""
        if self.word(k) != "," or not any(self.lists.part.at(self.tokens, i) for i in range(k + 1, min(k + 4, len(self.tokens)))):
            return k
        return next((i + 1 for i in range(k + 2, min(len(self.tokens), k + 12)) if self.word(i) == ","), k)

    def _label(self, hits: Sequence[Hit], last: int, first: int) -> str | None:
        if not hits:
            return None
        if hits[0].first == first and hits[0].label == "unit":
            return "unit"
        state = next((hit for hit in hits if hit.label in _STATES), None)
        if state is None:
            chosen = [hit for hit in hits if hit.label not in {"unit", "rest"}] or list(hits)
            return (chosen[-1] if self.lists.head_last else chosen[0]).label
        if state.label == "killed" and state.last == last and self.has(last, "either") and last + 1 < len(self.tokens):
            after = self.lists.nouns.at(self.tokens, last + 1)
            return "casualties" if after and after.label == "wounded" else "killed"
        return state.label

    def _start(self, number: Number) -> int:
        for k in range(max(0, number.first - 4), number.first):
            hit = self.lists.bounds.at(self.tokens, k)
            if hit and hit.last == number.first:
                return k
        return number.first

    def _own_number(self, verb: Verb, number: Number) -> bool:
        """Tell whether a verb behind a number goes on to a number of its own ("two people and injuring eight")."""
        following = next((n.first for n in self.numbers if n.first >= verb.last and not self.is_unit(n.last)), None)
        if following is None or following - verb.last > 2 or following < number.last:
            return False
        return not any(self.word(k) == "," or self.has(k, "either") for k in range(verb.last, following))

    def _passive(self, verb: Verb, since: int) -> bool:
        if self.lists.verb_final:
            start = max((b for b in self.bounds if b <= verb.first), default=0)
            return any(self.has(k, "passive") for k in range(start, verb.last + 3))
        if self.lists.words["active"]:
            if self.has(verb.first - 1, "either") and self.has(verb.last, "determiners"):
                return False  # "… et déplacé des millions": an object of its own
            auxiliaries = (k for k in range(max(since, verb.first - 4), verb.first) if self.has(k, "active"))
            return not any(not any(self.has(j, "passive") for j in range(k + 1, verb.first)) for k in auxiliaries)
        return any(self.has(k, "passive") for k in range(max(since, verb.first - 5), verb.first))

    def _disagrees(self, phrase: Phrase, verb: Verb) -> bool:
        """Tell whether many are counted and the verb is one's: "a woman who fled with her three children was killed"."""
        number = phrase.number
        if number.value < 2 or number.approx or self.has(phrase.start - 1, "of"):
            return False
        near = range(max(phrase.last, verb.first - _AUXILIARY), min(len(self.tokens), verb.last + (2 if self.lists.verb_final else 0)))
        forms = [self.has(k, "plural") for k in near if self.has(k, "singular") or self.has(k, "plural")]
        return bool(forms) and not any(forms)

    def cost(self, phrase: Phrase, verb: Verb) -> float | None:
        """Weigh in tokens how far a verb is from those counted; None when it cannot speak of them."""
        number = phrase.number
        if verb.first < phrase.start and verb.last > number.last:
            return 0.0
        done = verb.voice == "done"
        if verb.first >= number.last:
            gap = float(max(0, verb.first - phrase.last))
            if self._disagrees(phrase, verb):
                return None
            passive = done and self._passive(verb, phrase.last)
            told = any(self.has(k, "passive") for k in range(max(phrase.last, verb.first - 5), verb.first))
            if done and (self.lists.verb_final or not told) and self._own_number(verb, number):
                return None
            mate = self._mates.get(number.first)
            between = sum(8.0 for k in self.obstacles if phrase.last <= k < verb.first and k != mate)
            voice = _AGENT if done and gap and not passive and phrase.label not in _WEAPONS else 0.0
        else:
            if done and self.has(phrase.start - 1, "agents") and verb.last != phrase.start:
                return None
            gap = float(max(0, phrase.start - verb.last)) + 2.0
            between = sum(4.0 for k in self.obstacles if verb.last <= k < phrase.start)
            told = not self.lists.verb_final and (verb.voice == "fate" or (done and self._passive(verb, verb.first - 4)))
            voice = 5.0 if told else 0.0
            if self.has(phrase.start - 1, "either"):
                between += 6.0 if verb.last == phrase.start - 1 else 3.0
        if phrase.label == "person" and any(self.word(k) == "," for k in range(min(verb.last, phrase.last), max(verb.first, phrase.start))):
            between += 4.0
        return gap + between + voice + _CROSSED * self.crossed(verb.first, number.first)

    def _best(self, phrase: Phrase, verbs: Sequence[Verb], limit: float) -> Verb | None:
        best: tuple[float, Verb] | None = None
        for verb in verbs:
            cost = self.cost(phrase, verb)
            if cost is not None and cost <= limit and (best is None or cost < best[0]):
                best = cost, verb
        return best[1] if best else None

    def kinds(self, phrase: Phrase) -> tuple[QuantityKind, ...]:
        """Decide what a number counts; empty when nothing says so."""
        label = phrase.label
        if label == "unit":
            return ()
        if label in _WEAPONS:
            return self._weapons(phrase, label)
        if label in _NEEDS:
            return ("other",) if self.sign(_NEEDS[label], phrase.number) else ()
        announced = self.announced(phrase.number) if label in {None, "unknown"} else None
        if isinstance(announced, Phrase):
            return self.kinds(announced) if announced.label else ()
        if announced or label is None:
            kind = announced or self._bare(phrase)
        elif label == "unknown" and self.has(phrase.start - 1, "place"):
            kind = None
        elif label in _PEOPLE:
            kind = self._people(phrase, label)
        else:
            kind = label
        return (kind,) if kind else ()  # type: ignore[return-value]

    def _people(self, phrase: Phrase, label: str) -> str | None:
        verbs = [v for v in self.verbs if v.voice != "loss" or label == "troops"]
        if label in {"unknown", "displaced"}:
            verbs = [v for v in verbs if v.kind != "other"]
        verb = self._best(phrase, verbs, _LIMITS[label])
        if (
            verb and phrase.number.last <= verb.first < phrase.last
        ):  # "24 abducted girls are free": what they are comes before what they were
            now = self._best(phrase, [v for v in verbs if v.kind == "other" and v.first >= phrase.last], _LIMITS[label])
            verb = now or verb
        if verb:
            return "other" if (label, verb.kind) == ("prisoners", "displaced") else verb.kind
        downed = self._best(phrase, self.downing, _LIMITS[label] / 2)
        if downed and (downed.kind == "downed" or (label == "unknown" and downed.kind == "intercepted")):
            return "killed" if downed.kind == "downed" else "intercepted"
        if label == "troops" and self.sign("moved", phrase.number):
            return "troops"
        return {"prisoners": "other", "displaced": "displaced"}.get(label)

    def _bare(self, phrase: Phrase) -> str | None:
        """Read a number without a noun from a verb right beside it."""
        number = phrase.number
        if self.has(phrase.start - 1, "place") or (self.has(phrase.start - 1, "function") and self.has(number.last, "agents")):
            return None
        closed = number.last >= len(self.tokens) or not self.tokens[number.last].text[0].isalnum()
        best: tuple[int, Verb] | None = None
        for verb in (*self.verbs, *self.downing):
            if verb.kind == "destroyed":
                continue
            if verb.first < phrase.start and verb.last > number.last:
                gap = 0
            elif verb.first >= number.last:
                gap = verb.first - phrase.last
            else:
                gap = phrase.start - verb.last + (verb.voice == "fate")
                gap = gap + 1 if not closed else gap // 2 + 1
            parted = verb.last < phrase.start and self.has(phrase.start - 1, "either")
            span = range(min(verb.last - 1, phrase.last), max(verb.first, phrase.start))
            comma = parted or any(self.word(k) in {",", "(", ")", ";", ":"} for k in span)
            own = verb.first >= number.last and verb.voice == "done" and self._own_number(verb, number)
            if 0 <= gap <= 4 and not comma and not own and (best is None or gap < best[0]):
                best = gap, verb
        if best is None:
            return None
        kind = best[1].kind
        return ("intercepted" if self.weapons else "killed") if kind == "downed" else kind

    def _weapons(self, phrase: Phrase, label: str) -> tuple[QuantityKind, ...]:
        """Tell weapons used from weapons shot down; "all shot down" counts both."""
        number = phrase.number
        part_of = any(n.last < number.first <= n.last + 2 and self.has(n.last, "of") for n in self.numbers)
        verb = None if part_of or self.has(phrase.start - 1, "agents") else self._best(phrase, self.downing, _INTERCEPTED)
        if verb is None:
            return (label,)  # type: ignore[return-value]
        first, last = min(verb.first, number.first), max(verb.last, phrase.last)
        if any(self.has(k, "all") for k in range(max(0, first - 2), last)):
            return (label, "intercepted")  # type: ignore[return-value]
        return ("intercepted",)
