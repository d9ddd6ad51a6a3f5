"""Passages → events: clause by clause, a trigger with its place, time, counts and source."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gazetteer import Place
from geo import attribution, dates, quantities, relations
from geo.merging import Draft, merge
from geo.passages import Passage
from geo.records import Event, Evidence, Mention, Quantity
from geo.report import Report
from geo.roles import speaks_there
from geo.sentences import Sentence
from geo.triggers import ATTACK, Clause, Trigger, clauses, is_match_report, refers_back, sums_up

_TOLLS = frozenset({"killed", "wounded", "casualties"})
_ATTACKS = frozenset({"remote_violence", "battle", "violence_against_civilians"})
_AREAS = frozenset({"country", "region", "admin1"})
_LONG = 45
"""Days from which a toll is that of a war or campaign, not of an incident."""
_RANK = (
    "violence_against_civilians", "territory_change", "troop_movement", "unrest", "other", "casualties", "remote_violence", "battle",
    "interception", ATTACK,
)  # fmt: skip


@dataclass(slots=True)
class _State:
    """What is carried from sentence to sentence."""

    days: tuple[date | None, date | None] = (None, None)
    places: tuple[Mention, ...] = ()
    paragraph: int = -1
    event_type: str | None = None
    """Type of the last attack told, which an attack or killing without a word on its means is taken to continue."""


def extract_events(report: Report, passages: Sequence[Passage]) -> list[Event]:
    """Read the events of a report from its passages; each told once, with merged counts."""
    sentences = [passage.sentence for passage in passages]
    if is_match_report(sentences, report.lang):
        return []
    sources = attribution.read(report.text, sentences, report.lang)
    state = _State()
    whens = [dates.find(sentence.tokens, report.lang, report.published) for sentence in sentences]
    lead = _lead_days(whens, report)
    focus = _focus(passages)
    drafts: list[Draft] = []
    for passage, source, times in zip(passages, sources, whens, strict=True):
        drafts += _read_sentence(report, passage, source, times, state, drafts, lead, focus)
    return [_event(report, draft) for draft in merge(drafts)]


def _lead_days(whens: Sequence[Sequence[dates.When]], report: Report) -> tuple[date | None, date | None]:
    """Find the days that the report is about: those of its first dated sentence within a month of publication."""
    for when in (when for times in whens for when in times):
        if when.first and when.last and report.published and (report.published - when.last).days < 32 and (when.last - when.first).days < 8:
            return when.first, when.last
    return None, None


def _focus(passages: Sequence[Passage]) -> Mention | None:
    """Find the country that the report is about, for events whose place is not said."""
    counted = Counter(m.place.country for p in passages for m in p.mentions if m.place and m.place.country and m.role == "literal")
    if not counted:
        return None
    country = counted.most_common(1)[0][0]
    named = (m for p in passages for m in p.mentions if m.place and m.place.kind == "country" and m.place.country == country)
    return next(named, None)


def _read_sentence(
    report: Report,
    passage: Passage,
    source: attribution.Attribution,
    whens: Sequence[dates.When],
    state: _State,
    told: Sequence[Draft],
    lead: tuple[date | None, date | None],
    focus: Mention | None,
) -> list[Draft]:
    sentence, lang = passage.sentence, report.lang
    counts = quantities.find(report.text, sentence, lang)
    if sentence.paragraph != state.paragraph:
        state.paragraph = sentence.paragraph
        state.days = lead if not whens else state.days
    if whens:
        state.days = next(((w.first, w.last) for w in whens if w.first), state.days)
    sites = _sites(report, passage)
    drafts: list[Draft] = []
    left = list(counts)
    for clause in clauses(sentence, lang):
        inside = [q for q in counts if _within(q.start, sentence, clause)]
        trigger = _main_trigger(clause, inside, sites, sentence)
        if trigger is None:
            continue
        if trigger.event_type == ATTACK:
            trigger = replace(trigger, event_type=state.event_type or "remote_violence")
        elif trigger.event_type == "violence_against_civilians" and not trigger.strong and state.event_type:
            trigger = replace(trigger, event_type=state.event_type)
        own = [m for m in sites if _within(m.start, sentence, clause)]
        if drafts and not own:
            drafts[-1] = replace(drafts[-1], quantities=(*drafts[-1].quantities, *inside))
            left = [q for q in left if q not in inside]
            continue
        places = _places_of(clause, trigger, sites, sentence) or _carried(sentence, clause, sites, state, lang)
        if not places and not trigger.strong:
            continue
        days = _days_of(clause, whens, sentence, state)
        chosen = places or ((focus,) if focus and (trigger.event_type == "casualties" or inside) else ())
        if not chosen:
            continue
        if trigger.event_type in _ATTACKS:
            state.event_type = trigger.event_type
        if _aggregate(inside, whens, sums_up(sentence.tokens, lang)):
            trigger, chosen = replace(trigger, event_type="casualties"), ((focus,) if focus else chosen[:1])
        wider = _counts_of_areas(inside, passage, chosen)
        drafts += [_draft(trigger, area, days, (count,), sentence, source) for count, area in wider]
        own_counts = tuple(q for q in inside if all(q is not count for count, _ in wider))
        for position, place in enumerate(chosen):
            drafts.append(_draft(trigger, place, days, own_counts if position == 0 else (), sentence, source))
        left = [q for q in left if q not in inside]
    _attach(left, drafts, told, sentence, state, sites, source)
    if sites:
        state.places = tuple(sites)
    return drafts


def _within(offset: int, sentence: Sentence, clause: Clause) -> bool:
    return clause.first <= sentence.index(offset) < clause.last


def _main_trigger(clause: Clause, counts: Sequence[Quantity], sites: Sequence[Mention], sentence: Sentence) -> Trigger | None:
    """Choose the type of a clause's event: its strong triggers before weak ones, the telling types before the general."""
    triggers = list(clause.triggers)
    hurt = any(q.kind in _TOLLS for q in counts)
    strong = [t for t in triggers if t.strong]
    if hurt and any(t.event_type in {"remote_violence", "battle"} for t in triggers):
        strong = [t for t in strong if t.event_type != "interception"]
        triggers = [t for t in triggers if t.event_type != "interception"]
    if any(t.event_type == "interception" for t in strong) and not any(q.kind in _TOLLS for q in counts):
        strong = [t for t in strong if t.event_type not in {"remote_violence"}] or strong
    if any(t.event_type == "casualties" for t in strong) and not hurt:
        strong = [t for t in strong if t.event_type != "casualties"]
        triggers = [t for t in triggers if t.event_type != "casualties"]
    pool = strong or [t for t in triggers if counts or any(_within(m.start, sentence, clause) for m in sites)]
    if not strong and any(t.event_type == ATTACK for t in pool):
        pool = [t for t in pool if t.event_type != "violence_against_civilians"]
    if not pool:
        return None
    return min(pool, key=lambda t: (_RANK.index(t.event_type), t.first))


