// The page's columns, made ready for drawing and filtering, and one event's values put together again.
const NO_DAY = -1e9;
const KINDS = ["troops", "killed", "wounded", "casualties", "captured", "detained", "displaced", "attacks", "drones", "missiles", "aircraft",
  "vehicles", "area_km2", "intercepted", "other"];
const MAIN_ORDER = ["troops", "killed", "casualties", "wounded", "captured", "detained", "displaced", "attacks", "drones", "missiles",
  "intercepted", "aircraft", "vehicles", "area_km2", "other"];
const QUALIFIERS = ["exact", "approx", "min", "max", "per_day"];
const mercatorX = (lon) => lon / 360 + 0.5;
const mercatorY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (Math.max(-85, Math.min(85, lat)) * Math.PI) / 360)) / (2 * Math.PI);

function readData(raw) {
  const n = raw.n, data = { ...raw, x: new Float64Array(n), y: new Float64Array(n), start: new Float64Array(n), end: new Float64Array(n) };
  data.type = new Uint8Array(n);
  data.radius = new Float32Array(n);
  const { date_start: starts, date_end: ends } = raw.days, codes = raw.texts.event_type.codes;
  const typeOf = raw.texts.event_type.values.map((value) => (TYPES.includes(value) ? TYPES.indexOf(value) : TYPES.indexOf("other")));
  for (let i = 0; i < n; i++) {
    const lon = raw.lon[i] ?? null;
    data.x[i] = lon === null ? NaN : mercatorX(lon / 1e5);
    data.y[i] = lon === null ? NaN : mercatorY(raw.lat[i] / 1e5);
    const start = starts[i] ?? ends[i] ?? NO_DAY, end = ends[i] ?? start;
    data.start[i] = Math.min(start, end);
    data.end[i] = Math.max(start, end);
    data.type[i] = codes.length && codes[i] >= 0 ? typeOf[codes[i]] : TYPES.indexOf("other");
    data.radius[i] = raw.km[i] == null ? NaN : raw.km[i] / 100;
  }
  indexCounts(data);
  return data;
}

// counts are sorted by row: those of row i stand from first[i] to first[i + 1]; main is the one that the map shows.
function indexCounts(data) {
  const { row, kind } = data.counts, rank = KINDS.map((name) => MAIN_ORDER.indexOf(name));
  data.first = new Int32Array(data.n + 1);
  for (const i of row) data.first[i + 1]++;
  for (let i = 0; i < data.n; i++) data.first[i + 1] += data.first[i];
  Object.assign(data.counts, { row: Int32Array.from(row), kind: Uint8Array.from(kind), value: Float64Array.from(data.counts.value), qualifier: Uint8Array.from(data.counts.qualifier) });
  data.area = Int32Array.from(data.area);
  data.main = new Int32Array(data.n).fill(-1);
  for (let c = 0; c < row.length; c++) {
    const best = data.main[row[c]];
    if (best < 0 || rank[kind[c]] < rank[kind[best]]) data.main[row[c]] = c;
  }
}

const textOf = (name, i) => {
  const { values, codes } = app.data.texts[name];
  return codes.length && codes[i] >= 0 ? values[codes[i]] : null;
};
const countAt = (c) => ({ kind: KINDS[app.data.counts.kind[c]], value: app.data.counts.value[c], qualifier: QUALIFIERS[app.data.counts.qualifier[c]] });
const mainCount = (i) => (app.data.main[i] < 0 ? null : countAt(app.data.main[i]));
const typeOf = (i) => TYPES[app.data.type[i]];
const dayAt = (name, i) => app.data.days[name][i] ?? null;

function countsOf(i) {
  const found = [];
  for (let c = app.data.first[i]; c < app.data.first[i + 1]; c++) found.push(countAt(c));
  return found;
}

const regionNames = {};
function countryName(code, otherwise) {
  try {
    regionNames[app.lang] ??= new Intl.DisplayNames(app.lang, { type: "region" });
    const name = regionNames[app.lang].of(code);
    return name && name !== code ? name : otherwise;
  } catch { return otherwise; }  // no such code, or an old browser
}

// The place in the reader's language; a relation ("10 km south of X") keeps the report's phrase.
function placeText(i) {
  const { data, lang } = app, label = textOf("place_label", i), name = textOf("place_name", i), kind = textOf("place_kind", i);
  if (kind === "relation" && name) return name;
  if (kind === "country" && textOf("country", i)) return countryName(textOf("country", i), label || name);
  const codes = data.texts.place_id.codes, local = codes.length && codes[i] >= 0 && data.places[lang] ? data.places[lang][codes[i]] : null;
  return local || label || name || t("no_place");
}

// One event as the contract's flat properties, for the download.
function properties(i) {
  const { data } = app, found = { event_id: data.ids[i] };
  for (const name of Object.keys(data.texts)) found[name] = textOf(name, i);
  found.uncertainty_km = data.km[i] == null ? null : data.km[i] / 100;
  for (const name of ["date_start", "date_end", "published"]) found[name] = isoDay(dayAt(name, i));
  found.quantities = countsOf(i);
  for (const kind of KINDS) found[kind] = found.quantities.find((q) => q.kind === kind && q.qualifier !== "per_day")?.value ?? null;
  found.verified = data.verified.length && data.verified[i] >= 0 ? data.verified[i] === 1 : null;
  found.confidence = data.confidence[i] == null ? null : data.confidence[i] / 1000;
  return found;
}

const lonLat = (i) => (app.data.lon[i] == null ? null : [app.data.lon[i] / 1e5, app.data.lat[i] / 1e5]);
const isUnverified = (i) => app.data.verified[i] === 0;
