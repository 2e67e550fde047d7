/** What the page tells: of trouble, of work in hand, of what was done. */

/** @import {Trouble} from "./service.js" */

import { at, el, refill } from "./dom.js";

const SHOWN = 4000; // milliseconds that a message is to be seen

let saying = 0;

/** Tells what has happened; `seen` says whether also to those who can see it. @param {string} message */
export function say(message, seen = true) {
  const status = at("status");
  status.textContent = message;
  status.classList.toggle("shown", seen);
  clearTimeout(saying);
  saying = setTimeout(() => status.classList.remove("shown"), SHOWN);
}

/** @param {Trouble} trouble @param {{label: string, act: () => void}[]} [actions] */
export function showTrouble({ title, detail }, actions = []) {
  refill(at("notices"), [el("div", { class: "notice error", role: "alert" }, el("p", {}, el("b", {}, `${title}. `), detail),
    ...actions.map(({ label, act }) => el("button", { type: "button", class: "button small", onclick: act }, label)))]);
}

/** @param {string} [message] @param {() => void} [cancel] */
export function showProgress(message, cancel) {
  if (!message) return at("notices").replaceChildren();
  const text = at("notices").querySelector(".progress-text");
  if (text) {
    text.textContent = message;
    return undefined;
  }
  return refill(at("notices"), [el("div", { class: "notice progress" }, el("progress", { aria: { label: "Work on the article" } }),
    el("p", { class: "progress-text" }, message),
    el("button", { type: "button", class: "button small", data: { key: "cancel" }, onclick: cancel }, "Cancel"))]);
}
