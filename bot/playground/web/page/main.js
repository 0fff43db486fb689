// The entry point of the page, a messenger for chats of the stand-in for Telegram.

import { startChats } from "./chats.js";
import { startComposer } from "./composer.js";
import { startConversation } from "./conversation.js";
import { startFiles } from "./files.js";
import { startPanel } from "./panel.js";
import { apply, notify, store } from "./store.js";
import { startTheme } from "./theme.js";
import { watch } from "./wire.js";

startTheme();
startChats();
startConversation();
startComposer();
startFiles();
startPanel();
watch(apply, (isConnected) => {
  store.connected = isConnected;
  if (store.bot) notify("connection");
});
