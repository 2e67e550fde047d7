/** What was done, to be undone and done again; and the draft that outlasts a reload. */

/** @import {Article, Extraction, Reading} from "./types.js" */

const KEY = "attribution-desk";
const MOST = 500; // steps

/** @typedef {{extraction: Extraction, what: string}} Step */

/** The states of one extraction. They share what did not change, so many cost little. */
export class History {
  /** @param {Extraction} first @param {Extraction} [current] */
  constructor(first, current = first) {
    this.first = first;
    this.current = current;
    /** @type {Step[]} */ this.past = current === first ? [] : [{ extraction: first, what: "all earlier corrections" }];
    /** @type {Step[]} */ this.future = [];
  }

  /** @param {Extraction} next @param {string} what was done, for "Undo: …" */
  commit(next, what) {
    this.past.push({ extraction: this.current, what });
    if (this.past.length > MOST) this.past.shift();
    this.future = [];
    this.current = next;
  }

  /** @returns {string | null} what was undone */
  undo() {
    return this.#step(this.past, this.future);
  }

  /** @returns {string | null} what was done again */
  redo() {
    return this.#step(this.future, this.past);
  }

  /** @param {Step[]} from @param {Step[]} to */
  #step(from, to) {
    const step = from.pop();
    if (!step) return null;
    to.push({ extraction: this.current, what: step.what });
    this.current = step.extraction;
    return step.what;
  }

  /** True when something differs from what the service found. */
  get corrected() {
    return this.current !== this.first;
  }
}

/**
 * What a draft holds. It lies in the tab's own storage, which ends with the tab.
 * @typedef {{version: 1, article: Article, reading: Reading, first: Extraction, current: Extraction,
 *   unit: "utf16" | "codepoint", stored?: import("./kept.js").Stored | null}} Draft
 */

/** @param {Draft} draft @returns {boolean} false where there is no room for it */
export function keep(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
    return true;
  } catch {
    forget(); // an older draft is no draft of this
    return false;
  }
}

/** @returns {Draft | null} */
export function kept() {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (draft?.version !== 1) return null;
    const same = JSON.stringify(draft.first) === JSON.stringify(draft.current); // then nothing was corrected
    return same ? { ...draft, current: draft.first } : draft;
  } catch {
    return null;
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // storage is switched off: then there is nothing in it
  }
}
