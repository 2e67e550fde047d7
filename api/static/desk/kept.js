/** Articles of the store: opened from there, and saved to it. */

/** @import {Article, Extraction, Reading} from "./types.js" */
/** @import {History} from "./history.js" */
/** @import {Desk} from "./state.js" */

import { decide } from "./decide.js";
import { el } from "./dom.js";
import { Trouble, ask, local, read, send } from "./service.js";
import { many } from "./words.js";

const CONFLICT = 412;

/** @type {WeakSet<History>} what is being saved */
const saving = new WeakSet();

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
 * wants to sign that, or it is being saved already.
 *
 * @param {Extraction} outgoing @param {Desk} desk @returns {Promise<string | null>}
 */
export async function save(outgoing, desk) {
  const history = /** @type {History} */ (desk.history);
  if (saving.has(history)) return null;
  saving.add(history);
  try {
    return await saveOnce(outgoing, desk, history);
  } finally {
    saving.delete(history);
  }
}

/**
 * The desk can be used meanwhile: what is corrected on the way is not in `outgoing`, and the article may be another.
 *
 * @param {Extraction} outgoing @param {Desk} desk @param {History} history @returns {Promise<string | null>}
 */
async function saveOnce(outgoing, desk, history) {
  const { current, corrected } = history;
  if (desk.stored?.saved === current) return "The store has it as it is here.";
  let signed = corrected ? await signature() : null;
  if (corrected && !signed) return null;
  const stored = desk.stored ?? await add(desk.article, current);
  note(desk, history, stored);
  if (stored.saved === current) return `Saved to the store as article ${stored.number}.`;
  signed ??= desk.history === history ? await signature() : null;
  if (!signed) return null;
  const { number, version, told } = await put(stored, outgoing, signed);
  note(desk, history, { number, version, saved: current });
  return told;
}

/** Keeps where the article is in the store, unless the desk has left it. @param {Desk} desk @param {History} history @param {Stored} stored */
function note(desk, history, stored) {
  if (desk.history !== history) return;
  desk.stored = stored;
  desk.keep();
}

/** Has the store read the article, and looks whether it has the same records then. @param {Article} given @param {Extraction} current */
async function add(given, current) {
  const { article } = await send("POST", local("/v1/articles"), given);
  const there = await records(article);
  if (same(there.extraction, current)) return { number: article, version: there.version, saved: current };
  if (there.standing.every(({ review }) => review === "new")) return { number: article, version: there.version };
  throw new Trouble("The store has this article, corrected by somebody",
    `Open it from there (article ${article}), so that nobody writes over what was decided. Yours can be downloaded.`);
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

/** @param {Stored} stored @param {Extraction} extraction @param {object} signed */
async function put({ number, version }, extraction, signed) {
  try {
    const { json } = await ask("PUT", place(number), { body: { extraction, ...signed }, match: `"${version}"` });
    return { number, version: /** @type {string} */ (json.version), told: told(json) };
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
