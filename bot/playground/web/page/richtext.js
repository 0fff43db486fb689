// The text of a message with its entities. Offsets count UTF-16 code units, as in JavaScript.

import { icon, make } from "./dom.js";
import { attempt, copy } from "./notices.js";
import { scriptOf } from "./script.js";
import { say } from "./strings.js";

const PLAIN = {
  italic: "em",
  underline: "u",
  strikethrough: "s",
};

/**
 * Return a fragment with exactly the text of a message, formatted by its entities.
 * `follow(url)` opens a deep link and returns false for any other; `command(text)` sends a command.
 */
export function formatted(text, entities, { follow, command }) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, { text, follow, command }, sorted, 0, text.length);
  return whole;
}

/** Append the text from `start` to `end`; nested entities fill the element of the outer one. */
function fill(parent, message, entities, start, end) {
  let at = start;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) {
      i += 1;
      continue;
    }
    let next = i + 1;
    while (next < entities.length && entities[next].offset < to) next += 1;
    const element = wrapped(entity, message, from, to);
    append(parent, message.text.slice(at, from), isQuote(entity));
    fill(element, message, entities.slice(i + 1, next), from, to);
    parent.append(element);
    at = to;
    i = next;
  }
  append(parent, message.text.slice(at, end), false);
}

/**
 * Append plain text. A line break next to a quotation stays in the text for copying, but is hidden,
 * as the quotation is a block anyway.
 */
function append(parent, text, isBeforeQuote) {
  const isAfterQuote = parent.lastChild?.nodeName === "BLOCKQUOTE";
  let rest = text;
  if (isAfterQuote && rest.startsWith("\n")) {
    parent.append(hiddenBreak());
    rest = rest.slice(1);
  }
  const hasBreak = isBeforeQuote && rest.endsWith("\n");
  if (hasBreak) rest = rest.slice(0, -1);
  if (rest) parent.append(rest);
  if (hasBreak) parent.append(hiddenBreak());
}

const hiddenBreak = () => make("span", { class: "break" }, "\n");
const isQuote = (entity) => entity.type.endsWith("blockquote");

/** Create the empty element of an entity. */
function wrapped(entity, { text, follow, command }, from, to) {
  const part = text.slice(from, to);
  if (isQuote(entity)) return quotation(part, entity.type === "expandable_blockquote");
  if (entity.type === "bold") return make("strong", { lang: scriptOf(part) }); // Among others, titles.
  if (entity.type in PLAIN) return make(PLAIN[entity.type]);
  if (entity.type === "code" || entity.type === "pre") return literal(entity.type, part);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "inline-link", on: { click: () => command(part) } });
  }
  const url = { text_link: entity.url, url: part, email: `mailto:${part}` }[entity.type];
  return url ? link(url, follow) : make("span", { class: `entity ${entity.type}` });
}

/** Create an element for literal text, which a tap copies. */
function literal(name, text) {
  return make(name, { on: { click: () => attempt(() => copy(text)) } });
}

function link(url, follow) {
  const href = /^[a-z]+:/i.test(url) ? url : `https://${url}`;
  const element = make("a", { target: "_blank", rel: "noopener noreferrer" });
  if (/^(https?|mailto|tg):/i.test(href)) element.href = href;
  element.addEventListener("click", (event) => follow(href) && event.preventDefault());
  return element;
}

function spoiler() {
  const element = make("span", { class: "spoiler", tabIndex: 0 });
  element.addEventListener("click", () => element.classList.add("open"));
  return element;
}

/** Create an empty quotation in the script of its text, which need not be that of the page. */
function quotation(text, isExpandable) {
  return make("blockquote", { class: isExpandable ? "expandable" : null, lang: scriptOf(text) });
}

/**
 * Add a button to each expandable quotation that is cut off.
 * Heights are known only in the page: call it after inserting messages and after resizing.
 */
export function foldQuotations(within) {
  for (const quote of within.querySelectorAll("blockquote.expandable:not(.open)")) {
    const isCut = quote.scrollHeight > quote.clientHeight + 2;
    quote.classList.toggle("foldable", isCut);
    if (!isCut || quote.querySelector(".fold")) continue;
    const button = make("button", { type: "button", class: "fold" }, icon("down"));
    const show = (isOpen) => {
      quote.classList.toggle("open", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
      button.setAttribute("aria-label", say(isOpen ? "collapse" : "expand"));
    };
    show(false);
    quote.append(button);
    quote.addEventListener("click", (event) => {
      const isMarked = !window.getSelection().isCollapsed;
      const isCut = quote.classList.contains("foldable");
      if (isCut && !isMarked && !event.target.closest("a")) show(!quote.classList.contains("open"));
    });
  }
}
