/** Forms that put a quotation or a speaker right. */

/** @import {Quotation, QuotationType, Role, Speaker} from "./types.js" */
/** @import {Desk} from "./state.js" */

import { button, el, field } from "./dom.js";
import * as edits from "./edits.js";
import { edges } from "./edges.js";
import * as speakers from "./speakers.js";
import { KINDS, NOBODY, REASONS, TYPE_NAMES } from "./words.js";

const NEW = "new";
const ACTS = ["say", "deny", "claim", "ask", "promise", "accuse", "announce", "warn", "think", "believe", "plan", "wish", "other"];
const FORMS = { name: "a name", nominal: "a description", pronoun: "a pronoun" };

/**
 * A list to choose from. @param {string} key @param {[string, string][]} options @param {string} value
 * @param {(value: string) => void} take
 */
function choose(key, options, value, take) {
  const onchange = (/** @type {any} */ event) => {
    const chosen = event.target.value;
    if (chosen === NEW) event.target.value = value; // until there is somebody new
    take(chosen);
  };
  return el("select", { data: { key }, onchange },
    ...options.map(([id, label]) => el("option", { value: id, selected: id === value }, label)));
}

/** @param {Record<string, string>} table @returns {[string, string][]} */
const entries = (table) => Object.entries(table);

/** @param {Desk} desk @param {Quotation} quotation */
export function correction(desk, quotation) {
  const number = desk.number(quotation.id);
  return folded(desk, "correcting", "Correct this quotation",
    el("p", { class: "field-note" },
      "Select words in the article to make them its content, source, cue or role. Or move its edges:"),
    edges(desk, quotation),
    el("div", { class: "fields" },
      speakerField(desk, quotation),
      roleField(desk, quotation),
      field("Type", choose("type", entries(TYPE_NAMES), quotation.type, (type) => (
        desk.commit(edits.setType(desk.extraction(), quotation.id, /** @type {QuotationType} */ (type)), `type of quotation ${number}`)))),
      statementField(desk, quotation),
      ...sourceFields(desk, quotation),
      ...cueFields(desk, quotation)),
    roleDetails(desk, quotation),
    el("div", { class: "buttons" }, ...removals(desk, quotation),
      button("Delete this quotation", () => desk.remove(quotation.id), { class: "button danger", data: { key: "delete" } })));
}

/**
 * A form under its title, open as `desk` last had it. The desk knows with the click: `toggle` comes later, and a
 * change of the records before it would draw the form anew, and shut.
 *
 * @param {Desk} desk @param {"correcting" | "correctingSpeaker"} state @param {string} title
 * @param {...(Node | null | false)} children
 */
function folded(desk, state, title, ...children) {
  const section = el("details", { class: "correct", open: desk[state], ontoggle: () => { // not only clicks open it
    if (section.isConnected) desk[state] = section.open;
  } }, el("summary", { onclick: () => { desk[state] = !section.open; } }, title), ...children);
  return section;
}

/** @param {Desk} desk @param {Quotation} quotation */
function speakerField(desk, quotation) {
  const number = desk.number(quotation.id);
  const known = desk.extraction().speakers.map(({ id, label }) => /** @type {[string, string]} */ ([id, label]));
  const options = /** @type {[string, string][]} */ ([["", NOBODY], ...known, [NEW, "Somebody else …"]]);
  const take = (/** @type {string} */ id) => {
    if (id === NEW) desk.redraw(); // whoever thinks better of it has the list as it was
    if (id === NEW) return desk.ask("Who said it?", "Name", quotation.source?.text ?? "", (name) => {
      desk.commit(speakers.addSpeaker(desk.extraction(), quotation.id, name).extraction, `speaker of quotation ${number}`);
    });
    return desk.commit(edits.setSpeaker(desk.extraction(), quotation.id, id || null), `speaker of quotation ${number}`);
  };
  return field("Speaker", choose("speaker", options, quotation.speaker ?? "", take));
}

/** @param {Desk} desk @param {Quotation} quotation */
function roleField(desk, quotation) {
  const number = desk.number(quotation.id);
  const speaker = desk.extraction().speakers.find(({ id }) => id === quotation.speaker);
  const roles = [...speaker?.roles ?? []];
  const same = (/** @type {Role} */ a) => quotation.role && a.start === quotation.role.start && a.end === quotation.role.end;
  if (quotation.role && !roles.some(same)) roles.unshift(quotation.role);
  const options = /** @type {[string, string][]} */ ([["", "None"], ...roles.map((role, i) => [String(i), role.text])]);
  const current = roles.findIndex(same);
  const take = (/** @type {string} */ index) => desk.commit(
    edits.setRole(desk.extraction(), quotation.id, index === "" ? null : roles[Number(index)]), `role of quotation ${number}`);
  return field("Role", choose("role", options, current < 0 ? "" : String(current), take));
}

/** @param {Desk} desk @param {Quotation} quotation */
function statementField(desk, quotation) {
  const options = /** @type {[string, string][]} */ ([["", "somebody said this"], ...entries(REASONS)]);
  return field("Statement", choose("reason", options, quotation.statement ? "" : quotation.reason ?? "other", (reason) => (
    desk.commit(edits.setReason(desk.extraction(), quotation.id, reason || null), `statement of quotation ${desk.number(quotation.id)}`))));
}

