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

/** Run `work` and return its result; show an error as a toast and return null. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(say("failed", { why: error.message }));
    return null;
  }
}

/** Copy a text to the clipboard. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(say("copied"));
}
