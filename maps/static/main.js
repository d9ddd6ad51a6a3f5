// Puts the page together on the map that folium has made. Called once; the page is ready when <html data-sitmap="ready">.
function sitmap(map) {
  app.map = map;
  serveFolium();
  start(map).catch((reason) => {
    document.body.prepend(html("p", { class: "failed", role: "alert" }, app.words.en ? t("failed", { reason: String(reason) }) : String(reason)));
    document.documentElement.dataset.sitmap = "failed";
    throw reason;
  });
}

async function start(map) {
  const [world, base, raw] = await Promise.all(["sitmap-world", "sitmap-base", "sitmap-data"].map(unpack));
  app.words = base.words;
  app.lang = raw.lang;
  readSymbols(base.symbols);
  app.data = readData(raw);
  readBase(world, base.labels, raw);
  takeStock();
  app.state = readFragment();
  readTheme();
  layOut(map);
  words();
  setView(map);
  app.result = applyFilters(app.state);
  for (const [pane, level] of [["tiles", 140], ["base", 150], ["events", 420]]) map.createPane(pane).style.zIndex = level;
  app.baseSheet = new Sheet(paintBase, "base").addTo(map);
  app.eventSheet = new Sheet(paintEvents, "events").addTo(map);
  listen(map);
  update();
  if (app.state.sel !== null) select(app.state.sel, { stay: app.state.view !== null });
  document.documentElement.dataset.sitmap = "ready";
  for (const name of ["quote", "place_name", "source"]) setTimeout(() => foldedValues(name), 300);
  setTimeout(foldedPlaces, 300);
  setTimeout(() => histogram(applyFilters({ ...app.state, from: brush.first + 1 }).mask), 400);  // lets the browser compile what the first drag will need
}

// What the whole table holds: types, kinds of counts, the largest strength, by which troop symbols are scaled.
function takeStock() {
  const { data } = app;
  app.present = new Uint8Array(TYPES.length);
  for (let i = 0; i < data.n; i++) app.present[data.type[i]] = 1;
  app.kinds = new Set(data.counts.kind);
  app.mostTroops = 0;
  data.counts.kind.forEach((kind, c) => { if (kind === 0) app.mostTroops = Math.max(app.mostTroops, data.counts.value[c]); });
}

function layOut(map) {
  const container = map.getContainer();
  container.setAttribute("role", "application");
  app.voice = html("div", { id: "sitmap-voice", role: "status", hidden: true });
  app.sheetHead = html("div", { id: "sitmap-sheet-head" });
  app.sheet = html("div", { id: "sitmap-sheet" });
  app.skip = html("a", { id: "sitmap-skip", href: "#sitmap-list", onclick: (e) => { e.preventDefault(); list.node.querySelector("button")?.focus(); } });
  container.before(app.skip, app.sheetHead);
  container.append(buildControls(), app.voice);
  app.main = html("main", { id: "sitmap-main" });
  container.replaceWith(app.main);
  app.main.append(container, buildBrush(), buildPanel());
  document.body.append(app.sheet);
  map.attributionControl?.setPrefix(false);
  map.attributionControl?.addAttribution(html("span", {}, app.data.attribution).innerHTML);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  map.invalidateSize({ animate: false });
}

// All words of the interface, in the language that is set now.
function words() {
  document.documentElement.lang = app.lang;
  document.title = app.data.title || t("title");
  app.skip.textContent = t("skip");
  app.map.getContainer().setAttribute("aria-label", t("map"));
  panelWords();
  listWords();
  controlWords();
  app.map.closePopup();
  app.baseSheet?.redraw();
}

// Filters again and brings map, list, period and address into step.
function update() {
  app.result = applyFilters(app.state);
  app.eventSheet.redraw();
  updatePanel();
  updateBrush();
  staleList();
  writeFragment();
}

function setView(map) {
  const { view } = app.state;
  if (view) map.setView([view[0], view[1]], view[2], { animate: false });
  else fitShown(true);
}

