"""Look-up in tiers: recorded and generated spellings, forms of them, names that sound alike, typing errors."""

import math
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from gazetteer import explanation, forms, kinship, nothing, sound
from gazetteer.errors import GazetteerError
from gazetteer.index import Candidate, Index
from gazetteer.memory import SEARCHES, WORDS
from gazetteer.place import KINDS, Place, PlaceKind
from gazetteer.ranking import Hit, Tier, distance_km, rank
from gazetteer.spelling import fold
from gazetteer.supplement import Supplement, curated, read_table
from gazetteer.typos import close_keys

EMBEDDED = Path(__file__).parent / "data"
_LIMIT = 120
_KM_A_DEGREE = 111.0
"""Of latitude, at least."""
_NOT_MAIN = 0.1
_CURATED = "sitmap:"
"""Begins the ids of curated places; one that the supplement states anew is as the supplement has it."""
_STANDS_FOR = {"admin1": ("admin1", "region"), "admin2": ("admin2", "admin1", "settlement"), "water": ("water",), "facility": ("facility",)}
"""Kinds that answer for a kind asked for, the best first; a kind not named here answers for any."""
_LEAST_IN_COMPOUND = 0.5
_FEWEST_CONSONANTS = 4
_FEWEST_HEARD = 2
"""Consonants without which a likeness of sound says nothing."""
_LEAST_IF_SHORT = 0.6
"""Prior of a place that one or two consonants may mean: much sounds like "Ataq"."""
_LEAST_IF_PLAIN = 0.55
"""Prior of a place that a word without a capital may mean by a name besides its own: "selon" is no Salon."""
_LESS_LIKE_PER_VOWEL, _LESS_LIKE_FOREIGN = 0.06, 0.06


@dataclass(frozen=True)
class Match:
    """A place that a name may mean, and why."""

    place: Place
    score: float
    """0..1; 0.9 is right nine times in ten."""
    tier: Tier
    _explain: Callable[[], tuple[str, str]]

    @cached_property
    def _explained(self) -> tuple[str, str]:
        return self._explain()

    @property
    def spelling(self) -> str:
        """The filed spelling that matched."""
        return self._explained[0]

    @property
    def why(self) -> str:
        """One line for people."""
        return self._explained[1]


