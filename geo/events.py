"""Passages → events: what each scene tells, with its time, counts and source; each event once."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geo import actors, attribution, counting, features, reader, timing
from geo.features import View
from geo.lexicon import Hit
from geo.merging import Draft, merge
from geo.passages import Passage
from geo.records import Event, Evidence, Quantity
from geo.report import Report
from geo.scenes import key_of
from geo.tellings import Telling, read_tellings
from geo.triggers import is_match_report

_LATEST = 100
"""Events told last, among which counts find theirs: a paragraph tells no more, and a text of one endless paragraph stays in bounds."""

_LONG_AGO_DAYS = 45
"""Days before publication from which what is told is no news."""


def extract_events(report: Report, passages: Sequence[Passage], model: reader.Scorer | None = None) -> list[Event]:
    """Read the events of a report from its passages; each told once, with merged counts."""
    return [event for event, _ in told_events(report, passages, model)]


def told_events(report: Report, passages: Sequence[Passage], model: reader.Scorer | None = None) -> list[tuple[Event, Telling]]:
    """Read the events of a report, each with the likeliest of its tellings, which holds what the reader weighed."""
    views = features.views(report, passages)
    if is_match_report([view.cues for view in views]):
        return []
    tellings = read_tellings(report, passages, views, model or reader.load())
    times = timing.days_of(report, views)
    by_sentence: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_sentence.setdefault(telling.scene.number, []).append(telling)
    drafts: list[Draft] = []
    waiting: View | None = None
    for number, view in enumerate(views):
        told = by_sentence.get(number, [])
        shares = counting.share_out(view, [(t.scene, t.event_type) for t in told])
        acting = actors.Finder(view, view.source, report.lang) if told else None
        for telling, counts in zip(told, shares, strict=True):
            days = timing.day(view, telling.scene, telling.event_type, times[number])
            when = timing.told_time(view, telling.scene, telling.event_type, times[number])
            draft = _draft(telling, view, tuple(counts), days, view.source)
            actor = acting.span(telling.scene, telling.event_type) if acting else None
            drafts.append(replace(draft, dated=(when.start, when.end) if when else None, actor=actor))
        if not told:
            paragraph = views[number - 1].passage.sentence.paragraph if number else -1
            waiting = _continue(view, drafts, view.source, paragraph) or waiting
        elif waiting:
            drafts += _handed_on(waiting, drafts[-len(told) :])
            waiting = None
    return [(_event(report, draft), draft.telling) for draft in merge(_with_days_of_their_paragraph(drafts, report.published))]


def _with_days_of_their_paragraph(drafts: Sequence[Draft], published: date | None) -> list[Draft]:
    """Give an event without a time of its own the one that its paragraph tells later for the same place, where that is long ago.

    A paragraph on what a village went through tells the year once: "They held the people in a cellar. … They took X in 2022." The first
    sentence of a report tells the news.
    """
    old: dict[tuple[int, str], Draft] = {}
    for draft in drafts:
        if draft.dated and draft.place and draft.last and published and (published - draft.last).days > _LONG_AGO_DAYS:
            old.setdefault((draft.sentence.paragraph, key_of(draft.place)), draft)
    out = []
    for draft in drafts:
        lead = draft.telling.scene.number == 0
        later = old.get((draft.sentence.paragraph, key_of(draft.place))) if draft.place and not draft.dated and not lead else None
        out.append(
            replace(draft, first=later.first, last=later.last, dated=later.dated)
            if later and later.sentence.start > draft.sentence.start
            else draft
        )
    return out


def _draft(
    telling: Telling, view: View, counts: tuple[Quantity, ...], days: tuple[date | None, date | None], source: attribution.Attribution
) -> Draft:
    mention, sentence = telling.scene.place, view.passage.sentence
    return Draft(
        event_type=telling.event_type, place=mention, first=days[0], last=days[1], quantities=counts, sentence=sentence, source=source,
        trigger=_trigger(view, telling), confidence=telling.probability * source.confidence_factor, telling=telling,
    )  # fmt: skip


def _trigger(view: View, telling: Telling) -> tuple[int, int] | None:
    """Give the span of the word that reports an event: of its type, else of any; in the place's clause; the nearest."""
    sentence, scene = view.passage.sentence, telling.scene
    place = sentence.index(scene.place.start) if scene.how == "named" else None

    def rank(hit: Hit) -> tuple[bool, bool, bool, int]:
        apart = place is not None and view.clause(place) != view.clause(hit.first)
        return (
            not hit.label.startswith(telling.event_type), apart, hit.label.endswith("weak"),
            abs(hit.first - place) if place is not None else hit.first,
        )  # fmt: skip

    best = min(view.cues.triggers, key=rank, default=None)
    return (sentence.tokens[best.first].start, sentence.tokens[best.last - 1].end) if best else None


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
    quoted = report.text.index(quote, draft.sentence.start)
    identity = "|".join([report.id, draft.event_type, place.id if place else str(mention and mention.surface), str(draft.first), quote])
    return Event(
        event_id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        event_type=draft.event_type,  # type: ignore[arg-type]
        place_name=mention.surface if mention else None, place_label=place.label if place else None, place_id=place.id if place else None,
        place_kind=place.kind if place else None, country=place.country if place else None,
        lat=place.lat if place else None, lon=place.lon if place else None, uncertainty_km=place.uncertainty_km if place else None,
        date_start=draft.first, date_end=draft.last, quantities=draft.quantities,
        actor=report.text[slice(*draft.actor)] if draft.actor else None, source=draft.source.source,
        verified=draft.source.verified, quote=quote,
        confidence=round(draft.confidence * (mention.confidence if mention and place else 0.6), 2),
        report_id=report.id, report_url=report.url, published=report.published, lang=report.lang,
        evidence=_evidence(draft, (quoted, quoted + len(quote))),
    )  # fmt: skip


def _evidence(draft: Draft, quoted: tuple[int, int]) -> tuple[Evidence, ...]:
    """List the characters behind each value of an event."""
    spans: list[tuple[str, tuple[int, int] | None]] = [
        ("trigger", draft.trigger), ("place", (draft.place.start, draft.place.end) if draft.place else None), ("date", draft.dated),
        *(("quantity", (q.start, q.end)) for q in draft.quantities), ("actor", draft.actor), ("source", draft.source.span),
        ("quote", quoted),
    ]  # fmt: skip
    return tuple(Evidence(what, *span) for what, span in spans if span)
