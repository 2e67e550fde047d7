/** What a verification says: the verdict, and the evidence with what differs. */

import { el } from "../dom.js";
import { many } from "../words.js";
import { compare } from "./compare.js";
import { address } from "./page.js";

/**
 * @typedef {{kind: "changed" | "added" | "left-out" | "ellipsis" | "brackets", given: string, found: string}} Change
 * @typedef {{original: string | null, start: number, end: number, text: string, before: string, after: string,
 *   wording: string, score: number, changes: Change[], cuts: {start: number, end: number, text: string}[],
 *   quotation: string | null, speaker: string | null, speaker_agrees: boolean | null,
 *   article?: {id: number, key: string, title: string | null, url: string | null, outlet: string | null,
 *   day: string | null, revision: number, stood_until: number | null}, quotation_id?: number | null,
 *   speaker_id?: number | null}} Evidence
 * @typedef {{verdict: string, evidence: Evidence | null, others: Evidence[], compared?: number, complete?: boolean}} Verification
 */

const VERDICTS = /** @type {Record<string, [string, string, string]>} */ ({
  verbatim: ["Verbatim", "The same words in the same order.", "good"],
  edited: ["Verbatim, with marked edits", "The same, but for what the quotation itself marks: an ellipsis or brackets.", "good"],
  partial: ["Partial", "True words, but cut so that the sense may change.", "look"],
  altered: ["Altered", "Words were changed, added or left out without a mark.", "bad"],
  misattributed: ["Said by somebody else", "The words are there, but another name stands beside them.", "bad"],
  paraphrase: ["Perhaps a paraphrase", "Something like it in other words. Look at the evidence.", "look"],
  "not-found": ["Not found", "Nothing like it was found.", "none"],
});
const SIGNS = /** @type {Record<string, string>} */ ({ good: "✓", look: "!", bad: "≠", none: "?" });
const KINDS = /** @type {Record<Change["kind"], string>} */ ({
  changed: "changed", added: "added", "left-out": "left out", ellipsis: "left out at an ellipsis", brackets: "in brackets",
});

/** @param {string} verdict */
const known = (verdict) => VERDICTS[verdict] ?? [verdict, "", "none"];

/**
 * The answer to a question. `place` tells where evidence stands, for a reader.
 *
 * @param {Verification} found @param {string} given the quotation
 * @param {(evidence: Evidence) => (Node | null)} place
 */
export function verification(found, given, place) {
  const [title, about, tone] = known(found.verdict);
  const wording = found.verdict === "misattributed" && found.evidence ? found.evidence.wording : "verbatim";
  return el("section", { class: `verdict ${tone}`, aria: { labelledby: "verdict" } },
    el("div", { class: "verdict-head" },
      el("span", { class: "verdict-sign", aria: { hidden: true } }, SIGNS[tone]),
      el("div", {}, el("h2", { id: "verdict", tabindex: -1 }, title), el("p", {}, about,
        wording !== "verbatim" && ` As to the words: ${known(wording)[0].toLowerCase()}.`))),
    found.evidence && evidence(found.evidence, given, place),
    found.others.length > 0 && el("details", { class: "others" },
      el("summary", {}, `${many(found.others.length, "other place")} with something like it`),
      ...found.others.map((other) => evidence(other, given, place, known(other.wording)[0]))));
}

/** @param {Evidence} one @param {string} given @param {(evidence: Evidence) => (Node | null)} place @param {string} [title] */
function evidence(one, given, place, title) {
  return el("article", { class: "evidence-card" },
    title && el("h3", {}, title),
    one.changes.length > 0 && difference(given, one),
    el("p", { class: "context", dir: "auto" }, ...context(one)),
    speaker(one),
    one.cuts.length > 0 && el("ul", { class: "cuts", aria: { label: "What was cut" } }, ...one.cuts.map(({ text }) => (
      el("li", {}, el("b", {}, "Cut: "), el("span", { dir: "auto" }, text))))),
    place(one));
}

/** @param {string} given @param {Evidence} one */
function difference(given, one) {
  const stretches = compare(given, one.text);
  const inWords = el("ul", { class: "changes", aria: { label: "What differs" } }, ...one.changes.map(change));
  if (!stretches) return inWords;
  return el("div", { class: "difference" },
    el("p", { class: "compared", dir: "auto" }, ...stretches.flatMap(({ kind, words }) => [stretch(kind, words), " "])),
    el("p", { class: "legend" }, el("del", {}, "as quoted, but not there"), " ", el("ins", {}, "there, but not as quoted")),
    inWords);
}

/** @param {string} kind @param {string} words */
function stretch(kind, words) {
  if (kind === "same") return el("span", {}, words);
  const aloud = kind === "given" ? "only in the quotation: " : "only in the original: ";
  return el(kind === "given" ? "del" : "ins", {}, el("span", { class: "unseen" }, aloud), words);
}

/** @param {Change} one */
function change({ kind, given, found }) {
  const quoted = (/** @type {string} */ words) => el("q", { dir: "auto" }, words);
  const words = [given && quoted(given), given && found && " for ", found && quoted(found)];
  return el("li", {}, el("b", {}, `${KINDS[kind] ?? kind}: `), ...words);
}

/** The words of the original with those around them; what was cut is marked. @param {Evidence} one */
function context({ before, text, after, cuts, start }) {
  const cut = (/** @type {string} */ part, /** @type {boolean} */ first) => {
    const found = cuts.find((one) => part.includes(one.text) && (first ? one.start < start : one.start >= start));
    if (!found) return [part];
    const at = first ? part.lastIndexOf(found.text) : part.indexOf(found.text);
    return [part.slice(0, at), el("span", { class: "cut" }, found.text), part.slice(at + found.text.length)];
  };
  return [before && "… ", ...cut(before, true), el("mark", { class: "found" }, text), ...cut(after, false), after && " …"];
}

/** @param {Evidence} one */
function speaker({ speaker: name, speaker_agrees: agrees, speaker_id: entry }) {
  if (!name) return el("p", { class: "said-by quiet" }, "No name stands beside these words.");
  const told = agrees === false ? ", not who was asked for" : agrees === null ? "" : ", as asked for";
  const shown = el(entry ? "a" : "b", { class: "speaker-name", dir: "auto", href: entry && address(`speakers/${entry}`) }, name);
  return el("p", { class: "said-by" }, "Said by ", shown, el("span", { class: "quiet" }, told));
}
