"""The article in an HTML page: paragraphs, title, language, day of publication."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from string import ascii_uppercase

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "blockquote", "div", "section", "article", "main", "br", "td"})
_SKIPPED = frozenset({"script", "style", "nav", "footer", "aside", "noscript", "template", "form", "button", "svg", "figure", "head"})
_RAW = ("<script", "<style")
_CLOSINGS = {"<!--": "-->", "<script": "</script", "<style": "</style"}
_LOWER = {ord(c): c.lower() for c in ascii_uppercase}
_OPENINGS = re.compile(r"<!--|<[!?]|<script|<style")
_DATES = frozenset({"article:published_time", "date", "dc.date", "datepublished", "pubdate"})


@dataclass
class Page:
    """What an HTML page says of its article."""

    text: str = ""
    title: str | None = None
    lang: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass
class _Collector(HTMLParser):
    page: Page = field(default_factory=Page)
    skipping: int = 0
    in_title: bool = False
    title: list[str] = field(default_factory=list)
    blocks: list[list[str]] = field(default_factory=lambda: [[]])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html" and values.get("lang"):
            self.page.lang = values["lang"][:2].lower()
        elif tag == "meta" and (values.get("property") or values.get("name") or values.get("itemprop", "")).lower() in _DATES:
            self.page.published = self.page.published or values.get("content")
        elif tag == "link" and values.get("rel") == "canonical":
            self.page.url = values.get("href")
        elif tag == "time" and values.get("datetime"):
            self.page.published = self.page.published or values["datetime"]
        if tag in _SKIPPED:
            self.skipping += 1
        if tag in _BLOCKS:
            self.blocks.append([])
        self.in_title = tag == "title" or self.in_title

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED and self.skipping:
            self.skipping -= 1
        if tag in _BLOCKS:
            self.blocks.append([])
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data.strip())
        elif not self.skipping:
            self.blocks[-1].append(data)


def closed(markup: str) -> str:
    """Take out comments, declarations, instructions and tags that never close; html.parser takes the square of their number for them."""
    kept: list[str] = []
    lower = markup.translate(_LOWER)  # str.lower would move offsets: "İ" becomes two characters
    at = past = 0
    for opening in _OPENINGS.finditer(lower):
        if opening.start() < past:
            continue
        found = opening.group()
        end = lower.find(_CLOSINGS.get(found, ">"), opening.end())
        if found in _RAW:  # stays, with all that looks like a comment in it
            past = end if end >= 0 else len(markup)
            continue
        kept.append(markup[at : opening.start()])
        at = past = end + len(_CLOSINGS.get(found, ">")) if end >= 0 else len(markup)
    tags, mark, rest = "".join([*kept, markup[at:]]).rpartition(">")
    return tags + mark + rest.replace("<", " ")


def page_text(markup: str) -> Page:
    """Read the paragraphs of a page, blank lines between them; navigation, scripts and captions are left out."""
    collector = _Collector()
    collector.feed(closed(markup))
    collector.close()
    collector.page.title = "".join(collector.title) or None
    paragraphs = (" ".join("".join(block).split()) for block in collector.blocks)
    collector.page.text = "\n\n".join(block for block in paragraphs if block)
    return collector.page
