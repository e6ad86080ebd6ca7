import type { HistoryEventType } from "./history-event.ts";
import type { StateRef } from "./state-ref.ts";

/** Records a chunk holds: one array of many records outlives a scavenge at the cost of one object. */
const FIRST_SIZE = 128;
const LARGEST_SIZE = 32_768;

/** Records side by side. */
class Chunk {
  readonly previous: number[] | Uint32Array;
  readonly line: number[] | Uint32Array;
  readonly type: HistoryEventType[];
  readonly state: (StateRef | undefined)[];
  readonly data: unknown[];

  constructor(size: number) {
    this.previous = numbers(size);
    this.line = numbers(size);
    this.type = new Array<HistoryEventType>(size);
    this.state = new Array<StateRef | undefined>(size);
    this.data = new Array<unknown>(size);
  }
}

/** Numbers of large chunks lie outside the heap, where no search for garbage copies them. */
function numbers(size: number): number[] | Uint32Array {
  return size === FIRST_SIZE ? new Array<number>(size) : new Uint32Array(size);
}

/** A record of one event, as it was added. */
export interface ColumnRecord {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: HistoryEventType;
  readonly line: number;
  readonly state: StateRef | undefined;
  readonly data: unknown;
}

/** The events of an execution in columns; ids run from 1. */
export class Columns {
  readonly #chunks: Chunk[] = [new Chunk(FIRST_SIZE)];
  #last: Chunk = this.#chunks[0] as Chunk;
  #used = 0;
  /** Instants at which events were added, and the first event of each: many share one. */
  readonly #instants: number[] = [];
  readonly #firsts: number[] = [];
  count = 0;

  add(previous: number, at: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): number {
    if (this.#used === this.#last.type.length) this.#grow();
    const place = this.#used++;
    const chunk = this.#last;
    chunk.previous[place] = previous;
    chunk.line[place] = line;
    chunk.type[place] = type;
    chunk.state[place] = state;
    chunk.data[place] = data;
    this.count++;
    if (at !== this.#instants[this.#instants.length - 1]) {
      this.#instants.push(at);
      this.#firsts.push(this.count);
    }
    return this.count;
  }

  #grow(): void {
    this.#last = new Chunk(Math.min(4 * this.#last.type.length, LARGEST_SIZE));
    this.#chunks.push(this.#last);
    this.#used = 0;
  }

  *[Symbol.iterator](): Iterator<ColumnRecord> {
    let id = 0;
    let instant = 0;
    for (const chunk of this.#chunks) {
      const used = chunk === this.#last ? this.#used : chunk.type.length;
      for (let place = 0; place < used; place++) {
        if (++id === this.#firsts[instant + 1]) instant++;
        yield recordAt(chunk, place, id, this.#instants[instant] as number);
      }
    }
  }
}

function recordAt(chunk: Chunk, place: number, id: number, at: number): ColumnRecord {
  return {
    id,
    previous: chunk.previous[place] as number,
    at,
    type: chunk.type[place] as HistoryEventType,
    line: chunk.line[place] as number,
    state: chunk.state[place],
    data: chunk.data[place],
  };
}
