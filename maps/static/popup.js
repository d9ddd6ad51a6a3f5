// One event in full, or the list of those at one spot, in a popup. All text is set as text.
function openPopup(rows, latLng, focus = false) {
  const content = rows.length === 1 ? card(rows[0]) : many(rows, latLng);
  app.popup = L.popup({ maxWidth: 360, minWidth: 240, maxHeight: Math.max(160, app.map.getSize().y - 90), autoPanPadding: [20, 20] }).setLatLng(latLng).setContent(content);
  app.popup.openOn(app.map);
  const button = app.popup.getElement().querySelector(".leaflet-popup-close-button");
  button?.setAttribute("aria-label", t("close"));
  app.popup.getElement().setAttribute("role", "dialog");
  app.popup.getElement().setAttribute("aria-label", content.querySelector("h2").textContent);
  if (focus) content.focus();
}

function many(rows, latLng) {
  const listed = rows.slice(0, 200).map((row) => html("li", {}, html("button", { type: "button", onclick: () => select(row, { latLng, focus: true }) },
    symbol(typeOf(row), 14), html("span", {}, `${placeText(row)} · ${mainCount(row) ? countText(mainCount(row)) : t(typeOf(row))}`),
    html("small", {}, eventDate(row)))));
  const { tally } = summary(rows);
  return html("div", { class: "popup", tabindex: "-1" }, html("h2", {}, t("events_here", { n: number(rows.length) })),
    tally ? html("p", {}, tallyText(tally), RANGED.has(tally.kind) || tally.n < 2 ? null : html("small", {}, " " + t("sum_note"))) : null, html("ol", { class: "many" }, listed));
}

const eventDate = (i) => dateText(app.data.start[i] === NO_DAY ? null : app.data.start[i], app.data.end[i]);

function card(i) {
  const p = properties(i), list = html("dl"), position = lonLat(i);
  const add = (name, ...value) => value.some((part) => part !== null && part !== "") && list.append(html("dt", {}, name), html("dd", {}, ...value));
  for (const count of p.quantities) {
    const qualifier = count.qualifier === "exact" ? "" : ` (${t(count.qualifier)})`;
    add(kindWord(count.kind), html("strong", {}, amount(count)), `${qualifier} `, html("small", {}, p.source ? t("according", { source: p.source }) : t("no_source_given")));
  }
  add(t("source"), p.source);
  add(t("actor"), p.actor);
  add(t("as_spelt"), p.place_name);
  if (p.place_kind) add(t("kind"), has(p.place_kind) ? t(p.place_kind) : p.place_kind);
  if (p.uncertainty_km !== null) add(t("uncertainty"), t("within_km", { km: number(p.uncertainty_km) }));
  if (position) add(t("where"), coordinates(position));
  if (p.confidence !== null) add(t("confidence"), html("meter", { min: 0, max: 1, value: p.confidence, "aria-label": t("confidence") }), ` ${Math.round(p.confidence * 100)} %`);
  if (p.published) add(t("published"), dateText(dayOf(p.published), dayOf(p.published)));
  add(t("report_id"), p.report_id);
  const verified = p.verified === null ? null : html("span", { class: p.verified ? "badge" : "badge doubt" }, t(p.verified ? "verified" : "not_verified"));
  const url = safeLink(p.report_url);
  return html("div", { class: "popup", tabindex: "-1" },
    html("h2", {}, symbol(p.event_type, 18), ` ${t(typeOf(i))} – ${placeText(i)}`),
    html("p", { class: "when" }, eventDate(i), " ", verified),
    app.data.area[i] >= 0 ? html("p", { class: "vague" }, t("only_area")) : null,
    p.quote ? marked(p, p.quote) : null, list,
    url ? html("p", {}, html("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, t("report"))) : null);
}

// Only http and https: a "javascript:" link would run in the page.
function safeLink(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch { return null; }
}

function coordinates([lon, lat]) {
  const field = html("input", { readonly: true, size: 18, value: `${lat.toFixed(5)}, ${lon.toFixed(5)}`, "aria-label": t("where"), onfocus: () => field.select() });
  const button = html("button", { type: "button", class: "small", onclick: async () => {
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }  // pages from a file have no clipboard of their own
    button.textContent = t("copied");
  } }, t("copy"));
  return html("span", { class: "copy" }, field, button);
}

// The quoted sentence with the place and the counts marked, figures in any grouping, small numbers as words too.
function marked(p, quote) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const parts = [p.place_name, p.place_label].filter(Boolean).map(escape);
  for (const { value } of p.quantities) {
    const whole = String(value).split("."), groups = whole[0].replace(/\B(?=(\d{3})+(?!\d))/g, "_").split("_");
    parts.push(groups.join("[\\s.,'’\u00a0\u202f]?") + (whole[1] ? "[.,]" + whole[1] : "") + "(?![\\d])");
    const numeral = app.words[p.lang]?.numerals?.[value];
    if (numeral) parts.push(`${escape(numeral)}(?!\\p{L})`);
  }
  const node = html("blockquote", { lang: p.lang });
  if (!parts.length) { node.append(quote); return node; }
  const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${parts.join("|")})`, "giu");
  let at = 0;
  for (const match of quote.matchAll(pattern)) {
    node.append(quote.slice(at, match.index), html("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  node.append(quote.slice(at));
  return node;
}
