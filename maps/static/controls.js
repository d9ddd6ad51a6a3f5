// Buttons on the map: zoom, show all, full screen, measure, theme, print, download; and the switch for online tiles.
const controls = { buttons: [] };

const ICONS = {
  zoom_in: "M10 4V16M4 10H16", zoom_out: "M4 10H16", fit: "M3 8V3H8M12 3H17V8M17 12V17H12M8 17H3V12M8 10H12M10 8V12", full_screen: "M3 8V3H8M12 3H17V8M17 12V17H12M8 17H3V12",
  measure: "M3 14L14 3L17 6L6 17ZM6 11L8 13M9 8L11 10M12 5L14 7", theme: "M10 3A7 7 0 0 0 10 17ZA7 7 0 0 0 10 3M8.5 4.5V15.5M7 5.5V14.5M5.5 6.8V13.2M4.2 8.5V11.5", print: "M6 7V3H14V7M6 14H3V7H17V14H14M6 11H14V17H6Z", download: "M10 3V12M6 8.5L10 12.5L14 8.5M3 16.5H17",
};

function buildControls() {
  const groups = [["zoom_in", () => app.map.zoomIn()], ["zoom_out", () => app.map.zoomOut()], ["fit", () => fitShown()], ["full_screen", fullScreen], ["measure", toggleMeasure],
    ["theme", switchTheme], ["print", () => window.print()], ["download", download]];
  const bar = html("div", { id: "sitmap-controls", role: "toolbar" }, groups.map(([key, onclick]) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" })) svg.setAttribute(name, value);
    for (const [name, value] of Object.entries({ d: ICONS[key], fill: "none", stroke: "currentColor", "stroke-width": 1.6 })) path.setAttribute(name, value);
    svg.append(path);
    const button = html("button", { type: "button", onclick, "data-key": key }, svg);
    controls.buttons.push(button);
    return button;
  }));
  L.DomEvent.disableClickPropagation(bar);
  controls.bar = bar;
  if (app.data.tiles) buildOnline(bar);
  return bar;
}

function controlWords() {
  for (const button of controls.buttons) {
    const word = t(button.dataset.key === "download" ? "download_note" : button.dataset.key);
    button.title = word;
    button.setAttribute("aria-label", word);
  }
  controls.bar.setAttribute("aria-label", t("map"));
  if (controls.online) onlineWords();
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

// The theme: what the system says, until the reader switches.
function readTheme() {
  const read = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  app.theme = Object.fromEntries(["land", "sea", "coast", "river", "unit", "border", "ink", "soft", "town", "panel", "accent", "pale", "halo", "edge"].map((name) => [name, read(name)]));
}

function switchTheme() {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  repaint();
}

function repaint() {
  readTheme();
  hatchings.clear();
  app.baseSheet.redraw();
  app.eventSheet.redraw();
  paintBars();
  panelWords();
  updatePanel();
}

// Measuring: each click adds a point, the total along the line stands at the last one.
const measuring = { on: false, points: [] };

function toggleMeasure() {
  measuring.on = !measuring.on;
  measuring.points = [];
  measuring.group ??= L.layerGroup();
  measuring.group.clearLayers();
  if (measuring.on) measuring.group.addTo(app.map);
  else measuring.group.remove();
  const button = controls.buttons.find((node) => node.dataset.key === "measure");
  button.setAttribute("aria-pressed", measuring.on);
  app.map.getContainer().classList.toggle("measuring", measuring.on);
  say(measuring.on ? t("measure_note") : "");
}

function measureClick(latLng) {
  const { points, group } = measuring;
  points.push(latLng);
  group.clearLayers();
  L.polyline(points, { color: app.theme.accent, weight: 3, dashArray: "6 5", interactive: false }).addTo(group);
  for (const point of points) L.circleMarker(point, { radius: 4, color: app.theme.accent, fillColor: app.theme.panel, fillOpacity: 1, interactive: false }).addTo(group);
  const metres = points.slice(1).reduce((sum, point, k) => sum + app.map.distance(points[k], point), 0);
  const text = `${number(metres < 10000 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000))} km`;
  if (points.length > 1) L.tooltip({ permanent: true, direction: "top", className: "measured" }).setLatLng(latLng).setContent(html("span", {}, text)).addTo(group);
  say(points.length > 1 ? text : t("measure_note"));
}

// A word to the reader on the map, read out by screen readers too.
function say(text) {
  app.voice.textContent = text;
  app.voice.hidden = !text;
}

function download() {
  const features = [];
  for (let i = 0; i < app.data.n; i++) {
    if (!app.result.mask[i]) continue;
    const position = lonLat(i);
    features.push({ type: "Feature", id: app.data.ids[i], geometry: position && { type: "Point", coordinates: position }, properties: properties(i) });
  }
  const blob = new Blob([JSON.stringify({ type: "FeatureCollection", features })], { type: "application/geo+json" });
  const link = html("a", { href: URL.createObjectURL(blob), download: "events.geojson" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Online tiles exist only when the page was made with an address for them, and are off until the reader, told whom it contacts, says so.
function buildOnline(bar) {
  controls.onlineTitle = html("summary");
  controls.onlineNote = html("p");
  controls.online = html("button", { type: "button", "aria-pressed": "false", onclick: toggleOnline });
  bar.append(html("details", { class: "online" }, controls.onlineTitle, controls.onlineNote, controls.online));
}

function onlineWords() {
  controls.onlineTitle.textContent = t("online");
  controls.onlineNote.textContent = t("online_note", { host: app.data.tiles.host.replace("*.", "") });
  controls.online.textContent = t(controls.online.getAttribute("aria-pressed") === "true" ? "online_off" : "online_on");
}

function toggleOnline() {
  const { url, attribution } = app.data.tiles;
  app.tiles ??= L.tileLayer(url, { pane: "tiles", maxZoom: 19, attribution: html("span", {}, attribution).innerHTML });
  if (app.map.hasLayer(app.tiles)) app.tiles.remove();
  else app.tiles.addTo(app.map);
  controls.online.setAttribute("aria-pressed", app.map.hasLayer(app.tiles));
  onlineWords();
  app.baseSheet.redraw();
}
