"""Named features → the columns that models learn from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np


def numbered(examples: Iterable[Iterable[str]], least: int) -> dict[str, int]:
    """Give a number to each feature that so many examples have, in the order of the alphabet."""
    seen = Counter(feature for features in examples for feature in features)
    return {name: n for n, name in enumerate(sorted(name for name, count in seen.items() if count >= least))}


def flags(examples: Iterable[Iterable[str]], names: Mapping[str, int]) -> Any:
    """Set 1 where an example has a feature: a sparse matrix (CSR), examples × ``names``."""
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    for features in examples:
        columns += sorted({names[feature] for feature in features if feature in names})
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(names)))
