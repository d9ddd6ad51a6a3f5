"""One report through all rooms: sentences → names → places → roles → events."""

from dataclasses import dataclass

from gazetteer import Gazetteer
from geo.events import extract_events
from geo.passages import read_passages
from geo.records import Event, Mention
from geo.report import Report
from geo.unfiled import PREFIX


@dataclass(frozen=True, slots=True)
class Reading:
    """What sitmap reads in a report."""

    report: Report
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    warnings: tuple[str, ...]
    """What a user should know: unresolved names, dates that could not be resolved."""


def read_report(report: Report, gazetteer: Gazetteer) -> Reading:
    """Read one report: its places and its events; a pure function of the report and the gazetteer."""
    passages = read_passages(report, gazetteer)
    mentions = tuple(mention for passage in passages for mention in passage.mentions)
    return Reading(report, mentions, tuple(extract_events(report, passages)), _warnings(report, mentions))


def _warnings(report: Report, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    unknown = sorted({mention.surface for mention in mentions if mention.place is None or mention.place.id.startswith(PREFIX)})
    found = [f"places that the gazetteer does not know: {', '.join(unknown)}"] if unknown else []
    if report.published is None:
        found.append("no day of publication, so relative dates stay open (give it with --published)")
    return tuple(found)
