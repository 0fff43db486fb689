// The page's own words, in the language of whoever one is.

const CATALOGUES = await (await fetch("strings.json")).json();
export const LANGUAGE_NAMES = { "zh-hans": "简体中文", "zh-hant": "繁體中文", en: "English" };

let language = "en";

/** Speak a language from now on. */
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

/** A text by its name, with values in its {places}. */
export function say(name, values = {}) {
  return CATALOGUES[language][name].replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const unit = bytes < 1024 ** 2 ? ["KB", 1024] : ["MB", 1024 ** 2];
  return `${(bytes / unit[1]).toFixed(1)} ${unit[0]}`;
}
