"""RSS and Atom feeds → reports, one an entry (extra ``sitmap[feeds]``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from geo.errors import ExtraError, ReportError
from geo.html import page_text
from geo.report import Report
from geo.sources.pages import checked


def read_feed(body: bytes, where: str) -> Iterator[Report | ReportError]:
    """Read the entries of a feed: the full content where it is there, else title and summary. Nothing is fetched."""
    try:
        import feedparser
    except ImportError:
        raise ExtraError(f"{where}: reading a feed", "feeds") from None
    try:
        feed = feedparser.parse(body)
    except Exception as fault:  # another project's parser, given any bytes: whatever it raises tells that this feed cannot be read
        raise ReportError(f"{where}: no feed that can be read ({fault})") from None
    if not feed.entries:
        raise ReportError(f"{where}: no entries in this feed" + (f" ({feed.bozo_exception})" if feed.bozo else ""))
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield checked(_fields(entry, feed.feed), f"{where}-{number}", f"{where}, entry {number}")
        except ReportError as fault:
            yield fault


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    title = entry.get("title") or ""
    bodies = [part.get("value") or "" for part in entry.get("content", [])]
    text = page_text(max(bodies, key=len) if bodies else entry.get("summary") or "").text
    if not bodies:
        # a summary goes on from its title, which often alone names the place
        title_text = page_text(title).text
        text = f"{title_text.rstrip('.')}.\n\n{text}" if title_text and not text.startswith(title_text) else text or title_text
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "id": entry.get("id") or entry.get("link"), "url": entry.get("link"), "title": title, "text": text,
        "published": date(*moment[:3]).isoformat() if moment else None,
        "lang": (bodies and entry["content"][0].get("language")) or entry.get("language") or feed.get("language"),
    }  # fmt: skip
