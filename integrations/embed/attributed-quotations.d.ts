/** What an extraction says of one quotation: docs/record.md of the project describes every field. */
export interface Quotation {
  readonly id: string;
  readonly type: "direct" | "indirect" | "mixed";
  readonly text: string;
  readonly spans: readonly { start: number; end: number; text: string; field: "body" | "title" }[];
  readonly speaker: string | null;
  readonly context: { readonly before: string; readonly after: string };
  readonly statement: boolean;
  readonly [field: string]: unknown;
}

export interface Extraction {
  readonly schema: "1";
  readonly quotations: readonly Quotation[];
  readonly speakers: readonly { readonly id: string; readonly name: string | null; readonly label: string }[];
  readonly [field: string]: unknown;
}

export type Reason = "not-found" | "unsure" | "ambiguous" | "no-words";

/** The words of the element in one language; what is left out is English. */
export type Labels = Partial<Record<
  | "list" | "index" | "card" | "close" | "previous" | "next" | "show" | "direct" | "indirect" | "mixed" | "unnamed"
  | "anonymous" | "negated" | "quoting" | "addressee" | "medium" | "time" | "position",
  string
>>;

export declare class AttributedQuotations extends HTMLElement {
  /** Words by primary language, such as `de`. */
  static labels: Record<string, Labels>;
  static readonly observedAttributes: string[];
  /** The extraction shown. One that is set goes before all other sources; null gives them back their turn. */
  get records(): Extraction | null;
  set records(extraction: Extraction | null);
  /** The records of what was found on the page, in its order. */
  readonly located: Quotation[];
  /** The records of what was not. */
  readonly missing: Quotation[];
  /** Gets the records anew, and reads the page again. */
  refresh(): Promise<void>;
}

export interface AttributedQuotationsEvents {
  "quotations-ready": CustomEvent<{ located: number; missing: number; milliseconds: number }>;
  "quotation-missing": CustomEvent<{ quotation: Quotation; reason: Reason }>;
  "quotations-error": CustomEvent<{ reason: string; message: string }>;
  "quotation-open": CustomEvent<{ quotation: Quotation; pinned: boolean }>;
  "quotation-close": CustomEvent<{ quotation: Quotation }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "attributed-quotations": AttributedQuotations;
  }
  interface HTMLElementEventMap extends AttributedQuotationsEvents {}
}
