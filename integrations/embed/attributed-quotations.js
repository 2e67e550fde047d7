/*!
 * <attributed-quotations>: shows who said what in an article of the page that it stands on.
 * Part of attribution 0.1.0, Apache-2.0. How to use it: docs/embed.md
 *
 * It never changes the article: highlights are painted over it, and all that can be focused is in the element's
 * shadow tree. What records say is set as text alone, never as markup.
 */

const LABELS = {
  en: {
    list: "Who said what",
    index: "Quotations in this article",
    card: "Who said this",
    close: "Close",
    previous: "Previous quotation",
    next: "Next quotation",
    show: "Show in the article",
    direct: "Word for word",
    indirect: "In the reporter’s words",
    mixed: "Partly word for word",
    unnamed: "Speaker not named",
    anonymous: "name withheld",
    negated: "Not said, according to the article",
    quoting: "Quoted by",
    addressee: "To",
    medium: "Through",
    time: "When",
    position: "{n} of {of}",
  },
};
const NAME = "attributed-quotations";
const TYPES = ["direct", "mixed", "indirect"];
const KINDS = [...TYPES, "active"];

// The page as words: each with its place in the text nodes

/** Text in these is not the article's. */
const SKIPPED =
  "script,style,noscript,template,iframe,object,embed,svg,math,canvas,audio,video,select,textarea,input,button," +
  "nav,ins.adsbygoogle,[hidden],[aria-hidden=true],[role=tooltip],.sr-only,.visually-hidden,.screen-reader-text," +
  "sup>a[href^='#'],attributed-quotations";
/** What may stand within a line. Everything else, elements of other names too, begins and ends a block. */
const INLINE = new Set(
  ("a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s samp slot small " +
    "span strike strong sub sup time tt u var wbr").split(" "),
);
const BREAK = "\u2029";
const EMOJI = /^[\p{Extended_Pictographic}\p{RI}\p{M}\p{Emoji_Modifier}\u200d]+$/u;
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}";
// Marks, blanks and punctuation are no words: typographers change them. Apostrophes part words, in all their forms.
const WORD = new RegExp(
  `[${UNSPACED}]\\p{M}*|[[\\p{L}\\p{N}]--[${UNSPACED}ʻʼ]][[\\p{L}\\p{N}\\p{M}\\p{Cf}]--[${UNSPACED}ʻʼ]]*` +
    "|[\\p{Extended_Pictographic}\\p{RI}][\\p{M}\\p{Emoji_Modifier}\u200d]*|\\p{Sc}",
  "gv",
);

/** A word as it is compared: composed, in lower case, without soft hyphens and other invisible signs. */
function fold(word) {
  if (/^[a-z0-9]+$/.test(word)) return word;
  return word.normalize("NFKC").replace(/[\p{Cf}\ufe0e\ufe0f]/gu, "").toLowerCase();
}

const wordsOf = (text) => (text.match(WORD) ?? []).map(fold);

/** The children of an element as it is shown; those of this one, around an article, are the article's. */
function childrenOf(element) {
  if (element.shadowRoot && element.localName !== NAME) return element.shadowRoot.childNodes;
  const assigned = element.localName === "slot" ? element.assignedNodes() : [];
  return assigned.length ? assigned : element.childNodes;
}

/** The text of an article as it is shown, and the nodes that it stands in; goes into open shadow trees. */
function readText(article, skip) {
  const page = { text: "", nodes: [], starts: [], roots: new Set([article.getRootNode()]) };
  const take = (node, text) => {
    page.nodes.push(node);
    page.starts.push(page.text.length);
    page.text += text;
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return take(node, node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || (node !== article && node.matches(skip))) return undefined;
    if (node.localName === "img") return EMOJI.test(node.alt) ? take(node, node.alt) : undefined;
    const block = !INLINE.has(node.localName);
    if (block) page.text += BREAK;
    const children = childrenOf(node);
    if (children === node.shadowRoot?.childNodes) page.roots.add(node.shadowRoot);
    for (const child of children) walk(child);
    if (block) page.text += BREAK;
    return undefined;
  };
  walk(article);
  return page;
}

function indexWords(page) {
  Object.assign(page, { words: [], from: [], to: [], breaks: [], places: new Map() });
  let end = 0;
  for (const { 0: word, index } of page.text.matchAll(WORD)) {
    const folded = fold(word);
    const places = page.places.get(folded);
    if (places) places.push(page.words.length);
    else page.places.set(folded, [page.words.length]);
    page.breaks.push(page.text.slice(end, index).includes(BREAK));
    page.words.push(folded);
    page.from.push(index);
    end = index + word.length;
    page.to.push(end);
  }
  return page;
}

// Where a quotation stands on the page: by its words, and the words around it. Unsure is nowhere.

const CONTEXT = 20; // words on each side that tell one place from another
const SURE = 8; // words, of the quotation and around it, that make a place sure
const LEAD = 2; // words by which the best place must lead
const GAP = 250; // words that may stand between two blocks: an advertisement, a box, a caption
const LONGEST = 4000; // words of a span
const MOST = 5000; // quotations
const SIGNS = "\"'`´\\p{Pi}\\p{Pf}„‚‟″′「」『』《》";
const MARKS = `[${SIGNS}]`;
const BETWEEN = `[^${SIGNS}\\p{L}\\p{N}${BREAK}]{0,3}`;

