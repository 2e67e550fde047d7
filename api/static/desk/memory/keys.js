/** Single letters as shortcuts on the pages of the store. */

import { lettersOn, showHelp } from "../dialogs.js";

const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const KEYS = [["/", "to the field that searches"], ["j, k", "next, previous of a list"], ["?", "this help"]];

/** @typedef {Record<string, () => void>} Letters */

/**
 * Listens to letters, besides those that all pages have.
 *
 * @param {Letters} letters @param {string[][]} [keys] what they do, for the help
 */
export function listen(letters = {}, keys = []) {
  const own = /** @type {Letters} */ ({ "/": search, j: () => step(1), k: () => step(-1), "?": () => help(keys), ...letters });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!lettersOn() || target.matches?.(WRITING) || document.querySelector("dialog[open]")) return;
    const act = Object.hasOwn(own, event.key) ? own[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {string[][]} keys */
const help = (keys) => showHelp([...keys, ...KEYS], "What a page shows stands in its address: keep it as a bookmark, or send it.",
  "What you look for goes to this service and nowhere else.");

function search() {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector("[role=search] input"));
  input?.focus();
  input?.select();
}

/** To the next of a list. @param {1 | -1} by */
function step(by) {
  const all = [...document.querySelectorAll(".hit")];
  const at = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
  /** @type {HTMLElement | null} */ (next?.querySelector("a.said, .said-title, .speaker-name") ?? null)?.focus();
}
