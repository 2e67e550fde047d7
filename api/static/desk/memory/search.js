/** The page that searches what was said. */

/** @import {Facet} from "./filters.js" */
/** @import {Hit} from "./hit.js" */

import { at, button, el, refill } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { FACETS, change, chips, facetLists, filterFields, otherwise, wordsForm } from "./filters.js";
import { follow, followed } from "./follow.js";
import { hit } from "./hit.js";
import { run } from "./page.js";
import { behind, paged } from "./paged.js";
import { counted } from "./text.js";

const ORDERS = /** @type {[string, string][]} */ ([["relevance", "Best first"], ["newest", "Newest first"], ["oldest", "Oldest first"]]);

/**
 * @typedef {{quotations: Hit[], next: string | null, total: number, capped: boolean, facets?: Facet[]}} Found
 */

/** @type {any} */ const words = el("input", { type: "search", id: "words", dir: "auto", autocomplete: "off", maxlength: 2000,
  placeholder: "Words that were said, “a phrase”, -without", aria: { label: "Words that were said" } });
const narrowed = el("div", { class: "narrowed" });
const results = el("section", { class: "results", aria: { labelledby: "results-title" } });
const filters = filterFields();
const side = el("div", { class: "facets" });

function layOut() {
  const wide = matchMedia("(min-width: 60rem)").matches;
  refill(at("page"), [
    el("h1", { class: "unseen" }, "Search"),
    wordsForm(words),
    narrowed,
    el("div", { class: "found-layout" },
      el("details", { class: "side", open: wide }, el("summary", {}, "Narrow the search"),
        el("div", { class: "facets" }, filters.root), side),
      results)]);
}

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  words.value = asked.get("words") ?? "";
  document.title = `${words.value ? `${words.value} – ` : ""}Search – Who said what`;
  const counting = new URLSearchParams(asked);
  for (const name of FACETS) counting.append("facets", name);
  /** @type {Found} */ const found = await send("GET", question(counting), undefined, signal);
  const labels = namesIn(found);
  refill(narrowed, [chips(asked, labels)]);
  filters.show(asked, labels);
  refill(side, facetLists(asked, found.facets ?? []));
  refill(results, [asked.size === 0 && await followed(signal), head(asked, found), found.quotations.length ? list(asked, found) : nothing(asked)]);
  say(`${counted(found.total, found.capped)} found`, false);
}

/** @param {URLSearchParams} asked */
const question = (asked) => local(`/v1/quotations?${asked}`);

/** What numbers in the address stand for. @param {Found} found */
function namesIn({ quotations }) {
  const names = quotations.map(({ speaker_id: id, speaker, article_id: article, title }) => (
    /** @type {[string, string][]} */ ([[`speaker=${id}`, speaker ?? ""], [`article=${article}`, title ?? ""]])));
  return new Map(names.flat());
}

/** @param {URLSearchParams} asked @param {Found} found */
function head(asked, { total, capped }) {
  const onchange = (/** @type {any} */ event) => void change((search) => search.set("order", event.target.value));
  const order = asked.get("order") ?? (asked.get("words") ? "relevance" : "newest");
  return el("div", { class: "results-head" },
    el("h2", { id: "results-title", tabindex: -1 }, capped ? `More than ${many(total, "quotation")}` : many(total, "quotation")),
    asked.size > 0 && button("Follow", () => void follow(asked), { class: "link", title: "Be told of what is new", data: { key: "follow" } }),
    total > 0 && el("a", { href: local(`/desk/review?${waiting(asked)}`) }, "Review these"),
    el("label", { class: "order" }, "Order ", el("select", { onchange, data: { key: "order" } }, ...ORDERS.map(([value, label]) => (
      el("option", { value, selected: value === order }, label))))));
}

/** The same, of what waits for a review. @param {URLSearchParams} asked */
const waiting = (asked) => otherwise(asked, (search) => ["order", "review", "gone"].forEach((name) => search.delete(name)));

/** @param {URLSearchParams} asked @param {Found} found */
const list = (asked, { quotations, next }) => paged(quotations, next, (item) => hit(item), async (cursor) => {
  /** @type {Found} */ const page = await send("GET", question(behind(asked, cursor)));
  return { items: page.quotations, next: page.next };
});

/** @param {URLSearchParams} asked */
function nothing(asked) {
  const some = [...asked.keys()].some((name) => name !== "words");
  return el("div", { class: "nothing" },
    el("p", {}, asked.size ? "Nothing that was said fits." : "The store holds no quotations yet. Save an article on the page Read."),
    some && el("p", { class: "quiet" }, "Leave out some of what the search is narrowed to."));
}

layOut();
void run(draw);
