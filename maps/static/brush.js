// The period: a histogram of the events over time and a window on it that is drawn, moved, resized, played, or set by keys.
// An event that lasts counts in every bin that it touches, in equal parts, so that it weighs as one.
const STEPS = [[1, "bin_day"], [7, "bin_week"], [30.4375, "bin_month"], [365.25, "bin_year"]];
const brush = { bins: null, first: 0, last: 0, step: 1, player: 0 };

function buildBrush() {
  const { data } = app;
  let first = Infinity, last = -Infinity;
  for (let i = 0; i < data.n; i++) if (data.start[i] !== NO_DAY) { first = Math.min(first, data.start[i]); last = Math.max(last, data.end[i]); }
  brush.dated = first <= last;
  if (!brush.dated) { first = 0; last = 1; }
  const [step, word] = STEPS.find(([days]) => (last - first + 1) / days <= 160) || STEPS[3];
  Object.assign(brush, { first, last, step, word, n: Math.max(1, Math.ceil((last - first + 1) / step)) });
  brush.all = histogram(null);
  brush.canvas = html("canvas", { class: "bars", role: "img" });
  brush.window = html("div", { class: "window" });
  brush.handles = ["from", "to"].map((edge) => html("div", { class: "handle " + edge, role: "slider", tabindex: "0", onkeydown: (e) => keyed(e, edge) }));
  brush.track = html("div", { class: "track", onpointerdown: dragged }, brush.canvas, brush.window, brush.handles);
  brush.play = html("button", { type: "button", class: "play", onclick: togglePlay });
  brush.whole = html("button", { type: "button", onclick: () => setPeriod(null, null) });
  brush.text = html("output", { class: "period" });
  brush.note = html("small", { class: "soft" });
  new ResizeObserver(() => { brush.size = [brush.track.clientWidth, brush.track.clientHeight]; paintBars(); }).observe(brush.track);
  return html("section", { id: "sitmap-brush" }, html("div", { class: "row" }, brush.play, brush.text, brush.whole, brush.note), brush.track);
}

function histogram(mask) {
  const { data } = app, bins = new Float64Array(brush.n + 1), { first, step } = brush;
  for (let i = 0; i < data.n; i++) {
    if ((mask && !mask[i]) || data.start[i] === NO_DAY) continue;
    const from = Math.floor((data.start[i] - first) / step), to = Math.floor((data.end[i] - first) / step);
    if (from === to) { bins[from]++; continue; }
    for (let k = from, part = 1 / (to - from + 1); k <= to; k++) bins[k] += part;
  }
  return bins;
}

function paintBars() {
  const { canvas, n, bins, all } = brush, [width, height] = brush.size || [0, 0], ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const ctx = canvas.getContext("2d"), most = all.reduce((a, b) => Math.max(a, b), 0) || 1, bar = width / n, gap = bar > 3 ? 1 : 0;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const tall = (value) => (value ? Math.max(1.5, Math.sqrt(value / most) * (height - 16)) : 0);  // square root: single events stay visible beside thousands
  for (const [values, colour] of [[all, app.theme.pale], [bins || all, app.theme.accent]]) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (let k = 0; k < n; k++) if (values[k]) ctx.rect(k * bar, height - 14 - tall(values[k]), Math.max(1, bar - gap), tall(values[k]));
    ctx.fill();
  }
  ctx.fillStyle = app.theme.soft;
  ctx.font = `10px ${FONT}`;
  ctx.textBaseline = "bottom";
  const ticks = Math.max(1, Math.floor(width / 130));
  for (let k = 0; k <= ticks && brush.dated; k++) {
    ctx.textAlign = k === 0 ? "left" : k === ticks ? "right" : "center";
    ctx.fillText(tickText(brush.first + ((brush.last - brush.first) * k) / ticks), (width * k) / ticks, height);
  }
}

function tickText(day) {
  const span = brush.last - brush.first, parts = span > 1500 ? { year: "numeric" } : span > 100 ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  return format(Intl.DateTimeFormat, { ...parts, timeZone: "UTC" }).format(new Date(day * 864e5));
}

const period = () => [app.state.from ?? brush.first, app.state.to ?? brush.last];

