import { lastNotAbove } from "../base/binary-search.ts";
import { Line } from "./line.ts";
import type { StateRef } from "./state-ref.ts";

/** Lines with numbers and indexes that go up together: the branches or iterations of one state, as long as no others begin between. */
interface Row {
  /** The number of the first. */
  readonly first: number;
  readonly index: number;
  readonly parent: number;
  readonly state: StateRef | undefined;
}

const NONE = -1;

/** The machine's own line. */
const MAIN: Row = { first: 0, index: 0, parent: NONE, state: undefined };

/** The lines of an execution by their numbers; ten thousand iterations need not outlive what they did. */
export class Lines {
  readonly #rows: Row[] = [MAIN];
  #last = MAIN;
  #count = 0;
  /** Those that somebody has asked for. */
  #told: Line[] | undefined;

  /** Answers the number of a line that begins. */
  add(parent: Line | undefined, state: StateRef | undefined, index: number): number {
    const number = this.#count++;
    const around = parent === undefined ? NONE : parent.number;
    const row = this.#last;
    if (row.parent !== around || row.state !== state || row.index - row.first !== index - number) {
      this.#last = { first: number, index, parent: around, state };
      this.#rows.push(this.#last);
    }
    return number;
  }

  get(number: number): Line {
    this.#told ??= [];
    return (this.#told[number] ??= this.#made(number));
  }

  #made(number: number): Line {
    const row = lastNotAbove(number, this.#rows.length, (place) => (this.#rows[place] as Row).first);
    const { first, index, parent, state } = this.#rows[row] as Row;
    return new Line(number, parent === NONE ? undefined : this.get(parent), state, index + number - first);
  }
}
