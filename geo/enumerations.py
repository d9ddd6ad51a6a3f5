"""Names told in one breath: "the Kharkiv, Sumy and Odesa regions", "les régions de X (centre), Y et Z", "Mbingi et Mapasana".

A plural word for a kind of place holds for every name of its list; a name in a list of places is a place.
"""

from collections.abc import Sequence
from itertools import pairwise

from geo.names import Lists, Name
from geo.sentences import Token

_COMMA = ","


def share_kinds(names: Sequence[Name], tokens: Sequence[Token], knowledge: Lists) -> None:
    """Give every name of a list the kind that a plural before its first or behind its last name asks for."""
    for run in _runs(names, tokens, knowledge):
        kind = _governed(tokens, run, knowledge)
        for name in run if kind else ():
            name.kind, name.area_word = kind, True


def _runs(names: Sequence[Name], tokens: Sequence[Token], knowledge: Lists) -> list[list[Name]]:
    """Cut names into lists, each of two at least."""
    runs: list[list[Name]] = [[name] for name in names[:1]]
    for earlier, later in pairwise(names):
        if _joined(tokens, earlier, later, knowledge):
            runs[-1].append(later)
        else:
            runs.append([later])
    return [run for run in runs if len(run) > 1]


def _governed(tokens: Sequence[Token], run: Sequence[Name], knowledge: Lists) -> str | None:
    """Give the kind that a plural before or behind a list asks for; None without one."""
    first, last = run[0], run[-1]
    i = first.first - 1
    while i >= 0 and tokens[i].lower in knowledge.link:
        i -= 1
    if i >= 0 and tokens[i].lower in knowledge.plurals:
        return first.kind
    return last.kind if last.last < len(tokens) and tokens[last.last].lower in knowledge.plurals else None


def in_list(tokens: Sequence[Token], earlier: Name, name: Name, knowledge: Lists) -> bool:
    """Tell whether a name goes on a list whose name before is surely a place's: by "and", or by a comma with "and" to come."""
    between = tokens[earlier.last : name.first]
    if len(between) != 1 or between[0].lower not in knowledge.list_joints or (earlier.preposition is None and not earlier.area_word):
        return False
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    return between[0].lower != _COMMA or (after != _COMMA and after in knowledge.list_joints)


def _joined(tokens: Sequence[Token], earlier: Name, later: Name, knowledge: Lists) -> bool:
    """Tell whether nothing but joints, articles and brackets stands between two names."""
    between, depth = [], 0
    for token in tokens[earlier.last : later.first]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text != ")":
            between.append(token.lower)
    joints = knowledge.list_joints
    return any(word in joints for word in between) and all(word in joints or word in knowledge.link for word in between)
