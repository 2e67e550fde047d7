/** What the page says of records, in words. */

/** @import {Quotation, Speaker, Extraction} from "./types.js" */

export const TYPE_NAMES = { direct: "Direct", mixed: "Mixed", indirect: "Indirect" };
export const KINDS = {
  person: "person", group: "group", organisation: "organisation", document: "document", author: "author of the article",
  none: "nobody in particular",
};
export const REASONS = {
  scare: "scare quotes", title: "title of a work", nickname: "nickname", motto: "motto", thought: "thought",
  plan: "plan", hypothetical: "hypothetical", other: "other",
};
export const NOBODY = "Nobody found";
export const CORRECTED = "corrected";

const SURE = [[0.95, "very sure"], [0.85, "sure"], [0.65, "fairly sure"], [0.4, "unsure"], [0, "doubtful"]];

/**
 * A confidence in words and as a number.
 *
 * @param {number} score
 */
export function confidence(score) {
  const [, words] = /** @type {[number, string]} */ (SURE.find(([least]) => score >= Number(least)) ?? SURE[4]);
  return `${words}, ${Math.round(score * 100)}\u00a0%`;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;

/** The direction of most of the letters: a sentence may begin with words of the other one. @param {string} text */
export function direction(text) {
  const against = text.match(RIGHT_TO_LEFT)?.length ?? 0;
  return against && against * 2 > (text.match(/\p{L}/gu)?.length ?? 0) ? "rtl" : "ltr";
}

/** @param {Extraction} extraction @param {string | null} id @returns {Speaker | null} */
export function speakerOf(extraction, id) {
  return extraction.speakers.find((speaker) => speaker.id === id) ?? null;
}

/** Who speaks, as far as anybody knows. @param {Extraction} extraction @param {Quotation} quotation */
export function who(extraction, quotation) {
  return speakerOf(extraction, quotation.speaker)?.label ?? quotation.source?.text ?? NOBODY;
}

/**
 * The quotation in a line for screen readers.
 *
 * @param {Extraction} extraction @param {Quotation} quotation @param {number} [number] where it is known
 */
export function name(extraction, quotation, number = extraction.quotations.indexOf(quotation) + 1) {
  const kind = quotation.statement ? quotation.type : `no statement, ${reason(quotation)}`;
  return `Quotation ${number}, ${kind}: ${who(extraction, quotation)}`;
}

/** @param {Quotation} quotation */
export function reason(quotation) {
  return REASONS[/** @type {keyof typeof REASONS} */ (quotation.reason ?? "other")] ?? String(quotation.reason);
}

/** @param {number} number @param {string} word */
export function many(number, word) {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

/** @param {string} text @param {number} [length] */
export function shortened(text, length = 90) {
  if (text.length <= length) return text;
  const cut = text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/\s+\S*$/, "")} …`;
}
