"""The frame around the map: a branca Figure with a policy that forbids the network, and the same bytes for the same map."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from branca.element import Element, Figure

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RANDOM = re.compile(r"[0-9a-f]{32}")
_POLICY_MARK, _DATA_MARK = "<!-- policy -->", "<!-- data -->"


class Verbatim(Element):
    """A text that branca puts into the page as it is, not as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name, self._id, self.text = "Verbatim", "sitmap", text

    def render(self, **_: Any) -> str:
        """Return the text."""
        return self.text


class SituationFigure(Figure):
    """A page whose Content-Security-Policy allows its own scripts, by their hash, and no request but to the origins given.

    ``allow`` are origins for scripts, styles and pictures of a user's own layers, ``pictures`` those for pictures alone.
    """

    def __init__(self, title: str, allow: Sequence[str] = (), pictures: Sequence[str] = ()) -> None:
        super().__init__(title=html.escape(title), ratio="75%")
        for origin in (*allow, *pictures):
            if not re.fullmatch(r"https://[\w.*:-]+", origin):
                raise ValueError(f"not an origin like https://example.org: {origin!r}")
        self._id, self._allow, self._pictures = "sitmap", tuple(allow), tuple(pictures)
        self.data: dict[str, str] = {}
        """Texts for the page's scripts, by id, free of markup: put in last, so that nothing looks through them."""
        self.header.add_child(Verbatim(_POLICY_MARK), name="policy")
        self.header._children.move_to_end("policy", last=False)  # before anything that it has to govern
        self.header.add_child(Verbatim(_DATA_MARK), name="data")

    def render(self, **kwargs: Any) -> str:
        """Render the page, with the ids that branca draws at random numbered in their order, and its policy."""
        page = _numbered(str(super().render(**kwargs)), {element._id for element in _tree(self)})
        data = "\n".join(f'<script type="text/plain" id="{name}">{text}</script>' for name, text in self.data.items())
        policy = f'<meta http-equiv="Content-Security-Policy" content="{self._policy(page)}">'
        return page.replace(_POLICY_MARK, policy, 1).replace(_DATA_MARK, data, 1)

    def _policy(self, page: str) -> str:
        hashes = [hashlib.sha256(script.encode("utf-8")).digest() for script in _SCRIPT.findall(page)]
        scripts = " ".join([*(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes), *self._allow])
        hosts = " ".join(self._allow)
        return "; ".join(
            " ".join(part.split())
            for part in (
                "default-src 'none'",
                f"script-src {scripts}",
                f"style-src 'unsafe-inline' {hosts}",  # Leaflet's layers place things by style; a style alone can ask nobody here
                f"img-src data: blob: {hosts} {' '.join(self._pictures)}",
                f"font-src data: {hosts}",
                "connect-src 'none'",
                "form-action 'none'",
                "base-uri 'none'",
            )
        )


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)
    for part in ("header", "html", "script"):  # a figure's and a popup's
        inner = getattr(element, part, None)
        if isinstance(inner, Element):
            yield from _tree(inner)


def _numbered(page: str, ids: set[str]) -> str:
    """Replace random ids by numbers, wherever they stand, so that references to them stay right."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[0] not in ids:
            return match[0]
        return numbers.setdefault(match[0], f"{len(numbers):032x}")

    return _RANDOM.sub(number, page) if any(_RANDOM.fullmatch(id_) for id_ in ids) else page
