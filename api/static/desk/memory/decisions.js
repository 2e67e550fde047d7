/** What people decide on a quotation: it is right, it is none, it is to be looked at again. */

import { author } from "../author.js";
import { el } from "../dom.js";
import { Trouble, ask, local } from "../service.js";
import { date, dotted } from "./text.js";

const CONFLICT = 412;
const DONE = /** @type {Record<string, string>} */ ({ accept: "Accepted", reject: "Rejected", reopen: "To be looked at again" });
const ACTIONS = /** @type {Record<string, string>} */ ({
  accept: "Accepted", correct: "Corrected", reject: "Rejected", reopen: "Reopened", add: "Added",
});

/** @typedef {{action: string, author: string, reason: string | null, at: string}} Decision */

/**
 * Decides. Null when nobody signs it.
 *
 * @param {number} quotation @param {"accept" | "reject" | "reopen"} action @param {string} version that was seen
 * @returns {Promise<{told: string, tag: string | null, json: any} | null>}
 */
export async function decideOn(quotation, action, version) {
  const signed = await author();
  if (!signed) return null;
  try {
    const answer = await ask("POST", local(`/v1/quotations/${quotation}/review`), { body: { action, ...signed }, match: `"${version}"` });
    return { told: DONE[action], ...answer };
  } catch (error) {
    throw error instanceof Trouble && error.status === CONFLICT ? conflict() : error;
  }
}

/** Somebody else was quicker. */
export const conflict = () => new Trouble("Somebody else has changed this meanwhile",
  "Nothing was done. What is shown now is how it stands; decide again if it is still needed.", { status: CONFLICT });

/** @param {Decision[]} all the latest first */
export function decisions(all) {
  if (!all.length) return null;
  return el("section", { class: "known" }, el("h3", {}, "Decided"), el("ol", { class: "events" }, ...all.map((one) => (
    el("li", {}, el("b", {}, ACTIONS[one.action] ?? one.action),
      el("span", { class: "quiet" }, " ", ...dotted(el("span", { dir: "auto" }, one.author), date(one.at))),
      one.reason && el("q", { dir: "auto" }, one.reason))))));
}
