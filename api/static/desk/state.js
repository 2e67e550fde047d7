/** The desk: an article, what was found in it, and what is chosen. */

/** @import {Article, Extraction, Place, Quotation, Reading} from "./types.js" */

import { ArticleView } from "./article.js";
import { ask } from "./dialogs.js";
import { at } from "./dom.js";
import * as edits from "./edits.js";
import { History, forget, keep } from "./history.js";
import { say } from "./notices.js";
import { kind } from "./overview.js";
import { drawPanel } from "./panel.js";
import { Shown, headline } from "./reading.js";
import { drawSelection } from "./select.js";
import { drawTools } from "./tools.js";
import { name } from "./words.js";

const PAUSE = 400; // milliseconds without a change until the draft is kept

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Desk {
  /** @type {Article} */ article = {};
  /** @type {Reading | null} */ reading = null;
  shown = new Shown({}, { unit: "utf16", paragraphs: [], marked: [] }, null);
  /** @type {History | null} */ history = null;
  /** @type {"utf16" | "codepoint"} */ unit = "utf16";
  /** @type {string | null} the id of a quotation */ chosen = null;
  /** @type {string | null} the one that is marked as chosen */ marked = null;
  /** @type {Place | null} */ selection = null;
  /** What is left out. @type {{types: Set<string>, speakers: Set<string>}} */
  filter = { types: new Set(), speakers: new Set() };
  kept = true; // the draft
  /** What it is in the store, and the version that was seen there. @type {import("./kept.js").Stored | null} */ stored = null;

  constructor() {
    /** @type {HTMLElement} */ this.root = at("article");
    /** @type {HTMLElement} */ this.panel = at("panel");
    this.view = new ArticleView(this.root);
    this.ask = ask;
    this.correcting = false;
    this.correctingSpeaker = false;
    this.onclose = () => {};
  }

  clear() {
    this.article = {};
    this.reading = this.history = this.chosen = this.marked = this.selection = null;
    this.unit = "utf16";
    this.filter = { types: new Set(), speakers: new Set() };
    this.kept = true;
    this.stored = null;
  }

  /** Shows an article in which nothing was looked for yet. @param {Article} article @param {Reading} reading */
  read(article, reading) {
    this.clear();
    this.article = article;
    this.reading = reading;
    this.shown = new Shown(article, reading, article.title ?? null);
    at("work").hidden = false;
    this.redraw();
  }

  /**
   * Shows what was found.
   *
   * @param {Extraction} first @param {Extraction} [current] @param {"utf16" | "codepoint"} [unit] that of the file it came from
   */
  found(first, current = first, unit = "utf16") {
    this.history = new History(first, current);
    this.unit = unit;
    this.shown = new Shown(this.article, /** @type {Reading} */ (this.reading), headline(current, this.shown));
    this.redraw();
    this.keep();
  }

  /** The records as they stand. @returns {Extraction} */
  extraction() {
    if (!this.history) throw new Error("there are no records yet");
    return this.history.current;
  }

  /** The chosen quotation. @returns {Quotation | null} */
  quotation() {
    return this.history?.current.quotations.find(({ id }) => id === this.chosen) ?? null;
  }

  /** @param {string} id */
  number(id) {
    return this.extraction().quotations.findIndex((quotation) => quotation.id === id) + 1;
  }

  /** The ids of the quotations that the filter lets through. @returns {Set<string>} */
  wanted() {
    const { types, speakers } = this.filter;
    const through = (this.history?.current.quotations ?? []).filter((quotation) => (
      !types.has(kind(quotation)) && !speakers.has(quotation.speaker ?? "")));
    return new Set(through.map(({ id }) => id));
  }

  redraw() {
    const wanted = this.wanted();
    if (this.chosen && !wanted.has(this.chosen)) this.chosen = null;
    this.view.draw(this.shown, this.history?.current ?? null, wanted);
    this.#mark();
    drawPanel(this.panel, this);
    drawTools(at("tools"), this);
    drawSelection(at("selection"), this);
  }

  #mark() {
    if (this.marked) this.view.show(this.marked, "chosen", false);
    if (this.chosen) this.view.show(this.chosen, "chosen", true);
    this.marked = this.chosen;
    const first = this.root.querySelector(".marker");
    const stop = (this.chosen && this.view.of(this.chosen).marker) || first;
    for (const marker of this.root.querySelectorAll('.marker[tabindex="0"]')) marker.setAttribute("tabindex", "-1");
    stop?.setAttribute("tabindex", "0"); // one stop for the tab key; from there the arrows lead on
  }

  /** @param {string | null} id @param {{focus?: boolean}} [more] */
  choose(id, { focus = false } = {}) {
    if (id && !this.wanted().has(id)) this.showAll(false);
    this.chosen = id;
    if (id && !this.view.of(id).marker) this.redraw();
    this.#mark();
    drawPanel(this.panel, this);
    drawSelection(at("selection"), this);
    if (!id) return;
    const { marker } = this.view.of(id);
    if (focus) marker?.focus({ preventScroll: true });
    marker?.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    if (!focus) this.say(name(this.extraction(), /** @type {Quotation} */ (this.quotation())), false);
  }

  /** Goes to another quotation. @param {number} by @param {{focus?: boolean}} [more] */
  step(by, more) {
    const wanted = this.wanted();
    const ids = this.extraction().quotations.map(({ id }) => id).filter((id) => wanted.has(id));
    if (!ids.length) return this.say("No quotation is shown.");
    const index = this.chosen ? ids.indexOf(this.chosen) : by > 0 ? -1 : ids.length;
    const next = Math.max(0, Math.min(ids.length - 1, Number.isFinite(by) ? index + by : by > 0 ? ids.length - 1 : 0));
    return this.choose(ids[next], more);
  }

  /** Chooses none, and goes back to where it stands in the article. */
  leave() {
    const marker = this.chosen ? this.view.of(this.chosen).marker : null;
    this.choose(null);
    marker?.focus({ preventScroll: true });
  }

  showAll(draw = true) {
    this.filter.speakers.clear();
    this.filter.types.clear();
    if (draw) this.redraw();
  }

  showNobody() {
    for (const { speaker } of this.extraction().quotations) this.filter.speakers.add(speaker ?? "");
    this.redraw();
  }

  /** Puts records in the place of those that are there. @param {Extraction} next @param {string} what was changed */
  commit(next, what) {
    if (!this.history || next === this.history.current) return;
    this.history.commit(next, what);
    const fromBar = at("selection").contains(document.activeElement);
    this.unselect(false);
    this.redraw();
    if (fromBar && this.chosen) this.view.of(this.chosen).marker?.focus({ preventScroll: true });
    this.keep();
    this.say(`Changed: ${what}.`);
  }

  /** @param {Place} place */
  add(place) {
    const { extraction, id } = edits.add(this.extraction(), place, this.shown);
    this.showAll(false);
    this.chosen = id;
    this.correcting = true;
    this.commit(extraction, "a new quotation");
    this.choose(id);
  }

  /** @param {string} id */
  remove(id) {
    const number = this.number(id);
    const ids = this.extraction().quotations.map((quotation) => quotation.id);
    this.chosen = ids[number] ?? ids[number - 2] ?? null;
    this.commit(edits.remove(this.extraction(), id), `quotation ${number} deleted`);
    const marker = this.chosen && this.view.of(this.chosen).marker;
    (marker || this.root).focus({ preventScroll: true });
  }

  undo() {
    this.#travel(this.history?.undo(), "Undone");
  }

  redo() {
    this.#travel(this.history?.redo(), "Done again");
  }

  /** @param {string | null | undefined} what @param {string} word */
  #travel(what, word) {
    if (!what) return this.say(`There is nothing to be ${word.toLowerCase()}.`);
    this.redraw();
    this.keep();
    return this.say(`${word}: ${what}.`);
  }

  /** @param {Place | null} place */
  select(place) {
    this.selection = place;
    drawSelection(at("selection"), this);
  }

  unselect(clear = true) {
    if (clear || this.selection) document.getSelection()?.removeAllRanges();
    this.select(null);
  }

  /** Tells what has happened; `seen` says whether also to those who can see it. @param {string} message */
  say(message, seen = true) {
    say(message, seen);
  }

  /** Keeps a draft, soon. */
  keep() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), PAUSE);
  }

  keepNow() {
    clearTimeout(this.timer);
    if (!this.history || !this.reading) return;
    const { first, current } = this.history;
    const stored = this.stored && { number: this.stored.number, version: this.stored.version };
    const draft = { version: /** @type {const} */ (1), article: this.article, reading: this.reading, first, current, unit: this.unit, stored };
    const done = keep(draft);
    if (done !== this.kept) {
      this.kept = done;
      drawTools(at("tools"), this);
    }
  }

  /** Away with the article and its draft. */
  close() {
    clearTimeout(this.timer);
    forget();
    this.clear();
    this.root.replaceChildren();
    this.view.drawn.clear();
    this.panel.replaceChildren();
    this.panel.classList.remove("open");
    at("work").hidden = true;
    at("tools").hidden = true;
    this.select(null);
    this.onclose();
  }
}
