// The texts of the page, in the language of the acting user.

const CATALOGUES = await (await fetch("strings.json")).json();
export const LANGUAGE_NAMES = { "zh-hans": "简体中文", "zh-hant": "繁體中文", en: "English" };

let language = document.documentElement.lang.toLowerCase();

/** Set the language, and the texts and labels of index.html; unknown codes mean English. */
export function speak(code) {
  language = code in CATALOGUES ? code : "en";
  document.documentElement.lang = { "zh-hans": "zh-Hans", "zh-hant": "zh-Hant" }[language] ?? "en";
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = say(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.label);
  }
}

/** Return a text by name, with values for its {placeholders}. */
export function say(name, values = {}) {
  return CATALOGUES[language][name].replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/** Format a time, given in seconds since the epoch, as hours and minutes. */
export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

/** Format a size in bytes. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const unit = bytes < 1024 ** 2 ? ["KB", 1024] : ["MB", 1024 ** 2];
  return `${(bytes / unit[1]).toFixed(1)} ${unit[0]}`;
}
