import { Line } from "./line.ts";
import type { StateRef } from "./state-ref.ts";

/** The lines of an execution by their numbers, kept in columns: ten thousand iterations need not outlive what they did. */
export class Lines {
  readonly #parents: number[] = [];
  readonly #states: (StateRef | undefined)[] = [];
  readonly #indexes: number[] = [];
  /** Those that somebody has asked for. */
  readonly #told: Line[] = [];

  /** Answers the number of a line that begins. */
  add(parent: Line | undefined, state: StateRef | undefined, index: number): number {
    this.#parents.push(parent === undefined ? NONE : parent.number);
    this.#states.push(state);
    return this.#indexes.push(index) - 1;
  }

  get(number: number): Line {
    return (this.#told[number] ??= this.#made(number));
  }

  #made(number: number): Line {
    const parent = this.#parents[number] as number;
    return new Line(number, parent === NONE ? undefined : this.get(parent), this.#states[number], this.#indexes[number] as number);
  }
}

const NONE = -1;
