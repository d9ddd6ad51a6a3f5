"""What a scene looks like to the event reader: named features of the sentence, of the clause around the place, of the report.

No feature carries a language: words are told by their glosses ("c ~strike") and classes ("c :bomb_strike"), so that all languages
learn from each other's reports, and one with word lists alone is read too.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo import attribution, concepts, dates, quantities
from geo.lexicon import Hit
from geo.noticed import Noticed, notice
from geo.passages import Passage
from geo.proposals import Findings, holds, proposals
from geo.records import Quantity
from geo.report import Report
from geo.roles import speaks_there
from geo.scenes import HERE, Scene
from geo.scenes import key_of as key
from geo.senses import PLACE, UNKNOWN, Sense
from geo.sentences import clause_bounds, tokenize
from geo.triggers import Cues, cues

_NEAR = 5
_CROSSED = 6
"""Tokens that the step into another clause counts for."""
_OLD_DAYS = 45
_AREAS = frozenset({"country", "admin1", "region"})
_ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class View:
    """One sentence as the features see it: what is found in it once, for all of its scenes."""

    passage: Passage
    starts: tuple[int, ...]
    """First tokens of its clauses."""
    senses: tuple[Sense, ...]
    """What every token means."""
    cues: Cues
    concepts: tuple[Hit, ...]
    counts: tuple[Quantity, ...]
    whens: tuple[dates.When, ...]
    proposed: dict[str, set[str]]
    """Event types that the trigger lists propose, by place."""
    source: attribution.Attribution
    """Who says so."""
    order: tuple[str, ...]
    """Keys of the places named as locations, each once, left to right."""

    def clause(self, token: int) -> tuple[int, int]:
        """Give the tokens first:last of the clause that holds a token."""
        n = bisect_right(self.starts, token)
        return self.starts[n - 1] if n else 0, self.starts[n] if n < len(self.starts) else len(self.passage.sentence.tokens)


def views(report: Report, passages: Sequence[Passage]) -> list[View]:
    """Find once what all scenes of each sentence share."""
    lang = report.lang
    noticed = [notice(passage.sentence.tokens, lang) for passage in passages]
    counts = quantities.read_all([passage.sentence for passage in passages], lang, noticed)
    findings = [
        Findings(
            passage, seen.cues,
            tuple(sorted({passage.sentence.index(offset) for offset in clause_bounds(passage.sentence, lang)} | {0})),
            tuple(told),
        )
        for passage, told, seen in zip(passages, counts, noticed, strict=True)
    ]  # fmt: skip
    sources = attribution.read(report.text, [passage.sentence for passage in passages], lang)
    return [_view(report, *parts) for parts in zip(findings, noticed, proposals(report, findings), sources, strict=True)]


def _view(report: Report, found: Findings, noticed: Noticed, proposed: dict[str, set[str]], source: attribution.Attribution) -> View:
    sentence = found.passage.sentence
    named = {k for m in found.passage.mentions for k in range(sentence.index(m.start), sentence.index(m.end))}
    meant = tuple(PLACE if k in named and (s.glosses or s is UNKNOWN) else s for k, s in enumerate(noticed.senses))
    return View(
        found.passage, found.starts, meant,
        found.cues, noticed.concepts, found.counts,
        tuple(dates.find(sentence.tokens, report.lang, report.published)), proposed, source,
        tuple(dict.fromkeys(key(m) for m in found.passage.mentions if m.role == "literal")),
    )  # fmt: skip


def of_report(report: Report, seen: Sequence[View]) -> list[str]:
    """List the features that all scenes of a report share."""
    labels = {hit.label for v in seen for hit in v.cues.triggers}
    title = tokenize(report.title or "")
    out = [f"doc {label}" for label in sorted(labels)] + ["doc -"] * (not labels)
    out += [f"title {name}" for name in sorted({c.label for c in concepts.find(title, report.lang)})]
    return out + [f"title {hit.label}" for hit in cues(title, report.lang).triggers]


def of_sentence(report: Report, number: int, views: Sequence[View]) -> list[str]:
    """List the features that all scenes of a sentence share."""
    v = views[number]
    out = _meant("s", v.senses) + _in_turn(v.senses)
    out += [f"s {hit.label}" for hit in v.cues.triggers] + ["s -"] * (not v.cues.triggers)
    out += [f"s {hit.label}" for hit in v.cues.signs]
    out += [f"s {name}" for name in dict.fromkeys(c.label for c in v.concepts)]
    out += [f"s count {q.kind}" for q in v.counts] + ["s per day"] * any(q.qualifier == "per_day" for q in v.counts)
    out += _time(report, v.whens)
    if number:
        before = views[number - 1]
        same = "same" if before.passage.sentence.paragraph == v.passage.sentence.paragraph else "other"
        out += [f"before {same} {hit.label}" for hit in before.cues.triggers if hit.label.endswith("strong")]
    out.append(f"at {min(number, 6)}")
    return out


def _meant(zone: str, told: Iterable[Sense]) -> list[str]:
    """List the classes and glosses of words."""
    return [f"{zone} {name}" for sense in told for name in sense.marked]


def _classed(zone: str, told: Iterable[Sense]) -> list[str]:
    return [f"{zone} :{name}" for sense in told for name in sense.classes]


def _in_turn(told: Iterable[Sense]) -> list[str]:
    """List the classes and glosses of words that follow each other, articles aside."""
    words = [sense for sense in told if sense.classes[0] != _ARTICLE]
    out = [f"s :{a.classes[0]} {b.classes[0]}" for a, b in pairwise(words)]
    return out + [f"s ~{a.glosses[-1]} {b.glosses[-1]}" for a, b in pairwise([sense for sense in words if sense.glosses])]


def _time(report: Report, whens: Sequence[dates.When]) -> Iterable[str]:
    for when in whens:
        if when.since:
            yield "time since"
        if when.first and when.last and report.published:
            yield "time old" if (report.published - when.last).days > _OLD_DAYS else "time recent"
            if (when.last - when.first).days > _OLD_DAYS:
                yield "time long"
            if when.first > report.published:
                yield "time ahead"
    if not whens:
        yield "time -"


def of_scene(report: Report, scene: Scene, views: Sequence[View], siblings: Sequence[Scene], times: int) -> list[str]:
    """List the features of one scene; ``siblings`` are all scenes of its sentence, ``times`` how often the report names its place."""
    v = views[scene.number]
    kind = scene.kind
    how = scene.how if scene.how != "carried" else f"carried {min(scene.distance, 3)}"
    named = sum(1 for other in siblings if other.how == "named")
    out = [f"how {how}", f"how {how} kind {kind}", f"kind {kind}", f"how {scene.how} named {min(named, 3)}"]
    out += _proposed(scene, v) + _standing(report, scene, views, times)
    return out + _around(report, scene, v, siblings, kind) if scene.how in HERE else out


def of_how(report: Report, how: str, v: View, siblings: Sequence[Scene]) -> list[str]:
    """List the features that the scenes of a sentence share whose place is not named in it, and comes to it the same way."""
    out = [f"{how} {hit.label}" for hit in (*v.cues.triggers, *v.cues.signs, *v.concepts)]
    out += [f"{how} count {q.kind}" for q in v.counts] + _meant(how, v.senses)
    out += [f"{how} only areas named"] * all(s.kind in _AREAS for s in siblings if s.how == "named")
    return out


Features = tuple[Sequence[str], ...]
"""Features of a scene in groups, which several scenes may share as they are: of the report, of the sentence, of how places come to it,
of the scene itself."""


def rows(report: Report, found: Sequence[Scene], seen: Sequence[View]) -> list[Features]:
    """List the features of every scene of a report."""
    shared = tuple(dict.fromkeys(of_report(report, seen)))
    by_sentence = {number: tuple(dict.fromkeys(of_sentence(report, number, seen))) for number in {scene.number for scene in found}}
    siblings: dict[int, list[Scene]] = {}
    for scene in found:
        siblings.setdefault(scene.number, []).append(scene)
    times = Counter(key(m) for v in seen for m in v.passage.mentions)
    by_how: dict[tuple[int, str], tuple[str, ...]] = {}
    out: list[Features] = []
    for scene in found:
        near = siblings[scene.number]
        own = tuple(dict.fromkeys(of_scene(report, scene, seen, near, times[key(scene.place)])))
        at = scene.number, scene.how
        if at not in by_how:
            by_how[at] = () if scene.how == "named" else tuple(dict.fromkeys(of_how(report, scene.how, seen[scene.number], near)))
        out.append((shared, by_sentence[scene.number], by_how[at], own))
    return out


def _around(report: Report, scene: Scene, v: View, siblings: Sequence[Scene], kind: str) -> list[str]:
    """List the features of the clause around a place named in the sentence."""
    sentence = v.passage.sentence
    tokens = sentence.tokens
    at, end = sentence.index(scene.place.start), sentence.index(scene.place.end)
    first, last = v.clause(at)
    out = _words_around(v, (first, at, end, last), kind)
    inside = [hit for hit in v.cues.triggers if first <= hit.first < last]
    signs = [hit for hit in v.cues.signs if first <= hit.first < last]
    out += [f"c {hit.label}" for hit in (*inside, *signs)] + ["c -"] * (not inside)
    out += [f"c {sign.label} {hit.label}" for hit in inside for sign in signs if sign.first < hit.first]
    out += [f"c {hit.label} {kind}" for hit in inside]
    if v.cues.triggers:
        near = min(v.cues.triggers, key=lambda hit: abs(hit.first - at))
        way = abs(near.first - at)
        out += [f"near {near.label} {detail}" for detail in ("", "before" if near.first < at else "after", _bucket(way))]
        out += _between(v, (at, end))
    span = (tokens[first].start, tokens[last - 1].end) if last > first else (0, 0)
    counted = dict.fromkeys(q.kind for q in v.counts if span[0] <= q.start < span[1])
    out += [f"c count {k}" for k in counted] + [f"c count {k} {hit.label}" for k in counted for hit in inside]
    others = [s for s in siblings if s.how == "named" and s is not scene]
    out += _nearest(v, scene, others)
    facts = {
        "holds another": any(_holds(scene, other) for other in others),
        "inside another": any(_holds(other, scene) for other in others),
        "first named": all(scene.place.start <= s.place.start for s in others),
        "same clause as another": any(first <= sentence.index(s.place.start) < last for s in others),
        "speaks there": speaks_there(sentence, scene.place, report.lang),
        "in source": v.source.span is not None and v.source.span[0] <= scene.place.start < v.source.span[1],
        "cited": v.source.span is not None,
    }
    return out + [name for name, true in facts.items() if true]


def _nearest(v: View, scene: Scene, others: Sequence[Scene]) -> list[str]:
    """Tell the words that stand nearer to this place than to any other of the sentence ("mine") from the rest ("theirs")."""
    places = [v.passage.sentence.index(s.place.start) for s in (scene, *others)]
    words = {f"{hit.label}": hit.first for hit in v.cues.triggers} | {concept.label: concept.first for concept in v.concepts}
    out = []
    for name, at in words.items():
        ways = [abs(at - place) + _CROSSED * (v.clause(at) != v.clause(place)) for place in places]
        out.append(f"{'mine' if ways[0] == min(ways) else 'theirs'} {name}")
    return out


def _words_around(v: View, spots: tuple[int, int, int, int], kind: str) -> list[str]:
    """List what the words say in a place's clause, before it and behind it; ``spots``: clause, place, their ends (tokens)."""
    first, at, end, last = spots
    out = _meant("c", v.senses[first:last]) + [f"{name} {kind}" for name in dict.fromkeys(_classed("c", v.senses[first:last]))]
    out += _classed("b", v.senses[max(0, at - _NEAR) : at]) + _classed("a", v.senses[end : end + _NEAR])
    out += _right_beside(v.senses, at, end, kind)
    names = sorted({c.label for c in v.concepts if first <= c.first < last})
    out += [f"c {name}" for name in names] + [f"c {a} {b}" for n, a in enumerate(names) for b in names[n + 1 :]]
    out += [f"c {name} {kind}" for name in names]
    out += [f"b {name}" for name in sorted({c.label for c in v.concepts if at - _NEAR <= c.first < at})]
    return out + [f"a {name}" for name in sorted({c.label for c in v.concepts if end <= c.first < end + _NEAR})]