/** @param {Desk} desk @param {Quotation} quotation */
function sourceFields(desk, quotation) {
  if (!quotation.source) return [];
  return [field("Source is", choose("form", entries(FORMS), quotation.source.form, (form) => desk.commit(
    edits.setForm(desk.extraction(), quotation.id, /** @type {"name"} */ (form)), `source of quotation ${desk.number(quotation.id)}`)))];
}

/** @param {Desk} desk @param {Quotation} quotation */
function cueFields(desk, quotation) {
  const { cue } = quotation;
  if (!cue) return [];
  const take = (/** @type {object} */ fields) => desk.commit(
    edits.editCue(desk.extraction(), quotation.id, fields), `cue of quotation ${desk.number(quotation.id)}`);
  return [
    field("Cue is to", choose("act", ACTS.map((act) => [act, act]), cue.act, (act) => take({ act }))),
    tick("The article says that this was not said", "negated", cue.negated, (negated) => take({ negated })),
  ];
}

/** @param {string} label @param {string} key @param {boolean} checked @param {(checked: boolean) => void} take */
function tick(label, key, checked, take) {
  const onchange = (/** @type {any} */ event) => take(event.target.checked);
  return el("label", { class: "tick" }, el("input", { type: "checkbox", checked, data: { key }, onchange }), label);
}

/** @param {Desk} desk @param {Quotation} quotation */
function roleDetails(desk, quotation) {
  const { role } = quotation;
  if (!role) return null;
  const what = `role of quotation ${desk.number(quotation.id)}`;
  const take = (/** @type {Partial<Role>} */ fields) => (
    desk.commit(edits.setRole(desk.extraction(), quotation.id, { ...role, ...fields }), what));
  const title = el("input", { type: "text", value: role.title ?? "", data: { key: "title" },
    onchange: (/** @type {any} */ event) => take({ title: event.target.value.trim() || null }) });
  return el("div", { class: "fields" },
    field("Office alone", title),
    el("p", { class: "field" }, el("span", { class: "field-label" }, "Affiliation"),
      el("span", { dir: "auto" }, role.affiliation?.text ?? "none: select its words"),
      role.affiliation && button("Take away", () => take({ affiliation: null }), { class: "link", data: { key: "affiliation" } })),
    tick("Held in the past", "former", role.former, (former) => take({ former })));
}

/** Buttons that take away what is found. @param {Desk} desk @param {Quotation} quotation */
function removals(desk, quotation) {
  const { id } = quotation;
  const parts = /** @type {[string, unknown, () => import("./types.js").Extraction][]} */ ([
    ["source", quotation.source, () => edits.setSource(desk.extraction(), id, null)],
    ["cue", quotation.cue, () => edits.setCue(desk.extraction(), id, null)],
    ["addressee", quotation.addressee, () => edits.setPart(desk.extraction(), id, "addressee", null)],
    ["medium", quotation.medium, () => edits.setPart(desk.extraction(), id, "medium", null)],
    ["time", quotation.time, () => edits.setTime(desk.extraction(), id, null)],
  ]);
  return parts.filter(([, value]) => value).map(([name, , change]) => button(
    `No ${name}`, () => desk.commit(change(), `${name} of quotation ${desk.number(id)}`),
    { class: "button small", data: { key: `no-${name}` } }));
}

/** @param {Desk} desk @param {Speaker} speaker */
export function speakerCorrection(desk, speaker) {
  const others = desk.extraction().speakers.filter(({ id }) => id !== speaker.id);
  const take = (/** @type {Partial<Speaker>} */ fields) => (
    desk.commit(speakers.editSpeaker(desk.extraction(), speaker.id, fields), `speaker ${speaker.label}`));
  const options = /** @type {[string, string][]} */ ([["", "Choose …"], ...others.map(({ id, label }) => [id, label])]);
  return folded(desk, "correctingSpeaker", "Correct this speaker",
    el("div", { class: "fields" },
      field("Name", el("input", { type: "text", value: speaker.name ?? "", placeholder: "not named", data: { key: "name" },
        onchange: (/** @type {any} */ event) => desk.commit(
          speakers.rename(desk.extraction(), speaker.id, event.target.value.trim()), `name of ${speaker.label}`) })),
      field("Is a", choose("kind", entries(KINDS), speaker.kind, (kind) => take({ kind }))),
      ...(others.length ? mergeFields(desk, speaker, options) : []),
      tick("The article withholds the name", "anonymous", speaker.anonymous, (anonymous) => take({ anonymous }))));
}

/** The list alone does nothing: on its way through it the keyboard passes others. */
function mergeFields(/** @type {Desk} */ desk, /** @type {Speaker} */ speaker, /** @type {[string, string][]} */ options) {
  const list = choose("merge", options, "", () => {});
  const merge = () => list.value && desk.commit(
    speakers.merge(desk.extraction(), speaker.id, list.value), `${speaker.label} is somebody else`);
  return [field("Is the same as", list), button("Make them one", merge, { class: "button small", data: { key: "make-one" } })];
}
