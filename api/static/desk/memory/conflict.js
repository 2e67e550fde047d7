/** A conflict in a list: two sides, in what they differ, and what people take it for. */

/** @import {Hit} from "./hit.js" */

import { button, el } from "../dom.js";
import { many } from "../words.js";
import { compare } from "./compare.js";
import { placeOf } from "./hit.js";
import { address } from "./page.js";
import { conflictName, date, differenceName, dotted } from "./text.js";

/**
 * @typedef {{speaker_id: number, speaker: string, words: string, quotations: Hit[], count: number}} Side
 * @typedef {{difference: string, severity: number, first: string, second: string}} Change
 * @typedef {"open" | "resolved" | "dismissed"} Status
 * @typedef {{id: number, kind: "names" | "wordings", difference: string, severity: number, share: number, status: Status,
 *   stands: boolean, day: string | null, version: string, first: Side, second: Side, changes: Change[],
 *   decisions: {status: Status, author: string, reason: string | null, at: string}[]}} Conflict
 */

const GRAVEST = 5;

/** @param {Conflict} conflict @param {(status: Status) => void} decide */
export function conflictItem(conflict, decide) {
  const { id, first, second, changes, status } = conflict;
  return el("li", { class: "hit conflict", data: { conflict: id }, aria: { labelledby: `conflict-${id}` } },
    head(conflict),
    el("div", { class: "sides" }, side(first, ownWords(second.words, first.words)), side(second, ownWords(first.words, second.words))),
    changes.length > 0 && el("ul", { class: "changes", aria: { label: "What differs" } }, ...changes.map(change)),
    decided(conflict), actions(status, decide));
}

/** @param {Conflict} conflict */
function head({ id, kind, difference, severity, share, stands, status }) {
  const title = kind === "names" ? "One quotation under two names" : `Two wordings: ${differenceName(difference).toLowerCase()}`;
  return el("div", { class: "conflict-head" },
    el("h3", { id: `conflict-${id}`, class: "said-title", tabindex: -1 }, title),
    el("span", { class: "quiet" }, el("span", { class: `meter filled-${severity * 2}`, aria: { hidden: true } }), `gravity ${severity} of ${GRAVEST}`),
    kind === "wordings" && el("span", { class: "quiet" }, `${Math.round(share * 100)}\u00a0% of the words are the same`),
    status !== "open" && el("span", { class: `state conflict-${status}` }, conflictName(status)),
    !stands && el("span", { class: "state gone" }, "They differ no longer"));
}

/** Words as they stand on one side, those marked that the other side has not. @param {string} other @param {string} mine */
function ownWords(other, mine) {
  const stretches = compare(other, mine)?.filter(({ kind }) => kind !== "given");
  if (!stretches) return [mine];
  return stretches.flatMap(({ kind, words }, i) => [i > 0 && " ", kind === "same" ? words : el("mark", { class: "differs" }, words)]);
}

/** @param {Side} of @param {(Node | string | false)[]} words */
function side({ speaker_id: speaker, speaker: name, quotations, count }, words) {
  return el("div", { class: "side-of" },
    el("blockquote", { class: "said direct", dir: "auto" }, ...words),
    el("p", { class: "by" }, el("a", { class: "speaker-name", dir: "auto", href: address(`speakers/${speaker}`) }, name)),
    el("ul", { class: "places" }, ...quotations.map(place)),
    count > quotations.length && el("p", { class: "quiet" }, `and ${many(count - quotations.length, "more place")}`));
}

/** @param {Hit} found */
const place = (found) => el("li", {}, ...dotted(
  el("a", { href: placeOf(found), dir: "auto" }, found.title ?? found.article), found.outlet && el("span", { dir: "auto" }, found.outlet), date(found.day)));

/** @param {Change} one */
function change({ difference, first, second }) {
  const said = (/** @type {string} */ words) => (words ? el("q", { dir: "auto" }, words) : el("i", {}, "nothing"));
  return el("li", {}, el("b", {}, `${differenceName(difference)}: `), said(first), " – ", said(second));
}

/** @param {Conflict} conflict */
function decided({ decisions }) {
  if (!decisions.length) return null;
  return el("ol", { class: "events", aria: { label: "Decided" } }, ...decisions.map(({ status, author, reason, at }) => (
    el("li", {}, el("b", {}, conflictName(status)), el("span", { class: "quiet" }, " ", ...dotted(el("span", { dir: "auto" }, author), date(at))),
      reason && el("q", { dir: "auto" }, reason)))));
}

/** @param {Status} status @param {(status: Status) => void} decide */
function actions(status, decide) {
  const act = (/** @type {Status} */ to, /** @type {string} */ label, /** @type {string} */ key, kind = "") => to !== status && (
    button(label, () => decide(to), { class: `button small ${kind}`, title: `${label} (${key})`, data: { key: to } }));
  return el("div", { class: "buttons" }, act("resolved", "Resolved", "r", status === "open" ? "primary" : ""),
    act("dismissed", "No conflict", "d"), act("open", "Open again", "o"));
}
