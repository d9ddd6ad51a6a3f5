// The list of events beside the map, in step with it: each entry is a button, arrow keys go from one to the next.
const PAGE = 60;
const list = { shown: PAGE, rows: [] };

function buildList() {
  list.sort = html("select", { id: "sitmap-sort", onchange: () => { app.state.sort = list.sort.value; update(); } });
  list.order = html("button", { type: "button", class: "small", onclick: () => { app.state.up = !app.state.up; update(); } });
  list.inview = html("input", { type: "checkbox", onchange: () => { app.state.inview = list.inview.checked; update(); } });
  list.inviewText = html("span");
  list.sortText = html("label", { for: "sitmap-sort" });
  list.node = html("ol", { id: "sitmap-list", onkeydown: arrows, tabindex: "-1" });
  list.more = html("button", { type: "button", class: "more", onclick: () => showMore() });
  list.empty = html("p", { class: "empty" });
  return html("section", { id: "sitmap-entries" },
    html("div", { class: "row" }, list.sortText, list.sort, list.order, html("label", {}, list.inview, list.inviewText)), list.node, list.more, list.empty);
}

function listWords() {
  list.sortText.textContent = t("sort");
  list.sort.replaceChildren(...SORTS.map((key) => html("option", { value: key }, t("sort_" + key))));
  list.inviewText.textContent = t("in_view");
  list.node.setAttribute("aria-label", t("list"));
  list.empty.textContent = t("nothing");
}

// Keys of the rows for an order; events without a value come last whichever way it runs.
function sortKeys(key) {
  const { data } = app, text = (read) => { const known = new Map(); return (i) => { const v = read(i); if (!known.has(v)) known.set(v, fold(v ?? "")); return known.get(v); }; };
  return {
    date: (i) => (data.start[i] === NO_DAY ? null : data.end[i]),
    place: text((i) => (data.x[i] !== data.x[i] && !textOf("place_name", i) ? "" : placeText(i))),
    type: (i) => data.type[i],
    count: (i) => (data.main[i] < 0 ? null : data.counts.value[data.main[i]]),
    certainty: (i) => (data.radius[i] === data.radius[i] ? data.radius[i] : null),
    source: text((i) => textOf("source", i)),
  }[key];
}

// All rows in the reader's order; made once for each order and language, since sorting takes longer than filtering.
function order() {
  const { sort, up } = app.state, key = [sort, up, app.lang].join();
  if (list.ordered?.key === key) return list.ordered.rows;
  const read = sortKeys(sort), keys = Array.from({ length: app.data.n }, (_, i) => read(i)), way = up ? 1 : -1;
  const rows = Array.from(keys.keys()).sort((a, b) => {
    const x = keys[a], y = keys[b];
    if (x === y) return a - b;
    if (x === null || x === "") return 1;
    if (y === null || y === "") return -1;
    return (x < y ? -1 : 1) * way;
  });
  list.ordered = { key, rows };
  return rows;
}

// The list of a large table follows a moment after map and period, so that dragging stays smooth; freshList() waits for nothing.
function staleList() {
  clearTimeout(list.timer);
  if (app.data.n > 2000 && list.rows.length) list.timer = setTimeout(updateList, 60);
  else updateList();
}

function freshList() {
  if (list.timer) updateList();
}

function updateList() {
  clearTimeout(list.timer);
  list.timer = 0;
  const { data, state, result } = app, rows = [];
  const seen = state.inview ? visibleWindow() : null;
  for (const i of order()) {
    if (!result.mask[i]) continue;
    if (seen && !(data.x[i] >= seen[0] && data.x[i] <= seen[2] && data.y[i] >= seen[1] && data.y[i] <= seen[3])) continue;
    rows.push(i);
  }
  list.rows = rows;
  list.shown = PAGE;
  list.sort.value = state.sort;
  list.order.textContent = t(state.up ? "ascending" : "descending");
  list.inview.checked = state.inview;
  list.node.replaceChildren(...list.rows.slice(0, PAGE).map(entry));
  listEnd();
}

function visibleWindow() {
  const bounds = app.map.getBounds();
  return [mercatorX(bounds.getWest()), mercatorY(bounds.getNorth()), mercatorX(bounds.getEast()), mercatorY(bounds.getSouth())];
}

function listEnd() {
  const rest = list.rows.length - list.shown;
  list.more.hidden = rest <= 0;
  list.more.textContent = t("more", { n: number(Math.min(PAGE, rest)) });
  list.empty.hidden = list.rows.length > 0;
}

function showMore() {
  const start = list.shown;
  list.shown += PAGE;
  list.node.append(...list.rows.slice(start, list.shown).map(entry));
  listEnd();
  list.node.children[start]?.firstChild.focus();
}

function entry(i) {
  const texts = countsOf(i).map(countText).join(", ");
  const button = html("button", { type: "button", "data-row": i, "aria-current": i === app.state.sel ? "true" : null,
    onclick: () => select(i, { focus: true }), onmouseenter: () => hover(i), onmouseleave: () => hover(null), onfocus: () => hover(i), onblur: () => hover(null) },
    symbol(typeOf(i), 18), html("span", {}, html("strong", {}, placeText(i)), html("span", {}, [t(typeOf(i)), texts].filter(Boolean).join(" · ")),
      html("small", {}, [eventDate(i), textOf("source", i), isUnverified(i) ? t("not_verified") : null].filter(Boolean).join(" · "))));
  return html("li", {}, button);
}

function arrows(event) {
  const item = event.target.closest("li"), to = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling, Home: list.node.firstElementChild, End: list.node.lastElementChild }[event.key];
  if (!to) return;
  event.preventDefault();
  to.firstChild.focus();
}

// Shows which entry is chosen on the map; one further down is fetched into the list.
function markEntry() {
  freshList();
  for (const button of list.node.querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
  const at = list.rows.indexOf(app.state.sel);
  if (at < 0) return;
  if (at >= list.shown && at < 2000) {
    const start = list.shown;
    list.shown = at + 20;
    list.node.append(...list.rows.slice(start, list.shown).map(entry));
    listEnd();
  }
  const button = list.node.children[at]?.firstChild;
  button?.setAttribute("aria-current", "true");
  button?.scrollIntoView({ block: "nearest" });
}
