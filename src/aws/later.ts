/** An answer that comes at a later instant of the world. */
export class Later<T> {
  #answer: { readonly value: T } | undefined;
  readonly #listeners: ((value: T) => void)[] = [];

  /** Answers; what is answered twice, or too late, is heard by nobody. */
  settle(value: T): void {
    if (this.#answer !== undefined) return;
    this.#answer = { value };
    for (const listener of this.#listeners) listener(value);
  }

  /** Tells the answer, at once when it is there. */
  whenSettled(listener: (value: T) => void): void {
    if (this.#answer === undefined) this.#listeners.push(listener);
    else listener(this.#answer.value);
  }

  get isSettled(): boolean {
    return this.#answer !== undefined;
  }

  /** The same answer in another form. */
  map<U>(form: (value: T) => U): Later<U> {
    const mapped = new Later<U>();
    this.whenSettled((value) => mapped.settle(form(value)));
    return mapped;
  }
}
