// The panel: title, search, filters (the types are the legend), list, notes.
const panel = {};

function buildPanel() {
  const change = (key, read = (node) => node.value) => (event) => { app.state[key] = read(event.target); update(); };
  let typing = 0;
  panel.title = html("h1");
  panel.tally = html("p", { class: "tally", role: "status" });
  panel.search = html("input", { type: "search", id: "sitmap-search", oninput: () => { clearTimeout(typing); typing = setTimeout(() => { app.state.q = panel.search.value; update(); }, 90); } });
  panel.language = html("select", { onchange: () => { app.lang = panel.language.value; words(); update(); } },
    Object.keys(app.words).sort().map((code) => html("option", { value: code }, code)));
  panel.types = html("fieldset", { class: "types" });
  panel.source = html("select", { onchange: change("src") });
  panel.precision = html("select", { onchange: change("prec") });
  panel.verification = html("select", { onchange: change("ver") });
  panel.count = html("select", { onchange: change("count") });
  panel.least = html("input", { type: "number", min: "0", onchange: change("min", (node) => (node.value === "" ? null : Number(node.value))) });
  panel.reset = html("button", { type: "button", class: "small", onclick: () => { Object.assign(app.state, freshState(), { view: app.state.view, sort: app.state.sort, up: app.state.up }); words(); update(); } });
  panel.labels = Object.fromEntries(["source", "precision", "verification", "counts", "count_least"].map((key) => [key, html("span")]));
  panel.filterTitle = html("summary");
  panel.filters = html("details", { class: "filters" }, panel.filterTitle, html("div", { class: "grid" },
    html("label", {}, panel.labels.source, panel.source), html("label", {}, panel.labels.precision, panel.precision),
    html("label", {}, panel.labels.verification, panel.verification), html("label", {}, panel.labels.counts, panel.count),
    html("label", {}, panel.labels.count_least, panel.least), panel.reset));
  panel.legend = html("details", { class: "legend" });
  panel.notes = html("footer");
  return html("aside", { id: "sitmap-panel" },
    html("header", {}, html("div", { class: "row" }, panel.title, panel.language), panel.tally, panel.search, panel.types, panel.filters), buildList(), panel.legend, panel.notes);
}

function panelWords() {
  const { data, state } = app;
  panel.title.textContent = data.title || t("title");
  panel.search.placeholder = t("search");
  panel.search.title = t("search_note");
  panel.search.setAttribute("aria-label", `${t("search")} (${t("search_note")})`);
  panel.search.value = state.q;
  panel.language.setAttribute("aria-label", t("language"));
  panel.language.value = app.lang;
  for (const [key, node] of Object.entries(panel.labels)) node.textContent = t(key);
  panel.filterTitle.textContent = t("filters");
  panel.reset.textContent = t("reset");
  const options = (node, pairs, value) => { node.replaceChildren(...pairs.map(([key, text]) => html("option", { value: key }, text))); node.value = value; };
  options(panel.source, [["", t("all_sources")], ...sourceOptions(), ["-", t("no_source")]], state.src);
  options(panel.precision, [["", t("precision_any")], ["points", t("precision_points")], ["25", t("precision_25")], ["5", t("precision_5")]], state.prec);
  options(panel.verification, ["", "yes", "no", "unknown"].map((key) => [key, t("verification_" + (key || "any"))]), state.ver);
  const kinds = MAIN_ORDER.filter((kind) => app.kinds.has(KINDS.indexOf(kind)));
  options(panel.count, [["", t("counts_any")], ["*", t("counts_with")], ...kinds.map((kind) => [kind, kindWord(kind)])], state.count);
  panel.least.value = state.min ?? "";
  panel.types.replaceChildren(html("legend", {}, t("types")), ...presentTypes().map(typeBox));
  panel.legend.replaceChildren(html("summary", {}, t("legend")), legend());
  panel.notes.replaceChildren(html("p", {}, t("borders_note")), html("p", {}, data.attribution));
}

