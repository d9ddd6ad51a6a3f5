"""The tables of a store in SQLite, registered as GeoPackage 1.3 wants them, and the triggers that keep corrections."""

from __future__ import annotations

import sqlite3

from geo.export.qgis_style import events_style
from geo.store.schema import CORRECTABLE, EVENTS, FORMAT, TABLES, Table

_TYPES = {
    "text": "TEXT", "date": "DATE", "real": "REAL", "integer": "INTEGER", "boolean": "BOOLEAN", "json": "TEXT", "moment": "DATETIME",
}  # fmt: skip
_APPLICATION, _VERSION = 0x47504B47, 10300
"""What tells a GeoPackage ("GPKG") of version 1.3."""
_WHO = "coalesce((SELECT value FROM sitmap_settings WHERE key = 'who'), {editor}, 'unknown')"
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_SYSTEMS = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
  styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
CREATE TABLE sitmap_settings (key TEXT NOT NULL PRIMARY KEY, value TEXT);
"""


def is_store(connection: sqlite3.Connection) -> bool:
    """Say whether a database holds an event store."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sitmap_settings'").fetchone() is not None


def make_tables(connection: sqlite3.Connection) -> None:
    """Make all tables in one transaction; nothing when another process was faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_store(connection):
            for statement in _statements():
                connection.execute(statement)
            _register(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements() -> list[str]:
    return [
        f"PRAGMA application_id = {_APPLICATION}",
        f"PRAGMA user_version = {_VERSION}",
        *filter(str.strip, _SYSTEMS.split(";\n")),
        *(_table(table) for table in TABLES),
        "CREATE INDEX quantities_by_event ON quantities (event_id)",
        "CREATE INDEX corrections_by_event ON corrections (event_id)",
        "CREATE INDEX events_by_day ON events (date_start)",
        *_triggers(),
    ]


def _table(table: Table) -> str:
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *(["geom POINT"] if table.layer else [])]
    columns += [f'"{c.name}" {_TYPES[c.kind]}{" UNIQUE" if c.name == table.unique else ""}' for c in table.columns]
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _triggers() -> list[str]:
    """Give the triggers: whatever a person changes in ``events``, in whichever program, is filed in ``corrections``."""
    changed = [
        f"SELECT '{name}' AS field, CAST(OLD.{name} AS TEXT) AS old, CAST(NEW.{name} AS TEXT) AS new WHERE OLD.{name} IS NOT NEW.{name}"
        for name in CORRECTABLE
    ]
    changed.append("SELECT 'geom', hex(OLD.geom), hex(NEW.geom) WHERE OLD.geom IS NOT NEW.geom")
    whole = ", ".join(f"'{name}', OLD.\"{name}\"" for name in EVENTS.names)
    into = "INSERT INTO corrections (at, who, action, event_id, field, old, new) SELECT"
    return [
        "CREATE TRIGGER sitmap_event_id BEFORE UPDATE OF event_id ON events "
        "WHEN OLD.event_id IS NOT NULL AND NEW.event_id IS NOT OLD.event_id BEGIN "
        "SELECT RAISE(ABORT, 'event_id is the name of an event and stays; change the other columns'); END",
        f"CREATE TRIGGER sitmap_event_changed AFTER UPDATE ON events BEGIN {into} {_NOW}, {_WHO.format(editor='NEW.edited_by')}, 'update', "
        f"NEW.event_id, field, old, new FROM ({' UNION ALL '.join(changed)}); END",
        f"CREATE TRIGGER sitmap_event_deleted AFTER DELETE ON events BEGIN {into} {_NOW}, {_WHO.format(editor='NULL')}, 'delete', "
        f"OLD.event_id, NULL, json_object({whole}, 'geom', hex(OLD.geom)), NULL; DELETE FROM quantities WHERE event_id = OLD.event_id; END",
        "CREATE TRIGGER sitmap_event_added AFTER INSERT ON events WHEN NEW.report_content IS NULL BEGIN "
        "UPDATE events SET event_id = 'person-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid AND event_id IS NULL; "
        f"{into} {_NOW}, {_WHO.format(editor='NEW.edited_by')}, 'insert', (SELECT event_id FROM events WHERE fid = NEW.fid), "
        "NULL, NULL, NULL; END",
    ]


def _register(connection: sqlite3.Connection) -> None:
    from pyproj import CRS

    systems = [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic", 0, "NONE", 0, "undefined", None),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, CRS.from_epsg(4326).to_wkt("WKT1_GDAL"), "longitude/latitude in degrees"),
    ]
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", systems)
    contents = "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)"
    for table in TABLES:
        kind, system = ("features", 4326) if table.layer else ("attributes", None)
        connection.execute(contents, (table.name, kind, table.name, table.description, system))
        if table.layer:
            connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)", (table.name,))
    connection.execute(contents, ("layer_styles", "attributes", "layer_styles", "Styles of QGIS", None))
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
        "useAsDefault, description, owner, ui, update_time) VALUES ('', '', 'events', 'geom', 'sitmap', ?, '', 1, "
        "'sitmap: symbols by event type, time by date_start, editors by name', '', '', ?)",
        (events_style(editor_column="edited_by"), "2000-01-01T00:00:00.000Z"),
    )
    connection.execute("INSERT INTO sitmap_settings VALUES ('format', ?)", (FORMAT,))
