"""Look names up: recorded and generated spellings first, inflected forms next, a few edits last."""

import math
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from gazetteer.errors import GazetteerError
from gazetteer.index import Candidate, Index
from gazetteer.place import Place, PlaceKind
from gazetteer.romanisation import table, tables
from gazetteer.spelling import fold

EMBEDDED = Path(__file__).parent / "data"
_LANGUAGE_NAMES = {"fr": "French", "de": "German", "en": "English", "pl": "Polish", "es": "Spanish", "nl": "Dutch", "it": "Italian"}
_ORIGIN_NAMES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}
_LIMIT = 48
_FUZZY_LENGTH = 7
_FUZZY_CUTOFF = 87.0
_DETERMINERS = ("l'", "l’", "d'", "d’")
_AREA_WORDS = (
    "oblast de ", "oblast d'", "région de ", "région d'", "province de ", "gebiet ", "oblast ", "region ", "provinz ",
)  # fmt: skip
_AREA_TAILS = (" oblast", " region", " province", " governorate", "er oblast", "er gebiet", "-region")


@dataclass(frozen=True)
class Match:
    """A place that a name may mean, and why."""

    place: Place
    score: float
    """0..1; how sure the answer is."""
    tier: int
    """0 recorded, 1 generated, 2 inflected, 3 a few edits away."""
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


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine, mean radius 6371.009 km)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.009 * math.asin(math.sqrt(min(1.0, h)))


