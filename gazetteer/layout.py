"""How a compiled index lies in its files; the reader and the writer share it.

``index.bin`` is a magic word, the size of a JSON head, the head, and sections aligned to 8 bytes. ``keys.marisa`` holds the folded
names, ``sounds.marisa`` the sound keys; the number that a trie gives a key is its row in the sections ``keys`` and ``sounds``.

A row holds one posting, or, with the highest bit set, the place in ``shared`` of a count and as many postings, best prior first.
A posting is ``place << 10 | languages << 2 | generated << 1 | main``.
"""

import lzma

MAGIC = b"SITMAPGZ"
FORMAT = 5
REBUILD = "rebuild it with: sitmap gazetteer build"

LANGUAGES = ("fr", "de", "en", "pl", "es", "nl", "it", "sc")
"""Languages of spellings, one bit each; ``sc`` is scientific transliteration, which no press writes but encyclopaedias do."""
MAIN, GENERATED, LANGUAGE_SHIFT, PLACE_SHIFT = 1, 2, 2, 10

BLOCK = 512
"""Places whose recorded spellings are compressed together."""
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
"""How they are compressed: raw LZMA2."""

UNCERTAINTY_STEP_KM = 0.1
PRIOR_STEP = 1 / 250

ID_SOURCES = ("geonames", "geonames-postal", "")
"""Sources whose ids are numbers; the last stands for an id kept as text."""


def shared_flag(code: str) -> int:
    """Return the highest bit of an array type ("I" or "Q")."""
    return 1 << (63 if code == "Q" else 31)


def cell(lat: float, lon: float) -> int:
    """Return the number of the square degree that holds a point, row by row from the south pole: the order of the places."""
    return min(179, max(0, int(lat + 90))) * 360 + int(lon + 180) % 360
