"""Passages → events: what each scene tells, with its time, counts and source; each event once."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geo import attribution, counting, features, reader, timing
from geo.features import View
from geo.merging import Draft, merge
from geo.passages import Passage
from geo.records import Event, Evidence, Quantity
from geo.report import Report
from geo.tellings import Telling, read_tellings
from geo.triggers import is_match_report

_LATEST = 100
"""Events told last, among which counts find theirs: a paragraph tells no more, and a text of one endless paragraph stays in bounds."""


def extract_events(report: Report, passages: Sequence[Passage], model: reader.Scorer | None = None) -> list[Event]:
    """Read the events of a report from its passages; each told once, with merged counts."""
    views = features.views(report, passages)
    if is_match_report([view.cues for view in views]):
        return []
    tellings = read_tellings(report, passages, views, model or reader.load())
    sources = attribution.read(report.text, [passage.sentence for passage in passages], report.lang)
    times = timing.days_of(report, views)
    by_sentence: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_sentence.setdefault(telling.scene.number, []).append(telling)
    drafts: list[Draft] = []
    waiting: View | None = None
    for number, view in enumerate(views):
        told = by_sentence.get(number, [])
        shares = counting.share_out(view, [(t.scene, t.event_type) for t in told])
        for telling, counts in zip(told, shares, strict=True):
            days = timing.day(view, telling.scene, telling.event_type, times[number])
            drafts.append(_draft(telling, view, tuple(counts), days, sources[number]))
        if not told:
            paragraph = views[number - 1].passage.sentence.paragraph if number else -1
            waiting = _continue(view, drafts, sources[number], paragraph) or waiting
        elif waiting:
            drafts += _handed_on(waiting, drafts[-len(told) :])
            waiting = None
    return [_event(report, draft) for draft in merge(drafts)]


def _draft(
    telling: Telling, view: View, counts: tuple[Quantity, ...], days: tuple[date | None, date | None], source: attribution.Attribution
) -> Draft:
    mention, sentence = telling.scene.place, view.passage.sentence
    return Draft(
        event_type=telling.event_type, place=mention, first=days[0], last=days[1], quantities=counts, sentence=sentence, source=source,
        trigger=(mention.start, mention.end), confidence=telling.probability * source.confidence_factor,
    )  # fmt: skip


def _continue(view: View, drafts: list[Draft], source: attribution.Attribution, last_paragraph: int) -> View | None:
    """Give the counts of a sentence that tells no event to the event told last that they fit.

    It was told in the same paragraph, or in the one before where the sentence opens its own (``last_paragraph`` is that of the
    sentence before). Gives the sentence back when no event was told before it, so that its tolls can go to the first one told after it.
    """
    if not view.counts or not counting.goes_on(view):
        return None
    if not drafts:
        return view if counting.stands_open(view) else None
    sentence = view.passage.sentence
    opens = counting.stands_open(view) and sentence.paragraph != last_paragraph
    near = [
        d
        for d in drafts[-_LATEST:]
        if d.sentence.paragraph == sentence.paragraph or (opens and d.sentence.paragraph == sentence.paragraph - 1)
    ]
    for position, counts in counting.continued(view, [(d.event_type, d.sentence.start) for d in near]):
        drafts.append(replace(near[position], quantities=counts, sentence=sentence, source=source))
    return None


def _handed_on(waiting: View, told: Sequence[Draft]) -> list[Draft]:
    """Give the counts of an opening sentence that tells no event to the event told next, in its paragraph or the one after."""
    if told[0].sentence.paragraph > waiting.passage.sentence.paragraph + 1:
        return []
    shares = counting.continued(waiting, [(d.event_type, d.sentence.start) for d in told])
    return [replace(told[position], quantities=counts) for position, counts in shares]


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
