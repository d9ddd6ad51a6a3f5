"""Event files → the contract's table: sitmap's own and those of other projects."""

from geo.datasets.own import READABLE, read_events

__all__ = ["READABLE", "read_events"]
