"""Load the word lists of a language.

A language is a folder ``geo/languages/<code>/`` of TOML files, one a topic (``dates``, ``quantities``, ``triggers`` …); the
first line of each names its source. A new language is a new folder: no code changes.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import LanguageError

FOLDER = Path(__file__).parent / "languages"


@cache
def codes() -> tuple[str, ...]:
    """List the ISO 639-1 codes of the languages that sitmap reads."""
    return tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and len(entry.name) == 2))


@cache
def words(lang: str, topic: str) -> dict[str, Any]:
    """Read one topic's word list of a language; treat the result as read-only.

    Raises LanguageError when the language or the topic is missing, or the file is not TOML.
    """
    path = FOLDER / lang / f"{topic}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(codes())
        raise LanguageError(f"no word list '{topic}' for language '{lang}'; sitmap reads {known}") from None
    except tomllib.TOMLDecodeError as fault:
        raise LanguageError(f"{path}: {fault}") from fault


@cache
def seats_of_government() -> frozenset[str]:
    """List the English labels of the capitals and seats that stand for a government (``languages/seats.toml``)."""
    return frozenset(tomllib.loads((FOLDER / "seats.toml").read_text(encoding="utf-8"))["labels"])
