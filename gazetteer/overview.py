"""What a gazetteer holds: counts by source, kind and country; the units of a country."""

from collections import Counter
from typing import Any

from gazetteer.place import KINDS, Place
from gazetteer.search import Gazetteer


def describe(gazetteer: Gazetteer) -> dict[str, Any]:
    """Count the places by source, kind and country (the twenty largest)."""
    index = gazetteer.index
    places = [index.place(number) for number in range(index.count)]
    return {
        "places": len(places),
        "names": len(index.trie),
        "by_source": dict(Counter(place.id.partition(":")[0] for place in places).most_common()),
        "by_kind": dict(Counter(place.kind for place in places).most_common()),
        "by_country": dict(Counter(place.country or "none" for place in places).most_common(20)),
    }


def first_order_units(gazetteer: Gazetteer, country: str) -> list[Place]:
    """List the admin1 units of a country (ISO 3166-1 alpha-2), by id."""
    code, index = KINDS.index("admin1"), gazetteer.index
    numbers = [number for number, kind in enumerate(bytes(index.kind)) if kind == code]
    return sorted((p for n in numbers if (p := index.place(n)).country == country), key=lambda place: place.id)
