/** The page: from the form to the article with its quotations, and back. */

/** @import {Article, Extraction} from "./types.js" */
/** @import {Draft} from "./history.js" */

import { account, askAgain } from "./account.js";
import { showAuthor } from "./author.js";
import { confirm } from "./dialogs.js";
import { at } from "./dom.js";
import { digest } from "./files.js";
import { kept } from "./history.js";
import { Intake } from "./intake.js";
import { load } from "./kept.js";
import { listen } from "./keys.js";
import { showProgress, showTrouble } from "./notices.js";
import { inputOf } from "./reading.js";
import { Trouble, extract, hasStore, read, wait } from "./service.js";
import { Desk } from "./state.js";
import { inUnit } from "./units.js";
import { many } from "./words.js";

const TRIES = 4; // at an article that the service has no room for
const UNAUTHENTICATED = 401;

const desk = new Desk();
const intake = new Intake(at("intake"), (article, records) => void work(article, records));
const actions = {
  onin: () => showProgress(),
  onout: () => {
    running?.abort(); // what is on its way is nobody's now
    desk.close();
  },
};

/** @type {AbortController | null} what is read or opened now */
let running = null;

/** @param {Article} article @param {Extraction | null} records of an earlier download */
async function work(article, records) {
  running?.abort();
  const mine = running = new AbortController();
  const { signal } = mine;
  const began = Date.now();
  const watch = setInterval(() => tell(began), 1000);
  const cancel = () => mine.abort();
  showProgress("Reading the article …", cancel);
  at("intake").hidden = true;
  try {
    check(article);
    desk.read(article, await patiently(() => read(records ? words(article) : article, signal), signal));
    if (records) await reopen(article, records, signal);
    else {
      showProgress("Looking for who said what …", cancel);
      desk.found(await patiently(() => extract(article, signal), signal));
    }
    finish(Boolean(records));
  } catch (error) {
    if (running === mine) fail(error, () => void work(article, records)); // else the page shows what came after
  } finally {
    clearInterval(watch);
    if (running === mine) running = null;
  }
}

/** Of an article with records, without what they know beside it: that may be as its page had it. @param {Article} article */
const words = ({ text, html, title }) => /** @type {Article} */ ({ text, html, title });

/** @param {number} began */
function tell(began) {
  const seconds = Math.round((Date.now() - began) / 1000);
  if (seconds > 1 && at("notices").querySelector(".progress-text")) showProgress(`Looking for who said what … ${seconds} s`);
}

/** What the service would refuse is told without sending it. @param {Article} article */
function check(article) {
  const limit = Number(document.body.dataset.limit);
  const bytes = new TextEncoder().encode(inputOf(article)).length;
  if (bytes <= limit) return;
  const number = (/** @type {number} */ n) => n.toLocaleString("en");
  throw new Trouble("The article is too large", `It has ${number(bytes)} bytes; the service takes ${number(limit)}. Hand it in in parts.`);
}

/**
 * Tries again when the service has no room, after as long as it asks for.
 *
 * @template T @param {() => Promise<T>} act @param {AbortSignal} signal @returns {Promise<T>}
 */
async function patiently(act, signal) {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      const busy = error instanceof Trouble && error.status === 503 && error.wait > 0;
      if (!busy || left <= 1) throw error;
      await wait(error.wait, signal, (seconds) => showProgress(`The service has no room; next try in ${seconds} s`));
    }
  }
}

/** @param {Article} article @param {Extraction} records @param {AbortSignal} signal */
async function reopen(article, records, signal) {
  const wrong = () => new Trouble("These records belong to another article",
    "Their words do not stand where the records say. Hand in the text as it was, and say whether it is text or HTML; or leave the records out.");
  const input = inputOf(article);
  const found = await digest(input);
  signal.throwIfAborted();
  if (found && found !== records.article.sha256) throw wrong();
  const converted = inUnit(records, "utf16", input);
  if (converted.article.length !== input.length || !desk.shown.fits(converted)) throw wrong();
  desk.found(converted, converted, records.unit);
}

/** @param {boolean} reopened */
function finish(reopened) {
  showProgress();
  intake.clear();
  const { quotations, speakers } = desk.extraction();
  desk.say(`${reopened ? "Opened" : "Found"}: ${many(quotations.length, "quotation")}, ${many(speakers.length, "speaker")}.`);
  at("article").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** Back to the form, with what was typed. @param {unknown} error @param {() => void} again */
function fail(error, again) {
  showProgress();
  desk.close();
  if (error instanceof DOMException && error.name === "AbortError") return desk.say("Cancelled.");
  if (!(error instanceof Trouble)) {
    showTrouble(new Trouble("Something went wrong on this page", "Your text is still here; try again, and tell whoever keeps the service."));
    throw error;
  }
  const refused = error.status === UNAUTHENTICATED;
  if (refused) askAgain(actions);
  const retry = error.status >= 500 || error.status === 429 || error.status === 0 && error.wait > 0;
  return showTrouble(error, retry || refused ? [{ label: "Try again", act: again }] : []);
}

desk.onclose = () => {
  if (location.search) history.replaceState(null, "", location.pathname); // it is of the store no more
  at("intake").hidden = false;
  intake.area.focus();
};

/** @param {Draft} draft */
function restore(draft) {
  at("intake").hidden = true;
  desk.read(draft.article, draft.reading);
  desk.stored = draft.stored ?? null;
  desk.found(draft.first, draft.current, draft.unit);
  desk.say("Your draft is back.");
}

/** Begins with what the address names of the store, else with a draft. */
async function begin() {
  const asked = new URLSearchParams(location.search);
  const number = hasStore ? Number(asked.get("article")) : 0;
  const draft = kept();
  const corrected = draft !== null && draft.first !== draft.current;
  if (draft && (!number || corrected && draft.stored?.number === number)) return restore(draft);
  if (number && corrected && !await confirm("Leave the article that you correct?",
    "Its draft goes from this tab, and with it what was not saved or downloaded.", "Leave it")) {
    history.replaceState(null, "", location.pathname);
    return restore(/** @type {Draft} */ (draft));
  }
  return number ? openKept(number, Number(asked.get("quotation"))) : undefined;
}

/** Opens an article of the store, at one of its quotations to be corrected. @param {number} number @param {number} quotation */
async function openKept(number, quotation) {
  running?.abort();
  const mine = running = new AbortController();
  at("intake").hidden = true;
  showProgress("Opening the article …", () => mine.abort());
  try {
    const found = await load(number, mine.signal);
    desk.read(found.article, found.reading);
    desk.stored = { number, version: found.version, saved: found.extraction };
    desk.found(found.extraction);
    finish(true);
    const asked = found.standing.find((one) => one.quotation === quotation);
    if (asked) {
      desk.correcting = true;
      desk.choose(asked.local, { focus: true });
    }
  } catch (error) {
    if (running === mine) fail(error, () => void openKept(number, quotation));
  } finally {
    if (running === mine) running = null;
  }
}

addEventListener("beforeunload", (event) => {
  if (desk.history?.corrected && !desk.kept) event.preventDefault(); // there was no room for a draft
});
addEventListener("pagehide", () => desk.keepNow());
listen(desk);
showAuthor();
void account(actions);
void begin();
document.documentElement.dataset.ready = "yes";
