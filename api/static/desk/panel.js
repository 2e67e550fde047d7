/** The panel beside the article: a quotation, who said it, and all they said. */

/** @import {Extraction, Quotation, Role, Speaker} from "./types.js" */
/** @import {Desk} from "./state.js" */

import { correction, speakerCorrection } from "./correct.js";
import { button, el, refill } from "./dom.js";
import { overview } from "./overview.js";
import { CORRECTED, KINDS, TYPE_NAMES, confidence, reason, shortened, speakerOf, who } from "./words.js";

/** @param {HTMLElement} root @param {Desk} desk */
export function drawPanel(root, desk) {
  if (!desk.history) return refill(root, [waiting()]);
  const quotation = desk.quotation();
  root.classList.toggle("open", quotation !== null);
  const top = root.scrollTop;
  refill(root, quotation ? [card(desk, quotation), overview(desk)] : [overview(desk)]);
  root.scrollTop = top;
}

const waiting = () => el("p", { class: "quiet" }, "The quotations come here as soon as they are found.");

/** @param {Desk} desk @param {Quotation} quotation */
function card(desk, quotation) {
  const extraction = desk.extraction();
  const speaker = speakerOf(extraction, quotation.speaker);
  return el("section", { class: "card", aria: { labelledby: "card-title" } },
    head(desk, quotation),
    el("blockquote", { class: `said ${kindOf(quotation)}`, dir: "auto" }, shortened(quotation.text, 320)),
    identity(extraction, quotation, speaker),
    el("dl", { class: "facts" }, ...facts(desk, quotation)),
    el("dl", { class: "sure", aria: { label: "Confidence" } }, ...scores(quotation)),
    evidence(quotation),
    correction(desk, quotation),
    speaker && speakerCard(desk, speaker, quotation),
  );
}

/** @param {Quotation} quotation */
export const kindOf = (quotation) => (quotation.statement ? quotation.type : "aside");

/** @param {Desk} desk @param {Quotation} quotation */
function head(desk, quotation) {
  const number = desk.extraction().quotations.indexOf(quotation) + 1;
  return el("header", { class: "card-head" },
    el("h2", { id: "card-title", tabindex: -1, data: { key: "card-title" } }, `Quotation ${number}`),
    el("span", { class: `tag ${kindOf(quotation)}` }, quotation.statement ? TYPE_NAMES[quotation.type] : "No statement"),
    el("span", { class: "spacer" }),
    button("↑", () => desk.step(-1), { class: "icon", title: "Previous (k)", aria: { label: "Previous quotation" }, data: { key: "previous" } }),
    button("↓", () => desk.step(1), { class: "icon", title: "Next (j)", aria: { label: "Next quotation" }, data: { key: "next" } }),
    button("×", () => desk.leave(), { class: "icon", title: "Close (Esc)", aria: { label: "Close this quotation" }, data: { key: "close" } }),
  );
}

/** @param {Extraction} extraction @param {Quotation} quotation @param {Speaker | null} speaker */
function identity(extraction, quotation, speaker) {
  const role = quotation.role;
  return el("div", { class: "identity" },
    el("p", { class: "name", dir: "auto" }, who(extraction, quotation)),
    role && el("p", { class: "role", dir: "auto" }, roleText(role)),
    role?.affiliation && el("p", { class: "affiliation", dir: "auto" }, role.affiliation.text),
    !speaker && el("p", { class: "quiet" }, "No speaker was found for these words."),
  );
}

/** @param {Role} role */
export const roleText = (role) => (role.former && !/^(former|ex\b)/i.test(role.text) ? `${role.text} (former)` : role.text);

/** @param {Desk} desk @param {Quotation} quotation */
function facts(desk, quotation) {
  const { cue, source, addressee, medium, time } = quotation;
  const parent = desk.extraction().quotations.find(({ id }) => id === quotation.parent);
  return [
    ...(quotation.statement ? [] : fact("Not said", reason(quotation), "no statement of anybody")),
    ...fact("Named by", source?.text, source && `a ${source.form === "nominal" ? "description" : source.form}`),
    ...fact("Signalled by", cue?.text, cue && [cue.act, cue.negated && "said not to have been said"].filter(Boolean).join(", ")),
    ...fact("Said to", addressee?.text),
    ...fact("Through", medium?.text),
    ...fact("When", time?.text, time?.value ?? undefined),
    ...(parent ? fact("Inside", `quotation ${desk.extraction().quotations.indexOf(parent) + 1}`) : []),
  ];
}

