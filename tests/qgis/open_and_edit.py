"""Run by Debian's Python with QGIS: open the layer ``events`` of a GeoPackage, say how it looks, and with ``edit`` correct three events.

QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/qgis/open_and_edit.py events.gpkg [edit]
"""

import json
import os
import sys

from qgis.core import QgsApplication, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    if sys.argv[1].startswith("dbname="):
        layer = QgsVectorLayer(f'{sys.argv[1]} key=\'fid\' srid=4326 type=Point table="sitmap"."events" (geom)', "events", "postgres")
    else:
        layer = QgsVectorLayer(f"{sys.argv[1]}|layername=events", "events", "ogr")
    assert layer.isValid(), layer.error().message()
    message, by_default = layer.loadDefaultStyle()
    temporal, renderer = layer.temporalProperties(), layer.renderer()
    looks = {
        "style": by_default, "message": message, "renderer": renderer.type(), "labels": layer.labelsEnabled(),
        "categories": [c.value() for c in renderer.categories()] if renderer.type() == "categorizedSymbol" else [],
        "markers": [c.symbol().symbolLayer(0).properties()["name"] for c in renderer.categories()]
        if renderer.type() == "categorizedSymbol" else [],
        "time": temporal.isActive(), "start": temporal.startField(), "end": temporal.endField(), "count": layer.featureCount(),
        "types": {field.name(): field.typeName() for field in layer.fields()},
    }  # fmt: skip
    if sys.argv[2:] == ["edit"]:
        one, two, three = list(layer.getFeatures(QgsFeatureRequest().addOrderBy("event_id")))[:3]
        assert layer.startEditing()
        assert layer.changeGeometry(one.id(), QgsGeometry.fromPointXY(QgsPointXY(31.0, 50.0)))
        assert layer.changeAttributeValue(two.id(), layer.fields().indexOf("event_type"), "other")
        assert layer.deleteFeature(three.id())
        assert layer.commitChanges(), layer.commitErrors()
        looks["edited"] = [one["event_id"], two["event_id"], three["event_id"]]
        expression = layer.defaultValueDefinition(layer.fields().indexOf("edited_by"))
        looks["editor"] = [expression.expression(), expression.applyOnUpdate()]
    print(json.dumps(looks), flush=True)
    os._exit(0)  # QGIS from Debian crashes now and then while it takes itself apart


main()
