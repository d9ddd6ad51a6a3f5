// Which events are shown: a mask over all rows, made anew for each change of the filters in a few milliseconds.
const folded = new Map();

// Folded texts of a column's distinct values; a column is folded once, the long ones in idle moments after the page stands.
function foldedValues(name) {
  if (!folded.has(name)) folded.set(name, app.data.texts[name].values.map(fold));
  return folded.get(name);
}

function foldedPlaces() {
  if (!folded.has("places")) {
    const { spellings, fr, de } = app.data.places;
    folded.set("places", spellings.map((names, n) => fold([names, fr[n], de[n]].filter(Boolean).join("\n"))));
  }
  return folded.get("places");
}

function textMask(query) {
  const wanted = fold(query.trim()), { data } = app, found = new Uint8Array(data.n);
  const mark = (codes, values) => {
    if (!codes.length) return;
    const hits = values.map((value) => value.includes(wanted));
    for (let i = 0; i < data.n; i++) if (codes[i] >= 0 && hits[codes[i]]) found[i] = 1;
  };
  for (const name of ["place_name", "place_label", "quote", "source", "actor", "report_id"]) mark(data.texts[name].codes, foldedValues(name));
  mark(data.texts.place_id.codes, foldedPlaces());
  return found;
}

let lastText = { query: null, mask: null };

// mask: shown; untimed: shown if there were no period, for the histogram; perType: shown if all types were on, for the legend.
function applyFilters(state) {
  const { data } = app, n = data.n, mask = new Uint8Array(n), untimed = new Uint8Array(n), perType = new Uint32Array(TYPES.length);
  const query = state.q.trim();
  if (query && lastText.query !== query) lastText = { query, mask: textMask(query) };
  const words = query ? lastText.mask : null;
  const typeOn = TYPES.map((type) => !state.off.has(type));
  const sources = data.texts.source, source = state.src === "" ? -2 : state.src === "-" ? -1 : sources.values.indexOf(state.src.slice(1));
  const wantVerified = { "": null, yes: 1, no: 0, unknown: -1 }[state.ver] ?? null;
  const widest = state.prec === "5" || state.prec === "25" ? Number(state.prec) : Infinity, least = state.min === null ? -1 : state.min;
  let shown = 0, unplaced = 0, undated = 0;
  for (let i = 0; i < n; i++) {
    if (words && !words[i]) continue;
    if (source !== -2 && (sources.codes.length ? sources.codes[i] : -1) !== source) continue;
    if (wantVerified !== null && (data.verified[i] ?? -1) !== wantVerified) continue;
    if (state.prec && (data.x[i] !== data.x[i] || data.area[i] >= 0 || !(data.radius[i] <= widest || widest === Infinity))) continue;
    if (state.count && !hasCount(i, state.count, least)) continue;
    const on = typeOn[data.type[i]];
    if (on) untimed[i] = 1;
    if (state.from !== null || state.to !== null) {
      if (data.start[i] === NO_DAY) { if (on) undated++; continue; }
      if ((state.from !== null && data.end[i] < state.from) || (state.to !== null && data.start[i] > state.to)) continue;
    }
    perType[data.type[i]]++;
    if (!on) continue;
    mask[i] = 1;
    shown++;
    if (data.x[i] !== data.x[i]) unplaced++;
  }
  return { mask, untimed, shown, unplaced, undated, perType };
}

// kind "*" stands for any count.
function hasCount(i, kind, least) {
  const { counts, first } = app.data, code = KINDS.indexOf(kind);
  for (let c = first[i]; c < first[i + 1]; c++) if ((kind === "*" || counts.kind[c] === code) && counts.value[c] >= least) return true;
  return false;
}
