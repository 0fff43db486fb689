// The inline keyboard of a message, and the actions of its buttons.

import { chooseChat, open, openPrivate } from "./chats.js";
import { setField } from "./composer.js";
import { icon, make } from "./dom.js";
import { alertOf, attempt, copy, toast } from "./notices.js";
import { on, store } from "./store.js";
import { act, Awaited } from "./wire.js";

/** Milliseconds to wait for the answer to a callback query. */
const TIMEOUT = 15000;
const answers = new Awaited();
on("callback", ({ id, answer }) => answers.set(id, answer));

/** Open a deep link to the bot; return false for any other link. */
export function follow(url) {
  const parts = URL.canParse(url) ? new URL(url) : null;
  const isApp = parts?.protocol === "tg:";
  if (!isApp && parts?.hostname !== "t.me") return false;
  const name = isApp ? parts.searchParams.get("domain") : parts.pathname.slice(1);
  const start = parts.searchParams.get("start");
  if (name !== store.bot.username || start === null) return false;
  attempt(async () => {
    await act("follow", { person: store.me, url: `https://t.me/${name}?start=${start}` });
    openPrivate();
  });
  return true;
}

/** Press a button, which is busy until the bot answers or the timeout ends. */
async function press(element, message, row, place) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const where = { person: store.me, chat: message.chat.id, message: message.message_id };
  const pressed = await attempt(() => act("press", { ...where, row, place }));
  const answer = pressed && (await answers.of(pressed.callback, TIMEOUT));
  element.removeAttribute("aria-busy");
  if (answer?.url) follow(answer.url) || window.open(answer.url, "_blank", "noopener");
  if (answer?.text) (answer.show_alert ? alertOf : toast)(answer.text);
}

/** Type an inline query, in this chat or in one that the user chooses. */
async function typeQuery(button) {
  const here = button.switch_inline_query_current_chat;
  const elsewhere = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (here === undefined) {
    const chatId = await chooseChat();
    if (!chatId) return;
    open(chatId);
  }
  setField(`@${store.bot.username} ${here ?? elsewhere ?? ""}`);
}

function drawn(message, button, row, place) {
  if (button.url) {
    const link = make("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" });
    link.append(button.text, icon("link"));
    link.addEventListener("click", (event) => follow(button.url) && event.preventDefault());
    return link;
  }
  const key = make("button", { type: "button", class: "key" }, button.text);
  const isQuery = Object.keys(button).some((name) => name.startsWith("switch_inline"));
  key.disabled = "disabled" in button;
  if (button.style) key.classList.add(button.style);
  if (button.copy_text) key.append(icon("copy"));
  if (isQuery) key.append(icon("search"));
  key.addEventListener("click", () => {
    if (button.copy_text) attempt(() => copy(button.copy_text.text));
    else if (isQuery) typeQuery(button);
    else press(key, message, row, place);
  });
  return key;
}

/** Create the inline keyboard of a message; return null if it has none. */
export function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const element = make("div", { class: "keyboard" });
  rows.forEach((buttons, row) => {
    const keys = buttons.map((button, place) => drawn(message, button, row, place));
    element.append(make("div", { class: "keys" }, ...keys));
  });
  return element;
}
