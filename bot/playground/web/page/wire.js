// The connection to the server of the page: it sends events and accepts actions.

/** Call `onEvent` with every event, and `onConnection` with true or false when it changes. */
export function watch(onEvent, onConnection) {
  const source = new EventSource("events");
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => onConnection(false));
}

/**
 * Carry out an action and return its result; actions.py lists them.
 * Throws an Error with the reason if the server refuses.
 */
export async function act(name, values) {
  return post(`acts/${name}`, JSON.stringify(values), "application/json");
}

/** Send a file, and return the id of its message; `values` are those of the action "send". */
export function sendFile(file, values) {
  const named = JSON.stringify({ ...values, name: file.name });
  return post(`files?values=${encodeURIComponent(named)}`, file, "application/octet-stream");
}

async function post(address, body, type) {
  const reply = await fetch(address, { method: "POST", headers: { "content-type": type }, body });
  const result = await reply.json();
  if (!reply.ok) throw new Error(result.error);
  return result;
}

/** Values that arrive by event for an id that an action returned, before or after it. */
export class Awaited {
  #values = new Map();
  #waiting = new Map();

  /** Set the value for an id. */
  set(id, value) {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (resolve) resolve(value);
    else this.#values.set(id, value);
  }

  /** Return a promise of the value for an id, or of null after `timeout` milliseconds. */
  of(id, timeout) {
    if (this.#values.has(id)) return Promise.resolve(this.#values.get(id));
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      setTimeout(() => this.#waiting.delete(id) && resolve(null), timeout);
    });
  }
}
