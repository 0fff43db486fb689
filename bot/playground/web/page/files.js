// Files that the admin sends: chosen with the paper clip, dropped on the chat, or pasted.

import { byId, icon } from "./dom.js";
import { attempt, toast } from "./notices.js";
import { admin, on, store } from "./store.js";
import { say, size } from "./strings.js";
import { sendFile } from "./wire.js";

const chat = () => document.querySelector(".conversation");
const isAdmins = () => store.chatId === admin()?.id;
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

/** Send files one by one, and say of those that are empty or too large that they are. */
async function send(files) {
  const where = { person: store.me, chat: store.chatId, topic: store.topic };
  byId("attach").setAttribute("aria-busy", "true");
  for (const file of files) {
    if (file.size > store.longest_file) {
      toast(say("tooLarge", { name: file.name, size: size(store.longest_file) }));
    } else if (!file.size) {
      toast(say("emptyFile", { name: file.name }));
    } else {
      await attempt(() => sendFile(file, where));
    }
  }
  byId("attach").removeAttribute("aria-busy");
}

function chosen(event) {
  const files = [...event.target.files];
  event.target.value = ""; // So that the same file can be chosen again.
  send(files);
}

function dragged(event) {
  if (!hasFiles(event)) return;
  event.preventDefault(); // Without this, the browser would open the file.
  event.dataTransfer.dropEffect = isAdmins() ? "copy" : "none";
  byId("drop").hidden = !isAdmins();
}

function left(event) {
  if (!event.relatedTarget) byId("drop").hidden = true;
}

function dropped(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  byId("drop").hidden = true;
  if (isAdmins()) send([...event.dataTransfer.files]);
}

function pasted(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || !isAdmins()) return;
  event.preventDefault();
  send(files);
}

/** Show the paper clip in the admin's chat, and take files there. */
export function startFiles() {
  byId("attach").append(icon("clip"));
  byId("attach").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", chosen);
  window.addEventListener("dragover", dragged);
  window.addEventListener("dragleave", left);
  window.addEventListener("drop", dropped);
  chat().addEventListener("paste", pasted);
  on("chat person", () => {
    byId("attach").hidden = !isAdmins();
  });
}
