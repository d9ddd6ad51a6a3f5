"""What always holds of a reading, whatever the text."""

import io
import json
import math
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import gazetteer
import geo
from geo.datasets import read_events
from geo.errors import ReportError
from geo.export import write
from geo.pipeline import Reading, read_report
from geo.records import EVENT_TYPES, QUALIFIERS, QUANTITY_KINDS
from geo.report import Report, parse_lines

CASES = Path(__file__).parents[1] / "cases"
WORDS = (Path(__file__).parents[1] / "fuzz" / "words.txt").read_text(encoding="utf-8").splitlines()
LANGUAGES = st.sampled_from(["fr", "de", "en"])
ANY_TEXT = st.text(st.characters(), max_size=80)  # lone surrogates, NUL, right-to-left and combining marks among them
TEXTS = st.one_of(ANY_TEXT, st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=40).map(" ".join))
TELLING = st.sampled_from(
    ["Une frappe de drone a tué 12 personnes à Soumy.", "Shelling wounded 3 people in Kherson on Monday.",
     "Bei einem Angriff auf Charkiw starben am 3. Mai 2024 zwei Menschen.", "Trois soldats ont été capturés près de Pokrovsk."]
)  # fmt: skip
NEWS = st.lists(st.one_of(TELLING, TEXTS), min_size=1, max_size=4).map(" ".join)
BROAD = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
NAMES = gazetteer.load()


def read(text: str, lang: str = "fr", name: str = "x") -> Reading:
    return read_report(Report(name, text, lang, date(2024, 5, 6)), NAMES)


@BROAD
@given(NEWS, LANGUAGES)
@example("12 morts à \u202bSoumy\u202c, ²³ blessés \x00 à Kiev\ud800.", "fr")
@example("Le ¹ mai à Soumy: " + "1" * 5000 + " morts, " + "1" + ".000" * 2000 + " blessés.", "fr")
def test_spans_quotes_and_values_are_sound(text: str, lang: str) -> None:
    reading = read(text, lang)
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.surface != ""
        assert 0 <= mention.confidence <= 1
        if mention.place:
            assert -90 <= mention.place.lat <= 90
            assert -180 <= mention.place.lon <= 180
            assert mention.place.uncertainty_km > 0
    for event in reading.events:
        assert event.quote in text
        assert event.event_type in EVENT_TYPES
        assert (event.lat is None) == (event.lon is None) == (event.place_id is None)
        assert event.date_start is None or event.date_end is None or event.date_start <= event.date_end
        assert 0 <= event.confidence <= 1
        assert all(0 <= e.start < e.end <= len(text) for e in event.evidence)
        for count in event.quantities:
            assert 0 <= count.start < count.end <= len(text)
            assert text[count.start : count.end].strip()
            assert count.kind in QUANTITY_KINDS
            assert count.qualifier in QUALIFIERS
            assert math.isfinite(count.value)


@BROAD
@given(st.lists(NEWS, min_size=1, max_size=4), LANGUAGES)
def test_a_report_alone_and_among_others_gives_the_same_events(texts: list[str], lang: str) -> None:
    reports = [Report(f"r{n}", text, lang, date(2024, 5, 6)) for n, text in enumerate(texts)]
    together = geo.extract(reports).events
    alone = pd.concat([geo.extract(report).events for report in reports])
    assert together.to_dict("records") == alone.to_dict("records") or repr(together.to_dict("records")) == repr(alone.to_dict("records"))


@BROAD
@given(st.dictionaries(st.sampled_from(["text", "id", "title", "url", "published", "lang"]), st.one_of(ANY_TEXT, st.none(), st.integers())))
def test_any_json_is_a_report_or_a_named_fault(fields: dict[str, object]) -> None:
    (item,) = parse_lines(io.BytesIO(json.dumps(fields).encode()), "name", "where")
    assert str(item).startswith("where: line 1: ") if isinstance(item, ReportError) else item.text == fields["text"]


# exports -------------------------------------------------------------------------------------------------------------------------------

SAME = ("event_id", "event_type", "place_label", "place_id", "country", "killed", "wounded", "quote", "source", "report_id")


def plain(values: object) -> list[object]:
    return [None if pd.isna(value) else value for value in values]  # type: ignore[attr-defined]


