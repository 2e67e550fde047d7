/** What people decide about an entry of the registry: merged, split, renamed, identified, undone. */

/** @import {Happened, Profile} from "./profile.js" */

import { decide } from "../decide.js";
import { button, el, field, refill } from "../dom.js";
import { say } from "../notices.js";
import { local, send } from "../service.js";
import { many } from "../words.js";
import { address, attempt, show } from "./page.js";
import { date, dotted } from "./text.js";

const REASONS = /** @type {Record<string, string>} */ ({
  same: "the same name", variant: "a form of the name", suffix: "the name but for its ending", surname: "the same surname",
  office: "the same office", affiliation: "the same affiliation", title: "the same title", alias: "the same abbreviation",
  "name-alone": "one is only a name",
});
const ACTIONS = /** @type {Record<string, string>} */ ({
  merge: "Merged", split: "Split", rename: "Renamed", identify: "Ids given", import: "From the people list", undo: "Undone",
});

/** @typedef {{one: number, other: number, labels: string[], score: number, reasons: string[]}} Suggestion */
/** @typedef {{id: number, article: number, title: string | null, outlet: string | null, day: string | null, name: string,
 *   roles: string[], evidence: string[], by_hand: boolean}} Appearance */

/** @param {number} entry @param {string} what @param {object} given @param {string} told */
async function post(entry, what, given, told) {
  const done = await attempt(async () => void await send("POST", local(`/v1/speakers/${entry}/${what}`), given));
  if (!done) return;
  await show();
  say(told);
}

/** An entry among its namesakes, whom only numbers tell apart. @param {number} id @param {string} label */
const entry = (id, label) => el("span", {}, el("a", { href: address(`speakers/${id}`), dir: "auto" }, label),
  el("span", { class: "quiet" }, ` no.\u00a0${id}`));

/** Entries that may be the same. @param {Profile} mine @param {Suggestion[]} all */
export function duplicates(mine, all) {
  if (!all.length) return null;
  return el("section", { class: "known duplicates" }, el("h2", {}, "Perhaps the same"), el("ul", {}, ...all.map((pair) => {
    const first = pair.one === mine.id;
    const [id, label] = first ? [pair.other, pair.labels[1]] : [pair.one, pair.labels[0]];
    return el("li", {}, entry(id, label),
      el("span", { class: "quiet" }, ` ${pair.reasons.map((reason) => REASONS[reason] ?? reason).join(", ")}`),
      button("Make them one", () => void merge(mine, id, label), { class: "button small", data: { key: `merge-${id}` } }));
  })));
}

/** Entries of the whole registry that may be the same, two by two. @param {Suggestion[]} all */
export function pairs(all) {
  if (!all.length) return null;
  return el("section", { class: "known duplicates" }, el("h2", {}, "Perhaps the same"), el("ul", {}, ...all.map(({ one, other, labels, reasons }) => (
    el("li", {}, el("span", {}, entry(one, labels[0]), " and ", entry(other, labels[1])),
    el("span", { class: "quiet" }, reasons.map((reason) => REASONS[reason] ?? reason).join(", ")),
    button("Make them one", () => void merge({ id: one, label: labels[0] }, other, labels[1]),
      { class: "button small", data: { key: `merge-${one}-${other}` } }))))));
}

/** @param {{id: number, label: string}} mine @param {number} id @param {string} label */
async function merge(mine, id, label) {
  const given = await decide({ title: "Are they one?", yes: "Make them one", about: [
    "All that was said by ", el("b", { dir: "auto" }, label), ` (number ${id}) becomes part of `, el("b", { dir: "auto" }, mine.label),
    ` (number ${mine.id}), and articles that are yet to come follow. It can be undone.`] });
  if (given) await post(id, "merge", { ...given, into: mine.id }, "They are one.");
}

/** @param {Profile} mine */
export function tools(mine) {
  if (mine.merged_into !== null) return null;
  return el("div", { class: "buttons" },
    button("Rename", () => void rename(mine), { class: "button small", data: { key: "rename" } }),
    button("Give an id", () => void identify(mine), { class: "button small", data: { key: "identify" } }));
}

/** @param {Profile} mine */
async function rename(mine) {
  const name = el("input", { type: "text", required: true, value: mine.label, maxlength: 200, dir: "auto" });
  const given = await decide({ title: "Another name", yes: "Rename", controls: [field("Name", name)],
    about: ["It is found by the name before as well."] });
  if (given) await post(mine.id, "rename", { ...given, name: name.value.trim() }, "Renamed.");
}

