// The suggestions above the field: commands after "/", usernames after "@", and inline results.

import { byId, make } from "./dom.js";
import { attempt } from "./notices.js";
import { commands, currentChat, on, personOf, store } from "./store.js";
import { say } from "./strings.js";
import { act, Awaited } from "./wire.js";

/** Milliseconds without typing before an inline query is sent. */
const PAUSE = 300;
/** Milliseconds to wait for the answer to an inline query. */
const TIMEOUT = 10000;
const answers = new Awaited();
on("inline", ({ id, answer }) => answers.set(id, answer));

let options = [];
let active = -1;
/** The number of the latest inline query; answers to earlier ones are dropped. */
let latest = 0;
let pause;
let isInline = false;

const box = () => byId("suggestions");
export const areOpen = () => !box().hidden;

export function close() {
  clearTimeout(pause);
  latest += 1;
  options = [];
  active = -1;
  box().hidden = true;
  box().replaceChildren();
  byId("field").setAttribute("aria-expanded", "false");
  byId("field").removeAttribute("aria-activedescendant");
}

/** Show suggestions for the text before the cursor; `use(text, isSent)` applies one. */
export function suggest(typed, use) {
  const query = inlineQuery(typed);
  if (query === null) {
    isInline = false;
    const found = commandsFor(typed, use) ?? namesFor(typed, use);
    close();
    if (found.length) open(found, 0);
    return;
  }
  clearTimeout(pause);
  pause = setTimeout(() => attempt(() => ask(query, use)), PAUSE);
}

/** Return the inline query in a text, null if it does not begin with the bot's username. */
function inlineQuery(typed) {
  const name = `@${store.bot.username} `;
  return typed.toLowerCase().startsWith(name) ? typed.slice(name.length) : null;
}

function commandsFor(typed, use) {
  if (!/^\/\w*$/.test(typed)) return null;
  return commands()
    .filter(({ command }) => `/${command}`.startsWith(typed))
    .map(({ command, description }) => ({
      title: `/${command}`,
      line: description,
      pick: () => use(`/${command}`, true),
      fill: () => use(`/${command} `, false),
    }));
}

function namesFor(typed, use) {
  const found = /(^|\s)@(\w*)$/.exec(typed);
  if (!found) return [];
  const chat = currentChat();
  const ids = chat.type === "private" ? [] : chat.members.filter((id) => id !== store.bot.id);
  return [store.bot, ...ids.map(personOf)]
    .filter((person) => person?.username?.startsWith(found[2].toLowerCase()) && person.id !== store.me)
    .map((person) => {
      const text = `${typed.slice(0, typed.length - found[2].length)}${person.username} `;
      const pick = () => use(text, false);
      return { title: `@${person.username}`, line: person.first_name, pick, fill: pick };
    });
}

async function ask(query, use, offset = "") {
  latest += 1;
  const mine = latest;
  const asked = await act("inline", { person: store.me, chat: store.chatId, query, offset });
  const answer = await answers.of(asked.query, TIMEOUT);
  if (mine !== latest || !answer) return;
  const found = answer.results.map((result, number) => ({
    title: result.title,
    line: result.description,
    pick: () => choose(asked.query, number, use),
    look: "result",
  }));
  isInline = true;
  if (offset) extend(found);
  else open([...fromButton(answer.button), ...found], -1);
  if (answer.next_offset) atTheEnd(() => attempt(() => ask(query, use, answer.next_offset)));
}

function fromButton(button) {
  if (!button?.start_parameter) return [];
  const url = `https://t.me/${store.bot.username}?start=${button.start_parameter}`;
  const pick = () => attempt(() => act("follow", { person: store.me, url }));
  return [{ title: button.text, line: "", pick, look: "leading" }];
}

async function choose(query, number, use) {
  const where = { person: store.me, chat: store.chatId, topic: store.topic };
  const isDone = await attempt(() => act("choose", { ...where, query, number }));
  if (isDone) use("", false);
}

/** Call `more` once the last result scrolls into view. */
function atTheEnd(more) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      more();
    },
    { root: box() },
  );
  watcher.observe(box().lastElementChild);
}

function open(found, first) {
  options = found;
  active = first;
  const note = isInline ? make("p", { class: "hint" }, say("inlineHint", { name: store.bot.username })) : null;
  const none = isInline && !found.length ? make("p", { class: "hint" }, say("noResults")) : null;
  box().replaceChildren(...[note, none].filter(Boolean), ...options.map(drawn));
  box().hidden = false;
  byId("field").setAttribute("aria-expanded", "true");
  mark();
}

function extend(found) {
  const elements = found.map((option, number) => drawn(option, options.length + number));
  options = [...options, ...found];
  box().append(...elements);
}

function drawn(option, number) {
  const element = make(
    "div",
    {
      id: `suggestion-${number}`,
      role: "option",
      class: `suggestion ${option.look ?? ""}`,
      aria: { selected: "false" },
    },
    make("b", {}, option.title),
    make("span", {}, option.line ?? ""),
  );
  // The field keeps the focus, so that the user can go on typing.
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", () => take(number));
  return element;
}

function take(number) {
  const { pick } = options[number];
  close();
  pick();
}

function mark() {
  const elements = box().querySelectorAll(".suggestion");
  elements.forEach((element, number) => element.setAttribute("aria-selected", String(number === active)));
  if (active < 0) byId("field").removeAttribute("aria-activedescendant");
  else byId("field").setAttribute("aria-activedescendant", `suggestion-${active}`);
  elements[active]?.scrollIntoView({ block: "nearest" });
}

/** Handle a key; return true if it belongs to the suggestions. */
export function keyed(key) {
  if (!areOpen()) return false;
  if (key === "Escape") close();
  else if (key === "ArrowDown" && options.length) active = Math.min(active + 1, options.length - 1);
  else if (key === "ArrowUp" && options.length) active = Math.max(active - 1, isInline ? -1 : 0);
  else if (key === "Enter" && active >= 0) take(active);
  else if (key === "Tab" && options[active]?.fill) {
    const { fill } = options[active];
    close();
    fill();
  } else return false;
  if (areOpen()) mark();
  return true;
}
