"""A reading with its reasons, for people: every place and event, the characters behind each value, what spoke for the event."""

from collections.abc import Iterator, Sequence

from gazetteer import Gazetteer
from geo import actors, reader
from geo.events import told_events
from geo.passages import read_passages
from geo.pipeline import Reading
from geo.reasons import examples, said
from geo.records import Event
from geo.sentences import Token, tokenize
from geo.summary import line
from geo.tellings import Telling

_REASONS = 8
"""Features asked for; those that say the same in words are named once."""
_LEAST_LOSS = 0.1
"""Log odds that a word named as a reason must bring where it stands."""


def explain(reading: Reading, gazetteer: Gazetteer) -> list[str]:
    """Write every place and event of a report with the characters and reasons behind it, as lines.

    Offsets count characters of the report's text. Weights are those of the reader's model, in log odds: the sum of all features
    decides, and only the strongest that speak for the event are shown. Reads the report again, so it costs as much as reading it.
    """
    report = reading.report
    out = [f"# {report.id} ({report.lang}, published {report.published or 'unknown'})", "## places"]
    out += [f"{m.start}-{m.end}\t{m.surface}\t{m.role}\t{m.confidence:.2f}\t{m.why}" for m in reading.mentions]
    out.append("## events")
    model = reader.load()
    passages = read_passages(report, gazetteer)
    for event, telling in told_events(report, passages, model):
        out.append(line(event))
        out += [f"    {row}" for row in _reasons(event, telling, passages[telling.scene.number].sentence.tokens, model)]
        out += [f"    {row}" for row in _evidence(event, telling, report.text)]
    return out


def _reasons(event: Event, telling: Telling, tokens: Sequence[Token], model: reader.Reader) -> Iterator[str]:
    also = f", told as {telling.event_type}" if telling.event_type != event.event_type else ""
    yield f"type: {event.event_type}, probability {telling.probability:.2f}{also}"
    words = examples(tokenize(event.quote), event.lang or "")
    shown: set[str] = set()
    for feature, weight in model.reasons(telling.features, telling.beside, telling.event_type, _REASONS):
        reason = said(feature, words)
        if weight > 0 and reason not in shown:
            shown.add(reason)
            yield f"because: {reason} ({weight:+.1f})"
    for token, weight in model.network.reasons(telling.read, telling.row, telling.event_type):
        if weight >= _LEAST_LOSS:
            yield f"because: “{tokens[token - telling.read.sentences[telling.scene.number + 1]].text}” where it stands ({weight:+.1f})"


def _evidence(event: Event, telling: Telling, text: str) -> Iterator[str]:
    notes = {"place": telling.scene.place.why, "actor": _belongs(event)}
    found = {e.what for e in event.evidence}
    for e in event.evidence:
        if e.what != "quote":
            note = notes.get(e.what)
            yield f"{e.what}: {text[e.start : e.end]!r} ({e.start}-{e.end})" + (f", {note}" if note else "")
    if "date" not in found and event.date_start:
        yield "date: told elsewhere in the report, or taken from its day of publication"
    yield from (f"{what}: not said" for what in ("actor", "source") if what not in found)
    yield f"quote: {event.quote}"


def _belongs(event: Event) -> str:
    """Write the group, side and countries that an actor's words tell."""
    side = actors.side(event.actor, event.lang) if event.actor and event.lang else None
    return ", ".join(filter(None, (side.group, side.side, "/".join(side.countries)))) if side else ""
