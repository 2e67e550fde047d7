/** Who works here, where the service asks for keys. The key passes through a field and is kept nowhere. */

import { at, el, field, refill, button } from "./dom.js";
import { showTrouble } from "./notices.js";
import { Trouble, session, signIn, signOut } from "./service.js";

/** True where the service asks for keys. */
export const asksForKeys = document.body.dataset.access === "keys";

/** @type {string | null} */
let known = null;

let turn = 0; // of asking who is signed in: an answer from before the last of them, or a sign-in, comes too late

/** The name of the key that somebody is signed in with. */
export const signedInAs = () => known;

/** Shows who is signed in, or the form to. @param {{onin: () => void, onout: () => void}} actions */
export async function account({ onin, onout }) {
  if (!asksForKeys) return;
  const draw = (/** @type {{name: string, scope: string} | null} */ key) => {
    turn += 1;
    known = key?.name ?? null;
    if (key) refill(at("account"), [signedIn(key, async () => {
      try {
        await signOut();
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        return showTrouble(error); // still signed in
      }
      onout();
      return draw(null);
    })]);
    else refill(at("account"), []);
    if (key) close();
    else form("", (found) => {
      draw(found);
      onin();
    });
  };
  turn += 1;
  const mine = turn;
  const found = await session().catch(() => ({ key: null }));
  if (mine === turn) draw(found.key);
}

/** @param {{name: string, scope: string}} key @param {() => void} leave */
function signedIn({ name, scope }, leave) {
  return el("p", {}, el("span", { class: "quiet" }, "Signed in with "), el("b", {}, name), ` (${scope}) `,
    button("Sign out", leave, { class: "link", title: "Also takes the draft away" }));
}

const close = () => document.querySelector(".sign-in")?.remove();

/** The form to sign in, above all else. @param {string} message @param {(key: {name: string, scope: string}) => void} take */
function form(message, take) {
  close();
  const note = el("p", { class: "error", role: "alert" }, message);
  const input = el("input", { type: "password", autocomplete: "off", spellcheck: "false", required: true });
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const key = input.value;
    input.value = "";
    try {
      take(/** @type {{name: string, scope: string}} */ ((await signIn(key)).key));
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      note.textContent = `${error.title}. ${error.detail}`;
      input.focus();
    }
  };
  at("notices").before(el("form", { class: "sign-in", onsubmit },
    el("h2", {}, "Sign in"),
    el("p", { class: "quiet" }, "The service asks for a key. It is exchanged for a session that ends when you sign out, ",
      "after twelve hours, or with the key."),
    note, field("Key", input, "It begins with atr_"), el("button", { class: "button primary" }, "Sign in")));
}

/** Asks again, when a session has ended. */
export function askAgain(/** @type {{onin: () => void, onout: () => void}} */ actions) {
  if (document.querySelector(".sign-in")) return;
  void account(actions);
}
