"""Floors of the benchmark: of known names at war, how many are found and how many wrongly."""

import csv
import importlib.util
from pathlib import Path

import pytest

import gazetteer

TESTS = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("bench_gazetteer", TESTS / "benchmarks" / "bench_gazetteer.py")
assert SPEC
assert SPEC.loader
bench = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bench)


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_names_of_places_at_war_are_found(lang: str) -> None:
    with bench.NAMES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t") if row["lang"] == lang]
    g = gazetteer.load()
    best = [(found[0].place if (found := g.resolve(row["name"], lang=lang)) else None, row) for row in rows]
    right = sum(place is not None and bench.right(place, row) for place, row in best)
    wrong = sum(place is not None and not bench.right(place, row) for place, row in best)
    assert right / len(rows) >= 0.965
    assert wrong / len(rows) <= 0.032
