/** How much was said in each month, as bars; the same in a table for who cannot see them. */

import { el } from "../dom.js";
import { many } from "../words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = matchMedia("(max-width: 34rem)").matches ? 340 : 720; // so that the letters below are no smaller
const [HEIGHT, FOOT] = [120, 22];
const MOST = 120; // months that have a bar each; more are drawn by year

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

/** @typedef {{period: string, count: number}} Bar a month YYYY-MM or a year YYYY */

/** @param {string} name @param {Record<string, string | number>} given @param {...(Node | string)} children */
function svg(name, given, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {{month: string, count: number}[]} months in order; those without anything may be left out
 * @param {string} about what is counted, for a caption
 * @param {(first: string, last: string) => string} address what a bar leads to: from one day to another
 */
export function timeline(months, about, address) {
  if (!months.length) return el("p", { class: "quiet" }, "Nothing with a date.");
  const bars = filled(months);
  return el("figure", { class: "timeline" }, el("figcaption", {}, about), chart(bars, address), table(bars));
}

/** Every month from the first to the last, or every year. @param {{month: string, count: number}[]} months @returns {Bar[]} */
function filled(months) {
  const counts = new Map(months.map(({ month, count }) => [month, count]));
  const [first, last] = [index(months[0].month), index(months[months.length - 1].month)];
  const all = Array.from({ length: last - first + 1 }, (_, i) => monthAt(first + i));
  if (all.length <= MOST) return all.map((period) => ({ period, count: counts.get(period) ?? 0 }));
  /** @type {Map<string, number>} */ const years = new Map();
  for (const month of all) years.set(month.slice(0, 4), (years.get(month.slice(0, 4)) ?? 0) + (counts.get(month) ?? 0));
  return [...years].map(([period, count]) => ({ period, count }));
}

/** @param {string} month */
const index = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** @param {number} at */
const monthAt = (at) => `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;

/** @param {string} period */
const named = (period) => (period.length === 4 ? period : MONTH.format(new Date(`${period}-01T00:00:00Z`)));

/** @param {Bar[]} bars @param {(first: string, last: string) => string} address */
function chart(bars, address) {
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const step = WIDTH / Math.max(bars.length, 12);
  const columns = bars.map(({ period, count }, i) => {
    const height = count ? Math.max(3, (count / most) * (HEIGHT - FOOT - 14)) : 0;
    const [x, y] = [i * step, HEIGHT - FOOT - height];
    const bar = svg("rect", { class: "bar", x: x + step * 0.12, y, width: step * 0.76, height, rx: Math.min(3, step / 6) });
    const title = svg("title", {}, `${named(period)}: ${many(count, "quotation")}`);
    const reach = svg("rect", { class: "reach", x, y: 0, width: step, height: HEIGHT - FOOT });
    if (!count) return svg("g", {}, title, reach);
    const [first, last] = days(period);
    return svg("a", { href: address(first, last), tabindex: -1 }, title, reach, bar);
  });
  const line = svg("line", { class: "ground", x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" }, line, ...columns, ...labels(bars, step));
}

/** Names below the bars, as many as there is room for. @param {Bar[]} bars @param {number} step */
function labels(bars, step) {
  const every = Math.max(1, Math.ceil(46 / step));
  return bars.flatMap(({ period }, i) => {
    const january = period.endsWith("-01") || period.length === 4 || i === 0;
    if (i % every) return [];
    const month = period.length === 4 ? "" : SHORT.format(new Date(`${period}-01T00:00:00Z`));
    return [svg("text", { x: i * step + step / 2, y: HEIGHT - 6 }, january ? `${month} ${period.slice(0, 4)}`.trim() : month)];
  });
}

/** The first and last day of a month or a year. @param {string} period @returns {[string, string]} */
function days(period) {
  if (period.length === 4) return [`${period}-01-01`, `${period}-12-31`];
  const last = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 0)).getUTCDate();
  return [`${period}-01`, `${period}-${last}`];
}

/** @param {Bar[]} bars */
function table(bars) {
  const rows = bars.filter(({ count }) => count).map(({ period, count }) => (
    el("tr", {}, el("th", { scope: "row" }, named(period)), el("td", {}, String(count)))));
  return el("details", { class: "timeline-table" }, el("summary", {}, "As a table"),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, bars[0].period.length === 4 ? "Year" : "Month"),
      el("th", { scope: "col" }, "Quotations"))), el("tbody", {}, ...rows)));
}
