/** What people say of something in a list, in its place. */

import { say } from "../notices.js";
import { Trouble, ask, send } from "../service.js";
import { conflict } from "./decisions.js";
import { attempt } from "./page.js";

const CONFLICT = 412;

/** @type {Set<string>} where something is being put */ const underWay = new Set();

/**
 * Keeps what somebody says. The thing as it is now, also where somebody else was quicker; null where nothing was
 * done, as when a button is pressed twice.
 *
 * @template {{version: string}} T
 * @param {string} place where it is put @param {object} body
 * @param {{seen: T, read: string, told: string}} more what was seen, where it is read, and what is told when it is done
 * @returns {Promise<T | null>}
 */
export async function settle(place, body, { seen, read, told }) {
  if (underWay.has(place)) return null;
  underWay.add(place);
  /** @type {T | null} */ let now = null;
  const done = await attempt(async () => {
    try {
      now = (await ask("PUT", place, { body, match: `"${seen.version}"` })).json;
    } catch (error) {
      if (!(error instanceof Trouble) || error.status !== CONFLICT) throw error;
      now = await send("GET", read);
      throw conflict();
    }
  }).finally(() => underWay.delete(place));
  if (done) say(told);
  return now;
}

/** What a letter does: it presses a button of the thing that has the focus, else of the first. @param {string} key */
export const pressing = (key) => () => {
  const current = document.activeElement?.closest(".hit") ?? document.querySelector(".hit");
  /** @type {HTMLElement | null} */ (current?.querySelector(`[data-key="${key}"]`) ?? null)?.click();
};
