import type { Json, JsonObject } from "../base/json.ts";
import { setMember } from "../base/json.ts";

/** ASL "Variables" of one line of states: it reads what the lines around it have assigned, and assigns its own. */
export class Variables {
  readonly #around: Variables | undefined;
  /** None, as long as nothing is assigned: there is one for each execution. */
  #own: Map<string, Json> | undefined;

  constructor(around: Variables | undefined, values?: JsonObject) {
    this.#around = around;
    if (values !== undefined) this.assign(values);
  }

  get(name: string): Json | undefined {
    const own = this.#own?.get(name);
    return own === undefined ? this.#around?.get(name) : own;
  }

  assign(values: JsonObject): void {
    this.#own ??= new Map();
    for (const name of Object.keys(values)) this.#own.set(name, values[name] as Json);
  }

  /** All that can be read here. */
  all(): JsonObject {
    const values: { [name: string]: Json } = { ...this.#around?.all() };
    for (const [name, value] of this.#own ?? []) setMember(values, name, value);
    return values;
  }
}
