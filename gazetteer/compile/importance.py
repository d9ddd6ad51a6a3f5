"""How likely a report means a place, before anything is known of the report."""

import math

from gazetteer.compile.record import Record

CONFLICT = frozenset(
    "UA PS IL LB SY YE SD SS ML BF NE NG SO ET ER CD TD CF LY IQ IR AF MM AM AZ GE HT MZ CM PK BY MD RU".split()  # noqa: SIM905
)
"""Countries at war or beside one since 2014 (ACLED conflict index)."""
_NEIGHBOURS = frozenset(
    "JO EG SA TR KE UG RW BI TZ DJ TN DZ MA MR GN SN CI GH TG BJ PL RO EE LV LT FI KZ KG TJ TM UZ IN BD TH RS BA XK".split()  # noqa: SIM905
)
"""Countries that reports on those wars name often."""

_BY_KIND = {"country": 1.0, "admin1": 0.6, "region": 0.75, "water": 0.7, "facility": 0.6, "admin2": 0.32}


def prior(record: Record) -> float:
    """Rate how likely a report means this place when it writes its name, 0..1."""
    conflict = record.country in CONFLICT
    if record.kind != "settlement":
        return min(record.most, _BY_KIND[record.kind] + 0.1 * (conflict and record.kind in {"admin1", "admin2"}))
    region = 0.14 if conflict else 0.04 if record.country in _NEIGHBOURS else 0.0
    return max(record.least, min(0.95, math.log10((record.population or 80) + 10) / 8 + region))
