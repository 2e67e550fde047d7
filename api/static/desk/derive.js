/** Fields of the records that follow from others, made anew when those change. */

/** @import {Extraction, Place, Quotation, QuotationType, Span} from "./types.js" */
/** @import {Shown} from "./reading.js" */

const CONTEXT = 120; // code points, as the engine has it
const ENOUGH = 2000; // units, in which there are so many whatever the blanks
const JOINED = " … ";
const WORDS = /[\p{L}\p{N}]/u;

/**
 * What a content makes of a quotation: its text, type, marks, surroundings and paragraph.
 *
 * @param {Quotation} quotation @param {Span[]} spans @param {Shown} shown @returns {Quotation}
 */
export function withContent(quotation, spans, shown) {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  const text = ordered.map((span) => span.text).join(JOINED);
  const quoted = marked(ordered, shown);
  const places = ordered.map((span) => shown.place(span));
  return {
    ...quotation,
    spans: ordered,
    text,
    quoted,
    type: typeOf(ordered, quoted),
    context: contextOf(places, shown),
    paragraph: shown.text(places[0].field).paragraphAt(places[0].from),
    topics: quotation.topics.filter((term) => text.toLowerCase().includes(term)),
  };
}

/** The parts of a content that stand in quotation marks. @param {Span[]} spans @param {Shown} shown */
function marked(spans, shown) {
  return spans.flatMap((span) => {
    const near = shown.reading.marked.filter((m) => m.field === span.field && m.start < span.end && m.end > span.start);
    return near.map(({ start, end }) => shown.span(shown.place({
      ...span, start: Math.max(start, span.start), end: Math.min(end, span.end),
    })));
  });
}

/** @param {Span[]} spans @param {Span[]} quoted @returns {QuotationType} */
export function typeOf(spans, quoted) {
  if (!quoted.length) return "indirect";
  return spans.every((span) => !WORDS.test(outside(span, quoted))) ? "direct" : "mixed";
}

/** The words of a span without those in marks. @param {Span} span @param {Span[]} quoted */
function outside(span, quoted) {
  let rest = span.text;
  for (const { start, end, text } of quoted) {
    if (start >= span.start && end <= span.end) rest = rest.replace(text, "");
  }
  return rest;
}

/** The words around a content, within its field, cut at blanks. @param {Place[]} places @param {Shown} shown */
export function contextOf(places, shown) {
  const text = shown.text(places[0].field);
  const [begin, end] = [places[0].from, places[places.length - 1].to];
  const before = [...around(text, Math.max(text.paragraphs[0][0], begin - ENOUGH), begin)];
  const after = [...around(text, end, Math.min(text.paragraphs[text.paragraphs.length - 1][1], end + ENOUGH))];
  return { before: tail(before), after: head(after) };
}

/** The words between two positions, with a break between paragraphs, as the engine reads them. */
function around(/** @type {import("./reading.js").Text} */ text, /** @type {number} */ from, /** @type {number} */ to) {
  return text.paragraphs
    .filter(([start, end]) => start <= to && end >= from)
    .map(([start, end]) => text.shown.slice(Math.max(start, from), Math.min(end, to)).replace(/\s+/g, " "))
    .join("\n\n");
}

/** @param {string[]} points */
function tail(points) {
  const words = points.slice(-CONTEXT).join("");
  return collapsed(points.length > CONTEXT ? words.slice(words.indexOf(" ") + 1 || words.length) : words);
}

/** @param {string[]} points */
function head(points) {
  const words = points.slice(0, CONTEXT).join("");
  return collapsed(points.length > CONTEXT ? words.slice(0, Math.max(words.lastIndexOf(" "), 0)) : words);
}

/** @param {string} words */
const collapsed = (words) => words.split(/\s+/).filter(Boolean).join(" ");

/**
 * The records in their order: quotations as in the article, speakers by their first quotation, and only those
 * to whom a quotation leads.
 *
 * @param {Extraction} extraction @returns {Extraction}
 */
export function settled(extraction) {
  const quotations = [...extraction.quotations].sort(inOrder);
  const known = new Set(quotations.map(({ id }) => id));
  const ids = [...new Set(quotations.map(({ speaker }) => speaker))];
  const speakers = ids.flatMap((id) => extraction.speakers.filter((speaker) => speaker.id === id));
  return {
    ...extraction,
    quotations: quotations.map((q) => (q.parent === null || known.has(q.parent) ? q : { ...q, parent: null })),
    speakers,
  };
}

/** @param {Quotation} a @param {Quotation} b */
function inOrder(a, b) {
  const [one, other] = [a.spans[0], b.spans[0]];
  if (one.field !== other.field) return one.field === "title" ? -1 : 1;
  return one.start - other.start || other.end - one.end;
}

/** The quotation right around another, by its spans. @param {Quotation} inner @param {Quotation[]} all */
export function parentOf(inner, all) {
  const holding = all.filter((outer) => outer.id !== inner.id && inner.spans.every((span) =>
    outer.spans.some((around) => around.field === span.field && around.start <= span.start && around.end >= span.end)
      && width(outer) > width(inner)));
  holding.sort((a, b) => width(a) - width(b));
  return holding[0]?.id ?? null;
}

/** @param {Quotation} quotation */
const width = ({ spans }) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
