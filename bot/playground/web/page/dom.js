// Functions that create elements. They insert text as text nodes, so that it is never markup.

/**
 * Create an element with properties and children; null children are skipped.
 * `class` sets the class, `data` and `aria` set attributes, and `on` adds event listeners.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "aria") setAria(element, value);
    else if (name === "on") listen(element, value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function setAria(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) element.setAttribute(`aria-${name}`, value);
  }
}

function listen(element, handlers) {
  for (const [event, handler] of Object.entries(handlers)) element.addEventListener(event, handler);
}

export const byId = (id) => document.getElementById(id);

/** Create an avatar: the first character of the name on a colour that depends on the id. */
export function avatar(name, number) {
  const letter = [...name][0] ?? "";
  return make("span", { class: "avatar", aria: { hidden: "true" }, data: { hue: hue(number) } }, letter);
}

/** Return the number of a user's colour, as in theme.css. */
export const hue = (number) => String(Math.abs(number) % 7);

const SVG = "http://www.w3.org/2000/svg";

/** The paths of the icons, in a view box of 24 by 24. */
const DRAWINGS = {
  back: "M15 5l-7 7 7 7",
  clip: "M19 11l-7.500 7.500a4 4 0 0 1-5.700-5.700L13.500 5a2.700 2.700 0 0 1 3.800 3.800l-7.500 7.500a1.300 1.300 0 0 1-1.900-1.900L14.500 8",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M6 9l6 6 6-6",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  forward: "M13 6l6 6-6 6M19 12H9a5 5 0 0 0-5 5v1",
  link: "M8 16L16 8M9 8h7v7",
  menu: "M9 19l6-14",
  react: "M12 4a8 8 0 1 0 .01 0M9 10v.01M15 10v.01M8.500 14a4 4 0 0 0 7 0",
  reply: "M10 6l-6 6 6 6M4 12h10a6 6 0 0 1 6 6v1",
  search: "M10.500 4a6.500 6.500 0 1 0 .01 0M20 20l-4.600-4.600",
  send: "M12 20V5M5 12l7-7 7 7",
  system: "M12 4a8 8 0 1 0 .01 0M12 4v16a8 8 0 0 0 0-16",
  light: "M12 8a4 4 0 1 0 .01 0M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600L19 19M5 19l1.400-1.400M17.600 6.400L19 5",
  dark: "M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  wire: "M4 8h13l-4-4M20 16H7l4 4",
};

/** Create an icon. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name]);
  drawing.append(path);
  return drawing;
}
