import type { Json } from "../../base/json.ts";
import type { ReadItems } from "../../interpreter/ports.ts";

/** The items of a distributed Map as they are read, from one source or from many. */
export class Dataset implements ReadItems {
  readonly values: Json[] = [];
  readonly #most: number;
  readonly #keys = new Map<number, string>();
  readonly #sources: string[] = [];

  /** Takes no more than `most` items. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many items it still takes. */
  get room(): number {
    return this.#most - this.values.length;
  }

  /** Adds what was found at a source, in order. */
  add(source: string, values: readonly Json[], keys?: readonly string[]): void {
    const count = Math.min(values.length, this.room);
    for (let index = 0; index < count; index++) {
      const key = keys?.[index];
      if (key !== undefined) this.#keys.set(this.values.length, key);
      this.values.push(values[index] as Json);
      this.#sources.push(source);
    }
  }

  keyOf(index: number): string | undefined {
    return this.#keys.get(index);
  }

  sourceOf(index: number): string {
    return this.#sources[index] as string;
  }
}
