"use strict";
// Draws the events of the page's data block on a Leaflet map. Text from reports reaches the page through textContent only.
function sitmap(map) {
  const data = JSON.parse(document.getElementById("sitmap-data").textContent);
  const rows = data.rows;
  const SHAPES = {  // path in a 20 × 20 box, colours after Okabe and Ito (safe for colour-blind readers)
    battle: ["M4 4L16 16M16 4L4 16", "#D55E00"], remote_violence: ["M10 2L18 17H2Z", "#E69F00"],
    interception: ["M10 18L2 3H18Z", "#56B4E9"], violence_against_civilians: ["M10 2L18 10L10 18L2 10Z", "#CC79A7"],
    troop_movement: ["M2 6H11V2L18 10L11 18V14H2Z", "#0072B2"], territory_change: ["M4 18V2H17L13 6L17 10H6V18Z", "#009E73"],
    casualties: ["M3 3H17V17H3Z", "#000000"], unrest: ["M10 2A8 8 0 1 0 10 18A8 8 0 1 0 10 2Z", "#F0E442"],
    other: ["M10 5A5 5 0 1 0 10 15A5 5 0 1 0 10 5Z", "#999999"],
  };
  const AREAS = new Set(["country", "admin1", "admin2", "region", "water"]);
  const COUNTED = ["troops", "attacks", "killed", "wounded", "casualties", "drones", "missiles", "intercepted", "captured", "detained", "displaced",
    "aircraft", "vehicles", "area_km2", "other"];
  const state = Object.assign({ lang: data.lang, q: "", off: [], from: "", to: "" }, readHash());
  let words = data.words[state.lang] || data.words.en;
  const t = (key) => words[key] || key;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f'’ʼ]/g, "").toLowerCase();
  const html = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null));
    return node;
  };
  const symbol = (type, size = 18) => {
    const [path, colour] = SHAPES[type] || SHAPES.other;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    for (const [stroke, width] of [["#fff", type === "battle" ? 6 : 3.5], [type === "battle" ? colour : "#22282c", type === "battle" ? 3.5 : 1.2]]) {
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
      shape.setAttribute("d", path);
      shape.setAttribute("fill", type === "battle" ? "none" : colour);
      shape.setAttribute("stroke", stroke);
      shape.setAttribute("stroke-width", width);
      svg.append(shape);
    }
    return svg;
  };
  const SIGN = { min: "≥ ", max: "≤ ", approx: "≈ " };
  const number = (value) => value.toLocaleString(state.lang);
  const kindWord = (kind) => t(kind === "casualties" || kind === "other" ? kind + "_count" : kind);
  const countText = (q) => `${SIGN[q.qualifier] || ""}${number(q.value)} ${kindWord(q.kind)}${q.qualifier === "per_day" ? " " + t("per_day") : ""}`;
  const counts = (row) => row.quantities || COUNTED.filter((k) => row[k] != null).map((k) => ({ kind: k, value: row[k] }));
  const mainCount = (row) => [...counts(row)].sort((a, b) => COUNTED.indexOf(a.kind) - COUNTED.indexOf(b.kind))[0];
  const days = (row) => [...new Set([row.date_start, row.date_end].filter(Boolean))].join(" – ") || t("no_date");
  const label = (row) => row.place_label || row.place_name || t("no_place");
  for (const row of rows) {
    const spelt = (data.spellings[row.place_id] || []).join(" ");
    row.haystack = fold([row.place_name, row.place_label, spelt, row.quote, row.source, row.actor].filter(Boolean).join(" "));
  }

  // base map
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  map.createPane("base").style.zIndex = 150;
  const base = L.canvas({ pane: "base" });
  const lay = (shapes, style) => L.geoJSON({ type: "GeometryCollection", geometries: shapes }, { renderer: base, pane: "base", interactive: false, style: () => style }).addTo(map);
  lay(data.world, { color: css("--line"), weight: 1.2, fillColor: css("--paper"), fillOpacity: 1 });
  if (data.units.length) lay(data.units, { color: css("--line"), weight: 0.8, dashArray: "3 3", fillColor: css("--paper"), fillOpacity: 1 });
  const towns = L.layerGroup().addTo(map);
  const showTowns = () => {
    towns.clearLayers();
    const taken = [];
    for (const [name, lat, lon] of data.towns) {
      const spot = map.latLngToContainerPoint([lat, lon]);
      if (taken.some((other) => Math.abs(other.x - spot.x) < 90 && Math.abs(other.y - spot.y) < 22)) continue;
      taken.push(spot);
      const icon = L.divIcon({ className: "town", iconSize: null });
      const marker = L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(towns);
      marker.getElement().textContent = name;
    }
  };
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(data.attribution);
  L.control.scale({ imperial: false }).addTo(map);

  // events
  const layer = L.featureGroup().addTo(map);
  const blurs = L.layerGroup().addTo(map);
  const markers = new Map();
  const shownAt = new Map();
  function place(row) {
    const key = `${row.lat},${row.lon}`;
    const n = shownAt.get(key) || 0;
    shownAt.set(key, n + 1);
    if (!n) return [0, 0];
    const angle = n * 2.4, radius = 15 * Math.sqrt(n);
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  }
  function draw(row) {
    const colour = (SHAPES[row.event_type] || SHAPES.other)[1];
    const [dx, dy] = place(row);
    const main = mainCount(row);
    const area = AREAS.has(row.place_kind);
    const holder = html("div");
    if (area) {
      const shape = data.areas[row.place_id];
      const style = { color: colour, weight: 1.5, dashArray: "6 4", fillColor: colour, fillOpacity: 0.08, interactive: false };
      if (shape) L.geoJSON(shape, { style: () => style }).addTo(blurs);
      else if (row.uncertainty_km) L.circle([row.lat, row.lon], { ...style, radius: row.uncertainty_km * 1000 }).addTo(blurs);
      holder.append(html("span", { style: `margin:${dy}px 0 0 ${dx}px` }, symbol(row.event_type, 13), main ? countText(main) : t(row.event_type)));
    } else {
      if (row.uncertainty_km > 1.5) L.circle([row.lat, row.lon], { radius: row.uncertainty_km * 1000, color: colour, weight: 1, fillOpacity: 0.08, interactive: false }).addTo(blurs);
      const size = main ? Math.min(38, 16 + 4 * Math.log10(1 + main.value)) : 18;
      const sign = symbol(row.event_type, size);
      sign.style.cssText = `position:absolute;left:${dx - size / 2}px;top:${dy - size / 2}px;opacity:${row.verified === false ? 0.75 : 1}`;
      holder.append(sign);
      if (main) holder.append(html("span", { class: "label", style: `left:${dx + size / 2 + 2}px;top:${dy - 8}px` }, countText(main)));
    }
    const icon = L.divIcon({ className: area ? "area-label" : "symbol", html: holder, iconSize: [0, 0] });
    const marker = L.marker([row.lat, row.lon], { icon, title: `${t(row.event_type)}, ${label(row)}`, alt: `${t(row.event_type)}, ${label(row)}` });
    marker.bindPopup(() => popup(row), { maxWidth: 340 });
    marker.addTo(layer);
    markers.set(row.event_id, marker);
  }
  function marked(quote, row) {
    const node = html("blockquote");
    const needles = [row.place_name, ...counts(row).flatMap((q) => [String(q.value), q.value.toLocaleString("fr"), q.value.toLocaleString("de"), q.value.toLocaleString("en")])].filter(Boolean);
    let rest = quote;
    while (rest) {
      const next = needles.map((needle) => [rest.indexOf(needle), needle]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
      if (!next) break;
      node.append(rest.slice(0, next[0]), html("mark", {}, next[1]));
      rest = rest.slice(next[0] + next[1].length);
    }
    node.append(rest);
    return node;
  }
  function popup(row) {
    const list = html("dl");
    const add = (name, value) => value && list.append(html("dt", {}, name), html("dd", {}, value));
    for (const q of counts(row)) add("#", countText(q));
    add(t("source"), row.source);
    add(t("actor"), row.actor);
    add(t("as_spelt"), row.place_name);
    add(t("uncertainty"), row.uncertainty_km != null ? `± ${number(row.uncertainty_km)} km` : null);
    add(t("coordinates"), `${row.lat.toFixed(4)}, ${row.lon.toFixed(4)}`);
    add(t("confidence"), row.confidence != null ? `${Math.round(row.confidence * 100)} %` : null);
    const url = /^https?:\/\//i.test(row.report_url || "") ? row.report_url : null;
    const link = url ? html("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, t("report")) : null;
    return html("div", { class: "popup" }, html("h2", {}, `${t(row.event_type)} – ${label(row)}`),
      html("small", {}, [days(row), row.verified === false ? t("not_verified") : row.verified ? t("verified") : null].filter(Boolean).join(" · ")),
      list, row.quote ? marked(row.quote, row) : null, link);
  }

  // panel
  const heading = html("h1"), tally = html("div", { class: "count", role: "status" });
  const search = html("input", { type: "search", value: state.q, oninput: () => { state.q = search.value; update(); } });
  const from = html("input", { type: "date", onchange: () => { state.from = from.value; update(); } });
  const to = html("input", { type: "date", onchange: () => { state.to = to.value; update(); } });
  const language = html("select", { "aria-label": "language", onchange: () => { state.lang = language.value; words = data.words[state.lang]; render(); update(); } },
    ...Object.keys(data.words).map((code) => html("option", { value: code, selected: code === state.lang }, code)));
  const download = html("button", { type: "button", onclick: save });
  const types = html("fieldset", { class: "types" });
  const list = html("ol", { id: "sitmap-list" });
  const notes = html("div", { class: "notes" });
  document.body.append(html("aside", { id: "sitmap-panel" }, html("header", {}, heading, tally, html("div", { class: "tools" }, search, language),
    html("div", { class: "tools" }, from, to, download), types), list, notes));
  function visible(row) {
    if (state.off.includes(row.event_type)) return false;
    if (state.q && !row.haystack.includes(fold(state.q.trim()))) return false;
    if (state.from && (row.date_end || row.date_start || "") < state.from) return false;
    return !(state.to && (row.date_start || row.date_end || "9999") > state.to);
  }
  function render() {
    document.documentElement.lang = state.lang;
    heading.textContent = data.title || t("title");
    search.placeholder = t("search");
    search.setAttribute("aria-label", t("search"));
    from.setAttribute("aria-label", t("from"));
    to.setAttribute("aria-label", t("to"));
    from.value = state.from;
    to.value = state.to;
    download.textContent = t("download");
    notes.textContent = `${t("area_note")}. ${t("disputed")}`;
    types.replaceChildren(html("legend", { class: "count" }, t("legend")), ...Object.keys(SHAPES).filter((type) => rows.some((row) => row.event_type === type)).map((type) => {
      const box = html("input", { type: "checkbox", checked: !state.off.includes(type), onchange: () => {
        state.off = box.checked ? state.off.filter((other) => other !== type) : [...state.off, type];
        update();
      } });
      return html("label", {}, box, symbol(type, 15), t(type));
    }));
  }
  function entry(row) {
    const main = counts(row).map(countText).join(", ");
    return html("li", {}, html("button", { type: "button", class: "event", onclick: () => show(row) }, symbol(row.event_type),
      html("span", {}, html("strong", {}, `${label(row)}${row.lat == null ? ` (${t("no_place")})` : ""}`),
        html("span", {}, [t(row.event_type), main].filter(Boolean).join(" · ")), html("br"), html("small", {}, [days(row), row.source].filter(Boolean).join(" · ")))));
  }
  function show(row) {
    const marker = markers.get(row.event_id);
    if (!marker) return;
    map.setView(marker.getLatLng(), Math.max(map.getZoom(), AREAS.has(row.place_kind) ? 5 : 8), { animate: false });
    marker.openPopup();
  }
  function update() {
    layer.clearLayers();
    blurs.clearLayers();
    markers.clear();
    shownAt.clear();
    const chosen = rows.filter(visible).sort((a, b) => (b.date_end || "").localeCompare(a.date_end || "") || label(a).localeCompare(label(b)));
    for (const row of chosen) if (row.lat != null) draw(row);
    list.replaceChildren(...chosen.slice(0, 500).map(entry));
    tally.textContent = `${chosen.length} / ${rows.length} ${t("events")}`;
    writeHash();
  }
  function save() {
    const features = rows.filter(visible).map(({ lat, lon, haystack, ...properties }) => ({ type: "Feature", id: properties.event_id,
      geometry: lat == null ? null : { type: "Point", coordinates: [lon, lat] }, properties }));
    const blob = new Blob([JSON.stringify({ type: "FeatureCollection", features })], { type: "application/geo+json" });
    const link = html("a", { href: URL.createObjectURL(blob), download: "events.geojson" });
    link.click();
    URL.revokeObjectURL(link.href);
  }
  function readHash() {
    try {
      const given = new URLSearchParams(location.hash.slice(1)), read = {};
      for (const key of ["q", "from", "to", "lang"]) if (given.has(key)) read[key] = given.get(key);
      if (read.lang && !data.words[read.lang]) delete read.lang;
      if (given.has("off")) read.off = given.get("off").split(",").filter(Boolean);
      return read;
    } catch { return {}; }
  }
  function writeHash() {
    const kept = new URLSearchParams();
    for (const key of ["q", "from", "to"]) if (state[key]) kept.set(key, state[key]);
    if (state.off.length) kept.set("off", state.off.join(","));
    if (state.lang !== data.lang) kept.set("lang", state.lang);
    history.replaceState(null, "", kept.toString() ? "#" + kept : "#");
  }
  map.on("zoomend", showTowns);
  map.invalidateSize();
  render();
  update();
  const points = rows.filter((row) => row.lat != null && !(row.place_kind === "country")).map((row) => [row.lat, row.lon]);
  if (points.length) map.fitBounds(points, { padding: [60, 60], maxZoom: 8, animate: false });
  showTowns();
  document.documentElement.dataset.sitmap = "ready";
}
