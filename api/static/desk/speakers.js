/** Corrections of speakers. Each takes an extraction and gives another. */

/** @import {Extraction, Mention, Role, Span, Speaker} from "./types.js" */

import { settled } from "./derive.js";
import { free, setSpeaker } from "./edits.js";

/** @param {Span} a @param {Span} b */
const same = (a, b) => a.field === b.field && a.start === b.start && a.end === b.end;

/** @param {Span} a @param {Span} b */
const inOrder = (a, b) => Number(a.field === "body") - Number(b.field === "body") || a.start - b.start;

/** Each place once, in the order of the text. @template {Span} S @param {S[]} spans @returns {S[]} */
function merged(spans) {
  return spans.filter((span, i) => spans.findIndex((other) => same(span, other)) === i).sort(inOrder);
}

/**
 * @param {Extraction} extraction @param {string | null} id @param {(speaker: Speaker) => Speaker} change
 * @returns {Extraction}
 */
function changed(extraction, id, change) {
  const speakers = extraction.speakers.map((speaker) => (speaker.id === id ? change(speaker) : speaker));
  return settled({ ...extraction, speakers });
}

/** @param {Span} a @param {Span} b */
const touch = (a, b) => a.field === b.field && a.start < b.end && b.start < a.end;

/**
 * Has a speaker be mentioned by a source. A source is a whole phrase, a mention the part of it that refers:
 * where one is in it already, that one stays.
 *
 * @param {Extraction} extraction @param {string | null} id @param {Mention | null} source
 */
export function withMention(extraction, id, source) {
  if (!source) return extraction;
  return changed(extraction, id, (speaker) => (speaker.mentions.some((mention) => touch(mention, source))
    ? speaker : { ...speaker, mentions: merged([...speaker.mentions, source]) }));
}

/** The mentions of a speaker within a source that no quotation of the speaker has. */
function loose(/** @type {Extraction} */ extraction, /** @type {string | null} */ id, /** @type {Mention} */ source) {
  const needed = extraction.quotations.flatMap((q) => (q.speaker === id && q.source ? [q.source] : []));
  const mentions = extraction.speakers.find((speaker) => speaker.id === id)?.mentions ?? [];
  return mentions.filter((mention) => touch(mention, source) && !needed.some((other) => touch(mention, other)));
}

/** @param {Extraction} extraction @param {string | null} id @param {Mention | null} source that is one no more */
export function withoutMention(extraction, id, source) {
  const gone = source ? loose(extraction, id, source) : [];
  return changed(extraction, id, (speaker) => ({
    ...speaker, mentions: speaker.mentions.filter((mention) => !gone.some((other) => same(mention, other))),
  }));
}

/**
 * Has the mentions in a source go over from one speaker to another, when the source's quotation does.
 *
 * @param {Extraction} before @param {Extraction} after in which the quotation has its new speaker
 * @param {string | null} from @param {string | null} to @param {Mention | null} source
 */
export function movedMentions(before, after, from, to, source) {
  if (!source) return after;
  const theirs = before.speakers.find((speaker) => speaker.id === from)?.mentions ?? [];
  const inside = theirs.filter((mention) => touch(mention, source));
  const next = changed(withoutMention(after, from, source), to, (speaker) => ({
    ...speaker, mentions: merged([...speaker.mentions, ...inside]),
  }));
  return withMention(next, to, source);
}

/** @param {Extraction} extraction @param {string | null} id @param {Role | null} role */
export function withRole(extraction, id, role) {
  if (!role) return extraction;
  return changed(extraction, id, (speaker) => ({
    ...speaker, roles: merged([role, ...speaker.roles]),
  }));
}

/**
 * Gives a quotation a speaker whom the records do not have yet.
 *
 * @param {Extraction} extraction @param {string} quotation @param {string} name
 * @returns {{extraction: Extraction, id: string}}
 */
export function addSpeaker(extraction, quotation, name) {
  const id = free("s", extraction.speakers.map((speaker) => speaker.id));
  const speaker = /** @type {Speaker} */ ({
    id, name, label: name, kind: "person", named: true, anonymous: false, mentions: [], roles: [], aliases: [], ids: {},
  });
  const known = { ...extraction, speakers: [...extraction.speakers, speaker] };
  // it is nobody's speaker until now, so the records must not be settled in between
  return { extraction: setSpeaker(known, quotation, id), id };
}

/**
 * Another name, or none: the speaker is then shown by what it was shown by before.
 *
 * @param {Extraction} extraction @param {string} id @param {string} name
 */
export function rename(extraction, id, name) {
  return changed(extraction, id, (speaker) => {
    const before = speaker.name && speaker.name !== name ? [speaker.name] : [];
    const aliases = [...new Set([...speaker.aliases, ...before])].filter((alias) => alias !== name);
    if (!name) return { ...speaker, name: null, named: false, aliases };
    return { ...speaker, name, label: name, named: true, aliases };
  });
}

/** @param {Extraction} extraction @param {string} id @param {Partial<Pick<Speaker, "kind" | "anonymous">>} fields */
export function editSpeaker(extraction, id, fields) {
  return changed(extraction, id, (speaker) => ({ ...speaker, ...fields }));
}

/**
 * One speaker is another: what the first said and is called goes over to the second.
 *
 * @param {Extraction} extraction @param {string} from @param {string} into
 */
export function merge(extraction, from, into) {
  const gone = extraction.speakers.find((speaker) => speaker.id === from);
  if (!gone || from === into) return extraction;
  const quotations = extraction.quotations.map((quotation) => (
    quotation.speaker !== from ? quotation : {
      ...quotation,
      speaker: into,
      confidence: { ...quotation.confidence, speaker: 1 },
      evidence: [...quotation.evidence.filter((code) => code !== "corrected"), "corrected"],
    }));
  return changed({ ...extraction, quotations }, into, (speaker) => ({
    ...speaker,
    anonymous: speaker.anonymous && gone.anonymous,
    mentions: merged([...speaker.mentions, ...gone.mentions]),
    roles: merged([...speaker.roles, ...gone.roles]),
    aliases: [...new Set([...speaker.aliases, ...gone.aliases, ...(gone.name ? [gone.name] : [])])]
      .filter((alias) => alias !== speaker.name),
    ids: { ...gone.ids, ...speaker.ids },
  }));
}

