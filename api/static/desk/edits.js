/** Corrections of quotations. Each takes an extraction and gives another; none changes what it was given. */

/** @import {Cue, Extraction, Mention, Place, Quotation, QuotationType, Role, Span, Time} from "./types.js" */
/** @import {Shown} from "./reading.js" */

import { parentOf, settled, withContent } from "./derive.js";
import { movedMentions, withMention, withoutMention, withRole } from "./speakers.js";
import { CORRECTED } from "./words.js";

/**
 * @param {Extraction} extraction @param {string} id @param {(quotation: Quotation) => Quotation} change
 * @returns {Extraction}
 */
export function changed(extraction, id, change) {
  const quotations = extraction.quotations.map((quotation) => (quotation.id === id ? put(change(quotation)) : quotation));
  return settled({ ...extraction, quotations });
}

/** The record says that a person has put it right. @param {Quotation} quotation @returns {Quotation} */
function put(quotation) {
  const evidence = quotation.evidence.filter((code) => code !== CORRECTED);
  return { ...quotation, evidence: [...evidence, CORRECTED] };
}

/** @param {Quotation} quotation @param {Partial<Quotation["confidence"]>} scores */
const sure = (quotation, scores) => ({ ...quotation.confidence, ...scores });

/** @param {Extraction} extraction @param {string} id @returns {Quotation} */
export function quotationOf(extraction, id) {
  const found = extraction.quotations.find((quotation) => quotation.id === id);
  if (!found) throw new RangeError(`no quotation ${id}`);
  return found;
}

/** @param {Extraction} extraction @param {string} id @param {Place[]} places @param {Shown} shown */
export function setContent(extraction, id, places, shown) {
  return renested(id, changed(extraction, id, (quotation) => {
    const spans = joined(places).map((place) => shown.span(place));
    const next = withContent({ ...quotation, confidence: sure(quotation, { content: 1 }) }, spans, shown);
    return { ...next, parent: parentOf(next, extraction.quotations) };
  }));
}

/** Those that stand within a quotation now, or no more, have another parent. @param {string} id @param {Extraction} extraction */
function renested(id, extraction) {
  const quotations = extraction.quotations.map((quotation) => {
    const parent = quotation.id === id ? quotation.parent : parentOf(quotation, extraction.quotations);
    return parent === id || quotation.parent === id ? { ...quotation, parent } : quotation;
  });
  return { ...extraction, quotations };
}

/** Places in order; those that touch are one. @param {Place[]} places @returns {Place[]} */
function joined(places) {
  /** @type {Place[]} */ const found = [];
  for (const place of [...places].sort((a, b) => a.from - b.from)) {
    const last = found[found.length - 1];
    if (last && last.field === place.field && place.from <= last.to) {
      found[found.length - 1] = { ...last, to: Math.max(last.to, place.to) };
    } else found.push(place);
  }
  return found;
}

/**
 * A new quotation, with an id that no other has.
 *
 * @param {Extraction} extraction @param {Place} place @param {Shown} shown
 * @returns {{extraction: Extraction, id: string}}
 */
export function add(extraction, place, shown) {
  const id = free("q", extraction.quotations.map((quotation) => quotation.id));
  const empty = /** @type {Quotation} */ ({
    id, type: "direct", text: "", spans: [], cue: null, source: null, speaker: null, role: null, addressee: null,
    medium: null, time: null, parent: null, paragraph: 0, context: { before: "", after: "" }, quoted: [], topics: [],
    statement: true, reason: null, confidence: { content: 1, source: null, speaker: null, role: null }, evidence: [],
  });
  const made = put(withContent(empty, [shown.span(place)], shown));
  const quotation = { ...made, parent: parentOf(made, extraction.quotations) };
  return { extraction: renested(id, settled({ ...extraction, quotations: [...extraction.quotations, quotation] })), id };
}

