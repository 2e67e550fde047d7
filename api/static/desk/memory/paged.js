/** A list that goes on behind its end. */

import { button, el, refill } from "../dom.js";
import { say } from "../notices.js";
import { attempt } from "./page.js";

/**
 * The items of a list, with a button for those behind them.
 *
 * @template T
 * @param {T[]} first @param {string | null} next the cursor of what follows
 * @param {(one: T) => HTMLElement} draw @param {(cursor: string) => Promise<{items: T[], next: string | null}>} ask
 */
export function paged(first, next, draw, ask) {
  const items = el("ol", { class: "hits" }, ...first.map(draw));
  const more = el("div", { class: "buttons" });
  let asking = false; // a second click would bring the same again
  /** @param {string} cursor */
  const show = async (cursor) => {
    const page = await ask(cursor);
    const added = page.items.map(draw);
    items.append(...added);
    offer(page.next);
    added[0]?.querySelector("a")?.focus();
    say(`${added.length} more shown`, false);
  };
  /** @param {string} cursor */
  const onclick = async (cursor) => {
    if (asking) return;
    asking = true;
    await attempt(() => show(cursor)).finally(() => (asking = false));
  };
  /** @param {string | null} cursor */
  const offer = (cursor) => refill(more, [
    cursor && button("Show more", () => void onclick(cursor), { class: "button large", data: { key: "more" } })]);
  offer(next);
  return el("div", {}, items, more);
}

/** The same question, for what is behind a cursor. @param {URLSearchParams} asked @param {string} cursor */
export function behind(asked, cursor) {
  const next = new URLSearchParams(asked);
  next.set("cursor", cursor);
  return next;
}
