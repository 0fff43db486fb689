// The welcome of an empty chat: a description, example questions, and how to go live.

import { make } from "./dom.js";
import { attempt } from "./notices.js";
import { currentChat, description, store } from "./store.js";
import { say } from "./strings.js";
import { act } from "./wire.js";

function lines(chat) {
  const about = chat.has_bot ? "aboutGroup" : "aboutElsewhere";
  const name = chat.type === "private" ? "about" : about;
  const own = chat.type === "private" && description();
  return [own ? make("p", {}, own) : null, make("p", { class: own ? "aside" : "" }, say(name))];
}

/** Return the message that asks the question in this chat. */
function asked(chat, question) {
  if (chat.type === "private") return question;
  return chat.has_bot ? `/ask ${question}` : `@${store.bot.username} ${question}`;
}

function example(chat, question) {
  const text = asked(chat, question);
  const ask = () =>
    attempt(() => act("send", { person: store.me, chat: chat.id, topic: store.topic, text }));
  return make("button", { type: "button", class: "example", on: { click: ask } }, text);
}

const STAGES = ["reading", "indexing", "preparing"];

/** Return the steps of the bot's start, with how far the present one is; null once it is ready. */
function progress(chat) {
  if (!chat.has_bot || store.ready) return null;
  const { stage, done, total } = store.progress;
  const present = STAGES.indexOf(stage);
  const steps = STAGES.map((name, place) => {
    const mark = place < present ? "✓ " : "";
    const count = place === present && total ? ` ${done} / ${total}` : "";
    const state = place === present ? "step" : undefined;
    return make("li", { aria: { current: state } }, mark + say(`step_${name}`) + count);
  });
  return make("ol", { class: "start", role: "status" }, ...steps);
}

/** Create the welcome of the open chat. */
export function welcome() {
  const chat = currentChat();
  const steps = ["live1", "live2", "live3", "live4"].map((name) =>
    make("li", {}, name === "live4" ? make("code", {}, say(name)) : say(name)),
  );
  return make(
    "section",
    { class: "welcome" },
    make("h3", {}, say("aboutTitle")),
    ...lines(chat),
    progress(chat),
    store.examples.length ? make("h4", {}, say("tryOne")) : null,
    ...store.examples.map((question) => example(chat, question)),
    chat.type === "private"
      ? make("details", {}, make("summary", {}, say("live")), make("ol", {}, ...steps))
      : null,
  );
}
