// What the reader has chosen, and the same in the URL's fragment, so that a link brings back the view, from file:// too.
// Online tiles are never part of it: a link must not make a reader's browser contact anybody.
const SORTS = ["date", "place", "type", "count", "certainty", "source"];

function freshState() {
  return { q: "", off: new Set(), src: "", prec: "", ver: "", count: "", min: null, from: null, to: null, sort: "date", up: false, inview: false, sel: null, view: null };
}

function readFragment() {
  const state = freshState();
  let given;
  try { given = new URLSearchParams(location.hash.slice(1)); } catch { return state; }
  const text = (key) => given.get(key) ?? "";
  state.q = text("q").slice(0, 200);
  state.off = new Set(text("off").split(",").filter((type) => TYPES.includes(type)));
  const source = text("src");
  if (source === "-" || source[0] === ":" && app.data.texts.source.values.includes(source.slice(1))) state.src = source;
  if (["points", "5", "25"].includes(text("prec"))) state.prec = text("prec");
  if (["yes", "no", "unknown"].includes(text("ver"))) state.ver = text("ver");
  if (text("count") === "*" || KINDS.includes(text("count"))) state.count = text("count");
  if (given.has("min") && isFinite(Number(text("min")))) state.min = Number(text("min"));
  state.from = dayOf(text("from"));
  state.to = dayOf(text("to"));
  if (SORTS.includes(text("sort"))) state.sort = text("sort");
  state.up = text("up") === "1";
  state.inview = text("inview") === "1";
  const selected = app.data.ids.indexOf(text("sel"));
  state.sel = text("sel") && selected >= 0 ? selected : null;
  const view = text("view").split(",").map(Number);
  if (view.length === 3 && view.every(isFinite) && Math.abs(view[0]) <= 90) state.view = view;
  if (given.has("lang") && app.words[text("lang")]) app.lang = text("lang");
  return state;
}

function fragment(state) {
  const kept = new URLSearchParams(), keep = (key, value) => { if (value !== "" && value !== null) kept.set(key, value); };
  for (const key of ["q", "src", "prec", "ver", "count", "min"]) keep(key, state[key]);
  keep("off", [...state.off].join(","));
  keep("from", isoDay(state.from));
  keep("to", isoDay(state.to));
  if (state.sort !== "date") keep("sort", state.sort);
  if (state.up) keep("up", "1");
  if (state.inview) keep("inview", "1");
  if (state.sel !== null) keep("sel", app.data.ids[state.sel]);
  if (state.view) keep("view", state.view.join(","));
  if (app.lang !== app.data.lang) keep("lang", app.lang);
  return kept.toString();
}

let fragmentTimer = 0, written = null;

// Browsers limit how often a page may do this, hence the wait.
function writeFragment() {
  clearTimeout(fragmentTimer);
  fragmentTimer = setTimeout(() => {
    written = fragment(app.state);
    try { history.replaceState(null, "", "#" + written); } catch { /* a page inside a notebook has no address of its own */ }
  }, 150);
}
