/** What the registry knows of a speaker: names, roles with their days, outlets, and with whom. */

import { el } from "../dom.js";
import { KINDS, many } from "../words.js";
import { address } from "./page.js";
import { date, dotted } from "./text.js";

/**
 * @typedef {{text: string, title: string | null, affiliation: string | null, former: boolean, first: string | null,
 *   last: string | null, times: number}} Held
 * @typedef {{label: string, count: number, id: number | null}} Counted
 * @typedef {{id: number, speaker: number, other: number | null, action: string, author: string, reason: string | null,
 *   undone: boolean, at: string}} Happened
 * @typedef {{id: number, label: string, kind: string, bare: boolean, ids: Record<string, string>, merged_into: number | null,
 *   names: string[], articles: number, quotations: number, first: string | null, last: string | null, roles: Held[],
 *   affiliations: Held[], outlets: Counted[], others: Counted[], history: Happened[]}} Profile
 */

/** @param {Profile} of */
export function title({ label, kind, bare, names, articles, quotations, first, last, merged_into: into, ids }) {
  const also = names.filter((name) => name !== label);
  return el("header", { class: "page-head" },
    el("h1", { dir: "auto" }, label),
    el("p", { class: "numbers" }, ...dotted(
      KINDS[/** @type {"person"} */ (kind)] ?? kind,
      many(quotations, "quotation"), `in ${many(articles, "article")}`,
      first && el("span", {}, date(first), first !== last && " to ", first !== last && date(last)))),
    also.length > 0 && el("p", { class: "also" }, "Also ", ...dotted(...also.map((name) => el("span", { dir: "auto" }, name)))),
    Object.keys(ids).length > 0 && el("p", { class: "also" }, ...dotted(
      ...Object.entries(ids).map(([scheme, id]) => el("span", { dir: "auto" }, `${scheme}: ${id}`)))),
    into !== null && el("p", { class: "remark" }, "This entry was merged into ",
      el("a", { href: address(`speakers/${into}`) }, "another one"), "."),
    bare && into === null && el("p", { class: "remark" }, "Nothing but the name tells who this is: it may be several."));
}

/** @param {Held[]} roles @param {string} heading */
export function roleTable(roles, heading) {
  if (!roles.length) return null;
  return el("section", { class: "known" }, el("h2", {}, heading), el("table", { class: "held" },
    el("thead", { class: "unseen" }, el("tr", {}, ...["Role", "Seen", "Times"].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...roles.map(({ text, former, first, last, times }) => el("tr", {},
      el("th", { scope: "row", dir: "auto" }, text, former && el("span", { class: "quiet" }, " (former)")),
      el("td", {}, date(first), first !== last && " – ", first !== last && date(last)),
      el("td", { class: "count" }, `${times}×`))))));
}

/** Things and how many articles have them. @param {string} heading @param {Counted[]} all @param {(one: Counted) => string} href */
export function counts(heading, all, href) {
  if (!all.length) return null;
  return el("section", { class: "known" }, el("h2", {}, heading), el("ul", { class: "counts" }, ...all.map((one) => (
    el("li", {}, el("a", { href: href(one), dir: "auto" }, one.label), el("span", { class: "count" }, String(one.count)))))));
}
