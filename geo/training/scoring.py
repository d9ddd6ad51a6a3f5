"""Score readings against annotated reports: places, roles, events, counts, days.

An event is right when its type and its place agree with one that the annotator found; counts and days are judged on the
events that are right.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gazetteer.ranking import distance_km
from geo.records import Event, Mention
from geo.training.annotated import Annotated, GoldEvent, GoldPlace

TOLERANCE_KM = {"settlement": 25.0, "facility": 25.0, "relation": 25.0, "admin1": 200.0, "region": 200.0}
"""Kilometres between two points that still agree, by the kind of place; 161 (100 miles) for the others."""
_OTHER_TOLERANCE_KM = 161.0

Cost = tuple[float, ...]
Read = Callable[[Annotated], tuple[Sequence[Mention], Sequence[Event]]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of a group of reports, 0 to 1."""

    reports: int
    mention_f1: float
    role_accuracy: float
    resolution_accuracy: float
    """Share of the locations found, where the annotator could place them, that are placed as he did."""
    event_precision: float
    event_recall: float
    event_f1: float
    location_f1: float
    """Of events whose place is right, whatever their type."""
    quantity_f1: float
    days_overlap: float
    """Share of right events whose days overlap the annotator's."""
    days_exact: float
    """Share of right events whose first and last day are within a day of the annotator's."""


def agrees(country: str | None, lat: float | None, lon: float | None, gold: GoldPlace) -> bool:
    """Tell whether a place (degrees, WGS84) agrees with the annotator's, who could place it."""
    return _error_km(country, lat, lon, gold) is not None


def _error_km(country: str | None, lat: float | None, lon: float | None, gold: GoldPlace) -> float | None:
    """Kilometres between two places that agree; None when they don't."""
    if gold.kind == "country" and country != gold.country:
        return None
    if lat is None or lon is None or gold.lat is None or gold.lon is None:
        return 0.0 if gold.kind == "country" else None
    error = distance_km(lat, lon, gold.lat, gold.lon)
    return error if gold.kind == "country" or error <= TOLERANCE_KM.get(gold.kind, _OTHER_TOLERANCE_KM) else None


def _apart_km(event: Event, gold: GoldEvent) -> float | None:
    """Kilometres between the places of two events that agree, by name where the annotator could not place his; None when they don't."""
    if gold.place is None:
        return 0.0 if event.lat is None else None
    if gold.place.lat is None and gold.place.kind != "country":
        names = {name.casefold() for name in (gold.place.label, gold.surface) if name}
        return 0.0 if (event.place_name or "").casefold() in names else None
    return _error_km(event.country, event.lat, event.lon, gold.place)


def _pairs(candidates: Iterable[tuple[Cost, int, int]]) -> dict[int, int]:
    """Choose pairs one to one, the smallest cost first."""
    pairs: dict[int, int] = {}
    for _, left, right in sorted(candidates):
        if left not in pairs and right not in pairs.values():
            pairs[left] = right
    return pairs


def _shared(event: Event, gold: GoldEvent) -> int:
    left = [(kind, value) for kind, value, _ in gold.quantities]
    shared = 0
    for count in event.quantities:
        match = next((pair for pair in left if pair[0] == count.kind and abs(pair[1] - count.value) <= 0.01 * abs(pair[1])), None)
        if match:
            left.remove(match)
            shared += 1
    return shared


def _days(event: Event, gold: GoldEvent) -> tuple[bool, bool]:
    """Tell whether the days overlap, and whether both ends agree within a day."""
    first, last = event.date_start or event.date_end, event.date_end or event.date_start
    if not (first and last and gold.first and gold.last):
        return False, False
    overlap = first <= gold.last and gold.first <= last
    return overlap, abs((first - gold.first).days) <= 1 and abs((last - gold.last).days) <= 1


def tally(annotated: Annotated, mentions: Sequence[Mention], events: Sequence[Event]) -> Counter[str]:
    """Count what is right in the reading of one report."""
    counts: Counter[str] = Counter(reports=1)
    names = [m for m in annotated.mentions if m.role != "part_of_name"]
    met = _pairs(
        ((-overlap,), i, j) for i, p in enumerate(mentions) for j, g in enumerate(names)
        if (overlap := min(p.end, g.end) - max(p.start, g.start)) > 0
    )  # fmt: skip
    counts.update(
        mention_hits=len(met), mentions=len(mentions) + len(names), roles=sum(mentions[i].role == names[j].role for i, j in met.items())
    )
    for i, j in met.items():
        meant, place = annotated.places.get(names[j].surface), mentions[i].place
        if meant and names[j].role == "literal" and (meant.lat is not None or meant.kind == "country"):
            counts.update(placeable=1, placed=place is not None and agrees(place.country, place.lat, place.lon, meant))
    likely = [
        ((apart, -_shared(e, g), -float(_days(e, g)[0])), i, j)
        for i, e in enumerate(events) for j, g in enumerate(annotated.events) if (apart := _apart_km(e, g)) is not None
    ]  # fmt: skip
    right = _pairs(c for c in likely if events[c[1]].event_type == annotated.events[c[2]].event_type)
    counts.update(hits=len(right), predicted=len(events), gold=len(annotated.events), located=len(_pairs(likely)))
    for i, j in right.items():
        event, gold = events[i], annotated.events[j]
        overlap, exact = _days(event, gold)
        dated = gold.first is not None
        counts.update(shared=_shared(event, gold), quantities=len(event.quantities) + len(gold.quantities))
        counts.update(dated=dated, overlap=dated and overlap, exact=dated and exact)
    return counts


def summarise(counts: Counter[str]) -> Scores:
    """Turn counts into figures; a share of nothing is 0."""

    def share(part: float, whole: float) -> float:
        return round(part / whole, 3) if whole else 0.0

    c = counts
    return Scores(
        c["reports"], share(2 * c["mention_hits"], c["mentions"]), share(c["roles"], c["mention_hits"]),
        share(c["placed"], c["placeable"]), share(c["hits"], c["predicted"]),
        share(c["hits"], c["gold"]), share(2 * c["hits"], c["predicted"] + c["gold"]), share(2 * c["located"], c["predicted"] + c["gold"]),
        share(2 * c["shared"], c["quantities"]), share(c["overlap"], c["dated"]), share(c["exact"], c["dated"]),
    )  # fmt: skip


def score(reports: Iterable[Annotated], read: Read) -> dict[str, Scores]:
    """Score a way of reading by language, and over all ("all")."""
    groups: dict[str, Counter[str]] = {}
    for annotated in reports:
        counts = tally(annotated, *read(annotated))
        for group in (annotated.report.lang, "all"):
            groups.setdefault(group, Counter()).update(counts)
    return {group: summarise(groups[group]) for group in sorted(groups, key=lambda g: (g == "all", g))}
