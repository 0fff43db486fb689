// The page: a messenger around the real bot, fed by a stand-in for Telegram.

import { startChats } from "./chats.js";
import { startComposer } from "./composer.js";
import { startConversation } from "./conversation.js";
import { startPanel } from "./panel.js";
import { hear, store, tell } from "./store.js";
import { startTheme } from "./theme.js";
import { watch } from "./wire.js";

startTheme();
startChats();
startConversation();
startComposer();
startPanel();
watch(hear, (isConnected) => {
  store.connected = isConnected;
  if (store.bot) tell("connection");
});
