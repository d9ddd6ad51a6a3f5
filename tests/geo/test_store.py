"""The event store, the same promises in a GeoPackage and in PostGIS."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest

import geo
import geo.store
from geo.errors import ReportError, StoreError
from geo.export import collection, features
from geo.report import Report
from geo.store import Selection, Store

ONE = Report("one", "Une frappe de drone a tué trois personnes à Soumy dimanche.", "fr", date(2024, 11, 11), url="https://example.org/1")
TWO = Report("two", "In Charkiw wurden am Sonntag bei einem Raketenangriff fünf Menschen verletzt.", "de", date(2024, 11, 11))
TOTAL = (
    "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM places), (SELECT count(*) FROM quantities), (SELECT count(*) FROM reports)"
)


@pytest.fixture(params=["geopackage", "postgis"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "events.gpkg") if request.param == "geopackage" else str(request.getfixturevalue("postgres"))


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    with geo.store.open(target, create=True) as opened:
        geo.store.ingest(opened, [ONE, TWO], who="Ada")
        yield opened


def event_of(store: Store, report_id: str) -> str:
    events = store.events()
    return str(events.loc[events["report_id"] == report_id, "event_id"].iloc[0])


def bytes_of(store: Store) -> bytes:
    return collection(features(store.events()))


def by_id(store: Store, event_id: str) -> dict[str, object]:
    events = store.events()
    return dict(events[events["event_id"] == event_id].iloc[0])


def test_the_store_gives_out_what_extract_reads(store: Store) -> None:
    read = geo.extract([ONE, TWO]).events.sort_values("event_id").reset_index(drop=True)
    kept = store.events()
    assert isinstance(kept, gpd.GeoDataFrame)
    assert kept.geom_equals(read.geometry).all()
    assert kept.crs.to_epsg() == 4326
    assert collection(features(kept)) == collection(features(read))
    assert kept.dtypes.to_dict() == read.dtypes.to_dict()


def test_ingesting_twice_changes_nothing(store: Store) -> None:
    before = store.rows(TOTAL), bytes_of(store), len(store.log())
    renamed = Report("other-name", "  " + ONE.text.replace(" ", "\n", 1), "fr", ONE.published)
    result = geo.store.ingest(store, [ONE, TWO, renamed])
    assert (result.new, result.known) == (0, 3)
    assert (store.rows(TOTAL), bytes_of(store), len(store.log())) == before


def test_another_day_of_publication_is_another_report(store: Store) -> None:
    assert geo.store.ingest(store, [Report("one", ONE.text, "fr", date(2024, 11, 18))]).new == 1


def test_a_store_is_opened_again_with_its_reports(store: Store, target: str) -> None:
    with geo.store.open(target, readonly=True) as again:
        assert sorted(again.reports()["report_id"]) == ["one", "two"]
        assert again.reports()["text"].tolist() == [ONE.text, TWO.text]
        assert set(again.places()["surface"]) == {"Soumy", "Charkiw"}


def test_a_reader_cannot_write(store: Store, target: str) -> None:
    with geo.store.open(target, readonly=True) as reader, pytest.raises(StoreError, match=r"cannot be written|no right to write"):
        reader.note("test", {}, "nobody")


def test_unreadable_reports_are_handed_over(store: Store) -> None:
    refused: list[ReportError] = []
    assert geo.store.ingest(store, [ReportError("x: empty")], refused=refused.append).unreadable == 1
    assert len(refused) == 1


SELECTIONS = [
    (Selection(since=date(2024, 11, 10), until=date(2024, 11, 10)), {"one", "two"}),
    (Selection(since=date(2024, 11, 11)), set()),
    (Selection(until=date(2024, 11, 9)), set()),
    (Selection(types=frozenset({"remote_violence"}), countries=frozenset({"UA"})), {"one", "two"}),
    (Selection(types=frozenset({"unrest"})), set()),
    (Selection(countries=frozenset({"RU"})), set()),
    (Selection(bbox=(35.5, 49.0, 37.0, 51.0)), {"two"}),
    (Selection(bbox=(170.0, -90.0, 35.5, 90.0)), {"one"}),
]


@pytest.mark.parametrize(("selection", "reports"), SELECTIONS)
def test_a_selection_takes_the_same_from_a_store_and_a_table(tmp_path: Path, selection: Selection, reports: set[str]) -> None:
    with geo.store.open(tmp_path / "events.gpkg", create=True) as store:
        geo.store.ingest(store, [ONE, TWO])
        assert set(store.events(selection)["report_id"]) == reports
        assert set(selection.keep(store.events())["report_id"]) == reports


def test_text_that_databases_refuse_is_kept_with_its_offsets(store: Store) -> None:
    report = Report("odd", "\0 \ud800 Une frappe a tué deux personnes à Soumy.", "fr", date(2024, 11, 11))
    assert geo.store.ingest(store, [report]).new == 1
    place = store.places().set_index("report_id").loc["odd"]
    text = store.reports().set_index("report_id").loc["odd", "text"]
    assert text[place["start"] : place["end"]] == "Soumy"


# corrections ---------------------------------------------------------------------------------------------------------------------------


def revised(report: Report) -> Report:
    """A new version of a report, which tells the same event again."""
    return Report(report.id, report.text + " Weitere Angaben folgen.", report.lang, report.published, url=report.url)


def test_corrections_survive_a_new_version_of_the_report(store: Store) -> None:
    moved, gone = event_of(store, "one"), event_of(store, "two")
    store.correct(moved, {"event_type": "battle", "killed": 4, "lat": 51.0, "lon": 34.5}, "Ada")
    store.delete(gone, "Ada")
    result = geo.store.ingest(store, [ONE, TWO, revised(ONE), revised(TWO)])
    assert result.new == 2
    assert store.events()["event_id"].tolist() == [moved]
    event = by_id(store, moved)
    assert (event["event_type"], event["killed"], event["geometry"].wkt) == ("battle", 4, "POINT (34.5 51)")  # type: ignore[attr-defined]
    assert event["quantities"] == [{"kind": "killed", "value": 4, "qualifier": "exact"}]


def test_every_correction_is_logged_with_who_and_when(store: Store) -> None:
    moved, gone = event_of(store, "one"), event_of(store, "two")
    store.correct(moved, {"event_type": "battle", "lat": 51.0, "lon": 34.5}, "Ada")
    store.delete(gone, "Ben")
    kept = store.corrections()
    assert kept[["who", "action", "event_id"]].to_numpy().tolist() == [
        ["Ada", "update", moved],
        ["Ada", "update", moved],
        ["Ben", "delete", gone],
    ]
    fields = kept.set_index("field")
    assert (fields.loc["event_type", "old"], fields.loc["event_type", "new"]) == ("remote_violence", "battle")
    assert fields.loc["geom", "new"] == "51.00000, 34.50000"
    assert all(str(at).startswith("20") for at in kept["at"])


def test_a_deleted_event_comes_back_as_it_was(store: Store) -> None:
    before, gone = bytes_of(store), event_of(store, "two")
    counts = store.rows(TOTAL)
    store.delete(gone, "Ada")
    store.restore(gone, "Ada")
    assert (bytes_of(store), store.rows(TOTAL)) == (before, counts)
    with pytest.raises(StoreError, match="no deleted event"):
        store.restore(gone, "Ada")


def test_plain_sql_is_a_correction_too(store: Store) -> None:
    changed = event_of(store, "one")
    store.change("UPDATE events SET event_type = 'unrest' WHERE event_id = ?", [changed])
    store.change("INSERT INTO events (event_type, place_name) VALUES ('other', 'drawn by hand')")
    geo.store.ingest(store, [revised(ONE)])
    assert by_id(store, changed)["event_type"] == "unrest"
    own = store.events().set_index("place_name").loc["drawn by hand", "event_id"]
    assert own.startswith("person-")
    assert store.corrections()["action"].tolist() == ["update", "insert"]
    with pytest.raises(StoreError, match="event_id is the name"):
        store.change("UPDATE events SET event_id = 'x' WHERE event_id = ?", [changed])


@pytest.mark.parametrize(
    ("values", "message"), [({"event_id": "x"}, "not to be corrected"), ({"lat": 1.0}, "give both"), ({"killed": 1}, "no such event")]
)
def test_a_wrong_correction_is_refused(store: Store, values: dict[str, object], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        store.correct("nothing", values, "Ada")
    assert store.corrections().empty


def test_many_make_the_same_store_at_once(target: str) -> None:
    start, said = threading.Barrier(4), list[int]()

    def make() -> None:
        start.wait()
        try:
            with geo.store.open(target, create=True) as made:
                said.append(geo.store.ingest(made, [ONE, TWO]).new)
        except StoreError as fault:
            said.append(fault)  # type: ignore[arg-type]

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, said)) in (["0", "0", "0", "2"], ["0", "0", "1", "1"])
