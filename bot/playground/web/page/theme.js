// Light, dark, or as the system has it.

import { byId, icon } from "./dom.js";

const THEMES = ["system", "light", "dark"];

function set(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").replaceChildren(icon(theme));
  localStorage.setItem("theme", theme);
}

export function startTheme() {
  const kept = localStorage.getItem("theme");
  set(THEMES.includes(kept) ? kept : "system");
  byId("theme").addEventListener("click", () => {
    const now = THEMES.indexOf(document.documentElement.dataset.theme);
    set(THEMES[(now + 1) % THEMES.length]);
  });
}
