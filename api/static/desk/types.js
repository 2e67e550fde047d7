/**
 * The records, as docs/record.md describes them. Nothing but types is in here.
 *
 * @typedef {{start: number, end: number, text: string, field: "body" | "title"}} Span
 * @typedef {Span & {lemma: string, act: string, negated: boolean}} Cue
 * @typedef {Span & {form: "name" | "nominal" | "pronoun"}} Mention
 * @typedef {Span & {value: string | null}} Time
 * @typedef {Span & {title: string | null, affiliation: Span | null, former: boolean}} Role
 * @typedef {{content: number, source: number | null, speaker: number | null, role: number | null}} Confidence
 * @typedef {"direct" | "indirect" | "mixed"} QuotationType
 *
 * @typedef {object} Quotation
 * @property {string} id
 * @property {QuotationType} type
 * @property {string} text
 * @property {Span[]} spans
 * @property {Cue | null} cue
 * @property {Mention | null} source
 * @property {string | null} speaker
 * @property {Role | null} role
 * @property {Span | null} addressee
 * @property {Span | null} medium
 * @property {Time | null} time
 * @property {string | null} parent
 * @property {number} paragraph
 * @property {{before: string, after: string}} context
 * @property {Span[]} quoted
 * @property {string[]} topics
 * @property {boolean} statement
 * @property {string | null} reason
 * @property {Confidence} confidence
 * @property {string[]} evidence
 *
 * @typedef {object} Speaker
 * @property {string} id
 * @property {string | null} name
 * @property {string} label
 * @property {string} kind
 * @property {boolean} named
 * @property {boolean} anonymous
 * @property {Mention[]} mentions
 * @property {Role[]} roles
 * @property {string[]} aliases
 * @property {Record<string, string>} ids
 *
 * @typedef {{code: string, message: string, start: number | null, end: number | null}} Warning
 *
 * @typedef {object} Extraction
 * @property {string} schema
 * @property {{id: string | null, url: string | null, title: string | null, published: string | null,
 *   language: string | null, sha256: string, length: number}} article
 * @property {"utf16" | "codepoint"} unit
 * @property {Quotation[]} quotations
 * @property {Speaker[]} speakers
 * @property {Warning[]} warnings
 * @property {{name: string, version: string}} model
 *
 * @typedef {{start: number, end: number, runs: [string, number, number][]}} ReadParagraph
 * @typedef {{unit: "utf16", paragraphs: ReadParagraph[],
 *   marked: {start: number, end: number, field: "body" | "title"}[]}} Reading
 *
 * What was handed in: one of text and html, and what else is known.
 * @typedef {{text?: string, html?: string, title?: string, published?: string, id?: string, url?: string,
 *   language?: string, outlet?: string}} Article
 *
 * A stretch of the words that are shown.
 * @typedef {{field: "body" | "title", from: number, to: number}} Place
 */

export {};