// The sources, those with the most events first.
function sourceOptions() {
  const { values, codes } = app.data.texts.source, tally = new Uint32Array(values.length);
  for (const code of codes) if (code >= 0) tally[code]++;
  const order = values.map((_, n) => n).sort((a, b) => tally[b] - tally[a]).slice(0, 300);
  return order.map((n) => [":" + values[n], `${values[n].length > 60 ? values[n].slice(0, 59) + "…" : values[n]} (${number(tally[n])})`]);
}

const presentTypes = () => TYPES.filter((_, n) => app.present[n]);

function typeBox(type) {
  const box = html("input", { type: "checkbox", "data-type": type, onchange: () => { if (box.checked) app.state.off.delete(type); else app.state.off.add(type); update(); } });
  box.checked = !app.state.off.has(type);
  return html("label", {}, box, symbol(type, 15), html("span", {}, t(type)), html("span", { class: "soft", "data-tally": type }));
}

function updatePanel() {
  const { result, data, state } = app;
  const parts = [t("events", { n: number(result.shown), all: number(data.n) }), result.unplaced ? t("events_unplaced", { n: number(result.unplaced) }) : ""];
  panel.tally.textContent = parts.filter(Boolean).join(" · ");
  for (const node of panel.types.querySelectorAll("[data-tally]")) node.textContent = number(result.perType[TYPES.indexOf(node.dataset.tally)]);
  for (const box of panel.types.querySelectorAll("input")) box.checked = !state.off.has(box.dataset.type);
  const active = [state.src, state.prec, state.ver, state.count].filter(Boolean).length;
  panel.filterTitle.textContent = active ? `${t("filters")} (${active})` : t("filters");
}

// How to read the map: a drawing and a line for each kind of mark.
function legend() {
  const line = (draw, key) => {
    const canvas = html("canvas", { width: 88, height: 56, "aria-hidden": "true" }), ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    draw(ctx);
    return html("li", {}, canvas, html("span", {}, t(key)));
  };
  const lines = [
    line((c) => { c.fillStyle = hatching(c, "#0072B2"); c.strokeStyle = "#0072B2"; c.setLineDash([5, 3]); c.beginPath(); c.rect(3, 3, 38, 22); c.fill(); c.stroke(); }, "legend_area"),
    line((c) => { c.fillStyle = c.strokeStyle = "#D55E00"; c.beginPath(); c.arc(22, 14, 12.5, 0, 7); c.globalAlpha = 0.12; c.fill(); c.globalAlpha = 1; c.stroke(); drawSymbol(c, "battle", 22, 14, 11, false); }, "legend_circle"),
    line((c) => { c.lineWidth = 4; [["#D55E00", 0, 3], ["#E69F00", 3, 5], ["#0072B2", 5, 6.29]].forEach(([colour, a, b]) => { c.strokeStyle = colour; c.beginPath(); c.arc(22, 14, 10, a, b); c.stroke(); }); c.fillStyle = app.theme.ink; c.font = `600 10px ${FONT}`; c.textAlign = "center"; c.fillText("12", 22, 17.5); }, "legend_cluster"),
    line((c) => { drawSymbol(c, "remote_violence", 12, 14, 17, false); drawSymbol(c, "remote_violence", 32, 14, 17, true); }, "legend_pale"),
    line((c) => { c.strokeStyle = app.theme.border; c.setLineDash([5, 4]); c.lineWidth = 1.4; c.beginPath(); c.moveTo(2, 14); c.lineTo(42, 14); c.stroke(); }, "legend_disputed"),
  ];
  if (app.mostTroops) {
    const sizes = [1, 0.25, 0.05].map((part) => Number((app.mostTroops * part).toPrecision(1))).filter((value, n, all) => value >= 1 && all.indexOf(value) === n);
    lines.push(html("li", { class: "sizes" }, html("span", { class: "steps" }, sizes.map((value) => html("span", {}, symbol("troop_movement", troopSize(value) * 0.7), number(value)))), html("span", {}, t("legend_troops"))));
  }
  return html("ul", {}, lines);
}
