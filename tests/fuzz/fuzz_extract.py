"""Any text through all rooms: spans give the surface back, and every format can be written."""

import json
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo"]):
    import gazetteer
    from geo.export import write
    from geo.pipeline import read_report
    from geo.report import Report
    from geo.table import events_frame, places_frame

WORDS = Path(__file__).parent / "words.txt"
PIECES = WORDS.read_text(encoding="utf-8").splitlines()
FOLDER = Path(tempfile.mkdtemp(prefix="sitmap-fuzz-"))
SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv", ".kml")
NAMES = gazetteer.load()


def text_of(data: atheris.FuzzedDataProvider) -> str:
    """Put a text together of words that mean something to a reader and of any characters."""
    parts = []
    for _ in range(data.ConsumeIntInRange(0, 60)):
        if data.ConsumeProbability() < 0.85:
            parts.append(PIECES[data.ConsumeIntInRange(0, len(PIECES) - 1)])
        else:
            parts.append(data.ConsumeUnicode(6))
    return " ".join(parts)


def one(raw: bytes) -> None:
    """Read one text and write its events."""
    data = atheris.FuzzedDataProvider(raw)
    lang = ("fr", "de", "en")[data.ConsumeIntInRange(0, 2)]
    suffix = SUFFIXES[data.ConsumeIntInRange(0, len(SUFFIXES) - 1)]
    text = text_of(data)
    reading = read_report(Report("fuzz", text, lang), NAMES)
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.surface, mention
    for event in reading.events:
        assert event.quote in text, event
        assert all(0 <= q.start < q.end <= len(text) for q in event.quantities), event
        assert event.lat is None or (-90 <= event.lat <= 90 and -180 <= event.lon <= 180), event
    if reading.events:
        path = FOLDER / f"e{suffix}"
        write(events_frame(reading.events), path, places_frame(("fuzz", m) for m in reading.mentions))
        if suffix == ".geojson":
            assert len(json.loads(path.read_bytes())["features"]) == len(reading.events)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
