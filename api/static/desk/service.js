/** What the page asks the service, and what it says when that goes wrong. */

/** @import {Article, Extraction, Reading} from "./types.js" */

const SECOND = 1000;

/** Something went wrong that the reader is told of: `title` and `detail` are for people. */
export class Trouble extends Error {
  /**
   * @param {string} title @param {string} detail
   * @param {{status?: number, slug?: string, wait?: number}} [more] `wait`: seconds until another try
   */
  constructor(title, detail, { status = 0, slug = "", wait = 0 } = {}) {
    super(`${title}: ${detail}`);
    this.title = title;
    this.detail = detail;
    this.status = status;
    this.slug = slug;
    this.wait = wait;
  }
}

/** The addresses, as the page was told them. */
const address = document.body.dataset;

/**
 * The article as the service reads it.
 *
 * @param {Article} article @param {AbortSignal} signal @returns {Promise<Reading>}
 */
export function read(article, signal) {
  const { text, html, title } = article;
  return send("POST", String(address.readings), { text, html, title }, signal);
}

/**
 * The records of an article, with positions of JavaScript's strings.
 *
 * @param {Article} article @param {AbortSignal} signal @returns {Promise<Extraction>}
 */
export function extract(article, signal) {
  const { outlet, ...known } = article; // where it appeared is of the store alone
  return send("POST", String(address.extractions), { ...known, unit: "utf16" }, signal);
}

/** @returns {Promise<{key: {name: string, scope: string} | null}>} */
export const session = () => send("GET", String(address.session));

/** The key is sent once and kept nowhere. @param {string} key */
export const signIn = (key) => send("POST", String(address.session), { key });

export const signOut = () => send("DELETE", String(address.session));

/** Whether the service keeps articles. */
export const hasStore = address.store === "yes";

/** An address of this service. @param {string} path from its root, which need not be that of the host */
export const local = (path) => `${address.root ?? ""}${path}`;

/**
 * @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function send(method, path, body, signal) {
  return (await ask(method, path, { body, signal })).json;
}

/**
 * Like `send`, with the ETag of the answer; `match` is the one that must still stand.
 *
 * @param {string} method @param {string} path
 * @param {{body?: unknown, signal?: AbortSignal, match?: string | null}} [more]
 * @returns {Promise<{json: any, tag: string | null}>}
 */
export async function ask(method, path, { body, signal, match } = {}) {
  const headers = { Accept: "application/json", "X-Attribution-Desk": "1" };
  if (body !== undefined) Object.assign(headers, { "Content-Type": "application/json" });
  if (match) Object.assign(headers, { "If-Match": match });
  const asked = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  let response;
  try {
    response = await fetch(path, { ...asked, credentials: "same-origin", redirect: "error" });
  } catch (error) {
    throw signal?.aborted ? error : offline();
  }
  if (!response.ok) throw await problem(response);
  return { json: response.status === 204 ? null : await response.json(), tag: response.headers.get("ETag") };
}

function offline() {
  const away = navigator.onLine === false ? "This device is offline." : "It does not answer.";
  return new Trouble("The service cannot be reached", `${away} Your text is still here; try again.`, { wait: 3 });
}

const ADVICE = {
  "input-too-large": "Hand it in in parts.",
  "body-too-large": "Hand it in in parts.",
  busy: "It is tried again by itself.",
  unauthenticated: "Sign in with a key of the service.",
  timeout: "Try again, or hand it in in parts.",
};

/** @param {Response} response */
async function problem(response) {
  const told = await response.json().catch(() => ({}));
  const slug = String(told.type ?? "").split("/").pop() ?? "";
  // what a program is told of headers helps nobody who reads a page; of a wrong key it is told why
  const said = slug === "unauthenticated" && !response.url.endsWith(String(address.session)) ? "" : told.detail;
  const detail = [said, ...(told.errors ?? []).map(described), ADVICE[/** @type {keyof typeof ADVICE} */ (slug)]];
  const wait = Number(response.headers.get("Retry-After")) || 0;
  return new Trouble(
    told.title ?? `The service answered with ${response.status}`,
    detail.filter(Boolean).join(" "),
    { status: response.status, slug, wait },
  );
}

/** @param {{field?: string, message?: string}} error */
const described = (error) => `${error.field}: ${error.message}`;

/**
 * Waits so many seconds, telling each. Rejects when `signal` is aborted.
 *
 * @param {number} seconds @param {AbortSignal} signal @param {(left: number) => void} tell
 */
export async function wait(seconds, signal, tell) {
  for (let left = seconds; left > 0; left -= 1) {
    tell(left);
    await new Promise((resolve) => setTimeout(resolve, SECOND));
    signal.throwIfAborted();
  }
}
