"""The spellings of a record that no source records: Cyrillic names romanised for each language, and sound keys."""

import unicodedata

from gazetteer import sound
from gazetteer.compile.record import Record
from gazetteer.romanisation import is_cyrillic, readers
from gazetteer.spelling import fold

_SOUNDED = frozenset(
    "SY LB PS IL JO IQ IR SA YE OM AE QA KW BH EG LY TN DZ MA EH SD SS SO DJ ER ET TD ML NE MR "  # noqa: SIM905
    "AF PK MM AM AZ GE TJ TM UZ TR UA BY".split()
)
"""Countries whose names reach the press romanised from other letters than Cyrillic."""


_SCHOLARLY = str.maketrans(dict.fromkeys("‘ʼʿʾ`ʻ"))


def generated(record: Record) -> dict[str, set[str]]:
    """Spell a record's Cyrillic names in every language that has a table: folded key → languages."""
    keys: dict[str, set[str]] = {}
    for name in record.names:
        for table in readers(name, record.country):
            for way in table.spell(name):
                keys.setdefault(fold(way), set()).add(table.target)
    return keys


def sounds(record: Record) -> frozenset[str]:
    """List the sound keys of a record's names in Latin letters."""
    if record.country not in _SOUNDED or record.kind not in {"settlement", "admin1", "admin2"}:
        return frozenset()
    names = [name for name in (record.label, *record.names) if not is_cyrillic(name)]
    names += [table.spell(name)[0] for name in record.names for table in readers(name, record.country) if table.target == "en"]
    return frozenset(key for name in names for lang in sound.languages_of(name) for key in sound.keys(name, lang) if len(key) > 2)


def english_label(record: Record) -> str:
    """Give the label in Latin letters: as it is, or by the English table of its language."""
    name, noun = (record.label.removesuffix(" Raion"), " Raion") if record.kind == "admin2" else (record.label, "")
    if not is_cyrillic(name):
        return _without_marks(record.label) if record.country in _SOUNDED else record.label
    english = (table.spell(name) for table in readers(name, record.country) if table.target == "en")
    return next((ways[0] for ways in english if ways), name) + noun


def _without_marks(label: str) -> str:
    """Take off the marks of scholarly romanisation (Dar‘ā, Shibirghān), which no English report prints."""
    plain = unicodedata.normalize("NFKD", label.translate(_SCHOLARLY))
    return "".join(c for c in plain if not unicodedata.combining(c))
