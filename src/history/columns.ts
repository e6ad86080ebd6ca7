import { lastNotAbove } from "../base/binary-search.ts";
import type { EventId, Instant } from "../base/brand.ts";
import { eventId, instant, NO_EVENT } from "../base/brand.ts";
import type { HistoryEventType } from "./history-event.ts";
import type { StateRef } from "./state-ref.ts";

/** Records a chunk holds: one array of many records outlives a scavenge at the cost of one object. */
const FIRST_SIZE = 32;
const LARGEST_SIZE = 32_768;

/** From here on numbers lie outside the heap, where no search for garbage copies them; they take longer to make. */
const LARGE = 4_096;

/** States are numbered from 1. */
const NO_STATE = 0;

/** Records side by side. */
class Chunk {
  readonly previous: Numbers;
  readonly line: Numbers;
  readonly type: Numbers;
  readonly state: Numbers;
  readonly data: unknown[];

  constructor(size: number) {
    const isLarge = size >= LARGE;
    this.previous = isLarge ? new Uint32Array(size) : new Array<number>(size);
    this.line = isLarge ? new Uint32Array(size) : new Array<number>(size);
    this.type = isLarge ? new Uint8Array(size) : new Array<number>(size);
    this.state = isLarge ? new Uint32Array(size) : new Array<number>(size);
    this.data = new Array<unknown>(size);
  }
}

type Numbers = number[] | Uint32Array | Uint8Array;

const TYPES: HistoryEventType[] = [];
const typeNumbers = new Map<HistoryEventType, number>();

function numberOf(type: HistoryEventType): number {
  const known = typeNumbers.get(type);
  if (known !== undefined) return known;
  typeNumbers.set(type, TYPES.length);
  return TYPES.push(type) - 1;
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
  readonly #chunks: Chunk[];
  #last: Chunk;
  #used = 0;
  /** Instants at which events were added, and the first event of each: many share one. */
  readonly #instants: number[] = [];
  readonly #firsts: number[] = [];
  #instant: number | undefined;
  /** By their numbers. */
  readonly #states: StateRef[] = [];
  count = 0;

  /** `firstSize`: how many records there is room for at once; few, where there are many histories. */
  constructor(firstSize: number = FIRST_SIZE) {
    this.#last = new Chunk(firstSize);
    this.#chunks = [this.#last];
  }

  add(previous: number, at: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): number {
    if (this.#used === this.#last.type.length) this.#grow();
    const place = this.#used++;
    const chunk = this.#last;
    chunk.previous[place] = previous;
    chunk.line[place] = line;
    chunk.type[place] = numberOf(type);
    chunk.state[place] = state === undefined ? NO_STATE : state.number;
    chunk.data[place] = data;
    if (state !== undefined) this.#states[state.number] = state;
    this.count++;
    if (at !== this.#instant) {
      this.#instant = at;
      this.#instants.push(at);
      this.#firsts.push(this.count);
    }
    return this.count;
  }

  /** When an event was added; for 0, which is none, when the first was. */
  instantOf(id: number): Instant {
    const place = lastNotAbove(id, this.#firsts.length, (at) => this.#firsts[at] as number);
    return instant(this.#instants[place] as number);
  }

  /** What an event hangs on. */
  previousOf(id: number): EventId {
    let place = id - 1;
    for (const { previous } of this.#chunks) {
      if (place < previous.length) return eventId(previous[place] as number);
      place -= previous.length;
    }
    return NO_EVENT;
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
        yield this.#recordAt(chunk, place, id, this.#instants[instant] as number);
      }
    }
  }

  #recordAt(chunk: Chunk, place: number, id: number, at: number): ColumnRecord {
    return {
      id,
      previous: chunk.previous[place] as number,
      at,
      type: TYPES[chunk.type[place] as number] as HistoryEventType,
      line: chunk.line[place] as number,
      state: this.#states[chunk.state[place] as number],
      data: chunk.data[place],
    };
  }
}
