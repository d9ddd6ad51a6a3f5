"""Report files → Report: text, html, json, jsonl, folders, standard input."""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from geo.errors import ReportError
from geo.language import codes
from geo.times.day_arithmetic import Span, month_of, year_of

MAX_BYTES = 10_000_000
SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".json", ".jsonl"})
_VAGUE = re.compile(r"(\d{4})(?:-(\d\d))?")
"""A year or month tells no day: such a report counts as one without a day of publication."""
_FIELDS = ("id", "lang", "published", "title", "url", "text")


@dataclass(frozen=True, slots=True)
class Report:
    """A news report; every span of every result indexes into ``text``, which is kept as it came."""

    id: str
    text: str
    lang: str
    """ISO 639-1 code of a language that sitmap reads."""
    published: date | None = None
    """Day of publication, which anchors relative dates; None when unknown."""
    title: str | None = None
    url: str | None = None
    published_in: Span | None = None
    """First and last day of the month or year of publication, where only that is known; nothing relative is counted from it."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def recognise_language(text: str) -> str:
    """Tell the language of a text; raises ReportError when it is none that sitmap reads."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lang = str(_identifier().classify(text[:5000])[0])
    if lang not in codes():
        raise ReportError(
            f"language looks like '{lang}'; sitmap reads {', '.join(codes())} (set \"lang\" in a .json report if this is wrong)"
        )
    return lang


def _decode(raw: bytes) -> str:
    if not raw.strip():
        raise ReportError("file is empty; give a report with text")
    if len(raw) > MAX_BYTES:
        raise ReportError(f"file has {len(raw):,} bytes, the limit is {MAX_BYTES:,}; split it into single reports")
    if b"\0" in raw[:4096]:
        raise ReportError("file is binary, not text; give .txt, .md, .html, .json or .jsonl")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ReportError(f"file is not UTF-8 (byte {fault.start}); convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8") from None


def from_fields(fields: Any, name: str) -> Report:
    """Make a report of the fields of a .json report; raises ReportError, which lists all wrong ones."""
    if not isinstance(fields, dict):
        raise ReportError('JSON is not a report object; give {"text": …}')
    faults = [f'"{key}" is not text' for key in _FIELDS if fields.get(key) is not None and not isinstance(fields[key], str)]
    text = fields.get("text")
    if text is None or (isinstance(text, str) and not text.strip()):
        faults.append('"text" is missing or empty')
    published: date | None = None
    published_in: Span | None = None
    day = fields.get("published")
    if isinstance(day, str):
        try:
            if vague := _VAGUE.fullmatch(day):
                first = date(int(vague[1]), int(vague[2] or 1), 1)
                published_in = month_of(first.year, first.month) if vague[2] else year_of(first.year)
            else:
                published = date.fromisoformat(day[:10])
        except ValueError:
            faults.append(f'"published" is not YYYY-MM-DD: {day[:20]!r}')
    lang = fields.get("lang")
    if isinstance(lang, str) and lang and lang not in codes():
        faults.append(f"\"lang\" is '{lang}'; sitmap reads {', '.join(codes())}")
    if faults:
        raise ReportError("; ".join(faults))
    report = _report(str(text), fields.get("id") or name, lang, published, fields.get("title"), fields.get("url"))
    return replace(report, published_in=published_in)


def _report(text: str, name: str | None, lang: str | None, published: date | None, title: str | None, url: str | None) -> Report:
    if not any(c.isalpha() for c in text):
        raise ReportError("no words in it; give a report with text")
    identity = name or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Report(identity, text, lang or recognise_language(f"{title or ''}\n{text}"), published, title, url)


def _from_html(markup: str, name: str) -> Report:
    from geo.html import page_text

    page = page_text(markup)
    if not page.text.strip():
        raise ReportError("HTML has no article text; save the article itself or copy its text into a .txt file")
    published = None
    if page.published:
        try:
            published = date.fromisoformat(page.published[:10])
        except ValueError:
            published = None
    lang = page.lang if page.lang in codes() else None
    return _report(page.text, name, lang, published, page.title, page.url)


