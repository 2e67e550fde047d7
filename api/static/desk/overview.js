/** What there is in the article as a whole: numbers, filters, speakers, warnings. */

/** @import {Quotation, Speaker, Warning} from "./types.js" */
/** @import {Desk} from "./state.js" */

import { el } from "./dom.js";
import { finder } from "./select.js";
import { NOBODY, many } from "./words.js";

export const ASIDE = "aside";
const SAMPLES = /** @type {[string, string][]} */ (
  [["direct", "Direct"], ["mixed", "Mixed"], ["indirect", "Indirect"], [ASIDE, "No statement"]]);

/** @param {Desk} desk */
export function overview(desk) {
  const { quotations, speakers, warnings } = desk.extraction();
  const visible = desk.wanted().size;
  const hidden = visible < quotations.length ? `, ${visible} shown` : "";
  return el("section", { class: "overview", aria: { labelledby: "overview-title" } },
    el("h2", { id: "overview-title" }, "In this article"),
    el("p", { class: "numbers" }, `${many(quotations.length, "quotation")}${hidden}, ${many(speakers.length, "speaker")}`),
    quotations.length === 0 && el("p", { class: "quiet" },
      "No words of anybody were found. Select some in the article to add a quotation."),
    types(desk), people(desk), notes(warnings), finder(desk),
  );
}

/** @param {Desk} desk */
function types(desk) {
  const { quotations } = desk.extraction();
  const boxes = SAMPLES.map(([type, label]) => {
    const number = quotations.filter((quotation) => kind(quotation) === type).length;
    return choice(desk, desk.filter.types, type, number, el("mark", { class: `quotation sample ${type}` }, label));
  });
  return el("fieldset", { class: "filter" }, el("legend", {}, "Kinds of quotation"), ...boxes,
    el("p", { class: "legend" }, "In a chosen quotation: ",
      el("span", { class: "source-chosen" }, "who speaks"), " ", el("span", { class: "cue-chosen" }, "what signals it")));
}

/** @param {Quotation} quotation */
export const kind = (quotation) => (quotation.statement ? quotation.type : ASIDE);

/** @param {Desk} desk */
function people(desk) {
  const { quotations, speakers } = desk.extraction();
  const number = (/** @type {string | null} */ id) => quotations.filter(({ speaker }) => speaker === id).length;
  const boxes = speakers.map((speaker) => (
    choice(desk, desk.filter.speakers, speaker.id, number(speaker.id), person(speaker))));
  const nobody = number(null);
  if (nobody) boxes.push(choice(desk, desk.filter.speakers, "", nobody, el("span", { class: "quiet" }, NOBODY)));
  return el("fieldset", { class: "filter people" }, el("legend", {}, "Speakers"),
    el("p", { class: "all" },
      el("button", { type: "button", class: "link", data: { key: "all" }, onclick: () => desk.showAll() }, "All"), " ",
      el("button", { type: "button", class: "link", data: { key: "none" }, onclick: () => desk.showNobody() }, "None")),
    ...boxes);
}

/** @param {Speaker} speaker */
function person(speaker) {
  const role = speaker.roles.map(({ text }) => text).find((text) => !speaker.label.includes(text));
  return el("span", { dir: "auto" }, speaker.label, role && el("span", { class: "quiet" }, ` ${role}`));
}

/** A box; the set holds what is left out. */
function choice(
  /** @type {Desk} */ desk, /** @type {Set<string>} */ without, /** @type {string} */ value,
  /** @type {number} */ number, /** @type {HTMLElement} */ label,
) {
  const onchange = () => {
    if (!without.delete(value)) without.add(value);
    desk.redraw();
  };
  return el("label", { class: "choice" },
    el("input", { type: "checkbox", checked: !without.has(value), data: { key: `choice-${value}` }, onchange }),
    label, el("span", { class: "count" }, String(number)));
}

/** Warnings of the article as a whole; the others stand in it. @param {Warning[]} warnings */
function notes(warnings) {
  const placed = warnings.filter(({ start }) => start !== null).length;
  const whole = warnings.filter(({ start }) => start === null);
  if (!warnings.length) return null;
  return el("div", { class: "warnings" }, el("h3", {}, "Warnings"),
    ...whole.map(({ message, code }) => el("p", { class: "warning block", title: code }, message)),
    placed > 0 && el("p", { class: "quiet" }, `${many(placed, "warning")} in place in the article.`));
}
