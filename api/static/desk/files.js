/** Files in and out: articles, and the records of an earlier download. */

/** @import {Article, Extraction} from "./types.js" */

import { el } from "./dom.js";
import { Trouble } from "./service.js";

const EXTRACTION = ["schema", "article", "unit", "quotations", "speakers", "warnings", "model"];

/** @typedef {{name: string, text: string, kind: "text" | "html"} | {name: string, extraction: Extraction}} Opened */

/** @param {File} file @returns {Promise<Opened>} */
export async function open(file) {
  const text = decode(file.name, new Uint8Array(await file.arrayBuffer()));
  if (/\.json$/i.test(file.name)) return { name: file.name, extraction: parse(file.name, text) };
  return { name: file.name, text, kind: /\.x?html?$/i.test(file.name) ? "html" : "text" };
}

/** @param {string} name @param {Uint8Array} bytes */
function decode(name, bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Trouble(`${name} cannot be read`, "It is not text in UTF-8. Save it as UTF-8, or paste its words.");
  }
}

/** @param {string} name @param {string} text @returns {Extraction} */
function parse(name, text) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Trouble(`${name} cannot be read`, "It is no JSON.");
  }
  const wrong = EXTRACTION.filter((key) => value?.[key] === undefined);
  if (wrong.length || value.schema !== "1" || !Array.isArray(value.quotations)) {
    throw new Trouble(`${name} holds no records`, "It is not the form of a download of this page, version 1.");
  }
  return value;
}

/**
 * Where corrected records can go. A store, when the service has one, is one more entry: the page makes a
 * button of each.
 * @type {{label: string, send: (extraction: Extraction) => Promise<string> | string}[]}
 */
export const destinations = [{ label: "Download", send: download }];

/** Saves the records as a file; returns its name. @param {Extraction} extraction */
function download(extraction) {
  const name = `${slug(extraction.article)}.quotations.json`;
  const blob = new Blob([`${JSON.stringify(extraction, null, 2)}\n`], { type: "application/json" });
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return `Downloaded ${name}`;
}

/** @param {Extraction["article"]} article */
function slug({ id, title }) {
  const words = (id ?? title ?? "").toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-");
  return [...words].slice(0, 60).join("").replace(/^-+|-+$/g, "") || "article";
}

/** Hexadecimal SHA-256 of a text, null where the browser has none to offer. @param {string} text */
export async function digest(text) {
  if (!globalThis.crypto?.subtle) return null;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Article} article */
export const inputOf = (article) => article.html ?? article.text ?? "";