/** @param {string} term @param {string | null | undefined} text @param {string | null | undefined} [more] */
function fact(term, text, more) {
  if (!text) return [];
  return [el("dt", {}, term), el("dd", { dir: "auto" }, text, more && el("span", { class: "quiet" }, ` (${more})`))];
}

/** @param {Quotation} quotation */
function scores(quotation) {
  const { content, source, speaker, role } = quotation.confidence;
  const set = quotation.evidence.includes(CORRECTED);
  const rows = /** @type {[string, number | null][]} */ (
    [["The words", content], ["Their source", source], ["The speaker", speaker], ["The role", role]]);
  return rows.flatMap(([term, score]) => (score === null ? [] : [
    el("dt", {}, term),
    el("dd", {}, meter(score), score === 1 && set ? "set by an editor" : confidence(score)),
  ]));
}

/** A bar; the words beside it say the same. @param {number} score */
function meter(score) {
  const filled = Math.round(score * 10);
  return el("span", { class: `meter filled-${filled}`, aria: { hidden: true } });
}

/** @param {Quotation} quotation */
function evidence(quotation) {
  if (quotation.evidence.includes(CORRECTED)) {
    return el("p", { class: "corrected" }, "Corrected by an editor.");
  }
  return el("details", { class: "evidence" }, el("summary", {}, "What led to this"),
    el("p", {}, quotation.evidence.join(", ") || "nothing but the words"));
}

/** @param {Desk} desk @param {Speaker} speaker @param {Quotation | null} current */
export function speakerCard(desk, speaker, current) {
  const theirs = desk.extraction().quotations.filter((quotation) => quotation.speaker === speaker.id);
  const roles = [...new Map(speaker.roles.map((role) => [role.text, role])).values()];
  const called = speaker.aliases.filter((alias) => alias !== speaker.label);
  return el("section", { class: "speaker", aria: { labelledby: "speaker-title" } },
    el("h3", { id: "speaker-title", dir: "auto" }, `About ${speaker.label}`),
    el("p", { class: "quiet" }, [
      KINDS[/** @type {keyof typeof KINDS} */ (speaker.kind)] ?? speaker.kind,
      speaker.anonymous ? "name withheld" : !speaker.named && "not named in the article",
      called.length && `also ${called.join(", ")}`,
    ].filter(Boolean).join(" · ")),
    roles.length > 0 && el("ul", { class: "roles" }, ...roles.map(roleItem)),
    el("p", { class: "ids" }, ...identifiers(speaker)),
    el("h4", {}, `All they said in this article (${theirs.length})`),
    el("ol", { class: "sayings" }, ...theirs.map((quotation) => saying(desk, quotation, quotation === current))),
    speakerCorrection(desk, speaker),
  );
}

/** @param {Role} role */
function roleItem(role) {
  const { affiliation } = role;
  const apart = affiliation && !role.text.includes(affiliation.text);
  return el("li", { dir: "auto" }, roleText(role), apart && el("span", { class: "quiet" }, ` · ${affiliation.text}`));
}

/** @param {Speaker} speaker */
const identifiers = (speaker) => Object.entries(speaker.ids).map(([scheme, id]) => el("span", {}, `${scheme}: ${id} `));

/** @param {Desk} desk @param {Quotation} quotation @param {boolean} current */
export function saying(desk, quotation, current) {
  const number = desk.extraction().quotations.indexOf(quotation) + 1;
  return el("li", {}, el("button", {
    type: "button",
    class: `saying ${kindOf(quotation)}`,
    aria: { current: current ? "true" : null },
    data: { key: `saying-${quotation.id}` },
    onclick: () => desk.choose(quotation.id),
  }, el("span", { class: "number" }, `${number} `), el("span", { dir: "auto" }, shortened(quotation.text))));
}

