"""Passages → events: what each scene tells, with its time, counts and source; each event once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo import attribution, counting, features, reader, timing
from geo.features import View
from geo.merging import Draft, merge
from geo.passages import Passage
from geo.proposals import holds
from geo.records import EVENT_TYPES, Event, EventType, Evidence, Quantity
from geo.report import Report
from geo.scenes import Scene, scenes
from geo.triggers import is_match_report

_TOLD = 0.3
"""Probability from which an event counts as told."""
_BESIDE = 0.4
"""The same for a place that the sentence does not name, where it tells the same of one that it names."""
_TOLLS = frozenset({"killed", "wounded", "casualties", "captured", "displaced", "intercepted"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A scene that tells an event."""

    scene: Scene
    event_type: EventType
    probability: float


def extract_events(report: Report, passages: Sequence[Passage], model: reader.Model | None = None) -> list[Event]:
    """Read the events of a report from its passages; each told once, with merged counts."""
    sentences = [passage.sentence for passage in passages]
    if is_match_report(sentences, report.lang):
        return []
    views = features.views(report, passages)
    tellings = read_tellings(report, passages, views, model or reader.load())
    sources = attribution.read(report.text, sentences, report.lang)
    times = timing.days_of(report, views)
    drafts: list[Draft] = []
    for number, view in enumerate(views):
        told = [telling for telling in tellings if telling.scene.number == number]
        shares = counting.share_out(view, [(t.scene, t.event_type) for t in told])
        for telling, counts in zip(told, shares, strict=True):
            days = timing.day(view, telling.scene, telling.event_type, times[number])
            drafts.append(_draft(telling, view, tuple(counts), days, sources[number]))
        if not told:
            _continue(view, drafts, sources[number])
    return [_event(report, draft) for draft in merge(drafts)]


def read_tellings(report: Report, passages: Sequence[Passage], views: Sequence[View], model: reader.Model) -> list[Telling]:
    """List what the scenes of a report tell, sentence by sentence."""
    found = scenes(passages)
    if not found:
        return []
    scores = model.scores(features.rows(report, found, views))
    tellings = []
    for scene, row in zip(found, scores, strict=True):
        for kind, probability in zip(EVENT_TYPES, row, strict=True):
            if probability >= _TOLD:
                tellings.append(Telling(scene, kind, float(probability)))
    return [t for t in tellings if not _beside(t, tellings)]


def _beside(telling: Telling, others: Sequence[Telling]) -> bool:
    """Tell whether a place gives way to a better one of the sentence for the same type of event.

    A place that the sentence does not name gives way to one that it names, or to a likelier one; an area to a place in it.
    """
    rivals = [o for o in others if o.scene.number == telling.scene.number and o.event_type == telling.event_type and o is not telling]
    if telling.scene.how == "named":
        place = telling.scene.place.place
        return any(o.scene.how == "named" and place and o.scene.place.place and holds(place, o.scene.place.place) for o in rivals)
    if any(o.scene.how == "named" for o in rivals):
        return telling.probability < _BESIDE
    return any(o.probability > telling.probability for o in rivals)


def _draft(
    telling: Telling, view: View, counts: tuple[Quantity, ...], days: tuple[date | None, date | None], source: attribution.Attribution
) -> Draft:
    mention, sentence = telling.scene.place, view.passage.sentence
    return Draft(
        event_type=telling.event_type, place=mention, first=days[0], last=days[1], quantities=counts, sentence=sentence, source=source,
        trigger=(mention.start, mention.end), confidence=telling.probability * source.confidence_factor,
    )  # fmt: skip


def _continue(view: View, drafts: list[Draft], source: attribution.Attribution) -> None:
    """Give tolls of a sentence that tells no event to the event told last, in the same paragraph or the one before."""
    tolls = tuple(q for q in view.counts if q.kind in _TOLLS)
    if not tolls or not drafts:
        return
    before = drafts[-1]
    if before.sentence.paragraph not in {view.passage.sentence.paragraph, view.passage.sentence.paragraph - 1}:
        return
    drafts.append(replace(before, quantities=tolls, sentence=view.passage.sentence, source=source))


def _event(report: Report, draft: Draft) -> Event:
    mention = draft.place
    place = mention.place if mention else None
    quote = report.text[draft.sentence.start : draft.sentence.end].strip()
    identity = "|".join([report.id, draft.event_type, place.id if place else str(mention and mention.surface), str(draft.first), quote])
    evidence = [Evidence("trigger", *draft.trigger)]
    if mention:
        evidence.append(Evidence("place", mention.start, mention.end))
    evidence += [Evidence("quantity", q.start, q.end) for q in draft.quantities]
    return Event(
        event_id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        event_type=draft.event_type,  # type: ignore[arg-type]
        place_name=mention.surface if mention else None, place_label=place.label if place else None, place_id=place.id if place else None,
        place_kind=place.kind if place else None, country=place.country if place else None,
        lat=place.lat if place else None, lon=place.lon if place else None, uncertainty_km=place.uncertainty_km if place else None,
        date_start=draft.first, date_end=draft.last, quantities=draft.quantities, actor=None, source=draft.source.source,
        verified=draft.source.verified, quote=quote,
        confidence=round(draft.confidence * (mention.confidence if mention and place else 0.6), 2),
        report_id=report.id, report_url=report.url, published=report.published, lang=report.lang, evidence=tuple(evidence),
    )  # fmt: skip
