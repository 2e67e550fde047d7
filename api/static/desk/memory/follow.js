/** A search that is followed: a name for it, and the address of its feed. */

import { author } from "../author.js";
import { ask, confirm, open } from "../dialogs.js";
import { button, el, field } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { attempt, show } from "./page.js";

const LISTS = new Set(["type", "act", "outlet", "review", "claim"]);
const FLAGS = new Set(["statement", "negated", "gone"]);
const NUMBERS = new Set(["article", "confidence", "worth"]);
const OF_THE_LIST = new Set(["order", "cursor", "limit", "facets"]);

/** Follows what the page looks for. @param {URLSearchParams} asked */
export async function follow(asked) {
  const signed = await author();
  if (!signed) return;
  const typed = asked.get("words") ?? asked.get("about") ?? asked.get("speaker") ?? "";
  ask("Follow this search", "Its name", typed, (name) => void attempt(async () => {
    const made = await send("POST", local("/v1/searches"), { name, query: queryOf(asked), ...signed });
    showFeed(name, String(new URL(made.feed, new URL(local("/v1/searches"), location.href))));
  }));
}

/** The search as an object, as it is kept. @param {URLSearchParams} asked */
function queryOf(asked) {
  /** @type {Record<string, unknown>} */ const query = {};
  for (const name of new Set(asked.keys())) {
    const [value] = asked.getAll(name);
    if (OF_THE_LIST.has(name) || value === "") continue;
    if (LISTS.has(name)) query[name] = asked.getAll(name);
    else if (FLAGS.has(name)) query[name] = value === "true";
    else if (NUMBERS.has(name) || name === "speaker" && /^\d+$/.test(value)) query[name] = Number(value);
    else query[name] = value;
  }
  return query;
}

/** The searches that are followed, each with a way to it and one to end it. @param {AbortSignal} signal */
export async function followed(signal) {
  const { searches } = await send("GET", local("/v1/searches"), undefined, signal);
  if (!searches.length) return null;
  return el("section", { class: "followed" }, el("h2", {}, "Followed"), el("ul", {}, ...searches.map(item)));
}

/** @param {{id: number, name: string, query: Record<string, any>, author: string}} search */
function item({ id, name, query, author: who }) {
  const asked = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => [key, String(one)])));
  const end = async () => {
    const sure = await confirm("Follow it no longer?", `The feed of “${name}” ends, and what it matched is forgotten.`, "End it");
    if (sure && await attempt(async () => void await send("DELETE", local(`/v1/searches/${id}`)))) await show();
  };
  return el("li", {}, el("a", { href: `?${asked}`, dir: "auto" }, name), el("span", { class: "quiet", dir: "auto" }, ` ${who} `),
    button("End", () => void end(), { class: "link", aria: { label: `Follow ${name} no longer` }, data: { key: `end-${id}` } }));
}

/** @param {string} name @param {string} address */
function showFeed(name, address) {
  const shown = el("input", { type: "text", readonly: true, value: address });
  const copy = async () => {
    shown.select();
    await navigator.clipboard?.writeText(address);
    say("Copied.");
  };
  const dialog = open("It is followed",
    el("p", {}, "What is new under ", el("b", { dir: "auto" }, name), " comes in this feed. The address lets whoever has it in, and is shown only now."),
    field("Address of the feed", shown),
    el("div", { class: "buttons" }, button("Copy", () => void copy(), { class: "button primary" }), button("Close", () => dialog.close())));
  shown.select();
}
