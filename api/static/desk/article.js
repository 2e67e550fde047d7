/** The article with its quotations marked. */

/** @import {Extraction, Warning} from "./types.js" */
/** @import {Shown, Text} from "./reading.js" */
/** @import {Layer, Segment} from "./segments.js" */

import { el } from "./dom.js";
import { byParagraph, layers, segments } from "./segments.js";
import { direction, name } from "./words.js";

const MANY = 200; // paragraphs, from which on those out of sight are not laid out

/** @typedef {{content: HTMLElement[], cue: HTMLElement[], source: HTMLElement[], marker: HTMLElement | null}} Parts */

/** Draws an article, and again only those paragraphs in which something has changed. */
export class ArticleView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Map<string, {key: string, element: HTMLElement}>} */
    this.drawn = new Map();
    /** @type {Map<string, Parts>} */
    this.parts = new Map();
    /** @type {Shown | null} */
    this.shown = null;
  }

  /**
   * @param {Shown} shown @param {Extraction | null} extraction null while it is still looked for
   * @param {Set<string>} wanted ids of the quotations that are marked
   */
  draw(shown, extraction, wanted) {
    if (shown !== this.shown) this.drawn.clear();
    this.shown = shown;
    const all = extraction ? layers(extraction, shown, wanted) : [];
    const context = { looks: looks(extraction), notes: extraction?.warnings ?? [] };
    this.root.classList.toggle("long", shown.body.paragraphs.length > MANY);
    this.#fill([...this.#field(shown.title, all, context), ...this.#field(shown.body, all, context)]);
    this.#collect();
  }

  /** @param {HTMLElement[]} elements */
  #fill(elements) {
    const current = [...this.root.children];
    if (current.length !== elements.length) return this.root.replaceChildren(...elements);
    elements.forEach((element, i) => current[i] !== element && current[i].replaceWith(element));
  }

  /** @param {Text} text @param {Layer[]} all @param {Context} context */
  #field(text, all, context) {
    const found = byParagraph(all, text.name, text.paragraphs);
    return text.paragraphs.map(([from, to], number) => {
      const notes = text.name === "body" ? warningsIn(context.notes, text, number) : [];
      const key = keyOf(found[number], notes, context);
      const name = `${text.name}${number}`;
      const before = this.drawn.get(name);
      if (before?.key === key) return before.element;
      const element = paragraph(text, segments(from, to, found[number]), notes, context);
      this.drawn.set(name, { key, element });
      return element;
    });
  }

  #collect() {
    this.parts.clear();
    for (const element of this.root.querySelectorAll("[data-content], [data-cue], [data-source], .marker")) {
      if (!(element instanceof HTMLElement)) continue;
      if (element.dataset.marker) this.of(element.dataset.marker).marker = element;
      for (const part of /** @type {const} */ (["content", "cue", "source"])) {
        for (const id of element.dataset[part]?.split(" ") ?? []) this.of(id)[part].push(element);
      }
    }
  }

  /** The elements of a quotation. @param {string} id @returns {Parts} */
  of(id) {
    const parts = this.parts.get(id) ?? { content: [], cue: [], source: [], marker: null };
    this.parts.set(id, parts);
    return parts;
  }

  /**
   * Shows, or hides, the parts of a quotation.
   *
   * @param {string} id @param {"hovered" | "chosen"} state @param {boolean} on
   */
  show(id, state, on) {
    const parts = this.of(id);
    for (const element of parts.content) element.classList.toggle(state, on);
    for (const element of parts.cue) element.classList.toggle(`cue-${state}`, on);
    for (const element of parts.source) element.classList.toggle(`source-${state}`, on);
    if (state !== "chosen" || !parts.marker) return;
    parts.marker.classList.toggle("chosen", on);
    if (on) parts.marker.setAttribute("aria-current", "true");
    else parts.marker.removeAttribute("aria-current");
  }
}

/**
 * What a quotation looks like, whatever it says.
 * @typedef {{kind: string, label: string, number: number}} Look
 * @typedef {{looks: Map<string, Look>, notes: Warning[]}} Context
 */

/** @param {Extraction | null} extraction @returns {Map<string, Look>} */
function looks(extraction) {
  return new Map((extraction?.quotations ?? []).map((quotation, i) => [quotation.id, {
    kind: quotation.statement ? quotation.type : "aside",
    label: name(/** @type {Extraction} */ (extraction), quotation, i + 1),
    number: i + 1,
  }]));
}

/** What a paragraph looks like, in short: when it stays, so does the element. */
function keyOf(/** @type {Layer[]} */ inside, /** @type {Warning[]} */ notes, /** @type {Context} */ context) {
  const marked = inside.map(({ id, part, from, to, first, length }) => {
    const look = part === "content" ? context.looks.get(id) : null;
    return `${id} ${part} ${from} ${to} ${first} ${length} ${look?.kind} ${look?.label}`;
  });
  return [...marked, ...notes.map(({ start, message }) => `${start} ${message}`)].join("\n");
}

/** @param {Warning[]} all @param {Text} text @param {number} number */
function warningsIn(all, text, number) {
  return all.filter(({ start }) => start !== null && text.paragraphAt(text.toShown(start, start + 1)[0]) === number);
}

/** @param {Text} text @param {Segment[]} cut @param {Warning[]} notes @param {Context} context */
function paragraph(text, cut, notes, context) {
  const [from, to] = [cut[0]?.from ?? 0, cut[cut.length - 1]?.to ?? 0];
  const dir = direction(text.shown.slice(from, to));
  const element = el(text.name === "title" ? "h1" : "p", { dir, class: "paragraph" });
  const places = notes.map((note) => ({ note, at: text.toShown(Number(note.start), Number(note.start) + 1)[0] }));
  for (const segment of cut) {
    for (const id of segment.opens) element.append(marker(id, context));
    const here = places.filter(({ at }) => at >= segment.from && at < segment.to).sort((a, b) => a.at - b.at);
    let from = segment.from;
    for (const { note, at } of here) {
      if (at > from) element.append(stretch(text, { ...segment, to: at }, from, context));
      element.append(warning(note));
      from = at;
    }
    element.append(stretch(text, segment, from, context));
  }
  return element;
}

/** @param {Text} text @param {Segment} segment @param {number} from @param {Context} context */
function stretch(text, segment, from, context) {
  const data = /** @type {Record<string, string | number>} */ ({ from, field: text.name });
  for (const part of /** @type {const} */ (["content", "cue", "source"])) {
    if (segment[part].length) data[part] = segment[part].join(" ");
  }
  const innermost = context.looks.get(segment.content[segment.content.length - 1] ?? "");
  const depth = Math.min(segment.content.length, 3);
  const classes = innermost ? `quotation ${innermost.kind} depth-${depth}` : null;
  return el(innermost ? "mark" : "span", { class: classes, data }, text.shown.slice(from, segment.to));
}

/** The number of a quotation before its first word: where the keyboard gets to it. */
function marker(/** @type {string} */ id, /** @type {Context} */ context) {
  const { kind, label, number } = /** @type {Look} */ (context.looks.get(id));
  return el("button", { type: "button", class: `marker ${kind}`, tabindex: -1, data: { marker: id }, aria: { label } }, String(number));
}

/** @param {Warning} note */
function warning({ code, message }) {
  return el("span", { class: "warning", role: "note", title: code }, el("span", { aria: { hidden: true } }, "⚠ "), message);
}
