/** The form that takes an article, and the records of an earlier download. */

/** @import {Article, Extraction} from "./types.js" */

import { button, el, field, refill } from "./dom.js";
import { open } from "./files.js";
import { showProgress, showTrouble } from "./notices.js";
import { Trouble, hasStore } from "./service.js";
import { many } from "./words.js";

const OPTIONS = /** @type {[keyof Article, string, string, string][]} */ ([
  ["published", "Published", "2024-05-17", "ISO 8601: days such as “Tuesday” are then resolved."],
  ["id", "Your identifier", "cms-20417", "It comes back in the records."],
  ["url", "Address", "https://news.example/ostby-bridge", ""],
  ["language", "Language", "en", ""],
  ...(hasStore ? [["outlet", "Outlet", "Ostby Post", "Where it appeared; the store keeps it."]] : []),
]);

/** The form, with what was typed or opened. */
export class Intake {
  /** @param {HTMLElement} root @param {(article: Article, records: Extraction | null) => void} take */
  constructor(root, take) {
    this.root = root;
    this.take = take;
    /** @type {{name: string, text: string} | null} */ this.file = null;
    /** @type {{name: string, extraction: Extraction} | null} */ this.records = null;
    /** @type {any} */ this.area = el("textarea", {
      id: "text", rows: 12, spellcheck: "false", dir: "auto", placeholder: "Paste the article here.",
      aria: { describedby: "text-note" }, onpaste: (/** @type {ClipboardEvent} */ event) => this.#paste(event),
    });
    /** @type {any} */ this.title = el("input", { type: "text", id: "title", dir: "auto", autocomplete: "off" });
    /** @type {Map<keyof Article, HTMLInputElement>} */
    this.options = new Map(OPTIONS.map(([name, , placeholder]) => (
      [name, el("input", { type: "text", placeholder, autocomplete: "off" })])));
    this.note = el("p", { class: "opened", aria: { live: "polite" } });
    /** @type {Promise<void>} until all files are read, one after the other */ this.opening = Promise.resolve();
    this.#draw();
    root.addEventListener("dragover", (event) => this.#over(event, true));
    root.addEventListener("dragleave", (event) => this.#over(event, false));
    root.addEventListener("drop", (event) => this.#drop(event));
  }

  #draw() {
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.submit();
    };
    const files = el("input", { type: "file", class: "file", multiple: true, accept: ".txt,.html,.htm,.xhtml,.json,text/plain,text/html,application/json",
      onchange: () => this.open([...files.files]) });
    refill(this.root, [
      el("h1", { id: "intake-title" }, "Who said what, and where it stands"),
      el("p", { class: "lead" }, "Hand in a news article. You get it back with every quotation marked: who said it, in ",
        "which role, and how sure that is. Put right what is wrong, and download the records."),
      el("form", { class: "form", onsubmit },
        el("div", { class: "text-head" }, el("label", { for: "text" }, "Article"), this.#kinds()),
        this.area,
        el("p", { class: "field-note", id: "text-note" }, "Or drop a file: .txt, .html, or the .json of an earlier download together with its article."),
        this.note,
        field("Headline (quotations in it are found too)", this.title),
        el("details", { class: "more" }, el("summary", {}, "More about the article"),
          el("div", { class: "fields" }, ...OPTIONS.map(([name, label, , note]) => field(label, /** @type {any} */ (this.options.get(name)), note)))),
        el("div", { class: "buttons" }, el("button", { class: "button primary large" }, "Find quotations"),
          el("label", { class: "button large choose" }, files, "Choose a file")))]);
  }

  #kinds() {
    const box = (/** @type {string} */ value, /** @type {string} */ label) => el("label", {},
      el("input", { type: "radio", name: "kind", value, checked: value === "text" }), el("span", {}, label));
    return el("div", { class: "switch", role: "radiogroup", aria: { label: "The article is" } }, box("text", "Text"), box("html", "HTML"));
  }

  /** @returns {"text" | "html"} */
  get kind() {
    return /** @type {any} */ (this.root.querySelector("input[name=kind]:checked")).value;
  }

  set kind(value) {
    /** @type {any} */ (this.root.querySelector(`input[name=kind][value=${value}]`)).checked = true;
  }

  /** Where HTML is wanted, the markup of what was copied is taken. @param {ClipboardEvent} event */
  #paste(event) {
    const markup = this.kind === "html" ? event.clipboardData?.getData("text/html") : "";
    if (!markup) return;
    event.preventDefault();
    this.area.setRangeText(markup, this.area.selectionStart, this.area.selectionEnd, "end");
  }

