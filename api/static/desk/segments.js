/** Overlapping and nested spans cut into stretches that lie side by side. */

/** @import {Extraction, Place} from "./types.js" */
/** @import {Shown} from "./reading.js" */

/**
 * A stretch in which nothing begins or ends. `content` holds the ids of the quotations around it, the longest
 * first, `opens` those of the quotations that begin with it.
 * @typedef {{from: number, to: number, content: string[], cue: string[], source: string[], opens: string[]}} Segment
 *
 * @typedef {Place & {id: string, part: "content" | "cue" | "source", first: boolean, length: number}} Layer
 */

/**
 * All that is to be marked, of the quotations that `wanted` lets through.
 *
 * @param {Extraction} extraction @param {Shown} shown @param {Set<string>} wanted @returns {Layer[]}
 */
export function layers(extraction, shown, wanted) {
  /** @type {Layer[]} */ const found = [];
  for (const { id, spans, cue, source } of extraction.quotations) {
    if (!wanted.has(id)) continue;
    const length = spans.length ? spans[spans.length - 1].end - spans[0].start : 0;
    spans.forEach((span, i) => found.push({ ...shown.place(span), id, part: "content", first: i === 0, length }));
    if (cue) found.push({ ...shown.place(cue), id, part: "cue", first: false, length });
    if (source) found.push({ ...shown.place(source), id, part: "source", first: false, length });
  }
  return found.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from || b.length - a.length);
}

/**
 * The layers of each paragraph of a field.
 *
 * @param {Layer[]} all in their order @param {"body" | "title"} field @param {[number, number][]} paragraphs
 * @returns {Layer[][]}
 */
export function byParagraph(all, field, paragraphs) {
  /** @type {Layer[][]} */ const found = paragraphs.map(() => []);
  let begin = 0;
  for (const layer of all) {
    if (layer.field !== field) continue;
    while (begin < paragraphs.length && paragraphs[begin][1] <= layer.from) begin += 1;
    for (let i = begin; i < paragraphs.length && paragraphs[i][0] < layer.to; i += 1) found[i].push(layer);
  }
  return found;
}

/**
 * The paragraph `[from, to)` cut at the edges of its layers.
 *
 * @param {number} from @param {number} to @param {Layer[]} inside @returns {Segment[]}
 */
export function segments(from, to, inside) {
  const edges = new Set([from, to]);
  for (const layer of inside) {
    edges.add(Math.max(from, layer.from));
    edges.add(Math.min(to, layer.to));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => segment(start, cuts[i + 1], from, inside));
}

/** @param {number} from @param {number} to @param {number} begin @param {Layer[]} inside @returns {Segment} */
function segment(from, to, begin, inside) {
  const around = inside.filter((layer) => layer.from < to && layer.to > from);
  const ids = (/** @type {string} */ part) => [...new Set(of(around, part).map((layer) => layer.id))];
  const content = of(around, "content").sort((a, b) => b.length - a.length);
  const opening = content.filter((layer) => layer.first && Math.max(layer.from, begin) === from && layer.from >= begin);
  return {
    from,
    to,
    content: [...new Set(content.map((layer) => layer.id))],
    cue: ids("cue"),
    source: ids("source"),
    opens: opening.map((layer) => layer.id),
  };
}

/** @param {Layer[]} some @param {string} part */
const of = (some, part) => some.filter((layer) => layer.part === part);
