import type { Json, JsonObject } from "../base/json.ts";
import { setMember } from "../base/json.ts";

/** ASL "Variables" of one line of states: it reads what the lines around it have assigned, and assigns its own. */
export class Variables {
  readonly #around: Variables | undefined;
  readonly #own = new Map<string, Json>();

  constructor(around: Variables | undefined) {
    this.#around = around;
  }

  get(name: string): Json | undefined {
    return this.#own.get(name) ?? this.#around?.get(name);
  }

  assign(values: JsonObject): void {
    for (const name of Object.keys(values)) this.#own.set(name, values[name] as Json);
  }

  /** What this line itself has assigned. */
  toJSON(): JsonObject {
    const values: { [name: string]: Json } = {};
    for (const [name, value] of this.#own) setMember(values, name, value);
    return values;
  }
}
