/** Positions in code points and in UTF-16 code units, for records that were made with the former. */

/** @import {Extraction} from "./types.js" */

/** @param {string} text @returns {number[]} where the characters stand that take two units */
function astral(text) {
  const found = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) found.push(match.index);
  return found;
}

/** How many of the numbers are below a limit. @param {number[]} numbers @param {(i: number) => boolean} below */
function count(numbers, below) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {string} text @param {"utf16" | "codepoint"} unit */
function converter(text, unit) {
  const places = astral(text);
  if (unit === "codepoint") return (/** @type {number} */ at) => at - count(places, (i) => places[i] < at);
  return (/** @type {number} */ at) => at + count(places, (i) => places[i] - i < at);
}

/**
 * The extraction with its positions in another unit.
 *
 * @param {Extraction} extraction @param {"utf16" | "codepoint"} unit @param {string} input
 * @returns {Extraction}
 */
export function inUnit(extraction, unit, input) {
  if (extraction.unit === unit) return extraction;
  const convert = { body: converter(input, unit), title: converter(extraction.article.title ?? "", unit) };
  /** @type {(value: any) => any} */ const visit = (value) => {
    if (Array.isArray(value)) return value.map(visit);
    if (value === null || typeof value !== "object") return value;
    /** @type {Record<string, any>} */
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    if (typeof value.start === "number" && typeof value.end === "number") {
      const to = value.field === "title" ? convert.title : convert.body;
      Object.assign(copy, { start: to(value.start), end: to(value.end) });
    }
    return copy;
  };
  const article = { ...extraction.article, length: convert.body(extraction.article.length) };
  return { ...visit(extraction), article, unit };
}
