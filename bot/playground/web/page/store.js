// The state of the page, and its listeners.

const listeners = new Map();

/**
 * The state. `me` is the id of the acting user, `reader` that of the chosen reader, who acts in all
 * chats but the admin's. `unread` counts messages by chat id, and `typing` holds the last chat
 * action by chat id. Other fields are as in the event "everything".
 */
export const store = {
  bot: null,
  people: [],
  languages: [],
  chats: [],
  menus: {},
  examples: [],
  ready: false,
  progress: { stage: "reading", done: 0, total: null },
  connected: false,
  faults: 0,
  blocked: [],
  wire: [],
  me: null,
  reader: null,
  chatId: null,
  topic: 0,
  unread: new Map(),
  typing: new Map(),
};

/** Call `listener` for each change of these kinds, which are separated by spaces. */
export function on(kinds, listener) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, []);
    listeners.get(kind).push(listener);
  }
}

/** Call all listeners of a kind of change. */
export function notify(kind, detail = {}) {
  for (const listener of listeners.get(kind) ?? []) listener(detail);
}

export const chatOf = (id) => store.chats.find((chat) => chat.id === id);
export const currentChat = () => chatOf(store.chatId);
export const me = () => store.people.find((person) => person.id === store.me);
export const admin = () => store.people.find((person) => person.is_admin);
export const personOf = (id) =>
  id === store.bot.id ? store.bot : store.people.find((person) => person.id === id);
export const topicOf = (message) => message.message_thread_id ?? 0;

/** Return true if the acting user sees a message: an ephemeral one is seen by two. */
export const sees = (message) => !message.seen_by || message.seen_by.includes(store.me);

/** Return what the acting user sees of a chat; ephemeral messages stand in place of others. */
export function seenIn(chat) {
  const seen = chat.messages.filter(sees);
  const layers = new Map(seen.filter((one) => one.replaces).map((one) => [one.replaces, one]));
  const isShown = new Set(chat.messages.map((one) => one.message_id));
  return seen
    .filter((one) => !isShown.has(one.replaces))
    .map((one) => layers.get(one.message_id) ?? one);
}

/** Return the bot's commands for the acting user in the open chat. */
export const commands = () => store.menus[store.me]?.commands[store.chatId] ?? [];
/** Return the bot's description, none until it is there in every language. */
export const description = () => (store.ready && store.menus[store.me]?.description) || "";

/** Return the chats of the list: the reader's private one, the groups, the admin's private one. */
export function listedChats() {
  const groups = store.chats.filter((chat) => chat.type !== "private");
  return [chatOf(store.reader), ...groups, chatOf(admin().id)];
}

/** Open a chat; the admin acts in the admin's private chat, the chosen reader in all others. */
export function goTo(chatId, topic = 0) {
  const before = store.me;
  store.chatId = chatId;
  store.topic = topic;
  store.me = chatId === admin().id ? chatId : store.reader;
  store.unread.delete(chatId);
  if (before !== store.me) notify("person");
  notify("chat");
}

/** Act as another user, in the open chat if that user is there, else in the private chat. */
export function become(personId) {
  const person = personOf(personId);
  if (!person.is_admin) store.reader = personId;
  store.me = personId;
  const chat = currentChat();
  const isMine = chat && (chat.id === personId || (chat.type !== "private" && !person.is_admin));
  if (!isMine) {
    store.chatId = personId;
    store.topic = 0;
  }
  notify("person");
  notify("chat");
}

/** Apply an event of the server; unknown kinds are ignored. */
export function apply(event) {
  const handler = HANDLERS[event.kind];
  if (handler) handler(event);
}

/** Milliseconds that a chat action is shown, as by Telegram's clients. */
const ACTION_MS = 5000;

const HANDLERS = {
  everything(event) {
    const { kind, ...all } = event;
    Object.assign(store, all);
    if (store.reader === null) {
      store.reader = store.people[0].id;
      store.me = store.reader;
      store.chatId = store.reader;
    }
    notify("person");
    notify("chat");
    notify("history");
  },
  progress(event) {
    store.progress = event.progress;
    notify("progress");
  },
  ready(event) {
    store.ready = true;
    store.examples = event.examples;
    store.menus = event.menus;
    notify("chat");
  },
  message({ chat: id, message }) {
    const chat = chatOf(id);
    chat.messages.push(message);
    store.typing.delete(id);
    if (id !== store.chatId && sees(message)) store.unread.set(id, (store.unread.get(id) ?? 0) + 1);
    notify("message", { chat, message });
  },
  edited({ chat: id, message }) {
    const chat = chatOf(id);
    const place = chat.messages.findIndex((one) => one.message_id === message.message_id);
    if (place >= 0) chat.messages[place] = message;
    notify("edited", { chat, message });
  },
  deleted({ chat: id, message }) {
    const chat = chatOf(id);
    chat.messages = chat.messages.filter((one) => one.message_id !== message.message_id);
    notify("deleted", { chat, message });
  },
  action({ chat: id, topic }) {
    const until = Date.now() + ACTION_MS;
    store.typing.set(id, { topic: topic ?? 0, until });
    setTimeout(() => notify("typing"), ACTION_MS + 100);
    notify("typing");
  },
  commands(event) {
    store.menus = event.menus;
    notify("commands");
  },
  bot({ chat: id, has_bot, bot_is_admin }) {
    Object.assign(chatOf(id), { has_bot, bot_is_admin });
    notify("connection");
    notify("bot");
  },
  blocked(event) {
    store.blocked = event.blocked;
    notify("connection");
  },
  callback: (event) => notify("callback", event),
  inline: (event) => notify("inline", event),
  update: (event) => notify("wire", event),
  call(event) {
    store.faults = event.faults;
    notify("wire", event);
  },
};

/** Return true if the bot shows a chat action in the open chat and topic. */
export function isTyping() {
  const typing = store.typing.get(store.chatId);
  return typing !== undefined && typing.topic === store.topic && typing.until > Date.now();
}
