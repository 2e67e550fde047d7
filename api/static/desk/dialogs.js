/** Small windows: a question, a confirmation, help. The browser keeps the focus in them and gives it back. */

import { button, el, field } from "./dom.js";
import { hasStore } from "./service.js";

const LETTERS = "attribution-desk-letters";

/** Whether single letters are shortcuts. Who speaks to the computer may want none. */
export function lettersOn() {
  try {
    return localStorage.getItem(LETTERS) !== "off";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function setLetters(on) {
  try {
    localStorage.setItem(LETTERS, on ? "on" : "off");
  } catch {
    // without storage it is as it was after the next reload
  }
}

/** @param {string} title @param {...(Node | string)} children @returns {HTMLDialogElement} */
export function open(title, ...children) {
  const dialog = el("dialog", { class: "dialog", aria: { labelledby: "dialog-title" } },
    el("h2", { id: "dialog-title" }, title), ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks for a line of text.
 *
 * @param {string} title @param {string} label @param {string} value @param {(text: string) => void} take
 * @returns {HTMLDialogElement}
 */
export function ask(title, label, value, take) {
  const input = el("input", { type: "text", value, required: true, autocomplete: "off" });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return input.focus();
    dialog.close(); // its event comes later, when the text was taken
    return take(text);
  };
  const dialog = open(title, el("form", { onsubmit }, field(label, input), el("div", { class: "buttons" },
    el("button", { class: "button primary" }, "OK"), button("Cancel", () => dialog.close()))));
  input.select();
  return dialog;
}

/**
 * @param {string} title @param {string} text @param {string} yes @returns {Promise<boolean>}
 */
export function confirm(title, text, yes) {
  return new Promise((resolve) => {
    const answer = () => {
      dialog.close(); // its event comes later, and then counts for nothing
      resolve(true);
    };
    const dialog = open(title, el("p", {}, text), el("div", { class: "buttons" },
      button(yes, answer, { class: "button danger" }), button("Stay", () => dialog.close())));
    dialog.addEventListener("close", () => resolve(false));
  });
}

const KEYS = [
  ["j, k", "next, previous quotation"],
  ["arrows, Home, End", "the same, on the number of a quotation"],
  ["Enter", "from the number of a quotation to its card"],
  ["Esc", "back to the article; once more to choose none"],
  ["e", "correct the chosen quotation"],
  ["n", "a new quotation of the selected words"],
  ["Delete", "delete the chosen quotation, on its number"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["?", "this help"],
];

/** Help with an article. */
export const help = () => showHelp(KEYS,
  ["Each quotation is marked in the article, with its number before it. Choose one to see who said it, and ",
    "what led to that. Select words in the article to correct it, or to add another."].join(""),
  ["The article is sent to this service alone, which keeps ", hasStore ? "it when you save it to the store" : "nothing of it",
    ". The draft lies in this tab until you close it or begin a new article. The download holds the records, not the ",
    "article: to go on later, hand in both."].join(""));

/** @param {string[][]} keys and what they do @param {string} before @param {string} after the keys */
export function showHelp(keys, before, after) {
  const onchange = (/** @type {any} */ event) => setLetters(event.target.checked);
  const dialog = open("Help",
    el("p", {}, before),
    el("dl", { class: "keys" }, ...keys.flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])),
    el("label", { class: "tick" }, el("input", { type: "checkbox", checked: lettersOn(), onchange }),
      "Single letters are shortcuts"),
    el("p", { class: "quiet" }, after),
    el("div", { class: "buttons" }, button("Close", () => dialog.close(), { class: "button primary" })));
}
