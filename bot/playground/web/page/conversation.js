// The open chat: its heading, its topics and its messages.

import { avatarOf, titleOf } from "./chats.js";
import { change } from "./composer.js";
import { byId, icon, make } from "./dom.js";
import { drawn } from "./message.js";
import { attempt } from "./notices.js";
import { foldQuotations } from "./richtext.js";
import { currentChat, goTo, isTyping, on, seenIn, sees, store, topicOf } from "./store.js";
import { say } from "./strings.js";
import { welcome } from "./welcome.js";
import { act } from "./wire.js";

/** Distance from the end that counts as the end, in pixels. */
const NEAR = 120;
/** True while the end is in view, so that new messages scroll into view. */
let isFollowing = true;
const list = () => byId("messages");
const isHere = (message) => topicOf(message) === store.topic && sees(message);

function drawHeading() {
  const chat = currentChat();
  if (!chat) return;
  byId("heading-avatar").replaceWith(Object.assign(avatarOf(chat), { id: "heading-avatar" }));
  byId("heading-title").textContent = titleOf(chat);
  const people = chat.members.filter((id) => id !== store.bot.id).length;
  const members = chat.bot_is_admin ? "membersAndAdmin" : "members";
  const about =
    chat.type === "private" ? say("bot") : say(chat.has_bot ? members : "withoutBot", { count: people });
  byId("heading-status").textContent = status(chat) ?? about;
  byId("heading-status").classList.toggle("busy", isTyping());
  byId("block").hidden = chat.type !== "private";
  const label = say(isBlocked() ? "unblock" : "block");
  byId("block").textContent = label;
}

const isBlocked = () => store.blocked.includes(store.me);

/** Return what the heading shows instead of a description of the chat, null for nothing. */
function status(chat) {
  if (!store.connected) return say("gone");
  if (chat.has_bot && !store.ready) return say(store.progress.stage);
  if (chat.type === "private" && isBlocked()) return say("blocked");
  return isTyping() ? say("typing") : null;
}

function drawTopics() {
  const chat = currentChat();
  const topics = chat.topics.length ? [{ id: 0, name: say("general") }, ...chat.topics] : [];
  byId("topics").replaceChildren(
    ...topics.map(({ id, name }) =>
      make(
        "button",
        {
          type: "button",
          role: "tab",
          class: "topic",
          aria: { selected: String(id === store.topic) },
          on: { click: () => goTo(chat.id, id) },
        },
        name,
      ),
    ),
  );
}

function drawAll() {
  if (!currentChat()) return;
  drawHeading();
  drawTopics();
  drawMessages();
}

function drawMessages() {
  const messages = seenIn(currentChat()).filter(isHere);
  const isBare = messages.every((message) => message.forum_topic_created);
  list().replaceChildren(...messages.map(drawn), ...(isBare ? [welcome()] : []));
  foldQuotations(list());
  toTheEnd();
}

const isAtTheEnd = () => list().scrollHeight - list().scrollTop - list().clientHeight < NEAR;

function toTheEnd() {
  list().scrollTop = list().scrollHeight;
  isFollowing = true; // The event of scrolling comes later than a quick answer.
  byId("down").hidden = true;
}

/** Scroll to the end, or to the beginning of the newest message if it is taller than the view. */
function toTheNewest() {
  toTheEnd();
  const newest = list().lastElementChild;
  if (newest.offsetHeight > list().clientHeight) newest.scrollIntoView({ block: "start" });
}

function add({ chat, message }) {
  if (chat.id !== store.chatId || !isHere(message)) return;
  if (message.replaces) return redraw();
  const isWanted = isFollowing || message.from?.id === store.me;
  list().querySelector(".welcome")?.remove();
  list().append(drawn(message));
  foldQuotations(list());
  if (isWanted) toTheNewest();
  else byId("down").hidden = false;
  drawHeading();
}

/** Draw the messages again where one came in place of another, without leaving the place. */
function redraw() {
  const top = list().scrollTop;
  drawMessages();
  list().scrollTop = top;
}

function remove(change) {
  const isOver = change.message.replaces && change.chat.id === store.chatId && isHere(change.message);
  if (isOver) redraw();
  else elementOf(change)?.remove();
}

function elementOf({ chat, message }) {
  if (chat.id !== store.chatId) return null;
  return list().querySelector(`[data-message="${message.message_id}"]`);
}

/** Draw a message again; the focus of whoever uses the keyboard stays on it. */
function replace(change) {
  const element = elementOf(change);
  if (!element) return;
  const focused = document.activeElement;
  const isByKeyboard = element.contains(focused) && focused.matches(":focus-visible");
  const renewed = drawn(change.message);
  element.replaceWith(renewed);
  foldQuotations(list());
  if (isByKeyboard || focused === element) renewed.focus({ preventScroll: true });
  if (isFollowing) toTheEnd();
}

/** Move the focus between messages by arrow keys, and edit the user's own by the key e. */
function move(event) {
  const messages = [...list().querySelectorAll("article")];
  const at = messages.indexOf(document.activeElement);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) {
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    next?.focus();
    event.preventDefault();
  }
  if (event.key === "e" && messages[at]?.classList.contains("own")) {
    const id = Number(messages[at].dataset.message);
    change(currentChat().messages.find((message) => message.message_id === id));
    event.preventDefault();
  }
}

/** Draw the open chat whenever it changes, and listen to its controls. */
export function startConversation() {
  byId("back").append(icon("back"));
  byId("down").append(icon("down"));
  byId("down").addEventListener("click", toTheEnd);
  byId("block").addEventListener("click", () => attempt(() => act("block", { person: store.me })));
  list().addEventListener("keydown", move);
  list().addEventListener("scroll", () => {
    isFollowing = isAtTheEnd();
    if (isFollowing) byId("down").hidden = true;
  });
  new ResizeObserver(() => {
    foldQuotations(list());
    if (isFollowing) toTheEnd();
  }).observe(list());
  on("chat", drawAll);
  on("commands progress", () => list().querySelector(".welcome")?.replaceWith(welcome()));
  on("message", add);
  on("edited", replace);
  on("deleted", remove);
  on("typing connection progress", drawHeading);
}
