"""Symbols of the event types: a polygon in a box of 20 by 20, y downwards, and a colour after Okabe and Ito.

The page and the printed picture draw from the same table, ``data/symbols.json``. Shapes differ as much as colours do.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

BOX = 20
_TABLE = Path(__file__).parent / "data" / "symbols.json"


@cache
def symbols() -> dict[str, dict[str, Any]]:
    """Read the symbols: event type → ``colour`` (#rrggbb) and ``points`` ([x, y] in the box), in the legend's order."""
    table: dict[str, dict[str, Any]] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return table
