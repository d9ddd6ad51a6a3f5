"""What a word or a name may be an inflection of, by the endings and prefixes of a language's toponyms.toml."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.names import Lists


def stems(surface: str, knowledge: "Lists") -> Iterator[tuple[str, str, float | None]]:
    """Yield what a word may be an inflection of: (stem, form, bearing of a compass part)."""
    lower = surface.lower()
    for ending in knowledge.genitive_endings:
        if lower.endswith(ending):
            yield surface[: -len(ending)], "genitive", None
    for ending in knowledge.adjective_endings:
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            stem = surface[: -len(ending)]
            yield from ((form, "adjective", None) for form in (stem, stem + "a", stem + "en"))
    for prefix, bearing in knowledge.compass if lower.startswith(knowledge.compass_starts) else ():
        if lower.startswith(prefix) and len(lower) > len(prefix) + 3:
            rest = surface[len(prefix) :].lstrip("-")
            yield rest, "part", bearing
            yield from ((rest[: -len(ending)], "part", bearing) for ending in knowledge.genitive_endings if rest.endswith(ending))
    for tail in knowledge.closed_tails if lower.endswith(knowledge.closed_tails) else ():
        if lower.endswith(tail):
            yield surface[: -len(tail)], "compound", None


def declined(words: Sequence[str], knowledge: "Lists") -> Iterator[str]:
    """Yield the names that words may be a case of: "Finnischen Meerbusens" that of "Finnischer Meerbusen"."""
    *firsts, last = words
    if not firsts:
        return
    bare = [word[: -len(ending)] for word in firsts for ending in knowledge.oblique_endings if word.endswith(ending)]
    if len(bare) < len(firsts):
        return
    lasts = [last, *(last[: -len(ending)] for ending in knowledge.noun_endings if last.endswith(ending))]
    for ending in knowledge.filed_endings:
        yield from (" ".join([*(word + ending for word in bare), noun]) for noun in lasts)
