import type { HistoryEventType } from "./history-event.ts";
import type { StateRef } from "./state-ref.ts";

/** What is kept of one event. */
export interface EventRow {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: HistoryEventType;
  readonly line: number;
  readonly state: StateRef | undefined;
  readonly data: unknown;
}

/** Room for the rows of so many events. */
export interface Chunk {
  readonly size: number;
  put(place: number, previous: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): void;
  previousAt(place: number): number;
  rowAt(place: number, id: number, at: number): EventRow;
}

/** From here on numbers lie outside the heap, where no search for garbage copies them; they take longer to make. */
const LARGE = 4_096;

export function chunkOf(size: number): Chunk {
  return size < LARGE ? new SmallChunk(size) : new LargeChunk(size);
}

/** Members of a row. */
const WIDTH = 5;

/** Rows one after the other in one array: many outlive a search for garbage at the cost of one object. */
class SmallChunk implements Chunk {
  readonly size: number;
  readonly #cells: unknown[];

  constructor(size: number) {
    this.size = size;
    this.#cells = new Array<unknown>(WIDTH * size);
  }

  put(place: number, previous: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): void {
    const cells = this.#cells;
    const first = WIDTH * place;
    cells[first] = previous;
    cells[first + 1] = type;
    cells[first + 2] = line;
    cells[first + 3] = state;
    cells[first + 4] = data;
  }

  previousAt(place: number): number {
    return this.#cells[WIDTH * place] as number;
  }

  rowAt(place: number, id: number, at: number): EventRow {
    const cells = this.#cells;
    const first = WIDTH * place;
    return {
      id,
      previous: cells[first] as number,
      at,
      type: cells[first + 1] as HistoryEventType,
      line: cells[first + 2] as number,
      state: cells[first + 3] as StateRef | undefined,
      data: cells[first + 4],
    };
  }
}

const TYPES: HistoryEventType[] = [];
const typeNumbers = new Map<HistoryEventType, number>();

function numberOf(type: HistoryEventType): number {
  const known = typeNumbers.get(type);
  if (known !== undefined) return known;
  typeNumbers.set(type, TYPES.length);
  return TYPES.push(type) - 1;
}

/** States are numbered from 1. */
const NO_STATE = 0;

/** Rows in columns of numbers. */
class LargeChunk implements Chunk {
  readonly size: number;
  readonly #previous: Uint32Array;
  readonly #types: Uint8Array;
  readonly #lines: Uint32Array;
  readonly #stateNumbers: Uint32Array;
  readonly #data: unknown[];
  /** By their numbers. */
  readonly #states: StateRef[] = [];

  constructor(size: number) {
    this.size = size;
    this.#previous = new Uint32Array(size);
    this.#types = new Uint8Array(size);
    this.#lines = new Uint32Array(size);
    this.#stateNumbers = new Uint32Array(size);
    this.#data = new Array<unknown>(size);
  }

  put(place: number, previous: number, type: HistoryEventType, line: number, state: StateRef | undefined, data: unknown): void {
    this.#previous[place] = previous;
    this.#types[place] = numberOf(type);
    this.#lines[place] = line;
    this.#stateNumbers[place] = state === undefined ? NO_STATE : state.number;
    this.#data[place] = data;
    if (state !== undefined) this.#states[state.number] = state;
  }

  previousAt(place: number): number {
    return this.#previous[place] as number;
  }

  rowAt(place: number, id: number, at: number): EventRow {
    return {
      id,
      previous: this.#previous[place] as number,
      at,
      type: TYPES[this.#types[place] as number] as HistoryEventType,
      line: this.#lines[place] as number,
      state: this.#states[this.#stateNumbers[place] as number],
      data: this.#data[place],
    };
  }
}
