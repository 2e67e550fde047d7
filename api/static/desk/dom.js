/** Elements. Text gets into the page as text alone: there is no way from here to markup. */

const KEPT = 10_000; // milliseconds that the browser has to take a file

/**
 * A new element. `on…` functions listen, `data` and `aria` objects become attributes of these kinds, true is
 * an attribute without a value, and false, null and undefined are none.
 *
 * @param {string} name
 * @param {Record<string, any>} [given]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function el(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key === "aria") setAria(element, value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** @param {Element} element @param {Record<string, any>} values */
function setAria(element, values) {
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) element.setAttribute(`aria-${key}`, String(value));
  }
}

/** @param {Element} element @param {(Node | string | null | undefined | false)[]} children */
export function append(element, children) {
  for (const child of children) if (child || child === "") element.append(child);
}

/**
 * Puts `children` in place of what `element` holds. The control that has the focus gets it back by its
 * `data-key`, so that who works by keyboard does not lose the place.
 *
 * @param {Element} element @param {(Node | string | null | undefined | false)[]} children
 */
export function refill(element, children) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const key = focused instanceof HTMLElement ? focused.dataset.key : undefined;
  element.replaceChildren();
  append(element, children);
  if (key) byKey(element, key)?.focus();
}

/** @param {Element} element @param {string} key @returns {HTMLElement | null} */
export function byKey(element, key) {
  return element.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

/** @param {string} id @returns {any} */
export const at = (id) => document.getElementById(id);

/** Gives whoever reads a file to keep. @param {string} name @param {unknown} value that becomes JSON */
export function download(name, value) {
  const blob = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" });
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}

let fields = 0;

/**
 * A labelled field of a form.
 *
 * @param {string} label @param {HTMLElement} control @param {string} [note]
 */
export function field(label, control, note) {
  control.id ||= `field-${(fields += 1)}`;
  const about = `${control.id}-note`;
  if (note) control.setAttribute("aria-describedby", about);
  return el("div", { class: "field" }, el("label", { class: "field-label", for: control.id }, label), control,
    note && el("span", { class: "field-note", id: about }, note));
}

/** @param {string} text @param {(event: any) => void} onclick @param {Record<string, any>} [given] */
export function button(text, onclick, given = {}) {
  return el("button", { type: "button", class: "button", ...given, onclick }, text);
}