def _right_beside(told: Sequence[Sense], at: int, end: int, kind: str) -> list[str]:
    """List the classes and glosses of the words right before a place, the nearest last, and right behind it; articles aside."""
    left = [sense for sense in told[max(0, at - _NEAR) : at] if sense.classes[0] != _ARTICLE]
    right = [sense for sense in told[end : end + _NEAR] if sense.classes[0] != _ARTICLE]
    *_, b3, b2, b1 = "^", "^", "^", *(sense.classes[0] for sense in left)
    a1, a2, *_ = *(sense.classes[0] for sense in right), "$", "$"
    *_, g2, g1 = "^", "^", *(sense.glosses[-1] for sense in left if sense.glosses)
    h1, *_ = *(sense.glosses[-1] for sense in right if sense.glosses), "$"
    return [
        f"b1 ~{g1}", f"b1 ~{g1} {kind}", f"b2 ~{g2} {g1}", f"a1 ~{h1}",
        f"b1 :{b1}", f"b1 :{b1} {kind}", f"b2 :{b2} {b1}", f"b3 :{b3} {b2} {b1}", f"a1 :{a1}", f"a2 :{a1} {a2}", f"ba :{b1} {a1}",
        f"bba :{b2} {b1} {a1}",
    ]  # fmt: skip