def parse(raw: bytes, suffix: str, name: str) -> Iterator[Report]:
    """Read the report in a file's bytes; raises ReportError when it cannot be read. A .jsonl file is for ``parse_lines``."""
    text = _decode(raw)
    if suffix == ".json":
        yield from_fields(_json(text), name)
    elif suffix in {".html", ".htm"}:
        yield _from_html(text, name)
    else:
        yield _report(text, name, None, None, None, None)


def parse_lines(file: BinaryIO, name: str, where: str, *, line: int = 0, stop: int | None = None) -> Iterator[Report | ReportError]:
    """Read the reports of a .jsonl file one by one, so that it may be larger than the memory; a fault comes in its line's place.

    ``line`` is how many lines lie before, ``stop`` the byte before which the last line begins.
    """
    number, found = line, 0
    while (stop is None or file.tell() < stop) and (text := file.readline(MAX_BYTES + 1)):
        number += 1
        while len(text) > MAX_BYTES and not text.endswith(b"\n") and (more := file.readline(MAX_BYTES)):
            text = text[: MAX_BYTES + 1] + more[-1:]  # the rest of a line that is refused anyway
        if not text.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        found += 1
        try:
            yield from_fields(_json(_decode(text)), f"{name}-{number}")
        except ReportError as fault:
            yield ReportError(f"{where}: line {number}: {fault}")
    if not found:
        yield ReportError(f"{where}: file is empty; give a report with text")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ReportError(f"not valid JSON ({fault}); is the file cut short?") from None


def read(path_or_text: Path | str) -> Report:
    """Read one report from a file, or take a text as a report.

    A string that names an existing file, or ends like one, is a path. Raises ReportError, with the file's name, when it cannot be read.
    """
    if isinstance(path_or_text, str) and ("\n" in path_or_text or len(path_or_text) > 1000 or not _looks_like_path(path_or_text)):
        return _report(path_or_text, None, None, None, None, None)
    path = Path(path_or_text)
    for item in read_all([path]):
        if isinstance(item, ReportError):
            raise item
        return item
    raise ReportError(f"{path}: no report in it")


def _looks_like_path(text: str) -> bool:
    return Path(text).suffix.lower() in SUFFIXES or Path(text).exists()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
    else:
        yield path


def read_all(paths: Iterable[Path | str], published: date | None = None) -> Iterator[Report | ReportError]:
    """Read the reports of files, folders and ``-`` (standard input) one by one; a fault comes as a ReportError in its place."""
    for given in paths:
        if str(given) == "-":
            yield from _guarded(sys.stdin.buffer.read(MAX_BYTES + 1), "", "stdin", "standard input", published)
            continue
        path, found = Path(given), False
        for file in _files(path):
            found = True
            try:
                if file.suffix.lower() == ".jsonl":
                    with file.open("rb") as lines:
                        for item in parse_lines(lines, file.stem, str(file)):
                            yield dated(item, published)
                    continue
                if file.stat().st_size > MAX_BYTES:
                    raise ReportError(f"file has {file.stat().st_size:,} bytes, the limit is {MAX_BYTES:,}; split it into single reports")
                with file.open("rb") as opened:
                    raw = opened.read(MAX_BYTES + 1)  # a device or pipe has no size, and may have no end
            except FileNotFoundError:
                yield ReportError(f"{file}: no such file")
            except OSError as fault:
                yield ReportError(f"{file}: cannot be read ({fault.strerror})")
            except ReportError as fault:
                yield ReportError(f"{file}: {fault}")
            else:
                yield from _guarded(raw, file.suffix.lower(), file.stem, str(file), published)
        if not found:
            yield ReportError(f"{path}: no report in this folder; reports end in {' '.join(sorted(SUFFIXES))}")


def dated(item: Report | ReportError, published: date | None) -> Report | ReportError:
    """Give a report without a day of publication the day given."""
    return replace(item, published=published) if published and isinstance(item, Report) and not item.published else item


def _guarded(raw: bytes, suffix: str, name: str, where: str, published: date | None) -> Iterator[Report | ReportError]:
    try:
        for report in parse(raw, suffix, name):
            yield dated(report, published)
    except ReportError as fault:
        yield ReportError(f"{where}: {fault}")
