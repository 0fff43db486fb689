// The panel that shows updates and calls of the Bot API, and makes calls fail.

import { byId, icon, make } from "./dom.js";
import { attempt } from "./notices.js";
import { currentChat, on, store } from "./store.js";
import { say } from "./strings.js";
import { act } from "./wire.js";

const MAX_ENTRIES = 300;
const FAULTS = ["flood", "server", "timeout", "disconnect", "forbidden"];
let isOnlyRefused = false;
let entries = [];

function toggle() {
  const isOpen = byId("panel").hidden;
  byId("panel").hidden = !isOpen;
  byId("wire").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) draw();
}

function remember(event) {
  entries = [...entries, event].slice(-MAX_ENTRIES);
  if (event.call?.refusal) byId("wire").classList.add("alarmed");
  if (byId("panel").hidden) return;
  drawFaults();
  const list = byId("entries");
  if (isOnlyRefused && !event.call?.refusal) return;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.querySelector(".none")?.remove();
  list.append(drawn(entries.at(-1)));
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function draw() {
  byId("wire").classList.remove("alarmed");
  const shown = entries.filter((entry) => !isOnlyRefused || entry.call?.refusal);
  const nothing = make("li", { class: "none" }, say("empty"));
  const list = make("ol", { id: "entries" }, ...(shown.length ? shown.map(drawn) : [nothing]));
  const role = make("div", { id: "role" });
  byId("panel").replaceChildren(heading(), role, breaking(), filter(), list);
  drawRole();
  drawFaults();
  list.scrollTop = list.scrollHeight;
}

function heading() {
  const close = make(
    "button",
    { type: "button", class: "round", title: say("cancel"), aria: { label: say("cancel") }, on: { click: toggle } },
    icon("close"),
  );
  return make("header", {}, make("h2", {}, say("wire")), close);
}

/** Draw the box that makes the bot an administrator of the open group, empty in other chats. */
function drawRole() {
  const place = byId("role");
  if (!place) return;
  const chat = currentChat();
  if (chat.type === "private" || !chat.has_bot) return place.replaceChildren();
  const box = make("input", { type: "checkbox", checked: chat.bot_is_admin });
  const promote = () => act("promote", { person: store.me, chat: chat.id });
  box.addEventListener("change", () => attempt(promote).then(drawRole));
  place.replaceChildren(make("label", {}, box, say("botIsAdmin", { title: chat.title })));
}

/** Create the form that makes the next calls fail. */
function breaking() {
  const times = make("input", { type: "number", min: 1, max: 20, value: "3", aria: { label: say("times") } });
  const fault = make(
    "select",
    { aria: { label: say("break") } },
    ...FAULTS.map((kind) => make("option", { value: kind }, say(kind))),
  );
  const [before, after] = say("breakNext").split("{count}");
  const form = make(
    "form",
    { class: "breaking" },
    make("p", {}, before, times, after, " ", fault),
    make("button", { class: "primary danger" }, say("break")),
    make("output", { id: "faults" }),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = { fault: fault.value, times: Number(times.value) };
    const spoilt = await attempt(() => act("spoil", values));
    if (spoilt) store.faults = spoilt.faults;
    drawFaults();
  });
  return form;
}

function drawFaults() {
  const output = byId("faults");
  if (output) output.textContent = store.faults ? say("faultsLeft", { count: store.faults }) : "";
}

function filter() {
  const box = make("input", { type: "checkbox", checked: isOnlyRefused });
  box.addEventListener("change", () => {
    isOnlyRefused = box.checked;
    draw();
  });
  const clear = make("button", { type: "button", class: "plain" }, say("clear"));
  clear.addEventListener("click", () => {
    entries = [];
    draw();
  });
  return make("div", { class: "filter" }, make("label", {}, box, say("onlyRefused")), clear);
}

function drawn({ call, update, at }) {
  const time = make("time", {}, new Date(at * 1000).toLocaleTimeString("en-GB"));
  if (update) {
    const kind = Object.keys(update).find((name) => name !== "update_id");
    return entry("update", `${say("toBot")} ${kind}`, time, { update });
  }
  const { method, parameters, result, refusal } = call;
  const details = refusal ? { parameters, refusal } : { parameters, result };
  return entry(refusal ? "refused" : "accepted", method, time, details, refusal);
}

/** Create the entry of an update or call; it shows all values when it is opened. */
function entry(kind, title, time, values, refusal) {
  const details = make("details", {});
  details.append(
    make(
      "summary",
      {},
      make("span", { class: "what" }, title),
      time,
      refusal ? make("span", { class: "why" }, refusal) : null,
    ),
  );
  details.addEventListener(
    "toggle",
    () => details.append(make("pre", {}, JSON.stringify(values, null, 2))),
    { once: true },
  );
  return make("li", { class: kind }, details);
}

/** Record updates and calls, and draw them while the panel is open. */
export function startPanel() {
  byId("wire").append(icon("wire"));
  byId("wire").addEventListener("click", toggle);
  on("wire", remember);
  on("history", () => {
    entries = store.wire;
    if (!byId("panel").hidden) draw();
  });
  on("chat bot", drawRole);
  on("person", () => !byId("panel").hidden && draw());
}
