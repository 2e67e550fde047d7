/** The page that asks: did they really say it? */

/** @import {Evidence, Verification} from "./verdict.js" */

import { at, button, el, field, refill } from "../dom.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { address, attempt, go, run } from "./page.js";
import { date, dotted } from "./text.js";
import { verification } from "./verdict.js";

const PLACES = /** @type {[string, string, string][]} */ ([
  ["store", "The store", ""],
  ["article", "An article", "The article that it may be from"],
  ["transcript", "A transcript", "The words of the speaker, and of nobody else"],
]);

/** @type {any} */ const quotation = el("textarea", { rows: 3, required: true, dir: "auto", spellcheck: "false", maxlength: 20_000 });
/** @type {any} */ const speaker = el("input", { type: "text", dir: "auto", autocomplete: "off" });
/** @type {any} */ const original = el("textarea", { rows: 9, dir: "auto", spellcheck: "false" });
const originalField = field("Original", original);
const answer = el("div", { id: "answer", class: "answer" });
let turn = 0; // of asking: an answer that another question has overtaken comes too late

function layOut() {
  refill(at("page"), [
    el("header", { class: "page-head" }, el("h1", {}, "Did they really say it?"),
      el("p", { class: "lead" }, "Give a quotation and, if you know, who is said to have said it. You get one verdict, and the ",
        "words as they stand in the original.")),
    el("form", { class: "form verify-form", onsubmit: submit, onkeydown: hasten },
      field("Quotation", quotation),
      el("div", { class: "verify-row" }, field("Speaker, if you know", speaker), where()),
      originalField,
      el("div", { class: "buttons" }, el("button", { class: "button primary large" }, "Verify"),
        button("Clear", clear, { class: "button large" }))),
    answer]);
  showOriginal();
}

function where() {
  const box = (/** @type {[string, string, string]} */ [value, label], /** @type {number} */ i) => el("label", {},
    el("input", { type: "radio", name: "where", value, checked: i === 0, onchange: showOriginal }), el("span", {}, label));
  return el("fieldset", { class: "where" }, el("legend", { class: "field-label" }, "Look in"),
    el("div", { class: "switch" }, ...PLACES.map(box)));
}

/** @returns {string} where to look */
const place = () => /** @type {any} */ (document.querySelector("input[name=where]:checked")).value;

function showOriginal() {
  const label = PLACES.find(([value]) => value === place())?.[2];
  originalField.hidden = !label;
  original.required = Boolean(label);
  if (label) originalField.querySelector("label")?.replaceChildren(label);
}

/** What is looked for in the store stands in the address, an original of the sender's own does not. @param {Event} event */
function submit(event) {
  event.preventDefault();
  const given = asked();
  if (place() === "store") return void go(new URLSearchParams(given)).then(() => toAnswer());
  const whole = { ...given, [place()]: place() === "article" ? { text: original.value } : original.value };
  return void attempt(() => verify(whole)).then((done) => done && toAnswer());
}

/** Ctrl+Enter verifies, where Enter alone makes a new line. @param {KeyboardEvent} event */
function hasten(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
}

/** @returns {{quotation: string, speaker?: string}} */
function asked() {
  const name = speaker.value.trim();
  return { quotation: quotation.value.trim(), ...(name ? { speaker: name } : {}) };
}

/** @param {{quotation: string}} given @param {AbortSignal} [signal] */
async function verify(given, signal) {
  turn += 1;
  const mine = turn;
  /** @type {Verification} */ const found = await send("POST", local("/v1/verify"), given, signal);
  if (mine === turn) refill(answer, [verification(found, given.quotation, standsIn), reach(found)]);
}

/** The article of the store in which evidence stands. @param {Evidence} evidence */
function standsIn({ article, quotation_id: number }) {
  if (!article) return null;
  const { id, title, key, outlet, day, stood_until: until } = article;
  return el("p", { class: "where-said" }, ...dotted(
    el("a", { href: address(`articles/${id}`, { quotation: number }), dir: "auto" }, title ?? key),
    outlet && el("span", { dir: "auto" }, outlet), date(day)),
  until !== null && el("span", { class: "state gone" }, `No longer in the article: last in its version ${until}`));
}

/** How far the store was looked through. @param {Verification} found */
function reach({ compared, complete }) {
  if (compared === undefined) return null;
  return el("p", { class: "quiet reach" }, `Compared word by word with ${many(compared, "article")} of the store`,
    complete ? "." : "; more of them may have such words. A longer quotation, or the speaker, narrows it.");
}

const toAnswer = () => document.getElementById("verdict")?.focus();

function clear() {
  for (const control of [quotation, speaker, original]) control.value = "";
  turn += 1;
  answer.replaceChildren();
  void go(new URLSearchParams());
  quotation.focus();
}

layOut();
void run(async (given, signal) => {
  const words = given.get("quotation");
  if (!words) return answer.replaceChildren();
  quotation.value = words;
  speaker.value = given.get("speaker") ?? "";
  return verify(asked(), signal);
}, { keys: [["Ctrl+Enter", "verify"]] });
