import type { StateRef } from "./state-ref.ts";

const FIRST_SIZE = 64;
const LARGEST_SIZE = 4_096;

/** Records side by side in a few large arrays: they outlive every scavenge, which objects would pay for one by one. */
class Chunk {
  readonly size: number;
  readonly at: Float64Array;
  /** Three numbers a record: previous event, type, line. */
  readonly meta: Int32Array;
  readonly state: (StateRef | undefined)[] = [];
  readonly data: unknown[] = [];

  constructor(size: number) {
    this.size = size;
    this.at = new Float64Array(size);
    this.meta = new Int32Array(3 * size);
  }
}

/** A record of one event, as it was added. */
export interface ColumnRecord {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: number;
  readonly line: number;
  readonly state: StateRef | undefined;
  readonly data: unknown;
}

/** The events of an execution in columns; ids run from 1. */
export class Columns {
  #chunks: Chunk[] = [new Chunk(FIRST_SIZE)];
  #last: Chunk = this.#chunks[0] as Chunk;
  #used = 0;
  count = 0;

  add(previous: number, at: number, type: number, line: number, state: StateRef | undefined, data: unknown): number {
    if (this.#used === this.#last.size) this.#grow();
    const place = this.#used++;
    const chunk = this.#last;
    chunk.at[place] = at;
    chunk.meta[3 * place] = previous;
    chunk.meta[3 * place + 1] = type;
    chunk.meta[3 * place + 2] = line;
    chunk.state.push(state);
    chunk.data.push(data);
    return ++this.count;
  }

  #grow(): void {
    this.#last = new Chunk(Math.min(2 * this.#last.size, LARGEST_SIZE));
    this.#chunks.push(this.#last);
    this.#used = 0;
  }

  *[Symbol.iterator](): Iterator<ColumnRecord> {
    let id = 0;
    for (const chunk of this.#chunks) {
      for (let place = 0; place < chunk.data.length; place++) yield recordAt(chunk, place, ++id);
    }
  }
}

function recordAt(chunk: Chunk, place: number, id: number): ColumnRecord {
  return {
    id,
    previous: chunk.meta[3 * place] as number,
    at: chunk.at[place] as number,
    type: chunk.meta[3 * place + 1] as number,
    line: chunk.meta[3 * place + 2] as number,
    state: chunk.state[place],
    data: chunk.data[place],
  };
}
