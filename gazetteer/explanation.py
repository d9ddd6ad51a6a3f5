"""Why a match matched: worked out again when asked, instead of being stored."""

from collections.abc import Iterator

from gazetteer import forms
from gazetteer.index import Index
from gazetteer.ranking import Hit
from gazetteer.romanisation import readers
from gazetteer.spelling import fold

_WRITERS = {
    "fr": "French", "de": "German", "en": "English", "pl": "Polish", "es": "Spanish", "nl": "Dutch", "it": "Italian", "sc": "scholarly",
}  # fmt: skip
_SOURCES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}


def explain(index: Index, name: str, hit: Hit, lang: str | None = None) -> tuple[str, str]:
    """Return the filed spelling that a name met at a place, and one line for people; of several reasons that of the writer's language."""
    label = hit.candidate.place.label
    if hit.candidate.place.id.startswith(("sitmap:", "own:")) and index.number(hit.candidate.place.id) is None:
        return label, "named in your own table" if hit.candidate.place.id.startswith("own:") else "curated name"
    number = index.number(hit.candidate.place.id)
    filed = index.spellings(number) if number is not None else ()
    if hit.tier in {"recorded", "generated"}:
        return _named(filed, fold(name), hit.candidate.place.country, lang) or (label, f"name of {label}")
    if hit.tier == "form":
        for form in forms.bare(name):
            if found := _named(filed, fold(form.name), hit.candidate.place.country, lang):
                return found[0], f"{found[1]}, {form.how} taken off"
    how = "sounds like" if hit.tier == "sound" else "spelt almost like"
    return label, f"{how} {label}"


def _named(filed: tuple[tuple[str, str], ...], key: str, country: str | None, lang: str | None) -> tuple[str, str] | None:
    for spelling, note in filed:
        if fold(spelling) == key:
            if note:
                return spelling, f"recorded name, {note}"
            reason = next((why for _, why in _generated(filed, key, country, lang)), None)
            return spelling, f"recorded name, {reason}" if reason else "recorded name"
    return next(_generated(filed, key, country, lang), None)


def _generated(filed: tuple[tuple[str, str], ...], key: str, country: str | None, lang: str | None) -> Iterator[tuple[str, str]]:
    for spelling, note in filed:
        for table in sorted(readers(spelling, country), key=lambda table: (table.target != lang, table.target != "en")):
            for way in table.spell(spelling):
                if fold(way) == key:
                    since = f", {note}" if note else ""
                    yield way, f"{_WRITERS[table.target]} spelling of {_SOURCES[table.source]} {spelling}{since}"
