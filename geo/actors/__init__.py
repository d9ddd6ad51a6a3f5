"""Who did it: compiled lists (words), noun phrases, what governs them (reading, clauses, subjects), the one that fits (finding)."""

from geo.actors.finding import Finder, Side, side

__all__ = ["Finder", "Side", "side"]
