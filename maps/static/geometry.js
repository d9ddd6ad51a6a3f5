// Lines and rings on the canvas: read once to web-mercator (0..1), drawn with the view's scale, what lies outside left out.
function readLine(flat, unit = 100) {
  const points = new Float64Array(flat.length), box = [2, 2, -2, -2];
  for (let i = 0, lon = 0, lat = 0; i < flat.length; i += 2) {
    lon += flat[i];
    lat += flat[i + 1];
    points[i] = mercatorX(lon / unit);
    points[i + 1] = mercatorY(lat / unit);
  }
  return bounded(points, box);
}

function bounded(points, box = [2, 2, -2, -2]) {
  for (let i = 0; i < points.length; i += 2) {
    box[0] = Math.min(box[0], points[i]);
    box[1] = Math.min(box[1], points[i + 1]);
    box[2] = Math.max(box[2], points[i]);
    box[3] = Math.max(box[3], points[i + 1]);
  }
  return { points, box };
}

// Joins arcs, given by number and ~number for backwards, to one ring.
function joined(numbers, arcs) {
  const parts = numbers.map((n) => (n >= 0 ? arcs[n].points : reversed(arcs[~n].points)));
  const points = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0) - 2 * (parts.length - 1));
  let at = 0;
  parts.forEach((part, k) => { const rest = k ? part.subarray(2) : part; points.set(rest, at); at += rest.length; });
  return bounded(points);
}

function reversed(points) {
  const back = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) { back[i] = points[points.length - 2 - i]; back[i + 1] = points[points.length - 1 - i]; }
  return back;
}

// What a canvas shows: scale in pixels, origin (layer point of mercator 0,0 negated), the window in mercator.
function viewOf(map, bounds) {
  const scale = 256 * 2 ** map.getZoom(), origin = map.getPixelOrigin();
  const window = [(bounds.min.x + origin.x) / scale, (bounds.min.y + origin.y) / scale, (bounds.max.x + origin.x) / scale, (bounds.max.y + origin.y) / scale];
  return { scale, origin, bounds, window, zoom: map.getZoom() };
}

const isOutside = ([west, north, east, south], window) => east < window[0] || west > window[2] || south < window[1] || north > window[3];

// Adds a line to a path; points closer than a pixel to the last one drawn are skipped.
function trace(path, { points, box }, view, closed) {
  if (isOutside(box, view.window)) return false;
  const { scale, origin } = view;
  if (closed && (box[2] - box[0]) * scale < 0.8 && (box[3] - box[1]) * scale < 0.8) return false;
  let lastX = points[0] * scale - origin.x, lastY = points[1] * scale - origin.y;
  path.moveTo(lastX, lastY);
  const end = points.length - 2;
  for (let i = 2; i <= end; i += 2) {
    const x = points[i] * scale - origin.x, y = points[i + 1] * scale - origin.y;
    if (i < end && Math.abs(x - lastX) < 0.8 && Math.abs(y - lastY) < 0.8) continue;
    path.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (closed) path.closePath();
  return true;
}

const metresPerPixel = (lat, zoom) => (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);

// A Leaflet renderer of one canvas that moves with the map and is painted anew when it stands still.
const Sheet = L.Renderer.extend({
  initialize(paint, pane) {
    L.setOptions(this, { pane, padding: 0.2 });
    L.stamp(this);
    this._layers = {};
    this._paint = paint;
  },
  _initContainer() {
    this._container = html("canvas", { "aria-hidden": "true" });
    this._container.style.pointerEvents = "none";
  },
  _destroyContainer() { this._container.remove(); },
  _updatePaths() {},
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { _container: canvas, _bounds: bounds } = this, size = bounds.getSize(), ratio = app.printing ? 3 : Math.min(3, window.devicePixelRatio || 1);
    L.DomUtil.setPosition(canvas, bounds.min);
    canvas.width = Math.round(size.x * ratio);
    canvas.height = Math.round(size.y * ratio);
    canvas.style.width = size.x + "px";
    canvas.style.height = size.y + "px";
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, -bounds.min.x * ratio, -bounds.min.y * ratio);
    this._paint(ctx, viewOf(this._map, bounds));
    this.fire("update");
  },
  redraw() { if (this._map) this._update(); },
});
