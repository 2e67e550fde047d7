/** What all pages of the store share: the address says what is shown, and the page follows it. */

import { account, askAgain, asksForKeys } from "../account.js";
import { showAuthor } from "../author.js";
import { at } from "../dom.js";
import { showProgress, showTrouble } from "../notices.js";
import { Trouble, local } from "../service.js";
import { listen } from "./keys.js";

const UNAUTHENTICATED = 401;
const SOON = 250; // milliseconds until waiting is shown

/** @typedef {(asked: URLSearchParams, signal: AbortSignal) => Promise<void>} Draw */

/** @type {Draw} */ let drawing = async () => {};
/** @type {AbortController | null} */ let running = null;
/** @type {Promise<void>} */ let known = Promise.resolve();

const actions = {
  onin: () => void show(),
  onout: () => {
    at("page").replaceChildren();
    void show();
  },
};

/**
 * Runs a page: `draw` gets what the address asks for, now and whenever that changes.
 *
 * @param {Draw} draw @param {{letters?: import("./keys.js").Letters, keys?: string[][]}} [more] its own shortcuts
 */
export async function run(draw, { letters, keys } = {}) {
  drawing = draw;
  listen(letters, keys);
  showAuthor();
  addEventListener("popstate", () => void show());
  known = account(actions);
  await show();
  document.documentElement.dataset.ready = "yes";
}

/**
 * Goes to another state of the page, which the back button leaves again, unless it takes the place of the one before.
 *
 * @param {URLSearchParams} asked @param {{instead?: boolean}} [more]
 */
export function go(asked, { instead = false } = {}) {
  const query = String(asked);
  if (query !== String(new URLSearchParams(location.search))) {
    history[instead ? "replaceState" : "pushState"](null, "", query ? `?${query}` : location.pathname);
  }
  return show();
}

/** Draws what the address asks for; what was being drawn before is given up. `told`: of trouble that stays to be read. */
export async function show({ told = false } = {}) {
  running?.abort();
  const mine = running = new AbortController();
  const act = () => drawing(new URLSearchParams(location.search), mine.signal);
  await attempt(act, { again: () => void show(), signal: mine.signal, told });
}

/**
 * Does something, and tells of the trouble when it fails. True when it was done.
 *
 * @param {() => Promise<void>} act
 * @param {{again?: () => void, signal?: AbortSignal, told?: boolean}} [more] `again` is offered where it may help
 */
export async function attempt(act, { again, signal, told = false } = {}) {
  const page = at("page");
  const soon = setTimeout(() => page.classList.add("waiting"), SOON);
  page.setAttribute("aria-busy", "true");
  try {
    if (!told) showProgress();
    await act();
    return true;
  } catch (error) {
    if (!signal?.aborted) await tell(error, again);
    return false;
  } finally {
    clearTimeout(soon);
    if (!signal?.aborted) {
      page.classList.remove("waiting");
      page.removeAttribute("aria-busy");
    }
  }
}

/** @param {unknown} error @param {() => void} [again] */
async function tell(error, again) {
  if (!(error instanceof Trouble)) {
    showTrouble(new Trouble("Something went wrong on this page", "Try again, and tell whoever keeps the service."));
    throw error;
  }
  if (error.status === UNAUTHENTICATED && asksForKeys) {
    await known;
    return askAgain(actions);
  }
  const retry = error.status >= 500 || error.status === 429 || error.status === 0 && error.wait > 0;
  return showTrouble(error, retry && again ? [{ label: "Try again", act: again }] : []);
}

/** The address of a page of the store. @param {string} path @param {Record<string, string | number | null | undefined>} [asked] */
export function address(path, asked = {}) {
  const given = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
  return local(`/desk/${path}${query ? `?${query}` : ""}`);
}
