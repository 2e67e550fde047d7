/** What a search is narrowed to: chips of what is asked for, fields, and facets that say how many there are. */

import { el, field } from "../dom.js";
import { REASONS, TYPE_NAMES } from "../words.js";
import { go } from "./page.js";
import { KINDS, claimName, differenceName, reviewName } from "./text.js";

/** @typedef {{name: string, counts: {value: string, count: number}[]}} Facet */

/** A field of a filter: its name, its label, and what it takes: the type of an input, or choices with their labels. */
/** @typedef {[string, string, string | [string, string][]]} Field */

const FIELDS = /** @type {Field[]} */ ([
  ["about", "About", "text"], ["speaker", "Speaker", "text"], ["role", "Role", "text"],
  ["affiliation", "Affiliation", "text"], ["from", "From", "date"], ["to", "To", "date"],
]);
const NAMES = /** @type {Record<string, string>} */ ({
  about: "About", speaker: "Speaker", role: "Role", affiliation: "Affiliation", from: "From", to: "To", type: "Type",
  act: "Kind of statement", outlet: "Outlet", review: "Review", claim: "Check", statement: "Statement", article: "Article",
  kind: "Kind", difference: "What differs", severity: "Gravity at least", status: "Status",
  gone: "Also what is gone", negated: "Denied", confidence: "Confidence at least", worth: "Worth at least", year: "Year",
});
export const FACETS = ["speaker", "role", "affiliation", "outlet", "year", "type", "act", "review"];
const SEVERAL = new Set(["outlet", "type", "act", "review"]); // of which any value may fit
const MARKS = /["“”„‟«»]/g; // that ask for a phrase
const FREE = new Set(["words", "order", "cursor", "limit"]);

/** How a value of a filter is told. @param {string} name @param {string} value @param {string | null} [label] */
function told(name, value, label) {
  if (label) return label;
  if (name === "type") return TYPE_NAMES[/** @type {"direct"} */ (value)] ?? value;
  if (name === "review") return reviewName(value);
  if (name === "claim") return claimName(value);
  if (name === "difference") return differenceName(value);
  if (name === "kind") return KINDS[value] ?? value;
  if (name === "act") return `${value.charAt(0).toUpperCase()}${value.slice(1)}`;
  if (value === "true" || value === "false") return value === "true" ? "yes" : "no";
  return REASONS[/** @type {"title"} */ (value)] ?? value;
}

/** The same search, otherwise. @param {URLSearchParams} asked @param {(next: URLSearchParams) => void} change */
export function otherwise(asked, change) {
  const next = new URLSearchParams(asked);
  next.delete("cursor");
  change(next);
  return next;
}

/** Goes on from the search of the address, which may have changed since the page was drawn. @param {(next: URLSearchParams) => void} how */
export const change = (how) => go(otherwise(new URLSearchParams(location.search), how));

/**
 * The form that asks for words, beside whatever else the search is narrowed to.
 * @param {any} words - the field
 */
export function wordsForm(words) {
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void change((search) => {
      if (words.value.trim()) search.set("words", words.value.trim());
      else search.delete("words");
    }).then(() => document.getElementById("results-title")?.focus());
  };
  return el("form", { class: "search-form", role: "search", onsubmit }, words, el("button", { class: "button primary large" }, "Search"));
}

/** A link to another search; it works as any link does. @param {URLSearchParams} next @param {Record<string, any>} given @param {...any} children */
export function searchLink(next, given, ...children) {
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    void go(next);
  };
  return el("a", { href: `?${next}`, onclick, ...given }, ...children);
}

/**
 * What the search is narrowed to, each with a way to leave it out.
 *
 * @param {URLSearchParams} asked @param {Map<string, string>} labels @param {Set<string>} [elsewhere] what the page shows otherwise
 */
export function chips(asked, labels, elsewhere = new Set()) {
  const given = [...asked].filter(([name, value]) => !FREE.has(name) && !elsewhere.has(name) && value);
  if (!given.length) return null;
  const items = given.map(([name, value]) => {
    const text = `${NAMES[name] ?? name}: ${told(name, value, labels.get(`${name}=${value}`))}`;
    const next = otherwise(asked, (search) => search.delete(name, value));
    return el("li", {}, searchLink(next, { class: "chip", title: "Leave this out", aria: { label: `Leave out ${text}` } },
      el("span", { dir: "auto" }, text), el("span", { aria: { hidden: true } }, " ×")));
  });
  const none = otherwise(asked, (search) => given.forEach(([name]) => search.delete(name)));
  return el("ul", { class: "chips", aria: { label: "Narrowed to" } }, ...items,
    given.length > 1 && el("li", {}, searchLink(none, { class: "chip-all" }, "Leave all out")));
}