def kept(text: object, suffix: str) -> object:
    """What a file holds of a text: no half of a surrogate pair, no NUL, in CSV one kind of line end."""
    if not isinstance(text, str) or suffix.startswith(".geojson"):
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    return whole.replace("\r\n", "\n").replace("\r", "\n") if suffix == ".csv" else whole


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv"])
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(NEWS.map(lambda text: f"Une frappe de drone a tué 12 personnes à Soumy. {text}"))
@example('Une frappe "de drone" a tué 12 personnes à Soumy\x00\x01\x0b,\r\x85\u2028 \ud800 dit-on.')
def test_exports_read_back_equal(suffix: str, text: str) -> None:
    events = geo.extract(Report("=x", text, "fr", date(2024, 5, 6))).events.sort_values("event_id")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"e{suffix}"
        write(events, path)
        if suffix == ".csv":
            back = pd.read_csv(path, dtype={"event_id": str}, keep_default_na=False, na_values=[""]).assign(report_id="=x")
            lons, lats = plain(back["longitude"]), plain(back["latitude"])
        elif suffix.startswith(".geojson"):  # not by GDAL, for which a text ends at NUL
            lines = path.read_bytes().split(b"\n")[:-1]
            found = json.loads(path.read_bytes())["features"] if suffix == ".geojson" else [json.loads(line) for line in lines]
            back = {name: [f["properties"][name] for f in found] for name in SAME}
            lons, lats = ([f["geometry"] and f["geometry"]["coordinates"][axis] for f in found] for axis in (0, 1))
        else:
            back = pyogrio.read_dataframe(path) if suffix == ".fgb" else read_events(path)
            back = back.sort_values("event_id")
            lons, lats = (plain(c) for c in (back.geometry.x, back.geometry.y))
    assert lons == [p and pytest.approx(p.x, abs=1e-5) for p in events.geometry]
    assert lats == [p and pytest.approx(p.y, abs=1e-5) for p in events.geometry]
    for name in SAME:
        assert plain(back[name]) == [kept(value, suffix) for value in plain(events[name])], name


# what may not matter -------------------------------------------------------------------------------------------------------------------


def sentences() -> Iterator[tuple[str, str]]:
    for lang in ("fr", "de", "en"):
        for line in (CASES / f"names-{lang}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                marked = line.partition("\t")[0]
                yield lang, marked.replace("|m]", "]").replace("|n]", "]").replace("[", "").replace("]", "")


VARIANTS = [
    ("'", "’"),
    ("'", "ʼ"),
    ("-", "‑"),
    ("-", "‐"),
    (" ", "\u00a0"),
    (" ", "\u202f"),
    (" ", "  "),
]  # a line end is the end of a paragraph


@pytest.mark.parametrize(("plain_form", "other"), VARIANTS, ids=lambda c: f"{ord(c[0]):04x}x{len(c)}")
def test_apostrophes_hyphens_and_blanks_do_not_move_places(plain_form: str, other: str) -> None:
    moved = []
    for lang, text in sentences():

        def places(of: str) -> list[tuple[str | None, str]]:
            return [(m.place.id if m.place else None, m.role) for m in read(of, lang).mentions]  # noqa: B023  called at once

        if plain_form in text and places(text) != places(text.replace(plain_form, other)):
            moved.append((text, places(text), places(text.replace(plain_form, other))))
    assert moved == []


UNRELATED = {"fr": "Le beurre est resté cher.", "de": "Die Butter ist teuer geblieben.", "en": "Butter has stayed dear."}


@pytest.mark.parametrize("where", ["before", "behind"])
def test_an_unrelated_sentence_does_not_move_places(where: str) -> None:
    moved = []
    for lang, text in sentences():
        if where == "before" and " (" in text:
            continue  # "KHARTOUM, June 14 (Reuters) -" is a dateline only where a report begins
        longer = f"{UNRELATED[lang]} {text}" if where == "before" else f"{text} {UNRELATED[lang]}"
        first, second = ([(m.surface, m.place and m.place.id, m.role) for m in read(t, lang).mentions] for t in (text, longer))
        if first != second:
            moved.append((text, first, second))
    assert moved == []