def _between(v: View, place: tuple[int, int]) -> list[str]:
    """List what stands between a place (tokens first:last) and the nearest word that reports an event, of its clause if there is one."""
    at, end = place
    near = min(v.cues.triggers, key=lambda hit: (v.clause(hit.first) != v.clause(at), abs(hit.first - at)))
    side, told = ("<", v.senses[near.last : at]) if near.first < at else (">", v.senses[end : near.first])
    names = [sense.classes[0] for sense in told if sense.classes[0] != _ARTICLE]
    out = [f"between :{name}" for name in dict.fromkeys(names)]
    if len(names) > _NEAR:
        return [*out, f"path {side} long"]
    return [*out, f"path {side} {' '.join(names)}", f"path {side} {near.label} {' '.join(names)}"]


def _bucket(tokens: int) -> str:
    return "3" if tokens <= 3 else "8" if tokens <= 8 else "far"


def _holds(area: Scene, other: Scene) -> bool:
    """Tell whether one scene's place is an area that holds the other's."""
    return bool(area.place.place and other.place.place and holds(area.place.place, other.place.place))


def _proposed(scene: Scene, v: View) -> list[str]:
    """List what the trigger lists propose for the scene's place, and for other places of the sentence."""
    place = key(scene.place)
    own = sorted(v.proposed.get(place, ()))
    elsewhere = sorted({kind for other, kinds in v.proposed.items() for kind in kinds if other != place})
    out = [f"proposed {kind}" for kind in own] + [f"proposed {kind} {scene.how}" for kind in own] + ["proposed -"] * (not own)
    return out + [f"proposed elsewhere {kind}" for kind in elsewhere]


def _standing(report: Report, scene: Scene, views: Sequence[View], times: int) -> list[str]:
    """List how a place stands in the report: how often and where it is named, and what the sentence that names it makes of it."""
    place = key(scene.place)
    out = [f"named {min(times, 4)} times", f"{scene.how} named {min(times, 3)} times"]
    out += ["in title"] * (scene.place.surface in (report.title or "")) + ["in lead"] * (scene.named == 0)
    if scene.how in HERE:
        return out
    source, here = views[scene.named], views[scene.number].passage.sentence
    order = source.order
    where = "only" if len(order) < 2 else "first" if order[0] == place else "last" if order[-1] == place else "middle"
    out += [f"{scene.how} {where} there", f"{scene.how} {where} of {scene.kind}"]
    out.append("same paragraph" if source.passage.sentence.paragraph == here.paragraph else "other paragraph")
    out += [f"{scene.how} from {kind}" for kind in sorted(source.proposed.get(place, {"-"}))]
    return out + [f"{scene.how} from speech"] * speaks_there(source.passage.sentence, scene.place, report.lang)
