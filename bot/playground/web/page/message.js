// The elements of one message.

import { faceOf, openPrivate, senderOf } from "./chats.js";
import { answer, change } from "./composer.js";
import { hue, icon, make } from "./dom.js";
import { follow, keyboard } from "./keyboard.js";
import { attempt, copy } from "./notices.js";
import { formatted } from "./richtext.js";
import { currentChat, store } from "./store.js";
import { clock, say, size } from "./strings.js";
import { act } from "./wire.js";

const textOf = (message) => message.text ?? message.caption ?? "";
const entitiesOf = (message) => message.entities ?? message.caption_entities ?? [];

const send = (text, topic) =>
  act("send", { person: store.me, chat: store.chatId, topic: topic ?? store.topic, text });

/** Create the element of a message or service message. */
export function drawn(message) {
  const said = serviceText(message);
  if (said) return make("div", { class: "notice", data: { message: String(message.message_id) } }, said);
  const isOwn = message.from?.id === store.me && !message.sender_chat;
  const sender = senderOf(message);
  const label = `${sender}, ${clock(message.date)}: ${textOf(message)}`;
  return make(
    "article",
    {
      class: `message ${isOwn ? "own" : "other"}${message.seen_by ? " private" : ""}`,
      tabIndex: -1,
      data: { message: String(message.message_id) },
      aria: { label },
    },
    currentChat().type !== "private" && !isOwn ? faceOf(message.from, sender) : null,
    make("div", { class: "stack" }, bubble(message, sender, isOwn), keyboard(message)),
    tools(message, isOwn),
  );
}

/** Return the text of a service message, empty for other messages. */
function serviceText(message) {
  const name = senderOf(message);
  if (message.forum_topic_created) {
    return say("topicCreated", { name, topic: message.forum_topic_created.name });
  }
  if (message.new_chat_members) return say("joined", { name });
  if (message.left_chat_member) return say("left", { name });
  return textOf(message) || message.document || message.photo ? "" : say("service");
}

function bubble(message, sender, isOwn) {
  const text = make("div", { class: "text", dir: "auto" });
  text.append(
    formatted(textOf(message), entitiesOf(message), {
      follow,
      command: (command) => attempt(() => send(command)),
    }),
  );
  return make(
    "div",
    { class: "bubble" },
    heading(message, sender, isOwn),
    repliedTo(message),
    message.document ? file(message.document) : null,
    message.photo ? photo(message.photo.at(-1)) : null,
    text,
    make(
      "div",
      { class: "meta" },
      ...(message.reactions ?? []).map((emoji) => make("span", { class: "reaction" }, emoji)),
      message.seen_by ? make("span", { class: "alone" }, say("onlyYou")) : null,
      message.is_withheld ? make("span", { class: "withheld" }, say("withheld")) : null,
      message.edit_date ? make("span", { class: "edited" }, say("edited")) : null,
      make("time", { dateTime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    ),
  );
}

function heading(message, sender, isOwn) {
  const parts = [];
  if (currentChat().type !== "private" && !isOwn) {
    parts.push(make("b", { data: { hue: hue(message.from?.id ?? 0) } }, sender));
  }
  if (message.via_bot) parts.push(say("via", { name: `@${message.via_bot.username}` }));
  if (message.guest_bot_caller_user) {
    parts.push(say("guest", { name: message.guest_bot_caller_user.first_name }));
  }
  if (message.forward_origin) {
    const origin = message.forward_origin;
    const from = origin.sender_user?.first_name ?? (origin.chat ?? origin.sender_chat)?.title;
    parts.push(make("span", { class: "origin" }, icon("forward"), from ?? ""));
  }
  if (!parts.length) return null;
  return make("div", { class: "author" }, ...parts.flatMap((part) => [part, " "]));
}

function repliedTo(message) {
  const earlier = message.reply_to_message;
  if (!earlier || earlier.forum_topic_created) return null;
  const quoted = message.quote?.text ?? (textOf(earlier) || nameOf(earlier));
  return make(
    "button",
    { type: "button", class: "replied", on: { click: () => show(earlier.message_id) } },
    make("b", { data: { hue: hue(earlier.from?.id ?? 0) } }, senderOf(earlier)),
    make("span", {}, quoted.slice(0, 200)),
  );
}

function nameOf(message) {
  return message.document?.file_name ?? say(message.photo ? "photo" : "service");
}

/** Scroll a message into view and highlight it for a moment. */
export function show(messageId) {
  const element = document.querySelector(`.messages [data-message="${messageId}"]`);
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "smooth" });
  element.classList.add("lit");
  setTimeout(() => element.classList.remove("lit"), 1200);
}

function file(document) {
  const name = document.file_name;
  return make(
    "a",
    {
      class: "file",
      href: `files/${encodeURIComponent(document.file_id)}`,
      download: name,
      aria: { label: say("file", { name, size: size(document.file_size) }) },
    },
    icon("file"),
    make("span", {}, make("b", {}, name), make("small", {}, size(document.file_size))),
  );
}

function photo(largest) {
  const { file_id: id, width, height } = largest;
  const source = `files/${encodeURIComponent(id)}`;
  return make(
    "a",
    { class: "photo", href: source, target: "_blank", rel: "noopener" },
    make("img", { src: source, width, height, alt: say("photo"), loading: "lazy" }),
  );
}

function tools(message, isOwn) {
  const where = { person: store.me, chat: message.chat.id, message: message.message_id };
  const tool = (name, drawing, work) =>
    make(
      "button",
      { type: "button", class: "tool", title: say(name), aria: { label: say(name) }, on: { click: work } },
      icon(drawing),
    );
  const forward = () =>
    attempt(async () => {
      await act("forward", where);
      openPrivate();
    });
  return make(
    "div",
    { class: "tools" },
    tool("reply", "reply", () => answer(message, markedIn(message))),
    isOwn && message.text && !message.via_bot && !message.seen_by ? tool("edit", "edit", () => change(message)) : null,
    message.seen_by ? null : tool("react", "react", () => attempt(() => act("react", { ...where, emoji: "👍" }))),
    tool("copy", "copy", () => attempt(() => copy(textOf(message)))),
    message.chat.type === "private" || message.seen_by ? null : tool("forward", "forward", forward),
    isOwn && !message.seen_by ? tool("delete", "trash", () => attempt(() => act("delete", where))) : null,
  );
}

/** Return the selected part of a message's text, empty if nothing or more than that is selected. */
function markedIn(message) {
  const selection = window.getSelection();
  const text = document.querySelector(`.messages [data-message="${message.message_id}"] .text`);
  const isWithin = !selection.isCollapsed && text?.contains(selection.anchorNode) && text.contains(selection.focusNode);
  const marked = isWithin ? selection.getRangeAt(0).cloneContents().textContent.trim() : "";
  return textOf(message).includes(marked) ? marked : "";
}
