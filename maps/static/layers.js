// The events on their canvas: areas, circles of uncertainty, clusters, symbols, labels; and what lies under the pointer.
const FONT = 'system-ui, "DejaVu Sans", sans-serif';
let items = [];  // what is drawn, for the pointer: { rows, x, y, r } or { rows, box }

function paintEvents(ctx, view) {
  const { mask } = app.result;
  if (app.printing) paintGround(ctx, view);
  items = [];
  const labels = [], boxes = [toolbar()], areas = groupAreas(mask), groups = groupPoints(mask, view);
  for (const [number, rows] of areas) paintArea(ctx, view, app.data.areas[number], rows);
  const singles = [], clusters = [];
  for (const group of groups) {
    const few = group.n === 1 || (group.n <= FAN && isOneSpot(group));
    if (few) for (const item of fanned(group, view)) singles.push(item);
    else clusters.push(group);
  }
  for (const item of singles) paintCircle(ctx, view, item);
  for (const group of clusters) boxes.push(paintCluster(ctx, view, group, labels));
  singles.sort((a, b) => b.size - a.size);
  for (const item of singles) boxes.push(paintSingle(ctx, item, labels));
  labels.sort((a, b) => b.weight - a.weight);
  const inTurn = [...areas].sort((a, b) => a[1].length - b[1].length), [troops, others] = [labels.filter((l) => l.bold), labels.filter((l) => !l.bold)];
  for (const label of troops) paintLabel(ctx, label, boxes);
  for (const [number, rows] of inTurn) paintTag(ctx, view, app.data.areas[number], rows, boxes);
  for (const label of others) paintLabel(ctx, label, boxes);
}

// Where the buttons stand, which would cover a tag.
function toolbar() {
  const corner = app.map.containerPointToLayerPoint([0, 0]);
  return app.printing ? [0, 0, 0, 0] : [corner.x, corner.y, corner.x + 48, corner.y + 275];
}

// On paper an emptied canvas is a white sheet over what lies below it (Chromium), so the base map goes onto this one.
function paintGround(ctx, view) {
  const { min } = view.bounds, size = view.bounds.getSize();
  ctx.fillStyle = app.theme.sea;
  ctx.fillRect(min.x, min.y, size.x, size.y);
  paintBase(ctx, view);
}

const place = (view, x, y) => [x * view.scale - view.origin.x, y * view.scale - view.origin.y];

// Size of an event's symbol in pixels: troops by area, so that twice the number is twice the ink; other counts gently.
function symbolSize(i) {
  const count = mainCount(i);
  if (!count) return 17;
  if (count.kind === "troops") return troopSize(count.value);
  return Math.min(30, 17 + 3 * Math.log10(1 + count.value));
}

const troopSize = (value) => Math.max(18, Math.min(64, 64 * Math.sqrt(value / Math.max(app.mostTroops, 1))));

// Puts events of one spot side by side around it.
function fanned(group, view) {
  const rows = rowsOf(group), [x, y] = place(view, group.x, group.y);
  return rows.map((row, n) => {
    const angle = (2 * Math.PI * n) / rows.length - Math.PI / 2, away = rows.length === 1 ? 0 : 7 + 4.5 * rows.length;
    return { row, rows: [row], x: x + Math.cos(angle) * away, y: y + Math.sin(angle) * away, at: [x, y], size: symbolSize(row), alone: rows.length === 1 };
  });
}

function areaShape(area) {
  if (!area.shape) {
    const { base } = app;
    if (area.outline && base.countries[area.outline]) area.shape = base.countries[area.outline].map((n) => base.land[n]);
    else if (area.rings) area.shape = area.rings.map((flat) => readLine(flat, area.unit));
    else area.shape = area.km ? [circle(area)] : [];
  }
  return area.shape;
}

