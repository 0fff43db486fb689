// Toasts, which disappear by themselves, and alerts, which wait for an OK.

import { byId, make } from "./dom.js";
import { say } from "./strings.js";

/** Seconds that a toast is shown. */
const SECONDS = 3.5;

/** Show a toast. */
export function toast(text) {
  const notice = make("div", { class: "toast" }, text);
  byId("toasts").append(notice);
  setTimeout(() => notice.remove(), SECONDS * 1000);
}

/** Show an alert. */
export function alertOf(text) {
  const dialog = byId("alert");
  dialog.querySelector("p").textContent = text;
  dialog.showModal();
}

/** The names of texts for what the server refuses, by its words. */
const REFUSALS = {
  "there is no such message any more": "goneMessage",
  "there is no such button any more": "goneButton",
  "this list is out of date": "goneList",
  "there is no room for more files; start the program again": "noRoom",
  "the bot has no inline mode": "noInline",
  "the bot has no guest mode": "noGuests",
};

/** Return why something failed, in the page's language; what only a program can do, in English. */
function reasonOf(error) {
  if (error instanceof TypeError) return say("gone"); // The server cannot be reached.
  return error.message in REFUSALS ? say(REFUSALS[error.message]) : error.message;
}

/** Run `work` and return its result; show an error as a toast and return null. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(say("failed", { why: reasonOf(error) }));
    return null;
  }
}

/** Copy a text to the clipboard. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(say("copied"));
}
