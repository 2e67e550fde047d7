/** The page of what contradicts itself in the store: one quotation under two names, or in two wordings. */

/** @import {Conflict, Status} from "./conflict.js" */

import { author } from "../author.js";
import { decide } from "../decide.js";
import { at, el, refill } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { conflictItem } from "./conflict.js";
import { chips, filterFields, states } from "./filters.js";
import { run } from "./page.js";
import { behind, paged } from "./paged.js";
import { pressing, settle } from "./settle.js";
import { DIFFERENCES, KINDS, conflictName } from "./text.js";

const STATES = /** @type {[Status, string][]} */ ([["open", "Open"], ["resolved", "Resolved"], ["dismissed", "No conflict"]]);
const FIELDS = /** @type {import("./filters.js").Field[]} */ ([
  ["kind", "Kind", Object.entries(KINDS)], ["difference", "What differs", Object.entries(DIFFERENCES)],
  ["severity", "Gravity at least", ["2", "3", "4", "5"].map((grade) => [grade, grade])],
  ["outlet", "Outlet", "text"], ["from", "From", "date"], ["to", "To", "date"],
]);

/** @typedef {{conflicts: Conflict[], next: string | null}} Found */

const narrowed = el("div", { class: "narrowed" });
const results = el("section", { class: "results", aria: { labelledby: "results-title" } });
const filters = filterFields(FIELDS);

function layOut() {
  refill(at("page"), [
    el("header", { class: "page-head" }, el("h1", {}, "Conflicts"),
      el("p", { class: "lead" }, "The same words under two names, or one quotation in two wordings, the gravest first.")),
    narrowed,
    el("div", { class: "found-layout" },
      el("details", { class: "side", open: matchMedia("(min-width: 60rem)").matches }, el("summary", {}, "Narrow the list"),
        el("div", { class: "facets" }, filters.root)),
      results)]);
}

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  /** @type {Found} */ const found = await send("GET", question(asked), undefined, signal);
  refill(narrowed, [chips(asked, namesIn(found), new Set(["status"]))]);
  filters.show(asked);
  const shown = `${many(found.conflicts.length, "conflict")}${found.next ? " and more" : ""}`;
  refill(results, [states(asked, "status", STATES),
    el("div", { class: "results-head" }, el("h2", { id: "results-title", tabindex: -1 }, shown)),
    found.conflicts.length ? list(asked, found) : nothing(asked)]);
  say(shown, false);
}

/** @param {URLSearchParams} asked */
const question = (asked) => local(`/v1/conflicts?${asked}`);

/** What the number of a speaker stands for. @param {Found} found */
const namesIn = ({ conflicts }) => new Map(conflicts.flatMap(({ first, second }) => [first, second].map((one) => (
  /** @type {[string, string]} */ ([`speaker=${one.speaker_id}`, one.speaker])))));

/** @param {URLSearchParams} asked @param {Found} found */
const list = (asked, { conflicts, next }) => paged(conflicts, next, item, async (cursor) => {
  /** @type {Found} */ const page = await send("GET", question(behind(asked, cursor)));
  return { items: page.conflicts, next: page.next };
});

/** @param {Conflict} conflict @returns {HTMLElement} */
function item(conflict) {
  const place = local(`/v1/conflicts/${conflict.id}`);
  const shown = conflictItem(conflict, async (status) => {
    const given = await signature(status);
    const now = given && await settle(place, { status, ...given }, { seen: conflict, read: place, told: `${conflictName(status)}.` });
    if (!now) return;
    const next = item(now);
    shown.replaceWith(next);
    /** @type {HTMLElement | null} */ (next.querySelector(".said-title"))?.focus();
  });
  return shown;
}

/** @param {URLSearchParams} asked */
function nothing(asked) {
  const some = [...asked.keys()].some((name) => name !== "status");
  const none = { open: "Nothing contradicts itself.", resolved: "Nothing was resolved yet.", dismissed: "Nothing was dismissed yet." };
  return el("div", { class: "nothing" }, el("p", {}, some ? "No conflict fits." : none[/** @type {Status} */ (asked.get("status") ?? "open")] ?? "None."));
}

/** Who says so, and why. @param {Status} status @returns {Promise<object | null>} */
async function signature(status) {
  if (status === "open") return author();
  const right = status === "resolved";
  return decide({ title: right ? "Resolved?" : "No conflict?", yes: right ? "Resolved" : "No conflict",
    about: [right ? "It is known which is right: say so below." : "The two are no contradiction. It does not come up again."] });
}

layOut();
void run(draw, {
  letters: { r: pressing("resolved"), d: pressing("dismissed"), o: pressing("open") },
  keys: [["r", "the conflict that has the focus is resolved"], ["d", "it is none"], ["o", "open it again"]],
});
