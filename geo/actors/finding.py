"""Who did it: the phrase of a sentence that names the actor of what a scene tells.

An actor is the subject of an active verb, the agent of a passive one, the owner of a weapon or an attack. Whoever is aimed at, reports,
denies or suffers is none, and where a sentence leaves it open, there is none. The words are data: ``languages/<code>/actors.toml``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.actors.clauses import doers
from geo.actors.phrases import Phrase, phrases
from geo.actors.reading import Doer
from geo.actors.words import groups, spelled_as_listed, wording
from geo.attribution import Attribution
from geo.features import View
from geo.records import EventType
from geo.scenes import Scene
from geo.sentences import Token, tokenize

_FITS: dict[EventType, tuple[str, ...]] = {
    "battle": ("attack", "fight", "carry", "take", "strike", "harm"),
    "remote_violence": ("strike", "carry", "attack", "harm"),
    "interception": ("down", "repel"),
    "violence_against_civilians": ("harm", "attack", "carry", "strike", "take"),
    "troop_movement": ("move",),
    "territory_change": ("take", "fight"),
    "casualties": ("harm", "strike"),
    "unrest": ("riot",),
    "other": ("free", "carry", "strike", "attack"),
}
"""What an actor does in each type of event, the likeliest first."""
_TOLD_BY_VERBS: frozenset[EventType] = frozenset({"interception", "casualties"})
"""Types in which the owner of a weapon is not who did it: it was shot down, or only part of a toll."""
_OTHER_CLAUSE = 12
"""Tokens that the step into another clause counts for."""
_OBJECT = 5
"""Tokens from a verb to its object."""
_LONGEST = 400
"""Tokens of a sentence; a longer one is a list or no prose, and would cost the square of its length."""
_SHORT = 3
"""Letters up to which a name of a government must be an abbreviation: "Car bombs" speaks of no republic."""
_TIE = 3
"""Tokens of distance below which two actors are no clear choice."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where an actor belongs, as far as its words tell."""

    group: str | None
    """Usual English name of the armed group that it names."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2: the country of its adjective or government, or the homes of its group."""
    side: str | None
    """government, rebels, jihadists, separatists, militia, mercenaries or criminals, for a group that is classed so."""


def side(actor: str, lang: str) -> Side | None:
    """Tell the country and side of an actor from its words ("russische Drohnen", "M23 rebels"); None when they tell nothing.

    Raises LanguageError when sitmap does not read the language.

    >>> side("M23 rebels", "en")
    Side(group='M23', countries=('CD',), side='rebels')
    >>> side("frappes israéliennes", "fr").countries
    ('IL',)
    >>> side("gunmen", "en") is None
    True
    """
    tokens = tokenize(actor)
    hits = [hit for hit in wording(lang).nouns.find(tokens) if spelled_as_listed(hit, tokens)]
    for hit in hits:
        kind, _, detail = hit.label.partition(":")
        if kind == "group":
            group = groups()[int(detail)][0]
            return Side(group.name, group.countries, group.side)
    countries = tuple(
        dict.fromkeys(hit.label.partition(":")[2] for hit in hits if hit.label.startswith(("adjective:", "name:", "people:")))
    )
    return Side(None, countries, None) if countries else None


