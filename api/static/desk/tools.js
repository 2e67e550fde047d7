/** The buttons above the article. */

/** @import {Desk} from "./state.js" */

import { confirm, help } from "./dialogs.js";
import { at, button, el, refill } from "./dom.js";
import { destinations } from "./files.js";
import { showTrouble } from "./notices.js";
import { inputOf } from "./reading.js";
import { Trouble, hasStore, local } from "./service.js";
import { inUnit } from "./units.js";

/** @param {HTMLElement} root @param {Desk} desk */
export function drawTools(root, desk) {
  root.hidden = !desk.history;
  const { history } = desk;
  if (!history) return root.replaceChildren();
  const last = (/** @type {{what: string}[]} */ steps) => steps[steps.length - 1]?.what;
  return refill(root, [
    tool("Undo", "undo", () => desk.undo(), last(history.past), "Ctrl+Z"),
    tool("Redo", "redo", () => desk.redo(), last(history.future), "Ctrl+Shift+Z"),
    ...destinations.map(({ label, send }) => button(label, () => hand(desk, send), { class: "button primary", data: { key: label } })),
    desk.stored && el("a", { class: "button", href: local(`/desk/articles/${desk.stored.number}`), data: { key: "stored" } }, "In the store"),
    button("New article", () => leave(desk), { data: { key: "new" } }),
    button("?", () => help(), { class: "button icon", title: "Help (?)", aria: { label: "Help and keys" }, data: { key: "help" } }),
    !desk.kept && el("p", { class: "unkept", role: "alert" }, "Too large for a draft: download before you leave."),
  ]);
}

/** A button that stays where it is, and can be reached, when there is nothing to do. */
function tool(/** @type {string} */ label, /** @type {string} */ key, /** @type {() => void} */ act,
  /** @type {string | undefined} */ what, /** @type {string} */ keys) {
  const title = what ? `${label}: ${what} (${keys})` : `${label} (${keys})`;
  return button(label, act, { title, aria: { disabled: what ? null : "true" }, data: { key } });
}

/** The records in the unit that they came in. @param {Desk} desk */
export const outgoing = (desk) => inUnit(desk.extraction(), desk.unit, inputOf(desk.article));

/** @param {Desk} desk @param {(typeof destinations)[number]["send"]} send */
async function hand(desk, send) {
  try {
    const told = await send(outgoing(desk), desk);
    if (told) desk.say(told);
    drawTools(at("tools"), desk);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    showTrouble(error);
  }
}

/** @param {Desk} desk */
async function leave(desk) {
  const safe = !desk.history?.corrected || desk.stored?.saved === desk.extraction();
  const sure = safe || await confirm("Leave this article?",
    `Its draft goes from this tab. What you have downloaded${hasStore ? " or saved" : ""} stays.`, "Leave it");
  if (sure) desk.close();
}
