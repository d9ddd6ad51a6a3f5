"""Examples in docstrings are right."""

import doctest

import pytest

from gazetteer import geocoder, sound, spelling


@pytest.mark.parametrize("module", [geocoder, sound, spelling])
def test_the_examples_of_a_module_run(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed
