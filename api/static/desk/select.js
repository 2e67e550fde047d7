/** Words that the reader selects in the article, and what can be made of them. */

/** @import {Extraction, Place, Span} from "./types.js" */
/** @import {Desk} from "./state.js" */

import { button, el, field, refill } from "./dom.js";
import * as edits from "./edits.js";
import { shortened } from "./words.js";

/** The words that are selected in the article; null when there are none. @param {Desk} desk @returns {Place | null} */
export function selected(desk) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount || !desk.history) return null;
  const range = selection.getRangeAt(0);
  if (!desk.root.contains(range.commonAncestorContainer)) return null;
  const touched = stretches(desk.root, range);
  const first = touched[0];
  const last = touched[touched.length - 1];
  if (!first || first.dataset.field !== last.dataset.field) return null;
  const from = Number(first.dataset.from) + (first.firstChild === range.startContainer ? range.startOffset : 0);
  const length = last.firstChild === range.endContainer ? range.endOffset : last.textContent?.length ?? 0;
  const field = /** @type {"body" | "title"} */ (first.dataset.field);
  return desk.shown.text(field).trimmed(from, Number(last.dataset.from) + length);
}

/** The stretches of words that a range has at least one letter of. @param {HTMLElement} root @param {Range} range */
function stretches(root, range) {
  const begin = paragraphOf(root, range.startContainer, range.startOffset);
  const end = paragraphOf(root, range.endContainer, range.endOffset);
  /** @type {HTMLElement[]} */ const found = [];
  for (let paragraph = begin; paragraph; paragraph = paragraph.nextElementSibling) {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (paragraph.querySelectorAll("[data-from]"))) {
      if (holds(range, element)) found.push(element);
    }
    if (paragraph === end) break;
  }
  return found;
}

/** @param {Range} range @param {HTMLElement} element */
function holds(range, element) {
  const text = element.firstChild;
  if (!text || !range.intersectsNode(text)) return false;
  if (text === range.endContainer && range.endOffset === 0) return false;
  return !(text === range.startContainer && range.startOffset === (text.textContent?.length ?? 0));
}

/** @param {HTMLElement} root @param {Node} node @param {number} offset @returns {Element | null} */
function paragraphOf(root, node, offset) {
  if (node === root) return root.children[Math.min(offset, root.children.length - 1)] ?? null;
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(".paragraph") ?? null;
}

/** Selects words that stand in the article. @param {Desk} desk @param {Place} place */
export function select(desk, place) {
  const range = document.createRange();
  const begin = pointAt(desk.root, place.field, place.from);
  const end = pointAt(desk.root, place.field, place.to, true);
  if (!begin || !end) return;
  range.setStart(...begin);
  range.setEnd(...end);
  document.getSelection()?.removeAllRanges();
  document.getSelection()?.addRange(range);
  begin[0].parentElement?.scrollIntoView({ block: "center" });
}

/** @param {HTMLElement} root @param {string} field @param {number} position @param {boolean} [end] @returns {[Node, number] | null} */
function pointAt(root, field, position, end = false) {
  let found = null;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[data-field="${field}"]`))) {
    const from = Number(element.dataset.from);
    if (end ? from >= position : from > position) break;
    found = element;
  }
  const text = found?.firstChild;
  if (!found || !text) return null;
  return [text, Math.min(position - Number(found.dataset.from), text.textContent?.length ?? 0)];
}

/** The bar with what can be made of the selected words. @param {HTMLElement} bar @param {Desk} desk */
export function drawSelection(bar, desk) {
  const place = desk.selection;
  bar.hidden = !place;
  document.body.classList.toggle("selecting", Boolean(place));
  if (!place) return bar.replaceChildren();
  const span = desk.shown.span(place);
  const quotation = desk.quotation();
  const make = (/** @type {string} */ label, /** @type {() => void} */ act) => button(label, act, {
    class: "button small", data: { key: `make-${label}` }, onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
  });
  refill(bar, [
    el("p", { class: "selection-words", dir: "auto" }, `“${shortened(span.text, 60)}”`),
    make("New quotation", () => desk.add(place)),
    quotation && el("span", { class: "quiet" }, `or, in quotation ${desk.number(quotation.id)}:`),
    ...(quotation ? uses(desk, quotation, place, span).map(([label, what, change]) => (
      make(label, () => desk.commit(change(), `${what} of quotation ${desk.number(quotation.id)}`)))) : []),
    button("×", () => desk.unselect(), { class: "icon", aria: { label: "Select nothing" }, data: { key: "unselect" } }),
  ]);
}

/**
 * @param {Desk} desk @param {import("./types.js").Quotation} quotation @param {Place} place @param {Span} span
 * @returns {[string, string, () => Extraction][]}
 */
function uses(desk, quotation, place, span) {
  const { id, role } = quotation;
  const now = () => desk.extraction();
  const places = quotation.spans.map((other) => desk.shown.place(other)).filter((other) => other.field === place.field);
  /** @type {[string, string, () => Extraction][]} */
  const found = [
    ["Content", "words", () => edits.setContent(now(), id, [place], desk.shown)],
    ["Add to content", "words", () => edits.setContent(now(), id, [...places, place], desk.shown)],
    ["Source", "source", () => edits.setSource(now(), id, span)],
    ["Cue", "cue", () => edits.setCue(now(), id, span)],
    ["Role", "role", () => edits.setRole(now(), id, edits.roleOf(span))],
    ["Addressee", "addressee", () => edits.setPart(now(), id, "addressee", span)],
    ["Medium", "medium", () => edits.setPart(now(), id, "medium", span)],
    ["Time", "time", () => edits.setTime(now(), id, span)],
  ];
  if (role) found.splice(5, 0, ["Affiliation", "affiliation", () => edits.setRole(now(), id, { ...role, affiliation: span })]);
  return found;
}

/** Finds words and selects them, for whoever has no mouse. @param {Desk} desk */
export function finder(desk) {
  const input = el("input", { type: "text", data: { key: "find" }, autocomplete: "off" });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const after = desk.selection?.field === "body" ? desk.selection.from + 1 : 0;
    const place = find(desk, input.value.trim(), after);
    if (!place) return desk.say(`“${input.value}” is not in the article.`);
    select(desk, place);
    desk.select(place);
    return desk.say("Selected. Choose what it is from the bar of selected words.");
  };
  return el("form", { class: "finder", onsubmit },
    field("Select words by typing them", input, "They are selected in the article, as with the mouse; again for the next place."),
    el("button", { class: "button small" }, "Select"));
}

/** @param {Desk} desk @param {string} words @param {number} after @returns {Place | null} */
function find(desk, words, after) {
  if (!words) return null;
  const { shown } = desk.shown.body;
  const pattern = new RegExp(words.split(/\s+/).map(escaped).join("\\s+"), "giu");
  const all = [...shown.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
  const found = all.find(([from]) => from >= after) ?? all[0];
  return found ? { field: "body", from: found[0], to: found[1] } : null;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