def _counts_of_areas(counts: Sequence[Quantity], passage: Passage, chosen: Sequence[Mention]) -> list[tuple[Quantity, Mention]]:
    """Find the counts that belong to an area around the place: "108 attaques … dans l'est de l'Ukraine, 39 … Kurachowe"."""
    found = []
    for count in counts:
        later = [q for q in counts if q.kind == count.kind and q.start > count.start]
        areas = [m for m in passage.mentions if m.role == "literal" and m.place and m not in chosen and m.place.kind in _AREAS]
        between = [m for m in areas if later and count.end <= m.start < later[0].start]
        if between and any(m.start > later[0].start for m in chosen):
            found.append((count, between[-1]))
    return found


def _aggregate(counts: Sequence[Quantity], whens: Sequence[dates.When], whole_war: bool) -> bool:
    """Tell whether counts sum up a long time ("depuis 2009 … 35 000 morts") or are given per day."""
    tolls = [q for q in counts if q.kind in _TOLLS]
    if not tolls:
        return False
    spans = [w for w in whens if w.since and w.first and w.last and (w.last - w.first).days > _LONG]
    return whole_war or bool(spans) or any(q.qualifier == "per_day" for q in tolls)


def _sites(report: Report, passage: Passage) -> list[Mention]:
    """List the mentions that may be where something happened: literal, and not just the point a distance is measured from."""
    literal = [m for m in passage.mentions if m.role == "literal" and not speaks_there(passage.sentence, m, report.lang)]
    if not literal:
        return []
    sentence = passage.sentence
    found = relations.find(report.text, sentence.start, sentence.end, report.lang, [(m.start, m.end) for m in literal])
    anchors = {a for r in found if r.kind == "distance" for a in r.anchors}
    kept = [m for m in literal if (m.start, m.end) not in anchors]
    return _most_specific(kept or literal)


