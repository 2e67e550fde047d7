/** Who decides: the name of the key, or, where there are no keys, a name that is asked for once and kept in the tab. */

import { asksForKeys, signedInAs } from "./account.js";
import { ask } from "./dialogs.js";
import { at, button, el, refill } from "./dom.js";

const KEY = "attribution-desk-author";

/** The author as requests carry it: nothing with a key, whose name counts. @typedef {{author?: string}} Signed */

/** The name that was given in this tab. @returns {string | null} */
export function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} name */
export function keep(name) {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // without storage it is asked for again
  }
  showAuthor();
}

/** Who decides; asks for a name where none is known. Null when nobody wants to tell. @returns {Promise<Signed | null>} */
export async function author() {
  if (asksForKeys) return {};
  const name = kept() ?? await question();
  return name ? { author: name } : null;
}

/** @returns {Promise<string | null>} */
function question() {
  return new Promise((resolve) => {
    const dialog = ask("Who decides?", "Your name, as it is kept with the decision", kept() ?? "", (name) => {
      keep(name);
      resolve(name);
    });
    dialog.addEventListener("close", () => resolve(null)); // after the name, this comes too late to count
  });
}

/** Shows the name, with a way to change it. */
export function showAuthor() {
  const name = signedInAs() ?? kept();
  if (asksForKeys || !name) return;
  refill(at("account"), [el("p", {}, el("span", { class: "quiet" }, "You decide as "), el("b", { dir: "auto" }, name), " ",
    button("Change", () => void question(), { class: "link", data: { key: "author" } }))]);
}
