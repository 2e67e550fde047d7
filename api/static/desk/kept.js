/** Articles of the store: opened from there, and saved to it. */

/** @import {Article, Extraction, Reading} from "./types.js" */
/** @import {Desk} from "./state.js" */

import { decide } from "./decide.js";
import { el } from "./dom.js";
import { Trouble, ask, local, read, send } from "./service.js";
import { many } from "./words.js";

const CONFLICT = 412;

/**
 * An article's number, the version of its records that was seen, and these records, where the page has them as they
 * are there.
 * @typedef {{number: number, version: string, saved?: Extraction | null}} Stored
 *
 * @typedef {{local: string, quotation: number, review: string}} Standing
 * @typedef {{number: number, key: string, revision: number, version: string, outlet: string | null, article: Article,
 *   extraction: Extraction, standing: Standing[]}} Records
 * @typedef {Records & {reading: Reading}} Kept
 */

/** An article with its records and how it is read. @param {number} number @param {AbortSignal} signal @returns {Promise<Kept>} */
export async function load(number, signal) {
  const found = await records(number, signal);
  const { text, html, title } = found.article;
  return { ...found, reading: await read({ text, html, title }, signal) };
}

/** @param {number} number @param {AbortSignal} [signal] @returns {Promise<Records>} */
async function records(number, signal) {
  const found = await send("GET", place(number, "?unit=utf16"), undefined, signal);
  const { title, published, id, url, language } = found.extraction.article;
  const known = Object.entries({ title, published, id, url, language, outlet: found.outlet, text: found.text, html: found.html });
  const article = /** @type {Article} */ (Object.fromEntries(known.filter(([, value]) => value !== null)));
  const { key, revision, version, outlet, extraction, reviews: standing } = found;
  return { number, key, revision, version, outlet, article, extraction, standing };
}

/** @param {number} number @param {string} [query] */
const place = (number, query = "") => local(`/v1/articles/${number}/extraction${query}`);

/**
 * Saves the article, and what the desk has of it where that differs from what the store has. Null when nobody
 * wants to sign that.
 *
 * @param {Extraction} outgoing @param {Desk} desk @returns {Promise<string | null>}
 */
export async function save(outgoing, desk) {
  if (desk.stored?.saved === desk.extraction()) return "The store has it as it is here.";
  let signed = desk.history?.corrected ? await signature() : null;
  if (desk.history?.corrected && !signed) return null;
  if (!desk.stored) await add(desk);
  if (desk.stored?.saved === desk.extraction()) return `Saved to the store as article ${desk.stored.number}.`;
  signed ??= await signature();
  return signed && put(outgoing, desk, signed);
}

/** Has the store read the article, and looks whether it has the same records then. @param {Desk} desk */
async function add(desk) {
  const { article } = await send("POST", local("/v1/articles"), desk.article);
  const there = await records(article);
  if (same(there.extraction, desk.extraction())) desk.stored = { number: article, version: there.version, saved: desk.extraction() };
  else if (there.standing.every(({ review }) => review === "new")) desk.stored = { number: article, version: there.version };
  else {
    throw new Trouble("The store has this article, corrected by somebody",
      `Open it from there (article ${article}), so that nobody writes over what was decided. Yours can be downloaded.`);
  }
  desk.keep();
}

/** @param {Extraction} one @param {Extraction} other */
const same = (one, other) => ["quotations", "speakers"].every((name) => (
  JSON.stringify(/** @type {any} */ (one)[name]) === JSON.stringify(/** @type {any} */ (other)[name])));

/** Who has corrected it, and whether all the rest was seen. */
async function signature() {
  const box = el("input", { type: "checkbox" });
  const given = await decide({ title: "Save to the store", yes: "Save",
    about: ["Your corrections are kept beside what the service had found."],
    controls: [el("label", { class: "tick" }, box, "I have read the whole article: all the rest is right")] });
  return given && { ...given, accept_others: box.checked };
}

/** @param {Extraction} extraction @param {Desk} desk @param {object} signed @returns {Promise<string>} */
async function put(extraction, desk, signed) {
  const { number, version } = /** @type {Stored} */ (desk.stored);
  const current = desk.extraction();
  try {
    const { json } = await ask("PUT", place(number), { body: { extraction, ...signed }, match: `"${version}"` });
    desk.stored = { number, version: json.version, saved: current };
    desk.keep();
    return told(json);
  } catch (error) {
    throw error instanceof Trouble && error.status === CONFLICT ? outdated(number) : error;
  }
}

/** @param {number} number */
const outdated = (number) => new Trouble("Somebody else has changed this article meanwhile",
  `Nothing was saved. Download your records if you need them, then open article ${number} from the store again.`,
  { status: CONFLICT });

/** @param {{article: number, corrected: number[], added: number[], rejected: number[], accepted: number[]}} saved */
function told({ article, ...numbers }) {
  const parts = /** @type {const} */ (["corrected", "added", "rejected", "accepted"])
    .filter((name) => numbers[name].length).map((name) => `${many(numbers[name].length, "quotation")} ${name}`);
  return `Saved to the store as article ${article}${parts.length ? `: ${parts.join(", ")}` : ""}.`;
}
