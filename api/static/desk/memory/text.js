/** Texts of the store as they are shown: words that were looked for, days, states. */

import { el } from "../dom.js";

const REVIEWS = /** @type {Record<string, string>} */ ({
  accepted: "Accepted", corrected: "Corrected", rejected: "Rejected", again: "Look again", new: "Not reviewed",
});
const CLAIMS = /** @type {Record<string, string>} */ ({
  new: "Not checked", "in-check": "In check", checked: "Checked", dismissed: "Nothing to check",
});

const CONFLICTS = /** @type {Record<string, string>} */ ({ open: "Open", resolved: "Resolved", dismissed: "No conflict" });

/** The kinds of conflicts, and what differs in one. */
export const KINDS = /** @type {Record<string, string>} */ ({ names: "Two names", wordings: "Two wordings" });
export const DIFFERENCES = /** @type {Record<string, string>} */ ({
  speaker: "Who said it", number: "Another number", negation: "A negation", condition: "A condition", name: "Another name", words: "Other words",
});

/** @param {string} difference */
export const differenceName = (difference) => DIFFERENCES[difference] ?? difference;

/** @param {string} status */
export const conflictName = (status) => CONFLICTS[status] ?? status;

/** @param {string} state */
export const reviewName = (state) => REVIEWS[state] ?? state;

/** @param {string} status */
export const claimName = (status) => CLAIMS[status] ?? status;

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A day as people write it. @param {string | null} day YYYY-MM-DD @returns {Node | null} */
export function date(day) {
  if (!day) return null;
  const moment = new Date(day.length > 10 ? day : `${day}T00:00:00Z`);
  return el("time", { datetime: day }, Number.isNaN(moment.getTime()) ? day : DAY.format(moment));
}

/**
 * A text with places in it marked, given in code points.
 *
 * @param {string} text @param {{start: number, end: number}[]} marks in order @returns {(Node | string)[]}
 */
export function marked(text, marks) {
  if (!marks.length) return [text];
  const points = [...text];
  const parts = /** @type {(Node | string)[]} */ ([]);
  let from = 0;
  for (const { start, end } of marks) {
    parts.push(points.slice(from, start).join(""), el("mark", { class: "found" }, points.slice(start, end).join("")));
    from = end;
  }
  return [...parts, points.slice(from).join("")];
}

/** What there is of some things, with a dot between. @param {(Node | string | null | undefined | false)[]} things */
export function dotted(...things) {
  const there = things.filter(Boolean);
  return there.flatMap((thing, i) => (i ? [" · ", thing] : [thing]));
}

/** A number that is counted only so far. @param {number} number @param {boolean} capped */
export const counted = (number, capped) => `${number.toLocaleString("en")}${capped ? "+" : ""}`;
