/** The page of what is worth checking, in that order, and of how far it is checked. */

/** @import {Claim, Status} from "./claim.js" */

import { author } from "../author.js";
import { decide } from "../decide.js";
import { at, download, el, field, refill } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { claimItem } from "./claim.js";
import { change, chips, filterFields, states, wordsForm } from "./filters.js";
import { attempt, run } from "./page.js";
import { behind, paged } from "./paged.js";
import { pressing, settle } from "./settle.js";
import { claimName, counted } from "./text.js";

const STATES = /** @type {[Status, string][]} */ ([
  ["new", "To check"], ["in-check", "In check"], ["checked", "Checked"], ["dismissed", "Nothing to check"],
]);
const ORDERS = /** @type {[string, string][]} */ ([["worth", "Most worth checking"], ["newest", "Newest first"], ["oldest", "Oldest first"]]);

/** @typedef {{claims: Claim[], next: string | null, total: number, capped: boolean}} Found */

/** @type {any} */ const words = el("input", { type: "search", dir: "auto", autocomplete: "off", maxlength: 2000,
  placeholder: "Words that were said", aria: { label: "Words that were said" } });
const narrowed = el("div", { class: "narrowed" });
const results = el("section", { class: "results", aria: { labelledby: "results-title" } });
const filters = filterFields();

function layOut() {
  refill(at("page"), [
    el("header", { class: "page-head" }, el("h1", {}, "Claims"),
      el("p", { class: "lead" }, "What of all that was said is worth checking, by its words alone: nothing here says what is true.")),
    wordsForm(words),
    narrowed,
    el("div", { class: "found-layout" },
      el("details", { class: "side", open: matchMedia("(min-width: 60rem)").matches }, el("summary", {}, "Narrow the list"),
        el("div", { class: "facets" }, filters.root)),
      results)]);
}

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  words.value = asked.get("words") ?? "";
  /** @type {Found} */ const found = await send("GET", question(asked), undefined, signal);
  refill(narrowed, [chips(asked, new Map(), new Set(["status"]))]);
  filters.show(asked);
  refill(results, [states(asked, "status", STATES), head(asked, found), found.claims.length ? list(asked, found) : nothing(asked)]);
  say(`${counted(found.total, found.capped)} found`, false);
}

/** @param {URLSearchParams} asked */
const stateOf = (asked) => asked.get("status") ?? STATES[0][0];

/** @param {URLSearchParams} asked */
function question(asked) {
  const query = new URLSearchParams(asked);
  query.set("status", stateOf(asked));
  return local(`/v1/claims?${query}`);
}

/** @param {URLSearchParams} asked @param {Found} found */
function head(asked, { total, capped }) {
  const onchange = (/** @type {any} */ event) => void change((search) => search.set("order", event.target.value));
  const order = asked.get("order") ?? "worth";
  return el("div", { class: "results-head" },
    el("h2", { id: "results-title", tabindex: -1 }, capped ? `More than ${many(total, "claim")}` : many(total, "claim")),
    el("label", { class: "order" }, "Order ", el("select", { onchange, data: { key: "order" } }, ...ORDERS.map(([value, label]) => (
      el("option", { value, selected: value === order }, label))))));
}

/** @param {URLSearchParams} asked @param {Found} found */
const list = (asked, { claims, next }) => paged(claims, next, item, async (cursor) => {
  /** @type {Found} */ const page = await send("GET", question(behind(asked, cursor)));
  return { items: page.claims, next: page.next };
});

/** @param {Claim} claim @returns {HTMLElement} */
function item(claim) {
  const place = local(`/v1/quotations/${claim.quotation.id}/claim`);
  const shown = claimItem(claim, { become, draft, decide: async (status) => {
    const given = await signature(claim, status);
    const now = given && await settle(place, { status, ...given }, { seen: claim, read: place, told: `${claimName(status)}.` });
    if (!now) return;
    const next = item(now);
    shown.replaceWith(next);
    /** @type {HTMLElement | null} */ (next.querySelector(".said"))?.focus();
  } });
  return shown;
}

/** What became of a claim; null when that could not be had. @param {Claim} claim */
async function become({ quotation: { id } }) {
  /** @type {import("./claim.js").Event[] | null} */ let events = null;
  await attempt(async () => {
    ({ events } = await send("GET", local(`/v1/quotations/${id}/claim/history`)));
  });
  return events;
}

/** @param {Claim} claim */
const draft = ({ quotation: { id } }) => void attempt(async () => {
  download(`claim-${id}.json`, await send("GET", local(`/v1/quotations/${id}/claim/review`)));
});

/** @param {URLSearchParams} asked */
function nothing(asked) {
  const some = [...asked.keys()].some((name) => name !== "status" && name !== "order");
  return el("div", { class: "nothing" }, el("p", {}, some ? "Nothing that was said fits." : {
    new: "Nothing waits to be checked.", "in-check": "Nobody checks anything now.", checked: "Nothing was checked yet.",
  }[stateOf(asked)] ?? "Nothing yet."));
}

/** Who says so, and what goes with it. @param {Claim} claim @param {Status} status @returns {Promise<object | null>} */
async function signature(claim, status) {
  if (status === "in-check" || status === "new") return author();
  const verdict = el("input", { type: "text", required: true, maxlength: 200, value: claim.verdict ?? "", dir: "auto" });
  const url = el("input", { type: "url", required: true, maxlength: 2000, value: claim.url ?? "" });
  const checked = status === "checked";
  const given = await decide({
    title: checked ? "What is the verdict?" : "Nothing to check?", yes: checked ? "Keep it" : "Leave it out",
    about: [checked ? "It is the verdict on these words, wherever they stand." : "It leaves the list, wherever these words stand."],
    controls: checked ? [field("Verdict, in words", verdict), field("Address of the page that tells it", url)] : [] });
  if (!given) return null;
  const { reason, ...signed } = given;
  return { ...signed, ...(reason ? { note: reason } : {}), ...(checked ? { verdict: verdict.value.trim(), url: url.value.trim() } : {}) };
}

layOut();
void run(draw, {
  letters: { c: pressing("in-check"), v: pressing("checked"), d: pressing("dismissed"), o: pressing("new") },
  keys: [["c", "check the claim that has the focus"], ["v", "give its verdict"], ["d", "there is nothing to check"], ["o", "put it back"]],
});
