/** The page on which quotations are reviewed one by one, those first that need it most. */

/** @import {Hit} from "./hit.js" */
/** @import {Details} from "./quotation.js" */

import { at, button, el, refill } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { decideOn } from "./decisions.js";
import { chips } from "./filters.js";
import { by, kindOf } from "./hit.js";
import { address, attempt, run } from "./page.js";
import { actions, sureness, tag } from "./quotation.js";

/** @typedef {{quotation: Hit, version: string}} Waiting */

/** @type {Waiting[]} */ let waiting = [];
/** @type {string | null} */ let cursor = null;
let place = 0;
let decided = 0;
/** @type {{id: number, version: string, what: string} | null} */ let last = null;
/** @type {Promise<unknown>} */ let before = Promise.resolve();

/** Does one thing after the other: keys come faster than answers. @param {() => Promise<unknown>} act */
function inTurn(act) {
  const done = before.then(act);
  before = done.catch(() => {});
  return done;
}

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  waiting = [];
  [cursor, place] = [null, 0];
  await more(asked, signal);
  await drawOne(signal);
}

/** @param {URLSearchParams} asked @param {AbortSignal} [signal] */
async function more(asked, signal) {
  const [query, all] = [new URLSearchParams(asked), waiting];
  if (cursor) query.set("cursor", cursor);
  const found = await send("GET", local(`/v1/reviews/queue?${query}`), undefined, signal);
  all.push(...found.quotations);
  if (all === waiting) cursor = found.next; // else the address asks for others by now
}

/** @param {AbortSignal} [signal] */
async function drawOne(signal) {
  const asked = new URLSearchParams(location.search);
  const one = waiting[place];
  /** @type {Details | null} */
  const details = one ? await send("GET", local(`/v1/quotations/${one.quotation.id}`), undefined, signal) : null;
  if (one !== waiting[place]) return; // another is to be shown by now
  if (one && details) Object.assign(one, { quotation: details.quotation, version: details.version }); // as it is now
  refill(at("page"), [
    el("header", { class: "page-head review-head" }, el("h1", {}, "Review"),
      el("p", { class: "quiet" }, "What nobody has looked at, first what has changed since somebody did, then the least sure.")),
    chips(asked, new Map()),
    one && details ? look(one, details) : done(asked)]);
}

/** @param {Waiting} one @param {Details} details */
function look(one, { record }) {
  const { quotation } = one;
  const { before, after } = record.context;
  return el("section", { class: "card review-card", aria: { labelledby: "review-title" } },
    el("header", { class: "card-head" }, el("h2", { id: "review-title", tabindex: -1 }, `${place + 1} of ${waiting.length}${cursor ? "+" : ""}`),
      tag(quotation), el("span", { class: "spacer" }),
      button("↑", () => void inTurn(() => step(-1)), { class: "icon", title: "Previous (k)", aria: { label: "Previous" }, data: { key: "previous" } }),
      button("↓", () => void inTurn(() => step(1)), { class: "icon", title: "Next (j)", aria: { label: "Next" }, data: { key: "next" } })),
    el("p", { class: "context", dir: "auto" }, before, /[“‘«([]$/.test(before) ? "" : " ",
      el("mark", { class: `quotation ${kindOf(quotation)}` }, quotation.text), /^[.,;:!?”’»)\]]/.test(after) ? "" : " ", after),
    by(quotation), sureness(record),
    actions(quotation, (action) => void inTurn(() => decide(one, action))),
    el("p", { class: "review-foot" },
      el("a", { href: address(`articles/${quotation.article_id}`, { quotation: quotation.id }) }, "In its article"),
      el("span", { class: "quiet" }, decided > 0 && ` · ${many(decided, "decision")} in this sitting `),
      last && button(`Take back: ${last.what}`, () => void inTurn(takeBack), { class: "link", title: "Take back (u)", data: { key: "back" } })));
}

/** @param {URLSearchParams} asked */
function done(asked) {
  return el("section", { class: "nothing" }, el("h2", { id: "review-title", tabindex: -1 }, "Nothing waits"),
    el("p", {}, asked.size ? "All that fits was reviewed." : "No quotation of the store waits for a review."),
    decided > 0 && el("p", { class: "quiet" }, `${many(decided, "decision")} in this sitting.`),
    last && button(`Take back: ${last.what}`, () => void inTurn(takeBack), { class: "link", data: { key: "back" } }));
}

/** @param {1 | -1} by @returns {Promise<void>} */
async function step(by) {
  if (place + by < 0) return say("This is the first.");
  if (place + by >= waiting.length && !cursor) return say("This is the last.");
  await attempt(async () => {
    if (place + by >= waiting.length) await more(new URLSearchParams(location.search));
    place += by;
    await drawOne();
  });
  return toTitle();
}

const toTitle = () => document.getElementById("review-title")?.focus({ preventScroll: true });

/** Decides on what was shown when a button was pressed, if it still is. @param {Waiting} one @param {"accept" | "reject" | "reopen"} action */
async function decide(one, action) {
  if (one !== waiting[place]) return;
  const { quotation, version } = one;
  let told = "";
  const sure = await attempt(async () => {
    const answer = await decideOn(quotation.id, action, version);
    if (!answer) return;
    told = answer.told;
    last = { id: quotation.id, version: answer.json.version, what: told.toLowerCase() };
    decided += 1;
    if (one === waiting[place]) waiting.splice(place, 1);
    if (place >= waiting.length && cursor) await more(new URLSearchParams(location.search));
    place = Math.max(0, Math.min(place, waiting.length - 1));
  });
  await attempt(() => drawOne(), { told: !sure });
  toTitle();
  if (told) say(`${told}.`);
}

/** What was decided last is undecided again, and shown. */
async function takeBack() {
  if (!last) return; // pressed twice
  const { id, version } = last;
  const sure = await attempt(async () => {
    const answer = await decideOn(id, "reopen", version);
    if (!answer) return;
    const { quotation, version: now } = await send("GET", local(`/v1/quotations/${id}`));
    waiting.splice(place, 0, { quotation, version: now });
    last = null;
    decided -= 1;
  });
  await attempt(() => drawOne(), { told: !sure });
  toTitle();
}

/** @param {string} key */
const press = (key) => /** @type {HTMLElement | null} */ (document.querySelector(`.review-card [data-key="${key}"], .nothing [data-key="${key}"]`))?.click();

void run(draw, {
  letters: {
    j: () => void inTurn(() => step(1)), k: () => void inTurn(() => step(-1)), a: () => press("accept"), r: () => press("reject"), u: () => press("back"),
    c: () => press("correct"),
  },
  keys: [["a", "accept: it is right"], ["r", "reject: nobody said this"], ["c", "correct it in its article"], ["u", "take the last decision back"]],
});
