/** The page of a speaker: who that is, and what they said over time, all of it or about something. */

/** @import {Hit} from "./hit.js" */
/** @import {Profile} from "./profile.js" */

import { at, el, refill } from "../dom.js";
import { local, send } from "../service.js";
import { appearances, duplicates, history } from "./curate.js";
import { hit } from "./hit.js";
import { address, go, run } from "./page.js";
import { counts, roleTable, title } from "./profile.js";
import { counted } from "./text.js";
import { timeline } from "./timeline.js";

const SHOWN = 20; // quotations
const number = Number(location.pathname.split("/").pop());
/** @param {string} path @param {Record<string, string | number>} asked @param {AbortSignal} signal */
const get = (path, asked, signal) => (
  send("GET", local(`/v1/${path}?${new URLSearchParams(Object.entries(asked).map(([k, v]) => [k, String(v)]))}`), undefined, signal));

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  const about = asked.get("about") ?? "";
  const [mine, said] = await Promise.all([
    get(`speakers/${number}`, {}, signal),
    get(`speakers/${number}/timeline`, { limit: SHOWN, ...(about ? { about } : {}) }, signal),
  ]);
  const { suggestions } = mine.merged_into === null
    ? await get("speakers/suggestions", { speaker: number }, signal) : { suggestions: [] };
  document.title = `${mine.label} – Who said what`;
  refill(at("page"), [title(mine), el("div", { class: "speaker-layout" },
    el("div", {}, saidAbout(about), over(said, about), sayings(said, about)),
    aside(mine, suggestions))]);
}

/** @param {string} about */
function saidAbout(about) {
  const words = el("input", { type: "search", value: about, dir: "auto", autocomplete: "off", placeholder: "About what?",
    aria: { label: "What they said about" }, data: { key: "about" } });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const typed = words.value.trim();
    void go(new URLSearchParams(typed ? { about: typed } : {}));
  };
  return el("form", { class: "search-form", role: "search", onsubmit }, words, el("button", { class: "button primary" }, "Show"));
}

/** @param {any} found @param {string} about */
function over(found, about) {
  const caption = about ? `Quotations about “${about}”, by month` : "Quotations by month";
  return timeline(found.months, caption, (from, to) => address("search", { speaker: number, about, from, to, order: "newest" }));
}

/** @param {{quotations: Hit[], total: number, capped: boolean}} said @param {string} about */
function sayings(said, about) {
  return el("section", { class: "results", aria: { labelledby: "said-title" } },
    el("div", { class: "results-head" }, el("h2", { id: "said-title" }, about ? `What they said about “${about}”` : "What they said"),
      el("a", { href: address("conflicts", { speaker: number }) }, "Conflicts"),
      el("a", { href: address("search", { speaker: number, about, order: "newest" }) }, `All ${counted(said.total, said.capped)}`)),
    said.quotations.length ? el("ol", { class: "hits" }, ...said.quotations.map((item) => hit(item)))
      : el("p", { class: "nothing" }, "Nothing."));
}

/** @param {Profile} mine @param {import("./curate.js").Suggestion[]} suggestions */
function aside(mine, suggestions) {
  return el("aside", { class: "profile", aria: { label: "About the speaker" } },
    duplicates(mine, suggestions),
    roleTable(mine.roles, "Roles"), roleTable(mine.affiliations, "Affiliations"),
    counts("Outlets", mine.outlets, ({ label }) => address("search", { speaker: number, outlet: label })),
    counts("In the same articles", mine.others, ({ id }) => address(`speakers/${id}`)),
    appearances(mine), history(mine));
}

void run(draw);
