"""What a name may be once the words and endings of a sentence are taken off: elision, genitive, area words, compounds.

The words are data, ``forms/<language>.txt``: lines ``kind before:`` and ``kind after:`` list what tells a place's kind, blanks counting;
``dropped before:`` what says nothing; ``genitive:``, ``adjective:`` and ``compound:`` endings and the joint of compounds;
``compass before:`` and ``compass after:`` the quarters that a unit's name begins or ends with, as ``nord = north``, the English word
under which units are filed; ``upon:`` what joins a town to its river, which Slavic names join by "na".
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from gazetteer.errors import GazetteerError
from gazetteer.place import KINDS

FOLDER = Path(__file__).parent / "forms"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑‒–—", "-"))
_SHORTEST = 3
_SHORTEST_HEAD = 4
_SHORTEST_GENITIVE = 4
"""Letters before a bare genitive s: "Asas" is no genitive of "Asa"."""


@dataclass(frozen=True, slots=True)
class Form:
    """A name laid bare."""

    name: str
    kind: str | None
    """The kind that the words taken off ask for."""
    how: str
    """What was taken off: "article", "genitive", "adjective", "area word", "compound", "quarter" or "river"."""


@dataclass(frozen=True)
class Words:
    """The words and endings of a language."""

    before: tuple[tuple[str, str | None], ...]
    after: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    """Ending → "genitive" or "adjective"."""
    joint: str | None
    quarters: tuple[tuple[str, str, str], ...] = ()
    """Where ("before" or "after"), the quarter's word, the English word."""
    upon: tuple[str, ...] = ()

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The words of ``before`` alone, for one quick test of a name."""
        return tuple(start for start, _ in self.before)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The words of ``after`` alone."""
        return tuple(end for end, _ in self.after)

    @cached_property
    def inflections(self) -> tuple[str, ...]:
        """The endings of ``endings`` alone."""
        return tuple(end for end, _ in self.endings)


@cache
def words(lang: str) -> Words:
    """Read a language's forms; raises GazetteerError with file and line."""
    path = FOLDER / f"{lang}.txt"
    before: list[tuple[str, str | None]] = []
    after: list[tuple[str, str]] = []
    endings: list[tuple[str, str]] = []
    joint = None
    quarters: list[tuple[str, str, str]] = []
    upon: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("%"):
            continue
        head, _, tail = line.partition(": ")
        what, _, where = head.partition(" ")
        items = [_plain(item) for item in tail.split(", ")]
        if where == "before" and what in {*KINDS, "dropped"}:
            before += [(item, None if what == "dropped" else what) for item in items]
        elif where == "after" and what in KINDS:
            after += [(item, what) for item in items]
        elif what in {"genitive", "adjective"}:
            endings += [(item, what) for item in items]
        elif what == "compound":
            joint = items[0].strip()
        elif what == "compass" and where in {"before", "after"}:
            quarters += [(where, word, english) for word, _, english in (item.partition(" = ") for item in items)]
        elif what == "upon":
            upon += items
        else:
            raise GazetteerError(f"{path.name}, line {number}: unknown key '{head}'")
    return Words(_longest_first(before), _longest_first(after), _longest_first(endings), joint, tuple(quarters), tuple(upon))


def _longest_first(items: list[tuple[str, str | None]] | list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(items, key=lambda item: -len(item[0])))  # type: ignore[arg-type]


@cache
def languages() -> tuple[str, ...]:
    """List the languages whose forms are known."""
    return tuple(path.stem for path in sorted(FOLDER.glob("*.txt")))


def bare(name: str, lang: str | None = None) -> Iterator[Form]:
    """List what a name may be without the words around it, the likeliest first; without a language, by the rules of all."""
    text = _plain(name)
    for language in [lang] if lang in languages() else languages():
        yield from _bare(text, name, words(language))


def _bare(text: str, name: str, known: Words) -> Iterator[Form]:
    for start, kind in known.before if text.startswith(known.starts) else ():
        if text.startswith(start) and len(text) - len(start) >= _SHORTEST:
            rest = text[len(start) :]
            yield Form(rest, kind, "area word" if kind else "article")
            if kind:
                yield from (Form(f.name, kind, f.how) for f in _bare_endings(rest, known))
            break
    for end, kind in known.after if text.endswith(known.ends) else ():
        if text.endswith(end) and len(text) - len(end) >= _SHORTEST:
            rest = text[: -len(end)]
            yield from (Form(f.name, kind, f.how) for f in _bare_endings(rest, known) if f.how == "adjective")
            yield Form(rest, kind, "area word")
            break
    yield from (form for form in _bare_endings(text, known) if form.how == "genitive")
    if known.joint and known.joint in text:
        head, _, tail = name.translate(_APOSTROPHES).partition(known.joint)
        if len(head) >= _SHORTEST_HEAD and tail[:1].isupper():
            yield Form(_plain(head), None, "compound")
    yield from _named_for_a_quarter_or_a_river(text, known)


def _named_for_a_quarter_or_a_river(text: str, known: Words) -> Iterator[Form]:
    for where, word, english in known.quarters:
        rest = text.removeprefix(word).lstrip("- ") if where == "before" else text.removesuffix(word)
        if rest != text and len(rest) >= _SHORTEST_HEAD:
            yield Form(f"{english} {rest}", "admin1", "quarter")
    for joint in known.upon:
        head, found, _ = text.partition(joint)
        if found and len(head) >= _SHORTEST_HEAD:
            yield Form(f"{head} na ", "settlement", "river")
            return


def _bare_endings(text: str, known: Words) -> Iterator[Form]:
    for end, how in known.endings if text.endswith(known.inflections) else ():
        least = _SHORTEST_GENITIVE if end == "s" else _SHORTEST
        if text.endswith(end) and len(text) - len(end) >= least:
            yield Form(text[: -len(end)], None, how)


def _plain(text: str) -> str:
    lower = text.translate(_APOSTROPHES).lower().replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
