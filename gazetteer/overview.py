"""What a gazetteer holds: counts by source, kind and country; the units of a country."""

import re
from collections import Counter
from typing import Any

from gazetteer.place import KINDS, Place
from gazetteer.search import Gazetteer

_FILES = ("index.bin", "keys.marisa", "sounds.marisa")


def describe(gazetteer: Gazetteer) -> dict[str, Any]:
    """Count places by source, kind and country, names, sound keys and bytes on disk; counts are sorted, the largest first.

    Raises GazetteerError when a byte of the index is not what was written.
    """
    index = gazetteer.index
    index.verify()
    sources = Counter(index.id(number).partition(":")[0] for number in range(index.count))
    kinds = Counter(KINDS[kind] for kind in index.kind)
    countries = Counter(index.country(number) or "none" for number in range(index.count))
    return {
        "folder": str(index.folder),
        "format": index.head["format"],
        "bytes": sum((index.folder / name).stat().st_size for name in _FILES),
        "places": index.count,
        "names": len(index.trie),
        "sound_keys": len(index.sound_trie),
        "by_source": dict(sources.most_common()),
        "by_kind": dict(kinds.most_common()),
        "by_country": dict(countries.most_common()),
    }


def first_order_units(gazetteer: Gazetteer, country: str) -> list[Place]:
    """List the admin1 units of a country (ISO 3166-1 alpha-2), by id."""
    code, index = KINDS.index("admin1"), gazetteer.index
    units = (found.start() for found in re.finditer(re.escape(bytes([code])), bytes(index.kind)))  # few among 300,000 places
    return sorted((index.place(n) for n in units if index.country(n) == country), key=lambda place: place.id)
