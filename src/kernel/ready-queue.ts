/** So much of what has gone may be kept. */
const LONGEST = 32_768;

/** First in, first out, without shifting an array. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #head = 0;
  #tail = 0;

  get isEmpty(): boolean {
    return this.#head === this.#tail;
  }

  push(item: T): void {
    this.#items[this.#tail++] = item;
  }

  pushFront(item: T): void {
    if (this.#head === 0) this.#makeRoom();
    this.#items[--this.#head] = item;
  }

  #makeRoom(): void {
    if (!this.isEmpty) this.#items.unshift(undefined);
    this.#head++;
    this.#tail++;
  }

  peek(): T | undefined {
    return this.#items[this.#head];
  }

  shift(): T | undefined {
    if (this.isEmpty) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.isEmpty) this.#head = this.#tail = 0;
    else if (this.#head > LONGEST && this.#head * 2 > this.#tail) this.#compact();
    return item;
  }

  /** The last so many, in their order. */
  takeLast(count: number): readonly T[] {
    const taken = this.#items.slice(this.#tail - count, this.#tail) as T[];
    this.#items.length = this.#tail -= count;
    return taken;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head, this.#tail);
    this.#tail -= this.#head;
    this.#head = 0;
  }
}

export interface Due {
  readonly at: number;
  readonly sequence: number;
}

/** A binary heap of what is due, earliest instant first, ties by sequence. */
export class DueHeap<T extends Due> {
  readonly #items: T[] = [];

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let hole = items.length;
    items.push(item);
    while (hole > 0) {
      const up = (hole - 1) >> 1;
      const parent = items[up] as T;
      if (!earlier(item, parent)) break;
      items[hole] = parent;
      hole = up;
    }
    items[hole] = item;
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return top;
  }

  #sink(item: T): void {
    const items = this.#items;
    let hole = 0;
    for (;;) {
      let down = 2 * hole + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && earlier(items[down + 1] as T, items[down] as T)) down++;
      const lower = items[down] as T;
      if (!earlier(lower, item)) break;
      items[hole] = lower;
      hole = down;
    }
    items[hole] = item;
  }
}

export function earlier(left: Due, right: Due): boolean {
  return left.at < right.at || (left.at === right.at && left.sequence < right.sequence);
}