/**
 * The states that a list shows one of, the first where the address names none.
 *
 * @param {URLSearchParams} asked @param {string} name @param {[string, string][]} all each with its label
 */
export function states(asked, name, all) {
  const [[first]] = all;
  return el("nav", { class: "states", aria: { label: NAMES[name] } }, ...all.map(([state, label]) => (
    searchLink(otherwise(asked, (search) => (state === first ? search.delete(name) : search.set(name, state))),
      { aria: { current: state === (asked.get(name) ?? first) ? "true" : null }, data: { key: `state-${state}` } }, label))));
}

/**
 * The fields of the filters. They are made once, so that what is being typed stays whatever is found meanwhile; `show`
 * has the others show what is asked for.
 *
 * @param {Field[]} [fields]
 */
export function filterFields(fields = FIELDS) {
  const made = fields.map(([name, label, takes]) => ({ name, label, control: filterControl(name, takes) }));
  return {
    root: el("div", { class: "filter-fields" }, ...made.map(({ label, control }) => field(label, control))),
    /** @param {URLSearchParams} asked @param {Map<string, string>} [labels] */
    show(asked, labels) {
      for (const { name, control } of made) {
        if ("typing" in control.dataset) continue;
        const value = asked.get(name) ?? "";
        control.value = labels?.get(`${name}=${value}`) ?? value;
        if (control.selectedIndex === -1) control.value = ""; // a choice that there is not
      }
    },
  };
}

/** @param {string} name @param {string | [string, string][]} takes @returns {any} */
function filterControl(name, takes) {
  const listeners = {
    oninput: () => (control.dataset.typing = ""),
    onblur: () => delete control.dataset.typing,
    onchange: () => {
      delete control.dataset.typing;
      const typed = control.value.trim();
      void change((search) => (typed ? search.set(name, typed) : search.delete(name)));
    },
  };
  const given = { data: { key: `filter-${name}` }, ...listeners };
  const control = typeof takes === "string" ? el("input", { type: takes, dir: "auto", autocomplete: "off", ...given })
    : el("select", given, ...[["", "Any"], ...takes].map(([one, label]) => el("option", { value: one }, label)));
  return control;
}

/** @param {URLSearchParams} asked @param {Facet[]} facets */
export function facetLists(asked, facets) {
  const lists = new Map(facets.map(({ name, counts }) => [name, counts]));
  return FACETS.filter((name) => lists.get(name)?.length).map((name) => el("section", { class: "facet" },
    el("h3", {}, NAMES[name]),
    el("ul", {}, ...(lists.get(name) ?? []).map(({ value, count }) => facet(asked, name, value, count)))));
}

/** @param {URLSearchParams} asked @param {string} name @param {string} value @param {number} count */
function facet(asked, name, value, count) {
  const on = chosen(asked, name, value);
  const next = otherwise(asked, (search) => (on ? leaveOut(search, name, value) : narrow(search, name, value)));
  return el("li", {}, searchLink(next, { class: "facet-value", data: { key: `facet-${name}-${value}` }, aria: { current: on ? "true" : null } },
    el("span", { dir: "auto" }, told(name, value)),
    el("span", { class: "count" }, count.toLocaleString("en"), el("span", { class: "unseen" }, count === 1 ? " quotation" : " quotations"))));
}

/** @param {URLSearchParams} asked @param {string} name @param {string} value */
function chosen(asked, name, value) {
  if (name === "year") return asked.get("from") === `${value}-01-01` && asked.get("to") === `${value}-12-31`;
  return asked.getAll(name).includes(SEVERAL.has(name) ? value : value.replace(MARKS, " "));
}

/** @param {URLSearchParams} search @param {string} name @param {string} value */
function narrow(search, name, value) {
  if (name === "year") {
    search.set("from", `${value}-01-01`);
    search.set("to", `${value}-12-31`);
  } else if (SEVERAL.has(name)) search.append(name, value);
  else search.set(name, value.replace(MARKS, " "));
}

/** @param {URLSearchParams} search @param {string} name @param {string} value */
function leaveOut(search, name, value) {
  if (name === "year") for (const edge of ["from", "to"]) search.delete(edge);
  else search.delete(name, SEVERAL.has(name) ? value : value.replace(MARKS, " "));
}
