// The theme: light, dark, or that of the system.

import { byId, icon } from "./dom.js";

const THEMES = ["system", "light", "dark"];

function set(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").replaceChildren(icon(theme));
  localStorage.setItem("theme", theme);
}

/** Restore the stored theme, and change it by the button. */
export function startTheme() {
  const stored = localStorage.getItem("theme");
  set(THEMES.includes(stored) ? stored : "system");
  byId("theme").addEventListener("click", () => {
    const current = THEMES.indexOf(document.documentElement.dataset.theme);
    set(THEMES[(current + 1) % THEMES.length]);
  });
}