function updateBrush() {
  const { from, to } = app.state, [start, end] = period(), span = brush.last - brush.first + 1, percent = (day) => `${Math.max(0, Math.min(100, (100 * (day - brush.first)) / span))}%`;
  brush.bins = histogram(app.result.untimed);
  paintBars();
  brush.window.style.left = percent(start);
  brush.window.style.right = `calc(100% - ${percent(end + 1)})`;
  brush.window.hidden = from === null && to === null;
  brush.handles.forEach((handle, k) => {
    const day = k ? end : start;
    handle.style.left = percent(k ? end + 1 : start);
    for (const [key, value] of Object.entries({ "aria-valuemin": brush.first, "aria-valuemax": brush.last, "aria-valuenow": day, "aria-valuetext": dateText(day, day),
      "aria-label": t(k ? "period_end" : "period_start") })) handle.setAttribute(key, value);
  });
  brush.text.textContent = brush.dated ? dateText(start, Math.max(start, end)) : t("no_dates");
  brush.canvas.setAttribute("aria-label", t("histogram"));
  brush.track.title = t("histogram");
  brush.note.textContent = [t(brush.word), app.result.undated ? t("events_undated", { n: number(app.result.undated) }) : ""].filter(Boolean).join(" · ");
  brush.whole.textContent = t("whole_period");
  brush.whole.disabled = from === null && to === null;
  brush.play.textContent = brush.player ? `❚❚ ${t("pause")}` : `▶ ${t("play")}`;
}

// Sets the period, in days; null for an open end. The whole span is no period at all: undated events show again.
function setPeriod(from, to) {
  if (from !== null && to !== null && from > to) [from, to] = [to, from];
  const clamp = (day) => Math.max(brush.first, Math.min(brush.last, Math.round(day)));
  app.state.from = from === null || clamp(from) <= brush.first ? null : clamp(from);
  app.state.to = to === null || clamp(to) >= brush.last ? null : clamp(to);
  update();
}

function dayAtX(clientX) {
  const box = brush.track.getBoundingClientRect();
  return brush.first + ((clientX - box.left) / box.width) * (brush.last - brush.first + 1);
}

function dragged(event) {
  if (event.button || !brush.dated) return;
  event.preventDefault();
  const start = dayAtX(event.clientX), [from, to] = period(), grip = brush.handles.indexOf(event.target), body = event.target === brush.window;
  if (grip >= 0) event.target.focus();
  brush.track.setPointerCapture(event.pointerId);
  let waiting = 0;
  const move = (e) => {
    const day = dayAtX(e.clientX);
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (body) shift(from, to, day - start);
      else if (grip === 0) setPeriod(Math.min(day, to), to);
      else if (grip === 1) setPeriod(from, Math.max(day - 1, from));
      else if (Math.abs(day - start) * brush.track.clientWidth > 4 * (brush.last - brush.first)) setPeriod(Math.floor(Math.min(start, day)), Math.floor(Math.max(start, day)));
    });
  };
  const up = () => { brush.track.removeEventListener("pointermove", move); brush.track.removeEventListener("pointerup", up); };
  brush.track.addEventListener("pointermove", move);
  brush.track.addEventListener("pointerup", up);
}

// Moves the window by days and keeps its length.
function shift(from, to, days) {
  const moved = Math.max(brush.first - from, Math.min(brush.last - to, Math.round(days)));
  setPeriod(from + moved, to + moved);
}

function keyed(event, edge) {
  const [from, to] = period(), day = Math.max(1, Math.round(brush.step)), by = { ArrowLeft: -day, ArrowDown: -day, ArrowRight: day, ArrowUp: day, PageDown: -7 * day, PageUp: 7 * day }[event.key];
  if (by === undefined && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  if (by !== undefined && event.shiftKey) return shift(from, to, by);
  const wanted = event.key === "Home" ? brush.first : event.key === "End" ? brush.last : (edge === "from" ? from : to) + by;
  if (edge === "from") setPeriod(Math.min(wanted, to), to);
  else setPeriod(from, Math.max(wanted, from));
}

// Plays the window over the span; without one, a window of a twelfth starts at the left.
function togglePlay() {
  if (brush.player) { clearInterval(brush.player); brush.player = 0; return updateBrush(); }
  if (!brush.dated) return;
  const length = Math.max(Math.ceil(brush.step), Math.round((brush.last - brush.first) / 12));
  if (app.state.from === null && app.state.to === null) setPeriod(brush.first, brush.first + length - 1);
  brush.player = setInterval(() => {
    const [from, to] = period();
    if (to >= brush.last) togglePlay();
    else shift(from, to, Math.max(1, Math.round(brush.step)));
  }, 450);
  updateBrush();
}
