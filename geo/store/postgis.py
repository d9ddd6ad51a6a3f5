"""The shared store: PostgreSQL with PostGIS, in a schema ``sitmap`` of its own (psycopg 3, extra ``sitmap[postgis]``)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from geo.errors import ExtraError, StoreError
from geo.store.base import Row, Store, storable
from geo.store.schema import CORRECTABLE, FORMAT, TABLES, Table

_TYPES = {
    "text": "text", "date": "date", "real": "double precision", "integer": "integer", "boolean": "boolean", "json": "jsonb",
    "moment": "timestamptz",
}  # fmt: skip
_PASSWORD = re.compile(r"(?<=:)[^:@/]*(?=@)")
_STYLES = """CREATE TABLE IF NOT EXISTS public.layer_styles (
  id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar, f_geometry_column varchar, stylename text,
  styleqml xml, stylesld xml, useasdefault boolean, description text, owner varchar(63) DEFAULT current_user, ui xml,
  update_time timestamp DEFAULT current_timestamp, type varchar)"""
"""As QGIS makes it."""
_MAKING = 7346201
"""Number of the lock that one process holds while it makes the tables."""


class PostGISStore(Store):
    """An event store in a database; several machines may write to it at once."""

    geometry_in = "ST_GeomFromWKB(?, 4326)"
    geometry_out = "ST_AsBinary(geom)"

    def __init__(self, address: str, *, create: bool = False, readonly: bool = False) -> None:
        """Connect; with ``create``, make the tables where there are none. Raises StoreError, ExtraError without psycopg."""
        try:
            import psycopg
        except ImportError:
            raise ExtraError("PostgreSQL", "postgis") from None
        self._psycopg = psycopg
        self.name = _PASSWORD.sub("…", address, count=1)
        with self._faults():
            self._connection = psycopg.connect(address, autocommit=True, connect_timeout=10, application_name="sitmap")
        try:
            with self._faults():
                self._connection.execute("SET search_path = sitmap, public")
                self._prepare(create)
                if readonly:
                    self._connection.execute("SET default_transaction_read_only = on")
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, create: bool) -> None:
        if not self._made():
            if not create:
                raise StoreError(f"{self.name}: holds no event store; make it with: sitmap ingest REPORT… --into {self.name}")
            with self._connection.transaction():
                self._connection.execute(f"SELECT pg_advisory_xact_lock({_MAKING})")
                if not self._made():
                    for statement in _statements():
                        self._connection.execute(statement.encode())
                    self._style()
        ((found,),) = self.rows("SELECT value FROM settings WHERE key = 'format'") or [("?",)]
        if found != FORMAT:
            raise StoreError(f"{self.name}: a store of format {found}, this sitmap reads format {FORMAT}; update sitmap")

    def _style(self) -> None:
        """File the style where QGIS looks for it: in the schema ``public``, if this user may write there."""
        from geo.export.qgis_style import events_style

        with contextlib.suppress(self._psycopg.errors.InsufficientPrivilege), self._connection.transaction():
            self._connection.execute(_STYLES)
            self._connection.execute(
                "INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename, styleqml, "
                "useasdefault, description, type) VALUES (current_database(), 'sitmap', 'events', 'geom', 'sitmap', "
                "XMLPARSE(DOCUMENT %s), true, 'sitmap: symbols by event type, time by date_start, editors by name', 'Point')",
                [events_style(editor_column="edited_by")],
            )

    def _made(self) -> bool:
        return bool(self.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'sitmap' AND tablename = 'settings'"))

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except self._psycopg.Error as fault:
            text = " ".join(str(fault).split())
            raise StoreError(f"{self.name}: {_advice(fault.sqlstate or '', text)} ({text})") from fault

    @contextlib.contextmanager
    def transaction(self, who: str | None = None) -> Iterator[None]:
        """Write whole or not at all; see Store."""
        with self._faults(), self._connection.transaction():
            if who is not None:
                self._connection.execute("SELECT set_config('sitmap.who', %s, true)", [storable(who)])
            yield

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run a query; see Store."""
        with self._faults():
            return self._connection.execute(query.replace("?", "%s").encode(), [storable(value) for value in values]).fetchall()

    def change(self, query: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; see Store."""
        with self._faults():
            return self._connection.execute(query.replace("?", "%s").encode(), [storable(value) for value in values]).rowcount

    def point(self, lon: float | None, lat: float | None) -> bytes | None:
        """Give a point in degrees as WKB."""
        import shapely

        return None if lon is None or lat is None else bytes(shapely.to_wkb(shapely.Point(lon, lat)))

    def shapes(self, values: Sequence[Any]) -> Any:
        """Turn WKB, with or without the number of its system, into geometries."""
        import numpy as np
        import shapely

        bodies = np.empty(len(values), dtype=object)
        bodies[:] = [None if value is None else bytes(value) for value in values]
        return shapely.from_wkb(bodies)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _advice(code: str, text: str) -> str:
    if code.startswith("53"):
        return "the server is out of disk, memory or connections; nothing of the running report was kept. Run the same command again later"
    if code in {"25006", "42501"}:
        return (
            "no right to write there; ask for INSERT, UPDATE and DELETE in the schema sitmap (and CREATE in the database, the first time)"
        )
    if code == "0A000" or "extension" in text:
        return "PostGIS is not there; on Debian: apt install postgresql-postgis, then CREATE EXTENSION postgis in the database"
    if code == "3D000" or (not code and "does not exist" in text):
        return "no such database or user; make the database first: createdb NAME"
    if code.startswith("28") or (not code and "authentication" in text):
        return "the server does not let this user in; check name, password and pg_hba.conf"
    if code.startswith(("08", "57")) or not code:
        return (
            "the server cannot be reached or has ended the connection; nothing of the running report was kept. Run the same command again"
        )
    return "the database refuses"


def _statements() -> list[str]:
    return [
        "CREATE SCHEMA IF NOT EXISTS sitmap",
        "CREATE EXTENSION IF NOT EXISTS postgis",
        "SET LOCAL search_path = sitmap, public",
        "CREATE TABLE settings (key text PRIMARY KEY, value text)",
        *(_table(table) for table in TABLES),
        *(f"COMMENT ON TABLE {table.name} IS '{table.description}'" for table in TABLES),
        "CREATE INDEX events_geom ON events USING gist (geom)",
        "CREATE INDEX events_by_day ON events (date_start)",
        "CREATE INDEX quantities_by_event ON quantities (event_id)",
        "CREATE INDEX corrections_by_event ON corrections (event_id)",
        _trigger_function(),
        "CREATE TRIGGER sitmap_correction AFTER INSERT OR UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION keep_correction()",
        "CREATE FUNCTION name_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'INSERT' THEN NEW.event_id := coalesce(NEW.event_id, 'person-' || replace(gen_random_uuid()::text, '-', '')); "
        "ELSIF NEW.event_id IS DISTINCT FROM OLD.event_id THEN "
        "RAISE EXCEPTION 'event_id is the name of an event and stays; change the other columns'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER sitmap_event_id BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION name_event()",
        f"INSERT INTO settings VALUES ('format', '{FORMAT}')",
    ]


def _table(table: Table) -> str:
    columns = ["fid bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", *(["geom geometry(Point, 4326)"] if table.layer else [])]
    columns += [f'"{c.name}" {_TYPES[c.kind]}{" UNIQUE" if c.name == table.unique else ""}' for c in table.columns]
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _trigger_function() -> str:
    """Give the trigger's function: whatever a person changes in ``events`` is filed in ``corrections``, with the name of the login."""
    fields = ", ".join(f"'{name}'" for name in (*CORRECTABLE, "geom"))
    # to_jsonb writes a geometry as GeoJSON, which rounds; its bytes are kept instead
    return f"""CREATE FUNCTION keep_correction() RETURNS trigger LANGUAGE plpgsql SET search_path = sitmap, public AS $$
DECLARE person text := coalesce(nullif(current_setting('sitmap.who', true), ''), session_user);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO corrections (at, who, action, event_id, field, old, new)
    SELECT now(), person, 'update', NEW.event_id, o.key, o.value, n.value
    FROM jsonb_each_text(to_jsonb(OLD) || jsonb_build_object('geom', encode(ST_AsBinary(OLD.geom), 'hex'))) o
    JOIN jsonb_each_text(to_jsonb(NEW) || jsonb_build_object('geom', encode(ST_AsBinary(NEW.geom), 'hex'))) n USING (key)
    WHERE o.key IN ({fields}) AND o.value IS DISTINCT FROM n.value;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO corrections (at, who, action, event_id, old)
    VALUES (now(), person, 'delete', OLD.event_id,
            (to_jsonb(OLD) || jsonb_build_object('geom', encode(ST_AsBinary(OLD.geom), 'hex')))::text);
    DELETE FROM quantities WHERE event_id = OLD.event_id;
  ELSIF NEW.report_content IS NULL THEN
    INSERT INTO corrections (at, who, action, event_id) VALUES (now(), person, 'insert', NEW.event_id);
  END IF;
  RETURN NULL;
END $$"""
