/** A claim in a list: what was said, why it is worth checking, and how far the check is. */

/** @import {Hit} from "./hit.js" */

import { button, el } from "../dom.js";
import { many } from "../words.js";
import { by, kindOf, placeOf } from "./hit.js";
import { claimName, date, dotted, marked } from "./text.js";

/**
 * @typedef {{code: string, words: string, start: number | null, end: number | null, weight: number}} Reason
 * @typedef {{score: number, checkable: boolean, kind: string, start: number, end: number, reasons: Reason[]}} Rating
 * @typedef {"new" | "in-check" | "checked" | "dismissed"} Status
 * @typedef {{quotation: Hit, rating: Rating | null, articles: number, outlets: number, speakers: number, status: Status,
 *   verdict: string | null, url: string | null, note: string | null, author: string | null, at: string | null,
 *   version: string}} Claim
 */

/**
 * What is done with a claim: its status is changed, what became of it is asked for, a draft of its review is made.
 *
 * @typedef {{status: Status, verdict: string | null, note: string | null, author: string, at: string}} Event
 * @typedef {{decide: (status: Status) => void, become: (claim: Claim) => Promise<Event[] | null>, draft: (claim: Claim) => void}} Acts
 */

const KINDS = /** @type {Record<string, string>} */ ({
  figure: "A figure", comparison: "A comparison", record: "A record", change: "A change", cause: "A cause",
  event: "Something done", law: "The law", fact: "A fact", promise: "A promise", prediction: "A prediction",
  opinion: "An opinion", feeling: "A feeling", wish: "A wish", question: "A question", command: "A command",
  courtesy: "A courtesy", vague: "Nothing in particular",
});
const SHORT = 60; // characters of a reason that are told: a whole sentence stands above already
const LONG = 320; // code points from which on the sentence alone is shown

/** @param {Claim} claim @param {Acts} acts */
export function claimItem(claim, acts) {
  const { quotation, rating } = claim;
  return el("li", { class: "hit claim", data: { quotation: quotation.id } },
    el("a", { class: `said ${kindOf(quotation)}`, dir: "auto", href: placeOf(quotation), data: { key: `hit-${quotation.id}` } }, ...words(claim)),
    by(quotation), rating && why(rating), spread(claim), standing(claim), actions(claim, acts), claim.author && history(claim, acts));
}

/** The words, those marked that tell for a check; of a long quotation the sentence that is rated. @param {Claim} claim */
function words({ quotation: { text }, rating }) {
  const points = [...text];
  const [from, to] = rating && points.length > LONG ? [rating.start, rating.end] : [0, points.length];
  const marks = places(rating).map(({ start, end }) => ({ start: start - from, end: end - from }));
  return [from > 0 && "… ", ...marked(points.slice(from, to).join(""), marks), to < points.length && " …"];
}

/** Where the words stand that tell for a check, none over another. @param {Rating | null} rating */
function places(rating) {
  /** @type {{start: number, end: number}[]} */ const found = [];
  for (const { start, end, weight } of rating?.reasons ?? []) {
    if (start === null || end === null || weight <= 0) continue;
    if (found.every((one) => end <= one.start || start >= one.end)) found.push({ start, end });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** @param {Rating} rating */
function why({ score, kind, reasons }) {
  const rows = /** @type {[string, Reason[]][]} */ ([
    ["for a check", reasons.filter(({ weight }) => weight > 0)], ["against", reasons.filter(({ weight }) => weight < 0)]]);
  return el("p", { class: "why" },
    el("span", { class: `meter filled-${Math.round(score * 10)}`, aria: { hidden: true } }),
    el("span", {}, el("b", {}, KINDS[kind] ?? kind), `, worth ${Math.round(score * 100)} of 100`),
    ...rows.map(([name, some]) => some.length > 0 && el("span", { class: "quiet" }, `${name}: `,
      ...some.flatMap((one, i) => [i > 0 && ", ", ...reason(one)]))));
}

/** @param {Reason} one */
const reason = ({ code, words: said }) => [said && said.length <= SHORT && el("q", { dir: "auto" }, said), ` ${code.replaceAll("-", " ")}`];

/** In how many places the same words stand. @param {Claim} claim */
function spread({ articles, outlets, speakers }) {
  if (articles < 2) return null;
  return el("p", { class: "quiet" }, ...dotted(`In ${many(articles, "article")}`, outlets > 1 && many(outlets, "outlet"),
    speakers > 1 && el("b", {}, `under ${speakers} names`)));
}

/** How far it is, who said so and why. @param {Claim} claim */
function standing({ status, verdict, url, note, author, at }) {
  if (author === null) return null;
  const safe = url !== null && /^https?:\/\//i.test(url);
  return el("p", { class: "standing" },
    el("span", { class: `state claim-${status}` }, claimName(status)), " ",
    verdict && el("b", { dir: "auto" }, safe ? el("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, verdict) : verdict),
    el("span", { class: "quiet" }, " ", ...dotted(el("span", { dir: "auto" }, author), date(at))),
    note && el("q", { dir: "auto" }, note));
}

/** What became of it, asked for when somebody wants to see it. @param {Claim} claim @param {Acts} acts */
function history(claim, { become }) {
  const list = el("ol", { class: "events" });
  let asked = false; // once, however often it is opened until the answer comes
  const ontoggle = async () => {
    if (asked) return;
    asked = true;
    const events = await become(claim);
    if (events) list.append(...events.reverse().map(happened));
    else asked = false;
  };
  return el("details", { class: "became", ontoggle }, el("summary", {}, "What became of it"), list);
}

/** @param {Event} event */
const happened = ({ status, verdict, note, author, at }) => el("li", {}, el("b", {}, claimName(status)),
  verdict && el("span", { dir: "auto" }, ` ${verdict}`),
  el("span", { class: "quiet" }, " ", ...dotted(el("span", { dir: "auto" }, author), date(at))), note && el("q", { dir: "auto" }, note));

/** @param {Claim} claim @param {Acts} acts */
function actions(claim, { decide, draft }) {
  const { status } = claim;
  const act = (/** @type {Status} */ to, /** @type {string} */ label, /** @type {string} */ key, kind = "") => to !== status && (
    button(label, () => decide(to), { class: `button small ${kind}`, title: `${label} (${key})`, data: { key: to } }));
  return el("div", { class: "buttons" },
    act("in-check", "Check it", "c", status === "new" ? "primary" : ""),
    button(status === "checked" ? "Another verdict" : "Verdict", () => decide("checked"),
      { class: `button small ${status === "in-check" ? "primary" : ""}`, title: "Verdict (v)", data: { key: "checked" } }),
    act("dismissed", "Nothing to check", "d"),
    act("new", "Put back", "o"),
    button("ClaimReview", () => draft(claim), { class: "button small", title: "Download schema.org's ClaimReview", data: { key: "draft" } }));
}