def _most_specific(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out areas that only say where another place of the sentence lies."""

    def holds(area: Place, place: Place) -> bool:
        if area.id == place.id or area.kind not in {"country", "admin1", "admin2", "region"}:
            return False
        if area.kind == "country":
            return place.kind not in {"country", "region"} or (place.kind == "region" and place.country == area.country)
        if area.kind == "admin1":
            return place.kind in {"settlement", "facility", "admin2"} and (area.label, area.country) == (
                place.admin1,
                place.country,
            )
        return place.kind not in {"country", "region"} and area.country == place.country and place.uncertainty_km < area.uncertainty_km

    placed = [m for m in mentions if m.place]
    return [
        m for m in mentions if not (m.place and any(o.place and abs(o.start - m.end) < 120 and holds(m.place, o.place) for o in placed))
    ]


def _places_of(clause: Clause, trigger: Trigger, sites: Sequence[Mention], sentence: Sentence) -> tuple[Mention, ...]:
    """Take the places of the clause, else the nearest of the sentence; each once."""
    inside = [m for m in sites if _within(m.start, sentence, clause)]
    if not inside and sites:
        at = sentence.tokens[trigger.first].start
        inside = [min(sites, key=lambda m: abs(m.start - at))]
    unique: dict[str, Mention] = {}
    for mention in inside:
        unique.setdefault(mention.place.id if mention.place else mention.surface, mention)
    return tuple(unique.values())[:8]


def _carried(sentence: Sentence, clause: Clause, sites: Sequence[Mention], state: _State, lang: str) -> tuple[Mention, ...]:
    """Take the place told before, when the clause refers back to it or has none of its own."""
    if state.places and (refers_back(sentence.tokens, lang) or not sites):
        return state.places[:1]
    return ()


def _days_of(clause: Clause, whens: Sequence[dates.When], sentence: Sentence, state: _State) -> tuple[date | None, date | None]:
    inside = [w for w in whens if w.first and _within(w.start, sentence, clause)]
    chosen = inside or [w for w in whens if w.first]
    return (chosen[0].first, chosen[0].last) if chosen else state.days


def _draft(
    trigger: Trigger, place: Mention | None, days: tuple[date | None, date | None], counts: tuple[Quantity, ...], sentence: Sentence,
    source: attribution.Attribution,
) -> Draft:  # fmt: skip
    tokens = sentence.tokens
    return Draft(
        event_type=trigger.event_type, place=place, first=days[0], last=days[1], quantities=counts, sentence=sentence, source=source,
        trigger=(tokens[trigger.first].start, tokens[trigger.last - 1].end),
        confidence=(0.75 if trigger.strong else 0.55) * source.confidence_factor,
    )  # fmt: skip


def _attach(
    left: Sequence[Quantity], drafts: list[Draft], told: Sequence[Draft], sentence: Sentence, state: _State, sites: Sequence[Mention],
    source: attribution.Attribution,
) -> None:  # fmt: skip
    """Give counts of clauses without a trigger to the event they belong to: of the sentence, else of the sentence before."""
    if not left:
        return
    if drafts:
        drafts[-1] = replace(drafts[-1], quantities=(*drafts[-1].quantities, *left))
        return
    tolls = tuple(q for q in left if q.kind in _TOLLS | {"captured", "displaced", "intercepted"})
    if not tolls or not told:
        return
    before = told[-1]
    if before.sentence.paragraph not in {sentence.paragraph, sentence.paragraph - 1}:
        return
    place = sites[0] if sites else before.place
    drafts.append(
        replace(
            before,
            place=place,
            quantities=tolls,
            sentence=sentence,
            source=source,
            first=state.days[0] or before.first,
            last=state.days[1] or before.last,
        )
    )


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
