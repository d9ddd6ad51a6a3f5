"""What is installed: the lowest versions are the tested ones, the data have their licences, and everything a run needs is in the wheel."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NO_LICENCE_FIELD = {"XStatic-Leaflet", "XStatic-Leaflet-MarkerCluster"}
"""They say "same as Leaflet": BSD-2-Clause and MIT."""
NOT_PINNED = {"sitmap"}


def lowest() -> dict[str, tuple[int, ...]]:
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(each for name, group in extras.items() if name != "dev" for each in group)]
    found = (re.match(r"([\w.-]+)(?:\[.*?\])?>=([\d.]+)", each) for each in wanted)
    return {m[1]: tuple(map(int, m[2].split("."))) for m in found if m and m[1] not in NOT_PINNED}


def test_the_lowest_versions_are_the_tested_ones() -> None:
    lines = (ROOT / "requirements" / "minimum.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if not line.startswith("#"))
    pins = {name.partition("[")[0]: tuple(map(int, version.split("."))) for name, _, version in pairs}
    assert pins.keys() == lowest().keys()
    for name, version in lowest().items():
        assert pins[name][: len(version)] == version, name


def test_every_dependency_and_source_is_in_the_list_of_licences() -> None:
    listed = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert [name for name in lowest() if f"| {name} |" not in listed] == []
    sources = (ROOT / "gazetteer" / "data" / "SOURCES.md").read_text(encoding="utf-8")
    assert all(name in listed for name in ("GeoNames", "KATOTTG", "Natural Earth", "CLDR") if name in sources)


def test_the_licences_of_what_is_installed_are_free() -> None:
    for name in lowest().keys() - NO_LICENCE_FIELD:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # an extra
            continue
        told = " ".join([about.get("License-Expression") or "", (about.get("License") or "")[:200], *about.get_all("Classifier", [])])
        assert re.search(r"MIT|BSD|Apache|LGPL|PSF|MPL|Python Software", told), name


def test_the_lock_of_ci_has_hashes_for_all_that_the_project_asks_for() -> None:
    """The command in the head of the lock makes it anew; do so when pyproject.toml changes."""
    (lock,) = (ROOT / "requirements").glob("ci-*.txt")
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
    assert len(re.findall(r"^[\w.-]+(?:\[.*?\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)) == len(pinned) > 50

    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    asked = {plain(m[0]) for group in groups for line in group if (m := re.match(r"[\w.-]+", line))}
    assert asked - NOT_PINNED <= {plain(name) for name in pinned}
