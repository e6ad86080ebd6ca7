import { lastNotAbove } from "../base/binary-search.ts";
import type { EventId, Instant } from "../base/brand.ts";
import { eventId, instant, NO_EVENT } from "../base/brand.ts";
import type { Chunk, EventRow } from "./chunk.ts";
import { chunkOf } from "./chunk.ts";
import type { HistoryEventType } from "./history-event.ts";
import type { StateRef } from "./state-ref.ts";

const FIRST_SIZE = 32;
/** Twice as much would be an array that the engine counts as old at once, and what an old one holds stays until all is searched for garbage. */
const LARGEST_SIZE = 8_192;

/** The events of an execution; ids run from 1. */
export class EventRows {
  readonly #chunks: Chunk[];
  #last: Chunk;
  #used = 0;
  /** Instants at which events were added, and the first event of each: many share one. */
  readonly #instants: number[];
  readonly #firsts: number[] = [1];
  #instant: number;
  count = 0;

  /** `start`: when the first is to be added; `firstSize`: how many there is room for at once; few, where there are many histories. */
  constructor(start: number, firstSize: number = FIRST_SIZE) {
    this.#instant = start;
    this.#instants = [start];
    this.#last = chunkOf(firstSize);
    this.#chunks = [this.#last];
  }

  add(previous: number, at: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): number {
    if (this.#used === this.#last.size) this.#grow();
    this.#last.put(this.#used++, previous, type, line, state, data);
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
    for (const chunk of this.#chunks) {
      if (place < chunk.size) return eventId(chunk.previousAt(place));
      place -= chunk.size;
    }
    return NO_EVENT;
  }

  #grow(): void {
    this.#last = chunkOf(Math.min(4 * this.#last.size, LARGEST_SIZE));
    this.#chunks.push(this.#last);
    this.#used = 0;
  }

  *[Symbol.iterator](): Iterator<EventRow> {
    let id = 0;
    let instant = 0;
    for (const chunk of this.#chunks) {
      const used = chunk === this.#last ? this.#used : chunk.size;
      for (let place = 0; place < used; place++) {
        if (++id === this.#firsts[instant + 1]) instant++;
        yield chunk.rowAt(place, id, this.#instants[instant] as number);
      }
    }
  }
}
