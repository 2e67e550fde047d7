/** A quotation of the store in a list. */

import { el } from "../dom.js";
import { NOBODY } from "../words.js";
import { address } from "./page.js";
import { claimName, date, dotted, marked, reviewName } from "./text.js";

/**
 * @typedef {{text: string, start: number, marks: {start: number, end: number}[], cut_before: boolean, cut_after: boolean}} Snippet
 * @typedef {{id: number, text: string, snippet: Snippet, type: string, act: string | null, negated: boolean,
 *   statement: boolean, reason: string | null, speaker_id: number | null, speaker: string | null, role: string | null,
 *   affiliation: string | null, article_id: number, article: string, title: string | null, url: string | null,
 *   outlet: string | null, day: string | null, confidence: number, review: string, gone: boolean,
 *   worth: number | null, claim: string}} Hit
 */

/** @param {Hit} found @param {...(Node | string | null | undefined | false)} more below it */
export function hit(found, ...more) {
  return el("li", { class: "hit", data: { quotation: found.id } },
    el("a", { class: `said ${kindOf(found)}`, dir: "auto", href: placeOf(found), data: { key: `hit-${found.id}` } }, ...words(found.snippet)),
    by(found), ...more);
}

/** @param {Hit} found */
export const kindOf = ({ statement, type }) => (statement ? type : "aside");

/** The quotation in its article. @param {Hit} found */
export const placeOf = ({ id, article_id: article }) => address(`articles/${article}`, { quotation: id });

/** @param {Snippet} snippet */
function words({ text, marks, cut_before: before, cut_after: after }) {
  return [before && "… ", ...marked(text, marks), after && " …"];
}

/** Who said it, where and when, and how far people are with it. @param {Hit} found */
export function by(found) {
  const { speaker_id: speaker, role, affiliation, outlet, day, title, review, gone, claim, negated } = found;
  const name = found.speaker ?? NOBODY;
  const office = affiliation && role && !role.includes(affiliation) ? `${role}, ${affiliation}` : role ?? affiliation;
  return el("p", { class: "by" },
    el("span", { class: "who" }, ...dotted(
      speaker ? el("a", { class: "speaker-name", dir: "auto", href: address(`speakers/${speaker}`) }, name)
        : el("span", { class: found.speaker ? "speaker-name" : "quiet", dir: "auto" }, name),
      office && el("span", { dir: "auto" }, office))),
    el("span", { class: "where-said" }, ...dotted(
      outlet && el("span", { dir: "auto" }, outlet), date(day), title && el("cite", { dir: "auto" }, title))),
    ...states({ review, gone, claim, negated }));
}

/** @param {{review: string, gone: boolean, claim: string, negated: boolean}} found */
function states({ review, gone, claim, negated }) {
  const tag = (/** @type {string} */ text, /** @type {string} */ name) => el("span", { class: `state ${name}` }, text);
  return [
    review !== "new" && tag(reviewName(review), review),
    claim !== "new" && tag(claimName(claim), `claim-${claim}`),
    negated && tag("Said not to have been said", "gone"),
    gone && tag("No longer in the article", "gone"),
  ];
}
