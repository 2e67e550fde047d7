/** The page of an article of the store: its text with the quotations marked, and what became of them. */

/** @import {Kept} from "../kept.js" */
/** @import {Details} from "./quotation.js" */

import { ArticleView } from "../article.js";
import { at, el, refill } from "../dom.js";
import { load } from "../kept.js";
import { say } from "../notices.js";
import { kindOf } from "../panel.js";
import { Shown, headline } from "../reading.js";
import { Trouble, local, send } from "../service.js";
import { many, shortened, who } from "../words.js";
import { decideOn } from "./decisions.js";
import { address, attempt, go, run, show } from "./page.js";
import { card } from "./quotation.js";
import { date, dotted, reviewName } from "./text.js";

const number = Number(location.pathname.split("/").pop());
const root = el("article", { class: "article", aria: { label: "The article" }, tabindex: -1 });
const panel = el("aside", { class: "panel", aria: { label: "Quotations" }, tabindex: -1 });
const view = new ArticleView(root);

/** @type {Kept | null} */ let kept = null;
/** @type {Details | null} */ let details = null;
/** @type {string | null} */ let marked = null;
let deciding = false;

/** @param {URLSearchParams} asked @param {AbortSignal} signal */
async function draw(asked, signal) {
  const chosen = Number(asked.get("quotation")) || null;
  const found = chosen ? send("GET", local(`/v1/quotations/${chosen}`), undefined, signal) : null;
  found?.catch(() => {}); // where the article fails too, that is told
  if (!kept) {
    kept = await load(number, signal);
    drawArticle(kept);
  }
  details = found && await found;
  if (details && details.quotation.article_id !== number) throw new Trouble("Not here", "The quotation is of another article.");
  const local_ = kept.standing.find(({ quotation }) => quotation === chosen)?.local ?? null;
  mark(local_);
  drawPanel(kept);
}

/** @param {Kept} of */
function drawArticle(of) {
  const { extraction, article, reading } = of;
  document.title = `${article.title ?? of.key} – Who said what`;
  const plain = new Shown(article, reading, article.title ?? null);
  const shown = new Shown(article, reading, headline(extraction, plain));
  refill(at("page"), [!shown.title.shown && el("h1", { class: "unseen" }, article.title ?? of.key), about(of), el("div", { class: "work" }, root, panel)]);
  view.draw(shown, extraction, new Set(extraction.quotations.map(({ id }) => id)));
}

/** @param {Kept} of */
function about({ article, outlet, key, revision, extraction }) {
  const safe = /^https?:\/\//i.test(article.url ?? "");
  return el("p", { class: "about-article" }, ...dotted(
    outlet && el("b", { dir: "auto" }, outlet), date(article.published ?? null), many(extraction.quotations.length, "quotation"),
    revision > 1 && `version ${revision} of its text`,
    safe ? el("a", { href: article.url, rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto" }, "where it appeared") : el("span", { dir: "auto" }, key),
    el("a", { href: local(`/?article=${number}`) }, "Correct it")));
}

/** @param {string | null} id of the records */
function mark(id) {
  if (marked) view.show(marked, "chosen", false);
  if (id) view.show(id, "chosen", true);
  marked = id;
  const marker = id && view.of(id).marker;
  const stop = marker || root.querySelector(".marker"); // one for the tab key, from which letters lead on
  for (const one of root.querySelectorAll(".marker")) one.setAttribute("tabindex", one === stop ? "0" : "-1");
  if (marker) marker.scrollIntoView({ block: "center" });
}

/** @param {Kept} of */
function drawPanel(of) {
  refill(panel, [details && card(details, (action) => void decide(action)), all(of)]);
}

/** @param {Kept} of */
function all({ extraction, standing }) {
  return el("section", { class: "overview" }, el("h2", {}, "In this article"),
    el("ol", { class: "sayings" }, ...extraction.quotations.map((quotation, i) => {
      const at = standing.find(({ local: id }) => id === quotation.id);
      const current = at?.quotation === details?.quotation.id && at !== undefined;
      return el("li", {}, el("button", { type: "button", class: `saying ${kindOf(quotation)}`, aria: { current: current ? "true" : null },
        data: { key: `saying-${quotation.id}` }, onclick: () => at && choose(at.quotation) },
      el("span", { class: "number" }, `${i + 1} `), el("span", { dir: "auto" }, shortened(quotation.text)),
      el("span", { class: "quiet", dir: "auto" }, ` ${who(extraction, quotation)}`),
      at && at.review !== "new" && el("span", { class: `state ${at.review}` }, reviewName(at.review))));
    })),
    el("p", {}, el("a", { href: address("search", { article: number, review: "rejected" }) }, "What was rejected")));
}

/** @param {number} quotation @param {{instead?: boolean}} [more] */
const choose = (quotation, more) => go(new URLSearchParams({ quotation: String(quotation) }), more);

/** To the number of the next quotation in the article, from the one of the address: it may not be drawn yet. @param {1 | -1} by */
async function step(by) {
  if (!kept) return;
  const { extraction, standing } = kept;
  const all = extraction.quotations.flatMap(({ id }) => standing.filter(({ local: one }) => one === id));
  const asked = Number(new URLSearchParams(location.search).get("quotation"));
  const now = all.findIndex(({ quotation }) => quotation === asked);
  const next = all[now < 0 && by < 0 ? all.length - 1 : now + by];
  if (!next) return say(by < 0 ? "This is the first." : "This is the last.");
  await choose(next.quotation, { instead: asked > 0 });
  view.of(next.local).marker?.focus();
}

root.addEventListener("click", (/** @type {MouseEvent} */ event) => {
  if (!(event.target instanceof HTMLElement) || !document.getSelection()?.isCollapsed) return;
  const id = event.target.dataset.marker ?? event.target.dataset.content?.split(" ").pop();
  const found = kept?.standing.find(({ local: one }) => one === id);
  if (found) void choose(found.quotation).then(() => document.getElementById("card-title")?.focus({ preventScroll: true }));
});

/** @param {"accept" | "reject" | "reopen"} action */
async function decide(action) {
  if (deciding) return; // pressed twice
  deciding = true;
  const { quotation, version } = /** @type {Details} */ (details);
  let told = "";
  const done = await attempt(async () => {
    told = (await decideOn(quotation.id, action, version))?.told ?? "";
  }).finally(() => (deciding = false));
  kept = null; // the records may be others now, whoever decided
  await show({ told: !done });
  document.getElementById("card-title")?.focus({ preventScroll: true });
  if (told) say(`${told}.`);
}

/** @param {string} key */
const press = (key) => /** @type {HTMLElement | null} */ (panel.querySelector(`[data-key="${key}"]`))?.click();

void run(draw, {
  letters: { j: () => void step(1), k: () => void step(-1), a: () => press("accept"), r: () => press("reject"), c: () => press("correct"), o: () => press("reopen") },
  keys: [["a, r", "accept, reject the chosen quotation"], ["c", "correct it"], ["o", "look at it again"]],
});
