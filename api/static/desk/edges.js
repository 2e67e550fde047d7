/** The edges of a quotation, moved by a word: for the keyboard, screen readers and fingers. */

/** @import {Place, Quotation} from "./types.js" */
/** @import {Desk} from "./state.js" */
/** @import {Text} from "./reading.js" */

import { button, el } from "./dom.js";
import * as edits from "./edits.js";
import { shortened } from "./words.js";

const REACH = 400; // units of text in which the next word is looked for

/** @param {Desk} desk @param {Quotation} quotation */
export function edges(desk, quotation) {
  const places = quotation.spans.map((span) => desk.shown.place(span));
  const rows = places.map((_, i) => el("div", { class: "edges", role: "group", aria: { label: partName(i, places.length) } },
    places.length > 1 && el("span", { class: "edges-words", dir: "auto" }, shortened(quotation.spans[i].text, 28)),
    el("span", { class: "edge" }, el("span", {}, "Start"),
      mover(desk, quotation, places, i, "from", -1), mover(desk, quotation, places, i, "from", 1)),
    el("span", { class: "edge" }, el("span", {}, "End"),
      mover(desk, quotation, places, i, "to", -1), mover(desk, quotation, places, i, "to", 1)),
    places.length > 1 && button("Drop", () => move(desk, quotation, places.filter((place) => place !== places[i])),
      { class: "button small", aria: { label: `Drop ${partName(i, places.length)}` }, data: { key: `drop-${i}` } })));
  return el("div", { class: "all-edges" }, ...rows);
}

/** @param {number} index @param {number} number */
const partName = (index, number) => (number > 1 ? `part ${index + 1} of the content` : "the content");

/**
 * @param {Desk} desk @param {Quotation} quotation @param {Place[]} places @param {number} index
 * @param {"from" | "to"} edge @param {1 | -1} direction
 */
function mover(desk, quotation, places, index, edge, direction) {
  const act = () => {
    const place = { ...places[index], [edge]: next(desk.shown.text(places[index].field), places[index][edge], edge, direction) };
    const clear = desk.shown.text(place.field).trimmed(place.from, place.to);
    if (clear) move(desk, quotation, places.map((other, i) => (i === index ? clear : other)));
  };
  const word = direction < 0 ? "back" : "forward";
  return button(direction < 0 ? "←" : "→", act, {
    class: "icon", aria: { label: `${edge === "from" ? "Start" : "End"} a word ${word}` }, data: { key: `${edge}${index}${word}` },
  });
}

/** @param {Desk} desk @param {Quotation} quotation @param {Place[]} places */
function move(desk, quotation, places) {
  desk.commit(edits.setContent(desk.extraction(), quotation.id, places, desk.shown), `words of quotation ${desk.number(quotation.id)}`);
}

/**
 * Where the next word begins, for a start, or ends, for an end. Signs count as words of their own.
 *
 * @param {Text} text @param {number} at @param {"from" | "to"} edge @param {1 | -1} direction
 */
export function next(text, at, edge, direction) {
  const low = Math.max(0, at - REACH);
  const parts = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text.shown.slice(low, at + REACH));
  const stops = [];
  for (const { segment, index } of parts) {
    if (segment.trim()) stops.push(low + index + (edge === "to" ? segment.length : 0));
  }
  const found = direction < 0 ? stops.filter((stop) => stop < at).pop() : stops.find((stop) => stop > at);
  return found ?? at;
}