class Finder:
    """The actors of one sentence, found once and chosen from for each event that it tells."""

    def __init__(self, view: View, source: Attribution, lang: str) -> None:
        """Find who acts in a sentence; nobody where sides contradict each other or somebody denies."""
        self._view = view
        self._wording = wording(lang)
        self._doers: list[Doer] = []
        self._acts: dict[int, frozenset[str]] = {}
        readable = len(view.passage.sentence.tokens) <= _LONGEST
        if readable and not (source.denied or source.disputed):
            self._doers, self._acts = doers(view.passage.sentence.tokens, self._phrases(), self._wording, view.starts)

    def _phrases(self) -> list[Phrase]:
        sentence = self._view.passage.sentence
        metonyms = {
            sentence.index(m.start): (sentence.index(m.end), m.place.country if m.place else None)
            for m in self._view.passage.mentions if m.role == "metonym" and (len(m.surface) > _SHORT or m.surface.isupper())
        }  # fmt: skip
        towns = {
            sentence.index(m.start) for m in self._view.passage.mentions
            if m.role == "literal" and m.place and m.place.kind == "settlement"
        }  # fmt: skip
        return phrases(sentence.tokens, self._wording, metonyms, towns)

    def span(self, scene: Scene, event_type: EventType) -> tuple[int, int] | None:
        """Give the span, in the text, of who did what a scene tells; None when it is not said, or not clearly."""
        fits = [d for d in self._doers if not d.acts.isdisjoint(_FITS[event_type])]
        if event_type == "remote_violence":
            fits = [d for d in fits if not self._shoots_down(d)]
        if event_type in _TOLD_BY_VERBS:
            fits = [d for d in fits if d.rank <= 1]
        if event_type == "battle":  # a weapon used somewhere does not tell who fights
            fits = [d for d in fits if d.rank <= 1 or not d.acts.isdisjoint({"attack", "fight"})]
            defenders = {d.first for d in self._doers if "repel" in d.acts}
            fits = [d for d in fits if d.first not in defenders]
        tokens = self._view.passage.sentence.tokens
        place = self._view.passage.sentence.index(scene.place.start) if scene.how == "named" else None
        fits = [d for d in fits if place is None or self._reaches(d, place, event_type, tokens)]
        rated = sorted(((self._cost(d, place, event_type), d) for d in fits), key=lambda pair: pair[0])
        if not rated or self._open(rated):
            return None
        best = rated[0][1]
        return tokens[best.first].start, tokens[best.last - 1].end

    def _shoots_down(self, doer: Doer) -> bool:
        """Tell whether what a doer destroys flies, so that it is air defence."""
        flying = (hit.first - doer.at for hit in self._view.cues.of("air"))
        return "down" in doer.acts and any(0 < way <= _OBJECT for way in flying)

    def _cost(self, doer: Doer, place: int | None, event_type: EventType) -> float:
        """Rate how badly a doer fits a scene: the unlikely verb, the weak construction, the way to the place."""
        fit = min(_FITS[event_type].index(act) for act in doer.acts if act in _FITS[event_type])
        cost = 2.0 * fit + 2.0 * doer.rank
        if place is None:
            return cost
        if self._view.clause(doer.at) != self._view.clause(place):
            cost += _OTHER_CLAUSE
        return cost + min(abs(doer.at - place), abs(doer.first - place)) * (1.0 if doer.at < place else 1.3)

    def _reaches(self, doer: Doer, place: int, event_type: EventType, tokens: Sequence[Token]) -> bool:
        """Tell whether nothing parts what a doer does from the place.

        That does a word of contrast ("…, while clashes broke out in X"), or a clause in which another does the like ("…, in response
        to an attack that had killed forty in X").
        """
        w, (first, last) = self._wording, sorted((doer.at, place))
        if any(token.lower in w.contrast for token in tokens[first:last]):
            return False
        own = {d.at for d in self._doers if (d.first, d.last) == (doer.first, doer.last)}
        if place < doer.first:
            opened = max((k for k in range(place) if tokens[k].text == ","), default=0)
        elif place > doer.at:
            opened = next(
                (k for k in range(doer.at + 1, place) if tokens[k].lower in w.relatives | w.breaks and k not in self._acts), place
            )
        else:
            return True
        others = (k for k in range(opened, place) if k in self._acts and k not in own)
        return w.verb_last or all(self._acts[k].isdisjoint(_FITS[event_type]) for k in others)

    def _open(self, rated: Sequence[tuple[float, Doer]]) -> bool:
        """Tell whether another doer, of another side, is nearly as likely as the best."""
        best_cost, best = rated[0]
        near = [d for cost, d in rated[1:] if cost - best_cost < _TIE and (d.first, d.last) != (best.first, best.last)]
        return any(best.country is None or other.country != best.country for other in near)
