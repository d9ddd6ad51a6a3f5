"""What can go wrong for a user of the gazetteer.

SitmapError
└── GazetteerError    no index, an index of another version, a damaged one, a faulty source table
"""


class SitmapError(Exception):
    """Base of every error that sitmap raises on purpose."""


class GazetteerError(SitmapError, ValueError):
    """The gazetteer cannot be opened or built; the message names the command that mends it."""
