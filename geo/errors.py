"""What can go wrong for a user of geo.

SitmapError
├── ReportError       a report cannot be read
├── LanguageError     a language that sitmap does not read, or a faulty word list
├── ExportError       an output that cannot be written
├── StoreError        an event store that cannot be opened, read or written
└── ExtraError        an optional package that is not installed
"""

from gazetteer import GazetteerError, SitmapError


class ReportError(SitmapError, ValueError):
    """A report cannot be read; the message names it and says what to do."""


class LanguageError(SitmapError, ValueError):
    """A language that sitmap does not read, or a word list with a fault in it."""


class ExportError(SitmapError, OSError):
    """An output cannot be written; the message names it and says what to do."""


class StoreError(SitmapError, OSError):
    """An event store cannot be opened, read or written; what it held before is still there."""


class ExtraError(SitmapError, ImportError):
    """A package that sitmap does not install by itself is missing; the message says how to get it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs a package that is not installed; run: pip install 'sitmap[{extra}]'")


__all__ = ["ExportError", "ExtraError", "GazetteerError", "LanguageError", "ReportError", "SitmapError", "StoreError"]
