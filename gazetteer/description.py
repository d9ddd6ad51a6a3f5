"""What a gazetteer holds, for ``sitmap gazetteer info``."""

from collections import Counter
from typing import Any

from gazetteer.place import KINDS
from gazetteer.search import Gazetteer

_FILES = ("index.bin", "keys.marisa", "sounds.marisa")


def describe(gazetteer: Gazetteer) -> dict[str, Any]:
    """Count places by source, kind and country, keys, and bytes on disk; counts are sorted, the largest first."""
    index = gazetteer.index
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
        "sources": dict(sources.most_common()),
        "kinds": dict(kinds.most_common()),
        "countries": dict(countries.most_common()),
    }
