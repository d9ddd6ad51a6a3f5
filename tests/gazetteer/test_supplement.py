"""Places read beside the index: the curated supplement and a user's own table."""

from pathlib import Path

import pytest

import gazetteer
from gazetteer.errors import GazetteerError
from gazetteer.supplement import FOLDER, curated, read_table

HEAD = "name,lat,lon,kind,country\n"


def table(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_own_places_come_first(tmp_path: Path) -> None:
    own = gazetteer.load(extra=table(tmp_path, "Sumy|Soumy,10.5,20.5,settlement,TD\n"))
    best = own.resolve("Soumy")[0]
    assert (best.place.id, best.place.country, best.place.lat) == ("own:sumy@10.5,20.5", "TD", 10.5)
    assert best.why == "named in your own table"
    assert gazetteer.load().resolve("Soumy")[0].place.country == "UA"


def test_own_places_answer_by_id_and_nearby(tmp_path: Path) -> None:
    own = gazetteer.load(extra=table(tmp_path, "Point Zoulou,10.5,20.5,facility,TD\n"))
    assert own.place("own:point-zoulou@10.5,20.5").label == "Point Zoulou"
    assert any(place.label == "Point Zoulou" for place in own.nearby(10.5, 20.5, 2))
    assert own.resolve("point Zoulou")


@pytest.mark.parametrize(
    ("rows", "head", "fault"),
    [
        ("A,1,2\n", "name,lat,lon\n", "no column kind, country"),
        ("A,north,2,settlement,TD\n", HEAD, "line 2"),
        ("A,91,2,settlement,TD\n", HEAD, "no place on earth"),
        ("A,1,2,castle,TD\n", HEAD, "unknown kind"),
        (",1,2,settlement,TD\n", HEAD, "no name"),
    ],
)
def test_a_faulty_table_is_named_with_its_fault(tmp_path: Path, rows: str, head: str, fault: str) -> None:
    with pytest.raises(GazetteerError, match=fault):
        read_table(table(tmp_path, rows, head))


def test_curated_rows_have_a_source_and_one_id_each() -> None:
    for path in FOLDER.glob("*.tsv"):
        head, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        source = head.index("source")
        assert all(len(row) == len(head) and row[source] for row in rows)
    assert len(list(curated().places())) > 450


@pytest.mark.parametrize(("name", "country"), [("Mazedonien", "MK"), ("Karakosch", "IQ"), ("Maison-Blanche", "US"), ("Khiam", "LB")])
def test_curated_spellings_find_filed_and_new_places(name: str, country: str) -> None:
    assert any(match.place.country == country for match in gazetteer.load().resolve(name))
