"""Place names for the reader: the usual name in French, German and English, and all spellings for the search."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gazetteer import Gazetteer, Place
from gazetteer.romanisation import is_cyrillic, readers

LANGUAGES = ("fr", "de")
"""Languages whose names may differ from the English label."""
_TABLE = Path(__file__).parent / "data" / "names.tsv"
_UNITS = {
    "fr": {"Oblast": "oblast de {}", "Raion": "raïon de {}", "Krai": "kraï de {}"},
    "de": {"Oblast": "Oblast {}", "Raion": "Rajon {}", "Krai": "Region {}"},
}
"""How a unit that is called "X Oblast" in English is called."""


@cache
def _usual() -> dict[tuple[str, str, str], str]:
    """Read the table of usual names: (English label, country, language) → name."""
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {(label, country, lang): name for label, country, *names in rows for lang, name in zip(LANGUAGES, names, strict=True)}


def spellings(gazetteer: Gazetteer, place_id: str, most: int = 30) -> list[str]:
    """List the recorded spellings of a place for the search, those in Cyrillic among them."""
    found = gazetteer.spellings(place_id)
    if len(found) <= most:
        return list(found)
    cyrillic = [name for name in found if is_cyrillic(name)][: most // 3]
    return list(dict.fromkeys([*found[: most - len(cyrillic)], *cyrillic]))


def country_name(label: str, country: str | None, lang: str) -> str:
    """Name a country in a language, where the table has it."""
    return _usual().get((label, country or "", lang), label)


def local_name(gazetteer: Gazetteer, place: Place, lang: str) -> str:
    """Name a place as readers of a language know it; its English label when nothing better is recorded.

    A Cyrillic name is spelt by the language's table when the English table makes the place's label of it, so that an old or foreign
    name of the place is not taken for its present one.
    Countries come from the same table for print; the page asks the browser (Intl.DisplayNames).
    """
    if lang == "en":
        return place.label
    if place.kind == "country":
        return country_name(place.label, place.country, lang)
    usual = _usual().get((place.label, place.country or "", lang))
    if usual:
        return usual
    stem, _, unit = place.label.rpartition(" ")
    form = _UNITS.get(lang, {}).get(unit) if stem else None
    spelt = _usual().get((stem, place.country or "", lang)) if form else None
    spelt = spelt or _romanised(gazetteer.spellings(place.id), place, stem if form else place.label, lang) or (stem if form else None)
    if spelt is None:
        return place.label
    return form.format(spelt) if form else spelt


def _romanised(recorded: tuple[str, ...], place: Place, label: str, lang: str) -> str | None:
    """Spell, for a language, the Cyrillic name whose English spelling is the label; None when no recorded name is that one."""
    known, plain = set(recorded), _plain(label)
    for name in recorded:
        if not is_cyrillic(name) or " " in name:
            continue
        tables = [table for table in readers(name, place.country) if table.target in ("en", lang)]
        for source in dict.fromkeys(table.source for table in tables):
            if any(plain in map(_plain, table.spell(name)) for table in tables if (table.source, table.target) == (source, "en")):
                ways = [way for table in tables if (table.source, table.target) == (source, lang) for way in table.spell(name)]
                if ways:
                    return next((way for way in ways if way in known), ways[0])
    return None


def _plain(name: str) -> str:
    return name.replace("’", "").replace("'", "").lower()
