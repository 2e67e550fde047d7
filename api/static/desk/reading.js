/** The words that are shown, and where each of them stands in the input. */

/** @import {Article, Extraction, Place, Reading, Span} from "./types.js" */

const BREAK = "\n\n";

/** One of the two inputs of an article, its body or its title. */
export class Text {
  /**
   * @param {"body" | "title"} name
   * @param {string} shown the words, paragraphs with a break between
   * @param {[number, number][]} paragraphs in `shown`
   * @param {Piece[] | null} pieces where `shown` is not the input itself
   */
  constructor(name, shown, paragraphs, pieces) {
    this.name = name;
    this.shown = shown;
    this.paragraphs = paragraphs;
    this.pieces = pieces;
  }

  /** The input behind the words `[from, to)`. @param {number} from @param {number} to @returns {[number, number]} */
  toInput(from, to) {
    if (!this.pieces) return [from, to];
    const first = this.pieces[this.#after((piece) => piece.from + piece.words.length, from)];
    const last = this.pieces[this.#after((piece) => piece.from, to - 1) - 1];
    if (!first || !last) return [0, 0];
    return [
      first.exact ? first.start + Math.max(0, from - first.from) : first.start,
      last.exact ? Math.min(last.end, last.start + to - last.from) : last.end,
    ];
  }

  /** The words of the input `[start, end)`. @param {number} start @param {number} end @returns {[number, number]} */
  toShown(start, end) {
    if (!this.pieces) return [start, end];
    const first = this.pieces[this.#after((piece) => piece.end, start)];
    const last = this.pieces[this.#after((piece) => piece.start, end - 1) - 1];
    if (!first || !last) return [0, 0];
    const from = first.exact ? first.from + Math.max(0, start - first.start) : first.from;
    const to = last.exact ? last.from + Math.min(last.words.length, end - last.start) : last.from + last.words.length;
    return [from, Math.max(from, to)];
  }

  /** The words `[from, to)` as a record gives them. @param {number} from @param {number} to */
  words(from, to) {
    if (!this.pieces) return this.shown.slice(from, to);
    let words = "";
    let done = from;
    for (let i = this.#after((piece) => piece.from + piece.words.length, from); i < this.pieces.length; i += 1) {
      const piece = this.pieces[i];
      if (piece.from >= to) break;
      if (piece.from > done) words += " "; // a break of paragraphs
      done = Math.min(to, piece.from + piece.words.length);
      if (!piece.sign) words += piece.words.slice(Math.max(0, from - piece.from), done - piece.from);
    }
    return words.replace(/\s+/g, " ").trim();
  }

  /** A place without the blanks at its ends; null when nothing is left. @param {number} from @param {number} to */
  trimmed(from, to) {
    let [low, high] = [Math.max(0, from), Math.min(this.shown.length, to)];
    while (low < high && /\s/.test(this.shown[low])) low += 1;
    while (high > low && /\s/.test(this.shown[high - 1])) high -= 1;
    return low < high ? { field: this.name, from: low, to: high } : null;
  }

  /** The number of the paragraph that holds a position. @param {number} position */
  paragraphAt(position) {
    const next = this.paragraphs.findIndex(([start]) => start > position);
    return Math.max(0, (next < 0 ? this.paragraphs.length : next) - 1);
  }

  /** The index of the first piece whose `edge` lies behind `position`. @param {(piece: Piece) => number} edge */
  #after(edge, /** @type {number} */ position) {
    const pieces = /** @type {Piece[]} */ (this.pieces);
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edge(pieces[middle]) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/**
 * Words that stand together in the input. `exact` where the input has them as they are, `sign` for what a
 * reader sees in the place of a tag.
 * @typedef {{words: string, from: number, start: number, end: number, exact: boolean, sign: boolean}} Piece
 */

/** @param {Article} article */
export const inputOf = (article) => article.html ?? article.text ?? "";

/** An article as it is shown: its title, if there is one, and its body. */
export class Shown {
  /** @param {Article} article @param {Reading} reading @param {string | null} title */
  constructor(article, reading, title) {
    this.reading = reading;
    this.body = article.html === undefined ? plain(article.text ?? "", reading) : markup(article.html, reading);
    this.title = new Text("title", title ?? "", title ? [[0, title.length]] : [], null);
  }

  /** @param {"body" | "title"} field */
  text(field) {
    return field === "title" ? this.title : this.body;
  }

  /** Where a span is shown. @param {Span} span @returns {Place} */
  place(span) {
    const [from, to] = this.text(span.field).toShown(span.start, span.end);
    return { field: span.field, from, to };
  }

  /** The span of words that are shown. @param {Place} place @returns {Span} */
  span({ field, from, to }) {
    const text = this.text(field);
    const [start, end] = text.toInput(from, to);
    return { start, end, text: text.words(from, to), field };
  }

  /** True when the records are of this article, as far as their words tell. @param {Extraction} extraction */
  fits(extraction) {
    const spans = extraction.quotations.flatMap((quotation) => quotation.spans);
    return spans.every((span) => {
      const { field, from, to } = this.place(span);
      return !span.text || this.text(field).words(from, to) === span.text;
    });
  }
}

/** @param {string} input @param {Reading} reading */
function plain(input, reading) {
  return new Text("body", input, reading.paragraphs.map(({ start, end }) => [start, end]), null);
}

/** @param {string} input @param {Reading} reading */
function markup(input, reading) {
  /** @type {Piece[]} */ const pieces = [];
  /** @type {[number, number][]} */ const paragraphs = [];
  let shown = "";
  for (const paragraph of reading.paragraphs) {
    if (shown) shown += BREAK;
    const from = shown.length;
    for (const [words, start, end] of paragraph.runs) {
      const exact = words.length === end - start;
      const sign = !exact && input[start] === "<" && words.trim() !== "";
      pieces.push({ words, from: shown.length, start, end, exact, sign });
      shown += words;
    }
    paragraphs.push([from, shown.length]);
  }
  return new Text("body", shown, paragraphs, pieces);
}

/** The title, unless the article begins with it. @param {Extraction} extraction @param {Shown} shown */
export function headline({ article, quotations }, shown) {
  const read = quotations.some(({ spans }) => spans[0].field === "title");
  const letters = (/** @type {string} */ text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const [from, to] = shown.body.paragraphs[0] ?? [0, 0];
  const repeated = article.title && letters(article.title) === letters(shown.body.shown.slice(from, to));
  return repeated && !read ? null : article.title;
}
