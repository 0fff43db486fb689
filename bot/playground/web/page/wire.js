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
  const reply = await fetch(`acts/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(values),
  });
  const body = await reply.json();
  if (!reply.ok) throw new Error(body.error);
  return body;
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
