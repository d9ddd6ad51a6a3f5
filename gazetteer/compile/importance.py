"""How likely a report means a place, before anything is known of the report."""

import math

from gazetteer.compile.record import Record

CONFLICT = frozenset(
    ["UA", "PS", "IL", "LB", "SY", "YE", "SD", "SS", "ML", "BF", "NE", "NG", "SO", "ET", "ER", "CD", "TD", "CF", "LY", "IQ", "IR", "AF", "MM", "AM", "AZ", "GE", "HT", "MZ", "CM", "PK", "BY", "MD", "RU"]
)
"""Countries at war or beside one since 2014 (ACLED conflict index)."""

_BY_KIND = {"country": 1.0, "admin1": 0.6, "region": 0.75, "water": 0.7, "facility": 0.6, "admin2": 0.32}


def prior(record: Record) -> float:
    """Rate how likely a report means this place when it writes its name, 0..1."""
    conflict = record.country in CONFLICT
    if record.kind != "settlement":
        return min(record.most, _BY_KIND[record.kind] + 0.1 * (conflict and record.kind in {"admin1", "admin2"}))
    return min(0.95, math.log10((record.population or 80) + 10) / 8 + 0.12 * conflict)
