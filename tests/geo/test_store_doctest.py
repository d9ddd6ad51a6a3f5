"""The examples in the docstrings of the store run."""

import doctest

import geo.store


def test_examples_run() -> None:
    result = doctest.testmod(geo.store)
    assert result.attempted > 0
    assert result.failed == 0
