/** All that the store knows of a quotation: the words, where they are from, what became of them, what was decided. */

/** @import {Hit} from "./hit.js" */
/** @import {Quotation} from "../types.js" */

import { button, el } from "../dom.js";
import { local } from "../service.js";
import { TYPE_NAMES, confidence } from "../words.js";
import { decisions } from "./decisions.js";
import { by, kindOf } from "./hit.js";
import { date, dotted } from "./text.js";

/**
 * @typedef {{quotation: Hit, record: Quotation, version: string,
 *   provenance: {revision: number, sha256: string, format: string, taken: string, model: string, model_version: string,
 *   made: string, author: string | null, reason: string | null}, reviews: import("./decisions.js").Decision[],
 *   changes: {revision: number, kind: string, before: string | null, after: string | null, at: string}[]}} Details
 */

const KINDS = /** @type {Record<string, string>} */ ({ new: "came", stayed: "stayed", changed: "changed", went: "went", returned: "came back" });

/** @param {Details} details @param {(action: "accept" | "reject" | "reopen") => void} decide */
export function card(details, decide) {
  const { quotation, record, provenance, reviews, changes } = details;
  return el("section", { class: "card", aria: { labelledby: "card-title" } },
    el("header", { class: "card-head" }, el("h2", { id: "card-title", tabindex: -1 }, "Quotation"), tag(quotation)),
    el("blockquote", { class: `said ${kindOf(quotation)}`, dir: "auto" }, quotation.text),
    by(quotation),
    sureness(record),
    actions(quotation, decide),
    fate(changes),
    decisions([...reviews].reverse()),
    origin(provenance));
}

/** @param {Hit} quotation */
export const tag = (quotation) => el("span", { class: `tag ${kindOf(quotation)}` },
  quotation.statement ? TYPE_NAMES[/** @type {"direct"} */ (quotation.type)] : "No statement");

/** @param {Quotation} record */
export function sureness({ confidence: { content, speaker, role } }) {
  const rows = /** @type {[string, number | null][]} */ ([["The words", content], ["The speaker", speaker], ["The role", role]]);
  return el("dl", { class: "sure", aria: { label: "Confidence" } }, ...rows.flatMap(([term, score]) => (score === null ? [] : [
    el("dt", {}, term), el("dd", {}, el("span", { class: `meter filled-${Math.round(score * 10)}`, aria: { hidden: true } }), confidence(score))])));
}

/** @param {Hit} quotation @param {(action: "accept" | "reject" | "reopen") => void} decide */
export function actions(quotation, decide) {
  const { review, gone } = quotation;
  if (gone) return null;
  const act = (/** @type {"accept" | "reject" | "reopen"} */ action, /** @type {string} */ label, /** @type {string} */ key, kind = "") => (
    button(label, () => decide(action), { class: `button ${kind}`, title: `${label} (${key})`, data: { key: action } }));
  if (review === "rejected") return el("div", { class: "buttons" }, act("reopen", "Take back", "o"));
  return el("div", { class: "buttons" },
    review !== "accepted" && act("accept", "Accept", "a", "primary"),
    el("a", { class: "button", href: correctionOf(quotation), title: "Correct (c)", data: { key: "correct" } }, "Correct"),
    act("reject", "Reject", "r", "danger"),
    review !== "new" && review !== "again" && act("reopen", "Look again", "o"));
}

/** Where it is corrected: in its article, on the page Read. @param {Hit} quotation */
export const correctionOf = ({ id, article_id: article }) => local(`/?article=${article}&quotation=${id}`);

/** What became of it when its article changed. @param {Details["changes"]} changes */
function fate(changes) {
  if (!changes.length) return null;
  return el("section", { class: "known" }, el("h3", {}, "As the article changed"), el("ol", { class: "events" }, ...changes.map((one) => (
    el("li", {}, el("b", {}, `Version ${one.revision}: ${KINDS[one.kind] ?? one.kind}`), el("span", { class: "quiet" }, " ", date(one.at)),
      one.before && el("del", { dir: "auto" }, one.before), one.before && one.after && " ", one.after && el("ins", { dir: "auto" }, one.after))))));
}

/** @param {Details["provenance"]} from */
function origin({ revision, model, model_version: version, made, author, taken }) {
  return el("p", { class: "quiet origin" }, ...dotted(
    el("span", {}, `From version ${revision} of the article, which came on `, date(taken)),
    author ? el("span", {}, "corrected by ", el("span", { dir: "auto" }, author), " on ", date(made))
      : el("span", {}, `found by ${model} ${version} on `, date(made))));
}
