// The sheet for print: title, filters in words, map, legend, numbered events, list of sources. Built when the reader prints.
const MOST_PRINTED = 300;

function openSheet() {
  freshList();
  app.printing = true;
  document.documentElement.classList.add("printing");
  app.unprinted = { centre: app.map.getCenter(), zoom: app.map.getZoom(), theme: document.documentElement.dataset.theme };
  document.documentElement.dataset.theme = "light";
  readTheme();
  app.sheetHead.replaceChildren(html("h1", {}, app.data.title || t("title")), html("p", {}, sheetSubtitle()));
  app.sheet.replaceChildren(html("div", { class: "keys" }, presentTypes().map((type) => html("span", {}, symbol(type, 13), ` ${t(type)}`)), legend()), sheetEvents(), sheetSources(),
    html("p", { class: "small" }, `${t("borders_note")} ${app.data.attribution}`));
  const bounds = app.map.getBounds();
  app.map.invalidateSize({ animate: false, pan: false });
  app.map.fitBounds(bounds, { animate: false });
  hatchings.clear();
  app.baseSheet.redraw();
  app.eventSheet.redraw();
}

function closeSheet() {
  if (!app.printing) return;
  app.printing = false;
  document.documentElement.classList.remove("printing");
  const { centre, zoom, theme } = app.unprinted;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  app.sheet.replaceChildren();
  app.sheetHead.replaceChildren();
  app.map.invalidateSize({ animate: false, pan: false });
  app.map.setView(centre, zoom, { animate: false });
  repaint();
}

function sheetSubtitle() {
  const { state, result, data } = app, [start, end] = period();
  return [t("events", { n: number(result.shown), all: number(data.n) }), brush.dated ? dateText(start, Math.max(start, end)) : "", state.q ? `“${state.q}”` : "",
    state.src.slice(1), state.off.size ? presentTypes().filter((type) => !state.off.has(type)).map((type) => t(type)).join(", ") : ""].filter(Boolean).join(" · ");
}

function sheetEvents() {
  const rows = list.rows.slice(0, MOST_PRINTED), cell = (text) => html("td", {}, text);
  return html("div", {}, html("h2", {}, t("shown_events")), list.rows.length > rows.length ? html("p", {}, t("printed_of", { n: number(rows.length), all: number(list.rows.length) })) : null,
    html("table", {}, html("thead", {}, html("tr", {}, ["#", t("place"), t("date"), t("type"), t("count"), t("source")].map((text) => html("th", {}, text)))),
      html("tbody", {}, rows.map((i, n) => html("tr", {}, cell(String(n + 1)), cell(placeText(i)), cell(eventDate(i)), cell(t(typeOf(i)) + (isUnverified(i) ? " (?)" : "")),
        cell(countsOf(i).map(countText).join(", ")), cell(textOf("source", i) || ""))))));
}

// Reports and whom they cite, each once.
function sheetSources() {
  const found = new Map();
  for (const i of list.rows) {
    const report = safeLink(textOf("report_url", i)) || textOf("report_id", i) || "";
    const cited = found.get(report) || new Set();
    if (textOf("source", i)) cited.add(textOf("source", i));
    found.set(report, cited);
  }
  const lines = [...found].slice(0, MOST_PRINTED).map(([report, cited]) => html("li", {}, [report, [...cited].slice(0, 30).join(", ")].filter(Boolean).join(": ")));
  return html("div", {}, html("h2", {}, t("sources")), html("ol", { class: "sources" }, lines));
}
