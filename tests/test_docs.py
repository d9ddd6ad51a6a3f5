"""The pages for users are true: their examples run."""

import doctest
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.cli import main

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    """A folder to write in, with the examples at hand."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    before = Path.cwd()
    os.chdir(tmp_path)
    yield
    os.chdir(before)


def test_the_examples_of_the_api_page_run() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 10
    assert not result.failed


def test_the_cells_of_the_notebook_run() -> None:
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 5
    space: dict[str, object] = {}
    for source in code:
        exec(compile(source, "notebook", "exec"), space)  # noqa: S102
    assert Path("situation.html").stat().st_size > 100_000
    assert set(space["events"].event_type) >= {"battle", "troop_movement"}  # type: ignore[attr-defined]


def test_the_commands_of_the_tutorial_run() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"), re.DOTALL)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert len(commands) > 6
    for command in commands:
        assert command[0] == "sitmap"
        assert main(command[1:]) == 0, command


@pytest.mark.parametrize("page", [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