/** The index of the last of the sorted numbers that is not above a limit, or -1. */
function lastUpTo(numbers, limit) {
  let [low, high] = [-1, numbers.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/** The stretches of words in which `words` stand from `at` on, block by block; null where they do not. */
function follow(page, words, at, gaps = 3) {
  let read = 0;
  while (read < words.length && page.words[at + read] === words[read]) read += 1;
  if (read === words.length) return [[at, at + read]];
  for (let end = read; gaps && end > 0; end -= 1) {
    if (!page.breaks[at + end]) continue;
    const rest = words.slice(end);
    const last = Math.min(at + end + GAP, page.words.length);
    for (let next = at + end + 1; next < last; next += 1) {
      const more = page.breaks[next] && page.words[next] === rest[0] && follow(page, rest, next, gaps - 1);
      if (more) return [[at, at + end], ...more];
    }
  }
  return null;
}

/** How many words agree from `at` on, forwards (step 1) or backwards (-1), whatever stands between blocks. */
function agreement(page, words, at, step) {
  const opens = (place) => page.breaks[step > 0 ? place : place + 1];
  const goesOn = (place, rest) => opens(place) && rest.every((word, i) => page.words[place + i * step] === word);
  const resume = (place, read) => {
    const rest = words.slice(read, read + 3);
    for (let far = 1; far <= GAP; far += 1) if (goesOn(place + far * step, rest)) return place + far * step;
    return null;
  };
  let read = 0;
  while (read < words.length) {
    if (page.words[at] !== words[read]) {
      at = opens(at) ? resume(at, read) : null;
      if (at === null) break;
    }
    read += 1;
    at += step;
  }
  return read;
}

/** The words of a span, and the marks that stand before and behind them in it; null where it has no words. */
function partOf(span) {
  const found = [...span.text.matchAll(WORD)];
  if (!found.length || found.length > LONGEST) return null;
  const { 0: last, index } = found.at(-1);
  const rest = span.text.slice(index + last.length);
  const marks = (text) => text.match(new RegExp(MARKS, "gu"))?.length;
  const [opening, closing] = [marks(span.text.slice(0, found[0].index)), marks(rest)];
  return {
    start: span.start,
    end: span.end,
    words: found.map(([word]) => fold(word)),
    opening: opening && new RegExp(`${MARKS}{1,${opening}}${BETWEEN}$`, "u"),
    closing: closing ? new RegExp(`^${BETWEEN}${MARKS}{1,${closing}}`, "u") : rest.trim() && /^[.,!?…;:。！？]{1,3}/,
    marked: Boolean(opening || closing),
  };
}

/** Positions in the text of the page, marks included; `marked` where those are there too. */
function stretch(page, { opening, closing, marked }, runs) {
  const places = runs.map(([first, end]) => [page.from[first], page.to[end - 1]]);
  const [[start], [, end]] = [places[0], places.at(-1)];
  const before = opening && page.text.slice(Math.max(0, start - 8), start).match(opening);
  const behind = closing && page.text.slice(end, end + 8).match(closing);
  if (before) places[0][0] -= before[0].length;
  if (behind) places.at(-1)[1] += behind[0].length;
  return { places, marked: marked && Boolean((!opening || before) && (!closing || behind)) };
}

/** Where a part that goes on with a quotation stands behind the part before it: the nearest place that is sure. */
function continuation(page, part, { end: left }, from, after) {
  const near = Math.min(Math.max(part.start - left, 0) / 2, 300) + 5;
  const places = page.places.get(part.words[0]) ?? [];
  let nearest = null;
  for (let i = lastUpTo(places, from - 1) + 1; places[i] <= from + near + GAP; i += 1) {
    if (nearest && places[i] > from + near) break;
    const runs = follow(page, part.words, places[i]);
    if (!runs) continue;
    if (stretch(page, part, runs).marked) return runs;
    const sure = part.words.length >= 3 || (after && agreement(page, after, ends(runs), 1) >= 3);
    if (sure) nearest ??= runs;
  }
  return nearest;
}

const ends = (runs) => runs.at(-1)[1];

/** The places of the page where a quotation may stand, with how many words around it agree; the best first. */
function candidates(page, [first, ...more], before, after) {
  const found = [];
  for (const at of page.places.get(first.words[0]) ?? []) {
    const runs = follow(page, first.words, at);
    if (runs) found.push({ at, all: [runs], support: agreement(page, before, at - 1, -1) });
  }
  let best = 0;
  return found.sort(bySupport).filter((one) => {
    if (one.support + after.length <= best - LEAD) return false; // whatever follows it, it cannot come near the best
    let part = first;
    for (const next of more) {
      const runs = continuation(page, next, part, ends(one.all.at(-1)), next === more.at(-1) && after);
      if (!runs) return false;
      one.all.push(runs);
      part = next;
    }
    one.support += agreement(page, after, ends(one.all.at(-1)), 1);
    best = Math.max(best, one.support);
    return true;
  }).sort(bySupport);
}

const bySupport = (one, other) => other.support - one.support;

/** Looks for one quotation: `{place}` or `{reason}`, and `tied` places that are as good. */
function look(page, quotation) {
  const parts = quotation.spans.map(partOf).filter(Boolean);
  if (!parts.length) return { reason: "no-words" };
  const before = wordsOf(quotation.context.before).slice(-CONTEXT).reverse();
  const after = wordsOf(quotation.context.after).slice(0, CONTEXT);
  const found = candidates(page, parts, before, after);
  if (!found.length) return { reason: "not-found" };
  const { support } = found[0];
  const length = parts.reduce((sum, { words }) => sum + words.length, 0);
  if (support < before.length + after.length && length + support < SURE) return { reason: "unsure" };
  const tied = found.filter((one) => one.support > support - LEAD);
  for (const one of tied) one.places = one.all.flatMap((runs, i) => stretch(page, parts[i], runs).places);
  if (tied.length === 1) return { place: tied[0] };
  return { reason: "ambiguous", tied: tied.sort((one, other) => one.at - other.at) };
}

/**
 * Where each quotation stands: `{place}` or `{reason}`, in the order of the records. Quotations with the same
 * words and surroundings are told apart only where the page has as many such places as there are records.
 */
function locate(page, quotations) {
  const looked = quotations.map((quotation) => look(page, quotation));
  const alike = {};
  for (const one of looked) if (one.tied) (alike[one.tied.map(({ at }) => at)] ??= []).push(one);
  for (const group of Object.values(alike)) {
    if (group.length === group[0].tied.length) group.forEach((one, i) => (one.place = one.tied[i]));
  }
  return looked;
}

function rangesOf(page, [start, end]) {
  const ranges = [];
  for (let i = lastUpTo(page.starts, start); i < page.nodes.length && page.starts[i] < end; i += 1) {
    const node = page.nodes[i];
    const from = Math.max(start - page.starts[i], 0);
    const to = Math.min(end - page.starts[i], node.length ?? 0);
    if (node.nodeType !== Node.TEXT_NODE || !node.data.slice(from, to).trim()) continue;
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    ranges.push(range);
  }
  return ranges;
}

// Records: read as data of strangers

const text = (value) => (typeof value === "string" ? value : "");
const list = (value) => (Array.isArray(value) ? value : []);
const number = (value) => (Number.isFinite(value) ? value : 0);

function entryOf(quotation, speakers, least) {
  const sure = (what) => !(quotation.confidence?.[what] < least);
  const speaker = sure("speaker") ? speakers.get(quotation.speaker) : null;
  const { source } = quotation;
  return {
    record: quotation,
    id: text(quotation.id),
    type: TYPES.includes(quotation.type) ? quotation.type : "indirect",
    text: text(quotation.text),
    spans: list(quotation.spans)
      .filter((span) => span && typeof span.text === "string")
      .map((span) => ({ start: number(span.start), end: number(span.end), text: span.text })),
    context: { before: text(quotation.context?.before), after: text(quotation.context?.after) },
    speaker,
    parent: text(quotation.parent),
    name: text(speaker?.name) || text(speaker?.label) || (source?.form === "pronoun" ? "" : text(source?.text)),
    anonymous: speaker?.anonymous === true,
    role: sure("speaker") && sure("role") ? roleOf(quotation.role) : "",
    negated: quotation.cue?.negated === true,
    addressee: text(quotation.addressee?.text),
    medium: text(quotation.medium?.text),
    time: text(quotation.time?.text),
  };
}

function roleOf(role) {
  const words = text(role?.text);
  const affiliation = text(role?.affiliation?.text);
  return words.includes(affiliation) ? words : [words, affiliation].filter(Boolean).join(", ");
}

/** The quotations of an extraction that are to be shown; an Error where it is none. */
function entriesOf(extraction, { all, least }) {
  if (extraction?.schema !== "1" || !Array.isArray(extraction.quotations)) {
    throw Object.assign(new Error("not an extraction of schema 1"), { reason: "schema" });
  }
  const known = list(extraction.speakers).filter(Boolean);
  const speakers = new Map(known.map((speaker) => [speaker.id, speaker]));
  return extraction.quotations
    .slice(0, MOST)
    .filter((one) => one && typeof one === "object")
    .filter((one) => all || one.statement !== false)
    .filter((one) => !(one.confidence?.content < least))
    .map((one) => entryOf(one, speakers, least));
}

/** JSON from an address, without cookies; an Error with a reason where there is none. */
async function fetchJson(address, options) {
  const url = new URL(address, document.baseURI);
  if (!/^https?:$/.test(url.protocol)) throw Object.assign(new Error("not an address of http"), { reason: "address" });
  const response = await fetch(url, { credentials: "omit", mode: "cors", ...options }).catch((error) => {
    throw Object.assign(error, { reason: "network" });
  });
  if (!response.ok) throw Object.assign(new Error(`status ${response.status}`), { reason: "status" });
  return parse(await response.text());
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw Object.assign(error, { reason: "json" });
  }
}

// How it looks

const STYLE = `
:host { display: block; --_accent: var(--quotation-accent, light-dark(#8a5300, #f2b84b));
  --_muted: var(--quotation-muted, light-dark(#5b6068, #a7adb7));
  --_line: var(--quotation-line, light-dark(#dfe1e5, #3a3f47)); }
:host([hidden]), slot[hidden] { display: none; }
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
[role=toolbar] { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
[popover] { position: fixed; inset: auto; margin: 0; box-sizing: border-box; padding: .875rem 1rem .75rem;
  width: max-content; max-width: min(var(--quotation-width, 22rem), calc(100vw - 1.5rem)); max-height: 60vh; overflow: auto;
  border: 1px solid var(--_line); border-radius: var(--quotation-radius, .75rem); border-top: 3px solid var(--_accent);
  background: var(--quotation-surface, light-dark(#fff, #1d2025)); color: var(--quotation-text, light-dark(#16181c, #eceef1));
  box-shadow: var(--quotation-shadow, 0 1px 2px rgb(0 0 0 / .08), 0 8px 28px rgb(0 0 0 / .18));
  font: var(--quotation-font, .9375rem/1.45 system-ui, sans-serif); text-align: start; }
[popover]:focus-visible, [popover].ring, button:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
[popover].sheet { left: .5rem; right: .5rem; width: auto; max-width: none; padding-bottom: max(.75rem, env(safe-area-inset-bottom)); }
[part=name] { font-weight: 650; font-size: 1.0625em; }
p[part=name] { padding-right: 2rem; }
:host(:dir(rtl)) p[part=name] { padding: 0 0 0 2rem; }
p, ul, dl, dd, blockquote { margin: 0; padding: 0; overflow-wrap: anywhere; }
ul { list-style: none; }
[part=role], [part=kind], [part=count], dt { color: var(--_muted); }
[part=details] { margin-top: .5rem; display: grid; grid-template-columns: auto 1fr; gap: .125rem .625rem; font-size: .875em; }
[part=foot] { display: flex; align-items: center; gap: .25rem; margin-top: .625rem; padding-top: .5rem; border-top: 1px solid var(--_line);
  font-size: .8125em; }
[part=foot] [part=kind] { margin-inline-end: auto; padding-inline-end: .75rem; }
button { font: inherit; color: inherit; background: none; border: 0; border-radius: .375rem; cursor: pointer; }
[popover] button { min-width: 1.75rem; height: 1.75rem; padding: 0; font-size: 1.25rem; line-height: 1; }
[popover] button:hover { background: color-mix(in srgb, currentcolor 10%, transparent); }
[part=close] { position: absolute; top: .5rem; inset-inline-end: .5rem; }
[part=heading] { font-weight: 700; font-size: 1.25em; margin-bottom: .5rem; }
[part=speaker] { padding: .875rem 0; border-top: 1px solid var(--_line); }
[part=quotation] { margin-top: .625rem; padding-inline-start: .875rem; border-inline-start: 3px solid var(--_line); }
[data-type=direct] { border-color: var(--_accent); }
[part=quotation] > p { font-size: .8125em; margin-top: .125rem; }
[part=show] { padding: .125rem 0; margin-inline-start: .75rem; text-decoration: underline; text-underline-offset: .2em; color: var(--_accent); }
@media (pointer: coarse) { [popover] button { min-width: 2.75rem; height: 2.75rem; } [part=show] { padding: .75rem 0; } }
@media (prefers-reduced-motion: no-preference) { [popover] { animation: in .12s; } @keyframes in { from { opacity: 0; } } }
@media print { [popover], [role=toolbar], [part=show] { display: none; } [part=quotation] { break-inside: avoid; } }
`;

/** How the highlights of one element are painted. No colour of text: the page's own stays readable. */
const paint = (name) => {
  const [direct, mixed, indirect, active] = KINDS.map((kind) => `::highlight(${name}-${kind})`);
  return `
@media screen {
${direct} { background-color: var(--quotation-direct, rgb(250 190 40 / .26)); }
${mixed} { background-color: var(--quotation-mixed, rgb(250 190 40 / .15)); }
${indirect} { background-color: var(--quotation-indirect, transparent); }
${mixed}, ${indirect} { text-decoration: underline dotted 2px var(--quotation-underline, rgb(190 125 0 / .75)); }
${active} { background-color: var(--quotation-active, light-dark(rgb(250 180 20 / .55), rgb(250 180 20 / .4))); }
}
@media screen and (forced-colors: active) {
${direct}, ${mixed}, ${indirect} { background-color: Canvas; color: CanvasText; text-decoration: underline dotted 2px; }
${active} { background-color: Mark; color: MarkText; }
}`;
};

function sheetOf(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** An element of the shadow tree; children that are strings become text. */
function make(name, part, ...children) {
  const made = document.createElement(name);
  if (part) made.setAttribute("part", part);
  made.append(...children);
  return made;
}

function button(part, words, act) {
  const made = make("button", part, words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function wording(name, part, words) {
  const made = make(name, part, words);
  made.dir = "auto"; // they may be in another script than the page
  return made;
}

// The paint on the page

const HIGHLIGHTS = typeof Highlight === "function" && Boolean(globalThis.CSS?.highlights);
let elements = 0;

/** The highlights of one element: they are its own, and go with it. */
class Paint {
  constructor() {
    elements += 1;
    this.name = `${NAME}-${elements}`;
    this.sheet = sheetOf(paint(this.name));
    this.roots = new Set();
  }

  /** Paints ranges by a kind, instead of those that were so painted before. */
  set(kind, ranges, roots) {
    const name = `${this.name}-${kind}`;
    const highlight = new Highlight(...ranges);
    highlight.priority = KINDS.indexOf(kind);
    if (ranges.length) CSS.highlights.set(name, highlight);
    else CSS.highlights.delete(name);
    for (const root of roots) {
      if (!this.roots.has(root)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.sheet];
      this.roots.add(root);
    }
  }

  clear() {
    for (const kind of KINDS) this.set(kind, [], []);
    for (const root of this.roots) {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
    }
    this.roots.clear();
  }
}

// The card: a dialog that is not modal. It previews on hover and focus, and stays once opened.

const NARROW = 520;
const MARGIN = 12;

class Card {
  constructor(label, actions) {
    this.label = label;
    this.name = wording("p", "name", "");
    this.role = wording("p", "role", "");
    this.details = make("dl", "details");
    this.kind = make("span", "kind");
    this.count = wording("span", "count", "");
    this.previous = button("previous", "‹", () => actions.step(-1));
    this.next = button("next", "›", () => actions.step(1));
    this.close = button("close", "×", actions.close);
    const foot = make("div", "foot", this.kind, this.count, this.previous, this.next);
    this.box = make("div", "card", this.name, this.role, this.details, foot, this.close);
    Object.assign(this.box, { popover: "manual", tabIndex: -1, id: "card", role: "dialog" });
  }

  fill(entry, { n, of, quoting }) {
    const { label } = this;
    for (const part of ["close", "previous", "next"]) this[part].ariaLabel = label(part);
    this.box.ariaLabel = `${label("card")}: ${speakerLine(entry, label)}`;
    this.name.textContent = entry.name || label("unnamed");
    this.role.textContent = [entry.role, entry.anonymous && label("anonymous")].filter(Boolean).join(" · ");
    this.kind.textContent = label(entry.negated ? "negated" : entry.type);
    this.count.textContent = label("position").replace("{n}", n).replace("{of}", of);
    const details = ["addressee", "medium", "time"].map((key) => [label(key), entry[key]]);
    if (quoting) details.unshift([label("quoting"), quoting]);
    this.details.replaceChildren(
      ...details.filter(([, words]) => words).flatMap(([term, words]) => [make("dt", "", term), wording("dd", "", words)]),
    );
    this.details.hidden = !this.details.childElementCount;
    this.role.hidden = !this.role.textContent;
  }

  /** Puts it below what it is about, above where there is no room, and at an edge of a narrow window. */
  place(rects) {
    const { box } = this;
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    box.classList.toggle("sheet", width < NARROW);
    const { offsetWidth, offsetHeight } = box;
    const [first, last] = [rects[0], rects.at(-1)];
    const room = height - offsetHeight - MARGIN;
    const below = last.bottom + 8 <= room;
    const free = below ? last.bottom + 8 : first.top - 8 - offsetHeight;
    const edge = last.bottom > room ? MARGIN : room;
    const left = Math.min(Math.max((below ? last : first).left, MARGIN), width - offsetWidth - MARGIN);
    box.style.left = width < NARROW ? "" : `${left}px`;
    box.style.top = `${width < NARROW || free < MARGIN ? edge : free}px`;
  }
}

function speakerLine(entry, label) {
  return [entry.name || label("unnamed"), entry.role].filter(Boolean).join(", ");
}

function clip(words, length = 80) {
  return words.length > length ? `${words.slice(0, words.lastIndexOf(" ", length) + 1 || length).trim()}…` : words;
}

// The element

const SOURCES = ["src", "api"];
const VIEWS = ["for", "mode", "skip", "all", "confidence", "level", "lang"];
const CALM = 200; // milliseconds after a change before the page is read again
const SETTLED = 1000; // milliseconds without a change after which what is not found counts as missing
const RETRIES = [300, 1000, 3000, 9000]; // a shadow tree is attached without notice
const HOVER = 150; // milliseconds before a card previews
const GRACE = 300; // milliseconds to reach it
const INTERACTIVE = "a[href],button,input,select,textarea,label,summary,[role=button],[contenteditable]";

class AttributedQuotations extends HTMLElement {
  /** The element's words by language: add your own, or set single ones by the attributes `label-…`. */
  static labels = LABELS;

  static observedAttributes = [...SOURCES, ...VIEWS, ...Object.keys(LABELS.en).map((key) => `label-${key}`)];

  #slot = make("slot");
  #body = make("div");
  #card = new Card((key) => this.#label(key), { step: (by) => this.#step(by), close: () => this.#close(true) });
  #paint = HIGHLIGHTS ? new Paint() : null;
  #observer = new MutationObserver(() => this.#later());
  #timers = {};
  #life = null; // ends with the connection
  #bond = null; // ends when another article is shown
  #turn = 0; // of loading: what a former turn brings comes too late
  #given = null;
  #inline = null;
  #waiting = false; // for an article to ask the service about
  #extraction = null;
  #entries = [];
  #article = null;
  #page = null;
  #cost = 0;
  #located = [];
  #missing = [];
  #reported = new WeakSet();
  #under = new Map(); // element of the page -> what stands right in it
  #shown = "";
  #open = -1;
  #part = 0; // of the quotation, which the card stands beside
  #pinned = false;
  #opener = null;
  #current = null; // the record that the card is about
  #quiet = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetOf(STYLE)];
    root.append(this.#slot, this.#body, this.#card.box);
    this.#card.box.addEventListener("pointerenter", () => clearTimeout(this.#timers.leave));
    this.#card.box.addEventListener("pointerleave", () => this.#leave());
    this.#card.box.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (this.#pinned && to && !this.#card.box.contains(to)) this.#close(false);
    });
  }

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    document.addEventListener("keydown", (event) => this.#escape(event), { signal, capture: true });
    document.addEventListener("pointerdown", (event) => this.#outside(event), { signal, capture: true });
    for (const event of ["scroll", "resize"]) {
      globalThis.addEventListener(event, () => this.#place(), { signal, capture: true, passive: true });
    }
    RETRIES.forEach((wait, i) => {
      this.#timers[`retry${i}`] = setTimeout(() => this.#retry(i === RETRIES.length - 1), wait);
    });
    this.#observe();
    this.#load();
  }

  disconnectedCallback() {
    this.#close(false);
    this.#life.abort();
    this.#bond?.abort();
    this.#observer.disconnect();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
    this.#paint?.clear();
    this.#body.replaceChildren();
    this.#slot.hidden = false;
    this.#turn += 1;
    this.#under = new Map();
    this.#article = this.#page = this.#inline = null;
    this.#shown = "";
    this.#waiting = false;
    this.#located = this.#missing = [];
  }

  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || !this.#life || before === value) return;
    if (SOURCES.includes(name)) this.#load();
    else this.#update(true);
  }

  /** The extraction shown. One that is set goes before all other sources. */
  get records() {
    return this.#extraction;
  }

  set records(extraction) {
    this.#given = extraction;
    if (this.isConnected) this.#load();
  }

  /** The records of what was found on the page, in its order; `missing` has the others. */
  get located() {
    return this.#located.map(({ record }) => record);
  }

  get missing() {
    return this.#missing.map(({ record }) => record);
  }

  async refresh() {
    if (this.isConnected) await this.#load();
  }

  async #load() {
    this.#turn += 1;
    const turn = this.#turn;
    this.#waiting = false;
    try {
      const extraction = await this.#get();
      if (turn !== this.#turn) return;
      this.#waiting = !extraction && this.hasAttribute("api");
      this.#extraction = extraction ?? null;
      this.#update(true);
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** The extraction, from where the element is told; undefined where there is none yet. */
  async #get() {
    const { signal } = this.#life;
    if (this.#given) return this.#given;
    if (this.hasAttribute("src")) return fetchJson(this.getAttribute("src"), { signal });
    this.#inline = this.#script();
    if (this.#inline !== null) return parse(this.#inline);
    return this.hasAttribute("api") ? this.#ask(signal) : undefined;
  }

  #script() {
    const own = [...this.children].find((child) => child.localName === "script" && /json/.test(child.type));
    return own ? own.textContent : null;
  }

  /** What the service says of the article's text; it is asked once, however often the page changes. */
  async #ask(signal) {
    const article = this.#find();
    const blocks = article ? this.#read(article).text.split(BREAK) : [];
    const words = blocks.map((block) => block.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n\n");
    if (!words) return undefined;
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ text: words, unit: "utf16" });
    return fetchJson(this.getAttribute("api"), { method: "POST", headers, body, signal });
  }

  #fail(error) {
    this.#tell("quotations-error", { reason: error.reason ?? error.name, message: String(error.message) });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** The article: by id or selector, or what the element wraps; null for a list by itself. */
  #find() {
    const target = this.getAttribute("for");
    if (target === null) return this.#mode() === "list" ? null : this;
    const at = (root) => root.getElementById(target) ?? root.querySelector(target);
    return at(this.getRootNode()) ?? at(document);
  }

  #mode() {
    const mode = this.getAttribute("mode");
    return mode === "list" || mode === "both" ? mode : "highlight";
  }

  #read(article) {
    return readText(article, `${SKIPPED},${this.getAttribute("skip") || "template"}`);
  }

  #observe() {
    const changes = { childList: true, subtree: true, characterData: true };
    this.#observer.disconnect();
    this.#observer.observe(this, changes);
    const roots = this.#page ? [...this.#page.roots].filter((root) => root.host) : [];
    const waiting = this.hasAttribute("for") ? [this.getRootNode(), document] : [];
    for (const node of this.#article ? [this.#article, ...roots] : waiting) this.#observer.observe(node, changes);
  }

  /** Reads the page again soon, the rarer the longer that takes. */
  #later() {
    this.#timers.report = clearTimeout(this.#timers.report);
    this.#timers.change ??= setTimeout(() => {
      this.#timers.change = undefined;
      const script = this.#script();
      if (script !== null && script !== this.#inline) this.#load();
      else this.#update(false);
    }, Math.max(CALM, this.#cost * 10));
  }

  #retry(last) {
    if (!this.#article || !this.#page?.words?.length || this.#missing.length) this.#update(false);
    if (last && this.hasAttribute("for") && !this.#article) this.#fail({ reason: "no-article", message: "no article" });
  }

  /** Brings everything up to date, where the page has changed or `anew`. */
  #update(anew) {
    const began = performance.now();
    try {
      const article = this.#find();
      const page = article && this.#read(article);
      if (this.#waiting && page?.text.trim()) this.#load();
      if (!anew && article === this.#article && same(page, this.#page)) return;
      this.#article = article;
      this.#page = page;
      this.#match();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#observe();
    this.#render();
    this.#cost = performance.now() - began;
    if (this.#extraction) this.#settle();
  }

  #match() {
    const chosen = { all: this.hasAttribute("all"), least: Number(this.getAttribute("confidence") ?? 0.5) };
    this.#entries = this.#extraction ? entriesOf(this.#extraction, chosen) : [];
    this.#located = this.#missing = [];
    if (!this.#page) return;
    indexWords(this.#page);
    const looked = locate(this.#page, this.#entries);
    this.#entries.forEach((entry, i) => Object.assign(entry, looked[i]));
    this.#located = this.#entries.filter(({ place }) => place).sort((a, b) => a.place.at - b.place.at);
    this.#missing = this.#entries.filter(({ place }) => !place);
    for (const entry of this.#located) {
      entry.parts = entry.place.places.map((at) => rangesOf(this.#page, at));
      entry.ranges = entry.parts.flat();
    }
  }

  #settle() {
    const { length: located } = this.#located;
    this.#tell("quotations-ready", { located, missing: this.#missing.length, milliseconds: this.#cost });
    clearTimeout(this.#timers.report);
    this.#timers.report = setTimeout(() => {
      for (const { record, reason } of this.#missing) {
        if (this.#reported.has(record)) continue;
        this.#reported.add(record);
        this.#tell("quotation-missing", { quotation: record, reason });
      }
    }, SETTLED);
  }

  #label(key) {
    const labels = LABELS[closestLanguage(this).split("-")[0].toLowerCase()];
    return this.getAttribute(`label-${key}`) ?? labels?.[key] ?? LABELS.en[key];
  }

  #render() {
    const mode = this.#mode();
    const highlighted = mode !== "list" && this.#article;
    this.#paint?.clear();
    for (const type of highlighted ? TYPES : []) {
      const ranges = this.#located.filter((entry) => entry.type === type).flatMap((entry) => entry.ranges);
      this.#paint?.set(type, ranges, this.#page.roots);
    }
    this.#bind();
    this.#list(mode === "highlight" && HIGHLIGHTS ? "index" : "list");
    this.#slot.hidden = (this.hasAttribute("for") || mode === "list") && this.#body.hasChildNodes();
    if (this.#open >= 0) this.#reopen(this.located.indexOf(this.#current));
  }

  #bind() {
    this.#under = new Map();
    this.#located.forEach(({ parts }, i) => parts.forEach((part, n) => part.forEach((range) => {
      const { parentNode, assignedSlot } = range.startContainer;
      const parent = assignedSlot ?? parentNode.host ?? parentNode;
      if (!this.#under.has(parent)) this.#under.set(parent, []);
      this.#under.get(parent).push({ i, n, range });
    })));
    this.#bond?.abort();
    if (!this.#article || this.#mode() === "list") return;
    this.#bond = new AbortController();
    const { signal } = this.#bond;
    this.#article.addEventListener("pointermove", (event) => this.#hover(event), { signal, passive: true });
    this.#article.addEventListener("pointerleave", () => this.#leave(), { signal });
    this.#article.addEventListener("click", (event) => this.#tap(event), { signal });
  }

  /** The list or the index, made anew only where it would be another. */
  #list(kind) {
    const entries = this.#article ? this.#located : this.#entries;
    const labels = Object.keys(LABELS.en).map((key) => this.#label(key));
    const content = entries.map((entry) => [entry.text, entry.type, entry.role, entry.speaker?.id, entry.name]);
    const wanted = JSON.stringify([kind, this.getAttribute("level"), Boolean(this.#article), labels, content]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const made = kind === "list" ? this.#groups(entries) : this.#index(entries);
    this.#body.replaceChildren(...(entries.length ? [made] : []));
  }

  #groups(entries) {
    const groups = new Map();
    entries.forEach((entry, i) => {
      const who = entry.speaker ?? entry.name;
      if (!groups.has(who)) groups.set(who, []);
      groups.get(who).push([entry, i]);
    });
    const heading = make("div", "heading", this.#label("list"));
    Object.assign(heading, { role: "heading", ariaLevel: this.getAttribute("level") ?? "2", id: "heading" });
    const speakers = listOf("speakers", [...groups.values()].map((group) => this.#speaker(group)));
    const section = make("section", "list", heading, speakers);
    section.setAttribute("aria-labelledby", "heading");
    return section;
  }

  #speaker(group) {
    const { name, role, anonymous } = group.map(([entry]) => entry).find((entry) => entry.role) ?? group[0][0];
    const more = [role, anonymous && this.#label("anonymous")].filter(Boolean).join(" · ");
    const who = make("p", "", wording("bdi", "name", name || this.#label("unnamed")));
    if (more) who.append(" ", wording("bdi", "role", more));
    return make("li", "speaker", who, listOf("quotations", group.map(([entry, i]) => this.#quotation(entry, i))));
  }

  #quotation(entry, i) {
    const foot = make("p", "", make("span", "kind", this.#label(entry.negated ? "negated" : entry.type)));
    if (this.#article) {
      const label = this.#label("show");
      const show = button("show", label, () => this.#show(i, { pinned: true, scroll: true }));
      show.ariaLabel = `${label}: ${clip(entry.text)}`;
      foot.append(show);
    }
    const item = make("li", "quotation", wording("blockquote", "quote", entry.text), foot);
    item.dataset.type = entry.type;
    return item;
  }

  /** Buttons for keyboard and screen reader: one stop of the tabulator, arrows between them. */
  #index(entries) {
    const bar = make("div", "index");
    Object.assign(bar, { role: "toolbar", ariaLabel: this.#label("index") });
    bar.append(...entries.map((entry, i) => this.#indexItem(entry, i)));
    bar.addEventListener("keydown", (event) => this.#arrow(event, [...bar.children]));
    bar.addEventListener("focusout", () => this.#pinned || this.#close(false));
    return bar;
  }

  #indexItem(entry, i) {
    const words = `${clip(entry.text)} — ${speakerLine(entry, (key) => this.#label(key))}`;
    const item = button("", words, () => this.#show(i, { pinned: true, scroll: true }));
    Object.assign(item, { tabIndex: i ? -1 : 0, ariaHasPopup: "dialog" });
    item.addEventListener("focus", () => this.#quiet || this.#show(i, { scroll: true }));
    return item;
  }

  #arrow(event, items) {
    const at = items.indexOf(event.target);
    const places = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (!(event.key in places)) return;
    const item = items.at(places[event.key] % items.length);
    for (const other of items) other.tabIndex = other === item ? 0 : -1;
    item.focus();
    event.preventDefault();
  }

  /** Shows whose quotation it is: a preview, or `pinned`, with the focus in it. */
  #show(i, { pinned = false, scroll = false, n = 0 }) {
    const entry = this.#located[i];
    clearTimeout(this.#timers.leave);
    if (!entry || (i === this.#open && this.#pinned && !scroll)) return;
    if (pinned && !this.#pinned) this.#opener = deepActive();
    this.#open = i;
    this.#part = n;
    this.#current = entry.record;
    this.#pinned ||= pinned;
    this.#fill(entry);
    if (scroll) bringIntoView(entry.ranges);
    this.#card.box.classList.toggle("ring", !pinned && scroll);
    if (!this.#card.box.matches(":popover-open")) this.#card.box.showPopover();
    this.#place();
    if (pinned) this.#card.box.focus({ preventScroll: true });
    this.#tell("quotation-open", { quotation: entry.record, pinned: this.#pinned });
  }

  #fill(entry) {
    const parent = entry.parent && this.#entries.find(({ id }) => id === entry.parent);
    const place = { n: this.#open + 1, of: this.#located.length, quoting: parent ? parent.name : "" };
    this.#card.fill(entry, place);
    this.#paint?.set("active", entry.ranges, this.#page.roots);
  }

  #place() {
    if (this.#open < 0) return;
    const rects = (this.#located[this.#open].parts[this.#part] ?? []).flatMap((range) => [...range.getClientRects()]);
    this.#card.place(rects.length ? rects : [this.getBoundingClientRect()]);
  }

  #close(back) {
    clearTimeout(this.#timers.hover);
    clearTimeout(this.#timers.leave);
    if (this.#open < 0) return;
    const opener = this.#opener;
    const returns = back && this.#pinned && opener?.isConnected;
    this.#open = -1;
    this.#pinned = false;
    this.#opener = null;
    if (this.#card.box.matches(":popover-open")) this.#card.box.hidePopover();
    this.#paint?.set("active", [], []);
    this.#quiet = true;
    if (returns) opener.focus();
    this.#quiet = false;
    this.#tell("quotation-close", { quotation: this.#current });
  }

  #reopen(i) {
    if (i < 0) {
      this.#close(true);
      return;
    }
    this.#open = i;
    this.#fill(this.#located[i]);
    this.#place();
  }

  #step(by) {
    const { length } = this.#located;
    this.#show((this.#open + by + length) % length, { scroll: true });
  }

  /** The quotation `i`, and part `n` of it, under the pointer: the innermost; undefined where there is none. */
  #hit(event) {
    const { clientX: x, clientY: y } = event;
    const here = (this.#under.get(event.composedPath()[0]) ?? []).filter(({ range }) =>
      [...range.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top - 1 && y <= r.bottom + 1),
    );
    const size = ({ i }) => this.#located[i].text.length;
    return here.sort((a, b) => size(a) - size(b))[0];
  }

  #hover(event) {
    if (event.pointerType === "touch" || this.#pinned) return;
    const hit = this.#hit(event);
    clearTimeout(this.#timers.hover);
    if (!hit) this.#leave();
    else if (hit.i === this.#open) clearTimeout(this.#timers.leave);
    else this.#timers.hover = setTimeout(() => this.#show(hit.i, hit), HOVER);
  }

  #leave() {
    clearTimeout(this.#timers.hover);
    if (this.#open < 0 || this.#pinned) return;
    clearTimeout(this.#timers.leave);
    this.#timers.leave = setTimeout(() => this.#pinned || this.#close(false), GRACE);
  }

  #tap(event) {
    const path = event.composedPath();
    const inside = path.slice(0, path.indexOf(this.#article));
    if (inside.some((node) => node.matches?.(INTERACTIVE)) || !getSelection().isCollapsed) return;
    const hit = this.#hit(event);
    clearTimeout(this.#timers.hover);
    if (hit) this.#show(hit.i, { ...hit, pinned: true });
  }

  #outside(event) {
    if (this.#open >= 0 && !event.composedPath().includes(this.#card.box)) this.#close(false);
  }

  #escape(event) {
    if (event.key !== "Escape" || this.#open < 0) return;
    if (this.#pinned) event.stopPropagation();
    this.#close(true);
  }
}

function same(page, other) {
  if (!page || !other) return page === other;
  const nodes = page.nodes.length === other.nodes.length && page.nodes.every((node, i) => node === other.nodes[i]);
  return nodes && page.text === other.text && page.roots.size === other.roots.size;
}

function listOf(part, items) {
  const made = make("ul", part, ...items);
  made.role = "list"; // Safari takes it from lists without bullets
  return made;
}

function closestLanguage(node) {
  const { host } = node.getRootNode();
  return node.closest("[lang]")?.lang ?? (host ? closestLanguage(host) : "en");
}

function deepActive() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}

/** Scrolls as far as needed for the beginning of the ranges to be seen, as the page itself scrolls. */
function bringIntoView(ranges) {
  const rect = () => ranges[0].getClientRects()[0];
  const { innerHeight: height } = globalThis;
  const seen = (at) => !at || (at.top >= 80 && at.bottom <= height * 0.75);
  if (seen(rect())) return;
  ranges[0].startContainer.parentElement.scrollIntoView({ block: "nearest" });
  if (!seen(rect())) globalThis.scrollBy({ top: rect().top - height / 3 });
}

if (!customElements.get(NAME)) customElements.define(NAME, AttributedQuotations);

export { AttributedQuotations };
