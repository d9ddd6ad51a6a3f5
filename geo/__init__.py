"""Reports to events: what happened where, when, how many, who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ExportError, LanguageError, ReportError, SitmapError
from geo.report import Report, read

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gazetteer import Gazetteer
    from geo.partitions import extract_partitions

__all__ = ["ExportError", "Extraction", "LanguageError", "Report", "ReportError", "SitmapError", "extract", "extract_partitions", "read"]


def __getattr__(name: str) -> object:
    """Load what only a cluster needs when it is asked for."""
    if name == "extract_partitions":
        from geo.partitions import extract_partitions

        return extract_partitions
    raise AttributeError(f"module 'geo' has no attribute '{name}'")


@dataclass(frozen=True)
class Extraction:
    """What reports say: events and the mentions of places."""

    events: gpd.GeoDataFrame
    """One row an event, EPSG:4326; geometry is None where the report gives no place."""
    places: pd.DataFrame
    """One row a mention of a place; lat, lon in degrees."""
    warnings: tuple[str, ...] = ()


def extract(report_or_reports: Report | Iterable[Report], *, gazetteer: Gazetteer | None = None) -> Extraction:
    """Read the events and places of one report or several; a pure function of the reports and the gazetteer.

    >>> import geo
    >>> events = geo.extract(geo.read("Des frappes russes ont fait trois morts à Soumy mardi, selon le gouverneur.")).events
    >>> events.loc[0, ["event_type", "place_label", "killed"]].tolist()
    ['remote_violence', 'Sumy', 3.0]
    """
    import gazetteer as gazetteers
    from geo.pipeline import read_report
    from geo.table import events_frame, places_frame

    reports = [report_or_reports] if isinstance(report_or_reports, Report) else report_or_reports
    names = gazetteer or gazetteers.load()
    readings = [read_report(report, names) for report in reports]
    return Extraction(
        events_frame(event for reading in readings for event in reading.events),
        places_frame((reading.report.id, mention) for reading in readings for mention in reading.mentions),
        tuple(f"{reading.report.id}: {warning}" for reading in readings for warning in reading.warnings),
    )