// A circle on the ground: 64 corners at the same distance (kilometres) from the middle.
function circle({ lat, lon, km }) {
  const points = new Float64Array(130), rad = Math.PI / 180, d = km / 6371.0088, sin = Math.sin(lat * rad), cos = Math.cos(lat * rad);
  for (let k = 0; k <= 64; k++) {
    const bearing = (k * Math.PI) / 32, north = Math.asin(sin * Math.cos(d) + cos * Math.sin(d) * Math.cos(bearing));
    const east = lon * rad + Math.atan2(Math.sin(bearing) * Math.sin(d) * cos, Math.cos(d) - sin * Math.sin(north));
    points[2 * k] = mercatorX(east / rad);
    points[2 * k + 1] = mercatorY(north / rad);
  }
  return bounded(points);
}

function mainType(rows) {
  const types = new Set(rows.map((i) => app.data.type[i]));
  return types.size === 1 ? TYPES[[...types][0]] : null;
}

function paintArea(ctx, view, area, rows) {
  const path = new Path2D(), selected = rows.includes(app.state.sel), type = mainType(rows);
  let any = false;
  for (const shape of areaShape(area)) any = trace(path, shape, view, true) || any;
  if (!any) return;
  const colour = type ? symbolTable[type].colour : app.theme.soft, wide = area.kind === "country";
  if (wide) { ctx.globalAlpha = selected ? 0.14 : 0.05; ctx.fillStyle = colour; } else ctx.fillStyle = hatching(ctx, colour);
  ctx.fill(path, "evenodd");
  ctx.globalAlpha = 1;
  ctx.setLineDash([6, 4]);
  ctx.strokeStyle = selected ? app.theme.accent : colour;
  ctx.lineWidth = selected ? 3 : wide ? 1.2 : 1.6;
  ctx.stroke(path);
  ctx.setLineDash([]);
}

const hatchings = new Map();

// Slanted lines say "somewhere in here" in print and to readers who see no colours.
function hatching(ctx, colour) {
  const key = colour + app.printing, faint = colour === app.theme.soft ? 0.5 : 1;
  if (!hatchings.has(key)) {
    const tile = html("canvas", { width: 8, height: 8 }), pen = tile.getContext("2d");
    pen.globalAlpha = 0.13 * faint;
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 8, 8);
    pen.globalAlpha = 0.45 * faint;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const shift of [-8, 0, 8]) { pen.moveTo(shift, 8); pen.lineTo(shift + 8, 0); }
    pen.stroke();
    hatchings.set(key, ctx.createPattern(tile, "repeat"));
  }
  return hatchings.get(key);
}

