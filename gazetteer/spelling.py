"""A spelling → the folded key under which it is filed."""

import re
import unicodedata
from functools import lru_cache

from gazetteer.memory import WORDS

_SPECIAL = str.maketrans(
    {
        "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a",
        "'": None, "’": None, "‘": None, "ʼ": None, "ʹ": None, "ʺ": None, "`": None, "´": None, "ʿ": None, "ʾ": None, "“": None,
        "”": None, '"': None, "″": None, "′": None,
        "-": " ", "‐": " ", "‑": " ", "‒": " ", "–": " ", "—": " ", "_": " ", "/": " ", ".": " ", ",": " ",
    }
)  # fmt: skip
_PLAIN = re.compile(r"[a-z]+\Z")


@lru_cache(maxsize=WORDS)
def fold(text: str) -> str:
    """Fold a spelling: lower case, no marks, no apostrophes, hyphens as spaces, ligatures spelt out.

    >>> fold("Avdiïvka"), fold("Rostov-sur-le-Don"), fold("Mar'inka")
    ('avdiivka', 'rostov sur le don', 'marinka')
    """
    lower = text.lower()
    if _PLAIN.match(lower):
        return lower
    plain = unicodedata.normalize("NFKD", lower.translate(_SPECIAL))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
