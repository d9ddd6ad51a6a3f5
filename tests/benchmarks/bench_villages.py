"""How well villages are found with the phrase they stand in, through ``geo.extract``.

    python tests/benchmarks/bench_villages.py [--count N]

Villages of the oblasts at the front, drawn from the gazetteer itself (fixed seed), spelt by the French and German tables and put into
phrases that tell a distance from a town, the oblast, or a town near by, as they truly are. It measures whether the phrase picks the right
namesake; villages that the gazetteer lacks are not in it. Right within 25 km; "alone" is the name without its phrase.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator

import gazetteer
import geo
from gazetteer.place import Place
from gazetteer.ranking import distance_km
from gazetteer.romanisation import table
from gazetteer.spelling import fold
from geo.report import Report

RIGHT_KM = 25.0
FARTHEST_KM = 25.0
UNITS = {
    "Donetsk Oblast": ("oblast de Donetsk", "Oblast Donezk"), "Luhansk Oblast": ("oblast de Louhansk", "Oblast Luhansk"),
    "Kharkiv Oblast": ("oblast de Kharkiv", "Oblast Charkiw"), "Zaporizhzhia Oblast": ("oblast de Zaporijjia", "Oblast Saporischschja"),
    "Kherson Oblast": ("oblast de Kherson", "Oblast Cherson"), "Sumy Oblast": ("oblast de Soumy", "Oblast Sumy"),
}  # fmt: skip
COMPASS = {
    "fr": ("au nord", "au nord-est", "à l'est", "au sud-est", "au sud", "au sud-ouest", "à l'ouest", "au nord-ouest"),
    "de": ("nördlich", "nordöstlich", "östlich", "südöstlich", "südlich", "südwestlich", "westlich", "nordwestlich"),
}
PHRASES = {
    "fr": {
        "distance": "Les forces russes ont pris le village de {x}, à {km} kilomètres {to} de {town}.",
        "unit": "De violents combats ont eu lieu mardi à {x}, dans l'{unit}.",
        "town": "Trois civils ont été tués dans le village de {x}, près de {town}, a indiqué l'armée.",
    },
    "de": {
        "distance": "Russische Truppen haben das Dorf {x} rund {km} Kilometer {to} von {town} eingenommen.",
        "unit": "In {x} in der {unit} kam es am Dienstag zu heftigen Kämpfen.",
        "town": "Drei Zivilisten wurden in dem Dorf {x} nahe {town} getötet, teilte die Armee mit.",
    },
}


def _spelt(g: gazetteer.Gazetteer, place: Place, lang: str) -> str | None:
    """Spell the Cyrillic name that gives the label; sources file misspelt ones too."""
    reader, english = table("uk", lang), table("uk", "en")
    names = [name for name in g.spellings(place.id) if reader.reads(name) and reader.spell(name)]
    own = [name for name in names if fold(place.label) in map(fold, english.spell(name))]
    return next((reader.spell(name)[0] for name in own or names), None)


def _town(g: gazetteer.Gazetteer, village: Place) -> Place | None:
    near = g.nearby(village.lat, village.lon, FARTHEST_KM, frozenset({"settlement"}))
    return next((p for p in near if (p.population or 0) > 8000 and distance_km(p.lat, p.lon, village.lat, village.lon) > 4), None)


def _bearing(town: Place, village: Place) -> int:
    east = (village.lon - town.lon) * math.cos(math.radians(town.lat))
    return round(math.degrees(math.atan2(east, village.lat - town.lat)) / 45) % 8


def villages(g: gazetteer.Gazetteer, count: int) -> Iterator[Place]:
    """Draw villages of the front's oblasts that lie where the gazetteer says to 3 km."""
    index = g.index
    numbers = [n for n in range(index.count) if index.country(n) == "UA" and index.kind[n] == 0]
    random.Random(7).shuffle(numbers)  # noqa: S311
    found = (place for n in numbers if (place := index.place(n)).admin1 in UNITS)
    small = (p for p in found if (p.population or 0) < 5000 and p.uncertainty_km <= 3)
    for _, place in zip(range(count), small, strict=False):
        yield place


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    g = gazetteer.load()
    tried: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for village in villages(g, count):
        town = _town(g, village)
        for number, lang in enumerate(PHRASES):
            x, at = _spelt(g, village, lang), _spelt(g, town, lang) if town else None
            if not (x and at and town):
                continue
            km = round(distance_km(town.lat, town.lon, village.lat, village.lon))
            words = {
                "x": x,
                "town": at,
                "km": km,
                "unit": UNITS[village.admin1 or ""][number],
                "to": COMPASS[lang][_bearing(town, village)],
            }
            hits = g.resolve(x, lang=lang)
            tried[lang, "alone"] += 1
            right[lang, "alone"] += bool(hits) and distance_km(hits[0].place.lat, hits[0].place.lon, village.lat, village.lon) < RIGHT_KM
            here = [c for c in g.lookup(fold(x)) if c.place.admin1 == village.admin1]
            for kind, phrase in PHRASES[lang].items():
                if kind == "unit" and len(here) > 1:
                    continue  # nothing in the phrase tells two of one oblast apart
                text = phrase.format(**words)
                mentions = geo.extract(Report(id="x", text=text, lang=lang, published=None)).places
                found = [row for row in mentions.itertuples() if row.surface.startswith(x[:-1]) and row.lat is not None]
                tried[lang, kind] += 1
                right[lang, kind] += any(distance_km(row.lat, row.lon, village.lat, village.lon) < RIGHT_KM for row in found)
    for lang, kind in tried:
        print(f"{lang}  {kind:10}{tried[lang, kind]:5}{right[lang, kind] / tried[lang, kind]:8.3f}")
    for lang in PHRASES:
        kinds = PHRASES[lang]
        print(f"{lang}  in phrases    {sum(right[lang, k] for k in kinds) / sum(tried[lang, k] for k in kinds):8.3f}")


if __name__ == "__main__":
    main()