// Fits the map to the events shown; countries, whose middle says little, count only when there is nothing else.
function fitShown(first = false) {
  const { data } = app, mask = first ? applyFilters(app.state).mask : app.result.mask;
  for (const skip of ["country", null]) {
    let west = 1, east = 0, north = 1, south = 0;
    for (let i = 0; i < data.n; i++) {
      if (!mask[i] || data.x[i] !== data.x[i] || (skip && data.area[i] >= 0 && data.areas[data.area[i]].kind === skip)) continue;
      west = Math.min(west, data.x[i]); east = Math.max(east, data.x[i]); north = Math.min(north, data.y[i]); south = Math.max(south, data.y[i]);
    }
    if (west > east) continue;
    app.map.fitBounds([[latOf(south), (west - 0.5) * 360], [latOf(north), (east - 0.5) * 360]], { padding: [60, 60], maxZoom: 8, animate: false });
    return;
  }
  if (first) app.map.setView([30, 20], 2, { animate: false });
}

const latOf = (y) => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;

// Chooses an event: marks it on the map and in the list and opens what is known of it.
function select(row, { latLng = null, focus = false, stay = false } = {}) {
  app.state.sel = row;
  const at = lonLat(row);
  if (at && !latLng) {
    latLng = L.latLng(at[1], at[0]);
    const area = app.data.area[row] >= 0, zoom = app.map.getZoom();
    if (!stay && !(app.map.getBounds().pad(-0.1).contains(latLng) && (area || zoom >= 7))) app.map.setView(latLng, area ? Math.max(zoom, 5) : Math.max(zoom, 8), { animate: false });
  }
  if (at) openPopup([row], latLng, focus);
  else openPopup([row], app.map.getCenter(), focus);
  app.eventSheet.redraw();
  markEntry();
  writeFragment();
}

function hover(row) {
  if (app.hovered === row) return;
  app.hovered = row;
  if (app.data.n <= 20000) app.eventSheet.redraw();
}

function clicked(event) {
  if (measuring.on) return measureClick(event.latlng);
  const item = itemAt(event.layerPoint);
  if (!item) return;
  if (item.rows.length === 1) return select(item.rows[0], { latLng: event.latlng });
  if (item.group && !isOneSpot(item.group) && app.map.getZoom() < app.map.getMaxZoom()) return zoomTo(item.rows);
  app.state.sel = null;
  openPopup(item.rows, event.latlng);
}

function zoomTo(rows) {
  const bounds = L.latLngBounds(rows.map((i) => [lonLat(i)[1], lonLat(i)[0]]));
  const zoom = Math.max(app.map.getZoom() + 1, app.map.getBoundsZoom(bounds, false, L.point(80, 80)));
  app.map.setView(bounds.getCenter(), Math.min(zoom, app.map.getMaxZoom()), { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
}

function listen(map) {
  map.on("click", clicked);
  map.on("mousemove", (event) => {
    const item = measuring.on ? null : itemAt(event.layerPoint);
    map.getContainer().classList.toggle("pointing", Boolean(item));
    const text = item ? (item.rows.length === 1 ? `${placeText(item.rows[0])} · ${t(typeOf(item.rows[0]))} · ${eventDate(item.rows[0])}` : t("events_here", { n: number(item.rows.length) })) : "";
    map.getContainer().title = text;
  });
  map.on("moveend", () => {
    if (app.printing) return;
    const centre = map.getCenter();
    app.state.view = [centre.lat.toFixed(4), centre.lng.toFixed(4), map.getZoom()];
    writeFragment();
    if (app.state.inview) updateList();
  });
  map.on("popupclose", () => {
    if (document.activeElement === document.body || app.popup?.getElement()?.contains(document.activeElement)) list.node.querySelector("[aria-current]")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (measuring.on) toggleMeasure();
    else map.closePopup();
  });
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === written) return;
    app.lang = app.data.lang;
    app.state = readFragment();
    words();
    setView(map);
    update();
    if (app.state.sel !== null) select(app.state.sel, { stay: app.state.view !== null });
  });
  window.addEventListener("beforeprint", openSheet);
  window.addEventListener("afterprint", closeSheet);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}
