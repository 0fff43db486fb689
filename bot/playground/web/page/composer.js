// The message field, and the bar above it that shows what is replied to or edited.

import { senderOf, titleOf } from "./chats.js";
import { byId, icon, make } from "./dom.js";
import { attempt } from "./notices.js";
import { currentChat, on, sees, store, topicOf } from "./store.js";
import { say } from "./strings.js";
import * as suggestions from "./suggestions.js";
import { act } from "./wire.js";

/** Maximum height of the field, in pixels. */
const MAX_HEIGHT = 160;
/** The message that is replied to or edited: `{kind, message, quote}`, or null. */
let about = null;

const field = () => byId("field");

/** Set the text of the field as if it were typed. */
export function setField(text) {
  field().value = text;
  field().focus();
  typed();
}

/** Begin a reply to a message; `quote` is the part of it to quote, empty for none. */
export function answer(message, quote = "") {
  setAbout({ kind: "reply", message, quote });
}

/** Begin an edit of the user's own message. */
export function change(message) {
  setAbout({ kind: "edit", message });
  setField(message.text);
}

function setAbout(next) {
  if (about?.kind === "edit" && next?.kind !== "edit") field().value = "";
  about = next;
  const bar = byId("context");
  bar.hidden = about === null;
  const chat = currentChat();
  if (chat) field().placeholder = say("writeTo", { name: titleOf(chat) });
  if (about === null) {
    bar.replaceChildren();
    return;
  }
  const { kind, message, quote } = about;
  const title = kind === "edit" ? say("editing") : senderOf(message);
  const cancel = make(
    "button",
    { type: "button", class: "round", title: say("cancel"), aria: { label: say("cancel") } },
    icon("close"),
  );
  cancel.addEventListener("click", () => setAbout(null));
  const text = quote || message.text || message.caption || message.document?.file_name || "";
  bar.replaceChildren(
    icon(kind),
    make("span", {}, make("b", {}, title), make("small", {}, text.slice(0, 120))),
    cancel,
  );
  field().focus();
}

function typed() {
  field().style.height = "auto";
  field().style.height = `${Math.min(field().scrollHeight, MAX_HEIGHT)}px`;
  suggestions.suggest(field().value.slice(0, field().selectionEnd), use);
}

/** Insert a suggestion before the rest of the text, or send it at once if `isSent`. */
function use(text, isSent) {
  const rest = field().value.slice(field().selectionEnd);
  field().value = isSent ? text : text + rest;
  field().setSelectionRange(text.length, text.length);
  if (isSent) submit();
  else typed();
}

async function submit() {
  const text = field().value;
  if (!text.trim()) return;
  const where = { person: store.me, chat: store.chatId, topic: store.topic, text };
  const { kind, message, quote } = about ?? {};
  suggestions.close();
  const isDone = await attempt(() =>
    kind === "edit"
      ? act("edit", { ...where, message: message.message_id })
      : act("send", { ...where, reply_to: message?.message_id ?? 0, quote: quote ?? "" }),
  );
  if (!isDone) return;
  field().value = "";
  setAbout(null);
  typed();
}

function keyed(event) {
  // Keys pressed during composition belong to the input method. Some browsers report them only
  // by key code 229.
  if (event.isComposing || event.keyCode === 229) return;
  if (suggestions.keyed(event.key)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && about) {
    setAbout(null);
  } else if (event.key === "ArrowUp" && !field().value && !about) {
    const own = currentChat().messages.filter((one) => one.from?.id === store.me && one.text && !one.seen_by);
    if (own.length) change(own.at(-1));
    event.preventDefault();
  }
}

function toggleMenu() {
  if (suggestions.areOpen()) suggestions.close();
  else setField("/");
}

/** Begin the reply that the bot asks for. */
function asked({ chat, message }) {
  if (message.force_reply === undefined || chat.id !== store.chatId) return;
  if (topicOf(message) !== store.topic || !sees(message)) return;
  answer(message);
  if (message.force_reply) field().placeholder = message.force_reply;
}

function drawn() {
  setAbout(null);
  suggestions.close();
}

/** Listen to the field, its buttons, and changes of chat and commands. */
export function startComposer() {
  byId("menu").append(icon("menu"));
  document.querySelector(".send").append(icon("send"));
  byId("menu").addEventListener("click", toggleMenu);
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field().addEventListener("input", typed);
  field().addEventListener("keydown", keyed);
  on("chat", drawn);
  on("message", asked);
  on("commands", () => field().value.startsWith("/") && typed());
}
