"""Filed keys a few typing errors away from a key."""

from collections.abc import Callable, Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_SHORTEST_ONE, _SHORTEST_TWO, _PREFIX = 7, 9, 4
_MOST_COMPARED = 4000


def one_edit(key: str) -> Iterator[str]:
    """List all keys one deletion, swap, substitution or insertion away, the first letter kept."""
    for at in range(1, len(key)):
        head, tail = key[:at], key[at:]
        yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            if letter != tail[0]:
                yield head + letter + tail[1:]
            yield head + letter + tail
    for letter in _LETTERS[:-1]:
        yield key + letter


def close_keys(key: str, filed: Callable[[str], bool], beginning: Callable[[str], list[str]]) -> list[tuple[str, int]]:
    """List the filed keys one edit away; for long names without one, those two edits away that begin alike; with the number of edits."""
    if len(key) < _SHORTEST_ONE:
        return []
    once = dict.fromkeys(near for near in one_edit(key) if filed(near))
    if once or len(key) < _SHORTEST_TWO:
        return [(near, 1) for near in once]
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    alike = beginning(key[:_PREFIX])
    if len(alike) > _MOST_COMPARED:
        return []
    found = process.extract(key, alike, scorer=OSA.distance, score_cutoff=2, limit=12)
    return [(near, int(edits)) for near, edits, _ in found]