/** @param {Profile} mine */
async function identify(mine) {
  const scheme = el("input", { type: "text", required: true, value: "wikidata", maxlength: 100 });
  const id = el("input", { type: "text", maxlength: 100, dir: "auto" });
  const given = await decide({ title: "An id", yes: "Give it", controls: [field("Scheme", scheme), field("Id", id, "Nothing takes it away.")],
    about: ["Articles whose records have the id are of this entry."] });
  if (given) await post(mine.id, "identify", { ...given, ids: { [scheme.value.trim()]: id.value.trim() || null } }, "Kept.");
}

/** What was decided, the latest first; the last of it can be undone. @param {Profile} mine */
export function history(mine) {
  const { history: all } = mine;
  const last = all.find(({ action, undone }) => action !== "undo" && !undone);
  return el("section", { class: "known" }, el("h2", {}, "Decided by hand"),
    all.length === 0 && el("p", { class: "quiet" }, "Nothing yet."),
    el("ol", { class: "events" }, ...all.map((event) => el("li", { class: event.undone ? "undone" : null }, ...happened(mine, event)))),
    last && button("Undo the last", () => void undo(mine, last), { class: "button small", data: { key: "undo" } }),
    tools(mine));
}

/** @param {Profile} mine @param {Happened} event */
function happened(mine, { action, author, reason, at, other, speaker, undone }) {
  const with_ = other === mine.id ? speaker : other;
  return [el("b", {}, ACTIONS[action] ?? action), undone && " (undone)",
    with_ !== null && with_ !== mine.id && el("span", {}, " with ", el("a", { href: address(`speakers/${with_}`) }, `number ${with_}`)),
    el("span", { class: "quiet" }, ", ", ...dotted(el("span", { dir: "auto" }, author), date(at))),
    reason && el("q", { dir: "auto" }, reason)];
}

/** @param {Profile} mine @param {Happened} last */
async function undo(mine, last) {
  const given = await decide({ title: "Undo this?", yes: "Undo", about: [
    el("b", {}, ACTIONS[last.action] ?? last.action), ` by ${last.author}. What came to the entry since stays.`] });
  if (given) await post(mine.id, "undo", given, "Undone.");
}

/** The articles that an entry is in, from which some can be taken out. @param {Profile} mine */
export function appearances(mine) {
  const list = el("div", {});
  const ontoggle = (/** @type {any} */ event) => event.target.open && !list.firstChild && void attempt(async () => {
    const found = await send("GET", local(`/v1/speakers/${mine.id}/appearances`));
    if (!list.firstChild) refill(list, [form(mine, found.appearances)]); // else it was opened twice, and some may be ticked
  });
  return el("details", { class: "known", ontoggle }, el("summary", {}, `In ${many(mine.articles, "article")}, and why`), list);
}

/** @param {Profile} mine @param {Appearance[]} all */
function form(mine, all) {
  const onsubmit = (/** @type {any} */ event) => {
    event.preventDefault();
    const chosen = new FormData(event.target).getAll("appearance").map(Number);
    if (chosen.length) void split(mine, chosen);
  };
  return el("form", { onsubmit }, el("ul", { class: "appearances" }, ...all.map((one) => el("li", {}, el("label", {},
    el("input", { type: "checkbox", name: "appearance", value: one.id }),
    el("span", {}, ...dotted(el("span", { dir: "auto" }, [one.name, ...one.roles].join(", ")), one.title && el("cite", { dir: "auto" }, one.title),
      one.outlet && el("span", { dir: "auto" }, one.outlet), date(one.day)),
    el("span", { class: "quiet" }, ` (${one.evidence.join(", ")})`)))))),
  mine.merged_into === null && el("button", { class: "button small" }, "The ticked ones are somebody else"));
}

/** @param {Profile} mine @param {number[]} chosen */
async function split(mine, chosen) {
  const into = el("input", { type: "text", inputmode: "numeric", pattern: "[0-9]*" });
  const given = await decide({ title: "Somebody else?", yes: "Take them out", about: [
    `${many(chosen.length, "article")} will be of another entry, also when they are read anew.`],
  controls: [field("Number of the other entry", into, "Without one there is a new entry.")] });
  const other = into.value.trim();
  if (given) await post(mine.id, "split", { ...given, appearances: chosen, ...(other ? { into: Number(other) } : {}) }, "Taken out.");
}
