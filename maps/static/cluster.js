// Groups of events for one zoom: points that would cover each other on the screen, and events known by the same area.
const CELL = 56;
const FAN = 6;  // events at one spot that are still drawn one by one

// Chains the shown points of the window by cell of the screen; rows of one group are linked by next[], so that nothing is copied.
function groupPoints(mask, view) {
  const { data } = app, { scale, window: [west, north, east, south] } = view, cells = new Map(), groups = [];
  const next = app.next ??= new Int32Array(data.n);
  for (let i = 0; i < data.n; i++) {
    if (!mask[i] || data.area[i] >= 0) continue;
    const x = data.x[i], y = data.y[i];
    if (!(x >= west && x <= east && y >= north && y <= south)) continue;
    const key = Math.floor((x * scale) / CELL) * 4194304 + Math.floor((y * scale) / CELL);
    let group = cells.get(key);
    if (!group) {
      group = { head: -1, tail: i, n: 0, x: 0, y: 0 };
      cells.set(key, group);
      groups.push(group);
    }
    next[i] = group.head;
    group.head = i;
    group.n++;
    group.x += (x - group.x) / group.n;
    group.y += (y - group.y) / group.n;
  }
  return merged(groups, next, scale);
}

const clusterSize = (n) => (n === 1 ? 11 : Math.min(34, 15 + 4.2 * Math.log10(n)));

// Joins groups whose circles would overlap to the larger of the two.
function merged(groups, next, scale) {
  groups.sort((a, b) => b.n - a.n || a.x - b.x);
  const kept = [];
  for (const group of groups) {
    const r = clusterSize(group.n);
    const host = kept.find((other) => Math.hypot(other.x - group.x, other.y - group.y) * scale < (clusterSize(other.n) + r) * (group.n === 1 && other.n === 1 ? 0.6 : 1.02));
    if (!host) { kept.push(group); continue; }
    next[host.tail] = group.head;
    host.tail = group.tail;
    host.x = (host.x * host.n + group.x * group.n) / (host.n + group.n);
    host.y = (host.y * host.n + group.y * group.n) / (host.n + group.n);
    host.n += group.n;
  }
  return kept;
}

function rowsOf(group, most = Infinity) {
  if (group.rows) return group.rows;
  const rows = [];
  for (let i = group.head; i >= 0 && rows.length < most; i = app.next[i]) rows.push(i);
  return rows;
}

// Whether all events of a group lie at the same spot, as far as the deepest zoom could tell them apart.
function isOneSpot(group) {
  const { x, y } = app.data, first = group.head;
  for (let i = app.next[first]; i >= 0; i = app.next[i]) if (Math.abs(x[i] - x[first]) > 2e-7 || Math.abs(y[i] - y[first]) > 2e-7) return false;
  return true;
}

// Shown events known by an area, by the area's number.
function groupAreas(mask) {
  const { data } = app, byArea = new Map();
  for (let i = 0; i < data.n; i++) {
    if (!mask[i] || data.area[i] < 0) continue;
    const rows = byArea.get(data.area[i]);
    if (rows) rows.push(i);
    else byArea.set(data.area[i], [i]);
  }
  return byArea;
}

// Events by type and, for the kind of count that most of them give, the sum (losses, attacks) or the range (strengths, totals).
function summary(rows) {
  const mix = new Uint32Array(TYPES.length), tallies = [], { type, main, counts: { kind, value, qualifier } } = app.data;
  for (const i of rows) {
    mix[type[i]]++;
    const c = main[i];
    if (c < 0 || qualifier[c] === PER_DAY) continue;
    const tally = tallies[kind[c]] ??= { kind: KINDS[kind[c]], n: 0, sum: 0, least: Infinity, most: 0, signs: new Set() }, v = value[c];
    tally.n++;
    tally.sum += v;
    if (v < tally.least) tally.least = v;
    if (v > tally.most) tally.most = v;
    if (qualifier[c]) tally.signs.add(QUALIFIERS[qualifier[c]]);
  }
  const top = tallies.filter(Boolean).sort((a, b) => b.n - a.n || b.most - a.most)[0];
  return { mix, tally: top || null };
}

const PER_DAY = QUALIFIERS.indexOf("per_day");
const RANGED = new Set(["troops", "casualties", "area_km2", "displaced"]);

function tallyText(tally) {
  if (RANGED.has(tally.kind)) {
    const single = tally.least === tally.most, sign = single && tally.signs.size === 1 ? SIGN[[...tally.signs][0]] : "";
    return `${sign}${single ? number(tally.least) : `${number(tally.least)}–${number(tally.most)}`} ${kindWord(tally.kind)}`;
  }
  const signs = tally.signs, sign = signs.size === 0 ? "" : signs.size === 1 ? SIGN[[...signs][0]] : "≈ ";
  return `${tally.n > 1 ? "Σ " : ""}${sign}${number(tally.sum)} ${kindWord(tally.kind)}`;
}
