// What is said for a moment: toasts, and alerts that wait for an OK.

import { byId, make } from "./dom.js";
import { say } from "./strings.js";

const SECONDS = 3.5;

export function toast(text) {
  const notice = make("div", { class: "toast" }, text);
  byId("toasts").append(notice);
  setTimeout(() => notice.remove(), SECONDS * 1000);
}

export function alertOf(text) {
  const dialog = byId("alert");
  dialog.querySelector("p").textContent = text;
  dialog.showModal();
}

/** Do something that may be refused, and say so where it is. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(say("failed", { why: error.message }));
    return null;
  }
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(say("copied"));
}
