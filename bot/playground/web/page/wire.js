// The page's own way to the stand-in: events come in, acts go out.

/** Call `hear` with every event, and `changed` with whether the stand-in is there. */
export function watch(hear, changed) {
  const source = new EventSource("events");
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("open", () => changed(true));
  source.addEventListener("error", () => changed(false));
}

/** Let a person do something; what came of it. */
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

/** Values that come by event for something that an act began; either may be first. */
export class Awaited {
  #values = new Map();
  #waiting = new Map();

  /** A value has come. */
  came(id, value) {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (resolve) resolve(value);
    else this.#values.set(id, value);
  }

  /** The value for an id; null after so many milliseconds without one. */
  of(id, patience) {
    if (this.#values.has(id)) return Promise.resolve(this.#values.get(id));
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      setTimeout(() => this.#waiting.delete(id) && resolve(null), patience);
    });
  }
}