  /** @param {DragEvent} event @param {boolean} on */
  #over(event, on) {
    event.preventDefault();
    this.root.classList.toggle("dropping", on);
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.#over(event, false);
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length) return void this.open(files);
    const text = event.dataTransfer?.getData("text/plain");
    if (text) this.area.value = text;
  }

  /** @param {File[]} files */
  open(files) {
    const read = this.opening.then(() => this.#open(files));
    this.opening = read.catch(() => {});
    return read;
  }

  /** @param {File[]} files */
  async #open(files) {
    for (const file of files) {
      try {
        const opened = await open(file);
        if ("extraction" in opened) this.#takeRecords(opened);
        else this.#takeFile(opened);
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        showTrouble(error);
      }
    }
    this.#tell();
    if (this.records && this.area.value) this.#handIn();
  }

  /** @param {{name: string, extraction: Extraction}} opened */
  #takeRecords(opened) {
    this.records = opened;
    this.title.value = opened.extraction.article.title ?? "";
    for (const [name, input] of this.options) {
      if (name in opened.extraction.article) input.value = String(/** @type {any} */ (opened.extraction.article)[name] ?? "");
    }
  }

  /** @param {{name: string, text: string, kind: "text" | "html"}} opened */
  #takeFile(opened) {
    this.file = opened;
    this.kind = opened.kind;
    this.area.value = opened.text;
  }

  #tell() {
    refill(this.note, [this.#opened(), " ", this.records && button("Leave the records out", () => this.#leaveOut(), { class: "link" })]);
  }

  /** The article counts alone, without what the records said of it. */
  #leaveOut() {
    const known = /** @type {Record<string, unknown>} */ (this.records?.extraction.article ?? {});
    this.records = null;
    if (this.title.value === known.title) this.title.value = "";
    for (const [name, input] of this.options) if (input.value === known[name]) input.value = "";
    showProgress();
    this.#tell();
    this.area.focus();
  }

  #opened() {
    const { records, file } = this;
    if (records && !this.area.value) {
      const number = many(records.extraction.quotations.length, "quotation");
      return `${records.name} holds ${number}. Now hand in the article that it belongs to.`;
    }
    return [file?.name, records?.name].filter(Boolean).join(" and ");
  }

  /** What the fields hold. A file counts as it was, not as a field shows it, unless it was edited. @returns {Article} */
  article() {
    const value = this.area.value;
    const text = this.file && this.file.text.replace(/\r\n?/g, "\n") === value ? this.file.text : value;
    /** @type {Article} */ const article = { [this.kind]: text };
    if (this.title.value.trim()) article.title = this.title.value;
    for (const [name, input] of this.options) if (input.value.trim()) article[name] = input.value.trim();
    return article;
  }

  /** Hands in what there is with the files that were chosen before, however long it takes to read them. */
  async submit() {
    await this.opening;
    if (!this.root.hidden) this.#handIn(); // else the files were handed in when they were read
  }

  #handIn() {
    if (!this.area.value.trim()) {
      showTrouble(new Trouble("There is no article", "Paste its words, or choose a file."));
      return this.area.focus();
    }
    return this.take(this.article(), this.records?.extraction ?? null);
  }

  /** As it was when the page was opened. */
  clear() {
    this.file = this.records = null;
    this.area.value = this.title.value = this.note.textContent = "";
    for (const input of this.options.values()) input.value = "";
  }
}
