/** What keys and the pointer do in the article. */

/** @import {Desk} from "./state.js" */

import { help, lettersOn } from "./dialogs.js";
import { byKey } from "./dom.js";
import { selected } from "./select.js";

const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity,
});

/** @param {Desk} desk */
export function listen(desk) {
  document.addEventListener("keydown", (event) => onKey(desk, event));
  document.addEventListener("selectionchange", () => onSelection(desk));
  desk.root.addEventListener("click", (event) => onClick(desk, event));
  desk.root.addEventListener("mouseover", (event) => onHover(desk, event.target));
  desk.root.addEventListener("mouseleave", () => hover(desk, []));
  desk.root.addEventListener("focusin", (event) => onHover(desk, event.target));
  desk.root.addEventListener("focusout", () => hover(desk, []));
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function onKey(desk, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const writing = target.matches?.(WRITING);
  const act = writing ? writingKey(desk, event) : command(desk, event) ?? onMarker(desk, event, target) ?? letter(desk, event);
  if (!act) return;
  event.preventDefault();
  act();
}

/** @param {Desk} desk @param {KeyboardEvent} event */
const writingKey = (desk, event) => (event.key === "Escape" && desk.history && desk.chosen ? () => back(desk) : null);

/** @param {Desk} desk @param {KeyboardEvent} event */
function command(desk, event) {
  if (!desk.history) return null;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === "z") return () => (event.shiftKey ? desk.redo() : desk.undo());
  if ((event.ctrlKey || event.metaKey) && key === "y") return () => desk.redo();
  if (event.key === "Escape" && (desk.chosen || desk.selection)) return () => back(desk);
  return null;
}

/** From the card to its place in the article, from there to none. @param {Desk} desk */
function back(desk) {
  if (desk.selection) return desk.unselect();
  const marker = desk.chosen ? desk.view.of(desk.chosen).marker : null;
  if (marker && document.activeElement !== marker) return marker.focus();
  return desk.leave();
}

/** @param {Desk} desk @param {KeyboardEvent} event @param {HTMLElement} target */
function onMarker(desk, event, target) {
  const id = target.dataset?.marker;
  if (!id || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key in STEPS) return () => desk.step(STEPS[event.key], { focus: true });
  if (event.key === "Enter") {
    return () => {
      desk.choose(id);
      byKey(desk.panel, "card-title")?.focus();
    };
  }
  return event.key === "Delete" ? () => desk.remove(id) : null;
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function letter(desk, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !lettersOn()) return null;
  if (event.key === "?") return () => help();
  if (!desk.history) return null;
  const { selection, chosen } = desk;
  if (event.key === "j") return () => desk.step(1, { focus: true });
  if (event.key === "k") return () => desk.step(-1, { focus: true });
  if (event.key === "n" && selection) return () => desk.add(selection);
  return event.key === "e" && chosen ? () => correct(desk) : null;
}

/** @param {Desk} desk */
function correct(desk) {
  const details = /** @type {HTMLDetailsElement | null} */ (desk.panel.querySelector("details.correct"));
  if (!details) return;
  details.open = desk.correcting = true; // as with a click on its title, the desk knows before `toggle` comes
  details.querySelector("select")?.focus();
}

/** @param {Desk} desk @param {MouseEvent} event */
function onClick(desk, event) {
  if (!document.getSelection()?.isCollapsed || !(event.target instanceof HTMLElement)) return;
  const id = event.target.dataset.marker ?? idsOf(event.target).pop();
  if (id) desk.choose(id, { focus: true });
}

/** The quotations that an element belongs to, the innermost last. @param {EventTarget | null} target */
function idsOf(target) {
  if (!(target instanceof HTMLElement)) return [];
  if (target.dataset.marker) return [target.dataset.marker];
  return target.dataset.content?.split(" ") ?? [];
}

/** @type {string[]} */
let hovered = [];

/** @param {Desk} desk @param {EventTarget | null} target */
const onHover = (desk, target) => hover(desk, idsOf(target).slice(-1));

/** @param {Desk} desk @param {string[]} ids */
function hover(desk, ids) {
  if (ids.join() === hovered.join()) return;
  for (const id of hovered) desk.view.show(id, "hovered", false);
  for (const id of ids) desk.view.show(id, "hovered", true);
  hovered = ids;
}

/** @param {Desk} desk */
function onSelection(desk) {
  const place = selected(desk);
  const inBar = document.activeElement?.closest(".selection-bar, .panel");
  if (!place && inBar) return; // the words stay chosen while a button is pressed
  if (place?.from === desk.selection?.from && place?.to === desk.selection?.to && place?.field === desk.selection?.field) return;
  desk.select(place);
}