class Gazetteer:
    """Names to places, from a compiled index and a supplement read beside it."""

    def __init__(self, folder: Path = EMBEDDED, supplement: Supplement | None = None) -> None:
        """Open the index in a folder; raises GazetteerError when it cannot be used."""
        self.index = Index(folder)
        self.supplement = supplement or Supplement(())
        self.lookup = lru_cache(maxsize=WORDS)(self._lookup)
        """Folded key → candidates, best prior first; recorded and generated spellings only."""
        self.extends = lru_cache(maxsize=WORDS)(self._extends)
        """Folded key → whether some filed name begins with it and goes on."""
        self.alike = lru_cache(maxsize=SEARCHES)(self._alike)
        """Name and writer's language → the places whose name sounds like it, best prior first."""
        self.guesses = lru_cache(maxsize=SEARCHES)(self._guesses)
        """Name and writer's language → the places that ``resolve`` finds for it, the eight likeliest, with their scores."""

    def _lookup(self, key: str) -> tuple[Candidate, ...]:
        filed, added = self.index.candidates(key, _LIMIT), self.supplement.candidates(key)
        if added:
            added = tuple(self._as_filed(c) for c in added)
            near = [c for c in filed if not any(c.place.id == other.place.id or _same(c.place, other.place) for other in added)]
            filed = tuple(sorted((*added, *near), key=lambda c: -c.prior))
        return kinship.settle(key, filed, lambda name: self.index.candidates(fold(name), _LIMIT))

    def _as_filed(self, candidate: Candidate) -> Candidate:
        """Take a further spelling of a filed place for that place, with its own prior."""
        number = self.index.number(candidate.place.id)
        if number is None:
            return candidate
        if candidate.place.id.startswith(_CURATED):
            return replace(candidate, prior=max(candidate.prior, self.index.prior(number) - _NOT_MAIN))
        return replace(candidate, place=self.index.place(number), prior=max(candidate.prior, self.index.prior(number) - _NOT_MAIN))

    def _extends(self, key: str) -> bool:
        return self.supplement.extends(key) or next(self.index.trie.iterkeys(key + " "), None) is not None

    def resolve(
        self, name: str, *, lang: str | None = None, country: str | None = None, near: tuple[float, float] | None = None, limit: int = 5
    ) -> list[Match]:
        """Find the places that a name means, best first; empty when nothing is good enough.

        ``country`` (ISO 3166-1 alpha-2) keeps only places there; ``near`` (lat, lon in degrees) prefers close ones; ``lang`` is the
        writer's language (fr, de, en …). Words that name nothing (weekdays, ranks, people in the news) find nothing unless a country is
        given.
        """
        if country is None and nothing.is_word(fold(name)):
            return []
        tiers = (self._exact, self._forms, self._sounds, self._typos) if country or _is_capitalised(name) else (self._exact, self._forms)
        for tier in tiers:
            hits = [hit for hit in tier(name, lang) if country is None or hit.candidate.place.country in {country, None}]
            if ranked := rank(hits, lang, near):
                return [self._match(name, score, hit, lang) for score, hit in ranked[:limit]]
        return []

    def _guesses(self, name: str, lang: str) -> tuple[tuple[Place, float], ...]:
        return tuple((match.place, match.score) for match in self.resolve(name, lang=lang, limit=8))

    def _match(self, name: str, score: float, hit: Hit, lang: str | None) -> Match:
        return Match(hit.candidate.place, round(score, 3), hit.tier, lambda: explanation.explain(self.index, name, hit, lang))

    def _exact(self, name: str, lang: str | None) -> Iterator[Hit]:
        plain = not _is_capitalised(name)
        for candidate in self.lookup(fold(name)):
            if plain and not (candidate.main or candidate.tier or candidate.prior >= _LEAST_IF_PLAIN):
                continue
            yield Hit(candidate, "generated" if candidate.tier else "recorded")

    def _forms(self, name: str, lang: str | None) -> Iterator[Hit]:
        for form in forms.bare(name, lang):
            if form.how == "genitive" and not _is_capitalised(name):
                continue
            found: Iterable[Candidate] = self.lookup(fold(form.name))
            if form.kind in _STANDS_FOR:
                kinds = _STANDS_FOR[form.kind]
                found = next((same for kind in kinds if (same := [c for c in found if c.place.kind == kind])), ())
            if form.how == "compound":
                if any(True for _ in self._sounds(name, lang)):
                    return
                found = [c for c in found if c.prior >= _LEAST_IN_COMPOUND]
            if form.how == "river":
                found = self._upon_a_river(form.name)
            if form.how == "genitive" and all(c.prior < _LEAST_IN_COMPOUND for c in found):
                yield from self._sounds(name, lang)
            if found:
                yield from (Hit(candidate, "form") for candidate in found)
                return

    def _upon_a_river(self, beginning: str) -> list[Candidate]:
        keys = self.index.trie.keys(fold(beginning) + " ")
        return [c for key in keys for c in self.index.candidates(key, _LIMIT) if c.place.kind == "settlement"]

    def _sounds(self, name: str, lang: str | None) -> Iterator[Hit]:
        languages = (lang, *(other for other in sound.LANGUAGES if other != lang)) if lang in sound.LANGUAGES else sound.LANGUAGES
        for text, kind in ((name, None), *((form.name, form.kind) for form in forms.bare(name, lang) if form.how == "area word")):
            for foreign, language in enumerate(languages):
                hits = list(self._sounding(text, language, 1.0 - _LESS_LIKE_FOREIGN * bool(foreign and lang)))
                wanted = _STANDS_FOR.get(kind or "")
                hits = [hit for hit in hits if wanted is None or hit.candidate.place.kind in wanted]
                if hits:
                    yield from hits
                    return

    def _alike(self, name: str, lang: str | None) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        if not any(sound.consonants(key) >= _FEWEST_HEARD for key in sound.keys(name, lang if lang in sound.LANGUAGES else "en")):
            return ()
        for hit in self._sounds(name, lang):
            prior = max(0.0, hit.candidate.prior - (1.0 - hit.likeness))
            if prior > (best[hit.candidate.place.id].prior if hit.candidate.place.id in best else -1.0):
                best[hit.candidate.place.id] = replace(hit.candidate, tier=2, prior=prior, main=False)
        return tuple(sorted(best.values(), key=lambda c: -c.prior))

    def _sounding(self, name: str, language: str, likeness: float) -> Iterator[Hit]:
        for key in sound.keys(name, language):
            count = sound.consonants(key)
            strict = count < _FEWEST_CONSONANTS
            least = _LEAST_IF_SHORT if count < _FEWEST_CONSONANTS - 1 else 0.0
            for near_key, changes in sound.neighbours(key):
                if changes and strict:
                    break
                for candidate in (*map(self._as_filed, self.supplement.sounding(near_key)), *self.index.sounding(near_key, _LIMIT)):
                    if candidate.prior >= least:
                        yield Hit(candidate, "sound", likeness - _LESS_LIKE_PER_VOWEL * changes)

    def _typos(self, name: str, lang: str | None) -> Iterator[Hit]:
        trie = self.index.trie
        written = fold(name)
        for key, edits in close_keys(written, trie.__contains__, trie.keys):
            for candidate in self.lookup(key):
                yield Hit(candidate, "typo", 1.0 - edits / len(written))

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """List the labels of places whose name is spelt or sounds somewhat like this one, for "did you mean"."""
        hits = sorted([*self._sounds(name, None), *self._typos(name, None)], key=lambda hit: -hit.likeness * hit.candidate.prior)
        return list(dict.fromkeys(hit.candidate.place.label for hit in hits))[:limit]

    def place(self, place_id: str) -> Place:
        """Return the place of an id; raises GazetteerError when there is none."""
        number = self.index.number(place_id)
        if (number is None or place_id.startswith(_CURATED)) and (added := self.supplement.place(place_id)):
            return added
        if number is None:
            raise GazetteerError(f"no place '{place_id}' in this gazetteer")
        return self.index.place(number)

    def spellings(self, place_id: str) -> tuple[str, ...]:
        """List the recorded spellings of a place; empty when the id is unknown."""
        number = self.index.number(place_id)
        filed = () if number is None else tuple(name for name, _ in self.index.spellings(number))
        return tuple(dict.fromkeys((*filed, *self.supplement.spellings(place_id))))

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Return the GeoJSON geometry (lon, lat) of a country or first-order unit; None when there is none."""
        number = self.index.number(place_id)
        return None if number is None else self.index.outline(number)

    def nearby(
        self, lat: float, lon: float, radius_km: float, kinds: frozenset[PlaceKind] | None = None, limit: int | None = None
    ) -> list[Place]:
        """List the places within a radius (kilometres) of a point (degrees), the most important first, at most ``limit``."""
        index, wanted = self.index, {code for code, kind in enumerate(KINDS) if kinds is None or kind in kinds}
        kind, lats, lons = index.kind, index.lat, index.lon
        high, wide = _degrees(lat, radius_km)  # most neighbours lie too far off by one of the two, which is quicker to tell than a distance
        numbers = [
            n for n in self._numbers_around(lat, lon, high, wide)
            if kind[n] in wanted and abs(lats[n] - lat) <= high and abs((lons[n] - lon + 180) % 360 - 180) <= wide
            and distance_km(lat, lon, lats[n], lons[n]) <= radius_km
        ]  # fmt: skip
        places = [index.place(n) for n in sorted(numbers, key=lambda n: -index.prior(n))[:limit]]
        added = [
            p for p in self.supplement.places()
            if (kinds is None or p.kind in kinds) and abs(p.lat - lat) <= high and distance_km(lat, lon, p.lat, p.lon) <= radius_km
        ]  # fmt: skip
        return [*places, *added][:limit]

    def _numbers_around(self, lat: float, lon: float, high: float, wide: float) -> Iterator[int]:
        west, east = math.floor(lon - wide), math.floor(lon + wide)
        for south in range(max(-90, math.floor(lat - high)), min(89, math.floor(lat + high)) + 1):
            for corner in range(west, min(west + 359, east) + 1):
                yield from self.index.square(south, corner)


def _degrees(lat: float, radius_km: float) -> tuple[float, float]:
    """Give how many degrees of latitude and of longitude a radius (kilometres) around a latitude spans at most."""
    high = radius_km / _KM_A_DEGREE
    return high, min(180.0, high / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high)))))


def _is_capitalised(name: str) -> bool:
    """Tell whether some letter is a capital: the press writes no place without; sound and typing errors find too much in plain words."""
    return name != name.lower()


def _same(place: Place, other: Place) -> bool:
    """Tell whether a filed place is the one that a supplement states anew: of its kind, and within its radius."""
    radius = max(1.0, other.uncertainty_km)
    return place.kind == other.kind and distance_km(place.lat, place.lon, other.lat, other.lon) <= radius


@cache
def _open(folder: Path, extra: Path | None) -> Gazetteer:
    added = curated() if folder == EMBEDDED else Supplement(())
    return Gazetteer(folder, added.joined(read_table(extra)) if extra else added)


def load(path: Path | str | None = None, *, extra: Path | str | None = None) -> Gazetteer:
    """Open a gazetteer: the folder given, else the one that SITMAP_GAZETTEER names, else the embedded one.

    The embedded one has the curated supplement beside it. ``extra`` is a CSV of places (name, lat, lon, kind, country) that are used
    at once, ahead of the filed ones. Raises GazetteerError, with the command that rebuilds it, when the index is missing, damaged or
    of another format, or when the table of places is faulty.
    """
    chosen = path or os.environ.get("SITMAP_GAZETTEER") or EMBEDDED
    return _open(Path(chosen), Path(extra) if extra else None)
