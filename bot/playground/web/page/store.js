// What the page knows, and who is told when it changes.

const listeners = new Map();

export const store = {
  bot: null,
  people: [],
  languages: [],
  chats: [],
  menus: {},
  examples: [],
  ready: false,
  connected: false,
  faults: 0,
  wire: [],
  me: null,
  reader: null,
  chatId: null,
  topic: 0,
  unread: new Map(),
  typing: new Map(),
};

/** Call `hear` whenever one of these kinds of change is told. */
export function on(kinds, hear) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, []);
    listeners.get(kind).push(hear);
  }
}

export function tell(kind, detail = {}) {
  for (const hear of listeners.get(kind) ?? []) hear(detail);
}

export const chatOf = (id) => store.chats.find((chat) => chat.id === id);
export const currentChat = () => chatOf(store.chatId);
export const me = () => store.people.find((person) => person.id === store.me);
export const admin = () => store.people.find((person) => person.is_admin);
export const personOf = (id) =>
  id === store.bot.id ? store.bot : store.people.find((person) => person.id === id);
export const topicOf = (message) => message.message_thread_id ?? 0;

/** The menu of commands here and now. */
export const commands = () => store.menus[store.me]?.commands[store.chatId] ?? [];
export const description = () => store.menus[store.me]?.description ?? "";

/** The chats on the left: one's own with the bot, the groups, and the admin's. */
export function listedChats() {
  const groups = store.chats.filter((chat) => chat.type !== "private");
  return [chatOf(store.reader), ...groups, chatOf(admin().id)];
}

/** Go to a chat; the admin's is the admin's, every other one the reader's. */
export function goTo(chatId, topic = 0) {
  const before = store.me;
  store.chatId = chatId;
  store.topic = topic;
  store.me = chatId === admin().id ? chatId : store.reader;
  store.unread.delete(chatId);
  if (before !== store.me) tell("person");
  tell("chat");
}

/** Be somebody: a reader stays in the group that is open, and leaves other people's chats. */
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
  tell("person");
  tell("chat");
}

/** An event of the stand-in. */
export function hear(event) {
  const handler = HANDLERS[event.kind];
  if (handler) handler(event);
}

const HANDLERS = {
  everything(event) {
    const { kind, ...all } = event;
    Object.assign(store, all);
    if (store.reader === null) {
      store.reader = store.people[0].id;
      store.me = store.reader;
      store.chatId = store.reader;
    }
    tell("person");
    tell("chat");
    tell("history");
  },
  ready(event) {
    store.ready = true;
    store.examples = event.examples;
    tell("chat");
  },
  message({ chat: id, message }) {
    const chat = chatOf(id);
    chat.messages.push(message);
    store.typing.delete(id);
    if (id !== store.chatId) store.unread.set(id, (store.unread.get(id) ?? 0) + 1);
    tell("message", { chat, message });
  },
  edited({ chat: id, message }) {
    const chat = chatOf(id);
    const place = chat.messages.findIndex((one) => one.message_id === message.message_id);
    if (place >= 0) chat.messages[place] = message;
    tell("edited", { chat, message });
  },
  deleted({ chat: id, message }) {
    const chat = chatOf(id);
    chat.messages = chat.messages.filter((one) => one.message_id !== message.message_id);
    tell("deleted", { chat, message });
  },
  action({ chat: id, topic }) {
    const until = Date.now() + 5000;
    store.typing.set(id, { topic: topic ?? 0, until });
    setTimeout(() => tell("typing"), 5100);
    tell("typing");
  },
  commands(event) {
    store.menus = event.menus;
    tell("commands");
  },
  callback: (event) => tell("callback", event),
  inline: (event) => tell("inline", event),
  update: (event) => tell("wire", event),
  call(event) {
    store.faults = event.faults;
    tell("wire", event);
  },
};

/** Whether the bot shows that it works on something in this chat and topic. */
export function isTyping() {
  const typing = store.typing.get(store.chatId);
  return typing !== undefined && typing.topic === store.topic && typing.until > Date.now();
}
