/** The page that finds speakers, and entries of the registry that may be one. */

import { at, el, refill } from "../dom.js";
import { local, send } from "../service.js";
import { KINDS, many } from "../words.js";
import { pairs } from "./curate.js";
import { address, go, run } from "./page.js";
import { behind, paged } from "./paged.js";
import { date, dotted } from "./text.js";

/**
 * @typedef {{id: number, name: string | null, label: string, kind: string, roles: string[], quotations: number,
 *   first: string | null, last: string | null}} Entry
 */

/** @type {any} */ const name = el("input", { type: "search", dir: "auto", autocomplete: "off", maxlength: 200, placeholder: "A name",
  aria: { label: "Name of a speaker" } });
const results = el("section", { class: "results", aria: { labelledby: "results-title" } });
const side = el("aside", { class: "profile", aria: { label: "Entries that may be one" } });

function layOut() {
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const typed = name.value.trim();
    void go(new URLSearchParams(typed ? { name: typed } : {})).then(() => document.getElementById("results-title")?.focus());
  };
  refill(at("page"), [el("h1", { class: "unseen" }, "Speakers"),
    el("form", { class: "search-form", role: "search", onsubmit }, name, el("button", { class: "button primary large" }, "Find")),
    el("div", { class: "speaker-layout" }, results, side)]);
}

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  name.value = asked.get("name") ?? "";
  document.title = `${name.value ? `${name.value} – ` : ""}Speakers – Who said what`;
  const [found, alike] = await Promise.all([
    send("GET", question(asked), undefined, signal),
    send("GET", local("/v1/speakers/suggestions?limit=20"), undefined, signal),
  ]);
  refill(results, [el("div", { class: "results-head" }, el("h2", { id: "results-title", tabindex: -1 },
    name.value ? `Speakers called “${name.value}”` : "All speakers")), list(asked, found)]);
  refill(side, [pairs(alike.suggestions)]);
}

/** @param {URLSearchParams} asked */
const question = (asked) => local(`/v1/speakers?${asked}`);

/** @param {URLSearchParams} asked @param {{speakers: Entry[], next: string | null}} found */
function list(asked, { speakers, next }) {
  if (!speakers.length) return el("p", { class: "nothing" }, asked.size ? "Nobody of this name has said anything." : "Nobody has said anything yet.");
  return paged(speakers, next, entry, async (cursor) => {
    const page = await send("GET", question(behind(asked, cursor)));
    return { items: page.speakers, next: page.next };
  });
}

/** @param {Entry} one */
function entry({ id, label, kind, roles, quotations, first, last }) {
  return el("li", { class: "hit entry" },
    el("p", {}, el("a", { class: "speaker-name", dir: "auto", href: address(`speakers/${id}`) }, label),
      kind !== "person" && el("span", { class: "quiet" }, ` ${KINDS[/** @type {"group"} */ (kind)] ?? kind}`)),
    roles.length > 0 && el("p", {}, ...dotted(...roles.map((role) => el("span", { dir: "auto" }, role)))),
    el("p", { class: "where-said" }, ...dotted(many(quotations, "quotation"),
      first && el("span", {}, date(first), first !== last && " – ", first !== last && date(last)))));
}

layOut();
void run(draw);
