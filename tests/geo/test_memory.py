"""A process stays as large as it is, however many reports it reads: what is kept of their words has a bound."""

import functools
import gc
import random
from collections.abc import Iterator

import gazetteer
from gazetteer.memory import WORDS
from geo.pipeline import read_report
from geo.report import Report

_TEXTS = {
    "en": "On Monday {0} drones hit {1} near {2}, 10 km north of Sumy; {3} {4} were killed, {5} said «{6}». {7} of {8} {9} fell.",
    "fr": "Lundi, {0} drones ont frappé {1} près de {2}, à 10 km au nord de Soumy ; {3} {4} tués, selon {5}. {7}-{8} {9} à {6}.",
    "de": "Am Montag trafen {0} Drohnen {1} bei {2}, 10 km nördlich von Sumy; {3} {4} getötet, sagte {5}. {7}{8} {9} in {6}.",
}
_FEW = 30
"""What a cache without a bound may take up of the word lists while some hundred new words come."""


def _caches() -> Iterator["functools._lru_cache_wrapper[object]"]:
    gc.collect()
    found = (thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper))
    return (cache for cache in found if str(getattr(cache, "__module__", "")).partition(".")[0] in {"gazetteer", "geo"})


def _read(texts: int) -> None:
    chance = random.Random(texts)  # noqa: S311
    for number in range(texts):
        for lang, text in _TEXTS.items():
            words = ["".join(chance.choices("abcdefghiklmnoprstuvwyz", k=9)) for _ in range(10)]
            marks = chr(0x2190 + number), chr(0x1F300 + number)
            named = [word.capitalize() if n in {1, 2, 5, 6} else word for n, word in enumerate(words)]
            named[0], named[3] = str(chance.randrange(10**6)), str(chance.randrange(10**6))
            read_report(Report("x", f"{text.format(*named)} {' '.join(marks)}", lang), gazetteer.load())


def test_no_cache_without_a_bound_grows_with_the_words_that_are_read() -> None:
    _read(10)
    before = {id(cache): cache.cache_info().currsize for cache in _caches()}
    _read(60)
    endless = [cache for cache in _caches() if cache.cache_info().maxsize is None]
    grown = {cache.__qualname__: cache.cache_info().currsize - before.get(id(cache), 0) for cache in endless}
    assert {name: more for name, more in grown.items() if more > _FEW} == {}


def test_every_bound_is_one_that_a_process_has_room_for() -> None:
    _read(1)
    assert {cache.__qualname__ for cache in _caches() if (cache.cache_info().maxsize or 0) > WORDS} == set()
    remembered = {cache.__qualname__ for cache in _caches() if cache.cache_info().maxsize == WORDS}
    assert {"fold", "begins", "_guessed", "Gazetteer._lookup", "_Beginnings._of"} <= remembered
