"""Web pages → reports: the article's text by trafilatura where it is installed (extra ``sitmap[html]``), else by ``geo.html``."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from geo.errors import ReportError
from geo.language import codes
from geo.report import Report, parse

_log = logging.getLogger(__name__)
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def decoded(body: bytes, charset: str | None = None) -> str:
    """Decode a page by its own word, UTF-8 where it gives none, Windows-1252 where that is wrong."""
    declared = _CHARSET.search(body[:2000])
    for name in (charset, declared and declared.group(1).decode("ascii"), "utf-8"):
        if name:
            try:
                return body.decode(name)
            except (LookupError, UnicodeDecodeError):
                continue
    return body.decode("windows-1252", "replace")


def read_page(body: bytes, name: str, where: str, *, url: str | None = None, charset: str | None = None) -> Report:
    """Read the article of a page; raises ReportError, with ``where``, when there is none or its language is not read."""
    from geo.html import closed, page_text

    markup = closed(decoded(body, charset))
    page = page_text(markup)
    fields: dict[str, Any] = {
        "text": page.text, "title": page.title, "url": url or page.url, "published": page.published, "lang": page.lang
    }  # fmt: skip
    fields |= {key: value for key, value in _by_trafilatura(markup, url).items() if value}
    if not str(fields["text"]).strip():
        raise ReportError(f"{where}: HTML has no article text; save the article itself or copy its text into a .txt file")
    return checked(fields, name, where)


def _by_trafilatura(markup: str, url: str | None) -> dict[str, Any]:
    try:
        import trafilatura
    except ImportError:
        return {}
    try:
        document = trafilatura.bare_extraction(
            markup,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # another project's parser, given any markup; the page's plain paragraphs remain
        _log.warning("%s: trafilatura failed", url or "a page", exc_info=True)
        return {}
    return {name: getattr(document, key, None) for name, key in (("text", "text"), ("title", "title"), ("published", "date"))}


def checked(fields: dict[str, Any], name: str, where: str) -> Report:
    """Make a report of a .json report's fields; a language or day that is none is left out. Raises ReportError, with ``where``."""
    day = _DAY.match(str(fields.get("published") or ""))
    kept = {key: value for key, value in fields.items() if value} | {"published": day.group() if day else None}
    kept["lang"] = lang if (lang := str(fields.get("lang") or "")[:2].lower()) in codes() else None
    try:
        (report,) = parse(json.dumps(kept).encode(), ".json", name)
    except ReportError as fault:
        raise ReportError(f"{where}: {fault}") from None
    return report