class Gazetteer:
    """Names to places, from a compiled index."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        """Open the index in a folder; raises GazetteerError when it cannot be used."""
        self.index = Index(folder)
        self.lookup = lru_cache(maxsize=65536)(self._lookup)
        """Folded key → candidates, best prior first; recorded and generated spellings only."""
        self.extends = lru_cache(maxsize=65536)(self._extends)
        """Folded key → whether some filed name begins with it and goes on."""

    def _lookup(self, key: str) -> tuple[Candidate, ...]:
        return self.index.candidates(key, _LIMIT)

    def _extends(self, key: str) -> bool:
        return next(self.index.trie.iterkeys(key + " "), None) is not None

    def resolve(
        self, name: str, *, lang: str | None = None, country: str | None = None, near: tuple[float, float] | None = None, limit: int = 5
    ) -> list[Match]:
        """Find the places that a name means, best first; empty when nothing is good enough.

        ``country`` (ISO 3166-1 alpha-2) keeps only places there; ``near`` (lat, lon in degrees) prefers close ones; ``lang`` is the
        writer's language.
        """
        found = self._tiered(name, country)
        if not found:
            return []
        ranked = sorted(((self._score(c, tier, edits, lang, near), c, tier) for c, tier, edits in found), key=lambda r: -r[0])
        best: dict[str, tuple[float, Candidate, int]] = {}
        for score, candidate, tier in ranked:
            best.setdefault(candidate.place.id, (score, candidate, tier))
        return [
            Match(c.place, round(score, 3), tier, self._explainer(name, c, tier)) for score, c, tier in list(best.values())[:limit]
        ]

    def _tiered(self, name: str, country: str | None) -> list[tuple[Candidate, int, float]]:
        """List candidates of the first tier that has any, with the tier and the likeness (0..1) of the spelling."""
        key = fold(name)
        if found := self._in_country(self.lookup(key), country):
            return [(c, c.tier, 1.0) for c in found]
        for form, kinds in _inflected(name):
            found = self._in_country(self.lookup(fold(form)), country)
            if found and kinds:
                found = [c for c in found if c.place.kind in kinds] or found
            if found:
                return [(c, 2, 1.0) for c in found]
        return self._fuzzy(key, country)

    @staticmethod
    def _in_country(candidates: Iterable[Candidate], country: str | None) -> list[Candidate]:
        return [c for c in candidates if country is None or c.place.country == country]

    def _fuzzy(self, key: str, country: str | None) -> list[tuple[Candidate, int, float]]:
        if len(key) < _FUZZY_LENGTH:
            return []
        from rapidfuzz import fuzz, process

        keys = self.index.trie.keys(key[: 2 if len(key) < 8 else 3])
        hits = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=12)
        found = []
        for spelling, likeness, _ in hits:
            if spelling[0] == key[0] and abs(len(spelling) - len(key)) <= 2:
                found += [(c, 3, likeness / 100) for c in self._in_country(self.lookup(spelling), country)[:4]]
        return [f for f in found if f[0].prior > 0.4 or country is not None]

    def _score(self, c: Candidate, tier: int, likeness: float, lang: str | None, near: tuple[float, float] | None) -> float:
        score = (0.55 + 0.45 * c.prior) * (1.0, 0.97, 0.93, 0.7)[tier] * likeness**2
        if lang and c.langs and lang not in c.langs:
            score *= 0.96
        if near:
            away = distance_km(*near, c.place.lat, c.place.lon)
            score *= 0.45 + 0.55 * math.exp(-max(0.0, away - c.place.uncertainty_km) / 300)
        return min(1.0, score)

    def _explainer(self, name: str, c: Candidate, tier: int) -> Callable[[], tuple[str, str]]:
        def explain() -> tuple[str, str]:
            number = self.index.number(c.place.id)
            spellings = self.index.spellings(number) if number is not None else ()
            key = fold(name)
            for spelling, note in spellings:
                if fold(spelling) == key:
                    return spelling, f"name of {c.place.label} {note}" if note else f"recorded name of {c.place.label}"
            for spelling, _ in spellings:
                for origin, target in tables():
                    for way in table(origin, target).spell(spelling) if spelling[:1] > "Ѐ" else ():
                        if fold(way) == key:
                            return way, f"{_LANGUAGE_NAMES[target]} spelling of {spelling} ({_ORIGIN_NAMES[origin]})"
            words = {2: "inflected form of", 3: "close to the spelling of"}.get(tier, "spelling of")
            return c.place.label, f"{words} {c.place.label}"

        return explain

    def place(self, place_id: str) -> Place:
        """Return the place of an id; raises GazetteerError when there is none."""
        number = self.index.number(place_id)
        if number is None:
            raise GazetteerError(f"no place '{place_id}' in this gazetteer")
        return self.index.place(number)

    def spellings(self, place_id: str) -> tuple[str, ...]:
        """List the recorded spellings of a place; empty when the id is unknown."""
        number = self.index.number(place_id)
        return () if number is None else tuple(name for name, _ in self.index.spellings(number))

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Return the GeoJSON geometry (lon, lat) of a country or first-order unit; None when there is none."""
        number = self.index.number(place_id)
        return None if number is None else self.index.outline(number)

    def nearby(self, lat: float, lon: float, radius_km: float, kinds: frozenset[PlaceKind] | None = None) -> list[Place]:
        """List the places within a radius (kilometres) of a point (degrees), the most important first."""
        reach = radius_km / 111.2
        wide = min(180.0, reach / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + reach)))))
        numbers = [
            n
            for south in range(math.floor(lat - reach), math.floor(lat + reach) + 1)
            for west in range(math.floor(lon - wide), min(math.floor(lon - wide) + 360, math.floor(lon + wide) + 1))
            for n in self.index.square(south, west)
            if distance_km(lat, lon, self.index.lat[n], self.index.lon[n]) <= radius_km
        ]
        places = [self.index.place(n) for n in sorted(numbers, key=lambda n: -self.index.prior(n))]
        return [place for place in places if kinds is None or place.kind in kinds]


def _inflected(name: str) -> list[tuple[str, frozenset[str]]]:
    """List what a name may be once elision, genitive, compounds and area words are taken off, with the kinds asked for."""
    forms: list[tuple[str, frozenset[str]]] = []
    area: frozenset[str] = frozenset({"admin1", "admin2"})
    lower = name.lower()
    for start in _DETERMINERS:
        if lower.startswith(start):
            forms.append((name[len(start) :], frozenset()))
    for start in _AREA_WORDS:
        if lower.startswith(start):
            forms.append((name[len(start) :], area))
    for tail in _AREA_TAILS:
        if lower.endswith(tail):
            forms.append((name[: -len(tail)], area))
    if lower.endswith("s") and len(name) > 4:
        forms.append((name[:-1].rstrip("'’"), frozenset()))
    if "-" in name:
        forms.append((name.split("-", 1)[0], frozenset()))
    if lower.endswith("er") and len(name) > 5:
        forms.append((name[:-2], frozenset()))
    return forms


@cache
def _open(folder: Path) -> Gazetteer:
    return Gazetteer(folder)


def load(path: Path | str | None = None) -> Gazetteer:
    """Open a gazetteer: the folder given, else the one that SITMAP_GAZETTEER names, else the embedded one."""
    chosen = path or os.environ.get("SITMAP_GAZETTEER") or EMBEDDED
    return _open(Path(chosen))
