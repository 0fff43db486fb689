// The list of chats, and the choice of user and language.

import { avatar, byId, make } from "./dom.js";
import { admin, become, chatOf, goTo, listedChats, me, on, personOf, sees, store } from "./store.js";
import { clock, LANGUAGE_NAMES, say, speak } from "./strings.js";
import { act } from "./wire.js";

/** Return the title of a chat as its members see it. */
export function titleOf(chat) {
  return chat.type === "private" ? store.bot.first_name : chat.title;
}

/** Return the avatar of a chat. */
export function avatarOf(chat) {
  return chat.type === "private" ? faceOf(store.bot, "") : avatar(chat.title, chat.id);
}

/** Return the avatar of a user, or of the bot, which has its logo. */
export function faceOf(person, name) {
  const isBot = person?.id === store.bot.id;
  const face = avatar(isBot ? "" : name, person?.id ?? 0);
  face.classList.toggle("bot", isBot);
  return face;
}

/** Return the name of the sender of a message. */
export function senderOf(message) {
  return message.sender_chat?.title ?? message.from?.first_name ?? message.chat.title ?? "";
}

const MAX_PREVIEW = 80;
const lastOf = (chat) => chat.messages.findLast((message) => !message.forum_topic_created && sees(message));

function lastLine(chat) {
  const last = lastOf(chat);
  if (!last) return "";
  const text = last.text ?? last.caption ?? last.document?.file_name ?? say("service");
  const isOwn = last.from?.id === store.me;
  const isNamed = chat.type !== "private" && !isOwn;
  return (isNamed ? `${senderOf(last)}: ` : "") + text.slice(0, MAX_PREVIEW);
}

function row(chat) {
  const isAdmins = chat.id === admin().id;
  const unread = store.unread.get(chat.id);
  const last = lastOf(chat);
  return make(
    "li",
    {},
    make(
      "button",
      {
        type: "button",
        class: "chat",
        data: { chat: String(chat.id) },
        aria: { current: chat.id === store.chatId ? "true" : undefined },
        on: { click: () => open(chat.id) },
      },
      avatarOf(chat),
      make(
        "span",
        { class: "names" },
        make(
          "span",
          { class: "title" },
          make("b", {}, titleOf(chat)),
          isAdmins ? make("span", { class: "badge" }, say("asAdmin")) : null,
        ),
        make("span", { class: "last" }, lastLine(chat) || (isAdmins ? "/reload" : "")),
      ),
      make(
        "span",
        { class: "side" },
        make("time", {}, last ? clock(last.date) : ""),
        unread ? make("span", { class: "unread" }, String(unread)) : null,
      ),
    ),
  );
}

/** Open a chat, and focus the field unless that would open an on-screen keyboard. */
export function open(chatId) {
  document.querySelector(".frame").dataset.pane = "conversation";
  goTo(chatId);
  if (window.matchMedia("(hover: hover)").matches) byId("field").focus();
}

function draw() {
  if (!store.bot) return;
  byId("chats").replaceChildren(...listedChats().map(row));
}

function drawPerson() {
  const person = me();
  speak(person.language_code);
  byId("person").replaceChildren(
    ...store.people.map((one) =>
      make("option", { value: String(one.id), selected: one.id === store.me }, nameOf(one)),
    ),
  );
  byId("language").replaceChildren(
    ...store.languages.map((code) =>
      make("option", { value: code, selected: code === person.language_code }, LANGUAGE_NAMES[code]),
    ),
  );
  draw();
}

/** Return the name of a user; that of the admin tells in Chinese what it is. */
const nameOf = (person) =>
  person.is_admin && document.documentElement.lang === "en"
    ? `${person.first_name} (${say("admin")})`
    : person.first_name;

async function setLanguage(event) {
  const language = event.target.value;
  await act("speak", { person: store.me, language });
  personOf(store.me).language_code = language;
  drawPerson();
  goTo(store.chatId, store.topic);
}

/** Draw the list whenever it changes, and listen to its controls. */
export function startChats() {
  on("chat message edited deleted", draw);
  on("person", drawPerson);
  byId("person").addEventListener("change", (event) => become(Number(event.target.value)));
  byId("language").addEventListener("change", setLanguage);
  byId("back").addEventListener("click", () => {
    document.querySelector(".frame").dataset.pane = "chats";
    document.querySelector(`[data-chat="${store.chatId}"]`)?.focus();
  });
}

/** Let the user choose a chat; return a promise of its id, 0 if the dialog is cancelled. */
export function chooseChat() {
  const dialog = byId("chooser");
  const others = listedChats().filter((chat) => chat.type !== "private" || chat.id === store.me);
  dialog.querySelector("form").replaceChildren(
    ...others.map((chat) =>
      make("button", { class: "chat", value: String(chat.id) }, avatarOf(chat), titleOf(chat)),
    ),
  );
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(Number(dialog.returnValue)), { once: true });
  });
}

/** Open the user's private chat with the bot. */
export function openPrivate() {
  if (chatOf(store.me)) open(store.me);
}
