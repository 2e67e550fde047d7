/** A window in which somebody decides: what is done, who does it and why. */

import { asksForKeys } from "./account.js";
import { keep, kept } from "./author.js";
import { open } from "./dialogs.js";
import { button, el, field } from "./dom.js";

/**
 * Asks whether something is to be done. Null when it is not, else who decided and why; of the controls what they hold.
 *
 * @param {{title: string, about: (string | Node)[], yes: string, controls?: HTMLElement[], danger?: boolean}} what
 * @returns {Promise<{author?: string, reason?: string} | null>}
 */
export function decide({ title, about, yes, controls = [], danger = false }) {
  const name = el("input", { type: "text", value: kept() ?? "", required: true, autocomplete: "off", maxlength: 200, dir: "auto" });
  const reason = el("textarea", { rows: 2, maxlength: 2000, dir: "auto" });
  return new Promise((resolve) => {
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const author = asksForKeys ? "" : name.value.trim();
      if (!asksForKeys && !author) return name.focus();
      if (author) keep(author);
      dialog.close();
      return resolve({ ...(author ? { author } : {}), ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) });
    };
    const dialog = open(title, el("form", { class: "decision", onsubmit },
      el("p", {}, ...about), ...controls,
      field("Why (kept with the decision)", reason),
      !asksForKeys && field("Your name", name),
      el("div", { class: "buttons" }, el("button", { class: `button ${danger ? "danger" : "primary"}` }, yes),
        button("Cancel", () => dialog.close()))));
    dialog.addEventListener("close", () => resolve(null)); // comes later than an answer, and then counts for nothing
  });
}