function paintCircle(ctx, view, { row, at }) {
  const km = app.data.radius[row], position = lonLat(row), r = (km * 1000) / metresPerPixel(position[1], view.zoom);
  if (!(r > 12) || r > 3000) return;
  const { colour } = symbolTable[typeOf(row)];
  ctx.beginPath();
  ctx.arc(at[0], at[1], r, 0, 7);
  ctx.globalAlpha = 0.1;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  if (textOf("place_kind", row) === "relation") ctx.setLineDash([6, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintSingle(ctx, item, labels) {
  const { row, x, y, size, at, alone } = item, troops = mainCount(row)?.kind === "troops";
  if (!alone) {
    ctx.beginPath();
    ctx.moveTo(at[0], at[1]);
    ctx.lineTo(x, y);
    ctx.strokeStyle = app.theme.edge;
    ctx.lineWidth = 1;
    ctx.stroke();
  }
  if (row === app.state.sel || row === app.hovered) ring(ctx, x, y, size / 2 + 5, row === app.state.sel ? 3 : 2);
  drawSymbol(ctx, typeOf(row), x, y, size, isUnverified(row));
  const text = [mainCount(row) ? (troops ? amount(mainCount(row)) : countText(mainCount(row))) : "", isUnverified(row) ? "?" : ""].filter(Boolean).join(" ");
  if (text) labels.push({ text, x, y, r: size / 2, weight: (troops ? 1e12 : 0) + (mainCount(row)?.value ?? 0), bold: troops, rows: [row] });
  item.r = size / 2 + 2;
  items.push(item);
  return [x - size / 2, y - size / 2, x + size / 2, y + size / 2];
}

function ring(ctx, x, y, r, width) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.strokeStyle = app.theme.accent;
  ctx.lineWidth = width;
  ctx.stroke();
}

function paintCluster(ctx, view, group, labels) {
  const rows = rowsOf(group), { mix, tally } = summary(rows), r = clusterSize(group.n), [x, y] = place(view, group.x, group.y);
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.fillStyle = app.theme.panel;
  ctx.fill();
  let angle = -Math.PI / 2;
  mix.forEach((n, type) => {
    if (!n) return;
    const to = angle + (2 * Math.PI * n) / group.n;
    ctx.beginPath();
    ctx.arc(x, y, r - 2.5, angle, to);
    ctx.strokeStyle = symbolTable[TYPES[type]].colour;
    ctx.lineWidth = 5;
    ctx.stroke();
    angle = to;
  });
  ctx.strokeStyle = app.theme.edge;
  ctx.lineWidth = 0.8;
  for (const edge of [r, r - 5]) { ctx.beginPath(); ctx.arc(x, y, edge, 0, 7); ctx.stroke(); }
  if (app.state.sel !== null && rows.includes(app.state.sel)) ring(ctx, x, y, r + 3, 3);
  ctx.fillStyle = app.theme.ink;
  ctx.font = `600 ${group.n > 9999 ? 11 : 12}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(number(group.n), x, y + 0.5);
  ctx.textAlign = "start";
  if (tally) labels.push({ text: tallyText(tally), x, y: y + r + 9, r: 0, weight: 1e6 * group.n, centred: true, rows });
  items.push({ rows, x, y, r, group });
  return [x - r, y - r, x + r, y + r];
}

const touches = (box, boxes) => boxes.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);

// Writes a label right of its symbol, else left, above or below; where nothing is free it stays out.
function paintLabel(ctx, { text, x, y, r, bold, centred, rows }, boxes) {
  ctx.font = `${bold ? "700 13px" : "600 11px"} ${FONT}`;
  const width = ctx.measureText(text).width + 8, height = bold ? 18 : 15;
  const spots = centred ? [[x - width / 2, y - height / 2]] : [[x + r + 2, y - height / 2], [x - r - 2 - width, y - height / 2], [x - width / 2, y - r - height - 1], [x - width / 2, y + r + 1]];
  for (const [left, top] of spots) {
    const box = [left, top, left + width, top + height];
    if (touches(box, boxes)) continue;
    boxes.push(box);
    pill(ctx, box, []);
    ctx.fillStyle = app.theme.ink;
    ctx.textBaseline = "middle";
    ctx.fillText(text, left + 4, top + height / 2 + 0.5);
    items.push({ rows, box });
    return;
  }
}

function pill(ctx, [left, top, right, bottom], dash) {
  ctx.beginPath();
  ctx.roundRect(left, top, right - left, bottom - top, 3);
  ctx.globalAlpha = 0.92;
  ctx.fillStyle = app.theme.panel;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.setLineDash(dash);
  ctx.strokeStyle = dash.length ? app.theme.soft : app.theme.border;
  ctx.lineWidth = 0.9;
  ctx.stroke();
  ctx.setLineDash([]);
}

// The lines of an area's tag: its name, then its events with their counts; many events as a number with the mix of types; short:
// the number alone, where the map has no room for names.
function tagLines(rows, short) {
  if (rows.length > 4 || short) {
    const text = short ? number(rows.length) : `${placeText(rows[0])} · ${number(rows.length)}`;
    return [{ text, bold: true, mix: summary(rows).mix }];
  }
  const lines = rows.map((row) => ({ row, text: (mainCount(row) ? countText(mainCount(row)) : t(typeOf(row))) + (isUnverified(row) ? " ?" : ""), bold: mainCount(row)?.kind === "troops" }));
  return [{ text: placeText(rows[0]), soft: true }, ...lines];
}

function measured(ctx, lines) {
  let width = 0, height = 6;
  for (const line of lines) {
    line.icon = line.row === undefined ? 0 : Math.min(30, symbolSize(line.row) * 0.8);
    line.font = `${line.bold ? "700 12px" : line.soft ? "11px" : "600 11px"} ${FONT}`;
    ctx.font = line.font;
    line.height = Math.max(15, line.icon + 2);
    width = Math.max(width, ctx.measureText(line.text).width + (line.icon ? line.icon + 4 : 0) + 12);
    height += line.height + (line.mix ? 6 : 0);
  }
  return { lines, width: Math.max(width, 26), height };
}

// A tag stands in its area, in the part that the window shows: it is a text, not a place. Where others leave no room it is short.
function paintTag(ctx, view, area, rows, boxes) {
  const path = new Path2D(), at = areaShape(area).map((shape) => trace(path, shape, view, true)).some(Boolean) || !areaShape(area).length ? tagPlace(ctx, path, view, area) : null;
  if (!at) return;
  const reach = areaReach(view, area), free = (tag) => asked(ctx, () => freeBox(ctx, within(at, tag), tag, reach, path, boxes));
  let tag = measured(ctx, tagLines(rows, false)), box = free(tag);
  if (!box) {
    tag = measured(ctx, tagLines(rows, true));
    box = free(tag) || beside(ctx, at, tag, boxes);
  }
  boxes.push(box);
  pill(ctx, box, [4, 3]);
  if (rows.includes(app.state.sel)) { ctx.strokeStyle = app.theme.accent; ctx.lineWidth = 2.5; ctx.stroke(); }
  const { lines, width } = tag;
  let y = box[1] + 3;
  for (const line of lines) {
    if (line.icon) drawSymbol(ctx, typeOf(line.row), box[0] + 6 + line.icon / 2, y + line.height / 2, line.icon, isUnverified(line.row));
    ctx.font = line.font;
    ctx.fillStyle = line.soft ? app.theme.soft : app.theme.ink;
    ctx.textBaseline = "middle";
    ctx.fillText(line.text, box[0] + 6 + (line.icon ? line.icon + 4 : 0), y + line.height / 2 + 0.5);
    if (line.row !== undefined) items.push({ rows: [line.row], box: [box[0], y, box[2], y + line.height] });
    y += line.height;
    if (line.mix) mixBar(ctx, line.mix, box[0] + 6, y, width - 12, rows.length);
  }
  if (lines[0].row === undefined) items.push({ rows, box: lines[0].mix ? box : [box[0], box[1], box[2], box[1] + lines[0].height] });
}

function mixBar(ctx, mix, left, top, width, total) {
  let x = left;
  mix.forEach((n, type) => {
    ctx.fillStyle = symbolTable[TYPES[type]].colour;
    ctx.fillRect(x, top, (width * n) / total, 4);
    x += (width * n) / total;
  });
}

// Half the width and height of an area on the screen, pixels.
function areaReach(view, area) {
  const box = areaShape(area).reduce((all, { box: b }) => [Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])], [2, 2, -2, -2]);
  return [((box[2] - box[0]) * view.scale) / 2, ((box[3] - box[1]) * view.scale) / 2].map((half) => Math.max(0, half));
}

// The point nearest to at where a tag does not stick out of the window.
function within([x, y], { width, height }) {
  const corner = app.map.containerPointToLayerPoint([0, 0]), size = app.map.getSize(), clamp = (value, least, most) => Math.max(least, Math.min(most, value));
  return [clamp(x, corner.x + width / 2 + 4, corner.x + size.x - width / 2 - 4), clamp(y, corner.y + height / 2 + 4, corner.y + size.y - height / 2 - 4)];
}

function isInWindow(box) {
  const corner = app.map.containerPointToLayerPoint([0, 0]), size = app.map.getSize();
  return box[0] >= corner.x && box[1] >= corner.y && box[2] <= corner.x + size.x && box[3] <= corner.y + size.y;
}

// A free place for a tag: inside its area, as near to the middle as others allow; an area smaller than its tag has it above, below or
// beside, so that its shape stays seen.
function freeBox(ctx, [x, y], { width, height }, [halfX, halfY], path, boxes) {
  const small = halfY * 2 < height * 1.8 && halfX * 2 < width * 2, boxAt = (sx, sy) => [x + sx - width / 2, y + sy - height / 2, x + sx + width / 2, y + sy + height / 2];
  const dx = Math.min(halfX, 200) + width / 2 + 4, dy = Math.min(halfY, 150) + height / 2 + 3;
  if (small) return [[0, -dy], [0, dy], [dx, 0], [-dx, 0]].map(([sx, sy]) => boxAt(sx, sy)).find((box) => !touches(box, boxes)) || null;
  for (let r = 0; r <= Math.min(Math.max(halfX, halfY), 260); r += 16) {
    for (let k = 0; k < (r ? 12 : 1); k++) {
      const sx = Math.cos((k * Math.PI) / 6) * r, sy = Math.sin((k * Math.PI) / 6) * r, box = boxAt(sx, sy);
      if (!touches(box, boxes) && isInWindow(box) && (r === 0 || ctx.isPointInPath(path, x + sx, y + sy, "evenodd"))) return box;
    }
  }
  return null;
}

// No room in the area: the tag stands near it, tied to it by a line.
function beside(ctx, [x, y], { width, height }, boxes) {
  for (let r = 20; r <= 160; r += 12) {
    for (let k = 0; k < 16; k++) {
      const left = x + Math.cos((k * Math.PI) / 8) * r - width / 2, top = y + Math.sin((k * Math.PI) / 8) * r - height / 2, box = [left, top, left + width, top + height];
      if (touches(box, boxes)) continue;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(left + width / 2, top + height / 2);
      ctx.strokeStyle = app.theme.edge;
      ctx.lineWidth = 0.8;
      ctx.stroke();
      return box;
    }
  }
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

// The middle of an area, or the visible point of it that is nearest; null when the window shows none of it.
function tagPlace(ctx, path, view, area) {
  const [x, y] = place(view, mercatorX(area.lon), mercatorY(area.lat));
  const centre = app.map.getSize().divideBy(2), corner = app.map.containerPointToLayerPoint([0, 0]), half = centre.subtract([90, 50]);
  if (Math.abs(x - corner.x - centre.x) <= half.x && Math.abs(y - corner.y - centre.y) <= half.y) return [x, y];
  return asked(ctx, () => {
    let best = null, nearest = Infinity;
    for (let px = corner.x + centre.x - half.x; px <= corner.x + centre.x + half.x; px += 45) {
      for (let py = corner.y + centre.y - half.y; py <= corner.y + centre.y + half.y; py += 35) {
        const away = Math.hypot(px - x, py - y);
        if (away < nearest && ctx.isPointInPath(path, px, py, "evenodd")) { nearest = away; best = [px, py]; }
      }
    }
    return best;
  });
}

// Asks about a path in its own pixels, whatever the screen's are.
function asked(ctx, question) {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const answer = question();
  ctx.restore();
  return answer;
}

// What lies under a point of the map (layer pixels), the topmost first.
function itemAt(point) {
  for (let k = items.length - 1; k >= 0; k--) {
    const { x, y, r, box } = items[k];
    if (box ? point.x >= box[0] && point.x <= box[2] && point.y >= box[1] && point.y <= box[3] : Math.hypot(point.x - x, point.y - y) <= r) return items[k];
  }
  return null;
}
