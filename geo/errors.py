"""What can go wrong for a user of geo.

SitmapError
├── ReportError       a report cannot be read
├── LanguageError     a language that sitmap does not read, or a faulty word list
└── ExportError       an output that cannot be written
"""

from gazetteer import GazetteerError, SitmapError


class ReportError(SitmapError, ValueError):
    """A report cannot be read; the message names it and says what to do."""


class LanguageError(SitmapError, ValueError):
    """A language that sitmap does not read, or a word list with a fault in it."""


class ExportError(SitmapError, OSError):
    """An output cannot be written; the message names it and says what to do."""


__all__ = ["ExportError", "GazetteerError", "LanguageError", "ReportError", "SitmapError"]
