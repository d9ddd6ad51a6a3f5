"""The records that travel from room to room: mentions, counts, times, events."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from gazetteer import Place

EventType = Literal[
    "battle", "remote_violence", "interception", "violence_against_civilians", "troop_movement", "territory_change", "casualties",
    "unrest", "other",
]  # fmt: skip
QuantityKind = Literal[
    "troops", "killed", "wounded", "casualties", "captured", "detained", "displaced", "attacks", "drones", "missiles", "aircraft",
    "vehicles", "area_km2", "intercepted", "other",
]  # fmt: skip
Qualifier = Literal["exact", "approx", "min", "max", "per_day"]
Role = Literal["literal", "metonym"]
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
QUANTITY_KINDS: tuple[QuantityKind, ...] = get_args(QuantityKind)
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a report; ``text[start:end] == surface``."""

    surface: str
    start: int
    end: int
    role: Role
    """literal: a location; metonym: a government, army or people."""
    place: Place | None
    """None when the gazetteer does not tell which place is meant."""
    confidence: float
    """0..1, of the place."""
    why: str
    """One line for people: how the place was chosen."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count that a report gives; start:end is its span in the text."""

    kind: QuantityKind
    value: int | float
    qualifier: Qualifier
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters of the report that a value of an event was read from."""

    what: str
    """trigger, place, date, quantity, actor, source or quote."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """What a report says happened, with the fields of the contract."""

    event_id: str
    event_type: EventType
    place_name: str | None
    """As the report spells it; None when it gives no place."""
    place_label: str | None
    place_id: str | None
    place_kind: str | None
    country: str | None
    """ISO 3166-1 alpha-2."""
    lat: float | None
    """Degrees, WGS84 (EPSG:4326); None when the report gives no place."""
    lon: float | None
    uncertainty_km: float | None
    """Radius, kilometres, that holds the true place with about 90 % confidence."""
    date_start: date | None
    date_end: date | None
    quantities: tuple[Quantity, ...]
    actor: str | None
    """Who did it, in the report's words; None when it is not said."""
    source: str | None
    """Whom the report cites for it."""
    verified: bool | None
    """False: the report says that it could not be checked."""
    confidence: float
    """0..1, of the whole reading."""
    quote: str
    """The sentence that reports it, verbatim."""
    report_id: str | None
    report_url: str | None
    published: date | None
    lang: str | None
    evidence: tuple[Evidence, ...] = ()
