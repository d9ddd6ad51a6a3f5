"""CSV, TSV and zipped CSV of known datasets → the contract's table."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.datasets import acled, gdelt, ucdp, viina
from geo.datasets.foreign import contract_frame
from geo.errors import ExportError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

DATASETS = (acled.DATASET, ucdp.DATASET, viina.DATASET, gdelt.DATASET)
SUFFIXES = (".csv", ".tsv", ".zip")
MAX_BYTES = 4_000_000_000
"""Unpacked; the whole of UCDP GED has 0.3."""


def read_table(path: Path) -> gpd.GeoDataFrame:
    """Read a table of a known dataset; raises ExportError when it is of none."""
    raw = _unzipped(path) if path.suffix.lower() == ".zip" else path.read_bytes()
    rows = _rows(raw, path)
    for dataset in DATASETS:
        if dataset.signs <= set(rows.columns):
            rows = rows.dropna(how="all")
            return contract_frame(dataset.convert(rows), rows.index)
    known = ", ".join(dataset.name for dataset in DATASETS)
    raise ExportError(f"{path}: columns of no known event table ({known}); see the header against the dataset's code book")


def _unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        tables = [name for name in archive.namelist() if name.lower().endswith((".csv", ".tsv"))]
        if len(tables) != 1:
            raise ExportError(f"{path}: {len(tables)} tables in it; unzip it and give one")
        with archive.open(tables[0]) as table:
            raw = table.read(MAX_BYTES + 1)  # the size in the directory may lie
        if len(raw) > MAX_BYTES:
            raise ExportError(f"{path}: unpacks to more than {MAX_BYTES:,} bytes; unzip and split it")
        return raw


def _rows(raw: bytes, path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        text = raw.decode("utf-8-sig")
        first = text.partition("\n")[0]
        tabs = first.count("\t")
        if tabs == gdelt.WIDTH - 1 and first[:1].isdigit():
            bare = pd.read_csv(
                io.StringIO(text), sep="\t", header=None, dtype=str, keep_default_na=False, na_values=[""], quoting=csv.QUOTE_NONE
            )
            return gdelt.named(bare)
        separator = "\t" if tabs else ";" if first.count(";") > first.count(",") else ","
        return pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_values=[""])
    except ValueError as fault:  # wrongly encoded, ragged
        raise ExportError(f"{path}: not a table that can be read ({fault})") from fault
