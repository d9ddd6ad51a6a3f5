"""The rules of the house: imports run one way, start-up stays light, the README knows every option."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import gazetteer
import geo
import maps
from geo.cli import _parser

ROOT = Path(__file__).parents[1]
MAY_NOT_IMPORT = {"gazetteer": {"geo", "maps", "folium", "geopandas"}, "geo": {"folium"}}
RUNS_THE_MAP = ROOT / "geo" / "cli.py"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("package", ["gazetteer", "geo"])
def test_imports_run_one_way(package: str) -> None:
    barred = MAY_NOT_IMPORT[package] | ({"maps"} if package == "geo" else set())
    wrong = {str(p.relative_to(ROOT)) for p in (ROOT / package).rglob("*.py") if p != RUNS_THE_MAP and imported(p) & barred}
    assert wrong == set()


def test_resolve_loads_neither_pandas_nor_folium() -> None:
    code = (
        "import sys; from geo.cli import main; main(['resolve', 'Kourakhove']);"
        "assert not {'pandas', 'geopandas', 'folium', 'shapely'} & sys.modules.keys(), sorted(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_map_loads_nothing_for_print_and_terminals(tmp_path: Path) -> None:
    code = (
        "import sys; from geo.cli import main; main(['map', 'examples/depeche.json', '-o', sys.argv[1]]);"
        "assert not {'tqdm', 'matplotlib', 'maps.print'} & sys.modules.keys(), sorted(sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "map.html")]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_a_short_run_does_not_look_for_garbage() -> None:
    code = (
        "import gc, sys; from geo import cli; sys.argv[1:] = ['resolve', 'Kourakhove']; before = gc.get_stats()[2]['collections'];"
        "assert cli.run() == 0 and gc.get_freeze_count() and gc.get_stats()[2]['collections'] == before"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_the_manual_names_every_option() -> None:
    readme = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))))
    commands = _parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    options = {o for parser in dict(commands or {}).values() for a in parser._actions for o in a.option_strings if o.startswith("--")}  # type: ignore[arg-type]
    assert {option for option in options - {"--help", "--output"} if option not in readme} == set()


def test_exported_names() -> None:
    assert {"Gazetteer", "Match", "Place", "load"} <= set(gazetteer.__all__)
    assert {"Extraction", "Report", "extract", "read"} <= set(geo.__all__)
    assert "situation_map" in maps.__all__