/** @param {string} letter @param {string[]} taken */
export function free(letter, taken) {
  const numbers = taken.map((id) => Number(id.slice(letter.length)) || 0);
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

/** What stands within the removed one moves to what is around it. @param {Extraction} extraction @param {string} id */
export function remove(extraction, id) {
  const { parent } = quotationOf(extraction, id);
  const rest = extraction.quotations.filter((quotation) => quotation.id !== id);
  const quotations = rest.map((quotation) => (quotation.parent === id ? { ...quotation, parent } : quotation));
  return settled({ ...extraction, quotations });
}

/** @param {Extraction} extraction @param {string} id @param {QuotationType} type */
export function setType(extraction, id, type) {
  return changed(extraction, id, (quotation) => ({ ...quotation, type, confidence: sure(quotation, { content: 1 }) }));
}

/** @param {Extraction} extraction @param {string} id @param {string | null} reason null for a statement */
export function setReason(extraction, id, reason) {
  return changed(extraction, id, (quotation) => ({ ...quotation, statement: reason === null, reason }));
}

/**
 * @param {Extraction} extraction @param {string} id @param {Span | null} span
 */
export function setSource(extraction, id, span) {
  const quotation = quotationOf(extraction, id);
  const source = span && /** @type {Mention} */ ({ ...span, form: formOf(extraction, span) });
  const next = changed(extraction, id, (before) => ({
    ...before, source, confidence: sure(before, { source: source ? 1 : null }),
  }));
  const without = withoutMention(next, quotation.speaker, quotation.source);
  return withMention(without, quotation.speaker, source);
}

/** @param {Extraction} extraction @param {string} id @param {Mention["form"]} form */
export function setForm(extraction, id, form) {
  const { source, speaker } = quotationOf(extraction, id);
  const next = changed(extraction, id, (quotation) => ({ ...quotation, source: source && { ...source, form } }));
  return withMention(withoutMention(next, speaker, source), speaker, source && { ...source, form });
}

/** As the article's other mentions in these words, else by their letters. */
function formOf(/** @type {Extraction} */ extraction, /** @type {Span} */ span) {
  const words = span.text.toLowerCase();
  const mentions = extraction.speakers.flatMap((speaker) => speaker.mentions);
  const same = mentions.find((mention) => mention.text.toLowerCase() === words);
  const capitals = span.text.split(/\s+/).every((word) => /^\P{L}*\p{Lu}/u.test(word));
  return same?.form ?? (capitals ? "name" : "nominal");
}

/** @param {Extraction} extraction @param {string} id @param {Span | null} span */
export function setCue(extraction, id, span) {
  const words = span?.text.toLowerCase();
  const same = extraction.quotations.find(({ cue }) => cue && cue.text.toLowerCase() === words)?.cue;
  const cue = span && /** @type {Cue} */ ({ ...span, lemma: same?.lemma ?? words, act: same?.act ?? "say", negated: false });
  return changed(extraction, id, (quotation) => ({ ...quotation, cue }));
}

/** @param {Extraction} extraction @param {string} id @param {Partial<Cue>} fields */
export function editCue(extraction, id, fields) {
  return changed(extraction, id, (quotation) => ({ ...quotation, cue: quotation.cue && { ...quotation.cue, ...fields } }));
}

/** @param {Extraction} extraction @param {string} id @param {"addressee" | "medium"} part @param {Span | null} span */
export function setPart(extraction, id, part, span) {
  return changed(extraction, id, (quotation) => ({ ...quotation, [part]: span }));
}

/** @param {Extraction} extraction @param {string} id @param {Span | null} span */
export function setTime(extraction, id, span) {
  const time = span && /** @type {Time} */ ({ ...span, value: null });
  return changed(extraction, id, (quotation) => ({ ...quotation, time }));
}

/** @param {Extraction} extraction @param {string} id @param {Role | null} role */
export function setRole(extraction, id, role) {
  const next = changed(extraction, id, (quotation) => ({
    ...quotation, role, confidence: sure(quotation, { role: role ? 1 : null }),
  }));
  return withRole(next, quotationOf(next, id).speaker, role);
}

/** A role in the words of a span. @param {Span} span @returns {Role} */
export function roleOf(span) {
  return { ...span, title: span.text, affiliation: null, former: false };
}

/** @param {Extraction} extraction @param {string} id @param {string | null} speaker */
export function setSpeaker(extraction, id, speaker) {
  const quotation = quotationOf(extraction, id);
  if (quotation.speaker === speaker) return extraction;
  const like = speaker ? nearest(extraction, quotation, speaker) : null;
  const role = like?.role ?? null;
  const scores = { speaker: speaker ? 1 : null, role: role && (like?.confidence.role ?? null) };
  const next = changed(extraction, id, (before) => ({ ...before, speaker, role, confidence: sure(before, scores) }));
  return movedMentions(extraction, next, quotation.speaker, speaker, quotation.source);
}

/** The quotation of a speaker that lends its role to another one: the last before it, else the first. */
function nearest(/** @type {Extraction} */ extraction, /** @type {Quotation} */ quotation, /** @type {string} */ speaker) {
  const theirs = extraction.quotations.filter((other) => other.speaker === speaker && other.id !== quotation.id);
  const before = theirs.filter((other) => other.spans[0].start <= quotation.spans[0].start);
  return before[before.length - 1] ?? theirs[0] ?? null;
}
