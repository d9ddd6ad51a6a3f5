"""The spellings of a record that no source records: Cyrillic names romanised for each language, and sound keys."""

from collections.abc import Iterable

from gazetteer.compile.record import Record
from gazetteer.romanisation import table, tables
from gazetteer.spelling import fold

_SOURCES_BY_COUNTRY = {"UA": ("uk", "ru"), "RU": ("ru",), "BY": ("be", "ru")}
_LETTERS = {
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ -"),
    "ru": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -"),
    "be": frozenset("абвгдеёжзійклмнопрстуўфхцчшыьэюя'’ʼ -"),
}


def is_cyrillic(name: str) -> bool:
    """Tell whether a name begins with a Cyrillic letter."""
    return "Ѐ" <= name[:1] <= "ӿ"


def origins(name: str, country: str | None) -> tuple[str, ...]:
    """Tell from which languages a Cyrillic name of a country may be read; none when it is not Cyrillic."""
    if not is_cyrillic(name):
        return ()
    letters = set(name.lower())
    return tuple(source for source in _SOURCES_BY_COUNTRY.get(country or "", ()) if letters <= _LETTERS[source])


def generated(record: Record) -> dict[str, set[str]]:
    """Spell a record's Cyrillic names in every language that has a table: folded key → languages."""
    keys: dict[str, set[str]] = {}
    for name in record.names:
        for source in origins(name, record.country):
            for origin, target in tables():
                if origin == source:
                    for way in table(source, target).spell(name):
                        keys.setdefault(fold(way), set()).add(target)
    return keys


def sounds(record: Record) -> Iterable[str]:
    """List the sound keys of a record."""
    return ()


def english_label(record: Record) -> str:
    """Give the label in Latin letters: as it is, or by the English table of its language."""
    if not is_cyrillic(record.label):
        return record.label
    known = set(tables())
    for source in origins(record.label, record.country):
        if (source, "en") in known and (ways := table(source, "en").spell(record.label)):
            return ways[0] + (" Raion" if record.kind == "admin2" else "")
    return record.label
