// Words, numbers and dates in the reader's language; elements made without any HTML text.
const app = { words: {}, lang: "en" };

function t(key, values) {
  const word = (app.words[app.lang] || app.words.en)[key] ?? app.words.en[key] ?? key;
  return values ? word.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole) : word;
}

const has = (key) => key in app.words.en;
// Formats of a language are dear to make, so each is made once.
const formats = new Map();
function format(kind, options) {
  const key = app.lang + kind.name + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new kind(app.lang, options));
  return formats.get(key);
}

const number = (value) => format(Intl.NumberFormat, { maximumFractionDigits: 1 }).format(value);

// Attributes starting with "on" are listeners; everything else is set as text, so that no report can script the page.
function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const isoDay = (day) => (day === null ? null : new Date(day * 864e5).toISOString().slice(0, 10));
const dayOf = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso || "") && !isNaN(Date.parse(iso)) ? Math.round(Date.parse(iso) / 864e5) : null);

function dateText(start, end) {
  if (start === null) return t("no_date");
  const days = format(Intl.DateTimeFormat, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const from = new Date(start * 864e5), to = new Date(end * 864e5);
  return start === end ? days.format(from) : days.formatRange(from, to);
}

const SIGN = { min: "≥ ", max: "≤ ", approx: "≈ " };
const kindWord = (kind) => t(kind === "casualties" || kind === "other" ? kind + "_count" : kind);
const amount = (count) => (SIGN[count.qualifier] || "") + number(count.value);
const countText = (count) => `${amount(count)} ${kindWord(count.kind)}${count.qualifier === "per_day" ? " " + t("per_day") : ""}`;

// Letters without accents, signs and case: "Курск" stays Cyrillic, the places' spellings bring the rest together.
const fold = (text) => (/[^\x20-\x7e]/.test(text) ? text.normalize("NFKD").replace(/[\u0300-\u036f’ʼ´`]/g, "") : text).replace(/'/g, "").toLowerCase();
