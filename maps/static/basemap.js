// The base map on its own canvas: land, lakes, rivers, units, borders, contested borders, names of countries and towns.
function readBase(world, labels, data) {
  const arcs = world.arcs.map((flat) => readLine(flat));
  app.base = {
    land: world.land.map((numbers) => joined(numbers, arcs)),
    countries: world.countries,
    borders: world.borders.map((n) => arcs[n]),
    disputed: world.disputed.map((n) => arcs[n]),
    lakes: world.lakes.map((flat) => readLine(flat)),
    rivers: world.rivers.map((flat) => readLine(flat)),
    units: data.units.map((flat) => readLine(flat)),
    labels,
    towns: data.towns,
  };
}

function paintBase(ctx, view) {
  const { base, theme } = app;
  const online = app.tiles && app.map.hasLayer(app.tiles);
  if (!online) {
    fillShapes(ctx, view, base.land, theme.land);
    strokeLines(ctx, view, base.land, theme.coast, 0.7, [], true);
    if (view.zoom >= 4) strokeLines(ctx, view, base.rivers, theme.river, view.zoom >= 6 ? 1.2 : 0.7);
    if (view.zoom >= 3) { fillShapes(ctx, view, base.lakes, theme.sea); strokeLines(ctx, view, base.lakes, theme.coast, 0.5, [], true); }
    if (view.zoom >= 4.5) strokeLines(ctx, view, base.units, theme.unit, 0.7, [2, 2], true);
  }
  strokeLines(ctx, view, base.borders, theme.border, 1.2);
  strokeLines(ctx, view, base.disputed, theme.border, 1.4, [5, 4]);
  if (!online) paintNames(ctx, view);
}

function fillShapes(ctx, view, shapes, colour) {
  ctx.beginPath();
  for (const shape of shapes) trace(ctx, shape, view, true);
  ctx.fillStyle = colour;
  ctx.fill("evenodd");
}

function strokeLines(ctx, view, lines, colour, width, dash = [], closed = false) {
  ctx.beginPath();
  for (const line of lines) trace(ctx, line, view, closed);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.lineJoin = "round";
  ctx.stroke();
  ctx.setLineDash([]);
}

// Names, the most important first; one that would touch another is left out.
function paintNames(ctx, view) {
  const taken = [], { base, theme, lang } = app, perPixel = metresPerPixel(45, view.zoom) / 1000;
  ctx.textBaseline = "middle";
  const write = (name, lat, lon, font, colour, dot) => {
    const x = mercatorX(lon) * view.scale - view.origin.x, y = mercatorY(lat) * view.scale - view.origin.y;
    if (!view.bounds.contains([x, y])) return;
    ctx.font = font;
    const width = ctx.measureText(name).width, left = x - width / 2, line = dot ? y + 14 : y, box = [left - 4, y - (dot ? 3 : 8), left + width + 4, line + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
    taken.push(box);
    ctx.lineWidth = 3;
    ctx.lineJoin = "round";
    ctx.strokeStyle = theme.land;
    ctx.strokeText(name, left, line);
    ctx.fillStyle = colour;
    ctx.fillText(name, left, line);
    if (dot) { ctx.beginPath(); ctx.arc(x, y, 1.8, 0, 7); ctx.fill(); }
  };
  for (const [code, name, lat, lon, km] of base.labels) {
    const pixels = km / perPixel;
    if (pixels > 32 && pixels < 1400) write(spaced(countryName(code, name)), lat, lon, `600 ${pixels > 120 ? 13 : 11}px system-ui, "DejaVu Sans", sans-serif`, theme.soft, false);
  }
  const least = [1e7, 4e6, 1e6, 8e5, 4e5, 2e5, 8e4, 2e4, 4e3, 0][Math.max(0, Math.min(9, Math.floor(view.zoom) - 1))];
  for (const [name, lat, lon, population, french, german] of base.towns) {
    if (population < least) break;
    write((lang === "fr" && french) || (lang === "de" && german) || name, lat, lon, '11px system-ui, "DejaVu Sans", sans-serif', theme.town, true);
  }
}

const spaced = (name) => name.toLocaleUpperCase(app.lang).split("").join("\u200a");
