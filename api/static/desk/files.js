/** Files in and out: articles, and the records of an earlier download. */

/** @import {Article, Extraction} from "./types.js" */

/** @import {Desk} from "./state.js" */

import { download } from "./dom.js";
import { save } from "./kept.js";
import { Trouble, hasStore } from "./service.js";

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
  if (!isExtraction(value)) {
    throw new Trouble(`${name} holds no records`, "It is not the form of a download of this page, version 1.");
  }
  return value;
}

/** Whether the page can work with it; what it gives out again is as sound as it was. @param {any} value */
function isExtraction(value) {
  return EXTRACTION.every((key) => value?.[key] !== undefined) && value.schema === "1"
    && ["utf16", "codepoint"].includes(value.unit) && typeof value.article?.sha256 === "string"
    && lists(value, "quotations", "speakers", "warnings")
    && value.quotations.every((/** @type {any} */ q) => lists(q, "spans", "quoted", "evidence", "topics") && isQuotation(q))
    && value.speakers.every((/** @type {any} */ s) => lists(s, "mentions", "roles", "aliases")
      && typeof s.id === "string" && typeof s.label === "string" && isObject(s.ids));
}

/** @param {any} quotation */
function isQuotation({ id, type, text, spans, confidence, cue, source, role }) {
  return typeof id === "string" && typeof text === "string" && ["direct", "mixed", "indirect"].includes(type)
    && spans.length > 0 && spans.every(isSpan) && isObject(confidence) && typeof confidence.content === "number"
    && [cue, source, role].every((span) => span === null || isSpan(span));
}

/** @param {any} span */
const isSpan = (span) => isObject(span) && Number.isInteger(span.start) && Number.isInteger(span.end)
  && typeof span.text === "string" && ["body", "title"].includes(span.field);

/** @param {any} value */
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** @param {any} value @param {...string} keys */
const lists = (value, ...keys) => isObject(value) && keys.every((key) => Array.isArray(value[key]));

/**
 * Where corrected records can go; the page makes a button of each. What is told of it is null where it did not go.
 * @type {{label: string, send: (extraction: Extraction, desk: Desk) => Promise<string | null> | string}[]}
 */
export const destinations = [
  { label: "Download", send: keep },
  ...(hasStore ? [{ label: "Save to the store", send: save }] : []),
];

/** Saves the records as a file; returns its name. @param {Extraction} extraction */
function keep(extraction) {
  const name = `${slug(extraction.article)}.quotations.json`;
  download(name, extraction);
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
