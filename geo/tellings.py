"""Which events the scenes of a report tell: the shares that the model gives, less those of places that give way to better ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo import features, reader
from geo.context import Array
from geo.features import View
from geo.passages import Passage
from geo.proposals import holds
from geo.records import EVENT_TYPES, EventType
from geo.report import Report
from geo.scenes import Scene, end_of_heading, key_of, scenes
from geo.sequences import Sequences, sequences

_TOLD, _TOLD_BRIEFLY = 0.4, 0.3
"""Probability from which an event counts as told; the same in a brief text, where no other sentence bears one out."""
_BRIEF = 3
"""Sentences of a brief text at most."""
_SPOTS = frozenset({"settlement", "facility"})
_SET_OFF = frozenset({",", ";", "(", "–", "—"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A scene that tells an event."""

    scene: Scene
    event_type: EventType
    probability: float
    features: features.Features
    beside: Array
    read: Sequences
    row: int
    """What the probability was weighed from: features, columns, the report in sequences and the row of the scene in them.

    ``Reader.reasons`` and ``Network.reasons`` tell which of it spoke for the event.
    """


def read_tellings(report: Report, passages: Sequence[Passage], views: Sequence[View], model: reader.Scorer) -> list[Telling]:
    """List what the scenes of a report tell, sentence by sentence."""
    found = scenes(passages, report.lang)
    if not found:
        return []
    rows = features.rows(report, found, views)
    read = sequences(report, found, views)
    weighed = model.weigh(found, rows, read)
    least = _TOLD if len(passages) > _BRIEF else _TOLD_BRIEFLY
    told = zip(*(weighed.shares >= least).nonzero(), strict=True)
    tellings = [Telling(found[n], EVENT_TYPES[k], float(weighed.shares[n, k]), rows[n], weighed.context[n, k], read, n) for n, k in told]
    tellings = _summed_over_countries(tellings, found)
    by_sentence: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_sentence.setdefault(telling.scene.number, []).append(telling)
    return [t for t in tellings if not _gives_way(t, by_sentence[t.scene.number], views[t.scene.number])]


def _summed_over_countries(tellings: Sequence[Telling], found: Sequence[Scene]) -> list[Telling]:
    """Give a toll of no one incident to the report's country, where its sentence names no place and one before it named a town."""
    countries = {scene.number: scene for scene in found if scene.how == "country"}
    out: dict[tuple[int, str, EventType], Telling] = {}
    for telling in tellings:
        scene, place = telling.scene, telling.scene.place.place
        if telling.event_type == "casualties" and scene.how in {"carried", "chief"} and place and place.kind in _SPOTS:
            scene = countries.get(scene.number, scene)
        key = scene.number, key_of(scene.place), telling.event_type
        if key not in out or out[key].probability < telling.probability:
            out[key] = replace(telling, scene=scene)
    return list(out.values())


def _gives_way(telling: Telling, others: Sequence[Telling], view: View) -> bool:
    """Tell whether a place gives way to a better one of the sentence for the same type of event.

    A place that the sentence does not name gives way to one that it names, or to a likelier one; an area to a place in it,
    unless each has a count of its own ("108 assaults in the east, 39 of them near X"); likewise the place of a heading to those below it.
    """
    rivals = [o for o in others if o.event_type == telling.event_type and o is not telling]
    if telling.scene.how == "named":
        place = telling.scene.place.place
        named = [o for o in rivals if o.scene.how == "named"]
        colon = end_of_heading(view.passage)
        if telling.scene.place.end <= colon:
            below = min((o.scene.place.start for o in named if o.scene.place.start > colon), default=0)
            return below > 0 and not _named_again(telling, colon, view) and not _counted_for_itself((colon, below), view)
        inside = [o for o in named if place and o.scene.place.place and holds(place, o.scene.place.place)]
        return bool(inside) and not any(_counted_apart(telling, o, view) for o in inside)
    return any(o.scene.how == "named" or o.probability > telling.probability for o in rivals)


def _named_again(telling: Telling, colon: int, view: View) -> bool:
    """Tell whether the place of a heading is named below it too: "Toretsk: clashes in Toretsk and near Shcherbynivka"."""
    key = key_of(telling.scene.place)
    return any(mention.start > colon and key_of(mention) == key for mention in view.passage.mentions if mention.role == "literal")


def _counted_for_itself(between: tuple[int, int], view: View) -> bool:
    """Tell whether a heading has a count of its own, set off from the first place below it: "Kurakhove: 23 assaults, some near X"."""
    last = max((q.end for q in view.counts if between[0] < q.start < between[1]), default=0)
    return last > 0 and any(token.text in _SET_OFF for token in view.passage.sentence.tokens if last <= token.start < between[1])


def _counted_apart(area: Telling, place: Telling, view: View) -> bool:
    """Tell whether a sentence counts the same for an area and for a place in it, each count before its own name."""
    first, second = area.scene.place.start, place.scene.place.start
    before = {q.kind for q in view.counts if q.start < first}
    return first < second and any(q.kind in before for q in view.counts if first < q.start < second)
